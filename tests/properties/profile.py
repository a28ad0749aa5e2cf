"""How many examples each property is tried on, and that they are the same ones every time."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, Phase, settings

WANTED = os.environ.get("ADVISOR_EXAMPLES", "")
"""How many examples each property is to be tried on, random ones then; empty for the usual number, always the same."""


def tried(examples: int) -> settings:
    """The settings of a property that is tried on so many examples."""
    # A seed of a random number cannot be made smaller, and each try of that takes as long as the example.
    return settings(max_examples=int(WANTED) if WANTED else examples, derandomize=not WANTED, deadline=None,
                    database=None, print_blob=True, phases=(Phase.explicit, Phase.generate),
                    report_multiple_bugs=False, suppress_health_check=list(HealthCheck))
