"""docs/batch.md is true: its example and its programs run, and the fleet says what the single process says."""

from __future__ import annotations

import csv
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from advisor.batch.decider import COLUMNS, EXTRA
from advisor.rulebase.model import RuleBase
from tests.batch.helpers import many_rows
from tests.cli.conftest import Advisor, advisor  # noqa: F401 - a fixture
from tests.package.pages import expected

ROOT = Path(__file__).parent.parent.parent
PAGE = (ROOT / "docs" / "batch.md").read_text(encoding="utf-8")
PROGRAMS = re.findall(r"```python\n(.*?)```", PAGE, flags=re.DOTALL)


def run(program: str, folder: Path) -> str:
    (folder / "program.py").write_text(program, encoding="utf-8")
    done = subprocess.run([sys.executable, "program.py"], cwd=folder, capture_output=True, text=True, check=False,
                          env={"PYTHONPATH": str(ROOT), "HOME": str(folder), "PATH": "/usr/bin:/bin"}, timeout=240)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_example_runs(advisor: Advisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    monkeypatch.chdir(tmp_path)
    [table] = re.findall(r"```csv\n(.*?)```", PAGE, flags=re.DOTALL)
    Path("mailboxes.csv").write_text(table, encoding="utf-8")
    [(command, output)] = re.findall(r"```console\n\$ ([^\n]*)\n(.*?)```", PAGE, flags=re.DOTALL)
    done = advisor(*shlex.split(command)[1:])
    assert expected(output).fullmatch(done.out), done.out
    assert json.loads(done.out)["rows"] == 3
    header, *rows = csv.reader(Path("verdicts.csv").read_text(encoding="utf-8").splitlines())
    assert header == ["id", *COLUMNS, "customer"]
    assert [row[-1] for row in rows] == ["Ann", "'=1+1"]
    assert set(re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", PAGE, flags=re.MULTILINE)))) == {
        "id", *COLUMNS, *EXTRA}


def test_the_programs_run(tmp_path: Path) -> None:
    cases, table, _ = PROGRAMS
    assert run(cases, tmp_path).splitlines()[1].endswith("False")
    assert "A-2" in run(table, tmp_path)


def test_two_workers_say_what_the_single_process_says(advisor: Advisor, base: RuleBase, tmp_path: Path,  # noqa: F811
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = many_rows(base, 1_500, bad_every=100).replace(",note\n", ",=note\n").replace("a note", "=1+1")
    Path("fleet.csv").write_text(rows, encoding="utf-8")
    run(PROGRAMS[2], tmp_path)
    parts = sorted(Path().glob("fleet-*.csv"), key=lambda path: int(path.stem.rpartition("-")[2]))
    assert len(parts) > 1
    fleet = [row for part in parts for row in csv.DictReader(part.open(newline="", encoding="utf-8"))]
    assert advisor("batch", "fleet.csv", "single.csv").status == 1
    with Path("single.csv").open(newline="", encoding="utf-8") as file:
        single = list(csv.DictReader(file))
    assert len(fleet) == 1_500
    assert {row["'=note"] for row in fleet} == {"'=1+1"}
    assert [{name: row[name] for name in single[0]} for row in fleet if not row["rejected"]] == single
