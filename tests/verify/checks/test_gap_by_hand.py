"""The cases that the rules leave to the default, or to nobody: counted by hand."""

from __future__ import annotations

from advisor.rulebase.condition import AnswerIs, Not
from advisor.rulebase.sources import Source
from advisor.verify.checks import gap
from advisor.verify.finding import Finding, Witness
from tests.engine.generated import question, reason, rule_base, wall
from tests.verify.checks.test_findings_by_hand import at, checked, placed

X, X_B = AnswerIs("x", frozenset("a")), AnswerIs("x", frozenset("b"))
Q = [question("x", "abc"), question("y", "ab")]


def test_gap() -> None:
    """12 cases, 6 known. Both are ruled out where x is a; where x is b the default decides, else evidence does."""
    base = rule_base(Q, constraints=[wall("w", X, "red"), wall("v", X, "green")],
                     evidence=[reason("e", Not(X_B), "green", "strong")], default="red")
    base = base._replace(neither=placed(1, base.neither), default=base.default._replace(
        sources=(Source("field", "so it is", "", at(2)),)))
    found = checked(gap, base)
    fix = "If that is not meant, add a rule for these people."
    assert found.scope == "every case"
    assert found.findings[0] == Finding(
        "gap", "note", "2 of 6 cases with every answer known end in 'neither': every option is ruled out; with open "
        "questions 3 of 12.", at(1), fix, witnesses=(Witness({"x": "a"}, "ends in 'neither'"),))
    # An open x is not known to be b, nor known not to be: the evidence is not met, and the default decides there too.
    assert found.findings[1].message == (
        "2 of 6 cases with every answer known rest on the default alone (red); with open questions 6 of 12.")
    assert (found.findings[1].at, found.findings[1].witnesses[0]) == (at(2), Witness({}, "rests on the default"))
    assert found.findings[1].witnesses[1:] == (
        Witness({"x": "b", "y": "a"}, "rests on the default although all is known"),)  # either y would do
    assert len(found.findings) == 2


def test_gap_of_a_tie_without_the_default() -> None:
    base = rule_base(Q, options=("red", "green", "blue"), default="red", constraints=[wall("w", X, "red")])
    base = base._replace(default=base.default._replace(sources=(Source("field", "so it is", "", at(2)),)))
    tie = checked(gap, base).findings[-1]
    assert tie == Finding(
        "gap", "note", "2 of 6 cases with every answer known end in a tie without the default, so that the order of "
        "the options in the file decides; with open questions 3 of 12.", at(2),
        "If that is not meant, add a rule for these people.",
        witnesses=(Witness({"x": "a"}, "rests on the order of the options"),))
