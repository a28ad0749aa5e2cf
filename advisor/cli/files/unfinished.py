"""Answers kept between runs, so that an interruption loses nothing. Only their owner can read them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from errno import EEXIST
from pathlib import Path
from typing import NamedTuple

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.folders import make_folder, sweep, user_folder
from advisor.cli.edge.lock import alone
from advisor.cli.edge.output import NAME_KEPT, write_file
from advisor.cli.edge.status import Failure
from advisor.engine.answers import AnswerRefused, read_answer
from advisor.engine.case import PRECEDENCE, Answer
from advisor.rulebase.model import RuleBase
from advisor.rulebase.programs import NOTHING

_SCHEMA = "advisor.unfinished/1"
_SIZE_LIMIT = 100_000
_MOST_AT_ONCE = 99


class Unfinished(NamedTuple):
    """An interview that was stopped: its answers in the order given, and how many no longer fit the rules."""

    answers: dict[str, Answer]
    dropped: int
    programs: Mapping[str, str] = NOTHING
    """what was said of provider and mail program, by page; not checked against the rules"""


class StateFile:
    """Where an unfinished interview is kept. A run removes, and writes over, only what it wrote or has read there.

    Each interview has a file of its own: by `command`, where it is not the wizard's, and by the name of the rules,
    where they are not the built-in ones. Where two runs of one interview are under way at once, the second file has a
    number; the one that was kept last is gone on with first.
    """

    def __init__(self, environment: Environment, command: str = "", rules: str = "") -> None:
        folder = environment.variables.get("ADVISOR_STATE")
        name = "-".join(["unfinished", *(part for part in (command, _word(rules)) if part)])
        self.environment = environment
        self.path = (Path(folder) if folder else user_folder(environment, "state")) / f"{name}.json"
        self.name = name
        self.known: bytes | None = None
        """what this run read or wrote last at `path`; None where nothing was there"""
        self.ours = False
        self.damaged: Path | None = None
        """what is kept there and cannot be read; of several the one that was kept last"""

    def save(self, answers: Mapping[str, Answer], programs: Mapping[str, str] | None = None) -> str | None:
        """Keeps the answers, and what was said of provider and program; gives back why that failed, or None."""
        document = {"schema": _SCHEMA, "answers": {name: {"value": answer.value, "origin": answer.origin}
                                                   for name, answer in answers.items()},
                    "programs": dict(programs or {})}
        text = json.dumps(document, indent=2) + "\n"
        try:
            make_folder(self.path.parent, self.environment)
            with alone(self.path.parent):
                self._take_a_free_name()
                write_file(self.path, text, private=True)
        except Failure as failure:
            return failure.problems[0].message
        except OSError as error:
            return f"{error.strerror}."
        self.ours, self.known = True, text.encode()
        return None

    def _take_a_free_name(self) -> None:
        """Leaves what other runs keep alone. Raises OSError where nothing can be kept there at all."""
        for number in range(2, _MOST_AT_ONCE + 2):
            if self._unchanged():
                return
            self.path, self.known = self.path.with_name(f"{self.name}.{number}.json"), None
        raise OSError(EEXIST, f"{_MOST_AT_ONCE} unfinished runs are kept there already")

    def _unchanged(self) -> bool:
        """Whether there is nothing at `path` but what this run knows of. Raises OSError where that cannot be told."""
        try:
            return _content(self.path) == self.known
        except FileNotFoundError:
            return True
        except (IsADirectoryError, PermissionError):
            if self.path.exists():  # raises where it is the folder that lets nobody in
                return False
            raise

    def load(self, base: RuleBase) -> Unfinished | None:
        """What was kept last, as far as it fits the rule base; None where there is nothing to go on with."""
        first = self.path, self.known
        damaged = None
        for path in self._kept():
            self.path = path
            found = self._read(base)
            if found is not None:
                self.damaged = None
                return found
            damaged = damaged or self.damaged
            first = (self.path, self.known) if path == first[0] else first
        self.damaged = damaged
        self.path, self.known = first
        return None

    def _kept(self) -> list[Path]:
        """The files of this interview, the last one first."""
        try:
            found = [path for path in self.path.parent.iterdir()
                     if re.fullmatch(rf"{re.escape(self.name)}(\.[0-9]+)?\.json", path.name)]
        except OSError:
            return [self.path]
        with suppress(OSError):
            sweep(self.path.parent, rf"{re.escape(self.name[:NAME_KEPT])}(\.[0-9]+)?(\.j?s?o?n?)?")
        return sorted(found, key=_changed_at, reverse=True)

    def _read(self, base: RuleBase) -> Unfinished | None:
        try:
            content = self.known = _content(self.path)
        except FileNotFoundError:
            return None
        except OSError:
            self.damaged = self.path
            return None
        try:
            document = json.loads(content)
            items = list(document["answers"].items())
            kept = document.get("programs", {})
            programs = {str(page): str(value) for page, value in kept.items()} if isinstance(kept, dict) else {}
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            self.damaged = self.path
            return None
        answers = {}
        for name, entry in items:
            try:
                origin = next(known for known in PRECEDENCE if known == entry["origin"])
                answers[name] = Answer(read_answer(base.questions[name], entry["value"]), origin)
            except (AnswerRefused, KeyError, AttributeError, TypeError, StopIteration):
                continue
        return Unfinished(answers, len(items) - len(answers), programs) if answers or programs else None

    def free(self) -> bool:
        """Whether nothing of another run would be lost by keeping this one."""
        try:
            return self.ours or not self.path.exists()
        except OSError:
            return False

    def remove(self) -> None:
        """Forgets what this run kept or went on with."""
        if not self.ours:
            return
        try:
            with alone(self.path.parent):
                if self._unchanged():
                    self.path.unlink(missing_ok=True)
        except OSError:
            return


def _changed_at(path: Path) -> float:
    """When it was written; long ago where another run has just removed it."""
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _content(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(_SIZE_LIMIT)


def _word(name: str) -> str:
    """`name` as part of a file name, whatever it holds; names that differ in other signs stay apart by a checksum."""
    word = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:40]
    if word == name:
        return word
    from zlib import crc32

    return f"{word}-{crc32(name.encode()):08x}".lstrip("-")
