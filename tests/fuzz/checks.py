"""What every message promises, whatever the input was."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from advisor.cli.edge.environment import Environment
from advisor.mailbox.found import Trouble
from advisor.report.page.clean import clean
from advisor.rulebase.problem import Problem
from tests.fuzz.target import Fault

_INTERNALS = re.compile(r"Traceback|<class '|<function|object at 0x|NoneType|advisor/[a-z_/]+\.py|Errno \d")
"""Words of the machinery, which tell a person nothing."""
_LINE_ENDS = re.compile("\r\n|[\n\r\u0085\u2028\u2029]")
"""As YAML counts lines."""
_SILENT = ("Cc", "Cs", "Cf")
_SPELLING = "\n\u200c\u200d"
"""Line ends part lines, and joiners are part of how words are spelt."""
LONGEST = 20_000
"""Characters that one message may have at most, whatever it was about."""


def said_well(problems: Iterable[Problem], text: str | None = None, file: str = "") -> tuple[str, ...]:
    """The codes of problems that are told as promised; with `text`, those of `file` must stand at a place in it."""
    codes = set()
    found = False
    lines = _LINE_ENDS.split(text) if text is not None else []
    for problem in problems:
        found = True
        codes.add(problem.code)
        shown = clean(str(problem))
        if not problem.code or not problem.message.strip():
            raise Fault("problem without words", repr(problem))
        if _INTERNALS.search(problem.message + problem.fix):
            raise Fault("words of the machinery", shown[:500])
        if len(shown) > LONGEST:
            raise Fault("endless message", shown[:500])
        harmless(shown)
        if text is not None and problem.at is not None and problem.at.file.endswith(file):
            _within(problem, lines)
    if not found:
        raise Fault("refused without a word")
    return tuple(sorted(codes))


def _within(problem: Problem, lines: Sequence[str]) -> None:
    """The place of the problem is in the text, or right behind its end."""
    assert problem.at is not None
    line, column = problem.at.line, problem.at.column
    if not (1 <= line <= len(lines) + 1 and column >= 1):
        raise Fault("place outside of the file", f"{problem.code} at {line}:{column} of {len(lines)} lines")
    length = len(lines[line - 1]) if line <= len(lines) else 0
    if column > length + 2:
        raise Fault("place outside of the line", f"{problem.code} at {line}:{column}, which has {length} characters")


def trouble_said_well(trouble: Trouble) -> str:
    """The code of a trouble with a server that is told as promised."""
    text = f"{trouble.message} {trouble.fix}"
    if not re.fullmatch(r"[a-z]+(-[a-z]+)*", trouble.code) or not trouble.message:
        raise Fault("problem without words", repr(trouble))
    if _INTERNALS.search(text):
        raise Fault("words of the machinery", text[:500])
    if len(text) > LONGEST:
        raise Fault("endless message", text[:500])
    harmless(clean(f"{text} {trouble.where}"))
    return trouble.code


def harmless(text: str) -> None:
    """Raises Fault where a text that is shown could steer a terminal."""
    if text.isascii() and text.replace("\n", "").isprintable():
        return
    for char in text:
        if unicodedata.category(char) in _SILENT and char not in _SPELLING:
            raise Fault("control character", f"{char!r} in {text[:300]!r}")


def printed(environment: Environment) -> tuple[str, str]:
    """What was written to standard output and error, both checked; the faults of the program are not covered up."""
    out, err = _content(environment.stdout), _content(environment.stderr)
    if "This is a fault in the program" in err or "not enough memory" in err or "nested too deep.\n" in err:
        raise Fault("fault of the program", err[:500])
    harmless(err)
    if _INTERNALS.search(err):
        raise Fault("words of the machinery", err[:500])
    return out, err


def surroundings(room: Path, stdin: bytes = b"", variables: Mapping[str, str] | None = None) -> Environment:
    """Streams in memory, no terminal, and every folder of the user in `room`."""
    streams = [io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="") for data in (stdin, b"", b"")]
    places = {"ADVISOR_CACHE": str(room / "cache"), "ADVISOR_STATE": str(room / "state"), "ADVISOR_DEBUG": "1",
              "HOME": str(room)}
    return Environment(*streams, {**places, **(variables or {})}, lambda: "2031-04-05")


def _content(stream: object) -> str:
    assert isinstance(stream, io.TextIOWrapper)
    stream.flush()
    buffer = stream.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8")
