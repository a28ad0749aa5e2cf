"""What the reports about a procedure say in the same words, whatever their format."""

from __future__ import annotations

from advisor.report.page.phrases import listed
from advisor.report.procedure.procedure import Procedure, Stage

STEPS = "The steps, in this order"
_SAFE_STEPS = "What you can do in the meantime"
SETTINGS = "Settings at the end"
TAKE_CARE = "Take care"
OPEN = "Answer these too, and the steps fit you better"
AGAIN = "The same again"
REMOVES = "This can remove mail."


def steps_title(told: Procedure) -> str:
    """What stands above the steps."""
    return STEPS if told.ready else _SAFE_STEPS


def needed(stage: Stage) -> str:
    """What must be so before the step: the numbers of earlier steps, and what is so already."""
    numbers = sorted({number for need in stage.needs for number in need.steps})
    parts = [f"{'step' if len(numbers) == 1 else 'steps'} {listed([str(number) for number in numbers])}"] \
        if numbers else []
    parts += [f"{need.text[:1].lower()}{need.text[1:].rstrip('.')} (that is so already)"
              for need in stage.needs if need.text]
    return "; ".join(parts)


def details(stage: Stage) -> list[tuple[str, str]]:
    """What is said below a step: pairs of a short name and a text; empty texts are left out."""
    found = [("Avoids", stage.danger), ("Only after", needed(stage)), ("Check", stage.check), ("Back", stage.undo)]
    return [(name, text) for name, text in found if text]
