"""What talks to mail servers is loaded by `inspect` alone; where it is missing, the line that installs it is said."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
COSTLY = ("imapclient", "dns", "keyring", "ssl", "socket", "poplib", "imaplib", "getpass", "advisor.mailbox",
          "advisor.cli.inspect.run", "advisor.report.inspection.inspection")
LOADED = """
import io, sys
from advisor.cli.edge.environment import Environment
from advisor.cli.main import run
status = run(sys.argv[2:], Environment(io.StringIO(), io.StringIO(), io.StringIO(), {"ADVISOR_CACHE": ""}))
print(status, *(name for name in sys.argv[1].split(",") if name in sys.modules))
"""
BLOCKED = """
import io, sys
for name in sys.argv[1].split(","):
    sys.modules[name] = None
class Nobody:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in sys.argv[1].split(","):
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Nobody())
import importlib.util
real = importlib.util.find_spec
importlib.util.find_spec = lambda name, package=None: None if name in sys.argv[1].split(",") else real(name, package)
from advisor.cli.edge.environment import Environment
from advisor.cli.main import run
err = io.StringIO()
print(run(sys.argv[2:], Environment(io.StringIO(), io.StringIO(), err, {})), err.getvalue())
"""


def output(script: str, *arguments: str) -> str:
    return subprocess.run([sys.executable, "-c", script, *arguments], cwd=ROOT, capture_output=True, text=True,
                          check=True).stdout.strip()


@pytest.mark.parametrize("arguments", [["recommend", "--devices", "one", "--format", "json"], ["--help"],
                                       ["diagnose", "--quota", "full"], ["version"], ["inspect", "--help"]],
                         ids=lambda words: " ".join(words[:1]))
def test_no_other_command_loads_it(arguments: list[str]) -> None:
    assert output(LOADED, ",".join(COSTLY), *arguments).splitlines()[-1] == "0"


def test_the_search_would_find_it() -> None:
    assert "advisor.mailbox" in output(LOADED, ",".join(COSTLY), "inspect", "m@example.org", "--deadline", "0")


@pytest.mark.parametrize("missing", ["imapclient", "dns", "imapclient,dns,keyring"])
def test_without_the_extra_the_line_that_installs_it(missing: str) -> None:
    said = output(BLOCKED, missing, "inspect", "m@example.org")
    assert said.startswith("2 ")
    assert "python3 -m pip install 'mailbox-access-advisor[inspect]'" in said
    assert "Traceback" not in said


def test_without_the_extra_everything_else_works() -> None:
    assert output(BLOCKED, "imapclient,dns,keyring", "recommend", "--devices", "several").startswith("0")
