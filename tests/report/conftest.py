"""What the tests of the reports share: recommendations of the built-in rules, and ways to bend them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from advisor.engine.case import case_of
from advisor.engine.compiled import Compiled
from advisor.engine.evaluate import RuleTrace
from advisor.report.advice.build import recommend
from advisor.report.advice.recommendation import Recommendation
from advisor.rulebase.model import RuleBase

Advise = Callable[..., Recommendation]

WORDS = {"text", "name", "names", "option_name", "headline", "explain", "avert", "label", "phrase", "ask",
         "default_text", "otherwise_name", "strength", "kept", "dropped", "document", "doubt", "phrases",
         "version", "program_version", "rule", "mark", "command", "term"}
"""The fields of a Recommendation whose words come from outside."""


@pytest.fixture(scope="session")
def advise(base: RuleBase, compiled: Compiled) -> Advise:
    """The recommendation for answers given as keywords; a case made of a mapping is taken too."""
    def found(answers: Mapping[str, str] | None = None, **more: str) -> Recommendation:
        return recommend(base, case_of({**(answers or {}), **more}), compiled)
    return found


@pytest.fixture(scope="session")
def reword() -> Callable[[Any, Callable[[str], str]], Any]:
    """A copy of a recommendation with every word from outside put through a function."""
    return _reworded


def _reworded(value: Any, change: Callable[[str], str], *, word: bool = False) -> Any:
    if hasattr(value, "_fields") and not isinstance(value, RuleTrace):  # a trace holds nothing but ids
        return value._replace(**{name: _reworded(getattr(value, name), change, word=name in WORDS)
                                 for name in value._fields})
    if type(value) is tuple:
        return tuple(_reworded(entry, change, word=word) for entry in value)
    if word and isinstance(value, Mapping):
        return {key: _reworded(entry, change, word=True) for key, entry in value.items()}
    return change(value) if word and isinstance(value, str) else value
