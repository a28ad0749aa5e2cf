"""The wheel carries the code, the rules and nothing else; a run loads no more than it needs."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
                   check=True, capture_output=True)
    [found] = folder.glob("*.whl")
    return found


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
    script = ("import sys\nfrom advisor.cli.environment import Environment\nfrom advisor.cli.main import run\n"
              f"assert run({arguments!r}, Environment.of_process()) == 0\n"
              "print(' '.join({name.partition('.')[0] for name in sys.modules}), file=sys.stderr)\n")
    environment = {"PYTHONPATH": str(ROOT), "ADVISOR_CACHE": str(tmp_path)}
    for _ in range(2):  # the second run finds the cache
        done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True,
                              check=True)
    assert set(done.stderr.split()) & SLOW <= allowed
