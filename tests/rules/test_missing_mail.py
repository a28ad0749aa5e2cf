"""The rules about missing mail: checked, tested, every cause reachable, every pair told apart or listed."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest

from advisor.cli.opening.rule_files import read_rule_files
from advisor.engine.case import case_of
from advisor.engine.compiled import Compiled, compile_rules
from advisor.engine.evaluate import evaluate
from advisor.interview.doubt import believed
from advisor.interview.sorting import possible
from advisor.report.diagnosis.diagnosis import diagnose
from advisor.rulebase.condition import OPEN, All, AnswerIs, Any, Fires
from advisor.rulebase.files import builtin_folder
from advisor.rulebase.load import load
from advisor.rulebase.model import RuleBase
from advisor.rulebase.read_rule_tests import RuleTest
from advisor.rulebase.rule_test_files import load_tests
from advisor.verify.bench import Bench
from advisor.verify.cases import smallest
from advisor.verify.run import Report, run_checks
from advisor.verify.showing.sources_index import ABOVE, sources_index
from advisor.verify.testing.run_tests import run_tests

FILES = read_rule_files(builtin_folder() / "missing-mail")
TESTS = load_tests(FILES.folder, FILES.base)
MAIN = load(builtin_folder())


@pytest.fixture(scope="module")
def base() -> RuleBase:
    return FILES.base


@pytest.fixture(scope="module")
def compiled(base: RuleBase) -> Compiled:
    return compile_rules(base)


@pytest.fixture(scope="module")
def report(base: RuleBase) -> Report:
    return run_checks(Bench(base, FILES.trees), {})


def test_every_check_comes_to_an_end_and_finds_nothing_of_weight(report: Report) -> None:
    assert report.unknown() == []
    assert {finding.code for finding in report.findings} <= {"gap"}


@pytest.mark.parametrize("test", TESTS, ids=lambda test: test.name)
def test_it_holds(base: RuleBase, compiled: Compiled, test: RuleTest) -> None:
    [result] = run_tests(base, [test], lambda: compiled)
    assert (result.status, result.differences) == ("passed", ())


def fits(base: RuleBase, cause: str) -> dict[str, frozenset[str]]:
    when = base.warnings[cause].when
    parts = [part.parts[0] if isinstance(part, Any) else part
             for part in (when.parts if isinstance(when, All) else (when,))]
    return {part.question: part.values for part in parts if isinstance(part, AnswerIs)}


def test_a_cause_is_a_plain_list_of_the_answers_that_fit_it(base: RuleBase) -> None:
    """So that an answer that is not known never excludes one, and every exclusion can be named.

    Beside such a list, `any` may name a form that says that the answer is in doubt.
    """
    for cause, entry in base.warnings.items():
        parts = entry.when.parts if isinstance(entry.when, All) else (entry.when,)
        for part in parts:
            listed, *doubts = part.parts if isinstance(part, Any) else (part,)
            assert isinstance(listed, AnswerIs), cause
            assert all(isinstance(doubt, Fires) and all(name.startswith("doubtful") for name in doubt.rules)
                       for doubt in doubts), cause
        assert all(OPEN in values for values in fits(base, cause).values()), cause
        assert all(values - {OPEN} for values in fits(base, cause).values()), cause  # and no test excludes it alone


def test_no_two_causes_are_the_same_and_some_test_tells_every_pair_apart(base: RuleBase) -> None:
    for first, second in combinations(base.warnings, 2):
        one, other = fits(base, first), fits(base, second)
        apart = [name for name, question in base.questions.items()
                 if one.get(name, frozenset(question.value_ids)) - {OPEN}
                 != other.get(name, frozenset(question.value_ids)) - {OPEN}]
        assert apart, (first, second)


ONE_WAY = {
    *(("deleted-or-moved", other) for other in (
        "pop-shows-inbox-only", "kept-on-one-device", "left-on-old-device", "lost-with-a-device", "account-removed",
        "upload-stopped")),
    ("account-removed", "left-on-old-device"), ("account-removed", "lost-with-a-device"),
    ("provider-hands-out-once", "taken-by-another-device"), ("cleared-by-age", "left-for-some-days"),
    ("moved-in-one-program", "pop-shows-inbox-only")}
"""The first stays beside the second, whatever is answered. The reasons are in warnings.yaml; one more is a decision."""


def test_the_pairs_that_only_one_way_tells_apart_are_those_that_are_listed(compiled: Compiled) -> None:
    """Over all cases: the second is never left without the first."""
    diagrams, roots = compiled.diagrams, compiled.warnings
    found = {(first, second) for first in roots for second in roots if first != second
             and diagrams.values(diagrams.apply(lambda one, other: bool(other and not one), roots[first],
                                                roots[second])) == {False}}
    assert found == ONE_WAY
    comment = (FILES.folder / "warnings.yaml").read_text(encoding="utf-8").partition("\ntwo-kinds-of-access:")[0]
    assert all(first in comment and second in comment for first, second in ONE_WAY)


def test_the_changes_that_are_named_are_those_of_the_rules_for_switching(base: RuleBase) -> None:
    switching = load(builtin_folder() / "switching")
    known = next(iter(switching.questions.values())).value_ids
    named = {name: entry.procedure for entries in (base.warnings, base.steps) for name, entry in entries.items()
             if entry.procedure}
    assert named == {"full-mailbox": "mailbox-full", "two-kinds-of-access": "mixed", "one-kind-from-now-on": "mixed",
                     "collector-stopped": "gmail-collector"}
    assert set(named.values()) <= set(known)
    for name in base.questions.keys() & switching.questions.keys():  # so that answers can be carried over
        assert base.questions[name].value_ids == switching.questions[name].value_ids


def test_nothing_is_said_to_be_safe_that_may_be_the_only_copy(base: RuleBase) -> None:
    for text in (base.warnings["fetched-twice"].avert, base.forms["confirmed/fetched-twice"].text):
        assert text.startswith("Make a copy of the mail store. Then remove doubles only inside one folder")
    assert base.questions["missing"].value("twice").text == "Nothing: mail shows twice, or the counts went up"


def test_what_is_confirmed_is_a_cause(base: RuleBase) -> None:
    proven = {form.id.partition("/")[2] for form in base.forms.values() if form.item == "confirmed"}
    assert proven <= set(base.warnings)
    assert len(proven) >= 25
    others = {form.item for form in base.forms.values()} - {"confirmed"}
    assert others == {"doubtful-access", "doubtful-room"}  # these speak of answers, not of causes


def test_the_claims_about_missing_mail_are_all_used(base: RuleBase) -> None:
    cited = {source.text for entries in (base.constraints, base.evidence, base.forms, base.warnings, base.steps)
             for entry in entries.values() for source in entry.sources if source.kind == "claim"}
    diagnosis = {name for name, claim in MAIN.claims.items() if claim.kind == "diagnosis"}
    assert diagnosis == set(MAIN.elsewhere)
    assert diagnosis <= cited
    assert base.claims.keys() == MAIN.claims.keys()  # one list of claims for both


def test_answers_that_both_rule_bases_know_mean_the_same(base: RuleBase) -> None:
    shared = base.questions.keys() & MAIN.questions.keys()
    assert {"current", "people", "quota"} <= shared
    for name in shared:
        assert base.questions[name].value_ids == MAIN.questions[name].value_ids


def test_nobody_is_told_to_remove_an_account_before_a_copy_is_safe(base: RuleBase) -> None:
    always = [step for step in base.steps.values() if "remove and re-add" in step.text]
    assert always
    assert any(step.when == All(()) and step.level == "must" for step in always)


def test_every_cause_can_be_left_and_every_proof_can_hold(base: RuleBase, compiled: Compiled) -> None:
    diagrams = compiled.diagrams
    for roots in (compiled.warnings, compiled.set_up):
        for name, root in roots.items():
            case = smallest(diagrams, root)
            assert case is not None, name
            found = evaluate(base, case_of({key: value for key, value in case.items() if value != OPEN}))
            assert name in found.warnings or name in found.set_up
    never = evaluate(base, case_of({}))
    assert not [form for form in never.set_up if form.startswith("confirmed/")]


def unproven(base: RuleBase) -> set[str]:
    return set(base.warnings) - {form.id.partition("/")[2] for form in base.forms.values()}


def test_what_cannot_be_proven_from_outside_is_listed(base: RuleBase) -> None:
    """A change to this list is a decision: these causes can only ever be left over."""
    assert unproven(base) == {"taken-by-a-forgotten-program", "moved-in-one-program", "phone-follows-the-server",
                              "provider-hands-out-once", "account-removed", "upload-stopped", "server-trouble"}


def some_answers(base: RuleBase, random: Random, share: float) -> dict[str, str]:
    return {name: random.choice(question.value_ids) for name, question in base.questions.items()
            if random.random() < share}


def test_an_answer_that_another_contradicts_excludes_nothing(base: RuleBase, compiled: Compiled) -> None:
    random, met = Random(17), {"doubtful-access": 0, "doubtful-room": 0}
    for _ in range(1500):
        known = some_answers(base, random, 0.4)
        if random.random() < 0.5:
            known |= {"current": random.choice(["none", "imap"]), "removal": random.choice(["at_once", "days"])}
        else:
            known |= {"quota": "ample", "bounce": "full"}
        found = evaluate(base, case_of(known))
        for item, doubted in (("doubtful-access", "current"), ("doubtful-room", "quota")):
            if f"{item}/again" in found.set_up or item in found.set_up:
                met[item] += 1
                without = {name: value for name, value in known.items() if name != doubted}
                assert possible(compiled, known) >= possible(compiled, without), known
    assert min(met.values()) > 300


def test_what_is_said_of_a_pair_is_true_whatever_is_answered_next(base: RuleBase, compiled: Compiled) -> None:
    """A test that is named can leave one of the two; where none is named, no answers to the other tests can."""
    random, told, untold = Random(23), 0, 0
    for cause in base.warnings:
        fit = fits(base, cause)
        known = {name: random.choice([value for value in question.value_ids if value in fit.get(name, {value})])
                 for name, question in base.questions.items() if random.random() < 0.75}
        found = diagnose(base, case_of(known), compiled)
        ahead = [name for name in base.questions if name not in known]
        futures = [{**known, **{name: random.choice(base.questions[name].value_ids) for name in ahead
                                if random.random() < 0.5}} for _ in range(40)]
        left = [possible(compiled, believed(base, future)) for future in futures]
        for pair in found.apart:
            both = {pair.first, pair.second}
            if not pair.tests:
                untold += 1
                assert all(len(after & both) != 1 for after in left), (known, pair)
                continue
            told += 1
            for name in ahead:
                question = base.questions[name]
                parted = any(len(possible(compiled, believed(base, {**known, name: value})) & both) == 1
                             for value in question.value_ids)
                assert (question.label in pair.tests) == parted, (known, pair, name)
    assert told > 50
    assert untold > 5


def test_mail_in_the_trash_is_moved_back_before_anything_else(base: RuleBase) -> None:
    for known in ({"in_webmail": "trash"}, {"in_webmail": "trash", "current": "mixed", "removal": "at_once"},
                  {"in_webmail": "trash", "current": "none", "error": "busy", "quota": "ample", "bounce": "full"}):
        first = base.steps[evaluate(base, case_of(known)).steps[0]]
        assert first.level == "must"
        assert first.text.startswith("Move it back now, before the trash is emptied.")


def test_claims_from_the_folder_above_are_not_called_unused_here(base: RuleBase) -> None:
    uses = [use for _, claims in sources_index(base).documents for use in claims]
    assert len(uses) == len(base.claims)
    assert not [use for use in uses if use.unused or not use.fed]
    assert any(use.uses for use in uses)
    assert {use.elsewhere for use in uses if not use.uses} == {ABOVE}
    here = [use for _, claims in sources_index(MAIN).documents for use in claims]
    assert ABOVE not in {use.elsewhere for use in here}
