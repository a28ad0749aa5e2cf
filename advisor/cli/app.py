"""The commands and their options. Made anew for each run, since the flags of `recommend` come from the rule base."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from advisor.cli.environment import Environment
from advisor.cli.main import rules_argument
from advisor.cli.onward import MISSING_MAIL
from advisor.cli.options import HELP, NoColor, NoInput, Output, Rules, Save
from advisor.cli.question_flags import with_flags
from advisor.cli.rules import Opened, open_rules
from advisor.cli.show import FORMATS
from advisor.cli.status import Failure, Status
from advisor.cli.typer_core import ClickException, NoSuchOption, UsageError
from advisor.report.build import flag_of
from advisor.rulebase.model import Question
from advisor.rulebase.problem import Problem

COMPARISON_FORMATS = ("text", "json", "markdown", "html")

Format = Annotated[str, typer.Option(
    "--format", metavar="|".join(FORMATS), help="How to write the report.")]
AnswersFile = Annotated[str | None, typer.Option(
    "--answers", metavar="FILE", help="Answers in YAML or JSON; - is standard input.")]
Sources = Annotated[bool, typer.Option("--sources", help="Name the claim behind each line.")]
Client = Annotated[str | None, typer.Option(
    "--client", metavar="NAME", help="Your mail program: where its settings are, and its traps.")]
Provider = Annotated[str | None, typer.Option(
    "--provider", metavar="NAME", help="Your provider: what it offers, and its server settings.")]
Scales = Annotated[bool, typer.Option("--scales", help="Add a picture of what each answer puts into the scales.")]


def invoke(arguments: list[str], environment: Environment) -> int:
    """Runs one command and gives back its exit status. Raises Failure for everything a person can mend."""
    named = rules_argument(arguments)
    completing = "_ADVISOR_COMPLETE" in environment.variables
    opened = None
    if "recommend" in arguments[:1] or completing:
        opened = open_rules(environment, named)
    elif "diagnose" in arguments[:1]:
        opened = open_rules(environment, named, MISSING_MAIL)
    only = arguments[0] if arguments[:1] and not completing else None
    desk = _open_desk(environment, named, completing=completing) if completing or only == "switch" else None
    if only == "rules":
        from advisor.cli.rules_group import make_rules_group

        app, alone = make_rules_group(environment), True
    else:
        app = make_app(environment, opened, desk, only=only)
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
        if completing:
            raise
        return Status.DONE  # typer leaves so where the reader of a help page went away
    return result if isinstance(result, int) else Status.DONE


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _no_such_option(error: NoSuchOption, environment: Environment, named: str | None) -> Problem:
    from advisor.cli.wrong_option import unknown_option

    known = [name for parameter in (error.ctx.command.params if error.ctx else []) for name in parameter.opts]
    where = error.ctx.command_path if error.ctx else "advisor"
    return unknown_option(environment, named, error.option_name, where, known)


def _open_desk(environment: Environment, named: str | None, *, completing: bool) -> Opened | None:
    """The rule base about switching; None where flags are only to be completed and there is none."""
    from advisor.cli.desk_commands import SWITCHING

    try:
        return open_rules(environment, named, SWITCHING)
    except Failure:
        if completing:
            return None
        raise


def make_app(environment: Environment, opened: Opened | None, desk: Opened | None = None, *,
             only: str | None = None) -> typer.Typer:
    """The program; `opened` is the rule base whose questions become flags, None where no flags are needed.

    `desk` is the one about switching. Where `only` names a command, the program is that command alone: all others
    cost time to define.
    """
    makers: dict[str, Callable[[], Callable[..., Any]]] = {
        "recommend": lambda: _recommend(environment, opened), "compare": lambda: _compare(environment),
        "diagnose": lambda: _diagnose(environment, opened if only == "diagnose" else None),
        "replay": lambda: _replay(environment), "inspect": lambda: _inspect(environment),
        "batch": lambda: _batch(environment),
        "switch": lambda: _switch(environment, desk),
        "schema": lambda: _schema(environment), "version": lambda: _version(environment)}
    anything = {"ignore_unknown_options": True, "allow_extra_args": True}
    settings = {"recommend": anything, "diagnose": anything}
    app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=only not in makers,
                      context_settings=HELP)
    if only not in makers:
        app.callback(invoke_without_command=True, context_settings=HELP)(_wizard(environment))
    for name in [only] if only in makers else makers:
        app.command(name, hidden=name == "version", context_settings=HELP | settings.get(name, {}))(makers[name]())
    if only not in makers:
        from advisor.cli.rules_group import make_rules_group

        app.add_typer(make_rules_group(environment), name="rules")
    return app


def _wizard(environment: Environment) -> Callable[..., Any]:
    def advisor(
        context: typer.Context,
        quick: Annotated[bool, typer.Option("--quick", help="Only the questions that decide.")] = False,
        plain: Annotated[bool, typer.Option(
            "--plain", help="Numbered questions in plain lines (or set ACCESSIBLE=1).")] = False,
        resume: Annotated[bool, typer.Option("--resume", help="Go on where an interrupted run stopped.")] = False,
        answers: AnswersFile = None, report_format: Format = "text", output: Output = None,
        sources: Sources = False, scales: Scales = False, client: Client = None, provider: Provider = None,
        save: Save = None,
        inspect: Annotated[str | None, typer.Option(
            "--inspect", metavar="USER@DOMAIN", help="Ask the mailbox first, then only the rest.")] = None,
        rules: Rules = None, no_color: NoColor = False, no_input: NoInput = False,
        version: Annotated[bool, typer.Option("--version", help="Say name and versions, and stop.")] = False,
    ) -> int | None:
        """Answer a few plain questions and get advice that can be traced to its sources.

        Started alone, it asks. Arrow keys and Enter are all you need; ? explains a question, Ctrl-C stops.

        \b
        advisor                                          ask, then report
        advisor --quick                                  only the questions that decide
        advisor recommend --help                         no questions: a flag for each answer
        advisor recommend --answers case.yaml            no questions: answers from a file
        advisor compare                                  the options side by side
        advisor diagnose                                 mail is missing: find out why
        advisor replay case.yaml                         a case kept with --save, decided again
        advisor switch                                   the safe steps of a change
        advisor inspect mary@example.org                 ask the mailbox itself, changing nothing
        advisor rules --help                             check, test and change the rules themselves

        Exit status: 0 done, 1 findings, 2 bad usage or input, 3 the surroundings failed, 130 interrupted.
        """  # noqa: D301 - the backspace is meant: it keeps the examples on lines of their own
        if version:
            from advisor.cli.commands.version import check_alone, show_version

            check_alone({"--format": report_format != "text", "--output": output, "--save": save,
                         "--answers": answers})
            return show_version(environment, rules)
        if context.invoked_subcommand is not None:
            return None
        from advisor.cli.commands.wizard import WizardOptions, run_wizard

        environment.no_color |= no_color
        environment.no_input |= no_input
        return run_wizard(environment, WizardOptions(
            quick=quick, plain=plain, resume=resume, answers=answers, report_format=report_format, output=output,
            sources=sources, scales=scales, rules=rules, save=save, client=client, provider=provider,
            inspect=inspect))

    return advisor


def _recommend(environment: Environment, opened: Opened | None) -> Callable[..., Any]:
    def recommend(
        context: typer.Context, answers: AnswersFile = None, report_format: Format = "text", output: Output = None,
        sources: Sources = False, scales: Scales = False,
        trace: Annotated[bool, typer.Option(
            "--trace", help="Show every rule: fired, not fired and why, waiting for what.")] = False,
        template: Annotated[Path | None, typer.Option(
            "--template", metavar="FILE", help="Your own template for --format ticket.")] = None,
        signature: Annotated[str, typer.Option(
            "--signature", metavar="TEXT", help="Your own signature for --format ticket.")] = "",
        client: Client = None, provider: Provider = None, save: Save = None,
        rules: Rules = None, no_color: NoColor = False, no_input: NoInput = False, **flags: list[str] | None,
    ) -> int:
        """Recommend without asking: every question has a flag. Flags win over the answers file.

        A question that is left out stays open, and the report says whether it matters.
        """
        from advisor.cli.commands.recommend import RecommendOptions, run_recommend

        assert opened is not None
        environment.no_color |= no_color
        environment.no_input |= no_input
        del rules  # read from the command line before the flags were made
        return run_recommend(environment, opened, RecommendOptions(
            flags={name: texts for name, texts in flags.items() if texts}, extra=tuple(context.args), answers=answers,
            report_format=report_format, output=output, sources=sources, scales=scales, trace=trace,
            template=template, signature=signature, save=save, client=client, provider=provider))

    questions = list(opened.base.questions.values()) if opened is not None else []
    recommend.__doc__ = inspect.cleandoc(recommend.__doc__ or "") + _examples(questions)
    return with_flags(recommend, questions, completing="_ADVISOR_COMPLETE" in environment.variables)


def _examples(questions: Sequence[Question]) -> str:
    """Examples for the help text, in the words of the rule base in use."""
    flags = [f"{flag_of(question.id)} {question.value_ids[-1]}" for question in questions[:1]]
    flags += [f"{flag_of(question.id)} unsure" for question in questions[1:2]]
    lines = [f"advisor recommend {' '.join(flags[:1])}", f"advisor recommend {' '.join(flags)} --format json",
             'advisor recommend --answers case.yaml --format ticket --signature "Your help desk"',
             "advisor recommend --answers - --sources"]
    return "\n\n\b\n" + "\n".join(lines)


def _diagnose(environment: Environment, opened: Opened | None) -> Callable[..., Any]:
    from advisor.cli.desk_commands import make_diagnose

    return make_diagnose(environment, opened)


def _switch(environment: Environment, opened: Opened | None) -> Callable[..., Any]:
    from advisor.cli.desk_commands import make_switch

    return make_switch(environment, opened)


def _compare(environment: Environment) -> Callable[..., Any]:
    def compare(
        report_format: Annotated[str, typer.Option(
            "--format", metavar="|".join(COMPARISON_FORMATS), help="How to write it.")] = "text",
        output: Output = None, sources: Sources = False, rules: Rules = None, no_color: NoColor = False,
        no_input: NoInput = False,
    ) -> int:
        """Show the options side by side, doubts included."""
        from advisor.cli.commands.compare import run_compare

        environment.no_color |= no_color
        environment.no_input |= no_input
        return run_compare(environment, rules, report_format, output, sources=sources)

    return compare


def _batch(environment: Environment) -> Callable[..., Any]:
    from advisor.cli.batch_options import make_batch

    return make_batch(environment)


def _inspect(environment: Environment) -> Callable[..., Any]:
    from advisor.cli.inspect_options import make_inspect

    return make_inspect(environment)


def _replay(environment: Environment) -> Callable[..., Any]:
    from advisor.cli.replay_options import make_replay

    return make_replay(environment)


def _schema(environment: Environment) -> Callable[..., Any]:
    def schema(
        name: Annotated[str, typer.Argument(metavar="NAME", help="Which schema; without a name they are listed.")] = "",
        output: Output = None, rules: Rules = None,
    ) -> int:
        """Print the JSON Schema of an output or a file format."""
        from advisor.cli.commands.schema import run_schema

        return run_schema(environment, name, rules, output)

    return schema


def _version(environment: Environment) -> Callable[..., Any]:
    def version() -> int:
        from advisor.cli.commands.version import show_version

        return show_version(environment, None)

    return version
