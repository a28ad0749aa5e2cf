"""Each check on a rule base made for it: every word of what it finds, and what it says of how far it looked."""

from __future__ import annotations

from types import ModuleType
from typing import Any as Anything
from typing import TypeVar

from advisor.rulebase.condition import All, AnswerIs, Any, Condition, Not, VerdictIs
from advisor.rulebase.model import Invariant, Monotone, RuleBase
from advisor.rulebase.places import Place
from advisor.rulebase.position import Position
from advisor.verify.bench import Bench
from advisor.verify.checks import (
    constant_condition,
    dead_rule,
    idle_question,
    invariant,
    masked_rule,
    mergeable_rules,
    needless_part,
    overlapping_forms,
    redundant_rule,
    unseen_advice,
    vacuous_invariant,
)
from advisor.verify.finding import Caption, Finding, Result, Witness
from advisor.verify.rules import Rule
from advisor.verify.testing.parts import parts_of
from tests.engine.generated import caution, form, question, reason, rule_base, wall

X, X_B, Y = AnswerIs("x", frozenset("a")), AnswerIs("x", frozenset("b")), AnswerIs("y", frozenset("a"))
NEVER, ALWAYS = All((X, X_B)), All(())
Placed = TypeVar("Placed", bound=Anything)
RED = VerdictIs(frozenset(("red",)))
Q = [question("x", "abc"), question("y", "ab")]


def at(line: int) -> Position:
    return Position("rules.yaml", line, 1)


def placed(line: int, rule: Placed) -> Placed:
    """The rule at that line."""
    return rule._replace(at=at(line))


class WithoutFiles(Bench):
    """A bench that places every part of a condition at its rule, since there are no files."""

    def places(self, rule: Rule) -> list[Place]:
        return [Place(part.condition, tuple(part.path.split("/")), part.at) for part in parts_of(rule, {})]


def checked(check: ModuleType, base: RuleBase) -> Result:
    found: Result = check.check(WithoutFiles(base, {}))
    assert found.check == check.CODE
    assert all(finding.code == check.CODE for finding in found.findings)
    return found


def test_dead_rule() -> None:
    base = rule_base(Q, constraints=[placed(1, wall("w", NEVER, "red")), placed(2, wall("v", X, "red"))],
                     evidence=[placed(3, reason("e", Any(()), "red"))])
    assert checked(dead_rule, base) == Result("dead-rule", "refuted", "3 rules", (
        Finding("dead-rule", "warning", "The condition of wall 'w' is true in no case.", at(1),
                "Mend the condition, or remove the rule.",
                (Caption(at(1), "this part ..."), Caption(at(1), "... and this one exclude each other"))),
        Finding("dead-rule", "warning", "The condition of evidence 'e' is true in no case.", at(3),
                "Mend the condition, or remove the rule.")))


def test_constant_condition() -> None:
    """The whole of two rules, and one of two parts of a third; of `always` nothing is said."""
    both = Any((X, Not(X)))
    base = rule_base(Q, constraints=[placed(1, wall("w", ALWAYS, "red")),
                                     placed(2, wall("v", Any((X, ALWAYS)), "red"))],
                     evidence=[placed(3, reason("e", All((Y, NEVER)), "red")), placed(4, reason("f", both, "red"))])
    fix, whole = "Remove it, or mend it.", "Write 'when: always' if that is meant."
    assert checked(constant_condition, base) == Result(
        "constant-condition", "refuted", "13 conditions and parts", (
            Finding("constant-condition", "warning", "The condition of wall 'v' is true in every case.", at(2), whole),
            Finding("constant-condition", "warning", "This part of the condition of evidence 'e' is true in no case.",
                    at(3), fix),
            Finding("constant-condition", "warning", "The condition of evidence 'f' is false in no case.", at(4),
                    whole)))


