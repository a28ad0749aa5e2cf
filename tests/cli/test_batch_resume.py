"""A batch that was stopped goes on: what comes out is, byte for byte, what an undisturbed run writes."""

from __future__ import annotations

import errno
import gzip
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from advisor.batch import decider, rule_base
from advisor.cli.batch import output as batch_output
from advisor.cli.batch import run as batch_run
from advisor.cli.edge.environment import Environment
from advisor.cli.opening import rules
from advisor.engine.tables import Tables
from advisor.rulebase.load import builtin_folder
from advisor.rulebase.model import RuleBase
from tests.batch.helpers import many_rows
from tests.cli.conftest import Advisor

ROOT = Path(__file__).parent.parent.parent
PRIMITIVES = [(batch_output, "_write_all"), (batch_output, "write_file"), (batch_output, "_place"), (os, "fsync"),
              (batch_run, "rejects_text")]
"""Every step at which a file changes, and one where none does."""


class Killed(BaseException):
    """Stands for a kill: nothing of the program runs after it, save that files get closed."""


@pytest.fixture(autouse=True)
def _small_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, base: RuleBase) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(batch_run, "BLOCK", 40)
    monkeypatch.setattr(batch_run, "SMALL_BLOCK", 10)
    monkeypatch.setattr(batch_output, "RECORD_EVERY", 0.0)
    monkeypatch.setattr(decider, "Tables", tables_once)
    monkeypatch.setattr(rules, "open_rules", opened_once)
    monkeypatch.setattr(os, "fsync", lambda _: None)  # slow, and only a power cut would show it
    Path("in.csv").write_text(many_rows(base, 130, bad_every=17), encoding="utf-8")


made: dict[str, Tables] = {}
"""The tables of a rule base: hundreds of runs need not make them anew, nor read the rules."""
opened: dict[tuple[str | None, str], rules.Opened] = {}
open_rules = rules.open_rules


def tables_once(base: RuleBase, limit: int) -> Tables:
    if base.sha256 not in made:
        made[base.sha256] = Tables(base, limit)
    return made[base.sha256]


def opened_once(environment: Environment, asked: str | None = None, inside: str = "") -> rules.Opened:
    if (asked, inside) not in opened:
        opened[asked, inside] = open_rules(environment, asked, inside)
    return opened[asked, inside]


