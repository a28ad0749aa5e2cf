"""Command lines that a report names, and the commands whose cases can be kept."""

from __future__ import annotations

from collections.abc import Mapping

RECOMMEND, DIAGNOSE, SWITCH = COMMANDS = ("recommend", "diagnose", "switch")


def flag_of(question: str) -> str:
    """The command line's name for a question."""
    return "--" + question.replace("_", "-")


def command_with(command: str, answers: Mapping[str, str], named: str | None) -> str:
    """The command line that goes on with these answers."""
    from shlex import quote

    words = ["advisor", command]
    words += ["--rules", quote(named)] if named else []
    for name, value in answers.items():
        words += [flag_of(name), quote(value)]
    return " ".join(words)
