"""The comparison of two versions against brute force: counts, kinds, smallest cases; and its bound."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from advisor.rulebase.condition import All, AnswerIs, Any, Not, VerdictIs
from advisor.rulebase.model import RuleBase, Step
from advisor.verify.cases import Counts
from advisor.verify.changes.diff import PARTS, Difference, Kind, compare
from tests.engine.generated import AT, Maker, caution, form, makers, question, reason, rule_base, wall
from tests.verify.versions import Mutator, Slow, Truth, slow_changes, slow_difference, with_steps

thorough = settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def is_(name: str, *values: str) -> AnswerIs:
    return AnswerIs(name, frozenset(values))


def kinds_of(found: Difference) -> list[Kind]:
    kinds: list[Kind] = []
    for part in PARTS:
        diff = found.parts[part]
        assert diff is not None
        kinds += diff.kinds
    return kinds


def figures(counts: Counts | None) -> tuple[int, int]:
    """The cases, and those without `open`."""
    assert counts is not None
    return counts.cases, counts.known_cases


def agrees(old: RuleBase, new: RuleBase, found: Difference, truth: Truth) -> None:
    assert found.exact
    assert found.total == (truth.cases, truth.cases, truth.real, truth.real)
    assert figures(found.any) == truth.changed["any"]
    assert found.equivalent is (truth.changed["any"][0] == 0)
    assert found.same_verdict is (truth.changed["verdict"][0] == truth.changed["set_up"][0] == 0)
    for part in PARTS:
        diff = found.parts[part]
        assert diff is not None
        assert figures(diff.counts) == truth.changed[part], part
        assert (diff.counts.of, diff.counts.known_of) == (truth.cases, truth.real)
    kinds = {(kind.part, kind.change, kind.before, kind.after): kind for kind in kinds_of(found)}
    assert len(kinds) == len(kinds_of(found))
    assert kinds.keys() == truth.kinds.keys()
    for key, kind in kinds.items():
        cases = truth.kinds[key]
        assert figures(kind.counts) == (len(cases), sum("open" not in case.values() for case in cases)), key
        case = dict.fromkeys(cases[0], "open") | dict(kind.witness.known)
        assert case in cases
        assert len(kind.witness.known) == min(sum(value != "open" for value in other.values()) for other in cases)
        must_be_open = set()
        for name, value in case.items():
            others = {value for value in domain(old, new, name) if value != "open"}
            if value == "open" and others and not any({**case, name: other} in cases for other in others):
                must_be_open.add(name)
        assert set(kind.witness.only_while_open) == must_be_open, key


def domain(old: RuleBase, new: RuleBase, name: str) -> set[str]:
    having = [set(base.questions[name].value_ids) for base in (old, new) if name in base.questions]
    return set.intersection(*having)


@thorough
@given(makers)
def test_counts_kinds_and_witnesses_are_those_of_brute_force(maker: Maker) -> None:
    old = with_steps(maker, maker.rule_base())
    new = Mutator(maker).mutated(old)
    if maker.random.random() < 0.5:  # so that the first version may be the one with more
        old, new = new, old
    agrees(old, new, compare(old, new), slow_difference(old, new))


@settings(thorough, max_examples=60)
@given(makers)
def test_kinds_add_up(maker: Maker) -> None:
    old = maker.rule_base()
    found = compare(old, Mutator(maker).mutated(old))
    verdict = found.parts["verdict"]
    assert verdict is not None
    assert figures(verdict.counts) == (sum(kind.counts.cases for kind in verdict.kinds),
                                       sum(kind.counts.known_cases for kind in verdict.kinds))
    for part in PARTS:
        diff = found.parts[part]
        assert diff is not None
        counts = [kind.counts.cases for kind in diff.kinds]
        assert max(counts, default=0) <= diff.counts.cases <= sum(counts)
        assert diff.counts.cases <= found.total.cases


@settings(thorough, max_examples=60)
@given(makers)
def test_beyond_the_bound_it_is_unknown_and_never_the_same(maker: Maker) -> None:
    old = with_steps(maker, maker.rule_base())
    new = Mutator(maker).mutated(old)
    full = compare(old, new)
    for limit in (0, 1, 3, 8, 20, 50):
        small = compare(old, new, limit)
        for part in PARTS:
            assert small.parts[part] in (full.parts[part], None)
        assert small.any in (full.any, None)
        assert small.equivalent in (full.equivalent, None)
        assert small.exact is (None not in small.parts.values() and small.any is not None)


def test_beyond_the_bound_by_hand() -> None:
    questions = [question(f"q{place}", ("a", "b")) for place in range(6)]
    old = rule_base(questions, evidence=[reason(f"e{place}", is_(f"q{place}", "a"), "green") for place in range(6)])
    found = compare(old, old._replace(default=old.default._replace(option="green")), limit=10)
    assert found.parts == dict.fromkeys(PARTS)
    assert (found.any, found.equivalent, found.exact) == (None, None, False)


def test_one_wall_more_by_hand() -> None:
    """3 x 3 = 9 cases, 4 of them known. Red wherever nothing speaks; the wall takes it away where q0 is a: 3 cases."""
    old = rule_base([question("q0", ("a", "b")), question("q1", ("a", "b"))])
    new = old._replace(constraints={"w": wall("w", is_("q0", "a"), "red")})
    found = compare(old, new)
    assert figures(found.total) == (9, 4)
    verdict = found.parts["verdict"]
    assert verdict is not None
    [kind] = verdict.kinds
    assert (kind.before, kind.after, kind.counts) == ("red", "green", Counts(3, 9, 2, 4))
    assert kind.witness.known == {"q0": "a"}
    assert kind.witness.only_while_open == ()
    assert figures(found.any) == (3, 2)


def test_a_witness_names_the_question_that_has_to_be_open() -> None:
    old = rule_base([question("q0", ("a", "b")), question("q1", ("a", "b"))])
    new = old._replace(constraints={"w": wall("w", All((is_("q0", "a"), is_("q1", "open"))), "red")})
    [kind] = kinds_of(compare(old, new))
    assert kind.witness.known == {"q0": "a"}
    assert kind.witness.only_while_open == ("q1",)
    assert figures(kind.counts) == (1, 0)


def test_a_question_of_one_version_is_not_heard_by_the_other() -> None:
    """The new question doubles nothing but the cases: 3 x 3, of which 3 have it at a."""
    old = rule_base([question("q0", ("a", "b"))])
    new = rule_base([question("q0", ("a", "b")), question("q1", ("a", "b"))],
                    constraints=[wall("w", is_("q1", "a"), "red")])
    for one, two in ((old, new), (new, old)):
        found = compare(one, two)
        assert figures(found.total) == (9, 4)
        verdict = found.parts["verdict"]
        assert verdict is not None
        assert figures(verdict.counts) == (3, 2)
    assert compare(old, new).scope.questions == ((), ("q1",))
    assert compare(new, old).scope.questions == (("q1",), ())


def test_a_value_of_one_version_is_left_out() -> None:
    old = rule_base([question("q0", ("a", "b"))])
    new = rule_base([question("q0", ("a", "c"))], constraints=[wall("w", is_("q0", "c"), "red")])
    found = compare(old, new)
    assert figures(found.total) == (2, 1)
    assert figures(found.any) == (0, 0)
    assert found.scope.values == {"q0": (("b",), ("c",))}
    assert not found.scope.same


def test_questions_without_a_common_value_are_compared_while_open() -> None:
    found = compare(rule_base([question("q0", ("a", "b"))]), rule_base([question("q0", ("c", "d"))]))
    assert figures(found.total) == (1, 0)
    assert found.equivalent is True


def test_other_words_for_the_same_condition_make_no_difference() -> None:
    """Not both is the same as one of the two not."""
    questions = [question("q0", ("a", "b")), question("q1", ("a", "b"))]
    one, two = is_("q0", "a"), is_("q1", "a")
    old = rule_base(questions, constraints=[wall("w", Not(All((one, two))), "red")])
    new = rule_base(questions, constraints=[wall("w", Any((Not(one), Not(two))), "red")])
    found = compare(old, new)
    assert found.equivalent is True
    assert [(change.id, change.fields, change.words_only) for change in found.entries] == [("w", ("when",), False)]


def test_a_renamed_option_is_another_option() -> None:
    old = rule_base([question("q0", ("a",))], options=("red", "green"))
    new = rule_base([question("q0", ("a",))], options=("crimson", "green"), default="crimson")
    [kind] = kinds_of(compare(old, new))
    assert (kind.before, kind.after, kind.counts) == ("red", "crimson", Counts(2, 2, 1, 1))


def test_steps_stand_beside_equivalence() -> None:
    maker_base = rule_base([question("q0", ("a", "b"))], warnings=[caution("c", VerdictIs(frozenset(("red",))))])
    new = maker_base._replace(steps={"s": Step("s", is_("q0", "a"), 1, "must", "", (), AT)})
    found = compare(maker_base, new)
    assert found.equivalent is True
    steps = found.parts["steps"]
    assert steps is not None
    assert figures(steps.counts) == (1, 1)


def test_order_and_level_by_hand() -> None:
    """Two steps, one of them where q0 is a (1 of 3 cases): they change places there, and there the level changes."""
    steps = {step.id: step for step in (Step("one", is_("q0", "a"), 1, "must", "", (), AT),
                                        Step("two", All(()), 2, "must", "", (), AT))}
    old = rule_base([question("q0", ("a", "b"))])._replace(steps=steps)
    moved = steps["one"]._replace(order=3, level="check")
    found = compare(old, old._replace(steps={**steps, "one": moved}))
    assert [(kind.change, kind.before, kind.after, kind.counts, kind.witness.known) for kind in kinds_of(found)] == [
        ("level", "one", "one", Counts(1, 3, 1, 2), {"q0": "a"}),
        ("step_order", "one", "two", Counts(1, 3, 1, 2), {"q0": "a"})]
    assert (found.equivalent, found.same_verdict, found.matters, found.different) == (True, True, False, True)
    same_place = compare(old, old._replace(steps={**steps, "one": steps["one"]._replace(order=2)}))
    assert kinds_of(same_place) == []  # ties are shown by id, and "one" is before "two"


def test_the_rank_of_a_warning_counts_where_both_are_shown() -> None:
    old = rule_base([question("q0", ("a", "b"))], warnings=[caution("c", is_("q0", "a")), caution("d", All(()))])
    new = old._replace(warnings={**old.warnings, "c": old.warnings["c"]._replace(rank=11)})
    [kind] = kinds_of(compare(old, new))
    assert (kind.part, kind.change, kind.before, kind.after) == ("order", "warning_order", "c", "d")
    assert kind.counts == (1, 3, 1, 2)
    never = old._replace(warnings={**old.warnings, "c": old.warnings["c"]._replace(when=Any(()))})
    apart = never._replace(warnings={**never.warnings, "c": never.warnings["c"]._replace(rank=11)})
    assert kinds_of(compare(never, apart)) == []


def test_a_set_up_with_a_tag_comes_first_then_what_is_lost() -> None:
    """Of the new forms the marked one, though the other ones fire in more cases."""
    q0 = [question("q0", ("a", "b"))]
    old = rule_base(q0, forms=[form("i/lost", is_("q0", "a")), form("i/was", All(()))])
    marked = form("i/marked", is_("q0", "a"))._replace(tags=("danger",))
    new = rule_base(q0, forms=[form("i/was", Any(())), form("i/more", All(())), marked])
    assert [(kind.id, kind.change) for kind in kinds_of(compare(old, new))] == [
        ("i/marked", "gained"), ("i/was", "lost"), ("i/lost", "lost"), ("i/more", "gained")]


def test_the_slow_way_sees_each_sort_of_change() -> None:
    """The yardstick itself, on a pair worked out by hand."""
    old = rule_base([question("q0", ("a", "b"))], warnings=[caution("c", is_("q0", "a"))])
    new = rule_base([question("q0", ("a", "b"))], constraints=[wall("w", is_("q0", "a"), "red")])
    told = [Slow(base).told({"q0": "a"}) for base in (old, new)]
    assert slow_changes(old, new, *told) == {("verdict", "option", "red", "green"), ("warnings", "lost", "c", "")}


@pytest.mark.parametrize("real", [True, False])
def test_the_pairs_that_are_made_up_are_worth_comparing(real: bool) -> None:
    """Of the pairs above enough change, in each part, and enough do not."""
    from random import Random

    changed = dict.fromkeys((*PARTS, "any", "none"), 0)
    for seed in range(220):
        maker = Maker(Random(seed))
        old = with_steps(maker, maker.rule_base())
        found = compare(old, Mutator(maker).mutated(old))
        for part in PARTS:
            diff = found.parts[part]
            assert diff is not None
            changed[part] += bool(diff.counts.known_cases if real else diff.counts.cases)
        assert found.any is not None
        changed["any" if found.any.cases else "none"] += 1
    assert min(changed.values()) >= 10, changed
