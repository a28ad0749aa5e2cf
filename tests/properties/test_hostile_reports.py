"""Whatever rules and servers say, a page has the same form: words stay words in every format."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import given

from advisor.engine.case import case_of
from advisor.engine.evaluate import RuleTrace
from advisor.report.advice.html import render_html
from advisor.report.advice.json import recommendation_document
from advisor.report.advice.markdown import render_markdown
from advisor.report.advice.scales import scales_lines
from advisor.report.advice.text import report_lines
from advisor.report.advice.ticket import render_ticket
from advisor.report.diagnosis.diagnosis import diagnose
from advisor.report.diagnosis.html import diagnosis_html
from advisor.report.diagnosis.markdown import diagnosis_markdown
from advisor.report.diagnosis.text import diagnosis_lines
from advisor.report.diagnosis.ticket import diagnosis_ticket
from advisor.report.inspection.inspection import mailbox_report
from advisor.report.inspection.json import inspection_document
from advisor.report.inspection.markdown import inspection_markdown
from advisor.report.inspection.text import brief_lines, inspection_lines
from advisor.report.page.clean import clean
from advisor.report.page.json_document import dumps
from advisor.report.page.line import Line
from advisor.report.procedure.markdown import procedure_markdown
from advisor.report.procedure.procedure import procedure_of
from advisor.report.procedure.text import procedure_lines
from advisor.report.procedure.ticket import procedure_ticket
from tests.properties.cases import Chance, chances
from tests.properties.hostile import hostile, html_form, markdown_form, steering
from tests.properties.profile import tried
from tests.properties.world import World
from tests.report.inspections import INSPECTIONS

IDS = {"id", "rule", "form", "level", "option", "value", "kind", "settled", "balance", "question", "best_question",
       "origin", "kept_origin", "dropped_origin", "sha256", "otherwise", "offered", "stands", "strength", "procedure",
       "protocol", "security", "use", "code", "tls", "confirmed", "as_of", "contradicting", "clashes", "excluded",
       "elsewhere", "change", "waits_for", "because",
       "later", "can_change"}
"""Fields that hold ids, which a rule file may not choose freely, or that decide what is shown."""
TAME = "x" * 30
"""Stands around hostile words: so long that names do not fit into the picture of the scales in either report."""


def reworded(found: Any, change: Callable[[str], str], name: str = "") -> Any:
    """The same report with every word changed that is not an id."""
    if isinstance(found, RuleTrace):
        return found
    if hasattr(found, "_fields"):
        return found._replace(**{field: reworded(getattr(found, field), change, field) for field in found._fields})
    if isinstance(found, tuple):
        return tuple(reworded(part, change, name) for part in found)
    if isinstance(found, Mapping):
        return {key: reworded(part, change, name) for key, part in found.items()}
    return change(found) if isinstance(found, str) and found and name not in IDS else found


def both(found: Any, chance: Chance) -> tuple[Any, Any]:
    """The report with a tame word in every text, and with a hostile one in the same places."""
    texts: dict[str, str] = {}

    def evil(text: str) -> str:
        return texts.setdefault(text, f"{text} {TAME}{hostile(chance.random)} {TAME}")

    return reworded(found, lambda text: f"{text} {TAME} {TAME}"), reworded(found, evil)


def same_form(render: Callable[[Any], str], form: Callable[[str], list[str]], tame: Any, evil: Any) -> None:
    """The rendering has the same form, and nothing in it steers."""
    document = render(evil)
    assert steering(document) == []
    assert form(document) == form(render(tame))


def lines_are_plain(lines: list[Line]) -> None:
    """Each of the lines is one line, and steers nothing."""
    assert [line.text for line in lines if steering(line.text, "")] == []


@tried(12)
@given(chance=chances)
def test_words_of_a_recommendation(chance: Chance, world: World) -> None:
    rec = chance.told(world.base).recommend(world.base, world.compiled)
    tame, evil = both(rec, chance)
    same_form(lambda found: render_html(found, sources=True), html_form, tame, evil)
    same_form(lambda found: render_markdown(found, sources=True), markdown_form, tame, evil)
    lines_are_plain([*report_lines(evil, width=60, sources=True, trace=True), *scales_lines(evil, 60)])
    assert steering(render_ticket(evil, signature=hostile(chance.random))) == []
    assert dumps(recommendation_document(evil)).isascii()


@tried(10)
@given(chance=chances)
def test_words_of_a_diagnosis(chance: Chance, missing: World) -> None:
    found = diagnose(missing.base, case_of(chance.answers(missing.base)), missing.compiled)
    tame, evil = both(found, chance)
    onward = hostile(chance.random)
    same_form(lambda one: diagnosis_html(one, onward=onward, sources=True, changes=()), html_form, tame, evil)
    same_form(lambda one: diagnosis_markdown(one, onward=onward, sources=True, changes=()), markdown_form, tame, evil)
    lines_are_plain(diagnosis_lines(evil, 60, onward=onward, sources=True, changes=(), rows=0))
    assert steering(diagnosis_ticket(evil, signature=hostile(chance.random), changes=())) == []


@tried(10)
@given(chance=chances)
def test_words_of_a_change(chance: Chance, switching: World) -> None:
    base = switching.base
    first = next(iter(base.questions.values()))
    known = chance.answers(base) | {first.id: chance.random.choice(first.value_ids)}
    tame, evil = both(procedure_of(base, case_of(known)), chance)
    for checklist in (False, True):
        same_form(lambda one, checklist=checklist: procedure_markdown(  # type: ignore[misc]
            one, sources=True, checklist=checklist), markdown_form, tame, evil)
    lines_are_plain(procedure_lines(evil, width=60, sources=True))
    assert steering(procedure_ticket(evil, signature=hostile(chance.random))) == []


@tried(12)
@given(chance=chances)
def test_words_of_servers(chance: Chance, world: World) -> None:
    found = INSPECTIONS[chance.random.choice(list(INSPECTIONS))]
    tame, evil = (mailbox_report(world.base, one) for one in both(found, chance))
    same_form(lambda one: inspection_markdown(one, onward="advisor", diagnose="", sources=True), markdown_form,
              tame, evil)
    lines_are_plain([*inspection_lines(evil, 60, onward="advisor", diagnose="", sources=True), *brief_lines(evil, 60)])
    assert dumps(inspection_document(evil)).isascii()


@tried(200)
@given(chance=chances)
def test_clean_leaves_nothing_that_steers(chance: Chance) -> None:
    assert steering(clean(hostile(chance.random)), "") == []
