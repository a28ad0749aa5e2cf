"""What several tests share: the built-in rule base, loaded and compiled once."""

from __future__ import annotations

import pytest

from advisor.engine.compiled import Compiled, compile_rules
from advisor.rulebase.load import builtin_folder, load
from advisor.rulebase.model import RuleBase


@pytest.fixture(scope="session")
def base() -> RuleBase:
    """The built-in rule base."""
    return load(builtin_folder())


@pytest.fixture(scope="session")
def compiled(base: RuleBase) -> Compiled:
    """Its diagrams."""
    return compile_rules(base)
