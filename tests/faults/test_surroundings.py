"""Homes, permissions, room, caches, clocks and locales: the same advice, and nothing where nobody asked for it."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from advisor.cli.edge import folders
from advisor.cli.edge.environment import Environment
from advisor.cli.files.unfinished import StateFile
from advisor.cli.opening import rules
from advisor.engine.case import Answer
from tests.faults.steps import advisor, ended

ROOT = Path(__file__).parent.parent.parent
COMMUTE = ROOT / "tests/rulebases/commute"
OVERRIDES = (1, 2)
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: with them root may write anywhere, and no permission means anything."""
ADVICE = ("recommend", "--devices", "several")
Before = Callable[[], object] | None


def like_anybody() -> None:
    """Gives up what root may do more than others; called in the child, before the program starts."""
    library = ctypes.CDLL(None)
    for capability in OVERRIDES:
        library.prctl(24, capability, 0, 0, 0)


def little_room() -> None:
    """No file may get longer than 64 bytes: the kernel then answers as for a full disk, with another word."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, 64))


def call(folder: Path, *words: str, before: Before = None, program: tuple[str, ...] = (),
         **variables: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*program, sys.executable, "-m", "advisor", *words], cwd=folder, capture_output=True,
                          env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", **variables}, preexec_fn=before,
                          timeout=300, check=False)


def everything(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*"))


@pytest.mark.parametrize("home", ["gone/deep", "", "relative"])
def test_a_missing_home_stays_missing_and_costs_only_time(home: str, place: Path,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "NO_HOME", str(place / "none"))
    named = {"HOME": str(place / home) if "/" in home else home} if home else {}
    done = ended(advisor("compare", "--rules", str(COMMUTE), **named), place)
    assert (done.status, done.err) == (0, "")
    assert everything(place) == []


def test_a_missing_home_is_said_where_answers_were_to_be_kept(place: Path) -> None:
    state = StateFile(Environment(None, None, None, {"HOME": str(place / "gone")}))
    assert state.save({"devices": Answer("one", "asked")}) == "There is no home folder."
    assert everything(place) == []


def test_a_read_only_home_costs_only_time(place: Path) -> None:
    place.chmod(0o555)
    done = call(place, *ADVICE, before=like_anybody, HOME=str(place))
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Use IMAP." in done.stdout
    assert everything(place) == []


WRITERS = {
    "recommend": (*ADVICE, "--save", "new"), "diagnose": ("diagnose", "--current", "pop", "--save", "new"),
    "switch": ("switch", "pop-to-imap", "--output", "new"), "batch": ("batch", "../in.csv", "new.csv"),
    "rejects": ("batch", "../in.csv", "-", "--rejects", "new.csv"), "rules init": ("rules", "init", "new"),
    "tickets": ("batch", "../in.csv", "../out.csv", "--tickets", "."), "schema": ("schema", "rules", "--output", "."),
}


@pytest.mark.parametrize("name", WRITERS)
def test_a_folder_without_permission_is_said_and_stays_as_it_is(name: str, place: Path, cache: str) -> None:
    place.chmod(0o555)
    done = call(place, *WRITERS[name], before=like_anybody, ADVISOR_CACHE=cache)
    assert done.returncode == 3
    assert b"Permission denied" in done.stderr
    assert b"Traceback" not in done.stderr
    assert everything(place) == []


@pytest.mark.parametrize("name", ["recommend", "diagnose", "switch", "rejects", "rules init", "schema"])
def test_a_file_that_the_kernel_does_not_let_grow_leaves_nothing_behind(name: str, place: Path, cache: str) -> None:
    done = call(place, *WRITERS[name], before=little_room, ADVISOR_CACHE=cache)
    assert done.returncode == 3, done.stderr
    assert b"File too large" in done.stderr
    assert everything(place) == []


def test_a_cache_of_somebody_else_is_not_believed(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = advisor("compare", "--rules", str(COMMUTE), ADVISOR_CACHE=str(place))
    usual = ended(work, place)
    (path,) = place.iterdir()
    check, _, payload = path.read_bytes().partition(b"\n")
    forged = payload.replace(b"commute", b"c0mmute")
    assert forged != payload
    path.write_bytes(rules._checksum(forged).encode() + b"\n" + forged)
    assert ended(work, place) != usual  # one's own is believed: the checksum is against accidents
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1 if path.exists() else 1)
    if path.stat().st_uid == 0:
        os.chown(path, 12345, -1)  # what root has written is believed by everybody
    assert ended(work, place) == usual
    assert path.read_bytes() == check + b"\n" + payload  # and one's own takes its place


def test_what_killed_runs_left_is_swept_in_time(tmp_path: Path) -> None:
    whole = f"rules-213456-{'0af3' * 4}-{'77c1' * 4}.json"
    old = [tmp_path / f".{whole[:40]}.abcd_123", tmp_path / ".rules-1-cd-ef.json.zzzzzzzz"]
    kept = [tmp_path / ".rules-1-ab.json.12345678", tmp_path / ".rules-notes.txt", tmp_path / ".other.abcd_123",
            tmp_path / ".rules-of-mine.database", tmp_path / ".unfinished-notes.markdown"]
    for path in (*old, *kept):
        path.write_text("")
        os.utime(path, (0, 0))
    os.utime(kept[0])  # of this moment: in use
    rules._write_cache(tmp_path / whole, {}, Environment(None, None, None, {"HOME": str(tmp_path)}))
    (tmp_path / whole).unlink()
    assert sorted(tmp_path.iterdir()) == sorted(kept)


@pytest.mark.skipif(not shutil.which("faketime") and not os.environ.get("CI"), reason="faketime is not installed")
@pytest.mark.parametrize("day", ["1970-01-01", "1969-12-31", "2038-01-20", "2100-03-01"])
def test_a_wrong_clock_changes_dates_and_nothing_else(day: str, place: Path, cache: str) -> None:
    faked = ("faketime", f"{day} 12:00:00")
    assert call(place, *ADVICE, "--save", "now.yaml", ADVISOR_CACHE=cache).returncode == 0
    assert call(place, *ADVICE, "--save", "then.yaml", program=faked, ADVISOR_CACHE=cache).returncode == 0
    now, then = ((place / name).read_text() for name in ("now.yaml", "then.yaml"))
    assert f'decided: "{day}"\n' in then
    assert [line for line in now.splitlines() if not line.startswith("decided:")] == [
        line for line in then.splitlines() if not line.startswith("decided:")]
    assert call(place, "replay", "now.yaml", program=faked, ADVISOR_CACHE=cache).returncode == 0
    assert call(place, "replay", "then.yaml", ADVISOR_CACHE=cache).returncode == 0
    assert call(place, "batch", "../in.csv", "out.csv.gz", program=faked, ADVISOR_CACHE=cache).returncode == 1
    assert call(place, "batch", "../in.csv", "again.csv.gz", ADVISOR_CACHE=cache).returncode == 1
    assert (place / "out.csv.gz").read_bytes() == (place / "again.csv.gz").read_bytes()


@pytest.fixture(scope="session")
def latin(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A locale of ISO 8859-1, made for this test where there is none."""
    folder = tmp_path_factory.mktemp("locales")
    if shutil.which("localedef"):
        subprocess.run(["localedef", "-i", "en_US", "-f", "ISO-8859-1", str(folder / "en_US.ISO-8859-1")],
                       capture_output=True, check=False)
    made = (folder / "en_US.ISO-8859-1").exists()
    if not made and not os.environ.get("CI"):
        pytest.skip("no locale of ISO 8859-1 can be made here")
    assert made
    return {"LOCPATH": str(folder), "LC_ALL": "en_US.ISO-8859-1", "PYTHONUTF8": "0"}


ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.parametrize("name", ["ascii", "latin-1"])
def test_names_that_a_locale_cannot_spell_name_the_same_files(name: str, place: Path, cache: str,
                                                              request: pytest.FixtureRequest) -> None:
    poor = ASCII if name == "ascii" else request.getfixturevalue("latin")
    shutil.copytree(COMMUTE, place / "r\u00e9gles")
    shutil.copy(place.parent / "in.csv", place / "\u00fc.csv")
    assert call(place, "batch", "\u00fc.csv", "out-\u00fc.csv", ADVISOR_CACHE=cache, **poor).returncode == 1
    assert (place / "out-\u00fc.csv").exists()
    assert (place / "out-\u00fc.csv.rejects.csv").exists()
    rules_named = ("--rules", "r\u00e9gles")
    done = call(place, "recommend", *rules_named, "--distance", "near", "--save", "case-\u00fc.yaml",
                ADVISOR_CACHE=cache, **poor)
    assert done.returncode == 0, done.stderr
    again = call(place, "replay", "case-\u00fc.yaml", *rules_named, ADVISOR_CACHE=cache, **poor)
    assert again.returncode == 0, again.stdout
