"""Streams as scripts have them: closed, piped, full, endless, and in other encodings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
ADVISOR = f"{sys.executable} -m advisor"
RECOMMEND = f"{ADVISOR} recommend --devices several"
posix = pytest.mark.skipif(os.name != "posix", reason="written for a POSIX shell; on Windows streams end differently")


def shell(command: str, folder: Path, **variables: str) -> subprocess.CompletedProcess[bytes]:
    environment = {"PYTHONPATH": str(ROOT), "HOME": str(folder), "PATH": "/usr/bin:/bin", **variables}
    return subprocess.run(["sh", "-c", command], env=environment, cwd=folder, capture_output=True, timeout=60,
                          check=False)


@posix
def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    done = shell(f"{RECOMMEND} | head -1; {RECOMMEND} --format json | true", tmp_path)
    assert done.returncode == 0
    assert done.stdout.count(b"\n") == 1
    assert done.stderr == b""


@posix
@pytest.mark.parametrize(("command", "status"), [
    (f"{RECOMMEND} <&-", 0), (f"{RECOMMEND} >&-", 3), (f"{RECOMMEND} 2>&-", 0), (f"{RECOMMEND} >/dev/full", 3),
    (f"{ADVISOR} --help >/dev/full", 3),
    (f"{ADVISOR} <&-", 2), (f"yes | {ADVISOR}", 2), (f"{ADVISOR} </dev/null", 2), (f"{ADVISOR} --plain </dev/null", 2),
    (f"{ADVISOR} recommend --answers - <&-", 2), (f"{ADVISOR} recommend --answers - </dev/null", 2),
    (f"{ADVISOR} --no-input", 2), (f"{RECOMMEND} --output /dev/null", 0),
])
def test_status_and_words(command: str, status: int, tmp_path: Path) -> None:
    done = shell(command, tmp_path)
    assert done.returncode == status, done.stderr
    assert b"Traceback" not in done.stderr
    assert (done.stderr != b"") == (status != 0)
    assert done.stderr.count(b"\n") <= 2


@posix
@pytest.mark.parametrize("variables", [{"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "latin-1"},
                                       {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}])
@pytest.mark.parametrize("more", ["", "--format json", "--format markdown", "--format html", "--format ticket",
                                  "--sources --trace --scales"])
def test_a_locale_without_utf8_changes_no_word(variables: dict[str, str], more: str, tmp_path: Path) -> None:
    usual = shell(f"{RECOMMEND} {more}", tmp_path, PYTHONUTF8="1")
    other = shell(f"{RECOMMEND} {more}", tmp_path, **variables)
    assert other.returncode == 0, other.stderr
    assert other.stdout == usual.stdout


@posix
def test_words_of_a_person_survive_a_poor_locale(tmp_path: Path) -> None:
    done = shell(f"{RECOMMEND} --format ticket --signature 'Grüße, J\u0142' ", tmp_path, PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert b"Gr" in done.stdout


@posix
def test_no_colour_code_leaves_a_pipe(tmp_path: Path) -> None:
    for variables in ({}, {"FORCE_COLOR": "1"}, {"CLICOLOR_FORCE": "1"}, {"GITHUB_ACTIONS": "true"}):
        assert b"\x1b" not in shell(f"{RECOMMEND}; {ADVISOR} --help; {ADVISOR} compare", tmp_path, **variables).stdout


@posix
@pytest.mark.parametrize("home", ["/nonexistent", "", "/proc"])
def test_a_home_that_cannot_be_written_to_costs_nothing_but_time(home: str, tmp_path: Path) -> None:
    done = shell(RECOMMEND, tmp_path, HOME=home)
    assert done.returncode == 0, done.stderr
    assert done.stderr == b""


@posix
def test_completion_knows_flags_and_values(tmp_path: Path) -> None:
    for line, expected in (("advisor recommend --dev", b"--devices"), ("advisor recommend --devices sev", b"several"),
                           ("advisor reco", b"recommend")):
        words = line.split()
        done = shell(ADVISOR, tmp_path, _ADVISOR_COMPLETE="complete_bash", COMP_WORDS=line,
                     COMP_CWORD=str(len(words) - 1))
        assert expected in done.stdout, (line, done)
