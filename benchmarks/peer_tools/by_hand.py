"""The rules as a person would write them out in Python, one function with lines for each rule: the floor.

The text of the functions is made from a checked rule base: ids and values go in as literals, and nothing else does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product

from advisor.engine.logic import Truth, answer_truth
from advisor.rulebase.condition import OPEN, All, AnswerIs, Condition, Fires, Not, VerdictIs
from advisor.rulebase.model import NEITHER, RuleBase

Known = Mapping[str, str]
Decided = tuple[str, tuple[str, ...]]
Whole = tuple[str, tuple[str, ...], str, tuple[str, ...], tuple[str, ...]]
"""option, rules that fire, settled, set-up, warnings"""


class ByHand:
    """The functions written out for one rule base of two options."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base
        self.place = {name: place for place, name in enumerate(base.questions)}
        self.asked = [name for name, question in base.questions.items() if not question.given]
        self.forms = {name: place for place, name in enumerate(base.forms)}
        self.decide: Callable[[Known], Decided] = self._made(
            [*self._reading(), *self._deciding(), f"    return {self._option()}, tuple(fired)"])
        self._option_only: Callable[[Known], str] = self._made(
            [*self._reading(), *self._deciding(note=False), f"    return {self._option()}"])
        self._all_but_settled: Callable[[Known], Whole] = self._made(
            [*self._reading(), *self._deciding(), *self._showing()])

    def with_set_up(self, known: Known) -> Whole:
        """Everything but whether it is settled."""
        return self._all_but_settled(known)

    def whole(self, known: Known) -> Whole:
        """Everything; settled by trying completions of what is open until one leads elsewhere."""
        option, fired, _, set_up, warnings = self._all_but_settled(known)
        return option, fired, self._settled(known, option), set_up, warnings

    def _settled(self, known: Known, now: str) -> str:
        opened = [name for name in self.asked if known.get(name, OPEN) == OPEN]
        option, complete = self._option_only, dict(known)
        for values in product(*[self.base.questions[name].value_ids for name in opened]):
            complete.update(zip(opened, values, strict=True))
            if option(complete) != now:
                return "no"
        return "yes"

    def _made(self, lines: list[str]) -> Callable[[Known], object]:  # type: ignore[misc]
        space: dict[str, Callable[[Known], object]] = {}
        exec("\n".join(["def decide(known):", *lines]), {}, space)
        return space["decide"]

    def _reading(self) -> list[str]:
        return ["    get = known.get",
                *(f"    q{place} = get({name!r}, {OPEN!r})" for name, place in self.place.items())]

    def _deciding(self, *, note: bool = True) -> list[str]:
        base, place = self.base, {name: place for place, name in enumerate(self.base.options)}
        lines = ["    out0 = out1 = False", "    for0 = for1 = 0", "    fired = []", "    add = fired.append"]
        for wall in base.constraints.values():
            lines += [f"    if {self._when(wall.when)}:", f"        out{place[wall.rules_out]} = True"]
            lines += [f"        add({wall.id!r})"] if note else []
        for reason in base.evidence.values():
            lines += [f"    if {self._when(reason.when)}:",
                      f"        for{place[reason.speaks_for]} += {base.weight(reason.strength)}"]
            lines += [f"        add({reason.id!r})"] if note else []
        return lines

    def _option(self) -> str:
        first, second = self.base.options
        better = ">=" if self.base.default.option == first else ">"
        return (f"({NEITHER!r} if out1 else {second!r}) if out0 else {first!r} if out1 or for0 {better} for1 "
                f"else {second!r}")

    def _showing(self) -> list[str]:
        lines = [f"    option = {self._option()}"]
        lines += [f"    form{place} = {self._when(self.base.forms[name].when)}" for name, place in self.forms.items()]
        lines += ["    set_up = []", "    warnings = []"]
        for name in sorted(self.forms):
            lines += [f"    if form{self.forms[name]}:", f"        set_up.append({name!r})"]
        for warning in sorted(self.base.warnings.values(), key=lambda warning: (warning.rank, warning.id)):
            lines += [f"    if {self._when(warning.when)}:", f"        warnings.append({warning.id!r})"]
        return [*lines, "    return option, tuple(fired), '', tuple(set_up), tuple(warnings)"]

    def _when(self, condition: Condition, wanted: Truth = Truth.TRUE) -> str:
        """When `condition` is true (or false, if that is wanted), in Python."""
        if isinstance(condition, Not):
            return self._when(condition.part, wanted.negated())
        if isinstance(condition, AnswerIs):
            question = self.base.questions[condition.question]
            values = (*question.value_ids, OPEN)
            met = [value for value in values
                   if answer_truth(condition, question, None if value == OPEN else value) is wanted]
            return member(f"q{self.place[question.id]}", met, [value for value in values if value not in met])
        if isinstance(condition, VerdictIs):
            return ("" if wanted is Truth.TRUE else "not ") + f"option in {sorted(condition.options)!r}"
        if isinstance(condition, Fires):
            found = " or ".join(f"form{self.forms[name]}" for name in sorted(condition.rules))
            return f"({found})" if wanted is Truth.TRUE else f"(not ({found}))"
        every = isinstance(condition, All) is (wanted is Truth.TRUE)
        parts = [self._when(part, wanted) for part in condition.parts]
        return f"({(' and ' if every else ' or ').join(parts)})" if parts else str(every)


def member(name: str, met: list[str], other: list[str]) -> str:
    """That `name` is one of `met` and none of `other`, in the shorter way."""
    if not met or not other:
        return str(bool(met))
    if len(met) == 1:
        return f"{name} == {met[0]!r}"
    if len(other) == 1:
        return f"{name} != {other[0]!r}"
    return f"{name} in {tuple(met)!r}"
