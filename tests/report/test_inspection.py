"""The report of an inspection: whole screens, and what a hostile server can do to it (nothing)."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt

from advisor.mailbox.found import Denied, Folder, Inspection
from advisor.mailbox.words import trouble
from advisor.report.inspection.inspection import MailboxReport, mailbox_report
from advisor.report.inspection.json import inspection_document
from advisor.report.inspection.markdown import inspection_markdown
from advisor.report.inspection.text import brief_lines, inspection_lines
from advisor.report.page.facts import RuleBaseId
from advisor.report.page.fold import columns
from advisor.report.page.json_document import dumps
from advisor.report.page.terminal import plain
from advisor.report.schemas.schema import schema
from advisor.rulebase.model import RuleBase
from tests.report.inspections import BOX, IMAP, INSPECTIONS, POP, WHERE

GOLDEN = Path(__file__).parent / "golden_inspection"
HOSTILE = ["\x1b[2J\x1b]0;you\x07", "\x9b31m", "a\r\nadvisor: all is well", "\u202egnp.exe",
           "<script>alert(1)</script>",
           "[red]bold[/red]", "**[x](https://evil.test)** `a`", "| a | b |", "# heading", "\x00\x7f", "\ud800", "&amp;",
           "日本語" * 50, "x" * 100_000, "", " ", "{quota_percent}", "%s%n"]


def told(base: RuleBase, found: Inspection) -> MailboxReport:
    report = mailbox_report(base, found, measured_at="2031-04-05T12:30:00Z")
    return report._replace(program_version="0.0.0", rule_base=RuleBaseId(report.rule_base.name, "0.0.0", "0" * 64))


@pytest.mark.parametrize("form", ["80", "40", "md"])
@pytest.mark.parametrize("name", INSPECTIONS)
def test_screen(base: RuleBase, name: str, form: str) -> None:
    report = told(base, INSPECTIONS[name])
    onward, diagnose = "advisor --answers measured.json", "advisor diagnose --ask" if report.signs else ""
    screen = (inspection_markdown(report, onward=onward, diagnose=diagnose, sources=True) if form == "md" else
              plain(inspection_lines(report, int(form), onward=onward, diagnose=diagnose, sources=form == "40")))
    path = GOLDEN / (f"{name}.md" if form == "md" else f"{name}-{form}.txt")
    if os.environ.get("ADVISOR_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(screen, encoding="utf-8")
    assert screen == path.read_text(encoding="utf-8")
    if form != "md":
        assert max(map(columns, screen.splitlines())) <= int(form)


def test_every_screen_belongs_to_an_inspection() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {
        f"{name}{end}" for name in INSPECTIONS for end in ("-80.txt", "-40.txt", ".md")}


def hostile(name: str) -> Inspection:
    """One that carries `name` wherever a server or DNS can put words."""
    folder = Folder(name, 1, 1, name, None, True)
    server = IMAP._replace(place=IMAP.place._replace(said_by=name, user=name), capabilities=(name,), sign_in=(name,),
                           tls_version=name, certificate_until=name)
    return INSPECTIONS["all-that-can-be"]._replace(
        imap=BOX._replace(folders=(folder,), folders_listed=1, capabilities=(name,)), servers=(server,))


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: ascii(name[:12]))
def test_no_word_of_a_server_does_anything(base: RuleBase, name: str) -> None:
    report = told(base, hostile(name))
    for width in (80, 40, 20):
        lines = inspection_lines(report, width, onward="advisor", sources=True) + brief_lines(report, width)
        assert all(line.text.isprintable() or "\u200d" in line.text for line in lines)
        assert max(columns(line.text) for line in lines if line.style != "command") <= width
    markdown = inspection_markdown(report, onward="advisor", sources=True)
    assert all(char.isprintable() or char == "\n" for char in markdown)
    page = MarkdownIt("commonmark", {"html": True}).enable("table").render(markdown)
    for active in ("<script", "<a ", "<img", "evil.test\""):
        assert active not in page
    text = dumps(inspection_document(report))
    assert text.isascii()
    assert not set(text) - {"\n"} & set(map(chr, range(32)))
    found = json.loads(text)
    assert found["imap"]["folders"][0]["name"] == name


def test_nothing_is_cut(base: RuleBase) -> None:
    name = "".join(f"{number}-" for number in range(20_000))
    report = told(base, hostile(name))
    for width in (80, 40):
        joined = "".join(line.text.strip() for line in inspection_lines(report, width, onward="advisor"))
        assert name in joined
    assert name in inspection_markdown(report, onward="advisor")


def test_many_folders_are_counted(base: RuleBase) -> None:
    folders = tuple(Folder(f"F{number}", 1, number, "", None, True) for number in range(40))
    found = INSPECTIONS["all-that-can-be"]._replace(imap=BOX._replace(folders=folders, folders_listed=100_000))
    text = plain(inspection_lines(told(base, found), 80, onward="advisor"))
    assert "F39: 1 message, 39 bytes" in text
    assert "F9:" not in text
    assert "and 99,970 more" in text


@pytest.mark.parametrize("name", INSPECTIONS)
def test_the_document_is_what_its_schema_says(base: RuleBase, name: str) -> None:
    document: Any = json.loads(dumps(inspection_document(mailbox_report(base, INSPECTIONS[name]))))
    Draft202012Validator(schema("inspection", base)).validate(document)
    for broken in ({"pop_in_use": "no"}, {"answers": []}, {"troubles": [{}]}, {"schema": "advisor.inspection/2"}):
        assert not Draft202012Validator(schema("inspection", base)).is_valid({**document, **broken})


def test_an_inspection_is_an_answers_file(base: RuleBase) -> None:
    document = inspection_document(mailbox_report(base, INSPECTIONS["all-that-can-be"]))
    assert Draft202012Validator(schema("answers", base)).is_valid(document)


def brief(base: RuleBase, found: Inspection) -> str:
    return plain(brief_lines(told(base, found), 80))


def test_a_refused_password_is_told_before_the_questions_too(base: RuleBase) -> None:
    """Also where the servers alone answer a question: nobody would know else why room and folders are asked."""
    refused = trouble("sign-in-refused", "imap.example.org:993")
    no_file = trouble("not-found", "example.org")
    found = Inspection("mary@example.org", WHERE._replace(troubles=(no_file,)), (IMAP, POP), troubles=(refused,))
    assert mailbox_report(base, found).answers
    assert "[sign-in-refused]" in brief(base, found)
    assert "[not-found]" not in brief(base, found)  # servers were found in another way
    assert "[not-found]" in brief(base, found._replace(servers=()))


def test_what_is_good_to_know_stands_beside_a_question_that_is_asked_all_the_same(base: RuleBase) -> None:
    found = INSPECTIONS["all-that-can-be"]
    report = mailbox_report(base, found)
    assert "folders" not in report.case.answers
    assert [note.about for note in report.notes] == ["folders"]
    assert "mail-in-folders" not in {sign.id for sign in report.signs}
    for text in (brief(base, found), inspection_markdown(report, onward="advisor")):
        assert "Good to know for questions that stay open" in text
    (note,) = inspection_document(report)["notes"]
    assert (note["question"], note["id"]) == ("folders", "mail-in-folders")


def test_a_note_for_a_question_that_the_mailbox_answers_is_left_out(base: RuleBase) -> None:
    note = base.signs["mail-in-folders"]
    other = base._replace(signs={note.id: note._replace(about="quota")})
    assert "quota" in mailbox_report(other, INSPECTIONS["all-that-can-be"]).case.answers
    assert mailbox_report(other, INSPECTIONS["all-that-can-be"]).notes == ()


def test_who_denies_is_told_with_whether_it_is_proven(base: RuleBase) -> None:
    found = INSPECTIONS["without-a-login"]
    assert "says DNS of example.org, which nothing proves." in plain(inspection_lines(told(base, found), 80,
                                                                                      onward="advisor"))
    sure = found._replace(whereabouts=found.whereabouts._replace(denied=(Denied("pop", "the rules", proven=True),)))
    assert "says the rules." in plain(inspection_lines(told(base, sure), 80, onward="advisor"))
    assert mailbox_report(base, sure).case.answers["offered"].value == "imap"
    assert "offered" not in mailbox_report(base, found).case.answers


def test_it_says_when_it_was_measured(base: RuleBase) -> None:
    assert inspection_document(told(base, INSPECTIONS["nothing"]))["measured_at"] == "2031-04-05T12:30:00Z"


def test_another_rule_base_makes_nothing_of_it() -> None:
    from advisor.rulebase.load import load

    commute = load(Path(__file__).parent.parent / "rulebases" / "commute")
    report = mailbox_report(commute, INSPECTIONS["all-that-can-be"])
    assert (report.answers, report.signs) == ((), ())
    assert "answers no question" in plain(inspection_lines(report, 80, onward="advisor"))
