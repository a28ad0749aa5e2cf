"""Which test to make next when many explanations are possible: the one that can be expected to leave the fewest.

An explanation is a warning of the rule base: possible while its condition holds, excluded once an answer does not fit.
The tests in `ask_first` come first, in that order and where their condition holds; after them, whichever test splits
what is left best.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from math import prod

from advisor.engine.case import Answer, Case
from advisor.engine.compiled import Compiled
from advisor.engine.logic import Truth, answer_truth, truth
from advisor.interview.doubt import believed, believed_case
from advisor.interview.interview import Answers, State, details_left
from advisor.rulebase.condition import ALWAYS, OPEN
from advisor.rulebase.model import RuleBase

WORTH = 1e-9
"""A test that can be expected to exclude nothing is not one of the first."""


def sort_out(base: RuleBase, compiled: Compiled, answers: Answers, *, stop_before: str | None = None) -> State:
    """The state that `answers` lead to; with `stop_before`, as if that test had not been made yet."""
    case, asked = answers.preset, list[str]()
    while True:
        left = questions_left(base, case, compiled)
        question = next_test(base, case, compiled, left)
        if question is None:
            return State("done", case, tuple(asked), 0, None, 0)
        if question == stop_before or question not in answers.given:
            return State("details", case, tuple(asked), 0, question, len(left))
        case = Case({**case.answers, question: Answer(answers.given[question], "asked")}, case.disagreements)
        asked.append(question)


def questions_left(base: RuleBase, case: Case, compiled: Compiled) -> list[str]:
    """The tests not made yet whose outcome can still change anything.

    None once a single explanation is left, or none. Answers that contradict each other exclude nothing; they are not
    asked for again.
    """
    sure = believed_case(base, case)
    if len(possible(compiled, sure.known())) < 2:
        return []
    return [name for name in details_left(base, sure, compiled) if name not in case.answers]


def next_test(base: RuleBase, case: Case, compiled: Compiled, left: list[str]) -> str | None:
    """The test to make next among those that are left; None where none is.

    The measure is the number of explanations that can be expected to be left after it, where every one that is
    possible now is as likely as the others, and so is every answer that fits it. Ties go to the order of the rules.
    """
    known = believed(base, case.known())
    now = possible(compiled, known)
    for name in base.ask_first:
        if (name in left and _comes_first(base, known, name)
                and expected_left(base, compiled, known, now, name) < len(now) - WORTH):
            return name
    order = list(base.questions)
    return min(left, key=lambda name: (round(expected_left(base, compiled, known, now, name), 9), order.index(name)),
               default=None)


def _comes_first(base: RuleBase, known: Mapping[str, str], name: str) -> bool:
    """Whether this test, one of those that come first, does so with these answers."""
    when = base.ask_first_when.get(name, ALWAYS)
    return truth(when, lambda part: answer_truth(part, base.questions[part.question],
                                                 known.get(part.question))) is Truth.TRUE


def possible(compiled: Compiled, known: Mapping[str, str]) -> frozenset[str]:
    """The explanations that these answers leave; every other question is open."""
    diagrams = compiled.diagrams
    full = {name: known.get(name, OPEN) for name in diagrams.variables}
    return frozenset(name for name, ref in compiled.warnings.items() if diagrams.evaluate(ref, full))


def best_first(base: RuleBase, compiled: Compiled, known: Mapping[str, str], names: Iterable[str]) -> list[str]:
    """These explanations, the one that the answers given speak for most first.

    The measure is how likely these very answers are under the explanation, where every answer that fits it is as
    likely as the others (as in `next_test`): one that fits few answers, and fits those given, comes before one that
    fits whatever is said. Ties go to the smaller rank, then to the id, so that nothing depends on the order of rules
    or answers.
    """
    alternatives = {question: [possible(compiled, {**known, question: value})
                               for value in base.questions[question].value_ids] for question in known}

    def key(name: str) -> tuple[int, int, str]:
        fits = (sum(name in left for left in after) for after in alternatives.values())
        return prod(max(1, count) for count in fits), base.warnings[name].rank, name

    return sorted(names, key=key)


def expected_left(base: RuleBase, compiled: Compiled, known: Mapping[str, str], now: frozenset[str],
                  question: str) -> float:
    """How many explanations can be expected to be left after the test."""
    after = [possible(compiled, {**known, question: value}) & now for value in base.questions[question].value_ids]
    fits = {name: sum(name in left for left in after) for name in now}
    total = sum(len(left) * sum(1 / fits[name] for name in left) for left in after)
    seen = sum(1 for name in now if fits[name])
    return total / seen if seen else float(len(now))
