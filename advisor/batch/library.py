"""Many cases from a program of one's own: an iterator of cases in, an iterator of verdicts out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from math import isnan
from pathlib import Path
from typing import Any, NamedTuple

from advisor.batch.decider import EXTRA, Cell, Decider, RowRefused
from advisor.batch.json_rows import value_of, word_of
from advisor.batch.keys import Keys
from advisor.batch.programs import decider_for
from advisor.rulebase.files import builtin_folder
from advisor.rulebase.model import RuleBase

MOST_DECIDERS = 8


class Verdict(NamedTuple):
    """What the rules say of one case; where `rejected` says why it cannot be decided, all else is empty."""

    protocol: str = ""
    settled: str = ""
    """yes, no, or unknown"""
    set_up: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    """the walls and the evidence that fire"""
    rejected: str | None = None
    flip_distance: int | str | None = None
    """only if asked for; None where no change of answers leads to another option"""
    evidence: Mapping[str, int] | None = None
    """only if asked for"""
    balance: str | None = None
    """only if asked for"""


def rule_base(folder: str | Path | None = None) -> RuleBase:
    """The rule base in a folder, or the built-in one. Raises InputRefused with every fault of its files."""
    return _load(Path(folder)) if folder is not None else _builtin()


def _load(folder: Path) -> RuleBase:
    from advisor.rulebase.load import load  # late: it brings YAML along, and the command has the rules already

    return load(folder)


@cache
def _builtin() -> RuleBase:
    return _load(builtin_folder())


def decide(cases: Iterable[Mapping[str, Any]], rules: RuleBase | None = None,
           columns: Sequence[str] = ()) -> Iterator[Verdict]:
    """A verdict for each case, in order; nothing is kept of those before.

    A case maps questions to answers as a person writes them: text, booleans, figures; what is missing, empty, None or
    not a number is open. `client` and `provider` name a mail program and a provider, `answers` may hold answers as a
    saved case does. Other keys are passed over, but a case with nothing else is rejected: they may be misspelt.
    `columns` asks for flip_distance, evidence or balance. Raises ValueError for a column that there is not.
    """
    base = rules if rules is not None else rule_base()
    keys = Keys(base)
    decider = decider_of(base, keys.columns, checked(columns))
    for case in cases:
        answers, _, faults = keys.read(case)
        yield verdict(decider, [answer_word(answers.get(name)) for name in keys.columns], faults)


def checked(columns: Sequence[str]) -> tuple[str, ...]:
    """The columns to add. Raises ValueError for one that there is not."""
    unknown = [name for name in columns if name not in EXTRA]
    if unknown:
        raise ValueError(f"There is no column {unknown[0]!r} to add. Valid: {', '.join(EXTRA)}.")
    return tuple(dict.fromkeys(columns))


def answer_word(value: Any) -> str:
    """An answer as it would be written; nothing for None and for how tables say that nothing is there."""
    if value is None or (isinstance(value, float) and isnan(value)):
        return ""
    text = word_of(value) if isinstance(value, str | int | float) else str(value)
    return "" if text == "<NA>" else text


_deciders: dict[tuple[str, tuple[str, ...], tuple[str, ...]], Decider] = {}


def decider_of(base: RuleBase, questions: Sequence[str], extra: Sequence[str]) -> Decider:
    """A decider, made once for the same rules: an engine calls for every part of a table."""
    key = (base.sha256, tuple(questions), tuple(extra))
    found = _deciders.get(key) if base.sha256 else None
    if found is None or found.base.questions != base.questions:
        found = decider_for(base, questions, extra)
        if len(_deciders) >= MOST_DECIDERS:
            _deciders.clear()
        _deciders[key] = found
    return found


def verdict(decider: Decider, cells: Sequence[str], faults: Sequence[Cell] = ()) -> Verdict:
    """The verdict of a row of the decider, or why there is none."""
    if not faults:
        try:
            option, settled, set_up, warnings, rules, *more = decider.decide(cells)
        except RowRefused as refused:
            faults = refused.cells
    if faults:
        return Verdict(rejected=" ".join(f"{fault.message} {fault.fix}".strip() for fault in faults))
    found = Verdict(option, settled, tuple(set_up.split()), tuple(warnings.split()), tuple(rules.split()))
    for name, text in zip(decider.extra, more, strict=True):
        found = found._replace(**{name: value_of(name, text)})
    return found
