"""The rules for safe switching: proven over every case, and each proof broken by a planted fault."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor.engine.case import case_of
from advisor.engine.evaluate import evaluate
from advisor.report.procedure.procedure import procedures
from advisor.rulebase.files import builtin_folder, read_files
from advisor.rulebase.load import load, parse_all
from advisor.rulebase.model import RuleBase
from advisor.rulebase.tree import Sequence
from advisor.verify.bench import Bench
from advisor.verify.checks import unmet_need
from advisor.verify.invariants import prove
from tests.rules.planting import Trees, breaks, holds, plant, read_tree

FOLDER = builtin_folder() / "switching"
RULES = load(FOLDER)
TREES: Trees = parse_all(read_files(FOLDER), FOLDER, [])
FAULTS = {kind.text: {key.text: edits for key, edits in entries.entries} for kind, entries in
          read_tree(Path(__file__).with_name("planted_faults.yaml")).entries}  # type: ignore[union-attr]


def test_the_check_finds_nothing_and_knows_everything(advisor) -> None:  # type: ignore[no-untyped-def]
    outcome = advisor("rules", "check", "--strict", "--rules", str(FOLDER), "--format", "json")
    assert outcome.status == 0, outcome.out
    results = json.loads(outcome.out)["checks"]
    assert "unknown" not in {result["outcome"] for result in results}


def test_the_tests_beside_the_rules_hold(advisor) -> None:  # type: ignore[no-untyped-def]
    assert advisor("rules", "test", "--rules", str(FOLDER)).status == 0


def test_every_need_of_every_step_is_met_in_every_case() -> None:
    assert unmet_need.check(Bench(RULES, TREES)).findings == ()
    assert len([step for step in RULES.steps.values() if step.destroys]) >= len(RULES.questions["procedure"].values)


@pytest.mark.parametrize("name", FAULTS["needs"])
def test_a_planted_fault_breaks_the_proof_of_the_needs(name: str) -> None:
    edits = FAULTS["needs"][name]
    assert isinstance(edits, Sequence)
    faulty = plant(TREES, edits)
    findings = [finding for finding in unmet_need.check(Bench(faulty, TREES)).findings
                if f"'{name}'" in finding.message]
    assert findings, f"nothing is said of {name}"
    case = case_of(findings[0].witnesses[0].case)
    assert name in evaluate(faulty, case).steps, "evaluation confirms that the step is shown there"


def test_every_destroying_step_has_a_planted_fault() -> None:
    assert set(FAULTS["needs"]) >= {step.id for step in RULES.steps.values() if step.destroys}


@pytest.mark.parametrize("name", RULES.invariants)
def test_every_statement_is_proven_and_broken_by_a_planted_fault(name: str) -> None:
    edits = FAULTS["statements"][name]
    assert isinstance(edits, Sequence)
    faulty = plant(TREES, edits)
    [sound] = prove(RULES._replace(invariants={name: RULES.invariants[name]}))
    [proof] = prove(faulty._replace(invariants={name: faulty.invariants[name]}))
    assert (sound.outcome, proof.outcome) == ("proven", "refuted")
    assert proof.counterexample is not None
    case = case_of(proof.counterexample)
    assert breaks(faulty, faulty.invariants[name], case)
    assert not breaks(RULES, RULES.invariants[name], case)


def cases(base: RuleBase) -> Iterator[dict[str, str]]:
    """Every procedure with each answer alone, and with each pair of answers."""
    names = list(base.questions)[1:]
    for known in procedures(base):
        yield {"procedure": known.id}
        for place, one in enumerate(names):
            for value in base.questions[one].value_ids:
                yield {"procedure": known.id, one: value}
                for other in names[place + 1:]:
                    for second in base.questions[other].value_ids:
                        yield {"procedure": known.id, one: value, other: second}


def said_so(word: str, answers: dict[str, str]) -> bool:
    """Whether the answers alone see to it, without a step."""
    case = case_of(answers)
    return word in RULES.provided and holds(RULES, RULES.provided[word].when, case, evaluate(RULES, case))


def test_no_first_step_destroys_and_no_step_destroys_before_what_protects_the_mail() -> None:
    """By evaluation alone, without diagrams: a copy is made, then opened, then something may go."""
    destroying = 0
    for answers in cases(RULES):
        steps = [RULES.steps[name] for name in evaluate(RULES, case_of(answers)).steps]
        assert steps, answers
        assert not steps[0].destroys, answers
        given: set[str] = set()
        for step in steps:
            for word in step.destroys:
                destroying += 1
                assert word in given or said_so(word, answers), (answers, step.id, word)
            given.update(step.gives)
    assert destroying > 1000


def test_while_waiting_nothing_destroys() -> None:
    waiting = 0
    for answers in cases(RULES):
        found = evaluate(RULES, case_of(answers))
        if found.option == "wait":
            waiting += 1
            assert not any(RULES.steps[name].destroys for name in found.steps), answers
    assert waiting


def test_every_step_says_what_it_avoids_how_to_check_it_and_how_to_go_back() -> None:
    assert [step.id for step in RULES.steps.values() if not (step.danger and step.check and step.undo)] == []


def test_what_is_the_same_question_has_the_same_answers_as_in_the_rules_above(base: RuleBase) -> None:
    shared = base.questions.keys() & RULES.questions.keys()
    assert {"offered", "devices", "people", "current", "quota", "folders", "local_space", "local_backup"} == shared
    for name in shared:
        assert RULES.questions[name].value_ids == base.questions[name].value_ids, name


def test_texts_are_plain() -> None:
    texts = [text for step in RULES.steps.values() for text in (step.text, step.danger, step.check, step.undo)]
    texts += [text for warning in RULES.warnings.values() for text in (warning.text, warning.avert)]
    assert [text for text in texts if not text.isascii() or text != " ".join(text.split())
            or not (text[0].isupper() and text[-1] in ".?")] == []
