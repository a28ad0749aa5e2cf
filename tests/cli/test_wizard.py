"""The course of the wizard, with a scripted person in place of a terminal."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from advisor.cli.asking.prompting import Back, Interrupted, Prompt
from advisor.cli.asking.wizard_flow import Wizard
from advisor.cli.edge.environment import Environment
from advisor.cli.files.flags import case_from_flags
from advisor.cli.files.unfinished import StateFile
from advisor.cli.opening.rules import Opened
from advisor.engine.case import Answer, Case, case_of, merge
from advisor.engine.compiled import Compiled
from advisor.engine.programs import answers_of
from advisor.interview.interview import Answers
from advisor.interview.pages import NOT_NAMED, Chosen
from advisor.report.advice.build import recommend
from advisor.report.advice.recommendation import Recommendation
from advisor.rulebase.model import RuleBase

BACK, STOP = Back(), "stop"


class Person:
    """Answers from a list of turns; every prompt seen is written down."""

    def __init__(self, turns: list[object], then: Callable[[Prompt], str] | None = None) -> None:
        self.turns = turns
        self.then = then
        self.seen: list[Prompt] = []
        self.said: list[str] = []

    def choose(self, prompt: Prompt) -> str | Back:
        self.seen.append(prompt)
        if not self.turns and self.then is not None:
            return self.then(prompt)
        turn = self.turns.pop(0)
        if turn == STOP:
            raise Interrupted
        if isinstance(turn, Back):
            assert prompt.can_go_back
            return turn
        assert turn in [option.value for option in prompt.options], (turn, prompt)
        return str(turn)

    def say(self, text: str = "") -> None:
        self.said.append(text)


@pytest.fixture
def start(base: RuleBase, compiled: Compiled, tmp_path: Path):
    """A function that starts a wizard for a person."""

    def go(person: Person, *, quick: bool = False, preset: Case | None = None,
           kept: Mapping[str, Answer] | None = None,
           programs: Chosen | None = None) -> tuple[Wizard, list[Recommendation]]:
        shown: list[Recommendation] = []
        state = StateFile(Environment(None, None, None, {"ADVISOR_STATE": str(tmp_path / "state")}))
        answers = Answers(preset or Case()).going_on_with(kept or {})
        wizard = Wizard(Opened(base, compiled, None), person, state, answers, folder=tmp_path, show=shown.append,
                        quick=quick, programs=programs)
        wizard.run()
        return wizard, shown

    return go


def titles(person: Person, base: RuleBase) -> list[str]:
    asks = {question.ask: name for name, question in base.questions.items()}
    return [asks.get(prompt.title, prompt.title.split(".")[0]) for prompt in person.seen]


def test_one_answer_settles_it_and_the_rest_is_offered(start, base: RuleBase) -> None:
    person = Person(["several", "no", "", "done"])
    _, [rec] = start(person)
    assert titles(person, base)[0] == "devices"
    assert rec.verdict.option == "imap"
    assert rec.verdict.settled == "yes"
    assert any("Use IMAP." in line and "This holds if your provider offers IMAP" in line for line in person.said)
    skipped = {found.question for found in rec.open if found.can_change}
    assert {"offered", "quota", "current"} <= skipped  # the report can say what was not looked at


def test_quick_stops_after_the_first_part(start, base: RuleBase) -> None:
    person = Person(["several", "", "done"])
    start(person, quick=True)
    assert titles(person, base) == ["devices", "Your answers", "What next?"]


def test_going_back_keeps_later_answers(start, base: RuleBase) -> None:
    person = Person(["one", "regular", BACK, BACK, "one", STOP])  # two steps back, and the same first answer again
    with pytest.raises(Interrupted):
        start(person)
    assert titles(person, base) == ["devices", "local_backup", "sync", "local_backup", "devices", "sync"]
    assert [prompt.current.value for prompt in person.seen[3:5] if prompt.current] == ["regular", "one"]


def test_an_answer_changed_on_the_way_back_changes_what_follows(start) -> None:
    person = Person(["one", "regular", "no", BACK, BACK, BACK, "several", "no", "", "done"])
    _, [rec] = start(person)
    known = {given.question: given.value for given in rec.known()}
    assert known == {"devices": "several"}  # the others can change nothing now unless they are asked in the second part


def test_every_answer_can_be_changed_before_and_after_the_report(start) -> None:
    person = Person(["several", "no", "devices", "one", "unreliable", "", "change", "devices", "several", "", "done"])
    wizard, shown = start(person)
    assert [rec.verdict.option for rec in shown] == ["imap", "imap"]
    assert {given.question: given.value for given in shown[0].known()} == {
        "devices": "one", "local_backup": "unreliable"}
    assert {given.question: given.value for given in shown[1].known()}["devices"] == "several"
    assert wizard.finished


def test_preset_answers_are_not_asked(start, base: RuleBase) -> None:
    person = Person(["no", "", "done"])
    _, [rec] = start(person, preset=case_of({"devices": "several"}, "file"))
    assert titles(person, base)[0].startswith("Up to")
    assert {given.question: given.origin for given in rec.known()} == {"devices": "file"}


def test_the_command_at_the_end_gives_the_same_result(start, base: RuleBase, compiled: Compiled) -> None:
    def answer(prompt: Prompt) -> str:
        page = prompt.options[0].value == NOT_NAMED
        return "done" if prompt.title == "What next?" else prompt.options[1 if page else 0].value

    _, [rec] = start(Person(["one", "unsure"], then=answer))
    words = shlex.split(rec.command)
    assert words[:2] == ["advisor", "recommend"]
    flags = {flag.removeprefix("--").replace("-", "_"): [value]
             for flag, value in zip(words[2::2], words[3::2], strict=True)}
    client, provider = base.clients[flags.pop("client")[0]], base.providers[flags.pop("provider")[0]]
    case, problems = case_from_flags(base, flags)
    assert not problems
    again = recommend(base, merge([answers_of(provider), case]), compiled, client=client, provider=provider)
    assert (again.verdict, again.set_up, again.warnings, again.steps, again.open) == (
        rec.verdict, rec.set_up, rec.warnings, rec.steps, rec.open)


@pytest.mark.parametrize("turns", [["one", STOP], ["one", "regular", "no", STOP], ["several", STOP],
                                   ["several", "yes", STOP], ["several", "no", STOP]])
def test_stopping_at_any_point_keeps_the_answers(start, turns: list[object], tmp_path: Path) -> None:
    with pytest.raises(Interrupted):
        start(Person(list(turns)))
    file = tmp_path / "state" / "unfinished.json"
    assert file.stat().st_mode & 0o777 == 0o600
    kept = json.loads(file.read_text())["answers"]
    assert kept["devices"] == {"value": turns[0], "origin": "asked"}


def test_going_on_asks_only_the_rest(start, base: RuleBase, tmp_path: Path) -> None:
    with pytest.raises(Interrupted):
        start(Person(["one", "regular", STOP]))
    state = StateFile(Environment(None, None, None, {"ADVISOR_STATE": str(tmp_path / "state")}))
    kept = state.load(base)
    assert kept is not None
    person = Person([STOP])
    with pytest.raises(Interrupted):
        start(person, kept=kept.answers)
    assert titles(person, base) == ["sync"]


def test_what_was_kept_is_removed_when_done(start, tmp_path: Path) -> None:
    start(Person(["several", "no", "", "done"]))
    assert not (tmp_path / "state" / "unfinished.json").exists()


def test_kept_answers_that_no_longer_fit_are_dropped_and_counted(base: RuleBase, tmp_path: Path) -> None:
    state = StateFile(Environment(None, None, None, {"ADVISOR_STATE": str(tmp_path)}))
    good = {"value": "one", "origin": "asked"}
    state.path.write_text(json.dumps({"answers": {
        "devices": good, "gone": good, "quota": {"value": "huge", "origin": "asked"}, "places": 3,
        "people": {"value": "one", "origin": "elsewhere"}}}))
    kept = state.load(base)
    assert kept is not None
    assert (kept.answers, kept.dropped) == ({"devices": Answer("one", "asked")}, 4)
    for broken in ("", "[]", "{\"answers\": 3}", "{\"answers\": {}}", "[" * 100_000):
        state.path.write_text(broken)
        assert state.load(base) is None


def test_saving_never_overwrites(start, tmp_path: Path) -> None:
    (tmp_path / "advice.html").write_text("mine")
    person = Person(["several", "no", "", "save", "done"])
    start(person)
    assert (tmp_path / "advice.html").read_text() == "mine"
    assert "<html" in (tmp_path / "advice-2.html").read_text()
    assert "devices: several" in (tmp_path / "advice-answers.yaml").read_text()
    assert sum(line.startswith("Saved: ") for line in person.said) == 2


def test_a_run_leaves_alone_what_another_run_keeps(start, tmp_path: Path) -> None:
    with pytest.raises(Interrupted):
        start(Person(["one", "regular", STOP]))
    file = tmp_path / "state" / "unfinished.json"
    before = file.read_text()
    start(Person(["no", "", "done"]), preset=case_of({"devices": "several"}, "file"))  # gives no answer of its own
    assert file.read_text() == before


def test_stopping_after_a_change_that_followed_the_report_keeps_the_change(start, tmp_path: Path) -> None:
    with pytest.raises(Interrupted):
        start(Person(["several", "no", "", "change", "devices", "one", STOP]))
    kept = json.loads((tmp_path / "state" / "unfinished.json").read_text())["answers"]
    assert kept["devices"]["value"] == "one"


def test_going_on_with_the_same_file_keeps_what_was_changed(start, base: RuleBase, tmp_path: Path) -> None:
    preset = case_of({"devices": "several", "quota": "full"}, "file")
    with pytest.raises(Interrupted):
        start(Person(["no", "devices", "one", STOP]), preset=preset)
    kept = StateFile(Environment(None, None, None, {"ADVISOR_STATE": str(tmp_path / "state")})).load(base)
    assert kept is not None
    answers = Answers(preset).going_on_with(kept.answers)
    assert {name: tuple(answer) for name, answer in answers.preset.answers.items()} == {
        "devices": ("one", "asked"), "quota": ("full", "file")}
