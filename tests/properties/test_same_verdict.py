"""The same answers give the same advice, whichever way they come in, and in whichever order."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

import yaml
from hypothesis import given

from advisor.batch import Verdict, decide
from advisor.batch.decider import COLUMNS, EXTRA, LISTS
from advisor.engine.evaluate import evaluate
from advisor.engine.limits import limited
from advisor.report.advice.json import recommendation_document
from advisor.report.advice.recommendation import Recommendation
from advisor.rulebase.named import client_named
from tests.properties.cases import Chance, chances
from tests.properties.desk import Desk
from tests.properties.profile import tried
from tests.properties.world import World

EXTRAS = ("--columns", ",".join(EXTRA))


def advice(document: dict[str, Any]) -> dict[str, Any]:
    """All that the document says but where each answer came from."""
    answers = {name: {key: part for key, part in answer.items() if key != "origin"}
               for name, answer in document["answers"].items()}
    clashes = [{key: (part["text"] if isinstance(part, dict) else part) for key, part in found.items()}
               for found in document["disagreements"]]
    return {**document, "answers": answers, "disagreements": clashes}


def row_of(rec: Recommendation) -> Verdict:
    """The advice as a batch tells it."""
    verdict = rec.verdict
    rules = tuple(entry.rule for entry in rec.trace if entry.fired and entry.kind in ("constraint", "evidence"))
    return Verdict(verdict.option, verdict.settled, tuple(dict.fromkeys(item.id for item in rec.set_up)),
                   tuple(warning.id for warning in rec.warnings), rules, None,
                   verdict.flip_distance if verdict.exact else "unknown", dict(verdict.evidence), verdict.balance)


def cells_of(verdict: Verdict) -> dict[str, str]:
    """The same as cells of CSV."""
    found = {name: getattr(verdict, name) for name in (*COLUMNS, *EXTRA)}
    for name in LISTS:
        found[name] = " ".join(found[name])
    found["evidence"] = " ".join(f"{option}:{points}" for option, points in found["evidence"].items())
    found["flip_distance"] = "none" if found["flip_distance"] is None else str(found["flip_distance"])
    return found


@tried(12)
@given(chance=chances)
def test_flags_files_a_saved_case_and_the_library_agree(chance: Chance, desk: Desk,
                                                        world: World) -> None:
    base, compiled = world.base, world.compiled
    said = chance.told(base)
    wanted = json.loads(json.dumps(advice(recommendation_document(said.recommend(base, compiled), trace=True))))
    shown = ("--format", "json", "--trace")

    def same(*arguments: str, stdin: bytes = b"") -> None:
        assert advice(desk.done(*arguments, *shown, stdin=stdin).document) == wanted

    case = desk.path("case.yaml")
    same("recommend", *said.flags(), "--save", str(case))
    entries = chance.in_any_order(said.entries())
    same("recommend", "--answers", str(desk.file("answers.yaml", yaml.safe_dump(entries, sort_keys=False) or "{}")))
    same("recommend", "--answers", "-", stdin=json.dumps(entries).encode())
    part = chance.random.randint(0, len(entries))
    begun, rest = dict(list(entries.items())[:part]), dict(list(entries.items())[part:])
    flags = [word for name, text in rest.items() for word in ("--" + name.replace("_", "-"), text)]
    same("recommend", "--answers", str(desk.file("begun.json", json.dumps(begun))), *flags)
    same("recommend", "--answers", str(case))
    [again] = desk.done("replay", str(case), "--format", "json").document["cases"]
    assert (again["status"], again["same_report"]) == ("same", "yes")
    same("replay", str(case), "--show")
    outcome = evaluate(limited(base, compiled, client_named(base, said.client, []))[0], said.case(base))
    assert outcome.option == wanted["verdict"]["protocol"]
    assert list(outcome.set_up) == [f"{item['id']}/{item['form']}" if "/" not in item["form"] else item["form"]
                                    for item in wanted["set_up"]]
    assert list(outcome.warnings) == [warning["id"] for warning in wanted["warnings"]]


@tried(5)
@given(chance=chances)
def test_a_batch_and_the_library_agree_with_the_report(chance: Chance, desk: Desk,
                                                       world: World) -> None:
    base, compiled = world.base, world.compiled
    cases = [chance.told(base) for _ in range(20)]
    client = chance.random.choice((None, *base.clients))  # one for all: tables for each program take long
    cases = [said._replace(client=said.client and client) for said in cases]
    wanted = [row_of(said.recommend(base, compiled)) for said in cases]
    assert list(decide((said.entries() for said in cases), base, EXTRA)) == wanted
    columns = chance.shuffled([*base.questions, "client", "provider", "note"])
    rows = [{**said.entries(), "note": f"n{number}"} for number, said in enumerate(cases)]
    text = StringIO()
    writer = csv.DictWriter(text, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    table = desk.done("batch", str(desk.file("in.csv", text.getvalue())), "-", *EXTRAS).out
    assert [{name: row[name] for name in (*COLUMNS, *EXTRA)} for row in csv.DictReader(StringIO(table))] == list(
        map(cells_of, wanted))
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    out = desk.done("batch", str(desk.file("in.jsonl", lines)), "-", *EXTRAS).out
    assert list(map(json.loads, out.splitlines())) == [
        {"id": str(number), **told_row(row), "note": f"n{number - 1}"} for number, row in enumerate(wanted, 1)]


def told_row(verdict: Verdict) -> dict[str, Any]:
    """The advice as a line of JSON Lines."""
    found = verdict._asdict() | {name: list(getattr(verdict, name)) for name in LISTS}
    return {name: found[name] for name in (*COLUMNS, *EXTRA)}


@tried(6)
@given(chance=chances)
def test_the_order_of_flags_does_not_matter(chance: Chance, desk: Desk, world: World) -> None:
    said = chance.told(world.base)
    first, *others = [chance.in_any_order(said.entries()) for _ in range(4)]
    flags, *more_flags = [[word for name, text in entries.items() for word in ("--" + name.replace("_", "-"), text)]
                          for entries in (first, *others)]
    shown = desk.done("recommend", *flags, "--format", "html").out
    for again in more_flags:
        assert desk.done("recommend", *again, "--format", "html").out == shown
