"""The wheel carries the code, the rules and nothing else; a run loads no more than it needs."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent


def test_the_wheel_holds_the_rules_and_no_tests(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)],
                   check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.partition("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"advisor"}
    held = {name.removeprefix("advisor/rules/") for name in names if name.startswith("advisor/rules/")}
    assert held == {path.name for path in (ROOT / "rules").iterdir()}
    code = {str(path.relative_to(ROOT)) for path in (ROOT / "advisor").rglob("*")
            if path.is_file() and "__pycache__" not in path.parts}
    assert code <= set(names)


SLOW = {"yaml", "rich", "questionary", "prompt_toolkit", "pydantic", "platformdirs", "jsonschema", "hashlib", "html"}


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
