"""`advisor rules ...`: the rule author's commands. Each one's work is imported only when it is called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from advisor.cli.edge.environment import Environment
from advisor.cli.line.options import HELP, NoColor, NoInput, Output, Rules, format_option

_Strict = Annotated[bool, typer.Option("--strict", help="Exit status 1 on warnings too.")]


_TextOrJson = Annotated[str, format_option("text", "json")]


def make_rules_group(environment: Environment) -> typer.Typer:
    """The group with all its commands."""
    group = typer.Typer(rich_markup_mode=None, no_args_is_help=False, context_settings=HELP, add_completion=False)
    group.callback(invoke_without_command=True, context_settings=HELP)(_overview)
    for name, (short, make) in COMMANDS.items():
        group.command(name, short_help=short, context_settings=HELP)(make(environment))
    return group


def _overview(context: typer.Context) -> None:
    """Check, test, compare and show the rules the advice comes from.

    \b
    advisor rules init my-rules              a copy of the rules to edit
    advisor rules check --rules my-rules     is it well formed, does everything in it matter, is it safe
    advisor rules test --rules my-rules      does it say what the tests expect
    advisor rules diff built-in my-rules     for whom the advice changes, exactly

    Exit status: 0 done, 1 findings, 2 bad usage or input, 3 the surroundings failed, 130 interrupted.
    """  # noqa: D301 - the backspace is meant: it keeps the examples on lines of their own
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def _check(environment: Environment) -> Callable[..., Any]:
    def check(report_format: _TextOrJson = "text", output: Output = None, strict: _Strict = False,
              explain: Annotated[str, typer.Option(
                  "--explain", metavar="CODE", help="Say what a code means, and check nothing.")] = "",
              rules: Rules = None, no_color: NoColor = False, no_input: NoInput = False) -> int:
        """Check the rules over every possible case: form, dead and needless rules, gaps, safety, sources, words."""
        from advisor.cli.commands.rules_check import explain_code, run_check

        environment.heed(no_color=no_color, no_input=no_input)
        if explain:
            return explain_code(environment, explain, output)
        return run_check(environment, rules, report_format, output, strict=strict)

    return check


def _test(environment: Environment) -> Callable[..., Any]:
    def test(names: Annotated[list[str] | None, typer.Argument(
                 metavar="[NAME]...", help="Only these tests; parts of names and * are fine.")] = None,
             report_format: Annotated[str, format_option("text", "json", "junit")] = "text", output: Output = None,
             rules: Rules = None, no_color: NoColor = False, no_input: NoInput = False) -> int:
        """Run the tests that stand beside the rules, in their folder `tests`."""
        from advisor.cli.commands.rules_test import run_test

        environment.heed(no_color=no_color, no_input=no_input)
        return run_test(environment, rules, names or [], report_format, output)

    return test


def _coverage(environment: Environment) -> Callable[..., Any]:
    def coverage(report_format: _TextOrJson = "text", output: Output = None,
                 threshold: Annotated[float | None, typer.Option(
                     "--threshold", metavar="PERCENT", min=0, max=100,
                     help="Exit status 1 below this percentage.")] = None,
                 rules: Rules = None, no_color: NoColor = False, no_input: NoInput = False) -> int:
        """Show which rules, and which parts of their conditions, the tests see true, false and unknown."""
        from advisor.cli.commands.rules_coverage import run_coverage

        environment.heed(no_color=no_color, no_input=no_input)
        return run_coverage(environment, rules, report_format, output, threshold=threshold)

    return coverage


def _mutate(environment: Environment) -> Callable[..., Any]:
    def mutate(report_format: _TextOrJson = "text", output: Output = None, rules: Rules = None,
               no_color: NoColor = False, no_input: NoInput = False) -> int:
        """Plant every small fault in the rules, and see whether a test or an invariant finds it."""
        from advisor.cli.commands.rules_mutate import run_mutate

        environment.heed(no_color=no_color, no_input=no_input)
        return run_mutate(environment, rules, report_format, output)

    return mutate


def _diff(environment: Environment) -> Callable[..., Any]:
    def diff(old: Annotated[str, typer.Argument(metavar="OLD", help="A folder, a git revision, or built-in.")],
             new: Annotated[str, typer.Argument(metavar="NEW", help="A folder, a git revision, or built-in.")],
             report_format: _TextOrJson = "text", output: Output = None,
             strict: Annotated[bool, typer.Option(
                 "--strict", help="Exit status 1 on any difference, words included.")] = False,
             rules: Rules = None, no_color: NoColor = False, no_input: NoInput = False) -> int:
        """For whom the advice changes from one version of the rules to another.

        Says in how many cases, exactly, and gives an example of each kind of change. Exit status 1 if the option or
        the set-up changes in some case, if a figure means another answer, if a safety statement is removed or
        changed, or if something is unknown; else 0, so if only warnings, steps, their order or words change. With
        --strict, 1 on any difference at all. A git revision without a path means the folder that --rules names.
        """
        from advisor.cli.commands.rules_diff import run_diff

        environment.heed(no_color=no_color, no_input=no_input)
        return run_diff(environment, old, new, report_format, output, rules, strict=strict)

    return diff


def _init(environment: Environment) -> Callable[..., Any]:
    def init(folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make.")],
             no_color: NoColor = False, no_input: NoInput = False) -> int:
        """Make a copy of the built-in rules, to edit and to use with --rules DIR."""
        from advisor.cli.commands.rules_init import run_init

        environment.heed(no_color=no_color, no_input=no_input)
        return run_init(environment, folder)

    return init


def _show(environment: Environment) -> Callable[..., Any]:
    def show(name: Annotated[str, typer.Argument(metavar="ID", help="A rule, question, set-up item, claim ...")],
             report_format: _TextOrJson = "text", output: Output = None, rules: Rules = None,
             no_color: NoColor = False, no_input: NoInput = False) -> int:
        """One rule, question or set-up item in words: what it does, its sources, its tests, in how many cases."""
        from advisor.cli.commands.rules_show import run_show

        environment.heed(no_color=no_color, no_input=no_input)
        return run_show(environment, rules, name, report_format, output)

    return show


def _sources(environment: Environment) -> Callable[..., Any]:
    def sources(name: Annotated[str, typer.Argument(metavar="[ID]", help="One claim, or one rule.")] = "",
                report_format: _TextOrJson = "text", output: Output = None, rules: Rules = None,
                no_color: NoColor = False, no_input: NoInput = False) -> int:
        """What the source documents say, claim by claim, and what uses it; and back."""
        from advisor.cli.commands.rules_sources import run_sources

        environment.heed(no_color=no_color, no_input=no_input)
        return run_sources(environment, rules, name, report_format, output)

    return sources


def _order(environment: Environment) -> Callable[..., Any]:
    def order(report_format: _TextOrJson = "text", output: Output = None,
              exact: Annotated[bool, typer.Option(
                  "--exact", help="Work out the best possible order itself; can take minutes.")] = False,
              rules: Rules = None, no_color: NoColor = False, no_input: NoInput = False) -> int:
        """How many questions it takes until the advice is settled, and how many the best possible order would take."""
        from advisor.cli.commands.rules_order import run_order

        environment.heed(no_color=no_color, no_input=no_input)
        return run_order(environment, rules, report_format, output, exact=exact)

    return order


def _graph(environment: Environment) -> Callable[..., Any]:
    def graph(question: Annotated[str, typer.Argument(
                  metavar="[QUESTION]", help="Only what bears on this question.")] = "",
              report_format: Annotated[str, format_option("dot", "svg")] = "dot", output: Output = None,
              rules: Rules = None, no_color: NoColor = False, no_input: NoInput = False) -> int:
        """Draw how the answers lead to the advice."""
        from advisor.cli.commands.rules_graph import run_graph

        environment.heed(no_color=no_color, no_input=no_input)
        return run_graph(environment, rules, question, report_format, output)

    return graph


COMMANDS: dict[str, tuple[str, Callable[[Environment], Callable[..., Any]]]] = {
    "init": ("A copy of the built-in rules to edit.", _init),
    "check": ("Is everything in order, over every possible case?", _check),
    "test": ("Run the tests that stand beside the rules.", _test),
    "coverage": ("Which rules and conditions the tests reach.", _coverage),
    "mutate": ("Would the tests find a fault in the rules?", _mutate),
    "diff": ("For whom the advice changes between two versions.", _diff),
    "show": ("One rule, question or set-up item in words.", _show),
    "sources": ("Claim by claim, what uses it; and back.", _sources),
    "order": ("How many questions it takes; how many it must.", _order),
    "graph": ("Draw how the answers lead to the advice.", _graph)}
