"""A program that lacks an option: ruled out in this program, and never at the cost of the rules."""

from __future__ import annotations

import json
import random
from itertools import product

import pytest
from jsonschema import Draft202012Validator

from advisor.engine.analysis import find_flips, settled
from advisor.engine.case import Case, case_of
from advisor.engine.compiled import Compiled, compile_rules
from advisor.engine.evaluate import evaluate
from advisor.engine.limits import lacking, limit_id, limited_rules
from advisor.report.advice.build import recommend
from advisor.report.advice.html import render_html
from advisor.report.advice.json import recommendation_document
from advisor.report.advice.markdown import render_markdown
from advisor.report.advice.text import report_lines
from advisor.report.advice.ticket import render_ticket
from advisor.report.schemas.schema import schema
from advisor.rulebase.files import builtin_folder
from advisor.rulebase.load import load
from advisor.rulebase.model import NEITHER, RuleBase
from advisor.rulebase.programs import Client, Known
from tests.engine.generated import Maker

BASE = load(builtin_folder())
SMALL = {"devices": "one", "local_backup": "regular", "quota": "full"}
"""A case for POP3."""


def having(client: Client, **offers: str) -> Client:
    return client._replace(offers=Known(offers, client.offers.sources, ""))


ANY = BASE.clients["apple-mail"]
CLIENTS = [*BASE.clients.values(), having(ANY, imap="yes", pop="no"), having(ANY, imap="no", pop="yes"),
           having(ANY, imap="no", pop="no"), having(ANY, imap="no")]


def expected(base: RuleBase, case: Case, client: Client) -> str:
    """Worked out without any wall: what the program has and the rules certainly allow, most evidence, or no limit."""
    plain = evaluate(base, case)
    out = set(lacking(base, client))
    has = [name for name in base.options if client.offers.values.get(name) == "yes"]
    # allowed for certain: no wall of it fires, and none waits for an answer that could make it fire
    traces = {entry.rule: entry for entry in plain.trace}
    sure = [name for name in has if all(traces[wall.id].truth.name == "FALSE" for wall in base.constraints.values()
                                        if wall.rules_out == name)]
    if not sure:
        return plain.option
    walled = {option for option, _ in plain.ruled_out}
    left = [name for name in base.options if name not in out and name not in walled]
    most = max(plain.evidence[name] for name in left)
    tied = [name for name in left if plain.evidence[name] == most]
    return base.default.option if base.default.option in tied else tied[0]


def random_cases(base: RuleBase, number: int, seed: int) -> list[Case]:
    pick = random.Random(seed)
    return [case_of({question.id: pick.choice([*question.value_ids, "unsure", "unsure"])
                     for question in base.questions.values() if pick.random() < 0.8}) for _ in range(number)]


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: f"{client.id}:{dict(client.offers.values)}")
def test_the_advice_in_a_program_for_every_client(base: RuleBase, compiled: Compiled, client: Client) -> None:
    cases = [case_of({}), case_of(SMALL), *(case_of({"offered": value}) for value in ("both", "imap", "pop", "none"))]
    for case in [*cases, *random_cases(base, 8, 4)]:
        rec = recommend(base, case, compiled, client=client)
        assert rec.client is not None
        option, plain = rec.verdict.option, evaluate(base, case)
        assert option == expected(base, case, client)
        assert (option == NEITHER) is (plain.option == NEITHER)  # a program never leaves a person with nothing
        if option != NEITHER:
            assert option not in {name for name, _ in plain.ruled_out}  # nor pushes through a wall of the rules
        by_client = {found.option for found in rec.verdict.ruled_out if found.rule.startswith("client:")}
        assert by_client == {limit.option for limit in rec.client.limits if limit.stands == "yes"}
        assert option not in by_client
        assert [limit.option for limit in rec.client.limits] == list(lacking(base, client))
        if rec.client.limits:
            assert rec.client.otherwise is not None
            assert rec.client.otherwise.option == plain.option
            assert rec.client.sources
        else:
            assert rec.verdict == recommend(base, case, compiled).verdict


@pytest.mark.parametrize("client", [found for found in CLIENTS if "no" in found.offers.values.values()][-5:],
                         ids=lambda client: str(dict(client.offers.values)))
