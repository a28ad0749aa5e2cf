"""The tiny rule base of tests/verify/bad/base, edited: what the tests of the checks and their pages share.

An edit is a piece of YAML for one file. Its top-level entries take the place of those with the same key, or come after
the others; in claims.yaml the same holds one level further down.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from advisor.engine.case import Case, case_of
from advisor.engine.compiled import NODE_LIMIT
from advisor.engine.evaluate import Evaluation, evaluate
from advisor.report.advice.build import command_for
from advisor.report.page.terminal import plain
from advisor.report.rules.check_text import check_lines
from advisor.rulebase.files import display_path
from advisor.rulebase.load import build, parse_all
from advisor.rulebase.model import RuleBase
from advisor.rulebase.problem import InputRefused, Problem
from advisor.rulebase.tree import Node
from advisor.verify.bench import Bench
from advisor.verify.finding import Finding
from advisor.verify.run import Report, refused, run_checks

BAD = Path(__file__).parent.parent / "bad"
NAMED = "to-town"
"""The folder that the screens speak of."""
WITHOUT_DIAGRAMS = {"form", "untagged-form", "unused-claim", "long-wording", "unexplained-term",
                    "silence"}
"""The checks that read texts and sources only: no bound stops them."""
Texts = dict[str, str]


class Checked(NamedTuple):
    """A rule base with what the checks made of it."""

    base: RuleBase | None
    trees: Mapping[str, Node | None]
    texts: Texts
    report: Report

    def found(self, code: str) -> list[Finding]:
        """The findings with that code."""
        return [finding for finding in self.report.findings if finding.code == code]

    def outcome(self, code: str) -> str:
        """What the check came to."""
        return next(result.outcome for result in self.report.results if result.check == code)

    def screen(self, width: int = 80, about: str = "") -> str:
        """What a person sees; with `about`, the checks beside that one that found nothing have no line."""
        def replay(case: Mapping[str, str]) -> str:
            return command_for(self.base, case_of(case), NAMED) if self.base else ""

        texts = {display_path(Path(NAMED), file): text for file, text in self.texts.items()}
        told = tuple(result for result in self.report.results
                     if not about or result.check == about or result.outcome != "proven")
        return plain(check_lines(self.report._replace(results=told), texts, replay, width))


def tiny(**edits: str) -> Texts:
    """The tiny rule base with the edits, by file name without ending."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted((BAD / "base").glob("*.yaml"))}
    for file, edit in edits.items():
        texts[file] = edited(texts.get(file, ""), edit, depth=2 if file == "claims" else 1)
    return texts


def edited(text: str, edit: str, depth: int = 1) -> str:
    """The text with the entries of the edit in the place of its own, or after them."""
    kept = entries(text)
    for key, entry in entries(edit).items():
        old = kept.get(key)
        if old is not None and depth > 1:
            first, body = old.split("\n", 1)
            entry = first + "\n" + indented(edited(dedented(body), dedented(entry.split("\n", 1)[1]), depth - 1))  # noqa: PLW2901
        kept[key] = entry
    return "".join(entry if entry.endswith("\n") else entry + "\n" for entry in kept.values())


def entries(text: str) -> dict[str, str]:
    """The top-level entries by key, each with the comments right above it."""
    found: dict[str, str] = {}
    key, pending = "", ""
    for line in text.splitlines(keepends=True):
        match = re.match(r"([^\s#:][^:]*):", line)
        if match:
            key, pending = match[1], pending + line
            found[key], pending = pending, ""
        elif line.startswith("#") or (not line.strip() and pending) or not key:
            pending += line
        elif key:
            found[key] += pending + line
            pending = ""
    if pending:
        found[key] += pending
    return found


def dedented(text: str) -> str:
    return re.sub(r"^  ", "", text, flags=re.MULTILINE)


def indented(text: str) -> str:
    return re.sub(r"^(?=.)", "  ", text, flags=re.MULTILINE)


def checked(texts: Texts, limit: int = NODE_LIMIT) -> Checked:
    """What the checks make of these files."""
    folder = Path(NAMED)
    shown = {display_path(folder, file): text for file, text in texts.items()}
    problems: list[Problem] = []
    trees: Mapping[str, Node | None] = {}
    try:
        trees = parse_all({file: text.encode() for file, text in texts.items()}, folder, problems)
        base = build(trees, "0" * 64, problems)
    except InputRefused as error:
        return Checked(None, trees, texts, refused(error.problems, len(texts)))
    return Checked(base, trees, texts, run_checks(Bench(base, trees, limit), shown))


def check(**edits: str) -> Checked:
    """What the checks make of the tiny rule base with the edits."""
    return checked(tiny(**edits))


def bad(code: str) -> Checked:
    """What the checks make of the faulty input kept for this code."""
    return check(**{path.stem: path.read_text(encoding="utf-8") for path in sorted((BAD / code).glob("*.yaml"))})


def same_screen(code: str) -> Checked:
    """Compares what the faulty input shows with the screen that is kept, without the checks that found nothing."""
    found = bad(code)
    same_text(found.screen(about=code), BAD / code / "expected.txt")
    if code != "form":  # whose findings keep the loader's codes
        assert {finding.code for finding in found.report.findings} == {code}
    return found


def same_text(text: str, kept: Path) -> None:
    """Compares a screen with the one that is kept; ADVISOR_GOLDEN=write keeps the new one."""
    if os.environ.get("ADVISOR_GOLDEN") == "write":
        kept.write_text(text, encoding="utf-8")
    assert text == kept.read_text(encoding="utf-8")


def silent(code: str, **edits: str) -> Checked:
    """That this check finds nothing in the tiny rule base with the edits."""
    found = check(**edits)
    assert found.base is not None, found.screen()
    assert found.found(code) == []
    assert found.outcome(code) == "proven"
    return found


def advised(found: Checked, case: Mapping[str, str]) -> Evaluation:
    """What is advised in a case, told by evaluation alone."""
    assert found.base is not None
    return evaluate(found.base, case_of(case))


def fires(found: Checked, rule: str, case: Mapping[str, str] | Case) -> bool:
    """Whether a rule fires in a case, told by evaluation alone."""
    assert found.base is not None
    evaluation = evaluate(found.base, case if isinstance(case, Case) else case_of(case))
    [trace] = [trace for trace in evaluation.trace if trace.rule == rule]
    return trace.fired
