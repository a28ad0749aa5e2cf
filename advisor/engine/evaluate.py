"""Evaluation: a pure function of rule base and case.

No clock, no network, no order of rules or answers. The trace is the one record of what each rule did.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Literal, NamedTuple

from advisor.engine.case import Case
from advisor.engine.logic import Truth, answer_truth, truth, waits_for
from advisor.rulebase.condition import AnswerIs, Condition, fires_of, questions_of
from advisor.rulebase.model import NEITHER, RuleBase

Kind = Literal["constraint", "evidence", "set_up", "warning", "step"]
Balance = Literal["tie", "lean", "clear"]


class RuleTrace(NamedTuple):
    """What one rule did in one case, and on which answers."""

    rule: str
    kind: Kind
    truth: Truth
    answers: Mapping[str, str | None]
    """what its condition asks about, with the values it met (None: open)"""
    waits_for: tuple[str, ...]
    """the open questions that keep it undecided; empty unless unknown"""

    @property
    def fired(self) -> bool:
        """Whether its effect counts."""
        return self.truth is Truth.TRUE


class Evaluation(NamedTuple):
    """What the rule base says of a case as it stands."""

    option: str
    """an option's id, or `neither`"""
    evidence: Mapping[str, int]
    ruled_out: tuple[tuple[str, str], ...]
    """pairs of option and the constraint that rules it out"""
    by_default: bool
    balance: Balance
    set_up: tuple[str, ...]
    warnings: tuple[str, ...]
    steps: tuple[str, ...]
    trace: tuple[RuleTrace, ...]

    def outcome(self) -> tuple[str, frozenset[str], frozenset[str]]:
        """What equivalence of rule bases is about: option, set-up and warnings."""
        return self.option, frozenset(self.set_up), frozenset(self.warnings)


class _Rule(NamedTuple):
    """A rule made ready: what it asks about, and what it did where those answers were met before."""

    id: str
    kind: Kind
    when: Condition
    asks: tuple[str, ...]
    met_in: Callable[[Mapping[str, str | None]], object]
    """picks the answers that it asks about"""
    refers_to: tuple[str, ...]
    done: dict[tuple[object, ...], RuleTrace]


class Evaluator:
    """Evaluates one rule base in many cases.

    What a rule does hangs on few answers, so it is worked out once for each combination of them. A rule that asks
    about more than `REMEMBER` questions is worked out anew each time, so that what is remembered stays small.
    """

    REMEMBER = 4

    def __init__(self, base: RuleBase) -> None:
        self.base = base
        self.constraints = [self._rule("constraint", rule.id, rule.when) for rule in base.constraints.values()]
        self.evidence = [self._rule("evidence", rule.id, rule.when) for rule in base.evidence.values()]
        self.forms = [self._rule("set_up", form.id, form.when) for form in base.forms.values()]
        self.warnings = [self._rule("warning", rule.id, rule.when) for rule in base.warnings.values()]
        self.steps = [self._rule("step", step.id, step.when) for step in base.steps.values()]

    def _rule(self, kind: Kind, rule: str, when: Condition) -> _Rule:
        about = questions_of(when)
        asks = tuple([name for name in self.base.questions if name in about])
        return _Rule(rule, kind, when, asks, itemgetter(*asks) if asks else len, tuple(sorted(fires_of(when))), {})

    def evaluate(self, case: Case) -> Evaluation:
        """The option, its standing, set-up, warnings and steps for `case`, with the trace of every rule."""
        base, run = self.base, _Run(self.base, case)
        ruled_out = tuple(sorted((base.constraints[rule.id].rules_out, rule.id)
                                 for rule in self.constraints if run.fires(rule)))
        evidence = dict.fromkeys(base.options, 0)
        for rule in self.evidence:
            if run.fires(rule):
                spoken = base.evidence[rule.id]
                evidence[spoken.speaks_for] += base.weight(spoken.strength)
        out = {option for option, _ in ruled_out}
        run.option, by_default = choose(base, evidence, [name for name in base.options if name not in out])
        balance = balance_of(base, evidence, run.option, out)

        for rule in self.forms:
            if run.fires(rule):
                run.fired.add(rule.id)
        set_up = tuple(sorted(run.fired))
        warnings = [base.warnings[rule.id] for rule in self.warnings if run.fires(rule)]
        warnings.sort(key=lambda warning: (warning.rank, warning.id))
        run.fired.update("warning:" + warning.id for warning in warnings)
        steps = [base.steps[rule.id] for rule in self.steps if run.fires(rule)]
        steps.sort(key=lambda step: (step.order, step.id))
        return Evaluation(run.option, evidence, ruled_out, by_default, balance, set_up,
                          tuple([warning.id for warning in warnings]), tuple([step.id for step in steps]),
                          tuple(run.traces))


class _Run:
    """One evaluation under way."""

    def __init__(self, base: RuleBase, case: Case) -> None:
        self.base = base
        known = case.known()
        self.answers = {name: known.get(name) for name in base.questions}
        self.traces: list[RuleTrace] = []
        self.fired: set[str] = set()
        self.option = NEITHER

    def answer(self, part: AnswerIs) -> Truth:
        return answer_truth(part, self.base.questions[part.question], self.answers[part.question])

    def fires(self, rule: _Rule) -> bool:
        key = (self.option, rule.met_in(self.answers), *[name in self.fired for name in rule.refers_to])
        trace = rule.done.get(key)
        if trace is None:
            trace = self.trace(rule)
            if len(rule.asks) <= Evaluator.REMEMBER:
                rule.done[key] = trace
        self.traces.append(trace)
        return trace.truth is Truth.TRUE

    def trace(self, rule: _Rule) -> RuleTrace:
        found = truth(rule.when, self.answer, self.option, self.fired)
        waiting = waits_for(rule.when, self.answer) if found is Truth.UNKNOWN else frozenset()
        return RuleTrace(rule.id, rule.kind, found, {name: self.answers[name] for name in rule.asks},
                         tuple([name for name in rule.asks if name in waiting]))


def evaluate(base: RuleBase, case: Case) -> Evaluation:
    """The option, its standing, set-up, warnings and steps for `case`, with the trace of every rule."""
    return Evaluator(base).evaluate(case)


def holds(base: RuleBase, case: Case, evaluation: Evaluation, when: Condition) -> bool:
    """Whether a condition about answers, verdict, set-up and warnings is true in an evaluated case."""
    known = case.known()
    fired = {*evaluation.set_up, *("warning:" + name for name in evaluation.warnings)}
    return truth(when, lambda part: answer_truth(part, base.questions[part.question], known.get(part.question)),
                 evaluation.option, fired) is Truth.TRUE


def choose(base: RuleBase, evidence: Mapping[str, int], left: list[str]) -> tuple[str, bool]:
    """The option with most evidence among those left, and whether a tie was broken by the default.

    A tie goes to the default; where the default is not among the tied, to the one that the rule base lists first.
    """
    if not left:
        return NEITHER, False
    most = max(evidence[name] for name in left)
    tied = [name for name in left if evidence[name] == most]
    return (base.default.option if base.default.option in tied else tied[0]), len(tied) > 1


def balance_of(base: RuleBase, evidence: Mapping[str, int], option: str, out: set[str]) -> Balance:
    """How the evidence stands against the best rival that is not ruled out; without a rival it is clear."""
    rivals = [points for name, points in evidence.items() if name != option and name not in out]
    if not rivals:
        return "clear"
    lead = evidence.get(option, 0) - max(rivals)
    return "clear" if lead >= base.clear else "lean" if lead >= base.lean else "tie"