def test_masked_rule() -> None:
    """Where x is a the first wall leaves one option, the second says so again where y is a as well."""
    walls = [placed(1, wall("w", X, "red")), placed(2, wall("far", Y, "green"))]
    base = rule_base(Q, constraints=walls, evidence=[
        placed(3, reason("e", X, "green")), placed(4, reason("heard", X_B, "green")),
        placed(5, reason("kept", All((X, Y)), "red"))._replace(kept_for="so it is"), placed(6, reason("f", X, "red")),
        placed(7, reason("dead", NEVER, "red"))])
    found = checked(masked_rule, base)
    fix = "Remove it; or, if people should read its reason, say so with 'kept_for: why'."
    told = "is never heard: wherever it holds, walls have decided on its option."
    seen = (Caption(at(1), "wall 'w' is why"),), (Witness({"x": "a"}, "it holds, and cannot matter"),)
    assert found == Result("masked-rule", "refuted", "5 pieces of evidence", (
        Finding("masked-rule", "warning", f"evidence 'e' {told}", at(3), fix, *seen),
        Finding("masked-rule", "warning", f"evidence 'f' {told}", at(6), fix, *seen)),
        (Caption(at(5), "evidence 'kept': so it is"),))
    twice = rule_base(Q, constraints=[wall("w", X, "red"), wall("v", X, "red")], evidence=[reason("e", X, "green")])
    assert [finding.also for finding in checked(masked_rule, twice).findings] == [()]  # neither wall alone is why
    one = rule_base(Q, evidence=[reason("e", X, "red")])
    assert checked(masked_rule, one) == Result("masked-rule", "proven", "1 piece of evidence")


def test_redundant_rule() -> None:
    """Either of two walls would do, a third one is needed; the piece of evidence says what the default says."""
    base = rule_base(Q, constraints=[placed(1, wall("w", X, "red")), placed(2, wall("v", X, "red")),
                                     placed(3, wall("need", X_B, "red")._replace(kept_for="much"))],
                     evidence=[placed(4, reason("e", Y, "red")._replace(kept_for="so it is")),
                               placed(5, reason("f", Y, "red")), placed(6, reason("masked", X, "green")),
                               placed(7, reason("dead", NEVER, "red")._replace(kept_for="why not"))])
    fix = "Remove it; or, if people should read its reason, say so with 'kept_for: why'."

    def without(rule: str, line: int, *covers: Caption) -> Finding:
        return Finding("redundant-rule", "warning", f"Without {rule} the advice is the same in every case.", at(line),
                       fix, covers)

    cover = "covers for it: without both the advice changes"
    assert checked(redundant_rule, base) == Result(
        "redundant-rule", "refuted", "7 walls and pieces of evidence, each left out", (
            without("wall 'w'", 1, Caption(at(2), f"{cover} (wall 'v')")),
            without("wall 'v'", 2, Caption(at(1), f"{cover} (wall 'w')")),
            Finding("redundant-rule", "warning", "wall 'need' is marked 'kept_for', but the advice does change without "
                    "it.", at(3), "Remove the mark: this rule matters in its own right."),
            without("evidence 'f'", 5)), (Caption(at(4), "evidence 'e': so it is"),))


def test_mergeable_rules() -> None:
    """Two walls as one list of answers; two pieces of evidence that hold together add up, and stay two."""
    base = rule_base(Q, constraints=[placed(1, wall("dead", NEVER, "red")), placed(2, wall("w", X, "red")),
                                     placed(3, wall("v", X_B, "red")), placed(4, wall("else", Y, "green"))],
                     evidence=[placed(5, reason("e", Y, "red")), placed(6, reason("f", X, "red")),
                               placed(7, reason("g", X_B, "red")), placed(8, reason("h", X_B, "red", "strong"))])
    fix = "One rule with 'when: {x: [a, b]}' would do, unless people should read two reasons."
    assert checked(mergeable_rules, base) == Result(
        "mergeable-rules", "refuted", "6 pairs of rules with the same effect", tuple(
            Finding("mergeable-rules", "note", f"{second} does the same as {first}, and one condition says both.",
                    at(line), fix, (Caption(at(line - 1), "the other rule"),))
            for first, second, line in (("wall 'w'", "wall 'v'", 3), ("evidence 'f'", "evidence 'g'", 7))))
    one = rule_base(Q, constraints=[wall("w", X, "red"), wall("v", Y, "red")])
    assert checked(mergeable_rules, one) == Result("mergeable-rules", "proven", "1 pair of rules with the same effect")


def test_needless_part() -> None:
    """X or (x and y): the second part adds nothing, nor y in it. That neither is advised does not happen here."""
    base = rule_base(Q, evidence=[reason("e", Y, "green")], forms=[placed(1, form("i/f", Any((X, All((X, Y))))))],
                     warnings=[placed(2, caution("c", All((VerdictIs(frozenset(("red", "neither"))), X))))])
    assert checked(needless_part, base) == Result("needless-part", "refuted", "8 parts and values left out", tuple(
        Finding("needless-part", "note", f"{part} in the condition of {rule} makes no difference.", at(line),
                "The rule fires in the same cases without it.")
        for part, rule, line in (("The part 'all'", "set-up form 'i/f'", 1), ("The part 'y'", "set-up form 'i/f'", 1),
                                 ("The verdict 'neither'", "warning 'c'", 2))))
    alone = rule_base(Q, forms=[form("i/f", AnswerIs("x", frozenset("ab")))])
    assert checked(needless_part, alone) == Result("needless-part", "proven", "2 parts and values left out")
    assert checked(needless_part, rule_base(Q, forms=[form("i/f", Any((X,)))])).scope == "1 part or value left out"


