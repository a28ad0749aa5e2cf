"""unexplained-term: the screen, where it looks, and what it takes for explained."""

from __future__ import annotations

import pytest

from advisor.verify.checks.unexplained_term import CODE
from tests.verify.checks.tiny import check as check_tiny
from tests.verify.checks.tiny import same_screen, silent

QUESTION = ("  label: {label}\n  ask: {ask}\n  why: {why}\n  find_out: {find_out}\n  given: yes\n  values:\n"
            "    calm: {text: {value}, phrase: {phrase}}\n    strong: {text: S, phrase: s}\n"
            "  when_open: {assume: calm, proviso: {proviso}, otherwise: {walk: bus, bus: walk}}\n")
PLACES = {
    "headline": {"rulebase": "neither: {name: N, headline: A XYZ., explain: E.}\n"},
    "explanation": {"rulebase": "neither: {name: N, headline: H., explain: A XYZ.}\n"},
    "default": {"rulebase": "default: {option: bus, text: A XYZ., sources: [T.1]}\n"},
    "wall": {"constraints": "too-far: {when: {distance: far}, rules_out: walk, text: A XYZ., sources: [T.2]}\n"},
    "evidence": {"evidence": "wet: {when: {rain: yes}, speaks_for: bus, strength: strong, text: A XYZ., "
                             "sources: [T.1]}\n"},
    "set-up form": {"set_up": "i: {name: N, forms: {f: {when: always, text: A XYZ., sources: [T.3]}}}\n"},
    "parameter": {"set_up": "i: {name: N, forms: {f: {when: always, params: {p: XYZ}, text: 'A {p}', "
                            "sources: [T.3]}}}\n"},
    "name of an item": {"set_up": "i: {name: A XYZ, forms: {f: {when: always, text: T., sources: [T.3]}}}\n"},
    "warning": {"warnings": "sky: {when: {rain: open}, rank: 1, text: A XYZ., avert: A., sources: [T.4]}\n"},
    "avert": {"warnings": "sky: {when: {rain: open}, rank: 1, text: T., avert: A XYZ., sources: [T.4]}\n"},
    "step": {"steps": "s: {when: {wind: open}, order: 9, level: must, text: A XYZ., sources: [T.1]}\n"},
    "cell": {"comparison": "r: {about: a, cells: {walk: A XYZ., bus: B.}, sources: [T.1]}\n"},
    "about": {"comparison": "r: {about: A XYZ, cells: {walk: W., bus: B.}, sources: [T.1]}\n"},
    "note": {"comparison": "r: {about: a, cells: {walk: W., bus: B.}, note: A XYZ., sources: [T.1]}\n"},
    "glossary": {"glossary": "t: {term: T, text: A XYZ., sources: [T.5]}\n"},
    **{key: {"questions": "wind:\n" + QUESTION.replace("{" + key + "}", "A XYZ.")}
       for key in ("label", "ask", "why", "find_out", "value", "phrase", "proviso")},
}


def filled(edit: str) -> str:
    for key in ("label", "ask", "why", "find_out", "value", "phrase", "proviso"):
        edit = edit.replace("{" + key + "}", "W.")
    return edit


def test_the_screen() -> None:
    same_screen(CODE)


@pytest.mark.parametrize("place", PLACES)
def test_it_looks_at_every_text_that_a_person_reads(place: str) -> None:
    found = check_tiny(**{file: filled(edit) for file, edit in PLACES[place].items()})
    assert found.base is not None, found.screen()
    assert [finding.message.split()[0] for finding in found.found(CODE)] == ["'XYZ'"]


@pytest.mark.parametrize("text", [
    "A gale.", "Gales.", "A GALE.", "Strong wind only.", "I say so.", "A plan B.", "Route 66.", "gales and gale"])
def test_words_that_are_explained_or_plain_are_no_finding(text: str) -> None:
    silent(CODE, steps=f"s: {{when: {{wind: open}}, order: 9, level: must, text: {text}, sources: [T.1]}}\n")


def test_a_term_explains_the_words_it_is_made_of() -> None:
    glossary = "xyz: {term: XYZ service (UVW), text: T., sources: [T.5]}\n"
    step = "s: {{when: {{wind: open}}, order: 9, level: must, text: {}, sources: [T.1]}}\n"
    silent(CODE, glossary=glossary, steps=step.format("The XYZ or UVW or two XYZs."))
    assert len(check_tiny(glossary=glossary, steps=step.format("XY or YZ.")).found(CODE)) == 2


def test_a_listed_word_is_found_in_any_case_and_number_but_not_within_another() -> None:
    def found(text: str) -> int:
        return len(check_tiny(rulebase="technical_terms: [port]\n", steps=(
            f"s: {{when: {{wind: open}}, order: 9, level: must, text: {text}, sources: [T.1]}}\n")).found(CODE))

    assert [found(text) for text in ("Ports.", "the port", "a report", "porting", "PORT")] == [1, 1, 0, 0, 1]
