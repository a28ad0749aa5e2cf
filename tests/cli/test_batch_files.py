"""`advisor batch`: what the names and the first bytes of files say is believed, or refused in plain words."""

from __future__ import annotations

import bz2
import csv
import gzip
import json
import os
import sys
from io import StringIO
from pathlib import Path

import pytest

from advisor.report.schemas.schema import schema
from advisor.rulebase.model import RuleBase
from tests.cli.conftest import Advisor

GOOD = "id,devices\n1,one\n2,sevral\n"


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_text(GOOD)


def names() -> set[str]:
    return {path.name for path in Path().iterdir()} - {"cache", "state"}


@pytest.mark.parametrize("name", ["out.json", "out.xlsx", "out.tsv", "out.csv.bak", "out.xlsx.gz", "out.txt"])
def test_an_ending_that_is_not_written_is_refused(advisor: Advisor, name: str) -> None:
    done = advisor("batch", "in.csv", name)
    assert done.status == 2
    assert "No file of the kind '." in done.err
    assert "Name it .csv or .jsonl, also with .gz; or say --to csv or --to jsonl." in done.err
    assert names() == {"in.csv"}
    assert advisor("batch", "in.csv", name, "--to", "csv").status == 1
    assert Path(name).exists()


@pytest.mark.parametrize("name", ["bad.xlsx", "bad.json", "bad.tsv.gz"])
def test_rejects_are_not_written_under_a_wrong_ending(advisor: Advisor, name: str) -> None:
    for target in ("out.csv", "-"):
        done = advisor("batch", "in.csv", target, "--rejects", name)
        assert done.status == 2
        assert "--rejects: No file of the kind" in done.err
    assert names() == {"in.csv"}


@pytest.mark.parametrize("name", ["out", "OUT.CSV", "out.CSV.GZ", "out.gz"])
def test_names_without_an_ending_and_in_capitals(advisor: Advisor, name: str) -> None:
    assert advisor("batch", "in.csv", name).status == 1
    written = Path(name).read_bytes()
    text = gzip.decompress(written) if name.lower().endswith(".gz") else written
    assert text.startswith(b"id,protocol")


def test_a_link_is_packed_as_its_own_name_says(advisor: Advisor) -> None:
    Path("real.dat").write_text("")
    Path("out.csv.gz").symlink_to("real.dat")
    assert advisor("batch", "in.csv", "out.csv.gz").status == 1
    assert gzip.decompress(Path("real.dat").read_bytes()).startswith(b"id,protocol")


@pytest.mark.parametrize("target", ["out.csv", "-"])
def test_rejects_are_packed_too(advisor: Advisor, target: str) -> None:
    assert advisor("batch", "in.csv", target, "--rejects", "bad.csv.gz").status == 1
    assert advisor("batch", "in.csv", target, "--rejects", "bad.jsonl.GZ").status == 1
    assert gzip.decompress(Path("bad.csv.gz").read_bytes()).startswith(b"line,column,value,reason,id\n3,devices,sevral")
    assert json.loads(gzip.decompress(Path("bad.jsonl.GZ").read_bytes()))["line"] == 3


def test_nothing_packed_is_a_gzip_file_as_well(advisor: Advisor) -> None:
    Path("in.csv").write_text("id,devices\n")
    assert advisor("batch", "in.csv", "out.jsonl.gz", "--rejects", "bad.jsonl.gz").status == 0
    for name in ("out.jsonl.gz", "bad.jsonl.gz"):
        assert Path(name).read_bytes().startswith(b"\x1f\x8b")
        assert gzip.decompress(Path(name).read_bytes()) == b""


@pytest.mark.parametrize(("name", "content", "words"), [
    ("in.xlsx", b"PK\x03\x04" + b"\0" * 40, "a spreadsheet's own file or a zip archive"),
    ("in.csv", b"PK\x03\x04" + b"\0" * 40, "Save it as CSV in UTF-8."),
    ("in.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a spreadsheet's own file"),
    ("in.csv", GOOD.encode("utf-16"), "text in UTF-16"),
    ("in.csv", b"\xfe\xff" + GOOD.encode("utf-16-be"), "Save it as UTF-8."),
    ("in.csv.bz2", bz2.compress(GOOD.encode()), "packed with bzip2"),
    ("in.csv.zst", b"(\xb5/\xfd\x04", "packed with zstd"),
    ("in.csv.gz", gzip.compress(GOOD.encode("utf-16"), mtime=0), "text in UTF-16"),
    ("in.json", b' [{"id": "1", "devices": "one"}]', "This is JSON, but a list"),
    ("in.jsonl", b"[\n{}\n]\n", "This is JSON, but a list"), ("-", b"[{}]", "This is JSON, but a list"),
    ("in.jsonl", b'{\n  "devices": "one"\n}\n', "an object over several lines"),
    ("in.json", b'\xef\xbb\xbf{\r\n  "devices": "one"\r\n}\r\n', "an object over several lines"),
])
def test_input_of_another_kind_is_named_and_refused(advisor: Advisor, name: str, content: bytes, words: str) -> None:
    if name != "-":
        Path(name).write_bytes(content)
    before = names()
    done = advisor("batch", name, "out.csv", "--format", "json", stdin=content if name == "-" else None)
    assert done.status == 2
    [error] = json.loads(done.err)["errors"]
    assert error["code"] == "foreign-input"
    assert words in f"{error['message']} {error['fix']}"
    assert names() == before


