"""The commands, their arguments and their options, read from the program."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import Any

import typer

from advisor.cli.edge.environment import Environment
from advisor.cli.line.app import COMMANDS, make_app
from docs.making.table import cell, table

FLAGS = frozenset(name for name, command in COMMANDS.items() if command.flags_from is not None)
"""The commands that have a flag for each question."""
ANSWERS = "The answers, a flag for each question"


def every_command() -> str:
    """A section for each command, with all it takes."""
    return "\n".join(_section(words, command) for words, command in tree())


def tree() -> Iterator[tuple[str, Any]]:
    """Each command that is shown, as it is typed, in the order of `advisor --help`; groups before what is in them."""
    environment = Environment(None, None, None, {"ADVISOR_CACHE": ""})
    whole = typer.main.get_command(make_app(environment, None))
    yield "advisor", whole
    for name, command in whole.commands.items():  # type: ignore[attr-defined]
        if command.hidden:
            continue
        if name in FLAGS:
            yield f"advisor {name}", typer.main.get_command(make_app(environment, None, only=name))
            continue
        yield f"advisor {name}", command
        for inner, part in getattr(command, "commands", {}).items():
            yield f"advisor {name} {inner}", part


def options(command: Any) -> list[Any]:
    """What a command takes as an option, `--help` among it."""
    context = typer.Context(command, **command.context_settings)
    return [part for part in command.get_params(context) if part.param_type_name == "option" and not part.hidden]


def _section(words: str, command: Any) -> str:
    arguments = [part for part in command.params if part.param_type_name == "argument"]
    flags, others = [], []
    for option in options(command):
        (flags if _is_flag_of_a_question(option, command) else others).append(option)
    parts = [f"## `{words}`\n", _prose(command), *_usage(words, command, arguments)]
    if arguments:
        parts.append(table(["argument", "what it is"], [
            [f"`{_metavar(part)}`", cell(part.help or "")] for part in arguments]))
    if flags:
        parts.append(table([ANSWERS, "values", "question"], [
            [f"`{part.opts[0]}`", _values(part), cell(part.help or "")] for part in flags]))
    parts.append(table(["option", "what it does"], [
        [f"`{_written(part)}`", cell(_help(part))] for part in others]))
    return "\n".join(parts)


def _is_flag_of_a_question(option: Any, command: Any) -> bool:
    return command.name in FLAGS and "unsure" in _metavar(option).split("|")


def _prose(command: Any) -> str:
    """What the help says in sentences; its examples are shown, and tried, on other pages."""
    paragraphs = inspect.cleandoc(command.help or "").split("\n\n")
    shown = [" ".join(part.split()) for part in paragraphs if not part.startswith("\b")]
    return "\n\n".join(cell(part) for part in shown) + "\n"


def _usage(words: str, command: Any, arguments: list[Any]) -> list[str]:
    if hasattr(command, "commands"):
        inside = ", ".join(f"`{name}`" for name, part in command.commands.items() if not part.hidden)
        return [f"Its commands: {inside}.\n"]
    needed = " ".join(_metavar(part) if part.required else f"[{_metavar(part)}]" for part in arguments)
    return [f"Typed as `{words} [OPTIONS] {needed}`.\n"] if needed else []


def _metavar(part: Any) -> str:
    text = part.metavar or ("" if getattr(part, "is_flag", False) else part.name.upper())
    return str(text).strip("{}")


def _values(option: Any) -> str:
    return ", ".join(f"`{value}`" for value in _metavar(option).split("|"))


def _written(option: Any) -> str:
    names = ", ".join(sorted([*option.opts, *option.secondary_opts]))  # typer keeps those of --help in a set
    return f"{names} {_metavar(option)}".strip().replace("|", "\\|")


def _help(option: Any) -> str:
    text = re.sub(r"\s+", " ", option.help or "").strip()
    default = option.default() if callable(option.default) else option.default
    shown = default not in (None, False, "", [], ()) and type(default).__name__ in ("str", "int", "float")
    return f"{text} Without it: `{default:g}`." if shown and isinstance(default, float) else \
        f"{text} Without it: `{default}`." if shown else text
