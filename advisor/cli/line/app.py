"""The program as typer reads it, made anew for each run: flags come from the questions of a rule base."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

import typer

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.status import Failure, Status
from advisor.cli.line.options import HELP
from advisor.cli.line.typer_core import ClickException, NoSuchOption, UsageError
from advisor.cli.line.words import rules_argument
from advisor.cli.line.wrong_option import unknown_option
from advisor.cli.opening.interviews import MISSING_MAIL, SWITCHING
from advisor.cli.opening.rules import Opened, open_rules
from advisor.rulebase.problem import Problem

_NO_SETTINGS: Mapping[str, Any] = {}
Make = Callable[[Environment, Opened | None], Callable[..., Any]]


class Command(NamedTuple):
    """One command of the program."""

    make: Make
    """gives the function that typer reads; its file is loaded no sooner"""
    flags_from: str | None = None
    """the rule base whose questions are its flags: a folder inside that of the rules, "" for that folder itself"""
    settings: Mapping[str, Any] = _NO_SETTINGS
    hidden: bool = False


def invoke(arguments: list[str], environment: Environment) -> int:
    """Runs one command and gives back its exit status. Raises Failure for everything a person can mend."""
    named = rules_argument(arguments)
    only = arguments[0] if arguments[:1] and not environment.completing else None
    if only == "rules":
        from advisor.cli.line.rules_group import make_rules_group

        app, alone = make_rules_group(environment), True
    else:
        app = make_app(environment, named, only=only)
        alone = not app.registered_callback
    command = typer.main.get_command(app)
    try:
        result = command.main(arguments[1:] if alone else arguments, standalone_mode=False,
                              prog_name=f"advisor {only}" if alone else "advisor")
    except NoSuchOption as error:
        raise Failure(Status.BAD_INPUT, _no_such_option(error, environment, named)) from None
    except ClickException as error:
        help_line = ""
        if isinstance(error, UsageError) and error.ctx is not None:
            help_line = f"See '{error.ctx.command_path} --help'."
        raise Failure(Status.BAD_INPUT, Problem("usage", _sentence(error.format_message()), fix=help_line)) from None
    except typer.Abort:
        raise KeyboardInterrupt from None
    except typer.Exit as left:
        return left.exit_code
    except SystemExit:
        if environment.completing:
            raise
        return Status.DONE  # typer leaves so where the reader of a help page went away
    return result if isinstance(result, int) else Status.DONE


def make_app(environment: Environment, named: str | None, *, only: str | None = None) -> typer.Typer:
    """The program, with the rules `named`.

    Where `only` names a command, the program is that command alone: all others cost time to define. Raises Failure
    where the rules that its flags come from cannot be opened.
    """
    alone = only if only in COMMANDS else None
    app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=alone is None,
                      context_settings=HELP)
    for name in COMMANDS if alone is None else (alone,):
        command = COMMANDS[name]
        made = command.make(environment, _flags(environment, named, name, alone))
        app.command(name, hidden=command.hidden, context_settings={**HELP, **command.settings})(made)
    if alone is None:
        from advisor.cli.line.rules_group import make_rules_group
        from advisor.cli.line.wizard import make_wizard

        app.callback(invoke_without_command=True, context_settings=HELP)(make_wizard(environment))
        app.add_typer(make_rules_group(environment), name="rules")
    return app


def _flags(environment: Environment, named: str | None, name: str, alone: str | None) -> Opened | None:
    """The rules that the flags of a command come from; None where it has none, or they are not needed."""
    inside = COMMANDS[name].flags_from
    if inside is None or (alone is None and not environment.completing):
        return None
    try:
        return open_rules(environment, named, inside)
    except Failure:
        if environment.completing:
            return None
        raise


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _no_such_option(error: NoSuchOption, environment: Environment, named: str | None) -> Problem:
    known = [name for parameter in (error.ctx.command.params if error.ctx else []) for name in parameter.opts]
    where = error.ctx.command_path if error.ctx else "advisor"
    return unknown_option(error.option_name, where, known, _options(environment, named))


def _options(environment: Environment, named: str | None) -> Iterator[tuple[str, set[str]]]:
    """Every command, with its options; not one whose rules cannot be opened, for they are not in question here."""
    for name in (None, *COMMANDS):
        try:
            command = typer.main.get_command(make_app(environment, named, only=name))
        except Failure:
            continue
        yield (f"advisor {name}" if name else "advisor",
               {text for parameter in command.params for text in parameter.opts})


def _recommend(environment: Environment, opened: Opened | None) -> Callable[..., Any]:
    from advisor.cli.line.recommend import make_recommend

    return make_recommend(environment, opened)


def _compare(environment: Environment, _: Opened | None) -> Callable[..., Any]:
    from advisor.cli.line.compare import make_compare

    return make_compare(environment)


def _diagnose(environment: Environment, opened: Opened | None) -> Callable[..., Any]:
    from advisor.cli.line.diagnose import make_diagnose

    return make_diagnose(environment, opened)


def _replay(environment: Environment, _: Opened | None) -> Callable[..., Any]:
    from advisor.cli.line.replay import make_replay

    return make_replay(environment)


def _inspect(environment: Environment, _: Opened | None) -> Callable[..., Any]:
    from advisor.cli.line.inspect import make_inspect

    return make_inspect(environment)


def _batch(environment: Environment, _: Opened | None) -> Callable[..., Any]:
    from advisor.cli.line.batch import make_batch

    return make_batch(environment)


def _switch(environment: Environment, opened: Opened | None) -> Callable[..., Any]:
    from advisor.cli.line.switch import make_switch

    return make_switch(environment, opened)


def _schema(environment: Environment, _: Opened | None) -> Callable[..., Any]:
    from advisor.cli.line.small import make_schema

    return make_schema(environment)


def _version(environment: Environment, _: Opened | None) -> Callable[..., Any]:
    from advisor.cli.line.small import make_version

    return make_version(environment)


_ANYTHING = {"ignore_unknown_options": True, "allow_extra_args": True}
"""For commands that say themselves what is wrong with a word, with every other fault of the line."""
COMMANDS = {
    "recommend": Command(_recommend, "", _ANYTHING), "compare": Command(_compare),
    "diagnose": Command(_diagnose, MISSING_MAIL, _ANYTHING), "replay": Command(_replay), "inspect": Command(_inspect),
    "batch": Command(_batch), "switch": Command(_switch, SWITCHING), "schema": Command(_schema),
    "version": Command(_version, hidden=True)}
"""In the order of the help."""
