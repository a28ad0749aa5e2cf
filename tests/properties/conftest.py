"""What the properties share: one folder to work in, and the built-in rule bases."""

from __future__ import annotations

import pytest

from advisor.engine.compiled import Compiled, compile_rules
from advisor.rulebase.load import builtin_folder, load
from advisor.rulebase.model import RuleBase
from tests.properties.desk import Desk
from tests.properties.world import World


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Runs commands in a folder of its own."""
    return Desk(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="session")
def world(base: RuleBase, compiled: Compiled) -> World:
    """The rules of the choice."""
    return World(base, compiled)


@pytest.fixture(scope="session")
def missing() -> World:
    """The rules of missing mail."""
    rules = load(builtin_folder() / "missing-mail")
    return World(rules, compile_rules(rules))


@pytest.fixture(scope="session")
def switching() -> World:
    """The rules of switching."""
    rules = load(builtin_folder() / "switching")
    return World(rules, compile_rules(rules))
