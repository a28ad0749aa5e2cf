"""What a comparison says of small pairs of rule bases, all of it worked out by hand."""

from __future__ import annotations

from advisor.rulebase.condition import All, AnswerIs, Any
from advisor.rulebase.model import Provided, Row, RuleBase, Step
from advisor.rulebase.sources import Source
from advisor.verify.cases import Counts
from advisor.verify.changes.diff import PARTS, Difference, Kind, PartDiff, compare
from advisor.verify.changes.entries import EntryChange, TextChange, entry_changes
from advisor.verify.changes.scope import OnlyIn, Scope
from advisor.verify.changes.witness import Witness
from tests.engine.generated import AT, caution, form, question, rule_base, wall

ALWAYS, NEVER = All(()), Any(())
IN_A = AnswerIs("q", frozenset("a"))
Q = [question("q", "ab")]
PLAIN = rule_base(Q)
NONE, A_THIRD, ALL_CASES = Counts(0, 3, 0, 2), Counts(1, 3, 1, 2), Counts(3, 3, 2, 2)
A, ANY = Witness({"q": "a"}, ()), Witness({}, ())
NOTHING, SOMETHING = PartDiff(NONE, ()), PartDiff(A_THIRD, ())


def kinds(old: RuleBase, new: RuleBase) -> list[Kind]:
    found = compare(old, new)
    assert list(found.parts) == list(PARTS)
    return [kind for diff in found.parts.values() if diff is not None for kind in diff.kinds]


def test_a_kind_is_told_under_its_part_and_change() -> None:
    step = Step("s", IN_A, 1, "must", "", (), AT)
    for part, change, old, new in (
            ("warnings", "gained", PLAIN, rule_base(Q, warnings=[caution("s", IN_A)])),
            ("steps", "gained", PLAIN, PLAIN._replace(steps={"s": step})),
            ("set_up", "gained", PLAIN, rule_base(Q, forms=[form("s", IN_A)]))):
        assert kinds(old, new) == [Kind(part, change, "", "s", A_THIRD, A)]  # type: ignore[arg-type]
        assert kinds(new, old) == [Kind(part, "lost", "s", "", A_THIRD, A)]  # type: ignore[arg-type]
    assert kinds(PLAIN, rule_base(Q, constraints=[wall("w", IN_A, "red")])) == [
        Kind("verdict", "option", "red", "green", A_THIRD, A)]
    assert kinds(PLAIN, PLAIN) == []


def test_a_form_with_other_parameters_differs_where_both_fire() -> None:
    """Of the three cases it fires in one before and in all after; in one of them with other parameters."""
    old = form("f", IN_A)._replace(params={"port": 1})
    new = form("f", ALWAYS)._replace(params={"port": 2})
    assert kinds(rule_base(Q, forms=[old]), rule_base(Q, forms=[new])) == [
        Kind("set_up", "gained", "", "f", Counts(2, 3, 1, 2), Witness({}, ())),
        Kind("set_up", "params", "f", "f", A_THIRD, A)]
    assert kinds(rule_base(Q, forms=[old]), rule_base(Q, forms=[old._replace(params={"port": 1})])) == []


def test_what_takes_care_comes_first_however_rare() -> None:
    """Marked and gained, marked and set otherwise, lost, then the rest; each time the rarer one first if need be."""
    marked = {"tags": ("danger",)}
    old = rule_base(Q, forms=[form("other", ALWAYS)._replace(params={"n": 1}, **marked), form("lost", ALWAYS)])
    new = rule_base(Q, forms=[form("other", ALWAYS)._replace(params={"n": 2}, **marked), form("lost", NEVER),
                              form("more", ALWAYS), form("new", IN_A)._replace(**marked)])
    assert [(kind.id, kind.change, kind.counts) for kind in kinds(old, new)] == [
        ("new", "gained", A_THIRD), ("other", "params", ALL_CASES), ("lost", "lost", ALL_CASES),
        ("more", "gained", ALL_CASES)]


def test_the_most_frequent_comes_first_then_by_name() -> None:
    old = rule_base(Q, warnings=[caution("d", ALWAYS)])
    new = rule_base(Q, warnings=[caution("z", ALWAYS), caution("b", IN_A), caution("a", ALWAYS)])
    assert [kind.id for kind in kinds(old, new)] == ["a", "d", "z", "b"]


SAME = compare(PLAIN, PLAIN)


def told(**changed: object) -> Difference:
    """A comparison in which nothing differs, but for this."""
    return SAME._replace(**changed)  # type: ignore[arg-type]


def test_the_same_twice() -> None:
    assert (SAME.any, SAME.total, SAME.parts) == (NONE, ALL_CASES, dict.fromkeys(PARTS, NOTHING))
    assert (SAME.exact, SAME.same_verdict, SAME.equivalent, SAME.matters, SAME.different) == (
        True, True, True, False, False)


