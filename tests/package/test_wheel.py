"""The wheel carries the code, the rules and nothing else; a run loads no more than it needs."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def build(source: Path, folder: Path, **variables: str) -> tuple[Path, Path]:
    """Wheel and source distribution."""
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-d", str(folder)], cwd=source, check=True,
                   capture_output=True, env={**os.environ, **variables})
    [wheel], [sdist] = folder.glob("*.whl"), folder.glob("*.tar.gz")
    return wheel, sdist


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return build(ROOT, tmp_path_factory.mktemp("built"))


@pytest.fixture(scope="module")
def wheel(built: tuple[Path, Path]) -> Path:
    return built[0]


def test_the_wheel_holds_the_rules_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"advisor"}
    held = {name.removeprefix("advisor/rules/") for name in names if name.startswith("advisor/rules/")}
    assert held == {path.relative_to(ROOT / "rules").as_posix() for path in (ROOT / "rules").rglob("*")
                    if path.is_file()}
    code = {str(path.relative_to(ROOT)) for path in (ROOT / "advisor").rglob("*")
            if path.is_file() and "__pycache__" not in path.parts}
    assert code <= set(names)


def test_built_elsewhere_it_is_the_same_to_the_byte(built: tuple[Path, Path], tmp_path: Path) -> None:
    """From the source distribution, in a folder of another name, with other modes, times, locale and time zone."""
    with tarfile.open(built[1]) as archive:
        archive.extractall(tmp_path, filter="data")
    [unpacked] = tmp_path.iterdir()
    source = unpacked.rename(tmp_path / "an other pl\u00e4ce")
    for place in sorted(source.rglob("*"), reverse=True):
        place.chmod(0o700 if place.is_dir() else 0o600)
        os.utime(place, (1_000_000_000, 1_000_000_000))
    before = os.umask(0o077)
    try:
        again = build(source, tmp_path / "again", TZ="Asia/Tokyo", LC_ALL="C", PYTHONHASHSEED="7",
                      PYTHONDONTWRITEBYTECODE="")
    finally:
        os.umask(before)
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in built]
    listed = {path.relative_to(source).as_posix() for path in source.rglob("*") if path.is_file()}
    assert {"PKG-INFO", "pyproject.toml", "requirements-dev.txt", "tests/conftest.py"} <= listed
    assert not [name for name in listed if name.endswith((".pyc", ".egg-info")) or "cache" in name.rpartition("/")[0]]


def test_nothing_in_it_names_a_place_on_this_machine(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)
    for place in {str(ROOT), str(Path.home()), tempfile.gettempdir()} - {"/"}:
        assert not [name for name in archive.namelist() if f"{place}/".encode() in archive.read(name)], place


def test_a_copy_of_the_rules_works_where_only_the_wheel_is(wheel: Path, tmp_path: Path) -> None:
    site, work = tmp_path / "site", tmp_path / "work"
    work.mkdir()
    zipfile.ZipFile(wheel).extractall(site)

    def advisor(*arguments: str, **variables: str) -> str:
        environment = {"PYTHONPATH": str(site), "HOME": str(tmp_path), "ADVISOR_CACHE": "", **variables}
        done = subprocess.run([sys.executable, "-m", "advisor", *arguments], cwd=work, env=environment, text=True,
                              capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), arguments
        return done.stdout

    advisor("rules", "init", "mine")
    built_in = site / "advisor" / "rules"
    for path in built_in.rglob("*.yaml"):
        assert (work / "mine" / path.relative_to(built_in)).read_bytes() == path.read_bytes()
    assert (work / "mine" / "schemas" / "tests.json").is_file()
    says = advisor("--version")
    assert advisor("--version", "--rules", "mine") == says  # the same SHA-256
    rulebase = work / "mine" / "rulebase.yaml"
    rulebase.write_text(re.sub(r"(?m)^version: .*$", 'version: "77.1"', rulebase.read_text(encoding="utf-8")),
                        encoding="utf-8")
    assert "77.1" in advisor("--version", "--rules", "mine")
    assert "77.1" in advisor("--version", ADVISOR_RULES="mine")
    assert advisor("--version") == says, "the built-in rules are as they were"


SLOW = {"yaml", "rich", "questionary", "prompt_toolkit", "pydantic", "jsonschema", "hashlib", "html"}


@pytest.mark.parametrize(("arguments", "allowed"), [
    (["recommend", "--format", "json"], set()),
    (["recommend"], set()),
    (["--version"], set()),
])
def test_a_run_imports_no_more_than_it_needs(arguments: list[str], allowed: set[str], tmp_path: Path) -> None:
    script = ("import sys\nfrom advisor.cli.edge.environment import Environment\nfrom advisor.cli.main import run\n"
              f"assert run({arguments!r}, Environment.of_process()) == 0\n"
              "print(' '.join({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)\n")
    environment = {"PYTHONPATH": str(ROOT), "ADVISOR_CACHE": str(tmp_path)}
    for _ in range(2):  # the second run finds the cache
        done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True,
                              check=True)
    assert set(done.stderr.split()) & SLOW <= allowed
