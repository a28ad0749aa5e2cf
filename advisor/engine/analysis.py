"""What can be said for certain while questions are open. Exact, or "unknown"; never a guess."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from advisor.engine.case import Case
from advisor.engine.compiled import Compiled, compile_rules
from advisor.engine.diagram import TooLarge
from advisor.rulebase.condition import OPEN
from advisor.rulebase.model import RuleBase

Settled = Literal["yes", "no", "unknown"]
Part = Literal["verdict", "set_up", "warnings"]
PARTS: tuple[Part, ...] = ("verdict", "set_up", "warnings")


class Flip(NamedTuple):
    """A smallest change of known answers that changes the option, and to which."""

    change: Mapping[str, str]
    option: str


class Analysis(NamedTuple):
    """What open questions and other answers can still do. `exact` is False where a bound was met."""

    exact: bool
    settled: Settled
    flip_distance: int | None
    """the fewest known answers to change for another option; None where no change does it (or not exact)"""
    flips: tuple[Flip, ...]
    can_change: Mapping[str, tuple[Part, ...]]
    """for each open question, what its answer can still change (all three where not exact)"""


def analyse(base: RuleBase, case: Case, compiled: Compiled | None) -> Analysis:
    """The analysis of `case`; without diagrams of the whole rule base, of the case's own part of it."""
    if compiled is None:
        try:
            compiled = compile_rules(base, case.known())
        except TooLarge:
            return _unknown(base, case)
        # Known answers are fixed in these diagrams, so flips cannot be read from them.
        flips = flips_or_unknown(base, case)
    else:
        flips = find_flips(base, case, compiled)
    return Analysis(flips is not None, settled(base, case, compiled),
                    None if not flips else len(flips[0].change), flips or (),
                    can_change(base, case, compiled))


def _unknown(base: RuleBase, case: Case) -> Analysis:
    open_questions = [name for name in base.questions if case.value(name) is None]
    return Analysis(False, "unknown", None, (), dict.fromkeys(open_questions, PARTS))


def flips_or_unknown(base: RuleBase, case: Case) -> tuple[Flip, ...] | None:
    """As `find_flips`, without diagrams of the whole rule base; None where even this case's part is too large."""
    opened = {name: OPEN for name in base.questions if case.value(name) is None}
    given = {name: value for name, value in case.known().items() if base.questions[name].given}
    try:
        return find_flips(base, case, compile_rules(base, {**opened, **given}))
    except TooLarge:
        return None


def settled(base: RuleBase, case: Case, compiled: Compiled) -> Settled:
    """Whether every completion of the open questions leads to the option advised now (the given ones stay open)."""
    diagrams = compiled.diagrams
    known = case.known()
    now = diagrams.evaluate(compiled.option, {name: known.get(name, OPEN) for name in diagrams.variables})
    allowed: dict[str, Sequence[str]] = {}
    for name, question in base.questions.items():
        if name in known:
            allowed[name] = (known[name],)
        else:
            allowed[name] = (OPEN,) if question.given else question.value_ids
    with diagrams.scratch():
        [ref] = diagrams.restrict([compiled.option], allowed)
        return "yes" if diagrams.values(ref) == {now} else "no"


def can_change(base: RuleBase, case: Case, compiled: Compiled,
               frozen: Iterable[str] = ()) -> dict[str, tuple[Part, ...]]:
    """For each open question what its answer can still change, whatever the other open ones turn out to be.

    The other open questions range over their values and over staying open. Those in `frozen` stay open: a person
    who said "not sure" will not be asked again.
    """
    diagrams = compiled.diagrams
    frozen = set(frozen)
    known = case.known()
    allowed: dict[str, Sequence[str]] = {name: (value,) for name, value in known.items()}
    allowed.update({name: (OPEN,) for name in frozen if name not in known})
    roots = [compiled.option, *compiled.set_up.values(), *compiled.warnings.values()]
    first_warning = 1 + len(compiled.set_up)
    with diagrams.scratch():
        cut = diagrams.restrict(roots, allowed)
        supports = {"verdict": diagrams.support(cut[:1]), "set_up": diagrams.support(cut[1:first_warning]),
                    "warnings": diagrams.support(cut[first_warning:])}
    return {name: tuple(part for part in PARTS if name in supports[part])
            for name in base.questions if name not in known}


def find_flips(base: RuleBase, case: Case, compiled: Compiled) -> tuple[Flip, ...]:
    """Every smallest change of known answers to other known values that changes the option.

    Open questions stay open and the given ones stay as they are.
    """
    diagrams = compiled.diagrams
    known = case.known()
    now = diagrams.evaluate(compiled.option, {name: known.get(name, OPEN) for name in diagrams.variables})
    memo: dict[int, int | None] = {}

    def moves(level: int) -> list[tuple[int, int]]:
        """Pairs of child index and price at this level."""
        name, values = diagrams.variables[level], diagrams.domains[level]
        here = values.index(known.get(name, OPEN))
        if name not in known or base.questions[name].given:
            return [(here, 0)]
        return [(here, 0)] + [(index, 1) for index, value in enumerate(values) if index != here and value != OPEN]

    def price(ref: int) -> int | None:
        if ref < 0:
            return 0 if diagrams.value(ref) != now else None
        if ref not in memo:
            found = []
            for index, paid in moves(diagrams.levels[ref]):
                rest = price(diagrams.children[ref][index])
                if rest is not None:
                    found.append(rest + paid)
            memo[ref] = min(found, default=None)
        return memo[ref]

    def paths(ref: int, change: dict[str, str]) -> Iterable[Flip]:
        if ref < 0:
            yield Flip(dict(change), diagrams.value(ref))
            return
        level = diagrams.levels[ref]
        for index, paid in moves(level):
            child = diagrams.children[ref][index]
            rest = price(child)
            if rest is not None and rest + paid == price(ref):
                step = {diagrams.variables[level]: diagrams.domains[level][index]} if paid else {}
                yield from paths(child, {**change, **step})

    if price(compiled.option) is None:
        return ()
    order = {name: place for place, name in enumerate(base.questions)}
    flips = [Flip({name: flip.change[name] for name in sorted(flip.change, key=order.__getitem__)}, flip.option)
             for flip in paths(compiled.option, {})]
    return tuple(sorted(flips, key=lambda flip: ([order[name] for name in flip.change], list(flip.change.values()))))
