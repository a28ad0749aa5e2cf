"""How many questions the wizard asks, beside the fewest possible, as JSON. Keys may be added, never renamed."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from advisor.report.page.facts import RuleBaseId
from advisor.report.page.json_document import UNKNOWN, head
from advisor.verify.ordering.kept import Order
from advisor.verify.ordering.sorting import Sorted

_RULES_ORDER = "advisor.rules-order/1"


def order_document(order: Order, rule_base: RuleBaseId, tests: Sorted | None = None) -> dict[str, Any]:
    """What `--format json` gives; a number that was not computed is unknown too.

    `tests` are the figures of rules that sort explanations out.
    """
    wizard, best, unsure = order.wizard, order.best, order.wizard_unsure
    bounds = best.at_least if best else None
    return {
        **head(_RULES_ORDER, rule_base),
        "best_from": order.origin,
        "states": best.states if best else UNKNOWN,
        "mean": {measure.name: {"wizard": _number(wizard.means[measure.name] if wizard else None),
                                "best": _number(order.best_mean(measure.name)),
                                "ratio": _known(order.ratio(measure.name))}
                 for measure in order.measures},
        "worst": {"wizard": wizard.worst if wizard else UNKNOWN, "best": best.worst if best else UNKNOWN},
        "with_unsure": {
            "mean": {"wizard": _number(unsure.means["with_unsure"] if unsure else None),
                     "best_at_least": _number(bounds.mean if bounds else None)},
            "worst": {"wizard": unsure.worst if unsure else UNKNOWN,
                      "best_at_least": bounds.worst if bounds else UNKNOWN}},
        "situations": order.situations,
        "weights": {name: dict(counts) for measure in order.measures if measure.name == "weighted"
                    for name, counts in measure.counts.items()},
        "sorting": None if tests is None else _sorting(tests),
    }


def _sorting(tests: Sorted) -> dict[str, Any]:
    return {"explanations": tests.explanations, "tests": tests.tests, "drawn": tests.people,
            "mean": {"made": float(tests.mean), "best_at_least": _known(tests.mean_at_least)},
            "worst": {"made": tests.worst, "best_at_least": _known(tests.worst_at_least)},
            "left": {"mean": float(tests.left), "worst": tests.left_worst, "alone": tests.alone}}


def _number(mean: Fraction | None) -> float | str:
    return _known(None if mean is None else float(mean))


def _known(figure: float | None) -> float | str:
    return UNKNOWN if figure is None else figure
