"""`advisor batch`: formats in and out, rejects, summary, tickets, exit statuses."""

from __future__ import annotations

import csv
import gzip
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from advisor.report.schemas.schema import schema
from advisor.rulebase.model import RuleBase
from tests.batch.helpers import many_rows
from tests.cli.conftest import Advisor

COLUMNS = ["id", "protocol", "settled", "set_up", "warnings", "rules"]
COMMUTE = Path(__file__).parent.parent / "rulebases" / "commute"
CASES = [{"id": "a", "devices": "several", "quota": "82%", "note": "x"},
         {"id": "b", "devices": "one", "local_backup": "regular", "note": "two\nlines"},
         {"id": "c", "devices": "sevral", "note": ""}]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def as_csv(cases: list[dict[str, str]]) -> str:
    text = StringIO(newline="")
    writer = csv.DictWriter(text, ["id", "devices", "quota", "local_backup", "note"], restval="")
    writer.writeheader()
    writer.writerows(cases)
    return text.getvalue()


def rows_of(content: bytes, kind: str) -> list[dict[str, Any]]:
    """The rows in one shape, lists as lists."""
    if kind == "jsonl":
        return [json.loads(line) for line in content.decode().splitlines()]
    return [{**row, **{name: row[name].split() for name in ("set_up", "warnings", "rules")}}
            for row in csv.DictReader(StringIO(content.decode(), newline=""))]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("way_out", ["csv", "jsonl"])
@pytest.mark.parametrize("way_in", ["csv", "jsonl"])
def test_every_pairing_of_formats_says_the_same(advisor: Advisor, way_in: str, way_out: str, packed: bool) -> None:
    text = as_csv(CASES) if way_in == "csv" else "".join(json.dumps(case) + "\n" for case in CASES)
    content = b"\xef\xbb\xbf" + text.encode()
    end = ".gz" if packed else ""
    source, target = Path(f"in.{way_in}{end}"), Path(f"out.{way_out}{end}")
    source.write_bytes(gzip.compress(content) if packed else content)
    done = advisor("batch", str(source), str(target))
    assert (done.status, done.out) == (1, "")
    assert done.err.startswith("advisor: 3 rows = 2 verdicts + 1 rejected. The rejected rows are in out.")
    written = target.read_bytes()
    rows = rows_of((gzip.decompress(written) if packed else written).removeprefix(b"\xef\xbb\xbf"), way_out)
    assert [list(row) for row in rows] == [[*COLUMNS, "note"]] * 2
    for row, case in zip(rows, CASES, strict=False):
        flags = [word for name, value in case.items() if name not in ("id", "note")
                 for word in (f"--{name.replace('_', '-')}", value)]
        report = json.loads(advisor("recommend", *flags, "--format", "json").out)
        assert (row["id"], row["note"]) == (case["id"], case["note"])
        assert row["protocol"] == report["verdict"]["protocol"]
        assert row["settled"] == report["verdict"]["settled"]
        assert set(row["set_up"]) == {item["id"] for item in report["set_up"]}
        assert row["warnings"] == [entry["id"] for entry in report["warnings"]]
    assert not list(Path().glob("*.partial")) + list(Path().glob("*.progress"))


@pytest.mark.parametrize(("content", "kind"), [
    (as_csv(CASES[:2]).encode(), "csv"), (gzip.compress(as_csv(CASES[:2]).encode()), "csv"),
    (b"".join(json.dumps(case).encode() + b"\n" for case in CASES[:2]), "jsonl")], ids=["csv", "packed", "jsonl"])
def test_standard_input_to_standard_output(advisor: Advisor, content: bytes, kind: str) -> None:
    done = advisor("batch", "-", "-", stdin=content)
    assert done.status == 0
    assert [row["id"] for row in rows_of(done.out.encode(), kind)] == ["a", "b"]
    assert done.err == "advisor: 2 rows = 2 verdicts + 0 rejected.\n"
    assert advisor("batch", "-", "out.csv", stdin=content).status == 0
    other = advisor("batch", "-", "-", "--from", kind, "--to", "jsonl", stdin=content)
    assert len(rows_of(other.out.encode(), "jsonl")) == 2


