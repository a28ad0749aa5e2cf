"""A page about a check, as lines of text: what is Markdown in it is shown plainly."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from advisor.report.page.clean import clean
from advisor.report.page.fold import flow
from advisor.report.page.line import Line

COMMAND = "advisor rules check --explain"
LINK = re.compile(r"\[([^\]]*)\]\(([^)]*)\)")
_INDENT = "    "


def page_lines(page: str, width: int, pages: Collection[str]) -> list[Line]:
    """The page folded to the width; `pages` are those that the command can show. Examples are never folded."""
    lines: list[Line] = []
    for block in _blocks(page):
        found = list(_block(block, width, pages))
        if found:
            lines += [*([Line("")] if lines else []), *found]
    return lines


def fault_lines(page: str, code: str, width: int) -> list[Line]:
    """What the table of the page says about one code, and which page that is; empty where it says nothing."""
    row = next((cells for cells in map(_cells, page.split("\n")) if cells[:1] == [code]), None)
    if row is None or code not in fault_codes(page):
        return []
    title = page.split("\n", 1)[0].lstrip("# ")
    return [*flow(f"{code}: {' '.join(row[1:])}", width, "heading", "", "  "),
            *flow(_inline(title, ()), width, "", "", "  "), Line(f"{COMMAND} {title.partition(':')[0]}", "command")]


def fault_codes(page: str) -> list[str]:
    """The codes in the table of the page."""
    return [cells[0] for cells in map(_cells, page.split("\n")) if re.fullmatch(r"[a-z0-9-]*[a-z][a-z0-9-]*", cells[0])
            and len(cells) > 1 and cells[0] != "code"]


def _blocks(page: str) -> Iterator[list[str]]:
    """The lines between blank ones; an example in a fence is one block."""
    block: list[str] = []
    fenced = False
    for line in page.split("\n"):
        if line.startswith("```"):
            fenced = not fenced
        if line.startswith("#") and not fenced:
            yield from ([block] if block else [])
            yield [line]
            block = []
        elif fenced or line.strip():
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _block(block: list[str], width: int, pages: Collection[str]) -> Iterator[Line]:
    first = block[0]
    if first.startswith("```"):
        yield from (Line((_INDENT + clean(line)).rstrip()) for line in block if not line.startswith("```"))
    elif first.startswith(_INDENT):
        yield from (Line(clean(line), "command") for line in block)
    elif first.startswith("#"):
        yield from flow(_inline(first.lstrip("# "), pages), width, "heading")
    elif first.startswith("|"):
        for row in block[2:]:  # below the heads of the columns and the rule under them
            cells = _cells(row)
            yield from flow(_inline(f"{cells[0]}: {' '.join(cells[1:])}", pages), width, "", "", "  ")
    elif first.startswith("- "):
        for item in "\n".join(block)[2:].split("\n- "):
            yield from flow(_inline(" ".join(item.split()), pages), width, "", "- ")
    elif "](README.md)" not in " ".join(block):  # that page is a file of the project; this command cannot show it
        yield from flow(_inline(" ".join(block), pages), width)


def _cells(row: str) -> list[str]:
    """The cells of a row of a table, without the marks of code; one empty cell for any other line."""
    return [cell.strip().replace("`", "") for cell in row.strip("|").split("|")] if row.startswith("|") else [""]


def _inline(text: str, pages: Collection[str]) -> str:
    def link(match: re.Match[str]) -> str:
        page = match[2].removesuffix(".md")
        return f"{match[1]} ({COMMAND} {page})" if page in pages else match[1]

    return LINK.sub(link, text).replace("**", "").replace("`", "")
