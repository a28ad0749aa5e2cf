"""Where the program may write, on each system."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from advisor.cli.environment import Environment
from advisor.cli.folders import user_folder

LOCAL = r"C:\Users\Ann\AppData\Local"


@pytest.mark.parametrize(("system", "variables", "cache", "state"), [
    ("linux", {"HOME": "/home/ann"}, "/home/ann/.cache/advisor", "/home/ann/.local/state/advisor"),
    ("linux", {"HOME": "/home/ann", "XDG_CACHE_HOME": "/c", "XDG_STATE_HOME": "/s"}, "/c/advisor", "/s/advisor"),
    ("linux", {"HOME": "/home/ann", "XDG_CACHE_HOME": "c", "XDG_STATE_HOME": ""},
     "/home/ann/.cache/advisor", "/home/ann/.local/state/advisor"),
    ("freebsd14", {"HOME": "/home/ann"}, "/home/ann/.cache/advisor", "/home/ann/.local/state/advisor"),
    ("darwin", {"HOME": "/Users/ann"},
     "/Users/ann/Library/Caches/advisor", "/Users/ann/Library/Application Support/advisor"),
    ("darwin", {"HOME": "/Users/ann", "XDG_CACHE_HOME": "/c", "XDG_STATE_HOME": "/s"}, "/c/advisor", "/s/advisor"),
    ("win32", {"LOCALAPPDATA": LOCAL, "XDG_CACHE_HOME": "/c"}, f"{LOCAL}/advisor/Cache", f"{LOCAL}/advisor"),
    ("win32", {"USERPROFILE": r"C:\Users\Ann"},
     "C:\\Users\\Ann/AppData/Local/advisor/Cache", "C:\\Users\\Ann/AppData/Local/advisor"),
])
def test_the_folders_of_each_system(system: str, variables: dict[str, str], cache: str, state: str,
                                    monkeypatch: pytest.MonkeyPatch) -> None:
    environment = Environment(None, None, None, variables)
    monkeypatch.setattr(sys, "platform", system)
    assert user_folder(environment, "cache") == Path(cache)
    assert user_folder(environment, "state") == Path(state)
