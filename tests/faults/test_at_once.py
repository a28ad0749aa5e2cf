"""Two runs at once in one place: what either of them was told is kept, is there."""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.cli.asking import wizard_words
from advisor.cli.asking.wizard_words import save_beside
from advisor.cli.batch.rejects import RejectsFile
from advisor.cli.edge import output
from advisor.cli.edge.environment import Environment
from advisor.cli.edge.output import write_file
from advisor.cli.edge.status import Failure
from advisor.cli.files.unfinished import StateFile
from advisor.cli.inspect.logins import Last, Logins
from advisor.engine.case import Answer
from advisor.rulebase.model import RuleBase


def surroundings(folder: Path) -> Environment:
    return Environment(None, io.StringIO(), io.StringIO(), {"ADVISOR_STATE": str(folder)})


ONE, SEVERAL, FULL = ({"devices": Answer("one", "asked")}, {"devices": Answer("several", "asked")},
                      {"quota": Answer("full", "asked")})


def everything(folder: Path, base: RuleBase) -> list[dict[str, Answer]]:
    """All that is kept, as one run after the other finds it and is done with it."""
    found = []
    for _ in range(20):
        state = StateFile(surroundings(folder))
        kept = state.load(base)
        if kept is None:
            return found
        found.append(kept.answers)
        state.ours = True
        state.remove()
    raise AssertionError("it never came to its end")


def test_two_interviews_at_once_keep_their_own_answers(tmp_path: Path, base: RuleBase) -> None:
    one, other = StateFile(surroundings(tmp_path)), StateFile(surroundings(tmp_path))
    assert one.load(base) is None
    assert other.load(base) is None
    one.save(ONE)
    other.save(SEVERAL)
    one.save({**ONE, **FULL})
    assert one.path != other.path
    assert sorted(map(len, everything(tmp_path, base))) == [1, 2]


def test_the_run_that_ends_does_not_remove_what_the_other_keeps(tmp_path: Path, base: RuleBase) -> None:
    one, other = StateFile(surroundings(tmp_path)), StateFile(surroundings(tmp_path))
    one.save(ONE)
    other.save(SEVERAL)
    one.remove()
    assert everything(tmp_path, base) == [SEVERAL]


def test_a_run_that_somebody_else_goes_on_with_is_not_written_over(tmp_path: Path, base: RuleBase) -> None:
    one = StateFile(surroundings(tmp_path))
    one.save(ONE)
    other = StateFile(surroundings(tmp_path))
    assert other.load(base) is not None
    other.ours = True
    other.save({**ONE, **FULL})
    one.save(SEVERAL)
    found = everything(tmp_path, base)
    assert SEVERAL in found
    assert {**ONE, **FULL} in found


def test_a_run_that_was_given_up_makes_room(tmp_path: Path, base: RuleBase) -> None:
    StateFile(surroundings(tmp_path)).save(ONE)
    anew = StateFile(surroundings(tmp_path))
    assert anew.load(base) is not None
    anew.save(SEVERAL)
    assert everything(tmp_path, base) == [SEVERAL]


def in_processes(work: Callable[[int], object], number: int) -> None:
    """Does the work in as many processes, at once."""
    children = []
    for each in range(number):
        child = os.fork()
        if child == 0:
            try:
                work(each)
                os._exit(0)
            finally:
                os._exit(1)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * number


def test_answers_kept_in_one_moment_are_all_kept(tmp_path: Path, base: RuleBase) -> None:
    in_processes(lambda _: StateFile(surroundings(tmp_path)).save(ONE), 6)
    assert everything(tmp_path, base) == [ONE] * 6


def test_logins_noted_in_one_moment_are_all_known(tmp_path: Path) -> None:
    in_processes(lambda each: Logins(surroundings(tmp_path), lambda: 1000.0).note("pop.example.org", f"user{each}"), 6)
    logins = Logins(surroundings(tmp_path), lambda: 1000.0)
    assert [logins.last("pop.example.org", f"user{each}") for each in range(6)] == [Last(1000.0, 0)] * 6


def test_one_file_written_by_two_is_whole(tmp_path: Path) -> None:
    texts = ["a" * 300_000, "b" * 200_000]
    in_processes(lambda each: [write_file(tmp_path / "file", texts[each]) for _ in range(5)], 2)
    assert (tmp_path / "file").read_text() in texts
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


@pytest.mark.parametrize("links", [True, False], ids=["links", "no links"])
def test_two_wizards_that_save_in_one_folder_do_not_take_each_others_place(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    if not links:  # as on some file systems of memory sticks
        monkeypatch.setattr(output.os, "link", lambda *_: (_ for _ in ()).throw(PermissionError(1, "no links here")))
    real = wizard_words.free_name
    theirs = iter([True])

    def late(path: Path) -> Path:
        found = real(path)
        if next(theirs, False):  # the other one is faster, just now
            found.write_text("theirs")
        return found

    monkeypatch.setattr(wizard_words, "free_name", late)
    said: list[str] = []
    save_beside(tmp_path, {"advice.html": "mine"}, said.append)
    assert (tmp_path / "advice.html").read_text() == "theirs"
    assert (tmp_path / "advice-2.html").read_text() == "mine"
    assert said == [f"Saved: {tmp_path / 'advice-2.html'}"]
    assert len(list(tmp_path.iterdir())) == 2


def test_two_batches_do_not_mix_their_rejected_rows(tmp_path: Path) -> None:
    one = RejectsFile(tmp_path / "bad.csv")
    one.write(b"first\n")
    with pytest.raises(Failure, match="Another run is writing here"):
        RejectsFile(tmp_path / "bad.csv")
    one.write(b"second\n")
    one.finish()
    one.close()
    assert (tmp_path / "bad.csv").read_bytes() == b"first\nsecond\n"
    (tmp_path / "bad.csv.partial").write_text("of a run that was killed\n")
    again = RejectsFile(tmp_path / "bad.csv")
    again.write(b"third\n")
    again.finish()
    again.close()
    assert (tmp_path / "bad.csv").read_bytes() == b"third\n"
    assert [path.name for path in tmp_path.iterdir()] == ["bad.csv"]
