"""`advisor compare`: every option side by side, nothing cut, every comparison claim behind some row."""

from __future__ import annotations

import json
import re

import pytest
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from advisor.report.comparison.comparison import Comparison, comparison_document, comparison_of
from advisor.report.comparison.html import comparison_html
from advisor.report.comparison.markdown import comparison_markdown
from advisor.report.comparison.text import comparison_lines
from advisor.report.page.fold import columns
from advisor.report.page.json_document import dumps
from advisor.report.schemas.schema import schema
from advisor.rulebase.model import RuleBase


@pytest.fixture(scope="module")
def comparison(base: RuleBase) -> Comparison:
    return comparison_of(base)


def text(comparison: Comparison, width: int, *, sources: bool = False) -> str:
    return "\n".join(line.text for line in comparison_lines(comparison, width, sources=sources))


def words(found: str) -> str:
    return " ".join(found.split())


def renderings(comparison: Comparison, *, sources: bool) -> dict[str, str]:
    html = re.sub(r"<style>.*?</style>", "", comparison_html(comparison, sources=sources), flags=re.DOTALL)
    return {
        "text": words(text(comparison, 10_000, sources=sources)),
        "markdown": words(re.sub(r"\\(.)", r"\1", comparison_markdown(comparison, sources=sources))),
        "html": words(re.sub(r"<[^>]*>", " ", html).replace("&#x27;", "'").replace("&quot;", '"')),
        "json": words(json.dumps(comparison_document(comparison), ensure_ascii=False).replace('\\"', '"')),
    }


def test_rows_and_options_are_those_of_the_rule_base_in_order(base: RuleBase, comparison: Comparison) -> None:
    assert [option.id for option in comparison.options] == list(base.options)
    assert [row.id for row in comparison.rows] == list(base.rows)
    for row in comparison.rows:
        assert row.cells == tuple(base.rows[row.id].cells[option] for option in base.options)


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_every_claim_of_the_kind_comparison_is_told_with_its_doubt(
        base: RuleBase, comparison: Comparison, form: str) -> None:
    found = renderings(comparison, sources=True)[form]
    claims = [claim for claim in base.claims.values() if claim.kind == "comparison"]
    assert claims
    doubts = 0
    for claim in claims:
        assert claim.id in found
        assert words(claim.claim) in found
        for row in base.rows.values():
            for source in row.sources:
                if source.text == claim.id and claim.doubt:
                    assert words(source.doubt).rstrip(".") in found
                    doubts += 1
    assert doubts


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_every_row_is_told_with_its_note(base: RuleBase, comparison: Comparison, form: str) -> None:
    found = renderings(comparison, sources=False)[form]
    for row in base.rows.values():
        for part in (row.about, row.note, *(row.cells.values() if form in ("markdown", "html", "json") else ())):
            assert words(part) in found


@pytest.mark.parametrize("form", ["text", "markdown", "html"])
def test_sources_come_on_request(comparison: Comparison, form: str) -> None:
    marks = re.compile(r"\bD\d\.\d+\b")
    assert not marks.search(renderings(comparison, sources=False)[form])
    assert marks.search(renderings(comparison, sources=True)[form])


@pytest.mark.parametrize("sources", [False, True])
@pytest.mark.parametrize("width", [20, 33, 59, 60, 61, 79, 80, 100, 133])
def test_no_line_is_wider_than_the_terminal(comparison: Comparison, width: int, sources: bool) -> None:
    for line in comparison_lines(comparison, width, sources=sources):
        assert columns(line.text) <= width
        assert line.text == line.text.rstrip()


@pytest.mark.parametrize("width", [60, 80, 111])
def test_side_by_side_nothing_is_cut(comparison: Comparison, width: int) -> None:
    lines = [line.text for line in comparison_lines(comparison, width)]
    first, second = (f"{option.name}: " for option in comparison.options)
    for row in comparison.rows:
        at = lines.index(row.about) + 1
        split = lines[at].index(second)
        end = next(number for number in range(at, len(lines)) if not lines[number] or "  Note:" in lines[number])
        block = lines[at:end]
        assert words(" ".join(line[:split] for line in block)) == words(first + row.cells[0])
        assert words(" ".join(line[split:] for line in block)) == words(second + row.cells[1])
        assert all(line[split - 1:split] in ("", " ") for line in block)


