"""`advisor rules sources` on the command line."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree

import pytest
from jsonschema import Draft202012Validator

from advisor.report.page.fold import columns
from advisor.report.schemas.schema import schema
from advisor.rulebase.load import load
from advisor.rulebase.model import RuleBase
from tests.cli.conftest import Advisor

COMMUTE = Path(__file__).parent.parent / "rulebases" / "commute"


def test_one_claim_in_full(advisor: Advisor) -> None:
    found = advisor("rules", "sources", "W1.3", "--rules", str(COMMUTE), COLUMNS="80")
    assert (found.status, found.err) == (0, "")
    assert found.out == """\
W1: Ways to work (a made-up town, 2020-01-01)
W1.3 (decision, about default): By and large the bus is the least trouble.
  Doubt: Written by the bus company.
  - default
    respects the doubt: the text says only what we advise

1 claim: 0 unused, 0 not used as the kind demands.
"""


def test_the_way_back(advisor: Advisor) -> None:
    found = advisor("rules", "sources", "ice-ahead", "--rules", str(COMMUTE), COLUMNS="80")
    lines = found.out.splitlines()
    assert lines[0] == "warning ice-ahead rests on"
    assert lines[1].endswith("warnings.yaml:1:1")
    assert lines[2:] == ["- W1.4: Two wheels and ice do not go together. From: Ways to work (a made-up",
                         "  town, 2020-01-01)."]


def test_all_sources(advisor: Advisor, base: RuleBase) -> None:
    for folder in (None, COMMUTE):
        rules = base if folder is None else load(folder)
        options = [] if folder is None else ["--rules", str(folder)]
        found = advisor("rules", "sources", *options, COLUMNS="40")
        assert (found.status, found.err) == (0, "")
        assert all(columns(line) <= 40 for line in found.out.splitlines())
        for name in rules.claims:
            assert f"{name} (" in found.out
        assert "! " not in found.out
        validator = Draft202012Validator(schema("rules-sources", rules))
        for name in ("", next(iter(rules.claims)), next(iter(rules.forms)), next(iter(rules.documents))):
            words = [name] if name else []
            document = json.loads(advisor("rules", "sources", *words, *options, "--format", "json").out)
            assert list(validator.iter_errors(document)) == []
            assert document["name"] == (name or None)


def test_what_is_not_used_as_it_should_be_is_marked(advisor: Advisor, tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    copytree(COMMUTE, folder)
    with (folder / "claims.yaml").open("a") as file:
        file.write("  W1.6: {kind: background, about: rest, claim: Nobody needs this.}\n")
    with (folder / "constraints.yaml").open() as file:
        text = file.read().replace("[W1.1]", "[W1.1, W1.5]")
    (folder / "constraints.yaml").write_text(text)
    steps = (folder / "set_up.yaml").read_text().replace("sources: [W1.5]", "sources: [{field: one must be seen}]")
    (folder / "set_up.yaml").write_text(steps)
    found = advisor("rules", "sources", "--rules", str(folder), COLUMNS="100").out
    assert "  ! nothing uses it\n  ! a claim of this kind must feed a glossary term; it does not\n" in found
    assert "  ! a claim of this kind must feed a set-up form; it does not\n" in found
    assert "6 claims: 1 unused, 2 not used as the kind demands.\n" in found


@pytest.mark.parametrize(("name", "hint"), [("W1.33", "Did you mean 'W1.3'?"), ("icee", "Did you mean 'ice'?"),
                                            ("zzzzzz", "lists every source")])
def test_an_unknown_name(advisor: Advisor, name: str, hint: str) -> None:
    found = advisor("rules", "sources", name, "--rules", str(COMMUTE))
    assert (found.status, found.out) == (2, "")
    assert hint in found.err


def test_an_rfc_by_its_number(advisor: Advisor) -> None:
    found = advisor("rules", "sources", "RFC 1939")
    assert found.status == 0
    assert found.out.startswith("RFCs\nRFC 1939\n")
    assert "RFC 1939 section 8: " in found.out
    assert "RFC 9051" not in found.out
