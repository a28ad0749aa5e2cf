"""Data over code: no string in the program names an option, a question, a set-up item or a rule."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from advisor.rulebase.model import RuleBase

PACKAGE = Path(__file__).parent.parent.parent / "advisor"


def strings() -> Iterator[tuple[str, str]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        # The room that speaks these protocols, and what shows its finds; what a find means is in the rules.
        if path.parent.name in ("mailbox", "inspect", "inspection") or path.name.startswith("inspect."):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield f"{path.relative_to(PACKAGE)}:{node.lineno}", node.value


def test_no_string_names_an_option(base: RuleBase) -> None:
    names = {word for option in base.options.values() for word in (option.id, option.name.lower())}
    pattern = re.compile(rf"(?<![a-z])(?:{'|'.join(map(re.escape, names))})(?![a-z])", re.IGNORECASE)
    assert [(where, text) for where, text in strings() if pattern.search(text)] == []


def test_no_string_is_the_id_of_a_question_an_item_or_a_rule(base: RuleBase) -> None:
    ids = {*base.questions, *base.constraints, *base.evidence, *base.warnings, *base.steps, *base.invariants,
           *base.monotones,
           *base.forms, *(form.item for form in base.forms.values())}
    hyphenated = {name for name in ids if "-" in name or "_" in name}
    found = [(where, text) for where, text in strings()
             if text in ids or any(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text) for name in hyphenated)]
    assert found == []


def test_the_search_would_find_one(base: RuleBase) -> None:
    assert any("unsure" in text for _, text in strings())
    assert "leave-on-server" in {form.item for form in base.forms.values()}
