"""`advisor rules graph` on the command line."""

from __future__ import annotations

import shutil
import xml.etree.ElementTree as ET
from importlib.util import find_spec
from pathlib import Path

import pytest

from advisor.cli.commands import rules_graph
from advisor.engine.diagram import TooLarge
from advisor.verify.showing.graph import TooManyNodes
from tests.cli.conftest import Advisor

COMMUTE = Path(__file__).parent.parent / "rulebases" / "commute"
needs_dot = pytest.mark.skipif(find_spec("graphviz") is None or shutil.which("dot") is None,
                               reason="the package graphviz or the program dot is not installed")


def test_dot_needs_nothing(advisor: Advisor, tmp_path: Path) -> None:
    found = advisor("rules", "graph", "--rules", str(COMMUTE), PATH=str(tmp_path))
    assert (found.status, found.err) == (0, "")
    assert found.out.startswith("digraph advisor {\n")
    assert found.out.endswith("}\n")
    question = advisor("rules", "graph", "dark", "--rules", str(COMMUTE))
    assert "around the question darkness (dark). 2" in question.out
    assert "6 nodes" in question.out.replace("\\l", " ")


@needs_dot
def test_svg_to_a_file(advisor: Advisor, tmp_path: Path) -> None:
    file = tmp_path / "graph.svg"
    for words in ([], ["--rules", str(COMMUTE)], ["dark", "--rules", str(COMMUTE)]):
        found = advisor("rules", "graph", *words, "--format", "svg", "--output", str(file))
        assert (found.status, found.out, found.err) == (0, "", "")
        assert ET.parse(file).getroot().tag == "{http://www.w3.org/2000/svg}svg"


def test_without_graphviz_it_says_so(advisor: Advisor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "graphviz", None)
    found = advisor("rules", "graph", "--format", "svg", "--rules", str(COMMUTE))
    assert (found.status, found.out) == (3, "")
    assert "'graphviz'" in found.err
    assert "--format dot" in found.err


@pytest.mark.parametrize(("words", "hint"), [
    (["dork"], "Did you mean 'dark'?"), (["zzz"], "Valid: distance, luggage"),
    (["--format", "png"], "Valid: dot, svg")])
def test_bad_usage(advisor: Advisor, words: list[str], hint: str) -> None:
    found = advisor("rules", "graph", *words, "--rules", str(COMMUTE))
    assert (found.status, found.out) == (2, "")
    assert hint in found.err


@pytest.mark.parametrize("error", [TooLarge("too large"), TooManyNodes(4321)])
def test_what_is_too_large_is_told(advisor: Advisor, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr(rules_graph, "option_graph", refuse)
    found = advisor("rules", "graph", "--rules", str(COMMUTE))
    assert (found.status, found.out) == (2, "")
    assert "Name a question" in found.err
    assert isinstance(error, TooLarge) or "4,321 nodes" in found.err