def test_rejects_name_line_column_value_and_the_nearest_word(advisor: Advisor) -> None:
    Path("in.csv").write_text('id,devices,quota,note\n1,one,tight,"a\nb"\n=x,sevral,80,c\n3,one\n', encoding="utf-8")
    assert advisor("batch", "in.csv", "out.csv", "--rejects", "bad.csv").status == 1
    with Path("bad.csv").open(newline="", encoding="utf-8") as file:
        found = list(csv.DictReader(file))
    assert [(row["line"], row["column"], row["value"], row["id"]) for row in found] == [
        ("4", "devices", "sevral", "'=x"), ("4", "quota", "80", "'=x"), ("5", "", "", "3")]
    assert "Did you mean 'several'?" in found[0]["reason"]
    assert found[2]["reason"].startswith("This row has 2 cells; the header has 4.")
    assert advisor("batch", "in.csv", "out.csv", "--rejects", "bad.jsonl").status == 1
    lines = [json.loads(line) for line in Path("bad.jsonl").read_text().splitlines()]
    assert [(line["line"], line["column"], line["id"]) for line in lines] == [
        (4, "devices", "=x"), (4, "quota", "=x"), (5, "", "3")]


def test_rejects_are_told_where_no_file_takes_them(advisor: Advisor) -> None:
    bad = "id,devices\n" + "".join(f"{number},x{number}\n" for number in range(15))
    done = advisor("batch", "-", "-", stdin=bad.encode())
    assert done.status == 1
    assert done.err.count("is not an answer to devices") == 10
    assert "line 2, devices: 'x0' is not an answer" in done.err
    assert "There are more" in done.err
    quiet = advisor("batch", "-", "-", "--rejects", "bad.csv", stdin=bad.encode())
    assert quiet.err == "advisor: 15 rows = 0 verdicts + 15 rejected. The rejected rows are in bad.csv.\n"
    assert Path("bad.csv").read_text().count("\n") == 16
    assert not list(Path().glob("*.partial"))


def test_rejects_of_an_earlier_run_do_not_stay(advisor: Advisor) -> None:
    Path("in.csv").write_text("devices\nx\n")
    advisor("batch", "in.csv", "out.csv")
    assert len(Path("out.csv.rejects.csv").read_text().splitlines()) == 2
    Path("in.csv").write_text("devices\none\n")
    assert advisor("batch", "in.csv", "out.csv").status == 0
    assert Path("out.csv.rejects.csv").read_text() == "line,column,value,reason,id\n"
    assert advisor("batch", "in.csv", "other.csv").status == 0
    assert not Path("other.csv.rejects.csv").exists()


def test_nothing_is_lost_and_nothing_comes_twice(advisor: Advisor, base: RuleBase) -> None:
    Path("in.csv").write_bytes(many_rows(base, 7_000, bad_every=13).encode() + b"1,caf\xe9\n" + b'"\n,,\xe9' + b"," * 14
                               + b"\n")
    done = advisor("batch", "in.csv", "out.csv", "--format", "json")
    document = json.loads(done.out)
    with Path("out.csv").open(newline="", encoding="utf-8") as file:
        ids = [row["id"] for row in csv.DictReader(file)]
    with Path("out.csv.rejects.csv").open(newline="", encoding="utf-8") as file:
        bad = {row["line"] for row in csv.DictReader(file)}
    assert ids == [f"box-{number}" for number in range(7_000) if number % 13 != 12]
    assert len(ids) == document["verdicts"]
    assert bad == {str(line) for line in (*range(14, 7_002, 13), 7_002, 7_003, 7_004)}
    assert len(bad) == document["rejects"]
    assert document["rows"] == len(ids) + len(bad)


def test_bytes_that_are_not_utf_8_cost_their_row_only(advisor: Advisor) -> None:
    Path("in.csv").write_bytes(b"id,devices,note\n1,one,a\n2,one,caf\xe9\n3,one,b\n4,on\xe9,\n")
    assert advisor("batch", "in.csv", "out.csv").status == 1
    assert [row["id"] for row in rows_of(Path("out.csv").read_bytes(), "csv")] == ["1", "3"]
    rejects = Path("out.csv.rejects.csv").read_text().splitlines()
    assert rejects[1].startswith("3,,,This row is not UTF-8 text.")
    assert rejects[2].startswith("5,,,This row is not UTF-8 text.")


def test_carried_columns_are_defused_in_csv_and_untouched_in_json(advisor: Advisor) -> None:
    Path("in.csv").write_text('id,devices,=cmd,protocol,note\n@1,one,=1+1,smtp,"x\x1b[2J"\n', encoding="utf-8")
    advisor("batch", "in.csv", "out.csv")
    header, row = Path("out.csv").read_text(encoding="utf-8").splitlines()
    assert header == ",".join([*COLUMNS, "'=cmd", "in_protocol", "note"])
    assert row.startswith("'@1,")
    assert row.endswith(",'=1+1,smtp,x\ufffd[2J")
    advisor("batch", "in.csv", "out.jsonl")
    [found] = rows_of(Path("out.jsonl").read_bytes(), "jsonl")
    assert (found["id"], found["=cmd"], found["in_protocol"], found["note"]) == ("@1", "=1+1", "smtp", "x\x1b[2J")


