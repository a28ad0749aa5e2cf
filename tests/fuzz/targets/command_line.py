"""Command lines: words in any order, and the quick reading of plain ones against the library's."""

from __future__ import annotations

import re
from pathlib import Path

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.status import Failure
from advisor.cli.edge.telling import report_problems
from advisor.cli.line import plain_line
from advisor.cli.line.app import invoke
from advisor.cli.line.words import command_first, wants_json
from advisor.cli.main import run
from tests.fuzz import bases, rows
from tests.fuzz.checks import harmless, printed, surroundings
from tests.fuzz.judge import remove
from tests.fuzz.target import Fault, Outcome, Target

COMMANDS = ("recommend", "recommend", "diagnose", "switch", "compare", "replay", "schema", "version", "batch")
"""The first byte chooses. Not inspect, which asks the network, nor the wizard, which needs a terminal, nor rules."""
FILES = {"a.yaml": b"devices: one\nquota: full\n", "a.csv": b"id,devices\n1,one\n2,ten\n",
         "template.txt": b"{verdict}\n",
         "not-utf-8": b"\xff\xfe\n"}
FOLDERS = ("cache", "state", "empty")
FORBIDDEN = str.maketrans({"/": "_", "\\": "_", "~": "_", "\0": "_"})
"""No word leads out of the folder that is worked in."""


class CommandLine(Target):
    """After the first byte, a word on each line."""

    name = "command-line"
    weight = 2.0
    longest = 1_024
    seconds = 8.0
    modules = ("advisor.cli.main", "advisor.cli.line.plain_line", "advisor.cli.line.app", "advisor.cli.files.answers",
               "advisor.cli.commands.recommend", "advisor.cli.commands.diagnose", "advisor.cli.commands.switch",
               "advisor.cli.commands.replay", "advisor.cli.commands.batch", "advisor.cli.commands.schema",
               "advisor.cli.commands.compare", "advisor.cli.edge.output", "advisor.cli.showing.advice",
               "advisor.cli.opening.programs", "advisor.cli.line.wrong_option", "advisor.engine.answers")

    def prepare(self, room: Path) -> None:
        super().prepare(room)
        bases.remembering()
        rows.remembering()
        for name in FOLDERS:
            (room / name).mkdir()
        (room / "commute").symlink_to(bases.FOLDERS["commute"])
        self.restore()

    def restore(self) -> None:
        """The files that commands read, as they were."""
        for name, content in FILES.items():
            path = self.room / name
            if not path.is_file() or path.is_symlink() or path.read_bytes() != content:
                remove(path)
                path.write_bytes(content)

    def seeds(self) -> list[bytes]:
        base = bases.opened("rules").base
        flags = [f"--{question.id.replace('_', '-')} {question.value_ids[-1]}" for question in base.questions.values()]
        symptom = next(iter(bases.opened("missing-mail").base.questions.values()))
        lines = ["0 --devices 3 --quota 95%", "0 --answers a.yaml --format json", "0 --answers - --sources --scales",
                 "0 --devices=one --trace --no-color", "0 --rules commute --street icy", "0 --client thunderbird",
                 "0 --provider gmail --format markdown", "0 --format ticket --template template.txt --signature x",
                 "0 --output out.html --format html --save case.yaml", "0 --devcies one extra", "0",
                 "0 --answers not-utf-8", f"2 --{symptom.id.replace('_', '-')} {symptom.value_ids[0]}", "2 --no-input",
                 "3 pop-to-imap --checklist", "3 mailbox-full --format json --save s.yaml", "3", "3 nonsense",
                 "4 --format json", "5 a.yaml", "5 a.yaml a.csv --show", "6 case", "6", "7",
                 "8 a.csv out.csv --summary",
                 "8 a.csv - --to jsonl", "8 - -", "8 a.csv out.jsonl --columns balance,evidence --resume"]
        lines += ["0 " + " ".join(flags[place:place + 3]) for place in range(0, len(flags), 3)]
        return [bytes([int(line[0])]) + "\n".join(line[2:].split()).encode() for line in lines]

    def words(self) -> list[bytes]:
        options = (b"--answers --format --output --rules --save --client --provider --sources --scales --trace "
                   b"--template --signature --no-color --no-input --plain --resume --ask "
                   b"--checklist --show --to --from "
                   b"--columns --summary --rejects --tickets -- - --version text json markdown html ticket csv jsonl "
                   b"a.yaml a.csv out.csv template.txt empty commute cache not-utf-8 nowhere.yaml").split()
        flags = [f"--{name.replace('_', '-')}".encode() for place in ("rules", "missing-mail", "switching", "commute")
                 for name in bases.opened(place).base.questions]
        return [*options, *options, *flags, *bases.words("rules"), *bases.words("switching"), b"\n", b"="]

    def try_one(self, data: bytes) -> Outcome:
        words = data[1:].decode("utf-8", "surrogateescape").translate(FORBIDDEN).split("\n")
        arguments = [COMMANDS[(data[0] if data else 0) % len(COMMANDS)], *(word for word in words if word)]
        # The library prints help by itself, past our streams; it takes "-nh" and "--nh" for a wish for it too.
        if ".." in words or any(re.match("-+[^=]*h", word) for word in words):
            arguments = arguments[:1]
        try:
            status, told, errors = _told(self.room, arguments, lambda environment: run(arguments, environment))
            quick = command_first(arguments)
            if quick[:1] == ["recommend"] and _is_plain(self.room, quick):
                slow = _told(self.room, arguments, lambda environment: invoke(quick, environment))
                if (status, told, errors) != slow:
                    raise Fault("two readings of one line", f"{arguments}\n{status} {told[-500:]} {errors}\n{slow}")
        finally:
            self.tidy(arguments)
        if status not in (0, 1, 2, 3):
            raise Fault("an exit status that is none", f"{status} for {arguments}")
        if status in (2, 3) and not errors:
            raise Fault("refused without a word", repr(arguments))
        harmless(told)
        return Outcome(status in (0, 1), (arguments[0], status, len(arguments), errors[:40]))

    def tidy(self, arguments: list[str]) -> None:
        """Takes away what the command line named, and nothing else."""
        for word in arguments:
            for name in {word, word.partition("=")[2]}:
                for ending in ("", ".partial", ".progress", ".rejects.csv", ".rejects.csv.partial"):
                    path = self.room / f"{name}{ending}"
                    ours = name in ("", ".", "..", "commute", *FILES, *FOLDERS)
                    if not ours and len(name) < 200 and path.exists():
                        remove(path)
        for path in (self.room / "empty").iterdir():
            remove(path)
        self.restore()


def _told(room: Path, arguments: list[str], way: object) -> tuple[int, str, str]:
    environment = surroundings(room, FILES["a.yaml"])
    try:
        status = int(way(environment))  # type: ignore[operator]
    except Failure as failure:
        report_problems(failure.problems, environment, as_json=wants_json(arguments))
        status = int(failure.status)
    return status, *printed(environment)


def _is_plain(room: Path, arguments: list[str]) -> bool:
    """Whether the line is read at once."""
    environment: Environment = surroundings(room, FILES["a.yaml"])
    try:
        return plain_line.recommend_plainly(arguments[1:], environment) is not None
    except Failure:
        return True


TARGET = CommandLine
