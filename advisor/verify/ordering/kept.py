"""The fewest questions possible, kept from an earlier run, and what the wizard's are compared with.

What is kept belongs to a decision, not to a text: it holds for every rule base that decides every case alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, Literal, NamedTuple

from advisor.engine.compiled import Compiled
from advisor.engine.diagram import TooLarge
from advisor.rulebase.model import RuleBase
from advisor.verify.ordering.best import AtLeast, at_least_with_unsure, fewest_possible
from advisor.verify.ordering.order import Asked, Measure, asked_by_wizard, uniform, uniform_with_unsure, weighted
from advisor.verify.ordering.residuals import Residuals

KEPT_FILE = "best_order.json"
"""Its name beside the rules."""
ABOUT = "The fewest questions possible until the option is settled. Written by benchmarks/question_order.py."
FINGERPRINT_STATES = 10_000

Origin = Literal["computed", "kept", "not computed", "unknown"]


class Kept(NamedTuple):
    """The fewest questions possible for one decision."""

    function: str
    """the fingerprint of the decision"""
    means: Mapping[str, Fraction]
    """the least mean for each measure"""
    worst: int
    states: int
    """how many residual functions were gone through"""
    weights: Mapping[str, Mapping[str, int]]
    """how common each answer is in the measure `weighted`"""
    at_least: AtLeast | None
    """bounds where people may answer "not sure"; None where that was too much"""


class Order(NamedTuple):
    """How many questions the wizard asks, beside the fewest possible. None is unknown or not computed."""

    measures: tuple[Measure, ...]
    situations: int
    """how many situations the weights come from; 0 where there are none, and then no measure `weighted`"""
    wizard: Asked | None
    wizard_unsure: Asked | None
    """where each value and "not sure" are equally common"""
    best: Kept | None
    origin: Origin
    """where the fewest possible come from; unknown where a bound was met"""

    def best_mean(self, measure: str) -> Fraction | None:
        """The least mean, if it is known."""
        return None if self.best is None else self.best.means.get(measure)

    def ratio(self, measure: str) -> float | None:
        """The wizard's mean as a multiple of the least."""
        best = self.best_mean(measure)
        if self.wizard is None or best is None:
            return None
        return float(self.wizard.means[measure] / best) if best else 1.0


def fingerprint(base: RuleBase, compiled: Compiled | None) -> str | None:
    """The fingerprint of the decision; None where the rule base is too large for that."""
    if compiled is None:
        return None
    try:
        return Residuals(base, compiled, FINGERPRINT_STATES).fingerprint()
    except TooLarge:
        return None


def order_of(base: RuleBase, compiled: Compiled | None, situations: Iterable[Mapping[str, str]],
             kept: Iterable[Kept] = (), *, exact: bool = False) -> Order:
    """Both numbers for the uniform measure, and for the one weighted by `situations` if there are any.

    The fewest possible are computed if `exact`, else taken from the first of `kept` that belongs to this decision.
    """
    told = list(situations)
    measures = [uniform(base), *([weighted(base, told)] if told else [])]
    best: Kept | None = None
    if exact:
        best = compute(base, compiled, measures)
    elif (function := fingerprint(base, compiled)) is not None:
        best = next((_fitting(found, measures) for found in kept if found.function == function), None)
    origin: Origin = ("computed" if best else "unknown") if exact else "kept" if best else "not computed"
    return Order(tuple(measures), len(told), asked_by_wizard(base, compiled, measures),
                 asked_by_wizard(base, compiled, [uniform_with_unsure(base)]), best, origin)


def compute(base: RuleBase, compiled: Compiled | None, measures: Iterable[Measure]) -> Kept | None:
    """The fewest possible, worked out now; None where a bound is met. Takes seconds to a minute."""
    measures, function = list(measures), fingerprint(base, compiled)
    best = fewest_possible(base, compiled, measures)
    if best is None or function is None:
        return None
    weights = next((measure.counts for measure in measures if measure.name == "weighted"), {})
    return Kept(function, best.means, best.worst, best.states, weights,
                at_least_with_unsure(base, compiled, uniform_with_unsure(base)))


def _fitting(kept: Kept, measures: Iterable[Measure]) -> Kept:
    """What is kept, without the means that were weighted in another way."""
    means = {measure.name: kept.means[measure.name] for measure in measures if measure.name in kept.means
             and (measure.name != "weighted" or measure.counts == kept.weights)}
    return kept._replace(means=means)


def kept_to_plain(kept: Kept) -> dict[str, Any]:
    """What is kept, as JSON can hold it."""
    bounds = kept.at_least
    return {"about": ABOUT, "function": kept.function,
            "means": {name: str(mean) for name, mean in kept.means.items()}, "worst": kept.worst,
            "states": kept.states,
            "with_unsure": None if bounds is None else {"mean_at_least": str(bounds.mean),
                                                        "worst_at_least": bounds.worst},
            "weights": {name: dict(counts) for name, counts in kept.weights.items()}}


def kept_from_plain(data: Any) -> Kept:
    """What `kept_to_plain` wrote down. Raises ValueError, TypeError or KeyError where `data` is anything else."""
    bounds = data["with_unsure"]
    weights = {name: {value: int(count) for value, count in counts.items()}
               for name, counts in dict(data["weights"]).items()}
    return Kept(str(data["function"]), {name: Fraction(mean) for name, mean in dict(data["means"]).items()},
                int(data["worst"]), int(data["states"]), weights,
                None if bounds is None else AtLeast(Fraction(bounds["mean_at_least"]), int(bounds["worst_at_least"])))
