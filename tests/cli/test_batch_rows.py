"""`advisor batch` over rows as spreadsheets and programs really write them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Advisor


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
@pytest.mark.parametrize("reject_kind", ["csv", "jsonl"])
def test_what_is_not_utf_8_reaches_no_output(advisor: Advisor, kind: str, reject_kind: str) -> None:
    Path("in.csv").write_bytes("id,devices,note\n1,one,café\n2,one,x\ncafé,one,y\n4,one,z\n".encode("latin-1"))
    done = advisor("batch", "in.csv", f"out.{kind}", "--rejects", f"bad.{reject_kind}")
    assert done.status == 1
    assert "4 rows = 2 verdicts + 2 rejected" in done.err
    written = Path(f"out.{kind}").read_text() + Path(f"bad.{reject_kind}").read_text()
    assert "\\ud" not in written
    assert "\udce9" not in written
    assert Path(f"bad.{reject_kind}").read_text().count("not UTF-8") == 2


@pytest.mark.parametrize("kind", ["csv", "jsonl"])
def test_notes_on_keys_come_whatever_the_output(advisor: Advisor, kind: str) -> None:
    rows = [{"id": 1, "sync": True, "devics": None}, {"id": 2, "sync": True, "devics": None}]
    content = "".join(json.dumps(row) + "\n" for row in rows).encode()
    done = advisor("batch", "-", "-", "--to", kind, stdin=content)
    assert done.status == 0
    assert done.err.count("Did you mean 'devices'?") == 1
    document = advisor("batch", "-", f"out.{kind}", "--format", "json", stdin=content)
    assert json.loads(document.out)["notes"] == [
        "Column 'devics' is no question and is carried through. Did you mean 'devices'?"]


def test_a_row_without_any_question_is_a_reject(advisor: Advisor) -> None:
    content = b'{"id":"1","devics":2,"sink":true}\n{"id":"6","answers":{"devices":"one"}}\n'
    done = advisor("batch", "-", "-", stdin=content)
    assert done.status == 1
    assert "line 1, devics: No key of this row is a question. Did you mean 'devices'?" in done.err
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == ["6"]


def test_what_a_spreadsheet_of_another_country_writes(advisor: Advisor) -> None:
    lines = ["\ufeffid;devices;quota;note;", "A;several;82,5 %;a;", "B;several;82.5 %;b,c;", ";;;;", ""]
    Path("in.csv").write_bytes("\r\n".join(lines).encode())
    done = advisor("batch", "in.csv", "out.csv")
    assert done.status == 1
    assert "The cells are separated by semicolons." in done.err
    assert "2 rows = 1 verdict + 1 rejected" in done.err
    assert "Write '82.5 %', with a point." in Path("out.csv.rejects.csv").read_text()
    header, row = Path("out.csv").read_text().splitlines()
    assert header == "\ufeffid,protocol,settled,set_up,warnings,rules,note"  # the mark is kept
    assert row.startswith("B,imap,")
    assert row.endswith(',"b,c"')


def test_providers_and_programs_count_in_verdict_and_ticket(advisor: Advisor) -> None:
    Path("in.csv").write_text("id,devices,local_backup,provider,client\nA,one,regular,icloud,\nB,one,regular,,\n"
                              "C,one,regular,,mailspring\nD,one,regular,nobody,\n")
    Path("tickets").mkdir()
    done = advisor("batch", "in.csv", "out.csv", "--tickets", "tickets")
    assert done.status == 1
    assert [line.split(",")[:2] for line in Path("out.csv").read_text().splitlines()[1:]] == [
        ["A", "imap"], ["B", "pop"], ["C", "imap"]]
    assert "There is no provider 'nobody'." in Path("out.csv.rejects.csv").read_text()
    Path("answers.yaml").write_text("devices: one\nlocal_backup: regular\nclient: mailspring\n")
    same = advisor("recommend", "--answers", "answers.yaml", "--format", "ticket")
    assert next(Path("tickets").glob("*-C.txt")).read_text() == same.out
