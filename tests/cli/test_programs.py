"""`--client` and `--provider` on the command line."""

from __future__ import annotations

import json

import pytest


@pytest.mark.parametrize(("word", "name"), [
    ("thunderbird", "thunderbird"), ("K-9", "thunderbird-android"), ("iPhone", "ios-mail"), ("other", "generic"),
    ("Apple Mail on a Mac", "apple-mail")])
def test_a_client_is_found_by_any_of_its_names(advisor, word: str, name: str) -> None:
    outcome = advisor("recommend", "--client", word, "--format", "json")
    assert outcome.status == 0, outcome.err
    assert json.loads(outcome.out)["client"]["id"] == name


@pytest.mark.parametrize(("word", "name", "offered"), [
    ("gmail", "gmail", "both"), ("googlemail.com", "gmail", "both"), ("a.person@icloud.com", "icloud", "imap"),
    ("Web.de", "web-de", "both"), ("other", "other", None)])
def test_a_provider_is_found_by_its_domain_and_answers(advisor, word: str, name: str, offered: str | None) -> None:
    outcome = advisor("recommend", "--provider", word, "--format", "json")
    assert outcome.status == 0, outcome.err
    document = json.loads(outcome.out)
    assert document["provider"]["id"] == name
    answer = document["answers"].get("offered")
    assert (answer and (answer["value"], answer["origin"])) == (offered and (offered, "provider"))
    assert word not in document["command"] or word == name


def test_a_flag_wins_over_the_provider_and_that_is_shown(advisor) -> None:
    outcome = advisor("recommend", "--provider", "icloud", "--offered", "both")
    assert outcome.status == 0
    assert "what is known of your provider" in " ".join(outcome.out.split())


def test_unknown_names_meet_the_nearest_and_the_way_for_any_other(advisor) -> None:
    outcome = advisor("recommend", "--client", "thunderbrid", "--provider", "qqqq")
    assert outcome.status == 2
    assert outcome.out == ""
    assert "Did you mean 'thunderbird'?" in outcome.err
    assert "--provider other" in outcome.err


@pytest.mark.parametrize(("word", "said"), [
    ("nosuch.example", "nosuch.example is not in our list. The report says what to ask it."),
    ("A.Person@nosuch.example", "nosuch.example is not in our list. The report says what to ask it."),
    ("me@intranet", "intranet is not in our list. The report says what to ask it."),
    ("gmial.com", "gmial.com is not in our list. Did you mean 'gmail.com'? The report says what to ask it.")])
def test_any_domain_is_fine_and_gets_what_to_ask(advisor, word: str, said: str) -> None:
    outcome = advisor("recommend", "--provider", word, "--format", "json")
    assert outcome.status == 0, outcome.err
    assert outcome.err == f"Note: {said}\n"
    document = json.loads(outcome.out)
    assert (document["provider"]["id"], document["command"]) == ("other", "advisor recommend --provider other")
    assert len(document["provider"]["ask"]) >= 5
    assert "nosuch" not in outcome.out


@pytest.mark.parametrize("word", ["nosuch", "a b.example", "@", ".example", "x@y z", "evil\x1b[2J.example"])
def test_what_is_no_domain_is_still_refused(advisor, word: str) -> None:
    outcome = advisor("recommend", "--provider", word)
    assert (outcome.status, outcome.out) == (2, "")
    assert "--provider other" in outcome.err
    assert "\x1b" not in outcome.err


def test_without_an_entry_for_all_others_a_domain_is_refused(advisor) -> None:
    outcome = advisor("recommend", "--rules", "tests/rulebases/commute", "--provider", "nosuch.example")
    assert outcome.status == 2
    assert "knows no providers" in outcome.err


def test_a_rule_base_without_programs_says_so(advisor) -> None:
    outcome = advisor("recommend", "--rules", "tests/rulebases/commute", "--client", "gmail")
    assert outcome.status == 2
    assert "knows no mail programs" in outcome.err


def test_the_same_again_gives_the_same(advisor) -> None:
    first = advisor("recommend", "--devices", "one", "--provider", "fastmail", "--client", "outlook-classic")
    command = next(line for line in first.out.splitlines() if line.startswith("advisor recommend"))
    assert advisor(*command.split()[1:]).out == first.out


@pytest.mark.parametrize(("flag", "word", "name"), [
    ("--client", "K-9 Mail", "thunderbird-android"), ("--client", "Wino Mail", "wino-mail"),
    ("--client", "Outlook for Windows (new)", "outlook-new"), ("--client", "Thunderbird for Android",
                                                               "thunderbird-android"),
    ("--provider", "hotmail", "outlook-com"), ("--provider", "Outlook.com", "outlook-com")])
def test_a_name_is_found_as_it_is_printed_and_in_its_parts(advisor, flag: str, word: str, name: str) -> None:
    outcome = advisor("recommend", flag, word, "--format", "json")
    assert outcome.status == 0, outcome.err
    assert json.loads(outcome.out)[flag[2:]]["id"] == name


@pytest.mark.parametrize(("word", "choices"), [
    ("outlook", ("outlook-classic", "outlook-new")), ("Outlook for Windows", ("outlook-classic", "outlook-new")),
    ("Apple Mail", ("apple-mail", "ios-mail"))])
def test_a_name_that_several_programs_have_is_refused_with_all_of_them(advisor, word: str,
                                                                       choices: tuple[str, ...]) -> None:
    outcome = advisor("recommend", "--client", word)
    assert (outcome.status, outcome.out) == (2, "")
    assert "can mean several mail programs" in outcome.err
    assert all(choice in outcome.err for choice in choices)


def test_every_printed_name_is_found(advisor, base) -> None:
    for flag, entries in (("--client", base.clients), ("--provider", base.providers)):
        for entry in entries.values():
            outcome = advisor("recommend", flag, entry.name, "--format", "json")
            assert json.loads(outcome.out)[flag[2:]]["id"] == entry.id


@pytest.mark.parametrize("form", ["text", "json", "markdown", "html", "ticket"])
def test_what_the_program_lacks_is_only_advised_in_another_program(advisor, form: str) -> None:
    found = advisor("recommend", "--client", "mailspring", "--format", form)
    said = " ".join(found.out.split())
    assert "otherwise it is POP3, in another program." in said
    assert "otherwise it is POP3." not in said
    other = " ".join(advisor("recommend", "--client", "thunderbird", "--format", form).out.split())
    assert "otherwise it is POP3." in other


def test_settings_are_folded_between_words_and_servers_stay_whole(advisor) -> None:
    found = advisor("recommend", "--devices", "several", "--provider", "gmail", COLUMNS="40")
    lines = found.out.splitlines()
    start = lines.index("Server: imap.gmail.com")
    assert all(len(line) <= 40 for line in lines[start:start + 5])
    assert 'Security: TLS from the start (often called "SSL/TLS")' in " ".join(lines)