def stop_at(step: int, how: Callable[[], BaseException], *,
            half: bool = False) -> pytest.MonkeyPatch:
    """Makes the run stop before that step; with `half`, after half of what a write should have written."""
    left = list(range(step))
    context = pytest.MonkeyPatch()

    def wrapped(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            if not left:
                if isinstance(how(), KeyboardInterrupt):
                    left.extend(range(1000))  # pressed once
                if half and isinstance(arguments[-1], bytes):
                    real(*arguments[:-1], arguments[-1][:len(arguments[-1]) // 2])
                raise how()
            left.pop()
            return real(*arguments, **named)
        return call

    for module, name in PRIMITIVES:
        context.setattr(module, name, wrapped(getattr(module, name)))
    return context


def files() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(Path().rglob("*"))
            if path.is_file() and path.parts[0] not in ("cache", "state")}


def undisturbed(advisor: Advisor, arguments: tuple[str, ...]) -> tuple[dict[str, bytes], str]:
    done = advisor(*arguments)
    assert done.status == 1, done.err
    found = files()
    clear()
    return found, done.out


def clear() -> None:
    for path in Path().iterdir():
        if path.name.startswith(("out", "bad")):
            path.unlink()
        elif path.name == "t":
            shutil.rmtree(path)
            path.mkdir()


RUNS = {
    "csv": ("batch", "in.csv", "out.csv", "--summary"), "jsonl": ("batch", "in.csv", "out.jsonl", "--format", "json"),
    "blank": ("batch", "in.csv", "out.jsonl.gz"),
    "gz": ("batch", "in.csv", "out.csv.gz", "--rejects", "bad.jsonl"),
    "tickets": ("batch", "in.csv", "out.csv", "--tickets", "t", "--summary")}


def no_room() -> OSError:
    return OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(("name", "how", "half"), [
    ("csv", Killed, True), ("blank", Killed, False), ("gz", Killed, False), ("gz", KeyboardInterrupt, False),
    ("jsonl", no_room, True), ("tickets", Killed, True)])
def test_stopped_at_any_step_it_goes_on_to_the_same_end(
        advisor: Advisor, name: str, how: Callable[[], BaseException], half: bool) -> None:
    Path("t").mkdir()
    if name == "tickets":  # each takes milliseconds
        Path("in.csv").write_text(many_rows(rule_base(), 30, bad_every=7), encoding="utf-8")
    if name == "blank":  # more empty lines than are read at once, after the last row
        Path("in.csv").write_text(many_rows(rule_base(), 130, bad_every=17) + "\n" * 500, encoding="utf-8")
    arguments = RUNS[name]
    wanted, report = undisturbed(advisor, arguments)
    target = arguments[2]
    stopped = 0
    for step in range(0, 200, 4):
        clear()
        context = stop_at(step, how, half=half)
        try:
            done = advisor(*arguments)
            ended = done.status == 1
            assert ended or done.status in (3, 130)
        except Killed:
            ended = False
        finally:
            context.undo()
        if not ended:
            stopped += 1
            assert not Path(target).exists() or Path(target).read_bytes() == wanted[target]
            if not Path(f"{target}.progress").exists():  # not even begun
                assert not Path(target).exists()
                continue
            done = advisor(*arguments, "--resume")
            assert done.status == 1, (step, done.err)
            assert done.out == report
        assert files() == wanted, step
        if ended:
            break
    assert ended
    assert stopped >= 4


@pytest.mark.parametrize("change", [
    lambda: Path("in.csv").write_text(Path("in.csv").read_text().replace("box-3,", "box_3,")),
    lambda: Path("in.csv").write_text(Path("in.csv").read_text() + "\n"),
    lambda: Path("in.csv").write_text(Path("in.csv").read_text().replace("note", "nota", 1)),
    lambda: Path("in.csv").write_text("devices\none\n"),
    lambda: ("--columns", "balance"), lambda: ("--rejects", "bad.csv"), lambda: ("--to", "jsonl"),
    lambda: ("--summary",), lambda: ("--tickets", "t"), lambda: ("--rules", "rules"),
    lambda: Path("out.csv.progress").write_text("{}"), lambda: Path("out.csv.progress").write_text("[" * 9),
    lambda: os.truncate("out.csv.partial", 10), lambda: Path("out.csv.partial").unlink()])
def test_something_else_is_not_gone_on_with(advisor: Advisor, change: Callable[[], Any]) -> None:
    Path("t").mkdir()
    shutil.copytree(builtin_folder(), "rules")
    with Path("rules/evidence.yaml").open("a") as file:
        file.write("# changed\n")
    context = stop_at(14, Killed)
    with pytest.raises(Killed):
        advisor("batch", "in.csv", "out.csv")
    context.undo()
    more = change()
    done = advisor("batch", "in.csv", "out.csv", *(more if isinstance(more, tuple) else ()), "--resume")
    assert done.status == 2, done.err
    assert "--resume" in done.err
    assert not Path("out.csv").exists()
    assert advisor("batch", "in.csv", "out.csv").status == 2
    Path("out.csv.progress").unlink()
    assert advisor("batch", "in.csv", "out.csv").status in (0, 1)
    assert Path("out.csv").exists()


def test_standard_input_given_again_is_gone_on_with(advisor: Advisor) -> None:
    content = Path("in.csv").read_bytes()
    advisor("batch", "in.csv", "out.csv")
    wanted = Path("out.csv").read_bytes()
    clear()
    context = stop_at(14, KeyboardInterrupt)
    done = advisor("batch", "-", "out.csv", stdin=content)
    context.undo()
    assert done.status == 130
    assert "rows. They are kept: go on with the same command and --resume." in done.err
    assert advisor("batch", "-", "out.csv", "--resume", stdin=content[:300]).status == 2
    assert advisor("batch", "-", "out.csv", "--resume", stdin=content).status == 1
    assert Path("out.csv").read_bytes() == wanted


def test_a_full_disk_is_said_and_leaves_whole_lines(advisor: Advisor) -> None:
    context = stop_at(16, no_room, half=True)
    done = advisor("batch", "in.csv", "out.csv", "--format", "json")
    context.undo()
    assert done.status == 3
    assert json.loads(done.err)["errors"][0]["code"] == "cannot-write"
    assert Path("out.csv.partial").read_bytes().endswith(b"\n")
    assert not Path("out.csv").exists()


def started(*arguments: str, **named: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "advisor", *arguments], stdout=subprocess.DEVNULL,
                            stderr=subprocess.PIPE, env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"],
                                                         "ADVISOR_CACHE": str(Path("cache").resolve())}, **named)


