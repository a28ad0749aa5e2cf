"""How many questions the wizard asks, beside the fewest possible, as plain text."""

from __future__ import annotations

from fractions import Fraction

from advisor.report.page.facts import RuleBaseId
from advisor.report.page.fold import columns, fold
from advisor.report.page.line import Line
from advisor.verify.ordering.kept import Order

_INDENT = "  "
_LABELS = {"uniform": "mean, uniform", "weighted": "mean, weighted"}
_WORST = "worst case"


def order_lines(order: Order, rule_base: RuleBaseId, width: int, command: str) -> list[Line]:
    """The lines, none wider than `width` columns as long as that is 40 or more.

    `command` works out the fewest possible.
    """
    lines = [Line(text, "headline") for text in fold("Questions until the advice is settled", width)]
    lines += [Line(text, "dim") for text in fold(f"Rules {rule_base.name} {rule_base.version}", width)]
    lines += [Line(""), *_table(order), Line("")]
    for note in _notes(order, command):
        lines += [Line(text) for text in fold(note, width, "- ")]
    return lines


def _table(order: Order) -> list[Line]:
    rows = [(_LABELS[measure.name], _number(order.wizard.means[measure.name] if order.wizard else None),
             _number(order.best_mean(measure.name)), _ratio(order.ratio(measure.name))) for measure in order.measures]
    rows.append((_WORST, str(order.wizard.worst) if order.wizard else "?", str(order.best.worst) if order.best else "?",
                 ""))
    lead = max(columns(label) for label, *_ in rows)
    heading = Line(f"{_INDENT}{'':{lead}}{'wizard':>8}{'best':>7}{'ratio':>7}", "heading")
    return [heading, *(Line(f"{_INDENT}{label:{lead}}{wizard:>8}{best:>7}{ratio:>7}".rstrip())
                       for label, wizard, best, ratio in rows)]


def _number(mean: Fraction | None) -> str:
    return "?" if mean is None else f"{float(mean):.3f}"


def _ratio(ratio: float | None) -> str:
    return "?" if ratio is None else f"{ratio:.3f}"


def _notes(order: Order, command: str) -> list[str]:
    notes = ["Over every case of real values, exactly; what is asked about the world, not about the person, is left as "
             "the rules assume it."]
    if order.wizard is None:
        notes.append("wizard: unknown. This rule base is too large to follow every way through the questions.")
    notes.append(_about_best(order, command))
    notes.append("uniform: every answer to a question is as common as the others.")
    notes.append(_about_weights(order))
    if order.best and order.situations and order.best_mean("weighted") is None:
        notes.append(f"best, weighted: not computed for these situations; run '{command}'.")
    notes += _with_unsure(order)
    return notes


def _about_best(order: Order, command: str) -> str:
    if order.origin == "unknown":
        return "best: unknown. There are too many ways to be left with open questions to go through all of them."
    if order.best is None:
        return f"best possible: not computed for these rules; run '{command}'."
    kept = "; kept from an earlier run for exactly this decision" if order.origin == "kept" else ""
    return ("best: the fewest that any order can do with, even one that chooses each question in the light of all "
            f"answers; proven over {order.best.states:,} states of knowledge{kept}.")


def _about_weights(order: Order) -> str:
    if not order.situations:
        return "weighted: left out, since no tests stand beside the rules."
    return (f"weighted: each answer is as common as in {order.situations:,} tests beside the rules, plus one; "
            "questions are taken one by one.")


def _with_unsure(order: Order) -> list[str]:
    parts = []
    if order.wizard_unsure:
        mean, worst = order.wizard_unsure.means["with_unsure"], order.wizard_unsure.worst
        parts.append(f"the wizard asks {_number(mean)} on average and {worst} at worst")
    if order.best and order.best.at_least:
        bounds = order.best.at_least
        parts.append(f"no order can do with fewer than {_number(bounds.mean)} on average or {bounds.worst} at worst")
    if not parts:
        return ["with 'not sure': unknown."]
    return ["with 'not sure' as common as each value: " + "; ".join(parts) + "."]
