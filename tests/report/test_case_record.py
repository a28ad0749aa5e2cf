"""Random cases of random rule bases, saved and decided again; and what changes when a rule is taken away."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest
import yaml
from hypothesis import given, settings
from jsonschema import Draft202012Validator

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.status import Failure
from advisor.cli.files.case_file import open_case
from advisor.engine.analysis import settled
from advisor.engine.case import PRECEDENCE, Answer, Case, Disagreement, merge
from advisor.engine.compiled import Compiled, compile_rules
from advisor.engine.evaluate import evaluate
from advisor.engine.programs import answers_of
from advisor.report.advice.build import recommend
from advisor.report.advice.json import recommendation_document
from advisor.report.page.command_line import COMMANDS, DIAGNOSE, RECOMMEND, SWITCH
from advisor.report.page.json_document import dumps
from advisor.report.replay.case_record import CaseRecord, record_of
from advisor.report.replay.case_yaml import case_text, word
from advisor.report.replay.decided import decide
from advisor.report.replay.replay import Replay, replay_case
from advisor.report.schemas.schema import schema
from advisor.rulebase.model import UNSURE, RuleBase
from advisor.rulebase.problem import Problem
from advisor.rulebase.tree import Mapping, Scalar, parse
from tests.engine.generated import Maker, makers
from tests.report.whole_tickets import SITUATIONS, case_in, command_in, report_in, rules

NOBODY = Environment(None, None, None, {})
DAY = "2030-12-31"


def any_case(random: Random, base: RuleBase) -> Case:
    """Answers of every origin, with a disagreement now and then."""
    answers = {name: Answer(random.choice([*question.value_ids, UNSURE]), random.choice(PRECEDENCE))
               for name, question in base.questions.items() if random.random() < 0.6}
    split = tuple(Disagreement(name, answer, Answer(base.questions[name].value_ids[0], "provider"))
                  for name, answer in answers.items() if random.random() < 0.1)
    return Case(answers, split)


def saved(base: RuleBase, compiled: Compiled | None, case: Case, folder: Path, named: str | None) -> CaseRecord:
    """What a case file holds after it was written and read."""
    record = record_of(recommend(base, case, compiled, rules=named), case, DAY, named, base)
    path = folder / "case.yaml"
    path.write_text(case_text(record, base), encoding="utf-8")
    found = open_case(str(path), NOBODY).record(base)
    assert found == record
    return found


def assert_same(replay: Replay, base: RuleBase, compiled: Compiled | None, case: Case, named: str | None) -> None:
    assert (replay.changes, replay.rules, replay.same_report) == ((), (), True)
    first = recommendation_document(recommend(base, case, compiled, rules=named), trace=True)
    assert dumps(recommendation_document(replay.report, trace=True)) == dumps(first)


@settings(max_examples=150, deadline=None)
@given(makers)
def test_a_random_case_of_random_rules_is_the_same_again(tmp_path_factory: pytest.TempPathFactory,
                                                         maker: Maker) -> None:
    base = maker.rule_base()._replace(sha256="a" * 64, version=maker.random.choice(["1", 'v"\\ x', "yes", "1.0 # a"]))
    compiled = maker.random.choice([compile_rules(base), None])
    case, named = any_case(maker.random, base), maker.random.choice([None, "my: rules", " 'x' "])
    record = saved(base, compiled, case, tmp_path_factory.getbasetemp(), named)
    assert_same(replay_case(record, base, compiled, named="elsewhere"), base, compiled, case, named)


@pytest.mark.parametrize("seed", range(60))
def test_a_random_case_of_the_built_in_rules_is_the_same_again(base: RuleBase, compiled: Compiled, tmp_path: Path,
                                                               seed: int) -> None:
    case = any_case(Random(seed), base)
    record = saved(base, compiled, case, tmp_path, None)
    assert_same(replay_case(record, base, compiled, named=None), base, compiled, case, None)


@pytest.mark.parametrize("seed", range(30))
@pytest.mark.parametrize("command", COMMANDS)
def test_a_random_case_of_every_command_is_the_same_again(tmp_path: Path, command: str, seed: int) -> None:
    random = Random(f"{command} {seed}")
    (base, diagrams), main = rules(command), rules(RECOMMEND)[0]
    case = any_case(random, base)
    if command == SWITCH:  # without a procedure there is nothing to keep
        first = next(iter(base.questions.values()))
        case = Case({**case.answers, first.id: Answer(random.choice(first.value_ids), "flag")}, case.disagreements)
    client, provider = (random.choice([None, *entries]) for entries in (base.clients, base.providers))
    if provider is not None:
        case = merge([answers_of(base.providers[provider]), case])
    beside = main if command == DIAGNOSE else None
    report = decide(command, base, case, diagrams, client=client, provider=provider, beside=beside)
    record = record_of(report, case, DAY, None, base, compiled=diagrams, beside=beside)
    path = tmp_path / "case.yaml"
    path.write_text(case_text(record, base), encoding="utf-8")
    assert open_case(str(path), NOBODY).command == command
    found = open_case(str(path), NOBODY).record(base)
    assert found == record
    Draft202012Validator(schema("case", base)).validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    again = replay_case(found, base, diagrams, named=None, beside=beside)
    assert (again.changes, again.rules, again.same_report, again.same_rules) == ((), (), True, True)
    assert again.report == report


@pytest.mark.parametrize("seed", range(120))
def test_a_damaged_file_is_read_or_refused_with_a_line(tmp_path: Path, seed: int) -> None:
    """A line lost, doubled, cut or moved, a letter changed: never anything but a record, or faults with their place."""
    random, command = Random(seed), COMMANDS[seed % 3]
    (base, diagrams), name = rules(command), next(name for name in SITUATIONS if command_in(name) == COMMANDS[seed % 3])
    lines = case_text(record_of(report_in(name), case_in(name), DAY, None, base, compiled=diagrams), base).splitlines()
    at = random.randrange(len(lines))
    cut = random.randrange(len(lines[at]) + 1)
    letter = random.choice("\t:{}[]'\"#&*x ")
    lines[at:at + 1] = random.choice([[], [lines[at]] * 2, [lines[at][:cut]], ["  " + lines[at]],
                                      [lines[at][:cut] + letter + lines[at][cut + 1:]]])
    path = tmp_path / "case.yaml"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    problems: Sequence[Problem] = ()
    try:
        open_case(str(path), NOBODY).record(base)
    except Failure as failure:
        problems = failure.problems
    assert [problem for problem in problems
            if not problem.message or (problem.at is None and problem.code != "not-a-case")] == []


@settings(max_examples=300, deadline=None)
@given(makers)
def test_without_one_rule_it_says_what_changed_and_names_the_rule(maker: Maker) -> None:
    old = maker.rule_base()._replace(sha256="a" * 64)
    case, compiled = maker.case(old), compile_rules(old)
    part = maker.random.choice([name for name in ("constraints", "evidence", "forms", "warnings")
                                if getattr(old, name)] or ["evidence"])
    rules = dict(getattr(old, part))
    gone = maker.random.choice(sorted(rules)) if rules else ""
    rules.pop(gone, None)
    new = old._replace(sha256="b" * 64, **{part: rules})
    before, after = evaluate(old, case), evaluate(new, case)
    record = record_of(recommend(old, case, compiled), case, DAY, None, old)
    diagrams = compile_rules(new)
    replay = replay_case(record, new, diagrams, named=None)

    expected = set()
    for what, then, now in (("verdict", before.option, after.option),
                            ("settled", settled(old, case, compiled), settled(new, case, diagrams)),
                            ("balance", before.balance, after.balance)):
        expected |= {(what, "", then, now)} if then != now else set()
    expected |= {("set_up", name, "then", None) for name in set(before.set_up) - set(after.set_up)}
    expected |= {("set_up", name, None, "now") for name in set(after.set_up) - set(before.set_up)}
    expected |= {("warning", name, "then", None) for name in set(before.warnings) - set(after.warnings)}
    expected |= {("warning", name, None, "now") for name in set(after.warnings) - set(before.warnings)}
    expected |= {("step", name, "then", None) for name in set(before.steps) - set(after.steps)}
    expected |= {("step", name, None, "now") for name in set(after.steps) - set(before.steps)}
    found = {(change.what, change.id, *((change.then, change.now) if not change.id else
                                        ("then" if change.then is not None else None,
                                         "now" if change.now is not None else None))) for change in replay.changes}
    assert found == expected
    assert replay.same == (not expected)
    fired = {entry.rule for entry in before.trace if entry.fired}
    assert [rule.rule for rule in replay.rules if rule.how == "gone"] == [gone] * (gone in fired)
    if part in ("constraints", "evidence"):
        for change in replay.changes:
            if change.what in ("verdict", "balance"):
                assert change.rules == (gone,)


@pytest.mark.parametrize("text", ["", "yes", "No", "on", "y", "null", "~", "1", "1.0", "2030-01-31", "a b", "a: b",
                                  "a #b", "- a", "'", '"', "\\", "a\nb", "\t", "\x00", "\x7f", "\x85", "\u2028",
                                  "\ufeff", "\U0001f600", "\U000e0001", "{x}", "*a", "&a", "!a", "@", "%", "a/b-c_d",
                                  "e7", "0x1f"])
def test_every_text_can_be_written_and_read(text: str) -> None:
    import yaml

    found = parse(f"key: {word(text)}\n", "file")
    assert isinstance(found, Mapping)
    value = found.get("key")
    assert isinstance(value, Scalar)
    assert value.text == text
    assert yaml.safe_load(f"key: {word(text)}\n") == {"key": text}


def test_half_a_character_does_no_harm() -> None:
    assert word("a\udc80") == '"a?"'
