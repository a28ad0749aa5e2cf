"""What to say of an option that a command does not have: the one that was meant, or the commands that do have it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from advisor.cli.desk_commands import SWITCHING
from advisor.cli.environment import Environment
from advisor.cli.onward import MISSING_MAIL
from advisor.cli.status import Failure
from advisor.report.phrases import listed
from advisor.rulebase.nearest import nearest
from advisor.rulebase.problem import Problem

CLOSE = 0.75
"""How alike two options are, without their dashes, for one to be taken for the other; 1 is the same."""
QUESTION_FOLDERS = {"recommend": "", "diagnose": MISSING_MAIL, "switch": SWITCHING}
"""The commands with a flag for each question, and where their rules stand in the folder of the rules."""


def unknown_option(environment: Environment, named: str | None, option: str, where: str,
                   known: Iterable[str]) -> Problem:
    """The problem with `option`; `known` are those of the command `where`, written as "advisor diagnose"."""
    close = nearest(option.lstrip("-"), [name.lstrip("-") for name in known if name.startswith("--")], cutoff=CLOSE)
    if close is not None:
        fix = f"Did you mean '--{close}'?"
    else:
        others = [f"'{path}'" for path, names in _options(environment, named) if option in names and path != where]
        fix = f"It belongs to {listed(others)}." if others else ""
    return Problem("unknown-option", f"There is no option {option[:60]} in '{where}'.",
                   fix=f"{fix} See '{where} --help'.".lstrip())


def _options(environment: Environment, named: str | None) -> Iterator[tuple[str, set[str]]]:
    """Every command, with its options."""
    import typer

    from advisor.cli.app import make_app
    from advisor.cli.rules import open_rules

    for name in (None, "recommend", "compare", "diagnose", "replay", "switch", "schema"):
        opened = None
        if name in QUESTION_FOLDERS:
            try:
                opened = open_rules(environment, named, QUESTION_FOLDERS[name])
            except Failure:  # it is not these rules that are in question here
                continue
        command = typer.main.get_command(make_app(environment, opened, opened, only=name))
        options = {text for parameter in command.params for text in parameter.opts}
        yield f"advisor {name}" if name else "advisor", options
