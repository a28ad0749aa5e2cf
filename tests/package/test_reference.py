"""What pages say of commands, variables and documents is what the program has; links lead somewhere."""

from __future__ import annotations

import re
from math import prod
from pathlib import Path
from typing import Any

import pytest

from advisor.cli.edge.status import Status
from advisor.rulebase.model import RuleBase
from docs import make_reference
from docs.making import commands, decision, json_documents, knowledge
from tests.package.pages import ROOT, name, pages

MARKDOWN = [path for path in sorted(ROOT.rglob("*.md")) if not {".venv", "golden_inspection", "node_modules"}
            & set(path.parts)]
COMMANDS_PAGE = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tree() -> dict[str, Any]:
    return dict(commands.tree())


@pytest.mark.parametrize("page", make_reference.pages(), ids=name)
def test_what_is_made_from_the_program_is_up_to_date(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert make_reference.filled(text) == text, "make it anew: python -m docs.make_reference"


def test_every_part_is_on_a_page_and_every_mark_is_a_part() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in make_reference.pages())
    assert sorted(found[2] for found in make_reference.PART.finditer(text)) == sorted(make_reference.PARTS)
    assert len(re.findall(r"<!-- (?:begin|end) ", text)) == 2 * len(make_reference.PARTS)


def test_a_page_that_lags_behind_is_noticed() -> None:
    page = "a\n<!-- begin weights -->\nold\n<!-- end weights -->\nb\n"
    assert "old" not in make_reference.filled(page)
    assert make_reference.filled(page).startswith("a\n")
    assert make_reference.filled(page).endswith("b\n")


def test_every_command_and_option_is_in_the_reference(tree: dict[str, Any]) -> None:
    sections = dict(re.findall(r"^## `(advisor[^`]*)`\n(.*?)(?=^## |\Z)", COMMANDS_PAGE,
                               flags=re.MULTILINE | re.DOTALL))
    assert list(sections) == list(tree)
    for words, command in tree.items():
        for option in commands.options(command):
            assert re.search(rf"^\| `[^`|]*{option.opts[0]}[ ,`]", sections[words], flags=re.MULTILINE), (words, option)


def test_the_exit_statuses_are_complete() -> None:
    assert set(map(int, re.findall(r"^\| (\d+) \|", COMMANDS_PAGE, flags=re.MULTILINE))) == set(map(int, Status))


def test_the_variables_are_complete() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "advisor").rglob("*.py"))
    read = set(re.findall(r"variables(?:\.get\(|\[)\"([A-Z_]+)\"", code)) - {"PATH"}  # only to find `dot`
    section = COMMANDS_PAGE.partition("## Variables\n")[2].partition("\n## ")[0]
    told = {found for line in re.findall(r"^\| (`[A-Z_]+`[^|]*) \|", section, flags=re.MULTILINE)
            for found in re.findall(r"`([A-Z_]+)`", line)}
    assert told == read | {"XDG_CACHE_HOME", "XDG_STATE_HOME"}


def test_every_document_that_the_program_writes_is_in_the_reference() -> None:
    told = {*json_documents.WRITTEN_BY, *json_documents.RULE_AUTHORS}
    with_a_version = {path.stem for path in json_documents.SCHEMAS.glob("*.json")
                      if "schema" in json_documents.read(path.stem).get("properties", {})}
    assert with_a_version <= told
    assert told - with_a_version == {"answers"}


def test_every_key_of_a_document_has_a_meaning() -> None:
    page = (ROOT / "docs" / "reference" / "json.md").read_text(encoding="utf-8")
    head, _, documents = page.partition("<!-- begin documents -->")
    everywhere = {key for cell in re.findall(r"^\| (`[^|]*) \|", head, flags=re.MULTILINE)
                  for key in re.findall(r"`(\w+)`", cell)}
    rows = re.findall(r"^\| `([^`]+)` \| (.*) \| (.*) \|$", documents, flags=re.MULTILINE)
    assert len(rows) > 300
    assert [key for key, holds, meaning in rows if not meaning and key.rpartition(".")[2] not in everywhere
            and not holds.startswith(("`", "object", "list of objects"))] == []