def test_more_columns(advisor: Advisor) -> None:
    Path("in.csv").write_text("devices\none\nseveral\n")
    advisor("batch", "in.csv", "out.csv", "--columns", "flip-distance,evidence,balance")
    rows = rows_of(Path("out.csv").read_bytes(), "csv")
    report = json.loads(advisor("recommend", "--devices", "several", "--format", "json").out)["verdict"]
    assert rows[1]["balance"] == report["balance"]
    distance = report["flip_distance"]
    assert rows[1]["flip_distance"] == ("none" if distance is None else str(distance))
    assert rows[1]["evidence"] == " ".join(f"{name}:{points}" for name, points in report["evidence"].items())
    advisor("batch", "in.csv", "out.jsonl", "--columns", "evidence")
    assert rows_of(Path("out.jsonl").read_bytes(), "jsonl")[1]["evidence"] == report["evidence"]


def test_notes_on_what_stands_to_be_misunderstood(advisor: Advisor) -> None:
    done = advisor("batch", "-", "-", stdin=b"devics,quota\none,tight\n")
    assert "Column 'devics' is no question and is carried through. Did you mean 'devices'?" in done.err
    assert "There is no column 'id': rows are named by their number." in done.err


def test_another_rule_base(advisor: Advisor) -> None:
    from advisor.rulebase.load import load

    base = load(COMMUTE)
    Path("in.csv").write_text(many_rows(base, 50), encoding="utf-8")
    done = advisor("batch", "in.csv", "out.csv", "--rules", str(COMMUTE), "--summary")
    assert done.status == 0
    found = {row["protocol"] for row in rows_of(Path("out.csv").read_bytes(), "csv")}
    assert found <= {*base.options, "neither"}
    assert len(found) > 1
    assert any(option.name in done.out for option in base.options.values())


@pytest.mark.parametrize("columns", ["40", "80"])
def test_the_summary_fits_its_width(advisor: Advisor, base: RuleBase, columns: str) -> None:
    Path("in.csv").write_text(many_rows(base, 400, bad_every=40))
    done = advisor("batch", "in.csv", "out.csv", "--summary", COLUMNS=columns)
    lines = done.out.splitlines()
    assert lines[0] == "400 rows: 390 verdicts, 10 rejected"
    assert max(map(len, lines)) <= int(columns)
    assert done.out.isascii()
    rows = rows_of(Path("out.csv").read_bytes(), "csv")
    for option in base.options.values():
        count = sum(row["protocol"] == option.id for row in rows)
        [line] = [line for line in lines if line.startswith(option.name)]
        assert f"{count} ({100 * count / 390:.0f} %)" in line
    assert ("#" * 20 in done.out) == (columns == "80")


def test_the_summary_as_json_keeps_to_its_schema(advisor: Advisor, base: RuleBase) -> None:
    Path("in.csv").write_text(many_rows(base, 400, bad_every=40))
    done = advisor("batch", "in.csv", "out.csv", "--format", "json")
    document = json.loads(done.out)
    assert done.err == ""
    published = json.loads(advisor("schema", "batch-summary").out)
    assert published == schema("batch-summary", base)
    Draft202012Validator(published).validate(document)
    for change in ({"rows": -1}, {"protocols": {"uucp": 1}}, {"settled": {"maybe": 1}}, {"schema": "x"}):
        assert not Draft202012Validator(published).is_valid({**document, **change})
    rows = rows_of(Path("out.csv").read_bytes(), "csv")
    assert document["rules"] == {name: sum(name in row["rules"] for row in rows) for name in document["rules"]}
    assert document["set_up"] == {name: sum(name in row["set_up"] for row in rows) for name in document["set_up"]}
    assert list(document["rules"].values()) == sorted(document["rules"].values(), reverse=True)
    to_stream = advisor("batch", "in.csv", "-", "--format", "json")
    streamed = json.loads(to_stream.err)
    assert len(streamed.pop("first_rejects")) == 10
    assert streamed == document


def test_a_ticket_for_every_verdict_whatever_the_ids(advisor: Advisor) -> None:
    Path("in.csv").write_text("id,devices\n../../x,one\n../../x,one\nx,several\nX,sevral\n,one\n.,one\n/etc/passwd,one\n"
                              + "y" * 300 + ",one\n")
    Path("t").mkdir()
    done = advisor("batch", "in.csv", "out.csv", "--tickets", "t", "--signature", "The desk")
    assert done.status == 1
    assert sorted(path.name for path in Path("t").iterdir()) == sorted([
        "000002-.._.._x.txt", "000003-.._.._x.txt", "000004-x.txt", "000006-.txt", "000007-..txt",
        "000008-_etc_passwd.txt", f"000009-{'y' * 100}.txt"])
    assert {path.name for path in Path().iterdir() if path.name not in ("cache", "state")} == {
        "in.csv", "out.csv", "out.csv.rejects.csv", "t"}
    ticket = advisor("recommend", "--devices", "several", "--format", "ticket", "--signature", "The desk").out
    found = Path("t/000004-x.txt").read_text()
    assert found.partition("REPLY TO THE CUSTOMER")[2].strip() == ticket.partition("REPLY TO THE CUSTOMER")[2].strip()


