"""How the rules weigh, and what "settled" comes to for some cases, counted out completion by completion."""

from __future__ import annotations

from collections import Counter
from itertools import product
from math import prod

from advisor.batch import decide
from advisor.engine.masks import Masks
from advisor.report.page.condition_words import one_line
from advisor.rulebase.load import builtin_folder, load
from advisor.rulebase.model import RuleBase
from docs.making.table import cell, table

CASES: tuple[dict[str, str], ...] = (
    {"devices": "several"},
    {"devices": "one"},
    {"devices": "one", "places": "one", "people": "one", "sync": "no", "folders": "no", "local_backup": "regular"},
    {"devices": "one", "places": "one", "people": "one", "sync": "no", "folders": "no", "local_backup": "regular",
     "quota": "full", "connection": "steady"},
    {"devices": "one", "places": "one", "people": "one", "sync": "no", "folders": "no", "local_backup": "regular",
     "quota": "full", "offline": "often"},
)
"""What is known of some people, from little to much."""


def weights() -> str:
    """What the words for a strength weigh, and from which lead on the balance has which name."""
    base = _base()
    rows = [[name, str(points)] for name, points in base.strengths.items()]
    return table(["strength", "points"], rows)


def walls() -> str:
    """What is ruled out, and when."""
    base = _base()
    return table(["wall", "rules out", "when", "why"], [
        [f"`{rule.id}`", base.options[rule.rules_out].name, cell(one_line(base, rule.when)), cell(rule.text)]
        for rule in base.constraints.values()])


def evidence() -> str:
    """What speaks for an option, and when; the strongest first."""
    base = _base()
    rules = sorted(base.evidence.values(), key=lambda rule: (rule.speaks_for, -base.strengths[rule.strength]))
    return table(["evidence", "speaks for", "points", "when"], [
        [f"`{rule.id}`", base.options[rule.speaks_for].name, f"{base.strengths[rule.strength]} ({rule.strength})",
         cell(one_line(base, rule.when))] for rule in rules])


def counted() -> str:
    """For each of the cases: every completion of its open questions decided by itself, and what the program says."""
    base = _base()
    options = [*base.options]
    rows = []
    for known in CASES:
        [told] = decide([known])
        verdicts = completions(base, known)
        rows.append([", ".join(f"`{name}: {value}`" for name, value in known.items()),
                     str(len([name for name in _asked(base) if name not in known])),
                     f"{verdicts.total():,}", *(f"{verdicts[name]:,}" for name in options),
                     base.options[told.protocol].name if told.protocol else "", told.settled or ""])
    return table(["what is known", "open questions", "ways to answer them all",
                  *(f"of these {base.options[name].name}" for name in options), "advised", "settled"], rows)


def completions(base: RuleBase, known: dict[str, str]) -> Counter[str]:
    """How often each option is advised when all that is open is answered, in every way there is; one by one."""
    open_questions = [name for name in _asked(base) if name not in known]
    values = [[value.id for value in base.questions[name].values] for name in open_questions]
    option_of = Masks(base).decide
    found = Counter(option_of({**known, **dict(zip(open_questions, choice, strict=True))})[0]
                    for choice in product(*values))
    assert found.total() == prod(map(len, values))
    return found


def _asked(base: RuleBase) -> list[str]:
    """The questions about the person; those about the world keep what is assumed of them while they are open."""
    return [name for name, question in base.questions.items() if not question.given]


def _base() -> RuleBase:
    return load(builtin_folder())