def test_the_doubts_of_the_page_are_those_of_the_rules(base: RuleBase) -> None:
    doubted = {claim.id for claim in base.claims.values() if claim.doubt}
    assert {claim for claim, _ in knowledge.cited_doubts()} == doubted
    prose = (ROOT / "docs" / "explanation" / "sources.md").read_text(encoding="utf-8")
    assert doubted <= set(re.findall(r"`(D\d\.\d+)`", prose))
    assert set(re.findall(r"\bD\d\.\d+", prose)) <= set(base.claims)


def test_settled_is_what_trying_every_way_says(base: RuleBase) -> None:
    page = (ROOT / "docs" / "explanation" / "settled.md").read_text(encoding="utf-8")
    assert f"{prod(len(question.values) + 1 for question in base.questions.values()):,} cases" in page
    rows = [line for line in decision.counted().splitlines() if line.startswith("| `")]
    assert len(rows) == len(decision.CASES)
    for row in rows:
        ways, *each = [int(cell.replace(",", "")) for cell in re.findall(r"\| ([\d,]+) (?=\|)", row)][1:]
        assert sum(each) == ways
        assert row.endswith("| yes |" if ways in each else "| no |")


def test_the_worked_example_is_what_the_rules_weigh(base: RuleBase) -> None:
    page = (ROOT / "docs" / "explanation" / "how-it-decides.md").read_text(encoding="utf-8")
    example = page.partition("## An example, by hand")[2].partition("So POP3")[0]
    said = {option: sorted(map(int, re.findall(r" (\d+)[,;]", line)), reverse=True)
            for option, line in re.findall(r"^- For (\w+): (.*)$", example, flags=re.MULTILINE)}
    weigh = {"imap": ["steady-line", "server-is-backed-up"],
             "pop": ["offline-on-one-device", "one-device", "regular-backup"]}
    assert said == {base.options[option].name: [base.strengths[base.evidence[rule].strength] for rule in rules]
                    for option, rules in weigh.items()}


@pytest.mark.parametrize("page", [*pages(), ROOT / "CONTRIBUTING.md"], ids=name)
def test_every_command_line_that_a_page_names_exists(page: Path, tree: dict[str, Any]) -> None:
    text = page.read_text(encoding="utf-8")
    if page.name == "CONTRIBUTING.md":  # what its blocks show is so after the changes in them: test_first_changes.py
        text = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    lines = re.findall(r"`(advisor(?: [^`]*)?)`", text) + re.findall(
        r"^(?: {4}|\$ )(?:\.venv/bin/)?(advisor .*)$", text, flags=re.MULTILINE)
    for line in lines:
        words = re.split(r"\s+|=", re.split(r"[|>&]", line)[0].strip())
        command = " ".join(words[:3]) if " ".join(words[:3]) in tree else " ".join(words[:2])
        if command not in tree:
            assert len(words) == 1 or words[1].startswith("-") or words[1] in ("…", "..."), line
            command = "advisor"
        known = {option for part in commands.options(tree[command]) for option in part.opts}
        for option in words:
            if option.startswith("--") and len(option) > 2:
                assert option in known, f"{line}: {command} has no {option}"


def anchors(page: Path) -> set[str]:
    """What can stand behind # in a link to a page, as forges make it from its headings."""
    plain = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
            for heading in re.findall(r"^#+ (.*)$", plain, flags=re.MULTILINE)}


@pytest.mark.parametrize("page", MARKDOWN, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for target in re.findall(r"(?<!\\)\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", "", text)):
        place, _, anchor = target.partition("#")
        if "://" in target:
            continue
        other = (page.parent / place).resolve() if place else page
        assert other.exists(), target
        assert not anchor or anchor in anchors(other), target


def test_every_page_can_be_found_from_the_index() -> None:
    index = ROOT / "docs" / "README.md"
    linked = {(index.parent / target.partition("#")[0]).resolve()
              for target in re.findall(r"\]\(([^)\s]+)\)", index.read_text(encoding="utf-8")) if "://" not in target}
    alone = {"checks", "decisions"}  # an index of their own, or a folder
    assert [name(page) for page in pages() if page not in linked and not alone & set(page.parts)
            and page != index] == []
