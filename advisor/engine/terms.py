"""When a condition is true, as a list of alternatives that ask one thing of each question."""

from __future__ import annotations

from collections.abc import Mapping

from advisor.engine.logic import Truth, answer_truth
from advisor.rulebase.condition import OPEN, All, AnswerIs, Any, Condition, Not
from advisor.rulebase.model import Question

Term = Mapping[str, frozenset[str]]
"""For some questions, the values (`open` among them) that will do; all of them are required."""
MOST_TERMS = 64
"""Alternatives that one condition may have; a condition that a person wrote has fewer than ten."""


class TooManyTerms(Exception):
    """The condition has more alternatives than is sensible to list."""


def terms_of(condition: Condition, questions: Mapping[str, Question], wanted: Truth = Truth.TRUE) -> list[Term]:
    """The alternatives under which `condition` has the truth `wanted` (true or false), in three-valued logic.

    It has that truth exactly where at least one of them is met. Raises TooManyTerms beyond `MOST_TERMS`, and
    ValueError for a condition about the verdict or about rules that fire.
    """
    if isinstance(condition, Not):
        return terms_of(condition.part, questions, wanted.negated())
    if isinstance(condition, AnswerIs):
        question = questions[condition.question]
        values = (*question.value_ids, OPEN)
        met = frozenset(value for value in values
                        if answer_truth(condition, question, None if value == OPEN else value) is wanted)
        return [{question.id: met}] if met and len(met) < len(values) else [{}] if met else []
    if not isinstance(condition, All | Any):
        raise ValueError("only answers can be asked about")
    parts = [terms_of(part, questions, wanted) for part in condition.parts]
    if isinstance(condition, All) is not (wanted is Truth.TRUE):  # one part is enough
        found = [term for part in parts for term in part]
    else:
        found = [{}]
        for part in parts:
            found = _least([both for one in found for other in part if (both := _both(one, other)) is not None])
    return _least(found)


def _both(one: Term, other: Term) -> Term | None:
    """What meets both; None where nothing does."""
    found = dict(one)
    for name, values in other.items():
        found[name] = found[name] & values if name in found else values
        if not found[name]:
            return None
    return found


def _least(terms: list[Term]) -> list[Term]:
    """The terms without those that another one covers."""
    if len(terms) > MOST_TERMS ** 2:
        raise TooManyTerms
    kept: list[Term] = []
    for term in sorted(terms, key=len):
        if not any(_covers(wider, term) for wider in kept):
            kept.append(term)
    if len(kept) > MOST_TERMS:
        raise TooManyTerms
    return kept


def _covers(wider: Term, term: Term) -> bool:
    return all(name in term and term[name] <= values for name, values in wider.items())
