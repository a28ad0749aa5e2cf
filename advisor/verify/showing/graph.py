"""The decision as a picture: the option's diagram over known answers, and what is around one question."""

from __future__ import annotations

from typing import Literal, NamedTuple

from advisor.engine.compiled import NODE_LIMIT, Compiler, domains_of
from advisor.engine.diagram import Diagrams
from advisor.rulebase.condition import OPEN
from advisor.rulebase.model import RuleBase
from advisor.verify.showing.links import Link, every_link
from advisor.verify.showing.things import Key

DRAWN = 1_000
"""More nodes than this make no picture that anybody could read."""


class TooManyNodes(Exception):
    """There are more nodes than can be drawn."""

    def __init__(self, nodes: int) -> None:
        super().__init__(f"{nodes} nodes")
        self.nodes = nodes


class Asking(NamedTuple):
    """A node of the diagram: it asks one question."""

    number: int
    question: str


class Way(NamedTuple):
    """From a node to what follows from these answers: another node, or an option."""

    start: int
    values: tuple[str, ...]
    """in the order of the question"""
    end: int | str
    """a node's number, or an option's id"""


class OptionGraph(NamedTuple):
    """How the option follows from known answers."""

    start: int | str
    """the first node; an option where nothing needs to be asked"""
    nodes: tuple[Asking, ...]
    """numbered from 1, by level"""
    ways: tuple[Way, ...]
    options: tuple[str, ...]
    """those that some case leads to"""
    left_open: tuple[str, ...]
    """the questions about the world: they are not known here, and so as assumed"""


def option_graph(base: RuleBase, limit: int = NODE_LIMIT, drawn: int = DRAWN) -> OptionGraph:
    """The option's decision diagram over known answers; the given questions stay open.

    Raises TooLarge where it cannot be worked out within `limit` nodes, TooManyNodes where it has more than `drawn`.
    """
    domains = {name: (OPEN,) if base.questions[name].given else tuple(value for value in values if value != OPEN)
               for name, values in domains_of(base).items()}
    diagrams = Diagrams(domains, limit)
    root = Compiler(base, diagrams).compile_option()
    found = sorted(diagrams.reachable([root]), key=lambda node: (diagrams.levels[node], node))
    if len(found) > drawn:
        raise TooManyNodes(len(found))
    number = {node: place for place, node in enumerate(found, 1)}
    ways = []
    for node in found:
        values = diagrams.domains[diagrams.levels[node]]
        together: dict[int, list[str]] = {}
        for value, child in zip(values, diagrams.children[node], strict=True):
            together.setdefault(child, []).append(value)
        ways += [Way(number[node], tuple(answers), diagrams.value(child) if child < 0 else number[child])
                 for child, answers in together.items()]
    reached = diagrams.values(root)
    return OptionGraph(
        diagrams.value(root) if root < 0 else number[root],
        tuple(Asking(number[node], diagrams.variables[diagrams.levels[node]]) for node in found), tuple(ways),
        tuple(name for name in (*base.options, base.neither.id) if name in reached),
        tuple(question.id for question in base.questions.values() if question.given))


Role = Literal["question", "other", "rule", "effect"]


class Around(NamedTuple):
    """A node of a neighbourhood."""

    key: Key
    role: Role
    """the question itself; another that the same rules ask; a rule that asks it; what such a rule acts on"""


class Neighbourhood(NamedTuple):
    """What is around one question."""

    question: str
    nodes: tuple[Around, ...]
    links: tuple[Link, ...]
    """from the rules to what they ask and to what they act on"""


_RULES = ("constraint", "evidence", "set_up", "warning", "step")


def neighbourhood(base: RuleBase, question: str, drawn: int = DRAWN) -> Neighbourhood:
    """The rules that ask the question, what they do, and the other questions that those rules ask.

    Raises TooManyNodes where it has more than `drawn` nodes; KeyError where there is no such question.
    """
    me = Key("question", base.questions[question].id)
    links = every_link(base)
    rules = [link.source for link in links if link.target == me and link.how == "asks" and link.source.kind in _RULES]
    kept: list[Link] = []
    for link in links:
        if link.source in rules and link.how in ("asks", "rules_out", "speaks_for"):
            kept.append(link)
        elif link.how == "form" and link.target in rules:
            kept.append(Link(link.target, "form", link.source))  # a form acts on its item
    nodes = {me: Around(me, "question")}
    for link in kept:
        if link.how == "asks" and link.target != me:
            nodes[link.target] = Around(link.target, "other")
    nodes |= {rule: Around(rule, "rule") for rule in rules}
    nodes |= {link.target: Around(link.target, "effect") for link in kept if link.how != "asks"}
    if len(nodes) > drawn:
        raise TooManyNodes(len(nodes))
    return Neighbourhood(question, tuple(nodes.values()), tuple(kept))
