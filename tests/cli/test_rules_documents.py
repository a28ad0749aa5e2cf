"""What the JSON documents about rules have in common: one word for one thing in all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator

from advisor import __version__
from advisor.engine.evaluate import Kind
from advisor.report.schemas.schema import schema
from advisor.rulebase.load import load
from tests.cli.conftest import Advisor
from tests.cli.rule_tests_folder import TESTS, WRONG, with_tests

COMMANDS: dict[str, list[str]] = {
    "check": [], "test": [], "coverage": [], "mutate": [], "diff": ["OLD", "NEW"], "show": ["ice"], "sources": ["ice"],
    "order": []}
COUNTS = {"cases", "of", "known_cases", "known_of"}
SHARED = ("rule_base", "rule_kind", "other_kind", "rule", "key", "place", "witness", "counts", "unknown")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Rules with tests, and the same with a wall that holds less often and a lighter set-up."""
    old, new = (with_tests(tmp_path_factory.mktemp(name), right=TESTS, wrong=WRONG) for name in ("old", "new"))
    for file, before, after in (("constraints", "street: icy", "street: icy, distance: far"),
                                ("set_up", "number: 2", "number: 3")):
        path = new / f"{file}.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    return {"OLD": str(old), "NEW": str(new)}


def document(advisor: Advisor, folders: dict[str, str], command: str) -> dict[str, Any]:
    words = [folders.get(word, word) for word in COMMANDS[command]]
    outcome = advisor("rules", command, *words, "--rules", folders["NEW"], "--format", "json")
    assert outcome.err == ""
    found: dict[str, Any] = json.loads(outcome.out)
    return found


def mappings(part: Any) -> Iterator[dict[str, Any]]:
    """Every mapping in a document."""
    if isinstance(part, dict):
        yield part
    for value in part.values() if isinstance(part, dict) else part if isinstance(part, list) else ():
        yield from mappings(value)


@pytest.mark.parametrize("command", COMMANDS)
def test_one_word_for_one_thing(advisor: Advisor, folders: dict[str, str], command: str) -> None:
    found = document(advisor, folders, command)
    base = load(Path(folders["NEW"]))
    Draft202012Validator(schema(f"rules-{command}", base)).validate(found)
    assert found["schema"] == f"advisor.rules-{command}/1"
    assert found["program_version"] == __version__
    assert found["rule_base"] == {"name": base.name, "version": base.version, "sha256": base.sha256}
    for part in mappings(found):
        if "rule" in part:
            assert part["kind"] in get_args(Kind)
        elif "id" in part and "kind" in part and command != "sources":  # a claim has a kind of its own there
            assert part["kind"] not in get_args(Kind)
        if isinstance(part.get("cases"), int):
            assert part.keys() >= COUNTS
        if "column" in part:
            assert part.keys() >= {"file", "line", "column"}
        if "case" in part:
            assert set(part) <= {"case", "command", "command_old", "text"}
            assert part["command"].startswith("advisor recommend")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_schemas_say_the_same_of_the_same(folders: dict[str, str], command: str) -> None:
    base = load(Path(folders["NEW"]))
    every = {name: schema(f"rules-{name}", base) for name in COMMANDS}
    assert {"schema", "program_version", "rule_base"} <= set(every[command]["required"])
    for name in SHARED:
        said = [found["$defs"][name] for found in every.values() if name in found["$defs"]]
        assert said
        assert all(other == said[0] for other in said), name


def test_rules_that_cannot_be_read_are_unknown(advisor: Advisor, tmp_path: Path) -> None:
    folder = with_tests(tmp_path)
    (folder / "evidence.yaml").write_text("x: {}\n", encoding="utf-8")
    found = json.loads(advisor("rules", "check", "--rules", str(folder), "--format", "json").out)
    assert (found["rule_base"], found["cases"], found["program_version"]) == ("unknown", "unknown", __version__)
