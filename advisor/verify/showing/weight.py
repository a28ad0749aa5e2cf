"""What a part of a rule base does to the cases: in how many it fires, and in how many it decides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from advisor.engine.compiled import NODE_LIMIT, Compiled, Compiler, domains_of
from advisor.engine.diagram import Diagrams, TooLarge
from advisor.rulebase.condition import OPEN, AnswerIs
from advisor.rulebase.model import RuleBase
from advisor.verify.cases import Counts, count, smallest
from advisor.verify.showing.links import leaves
from advisor.verify.showing.things import Thing


class Tally(NamedTuple):
    """In how many cases something holds, and one of them."""

    counts: Counts
    smallest: Mapping[str, str] | None
    """a case with the fewest known answers in which it holds; None where there is none"""


class Weight(NamedTuple):
    """Each part is None where it was too much to work out (`unknown` names it), or has no meaning for this thing."""

    fires: Tally | None
    """a rule fires; an option is advised; an invariant applies"""
    decides: Tally | None
    """without it, option, set-up or warnings differ; of a question: another answer to it makes them differ"""
    decides_option: Tally | None
    """the same for the option alone"""
    unknown: tuple[str, ...]


NOTHING = Weight(None, None, None, ())
_WITHOUT = {"constraint": ("constraints",), "evidence": ("evidence",), "set_up": ("forms",), "item": ("forms",),
            "warning": ("warnings",)}
"""The parts of a rule base that a thing is taken out of."""
FIRING = (*_WITHOUT, "step", "option", "invariant", "monotone")
DECIDING = (*_WITHOUT, "question")


def weigh(base: RuleBase, things: Iterable[Thing], limit: int = NODE_LIMIT) -> list[Weight]:
    """The weight of each thing; at most `limit` nodes are spent on each, over the rule base itself."""
    compiler = Compiler(base, Diagrams(domains_of(base), limit))
    compiled: Compiled | None
    try:
        compiled = compiler.compile()
    except TooLarge:
        compiled = None
    return [_weigh(compiler, compiled, thing, limit) for thing in things]


def _weigh(compiler: Compiler, compiled: Compiled | None, thing: Thing, limit: int) -> Weight:
    kind = thing.key.kind
    found: dict[str, Tally | None] = {}
    if kind in FIRING:
        found["fires"] = _fires(compiler, compiled, thing, limit)
    if kind in DECIDING:
        decides = None if compiled is None else _decides(compiler, compiled, thing, limit)
        found["decides"], found["decides_option"] = decides or (None, None)
    return Weight(found.get("fires"), found.get("decides"), found.get("decides_option"),
                  tuple(name for name, count in found.items() if count is None))


def _fires(compiler: Compiler, compiled: Compiled | None, thing: Thing, limit: int) -> Tally | None:
    # An invariant's first condition says where it applies; a set-up item fires where one of its forms does.
    conditions = thing.conditions if thing.key.kind == "item" else thing.conditions[:1]
    if compiled is None:
        # What asks about answers alone needs no diagram of the rule base.
        if thing.key.kind == "option" or not all(isinstance(leaf, AnswerIs) for condition in conditions
                                                 for leaf in leaves(condition)):
            return None
        compiler = Compiler(compiler.base, Diagrams(domains_of(compiler.base), limit))
    diagrams = compiler.diagrams
    try:
        with diagrams.scratch(limit):
            if thing.key.kind == "option":
                ref = diagrams.map(compiler.option, lambda option: option == thing.key.id)
            else:
                ref = _any(diagrams, [compiler.fires(condition) for condition in conditions])
            return _tally(diagrams, ref)
    except TooLarge:
        return None


def _decides(compiler: Compiler, compiled: Compiled, thing: Thing, limit: int) -> tuple[Tally, Tally] | None:
    diagrams = compiler.diagrams
    try:
        with diagrams.scratch(limit):
            if thing.key.kind == "question":
                everything = _roots(compiled)
                return (_turns(diagrams, everything, thing.key.id), _turns(diagrams, everything[:1], thing.key.id))
            other = Compiler(without(compiler.base, thing), diagrams).compile()
            never = diagrams.terminal(False)
            pairs = [(compiled.option, other.option)]
            for mine, theirs in ((compiled.set_up, other.set_up), (compiled.warnings, other.warnings)):
                pairs += [(ref, theirs.get(name, never)) for name, ref in mine.items()]
            return (_tally(diagrams, _any(diagrams, [_differ(diagrams, *pair) for pair in pairs])),
                    _tally(diagrams, _differ(diagrams, *pairs[0])))
    except TooLarge:
        return None


def without(base: RuleBase, thing: Thing) -> RuleBase:
    """The rule base without that rule or set-up item."""
    changed: dict[str, Any] = {}
    for part in _WITHOUT[thing.key.kind]:
        entries: Mapping[str, Any] = getattr(base, part)
        changed[part] = {name: entry for name, entry in entries.items()
                         if thing.key.id not in (name, entry.item if thing.key.kind == "item" else name)}
    return base._replace(**changed)


def _turns(diagrams: Diagrams, refs: list[int], question: str) -> Tally:
    """The cases in which another answer to the question changes a function.

    Among fully known cases, another known answer.
    """
    values = diagrams.domains[diagrams.level_of[question]]
    cut = {value: diagrams.restrict(refs, {question: (value,)}) for value in values}

    def turn(among: list[str]) -> int:
        """Where not all of these answers give the same; then each of them has one that gives something else."""
        return _any(diagrams, [_differ(diagrams, cut[among[0]][place], cut[value][place])
                               for value in among[1:] for place in range(len(refs))])

    found = _tally(diagrams, turn(list(values)))
    among_known = count(diagrams, turn([value for value in values if value != OPEN]))
    return found._replace(counts=found.counts._replace(known_cases=among_known.known_cases))


def _tally(diagrams: Diagrams, ref: int) -> Tally:
    return Tally(count(diagrams, ref), smallest(diagrams, ref))


def _roots(compiled: Compiled) -> list[int]:
    return [compiled.option, *compiled.set_up.values(), *compiled.warnings.values()]


def _differ(diagrams: Diagrams, left: int, right: int) -> int:
    if left == right:
        return diagrams.terminal(False)
    return diagrams.apply(lambda a, b: a != b, left, right)


def _any(diagrams: Diagrams, refs: Iterable[int]) -> int:
    result = diagrams.terminal(False)
    for ref in dict.fromkeys(refs):
        result = diagrams.apply(lambda a, b: a or b, result, ref)
    return result