@pytest.mark.parametrize(("arguments", "code"), [
    (("none.csv", "out.csv"), "no-such-file"), ((".", "out.csv"), "input-is-folder"),
    (("in.csv", "none/out.csv"), "no-such-folder"), (("in.csv", "."), "output-is-no-file"),
    (("in.csv", "/dev/null"), "output-is-no-file"), (("in.csv", "in.csv"), "same-file"),
    (("in.csv", "./in.csv"), "same-file"), (("link.csv", "in.csv"), "same-file"),
    (("x.csv.partial", "x.csv"), "same-file"), (("in.csv", "out.csv", "--rejects", "in.csv"), "same-file"),
    (("in.csv", "out.csv", "--rejects", "out.csv"), "same-file"),
    (("in.csv", "out.csv", "--rejects", "-"), "rejects-is-no-file"),
    (("in.csv", "out.csv", "--columns", "balanc"), "unknown-column"),
    (("in.csv", "-", "--from", "cvs"), "unknown-format"),
    (("in.csv", "-", "--to", "xml"), "unknown-format"), (("in.csv", "-", "--resume"), "cannot-resume"),
    (("in.csv", "out.csv", "--resume"), "cannot-resume"),
    (("in.csv", "out.csv", "--tickets", "none"), "no-such-folder"),
    (("in.csv", "out.csv", "--signature", "x"), "option-without-effect"), (("empty.csv", "out.csv"), "no-header"),
    (("cut.csv.gz", "out.csv"), "damaged-input"), (("bad.csv.gz", "out.csv"), "damaged-input"), (("in.csv",), "usage"),
])
def test_what_cannot_be_done_is_said_and_nothing_is_changed(advisor: Advisor, arguments: tuple[str, ...],
                                                            code: str) -> None:
    Path("in.csv").write_text("devices\none\n")
    Path("link.csv").symlink_to("in.csv")
    Path("x.csv.partial").write_text("devices\none\n")
    Path("empty.csv").write_text("")
    packed = gzip.compress(b"devices\n" + b"one\nseveral\n" * 5_000)
    Path("cut.csv.gz").write_bytes(packed[:-20])
    Path("bad.csv.gz").write_bytes(packed[:40] + b"\xff" * 40 + packed[80:])
    before = {path.name: path.read_bytes() for path in Path().iterdir() if path.is_file()}
    done = advisor("batch", *arguments, "--format", "json")
    assert done.status == 2
    document = json.loads(done.err)
    assert document["errors"][0]["code"] == code, document
    after = {path.name: path.read_bytes() for path in Path().iterdir() if path.is_file()}
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) <= {"out.csv.partial", "out.csv.progress", "out.csv.rejects.csv.partial"}


def test_the_summary_format_is_checked(advisor: Advisor) -> None:
    done = advisor("batch", "in.csv", "out.csv", "--format", "xml")
    assert done.status == 2
    assert "Valid: text, json." in done.err


def test_no_row_at_all(advisor: Advisor) -> None:
    done = advisor("batch", "-", "-", "--summary", stdin=b"id,devices,note\n")
    assert (done.status, done.out) == (0, ",".join([*COLUMNS, "note"]) + "\n")
    assert "0 rows = 0 verdicts + 0 rejected" in done.err
    assert advisor("batch", "-", "-", "--from", "jsonl", "--to", "csv", stdin=b"").out == ",".join(COLUMNS) + "\n"


def test_permissions_and_links_of_the_output_stay(advisor: Advisor) -> None:
    Path("in.csv").write_text("devices\none\n")
    Path("real.csv").write_text("old")
    Path("real.csv").chmod(0o640)
    Path("out.csv").symlink_to("real.csv")
    assert advisor("batch", "in.csv", "out.csv").status == 0
    assert Path("out.csv").is_symlink()
    assert Path("real.csv").read_text().startswith("id,protocol")
    assert Path("real.csv").stat().st_mode & 0o777 == 0o640


def test_the_help_text_fits_80_columns(advisor: Advisor, capsys: pytest.CaptureFixture[str]) -> None:
    assert advisor("batch", "--help").status == 0
    page = capsys.readouterr().out
    assert max(map(len, page.splitlines())) <= 80
    assert "advisor batch mailboxes.csv verdicts.csv\n" in page
