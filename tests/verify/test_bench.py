"""What every check builds on: cases counted, rules listed, findings in order, work within a bound. By hand."""

from __future__ import annotations

import pytest

from advisor.engine.diagram import Diagrams, TooLarge
from advisor.rulebase.condition import All, AnswerIs, Any, Fires, Not, VerdictIs
from advisor.rulebase.model import Invariant, Monotone, Step
from advisor.rulebase.position import Position
from advisor.rulebase.problem import Problem
from advisor.rulebase.sources import Source
from advisor.verify.bench import Bench
from advisor.verify.cases import Counts, count, every_case, smallest, tally
from advisor.verify.finding import Caption, Finding, Result, Witness, counted, result
from advisor.verify.invariants import Proof, prove, prove_all
from advisor.verify.monotone import MonotoneProof, prove_monotone, prove_monotones
from advisor.verify.rules import every_rule
from advisor.verify.run import CHECKS, CODES, Report, refused, run_checks
from tests.engine.generated import AT, caution, form, question, reason, rule_base, wall

X, Y = AnswerIs("x", frozenset("a")), AnswerIs("y", frozenset("b"))
RED = VerdictIs(frozenset(("red",)))
BASE = rule_base([question("x", "ab"), question("y", "abc")], constraints=[wall("no", All((X, Not(Y))), "red")],
                 evidence=[reason("for", Y, "red")], forms=[form("i/f", RED)],
                 warnings=[caution("c", Any((X, Fires(frozenset(("i/f",))))))])._replace(
    steps={"s": Step("s", X, 1, "must", "", (), AT)})


def test_cases_are_counted_open_questions_and_all() -> None:
    """Of 3 x 4 = 12 cases 6 are known; x is a in 4, 3 of them known; y is beside it a, b, c or open."""
    diagrams = Diagrams({"x": ("a", "b", "open"), "y": ("a", "b", "c", "open")})
    ref = diagrams.node(0, (diagrams.node(1, tuple(map(diagrams.terminal, (0, 2, 2, 2)))),
                            *[diagrams.terminal(0)] * 2))
    assert count(diagrams, ref) == Counts(3, 12, 2, 6)
    assert count(diagrams, ref, lambda value: value == 0) == Counts(9, 12, 4, 6)
    assert every_case(diagrams) == Counts(12, 12, 6, 6)
    assert tally(diagrams, ref) == {0: Counts(9, 12, 4, 6), 2: Counts(3, 12, 2, 6)}
    assert smallest(diagrams, ref) == {"x": "a"}
    assert smallest(diagrams, ref, lambda value: value == 0) == {}
    assert smallest(diagrams, ref, lambda value: value == 7) is None


def test_a_question_that_is_never_or_always_open_is_counted_so() -> None:
    diagrams = Diagrams({"x": ("a", "b"), "y": ("a", "open")})
    assert every_case(diagrams) == Counts(4, 4, 2, 2)


def test_every_rule_in_the_order_of_deciding() -> None:
    kept = [BASE.constraints["no"], BASE.evidence["for"], BASE.forms["i/f"], BASE.warnings["c"], BASE.steps["s"]]
    rules = list(every_rule(BASE))
    assert [(rule.kind, rule.id) for rule in rules] == [
        ("constraint", "no"), ("evidence", "for"), ("set_up", "i/f"), ("warning", "c"), ("step", "s")]
    assert [rule[2:] for rule in rules] == [(entry.when, entry.text, entry.sources, entry.at, entry) for entry in kept]
    assert list(map(str, rules)) == ["wall 'no'", "evidence 'for'", "set-up form 'i/f'", "warning 'c'", "step 's'"]


def test_a_bench_knows_the_rules_and_their_parts() -> None:
    """What its compiler remembers of each part is what that part means; what was not met before is worked out."""
    bench = Bench(BASE, {})
    assert (bench.base, bench.trees, bench.rules, bench.cases) == (BASE, {}, tuple(every_rule(BASE)), 12)
    diagrams = bench.diagrams
    assert count(diagrams, bench.fires(RED)) == Counts(10, 12, 4, 6)  # all but x is a with y at a or c
    assert count(diagrams, bench.fires(X)) == Counts(4, 12, 3, 6)
    assert count(diagrams, bench.fires(Not(Y))) == Counts(6, 12, 4, 6)
    assert count(diagrams, bench.fires(AnswerIs("y", frozenset("ac")))) == Counts(6, 12, 4, 6)
    [no] = BASE.constraints.values()
    known = bench.compiler.known  # type: ignore[attr-defined]
    assert isinstance(no.when, All)
    for part in (no.when, *no.when.parts, Y, X):
        assert known[id(part)] == bench.compiler.truth(part)
    known[id(X)] = "kept"
    assert bench.compiler.truth(X) == "kept"  # type: ignore[comparison-overlap]


