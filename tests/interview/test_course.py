"""The whole course of an interview, worked out by hand: first part, pages about provider and program, second part."""

from __future__ import annotations

import pytest

from advisor.engine.case import Answer, Case
from advisor.engine.compiled import Compiled
from advisor.interview.course import Course
from advisor.interview.interview import Answers
from advisor.interview.pages import NOT_NAMED, PAGES, Chosen, can_decide, pages_of
from advisor.rulebase.model import RuleBase
from advisor.rulebase.named import CLIENT, PROVIDER

SEVERAL = Answers(given={"devices": "several"})
"""Enough for the option: the first part is over."""


@pytest.fixture
def begin(base: RuleBase, compiled: Compiled):
    def begun(answers: Answers = SEVERAL, programs: Chosen | None = None, *, quick: bool = False) -> Course:
        return Course.begin(base, compiled, answers, programs or Chosen(), quick=quick)
    return begun


def test_the_first_part_comes_before_any_page(begin) -> None:
    state = begin(Answers()).replay(details=True)
    assert (state.stage, state.question, state.asked) == ("choice", "devices", ())


def test_without_details_no_page_is_asked(begin) -> None:
    state = begin().replay(details=False)
    assert (state.stage, state.question, state.asked) == ("done", None, ("devices",))


def test_the_pages_stand_between_the_parts_in_their_order(begin) -> None:
    assert PAGES == (PROVIDER, CLIENT)
    course = begin()
    first = course.replay(details=True)
    assert (first.stage, first.question, first.asked, first.choice_length) == ("details", PROVIDER, ("devices",), 1)
    second = course.with_answer(PROVIDER, NOT_NAMED).replay(details=True)
    assert (second.question, second.asked, second.choice_length) == (CLIENT, ("devices", PROVIDER), 1)
    assert second.at_most == first.at_most - 1
    third = course.with_answer(PROVIDER, NOT_NAMED).with_answer(CLIENT, NOT_NAMED).replay(details=True)
    assert third.question not in {*PAGES, "devices"}
    assert third.asked == ("devices", PROVIDER, CLIENT)
    assert third.at_most == second.at_most - 1


def test_a_page_can_be_asked_again_as_if_it_were_open(begin) -> None:
    course = begin().with_answer(PROVIDER, "gmail").with_answer(CLIENT, NOT_NAMED)
    state = course.replay(details=True, stop_before=PROVIDER)
    assert (state.question, state.asked) == (PROVIDER, ("devices",))
    state = course.replay(details=True, stop_before=CLIENT)
    assert (state.question, state.asked) == (CLIENT, ("devices", PROVIDER))


def test_what_the_command_line_named_is_not_asked(begin, base: RuleBase) -> None:
    named = Chosen({PROVIDER: "gmail"})
    assert pages_of(base, named) == (CLIENT,)
    assert pages_of(base, Chosen({PROVIDER: "gmail", CLIENT: "thunderbird"})) == ()
    assert pages_of(base._replace(clients={}), Chosen()) == (PROVIDER,)
    course = begin(programs=named)
    assert course.replay(details=True).question == CLIENT
    assert course.provider is base.providers["gmail"]
    assert course.client is None


def test_the_provider_answers_what_nobody_else_has(begin) -> None:
    course = begin(programs=Chosen({PROVIDER: "gmail"}))
    assert course.replay(details=True).case.answers["offered"] == Answer("both", "provider")
    own = begin(Answers(given={"devices": "several", "offered": "imap"}),
                Chosen({PROVIDER: "gmail", CLIENT: "thunderbird"}))
    assert own.replay(details=True).case.answers["offered"] == Answer("imap", "asked")
    preset = begin(Answers(Case({"offered": Answer("imap", "file")}), {"devices": "several"}),
                   Chosen({PROVIDER: "gmail"}))
    assert preset.replay(details=False).case.answers["offered"] == Answer("imap", "file")


def test_where_provider_and_person_differ_that_is_noted(begin) -> None:
    course = begin(Answers(Case({"offered": Answer("imap", "file")}), {"devices": "several"}),
                   Chosen({PROVIDER: "gmail"}))
    case = course.case(details=False)
    assert case.value("offered") == "imap"
    assert [found.question for found in case.disagreements] == ["offered"]
    assert begin().case(details=False).disagreements == ()


def test_a_quick_interview_asks_only_the_pages_that_can_decide(begin, base: RuleBase) -> None:
    lacking = {entry.id for entry in base.clients.values() if "no" in entry.offers.values.values()}
    assert lacking, "some program lacks an option"
    state = begin(quick=True).replay(details=False)
    case = Case({"devices": Answer("several", "asked")})
    wanted = [page for page in PAGES if can_decide(base, case, page)]
    assert (state.question in PAGES) is bool(wanted)
    assert state.question == (wanted[0] if wanted else None)


def test_whether_a_page_can_decide(base: RuleBase) -> None:
    several = Case({"devices": Answer("several", "asked"), "offered": Answer("imap", "asked")})
    assert can_decide(base, several, PROVIDER) is False  # one's own answer about the offer wins
    assert can_decide(base, several, CLIENT) is False  # no program takes the last option away
    nothing = base._replace(providers={}, clients={})
    assert [can_decide(nothing, Case(), page) for page in PAGES] == [False, False]


