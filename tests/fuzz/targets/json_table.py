"""Many cases at once, in JSON Lines."""

from __future__ import annotations

from tests.fuzz import bases, rows
from tests.fuzz.target import Outcome, Target

SEEDS = (
    b'{"id": "1", "devices": "one", "quota": "full", "note": "first"}\n'
    b'{"id": 2, "devices": 3, "x": {"y": [1.5, null]}}\n',
    b'{"street": "icy", "luggage": "heavy", "x": "=1"}\n{"street": null}\n{"street": "up"}\n[1]\n',
    b'{"answers": {"devices": {"value": "one", "origin": "measured"}, "quota": "12%"}, "id": "a"}\n',
    b'{"client": {"id": "thunderbird"}, "provider": "gmail", "devices": true}\n{"devices": "one", "devices": "two"}\n',
    b'{"protocol": "x", "in_protocol": "y", "devices": "several", "\\u001b[31m": "\\ud800"}\n{"a": 1e400}\n')
FLAGS = (0, 1, 2, 3, 13, 15, 131)
WORDS = (b'"id":', b'"devices":', b'"street":', b'"answers":', b'"value":', b'"origin":', b'"measured"', b'"provider"',
         b'"client":', b"{}", b"[]", b"null", b"true", b"1e400", b"NaN", b"-0", b'"\\ud800"', b'"\\u0000"', b'"=1"',
         b"}\n{",
         b"[[[[[[[[", b"{\"a\":", b'"protocol":')


class JsonTable(Target):
    """The first byte says by which rules and to where; the rest comes from standard input."""

    name = "json-lines"
    weight = 1.2
    seconds = 8.0
    modules = ("advisor.batch.json_rows", "advisor.batch.keys", "advisor.batch.rows", "advisor.batch.plan",
               "advisor.batch.decider", "advisor.batch.programs", "advisor.batch.work", "advisor.batch.rejects",
               "advisor.batch.harmless", "advisor.cli.batch.input", "advisor.cli.batch.run")

    def prepare(self, room: object) -> None:
        super().prepare(room)
        rows.remembering()

    def seeds(self) -> list[bytes]:
        return [bytes([flags]) + text for text in SEEDS for flags in FLAGS]

    def words(self) -> list[bytes]:
        return [*bases.words("rules"), *bases.words("commute"), *WORDS]

    def try_one(self, data: bytes) -> Outcome:
        return rows.decided(self.room, data[0] if data else 0, data[1:], "jsonl")


TARGET = JsonTable
