"""DOT text: what it says, and that no text from rules can say anything else. Graphviz itself is the judge."""

from __future__ import annotations

import re
import shutil
import xml.etree.ElementTree as ET
from importlib.util import find_spec
from pathlib import Path

import pytest

from advisor.report.page.clean import clean
from advisor.report.rules.graph_dot import escaped, neighbourhood_dot, option_graph_dot
from advisor.report.rules.graph_svg import CannotDraw, draw_svg
from advisor.rulebase.load import load
from advisor.rulebase.model import RuleBase
from advisor.verify.showing.graph import neighbourhood, option_graph

COMMUTE = Path(__file__).parent.parent / "rulebases" / "commute"
SVG = "{http://www.w3.org/2000/svg}"
needs_dot = pytest.mark.skipif(find_spec("graphviz") is None or shutil.which("dot") is None,
                               reason="the package graphviz or the program dot is not installed")
NASTY = ['a "quote"', "back\\slash", "ends\\", '\\"', "\\N \\G \\l \\n", "<b>bold</b>", "<<table>>", "a & b", "&lt;",
         "&amp;lt;", "&#65;", "--></svg>", "{x|y}", "];", "caf\u00e9 \u4e2d\u6587", "line\nbreak",
         "bell\x07 esc\x1b[31m", "\u202eright to left", "//", "/* */", "#x"]


@pytest.fixture(scope="module")
def commute() -> RuleBase:
    return load(COMMUTE)


def test_escapes_by_hand() -> None:
    assert escaped(['say "no"']) == "say &quot;no&quot;"
    assert escaped(["a\\"]) == "a\\\\"
    assert escaped(["\\N"]) == "\\\\N"
    assert escaped(["a", "b"]) == "a\\nb"
    assert escaped(["a\nb"]) == "a\\\\nb"  # a line break in a text is shown, and breaks nothing
    assert escaped(["&lt; \u00e9"]) == "&amp;lt; &#233;"
    assert escaped(["\x1b"]) == "\\\\x1b"


def test_the_option_graph_says_what_it_shows(commute: RuleBase) -> None:
    graph = option_graph(commute)
    dot = option_graph_dot(commute, graph)
    assert dot.isascii()
    assert dot.count("[label=") == len(graph.nodes) + len(graph.ways) + len(graph.options)
    assert dot.count(" -> ") == len(graph.ways)
    assert f"{len(graph.nodes)} nodes that" in dot
    for option in graph.options:
        assert re.search(rf'label="{re.escape(commute.option(option).name)}[\\"].*fillcolor', dot)


def nasty_base(commute: RuleBase, text: str) -> RuleBase:
    """The rule base with this text for every word that a picture shows."""
    questions = {name: entry._replace(label=text, ask=text) for name, entry in commute.questions.items()}
    options = {name: entry._replace(name=text, headline=text) for name, entry in commute.options.items()}
    walls = {name: wall._replace(text=text) for name, wall in commute.constraints.items()}
    forms = {name: form._replace(name=text, text=text) for name, form in commute.forms.items()}
    return commute._replace(title=text, questions=questions, options=options, constraints=walls, forms=forms)


def shown(svg: str) -> list[str]:
    """The text of each label, as a reader sees it."""
    return [element.text or "" for element in ET.fromstring(svg).iter(f"{SVG}text")]


@needs_dot
@pytest.mark.parametrize("text", NASTY)
def test_no_text_of_the_rules_does_anything_but_stand_there(commute: RuleBase, text: str) -> None:
    base = nasty_base(commute, text)
    graph = option_graph(base)
    svg = draw_svg(option_graph_dot(base, graph))
    assert svg.isascii()
    root = ET.fromstring(svg)
    groups = [element.get("class") for element in root.iter(f"{SVG}g")]
    assert groups.count("node") == len(graph.nodes) + len(graph.options)
    assert groups.count("edge") == len(graph.ways)
    # the label stands there character for character (no line break within: all of these are short)
    assert squeezed(clean(text)) in [squeezed(line) for line in shown(svg)]
    tips = {value for element in root.iter() for name, value in element.attrib.items() if name.endswith("}title")}
    assert (squeezed(clean(text)) in {squeezed(tip) for tip in tips}) is ("\\" not in clean(text))
    question = list(base.questions)[2]
    around = ET.fromstring(draw_svg(neighbourhood_dot(base, neighbourhood(base, question))))
    groups = [element.get("class") for element in around.iter(f"{SVG}g")]
    assert groups.count("node") == len(neighbourhood(base, question).nodes)


def squeezed(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


@needs_dot
def test_real_pictures(base: RuleBase, commute: RuleBase) -> None:
    for rules in (base, commute):
        graph = option_graph(rules)
        root = ET.fromstring(draw_svg(option_graph_dot(rules, graph)))
        heights: dict[str, set[str]] = {}
        number = {f"n{node.number}": node.question for node in graph.nodes}
        for group in root.iter(f"{SVG}g"):
            name = group.findtext(f"{SVG}title") or ""
            if group.get("class") == "node" and name in number:
                text = next(group.iter(f"{SVG}text"))
                heights.setdefault(number[name], set()).add(text.get("y") or "")
        assert set(heights) == set(number.values())
        assert all(len(levels) == 1 for levels in heights.values()), "a question stands on one level"
        for question in list(rules.questions)[::3]:
            around = neighbourhood(rules, question)
            root = ET.fromstring(draw_svg(neighbourhood_dot(rules, around)))
            found = [group for group in root.iter(f"{SVG}g") if group.get("class") == "node"]
            assert len(found) == len(around.nodes)


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "graphviz", None)
    with pytest.raises(CannotDraw) as refused:
        draw_svg("digraph {}")
    assert refused.value.code == "graphviz-missing"
    assert "pip install graphviz" in refused.value.fix
    assert "--format dot" in refused.value.fix


@pytest.mark.skipif(find_spec("graphviz") is None, reason="the package graphviz is not installed")
def test_without_the_program_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CannotDraw) as refused:
        draw_svg("digraph {}")
    assert refused.value.code == "dot-missing"
    assert "--format dot" in refused.value.fix


@needs_dot
def test_a_failing_program_is_told_without_a_traceback() -> None:
    with pytest.raises(CannotDraw) as refused:
        draw_svg("this is not dot")
    assert refused.value.code == "dot-failed"
