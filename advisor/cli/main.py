"""Runs the command line: one place where every way to fail becomes words and an exit status."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from advisor.cli.environment import Environment
from advisor.cli.status import Failure, Status
from advisor.rulebase.problem import Problem


def run(arguments: Sequence[str], environment: Environment) -> int:
    """The exit status of `advisor ARGUMENTS`."""
    as_json = wants_json(arguments)
    arguments = command_first(arguments)
    try:
        if not arguments and "_ADVISOR_COMPLETE" not in environment.variables:  # nothing to parse: ask at once
            from advisor.cli.commands.wizard import WizardOptions, run_wizard

            return run_wizard(environment, WizardOptions())
        if "_ADVISOR_COMPLETE" not in environment.variables:
            status = _at_once(arguments, environment)
            if status is not None:
                return status
        from advisor.cli.app import invoke

        return invoke(list(arguments), environment)
    except Failure as failure:
        report_problems(failure.problems, environment, as_json=as_json)
        return failure.status
    except KeyboardInterrupt:
        say_error("Stopped.", environment)
        return Status.INTERRUPTED
    except BrokenPipeError:
        return Status.DONE
    except OSError as error:
        from advisor.cli.output import abandon

        if environment.stdout is not None:
            abandon(environment.stdout)
        report_problems([Problem("cannot-write", f"The system refused: {error.strerror or error}.")], environment,
                        as_json=as_json)
        return Status.SURROUNDINGS
    except RecursionError:
        report_problems([Problem("too-deep", "The input is nested too deep.")], environment, as_json=as_json)
        return Status.BAD_INPUT
    except MemoryError:
        report_problems([Problem("too-large", "There is not enough memory for this input.")], environment,
                        as_json=as_json)
        return Status.SURROUNDINGS
    except Exception as error:
        if environment.variables.get("ADVISOR_DEBUG"):
            raise
        report_problems([Problem("crash", f"This is a fault in the program, not in your input ({type(error).__name__}: "
                                 f"{error}).", fix="Please report it; with ADVISOR_DEBUG=1 it says more.")],
                        environment, as_json=as_json)
        return Status.SURROUNDINGS


def _at_once(arguments: Sequence[str], environment: Environment) -> int | None:
    """The exit status where there is next to nothing to parse, else None."""
    if arguments == ["version"]:
        from advisor.cli.commands.version import show_version

        return show_version(environment, None)
    if arguments[:1] == ["recommend"]:
        from advisor.cli.plain_line import recommend_plainly

        return recommend_plainly(arguments[1:], environment)
    return None


def wants_json(arguments: Sequence[str]) -> bool:
    """Whether JSON was asked for, even if the rest of the line cannot be understood."""
    return "--format=json" in arguments or ("--format", "json") in pairwise(arguments)


VALUE_OPTIONS = ("--answers", "--format", "--output", "--rules", "--threshold", "--save", "--client", "--provider",
                 "--inspect")
"""The options that take a value and may stand before the command."""


def command_first(arguments: Sequence[str]) -> list[str]:
    """The command line with the command before its options, wherever it stood; every command takes the same ones."""
    words = list(arguments)
    if words == ["--version"]:
        return ["version"]
    words = _moved_first(words)
    return [words[0], *_moved_first(words[1:])] if words[:1] == ["rules"] else words


def _moved_first(words: list[str]) -> list[str]:
    place = 0
    while place < len(words) and words[place].startswith("-") and words[place] != "--":
        place += 2 if words[place] in VALUE_OPTIONS else 1
    return words if place >= len(words) else [words[place], *words[:place], *words[place + 1:]]


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


def report_problems(problems: Sequence[Problem], environment: Environment, *, as_json: bool) -> None:
    """Says every problem on standard error: a line or two each, or one JSON document."""
    if as_json:
        from advisor.report.json_report import dumps, error_document

        say_raw(dumps(error_document(problems)), environment)
        return
    for problem in problems:
        say_error(str(problem), environment)


def say_error(text: str, environment: Environment) -> None:
    """One error, cleaned, on standard error."""
    from advisor.report.clean import clean

    say_raw(f"advisor: {clean(text)}\n", environment)


def say_raw(text: str, environment: Environment) -> None:
    """Text on standard error; where that is gone there is nobody left to tell."""
    if environment.stderr is None:
        return
    try:
        environment.stderr.write(text)
        environment.stderr.flush()
    except (OSError, ValueError):
        from advisor.cli.output import abandon

        abandon(environment.stderr)
