"""`advisor rules show` on the command line."""

from __future__ import annotations

import json
import shlex
from pathlib import Path
from shutil import copytree

import pytest
from jsonschema import Draft202012Validator

from advisor.report.page.fold import columns
from advisor.report.page.json_document import dumps
from advisor.report.rules.show_json import show_document
from advisor.report.rules.show_text import show_lines_of
from advisor.report.rules.show_words import share
from advisor.report.schemas.schema import schema
from advisor.rulebase.files import builtin_folder
from advisor.rulebase.load import load
from advisor.rulebase.model import RuleBase
from advisor.verify.showing.show import show
from advisor.verify.showing.things import every_thing, names
from tests.cli.conftest import Advisor

COMMUTE = Path(__file__).parent.parent / "rulebases" / "commute"
WALL = """\
wall ice
{place}:4:1
Applies where
- the street: "Icy"
It rules out Bicycle, whatever speaks for it.
Text: The street is icy.
Sources
- W1.4: Two wheels and ice do not go together. From: Ways to work (a made-up
  town, 2020-01-01).
What it refers to
- asks about question street
- rules out option bicycle
Cases
- It fires in 324 of 972 cases (33.3%); among the 96 in which every answer is
  known, 48 (50.0%).
  Smallest such case:
  advisor recommend --rules {folder} --street icy
"""


def test_a_wall_as_a_person_sees_it(advisor: Advisor) -> None:
    found = advisor("rules", "show", "ice", "--rules", str(COMMUTE), COLUMNS="80")
    assert (found.status, found.err) == (0, "")
    lines = found.out.splitlines(keepends=True)
    place = lines[1].rpartition(":4:1")[0]
    assert Path(place).name == "constraints.yaml"
    assert found.out.startswith(WALL.format(place=place, folder=COMMUTE))


def test_an_invariant_a_step_and_an_item(advisor: Advisor) -> None:
    text = advisor("rules", "show", "lights-at-night", "--rules", str(COMMUTE)).out
    assert 'Applies where all of these hold:\n- the advice is Bicycle\n- darkness: "Yes"\n' in text
    assert 'Always holds there\n- the set-up has "Lights" (lights)\n' in text
    assert "Never holds there\n- the advice is Bicycle\n" in advisor(
        "rules", "show", "no-bicycle-on-ice", "--rules", str(COMMUTE)).out
    step = advisor("rules", "show", "leave", "--rules", str(COMMUTE)).out
    assert "Applies where\n- in every case\n" in step
    assert "972 of 972 cases (100%)" in step
    assert "it decides nothing" in step
    item = advisor("rules", "show", "lights", "--rules", str(COMMUTE)).out
    assert 'Form both applies where all of these hold:\n- the advice is Bicycle\n' in item
    assert '\n- darkness: "Yes" or not known\n' in item


def test_every_id_fits_and_its_document_is_as_the_schema_says(advisor: Advisor, base: RuleBase) -> None:
    for folder in (None, COMMUTE):
        rules = base if folder is None else load(folder)
        options = [] if folder is None else ["--rules", str(folder)]
        validator = Draft202012Validator(schema("rules-show", rules))
        kinds = {}
        for thing in every_thing(rules):
            kinds.setdefault(thing.key.kind, thing.key.id)
        chosen = [*dict.fromkeys((*kinds.values(), *list(names(rules))[::13]))]
        for name in chosen:
            shown = show(rules, name)
            for width in (40, 80):
                lines = show_lines_of(rules, shown, width)
                assert [line.text for line in lines if columns(line.text) > width and line.style != "command"] == []
            document = json.loads(dumps(show_document(rules, name, shown)))
            assert list(validator.iter_errors(document)) == []
            assert {entry.get("rule", entry.get("id")) for entry in document["found"]} == {name}
        document = json.loads(advisor("rules", "show", chosen[0], *options, "--format", "json").out)
        assert list(validator.iter_errors(document)) == []


