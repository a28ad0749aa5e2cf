"""A loaded rule base as plain lists that JSON can hold, and back: faster than reading YAML, and it cannot run code.

A record becomes a list that starts with the number of its class; other sequences start with a number below zero.
"""

from __future__ import annotations

from typing import Any

from advisor.rulebase import condition, measurements, model, programs, sources
from advisor.rulebase.position import Position

_TUPLE, _SET, _POSITION = -1, -2, -3
_CLASSES: tuple[Any, ...] = (
    condition.AnswerIs, condition.VerdictIs, condition.Fires, condition.Not, condition.All, condition.Any,
    sources.Source, sources.Document, sources.Claim, model.Option, model.Value, model.Bound, model.Numbers,
    model.WhenOpen, model.Question, model.Constraint, model.Evidence, model.Form, model.Warning, model.Step, model.Row,
    model.Term, model.Invariant, model.Monotone, model.Provided, model.Default, model.RuleBase,
    programs.Fact, programs.Place, programs.Note, programs.Known, programs.Client, programs.Server, programs.Provider,
    programs.NotOn, measurements.Measure, measurements.Range, measurements.MeasuredRule, measurements.Sign)
_NUMBERS = {record: number for number, record in enumerate(_CLASSES)}


def base_to_plain(base: model.RuleBase) -> Any:
    """The rule base in lists, mappings and words."""
    return _plain(base)


def base_from_plain(data: Any, files: dict[str, str]) -> model.RuleBase:
    """What `base_to_plain` wrote down; `files` says how each file is named in messages, by its last part.

    Raises ValueError, TypeError, KeyError or IndexError where `data` is anything else.
    """
    found = _record(data, files)
    if not isinstance(found, model.RuleBase):
        raise TypeError("this is not a rule base")
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, Position):
        return [_POSITION, value.file.replace("\\", "/").rpartition("/")[2], value.line, value.column]
    number = _NUMBERS.get(type(value))
    if number is not None:
        return [number, *map(_plain, value)]
    if isinstance(value, tuple):
        return [_TUPLE, *map(_plain, value)]
    if isinstance(value, frozenset):
        return [_SET, *sorted(value)]
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return value


def _record(value: Any, files: dict[str, str]) -> Any:
    kind = type(value)
    if kind is list:
        number = value[0]
        if number == _POSITION:
            return Position(files[value[1]], value[2], value[3])
        if number == _SET:
            return frozenset(value[1:])
        parts = [part if type(part) is str else _record(part, files) for part in value[1:]]
        return tuple(parts) if number == _TUPLE else _CLASSES[number](*parts)
    if kind is dict:
        return {name: part if type(part) is str else _record(part, files) for name, part in value.items()}
    return value
