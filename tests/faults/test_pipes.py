"""The reader of standard output goes away, is missing, or has no room: one sentence at most, never a traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PRINTERS = {
    "recommend": "recommend --devices several", "recommend json": "recommend --devices several --format json",
    "compare": "compare --format html", "diagnose": "diagnose --current pop", "switch": "switch pop-to-imap",
    "replay": "replay ../case.yaml --show", "batch": "batch ../in.csv - --summary", "schema": "schema recommendation",
    "version": "version", "rules check": "rules check --rules ../commute",
    "rules test": "rules test --rules ../commute",
    "rules coverage": "rules coverage --rules ../commute", "rules show": "rules show distance --rules ../commute",
    "rules sources": "rules sources", "rules graph": "rules graph", "rules order": "rules order --rules ../commute",
    "rules diff": "rules diff ../commute ../commute", "rules mutate": "rules mutate --rules ../commute",
    "help": "--help", "rules help": "rules --help",
}


def shell(command: str, folder: Path, cache: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(["bash", "-c", command], cwd=folder, capture_output=True, timeout=300, check=False,
                          env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "ADVISOR_CACHE": cache})


@pytest.mark.parametrize("name", PRINTERS)
def test_a_reader_that_leaves_before_the_end_is_no_error(name: str, place: Path, cache: str) -> None:
    done = shell(f"{sys.executable} -m advisor {PRINTERS[name]} | true; exit ${{PIPESTATUS[0]}}", place, cache)
    said = [line for line in done.stderr.splitlines() if b"rejected" not in line and b"bad" not in line]
    assert (done.returncode, said) == (1 if name == "rules mutate" else 0, [])  # mutants that live are findings


@pytest.mark.parametrize("name", PRINTERS)
def test_a_full_disk_behind_standard_output_is_said_in_a_sentence(name: str, place: Path, cache: str) -> None:
    done = shell(f"{sys.executable} -m advisor {PRINTERS[name]} > /dev/full", place, cache)
    assert done.returncode == 3
    assert b"No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


def test_an_error_that_nobody_can_read_still_has_its_status(place: Path, cache: str) -> None:
    for where in (">/dev/full", ">&-"):
        done = shell(f"{sys.executable} -m advisor recommend --devices maybe 2{where}", place, cache)
        assert (done.returncode, done.stdout, done.stderr) == (2, b"", b"")


def test_rejected_rows_do_not_take_the_place_of_a_device(place: Path, cache: str) -> None:
    os.mkfifo(place / "device")
    done = shell(f"{sys.executable} -m advisor batch ../in.csv - --rejects device", place, cache)
    assert done.returncode == 2
    assert b"The rejected rows need a file." in done.stderr
    assert (place / "device").is_fifo()
    assert [path.name for path in place.iterdir()] == ["device"]
