"""`advisor --version`: name, version, and the version of the rules."""

from __future__ import annotations

from collections.abc import Mapping

from advisor import __version__
from advisor.cli.edge.environment import Environment
from advisor.cli.edge.output import write_result
from advisor.cli.edge.status import Failure, Status
from advisor.cli.opening.rules import open_rules
from advisor.rulebase.problem import Problem


def check_alone(options: Mapping[str, object]) -> None:
    """Raises Failure for options, by name with their value, that a line of text leaves without effect."""
    problems = [Problem("option-without-effect", "This has no effect with --version.", where=name, fix="Leave it out.")
                for name, value in options.items() if value]
    if problems:
        raise Failure(Status.BAD_INPUT, *problems)


def show_version(environment: Environment, rules: str | None) -> int:
    """Writes one line."""
    base = open_rules(environment, rules).base
    write_result(f"advisor {__version__} (rules: {base.name} {base.version}, {base.sha256[:12]})\n", environment, None)
    return Status.DONE
