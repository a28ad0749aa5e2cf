"""Killed (-9), or the disk full, at every step: old or new, whole; nothing in the way of the next run."""

from __future__ import annotations

import io
import json
import re
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.cli.asking.wizard_words import save_beside
from advisor.cli.commands import rules_init
from advisor.cli.edge.environment import Environment
from advisor.cli.files.unfinished import StateFile
from advisor.cli.inspect.logins import Logins
from advisor.engine.case import Answer
from advisor.rulebase.model import RuleBase
from tests.faults.steps import Ended, advisor, ended

KILLED = -signal.SIGKILL
Work = Callable[[], Ended]
CASE = "../case.yaml"
COMMUTE = Path(__file__).parent.parent / "rulebases" / "commute"
WRITERS = {
    "recommend --save": ("recommend", "--devices", "one", "--save", "FILE"),
    "recommend text": ("recommend", "--devices", "one", "--output", "FILE"),
    "recommend json": ("recommend", "--devices", "one", "--format", "json", "--output", "FILE"),
    "recommend markdown": ("recommend", "--devices", "one", "--format", "markdown", "--output", "FILE"),
    "recommend html": ("recommend", "--devices", "one", "--format", "html", "--output", "FILE"),
    "recommend ticket": ("recommend", "--devices", "one", "--format", "ticket", "--output", "FILE"),
    "diagnose --save": ("diagnose", "--current", "pop", "--save", "FILE"),
    "diagnose html": ("diagnose", "--current", "pop", "--format", "html", "--output", "FILE"),
    "switch --save": ("switch", "pop-to-imap", "--save", "FILE"),
    "switch markdown": ("switch", "pop-to-imap", "--format", "markdown", "--output", "FILE"),
    "compare html": ("compare", "--format", "html", "--output", "FILE"),
    "replay --show": ("replay", CASE, "--show", "--format", "html", "--output", "FILE"),
    "replay json": ("replay", CASE, CASE, "--format", "json", "--output", "FILE"),
    "schema": ("schema", "answers", "--output", "FILE"),
    "rules sources": ("rules", "sources", "--output", "FILE"),
    "rules graph": ("rules", "graph", "--output", "FILE"),
    "inspect --save": ("inspect", "mary@example.org", "--imap", "localhost:1", "--password-stdin", "--save", "FILE"),
}
"""Commands that write one file, named FILE here."""


def left_by_a_kill(name: str) -> re.Pattern[str]:
    """A file begun beside its place: hidden, named after it, in nobody's way."""
    return re.compile(rf"\.{re.escape(name[:40])}\.[a-z0-9_]{{8}}")


def undisturbed(work: Work, file: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Ended, str]:
    """How it ends, and the file; done in this process, so that its children have loaded what it takes."""
    monkeypatch.chdir(file.parent)
    usual = work()
    new = file.read_text()
    file.unlink()
    assert len(new) > 100, usual
    return usual, new


