"""Opens a rule base for its author: files, trees and the checked base together."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.status import Failure, Status, bad_input
from advisor.rulebase.files import builtin_folder, digest, read_files
from advisor.rulebase.load import build, parse_all
from advisor.rulebase.model import RuleBase
from advisor.rulebase.problem import InputRefused, Problem
from advisor.rulebase.read_rule_tests import RuleTest
from advisor.rulebase.rule_test_files import FOLDER, load_tests
from advisor.rulebase.tree import Node


class RuleFiles(NamedTuple):
    """A rule base as its author sees it."""

    folder: Path
    named: str | None
    """the folder as --rules or ADVISOR_RULES names it; None for the built-in rules"""
    contents: Mapping[str, bytes]
    """by file name without ending"""
    trees: Mapping[str, Node | None]
    base: RuleBase


def rules_folder(environment: Environment, asked: str | None) -> tuple[Path, str | None]:
    """The folder to use, and how it was named (None: the built-in rules)."""
    named = asked or environment.variables.get("ADVISOR_RULES") or None
    return (Path(named) if named else builtin_folder()), named


def open_rule_files(environment: Environment, asked: str | None) -> RuleFiles:
    """The rule base that --rules (`asked`) or ADVISOR_RULES names. Raises Failure with every fault of its files."""
    try:
        folder, named = rules_folder(environment, asked)
        return read_rule_files(folder, named)
    except InputRefused as refused:
        raise Failure(Status.BAD_INPUT, *refused.problems) from None


def read_rule_files(folder: Path, named: str | None = None, contents: Mapping[str, bytes] | None = None) -> RuleFiles:
    """The rule base in `folder`; raises InputRefused with every fault of its files.

    `contents` are the files by name without ending, where they have been read already.
    """
    contents = read_files(folder) if contents is None else contents
    problems: list[Problem] = []
    trees = parse_all(contents, folder, problems)
    return RuleFiles(folder, named, contents, trees, build(trees, digest(contents), problems))


def required_tests(folder: Path, base: RuleBase) -> tuple[RuleTest, ...]:
    """The tests in the rule base's folder; raises Failure with every fault of them, and where there is none at all."""
    try:
        tests = load_tests(folder, base)
    except InputRefused as refused:
        raise Failure(Status.BAD_INPUT, *refused.problems) from None
    if not tests:
        example = next(iter(base.questions.values()))
        raise bad_input(
            "no-tests", "These rules have no tests.",
            f"Begin with a file {FOLDER}/first.yaml beside them that holds: "
            f"'first: {{story: A sentence., answers: {{{example.id}: {example.value_ids[0]}}}, "
            f"expect: {{verdict: {base.default.option}}}, because: [what it rests on]}}'.",
            str(folder / FOLDER))
    return tests
