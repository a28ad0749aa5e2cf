"""The page of a diagnosis: for everybody to read, nothing in a text gets out of it."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from advisor.engine.case import case_of
from advisor.engine.compiled import Compiled, compile_rules
from advisor.report.diagnosis.diagnosis import Diagnosis, diagnose
from advisor.report.diagnosis.html import diagnosis_html
from advisor.rulebase.files import builtin_folder
from advisor.rulebase.load import load
from advisor.rulebase.model import RuleBase
from tests.report.test_html import HOSTILE, Page

CASES = [{}, {"current": "imap", "in_webmail": "inbox"}, {"in_webmail": "inbox", "bounce": "full"},
         {"in_webmail": "nowhere", "bounce": "full", "quota": "full"}]


@pytest.fixture(scope="module")
def missing() -> tuple[RuleBase, Compiled]:
    base = load(builtin_folder() / "missing-mail")
    return base, compile_rules(base)


def told(missing: tuple[RuleBase, Compiled], answers: dict[str, str]) -> Diagnosis:
    return diagnose(missing[0], case_of(answers), missing[1], command="diagnose")


@pytest.mark.parametrize("sources", [False, True])
@pytest.mark.parametrize("answers", CASES)
def test_the_page_is_whole_and_stands_alone(missing: Any, answers: dict[str, str], sources: bool) -> None:
    found = told(missing, answers)
    document = diagnosis_html(found, onward="advisor recommend --current imap", sources=sources)
    page = Page(document)
    assert (page.faults, page.open) == ([], [])
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    targets = [target[1:] for target in page.values("href")] + page.values("aria-labelledby")
    assert set(targets) <= set(ids)
    assert all(target.startswith("#") for target in page.values("href"))
    assert page.all("html") == [{"lang": "en"}]
    tags = [tag for tag, _ in page.tags]
    for landmark in ("header", "main", "footer", "h1"):
        assert tags.count(landmark) == 1
    levels = [int(tag[1]) for tag in tags if tag in ("h1", "h2", "h3")]
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert {"script", "link", "img", "form"}.isdisjoint(tags)
    text = " ".join(page.text)
    for cause in found.causes:
        assert cause.text in text
        assert cause.confirmed or cause.fix in text
    for step in found.rec.steps:
        assert step.text in text
    assert "advisor recommend --current imap" in text
    assert ("From:" in text) is sources or not found.causes


@pytest.mark.parametrize("hostile", HOSTILE)
def test_whatever_a_text_holds_is_only_shown(missing: Any, hostile: str) -> None:
    found = told(missing, CASES[1])
    rec = found.rec
    spoilt = found._replace(
        rec=rec._replace(
            title=hostile, command=hostile, verdict=rec.verdict._replace(headline=hostile, explain=hostile),
            steps=tuple(step._replace(text=hostile) for step in rec.steps),
            answers=tuple(given._replace(label=hostile, text=hostile) for given in rec.answers)),
        causes=tuple(cause._replace(text=hostile, fix=hostile) for cause in found.causes),
        apart=tuple(pair._replace(tests=(hostile,)) for pair in found.apart),
        next=None if found.next is None else found.next._replace(ask=hostile, find_out=hostile))
    page, plain = Page(diagnosis_html(spoilt, onward=hostile)), Page(diagnosis_html(found, onward="x"))
    assert (page.faults, page.open) == ([], [])
    known = {tag for tag, _ in plain.tags}
    assert {tag for tag, _ in page.tags} <= known
    assert not [name for _, attributes in page.tags for name in attributes if name.startswith("on")]
    assert "\x1b" not in "".join(page.text)
