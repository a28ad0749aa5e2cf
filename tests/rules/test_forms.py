"""Set-up forms and steps over all cases: none contradict, none is idle, nothing is removed before it is copied."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import combinations

import pytest

from advisor.engine.compiled import Compiler, domains_of
from advisor.engine.diagram import Diagrams
from advisor.rulebase.condition import OPEN, All, AnswerIs, Any, Condition, Fires, VerdictIs
from advisor.rulebase.load import builtin_folder, load
from advisor.rulebase.model import RuleBase

BASE = load(builtin_folder())
RULES: dict[str, Condition] = {
    f"{kind} {rule.id}": rule.when
    for kind, rules in (("constraint", BASE.constraints), ("evidence", BASE.evidence), ("set-up", BASE.forms),
                        ("warning", BASE.warnings), ("step", BASE.steps))
    for rule in rules.values()}

COPIES = {"copy-before-change", "download-all-folders"}
REMOVES = {"switch-on-removal", "free-full-mailbox", "archive-last", "retire-pop-account", "retire-imap-account",
           "empty-junk"}
REMOVES_NOTHING = {
    "copy-old-mail-up": "says never to move",
}


class Everywhere:
    """Conditions over all cases of the built-in rules."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base
        self.diagrams = Diagrams(domains_of(base))
        self.compiler = Compiler(base, self.diagrams)
        self.compiler.compile()

    def case(self, *conditions: Condition) -> Mapping[str, str] | None:
        """A case in which all of the conditions are true, with as few known answers as can be, or None."""
        ref = self.compiler.fires(All(conditions))
        found = self.diagrams.witness(ref, bool, lambda _, value: value != OPEN)
        return None if found is None else {name: value for name, value in found.items() if value != OPEN}

    def case_without(self, condition: Condition, *others: Condition) -> Mapping[str, str] | None:
        """A case in which the others are true and `condition` is not."""
        ref = self.diagrams.apply(lambda first, second: first and not second, self.compiler.fires(All(others)),
                                  self.compiler.fires(condition))
        return self.diagrams.witness(ref, bool, lambda _, value: value != OPEN)


@pytest.fixture(scope="module")
def everywhere() -> Everywhere:
    return Everywhere(BASE)


def test_at_most_one_form_of_an_item_holds(everywhere: Everywhere) -> None:
    together = {(one.id, other.id): everywhere.case(one.when, other.when)
                for one, other in combinations(BASE.forms.values(), 2) if one.item == other.item}
    assert together
    assert {pair: case for pair, case in together.items() if case is not None} == {}


def test_every_rule_holds_in_some_case_and_not_in_every_one(everywhere: Everywhere) -> None:
    assert [name for name, when in RULES.items() if everywhere.case(when) is None] == [], "these can never hold"
    assert [name for name, when in RULES.items() if everywhere.case_without(when) is None] == [], "these always hold"


def test_pop_always_says_once_what_stays_on_the_server(everywhere: Everywhere) -> None:
    pop = VerdictIs(frozenset(("pop",)))
    leaves = Fires(frozenset(name for name, form in BASE.forms.items() if form.item == "leave-on-server"))
    deletes = Fires(frozenset(name for name, form in BASE.forms.items() if form.item == "delete-after-download"))
    assert everywhere.case(pop, leaves, deletes) is None
    assert everywhere.case_without(Any((leaves, deletes)), pop) is None
    assert everywhere.case_without(pop, Any((leaves, deletes))) is None


def test_the_tag_stands_on_exactly_the_forms_that_remove_mail() -> None:
    removing = {form.id for form in BASE.forms.values()
                if form.item in ("delete-after-download", "local-archive")
                or (form.item == "leave-on-server" and form.params["removal"] != "never")}
    assert {form.id for form in BASE.forms.values() if "removes-mail" in form.tags} == removing


# ---- steps

def test_every_step_that_speaks_of_removing_is_accounted_for() -> None:
    words = re.compile(r"\b(remov\w*|delet\w*|empty|mov(e|es|ing)|switch \w+ off|take .* out)\b", re.IGNORECASE)
    speaking = {step.id for step in BASE.steps.values() if words.search(step.text)}
    assert speaking == REMOVES | REMOVES_NOTHING.keys()


@pytest.mark.parametrize("remover", sorted(REMOVES))
def test_no_step_removes_mail_before_the_step_that_copies(remover: str, everywhere: Everywhere) -> None:
    removes = BASE.steps[remover]
    for copies in (BASE.steps[name] for name in COPIES):
        together = everywhere.case(removes.when, copies.when)
        assert together is None or copies.order < removes.order, (copies.id, together)


@pytest.mark.parametrize("remover", sorted(REMOVES - {"empty-junk"}))
def test_no_step_removes_mail_without_a_copy_or_a_regular_backup(remover: str, everywhere: Everywhere) -> None:
    copies = Any(tuple(BASE.steps[name].when for name in COPIES))
    regular = AnswerIs("local_backup", frozenset(("regular",)))
    assert everywhere.case_without(Any((copies, regular)), BASE.steps[remover].when) is None


@pytest.mark.parametrize("remover", sorted(REMOVES - {"empty-junk"}))
def test_mail_is_removed_after_the_test_only(remover: str) -> None:
    assert BASE.steps[remover].order > BASE.steps["test-with-a-message"].order


def test_whatever_removes_mail_has_a_step_that_says_when(everywhere: Everywhere) -> None:
    removing = Fires(frozenset(form.id for form in BASE.forms.values() if "removes-mail" in form.tags))
    steps = Any(tuple(BASE.steps[name].when for name in ("switch-on-removal", "free-full-mailbox", "archive-last")))
    assert everywhere.case_without(steps, removing) is None


def test_a_copy_is_always_a_step_as_well(everywhere: Everywhere) -> None:
    first = Fires(frozenset(("backup-first/before-anything",)))
    assert everywhere.case_without(BASE.steps["copy-before-change"].when, first) is None


def test_whatever_stops_fetching_comes_before_the_copy() -> None:
    copy = BASE.steps["copy-before-change"].order
    assert all(BASE.steps[name].order < copy for name in ("stop-pop-fetching", "stop-fetching-while-mixed"))
