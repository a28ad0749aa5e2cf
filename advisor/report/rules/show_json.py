"""What `advisor rules show` tells, as JSON. Keys may be added, never renamed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from advisor.engine.case import case_of
from advisor.report.advice.build import command_for
from advisor.report.page.citations import citations_of
from advisor.report.page.condition_words import assumptions, one_line, outline
from advisor.report.page.json_document import (
    UNKNOWN,
    cited,
    counts_document,
    head,
    key_document,
    place,
    witness_document,
)
from advisor.report.rules.show_words import effect, texts
from advisor.rulebase.condition import Condition
from advisor.rulebase.model import RuleBase
from advisor.verify.showing.links import Link
from advisor.verify.showing.show import Shown
from advisor.verify.showing.things import Thing, distinct
from advisor.verify.showing.weight import Tally

_RULES_SHOW = "advisor.rules-show/1"


def show_document(base: RuleBase, name: str, shown: Iterable[Shown], *, rules: str | None = None) -> dict[str, Any]:
    """What `--format json` gives; counts are null where they have no meaning, `unknown` where it is too much."""
    return {**head(_RULES_SHOW, base), "name": name, "found": [_thing(base, one, rules) for one in shown]}


def _thing(base: RuleBase, shown: Shown, rules: str | None) -> dict[str, Any]:
    thing, weight = shown.thing, shown.weight

    def number(name: str, found: Tally | None) -> Any:
        if found is None:
            return UNKNOWN if name in weight.unknown else None
        small = found.smallest
        return {**counts_document(found.counts), "witness": None if small is None else witness_document(
            small, command_for(base, case_of(small), rules))}

    return {
        **key_document(*thing.key), **place(thing.at),
        "conditions": [{"role": role, **_condition(base, condition)} for role, condition in _conditions(thing)],
        "effect": effect(base, thing),
        "texts": [{"about": about, "text": text} for about, text in texts(base, thing)],
        **cited(citations_of(base, distinct(thing.sources))),
        "refers_to": _links(shown.refers_to, back=False), "referred_by": _links(shown.referred_by, back=True),
        "fires": number("fires", weight.fires), "decides": number("decides", weight.decides),
        "decides_option": number("decides_option", weight.decides_option),
        "tests": None if shown.tested is None else {"named": list(shown.tested.named),
                                                    "fires": list(shown.tested.fires)},
    }


def _conditions(thing: Thing) -> list[tuple[str, Condition]]:
    """Each condition with its role: when something applies, what then holds; of an item, the form it belongs to."""
    if thing.key.kind == "item":
        return [(form.id, form.when) for form in thing.entry]
    roles = ("when", "never" if getattr(thing.entry, "never", False) else "always")
    if thing.key.kind == "monotone":
        roles = ("when", "toward")
    return list(zip(roles, thing.conditions, strict=False))


def _condition(base: RuleBase, condition: Condition) -> dict[str, Any]:
    return {"text": one_line(base, condition),
            "clauses": [{"depth": clause.depth, "text": clause.text} for clause in outline(base, condition)],
            "assumptions": list(assumptions(base, condition))}


def _links(links: Sequence[Link], *, back: bool) -> list[dict[str, str]]:
    return [{"how": link.how, **key_document(*(link.source if back else link.target))} for link in links]
