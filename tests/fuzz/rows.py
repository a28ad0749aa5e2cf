"""Runs a batch on an input, and holds it to what it promises of its output; shared by the targets that feed it."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from pathlib import Path
from typing import Any

from advisor.batch import decider, programs
from advisor.batch.decider import EXTRA
from advisor.cli.batch.run import BatchOptions
from advisor.cli.commands import batch
from advisor.cli.commands.batch import run_batch
from advisor.cli.edge.status import Failure, Status
from tests.fuzz import bases
from tests.fuzz.checks import harmless, printed, said_well, surroundings
from tests.fuzz.target import Fault, Outcome

SUM = re.compile(r"([\d,]+) rows? = ([\d,]+) verdicts? \+ ([\d,]+) rejected")
MOST_DECIDERS = 100
ENDINGS = {"csv": ".csv", "jsonl": ".jsonl"}
FORMULA = re.compile(r"[=+@-]")
FIGURE = re.compile(r"[+-]?[0-9][0-9 .,]*%?\Z")


def remembering() -> None:
    """Lays the tables of a rule base out once per process; each takes a second."""
    if hasattr(decider.Tables, "known"):
        return
    tables: Any = decider.Tables
    limited: Any = programs.limited_rules
    known: dict[Any, Any] = {}

    def tables_once(base: Any, limit: int) -> Any:
        found = known.get((id(base), limit))
        if found is None:
            found = known[id(base), limit] = base, tables(base, limit)  # with the base, so that its id stays its own
        return found[1]

    def limited_once(base: Any, client: Any) -> Any:
        if (id(base), client.id) not in known:
            known[id(base), client.id] = limited(base, client)
        return known[id(base), client.id]

    decide: Any = batch.decider_for
    deciders: dict[Any, Any] = {}

    def decider_once(base: Any, columns: Any, extra: Any) -> Any:
        if len(deciders) > MOST_DECIDERS:
            deciders.clear()
        key = id(base), tuple(columns), tuple(extra)
        if key not in deciders:
            deciders[key] = decide(base, columns, extra)
        return deciders[key]

    batch.decider_for = decider_once  # type: ignore[assignment]
    tables_once.known = known  # type: ignore[attr-defined]
    decider.Tables = tables_once  # type: ignore[assignment, misc]
    programs.limited_rules = limited_once


def decided(room: Path, flags: int, content: bytes, read_as: str) -> Outcome:
    """What becomes of an input; the bits of `flags` say by which rules, to where and in which form."""
    place = "rules" if flags & 5 == 0 else "commute"
    write_as = ("csv", "jsonl")[flags >> 1 & 1]
    to_file = flags & 0b1100 == 0b1100
    packed = ".gz" if flags & 16 else ""
    extra = EXTRA[1] if flags & 32 and place == "commute" else ""
    target = f"out{ENDINGS[write_as]}{packed}" if to_file else "-"
    environment = surroundings(room, content)
    options = BatchOptions("-", target, None if flags & 64 else read_as, write_as, extra, summary=bool(flags & 128))
    out = room / target
    codes: tuple[str, ...] = ()
    try:
        status: int | None = run_batch(environment, bases.opened(place), options)
    except Failure as failure:
        status, codes = None, said_well(failure.problems)
    told, err = printed(environment)
    output = told
    if to_file:
        output = _file(out, status, codes)
    if status is None:
        return Outcome(False, codes)
    rows, verdicts, refused = (int(text.replace(",", "")) for text in _sum(err))
    if rows != verdicts + refused or status != (Status.FINDINGS if refused else Status.DONE):
        raise Fault("rows were lost", err[-300:])
    _valid(output, write_as, verdicts)
    if to_file and bool(refused) is not _rejects(out):
        raise Fault("no file of rejects", err[-300:])
    return Outcome(verdicts > 0 or not refused, (write_as, min(verdicts, 3), min(refused, 3)))


def _sum(err: str) -> tuple[str, ...]:
    found = SUM.search(err)
    if found is None:
        raise Fault("rows were not counted", err[-300:])
    return found.groups()


def _file(out: Path, status: int | None, codes: tuple[str, ...]) -> str:
    """The output, whole or not there; of a run that ended early, what it can go on with is taken away."""
    if status is None and out.exists():
        raise Fault("output of a run that failed")
    if status is None and codes == ("damaged-input",):
        for ending in (".partial", ".progress", ".rejects.csv.partial"):
            Path(f"{out}{ending}").unlink(missing_ok=True)
    if status is None:
        return ""
    content = out.read_bytes()
    out.unlink()
    return (gzip.decompress(content) if out.suffix == ".gz" else content).decode("utf-8")


def _rejects(out: Path) -> bool:
    path = Path(f"{out}.rejects.csv")
    if not path.exists():
        return False
    list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), strict=True))
    path.unlink()
    return True


def _valid(output: str, write_as: str, verdicts: int) -> None:
    """As many rows as verdicts, each of them whole; no cell that a spreadsheet would run."""
    if write_as == "jsonl":
        found = [json.loads(line) for line in output.split("\n")[:-1]]
        if len(found) != verdicts or not all(isinstance(row, dict) for row in found):
            raise Fault("lines that are no rows", output[:300])
        return
    csv.field_size_limit(1 << 30)
    rows = list(csv.reader(io.StringIO(output.removeprefix("\ufeff"), newline=""), strict=True))
    if len(rows) != verdicts + 1 or any(len(row) != len(rows[0]) for row in rows):
        raise Fault("rows that are not whole", output[:300])
    for row in rows:
        for cell in row:
            if FORMULA.match(cell.lstrip(" \t\r\n\"")) and not FIGURE.match(cell):
                raise Fault("a formula", repr(cell)[:200])
            harmless(cell.replace("\t", ""))
