"""The wizard asks who runs the mailbox and with which program it is read."""

from __future__ import annotations

import io
import json
import random
from pathlib import Path

import pytest

from advisor.cli.asking.program_pages import page_prompt, page_texts
from advisor.cli.asking.prompt_plain import PlainPrompter
from advisor.cli.asking.prompting import Back, Interrupted, Prompt
from advisor.cli.asking.wizard_flow import Wizard
from advisor.cli.edge.environment import Environment
from advisor.cli.files.unfinished import StateFile
from advisor.cli.opening.rules import Opened
from advisor.engine.case import Case, case_of
from advisor.engine.compiled import Compiled, compile_rules
from advisor.interview.interview import Answers
from advisor.interview.pages import NOT_NAMED, PAGES, Chosen
from advisor.report.advice.recommendation import Recommendation
from advisor.rulebase.load import load
from advisor.rulebase.model import RuleBase
from advisor.rulebase.named import CLIENT, PROVIDER

BACK, STOP = Back(), "stop"
SMALL = {"devices": "one", "local_backup": "regular", "quota": "full", "places": "one", "people": "one",
         "folders": "no", "sync": "no"}
"""A case for the option that some programs lack."""


class Person:
    """Answers pages by a script, and everything else by a rule."""

    def __init__(self, script: dict[str, list[object]], base: RuleBase, *, go_on: bool = True) -> None:
        self.script, self.base, self.go_on = script, base, go_on
        self.seen: list[str] = []
        self.counts: list[tuple[int, int]] = []
        self.said: list[str] = []
        self.titles = {page_prompt(base, Chosen(), page, "", can_go_back=True).title: page for page in PAGES}
        self.titles |= {question.ask: name for name, question in base.questions.items()}

    def choose(self, prompt: Prompt) -> str | Back:
        name = self.titles.get(prompt.title)
        if name is None:
            if prompt.title.startswith(("Up to", "1 more")):
                self.seen.append(prompt.title)
                return "yes" if self.go_on else "no"
            return {"What next?": "done"}.get(prompt.title, "")
        self.seen.append(name)
        turns = self.script.get(name)
        if turns:
            turn = turns.pop(0)
            if turn == STOP:
                raise Interrupted
            assert isinstance(turn, Back) or turn in [option.value for option in prompt.options]
            assert not isinstance(turn, Back) or prompt.can_go_back
            return turn  # type: ignore[return-value]
        return "unsure" if name not in PAGES else NOT_NAMED

    def say(self, text: str = "") -> None:
        self.said.append(text)


@pytest.fixture
def start(base: RuleBase, compiled: Compiled, tmp_path: Path):
    def go(person: Person, *, quick: bool = False, preset: Case | None = None,
           programs: Chosen | None = None) -> tuple[Wizard, list[Recommendation]]:
        shown: list[Recommendation] = []
        state = StateFile(Environment(None, None, None, {"ADVISOR_STATE": str(tmp_path / "state")}))
        wizard = Wizard(Opened(base, compiled, None), person, state, Answers(preset or Case()), folder=tmp_path,
                        show=shown.append, programs=programs, quick=quick)
        wizard.run()
        return wizard, shown

    return go


def asked(person: Person) -> list[str]:
    return [name for name in person.seen if not name.startswith(("Up to", "1 more"))]


def test_both_are_asked_once_after_the_offer_and_not_knowing_costs_nothing(start, base: RuleBase) -> None:
    person = Person({"devices": ["several"]}, base)
    _, [rec] = start(person)
    assert asked(person)[:4] == ["devices", PROVIDER, CLIENT, "offered"]
    assert [asked(person).count(page) for page in PAGES] == [1, 1]
    assert (rec.client, rec.provider) == (None, None)
    plain = Person({"devices": ["several"]}, base)
    assert start(plain)[1][0].verdict == rec.verdict


def test_the_provider_answers_what_is_offered_and_that_is_not_asked_again(start, base: RuleBase) -> None:
    person = Person({"devices": ["one"], PROVIDER: ["icloud"], CLIENT: ["apple-mail"]}, base)
    _, [rec] = start(person)
    assert "offered" not in asked(person)
    assert [(given.value, given.origin) for given in rec.known() if given.question == "offered"] == [
        ("imap", "provider")]
    assert rec.client is not None
    assert rec.client.id == "apple-mail"
    assert "--client apple-mail --provider icloud" in rec.command


def test_what_is_not_in_the_list_is_asked_of_the_provider_word_for_word(start, base: RuleBase) -> None:
    generic = next(entry.id for entry in base.providers.values() if entry.generic)
    _, [rec] = start(Person({"devices": ["several"], PROVIDER: [generic]}, base))
    assert rec.provider is not None
    assert len(rec.provider.ask) >= 5


def test_neither_is_asked_when_it_was_named(start, base: RuleBase) -> None:
    person = Person({"devices": ["several"]}, base)
    _, [rec] = start(person, programs=Chosen({PROVIDER: "gmail", CLIENT: "thunderbird"}))
    assert not {*PAGES, "offered"} & set(asked(person))
    assert rec.client is not None
    assert rec.provider is not None


def test_quick_asks_only_what_can_decide(start, base: RuleBase) -> None:
    person = Person({"devices": ["several"]}, base)
    start(person, quick=True)
    assert not set(PAGES) & set(asked(person))  # every provider and every program leaves the advice as it is
    person = Person({PROVIDER: ["icloud"]}, base)
    _, [rec] = start(person, quick=True, preset=case_of(SMALL, "file"))
    assert asked(person) == [PROVIDER]  # once nothing else is offered, no program decides anything
    assert rec.verdict.option == "imap"
    person = Person({CLIENT: ["mailspring"]}, base)
    _, [rec] = start(person, quick=True, preset=case_of(SMALL, "file"))
    assert asked(person) == [PROVIDER, CLIENT]
    assert rec.verdict.option == "imap"


