"""A rule base inside the folder of another takes claims and glossary from there, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from advisor.rulebase.files import builtin_folder, display_path, read_files
from advisor.rulebase.load import load, parse_all
from advisor.rulebase.problem import InputRefused
from advisor.verify.bench import Bench
from advisor.verify.checks import unused_claim

INSIDE = "switching"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A copy of the built-in rules, the inner ones too."""
    folder = tmp_path / "rules"
    shutil.copytree(builtin_folder(), folder)
    return folder


@pytest.mark.parametrize("name", ["claims", "glossary"])
def test_what_is_missing_is_taken_from_above(rules: Path, name: str) -> None:
    inner = rules / INSIDE
    assert read_files(inner)[name] == (rules / f"{name}.yaml").read_bytes()
    assert display_path(inner, name).endswith(f"rules/{name}.yaml")
    own = b"documents: {}\nclaims: {}\n"
    (inner / f"{name}.yaml").write_bytes(own)
    assert read_files(inner)[name] == own
    assert display_path(inner, name).endswith(f"{INSIDE}/{name}.yaml")


def test_the_folder_may_be_the_one_we_are_in(rules: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(rules / INSIDE)
    assert read_files(Path())["claims"] == (rules / "claims.yaml").read_bytes()


def test_nothing_is_taken_from_a_folder_that_is_no_rule_base(rules: Path) -> None:
    (rules / "rulebase.yaml").unlink()
    with pytest.raises(InputRefused) as refused:
        read_files(rules / INSIDE)
    assert [problem.code for problem in refused.value.problems] == ["missing-file"]


def test_no_other_file_is_taken_from_above(rules: Path) -> None:
    (rules / INSIDE / "warnings.yaml").unlink()
    with pytest.raises(InputRefused):
        read_files(rules / INSIDE)


def test_claims_from_above_need_no_use_here_and_own_claims_do(rules: Path) -> None:
    inner = rules / INSIDE

    def found() -> int:
        trees = parse_all(read_files(inner), inner, [])
        return len(unused_claim.check(Bench(load(inner), trees)).findings)

    assert found() == 0
    shutil.copy(rules / "claims.yaml", inner / "claims.yaml")
    assert found() > 20
