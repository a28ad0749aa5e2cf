"""Two versions of a rule base compared over every possible case, each open question included: exact, or "unknown".

Both are compiled into one store of diagrams, where equal functions are the same node. So a reordered file, or a rule
that says the same in other words, makes no difference here, and what does differ is counted and shown by a case.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import and_, or_
from typing import Any, Literal, NamedTuple

from advisor.engine.compiled import NODE_LIMIT, Compiled, Compiler
from advisor.engine.diagram import Diagrams, TooLarge
from advisor.rulebase.model import RuleBase
from advisor.verify.cases import Counts, count, every_case, tally
from advisor.verify.changes.entries import EntryChange, entry_changes
from advisor.verify.changes.figures import FigureChange, figure_changes
from advisor.verify.changes.renames import Renames, in_new_words, renames_between
from advisor.verify.changes.scope import Scope, domains_of_both, scope_of
from advisor.verify.changes.shown import shown_otherwise
from advisor.verify.changes.statements import Statements, statement_changes
from advisor.verify.changes.witness import Witness, witness

LIMIT = 2 * NODE_LIMIT
"""Nodes for two rule bases and what lies between them."""

Part = Literal["verdict", "set_up", "warnings", "steps", "order"]
PARTS: tuple[Part, ...] = ("verdict", "set_up", "warnings", "steps", "order")
EQUIVALENCE = PARTS[:3]
"""What two equivalent rule bases have in common in every case; steps and the order of things are looked at beside."""

Change = Literal["option", "gained", "lost", "params", "step_order", "warning_order", "level"]


class Kind(NamedTuple):
    """One kind of change: in how many cases it happens, and one of them."""

    part: Part
    change: Change
    """`params`: the set-up form fires in both versions, with other parameters; `step_order` and `warning_order`: both
    versions show two of them, the other way round; `level`: both show the step, at another level"""
    before: str
    """an option id, or the id of a set-up form, warning or step; empty where it is gained; of two, the one that came
    first"""
    after: str
    """the same for the new version; empty where it is lost"""
    counts: Counts
    witness: Witness

    @property
    def id(self) -> str:
        """The set-up form, warning or step; an option where it is the option that changes."""
        return self.after or self.before


class PartDiff(NamedTuple):
    """What changes in one part of the advice.

    For the verdict every case is of one kind at most, so `counts` is the sum over the kinds. Elsewhere a case can be
    of several kinds, and is counted once in `counts`.
    """

    counts: Counts
    kinds: tuple[Kind, ...]
    """the most frequent first; of the set-up, what carries a tag and is gained or set otherwise, then what is lost"""


class Difference(NamedTuple):
    """What changes from one version to the next."""

    scope: Scope
    total: Counts
    """all the cases that were compared"""
    parts: Mapping[Part, PartDiff | None]
    """None: unknown, since a bound was met"""
    any: Counts | None
    """in how many cases option, set-up or warnings change; None: unknown"""
    entries: tuple[EntryChange, ...]
    """what stands in the files and differs, whether or not it makes a difference to a case"""
    figures: tuple[FigureChange, ...] = ()
    """figures that mean another answer; the cases compared know answers only"""
    renames: Renames = Renames({}, {})
    """what is only called otherwise; cases are told in the words of the new version"""

    @property
    def statements(self) -> Statements:
        """What changes in what must hold in every case."""
        return statement_changes(self.entries)

    @property
    def matters(self) -> bool:
        """Whether option or set-up change, or could: unknown, figures that mean another answer, weaker statements."""
        statements = self.statements
        return bool(not self.exact or not self.same_verdict or self.figures
                    or statements.removed or statements.changed)

    @property
    def different(self) -> bool:
        """Whether anything at all is not the same, words included, or is unknown."""
        shown = any(part is None or part.counts.cases for part in self.parts.values())
        return bool(self.matters or self.entries or not self.scope.same or shown)

    @property
    def exact(self) -> bool:
        """Whether every part is known."""
        return self.any is not None and all(part is not None for part in self.parts.values())

    @property
    def same_verdict(self) -> bool | None:
        """Whether option and set-up are the same in every case compared; None: unknown."""
        found = [self.parts["verdict"], self.parts["set_up"]]
        if any(part and part.counts.cases for part in found):
            return False
        return None if None in found else True

    @property
    def equivalent(self) -> bool | None:
        """Whether option, set-up and warnings are the same in every case compared; None: unknown."""
        if self.any is not None:
            return not self.any.cases
        return False if any(part and part.counts.cases for part in map(self.parts.get, EQUIVALENCE)) else None


def compare(old: RuleBase, new: RuleBase, limit: int = LIMIT) -> Difference:
    """What changes from `old` to `new`; at most `limit` nodes are spent on it, and beyond that parts are unknown."""
    renames = renames_between(old, new)
    old = in_new_words(old, renames)
    scope = scope_of(old, new)
    diagrams = Diagrams(domains_of_both(old, new), limit)
    parts = _Comparison(old, new, diagrams).parts()
    return Difference(scope, every_case(diagrams), {part: found[0] if found else None for part, found in parts.items()},
                      _any_of(diagrams, [parts[part] for part in EQUIVALENCE]), entry_changes(old, new),
                      figure_changes(old, new), renames)


Found = tuple[PartDiff, int] | None
"""A part with the function to True where it changes; None: unknown."""
BothFire = tuple[Mapping[str, int], Mapping[str, int]]
"""For each version, functions to True where a rule fires."""


def _any_of(diagrams: Diagrams, parts: list[Found]) -> Counts | None:
    union = diagrams.terminal(False)
    try:
        for found in parts:
            if found is None:
                return None
            union = diagrams.apply(or_, union, found[1])
    except TooLarge:
        return None
    return count(diagrams, union)


def _pair(before: Any, after: Any) -> tuple[Any, Any]:
    return before, after


class _Comparison:
    """Two rule bases in one store of diagrams."""

    def __init__(self, old: RuleBase, new: RuleBase, diagrams: Diagrams) -> None:
        self.old, self.new, self.diagrams = old, new, diagrams
        self.compilers = Compiler(old, diagrams), Compiler(new, diagrams)

    def parts(self) -> dict[Part, Found]:
        """Each part; as the store only grows, whatever comes after an unknown part is mostly unknown as well."""
        found: dict[Part, Found] = dict.fromkeys(PARTS)
        one, two = self.compilers
        try:
            found["verdict"] = self.verdict()
            before, after = one.compile(), two.compile()
            found["set_up"] = self.set_up(before, after)
            found["warnings"] = self.rules("warnings", before.warnings, after.warnings)
            steps = _steps(one), _steps(two)
            found["steps"] = self.rules("steps", *steps)
            found["order"] = self.order((before.warnings, after.warnings), steps)
        except TooLarge:
            pass
        return found

    def verdict(self) -> tuple[PartDiff, int]:
        diagrams = self.diagrams
        pairs = diagrams.apply(_pair, *(compiler.compile_option() for compiler in self.compilers))
        kinds = [Kind("verdict", "option", before, after, counts, witness(diagrams, pairs, (before, after)))
                 for (before, after), counts in tally(diagrams, pairs).items() if before != after]
        differs = diagrams.map(pairs, lambda pair: pair[0] != pair[1])
        return PartDiff(count(diagrams, differs), _in_order(kinds)), differs

    def set_up(self, before: Compiled, after: Compiled) -> tuple[PartDiff, int]:
        old, new = self.old.forms, self.new.forms
        other = {name for name in old.keys() & new.keys() if dict(old[name].params) != dict(new[name].params)}
        diff, differs = self.rules("set_up", before.set_up, after.set_up, other)
        return diff._replace(kinds=tuple(sorted(diff.kinds, key=self.danger))), differs

    def danger(self, kind: Kind) -> int:
        """A tag is the rule author's mark of what takes care: what carries one and is new comes first."""
        if kind.change == "lost":
            return 2
        if not self.new.forms[kind.after].tags:
            return 3
        return 0 if kind.change == "gained" else 1

    def rules(self, part: Part, before: Mapping[str, int], after: Mapping[str, int],
              changed: set[str] | frozenset[str] = frozenset()) -> tuple[PartDiff, int]:
        """Where rules start or stop to fire; those in `changed` differ wherever they fire in both versions."""
        diagrams = self.diagrams
        kinds: list[Kind] = []
        union = never = diagrams.terminal(False)
        for name in dict.fromkeys((*before, *after)):
            one, two = before.get(name, never), after.get(name, never)
            if one == two and name not in changed:
                continue
            pairs = diagrams.apply(_pair, one, two)
            changes: dict[tuple[bool, bool], Change] = {(False, True): "gained", (True, False): "lost"}
            if name in changed:
                changes[True, True] = "params"
            counted = tally(diagrams, pairs)
            kinds += [Kind(part, change, name if pair[0] else "", name if pair[1] else "", counted[pair],
                           witness(diagrams, pairs, pair)) for pair, change in changes.items() if pair in counted]
            differs = diagrams.map(pairs, changes.__contains__)
            union = diagrams.apply(or_, union, differs)
        return PartDiff(count(diagrams, union), _in_order(kinds)), union

    def order(self, warnings: BothFire, steps: BothFire) -> tuple[PartDiff, int]:
        """Where both versions show the same two things the other way round, or the same step at another level."""
        diagrams, kinds = self.diagrams, []
        union = diagrams.terminal(False)
        for shown in shown_otherwise(self.old, self.new):
            fires = warnings if shown.change == "warning_order" else steps
            seen = diagrams.terminal(True)
            for name in dict.fromkeys((shown.before, shown.after)):
                for version in fires:
                    seen = diagrams.apply(and_, seen, version[name])
            found = count(diagrams, seen)
            if found.cases:
                kinds.append(Kind("order", *shown, found, witness(diagrams, seen, True)))
                union = diagrams.apply(or_, union, seen)
        return PartDiff(count(diagrams, union), _in_order(kinds)), union


def _steps(compiler: Compiler) -> dict[str, int]:
    return {step.id: compiler.fires(step.when) for step in compiler.base.steps.values()}


def _in_order(kinds: list[Kind]) -> tuple[Kind, ...]:
    return tuple(sorted(kinds, key=lambda kind: (-kind.counts.cases, kind.before or kind.after, kind.after)))
