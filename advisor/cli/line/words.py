"""What a command line says before its options are known: the command, the rules, the form of the answer."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise


def wants_json(arguments: Sequence[str]) -> bool:
    """Whether JSON was asked for, even if the rest of the line cannot be understood."""
    return "--format=json" in arguments or ("--format", "json") in pairwise(arguments)


_VALUE_OPTIONS = ("--answers", "--format", "--output", "--rules", "--threshold", "--save", "--client", "--provider",
                  "--inspect")
"""The options that take a value and may stand before the command."""


COMMAND_NAMES = ("recommend", "compare", "diagnose", "replay", "inspect", "batch", "switch", "schema", "version",
                 "rules")


def command_first(arguments: Sequence[str]) -> list[str]:
    """The command line with the command before its options, wherever it stood; every command takes the same ones."""
    words = list(arguments)
    if words == ["--version"]:
        return ["version"]
    words = _moved_first(words, COMMAND_NAMES)
    return [words[0], *_moved_first(words[1:])] if words[:1] == ["rules"] else words


def _moved_first(words: list[str], commands: Sequence[str] = ()) -> list[str]:
    """`words` with the first that is no option in front; where `commands` are named, only if it is one of them."""
    place = 0
    while place < len(words) and words[place].startswith("-") and words[place] != "--":
        place += 2 if words[place] in _VALUE_OPTIONS else 1
    if words[place:place + 1] == ["--"] and any(not word.startswith("-") for word in words[place + 1:place + 2]):
        del words[place]  # the end of the options, and then the command
    if place >= len(words) or (commands and words[place] not in commands):  # the value of an option that is not known
        return words
    return [words[place], *words[:place], *words[place + 1:]]


def rules_argument(arguments: Sequence[str]) -> str | None:
    """What --rules names: needed before the flags are known, since they are made from it."""
    found = None
    for place, word in enumerate(arguments):
        if word == "--":
            break
        if word == "--rules" and place + 1 < len(arguments):
            found = arguments[place + 1]
        elif word.startswith("--rules="):
            found = word.partition("=")[2]
    return found
