"""Every format tells the facts that the JSON document holds, for random answers and every command with a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from hypothesis import given

from tests.properties.cases import Chance, chances
from tests.properties.desk import Desk
from tests.properties.profile import tried
from tests.properties.world import World
from tests.report.test_facts import text_of_html, text_of_markdown, words

FULL = {"recommend": ("text", "markdown", "html", "ticket"), "diagnose": ("text", "markdown", "html"),
        "switch": ("text", "markdown", "ticket")}
"""The formats that leave out nothing that is vital; the ticket of a diagnosis says three causes of many."""


def vital(document: dict[str, Any]) -> Iterator[str]:
    """What no format may leave out: the advice and its conditions, what to do, and what can go wrong."""
    advice = document.get("verdict") or document["advice"]
    yield advice["headline"][1:]  # in some places it goes on a sentence, and begins with a small letter
    yield advice["explain"]
    for part in (*advice.get("provisos", ()), *advice.get("reasons", ()), *document.get("set_up", ()),
                 *document.get("settings", ())):
        yield part["text"]
    for step in document["steps"]:
        yield from (step["text"], step.get("danger", ""), step.get("check", ""), step.get("undo", ""))
    for warning in document.get("warnings", ()):
        yield from (warning["text"], warning["avert"])
    for cause in document.get("causes", ()):
        yield cause["text"]


def read(text: str, form: str) -> str:
    """What a reader sees."""
    return {"markdown": text_of_markdown, "html": text_of_html}.get(form, words)(text)


@tried(3)
@given(chance=chances)
def test_every_format_tells_what_is_vital(chance: Chance, desk: Desk, world: World, missing: World,
                                          switching: World) -> None:
    first = next(iter(switching.base.questions.values()))
    for command, found in (("recommend", world), ("diagnose", missing), ("switch", switching)):
        said = chance.told(found.base, programs=command == "recommend")
        said.spelled.pop(first.id, None)
        line = [command, *([chance.random.choice(first.value_ids)] if command == "switch" else []), *said.flags()]
        line += ["--no-input"] if command == "diagnose" else []
        document = desk.done(*line, "--format", "json").document
        facts = [words(fact) for fact in vital(document) if fact]
        for form in FULL[command]:
            shown = read(desk.done(*line, "--format", form, COLUMNS="1000").out, form)
            assert [fact for fact in facts if fact not in shown] == [], (line, form)
            assert document["rule_base"]["version"] in shown
