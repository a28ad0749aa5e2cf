"""Where the program may write, on each system."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.folders import user_folder


@pytest.mark.parametrize(("system", "variables", "cache", "state"), [
    ("linux", {"HOME": "/home/ann"}, "/home/ann/.cache/advisor", "/home/ann/.local/state/advisor"),
    ("linux", {"HOME": "/home/ann", "XDG_CACHE_HOME": "/c", "XDG_STATE_HOME": "/s"}, "/c/advisor", "/s/advisor"),
    ("linux", {"HOME": "/home/ann", "XDG_CACHE_HOME": "c", "XDG_STATE_HOME": ""},
     "/home/ann/.cache/advisor", "/home/ann/.local/state/advisor"),
    ("freebsd14", {"HOME": "/home/ann"}, "/home/ann/.cache/advisor", "/home/ann/.local/state/advisor"),
])
def test_the_folders_of_each_system(system: str, variables: dict[str, str], cache: str, state: str,
                                    monkeypatch: pytest.MonkeyPatch) -> None:
    environment = Environment(None, None, None, variables)
    monkeypatch.setattr(sys, "platform", system)
    assert user_folder(environment, "cache") == Path(cache)
    assert user_folder(environment, "state") == Path(state)


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_other_systems_are_left_to_the_library_that_knows_them(system: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str, bool]] = []
    for kind in ("cache", "state"):
        monkeypatch.setattr(f"platformdirs.user_{kind}_path", lambda name, appauthor, kind=kind: asked.append(
            (kind, name, appauthor)) or Path("/there") / kind)
    monkeypatch.setattr(sys, "platform", system)
    environment = Environment(None, None, None, {"HOME": "/home/ann", "XDG_CACHE_HOME": "/c"})
    folders = [user_folder(environment, kind) for kind in ("cache", "state")]
    assert folders == [Path("/there/cache"), Path("/there/state")]
    assert asked == [("cache", "advisor", False), ("state", "advisor", False)]
