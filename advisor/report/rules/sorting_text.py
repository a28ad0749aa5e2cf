"""How many tests it takes to sort explanations out, as plain text."""

from __future__ import annotations

from advisor.report.page.condition_words import one_line
from advisor.report.page.facts import RuleBaseId
from advisor.report.page.fold import flow
from advisor.report.page.line import Line
from advisor.report.page.phrases import listed
from advisor.rulebase.model import RuleBase
from advisor.verify.ordering.sorting import Sorted

_MEASURE = ("After that, the next test is the one after which the fewest causes can be expected to be left, "
            "where every cause still possible is as likely as the others, and so is every answer that fits it. "
            "It ends once one cause is left, or no test can tell more.")


def sorting_lines(base: RuleBase, tests: Sorted | None, rule_base: RuleBaseId, width: int) -> list[Line]:
    """The lines, none wider than `width` columns as long as that is 40 or more."""
    lines = [*flow("Tests until the causes are sorted out", width, "headline"),
             *flow(f"Rules {rule_base.name} {rule_base.version}", width, "dim"), Line("")]
    notes = [f"These come first, in this order: {listed([base.questions[name].label for name in base.ask_first])}.",
             *(f"{base.questions[name].label} comes there only where: {one_line(base, when)}."
               for name, when in base.ask_first_when.items()),
             _MEASURE]
    if tests is None:
        return [*lines, *flow("Unknown: this rule base is too large, or nobody's answers fit a cause.", width)]
    lines += [Line(f"  {'':8}{'tests':>7}{'no order below':>16}", "heading"),
              Line(f"  {'mean':8}{float(tests.mean):>7.1f}{_bound(tests.mean_at_least, '.1f'):>16}"),
              Line(f"  {'worst':8}{tests.worst:>7}{_bound(tests.worst_at_least, 'd'):>16}"), Line("")]
    notes += [
        f"Over {tests.people:,} invented people, {tests.people // tests.explanations} for each of "
        f"{tests.explanations} causes, drawn at random from all answers to the {tests.tests} tests that fit the cause; "
        "the same ones every time. They can do every test.",
        _about_bound(tests),
        f"Causes left at the end: {float(tests.left):.1f} on average, {tests.left_worst} at worst, a single one for "
        f"{tests.alone / tests.people:.0%} of the people. Where several are left, no further test tells them apart.",
    ]
    for note in notes:
        lines += flow(note, width, "", "- ")
    return lines


def _bound(figure: float | None, form: str) -> str:
    return "?" if figure is None else format(figure, form)


def _about_bound(tests: Sorted) -> str:
    if tests.mean_at_least is None:
        return "No order below: unknown, since some causes depend on several answers together."
    return ("No order below: proven for these people. It is what somebody would need who knew all answers in advance "
            "and only had to prove which causes they exclude, or what it takes to tell the outcomes apart at all, "
            "whichever is more. A real order cannot know them, so the best possible one lies between the two figures.")
