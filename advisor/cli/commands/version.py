"""`advisor --version`: name, version, and the version of the rules."""

from __future__ import annotations

from advisor import __version__
from advisor.cli.environment import Environment
from advisor.cli.output import write_result
from advisor.cli.rules import open_rules
from advisor.cli.status import Status


def show_version(environment: Environment, rules: str | None) -> int:
    """Writes one line."""
    base = open_rules(environment, rules).base
    write_result(f"advisor {__version__} (rules: {base.name} {base.version}, {base.sha256[:12]})\n", environment, None)
    return Status.DONE
