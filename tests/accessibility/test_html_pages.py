"""Every HTML page in a real browser: light, dark, forced colours, a phone, large text, more space, on paper."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.accessibility.conftest import SETTINGS, Browser

ALWAYS = {"html-has-lang", "html-lang-valid", "document-title", "meta-viewport", "region", "landmark-one-main",
          "page-has-heading-one", "color-contrast"}
"""Rules of axe-core that every page gives something to look at."""
WHOLE = ALWAYS | {"bypass", "heading-order", "empty-heading", "list", "listitem", "landmark-unique",
                  "aria-valid-attr-value"}
"""With those that some page does: not every page has links, lists or several headings."""
MARGIN, WIDTH = 51, 595.92
"""Points: the margin of the printed page, and the width of A4."""


def of(seen: Any, setting: str) -> list[Any]:
    found = [page for page in seen["seen"] if page["setting"] == setting]
    assert len(found) > 15
    return found


def unsure(page: Any) -> list[Any]:
    """What axe-core leaves to a person.

    Not the words in the picture, whose colours tests/report measures; nor lines on paper over which it takes the body
    of the page to lie: they have the colours of the lines beside them, which it can tell.
    """
    return [found for found in page["unsure"] if not (found["rule"] == "color-contrast" and (
        found["where"].startswith("<text ") or (page["setting"] == "print" and "obscured" in found["why"])))]


@pytest.mark.parametrize("setting", SETTINGS)
def test_axe_core_finds_nothing(seen: Any, setting: str) -> None:
    for page in of(seen, setting):
        assert page["faults"] == [], page["page"]
        assert unsure(page) == [], page["page"]
        assert set(page["passed"]) >= (ALWAYS if SETTINGS[setting].get("whole") else {"color-contrast"}), page["page"]
    if SETTINGS[setting].get("whole"):
        assert {rule for page in of(seen, setting) for rule in page["passed"]} >= WHOLE


@pytest.mark.parametrize("setting", SETTINGS)
def test_all_text_is_seen_without_scrolling_sideways(seen: Any, setting: str) -> None:
    for page in of(seen, setting):
        assert page["view"] == SETTINGS[setting]["width"]
        assert page["scrolls"] <= 0, page["page"]
        assert page["outside"] == [], page["page"]
        assert page["unseen"] == [], page["page"]
        assert page["small"] == [], page["page"]


def test_every_table_has_headers_that_say_for_what(seen: Any) -> None:
    assert [page["page"] for page in of(seen, "light") if page["tables"]] == []


def test_paper_holds_all_the_words(seen: Any, browser: Browser) -> None:
    for page in of(seen, "print"):
        paper = "".join(browser.printed(page["page"], "-raw").split())
        missing = [text for text in page["texts"] if "".join(text.split()) not in paper]
        assert missing == [], page["page"]


def test_nothing_is_cut_off_at_the_side_of_the_paper_and_no_page_is_left_empty(seen: Any, browser: Browser) -> None:
    for page in of(seen, "print"):
        sheets = browser.printed(page["page"], "-bbox").split("<page ")[1:]
        for number, sheet in enumerate(sheets, 1):
            assert abs(float(sheet.split('width="')[1].split('"')[0]) - WIDTH) < 1
            words = [(float(left), float(right))
                     for left, right in re.findall(r'<word xMin="([\d.]+)".*?xMax="([\d.]+)"', sheet)]
            assert all(left >= MARGIN - 1 and right <= WIDTH - MARGIN + 1 for left, right in words), page["page"]
            assert len(words) > 40 or number == len(sheets), (page["page"], number)


FAULTY = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Planted</title><style>
p.pale { color: #999; background: #fff } p.wide { width: 900px } p.small { font-size: 8px }
@media print { p.white { color: #fff; background: #fff } }
@media (prefers-color-scheme: dark) { p.dim { color: #222; background: #000 } }
</style></head><body><main><h1>One</h1><h3>Three</h3><p class="pale">Pale words.</p><p class="wide">Wide words that go
on and on, and on, and on, and on, and on, and on, and on, and on, and on, and on.</p><p class="small">Small words.</p>
<p class="white">White words.</p><p class="dim">Dim words.</p>
<table><tr><td>a</td><td>b</td><td>c</td><td>d</td></tr><tr><td>e</td><td>f</td><td>g</td><td>h</td></tr>
<tr><td>i</td><td>j</td><td>k</td><td>l</td></tr><tr><td>m</td><td>n</td><td>o</td><td>p</td></tr></table>
</main><div>Outside of everything.</div></body></html>"""


@pytest.fixture(scope="module")
def faulty(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Any]:
    """What is found on a page that is wrong in many ways, by setting."""
    page: Path = tmp_path_factory.mktemp("faulty") / "faulty.html"
    page.write_text(FAULTY, encoding="utf-8")
    wanted = {name: SETTINGS[name] for name in ("light", "dark", "phone", "print")}
    return {found["setting"]: found for found in browser.look({"faulty": page}, wanted)["seen"]}


def pale(found: Any) -> set[str]:
    return {name for fault in found["faults"] if fault["rule"] == "color-contrast"
            for name in re.findall(r'class="(\w+)"', fault["where"])}


def test_planted_faults_are_found(faulty: Mapping[str, Any]) -> None:
    rules = {fault["rule"] for fault in faulty["light"]["faults"]}
    assert rules >= {"color-contrast", "html-has-lang", "heading-order", "region", "td-has-header"}
    assert len(faulty["light"]["tables"]) == 1
    assert any("small" in where for where in faulty["light"]["small"])
    assert faulty["phone"]["scrolls"] > 0
    assert any("wide" in where for where in faulty["phone"]["outside"])


def test_each_setting_is_really_set(faulty: Mapping[str, Any]) -> None:
    assert pale(faulty["light"]) == {"pale"}
    assert pale(faulty["dark"]) == {"pale", "dim"}
    assert pale(faulty["print"]) == {"pale", "dim"}  # the style of this page does not mind the paper
    assert any("white" in found["where"] for found in unsure(faulty["print"]))  # white on white may be meant
