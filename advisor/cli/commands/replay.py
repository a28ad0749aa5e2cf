"""`advisor replay`: saved cases, decided again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.output import check_outputs
from advisor.cli.edge.status import Failure, Status, bad_input
from advisor.cli.edge.telling import report_problems, say_error
from advisor.cli.files.case_file import CaseFile, open_case
from advisor.cli.opening.rules import Opened, open_rules
from advisor.cli.showing.again import FOLDERS, check_showing, show_again
from advisor.cli.showing.form import TEXT, Form
from advisor.cli.showing.rules_output import check_request, write_report
from advisor.report.page.command_line import DIAGNOSE
from advisor.report.page.line import Line
from advisor.report.replay.json import refused_document, replay_document, replayed_document
from advisor.report.replay.replay import Replay, replay_case
from advisor.report.replay.text import refused_lines, replay_lines, summary_lines
from advisor.rulebase.model import RuleBase


class ReplayOptions(NamedTuple):
    """What the command line said."""

    files: Sequence[str]
    show: bool
    rules: str | None
    form: Form
    """of what is told of the replay; with `show`, of the report that is shown again"""


class Done(NamedTuple):
    """A case decided again, and the rules that did."""

    replay: Replay
    opened: Opened


def run_replay(environment: Environment, options: ReplayOptions) -> int:
    """Decides each case again and says what differs; of several statuses the gravest is given back."""
    _check(options)
    if len(options.files) == 1:
        return _one(environment, options)
    main = _main(environment, options)
    done = [_done(environment, options, file) for file in options.files]
    write_report(environment, options.form.report_format or TEXT, options.form.output,
                 document=lambda: replay_document(main, [
                     replayed_document(file, found.replay) if isinstance(found, Done)
                     else refused_document(file, found.problems)
                     for file, found in zip(options.files, done, strict=True)]),
                 lines=lambda width: _summaries(options.files, done, width))
    if options.form.report_format != "json":
        for found in done:
            if isinstance(found, Failure):
                report_problems(found.problems, environment, as_json=False)
    return max(found.status if isinstance(found, Failure) else _status(found.replay) for found in done)


def _check(options: ReplayOptions) -> None:
    """Raises Failure for options that do not go together, whatever the case is."""
    if not options.show:
        for name in options.form.asked:
            raise bad_input("option-without-effect", "This has no effect without --show.", "Add --show.", name)
        check_request(options.form.report_format or TEXT, options.form.output)
        check_outputs({"--output": options.form.output}, options.files)
        return
    if len(options.files) > 1:
        raise bad_input("several-files", "--show prints the report of one case.", "Name one file.", "--show")
    check_outputs({"--output": options.form.output}, [*options.files, options.form.template])


def _one(environment: Environment, options: ReplayOptions) -> int:
    file = options.files[0]
    case = open_case(file, environment)
    if options.show:
        check_showing(case.command, options.form)
    done = _replay(environment, options, case)
    replay = done.replay
    if options.show:
        show_again(environment, done.opened, replay.report, options.form)
        if not replay.same_report:
            say_error("This may not be the report that was given. 'advisor replay' without --show says what differs.",
                      environment)
    else:
        write_report(environment, options.form.report_format or TEXT, options.form.output,
                     document=lambda: replay_document(_main(environment, options), [replayed_document(file, replay)]),
                     lines=lambda width: replay_lines(file, replay, done.opened.base, width))
    return _status(replay)


def _replay(environment: Environment, options: ReplayOptions, case: CaseFile) -> Done:
    opened = open_rules(environment, options.rules, FOLDERS[case.command])
    beside = None
    if case.command == DIAGNOSE:
        beside = _main(environment, options)
        if opened.compiled is None:
            raise bad_input("too-large", "This rule base is too large to sort its causes out.", "Make it smaller.")
    record = case.record(opened.base)
    return Done(replay_case(record, opened.base, opened.compiled, named=opened.named, beside=beside), opened)


def _main(environment: Environment, options: ReplayOptions) -> RuleBase:
    return open_rules(environment, options.rules).base


def _done(environment: Environment, options: ReplayOptions, file: str) -> Done | Failure:
    try:
        return _replay(environment, options, open_case(file, environment))
    except Failure as failure:
        return failure


def _status(replay: Replay) -> Status:
    return Status.DONE if replay.same else Status.FINDINGS


def _summaries(files: Sequence[str], done: Sequence[Done | Failure], width: int) -> list[Line]:
    lines: list[Line] = []
    for file, found in zip(files, done, strict=True):
        lines += (summary_lines(file, found.replay, found.opened.base, width) if isinstance(found, Done)
                  else refused_lines(file, width))
    return lines
