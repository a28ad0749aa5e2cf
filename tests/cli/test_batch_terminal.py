"""`advisor batch` before a person: progress on a terminal, none elsewhere; memory that does not grow."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

import pytest

from advisor.cli.batch import progress as batch_progress
from advisor.cli.batch.progress import ProgressLine, duration
from advisor.cli.edge.environment import Environment
from advisor.rulebase.model import RuleBase
from tests.batch.helpers import many_rows

ROOT = Path(__file__).parent.parent.parent


class Terminal(io.StringIO):
    """A stream that says it is one."""

    def isatty(self) -> bool:
        return True


def drawn(monkeypatch: pytest.MonkeyPatch, share: float | None, *, stream: io.StringIO | None = None,
          shown: bool = True, **variables: str) -> str:
    """What is drawn after a thousand of ten thousand rows and ten seconds."""
    now = iter([0.0, 10.0, 20.0])
    monkeypatch.setattr(batch_progress, "monotonic", lambda: next(now))
    stream = Terminal() if stream is None else stream
    line = ProgressLine(Environment(None, None, stream, variables), lambda: share, shown=shown)
    line.update(1_000, 1_000)
    line.clear()
    return stream.getvalue()


def test_rate_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(monkeypatch, 0.1) == "\r1,000 rows, 100 a second, about 1 min 30 s left\x1b[K\r\x1b[K"
    assert drawn(monkeypatch, None) == "\r1,000 rows, 100 a second\x1b[K\r\x1b[K"


def test_where_a_line_cannot_be_drawn_over_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(monkeypatch, 0.1, TERM="dumb") == ""
    assert drawn(monkeypatch, 0.1, ACCESSIBLE="1") == ""
    assert drawn(monkeypatch, 0.1, stream=io.StringIO()) == ""
    assert drawn(monkeypatch, 0.1, shown=False) == ""
    assert "1,000 rows" in drawn(monkeypatch, 0.1, NO_COLOR="1")


def test_durations() -> None:
    assert [duration(seconds) for seconds in (0.4, 59, 61, 7_300)] == ["0 s", "59 s", "1 min 1 s", "2 h 1 min"]


def environment() -> dict[str, str]:
    return {"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], "ADVISOR_CACHE": "", "TERM": "xterm"}


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_progress_and_ctrl_c_on_a_real_terminal(tmp_path: Path, base: RuleBase) -> None:
    import pexpect

    (tmp_path / "in.csv").write_text(many_rows(base, 40_000), encoding="utf-8")
    child = pexpect.spawn(sys.executable, ["-m", "advisor", "batch", "in.csv", "out.csv"], cwd=str(tmp_path),
                          env=environment(), encoding="utf-8", timeout=60)
    child.expect(r"[\d,]+ rows, [\d,]+ a second, about \d+ s left\x1b\[K")
    child.sendintr()
    child.expect(r"Stopped after [\d,]+ rows\. They are kept")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 130
    assert not (tmp_path / "out.csv").exists()
    done = subprocess.run([sys.executable, "-m", "advisor", "batch", "in.csv", "out.csv", "--resume"], cwd=tmp_path,
                          env=environment(), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "advisor: 40,000 rows = 40,000 verdicts + 0 rejected.\n"
    assert (tmp_path / "out.csv").read_text().count("\n") == 40_001


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path, base: RuleBase) -> None:
    (tmp_path / "in.csv").write_text(many_rows(base, 12_000), encoding="utf-8")
    process = subprocess.Popen([sys.executable, "-m", "advisor", "batch", "in.csv", "-"], cwd=tmp_path,
                               env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline().startswith(b"id,protocol")
    process.stdout.close()
    assert b"Traceback" not in process.stderr.read()
    assert process.wait() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="needs the resource module")
def test_memory_does_not_grow_with_the_input(tmp_path: Path, base: RuleBase) -> None:
    """Rows that all differ, ids and spellings too; what a run keeps is full after the smaller one."""
    peaks = [peak_of([many_rows(base, count, bad_every=11)], tmp_path) for count in (12_000, 50_000)]
    assert peaks[1] < peaks[0] * 1.15, peaks


@pytest.mark.skipif(sys.platform == "win32", reason="needs the resource module")
def test_memory_does_not_follow_the_width_of_rows(tmp_path: Path) -> None:
    wide = "w" * 90_000
    peaks = [peak_of(chain(["id,devices,note\n"], (f"{number},{number % 3},{wide}\n" for number in range(count))),
                     tmp_path) for count in (400, 1_600)]
    assert peaks[1] < peaks[0] * 1.15, peaks


def peak_of(text: Iterable[str], folder: Path) -> int:
    """The memory that a run over `text` needs at most, in KiB; a system may count in what this process needs."""
    program = ("import resource, sys\nfrom advisor.__main__ import main\nsys.argv = ['advisor', 'batch', sys.argv[1], "
               "'out.csv', '--summary']\ntry:\n    main()\nfinally:\n"
               "    print('peak', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)\n")
    with (folder / "in.csv").open("w", encoding="utf-8") as file:
        file.writelines(text)
    done = subprocess.run([sys.executable, "-c", program, "in.csv"], cwd=folder, env=environment(),
                          capture_output=True, text=True, check=False)
    found = re.search(r"peak (\d+)", done.stderr)
    assert found is not None, done.stderr
    return int(found[1])
