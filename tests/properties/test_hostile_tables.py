"""What a batch carries through cannot act in a spreadsheet, on a terminal, or in the name of a file."""

from __future__ import annotations

import csv
import json
from io import StringIO
from itertools import chain
from random import Random

from hypothesis import given

from tests.properties.cases import Chance, chances
from tests.properties.desk import Desk
from tests.properties.hostile import formulas, hostile, steering
from tests.properties.profile import tried


def table(random: Random, header: list[str], questions: list[str]) -> str:
    """Rows with hostile cells, some of them where an answer belongs."""
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    for _ in range(12):
        writer.writerow([hostile(random) if name not in questions or random.random() < 0.2
                         else random.choice(("", "unsure")) for name in header])
    return text.getvalue()


@tried(3)
@given(chance=chances)
def test_no_cell_is_a_formula_or_steers(chance: Chance, desk: Desk) -> None:
    random = chance.random
    questions = ["devices", "quota"]
    header = chance.shuffled([*questions, "id", *dict.fromkeys(hostile(random) for _ in range(3))])
    source = desk.file("in.csv", table(random, header, questions))
    for name in ("out.csv", "out.csv.rejects.csv", "out.jsonl", "out.jsonl.rejects.csv"):
        desk.path(name)
    tickets = desk.folder / "tickets"
    tickets.mkdir(exist_ok=True)
    for target in (desk.path("out.csv"), desk.path("out.jsonl")):
        with_tickets = ["--tickets", str(tickets)] if target.suffix == ".jsonl" and random.random() < 0.3 else []
        outcome = desk.run("batch", str(source), str(target), *with_tickets)
        assert outcome.status in (0, 1), outcome.err
        assert steering(outcome.out + outcome.err) == []
        for path in tickets.iterdir():
            assert steering(path.name) == []
            assert path.name.isascii()
            path.unlink()
        rejects = desk.folder / f"{target.name}.rejects.csv"
        for found in filter(lambda path: path.exists(), (target, rejects)):
            text = found.read_bytes().decode()
            if found.suffix == ".jsonl":
                assert text.isascii()
                assert all(isinstance(json.loads(line), dict) for line in text.splitlines())
                continue
            rows = list(csv.reader(StringIO(text, newline="")))
            assert len({len(row) for row in rows}) == 1
            assert formulas(chain.from_iterable(rows)) == []
            for mark in ";\t":  # a spreadsheet that parts cells by these reads the very same lines
                parted = csv.reader(StringIO(text, newline=""), delimiter=mark)
                assert formulas(cell for row in parted for cell in row[1:]) == []
            assert [char for row in rows for cell in row for char in steering(cell, "\n\t\ue000")] == []
