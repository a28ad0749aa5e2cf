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

FOLDER_COPIES = {"download-all-folders", "download-all-folders-elsewhere", "download-folders-if-any"}
COPIES = {"copy-before-change", "copy-once-fetched"} | FOLDER_COPIES
REMOVES = {"switch-on-removal", "switch-on-removal-on-one", "free-full-mailbox", "free-full-mailbox-on-one",
           "archive-last", "archive-last-shared", "retire-pop-account", "retire-pop-account-if-any",
           "retire-imap-account", "delete-copied-folders", "empty-junk"}
REMOVES_NOTHING = {
    "copy-old-mail-up": "says never to move",
    "copy-old-mail-up-if-any": "says never to move",
    "others-leave-mail": "says to leave mail on the server",
    "copy-once-fetched": "says to copy before any is removed",
}
REMOVED_BY_ONE = Fires(frozenset(("leave-on-server/one-device-removes",)))
NAMES_ONE_DEVICE = "switch on removal on the one backed-up device only; never on the others"


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
    # emptying Junk, looked through in webmail, need not wait for a copy of mail that no device holds yet
    waits_for = COPIES - {"copy-once-fetched"} if remover == "empty-junk" else COPIES
    for copies in (BASE.steps[name] for name in waits_for):
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
    steps = Any(tuple(BASE.steps[name].when for name in REMOVES
                      if name.startswith(("switch-on-removal", "free-full-mailbox", "archive-last"))))
    assert everywhere.case_without(steps, removing) is None


def test_where_one_device_removes_a_step_names_it_and_none_speaks_of_all(everywhere: Everywhere) -> None:
    naming = {step.id for step in BASE.steps.values() if NAMES_ONE_DEVICE in step.text}
    speaking = {step.id for step in BASE.steps.values() if "switch on removal" in step.text}
    assert everywhere.case_without(Any(tuple(BASE.steps[name].when for name in naming)), REMOVED_BY_ONE) is None
    for name in speaking - naming:
        assert everywhere.case(REMOVED_BY_ONE, BASE.steps[name].when) is None, name
    assert speaking - naming, "one device alone is told too"


def test_where_one_device_removes_the_others_are_set_up_to_leave_mail(everywhere: Everywhere) -> None:
    leaving = BASE.steps["others-leave-mail"]
    assert re.search(r"\bleaves mail on the server, without removal\b", leaving.text)
    for form in ("one-device-removes", "no-device-removes-yet"):
        fires = Fires(frozenset((f"leave-on-server/{form}",)))
        assert everywhere.case_without(leaving.when, fires) is None
        assert everywhere.case(BASE.steps["other-devices-follow"].when, fires) is None


def test_what_one_takes_out_of_a_shared_mailbox_all_readers_agree_to(everywhere: Everywhere) -> None:
    shared = AnswerIs("people", frozenset(("several",)))
    for form in (form for form in BASE.forms.values() if form.item == "local-archive"):
        agreed = "agree with everybody who reads this mailbox" in form.text.lower()
        assert agreed is (everywhere.case(form.when, shared) is not None), form.id
        for step in (step for step in BASE.steps.values() if step.id.startswith("archive-last")):
            agreeing = "if all readers agree" in step.text
            assert (everywhere.case(form.when, step.when) is not None) is (agreeing is agreed), (form.id, step.id)


def test_on_several_devices_the_reasons_for_pop_are_said_and_the_walls_decide(everywhere: Everywhere) -> None:
    several = AnswerIs("devices", frozenset(("several",)))
    wishes = {"quota": ("tight", "full"), "offline": ("sometimes", "often"), "archive": ("yes",),
              "server_copy": ("unwanted",)}
    decisive = [rule.when for rule in BASE.evidence.values()
                if (rule.speaks_for, rule.strength) == ("pop", "decisive")]
    assert len(decisive) == len(wishes)
    for question, values in wishes.items():
        wish = AnswerIs(question, frozenset(values))
        assert everywhere.case_without(Any(tuple(decisive)), several, wish) is None
    offered = AnswerIs("offered", frozenset(("both", "imap")))
    assert everywhere.case_without(VerdictIs(frozenset(("imap",))), several, offered) is None


def test_removal_by_pop_is_not_yet_on_when_the_account_is_set_up(everywhere: Everywhere) -> None:
    pop = VerdictIs(frozenset(("pop",)))
    steps = [step for name, step in BASE.steps.items() if name in ("keep-pop", "add-pop", "add-pop-beside")]
    later = re.compile(r"\b(leave|leaving) mail (on the server|there)\b.*\b(for now|at first)\b")
    assert [step.id for step in steps if not later.search(step.text)] == []
    assert everywhere.case_without(Any(tuple(step.when for step in steps)), pop) is None


def test_a_copy_is_always_a_step_as_well(everywhere: Everywhere) -> None:
    first = Fires(frozenset(name for name, form in BASE.forms.items() if form.item == "backup-first"))
    steps = tuple(BASE.steps[name].when for name in ("copy-before-change", "copy-once-fetched"))
    assert everywhere.case_without(Any(steps), first) is None


def test_nobody_is_told_to_copy_what_no_device_holds(everywhere: Everywhere) -> None:
    nothing_yet = AnswerIs("current", frozenset(("none",)))
    for name in COPIES - {"copy-once-fetched"}:
        assert everywhere.case(BASE.steps[name].when, nothing_yet) is None, name


@pytest.mark.parametrize("folders", sorted(FOLDER_COPIES))
def test_folders_are_fetched_before_the_disk_copy_that_must_hold_them(folders: str, everywhere: Everywhere) -> None:
    assert BASE.steps[folders].order < BASE.steps["copy-before-change"].order
    assert everywhere.case_without(BASE.steps["copy-before-change"].when, BASE.steps[folders].when) is None


def test_nothing_that_works_is_switched_off_while_there_is_no_other_way_in(everywhere: Everywhere) -> None:
    neither = VerdictIs(frozenset(("neither",)))
    for step in BASE.steps.values():
        if re.search(r"\bswitch\w* (off|\w+ off)\b", step.text, re.IGNORECASE):
            assert everywhere.case(step.when, neither) is None, step.id


def test_whatever_stops_fetching_comes_before_the_copy() -> None:
    stops = [step for step in BASE.steps.values() if "automatic fetching" in step.text]
    assert {step.id for step in stops} == {"stop-pop-fetching", "stop-pop-fetching-if-any", "stop-fetching-while-mixed"}
    assert all(stop.order < BASE.steps[name].order for stop in stops for name in COPIES)


def test_pop_that_is_or_may_be_in_use_is_stopped_where_imap_is_advised(everywhere: Everywhere) -> None:
    stops = Any(tuple(BASE.steps[name].when for name in ("stop-pop-fetching", "stop-pop-fetching-if-any")))
    may_be = AnswerIs("current", frozenset(("pop", "mixed", OPEN)))
    assert everywhere.case_without(stops, may_be, VerdictIs(frozenset(("imap",)))) is None