@pytest.mark.parametrize("width", [20, 40, 59])
def test_on_a_narrow_terminal_one_stands_below_the_other(comparison: Comparison, width: int) -> None:
    whole = words(text(comparison, width))
    for row in comparison.rows:
        told = " ".join(f"{option.name}: {cell}" for option, cell in zip(comparison.options, row.cells, strict=True))
        assert words(f"{row.about} {told} {f'Note: {row.note}' if row.note else ''}") in whole


def test_three_options_stand_side_by_side_where_there_is_room(comparison: Comparison) -> None:
    third = comparison.options[0]._replace(id="third", name="Third")
    rows = tuple(row._replace(cells=(*row.cells, "Something else.")) for row in comparison.rows)
    more = comparison._replace(options=(*comparison.options, third), rows=rows)
    wide, narrow = text(more, 120), text(more, 80)
    names = [f"{option.name}: " for option in more.options]
    assert any(all(name in line for name in names) for line in wide.splitlines())
    assert not any(names[0] in line and names[1] in line for line in narrow.splitlines())
    assert words(narrow).count("Third: Something else.") == len(rows)


def test_decoration_is_ascii(comparison: Comparison) -> None:
    for width in (30, 90):
        assert text(comparison, width, sources=True).isascii()


def test_wide_and_endless_words_fit_too(comparison: Comparison) -> None:
    cell = "\u65e5\u672c\u8a9e" * 20 + " " + "x" * 90
    rows = tuple(row._replace(cells=(cell, "\x1b[31mred"), note=cell) for row in comparison.rows)
    for width in (20, 60, 80):
        lines = [line.text for line in comparison_lines(comparison._replace(rows=rows), width)]
        assert max(map(columns, lines)) <= width
        assert "\x1b" not in "".join(lines)
        assert sum(line.count("\u65e5") for line in lines) == 2 * 20 * len(rows)


def test_json_meets_its_schema(base: RuleBase, comparison: Comparison) -> None:
    document = json.loads(dumps(comparison_document(comparison)))
    validator = Draft202012Validator(schema("comparison", base))
    assert [error.message for error in validator.iter_errors(document)] == []
    assert [row["id"] for row in document["rows"]] == list(base.rows)
    for row in document["rows"]:
        assert row["cells"] == dict(base.rows[row["id"]].cells)
        assert row["note"] == (base.rows[row["id"]].note or None)
    document["rows"][0]["cells"].popitem()
    assert not validator.is_valid(document)


def test_hostile_cells_stay_words(comparison: Comparison) -> None:
    evil = "<script>a</script> | [x](y) `z`"
    rows = tuple(row._replace(about=evil, cells=(evil, evil), note=evil) for row in comparison.rows)
    hostile = comparison._replace(rows=rows, title=evil)
    assert "<script" not in comparison_html(hostile, sources=True)
    tokens = MarkdownIt("commonmark", {"html": True}).enable("table").parse(comparison_markdown(hostile, sources=True))
    kinds = {child.type for token in tokens for child in token.children or ()}
    assert kinds <= {"text", "text_special", "strong_open", "strong_close"}
    assert sum(token.type == "td_open" for token in tokens) == 3 * len(rows)


@pytest.mark.parametrize("form", ["text", "markdown", "html", "json"])
def test_every_term_is_explained(base: RuleBase, comparison: Comparison, form: str) -> None:
    plain, cited = (renderings(comparison, sources=sources)[form] for sources in (False, True))
    assert base.terms
    for term in base.terms.values():
        assert words(term.term) in plain
        assert words(term.text) in plain
    background = [claim for claim in base.claims.values() if claim.kind == "background"]
    assert [claim.id for claim in background if words(claim.claim) not in cited] == []
