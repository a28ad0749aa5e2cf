"""Whatever a text holds, Markdown shows it as it is."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from advisor.report.advice.markdown import render_markdown
from advisor.report.advice.recommendation import Recommendation
from advisor.report.page.clean import clean
from advisor.report.page.markdown_text import code_block, escaped, table

Advise = Callable[..., Recommendation]
Reword = Callable[[Any, Callable[[str], str]], Any]

HOSTILE = [
    "<script>alert(1)</script>", "<!-- a", "<b", "&lt;b&gt; &amp; &#60;", "[x](javascript:alert(1))", "![x](y)",
    "[x]: y", "[^1]", "[ ] a", "<http://a.example>", "a | b", "| a | b |", "`a` ``b` ```", "**a** __b__ _c_ *d*",
    "~~a~~", "# a", "a #", "> a", "- a", "+ a", "* a", "1. a", "1) a", "---", "===", "***", "    a", "\ta", "a\n\n# b",
    "a\\", "\\`a\\`", "a  \nb", "$a$", "{a}", "~~~", "```", ": a", "\x1b[31mred\x1b[0m", "\u202ea", "\x00", "\ud800",
]


def parse(document: str) -> list[Any]:
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(document)


def structure(document: str) -> list[str]:
    """Everything of a document but its words."""
    found = []
    for token in parse(document):
        found.append(token.type)
        found += [child.type for child in token.children or () if child.type not in ("text", "text_special")]
    return found


def content(document: str) -> str:
    return "\n".join("".join(child.content for child in token.children or ()) for token in parse(document)
                     if token.type == "inline")


def shown(text: str) -> str:
    return " ".join(clean(text).split())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(text: str, advise: Advise, reword: Reword) -> None:
    rec = advise(devices="one", quota="full", connection="steady", people="unsure")
    tame = reword(rec, lambda word: f"x {word}")._replace(title="x")
    evil = reword(rec, lambda word: f"{text} {word}")._replace(title=text)
    document = render_markdown(evil, sources=True)
    assert structure(document) == structure(render_markdown(tame, sources=True))
    words = content(document)
    for part in (evil.verdict.headline, evil.reasons[0].text, evil.set_up[0].name, evil.steps[0].text,
                 evil.warnings[0].avert, evil.open[0].ask, evil.answers[0].text, evil.rule_base.version):
        assert shown(part) in words
    assert "\x1b" not in document
    document.encode()


@given(st.text(st.sampled_from(list("ab1 \t\n`*_[](){}<>#|~&!.:;-+=\\\"'/@$^0")), max_size=25))
@settings(max_examples=200, deadline=None)
def test_any_text_alone_is_one_paragraph_of_words(text: str) -> None:
    document = escaped(text)
    found = [child.type for token in parse(document) for child in token.children or ()]
    assert set(found) <= {"text", "text_special"}
    assert structure(document) == (["paragraph_open", "inline", "paragraph_close"] if shown(text) else [])
    assert content(document) == shown(text)


@given(st.lists(st.text(st.sampled_from(list("ab|\\`*<-: \n")), max_size=12), min_size=2, max_size=2))
@settings(max_examples=100, deadline=None)
def test_any_text_is_one_cell_of_a_table(row: list[str]) -> None:
    tokens = parse(table(("one", "two"), [row]))
    cells = [tokens[number + 1].children for number, token in enumerate(tokens) if token.type == "td_open"]
    assert ["".join(child.content for child in cell or ()) for cell in cells] == [shown(text) for text in row]


@pytest.mark.parametrize("text", ["a", "```", "a ````` b", "~~~", "a\n```\nb"])
def test_any_text_is_one_block_of_code(text: str) -> None:
    [token] = parse(code_block(text, "sh"))
    assert (token.type, token.content) == ("fence", shown(text) + "\n")


def test_addresses_are_not_made_into_links() -> None:
    assert "http://" not in escaped("see http://a.example")
    assert "www.a" not in escaped("see www.a.example")
    assert "x@a" not in escaped("ask x@a.example")


def test_the_first_line_is_the_verdict(advise: Advise) -> None:
    rec = advise(devices="several")
    assert render_markdown(rec).splitlines()[0] == f"# {rec.verdict.headline}"


def test_steps_are_numbered_and_say_how_urgent_they_are(advise: Advise) -> None:
    rec = advise(devices="several", quota="full")
    lines = render_markdown(rec).splitlines()
    for number, step in enumerate(rec.steps, 1):
        assert any(line.startswith(f"{number}. **\\[{step.level}\\]** ") for line in lines)


def test_headings_do_not_skip_a_level(advise: Advise) -> None:
    levels = [int(token.tag[1]) for token in parse(render_markdown(advise(devices="one", quota="full")))
              if token.type == "heading_open"]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