def test_settled_and_flips_are_exact_with_the_limit(base: RuleBase, client: Client) -> None:
    rules = limited_rules(base, client)
    compiled = compile_rules(rules)
    pick = random.Random(6)
    for _ in range(4):
        free = pick.sample([name for name in base.questions if name != "offered"], 4)
        case = case_of({question.id: pick.choice(question.value_ids) for question in base.questions.values()
                        if question.id not in free})  # four are open
        now = evaluate(rules, case).option
        known = case.known()
        found = {expected(base, case_of({**known, **dict(zip(free, values, strict=True))}), client)
                 for values in product(*(base.questions[name].value_ids for name in free))}
        assert (settled(rules, case, compiled) == "yes") is (found == {now})
        for flip in find_flips(rules, case, compiled):
            changed = case_of({**case.known(), **flip.change})
            assert expected(base, changed, client) == flip.option != now


def test_a_limit_that_changes_the_advice_is_told_in_every_format(base: RuleBase, compiled: Compiled) -> None:
    client = base.clients["mailspring"]
    rec = recommend(base, case_of(SMALL), compiled, client=client)
    assert rec.verdict.option == "imap"
    text = " ".join(" ".join(line.text for line in report_lines(rec, sources=True)).split())
    for page in (text, " ".join(render_markdown(rec).split()), " ".join(render_html(rec).split()),
                 " ".join(render_ticket(rec).split())):
        assert "in another program the advice would be POP3" in page
        assert "Mailspring does not have POP3, so POP3 is ruled out in this program." in page
        assert "such as Thunderbird on a computer" in page
    assert "issue 45" in text
    document = json.loads(json.dumps(recommendation_document(rec)))
    Draft202012Validator(schema("recommendation", base)).validate(document)
    [wall] = [found for found in document["verdict"]["ruled_out"] if found["rule"] == "client:mailspring:pop"]
    assert wall["protocol"] == "pop"
    assert "issue 45" in wall["sources"][0]["text"]
    assert document["client"]["lacks"][0]["rules_out"] == "yes"
    assert document["client"]["without_limits"]["protocol"] == "pop"
    assert document["client"]["other_programs"][0] == "Thunderbird on a computer"


def test_where_only_what_it_lacks_is_offered_the_program_gives_way(base: RuleBase, compiled: Compiled) -> None:
    rec = recommend(base, case_of({"offered": "pop"}), compiled, client=base.clients["wino-mail"])
    assert rec.verdict.option == "pop"
    assert rec.client is not None
    assert [limit.stands for limit in rec.client.limits] == ["no"]
    assert "So use another program that has it, such as Thunderbird on a computer" in rec.client.statements[0]
    first = " ".join(line.text for line in report_lines(rec)[:4])
    assert "Not in Wino Mail, which does not have POP3: use another program." in first


def test_while_it_is_open_whether_the_rest_is_safe_the_program_gives_way(base: RuleBase, compiled: Compiled) -> None:
    client = having(ANY, imap="no", pop="yes")
    rec = recommend(base, case_of({}), compiled, client=client)
    assert rec.verdict.option == "imap"  # nobody is led to a single copy by a program
    assert rec.client is not None
    [limit] = rec.client.limits
    assert limit.stands == "unknown"
    assert {"devices", "local_backup"} <= set(limit.waits_for)
    assert "may not be possible for you: that hangs on what is not known yet" in rec.client.statements[0]


def test_no_rule_of_a_file_can_be_called_like_a_limit(base: RuleBase) -> None:
    client = base.clients["mailspring"]
    assert limit_id(client, "pop") == "client:mailspring:pop"
    assert not any(":" in name for name in base.constraints)
    assert limited_rules(base, base.clients["thunderbird"]) is base


@pytest.mark.parametrize("seed", range(30))
def test_random_rule_bases(seed: int) -> None:
    pick = random.Random(seed)
    maker = Maker(pick)
    for _ in range(6):
        base = maker.rule_base()
        client = having(ANY, **{name: pick.choice(("yes", "no")) for name in base.options})
        for case in (maker.case(base) for _ in range(10)):
            assert evaluate(limited_rules(base, client), case).option == expected(base, case, client)
