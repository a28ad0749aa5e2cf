"""The wizard comes to the same advice as flags do, by the plain prompts that a person types into."""

from __future__ import annotations

import io
import json
import os
import shlex
from pathlib import Path

from hypothesis import given

from advisor.cli.commands.wizard import WizardOptions, run_wizard
from advisor.cli.showing.form import Form
from advisor.rulebase.model import UNSURE
from tests.properties.cases import Chance, Told, chances
from tests.properties.desk import Desk
from tests.properties.profile import tried
from tests.properties.world import World


class Screen(io.StringIO):
    """What is shown to a person."""

    def isatty(self) -> bool:
        return True


class Keyboard(io.StringIO):
    """A person who reads what is on the screen and types the answer to the question that stands there."""

    def __init__(self, said: Told, world: World, screen: Screen) -> None:
        super().__init__()
        self.said, self.screen, self.read = said, screen, 0
        self.asks = {" ".join(question.ask.split()): name for name, question in world.base.questions.items()}
        self.asked: list[str] = []

    def isatty(self) -> bool:
        return True

    def readline(self, size: int = -1) -> str:  # type: ignore[override]
        del size
        shown = " ".join(self.screen.getvalue()[self.read:].split())
        self.read = len(self.screen.getvalue())
        return f"{self.answer(shown)}\n"

    def answer(self, shown: str) -> str:
        """What to type."""
        for ask, name in self.asks.items():
            if ask in shown:
                self.asked.append(name)
                return self.said.answers.get(name, UNSURE)
        for words, typed in (("Who runs your mailbox?", self.said.provider or "unknown:"),
                             ("With which mail program", self.said.client or "unknown:"), ("Go on?", "yes"),
                             ("Is there one to change?", "1"), ("What next?", "done")):
            if words in shown:
                return typed
        raise AssertionError(shown)


@tried(4)
@given(chance=chances)
def test_the_wizard_advises_what_the_flags_do(chance: Chance, desk: Desk, world: World) -> None:
    base = world.base
    said = chance.told(base)
    said = said._replace(provider=chance.random.choice((None, *base.providers)))
    screen, saved = Screen(), desk.path("wizard.yaml")
    keyboard = Keyboard(said, world, screen)
    begun = {name: text for name, text in said.spelled.items() if chance.random.random() < 0.2}
    answers = desk.file("begun.yaml", "".join(f"{name}: {text!r}\n" for name, text in begun.items()) or "{}\n")
    out = io.StringIO()
    environment = desk.environment(keyboard, out, screen, {"ADVISOR_STATE": str(desk.folder / "wizard")})
    quick = chance.random.random() < 0.3
    folder = Path.cwd()
    os.chdir(desk.folder)
    try:
        status = run_wizard(environment, WizardOptions(
            Form("json"), plain=True, quick=quick, save=saved, answers=str(answers) if begun else None))
    finally:
        os.chdir(folder)
    assert status == 0, screen.getvalue()
    told = Told({}, {})
    document = json.loads(out.getvalue())
    again = desk.done(*shlex.split(document["command"])[1:], "--format", "json").document
    for part in ("verdict", "reasons", "set_up", "steps", "warnings", "open", "flips", "client", "provider"):
        assert again[part] == document[part], (part, said, begun)
    [replayed] = desk.done("replay", str(saved), "--format", "json").document["cases"]
    assert (replayed["status"], replayed["same_report"]) == ("same", "yes")
    assert not set(begun) & set(keyboard.asked)
    if not quick:  # whatever was not asked could change nothing
        asked = {name: said.answers.get(name, UNSURE) for name in (*keyboard.asked, *begun)}
        more = {name: value for name, value in said.answers.items() if not base.questions[name].given}
        whole = told._replace(spelled={**more, **asked}, client=said.client, provider=said.provider)
        full = desk.done("recommend", *whole.flags(), "--format", "json").document
        assert full["verdict"]["protocol"] == document["verdict"]["protocol"], (said, keyboard.asked)
        for part in ("set_up", "warnings"):
            assert [entry["id"] for entry in full[part]] == [entry["id"] for entry in document[part]], (said, part)