def test_each_sort_of_difference_alone_is_one() -> None:
    """Words, a step, other questions: different, and no matter. Set-up: both."""
    entries = compare(PLAIN, PLAIN._replace(title="Other")).entries
    scope = Scope(OnlyIn((), ("new",)), {})
    for found in (told(entries=entries), told(scope=scope), told(parts={**SAME.parts, "steps": SOMETHING})):
        assert (found.matters, found.different, found.same_verdict) == (False, True, True)
    found = told(parts={**SAME.parts, "set_up": SOMETHING})
    assert (found.matters, found.different, found.same_verdict) == (True, True, False)


def test_unknown_is_never_the_same() -> None:
    """One part, or the whole, is unknown although everything known is the same."""
    for part in PARTS:
        found = told(parts={**SAME.parts, part: None})
        assert (found.exact, found.matters, found.different) == (False, True, True)
        assert found.same_verdict is (None if part in ("verdict", "set_up") else True)
    found = told(any=None)
    assert (found.exact, found.matters, found.same_verdict, found.equivalent) == (False, True, True, None)


def test_a_known_change_is_known_beside_what_is_not() -> None:
    verdict = told(any=None, parts={**dict.fromkeys(PARTS), "verdict": SOMETHING})
    assert (verdict.same_verdict, verdict.equivalent) == (False, False)
    warnings = told(any=None, parts={**dict.fromkeys(PARTS), "warnings": SOMETHING})
    assert (warnings.same_verdict, warnings.equivalent) == (None, False)
    steps = told(any=None, parts={**dict.fromkeys(PARTS), "steps": SOMETHING})
    assert (steps.same_verdict, steps.equivalent) == (None, None)


def test_what_was_renamed_is_kept_beside_the_difference() -> None:
    """The question is called r now, and one rule asks it: no case differs."""
    old = rule_base(Q, warnings=[caution("c", IN_A)])
    new = rule_base([question("r", "ab")], warnings=[caution("c", AnswerIs("r", frozenset("a")))])._replace(
        renamed_questions={"q": "r"})
    found = compare(old, new)
    assert (found.renames.questions, found.renames.values) == ({"q": "r"}, {})
    assert (found.scope.same, found.equivalent) == (True, True)


def test_a_question_of_one_answer_may_have_to_be_open() -> None:
    """Without an answer the wall stands; with the only one there is it does not."""
    base = rule_base([question("q", "a")])
    [kind] = kinds(base, base._replace(constraints={"w": wall("w", AnswerIs("q", frozenset(("open",))), "red")}))
    assert (kind.counts, kind.witness) == (Counts(1, 2, 0, 1), Witness({}, ("q",)))


def test_entries_of_words_are_told_whole_and_others_by_name() -> None:
    row = Row("r", "price", {"red": "much", "green": "little"}, "", (Source("field", "so", "", AT),
                                                                  Source("claim", "D.1", "", AT)), AT)
    more = PLAIN._replace(rows={"r": row}, warnings={"c": caution("c", IN_A)})
    text = "price | green: little; red: much | claim - D.1; field - so"
    assert entry_changes(PLAIN, more) == (
        EntryChange("warning", "c", "added", (), False),
        EntryChange("row", "r", "added", (), True, (TextChange("", "", text),)))
    assert entry_changes(more, PLAIN) == (
        EntryChange("warning", "c", "removed", (), False),
        EntryChange("row", "r", "removed", (), True, (TextChange("", text, ""),)))
    other = row._replace(cells={"red": "more", "green": "little"})
    cells = TextChange("cells", "green: little; red: much", "green: little; red: more")
    assert entry_changes(more, more._replace(rows={"r": other})) == (
        EntryChange("row", "r", "changed", ("cells",), True, (cells,)),)


def test_what_is_said_beside_the_entries() -> None:
    """The order of two options decides nothing; of three it may. A text of what is provided for is words."""
    def reordered(*options: str) -> tuple[EntryChange, ...]:
        return entry_changes(rule_base(Q, options=options), rule_base(Q, options=options[::-1], default=options[0]))

    assert reordered("red", "green") == ()
    assert [(change.fields, change.words_only) for change in reordered("red", "green", "blue")] == [
        (("order of options",), False)]
    old = PLAIN._replace(provided={"p": Provided("p", IN_A, "One.", AT)})
    new = PLAIN._replace(provided={"p": Provided("p", IN_A, "Two.", AT)},
                         neither=PLAIN.neither._replace(headline="Nothing."))
    assert [(change.fields, change.words_only) for change in entry_changes(old, new)] == [
        (("provided texts", "neither headline"), True)]
