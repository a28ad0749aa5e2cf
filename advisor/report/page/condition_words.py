"""A condition in plain words: a list of clauses, or one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from advisor.rulebase.condition import OPEN, All, AnswerIs, Any, Condition, Fires, Not, VerdictIs
from advisor.rulebase.model import Question, RuleBase

_ALWAYS_WORDS = "in every case"
_NEVER_WORDS = "in no case"
_ALL_OF = "all of these hold:"
_ANY_OF = "at least one of these holds:"
WARNING = "warning:"
"""What stands before the id of a warning where a condition refers to it."""


class Clause(NamedTuple):
    """One line of a condition; what it introduces stands below it, one step deeper."""

    depth: int
    text: str


def outline(base: RuleBase, condition: Condition) -> tuple[Clause, ...]:
    """The condition as clauses; a plain one is a single clause."""
    return tuple(_clauses(base, plain_form(condition), 0))


def one_line(base: RuleBase, condition: Condition) -> str:
    """The condition in one line, each nested part in brackets."""
    return _inline(base, plain_form(condition), nested=False)


def assumptions(base: RuleBase, condition: Condition) -> tuple[str, ...]:
    """What is assumed of the answers it asks about while they are not known: a sentence for each."""
    asked = _assumed(base, condition)
    return tuple(f"While {question.label} is not known, {_quoted(question, question.when_open.assume)} is assumed."
                 for question in base.questions.values() if question.id in asked and question.when_open is not None)


def plain_form(condition: Condition, *, negated: bool = False) -> Condition:
    """A condition with the same truth in every case, in which "not" stands at single answers only.

    What is always or never true is left out where that changes nothing. De Morgan's laws and double negation hold in
    strong Kleene logic too.
    """
    if isinstance(condition, Not):
        return plain_form(condition.part, negated=not negated)
    if not isinstance(condition, All | Any):
        return Not(condition) if negated else condition
    every = isinstance(condition, All) is not negated
    parts: list[Condition] = []
    for part in condition.parts:
        plain = plain_form(part, negated=negated)
        if isinstance(plain, All | Any) and (isinstance(plain, All) is every):
            parts.extend(plain.parts)
        elif isinstance(plain, All | Any) and not plain.parts:
            return plain  # "never" among all, or "always" among any: it alone decides
        else:
            parts.append(plain)
    if len(parts) == 1:
        return parts[0]
    return All(tuple(parts)) if every else Any(tuple(parts))


def alternatives(parts: Sequence[str]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    return f"{', '.join(parts[:-1])} or {parts[-1]}" if len(parts) > 1 else "".join(parts)


def excluded(parts: Sequence[str]) -> str:
    """`not a`, `neither a nor b`, `neither a, b nor c`."""
    return f"neither {', '.join(parts[:-1])} nor {parts[-1]}" if len(parts) > 1 else f"not {''.join(parts)}"


def _assumed(base: RuleBase, condition: Condition) -> set[str]:
    """The questions whose assumption bears on the condition: what it says of "not known" itself goes before."""
    if isinstance(condition, Not):
        return _assumed(base, condition.part)
    if isinstance(condition, All | Any):
        return {name for part in condition.parts for name in _assumed(base, part)}
    if isinstance(condition, AnswerIs) and OPEN not in condition.values:
        question = base.questions[condition.question]
        return set() if condition.values.issuperset(question.value_ids) else {question.id}
    return set()


def _clauses(base: RuleBase, condition: Condition, depth: int) -> list[Clause]:
    if not isinstance(condition, All | Any) or not condition.parts:
        return [Clause(depth, _inline(base, condition, nested=False))]
    found = [Clause(depth, _ALL_OF if isinstance(condition, All) else _ANY_OF)]
    for part in condition.parts:
        found += _clauses(base, part, depth + 1)
    return found


def _inline(base: RuleBase, condition: Condition, *, nested: bool) -> str:
    if isinstance(condition, All | Any):
        if not condition.parts:
            return _ALWAYS_WORDS if isinstance(condition, All) else _NEVER_WORDS
        word = "; and " if isinstance(condition, All) else "; or "
        text = word.join(_inline(base, part, nested=True) for part in condition.parts)
        return f"({text})" if nested else text
    negated = isinstance(condition, Not)
    leaf = condition.part if isinstance(condition, Not) else condition
    if isinstance(leaf, AnswerIs):
        return _answer(base.questions[leaf.question], leaf.values, negated=negated)
    if isinstance(leaf, VerdictIs):
        names = [base.option(name).name for name in [*base.options, base.neither.id] if name in leaf.options]
        return f"the advice is {excluded(names) if negated else alternatives(names)}"
    assert isinstance(leaf, Fires)
    return _fires(base, leaf.rules, negated=negated)


def _answer(question: Question, values: frozenset[str], *, negated: bool) -> str:
    """Known and unknown answers apart: "not" alone never holds for an answer that is not known."""
    texts = [_quoted(question, value) for value in question.value_ids if value in values]
    if values.issuperset(question.value_ids):  # holds whatever the answer is, even while it is open
        return f"{question.label}: {'none of its answers (never so)' if negated else 'anything, known or not'}"
    if not negated:
        return f"{question.label}: {alternatives([*texts, *(['not known'] if OPEN in values else [])])}"
    if OPEN in values:
        return f"{question.label}: known" + (f", and {excluded(texts)}" if texts else "")
    return f"{question.label}: {'' if question.when_open else 'known, and '}{excluded(texts)}"


def _quoted(question: Question, value: str) -> str:
    return f'"{question.value(value).text}"'


def _fires(base: RuleBase, rules: frozenset[str], *, negated: bool) -> str:
    forms = [name for name in base.forms if name in rules]
    warnings = [name for name in base.warnings if WARNING + name in rules]
    texts = [_forms(base, forms, negated=negated)] if forms else []
    if warnings:
        several = negated and len(warnings) > 1
        names, word = (excluded(warnings), "is") if several else (alternatives(warnings), "is not" if negated else "is")
        texts.append(f"{names} {word} among the warnings")
    return (" and " if negated else " or ").join(texts) or (_ALWAYS_WORDS if negated else _NEVER_WORDS)


def _forms(base: RuleBase, forms: Sequence[str], *, negated: bool) -> str:
    """Forms by what they have in common where they are all of it: an item, or a tag; else one by one."""
    wanted = set(forms)
    by_item: dict[str, set[str]] = {}
    by_tag: dict[str, set[str]] = {}
    for form in base.forms.values():
        by_item.setdefault(form.item, set()).add(form.id)
        for tag in form.tags:
            by_tag.setdefault(tag, set()).add(form.id)
    tags = [tag for tag, members in by_tag.items() if members == wanted]
    if tags and wanted not in by_item.values():
        return f'the set-up has {"nothing" if negated else "something"} marked "{tags[0]}"'
    texts: dict[str, None] = {}
    for name in forms:
        form = base.forms[name]
        texts[f'"{form.name}" ({form.item if by_item[form.item] <= wanted else form.id})'] = None
    found = list(texts)
    if negated and len(found) == 1:
        return f"the set-up is without {found[0]}"
    return f"the set-up has {excluded(found) if negated else alternatives(found)}"