@pytest.fixture
def large(base: RuleBase) -> Iterator[bytes]:
    """A real run's input, and what it comes to."""
    Path("in.csv").write_text(many_rows(base, 40_000, bad_every=500), encoding="utf-8")
    process = started("batch", "in.csv", "out.csv.gz")
    process.communicate()
    assert process.returncode == 1
    yield Path("out.csv.gz").read_bytes()
    clear()


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_killed_and_interrupted_for_real(large: bytes) -> None:
    rejects = Path("out.csv.gz.rejects.csv").read_bytes()
    assert gzip.decompress(large).count(b"\n") == 40_001 - 80
    chance = random.Random(4)
    for how in (signal.SIGKILL, signal.SIGINT, signal.SIGKILL, signal.SIGTERM):
        clear()
        for _ in range(4):
            resume = ("--resume",) if Path("out.csv.gz.progress").exists() else ()
            process = started("batch", "in.csv", "out.csv.gz", *resume)
            time.sleep(chance.uniform(0.3, 2.0))
            process.send_signal(how)
            assert process.communicate() is not None
            if process.returncode == 1:
                break
            assert not Path("out.csv.gz").exists()
        if not Path("out.csv.gz").exists():
            resume = ("--resume",) if Path("out.csv.gz.progress").exists() else ()
            last = started("batch", "in.csv", "out.csv.gz", *resume)
            last.communicate()
            assert last.returncode == 1
        assert Path("out.csv.gz").read_bytes() == large
        assert Path("out.csv.gz.rejects.csv").read_bytes() == rejects


@pytest.mark.skipif(sys.platform == "win32", reason="limits")
def test_a_file_that_may_not_grow_for_real(base: RuleBase) -> None:
    import resource

    Path("in.csv").write_text(many_rows(base, 20_000), encoding="utf-8")
    process = started("batch", "in.csv", "out.csv",
                      preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, 2_000_000)))
    _, said = process.communicate()
    assert process.returncode == 3, said
    assert b"cannot be written" in said
    assert b"Traceback" not in said
    assert Path("out.csv.partial").read_bytes().endswith(b"\n")
    process = started("batch", "in.csv", "out.csv", "--resume")
    process.communicate()
    assert process.returncode == 0
    resumed = Path("out.csv").read_bytes()
    started("batch", "in.csv", "again.csv").communicate()
    assert Path("again.csv").read_bytes() == resumed


@pytest.mark.skipif(sys.platform == "win32", reason="no locks there")
def test_two_runs_do_not_write_one_file(advisor: Advisor) -> None:
    import fcntl

    with Path("out.csv.partial").open("wb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        other.write(b"theirs")
        other.flush()
        done = advisor("batch", "in.csv", "out.csv")
        assert done.status == 3
        assert "Another run is writing here." in done.err
        assert Path("out.csv.partial").read_bytes() == b"theirs"
    assert advisor("batch", "in.csv", "out.csv").status == 1


@pytest.mark.skipif(sys.platform == "win32", reason="no locks there")
def test_a_file_that_another_run_has_just_put_in_its_place_is_left_alone(
        advisor: Advisor, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    Path("out.csv.partial").write_text("theirs, whole")

    def renamed_meanwhile(*_: Any) -> None:
        if Path("out.csv.partial").exists():
            Path("out.csv.partial").rename("out.csv")

    monkeypatch.setattr(fcntl, "flock", renamed_meanwhile)
    done = advisor("batch", "in.csv", "out.csv")
    assert done.status == 3
    assert Path("out.csv").read_text() == "theirs, whole"
