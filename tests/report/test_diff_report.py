"""What `rules diff` shows: whole screens at two widths, the JSON document and its schema, texts that are only data."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from advisor.report.page.fold import columns
from advisor.report.page.json_document import dumps
from advisor.report.page.terminal import plain
from advisor.report.rules.diff_json import diff_document
from advisor.report.rules.diff_text import diff_lines
from advisor.report.rules.diff_words import Comparison, Side
from advisor.report.schemas.schema import schema
from advisor.rulebase.condition import All, AnswerIs, Fires
from advisor.rulebase.load import load
from advisor.rulebase.model import Bound, RuleBase
from advisor.verify.changes.diff import compare

COMMUTE = Path(__file__).parent.parent / "rulebases" / "commute"
FOLDER = Path(__file__).parent / "golden_diff"
EVIL = "a\x1b[31mred\x1b[0m\u202ebidi\r\nnew line [bold]x[/bold]"


@pytest.fixture(scope="module")
def commute() -> RuleBase:
    return load(COMMUTE)._replace(sha256="0" * 64)


def compared(old: RuleBase, new: RuleBase, *, limit: int = 80_000, folder: str | None = "my rules",
             both: bool = False) -> Comparison:
    before = Side("v1 rules", "v1 rules", old) if both else Side("v1:rules", None, old)
    return Comparison(before, Side(folder or "HEAD:rules", folder, new), compare(old, new, limit))


def pair(name: str, old: RuleBase) -> Comparison:
    """The situations whose whole screens are kept."""
    if name == "wall-dropped":
        return compared(old, old._replace(constraints={key: rule for key, rule in old.constraints.items()
                                                       if key != "ice"}))
    if name == "same":
        return compared(old, old)
    if name == "words":
        rule = old.evidence["short-way"]._replace(text="Nearby.")
        return compared(old, old._replace(evidence={**old.evidence, rule.id: rule}, title="To work"))
    if name == "too-large":
        return compared(old, old, limit=20)
    if name == "order":
        steps = {**old.steps, "pump": old.steps["pump"]._replace(order=40), "tie-down": old.steps["tie-down"]._replace(
            level="check")}
        warnings = {**old.warnings, "ice-ahead": old.warnings["ice-ahead"]._replace(rank=30)}
        return compared(old, old._replace(steps=steps, warnings=warnings))
    if name == "figures":
        distance = old.questions["distance"]
        assert distance.numbers is not None
        numbers = distance.numbers._replace(least=1, bounds=(distance.numbers.bounds[0], Bound(20, "middle"),
                                                             *distance.numbers.bounds[2:]))
        question = distance._replace(numbers=numbers)
        return compared(old, old._replace(questions={**old.questions, "distance": question}))
    if name == "statements":
        return statements(old)
    if name == "many-words":
        return compared(old, old._replace(terms={}, claims={}, rows={}, documents={}, evidence={
            key: rule._replace(text=f"{rule.text} Or so.") for key, rule in old.evidence.items()}, steps={
            key: step._replace(text=f"{step.text} Or so.") for key, step in old.steps.items()}))
    if name == "other-parameters":
        form = old.forms["lights/both"]._replace(params={"number": 3})
        return compared(old, old._replace(forms={**old.forms, form.id: form}))
    assert name == "other-questions"
    distance = old.questions["distance"]
    questions = {**old.questions, "distance": distance._replace(values=distance.values[:2]),
                 "wind": old.questions["dark"]._replace(id="wind", label="wind")}
    del questions["street"]
    constraints = {key: rule for key, rule in old.constraints.items() if key not in ("ice", "too-far")}
    warnings = {key: rule for key, rule in old.warnings.items() if key != "ice-ahead"}
    return compared(old, old._replace(questions=questions, constraints=constraints, warnings=warnings), folder=None)


def statements(old: RuleBase) -> Comparison:
    """One statement gone, one weaker, one new; one that names a tag which a form has lost; and a form with a tag."""
    forms = {key: form._replace(tags=("seen",)) for key, form in old.forms.items()}
    rule, tagged = old.invariants["lights-at-night"], Fires(frozenset(forms))
    one = {"gone": rule._replace(id="gone"), "by-tag": rule._replace(id="by-tag", then=tagged), rule.id: rule}
    two = {"by-tag": rule._replace(id="by-tag", then=Fires(frozenset(("helmet/on", "bell/on")))),
           rule.id: rule._replace(when=All((rule.when, AnswerIs("luggage", frozenset(("light",)))))),
           "new": rule._replace(id="new")}
    dark = AnswerIs("dark", frozenset(("yes",)))
    bell = forms["helmet/on"]._replace(id="bell/on", item="bell", name="Bell", when=dark)
    fewer = {"helmet/on": forms["helmet/on"], bell.id: bell}
    return compared(old._replace(forms=forms, invariants=one), old._replace(forms=fewer, invariants=two), both=True)


SITUATIONS = ("order", "figures", "statements", "many-words", "wall-dropped", "same", "words", "too-large",
              "other-parameters", "other-questions")


@pytest.mark.parametrize("width", [80, 40])
@pytest.mark.parametrize("name", SITUATIONS)
def test_screen(commute: RuleBase, name: str, width: int) -> None:
    """Read line by line; after a change of words run with ADVISOR_GOLDEN=write and read `git diff`."""
    lines = diff_lines(pair(name, commute), width)
    assert all(columns(line.text) <= width for line in lines if line.style != "command")
    screen = plain(lines)
    path = FOLDER / f"{name}-{width}.txt"
    if os.environ.get("ADVISOR_GOLDEN") == "write":
        FOLDER.mkdir(exist_ok=True)
        path.write_text(screen, encoding="utf-8")
    assert screen == path.read_text(encoding="utf-8")


def test_every_screen_belongs_to_a_situation() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}-{width}.txt" for name in SITUATIONS
                                                        for width in (80, 40)}


@pytest.mark.parametrize("name", SITUATIONS)
def test_the_document_is_as_its_schema_says(commute: RuleBase, base: RuleBase, name: str) -> None:
    document = json.loads(dumps(diff_document(pair(name, commute))))
    for rules in (commute, base):  # exact for no rule base: two are compared
        Draft202012Validator(schema("rules-diff", rules)).validate(document)
    assert document["schema"] == "advisor.rules-diff/1"


@pytest.mark.parametrize("change", [
    lambda document: document.pop("parts"),
    lambda document: document["parts"].pop("verdict"),
    lambda document: document.update(equivalent=True),
    lambda document: document["cases"].update(cases=-1),
    lambda document: document["parts"]["verdict"]["changes"][0].update(change="moved"),
    lambda document: document["parts"]["verdict"]["changes"][0]["witness"].pop("command_old"),
])
def test_the_schema_refuses_what_is_not_so(commute: RuleBase, change) -> None:
    document = json.loads(dumps(diff_document(pair("wall-dropped", commute))))
    validator = Draft202012Validator(schema("rules-diff", commute))
    validator.validate(document)
    change(document)
    assert not validator.is_valid(document)


def test_unknown_is_said_in_every_part_and_is_no_sameness(commute: RuleBase) -> None:
    comparison = pair("too-large", commute)
    document = diff_document(comparison)
    assert set(document["parts"].values()) == {"unknown"}
    assert (document["equivalent"], document["changed"], document["exact"]) == ("unknown", "unknown", False)
    text = plain(diff_lines(comparison, 80))
    assert text.startswith("Unknown: ")
    assert "No difference" not in text
    assert ": none" not in text


def test_what_has_to_be_open_is_said(base: RuleBase) -> None:
    rule = base.evidence["backup-not-known"]
    new = base._replace(evidence={**base.evidence, rule.id: rule._replace(strength="strong")})
    [kind] = diff_document(compared(base, new))["parts"]["verdict"]["changes"]
    assert kind["witness"]["text"] == (
        "You read this mail on one device only and your internet connection is gone for hours or days at a time "
        "(device backup not known): was POP3, is IMAP.")
    assert kind["witness"]["case"] == {"devices": "one", "connection": "patchy", "local_backup": "unsure"}
    assert (kind["witness"]["command_old"], kind["witness"]["command"]) == (
        "advisor recommend --devices one --connection patchy --local-backup unsure",
        "advisor recommend --rules 'my rules' --devices one --connection patchy --local-backup unsure")


def test_options_with_one_name_are_told_apart(commute: RuleBase) -> None:
    renamed = {("velo" if name == "bicycle" else name): option._replace(id="velo" if name == "bicycle" else name)
               for name, option in commute.options.items()}
    new = commute._replace(
        options=renamed, evidence={name: rule._replace(speaks_for="velo") if rule.speaks_for == "bicycle" else rule
                                   for name, rule in commute.evidence.items()}, forms={}, warnings={}, steps={},
        constraints={name: rule._replace(rules_out="velo") if rule.rules_out == "bicycle" else rule
                     for name, rule in commute.constraints.items()})
    text = plain(diff_lines(compared(commute, new), 80))
    assert "Bicycle (bicycle) -> Bicycle (velo)" in text
    assert "was Bicycle (bicycle), is Bicycle (velo)." in text


def test_texts_from_the_rules_steer_nothing(commute: RuleBase) -> None:
    options = {name: option._replace(name=EVIL + name) for name, option in commute.options.items()}
    questions = {name: entry._replace(label=EVIL, values=tuple(value._replace(phrase=EVIL) for value in entry.values))
                 for name, entry in commute.questions.items()}
    forms = {name: form._replace(params={"number": EVIL}) for name, form in commute.forms.items()}
    new = commute._replace(options=options, questions=questions, forms=forms, version=EVIL, constraints={})
    comparison = Comparison(Side(EVIL, EVIL, commute), Side(EVIL, None, new), compare(commute, new))
    for width in (80, 40):
        text = plain(diff_lines(comparison, width))
        assert re.findall(r"[^\x20-\x7e\n]", text) == []
        assert "\\x1b[31mred" in text
        assert "[bold]x[/bold]" in text.replace("\n", "") or width == 40
    assert dumps(diff_document(comparison)).isascii()
