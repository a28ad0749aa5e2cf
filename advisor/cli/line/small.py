"""The options of the two commands that have hardly any: `advisor schema` and `advisor version`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from advisor.cli.edge.environment import Environment
from advisor.cli.line.options import Output, Rules


def make_schema(environment: Environment) -> Callable[..., Any]:
    """`advisor schema`."""
    def schema(
        name: Annotated[str, typer.Argument(metavar="NAME", help="Which schema; without a name they are listed.")] = "",
        output: Output = None, rules: Rules = None,
    ) -> int:
        """Print the JSON Schema of an output or a file format."""
        from advisor.cli.commands.schema import run_schema

        return run_schema(environment, name, rules, output)

    return schema


def make_version(environment: Environment) -> Callable[..., Any]:
    """`advisor version`."""
    def version() -> int:
        from advisor.cli.commands.version import show_version

        return show_version(environment, None)

    return version
