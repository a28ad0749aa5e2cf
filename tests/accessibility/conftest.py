"""The pages, looked at once by a browser for all tests of this folder."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.accessibility.pages import written

HERE = Path(__file__).parent
INSTALL = ("apt-get install -y --no-install-recommends chromium nodejs npm poppler-utils "
           "&& npm ci --ignore-scripts --prefix tests/accessibility")
WAIT = 900
"""Seconds; on a quiet machine it takes one."""

SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "light": {"width": 1280, "whole": True},
    "dark": {"width": 1280, "scheme": "dark"},
    "forced": {"width": 1280, "forced": True, "scheme": "dark"},
    "phone": {"width": 320, "whole": True},
    "large-text": {"width": 1280, "text": 200},
    "spaced": {"width": 320, "spacing": True, "scheme": "dark"},
    # A4 less its margins, as the browser lays the page out for it; a reader's dark screen does not go to paper.
    "print": {"width": 658, "media": "print", "scheme": "dark"},
}


def _tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        _missing(f"{name} is not installed; install what a browser needs with: {INSTALL}")
    assert found is not None
    return found


def _missing(why: str) -> None:
    if os.environ.get("CI", "").lower() in {"true", "1"}:
        pytest.fail(why, pytrace=False)
    pytest.skip(why)


class Browser:
    """Chromium without a screen, and axe-core in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.program = _tool("chromium")
        self.node = _tool("node")
        self.reader = _tool("pdftotext")
        if not (HERE / "node_modules" / "axe-core").is_dir():
            _missing(f"axe-core is not installed; install it with: {INSTALL}")
        self.runs = 0

    def look(self, pages: Mapping[str, Path], settings: Mapping[str, Mapping[str, Any]] = SETTINGS) -> Any:
        """What is found on each page in each setting; printed pages are left as `prints`/NAME.pdf."""
        self.runs += 1
        prints = self.folder / "prints"
        prints.mkdir(exist_ok=True)
        job = self.folder / f"job-{self.runs}.json"
        job.write_text(json.dumps({
            "browser": self.program, "profile": str(self.folder / f"profile-{self.runs}"), "settings": settings,
            "pages": {name: str(path) for name, path in pages.items()}, "prints": str(prints),
            "shots": os.environ.get("ADVISOR_TEST_SHOTS", "")}), encoding="utf-8")
        done = subprocess.run([self.node, str(HERE / "audit.mjs"), str(job)], capture_output=True, text=True,
                              timeout=WAIT, check=False)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def printed(self, name: str, *more: str) -> str:
        """The text of a printed page, as `pdftotext` tells it."""
        done = subprocess.run([self.reader, *more, str(self.folder / "prints" / f"{name}.pdf"), "-"],
                              capture_output=True, text=True, check=True)
        return done.stdout


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Browser:
    """A browser. Without it the test fails where CI is true, and is skipped elsewhere."""
    return Browser(tmp_path_factory.mktemp("browser"))


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """Every page, by name."""
    return written(tmp_path_factory.mktemp("pages"))


@pytest.fixture(scope="session")
def seen(browser: Browser, pages: Mapping[str, Path]) -> Any:
    """What was found on all of them."""
    return browser.look(pages)
