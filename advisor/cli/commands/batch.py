"""`advisor batch IN OUT`: many cases, one row each."""

from __future__ import annotations

import os
from pathlib import Path

from advisor.batch.csv_rows import CsvReader, CsvWriter
from advisor.batch.decider import COLUMNS, EXTRA
from advisor.batch.json_rows import JsonReader, JsonWriter
from advisor.batch.plan import header_of
from advisor.batch.programs import decider_for
from advisor.batch.rows import Reader, Writer
from advisor.cli.batch.input import DAMAGED, STREAM, Input, damaged
from advisor.cli.batch.names import is_packed, kind_of, unknown_ending
from advisor.cli.batch.output import PARTIAL, PROGRESS, REJECTS, refuse_unfinished
from advisor.cli.batch.run import BatchOptions, Run
from advisor.cli.batch.tickets import claimed
from advisor.cli.edge.environment import Environment
from advisor.cli.edge.status import Failure, Status, bad_input
from advisor.cli.edge.telling import say_error
from advisor.cli.opening.rules import Opened
from advisor.cli.showing.form import unknown_format
from advisor.rulebase.nearest import suggestion
from advisor.rulebase.problem import InputRefused, Problem

KINDS = ("csv", "jsonl")
_SUMMARY_FORMATS = ("text", "json")


def run_batch(environment: Environment, opened: Opened, options: BatchOptions) -> int:
    """Decides every row; exit 1 where some were rejected. Raises Failure with what is wrong before any row is read."""
    extra = _extra(options)
    _check_files(options)
    source = Input(options.source, environment)
    read_as = options.read_as or kind_of(options.source) or source.kind()
    write_as = options.write_as or kind_of(options.target) or read_as
    if read_as == "jsonl":
        source.check_lines()
    try:
        reader, writer = _both(source, opened, read_as, write_as, extra)
        if options.report_format != "json":  # then they are in the document
            for note in reader.notes:
                say_error(note, environment)
        decider = decider_for(opened.base, reader.questions, extra)
        with claimed(options.tickets, resume=options.resume, resumable=options.target != STREAM) as folder:
            run = Run(environment, opened, options, source, reader, writer, decider, folder,
                      marked=source.marked and read_as == "csv")
            if options.target == STREAM:
                return run.to_stream()
            return run.to_file({"input": options.source, "size of the input": source.size, "rules": opened.base.sha256,
                                "columns": extra, "header": list(writer.header), "formats": (read_as, write_as),
                                "packing": is_packed(Path(options.target))})
    except InputRefused as refused:
        raise Failure(Status.BAD_INPUT, *refused.problems) from None
    except DAMAGED:
        raise damaged(source.shown) from None


def _extra(options: BatchOptions) -> tuple[str, ...]:
    """The columns to add. Raises Failure for words that make no sense."""
    problems = []
    if options.report_format not in _SUMMARY_FORMATS:
        problems.append(unknown_format(options.report_format, _SUMMARY_FORMATS))
    for flag, kind in (("--from", options.read_as), ("--to", options.write_as)):
        if kind is not None and kind not in KINDS:
            problems.append(Problem("unknown-format", f"There is no format {kind[:40]!r}.", where=flag,
                                    fix=suggestion(kind, KINDS)))
    extra = tuple(dict.fromkeys(name.strip().replace("-", "_") for name in options.columns.split(",") if name.strip()))
    problems += [Problem("unknown-column", f"There is no column {name[:40]!r} to add.", where="--columns",
                         fix=suggestion(name, EXTRA)) for name in extra if name not in EXTRA]
    if options.write_as is None and options.target != STREAM:
        problems += unknown_ending(options.target, options.target, "; or say --to csv or --to jsonl")
    if options.rejects is not None and str(options.rejects) != STREAM:
        problems += unknown_ending(str(options.rejects), "--rejects")
    if options.signature and options.tickets is None:
        problems.append(Problem("option-without-effect", "This has no effect without --tickets.", where="--signature",
                                fix="Leave it out, or add --tickets DIR."))
    if problems:
        raise Failure(Status.BAD_INPUT, *problems)
    return extra


def _check_files(options: BatchOptions) -> None:
    """Raises Failure where files or folders cannot be used as asked."""
    target, tickets = options.target, options.tickets
    if options.resume and target == STREAM:
        raise bad_input("cannot-resume", "What went to standard output cannot be gone on with.",
                        "Name a file for the output.", "--resume")
    if tickets is not None and not tickets.is_dir():
        raise bad_input("no-such-folder", "There is no such folder.", "Create the folder first.", str(tickets))
    written = []
    if target != STREAM:
        if Path(target).exists() and not Path(target).is_file():
            raise bad_input("output-is-no-file", "This is a folder or a device.",
                            "Name a file, or write '-' and send standard output there.", target)
        rejects = options.rejects or Path(target + REJECTS)
        written = [target, target + PARTIAL, target + PROGRESS, str(rejects), f"{rejects}{PARTIAL}"]
    elif options.rejects is not None:
        written = [str(options.rejects), f"{options.rejects}{PARTIAL}"]
    if options.rejects is not None and (
            str(options.rejects) == STREAM or (options.rejects.exists() and not options.rejects.is_file())):
        raise bad_input("rejects-is-no-file", "The rejected rows need a file.", "Name one.", "--rejects")
    files = [*written, options.source] if options.source != STREAM else written
    if any(_same(one, other) for place, one in enumerate(files) for other in files[:place]):
        raise bad_input("same-file", "Input, output, rejects, and OUT.partial and OUT.progress beside the output, must "
                        "be different files.", "Name another file.", options.source)
    if target != STREAM and not options.resume:
        refuse_unfinished(Path(target))


def _same(one: str, other: str) -> bool:
    if Path(one).resolve() == Path(other).resolve():
        return True
    try:
        return os.path.samefile(one, other)  # noqa: PTH121 - of two strings
    except (OSError, ValueError):
        return False


def _both(source: Input, opened: Opened, read_as: str, write_as: str,
          extra: tuple[str, ...]) -> tuple[Reader, Writer]:
    if read_as == "csv":
        rows = CsvReader(source.text, opened.base, extra, source.shown)
        if write_as == "csv":
            return rows, CsvWriter(rows.plan.header)
        return rows, JsonWriter(extra, rows.plan.header[len(COLUMNS) + len(extra) + 1:])
    objects = JsonReader(source.text, opened.base, columns=write_as == "csv")
    if write_as == "csv":
        return objects, CsvWriter(header_of(extra, objects.columns or ()))
    return objects, JsonWriter(extra, ())