def test_overlapping_forms() -> None:
    base = rule_base(Q, forms=[placed(1, form("i/f", X)), placed(2, form("j/f", X)), placed(3, form("i/g", X_B)),
                               placed(4, form("i/h", Y))])
    fix = "Make their conditions exclude each other: a person must be told one of them."

    def overlap(first: str, line: int, value: str) -> Finding:
        return Finding("overlapping-forms", "error", f"The forms {first!r} and 'i/h' hold in the same case.", at(4),
                       fix, (Caption(at(line), "the other form"),),
                       (Witness({"x": value, "y": "a"}, "both forms are advised"),))

    assert checked(overlapping_forms, base) == Result(
        "overlapping-forms", "refuted", "3 pairs of forms", (overlap("i/f", 1, "a"), overlap("i/g", 3, "b")))


def test_idle_question_and_unseen_advice() -> None:
    base = rule_base([*Q[:1], placed(2, Q[1])], constraints=[wall("w", ALWAYS, "green")],
                     forms=[placed(3, form("i/f", NEVER)), form("i/g", X)])
    base = base._replace(options={name: placed(9, option) for name, option in base.options.items()})
    assert checked(idle_question, base) == Result("idle-question", "refuted", "2 questions", (
        Finding("idle-question", "warning", "The answer to question 'y' changes nothing in any case.", at(2),
                "Give it a rule that asks about it, or remove the question: nobody should be asked for nothing."),))
    assert checked(unseen_advice, base) == Result("unseen-advice", "refuted", "2 forms and warnings, 2 options", (
        Finding("unseen-advice", "warning", "No case shows the set-up form 'i/f'.", at(3),
                "Mend its condition, or remove it.",
                (Caption(at(3), "this part ..."), Caption(at(3), "... and this one exclude each other"))),
        Finding("unseen-advice", "error", "'green' is advised in no case.", at(9),
                "Give it evidence, see what rules it out, or remove the option.")))


def stated(*statements: tuple[str, Condition, Condition, bool]) -> RuleBase:
    """Red wherever x is not a; with these statements, in lines from 1."""
    return rule_base(Q, constraints=[wall("w", X, "red")])._replace(invariants={
        name: placed(line, Invariant(name, f"So be {name}.", when, then, never, (), at(0)))
        for line, (name, when, then, never) in enumerate(statements, 1)})


MEND = "Mend the rule that brings this about; change the statement only if it was wrong."


def test_invariant() -> None:
    base = stated(("one", X, RED, False), ("two", X_B, RED, True), ("three", X_B, RED, False),
                  ("none", NEVER, RED, True))
    monotones = {"m": Monotone("m", "Once red, red.", ALWAYS, "x", ("b", "a"), RED, (), at(5)),
                 "n": Monotone("n", "As it is.", ALWAYS, "y", ("a", "b"), NEVER, (), at(6))}
    base = base._replace(monotones=monotones)

    def broken(name: str, line: int, value: str, seen: str) -> Finding:
        return Finding("invariant", "error", f"Not so in every case: So be {name}.", at(line), MEND,
                       witnesses=(Witness({"x": value}, seen),))

    assert checked(invariant, base) == Result("invariant", "refuted", "6 statements", (
        broken("one", 1, "a", "what must always hold here does not"),
        broken("two", 2, "b", "what must never hold here does"),
        Finding("invariant", "error", "Not so in every case: Once red, red.", at(5), MEND, witnesses=(
            Witness({"x": "b"}, "what must not be lost holds here"),
            Witness({"x": "a"}, "with another answer about x it is lost")))))
    says_nothing = "says nothing: its condition is met in no case."
    assert checked(vacuous_invariant, base) == Result("vacuous-invariant", "refuted", "6 statements", (
        Finding("vacuous-invariant", "warning", f"Statement 'none' {says_nothing}", at(4),
                "Mend its 'when:', or remove the statement."),
        Finding("vacuous-invariant", "warning", "Statement 'n' says nothing: what must not be lost is reached in no "
                "case from which the answer could go up.", at(6), "Mend its 'when:', 'toward:' or 'order:', or remove "
                "the statement.")))
    good = stated(("three", X_B, RED, False))
    assert checked(invariant, good) == Result("invariant", "proven", "1 statement")
