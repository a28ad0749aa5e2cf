"""Many cases at once, in CSV."""

from __future__ import annotations

from tests.fuzz import bases, rows
from tests.fuzz.target import Outcome, Target

SEEDS = (
    b"id,devices,quota,local_backup,note\n1,one,full,regular,first\n2,several,,unsure,\n3,nine,78%,no,bad\n",
    b"sep=;\nid;Devices;places;note\n1;one;several;\"a;b\"\n2;;one;\"a\nb\"\n",
    b"\xef\xbb\xbfdevices\tquota\r\none\t12%\r\n\r\nseveral\t\r\n",
    b"id,street,luggage,distance\n1,icy,heavy,short\n2,dry,none,\n",
    b"client,provider,devices\nthunderbird,gmail,one\nnobody,,several\n",
    b"devices,protocol,id,settled\none,=1+1,@x,-2\nseveral,+3,\"\"\"\",\n")
FLAGS = (0, 1, 3, 13, 29, 33, 129)
WORDS = (b",", b";", b"\t", b'"', b'""', b"\r\n", b"\n", b"sep=;\n", b"id", b"note", b"78%", b"=1+1", b"@x",
         b"\xef\xbb\xbf",
         b"client", b"provider", b"thunderbird", b"gmail", b"protocol", b"settled")


class CsvTable(Target):
    """The first byte says by which rules and to where; the rest comes from standard input."""

    name = "csv"
    weight = 1.5
    seconds = 8.0
    modules = ("advisor.batch.csv_rows", "advisor.batch.rows", "advisor.batch.plan", "advisor.batch.decider",
               "advisor.batch.programs", "advisor.batch.harmless", "advisor.batch.work", "advisor.batch.rejects",
               "advisor.cli.batch.input", "advisor.cli.batch.run")

    def prepare(self, room: object) -> None:
        super().prepare(room)
        rows.remembering()

    def seeds(self) -> list[bytes]:
        return [bytes([flags]) + text for text in SEEDS for flags in FLAGS]

    def words(self) -> list[bytes]:
        return [*bases.words("rules"), *bases.words("commute"), *WORDS]

    def try_one(self, data: bytes) -> Outcome:
        return rows.decided(self.room, data[0] if data else 0, data[1:], "csv")


TARGET = CsvTable
