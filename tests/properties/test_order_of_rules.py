"""In which order rules stand in a file, and answers in a case, is nothing that the advice depends on."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from advisor.engine.analysis import analyse
from advisor.engine.case import case_of
from advisor.engine.compiled import compile_rules
from advisor.engine.evaluate import evaluate
from advisor.rulebase.files import builtin_folder
from advisor.rulebase.load import load
from advisor.rulebase.model import RuleBase
from tests.engine.generated import Maker, makers
from tests.properties.cases import Chance, chances
from tests.properties.desk import Desk
from tests.properties.profile import tried

SHUFFLED = ("constraints", "evidence", "set_up", "warnings", "steps", "glossary", "claims")
"""Rule files whose entries may stand in any order. That of options, questions, values and programs is shown."""
ENTRY = re.compile(r"(?m)^(?=[A-Za-z])")


def shuffled_folder(source: Path, target: Path, chance: Chance) -> None:
    """A copy of a rule base with the entries of its files in another order."""
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(source, target)
    for name in SHUFFLED:
        for path in target.rglob(f"{name}.yaml"):
            head, *entries = ENTRY.split(path.read_text(encoding="utf-8"))
            path.write_text("".join([head, *(f"{entry.rstrip()}\n\n" for entry in chance.shuffled(entries))]),
                            encoding="utf-8")


def unordered(found: Any) -> Any:
    """A document without what the files' own bytes say, and with what has no order of its own in a fixed one."""
    if isinstance(found, dict):
        return {key: unordered(value) for key, value in found.items()
                if key not in ("rule_base", "command", "trace", "beside_sha256")}
    if isinstance(found, list):
        return sorted(map(unordered, found), key=repr)
    return found


@pytest.fixture(scope="session")
def in_order(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Chance], Path]:
    """A function that gives the folder of the built-in rules in another order."""
    folder = tmp_path_factory.mktemp("order") / "rules"

    def make(chance: Chance) -> Path:
        shuffled_folder(builtin_folder(), folder, chance)
        return folder

    return make


@tried(1)
@given(chance=chances)
def test_the_order_of_rules_in_files_does_not_matter(chance: Chance, desk: Desk,
                                                     in_order: Callable[[Chance], Path]) -> None:
    folder = in_order(chance)
    for inside, command in (("", "recommend"), ("missing-mail", "diagnose")):
        base = load(builtin_folder() / inside)
        for _ in range(4):
            said = chance.told(base, programs=not inside)._replace(answers={})
            flags = [*said.flags(), "--format", "json"]
            flags = flags if said.spelled or not inside else [*flags, "--no-input"]
            mine, theirs = (desk.done(command, *flags, *rules).document for rules in ([], ["--rules", str(folder)]))
            assert unordered(theirs) == unordered(mine), said
            for part in ("steps", "warnings", "causes"):  # their order is safety's, or gravity's
                assert [entry["id"] for entry in theirs.get(part, ())] == [entry["id"] for entry in mine.get(part, ())]


@tried(40)
@given(maker=makers, chance=chances)
def test_the_order_of_rules_and_answers_does_not_matter_to_any_rules(maker: Maker, chance: Chance) -> None:
    base = maker.rule_base()
    other = turned(base, chance)
    compiled, turned_round = compile_rules(base), compile_rules(other)
    for _ in range(5):
        known = chance.answers(base)
        case, again = case_of(known), case_of(chance.in_any_order(known))
        mine, theirs = evaluate(base, case), evaluate(other, again)
        assert (theirs.option, set(theirs.set_up), set(theirs.warnings), theirs.evidence, theirs.balance) == (
            mine.option, set(mine.set_up), set(mine.warnings), mine.evidence, mine.balance)
        found, other_found = analyse(base, case, compiled), analyse(other, again, turned_round)
        assert (other_found.settled, other_found.flip_distance, other_found.can_change) == (
            found.settled, found.flip_distance, found.can_change)
        assert sorted(map(repr, other_found.flips)) == sorted(map(repr, found.flips))


def turned(base: RuleBase, chance: Chance) -> RuleBase:
    """The same rules in another order; a form stays behind those that it refers to."""
    return base._replace(constraints=chance.in_any_order(base.constraints), evidence=chance.in_any_order(base.evidence),
                         warnings=chance.in_any_order(base.warnings))
