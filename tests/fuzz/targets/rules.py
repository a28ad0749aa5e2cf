"""Rule files: a whole rule base with one of its files changed."""

from __future__ import annotations

from zlib import crc32

from advisor.engine.compiled import compile_rules
from advisor.engine.diagram import TooLarge
from advisor.rulebase.load import build, parse_all
from advisor.rulebase.model import RuleBase
from advisor.rulebase.problem import InputRefused
from tests.fuzz import bases
from tests.fuzz.checks import harmless, said_well
from tests.fuzz.target import Outcome, Target

SMALL = "commute"
"""The rule base that is used after it was accepted; the others are too large to do so many times a second."""
NODES = 20_000


class Rules(Target):
    """The first byte says which file of which rule base; the rest is that file."""

    name = "rules"
    weight = 3.0
    seconds = 8.0
    modules = ("advisor.rulebase.tree", "advisor.rulebase.load", "advisor.rulebase.reader",
               "advisor.rulebase.read_basics", "advisor.rulebase.read_rules", "advisor.rulebase.read_condition",
               "advisor.rulebase.read_ask_first", "advisor.rulebase.read_contradictions",
               "advisor.rulebase.read_invariants", "advisor.rulebase.read_measurements", "advisor.rulebase.read_needs",
               "advisor.rulebase.read_programs", "advisor.rulebase.read_renamed", "advisor.rulebase.measured_boxes",
               "advisor.rulebase.nearest", "advisor.rulebase.rule_names")

    def __init__(self) -> None:
        super().__init__()
        small = [(SMALL, name) for name in bases.contents(SMALL)]
        large = [(base, name) for base in bases.FOLDERS if base != SMALL
                 for name, content in bases.contents(base).items() if len(content) < self.longest]
        self.places = [*small * 10, *large][:256]

    def seeds(self) -> list[bytes]:
        found: dict[tuple[str, str], bytes] = {}
        for number, (base, name) in enumerate(self.places):
            found.setdefault((base, name), bytes([number]) + bases.contents(base)[name])
        # What only the large rule bases have, on the small one: its keys are worth more than its references.
        strange = [bytes([number]) + bases.contents("rules")[name][:3000]
                   for number, (_, name) in enumerate(self.places[:9]) if name in bases.contents("rules")]
        return [*found.values(), *strange]

    def words(self) -> list[bytes]:
        keys = {key.text.encode() for name in bases.FOLDERS for tree in bases.trees(name).values()
                for key in _keys(tree)}
        return [*bases.words(SMALL), *sorted(key for key in keys if len(key) < 30)[:600]]

    def try_one(self, data: bytes) -> Outcome:
        base, name = self.places[(data[0] if data else 0) % len(self.places)]
        content = data[1:]
        problems: list = []
        try:
            tree = parse_all({name: content}, bases.FOLDERS[base], problems)
            found = build({**bases.trees(base), **tree}, "0" * 64, problems)
        except InputRefused as refused:
            text = content.decode("utf-8-sig", "replace")
            return Outcome(False, (name, said_well(refused.problems, text, f"/{name}.yaml")))
        if base == SMALL:
            used(found, {**bases.trees(base), **tree}, name, content)
        return Outcome(True, name)


def used(base: RuleBase, trees: dict, name: str, content: bytes) -> None:
    """Everything that is done with rules that were accepted."""
    from advisor.engine.case import Case
    from advisor.report.advice.build import recommend
    from advisor.report.advice.text import report_lines
    from advisor.report.rules.check_text import check_lines
    from advisor.verify.bench import Bench
    from advisor.verify.run import run_checks

    try:
        compiled = compile_rules(base, limit=NODES)
    except TooLarge:
        compiled = None
    lines = report_lines(recommend(base, Case(), compiled), width=60, sources=True, trace=True)
    for line in lines:
        harmless(line.text)
    if crc32(content) % 8 == 0:
        texts = {f"{name}.yaml": content.decode("utf-8-sig")}
        report = run_checks(Bench(base, trees, NODES), texts)
        for line in check_lines(report, texts, lambda _: "", 60):
            harmless(line.text)


def _keys(node: object) -> list:
    """All keys in a tree."""
    entries = getattr(node, "entries", [])
    return [found for key, value in entries for found in [key, *_keys(value)]] + [
        found for item in getattr(node, "items", []) for found in _keys(item)]


TARGET = Rules
