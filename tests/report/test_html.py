"""The page stands alone, everybody can read it, and whatever a text holds is shown as it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from advisor.report.advice.html import render_html
from advisor.report.advice.recommendation import Recommendation
from advisor.report.comparison.comparison import comparison_of
from advisor.report.comparison.html import comparison_html
from advisor.report.page import html_page
from advisor.report.page.clean import clean
from advisor.rulebase.model import RuleBase

Advise = Callable[..., Recommendation]
Reword = Callable[[Any, Callable[[str], str]], Any]
EMPTY = {"meta", "br"}

HOSTILE = [
    "<script>alert(1)</script>", "</style><script>", "<!-- ", "]]>", "\" onmouseover=\"alert(1)", "' x='", "&lt;b&gt;",
    "&#60;b&#62;", "<img src=x onerror=alert(1)>", "</title><b>", "</code></pre>", "\x1b[31mred\x1b[0m", "\u202ea",
    "\x00", "\ud800", "a\r\nb",
]


class Page(HTMLParser):
    """A page as a reader's program takes it in; complains where tags do not close in order."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.faults: list[str] = []
        self.feed(document)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"comment {data}")

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def values(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.tags if name in attributes]


@pytest.fixture(scope="module")
def pages(base: RuleBase, advise: Advise) -> list[str]:
    """Pages of every kind."""
    recs = [advise(), advise(devices="several", quota="full", offline="unsure"),
            advise(devices="one", quota="tight", local_backup="regular", connection="steady", offered="both"),
            advise(devices="one", offered="none")]
    return [*(render_html(rec, sources=sources) for rec in recs for sources in (False, True)),
            *(comparison_html(comparison_of(base), sources=sources) for sources in (False, True))]


def test_pages_are_well_formed(pages: list[str]) -> None:
    for document in pages:
        assert document.startswith("<!DOCTYPE html>\n")
        page = Page(document)
        assert page.faults == []
        assert page.open == []
        ids = page.values("id")
        assert len(ids) == len(set(ids))


def test_pages_fetch_nothing_and_run_nothing(pages: list[str]) -> None:
    for document in pages:
        page = Page(document)
        assert {tag for tag, _ in page.tags}.isdisjoint({"script", "link", "img", "iframe", "object", "embed", "form"})
        names = {name for _, attributes in page.tags for name in attributes}
        assert names.isdisjoint({"src", "srcset", "action", "background", "poster"})
        assert not [name for name in names if name.startswith("on")]
        assert all(target.startswith("#") for target in page.values("href"))
        style = document.partition("<style>")[2].partition("</style>")[0]
        assert "@import" not in style
        assert set(re.findall(r"url\(([^)]*)\)", style)) <= {"#hatch"}
        assert not re.search(r"(https?:)?//\w", document)
        assert "default-src 'none'" in page.all("meta")[1]["content"]


def test_every_link_leads_to_a_place_in_the_page(pages: list[str]) -> None:
    for document in pages:
        page = Page(document)
        targets = [target[1:] for target in page.values("href")] + page.values("aria-labelledby")
        assert set(targets) <= set(page.values("id"))


def test_pages_tell_their_parts_to_a_screen_reader(pages: list[str]) -> None:
    for document in pages:
        page = Page(document)
        assert page.all("html") == [{"lang": "en"}]
        for landmark in ("header", "main", "footer", "h1", "title"):
            assert len(page.all(landmark)) == 1, landmark
        levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert all(later <= earlier + 1 for earlier, later in pairwise(levels))
        assert all(cell.get("scope") in ("row", "col") for cell in page.all("th"))
        assert all(picture.get("role") == "img" and picture.get("aria-label") for picture in page.all("svg"))


def structure(document: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(tag, tuple(attributes)) for tag, attributes in Page(document).tags]


def shown(text: str) -> str:
    return " ".join(clean(text).split())


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_stay_words(text: str, advise: Advise, reword: Reword) -> None:
    rec = advise(devices="one", quota="full", connection="steady", people="unsure")
    tame_word = "x" * len(shown(text))
    tame = reword(rec, lambda word: f"{tame_word} {word}")._replace(title="x")
    evil = reword(rec, lambda word: f"{text} {word}")._replace(title=text)
    document = render_html(evil, sources=True)
    assert structure(document) == structure(render_html(tame, sources=True))
    page = Page(document)
    assert page.faults == []
    words = " ".join("".join(page.text).split())
    for part in (evil.verdict.headline, evil.verdict.ruled_out[0].text if evil.verdict.ruled_out else "",
                 evil.reasons[0].text, evil.set_up[0].name, evil.steps[0].text, evil.warnings[0].avert,
                 evil.open[0].ask, evil.answers[0].text, evil.command, evil.rule_base.version):
        assert shown(part) in words
    document.encode()


