"""The engine against brute force, on rule bases small enough to go through every case."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from random import Random
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings

from advisor.engine import analysis
from advisor.engine.analysis import PARTS, analyse, can_change, find_flips, settled
from advisor.engine.case import Case, case_of
from advisor.engine.compiled import Compiled, compile_rules
from advisor.engine.diagram import TooLarge
from advisor.engine.evaluate import evaluate
from advisor.interview.policy import best_next
from tests.engine.brute_force import BruteForce, Outcome
from tests.engine.generated import Maker, makers

thorough = settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
Entry = TypeVar("Entry")


def diagram_outcome(compiled: Compiled, state: Mapping[str, str]) -> Outcome:
    diagrams = compiled.diagrams
    return (diagrams.evaluate(compiled.option, state),
            frozenset(name for name, ref in compiled.set_up.items() if diagrams.evaluate(ref, state)),
            frozenset(name for name, ref in compiled.warnings.items() if diagrams.evaluate(ref, state)))


@thorough
@given(makers)
def test_the_engine_agrees_with_brute_force(maker: Maker) -> None:
    base = maker.rule_base()
    brute, compiled = BruteForce(base), compile_rules(base)

    for place, (state, outcome) in enumerate(brute.outcomes.items()):
        answers = dict(zip(brute.names, state, strict=True))
        assert diagram_outcome(compiled, answers) == outcome
        if place % 11 == 0:
            known = {name: value for name, value in answers.items() if value != "open"}
            assert evaluate(base, case_of(known)).outcome() == outcome

    for _ in range(6):
        case = maker.case(base)
        assert settled(base, case, compiled) == brute.settled(case)

        flips = [(frozenset(flip.change.items()), flip.option) for flip in find_flips(base, case, compiled)]
        assert len(flips) == len(set(flips))
        assert set(flips) == brute.flips(case)

        for unsure_too in (False, True):
            worth = brute.worth_asking(case, unsure_too=unsure_too)
            chosen = best_next(base, case, compiled, unsure_too=unsure_too)
            assert (chosen in worth) if worth else chosen is None
            if chosen is not None:
                left = {name: brute.impurity_after(case, name, unsure_too=unsure_too) for name in worth}
                assert left[chosen] <= min(left.values()) + 1e-9, "another question settles more"

    assert can_change(base, case, compiled) == brute.can_change(case)
    frozen = frozenset(maker.random.sample(brute.names, maker.random.randint(0, len(brute.names))))
    assert can_change(base, case, compiled, frozen) == brute.can_change(case, frozen)


@thorough
@given(makers)
def test_the_analysis_is_the_same_however_it_is_reached(maker: Maker) -> None:
    base = maker.rule_base()
    case, limit, random = maker.case(base), maker.random.choice((0, 1, 2, 4, 8, 16)), maker.random
    compiled = compile_rules(base)
    full, chosen, nodes = analyse(base, case, compiled), best_next(base, case, compiled), len(compiled.diagrams)

    # for the case alone, without diagrams of the whole rule base
    assert analyse(base, case, None) == full

    # with a bound on nodes: the same, or nothing is claimed
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(analysis, "compile_rules", partial(compile_rules, limit=limit))
        small = analyse(base, case, None)
    if small.exact:
        assert small == full
    else:
        assert (small.flip_distance, small.flips) == (None, ())
        assert small.settled in ("unknown", full.settled)
        assert small.can_change in (full.can_change, dict.fromkeys(full.can_change, PARTS))

    # with no room beyond what compiling takes, and again and again in one store
    tight = compile_rules(base, limit=nodes)
    for _ in range(2):
        assert (analyse(base, case, tight), best_next(base, case, tight)) == (full, chosen)
        assert len(tight.diagrams) == nodes
    if nodes:
        with pytest.raises(TooLarge):
            compile_rules(base, limit=nodes - 1)

    # in any order of rules and answers
    other = base._replace(constraints=shuffled(random, base.constraints), evidence=shuffled(random, base.evidence),
                          warnings=shuffled(random, base.warnings))
    again = Case(shuffled(random, case.answers))
    one, two = evaluate(base, case), evaluate(other, again)
    assert one._replace(trace=()) == two._replace(trace=())
    assert sorted(one.trace) == sorted(two.trace)
    assert analyse(other, again, compile_rules(other)) == full


def shuffled(random: Random, entries: Mapping[str, Entry]) -> dict[str, Entry]:
    items = list(entries.items())
    random.shuffle(items)
    return dict(items)