def test_both_only_the_first_and_never() -> None:
    bench = Bench(BASE, {})
    x, y = bench.fires(X), bench.fires(Y)
    assert count(bench.diagrams, bench.both(x, y)) == Counts(1, 12, 1, 6)
    assert count(bench.diagrams, bench.only_first(x, y)) == Counts(3, 12, 2, 6)
    assert [bench.never(bench.both(x, y)), bench.never(bench.diagrams.terminal(True)),
            bench.never(bench.diagrams.terminal(False)), bench.never(bench.only_first(x, x))] == [
        False, False, True, True]
    assert bench.witness(bench.both(x, y), "here it is") == (Witness({"x": "a", "y": "b"}, "here it is"),)
    assert bench.witness(bench.diagrams.terminal(False), "nowhere") == ()


def test_what_was_worked_out_once_is_kept_by_name() -> None:
    bench, asked = Bench(BASE, {}), list[str]()

    def work(word: str) -> str:
        asked.append(word)
        return word

    assert [bench.once("one", lambda: work("first")), bench.once("one", lambda: work("second")),
            bench.once("two", lambda: work("third"))] == ["first", "first", "third"]
    assert asked == ["first", "third"]


def test_too_large_is_said_each_time_and_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    monkeypatch.setattr("advisor.verify.bench.Diagrams", lambda *arguments: made.append(1) or Diagrams(*arguments))
    bench = Bench(BASE, {}, 2)
    for _ in range(3):
        with pytest.raises(TooLarge):
            bench.compiler  # noqa: B018
    assert len(made) == 1
    assert Bench(BASE, {}).compiler is not None


def test_room_has_a_bound_of_its_own_and_forgets() -> None:
    bench = Bench(BASE, {}, 60)
    before = len(bench.diagrams)

    def more(count: int) -> None:
        with bench.room() as compiler:
            for number in range(1, count):
                compiler.diagrams.node(0, (compiler.diagrams.terminal(number), *[compiler.diagrams.terminal(0)] * 2))

    for _ in range(3):
        more(50)
    assert len(bench.diagrams) == before
    with pytest.raises(TooLarge):
        more(1000)
    assert len(bench.diagrams) == before


def test_findings_are_read_from_the_top() -> None:
    def at(file: str, line: int, column: int) -> Position:
        return Position(file, line, column)

    found = [Finding("b", "error", "two", at("f", 2, 1)), Finding("b", "error", "m", at("f", 1, 9)),
             Finding("c", "note", "m", at("f", 1, 2)), Finding("b", "note", "n", at("f", 1, 2)),
             Finding("b", "note", "m", at("f", 1, 2)), Finding("z", "note", "m", None, where="e"),
             Finding("a", "note", "m", None, where="g")]
    order = sorted(found, key=lambda finding: finding.sort_key)
    assert order == [found[5], found[4], found[3], found[2], found[1], found[0], found[6]]
    assert found[0].sort_key == ("f", 2, 1, "b", "two")
    assert found[5].sort_key == ("e", 0, 0, "z", "m")


def test_the_result_of_a_check() -> None:
    finding, kept = Finding("b", "error", "m", AT), Caption(AT, "meant so")
    assert result("c", "all", []) == Result("c", "proven", "all", (), (), 0)
    assert result("c", "all", [finding]) == Result("c", "refuted", "all", (finding,), (), 0)
    assert result("c", "all", [], [kept]) == Result("c", "refuted", "all", (), (kept,), 0)
    assert [counted(0, "rule"), counted(1, "rule"), counted(2_000, "rule"), counted(2, "box", "boxes")] == [
        "0 rules", "1 rule", "2,000 rules", "2 boxes"]
    report = Report((Result("c", "unknown", ""), Result("d", "refuted", "", (finding,), (kept,))), (), 3)
    assert (report.findings, report.kept, report.unknown()) == ([finding], [kept], [report.results[0]])


def test_files_that_cannot_be_read_leave_everything_unknown() -> None:
    problem = Problem("some-code", "It is so.", "Mend it.", AT)
    report = refused([problem], 4)
    assert [found.check for found in report.results] == list(CODES)
    assert {(found.outcome, found.scope) for found in report.results[1:]} == {
        ("unknown", "not checked: the files must be readable first")}
    assert (report.silenced, report.cases) == ((), 0)
    [finding] = report.results[0].findings
    assert (finding.code, finding.message) == ("some-code", "It is so.")


def test_every_check_is_run_and_what_is_too_large_is_unknown() -> None:
    base = BASE._replace(default=BASE.default._replace(sources=(Source("field", "so it is", "", AT),)))
    whole = run_checks(Bench(base, {}), {"rules.yaml": ""})
    assert [found.check for found in whole.results] == list(CODES)
    assert (whole.cases, whole.silenced, whole.unknown()) == (12, (), [])
    small = run_checks(Bench(base, {}, 2), {"rules.yaml": ""})
    unknown = small.unknown()
    assert {found.check for found in unknown} <= set(CHECKS)
    assert len(unknown) > 5
    assert {found.scope for found in unknown if found.check in CHECKS} == {"given up beyond 2 nodes"}
    assert {found.outcome for found in small.results} == {"proven", "unknown"}


