"""How many examples each property is tried on, and that they are the same ones every time."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

WANTED = os.environ.get("ADVISOR_EXAMPLES", "")
"""How many examples each property is to be tried on, random ones then; empty for the usual number, always the same."""


def tried(examples: int) -> settings:
    """The settings of a property that is tried on so many examples."""
    return settings(max_examples=int(WANTED) if WANTED else examples, derandomize=not WANTED, deadline=None,
                    database=None, print_blob=True, suppress_health_check=list(HealthCheck))
