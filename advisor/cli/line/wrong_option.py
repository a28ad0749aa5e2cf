"""What to say of an option that a command does not have: the one that was meant, or the commands that do have it."""

from __future__ import annotations

from collections.abc import Iterable

from advisor.report.page.phrases import listed
from advisor.rulebase.nearest import nearest
from advisor.rulebase.problem import Problem

CLOSE = 0.75
"""How alike two options are, without their dashes, for one to be taken for the other; 1 is the same."""


def unknown_option(option: str, where: str, known: Iterable[str],
                   options: Iterable[tuple[str, set[str]]]) -> Problem:
    """The problem with `option`; `known` are those of the command `where`, written as "advisor diagnose".

    `options` are those of every command; they are looked at only where nothing known is close.
    """
    close = nearest(option.lstrip("-"), [name.lstrip("-") for name in known if name.startswith("--")], cutoff=CLOSE)
    if close is not None:
        fix = f"Did you mean '--{close}'?"
    else:
        others = [f"'{path}'" for path, names in options if option in names and path != where]
        fix = f"It belongs to {listed(others)}." if others else ""
    return Problem("unknown-option", f"There is no option {option[:60]} in '{where}'.",
                   fix=f"{fix} See '{where} --help'.".lstrip())
