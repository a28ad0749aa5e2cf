"""One batch under way: blocks of rows go to a file or to standard output, and everybody is told how it went."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from io import UnsupportedOperation
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from advisor import __version__
from advisor.batch.csv_rows import CsvWriter
from advisor.batch.decider import Decided, Decider
from advisor.batch.rejects import rejects_start, rejects_text
from advisor.batch.rows import Reader, Row, Writer
from advisor.batch.summary import Summary
from advisor.batch.tickets import Tickets
from advisor.batch.work import BLOCK, Block, blocks
from advisor.cli.batch.input import STREAM, Input
from advisor.cli.batch.names import kind_of
from advisor.cli.batch.output import REJECTS, Done, Output, other
from advisor.cli.batch.progress import ProgressLine
from advisor.cli.batch.rejects import RejectsFile, documents
from advisor.cli.batch.tickets import TicketFolder
from advisor.cli.edge.environment import Environment
from advisor.cli.edge.output import abandon, write_result
from advisor.cli.edge.status import Status, surroundings
from advisor.cli.edge.telling import say_error, say_raw
from advisor.cli.opening.rules import Opened
from advisor.cli.showing.lines import show_lines
from advisor.report.page.phrases import number_of

_TOLD = 10
"""Rejected rows that are told on standard error, or in the summary as JSON, where no file takes them."""
SMALL_BLOCK = 200
"""Rows of a block where a row takes milliseconds."""


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


class Run:
    """One batch under way. `marked` says that CSV begins with a byte order mark, as what was read does."""

    def __init__(self, environment: Environment, opened: Opened, options: BatchOptions, source: Input,
                 reader: Reader, writer: Writer, decider: Decider, folder: TicketFolder | None, *,
                 marked: bool) -> None:
        self.environment, self.opened, self.options = environment, opened, options
        self.reader, self.writer, self.decider = reader, writer, decider
        self.as_json = options.report_format == "json"
        self.done = Done()
        self.marked = marked
        self.told = 0
        self.noted = len(reader.notes)
        self.first_rejects: list[dict[str, Any]] | None = None
        self.summary = Summary(opened.base) if options.summary or self.as_json else None
        self.tickets = None if folder is None else Tickets(
            decider, opened.compiled, options.signature, opened.named, folder.write)
        to_terminal = options.target == STREAM and environment.is_terminal(environment.stdout)
        self.line = ProgressLine(environment, source.share, shown=not to_terminal)

    def seen(self, row: Row, decided: Decided) -> None:
        """Takes note of a verdict."""
        if self.summary is not None:
            self.summary.add(row, decided)
        if self.tickets is not None:
            self.tickets.add(row, decided)

    def blocks(self, rows: Iterator[Row]) -> Iterator[Block]:
        """The output in blocks; nothing is noted where nothing is to be."""
        noting = self.summary is not None or self.tickets is not None
        size = SMALL_BLOCK if self.tickets is not None or self.decider.slow else BLOCK
        return blocks(rows, self.decider, self.writer, self.seen if noting else None, size)

    def after(self, block: Block) -> Done:
        """How far the run is with this block done."""
        return self.done._replace(rows=self.done.rows + block.rows, verdicts=self.done.verdicts + block.verdicts,
                                  checksum=self.reader.lines.checksum,
                                  counted=None if self.summary is None else self.summary.counted())

    def start(self) -> bytes:
        """What stands before the first row."""
        return b"\xef\xbb\xbf" * (self.marked and isinstance(self.writer, CsvWriter)) + self.writer.start().encode()

    def rejects_start(self, *, as_json: bool) -> bytes:
        """What stands before the first reject."""
        return b"\xef\xbb\xbf" * (self.marked and not as_json) + rejects_start(as_json=as_json)

    def to_file(self, about: Mapping[str, Any]) -> int:
        """Writes a file, and the rejects to another; `about` is what a run must share to be gone on with."""
        options, target = self.options, Path(self.options.target)
        rejects = options.rejects or Path(f"{target}{REJECTS}")
        as_json = kind_of(str(rejects)) == "jsonl"
        output = Output(target, rejects, {
            **about, "folder for tickets": str(options.tickets), "signature": options.signature,
            "file for rejects": str(rejects), "summary": self.summary is not None, "version of advisor": __version__,
        }, keep_rejects=options.rejects is not None)
        try:
            output.begin(resume=options.resume)
            rows = iter(self.reader)
            if output.done.output or output.done.rows:
                self.go_on(output, rows)
            else:
                output.write(self.start(), self.rejects_start(as_json=as_json), Done())
            for block in self.blocks(rows):
                output.write(block.output, rejects_text(block.refused, as_json=as_json), self.after(block))
                self.done = output.done
                if output.wants_record():
                    output.record()
                self.line.update(self.done.rows, block.rows)
            self.done = output.done
            kept = output.finish(self.reader.lines.checksum)
        except KeyboardInterrupt:
            self.line.clear()
            output.record()
            say_error(f"Stopped after {output.done.rows:,} rows. They are kept: go on with the same command and "
                      "--resume.", self.environment)
            return Status.INTERRUPTED
        finally:
            output.close()
        return self.end(rejects if kept else None)

    def go_on(self, output: Output, rows: Iterator[Row]) -> None:
        """Passes over the rows that an earlier run has done. Raises Failure where they are not the same."""
        self.done = output.done
        lines, passed = self.reader.lines, sum(1 for _ in islice(rows, self.done.rows))
        same = passed == self.done.rows and (not passed or lines.checksum == self.done.checksum)
        if output.complete or not same:  # then the input had been read to its end, beyond the last row
            same = passed == self.done.rows and next(rows, None) is None and lines.checksum == self.done.checksum
        if not same:
            raise other("input", output.path)
        if self.summary is not None:
            self.summary = Summary(self.opened.base, self.done.counted)

    def to_stream(self) -> int:
        """Writes to standard output; rejects go to a file or, the first of them, to standard error."""
        environment, path = self.environment, self.options.rejects
        if environment.stdout is None:
            raise surroundings("no-output", "Standard output is closed, so the result cannot be shown.",
                               "Name a file for the output.")
        as_json = path is not None and kind_of(str(path)) == "jsonl"
        rejects = RejectsFile(path) if path is not None else None
        self.first_rejects = [] if rejects is None and self.as_json else None
        try:
            if rejects is not None:
                rejects.write(self.rejects_start(as_json=as_json))
            self.send(self.start())
            for block in self.blocks(iter(self.reader)):
                self.send(block.output)
                self.done = self.after(block)
                if rejects is not None:
                    rejects.write(rejects_text(block.refused, as_json=as_json))
                else:
                    self.tell_rejects(block)
                self.line.update(self.done.rows, block.rows)
            if rejects is not None:
                rejects.finish()
        except BrokenPipeError:
            self.line.clear()
            abandon(environment.stdout)
            return Status.DONE
        except KeyboardInterrupt:
            self.line.clear()
            raise
        finally:
            if rejects is not None:
                rejects.close()
        return self.end(path)

    def send(self, data: bytes) -> None:
        """To standard output. Raises Failure, and BrokenPipeError where nobody reads it any more."""
        stream = self.environment.stdout
        assert stream is not None
        try:
            buffer: BinaryIO = stream.buffer  # not through the text layer: that knows other encodings and line ends
            buffer.write(data)
            buffer.flush()
        except (AttributeError, UnsupportedOperation):
            stream.write(data.decode())
            stream.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            abandon(stream)
            raise surroundings("cannot-write", f"The result cannot be written: {error.strerror}.",
                               "Free some room, or name a file for the output.", "standard output") from None

    def tell_rejects(self, block: Block) -> None:
        """Says the first rejected rows on standard error, or keeps them for the summary as JSON."""
        if self.first_rejects is not None:
            self.first_rejects = (self.first_rejects + documents(block.refused[:_TOLD]))[:_TOLD]
            return
        for row in block.refused:
            for fault in row.faults:
                self.told += 1
                if self.told <= _TOLD:
                    place = f"line {row.line}" + (f", {fault.column}" if fault.column else f" (id {row.id[:40]})")
                    say_error(f"{place}: {fault.message} {fault.fix}".rstrip(), self.environment)
                elif self.told == _TOLD + 1:
                    say_error("There are more; --rejects FILE takes all of them.", self.environment)

    def end(self, rejects: Path | None) -> int:
        """Says that no row was lost, shows the summary, and gives the exit status."""
        self.line.clear()
        rows, verdicts = self.done.rows, self.done.verdicts
        refused = rows - verdicts
        if not self.as_json:
            for note in self.reader.notes[self.noted:]:
                say_error(note, self.environment)
            where = f" The rejected rows are in {rejects}." if refused and rejects is not None else ""
            say_error(f"{number_of(rows, 'row')} = {number_of(verdicts, 'verdict')} + {refused:,} rejected.{where}",
                      self.environment)
        if self.summary is not None:
            self.show_summary(self.summary)
        return Status.FINDINGS if refused else Status.DONE

    def show_summary(self, summary: Summary) -> None:
        """The summary on standard output, or on standard error where the rows are there."""
        environment, to_stderr = self.environment, self.options.target == STREAM
        if self.as_json:
            from advisor.report.page.json_document import dumps

            text = dumps(summary.document(self.done.rows, self.reader.notes, self.first_rejects))
        else:
            lines = summary.lines(self.done.rows, environment.width(environment.stderr if to_stderr
                                                                    else environment.stdout))
            if not to_stderr:
                show_lines(environment, lines, None)
                return
            text = "".join(f"{line.text}\n" for line in lines)
        if to_stderr:
            say_raw(text, environment)
        else:
            write_result(text, environment, None)
