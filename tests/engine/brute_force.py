"""What the engine promises, worked out by going through every case. Shares no code with the engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations, product
from math import prod

from advisor.engine.case import Case
from advisor.rulebase.condition import All, AnswerIs, Any, Condition, Fires, Not, VerdictIs
from advisor.rulebase.model import RuleBase

State = tuple[str, ...]
Outcome = tuple[str, frozenset[str], frozenset[str]]
PARTS = ("verdict", "set_up", "warnings")


class BruteForce:
    """A rule base with the outcome of every case: `open` stands for an answer that is not known."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base
        self.names = list(base.questions)
        self.values = {name: [value.id for value in entry.values] for name, entry in base.questions.items()}
        self.outcomes: dict[State, Outcome] = {
            state: self.outcome(dict(zip(self.names, state, strict=True)))
            for state in product(*([*self.values[name], "open"] for name in self.names))}

    def outcome(self, answers: Mapping[str, str]) -> Outcome:
        """Option, set-up and warnings."""
        left = set(self.base.options)
        for wall in self.base.constraints.values():
            if self.holds(wall.when, answers) is True:
                left.discard(wall.rules_out)
        points = dict.fromkeys(self.base.options, 0)
        for rule in self.base.evidence.values():
            if self.holds(rule.when, answers) is True:
                points[rule.speaks_for] += self.base.strengths[rule.strength]
        best = [name for name in self.base.options if name in left
                and all(points[name] >= points[other] for other in left)]
        default = self.base.default.option
        option = "neither" if not best else default if default in best else best[0]
        fired: set[str] = set()
        for form in self.base.forms.values():
            if self.holds(form.when, answers, option, fired) is True:
                fired.add(form.id)
        warnings = {warning.id for warning in self.base.warnings.values()
                    if self.holds(warning.when, answers, option, fired) is True}
        return option, frozenset(fired), frozenset(warnings)

    def holds(self, condition: Condition, answers: Mapping[str, str], option: str = "",
              fired: set[str] | None = None) -> bool | None:
        """True, False, or None for unknown (strong Kleene logic)."""
        if isinstance(condition, AnswerIs):
            return self.answer_holds(condition, answers[condition.question])
        if isinstance(condition, VerdictIs):
            return option in condition.options
        if isinstance(condition, Fires):
            return bool(condition.rules & (fired or set()))
        if isinstance(condition, Not):
            found = self.holds(condition.part, answers, option, fired)
            return None if found is None else not found
        found_parts = [self.holds(part, answers, option, fired) for part in condition.parts]
        decisive = isinstance(condition, Any)
        assert decisive or isinstance(condition, All)
        if decisive in found_parts:
            return decisive
        return None if None in found_parts else not decisive

    def answer_holds(self, part: AnswerIs, answer: str) -> bool | None:
        """An open answer: `open` is asked for, or assumed to be some value, or whichever it is will do, or unknown."""
        if answer != "open":
            return answer in part.values
        if "open" in part.values:
            return True
        assumption = self.base.questions[part.question].when_open
        if assumption is not None:
            return assumption.assume in part.values
        return True if set(self.values[part.question]) <= part.values else None

    def state(self, case: Case) -> dict[str, str]:
        """The case with each open question at `open`."""
        answers = {name: case.answers[name].value if name in case.answers else "open" for name in self.names}
        return {name: "open" if value == "unsure" else value for name, value in answers.items()}

    def option(self, answers: Mapping[str, str]) -> str:
        """The option in that state."""
        return self.outcomes[tuple(answers[name] for name in self.names)][0]

    def completions(self, state: Mapping[str, str], questions: list[str], *,
                    staying_open: bool) -> Iterator[dict[str, str]]:
        """The state with each of `questions` set to each of its values (and to `open`)."""
        settings = [[*self.values[name], *(["open"] if staying_open else [])] for name in questions]
        for chosen in product(*settings):
            yield {**state, **dict(zip(questions, chosen, strict=True))}

    def settled(self, case: Case) -> str:
        """Whether every completion of the open questions, the given ones aside, leads to the option advised now."""
        state = self.state(case)
        free = [name for name in self.names if state[name] == "open" and not self.base.questions[name].given]
        return "yes" if self.all_give(state, free) else "no"

    def all_give(self, state: Mapping[str, str], free: list[str]) -> bool:
        """Whether the option stays the same over all completions of `free` by real values."""
        now = self.option(state)
        return all(self.option(found) == now for found in self.completions(state, free, staying_open=False))

    def can_change(self, case: Case, frozen: frozenset[str] = frozenset()) -> dict[str, tuple[str, ...]]:
        """For each open question the parts in which two of its settings differ, for some setting of the others."""
        state = self.state(case)
        open_now = [name for name in self.names if state[name] == "open"]
        free = [name for name in open_now if name not in frozen]
        found: dict[str, tuple[str, ...]] = {}
        for name in open_now:
            differs = [False, False, False]
            if name in free:
                for others in self.completions(state, [other for other in free if other != name], staying_open=True):
                    results = [self.outcomes[tuple({**others, name: value}[key] for key in self.names)]
                               for value in [*self.values[name], "open"]]
                    for place in range(3):
                        differs[place] |= len({result[place] for result in results}) > 1
            found[name] = tuple(part for part, differ in zip(PARTS, differs, strict=True) if differ)
        return found

    def flips(self, case: Case) -> set[tuple[frozenset[tuple[str, str]], str]]:
        """Every smallest change of known answers, the given ones aside, with the option it leads to."""
        state = self.state(case)
        known = [name for name in self.names if state[name] != "open" and not self.base.questions[name].given]
        for size in range(1, len(known) + 1):
            found = set()
            for names in combinations(known, size):
                others = [[value for value in self.values[name] if value != state[name]] for name in names]
                for values in product(*others):
                    change = dict(zip(names, values, strict=True))
                    option = self.option({**state, **change})
                    if option != self.option(state):
                        found.add((frozenset(change.items()), option))
            if found:
                return found
        return set()

    def worth_asking(self, case: Case, *, unsure_too: bool) -> set[str]:
        """The questions that may be asked and can lead to another option; none once the option is settled by them."""
        state = self.state(case)
        free = [name for name in self.names if state[name] == "open" and not self.base.questions[name].given
                and (unsure_too or name not in case.answers)]
        if self.all_give(state, free):
            return set()
        found = set()
        for name in free:
            for others in self.completions(state, [other for other in free if other != name], staying_open=True):
                if len({self.option({**others, name: value}) for value in [*self.values[name], "open"]}) > 1:
                    found.add(name)
        return found

    def impurity_after(self, case: Case, question: str, *, unsure_too: bool) -> float:
        """The chance that two people who give the same answer to `question` get different options."""
        state = self.state(case)
        free = [name for name in self.names if state[name] == "open" and not self.base.questions[name].given
                and (unsure_too or name not in case.answers)]
        total = 0.0
        for value in self.values[question]:
            chances: dict[str, float] = {}
            for found in self.completions({**state, question: value}, [name for name in free if name != question],
                                          staying_open=False):
                chance = prod((self.share(name, found[name]) for name in free if name != question), start=1.0)
                chances[self.option(found)] = chances.get(self.option(found), 0.0) + chance
            total += self.share(question, value) * (1 - sum(chance * chance for chance in chances.values()))
        return total

    def share(self, question: str, value: str) -> float:
        """How common a value is among the values of its question."""
        values = self.base.questions[question].values
        return next(entry.share for entry in values if entry.id == value) / sum(entry.share for entry in values)
