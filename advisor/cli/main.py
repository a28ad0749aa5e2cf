"""Runs the command line: one place where every way to fail becomes words and an exit status."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.status import Failure, Status
from advisor.cli.edge.telling import report_problems, say_error
from advisor.cli.line.words import command_first, wants_json
from advisor.rulebase.problem import Problem


def run(arguments: Sequence[str], environment: Environment) -> int:
    """The exit status of `advisor ARGUMENTS`."""
    as_json = wants_json(arguments)
    arguments = command_first(arguments)
    try:
        if not environment.completing:
            status = _at_once(arguments, environment)
            if status is not None:
                return status
        from advisor.cli.line.app import invoke

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
        from advisor.cli.edge.output import abandon

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
    if not arguments:  # ask
        from advisor.cli.commands.wizard import WizardOptions, run_wizard

        return run_wizard(environment, WizardOptions())
    if arguments == ["version"]:
        from advisor.cli.commands.version import show_version

        return show_version(environment, None)
    if arguments[:1] == ["recommend"]:
        from advisor.cli.line.plain_line import recommend_plainly

        return recommend_plainly(arguments[1:], environment)
    return None
