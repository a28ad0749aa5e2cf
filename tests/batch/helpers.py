"""What the tests of batches share."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from random import Random

from advisor.batch.csv_rows import CsvReader
from advisor.batch.json_rows import JsonReader
from advisor.batch.rows import Row
from advisor.rulebase.model import RuleBase


def csv_rows(text: str, base: RuleBase, extra: Sequence[str] = ()) -> list[Row]:
    return list(CsvReader(StringIO(text, newline=""), base, extra, "in.csv"))


def json_rows(text: str, base: RuleBase, *, columns: bool = False) -> list[Row]:
    return list(JsonReader(StringIO(text, newline=""), base, columns=columns))


def random_answers(base: RuleBase, random: Random) -> dict[str, str]:
    """Some questions answered, some unsure, some empty."""
    openness = random.choice((0.1, 0.4, 0.8))
    return {name: random.choice(("", "unsure")) if random.random() < openness else random.choice(entry.value_ids)
            for name, entry in base.questions.items()}


def many_rows(base: RuleBase, count: int, *, bad_every: int = 0, seed: int = 1) -> str:
    """CSV with an id, all questions in an order of its own, and a note; every so many rows one is wrong."""
    random = Random(seed)
    names = list(base.questions)
    random.shuffle(names)
    lines = [",".join([names[0], "id", *names[1:], "note"])]
    for number in range(count):
        answers = random_answers(base, random)
        if bad_every and number % bad_every == bad_every - 1:
            answers[names[0]] = "nonsense"
        lines.append(",".join([answers[names[0]], f"box-{number}", *[answers[name] for name in names[1:]], "a note"]))
    return "\n".join(lines) + "\n"
