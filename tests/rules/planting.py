"""Plants small faults in the rules: edits of the files' trees, as tests/rules/planted_faults.yaml writes them down."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from pathlib import Path

from advisor.engine.case import Case
from advisor.engine.evaluate import Evaluation, evaluate
from advisor.engine.logic import Truth, answer_truth, truth
from advisor.rulebase.condition import Condition
from advisor.rulebase.files import read_files
from advisor.rulebase.load import build, builtin_folder, parse_all
from advisor.rulebase.model import Invariant, Monotone, RuleBase
from advisor.rulebase.tree import Mapping, Node, Scalar, Sequence, parse

Trees = MappingOf[str, Node | None]


def builtin_trees() -> Trees:
    """The built-in rule files as trees."""
    return parse_all(read_files(builtin_folder()), builtin_folder(), [])


def read_tree(path: Path) -> Mapping:
    """The one YAML file at `path`."""
    found = parse(path.read_text(encoding="utf-8"), path.name)
    assert isinstance(found, Mapping)
    return found


def plant(trees: Trees, edits: Sequence) -> RuleBase:
    """The rule base after the edits, built and checked as any other; raises InputRefused where it would be refused."""
    changed = dict(trees)
    for edit in edits.items:
        assert isinstance(edit, Mapping), edit
        file, drop, change = edit.get("file"), edit.get("drop"), edit.get("set")
        assert isinstance(file, Scalar)
        node = changed[file.text]
        assert node is not None
        if isinstance(drop, Scalar):
            node = edited(node, drop.text.split("/"), None)
        if isinstance(change, Mapping):
            for path, value in change.entries:
                node = edited(node, path.text.split("/"), value)
        assert (drop is None) != (change is None), "an edit drops something or sets something"
        changed[file.text] = node
    return build(changed, "planted")


def edited(node: Node, path: list[str], value: Node | None) -> Node:
    """The tree with `value` at `path` (a key, or a place in a list counted from 0), or without what stands there."""
    first, rest = path[0], path[1:]
    if isinstance(node, Sequence):
        place = int(first)
        after = edited(node.items[place], rest, value) if rest else value
        return Sequence([*node.items[:place], *([] if after is None else [after]), *node.items[place + 1:]], node.at)
    assert isinstance(node, Mapping), f"nothing stands below {first!r}"
    old = node.get(first)
    if rest:
        assert old is not None, f"there is no {first!r} to go into"
        value = edited(old, rest, value)
    elif value is None:
        assert old is not None, f"there is no {first!r} to drop"
    entries = [(key, value if key.text == first else part) for key, part in node.entries]
    if old is None:
        entries.append((Scalar(first, node.at), value))
    return Mapping([(key, part) for key, part in entries if part is not None], node.at)


def holds(base: RuleBase, condition: Condition, case: Case, evaluation: Evaluation) -> bool:
    """Whether the condition is true of this case and of what was advised."""
    known = case.known()
    fired = {*evaluation.set_up, *("warning:" + name for name in evaluation.warnings)}
    return truth(condition, lambda part: answer_truth(part, base.questions[part.question], known.get(part.question)),
                 evaluation.option, fired) is Truth.TRUE


def breaks(base: RuleBase, invariant: Invariant, case: Case, evaluation: Evaluation | None = None) -> bool:
    """Whether the invariant fails in this case, told by evaluation alone."""
    found = evaluation if evaluation is not None else evaluate(base, case)
    return holds(base, invariant.when, case, found) and holds(base, invariant.then, case, found) is invariant.never


def loses(base: RuleBase, statement: Monotone, before: Case, after: Case) -> bool:
    """Whether what must not be lost is lost by this change of the one answer, told by evaluation alone."""
    first, second = evaluate(base, before), evaluate(base, after)
    return (holds(base, statement.when, before, first) and holds(base, statement.when, after, second)
            and holds(base, statement.toward, before, first) and not holds(base, statement.toward, after, second))
