"""Two versions of a made-up rule base, and what changes between them, worked out case by case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from itertools import product
from typing import Any, NamedTuple

from advisor.rulebase.condition import Condition, Fires, VerdictIs
from advisor.rulebase.model import NEITHER, Option, RuleBase, Step
from tests.engine.brute_force import BruteForce
from tests.engine.generated import AT, STRENGTHS, Maker, caution, form, question, reason, wall

PARTS = ("verdict", "set_up", "warnings", "steps", "order")
Answers = dict[str, str]
Key = tuple[str, str, str, str]
"""part, change, before, after"""


def with_steps(maker: Maker, base: RuleBase) -> RuleBase:
    """The rule base with up to three steps, about answers, verdict, set-up and warnings."""
    others: list[Condition] = [VerdictIs(frozenset((name,))) for name in (*base.options, NEITHER)]
    others += [Fires(frozenset((name,))) for name in base.forms]
    others += [Fires(frozenset((f"warning:{name}",))) for name in base.warnings]
    steps = [Step(f"s{place}", maker.condition(base.questions, others), 10, "must", "", (), AT)
             for place in range(maker.random.randint(0, 3))]
    return base._replace(steps={step.id: step for step in steps})


def without(entries: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: entry for key, entry in entries.items() if key != name}


class Mutator:
    """Changes a rule base in a few places."""

    def __init__(self, maker: Maker) -> None:
        self.maker = maker
        self.random = maker.random

    def mutated(self, base: RuleBase) -> RuleBase:
        """Up to three changes, now and then none."""
        ways = [self.drop, self.drop, self.condition, self.condition, self.strength, self.default, self.add, self.add,
                self.more_values, self.fewer_values, self.new_question, self.rename_option, self.params,
                self.order, self.order, self.order, self.order, self.level]
        for way in self.random.choices(ways, k=self.random.choice((0, 1, 1, 2, 3))):
            base = way(base)
        return base

    def kind(self, base: RuleBase, *kinds: str) -> str | None:
        kinds = kinds or ("constraints", "evidence", "forms", "warnings", "steps")
        left = [kind for kind in kinds if getattr(base, kind)]
        return self.random.choice(left) if left else None

    def drop(self, base: RuleBase) -> RuleBase:
        kind = self.kind(base)
        if kind is None:
            return base
        rules = getattr(base, kind)
        return base._replace(**{kind: without(rules, self.random.choice(list(rules)))})

    def condition(self, base: RuleBase) -> RuleBase:
        kind = self.kind(base)
        if kind is None:
            return base
        rules = getattr(base, kind)
        name = self.random.choice(list(rules))
        return base._replace(**{kind: {**rules, name: rules[name]._replace(when=self.maker.condition(base.questions))}})

    def strength(self, base: RuleBase) -> RuleBase:
        if not base.evidence:
            return base
        name = self.random.choice(list(base.evidence))
        rule = base.evidence[name]._replace(strength=self.random.choice(list(STRENGTHS)))
        return base._replace(evidence={**base.evidence, name: rule})

    def default(self, base: RuleBase) -> RuleBase:
        return base._replace(default=base.default._replace(option=self.random.choice(list(base.options))))

    def add(self, base: RuleBase) -> RuleBase:
        when, option = self.maker.condition(base.questions), self.random.choice(list(base.options))
        kind = self.random.choice(("constraints", "evidence", "forms", "warnings"))
        rule: Any = {"constraints": wall("w9", when, option), "evidence": reason("e99", when, option, "moderate"),
                     "forms": form("item9/f9", when), "warnings": caution("c9", when)}[kind]
        return base._replace(**{kind: {**getattr(base, kind), rule.id: rule}})

    def order(self, base: RuleBase) -> RuleBase:
        """Before or behind the others, for a step or a warning; now and then it is there already."""
        kind = self.kind(base, "steps", "warnings")
        if kind is None:
            return base
        rules, field = getattr(base, kind), "order" if kind == "steps" else "rank"
        name = self.random.choice(list(rules))
        moved = rules[name]._replace(**{field: self.random.choice((5, 15))})
        return base._replace(**{kind: {**rules, name: moved}})

    def level(self, base: RuleBase) -> RuleBase:
        if not base.steps:
            return base
        name = self.random.choice(list(base.steps))
        step = base.steps[name]._replace(level=self.random.choice(("must", "should", "check")))
        return base._replace(steps={**base.steps, name: step})

    def more_values(self, base: RuleBase) -> RuleBase:
        name = self.random.choice(list(base.questions))
        entry = base.questions[name]
        more = entry.values[0]._replace(id="z", text="z", phrase="z")
        values = entry.values if "z" in entry.value_ids else (*entry.values, more)
        return base._replace(questions={**base.questions, name: entry._replace(values=values)})

    def fewer_values(self, base: RuleBase) -> RuleBase:
        name = self.random.choice(list(base.questions))
        entry = base.questions[name]
        return base._replace(questions={**base.questions, name: entry._replace(values=entry.values[:-1] or
                                                                               entry.values)})

    def new_question(self, base: RuleBase) -> RuleBase:
        base = base._replace(questions={**base.questions, "q9": question("q9", ("a", "b"))})
        return self.condition(base)

    def rename_option(self, base: RuleBase) -> RuleBase:
        """The first option under another id, wherever it stands but in conditions."""
        name = next(iter(base.options))
        new = "violet"
        options = {(new if key == name else key): (Option(new, new, new, new, AT) if key == name else entry)
                   for key, entry in base.options.items()}
        return base._replace(
            options=options,
            default=base.default._replace(option=new) if base.default.option == name else base.default,
            constraints={key: rule._replace(rules_out=new) if rule.rules_out == name else rule
                         for key, rule in base.constraints.items()},
            evidence={key: rule._replace(speaks_for=new) if rule.speaks_for == name else rule
                      for key, rule in base.evidence.items()})

    def params(self, base: RuleBase) -> RuleBase:
        if not base.forms:
            return base
        name = self.random.choice(list(base.forms))
        return base._replace(forms={**base.forms, name: base.forms[name]._replace(params={"days": 7})})


class Truth(NamedTuple):
    """What changes, by going through every case."""

    cases: int
    real: int
    kinds: Mapping[Key, list[Answers]]
    changed: Mapping[str, tuple[int, int]]
    """for each part, and for `any` of the three that equivalence is about: every case, and those without `open`"""


def slow_difference(old: RuleBase, new: RuleBase) -> Truth:
    """Each case of both versions, decided by each of them."""
    slow = Slow(old), Slow(new)
    domains: dict[str, list[str]] = {}
    for name in {**old.questions, **new.questions}:
        having = [[value.id for value in base.questions[name].values] for base in (old, new) if name in base.questions]
        domains[name] = [value for value in having[0] if value in having[-1]] + ["open"]
    kinds: dict[Key, list[Answers]] = {}
    changed: dict[str, Counter[bool]] = {part: Counter() for part in (*PARTS, "any")}
    total: Counter[bool] = Counter()
    for chosen in product(*domains.values()):
        answers = dict(zip(domains, chosen, strict=True))
        is_real = "open" not in chosen
        total[is_real] += 1
        found = slow_changes(old, new, slow[0].told(answers), slow[1].told(answers))
        for key in found:
            kinds.setdefault(key, []).append(answers)
        parts = {key[0] for key in found}
        for part in parts | ({"any"} if parts - {"steps", "order"} else set()):
            changed[part][is_real] += 1
    return Truth(total.total(), total[True], kinds, {part: (count.total(), count[True])
                                                     for part, count in changed.items()})


class Slow:
    """One version, decided by brute force."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base
        self.brute = BruteForce(base._replace(questions={}, constraints={}, evidence={}, forms={}, warnings={}))
        self.brute.base = base
        self.brute.values = {name: list(entry.value_ids) for name, entry in base.questions.items()}

    def told(self, answers: Answers) -> tuple[str, frozenset[str], frozenset[str], frozenset[str]]:
        """Option, set-up, warnings, steps."""
        option, fired, warnings = self.brute.outcome(answers)
        known = {*fired, *(f"warning:{name}" for name in warnings)}
        return option, fired, warnings, frozenset(
            step.id for step in self.base.steps.values()
            if self.brute.holds(step.when, answers, option, known) is True)


