"""`advisor rules order`: what it shows, what is kept, and that what is kept belongs to the rules."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from advisor.cli.commands.rules_order import situations_of
from advisor.engine.compiled import Compiled
from advisor.report.page.fold import columns
from advisor.report.schemas.schema import schema
from advisor.rulebase.files import builtin_folder
from advisor.rulebase.load import load
from advisor.rulebase.model import RuleBase
from advisor.verify.ordering.best import fewest_possible
from advisor.verify.ordering.kept import KEPT_FILE, fingerprint, kept_from_plain, kept_to_plain, order_of
from tests.cli.conftest import Advisor

ROOT = Path(__file__).parent.parent.parent
COMMUTE = ROOT / "tests" / "rulebases" / "commute"
ZERO = '{"with_unsure": null, "weights": {}, "function": "", "means": {"uniform": "1/0"}, "worst": 1, "states": 1}'
STALE = "run: python -m benchmarks.question_order"


@pytest.fixture(scope="module")
def plain() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((builtin_folder() / KEPT_FILE).read_text(encoding="utf-8"))
    return found


def document(advisor: Advisor, *arguments: str, **variables: str) -> dict[str, Any]:
    outcome = advisor("rules", "order", "--format", "json", *arguments, **variables)
    assert (outcome.status, outcome.err) == (0, "")
    found: dict[str, Any] = json.loads(outcome.out)
    return found


def test_what_is_kept_belongs_to_the_rules(base: RuleBase, compiled: Compiled, plain: dict[str, Any]) -> None:
    kept = kept_from_plain(plain)
    assert kept.function == fingerprint(base, compiled), STALE
    order = order_of(base, compiled, situations_of(builtin_folder(), base), [kept])
    assert order.origin == "kept"
    assert {measure.name for measure in order.measures} == {"uniform", "weighted"}
    assert order.best_mean("weighted") is not None, STALE
    best = fewest_possible(base, compiled, order.measures)
    assert best is not None
    assert (best.means, best.worst, best.states) == (kept.means, kept.worst, kept.states)
    assert kept_to_plain(kept) == plain


def test_the_wizard_is_within_five_percent(advisor: Advisor) -> None:
    found = document(advisor)
    for measure in ("uniform", "weighted"):
        assert 1 <= found["mean"][measure]["ratio"] <= 1.05
        assert found["mean"][measure]["wizard"] >= found["mean"][measure]["best"]
    assert found["with_unsure"]["mean"]["wizard"] >= found["with_unsure"]["mean"]["best_at_least"] > 0
    assert found["worst"]["wizard"] >= found["worst"]["best"] > 0


def test_documents_are_as_their_schema_says(advisor: Advisor, base: RuleBase) -> None:
    validator = Draft202012Validator(schema("rules-order", base))
    for arguments in ([], ["--rules", str(COMMUTE)], ["--rules", str(COMMUTE), "--exact"]):
        validator.validate(document(advisor, *arguments))
    wrong = document(advisor)
    wrong["mean"]["uniform"]["ratio"] = 0.9
    assert not validator.is_valid(wrong)


def test_another_decision_has_nothing_kept(advisor: Advisor) -> None:
    found = document(advisor, "--rules", str(COMMUTE))
    assert (found["best_from"], found["mean"]["uniform"]["best"]) == ("not computed", "unknown")
    assert found["mean"]["uniform"]["wizard"] > 0
    text = " ".join(advisor("rules", "order", "--rules", str(COMMUTE)).out.split())
    assert "best possible: not computed" in text
    assert "advisor rules order --exact --rules" in text
    found = document(advisor, "--rules", str(COMMUTE), "--exact")
    assert found["best_from"] == "computed"
    assert found["mean"]["uniform"]["ratio"] >= 1


def copied(folder: Path, file: str, old: str, new: str) -> str:
    """A copy of the built-in rules with one change."""
    copytree(builtin_folder(), folder)
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return str(folder)


def test_other_words_keep_what_is_kept(advisor: Advisor, base: RuleBase, tmp_path: Path) -> None:
    ask = next(iter(base.questions.values())).ask
    rules = copied(tmp_path / "rules", "questions.yaml", ask, "How many?")
    (tmp_path / "rules" / KEPT_FILE).unlink()  # what is kept beside the built-in rules will do
    assert document(advisor, "--rules", rules)["best_from"] == "kept"


def test_another_weight_that_changes_the_decision_drops_it(advisor: Advisor, tmp_path: Path) -> None:
    rules = copied(tmp_path / "rules", "rulebase.yaml", "strong: 4", "strong: 3")
    assert document(advisor, "--rules", rules)["best_from"] == "not computed"


def test_other_situations_drop_the_weighted_mean_alone(advisor: Advisor, tmp_path: Path) -> None:
    rules = copied(tmp_path / "rules", "tests/situations.yaml", "person: yes", "person: no")
    found = document(advisor, "--rules", rules)
    assert found["best_from"] == "kept"
    assert found["mean"]["uniform"]["best"] > 0
    assert found["mean"]["weighted"]["best"] == "unknown"
    text = " ".join(advisor("rules", "order", "--rules", rules).out.split())
    assert "best, weighted: not computed for these situations; run 'advisor rules order --exact --rules" in text


@pytest.mark.parametrize("content", ["", "[]", "{}", "null", "\xff", "[" * 100_000, '{"function": 1}', ZERO])
def test_a_kept_file_that_cannot_be_used_is_passed_over(advisor: Advisor, tmp_path: Path, content: str) -> None:
    copytree(COMMUTE, tmp_path / "rules")
    (tmp_path / "rules" / KEPT_FILE).write_text(content, encoding="latin-1")
    assert document(advisor, "--rules", str(tmp_path / "rules"))["best_from"] == "not computed"


@pytest.mark.parametrize("width", [40, 80])
def test_text_fits(advisor: Advisor, width: int) -> None:
    outcome = advisor("rules", "order", COLUMNS=str(width))
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.out.isascii()
    assert all(columns(line) <= width for line in outcome.out.splitlines())
    assert "mean, uniform" in outcome.out
    assert "mean, weighted" in outcome.out


def test_to_a_file(advisor: Advisor, tmp_path: Path) -> None:
    shown = advisor("rules", "order").out
    path = tmp_path / "order.txt"
    assert advisor("rules", "order", "--output", str(path)).out == ""
    assert path.read_text(encoding="utf-8") == shown


def test_bad_input(advisor: Advisor, tmp_path: Path) -> None:
    outcome = advisor("rules", "order", "--format", "jsn")
    assert outcome.status == 2
    assert "no format 'jsn'" in outcome.err
    rules = copied(tmp_path / "rules", "tests/situations.yaml", "person: yes", "person: perhaps")
    outcome = advisor("rules", "order", "--rules", rules)
    assert (outcome.status, outcome.out) == (2, "")
    assert "situations.yaml" in outcome.err


def test_rules_that_sort_causes_out_show_tests_and_the_bound(advisor: Advisor) -> None:
    missing = str(builtin_folder() / "missing-mail")
    found = document(advisor, "--rules", missing)
    Draft202012Validator(schema("rules-order", load(builtin_folder()))).validate(found)
    tests = found["sorting"]
    assert 0 < tests["mean"]["best_at_least"] <= tests["mean"]["made"] <= tests["tests"]
    assert 0 < tests["worst"]["best_at_least"] <= tests["worst"]["made"] <= tests["tests"]
    outcome = advisor("rules", "order", "--rules", missing, COLUMNS="40")
    assert outcome.out == advisor("rules", "order", "--rules", missing, COLUMNS="40").out  # drawn alike every time
    assert all(columns(line) <= 40 for line in outcome.out.splitlines())
    text = " ".join(outcome.out.split())
    assert f"mean {tests['mean']['made']:.1f} {tests['mean']['best_at_least']:.1f}" in text
    assert f"worst {tests['worst']['made']} {tests['worst']['best_at_least']}" in text
    assert "the fewest causes can be expected to be left" in text
    assert "until the advice is settled" not in text
    assert document(advisor)["sorting"] is None
