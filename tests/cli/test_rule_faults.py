"""A rule base with a fault of form: file, line, column, all faults at once, the nearest valid word."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from advisor.rulebase.load import builtin_folder


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of the built-in rules to spoil."""
    folder = tmp_path / "rules"
    shutil.copytree(builtin_folder(), folder)
    return folder


def append(rules: Path, file: str, text: str) -> int:
    """Adds `text` at the end of a rule file; gives back the number of its first line."""
    path = rules / f"{file}.yaml"
    content = path.read_text()
    path.write_text(content + text)
    return content.count("\n") + 1


CASES = {
    "unknown question": ("evidence", "new-rule:\n  when: {divices: one}\n  speaks_for: imap\n  strength: slight\n"
                         "  text: T.\n  sources: [D1.14]\n", 1, 10, "Did you mean 'devices'?"),
    "unknown value": ("evidence", "new-rule:\n  when: {devices: on}\n  speaks_for: imap\n  strength: slight\n"
                      "  text: T.\n  sources: [D1.14]\n", 1, 19, "Did you mean 'one'?"),
    "unknown claim": ("evidence", "new-rule:\n  when: {devices: one}\n  speaks_for: imap\n  strength: slight\n"
                      "  text: T.\n  sources: [D1.114]\n", 5, 13, "Did you mean"),
    "unknown strength": ("evidence", "new-rule:\n  when: {devices: one}\n  speaks_for: imap\n  strength: strongish\n"
                         "  text: T.\n  sources: [D1.14]\n", 3, 13, "Did you mean 'strong'?"),
    "unknown option": ("evidence", "new-rule:\n  when: {devices: one}\n  speaks_for: imp\n  strength: slight\n"
                       "  text: T.\n  sources: [D1.14]\n", 2, 15, "Did you mean 'imap'?"),
    "unknown key": ("evidence", "new-rule:\n  whenn: {devices: one}\n  speaks_for: imap\n  strength: slight\n"
                    "  text: T.\n  sources: [D1.14]\n", 1, 3, "Did you mean 'when'?"),
    "no source": ("evidence", "new-rule:\n  when: {devices: one}\n  speaks_for: imap\n  strength: slight\n"
                  "  text: T.\n  sources: []\n", 5, 12, "names no source"),
    "unmarked doubt": ("evidence", "new-rule:\n  when: {devices: one}\n  speaks_for: imap\n  strength: slight\n"
                       "  text: T.\n  sources: [D4.7]\n", 5, 13, "carries a doubt"),
    "duplicate id": ("evidence", "one-device:\n  when: always\n", 0, 1, "a second time"),
    "ill-formed id": ("evidence", "New Rule:\n  when: {devices: one}\n  speaks_for: imap\n  strength: slight\n"
                      "  text: T.\n  sources: [D1.14]\n", 0, 1, "cannot be an id"),
    "empty condition": ("evidence", "new-rule:\n  when: {}\n  speaks_for: imap\n  strength: slight\n"
                        "  text: T.\n  sources: [D1.14]\n", 1, 9, "is empty"),
    "unknown set-up item": ("warnings", "new-warning:\n  when: {set_up: leave-on-servr}\n  rank: 1\n  text: T.\n"
                            "  avert: A.\n  sources: [D1.14]\n", 1, 18, "Did you mean 'leave-on-server'?"),
    "unknown placeholder": ("set_up", "new-item:\n  name: N\n  forms:\n    plain:\n      when: always\n"
                            "      text: \"{dayz} days\"\n      params: {days: 3}\n      sources: [D1.14]\n", 3, 5,
                            "Did you mean 'days'?"),
    "syntax": ("evidence", "new-rule: [\n", 1, 1, "not YAML"),
    "alias": ("evidence", "new-rule: *other\n", 0, 11, "aliases are not used"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_fault_is_said_with_its_place_and_its_cure(advisor, rules: Path, name: str) -> None:
    file, text, line, column, expected = CASES[name]
    first = append(rules, file, text)
    outcome = advisor("recommend", "--rules", str(rules))
    assert outcome.status == 2
    assert outcome.out == ""
    assert expected in outcome.err, outcome.err
    assert f"{file}.yaml:{first + line}:{column}:" in outcome.err, outcome.err


def test_all_faults_of_all_files_are_said_at_once(advisor, rules: Path) -> None:
    first = append(rules, "evidence", CASES["unknown question"][1])
    second = append(rules, "warnings", CASES["unknown set-up item"][1])
    third = append(rules, "steps", "check-room:\n  when: always\n")
    claims = rules / "claims.yaml"
    claims.write_text(claims.read_text().replace("kind: decision", "kind: decicion", 1))
    err = advisor("recommend", "--rules", str(rules)).err
    assert f"evidence.yaml:{first + 1}:" in err
    assert f"warnings.yaml:{second + 1}:" in err
    assert f"steps.yaml:{third}:1: 'check-room' stands here a second time." in err
    assert "'decision'" in err


def test_forms_that_depend_on_each_other_in_a_circle(advisor, rules: Path) -> None:
    append(rules, "set_up", "first:\n  name: N\n  forms:\n    f: {when: {set_up: second}, text: T., sources: [D1.14]}\n"
           "second:\n  name: N\n  forms:\n    f: {when: {set_up: first}, text: T., sources: [D1.14]}\n")
    assert advisor("recommend", "--rules", str(rules)).err.count("depends on itself") == 2


def test_a_folder_without_rules(advisor, tmp_path: Path) -> None:
    assert "not a folder with rules" in advisor("recommend", "--rules", str(tmp_path / "none")).err
    outcome = advisor("recommend", ADVISOR_RULES=str(tmp_path))
    assert outcome.status == 2
    assert "rulebase.yaml: This rule file is missing." in outcome.err


def test_another_rule_base_brings_its_own_flags_and_is_never_served_from_an_older_cache(advisor, rules: Path) -> None:
    questions = rules / "questions.yaml"
    assert advisor("recommend", "--rules", str(rules), "--devices", "several").status == 0
    questions.write_text(questions.read_text().replace("ask: \"On how many", "ask: \"Over how many", 1))
    assert advisor("recommend", "--rules", str(rules), "--devices", "several").status == 0
    import contextlib
    import io

    page = io.StringIO()
    with contextlib.redirect_stdout(page):
        advisor("recommend", "--rules", str(rules), "--help")
    assert "Over how many" in page.getvalue()


def test_a_damaged_cache_is_as_if_it_were_not_there(advisor, tmp_path: Path) -> None:
    good = advisor("recommend", "--devices", "several")
    caches = sorted((tmp_path / "cache").glob("rules-*.json"))
    assert len(caches) == 2  # the report ends with the way on to the rules about missing mail
    for cache in caches:
        for damage in (b"", b"{}", cache.read_bytes()[:-100], cache.read_bytes().replace(b"imap", b"pop3")):
            cache.write_bytes(damage)
            assert advisor("recommend", "--devices", "several") == good
        assert cache.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("file", ["constraints", "evidence", "questions", "rulebase", "claims"])
@pytest.mark.parametrize("content", ["", "# nothing\n", "{}\n"])
def test_an_empty_rule_file_is_refused(advisor, rules: Path, file: str, content: str) -> None:
    (rules / f"{file}.yaml").write_text(content)
    outcome = advisor("recommend", "--offered", "pop", "--rules", str(rules))
    assert outcome.status == 2
    assert f"{file}.yaml:1:1: This file holds no entries." in outcome.err
    assert outcome.err.count("\n") == 1
