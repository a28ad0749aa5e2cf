"""Rule bases too large to be exact: every analysis ends within its bound and says "unknown".

The bound is held by counting steps of diagrams, never seconds: each call of `Diagrams.node` is a step, and every
operation on diagrams makes one for each node that it looks at. To add an analysis, add a line to `ANALYSES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

import pytest

from advisor.engine import analysis
from advisor.engine.analysis import PARTS, analyse
from advisor.engine.case import case_of
from advisor.engine.compiled import Compiled, compile_rules
from advisor.engine.diagram import WORK_PER_NODE, Diagrams, TooLarge
from advisor.interview.interview import Answers, replay
from advisor.verify.bench import Bench
from advisor.verify.changes.diff import compare
from advisor.verify.invariants import prove
from advisor.verify.monotone import prove_monotones
from advisor.verify.ordering.best import fewest_possible
from advisor.verify.ordering.order import asked_by_wizard, uniform
from advisor.verify.run import CODES, run_checks
from advisor.verify.showing.graph import TooManyNodes, option_graph
from advisor.verify.showing.show import show
from advisor.verify.testing import mutate as mutate_module
from advisor.verify.testing.coverage import cover
from advisor.verify.testing.mutant_proofs import MutantProofs
from advisor.verify.testing.mutate import Judged, mutate
from tests.verify.checks.tiny import WITHOUT_DIAGRAMS
from tests.verify.large_bases import Large, crowded, far_pairs, scattered

LIMIT = 1_500
"""nodes that an analysis may spend here"""
MUTANT_WORK = 20
"""work that all mutants together may take here, for each node allowed"""


class Analysis(NamedTuple):
    """Something worked out over every case."""

    name: str
    run: Callable[[Large, int], Iterable[str]]
    """what it says of a rule base within so many nodes; "unknown" among it where it gives up"""
    steps: int
    """the most steps it may take, for each node allowed"""


def compiled(large: Large, limit: int) -> Compiled | None:
    try:
        return compile_rules(large.base, limit=limit)
    except TooLarge:
        return None


def of_a_case(large: Large, limit: int) -> Iterable[str]:
    case = case_of({"q0": "x", "q2": "x"})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(analysis, "compile_rules", partial(compile_rules, limit=limit))
        found = analyse(large.base, case, compiled(large, limit))
    if found.settled == "unknown":
        assert (found.flip_distance, found.flips) == (None, ())
        assert set(found.can_change.values()) == {PARTS}
    return [found.settled]


def interview(large: Large, limit: int) -> Iterable[str]:
    found = compiled(large, limit)
    return ["unknown"] if found is None else [replay(large.base, found, Answers(case_of({}), {"q0": "x"})).stage]


def differences(large: Large, limit: int) -> Iterable[str]:
    """Two versions share a store that is twice as large, as in the module itself."""
    base = large.base
    name, rule = next(iter(base.evidence.items()))
    found = compare(base, base._replace(evidence={**base.evidence, name: rule._replace(strength="seven")}), 2 * limit)
    return ["known" if found.exact else "unknown"]


def judged(large: Large, limit: int) -> Iterable[Judged]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mutate_module, "MutantProofs", partial(MutantProofs, work_limit=MUTANT_WORK * limit))
        return mutate(large.base, large.trees, large.tests[:1], limit=limit).judged


def mutants(large: Large, limit: int) -> Iterable[str]:
    return [entry.fate for entry in judged(large, limit)]


def order(large: Large, limit: int) -> Iterable[str]:
    found, measures = compiled(large, limit), [uniform(large.base)]
    for asked in (asked_by_wizard(large.base, found, measures, states=limit, visits=20 * limit),
                  fewest_possible(large.base, found, measures, states=limit)):
        yield "unknown" if asked is None else "known"


def picture(large: Large, limit: int) -> Iterable[str]:
    try:
        option_graph(large.base, limit)
    except TooLarge:
        return ["unknown"]
    except TooManyNodes:
        return ["too many to draw"]
    return ["drawn"]


def unknown_or(known: Any) -> str:
    return "known" if known else "unknown"


ONE_STORE = WORK_PER_NODE + 5
"""What one store of diagrams may take: its bound on work, and what runs beside it."""
ANALYSES = (
    Analysis("analyse", of_a_case, 3 * ONE_STORE),
    Analysis("interview", interview, ONE_STORE),
    Analysis("invariants", lambda large, limit: [proof.outcome for proof in prove(large.base, limit)], ONE_STORE),
    Analysis("monotones", lambda large, limit: [proof.outcome for proof in prove_monotones(large.base, limit)],
             ONE_STORE),
    Analysis("coverage", lambda large, limit: [unknown_or(part.proven) for part in cover(
        large.base, large.trees, large.tests, limit).parts], 2 * ONE_STORE),
    Analysis("diff", differences, 2 * ONE_STORE),
    Analysis("mutate", mutants, 2 * ONE_STORE + MUTANT_WORK),
    Analysis("order", order, 3 * ONE_STORE),
    Analysis("graph", picture, ONE_STORE),
    Analysis("show", lambda large, limit: [unknown_or(not shown.weight.unknown)
                                           for shown in show(large.base, "e0", limit=limit)], 3 * ONE_STORE),
    Analysis("check", lambda large, limit: [found.outcome for found in run_checks(
        Bench(large.base, large.trees, limit), large.texts).results], len(CODES) * ONE_STORE),
)
TOO_LARGE: Mapping[str, Callable[[], Large]] = {  # made when a test needs them: making them takes a while
    "scattered-20-100": partial(scattered, 20, 100), "scattered-60-1000": partial(scattered, 60, 1000),
    "far-pairs-40-300": partial(far_pairs, 40, 300), "crowded-40-200": partial(crowded, 40, 200)}
EXACT_ALL_THE_SAME = {
    ("scattered-20-100", "coverage"), ("crowded-40-200", "coverage"),  # each condition by itself is small
    ("far-pairs-40-300", "graph"), ("crowded-40-200", "graph"),  # real values of the option alone
    ("crowded-40-200", "diff"),  # its store is twice as large, and two versions share most nodes
    ("crowded-40-200", "analyse")}  # what is left of the rules in that one case
"""Where an analysis needs only a part of the rule base that is small enough."""


class Counter:
    """Counts the steps of all diagrams, and the nodes of the fullest store."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.steps = self.fullest = 0
        node = Diagrams.node

        def counted(diagrams: Diagrams, level: int, children: tuple[int, ...]) -> int:
            self.steps += 1
            found = node(diagrams, level, children)
            self.fullest = max(self.fullest, len(diagrams))
            return found

        patch.setattr(Diagrams, "node", counted)


