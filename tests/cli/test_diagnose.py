"""`advisor diagnose`: flags, files, formats, the interview in plain lines, and every way it can be stopped."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import jsonschema
import pytest

from advisor.cli.commands.diagnose import OPTIONS
from advisor.cli.files.flags import RECOMMEND_OPTIONS
from advisor.report.page.command_line import flag_of
from advisor.report.schemas.schema import schema
from advisor.rulebase.files import builtin_folder
from advisor.rulebase.load import load
from tests.cli.conftest import Advisor

BASE = load(builtin_folder() / "missing-mail")


def test_flags_give_what_is_left(advisor: Advisor) -> None:
    found = advisor("diagnose", "--current", "imap", "--in-webmail", "junk", "--format", "json")
    assert (found.status, found.err) == (0, "")
    document = json.loads(found.out)
    jsonschema.validate(document, schema("diagnosis", load(builtin_folder())))
    states = {cause["id"]: cause["state"] for cause in document["causes"]}
    assert set(states) | set(document["excluded"]) == set(BASE.warnings)
    assert not set(states) & set(document["excluded"])
    assert document["elsewhere"] == {"current": "imap"}
    assert document["next_test"]["question"] in BASE.questions


def test_nothing_known_leaves_everything_and_says_stop(advisor: Advisor) -> None:
    document = json.loads(advisor("diagnose", "--no-input", "--format", "json").out)
    assert len(document["causes"]) == len(BASE.warnings)
    assert document["verdict"]["option"] == "stop"  # the safe reading
    assert document["next_test"]["question"] == "current"


def test_contradicting_answers_are_said_with_what_to_look_at_again(advisor: Advisor) -> None:
    found = advisor("diagnose", "--in-webmail", "inbox", "--bounce", "full")
    assert found.status == 0
    assert found.out.startswith("Some of your answers do not fit together\n")
    assert "Look again at: found in webmail and sender's notice." in found.out
    document = json.loads(advisor("diagnose", "--in-webmail", "inbox", "--bounce", "full", "--format", "json").out)
    jsonschema.validate(document, schema("diagnosis", load(builtin_folder())))
    assert len(document["causes"]) == len(BASE.warnings)
    assert document["contradicting"] == ["in_webmail", "bounce"]
    assert document["clashes"] == [["in_webmail", "bounce"]]


@pytest.mark.parametrize("answers", [
    ("--error", "sign_in", "--helps", "online"), ("--current", "pop", "--in-webmail", "inbox", "--helps", "online"),
    ("--misses", "webmail", "--in-webmail", "inbox"), ("--in-webmail", "nowhere", "--misses", "programs")])
def test_nothing_is_certain_where_answers_contradict_each_other(answers: tuple[str, ...], advisor: Advisor) -> None:
    for report_format in ("text", "markdown", "html", "ticket"):
        found = advisor("diagnose", *answers, "--format", report_format)
        assert found.status == 0
        assert "This is it" not in found.out
        again = "Could you look once more at this" if report_format == "ticket" else "Look again at"
        assert again in found.out
    document = json.loads(advisor("diagnose", *answers, "--format", "json").out)
    assert {cause["state"] for cause in document["causes"]} == {"possible"}
    assert len(document["contradicting"]) == 2


@pytest.mark.parametrize(("entry", "said"), [
    ("[{current: pop}]", "names answers to two questions"),
    ("[{current: pop, helps: [online, open]}]", "two questions"),
    ("[{current: pop, verdict: stop}]", "verdict"), ("[{any: [{current: pop}, {helps: online}]}]", "two questions"),
    ("[{current: pop, helps: onlin}]", "online")])
def test_a_fault_in_contradictions_is_said(advisor: Advisor, tmp_path: Path, entry: str, said: str) -> None:
    folder = tmp_path / "rules"
    shutil.copytree(builtin_folder(), folder)
    file = folder / "missing-mail" / "rulebase.yaml"
    file.write_text(file.read_text().partition("contradictions:")[0] + f"contradictions: {entry}\n")
    found = advisor("diagnose", "--rules", str(folder))
    assert found.status == 2
    assert said in found.err


def test_the_command_in_the_report_gives_the_same_report(advisor: Advisor) -> None:
    first = advisor("diagnose", "--current", "pop", "--quota", "full", "--format", "json")
    words = json.loads(first.out)["command"].split()[1:]
    again = advisor(*words, "--format", "json")
    assert again.out == first.out


@pytest.mark.parametrize("report_format", ["text", "markdown", "ticket"])
def test_every_format_names_the_causes_and_the_dangers(report_format: str, advisor: Advisor) -> None:
    found = advisor("diagnose", "--current", "mixed", "--in-webmail", "nowhere", "--format", report_format)
    assert (found.status, found.err) == (0, "")
    text = " ".join(found.out.split())
    assert BASE.options["stop"].headline in text
    musts = [step.text for step in BASE.steps.values() if "remove and re-add" in step.text]
    assert any(" ".join(must.split()) in text for must in musts)
    if report_format != "ticket":
        assert BASE.warnings["two-kinds-of-access"].text in text
    else:
        assert "two-kinds-of-access" in text
        assert "NOTE FOR COLLEAGUES" in text
        assert "REPLY TO THE CUSTOMER" in text


@pytest.mark.parametrize("width", ["40", "80"])
def test_no_line_of_prose_is_wider_than_the_screen(width: str, advisor: Advisor) -> None:
    for answers in ((), ("--current", "imap", "--in-webmail", "junk"), ("--in-webmail", "inbox", "--bounce", "full")):
        lines = advisor("diagnose", *answers, COLUMNS=width).out.splitlines()
        wide = [line for line in lines if len(line) > int(width) and not line.startswith("advisor ")]
        assert wide == []


def test_an_answers_file_of_the_other_rules_is_understood(advisor: Advisor, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("devices: several\ncurrent: pop\n")
    document = json.loads(advisor("diagnose", "--answers", str(tmp_path / "case.yaml"), "--format", "json").out)
    assert document["answers"] == {"current": {"value": "pop", "origin": "file", "label": "kinds of access",
                                               "text": "By POP3, in every program"}}
    (tmp_path / "case.yaml").write_text("devces: several\n")
    assert advisor("diagnose", "--answers", str(tmp_path / "case.yaml")).status == 2


@pytest.mark.parametrize(("words", "said"), [
    (("--in-webmail", "jnk"), "junk"), (("--in-webmial", "junk"), "--in-webmail"), (("--format", "htm"), "markdown")])
def test_bad_words_meet_the_nearest_good_one(words: tuple[str, str], said: str, advisor: Advisor) -> None:
    found = advisor("diagnose", *words)
    assert (found.status, found.out) == (2, "")
    assert said in found.err


@pytest.mark.parametrize(("word", "said"), [
    ("--client", "--client belongs to 'advisor recommend'."), ("--sorces", "Did you mean '--sources'?"),
    ("--answrs", "Did you mean '--answers'?")])
def test_only_options_of_this_command_are_proposed(word: str, said: str, advisor: Advisor) -> None:
    found = advisor("diagnose", word, "thunderbird")
    assert (found.status, found.out) == (2, "")
    assert f"There is no option {word} of 'advisor diagnose'. {said}" in found.err


@pytest.mark.parametrize(("command", "options", "questions"), [
    ("diagnose", OPTIONS, "missing-mail"), ("recommend", RECOMMEND_OPTIONS, "")])
def test_the_options_that_are_proposed_are_those_there_are(
        command: str, options: tuple[str, ...], questions: str, advisor: Advisor,
        capsys: pytest.CaptureFixture[str]) -> None:
    flags = {flag_of(name) for name in load(builtin_folder() / questions).questions}
    assert advisor(command, "--help").status == 0
    shown = set(re.findall(r"^ +(--[a-z-]+)", capsys.readouterr().out, re.MULTILINE))
    assert shown - flags - {"--help"} == set(options) - {"--help"}


def test_another_rule_base_brings_its_own_causes_or_says_it_has_none(advisor: Advisor) -> None:
    commute = Path(__file__).parent.parent / "rulebases" / "commute"
    found = advisor("diagnose", "--rules", str(commute))
    assert found.status == 2
    assert "missing-mail" in found.err


def test_sources_are_named(advisor: Advisor) -> None:
    found = advisor("diagnose", "--current", "mixed", "--in-webmail", "nowhere", "--bounce", "no", "--sources")
    assert "From: " in found.out
    assert "D4.9" in found.out


def flags(answers: dict[str, str]) -> list[str]:
    return [word for name, value in answers.items() for word in ("--" + name.replace("_", "-"), value)]


FULL = {"current": "pop", "in_webmail": "nowhere", "quota": "full", "bounce": "full", "missing": "new"}
COLLECTED = {"current": "none", "in_webmail": "nowhere", "elsewhere": "mailbox", "quota": "ample", "bounce": "no",
             "missing": "new", "test_mail": "absent", "filters": "none", "sign_ins": "known", "route": "collected"}


@pytest.mark.parametrize(("answers", "command"), [
    (FULL, "advisor switch mailbox-full --current pop --quota full"),
    (COLLECTED, "advisor switch gmail-collector --current none --quota ample"),
    ({"current": "mixed"}, "advisor switch mixed --current mixed")])
@pytest.mark.parametrize("report_format", ["text", "markdown", "html", "ticket"])
def test_a_cause_leads_on_to_the_change_that_puts_it_right(advisor: Advisor, answers: dict[str, str], command: str,
                                                           report_format: str) -> None:
    found = advisor("diagnose", *flags(answers), "--format", report_format)
    assert (found.status, found.err) == (0, "")
    assert found.out.count(command) == 1
    assert advisor(*command.split()[1:]).status == 0  # and it works as it stands


def test_a_change_is_not_named_for_a_cause_that_is_far_down_the_list(advisor: Advisor) -> None:
    assert "advisor switch" not in advisor("diagnose", "--missing", "folders").out


def test_changes_are_named_only_where_the_rules_for_switching_are(advisor: Advisor, tmp_path: Path) -> None:
    shutil.copytree(builtin_folder(), tmp_path / "rules")
    words = ["diagnose", *flags(FULL), "--rules", str(tmp_path / "rules")]
    assert f"advisor switch mailbox-full --rules {tmp_path / 'rules'} --current pop" in advisor(*words).out
    shutil.rmtree(tmp_path / "rules" / "switching")
    found = advisor(*words)
    assert (found.status, "advisor switch" in found.out) == (0, False)


def test_a_change_that_is_not_there_is_found_by_the_check(advisor: Advisor, tmp_path: Path) -> None:
    shutil.copytree(builtin_folder(), tmp_path / "rules")
    inner = tmp_path / "rules" / "missing-mail"
    file = inner / "warnings.yaml"
    file.write_text(file.read_text().replace("procedure: mailbox-full", "procedure: mailbox-fill"))
    found = advisor("rules", "check", "--rules", str(inner), "--format", "json")
    [fault] = [entry for entry in json.loads(found.out)["findings"] if entry["code"] == "unknown-procedure"]
    assert found.status == 1
    assert "mailbox-full" in fault["fix"]
    assert advisor("diagnose", *flags(FULL), "--rules", str(tmp_path / "rules")).status == 0
    shutil.rmtree(tmp_path / "rules" / "switching")
    again = advisor("rules", "check", "--rules", str(inner), "--format", "json")
    assert "unknown-procedure" not in again.out


@pytest.mark.parametrize(("entry", "said"), [
    ("[current, {bounce: {in_webmail: nowere}}]", "nowhere"), ("[{bounse: {in_webmail: nowhere}}]", "bounce"),
    ("[current, [quota]]", "ask_first must list questions"), ("[{bounce: {verdict: stop}}]", "verdict")])
def test_a_fault_in_ask_first_is_said(advisor: Advisor, tmp_path: Path, entry: str, said: str) -> None:
    shutil.copytree(builtin_folder(), tmp_path / "rules")
    file = tmp_path / "rules" / "missing-mail" / "rulebase.yaml"
    file.write_text(file.read_text().partition("ask_first:")[0] + f"ask_first: {entry}\n")
    found = advisor("rules", "check", "--rules", str(file.parent))
    assert found.status == 1
    assert said in " ".join(found.out.split())
