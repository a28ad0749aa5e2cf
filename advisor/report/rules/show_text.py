"""What `rules show` tells, as plain text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from advisor.engine.case import case_of
from advisor.report.advice.build import command_for
from advisor.report.page.citations import citations_of
from advisor.report.page.clean import clean
from advisor.report.page.condition_words import assumptions, outline
from advisor.report.page.facts import Citation
from advisor.report.page.fold import flow
from advisor.report.page.line import Line
from advisor.report.rules.show_words import REFERRED, REFERS, counted, effect, named, named_together, texts
from advisor.rulebase.condition import Condition
from advisor.rulebase.model import RuleBase
from advisor.verify.showing.links import Link
from advisor.verify.showing.show import Shown
from advisor.verify.showing.things import Key, distinct
from advisor.verify.showing.weight import Tally

_INDENT = "  "
_WHEN = "Applies where"
_TOLD = 12
"""How many rule tests are named before the rest is only counted."""


def show_lines_of(base: RuleBase, shown: Iterable[Shown], width: int, *, rules: str | None = None) -> list[Line]:
    """The lines for everything found under one name; `rules` is the folder of a rule base that is not built in."""
    lines: list[Line] = []
    for one in shown:
        lines += [*([Line("")] if lines else []), *_Page(base, one, width, rules).lines()]
    return lines


def citation_lines(citations: Iterable[Citation], width: int, doubts: dict[str, str]) -> list[Line]:
    """Each source with its words; `doubts` are those of the claims, by id."""
    lines: list[Line] = []
    for found in citations:
        text = f"{found.mark}: {found.text}" if found.text else found.mark
        lines += flow(f"{text} From: {found.document}." if found.document else text, width, "", "- ")
        if found.doubt:
            lines += flow(f"Doubt: {doubts.get(found.mark, '')}", width, "check", _INDENT)
            lines += flow(f"How it is respected here: {found.doubt}", width, "check", _INDENT)
    return lines


class _Page:
    """One thing and the room there is."""

    def __init__(self, base: RuleBase, shown: Shown, width: int, rules: str | None) -> None:
        self.base, self.shown, self.width, self.rules = base, shown, width, rules

    def lines(self) -> list[Line]:
        thing = self.shown.thing
        found = self.flow(named(thing.key), "headline")
        if thing.at is not None:
            found += self.flow(str(thing.at), "dim")
        found += self.conditions()
        told = effect(self.base, thing)
        found += self.flow(told, "must")
        for title, text in texts(self.base, thing):
            found += self.flow(f"{title}: {text}", "", "", _INDENT)
        if thing.sources:
            citations = citations_of(self.base, distinct(thing.sources))
            doubts = {name: claim.doubt for name, claim in self.base.claims.items()}
            found += [Line("Sources", "heading"), *citation_lines(citations, self.width, doubts)]
        found += self.links("What it refers to", self.shown.refers_to, back=False)
        found += self.links("What refers to it", self.shown.referred_by, back=True)
        return found + self.cases() + self.tests()

    def conditions(self) -> list[Line]:
        thing = self.shown.thing
        if thing.key.kind == "item":
            found = []
            for form in thing.entry:
                found += self.condition(f"Form {form.id.partition('/')[2]} applies where", form.when)
            return found
        if thing.key.kind == "invariant":
            invariant = thing.entry
            then = "Never holds there" if invariant.never else "Always holds there"
            return self.condition(_WHEN, invariant.when) + self.condition(then, invariant.then)
        if thing.key.kind == "monotone":
            monotone = thing.entry
            question = self.base.questions[monotone.question]
            order = ", then ".join(f'"{question.value(value).text}"' if value in question.value_ids else value
                                   for value in monotone.order)
            return [*self.condition(_WHEN, monotone.when),
                    *self.flow(f"Is never lost as {question.label} goes: {order}", "heading"),
                    *self.condition("What is not lost", monotone.toward)]
        return [line for condition in thing.conditions for line in self.condition(_WHEN, condition)]

    def condition(self, title: str, condition: Condition) -> list[Line]:
        clauses = outline(self.base, condition)
        lead = clauses[0].text if len(clauses) > 1 else ""  # "all of these hold:" goes with the title
        found = self.flow(f"{title} {lead}".rstrip(), "heading")
        for clause in clauses[1:] if lead else clauses:
            found += self.flow(clause.text, "", _INDENT * (clause.depth - bool(lead)) + "- ")
        for text in assumptions(self.base, condition):
            found += self.flow(text, "dim", _INDENT)
        return found

    def links(self, title: str, links: Sequence[Link], *, back: bool) -> list[Line]:
        told: dict[str, list[Key]] = {}
        for link in links:
            if not back and link.how == "cites":
                continue  # the sources stand in full above
            words, other = (REFERRED[link.how], link.source) if back else (REFERS[link.how], link.target)
            told.setdefault(words, []).append(other)
        found = self.flow(title, "heading") if told else []
        for words, others in told.items():
            found += self.flow(f"{words} {named_together(others)}", "", "- ")
        return found

    def cases(self) -> list[Line]:
        weight = self.shown.weight
        kind = self.shown.thing.key.kind
        fires = {"option": "It is advised in", "invariant": "It applies in", "monotone": "It applies in"}.get(
            kind, "It fires in")
        decides = ("Another answer to it changes option, set-up or warnings in" if kind == "question"
                   else "Without it, option, set-up or warnings would differ in")
        alone = "Of that the option: in" if kind == "question" else "Of that the option would differ in"
        found: list[Line] = []
        for name, words, count in (("fires", fires, weight.fires), ("decides", decides, weight.decides),
                                   ("decides_option", alone, weight.decides_option)):
            if count is not None:
                found += self.flow(f"{words} {counted(count.counts)}.", "", "- ")
                found += self.replay(count, name)
            elif name in weight.unknown:
                found += self.flow(f"{words}: unknown, since this rule base is too large to be exact.", "check", "- ")
        if kind == "step":
            found += self.flow("A step changes neither option nor set-up nor warnings, so it decides nothing.", "",
                               "- ")
        return [*self.flow("Cases", "heading"), *found] if found else []

    def replay(self, count: Tally, name: str) -> list[Line]:
        if count.smallest is None:
            return []
        which = {"fires": "Smallest such case", "decides": "Smallest such case",
                 "decides_option": "Smallest case for the option"}[name]
        return [*self.flow(f"{which}:", "dim", _INDENT),
                Line(_INDENT + clean(command_for(self.base, case_of(count.smallest), self.rules)), "command")]

    def tests(self) -> list[Line]:
        tested = self.shown.tested
        kind = self.shown.thing.key.kind
        if tested is None or kind in ("row", "term", "default", "invariant", "monotone", "measured", "sign"):
            return []
        words = {"question": "answered in", "claim": "a reason for"}.get(kind, "named in")
        found = [*self.flow("Rule tests", "heading"), *self.flow(_names(words, tested.named), "", "- ")]
        if kind not in ("question", "claim"):
            found += self.flow(_names("advised in" if kind == "option" else "fires in", tested.fires), "", "- ")
        return found

    def flow(self, text: str, style: str = "", lead: str = "", rest: str | None = None) -> list[Line]:
        return flow(text, self.width, style, lead, rest)


def _names(words: str, names: Sequence[str]) -> str:
    if not names:
        return f"{words} no test"
    more = f", and {len(names) - _TOLD} more" if len(names) > _TOLD else ""
    return f"{words} {len(names)} test{'' if len(names) == 1 else 's'}: {', '.join(names[:_TOLD])}{more}"