def run(entry: Analysis, large: Large, patch: pytest.MonkeyPatch) -> set[str]:
    counter = Counter(patch)
    words = set(entry.run(large, LIMIT))
    assert 0 < counter.steps <= entry.steps * LIMIT
    assert counter.fullest <= 2 * LIMIT  # what is made for a while has room of its own
    return words


@pytest.mark.parametrize("entry", ANALYSES, ids=lambda entry: entry.name)
@pytest.mark.parametrize("name", TOO_LARGE)
def test_ends_in_unknown_within_its_bound(name: str, entry: Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
    words = run(entry, TOO_LARGE[name](), monkeypatch)
    assert not {"equivalent", "survivor"} & words  # a mutant of which nothing is proven is not called so
    assert ("unknown" in words) is ((name, entry.name) not in EXACT_ALL_THE_SAME), words


@pytest.mark.parametrize("entry", ANALYSES, ids=lambda entry: entry.name)
def test_what_just_fits_is_within_its_bound_too(entry: Analysis, monkeypatch: pytest.MonkeyPatch) -> None:
    words = run(entry, crowded(20, 100), monkeypatch)
    if entry.name not in ("mutate", "check"):  # these look at so much that their own bounds come first
        assert "unknown" not in words


@pytest.mark.parametrize("name", TOO_LARGE)
def test_nothing_is_called_proven_that_was_not_looked_at(name: str) -> None:
    large = TOO_LARGE[name]()
    report = run_checks(Bench(large.base, large.trees, LIMIT), large.texts)
    assert {found.check for found in report.results if found.outcome != "unknown"} <= WITHOUT_DIAGRAMS
    assert {proof.outcome for proof in prove(large.base, LIMIT)} == {"unknown"}
    assert {proof.outcome for proof in prove_monotones(large.base, LIMIT)} == {"unknown"}


@pytest.mark.parametrize("name", TOO_LARGE)
def test_every_kind_of_rule_is_there(name: str) -> None:
    base, rules = TOO_LARGE[name]().base, TOO_LARGE[name]().rules
    assert 20 <= len(base.questions) <= 60
    assert 100 <= rules <= 1_010
    assert all((base.constraints, base.evidence, base.forms, base.warnings, base.steps, base.invariants,
                base.monotones))