def test_objects_on_lines_are_taken_whatever_the_ending(advisor: Advisor) -> None:
    Path("in.json").write_text('\n{"id": "1", "devices": "one"}\n{"id": "2", "devices": "several"}\n')
    assert advisor("batch", "in.json", "out.csv").status == 0
    Path("in.dat").write_text("id,devices\n1,one\n")
    assert advisor("batch", "in.dat", "out.csv").status == 0


@pytest.mark.parametrize("name", ["PAR1", "BZh", "PK", "[x]"])
def test_a_header_is_not_taken_for_another_kind(advisor: Advisor, name: str) -> None:
    Path("in.csv").write_text(f"{name},devices\n1,one\n")
    assert advisor("batch", "in.csv", "out.csv").status == 0


@pytest.mark.parametrize("marked", [False, True])
def test_a_byte_order_mark_goes_from_csv_to_csv(advisor: Advisor, marked: bool) -> None:
    mark = b"\xef\xbb\xbf" * marked
    Path("in.csv").write_bytes(mark + GOOD.encode())
    assert advisor("batch", "in.csv", "out.csv").status == 1
    assert Path("out.csv").read_bytes().startswith(mark + b"id,protocol")
    assert Path("out.csv.rejects.csv").read_bytes().startswith(mark + b"line,column")
    assert advisor("batch", "in.csv", "out.jsonl", "--rejects", "bad.jsonl").status == 1
    assert Path("out.jsonl").read_bytes().startswith(b"{")
    assert Path("bad.jsonl").read_bytes().startswith(b"{")
    Path("in.jsonl").write_bytes(mark + b'{"id": "1", "devices": "one"}\n')
    assert advisor("batch", "in.jsonl", "out.csv").status == 0
    assert Path("out.csv").read_bytes().startswith(b"id,protocol")


def test_the_first_rejects_are_in_the_document_where_no_file_takes_them(advisor: Advisor, base: RuleBase) -> None:
    from jsonschema import Draft202012Validator

    content = b"id,devices\n" + b"".join(b"%d,x%d\n" % (number, number) for number in range(15)) + b"z,one\xe9\n"
    document = json.loads(advisor("batch", "-", "-", "--format", "json", stdin=content).err)
    Draft202012Validator(schema("batch-summary", base)).validate(document)
    assert [row["line"] for row in document["first_rejects"]] == list(range(2, 12))
    first = document["first_rejects"][0]
    assert (first["column"], first["value"], first["id"]) == ("devices", "x0", "0")
    assert first["reason"].startswith("'x0' is not an answer to devices.")
    other = advisor("batch", "-", "-", "--format", "json", stdin=b"id,devices\nz,on\xe9\n")
    assert json.loads(other.err)["first_rejects"][0]["reason"].startswith("This row is not UTF-8 text.")
    none = advisor("batch", "-", "-", "--format", "json", stdin=b"devices\none\n")
    assert json.loads(none.err)["first_rejects"] == []
    filed = advisor("batch", "-", "-", "--format", "json", "--rejects", "bad.csv", stdin=content)
    assert "first_rejects" not in json.loads(filed.err)


TICKETS = ("--tickets", "t")


def test_tickets_of_another_run_do_not_mix_with_those_of_this_one(advisor: Advisor) -> None:
    Path("t").mkdir()
    Path("t/read me.txt").write_text("not a ticket")
    assert advisor("batch", "in.csv", "out.csv", *TICKETS).status == 1
    Path("in.csv").write_text("id,devices\n7,several\n")
    before = {path.name: path.read_bytes() for path in Path("t").iterdir()}
    for target in ("out.csv", "other.csv", "-"):
        done = advisor("batch", "in.csv", target, *TICKETS)
        assert done.status == 2
        assert "Tickets of another run are in this folder" in done.err
        assert "Name an empty folder." in done.err
    assert {path.name: path.read_bytes() for path in Path("t").iterdir()} == before
    assert "7" not in [row["id"] for row in csv.DictReader(StringIO(Path("out.csv").read_text()))]
    Path("t/000002-1.txt").unlink()
    assert advisor("batch", "in.csv", "other.csv", *TICKETS).status == 0
    assert names() >= {"other.csv"}


@pytest.mark.skipif(sys.platform == "win32", reason="no locks there")
def test_two_runs_do_not_write_tickets_into_one_folder(advisor: Advisor) -> None:
    import fcntl

    Path("t").mkdir()
    handle = os.open("t", os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    done = advisor("batch", "in.csv", "out.csv", *TICKETS)
    os.close(handle)
    assert done.status == 3
    assert "t: Another run is writing here." in done.err
    assert names() == {"in.csv", "t"}
    assert advisor("batch", "in.csv", "out.csv", *TICKETS).status == 1