@pytest.mark.usefixtures("rules_read_once")
@pytest.mark.parametrize("name", WRITERS)
def test_a_file_is_old_or_new_wherever_the_run_is_killed(name: str, place: Path, cache: str,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    file = place / "file.x"
    work = advisor(*[word.replace("FILE", file.name) for word in WRITERS[name]], stdin=b"secret\n", ADVISOR_CACHE=cache)
    usual, new = undisturbed(work, file, monkeypatch)
    before = None if name == "recommend text" else "what was there\n"
    for at in range(1, 40):
        if before is not None:
            file.write_text(before)
        done = ended(work, place, at, half=at % 2 == 0)
        assert (file.read_text() if file.exists() else None) in (before, new), at
        if done.status != KILLED:
            break
    assert done == usual
    assert file.read_text() == new  # what the killed runs left was in nobody's way
    assert at > 5  # created, written, synchronised, its permissions, renamed
    left = [path.name for path in place.iterdir() if path != file]
    assert left
    assert all(left_by_a_kill(file.name).fullmatch(name) for name in left)


@pytest.mark.usefixtures("rules_read_once")
@pytest.mark.parametrize("name", WRITERS)
def test_a_full_disk_costs_the_new_file_and_nothing_else(name: str, place: Path, cache: str,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
    file = place / "file.x"
    work = advisor(*[word.replace("FILE", file.name) for word in WRITERS[name]], stdin=b"secret\n", ADVISOR_CACHE=cache)
    usual, new = undisturbed(work, file, monkeypatch)
    for at in range(1, 40):
        file.write_text("what was there\n")
        done = ended(work, place, at, "no room", half=True)
        assert [path.name for path in place.iterdir()] == [file.name]
        if file.read_text() == new:
            assert done == usual
            assert at >= 4
            return
        assert file.read_text() == "what was there\n"
        assert done.status == 3
        assert "No space left on device" in done.err
    pytest.fail("it never came to its end")


def answers(*pairs: tuple[str, str]) -> dict[str, Answer]:
    return {name: Answer(value, "asked") for name, value in pairs}


def surroundings(folder: Path) -> Environment:
    return Environment(None, io.StringIO(), io.StringIO(), {"ADVISOR_STATE": str(folder / "state")})


FIRST = answers(("devices", "one"))
SECOND = answers(("devices", "one"), ("quota", "full"))


@pytest.mark.parametrize("how", ["killed", "no room"])
def test_answers_kept_between_questions_survive_any_step(how: str, tmp_path: Path, base: RuleBase) -> None:
    said = ""
    for at in range(1, 20):
        folder = tmp_path / str(at)
        folder.mkdir()
        assert StateFile(surroundings(folder)).save(FIRST) is None

        def work(folder: Path = folder) -> Ended:
            state = StateFile(surroundings(folder))
            state.load(base)
            return Ended(0, str(state.save(SECOND)))

        done = ended(work, folder, at, how, half=True)
        kept = StateFile(surroundings(folder)).load(base)
        assert kept is not None
        assert kept.answers in (FIRST, SECOND), at
        if done.status == 0 and done.out == "None":
            assert kept.answers == SECOND
            assert at > 3
            return
        said = done.out or said
        assert StateFile(surroundings(folder)).path.stat().st_mode & 0o777 == 0o600
    pytest.fail(f"it never came to its end: {said}")


def test_the_rule_cache_may_be_cut_off_at_any_step(place: Path) -> None:
    work = advisor("compare", "--rules", str(COMMUTE), ADVISOR_CACHE=str(place))
    usual = ended(work, place)
    assert usual.status == 0
    whole = {path.name: path.read_bytes() for path in place.iterdir()}
    for how in ("killed", "no room"):
        for at in range(1, 20):
            for path in place.iterdir():
                path.unlink()
            done = ended(work, place, at, how, half=True)
            assert done == usual or done.status == KILLED  # a cache that cannot be written only costs time
            found = {path.name: path.read_bytes() for path in place.glob("rules-*")}
            assert found in ({}, whole)
            if done == usual and found == whole:
                break
        assert at > 4
        assert found == whole


def test_the_times_of_logins_may_be_cut_off_at_any_step(tmp_path: Path) -> None:
    for at in range(1, 20):
        folder = tmp_path / str(at)
        folder.mkdir()
        assert Logins(surroundings(folder), lambda: 1000.0).note("pop.example.org", "mary")
        done = ended(lambda folder=folder: Ended(int(Logins(surroundings(folder), lambda: 2000.0).note(  # type: ignore[misc]
            "pop.example.org", "mary"))), folder, at, half=True)
        last = Logins(surroundings(folder), lambda: 2000.0).last("pop.example.org", "mary")
        assert last is not None
        assert last.time in (1000.0, 2000.0)
        if done.status == 1:
            assert last.time == 2000.0
            assert at > 3
            return
    pytest.fail("it never came to its end")


def test_what_the_wizard_saves_beside_each_other_is_whole(place: Path) -> None:
    texts = {"advice.html": "<html>" * 5000, "advice-answers.yaml": "devices: one\n" * 500}

    def work() -> Ended:
        save_beside(place, texts, lambda _: None)
        return Ended(0)

    for at in range(1, 30):
        for path in place.iterdir():
            path.unlink()
        (place / "advice.html").write_text("mine")
        done = ended(work, place, at, half=True)
        assert (place / "advice.html").read_text() == "mine"
        for name, free in (("advice.html", "advice-2.html"), ("advice-answers.yaml", "advice-answers.yaml")):
            assert not (place / free).exists() or (place / free).read_text() == texts[name]
        if done.status == 0:
            assert at > 8
            assert json.dumps(sorted(path.name for path in place.iterdir())) == json.dumps(
                ["advice-2.html", "advice-answers.yaml", "advice.html"])
            return
    pytest.fail("it never came to its end")



@pytest.mark.parametrize("there", [False, True], ids=["new folder", "empty folder"])
def test_a_copy_of_the_rules_is_whole_or_no_rule_base(there: bool, place: Path, cache: str,
                                                      monkeypatch: pytest.MonkeyPatch) -> None:
    small = {"claims.yaml": b"a: 1\n" * 99, "tests/one.yaml": b"b: 2\n", "rulebase.yaml": b"name: x\n"}
    monkeypatch.setattr(rules_init, "_files", lambda _: iter(small.items()))
    copy = place / "copy"
    work = advisor("rules", "init", "copy", ADVISOR_CACHE=cache)
    for at in range(1, 60):
        for path in place.iterdir():
            shutil.rmtree(path)
        if there:
            copy.mkdir()
        done = ended(work, place, at, half=at % 2 == 0)
        found = {str(path.relative_to(copy)): path.read_bytes() for path in copy.rglob("*") if path.is_file()}
        if done.status != KILLED:
            break
        if (copy / "rulebase.yaml").exists():
            assert {name: content for name, content in found.items() if not name.startswith(".")} == small
        elif not there:
            assert not copy.exists()
            assert ended(work, place).status == 0  # what was begun beside it is in nobody's way
        else:
            assert ended(work, place).status in (0, 2)  # not empty: it says so, and touches nothing
    assert done.status == 0
    assert found == small
    assert at > 10
