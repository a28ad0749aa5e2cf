"""Twelve situations of a support desk, and the ticket of each: those met most, and those in which mail is in danger."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from advisor.engine.case import Case, case_of, merge
from advisor.engine.compiled import Compiled, compile_rules
from advisor.engine.programs import answers_of
from advisor.report.advice.ticket import render_ticket
from advisor.report.diagnosis.changes import changes_of
from advisor.report.diagnosis.diagnosis import Diagnosis
from advisor.report.diagnosis.ticket import diagnosis_ticket
from advisor.report.page.command_line import COMMANDS, DIAGNOSE, SWITCH
from advisor.report.page.facts import RuleBaseId
from advisor.report.procedure.procedure import Procedure
from advisor.report.procedure.ticket import procedure_ticket
from advisor.report.replay.decided import Report, by_program, decide
from advisor.rulebase.files import builtin_folder
from advisor.rulebase.load import load
from advisor.rulebase.model import RuleBase

FOLDERS = dict(zip(COMMANDS, ("", "missing-mail", "switching"), strict=True))


class Situation(NamedTuple):
    """What the customer said; the command is the first word of the situation's name."""

    answers: Mapping[str, str]
    client: str | None = None
    provider: str | None = None


SITUATIONS: Mapping[str, Situation] = {
    # A phone was added to the computer; POP3 on both scatters the mail.
    "recommend-phone-and-computer": Situation(
        {"devices": "several", "people": "one", "quota": "ample", "local_backup": "unsure", "current": "pop"},
        client="thunderbird", provider="gmx"),
    # One office computer, a small mailbox, weekly copies that work.
    "recommend-office-computer": Situation(
        {"devices": "one", "places": "one", "people": "one", "quota": "full", "local_backup": "regular",
         "archive": "yes", "current": "pop", "offered": "both"}),
    # Danger: the room runs out, and what would leave the server would lie on one disk without a backup.
    "recommend-full-without-backup": Situation(
        {"devices": "one", "people": "one", "quota": "full", "local_backup": "unreliable", "offered": "both"}),
    # An Apple family: the provider has no POP3.
    "recommend-provider-without-a-choice": Situation({"devices": "one", "quota": "ample"}, client="ios-mail",
                                                     provider="icloud"),
    # The first letter: "my mail is gone!"
    "diagnose-first-letter": Situation({}),
    # Danger: IMAP on one device, POP3 on another, and mail gone everywhere.
    "diagnose-two-kinds": Situation(
        {"current": "mixed", "in_webmail": "nowhere", "elsewhere": "device", "test_mail": "taken"}),
    "diagnose-in-junk": Situation({"current": "imap", "in_webmail": "junk", "missing": "new", "misses": "programs"}),
    # Danger: new mail comes back to its senders.
    "diagnose-full-mailbox": Situation({"current": "imap", "in_webmail": "nowhere", "quota": "full", "bounce": "full",
                                        "missing": "new"}),
    # Danger: somebody else may be reading and forwarding the mail.
    "diagnose-taken-over": Situation({"current": "imap", "in_webmail": "nowhere", "filters": "strange",
                                      "sign_ins": "unknown"}),
    "switch-pop-to-imap": Situation(
        {"procedure": "pop-to-imap", "offered": "both", "devices": "several", "people": "one", "quota": "ample",
         "local_mail": "yes", "fits": "all", "program": "thunderbird"}),
    # Danger: others would lose what they read; it must not begin.
    "switch-imap-to-pop-with-several-devices": Situation(
        {"procedure": "imap-to-pop", "offered": "both", "devices": "several", "people": "several"}),
    # Danger: to make room, mail is deleted on the server.
    "switch-mailbox-full": Situation(
        {"procedure": "mailbox-full", "devices": "one", "people": "one", "current": "pop", "quota": "full",
         "local_space": "ample", "local_backup": "unreliable"}),
}


@cache
def rules(command: str) -> tuple[RuleBase, Compiled]:
    """The built-in rules of a command."""
    base = load(builtin_folder() / FOLDERS[command])
    return base, compile_rules(base)


def command_in(name: str) -> str:
    """The command that a situation is for."""
    return name.partition("-")[0]


def case_in(name: str) -> Case:
    """The answers of a situation, those of its provider included."""
    found, base = SITUATIONS[name], rules(command_in(name))[0]
    case = case_of(dict(found.answers))
    return merge([answers_of(base.providers[found.provider]), case]) if found.provider else case


def report_in(name: str) -> Report:
    """The report of a situation."""
    found, command = SITUATIONS[name], command_in(name)
    base, compiled = rules(command)
    return decide(command, base, case_in(name), compiled, client=found.client, provider=found.provider,
                  beside=rules(COMMANDS[0])[0] if command == DIAGNOSE else None)


def ticket_of(report: Report) -> str:
    """The ticket, with versions and checksum masked."""
    report = by_program(report, "0.0.0")
    if isinstance(report, Diagnosis):
        rec = report.rec
        report = report._replace(rec=rec._replace(rule_base=_masked(rec.rule_base)))
        return diagnosis_ticket(report, signature="Desk", changes=changes_of(report, rules(SWITCH)[0]))
    if isinstance(report, Procedure):
        return procedure_ticket(report._replace(rule_base=_masked(report.rule_base)), signature="Desk")
    return render_ticket(report._replace(rule_base=_masked(report.rule_base)), signature="Desk")


def _masked(rule_base: RuleBaseId) -> RuleBaseId:
    return RuleBaseId(rule_base.name, "0.0.0", "0" * 64)
