"""`advisor switch`: the list, the five screens, JSON by its schema, boxes to tick, and every bad input."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from advisor.engine.case import case_of
from advisor.report.page.facts import RuleBaseId
from advisor.report.page.fold import columns
from advisor.report.page.terminal import plain
from advisor.report.procedure.procedure import procedure_of, procedures
from advisor.report.procedure.text import list_lines, procedure_lines
from advisor.report.schemas.schema import schema
from advisor.rulebase.files import builtin_folder
from advisor.rulebase.load import load
from advisor.rulebase.model import RuleBase

RULES = load(builtin_folder() / "switching")
COMMUTE = load(Path(__file__).parent.parent / "rulebases" / "commute")
GOLDEN = Path(__file__).parent / "golden"
NAMES = [known.id for known in procedures(RULES)]
SITUATIONS = {
    "pop-to-imap": {"offered": "both", "devices": "several", "people": "one", "quota": "ample", "local_mail": "yes",
                    "fits": "all", "sorting": "yes", "program": "thunderbird", "time": "evening"},
    "imap-to-pop": {"offered": "both", "devices": "one", "people": "one", "folders": "yes", "quota": "ample",
                    "sorting": "no", "program": "outlook", "local_space": "ample", "local_backup": "regular"},
    "mailbox-full": {"devices": "several", "people": "one", "current": "mixed", "quota": "full",
                     "local_space": "ample", "local_backup": "unreliable"},
    "mixed": {"offered": "pop", "devices": "several", "local_backup": "regular", "program": "apple"},
    "gmail-collector": {"forwarding": "yes", "quota": "tight"},
}


def told(name: str):  # type: ignore[no-untyped-def]
    found = procedure_of(RULES, case_of({"procedure": name, **SITUATIONS[name]}))
    return found._replace(program_version="0.0.0", rule_base=RuleBaseId(RULES.name, "0.0.0", "0" * 64))


@pytest.mark.parametrize("name", NAMES)
def test_screen(name: str) -> None:
    """Read line by line; ADVISOR_GOLDEN=write keeps a new one."""
    screen = plain(procedure_lines(told(name), width=80))
    path = GOLDEN / f"{name}-80.txt"
    if os.environ.get("ADVISOR_GOLDEN") == "write":
        path.write_text(screen, encoding="utf-8")
    assert screen == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("name", NAMES)
def test_no_line_but_the_command_is_too_wide(name: str, width: int) -> None:
    lines = [*procedure_lines(told(name), width=width, sources=True), *list_lines(procedures(RULES), width=width)]
    assert [line.text for line in lines if line.style != "command" and columns(line.text) > width] == []


def test_without_a_procedure_all_are_listed(advisor) -> None:  # type: ignore[no-untyped-def]
    outcome = advisor("switch")
    assert outcome.status == 0
    assert all(name in outcome.out for name in SITUATIONS)
    listed = json.loads(advisor("switch", "--format", "json").out)
    assert [entry["id"] for entry in listed["procedures"]] == list(SITUATIONS)
    Draft202012Validator(schema("procedures", RULES)).validate(listed)


@pytest.mark.parametrize("name", NAMES)
def test_json_keeps_to_its_schema_and_gives_itself_again(advisor, name: str) -> None:  # type: ignore[no-untyped-def]
    flags = [word for key, value in SITUATIONS[name].items() for word in (f"--{key.replace('_', '-')}", value)]
    outcome = advisor("switch", name, *flags, "--format", "json")
    assert (outcome.status, outcome.err) == (0, "")
    document = json.loads(outcome.out)
    Draft202012Validator(schema("procedure", RULES)).validate(document)
    assert advisor(*document["command"].split()[1:], "--format", "json").out == outcome.out
    again = json.loads(advisor("switch", "--answers", "-", "--format", "json", stdin=outcome.out.encode()).out)
    assert (again["steps"], again["advice"]) == (document["steps"], document["advice"])


@pytest.mark.parametrize("change", [
    lambda document: document["steps"][0].update(level="may"),
    lambda document: document["steps"][0].pop("danger"),
    lambda document: document["advice"].update(ready="yes"),
    lambda document: document.update(schema="advisor.procedure/2"),
])
def test_a_wrong_document_is_refused(advisor, change) -> None:  # type: ignore[no-untyped-def]
    document = json.loads(advisor("switch", "mixed", "--format", "json").out)
    change(document)
    assert not Draft202012Validator(schema("procedure", RULES)).is_valid(document)


@pytest.mark.parametrize("name", NAMES)
def test_needs_name_earlier_steps_or_what_was_said(name: str) -> None:
    for stage in told(name).steps:
        for need in stage.needs:
            assert need.steps or need.text, (stage.id, need.id)
            assert all(number < stage.number for number in need.steps)


def test_not_yet_comes_first_with_its_reasons(advisor) -> None:  # type: ignore[no-untyped-def]
    lines = advisor("switch", "imap-to-pop", "--devices", "3", "--local-backup", "unreliable").out.splitlines()
    assert "not yet" in lines[0]
    text = " ".join(lines)
    reasons = [text.index("POP3 is safe on one device only"), text.index("your device will hold the only copy")]
    assert max(reasons) < text.index("1. [must]")


def test_what_is_still_open_and_matters_is_named(advisor) -> None:  # type: ignore[no-untyped-def]
    document = json.loads(advisor("switch", "gmail-collector", "--format", "json").out)
    assert [point["question"] for point in document["open"]] == ["quota", "forwarding"]


def test_a_checklist_has_a_box_for_each_step_and_each_check(advisor) -> None:  # type: ignore[no-untyped-def]
    steps = json.loads(advisor("switch", "mailbox-full", "--format", "json").out)["steps"]
    page = advisor("switch", "mailbox-full", "--checklist").out
    assert len(re.findall(r"(?m)^- \[ \] \*\*\d+\.\*\* ", page)) == len(steps)
    assert len(re.findall(r"(?m)^  - \[ \] Check: ", page)) == len(steps)
    assert "[ ]" not in advisor("switch", "mailbox-full", "--format", "markdown").out


def test_sources_are_named_on_request(advisor) -> None:  # type: ignore[no-untyped-def]
    for more in ([], ["--checklist"]):
        assert "D4.3" in advisor("switch", "mailbox-full", "--sources", *more).out
        assert "D4.3" not in advisor("switch", "mailbox-full", *more).out


@pytest.mark.parametrize(("words", "expected"), [
    (["pop-to-imapp"], "Did you mean 'pop-to-imap'?"),
    (["mixed", "--device", "one"], "--devices"),
    (["mixed", "--devices", "lots"], "Valid: one, several"),
    (["mixed", "--format", "html"], "Valid: text, json, markdown"),
    (["mixed", "--checklist", "--format", "json"], "--checklist"),
    (["mixed", "--rules", "nowhere"], "nowhere/switching"),
    (["mixed", "mixed"], "advisor switch --help"),
])
def test_bad_input_meets_a_clear_error(advisor, words: list[str], expected: str) -> None:  # type: ignore[no-untyped-def]
    outcome = advisor("switch", *words)
    assert (outcome.status, outcome.out) == (2, "")
    assert expected in outcome.err


def test_other_rules_are_taken_from_their_folder(advisor, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    mine = tmp_path / "mine"
    shutil.copytree(builtin_folder(), mine)
    path = mine / "switching" / "questions.yaml"
    text = path.read_text(encoding="utf-8").replace("Make room in a full mailbox", "Tidy up")
    path.write_text(text, encoding="utf-8")
    assert "Tidy up" in advisor("switch", "--rules", str(mine)).out
    assert f"--rules {mine}" in advisor("switch", "mixed", "--rules", str(mine)).out
    (mine / "claims.yaml").unlink()
    assert "claims.yaml" in advisor("switch", "--rules", str(mine)).err, "nothing stands in for a missing file"


def test_any_rule_base_can_be_told_in_steps() -> None:
    base: RuleBase = COMMUTE
    first = next(iter(base.questions.values()))
    for value in first.value_ids:
        lines = procedure_lines(procedure_of(base, case_of({first.id: value})), width=40)
        assert lines[0].text.startswith(first.value(value).text[:10])


ABOVE = load(builtin_folder())


@pytest.mark.parametrize(("client", "value"), [
    ("thunderbird", "thunderbird"), ("outlook-classic", "outlook"), ("outlook-new", "outlook"), ("apple-mail", "apple"),
    ("wino", "other"), ("other", "other"), ("iphone", None)])
def test_a_client_answers_which_program_it_is(advisor, client: str, value: str | None) -> None:  # type: ignore[no-untyped-def]
    outcome = advisor("switch", "pop-to-imap", "--client", client, "--format", "json")
    assert outcome.status == 0, outcome.err
    document = json.loads(outcome.out)
    assert document["answers"].get("program", {}).get("value") == value


def test_what_a_client_answers_is_a_value_there_is() -> None:
    for client in ABOVE.clients.values():
        for question, value in client.answers.items():
            assert value in RULES.questions[question].value_ids, client.id
    on_phones = {"ios-mail", "thunderbird-android", "gmail-app"}
    assert {client.id for client in ABOVE.clients.values() if not client.answers} == on_phones


def test_a_provider_answers_what_is_offered_and_the_person_wins(advisor) -> None:  # type: ignore[no-untyped-def]
    document = json.loads(advisor("switch", "imap-to-pop", "--provider", "icloud", "--format", "json").out)
    offered = document["answers"]["offered"]
    assert (offered["value"], offered["origin"]) == ("imap", "provider")
    assert document == json.loads(advisor(
        "switch", "imap-to-pop", "--provider", "me@icloud.com", "--format", "json").out)
    document = json.loads(advisor("switch", "imap-to-pop", "--provider", "icloud", "--offered", "both", "--client",
                                  "outlook-classic", "--program", "apple", "--format", "json").out)
    assert {name: document["answers"][name]["value"] for name in ("offered", "program")} == {
        "offered": "both", "program": "apple"}


def test_unknown_programs_and_providers_are_told(advisor) -> None:  # type: ignore[no-untyped-def]
    outcome = advisor("switch", "mixed", "--client", "thunderbrid", "--provider", "qqqq")
    assert (outcome.status, outcome.out) == (2, "")
    assert "Did you mean 'thunderbird'?" in outcome.err
    assert "--provider other" in outcome.err
    outcome = advisor("switch", "mixed", "--provider", "nosuch.example")
    assert outcome.status == 0
    assert "nosuch.example is not in our list. 'advisor recommend --provider ...' says what to ask it." in outcome.err
    assert "nosuch" not in outcome.out


def test_a_case_with_provider_and_program_is_replayed(advisor, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = str(tmp_path / "case.yaml")
    first = advisor("switch", "pop-to-imap", "--provider", "icloud", "--client", "apple-mail", "--save", file)
    assert first.status == 0, first.err
    again = advisor("replay", file, "--show")
    assert (again.status, again.out) == (0, first.out), again.err
