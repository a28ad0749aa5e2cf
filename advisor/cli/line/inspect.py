"""The options of `advisor inspect`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from advisor.cli.edge.environment import Environment
from advisor.cli.line.options import NoColor, NoInput, Output, Rules


def make_inspect(environment: Environment) -> Callable[..., Any]:
    """The command as typer reads it."""
    def inspect(
        address: Annotated[str, typer.Argument(metavar="USER@DOMAIN", help="The mailbox.")],
        imap: Annotated[str | None, typer.Option(
            "--imap", metavar="HOST[:PORT]", help="The IMAP server, instead of looking for it.")] = None,
        pop: Annotated[str | None, typer.Option(
            "--pop", metavar="HOST[:PORT]", help="The POP3 server, instead of looking for it.")] = None,
        user: Annotated[str, typer.Option(
            "--user", metavar="NAME", help="The login name, if it is not the address.")] = "",
        no_login: Annotated[bool, typer.Option("--no-login", help="Only what the servers tell everybody.")] = False,
        password_stdin: Annotated[bool, typer.Option(
            "--password-stdin", help="The password is the first line of standard input.")] = False,
        keyring: Annotated[bool, typer.Option("--keyring", help="The password is in the system's own store.")] = False,
        pop_login: Annotated[bool, typer.Option(
            "--pop-login", help="Sign in by POP3 too; it takes the mark of new arrival off messages.")] = False,
        ca: Annotated[Path | None, typer.Option(
            "--ca", metavar="FILE", help="Certificates of a private authority; no other is trusted then.")] = None,
        deadline: Annotated[float, typer.Option("--deadline", metavar="SECONDS", help="Time for all of it.")] = 30.0,
        report_format: Annotated[str, typer.Option(
            "--format", metavar="text|json|markdown", help="How to write the report.")] = "text",
        output: Output = None,
        save: Annotated[Path | None, typer.Option(
            "--save", metavar="FILE", help="Keep what was measured, for --answers.")] = None,
        sources: Annotated[bool, typer.Option("--sources", help="Name the claim behind each line.")] = False,
        rules: Rules = None, no_color: NoColor = False, no_input: NoInput = False,
    ) -> int:
        """Ask the mailbox itself, changing nothing: room, folders, servers, signs of trouble.

        Without a password it tells what the servers tell everybody. A password is asked for without echo and kept
        nowhere. Connections are encrypted and verified, or not made.

        \b
        advisor inspect mary@example.org
        advisor inspect mary@example.org --no-login --format json
        advisor inspect mary@example.org --imap mail.example.org --save measured.json
        advisor recommend --answers measured.json
        """  # noqa: D301 - the backspace is meant: it keeps the examples on lines of their own
        from advisor.cli.commands.inspect import InspectOptions, run_inspect
        from advisor.cli.inspect.checked import Wanted
        from advisor.cli.opening.rules import open_rules

        environment.heed(no_color=no_color, no_input=no_input)
        wanted = Wanted(address, imap, pop, user, not no_login, password_stdin, keyring, pop_login, ca, deadline)
        return run_inspect(environment, open_rules(environment, rules), InspectOptions(
            wanted, report_format, output, sources, save))

    return inspect
