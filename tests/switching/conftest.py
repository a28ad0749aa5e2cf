"""What the tests of switching share with those of the command line."""

from __future__ import annotations

from tests.cli.conftest import advisor

__all__ = ["advisor"]