def test_choosing_a_page_replaces_what_the_command_line_said() -> None:
    chosen = Chosen({PROVIDER: "gmail", CLIENT: "thunderbird"}).with_page(PROVIDER, "gmx")
    assert chosen == Chosen({CLIENT: "thunderbird"}, {PROVIDER: "gmx"})
    assert chosen.value(PROVIDER) == "gmx"
    assert chosen.known() == {PROVIDER: "gmx", CLIENT: "thunderbird"}
    assert Chosen().known() == {}
    assert Chosen().value(CLIENT) is None


def test_what_an_earlier_run_kept_counts_as_far_as_the_rules_know_it(base: RuleBase) -> None:
    kept = {PROVIDER: "gmail", CLIENT: "no such program"}
    assert Chosen().going_on_with(kept, base) == Chosen({}, {PROVIDER: "gmail"})
    assert Chosen({PROVIDER: "gmx"}).going_on_with(kept, base) == Chosen({PROVIDER: "gmx"}, {})
    assert Chosen({}, {PROVIDER: "gmx"}).going_on_with(kept, base) == Chosen({}, {PROVIDER: "gmx"})
    assert Chosen().going_on_with({CLIENT: NOT_NAMED}, base) == Chosen({}, {CLIENT: NOT_NAMED})


def test_only_a_quick_interview_decides_by_the_walls_of_the_program(begin, base: RuleBase,
                                                                   compiled: Compiled) -> None:
    lacking = next(entry for entry in base.clients.values() if "no" in entry.offers.values.values())
    named = Chosen({CLIENT: lacking.id})
    assert begin(programs=named).deciding == (base, compiled)
    rules, diagrams = begin(programs=named, quick=True).deciding
    assert set(rules.constraints) > set(base.constraints)
    assert diagrams is not compiled
    assert begin(quick=True).deciding == (base, compiled)
    asked = begin(programs=Chosen({}, {CLIENT: lacking.id}), quick=True)
    assert asked.deciding == (base, compiled), "only what the command line names leaves no choice"


def test_going_on_takes_the_answers_of_the_earlier_run(begin) -> None:
    course = begin(Answers(), quick=True).going_on(SEVERAL, Chosen({}, {PROVIDER: NOT_NAMED}))
    assert (course.answers, course.quick) == (SEVERAL, True)
    assert course.programs.asked == {PROVIDER: NOT_NAMED}
    assert course.with_answer("devices", "one").answers.given == {"devices": "one"}


POP_FOR_ONE = {"devices": "one", "people": "one", "places": "one", "folders": "no", "local_backup": "regular",
               "quota": "full", "offered": "both", "archive": "yes", "sync": "no"}
"""All that decides; the option is the one that some programs lack."""


def preset(**more: str) -> Answers:
    return Answers(Case({name: Answer(value, "file") for name, value in {**POP_FOR_ONE, **more}.items()}))


def test_a_quick_interview_asks_for_the_program_where_one_lacks_what_is_advised(begin, base: RuleBase) -> None:
    lacking = next(entry.id for entry in base.clients.values() if entry.offers.values.get("pop") == "no")
    course = begin(preset(), quick=True)
    assert [can_decide(base, course.answers.preset, page) for page in PAGES] == [False, True]
    state = course.replay(details=False)
    assert (state.stage, state.question, state.asked, state.at_most) == ("details", CLIENT, (), 1)
    answered = course.with_answer(CLIENT, lacking)
    assert answered.quick
    assert answered.programs.asked == {CLIENT: lacking}
    done = answered.replay(details=False)
    assert (done.stage, done.question, done.asked) == ("done", None, (CLIENT,))
    slow = begin(preset())
    assert slow.replay(details=False).question is None


def test_a_question_of_the_first_part_can_be_asked_again(begin) -> None:
    course = begin().with_answer(PROVIDER, NOT_NAMED).with_answer(CLIENT, NOT_NAMED)
    state = course.replay(details=True, stop_before="devices")
    assert (state.stage, state.question, state.asked) == ("choice", "devices", ())
    later = course.replay(details=True).question
    assert later is not None
    state = course.with_answer(later, "unsure").replay(details=True, stop_before=later)
    assert (state.question, state.asked) == (later, ("devices", PROVIDER, CLIENT))


def test_the_program_that_was_named_is_known(begin, base: RuleBase) -> None:
    assert begin(programs=Chosen({CLIENT: "thunderbird"})).client is base.clients["thunderbird"]
    assert begin(programs=Chosen({}, {CLIENT: "thunderbird"})).client is base.clients["thunderbird"]
    assert begin(programs=Chosen({}, {CLIENT: NOT_NAMED})).client is None
    assert (begin().client, begin().provider) == (None, None)


def test_walls_that_are_too_large_for_proofs_are_left_out(base: RuleBase, compiled: Compiled,
                                                          monkeypatch: pytest.MonkeyPatch) -> None:
    lacking = next(entry for entry in base.clients.values() if "no" in entry.offers.values.values())
    monkeypatch.setattr("advisor.engine.limits.NODE_LIMIT", 1)
    assert Chosen({CLIENT: lacking.id}).walled(base, compiled) == (base, compiled)
