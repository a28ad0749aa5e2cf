"""`advisor replay`: saved cases, decided again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from advisor.cli.case_file import read_case
from advisor.cli.environment import Environment
from advisor.cli.main import report_problems, say_error
from advisor.cli.output import check_output
from advisor.cli.rules import Opened, open_rules
from advisor.cli.rules_output import check_request, write_report
from advisor.cli.show import check_format, show_recommendation
from advisor.cli.status import Failure, Status, bad_input
from advisor.report.line import Line
from advisor.report.replay import Replay, replay_case
from advisor.report.replay_json import refused_document, replay_document, replayed_document
from advisor.report.replay_text import refused_lines, replay_lines, summary_lines


class ReplayOptions(NamedTuple):
    """What the command line said."""

    files: Sequence[str]
    show: bool
    report_format: str
    output: Path | None
    rules: str | None
    of_report: Mapping[str, Any]
    """the options that only a report has, by their name without dashes"""


def run_replay(environment: Environment, options: ReplayOptions) -> int:
    """Decides each case again and says what differs; of several statuses the gravest is given back."""
    _check(options)
    opened = open_rules(environment, options.rules)
    if len(options.files) == 1:
        return _one(environment, opened, options)
    done = [_done(environment, opened, file) for file in options.files]
    write_report(environment, options.report_format, options.output,
                 document=lambda: replay_document(opened.base, [
                     replayed_document(file, found) if isinstance(found, Replay)
                     else refused_document(file, found.problems)
                     for file, found in zip(options.files, done, strict=True)]),
                 lines=lambda width: _summaries(options.files, done, opened, width))
    if options.report_format != "json":
        for found in done:
            if isinstance(found, Failure):
                report_problems(found.problems, environment, as_json=False)
    return max(found.status if isinstance(found, Failure) else _status(found) for found in done)


def _check(options: ReplayOptions) -> None:
    """Raises Failure for options that do not go together."""
    if not options.show:
        for name, value in options.of_report.items():
            if value:
                raise bad_input("option-without-effect", "This has no effect without --show.", "Add --show.",
                                f"--{name}")
        check_request(options.report_format, options.output)
        return
    if len(options.files) > 1:
        raise bad_input("several-files", "--show prints the report of one case.", "Name one file.", "--show")
    problems = check_format(options.report_format, {f"--{name}": value for name, value in options.of_report.items()})
    if problems:
        raise Failure(Status.BAD_INPUT, *problems)
    check_output(options.output)


def _one(environment: Environment, opened: Opened, options: ReplayOptions) -> int:
    file = options.files[0]
    replay = _replay(environment, opened, file)
    if options.show:
        show_recommendation(environment, replay.recommendation, report_format=options.report_format,
                            output=options.output, **options.of_report, onward=opened)
        if not replay.same_report:
            say_error("This may not be the report that was given. 'advisor replay' without --show says what differs.",
                      environment)
    else:
        write_report(environment, options.report_format, options.output,
                     document=lambda: replay_document(opened.base, [replayed_document(file, replay)]),
                     lines=lambda width: replay_lines(file, replay, opened.base, width))
    return _status(replay)


def _replay(environment: Environment, opened: Opened, file: str) -> Replay:
    return replay_case(read_case(opened.base, file, environment), opened.base, opened.compiled, named=opened.named)


def _done(environment: Environment, opened: Opened, file: str) -> Replay | Failure:
    try:
        return _replay(environment, opened, file)
    except Failure as failure:
        return failure


def _status(replay: Replay) -> Status:
    return Status.DONE if replay.same else Status.FINDINGS


def _summaries(files: Sequence[str], done: Sequence[Replay | Failure], opened: Opened, width: int) -> list[Line]:
    lines: list[Line] = []
    for file, found in zip(files, done, strict=True):
        lines += (summary_lines(file, found, opened.base, width) if isinstance(found, Replay)
                  else refused_lines(file, width))
    return lines
