"""Packed input of a batch, whole and damaged."""

from __future__ import annotations

import bz2
import gzip
import lzma
import zipfile
from io import BytesIO

from tests.fuzz import rows
from tests.fuzz.target import Outcome, Target

TEXT = b"id,street,luggage,note\n1,icy,heavy,first\n2,dry,none,second\n3,,,third\n"
FLAGS = (65, 67, 77, 79, 93)


class Packed(Target):
    """The first byte says by which rules and to where; the rest comes from standard input."""

    name = "gzip"
    weight = 0.8
    longest = 4_096
    seconds = 8.0
    modules = ("advisor.cli.batch.input", "advisor.cli.batch.run", "advisor.cli.batch.output",
               "advisor.cli.batch.names", "advisor.cli.commands.batch", "advisor.batch.rows")

    def prepare(self, room: object) -> None:
        super().prepare(room)
        rows.remembering()

    def seeds(self) -> list[bytes]:
        whole = gzip.compress(TEXT, mtime=0)
        archive = BytesIO()
        with zipfile.ZipFile(archive, "w") as made:
            made.writestr("in.csv", TEXT)
        lines = b'{"street": "icy"}\n{"street": "dry", "luggage": "none"}\n'
        texts = [whole, gzip.compress(TEXT * 40, mtime=0), whole[:-8], whole[:20], whole[:10] + whole,
                 whole + b"\0" * 20,
                 whole + gzip.compress(b"4,icy,,fourth\n", mtime=0), gzip.compress(lines, mtime=0),
                 gzip.compress(whole),
                 gzip.compress(b"street\n" + b"icy\n" * 20_000, mtime=0), bz2.compress(TEXT), lzma.compress(TEXT),
                 archive.getvalue(), b"\x1f\x8b", gzip.compress(b""), TEXT, lines, TEXT.decode().encode("utf-16"),
                 b"PAR1\x15\0", b"\xd0\xcf\x11\xe0"]
        return [bytes([flags]) + text for text in texts for flags in FLAGS]

    def words(self) -> list[bytes]:
        return [b"\x1f\x8b\x08\0", b"\x1f\x8b", gzip.compress(TEXT, mtime=0), gzip.compress(b"1,icy,,x\n", mtime=0)]

    def try_one(self, data: bytes) -> Outcome:
        return rows.decided(self.room, (data[0] if data else 0) | 65, data[1:], "csv")


TARGET = Packed
