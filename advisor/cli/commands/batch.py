"""`advisor batch IN OUT`: many cases, one row each."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from io import StringIO
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple

from advisor.batch.csv_rows import CsvReader, CsvWriter
from advisor.batch.decider import COLUMNS, EXTRA, Decided, Decider, RowRefused
from advisor.batch.json_rows import JsonReader, JsonWriter
from advisor.batch.plan import header_of
from advisor.batch.rejects import rejects_start
from advisor.batch.rows import Reader, Row, Writer
from advisor.batch.summary import Summary
from advisor.batch.tickets import Tickets
from advisor.batch.work import BLOCK, Block, blocks
from advisor.cli.batch_files import REJECTS, STREAM, Done, Input, Output
from advisor.cli.environment import Environment
from advisor.cli.main import say_error, say_raw
from advisor.cli.output import abandon, write_file, write_result
from advisor.cli.rules import Opened
from advisor.cli.show import show_lines, unknown_format
from advisor.cli.status import Failure, Status, bad_input, surroundings
from advisor.rulebase.nearest import suggestion
from advisor.rulebase.problem import InputRefused, Problem

KINDS = ("csv", "jsonl")
SUMMARY_FORMATS = ("text", "json")
TOLD = 10
"""Rejected rows that are told on standard error, where no file takes them."""
SMALL_BLOCK = 200
"""Rows of a block where each row is work: a ticket takes milliseconds."""
PROGRESS_EVERY = 0.5
"""Seconds between two progress lines."""


class BatchOptions(NamedTuple):
    """What the command line said."""

    source: str
    target: str
    read_as: str | None = None
    write_as: str | None = None
    columns: str = ""
    tickets: Path | None = None
    signature: str = ""
    rejects: Path | None = None
    summary: bool = False
    report_format: str = "text"
    resume: bool = False


def run_batch(environment: Environment, opened: Opened, options: BatchOptions) -> int:
    """Decides every row; exit 1 where some were rejected. Raises Failure with what is wrong before any row is read."""
    extra = _check(options)
    source = Input(options.source, environment)
    read_as = options.read_as or _kind(options.source) or ("jsonl" if source.starts_object else "csv")
    write_as = options.write_as or _kind(options.target) or read_as
    try:
        reader, writer = _both(source, opened, read_as, write_as, extra)
    except InputRefused as refused:
        raise Failure(Status.BAD_INPUT, *refused.problems) from None
    decider = Decider(opened.base, reader.questions, extra)
    for note in reader.notes:
        say_error(note, environment)
    run = _Run(environment, opened, options, source, decider)
    if options.target == STREAM:
        return run.to_stream(reader, writer)
    return run.to_file(reader, writer, {"input": options.source, "rules": opened.base.sha256,
                                        "header": list(getattr(writer, "header", ())), "format": write_as,
                                        "tickets": str(options.tickets)})


def _check(options: BatchOptions) -> tuple[str, ...]:
    """The extra columns. Raises Failure for options that make no sense."""
    problems = [unknown_format(options.report_format, SUMMARY_FORMATS)] * (options.report_format not in SUMMARY_FORMATS)
    for flag, kind in (("--from", options.read_as), ("--to", options.write_as)):
        if kind is not None and kind not in KINDS:
            problems.append(Problem("unknown-format", f"There is no format {kind[:40]!r}.", where=flag,
                                    fix=suggestion(kind, KINDS)))
    extra = tuple(dict.fromkeys(name.strip().replace("-", "_") for name in options.columns.split(",") if name.strip()))
    for name in extra:
        if name not in EXTRA:
            problems.append(Problem("unknown-column", f"There is no column {name[:40]!r} to add.", where="--columns",
                                    fix=suggestion(name, EXTRA)))
    if options.resume and options.target == STREAM:
        problems.append(Problem("cannot-resume", "What went to standard output cannot be gone on with.",
                                where="--resume", fix="Name a file for the output."))
    if options.tickets is not None and not options.tickets.is_dir():
        problems.append(Problem("no-such-folder", "There is no such folder.", where=str(options.tickets),
                                fix="Create the folder first."))
    if problems:
        raise Failure(Status.BAD_INPUT, *problems)
    files = [name for name in (options.source, options.target, str(options.rejects or "")) if name not in ("", STREAM)]
    if len({str(Path(name).resolve()) for name in files}) < len(files):
        raise bad_input("same-file", "Input, output and rejects must be different files.", "Name another file.",
                        options.target)
    if options.target != STREAM and Path(options.target).is_dir():
        raise bad_input("output-is-folder", "This is a folder.", "Name a file in it.", options.target)
    return tuple(extra)


def _kind(name: str) -> str | None:
    suffixes = [suffix.lower() for suffix in Path(name).suffixes if suffix.lower() != ".gz"]
    return {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl"}.get(suffixes[-1] if suffixes else "")


def _both(source: Input, opened: Opened, read_as: str, write_as: str,
          extra: tuple[str, ...]) -> tuple[Reader, Writer]:
    if read_as == "csv":
        rows = CsvReader(source.text, opened.base, extra, source.shown)
        carried = rows.plan.header[len(COLUMNS) + len(extra) + 1:]
        return rows, CsvWriter(rows.plan.header) if write_as == "csv" else JsonWriter(extra, rows.names or carried)
    objects = JsonReader(source.text, opened.base, columns=write_as == "csv")
    if write_as == "csv":
        return objects, CsvWriter(header_of(extra, objects.columns or ()))
    return objects, JsonWriter(extra, ())


class _Run:
    """One batch under way."""

    def __init__(self, environment: Environment, opened: Opened, options: BatchOptions, source: Input,
                 decider: Decider) -> None:
        self.environment, self.options, self.source, self.decider = environment, options, source, decider
        self.began = self.told_at = monotonic()
        self.done, self.before = Done(), 0
        self.told = 0
        self.summary = Summary(opened.base) if options.summary or options.report_format == "json" else None
        self.tickets = None if options.tickets is None else Tickets(
            options.tickets, decider, opened.compiled, options.signature, write_file, opened.named)

    def seen(self, row: Row, decided: Decided) -> None:
        """Takes note of a verdict."""
        if self.summary is not None:
            self.summary.add(row, decided)
        if self.tickets is not None:
            self.tickets.add(row, decided)

    def skipped(self, row: Row) -> None:
        """Takes note of a row that an earlier run has done."""
        if row.faults:
            return
        try:
            decided = self.decider.decide(row.cells)
        except RowRefused:
            return
        if self.summary is not None:
            self.summary.add(row, decided)
        if self.tickets is not None:
            self.tickets.name(row)

    def blocks(self, reader: Reader, writer: Writer, *, as_json: bool) -> Iterator[Block]:
        """The output in blocks; nothing is noted where nothing is to be."""
        noting = self.summary is not None or self.tickets is not None
        return blocks(reader, self.decider, writer, rejects_as_json=as_json, skip=self.before,
                      seen=self.seen if noting else None, skipped=self.skipped if noting else None,
                      size=BLOCK if self.tickets is None else SMALL_BLOCK)

    def to_file(self, reader: Reader, writer: Writer, about: Mapping[str, Any]) -> int:
        """Writes a file, and the rejects to another."""
        target = Path(self.options.target)
        rejects = self.options.rejects or Path(f"{target}{REJECTS}")
        as_json = _kind(str(rejects)) == "jsonl"
        output = Output(target, rejects, {**about, "rejects": str(rejects)})
        try:
            output.begin(resume=self.options.resume)
            self.before = output.done.rows
            output.start(writer.start().encode(), rejects_start(as_json=as_json).encode())
            for block in self.blocks(reader, writer, as_json=as_json):
                output.write(block)
                self.done = output.done
                self.tell()
            self.done = output.done
            output.finish()
        except KeyboardInterrupt:
            self.tell(last=True)
            say_error(f"Stopped after {output.done.rows:,} rows. They are kept: go on with the same command and "
                      "--resume.", self.environment)
            return Status.INTERRUPTED
        finally:
            output.close()
        return self.end(f" The rejected rows are in {rejects}.")

    def to_stream(self, reader: Reader, writer: Writer) -> int:
        """Writes to standard output; rejects go to a file or, the first of them, to standard error."""
        environment, rejects = self.environment, self.options.rejects
        if environment.stdout is None:
            raise surroundings("no-output", "Standard output is closed, so the result cannot be shown.",
                               "Name a file for the output.")
        as_json = rejects is not None and _kind(str(rejects)) == "jsonl"
        kept = rejects_start(as_json=as_json)
        text = writer.start()
        try:
            environment.stdout.write(text)
            for block in self.blocks(reader, writer, as_json=as_json):
                environment.stdout.write(block.output.decode())
                environment.stdout.flush()
                self.done = Done(self.done.rows + block.rows, self.done.verdicts + block.verdicts)
                if rejects is not None:
                    kept += block.rejects.decode()
                else:
                    self.tell_rejects(block.rejects.decode())
                self.tell()
        except BrokenPipeError:
            abandon(environment.stdout)
            return Status.DONE
        except OSError as error:
            abandon(environment.stdout)
            raise surroundings("cannot-write", f"The result cannot be written: {error.strerror}.",
                               "Free some room, or name a file for the output.", "standard output") from None
        if rejects is not None and self.done.rows > self.done.verdicts:
            write_file(rejects, kept)
        return self.end(f" The rejected rows are in {rejects}." if rejects is not None else "")

    def tell_rejects(self, text: str) -> None:
        """Says the first rejected rows on standard error."""
        for line, column, value, reason, name in csv.reader(StringIO(text)):
            self.told += 1
            if self.told <= TOLD:
                place = f"line {line}" + (f", {column}: {value!r}" if column else f" (id {name})")
                say_error(f"{place}: {reason}", self.environment)
            elif self.told == TOLD + 1:
                say_error("There are more; --rejects FILE takes all of them.", self.environment)

    def tell(self, *, last: bool = False) -> None:
        """A line with rate and time left, on a terminal, not too often."""
        environment, now = self.environment, monotonic()
        if not environment.is_terminal(environment.stderr) or environment.variables.get("TERM") == "dumb":
            return
        if last:
            say_raw("\r\x1b[K", environment)
        elif now - self.told_at >= PROGRESS_EVERY:
            self.told_at = now
            rate = (self.done.rows - self.before) / (now - self.began)
            text = f"{self.done.rows:,} rows, {rate:,.0f} a second"
            share = self.source.share()
            if share and self.done.rows > self.before:
                text += f", about {_duration((now - self.began) * (1 - share) / share)} left"
            say_raw(f"\r{text}\x1b[K", environment)

    def end(self, where: str) -> int:
        """Says that no row was lost, shows the summary, and gives the exit status."""
        self.tell(last=True)
        rows, verdicts = self.done.rows, self.done.verdicts
        refused = rows - verdicts
        say_raw(f"{rows:,} rows = {verdicts:,} verdicts + {refused:,} rejected.{where if refused else ''}\n",
                self.environment)
        if self.summary is not None:
            self.show_summary(rows)
        return Status.FINDINGS if refused else Status.DONE

    def show_summary(self, rows: int) -> None:
        """The summary on standard output, or on standard error where the rows are there."""
        assert self.summary is not None
        environment = self.environment
        to_stderr = self.options.target == STREAM
        if self.options.report_format == "json":
            text = self.summary.text(rows)
        else:
            width = environment.width(environment.stderr if to_stderr else environment.stdout)
            lines = self.summary.lines(rows, width)
            if not to_stderr:
                show_lines(environment, lines, None)
                return
            text = "".join(f"{line.text}\n" for line in lines)
        if to_stderr:
            say_raw(text, environment)
        else:
            write_result(text, environment, None)


def _duration(seconds: float) -> str:
    minutes, left = divmod(round(seconds), 60)
    return f"{minutes} min {left} s" if minutes else f"{left} s"
