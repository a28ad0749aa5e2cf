"""The pictures, as data: each way through the diagram against brute force, the neighbourhood by hand."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from advisor.engine.diagram import TooLarge
from advisor.rulebase.load import load
from advisor.rulebase.model import RuleBase
from advisor.verify.showing.graph import OptionGraph, TooManyNodes, neighbourhood, option_graph
from tests.engine.brute_force import BruteForce
from tests.engine.generated import Maker, makers

COMMUTE = Path(__file__).parent.parent / "rulebases" / "commute"
thorough = settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def follow(graph: OptionGraph, answers: dict[str, str]) -> str:
    """The option that the picture leads to, by looking at it."""
    at = graph.start
    while isinstance(at, int):
        question = graph.nodes[at - 1].question
        [at] = [way.end for way in graph.ways if way.start == at and answers[question] in way.values]
    return at


@thorough
@given(makers)
def test_following_the_arrows_gives_the_option(maker: Maker) -> None:
    base = maker.rule_base()
    brute, graph = BruteForce(base), option_graph(base)
    given_ones = [name for name in brute.names if base.questions[name].given]
    assert list(graph.left_open) == given_ones
    seen = set()
    for state in product(*(["open"] if name in given_ones else brute.values[name] for name in brute.names)):
        answers = dict(zip(brute.names, state, strict=True))
        assert follow(graph, answers) == brute.option(answers)
        seen.add(brute.option(answers))
    assert set(graph.options) == seen
    check_form(graph)


def check_form(graph: OptionGraph) -> None:
    assert [node.number for node in graph.nodes] == list(range(1, len(graph.nodes) + 1))
    ends = [(way.start, way.end) for way in graph.ways]
    assert len(ends) == len(set(ends)), "two arrows to the same place are one"
    assert {end for _, end in ends} | {graph.start} == {*(node.number for node in graph.nodes), *graph.options}
    for node in graph.nodes:
        assert len([way for way in graph.ways if way.start == node.number]) > 1, "a node that makes no difference"


def test_what_is_too_large_is_not_drawn(base: RuleBase) -> None:
    nodes = len(option_graph(base).nodes)
    assert len(option_graph(base, drawn=nodes).nodes) == nodes
    with pytest.raises(TooManyNodes) as refused:
        option_graph(base, drawn=nodes - 1)
    assert refused.value.nodes == nodes
    with pytest.raises(TooLarge):
        option_graph(base, limit=10)
    question = next(iter(base.questions))
    around = len(neighbourhood(base, question).nodes)
    with pytest.raises(TooManyNodes):
        neighbourhood(base, question, drawn=around - 1)


def test_a_neighbourhood_by_hand() -> None:
    found = neighbourhood(load(COMMUTE), "dark")
    assert {(node.key.id, node.role) for node in found.nodes} == {
        ("dark", "question"), ("distance", "other"), ("fair-way", "rule"), ("lights/both", "rule"),
        ("bicycle", "effect"), ("lights", "effect")}
    assert {(link.source.id, link.how, link.target.id) for link in found.links} == {
        ("fair-way", "asks", "distance"), ("fair-way", "asks", "dark"), ("fair-way", "speaks_for", "bicycle"),
        ("lights/both", "asks", "dark"), ("lights/both", "form", "lights")}


def test_every_question_has_a_picture(base: RuleBase) -> None:
    for name in base.questions:
        found = neighbourhood(base, name)
        keys = {node.key for node in found.nodes}
        assert len(keys) == len(found.nodes)
        assert {key for link in found.links for key in (link.source, link.target)} <= keys
    with pytest.raises(KeyError):
        neighbourhood(base, "nothing")