def test_hostile_names_stay_words_in_the_picture(advise: Advise, reword: Reword) -> None:
    rec = advise(devices="one", quota="full", connection="steady", offered="both")
    evil = reword(rec, lambda word: f"<b>\"{word}" if len(word) < 8 else word)
    [picture] = Page(render_html(evil)).all("svg")
    assert "<b>\"" in picture["aria-label"]
    assert not Page(render_html(evil)).all("b")


def blocks(page: Page, kind: str) -> list[float]:
    return [float(block["height"]) for block in page.all("rect") if block.get("class") == kind]


def test_the_scales_hold_a_block_for_each_reason(advise: Advise) -> None:
    rec = advise(devices="one", quota="full", connection="steady", local_space="limited", offered="both")
    page = Page(render_html(rec))
    for kind, reasons in (("for", rec.reasons_for()), ("against", rec.reasons_against())):
        heights = blocks(page, kind)
        unit = heights[0] / reasons[0].points
        assert [round(height / unit) for height in heights] == [reason.points for reason in reasons]
    [picture] = page.all("svg")
    assert picture["aria-label"] == (f"Scales: IMAP has {rec.verdict.evidence['imap']} points. "
                                     f"POP3 has {rec.verdict.evidence['pop']} points.")
    bars = [attributes["class"] for attributes in page.all("span") if attributes.get("class", "").startswith("bar ")]
    assert len(bars) == len(rec.reasons)
    assert {bar: bars.count(bar) for bar in set(bars)} == {
        "bar bar-for": len(rec.reasons_for()), "bar bar-against": len(rec.reasons_against())}


@pytest.mark.parametrize(("answers", "heavier"), [
    ({"devices": "several"}, "left"),
    ({"devices": "one", "quota": "full", "offered": "both"}, "right"),
    ({"devices": "one", "offered": "both", "places": "glance", "quota": "unsure"}, "level"),
])
def test_the_heavier_side_hangs_lower(advise: Advise, answers: dict[str, str], heavier: str) -> None:
    document = render_html(advise(answers))
    beam = re.search(r'd="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"/><circle', document)
    assert beam
    left, right = float(beam[2]), float(beam[4])
    assert {"left": left > right, "right": right > left, "level": left == right}[heavier]


def test_an_option_that_is_ruled_out_is_crossed_out_and_said_to_be(advise: Advise) -> None:
    rec = advise(devices="several", quota="full")
    page, points = Page(render_html(rec)), rec.verdict.evidence["pop"]
    [picture] = page.all("svg")
    assert f"POP3 has {points} points, and is ruled out." in picture["aria-label"]
    assert [path["class"] for path in page.all("path")].count("out") == 1
    assert f"POP3: {points} (ruled out)" in page.text


def test_without_reasons_there_is_no_picture(advise: Advise) -> None:
    assert not Page(render_html(advise())).all("figure")


def colours(part: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", part))


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, as WCAG 2.2 defines it."""
    def light(colour: str) -> float:
        parts = [int(colour[place:place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((light(one), light(other)))
    return (lighter + 0.05) / (darker + 0.05)


def palettes() -> Iterable[Any]:
    style = (Path(html_page.__file__).parent / "page.css").read_text(encoding="utf-8")
    found = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    assert len(found) == 3
    return [pytest.param(colours(part), id=name) for part, name in zip(found, ("light", "dark", "print"), strict=True)]


@pytest.mark.parametrize("palette", palettes())
def test_colours_can_be_read(palette: dict[str, str]) -> None:
    for words, ground in (("ink", "paper"), ("quiet", "paper"), ("accent", "paper"), ("on-accent", "accent"),
                          ("ink", "soft"), ("ink", "warm-paper"), ("warm", "warm-paper")):
        assert contrast(palette[words], palette[ground]) >= 4.5, (words, ground)
    for mark in ("rule", "warm", "accent", "ink"):
        assert contrast(palette[mark], palette["paper"]) >= 3, mark


def test_contrast_is_measured_rightly() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