def test_invariants_by_hand() -> None:
    """Red in 10 of 12 cases: where x is a it needs y to be b, or open."""
    def of(name: str, when: All | AnswerIs | VerdictIs, never: bool = False) -> Invariant:
        return Invariant(name, "", when, RED, never, (), AT)

    base = BASE._replace(invariants={entry.id: entry for entry in (
        of("b", Y), of("x", X), of("never", X, True), of("none", All((X, AnswerIs("x", frozenset("b"))))))})
    proofs = prove(base)
    lost = proofs[1].counterexample
    assert lost in ({"x": "a", "y": "a"}, {"x": "a", "y": "c"})
    assert proofs == (
        Proof("b", "proven", None, {"y": "b"}, 3), Proof("x", "refuted", lost, {"x": "a"}, 4),
        Proof("never", "refuted", {"x": "a"}, {"x": "a"}, 4), Proof("none", "proven", None, None, 0))
    assert [proof.vacuous for proof in prove(base)] == [False, False, False, True]
    assert prove_all(Bench(base, {}).compiler) == prove(base)
    unknown = prove(base, 2)
    assert unknown == tuple(Proof(name, "unknown", None, None, 0) for name in base.invariants)
    assert not unknown[0].vacuous


def test_what_must_not_be_lost_by_hand() -> None:
    """With y from a to b to c: where x is a red is gained and lost again; where x is b or open it stays."""
    base = BASE._replace(monotones={
        "m": Monotone("m", "", All(()), "y", ("a", "b", "c"), RED, (), AT),
        "n": Monotone("n", "", AnswerIs("x", frozenset("b")), "y", ("a", "b", "c"), RED, (), AT),
        "o": Monotone("o", "", All((X, Not(Y))), "y", ("a", "c"), RED, (), AT)})
    assert prove_monotones(base) == (
        MonotoneProof("m", "refuted", {"x": "a", "y": "b"}, {"x": "a", "y": "c"}, {"y": "a"}, 9),
        MonotoneProof("n", "proven", None, None, {"x": "b", "y": "a"}, 3),
        MonotoneProof("o", "proven", None, None, None, 1))
    assert [proof.vacuous for proof in prove_monotones(base)] == [False, False, True]
    assert {proof[1:] for proof in prove_monotones(base, 2)} == {("unknown", None, None, None, 0)}


def test_a_bound_met_at_one_statement_leaves_that_one_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule base fits, and what the statement asks for does not."""
    def too_large(*_: object) -> int:
        raise TooLarge

    invariant = Invariant("v", "", X, RED, False, (), AT)
    monotone = Monotone("m", "", X, "y", ("a", "b"), RED, (), AT)
    bench = Bench(BASE._replace(invariants={"v": invariant}, monotones={"m": monotone}), {})
    monkeypatch.setattr(bench.compiler, "fires", too_large)
    assert prove_all(bench.compiler) == (Proof("v", "unknown", None, None, 0),)
    assert prove_monotone(bench.compiler, monotone) == MonotoneProof("m", "unknown", None, None, None, 0)
    told = "1 statement; 1 of them could not be worked out within the bound"
    bench.once("invariant", lambda: (prove_all(bench.compiler), ()))
    assert CHECKS["invariant"](bench) == Result("invariant", "unknown", told)
    assert CHECKS["vacuous-invariant"](bench) == Result("vacuous-invariant", "unknown", told)


def test_what_a_comment_silences_is_counted_and_not_told() -> None:
    """A wall that is never met, with a comment above it; where nothing can be worked out nobody knows of either."""
    dead = wall("w", All((X, AnswerIs("x", frozenset("b")))), "red")._replace(at=Position("rules.yaml", 2, 1))
    base = BASE._replace(constraints={"w": dead}, default=BASE.default._replace(
        sources=(Source("field", "so it is", "", AT),)))
    texts = {"rules.yaml": "# allow dead-rule: so it is\nw: {}\n"}
    report = run_checks(Bench(base, {}), texts)
    [found] = [found for found in report.results if found.check == "dead-rule"]
    assert (found.outcome, found.findings, found.silenced) == ("refuted", (), 1)
    assert [entry.finding.at for entry in report.silenced] == [dead.at]
    assert report.results[-1] == Result("silence", "proven", "1 comment")
    unknown = run_checks(Bench(base, {}, 2), texts)
    assert unknown.results[-1] == Result(
        "silence", "unknown", "1 comment; 1 of them name a check without a result")