def slow_changes(old: RuleBase, new: RuleBase, one: tuple[Any, ...], two: tuple[Any, ...]) -> set[Key]:
    """The kinds of change that one case shows."""
    found: set[Key] = {("verdict", "option", one[0], two[0])} if one[0] != two[0] else set()
    for place, part in enumerate(("set_up", "warnings", "steps"), 1):
        found |= {(part, "lost", name, "") for name in one[place] - two[place]}
        found |= {(part, "gained", "", name) for name in two[place] - one[place]}
    sides = ((old, one), (new, two))
    found |= slow_order("step_order", *([(step.order, step.id) for step in base.steps.values() if step.id in told[3]]
                                        for base, told in sides))
    found |= slow_order("warning_order", *([(rule.rank, rule.id) for rule in base.warnings.values()
                                            if rule.id in told[2]] for base, told in sides))
    found |= {("order", "level", name, name) for name in one[3] & two[3]
              if old.steps[name].level != new.steps[name].level}
    found |= {("set_up", "params", name, name) for name in one[1] & two[1]
              if old.forms[name].params != new.forms[name].params}
    return found


def slow_order(change: str, *shown: list[tuple[int, str]]) -> set[Key]:
    """Each two of both lists, as they are shown, that change places."""
    before, after = ([name for _, name in sorted(entries)] for entries in shown)
    return {("order", change, one, two) for one in before for two in before if one in after and two in after
            and before.index(one) < before.index(two) and after.index(two) < after.index(one)}