@pytest.mark.parametrize(("part", "whole", "words"), [
    (0, 972, "0%"), (1, 100_000, "under 0.1%"), (1, 1_000, "0.1%"), (1, 3, "33.3%"), (2, 3, "66.7%"), (1, 2, "50.0%"),
    (99_999, 100_000, "over 99.9%"), (999, 1_000, "99.9%"), (972, 972, "100%"), (0, 0, "0%")])
def test_shares_never_round_to_none_or_all(part: int, whole: int, words: str) -> None:
    assert share(part, whole) == words


def test_the_command_shown_replays(advisor: Advisor) -> None:
    document = json.loads(advisor("rules", "show", "heavy-load", "--rules", str(COMMUTE), "--format", "json").out)
    [thing] = document["found"]
    program, *words = shlex.split(thing["fires"]["witness"]["command"])
    assert program == "advisor"
    replayed = json.loads(advisor(*words, "--format", "json").out)
    assert [warning["id"] for warning in replayed["warnings"]] == ["heavy-load"]
    assert len(replayed["answers"]) == len(thing["fires"]["witness"]["case"])


@pytest.mark.parametrize(("name", "hint"), [("icee", "'ice'"), ("W1.44", "'W1.4'"), ("lights/bothh", "'lights/both'")])
def test_an_unknown_id_names_the_nearest(advisor: Advisor, name: str, hint: str) -> None:
    found = advisor("rules", "show", name, "--rules", str(COMMUTE))
    assert (found.status, found.out) == (2, "")
    assert f"Did you mean {hint}?" in found.err
    document = json.loads(advisor("rules", "show", name, "--rules", str(COMMUTE), "--format", "json").out or "{}")
    assert document == {} or document["errors"][0]["code"] == "unknown-id"


def test_bad_usage(advisor: Advisor, tmp_path: Path) -> None:
    assert advisor("rules", "show", "ice", "--format", "html").status == 2
    assert advisor("rules", "show", "zzzzzz").status == 2
    found = advisor("rules", "show", "ice", "--rules", str(COMMUTE), "--output", str(tmp_path / "gone" / "x"))
    assert found.status == 2


def test_rule_tests_beside_the_rules_are_read(advisor: Advisor, tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    copytree(COMMUTE, folder)
    (folder / "tests").mkdir()
    file = folder / "tests" / "some.yaml"
    file.write_text("icy-day: {story: Ice., answers: {street: icy}, because: [W1.4], expect: {fires: [ice]}}\n")
    text = advisor("rules", "show", "ice", "--rules", str(folder)).out
    assert "Rule tests\n- named in 1 test: icy-day\n- fires in 1 test: icy-day\n" in text
    assert "- named in no test\n- fires in no test\n" in advisor("rules", "show", "no-bus", "--rules", str(folder)).out
    assert "- a reason for 1 test: icy-day\n" in advisor("rules", "show", "W1.4", "--rules", str(folder)).out
    file.write_text("icy-day: {story: Ice., answers: {street: icey}, because: [W1.4], expect: {fires: [ice]}}\n")
    found = advisor("rules", "show", "ice", "--rules", str(folder))
    assert found.status == 2
    assert "some.yaml:1:" in found.err


def test_text_from_rules_is_data(advisor: Advisor, tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    copytree(COMMUTE, folder)
    file = folder / "constraints.yaml"
    file.write_text(file.read_text().replace("The street is icy.", '"[red]Ice[/red] 100 % <b>"'))
    found = advisor("rules", "show", "ice", "--rules", str(folder))
    assert "Text: [red]Ice[/red] 100 % <b>\n" in found.out


def test_the_built_in_rules_need_no_flag(advisor: Advisor, base: RuleBase) -> None:
    name = next(iter(base.constraints))
    document = json.loads(advisor("rules", "show", name, "--format", "json").out)
    assert "--rules" not in document["found"][0]["fires"]["witness"]["command"]
    assert document["rule_base"]["sha256"] == load(builtin_folder()).sha256
