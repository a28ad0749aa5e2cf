"""Rows that name a mail program or a provider get what `advisor recommend --answers` says of the same lines."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import pytest

from advisor.batch import decide, decide_table
from advisor.batch import programs as programs_module
from advisor.batch.decider import COLUMNS, EXTRA, Decider, RowRefused
from advisor.batch.json_rows import JsonReader
from advisor.batch.programs import ProgramDecider, decider_for, programs_of
from advisor.batch.rows import Row
from advisor.batch.tickets import Tickets
from advisor.cli.edge.environment import Environment
from advisor.cli.files.answers import read_answers_file
from advisor.engine.case import Case, merge
from advisor.engine.compiled import Compiled
from advisor.engine.limits import lacking
from advisor.engine.programs import answers_of
from advisor.report.advice.build import recommend
from advisor.report.advice.json import recommendation_document
from advisor.report.advice.ticket import render_ticket
from advisor.rulebase.model import RuleBase
from tests.batch.helpers import csv_rows, json_rows, random_answers
from tests.batch.test_decider import found


def recommended(base: RuleBase, compiled: Compiled, lines: dict[str, Any], folder: Path) -> Any:
    """What the command makes of an answers file with these lines."""
    path = folder / "answers.json"
    path.write_text(json.dumps(lines))
    environment = Environment(stdin=None, stdout=None, stderr=None, variables={})
    case, client, provider = read_answers_file(base, str(path), environment).with_programs(None, None)
    whole = merge([answers_of(provider) if provider else Case(), case])
    return recommend(base, whole, compiled, client=client, provider=provider)


def texts(rec: Any) -> dict[str, str]:
    document = recommendation_document(rec, trace=True)
    verdict = document["verdict"]
    distance = verdict["flip_distance"]
    rules = [entry["rule"] for entry in document["trace"]
             if entry["kind"] in ("constraint", "evidence") and entry["truth"] == "true"]
    return {"protocol": verdict["protocol"], "settled": verdict["settled"],
            "set_up": " ".join(sorted({item["id"] for item in document["set_up"]})),
            "warnings": " ".join(entry["id"] for entry in document["warnings"]), "rules": " ".join(rules),
            "flip_distance": "none" if distance is None else str(distance), "balance": verdict["balance"],
            "evidence": " ".join(f"{option}:{points}" for option, points in verdict["evidence"].items())}


def test_random_rows_say_what_recommend_says_of_the_same_answers(base: RuleBase, compiled: Compiled,
                                                                 tmp_path: Path) -> None:
    random = Random(21)
    columns = [*base.questions, *programs_of(base)]
    random.shuffle(columns)
    decider = decider_for(base, columns, EXTRA)
    limited = [client.id for client in base.clients.values() if lacking(base, client)]
    assert limited
    for _ in range(80):
        answers = random_answers(base, random)
        answers["client"] = random.choice(["", *base.clients, *limited, *limited])
        answers["provider"] = random.choice(["", *base.providers, "Mail@Example.test"])
        given = [question for question in base.questions if base.questions[question].given]
        if random.random() < 0.7:
            answers.update(dict.fromkeys(given, ""))
        lines = {name: value for name, value in answers.items() if value}
        assert found(decider, answers) == texts(recommended(base, compiled, lines or {"devices": "unsure"}, tmp_path))


def test_the_row_that_got_another_verdict(base: RuleBase) -> None:
    header = "id,devices,local_backup,provider\n"
    in_json = decider_for(base, JsonReader(StringIO(), base, columns=False).questions)
    for word, protocol in (("icloud", "imap"), (" iCloud", "imap"), ("ann@icloud.com", "imap"), ("gmail", "pop"),
                           ("", "pop")):
        [row] = csv_rows(f"{header}A,one,regular,{word}\n", base)
        decider = decider_for(base, ("devices", "local_backup", "provider"))
        assert decider.decide(row.cells)[0] == protocol
        [same] = json_rows(json.dumps({"devices": "one", "local_backup": "regular", "Provider": word or None}), base)
        assert in_json.decide(same.cells)[0] == protocol


def test_what_a_row_says_wins_over_its_provider(base: RuleBase) -> None:
    decider = decider_for(base, ("devices", "local_backup", "provider", "offered"))
    assert decider.decide(("one", "regular", "icloud", "both"))[0] == "pop"
    assert decider.decide(("one", "regular", "icloud", ""))[0] == "imap"
    assert decider.decide(("one", "regular", "icloud", "unsure")) == decider.decide(("one", "regular", "", ""))


def test_names_that_are_not_known_are_faults_of_their_cells(base: RuleBase) -> None:
    decider = decider_for(base, ("client", "devices", "provider"))
    with pytest.raises(RowRefused) as refused:
        decider.decide(("thunderbrid", "sevral", "gmial"))
    assert {(cell.column, cell.value) for cell in refused.value.cells} == {
        ("client", "thunderbrid"), ("devices", "sevral"), ("provider", "gmial")}
    fixes = {cell.column: cell.fix for cell in refused.value.cells}
    assert "'thunderbird'" in fixes["client"]
    assert "'gmail'" in fixes["provider"]
    assert "--" not in fixes["provider"]
    assert "call it otherwise" in fixes["client"]


def test_tables_for_programs_are_made_when_they_are_met_and_not_kept_without_end(
        base: RuleBase, monkeypatch: pytest.MonkeyPatch) -> None:
    limited = [client.id for client in base.clients.values() if lacking(base, client)]
    plain = next(client.id for client in base.clients.values() if not lacking(base, client))
    decider = decider_for(base, ("client", "devices"))
    assert isinstance(decider, ProgramDecider)
    decider.decide((plain, "one"))
    assert not decider.limited
    monkeypatch.setattr(programs_module, "MOST_LIMITED", 1)
    for name in limited:
        decider.decide((name, "one"))
    assert list(decider.limited) == limited[-1:]


def test_rules_that_know_no_programs_carry_the_columns_through(base: RuleBase) -> None:
    bare = base._replace(clients={}, providers={})
    [row] = csv_rows("devices,client,provider\none,a,b\n", bare)
    assert (row.cells, row.carried) == (("one",), ("a", "b"))
    assert type(decider_for(bare, ("devices",))) is Decider


def test_tickets_are_those_of_recommend(base: RuleBase, compiled: Compiled, tmp_path: Path) -> None:
    decider = decider_for(base, ("devices", "local_backup", "provider", "client"))
    written: dict[str, str] = {}
    client = next(client.id for client in base.clients.values() if lacking(base, client))
    cells = ("one", "regular", "icloud", client)
    Tickets(decider, compiled, "", None, written.__setitem__).add(Row(2, "A", cells, ()), decider.decide(cells))
    lines = {"devices": "one", "local_backup": "regular", "provider": "icloud", "client": client}
    assert list(written.values()) == [render_ticket(recommended(base, compiled, lines, tmp_path), signature="")]


def test_a_saved_case_as_a_row(base: RuleBase, compiled: Compiled, tmp_path: Path) -> None:
    saved = {"schema": "advisor.case/1", "provider": {"id": "icloud", "name": "iCloud"}, "client": None, "answers": {
        "devices": {"value": "one", "origin": "asked"}, "local_backup": {"value": "regular", "origin": "flag"},
        "offered": {"value": "both", "origin": "provider"}, "quota": {"value": "tight", "origin": "measured"}}}
    [verdict] = decide([{"id": 5, **saved}])
    rec = recommended(base, compiled, saved, tmp_path)
    assert (verdict.protocol, " ".join(verdict.rules)) == tuple(texts(rec)[name] for name in ("protocol", "rules"))
    assert verdict.protocol == "imap"


def test_in_the_library_too() -> None:
    case = {"devices": "one", "local_backup": "regular"}
    plain, named, wrong = decide([case, {**case, "provider": "icloud"}, {**case, "provider": "icluod"}])
    assert (plain.protocol, named.protocol) == ("pop", "imap")
    assert "'icloud'" in (wrong.rejected or "")
    import pyarrow

    table = decide_table(pyarrow.table({"devices": ["one"], "local backup": ["regular"], "provider": ["icloud"]}))
    assert table.column_names == ["id", *COLUMNS, "rejected"]
    assert table["protocol"].to_pylist() == ["imap"]