def test_going_back_works_over_them(start, base: RuleBase) -> None:
    person = Person({"devices": ["several", "several"], PROVIDER: ["gmail", BACK],
                     CLIENT: [BACK, "thunderbird"]}, base)
    wizard, [rec] = start(person)
    assert asked(person)[:6] == ["devices", PROVIDER, CLIENT, PROVIDER, "devices", CLIENT]
    # What was answered before is kept.
    assert wizard.course.programs.asked == {PROVIDER: "gmail", CLIENT: "thunderbird"}
    person = Person({"devices": ["several"], PROVIDER: ["other"], CLIENT: ["thunderbird", "apple-mail"],
                     "offered": [BACK, "both"]}, base)
    _, [rec] = start(person)
    assert asked(person)[:5] == ["devices", PROVIDER, CLIENT, "offered", CLIENT]
    assert rec.client is not None
    assert rec.client.id == "apple-mail"


def test_the_count_of_questions_is_never_too_small(start, base: RuleBase) -> None:
    pick = random.Random(3)
    for _ in range(12):
        script: dict[str, list[object]] = {name: [pick.choice(question.value_ids)]
                                           for name, question in base.questions.items()}
        script |= {PROVIDER: [pick.choice([*base.providers, NOT_NAMED])],
                   CLIENT: [pick.choice([*base.clients, NOT_NAMED])]}
        person = Person(script, base)
        start(person)
        offer = next((place for place, name in enumerate(person.seen) if name.startswith(("Up to", "1 more"))), None)
        if offer is not None:
            said = int(person.seen[offer].removeprefix("Up to ").split()[0])
            assert len(person.seen) - offer - 1 <= said


def test_an_interrupted_run_keeps_both(start, base: RuleBase, tmp_path: Path) -> None:
    with pytest.raises(Interrupted):
        start(Person({"devices": ["several"], PROVIDER: ["gmx"], CLIENT: [STOP]}, base))
    state = StateFile(Environment(None, None, None, {"ADVISOR_STATE": str(tmp_path / "state")}))
    kept = state.load(base)
    assert kept is not None
    assert kept.programs == {PROVIDER: "gmx"}
    going_on = Chosen().going_on_with(kept.programs, base)
    assert going_on.provider(base) == base.providers["gmx"]
    with pytest.raises(Interrupted):
        start(Person({"devices": ["several", STOP], "offered": [STOP], "quota": [STOP]}, base),
              programs=Chosen({CLIENT: "ios-mail"}))
    kept = state.load(base)
    assert kept is not None
    assert kept.programs[CLIENT] == "ios-mail"
    assert Chosen({CLIENT: "gmail-app"}).going_on_with(kept.programs, base).client(base) == base.clients["gmail-app"]
    assert Chosen().going_on_with({CLIENT: "gone", PROVIDER: "gone"}, base).known() == {}


def test_what_was_kept_badly_is_left_out(base: RuleBase, tmp_path: Path) -> None:
    state = StateFile(Environment(None, None, None, {"ADVISOR_STATE": str(tmp_path)}))
    answers = {"devices": {"value": "one", "origin": "asked"}}
    for programs in ([], 3, "x", None, {CLIENT: ["a"]}):
        state.path.write_text(json.dumps({"answers": answers, "programs": programs}))
        kept = state.load(base)
        assert kept is not None
        assert len(kept.answers) == 1
        assert Chosen().going_on_with(kept.programs, base).known() == {}


def test_an_own_answer_wins_over_the_provider_and_that_is_shown(start, base: RuleBase) -> None:
    person = Person({"devices": ["one"], PROVIDER: ["icloud"]}, base)
    _, [rec] = start(person, preset=case_of({"offered": "both"}, "file"))
    assert [(found.kept_origin, found.dropped_origin) for found in rec.disagreements] == [("file", "provider")]


def test_a_program_that_lacks_the_option_is_said_at_once(start, base: RuleBase) -> None:
    person = Person({CLIENT: ["wino-mail"], "current": [], "offered": ["both"]}, base)
    _, [rec] = start(person, preset=case_of(SMALL, "file"))
    assert rec.verdict.option == "imap"
    assert any("This is for Wino Mail, which does not have POP3" in line for line in person.said)


def test_the_plain_prompt_lists_every_entry_and_explains(base: RuleBase) -> None:
    for page in PAGES:
        screen = io.StringIO()
        prompt = page_prompt(base, Chosen(), page, "", can_go_back=True)
        typed = io.StringIO("?\n1\n")  # not to know is the first, so that an Enter too many names nothing
        assert PlainPrompter(typed, screen, width=40).choose(prompt) == NOT_NAMED
        text = " ".join(screen.getvalue().split())
        assert "Why we ask" in text
        assert "How to find out" in text
        for option in page_texts(base, page).values():
            assert option in text
        assert all(len(line) <= 40 for line in screen.getvalue().splitlines())
    entries = page_texts(base, PROVIDER)
    assert entries["gmail"] == "Gmail: gmail.com, googlemail.com"


def test_rules_without_programs_ask_about_none(tmp_path: Path) -> None:
    base = load(Path("tests/rulebases/commute"))
    compiled = compile_rules(base)
    person = Person({}, base)
    state = StateFile(Environment(None, None, None, {"ADVISOR_STATE": str(tmp_path)}))
    Wizard(Opened(base, compiled, None), person, state, Answers(Case()), folder=tmp_path, show=lambda _: None).run()
    assert not set(PAGES) & set(asked(person))
