"""Case files: written whole or not at all, read with every fault at once."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.output import write_file
from advisor.cli.edge.status import Failure, Status
from advisor.cli.files.answers import CASE, answers_in, check_version, question_called, read_input
from advisor.cli.files.case_faults import IN_ORDER, cut_off, explained, misfits, not_a_case
from advisor.cli.opening.programs import find_programs
from advisor.cli.opening.rules import Opened
from advisor.engine.case import PRECEDENCE, Answer, Case, Disagreement
from advisor.rulebase.model import RuleBase
from advisor.rulebase.nearest import suggestion
from advisor.rulebase.problem import InputRefused, Problem
from advisor.rulebase.reader import Reader
from advisor.rulebase.tree import Mapping, Node, Scalar, Sequence, parse

if TYPE_CHECKING:
    from advisor.report.replay.case_record import CaseRecord, Effect, Entry, Key
    from advisor.report.replay.decided import Report

_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_KEYS = ("schema", "command", "decided", "program_version", "rule_base", "client", "provider", "report_sha256",
         "answers", "disagreements", "verdict", "set_up", "warnings", "fired")


def save_case(environment: Environment, opened: Opened, report: Report, case: Case, path: Path,
              beside: RuleBase | None = None) -> None:
    """Writes what there is to keep of `report`, dated today. Raises Failure where it cannot be written.

    `beside` are the rules that a diagnosis leads on to.
    """
    from advisor.report.replay.case_record import record_of
    from advisor.report.replay.case_yaml import case_text

    record = record_of(report, case, environment.today(), opened.named, opened.base, compiled=opened.compiled,
                       beside=beside)
    write_file(path, case_text(record, opened.base))


class CaseFile(NamedTuple):
    """A case file before its answers are understood: for that, the rules of its command are needed."""

    command: str
    tree: Mapping
    problems: list[Problem]

    def record(self, base: RuleBase) -> CaseRecord:
        """What it keeps, its answers as `base` calls them. Raises Failure with every fault."""
        try:
            return _Reader(base, list(self.problems)).record(self.tree)
        except InputRefused as refused:
            raise Failure(Status.BAD_INPUT, *refused.problems) from None


def open_case(name: str, environment: Environment) -> CaseFile:
    """The file, and which command decided the case. Raises Failure where it is no case file."""
    from advisor.report.page.command_line import COMMANDS, RECOMMEND

    text, shown = read_input(name, environment)
    try:
        problems: list[Problem] = []
        tree = parse(text, shown, problems)
        check_version(tree)
        schema = tree.get("schema") if isinstance(tree, Mapping) else None
        if not isinstance(tree, Mapping) or not isinstance(schema, Scalar) or not schema.text.startswith(CASE):
            raise InputRefused([*problems, not_a_case(tree, shown)])
        command = tree.get("command")
        if command is None:
            return CaseFile(RECOMMEND, tree, problems)
        if not isinstance(command, Scalar) or command.text not in COMMANDS:
            said = command.text[:40] if isinstance(command, Scalar) else ""
            raise InputRefused([*problems, Problem(
                "unknown-command", f"{said!r} is no command whose cases are kept.", command.at,
                suggestion(said, COMMANDS, show_all_up_to=len(COMMANDS)))])
        return CaseFile(command.text, tree, problems)
    except InputRefused as refused:
        raise Failure(Status.BAD_INPUT, *cut_off(refused.problems, text)) from None


class _Reader(Reader):
    """Reads one case file."""

    def __init__(self, base: RuleBase, problems: list[Problem]) -> None:
        super().__init__()
        self.base = base
        self.problems = problems

    def record(self, tree: Mapping) -> CaseRecord:
        """The record; raises InputRefused with every fault."""
        from advisor.report.page.command_line import RECOMMEND
        from advisor.report.page.facts import RuleBaseId
        from advisor.report.replay.case_record import CaseRecord

        top = self.mapping(tree, "a case file", _KEYS, IN_ORDER)
        rules = self.mapping(top.get("rule_base"), "rule_base",
                             ("name", "version", "sha256", "folder", "beside_sha256"),
                             ("name", "version", "sha256"))
        case = Case(self.answers(self.mapping(top.get("answers"), "answers")),
                    self.disagreements(top.get("disagreements")))
        verdict = self.mapping(top.get("verdict"), "verdict", ("option", "settled", "balance"), ("option",))
        fired = self.fired(top.get("fired"))
        found = CaseRecord(
            self.date(top), self.text(top, "program_version") or None,
            RuleBaseId(self.text(rules, "name"), self.text(rules, "version"), self.sha256(rules, "sha256") or ""),
            self.folder(rules), case, self.text(verdict, "option"),
            self.word(verdict, "settled", ("yes", "no", "unknown")) or None,
            self.word(verdict, "balance", ("tie", "lean", "clear")) or None, self.set_up(top.get("set_up")),
            self.names(top, "warnings"), fired, self.sha256(top, "report_sha256"),
            self.text(top, "command") or RECOMMEND, self.entry(top, "client"), self.entry(top, "provider"),
            self.sha256(rules, "beside_sha256"))
        self.problems += misfits(found, self.base, top)
        if self.problems:
            raise InputRefused(explained(self.problems, found, self.base, tree))
        return found

    def answers(self, tree: Mapping) -> dict[str, Answer]:
        """The answers, each with its origin; a bare word, as a person may write it, comes from the file."""
        for key, value in tree.entries:
            if isinstance(value, Mapping):
                self.word(self.mapping(value, f"the answer {key.text!r}", ("value", "origin")), "origin", PRECEDENCE)
        return answers_in(self.base, tree, self.problems, every_origin=True)

    def entry(self, top: Mapping, what: str) -> Entry | None:
        """The mail program or provider that was named, None where none was."""
        from advisor.report.replay.case_record import Entry

        node = top.get(what)
        if node is None:
            return None
        found = self.mapping(node, what, ("id", "said_sha256"), ("id",))
        said = self.text(found, "id")
        # Any name that a flag takes will do; one that no rules know is kept: they may have known it then.
        client, provider, _ = find_programs(None, self.base, *((said, None) if what == "client" else (None, said)))
        known = client or provider
        return Entry(known.id if known else said, self.sha256(found, "said_sha256"))

    def date(self, top: Mapping) -> str:
        """The date under `decided`, a real one."""
        from datetime import date

        text, node = self.text(top, "decided"), top.get("decided")
        try:
            if text and date.fromisoformat(text).isoformat() != text:
                raise ValueError
        except ValueError:
            if node is not None:
                self.refuse("not-a-date", f"{text[:40]!r} is not a date.", node.at, "Write it like 2031-04-05.")
        return text

    def sha256(self, node: Mapping, key: str) -> str | None:
        """The checksum under `key`, None where there is none."""
        text, found = self.text(node, key), node.get(key)
        if text and found is not None and not _SHA256.match(text):
            self.refuse("not-a-checksum", f"{key!r} is not a SHA-256: 64 digits from 0 to f.", found.at,
                        "Restore the file from a copy.")
        return text or None

    def folder(self, rules: Mapping) -> str | None:
        """The folder of the rules as it was named: any text, blanks and all."""
        found = rules.get("folder")
        if found is not None and not isinstance(found, Scalar):
            self.refuse("not-a-text", "'folder' must be a text.", found.at)
        return found.text if isinstance(found, Scalar) else None

    def disagreements(self, node: Node | None) -> tuple[Disagreement, ...]:
        """What two origins said of one question."""
        found = []
        if node is not None and not isinstance(node, Sequence):
            self.refuse("not-a-list", "'disagreements' must be a list.", node.at)
        for item in node.items if isinstance(node, Sequence) else []:
            keys = ("question", "kept", "dropped")
            entry = self.mapping(item, "a disagreement", keys, keys)
            name = entry.get("question")
            question = question_called(self.base, name.text) if isinstance(name, Scalar) else None
            if question is None:
                if name is not None:
                    self.refuse("unknown-question", "There is no such question.", name.at)
                continue
            kept, dropped = (self.answer(name, entry.get(key)) for key in ("kept", "dropped"))
            if kept is not None and dropped is not None:
                found.append(Disagreement(question.id, kept, dropped))
        return tuple(found)

    def answer(self, name: Node | None, node: Node | None) -> Answer | None:
        """An answer to the question of that name, read as those under `answers` are."""
        if not isinstance(name, Scalar) or node is None:
            return None
        return next(iter(self.answers(Mapping([(name, node)], node.at)).values()), None)

    def set_up(self, node: Node | None) -> dict[str, dict[str, str | int]] | None:
        """The params of each form; None where an older file does not say."""
        from advisor.rulebase.reader import scalar_value

        return None if node is None else {
            key.text: {name.text: scalar_value(value) for name, value in self.mapping(entry, key.text).entries
                       if self.is_scalar(value, name.text)}
            for key, entry in self.mapping(node, "set_up").entries}

    def is_scalar(self, node: Node, what: str) -> bool:
        """Whether it is a word or a figure; anything else is a problem."""
        if not isinstance(node, Scalar):
            self.refuse("not-a-word", f"{what!r} must be one word.", node.at)
        return isinstance(node, Scalar)

    def names(self, node: Mapping, key: str) -> tuple[str, ...] | None:
        """A list of ids, maybe empty; None where an older file does not say."""
        found = node.get(key)
        if isinstance(found, Sequence) and not found.items:
            return ()
        return None if found is None else tuple(word.text for word in self.words(found, key))

    def fired(self, node: Node | None) -> dict[Key, Effect] | None:
        """What each rule did that fired; None where an older file does not say."""
        from advisor.report.replay.case_record import Effect

        if node is None:
            return None
        entry = self.mapping(node, "fired", ("constraint", "evidence", "step"))
        found: dict[Key, Effect] = {}
        walls = self.mapping(entry.get("constraint"), "constraint")
        for key, _ in walls.entries:
            found["constraint", key.text] = Effect(self.text(walls, key.text))
        for key, value in self.mapping(entry.get("evidence"), "evidence").entries:
            part = self.mapping(value, f"evidence {key.text!r}", ("for", "points"), ("for", "points"))
            found["evidence", key.text] = Effect(self.text(part, "for"), self.whole(part, "points"))
        return found | {("step", name): Effect() for name in self.names(entry, "step") or ()}
