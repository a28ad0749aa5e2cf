"""Every file that is saved can be read again, and says the same."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import yaml
from hypothesis import given

from advisor.cli.files.answers import answers_text
from advisor.engine.case import case_of, merge
from advisor.report.replay.case_record import record_of
from advisor.report.replay.case_yaml import case_text
from advisor.rulebase.named import client_named, provider_named
from tests.properties.cases import Chance, chances
from tests.properties.desk import Desk
from tests.properties.hostile import hostile, steering
from tests.properties.profile import tried
from tests.properties.test_hostile_reports import reworded
from tests.properties.world import World

COMMUTE = Path(__file__).parent.parent / "rulebases" / "commute"


@tried(6)
@given(chance=chances)
def test_a_saved_case_is_decided_alike(chance: Chance, desk: Desk, world: World, missing: World,
                                       switching: World) -> None:
    first = next(iter(switching.base.questions.values()))
    flags = {"recommend": chance.told(world.base).flags(),
             "diagnose": chance.told(missing.base, programs=False).flags(),
             "switch": chance.told(switching.base._replace(questions={
                 name: entry for name, entry in switching.base.questions.items() if name != first.id}),
                 programs=False).flags()}
    command = chance.random.choice(list(flags))
    words = [command, *([chance.random.choice(first.value_ids)] if command == "switch" else []), *flags[command]]
    words += ["--no-input"] if command == "diagnose" else []
    name = hostile(chance.random, without="/\0").strip()[:50] or "x"
    path = desk.path(f"{name}.yaml")
    form = chance.random.choice(("text", "json", "markdown", "ticket"))
    told = desk.done(*words, "--format", form, "--save", str(path)).out
    [again] = desk.done("replay", str(path), "--format", "json").document["cases"]
    assert (again["status"], again["same_report"]) == ("same", "yes")
    assert desk.done("replay", str(path), "--show", "--format", form).out == told
    path.unlink()


@tried(4)
@given(chance=chances)
def test_a_case_of_rules_in_a_folder_of_any_name(chance: Chance, desk: Desk) -> None:
    name = hostile(chance.random, without="/\0").strip()[:50] or "x"
    folder = desk.folder / f"rules {name}"
    shutil.copytree(COMMUTE, folder)
    path = desk.path("commute.yaml")
    told = desk.done("recommend", "--rules", str(folder), "--format", "json", "--save", str(path)).document
    [again] = desk.done("replay", str(path), "--rules", str(folder), "--format", "json").document["cases"]
    assert (again["status"], again["same_report"]) == ("same", "yes")
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["rule_base"]["folder"] == str(folder)
    assert name in told["command"]
    shutil.rmtree(folder)


@tried(15)
@given(chance=chances)
def test_a_case_of_rules_with_any_words(chance: Chance, desk: Desk, world: World) -> None:
    """The words of questions and answers stand in a case as comments; none of them can become a line of their own."""
    said = chance.told(world.base)
    rec = said.recommend(world.base, world.compiled)
    base = world.base._replace(
        questions={name: reworded(entry, lambda text: f"{text} {hostile(chance.random)}")
                   for name, entry in world.base.questions.items()})
    case = merge([said.case(world.base), case_of({}, "flag")])
    record = record_of(rec, case, "2031-04-05", None, world.base, compiled=world.compiled)
    plain, evil = case_text(record, world.base), case_text(record, base)
    assert yaml.safe_load(evil) == yaml.safe_load(plain)
    assert len(evil.split("\n")) == len(plain.split("\n"))
    assert steering(evil) == []
    answers = answers_text(base, case, client_named(base, said.client, []), provider_named(base, said.provider, []))
    assert steering(answers) == []
    path = desk.file("answers.yaml", answers)
    wanted = rec.verdict.option, [form.form for form in rec.set_up]
    found = desk.done("recommend", "--answers", str(path), "--format", "json").document
    assert (found["verdict"]["protocol"], [form["form"] for form in found["set_up"]]) == wanted


@tried(4)
@given(chance=chances)
def test_a_report_as_json_is_an_answers_file(chance: Chance, desk: Desk, world: World, missing: World) -> None:
    for command, found in (("recommend", world), ("diagnose", missing)):
        flags = [*chance.told(found.base, programs=command == "recommend").flags(), "--format", "json"]
        flags += ["--no-input"] if command == "diagnose" else []
        first = desk.done(command, *flags).document
        path = desk.file("report.json", json.dumps(first))
        again = desk.done(command, "--answers", str(path), "--format", "json").document
        for part in ("verdict", "set_up", "steps", "warnings", "causes"):
            assert again.get(part) == first.get(part)
