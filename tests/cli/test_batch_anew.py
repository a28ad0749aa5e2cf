"""An unfinished batch is not thrown away by mistake, nor called finished; what went wrong is advised on truthfully."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from advisor.batch import rule_base
from advisor.cli.batch import output as batch_output
from advisor.cli.batch import run as batch_run
from tests.batch.helpers import many_rows
from tests.cli.conftest import Advisor
from tests.cli.test_batch_resume import (  # noqa: F401 - one is a fixture
    RUNS,
    Killed,
    _small_blocks,
    files,
    no_room,
    stop_at,
    undisturbed,
)


def killed_run(advisor: Advisor, arguments: tuple[str, ...], context: pytest.MonkeyPatch, stdin: bytes = b"") -> None:
    """A run that is killed by what `context` has put in its way."""
    with pytest.raises(Killed):
        advisor(*arguments, stdin=stdin)
    context.undo()


def killed_at(module: Any, name: str) -> pytest.MonkeyPatch:
    def kill(*_: Any, **__: Any) -> None:
        raise Killed

    context = pytest.MonkeyPatch()
    context.setattr(module, name, kill)
    return context


@pytest.mark.parametrize("name", ["csv", "tickets"])
@pytest.mark.parametrize("all_but_done", [False, True])
def test_an_unfinished_run_is_not_thrown_away_by_leaving_out_resume(advisor: Advisor, name: str,
                                                                    all_but_done: bool) -> None:
    Path("t").mkdir()
    if name == "tickets":  # each takes milliseconds
        Path("in.csv").write_text(many_rows(rule_base(), 40, bad_every=7), encoding="utf-8")
    wanted, _ = undisturbed(advisor, RUNS[name])
    killed_run(advisor, RUNS[name], killed_at(batch_output, "_place") if all_but_done else stop_at(16, Killed))
    before = files()
    done = advisor(*RUNS[name])
    assert done.status == 2
    assert "An unfinished run of " in done.err
    assert "Go on with it by --resume. To start anew, delete out.csv.progress and leave out --resume." in done.err
    assert files() == before
    assert advisor(*RUNS[name], "--resume").status == 1
    assert files() == wanted


def test_a_link_leads_to_the_unfinished_run(advisor: Advisor) -> None:
    Path("bad-target.csv").write_text("")
    Path("out.csv").symlink_to("bad-target.csv")
    killed_run(advisor, RUNS["csv"], stop_at(16, Killed))
    assert advisor(*RUNS["csv"]).status == 2
    assert advisor(*RUNS["csv"], "--resume").status == 1


def test_a_run_that_had_done_nothing_is_begun_anew(advisor: Advisor) -> None:
    killed_run(advisor, RUNS["csv"], killed_at(batch_run, "rejects_text"))
    assert json.loads(Path("out.csv.progress").read_text())["done"]["rows"] == 0
    assert advisor(*RUNS["csv"]).status == 1


def test_what_is_no_record_is_not_written_over(advisor: Advisor) -> None:
    Path("out.csv.progress").write_text("notes of a person")
    done = advisor("batch", "in.csv", "out.csv")
    assert done.status == 2
    assert "cannot be read as the record of an unfinished run" in done.err
    assert Path("out.csv.progress").read_text() == "notes of a person"


@pytest.mark.skipif(sys.platform == "win32", reason="no locks there")
def test_a_run_under_way_is_not_called_unfinished(advisor: Advisor) -> None:
    import fcntl

    killed_run(advisor, RUNS["csv"], stop_at(16, Killed))
    with Path("out.csv.partial").open("rb") as other:
        fcntl.flock(other, fcntl.LOCK_EX)
        done = advisor(*RUNS["csv"])
    assert done.status == 3
    assert "Another run is writing here." in done.err


@pytest.mark.parametrize("more", ["box-1,\n", "\n"])
def test_a_run_that_was_all_but_done_is_checked_like_any_other(advisor: Advisor, more: str) -> None:
    content = Path("in.csv").read_bytes() + b"\n" * 300
    killed_run(advisor, ("batch", "-", "out.csv"), killed_at(batch_output, "_place"), content)
    assert json.loads(Path("out.csv.progress").read_text())["complete"]
    done = advisor("batch", "-", "out.csv", "--resume", stdin=content + more.encode())
    assert done.status == 2
    assert "The unfinished run had another input." in done.err
    assert not Path("out.csv").exists()
    assert advisor("batch", "-", "out.csv", "--resume", stdin=content).status == 1
    assert Path("out.csv").exists()


def test_a_full_disk_is_advised_on_truthfully(advisor: Advisor) -> None:
    context = stop_at(14, no_room)
    done = advisor("batch", "in.csv", "out.csv")
    context.undo()
    assert "then go on with --resume." in done.err
    assert "another place" not in done.err
    assert advisor("batch", "in.csv", "out.csv", "--resume").status == 1
    context = stop_at(0, no_room)
    done = advisor("batch", "in.csv", "other.csv")
    context.undo()
    assert done.status == 3
    assert "--resume" not in done.err  # there is nothing to go on with
