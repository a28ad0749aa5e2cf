"""Some hundred inputs for each target, always the same: nothing is found, and inputs are both accepted and refused."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.fuzz.smoke import INPUTS
from tests.fuzz.targets import TARGETS, modules_of, target_named, weight_of
from tests.fuzz.test_harness import run


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(run("tests.fuzz.smoke", tmp_path_factory.mktemp("fuzz")))
    return found


@pytest.mark.parametrize("name", TARGETS)
def test_nothing_is_found(done: dict[str, Any], name: str) -> None:
    tally = done[name]
    assert not tally["faults"], "\n".join(f"{kind}\n{bytes.fromhex(data)!r}\n{detail}"
                                          for kind, data, detail in tally["faults"])
    assert tally["inputs"] == INPUTS[name]
    assert min(tally["accepted"], tally["refused"]) > INPUTS[name] // 20


@pytest.mark.parametrize("name", TARGETS)
def test_each_target_says_what_it_is(name: str) -> None:
    target = target_named(name)
    assert target.name == name
    assert target.modules == modules_of(TARGETS[name])
    assert target.weight == weight_of(name)
    for module in target.modules:
        __import__(module)
