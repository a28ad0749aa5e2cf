"""The schemas of the rule files: they take what the loader takes, and refuse what a slip of the hand does."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping as MappingOf
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator, Draft202012Validator

from advisor.report.schemas.schema import names, rule_file_schemas, schema
from advisor.rulebase.files import FILES, REQUIRED_FILES, read_files
from advisor.rulebase.load import build, builtin_folder, from_contents, load, parse_all
from advisor.rulebase.model import RuleBase
from advisor.rulebase.problem import InputRefused
from advisor.rulebase.read_rule_tests import read_tests
from advisor.rulebase.reader import Reader
from advisor.rulebase.tree import Mapping, Node, Scalar, Sequence
from tests.report.rule_file_edits import as_json, edits, node
from tests.rules.planting import edited

COMMUTE = Path(__file__).parent.parent / "rulebases" / "commute"
# What the second rule base leaves out of the format.
MORE = {
    "set_up": """
lights:
  name: Lights
  forms:
    both: {when: {verdict: bicycle, dark: [yes, open]}, params: {number: 2}, tags: [buys], text: "Fit {number} lights.",
           sources: [W1.5]}
helmet:
  name: Helmet
  forms:
    on: {when: {verdict: bicycle, not: {set_up_tag: buys}}, text: Put on a helmet., sources: [{field: heads are soft}]}
    lit: {when: {set_up: [lights/both]}, tags: [buys, shines], text: Put on a lit one., sources: [RFC 1939 section 8]}
""",
    "comparison": """
price: {about: The price, cells: {bicycle: none, bus: a fare, car: petrol}, note: of 2020, sources: [W1.1]}
""",
    "glossary": "rack: {term: rack, text: A rack is what luggage stands on., sources: [W1.2]}",
    "diagnosis": "elsewhere: {W1.1: a table of distances}",
    "clients": """
phone: {name: Phone, aliases: [mobile, cell], answers: {gear: light},
        offers: {options: {bus: yes, car: "no"}, sources: [W1.1], as_of: 2026},
        items: {lights: {unverified: look for a switch},
                lights/both: {where: Front, name: Switch, do: Push it., default: {unverified: look at it},
                              sources: [RFC 1939], as_of: 2026-03}},
        traps: [{when: {verdict: bus}, text: It rattles., sources: [{field: ears}], as_of: 2026-03-12},
                {unverified: look for rust, first: yes}, {text: It squeaks., first: yes, sources: [W1.1]}]}
any: {name: Any, generic: yes}
""",
    "providers": """
city: {name: City, domains: [city.example], generic: no,
       answers: {values: {line: runs, dark: yes}, sources: [W1.1]},
       servers: {bus: {host: stop.city.example, port: 17, security: {unverified: look for a lock}, sign_in: a ticket,
                       enable_first: Wave., sources: [W1.1], as_of: 2026}},
       room: {text: Forty seats., sources: [W1.1], as_of: 2026},
       not_on: {clients: [phone], text: Buy it at the stop., sources: [W1.1], as_of: 2026},
       notes: [{unverified: look for a timetable, when: {set_up: lights}}], ask: [When does it run?, From where?]}
""",
    "measurements": """
answers:
  far-off: {when: {pop_messages: {from: 1, below: 9}, pop_in_use: no}, answer: {dark: yes}, evidence: "{pop_messages}.",
            sources: [W1.1]}
  by-figure: {answer: {distance: {by: inbox_messages, only: [near, far]}}, evidence: Counted.,
              sources: [{field: fingers}]}
signs:
  odd: {when: {quota_used: known, total_size: {below: 7000000000}}, answered: {distance: [near], dark: "no"},
        text: Odd., sure: weak, else: Chance., sources: [RFC 9208 section 5]}
""",
    "invariants": """
no-bicycle-on-ice: {text: Nobody rides on ice., when: {street: icy}, never: {verdict: bicycle}, sources: [W1.4]}
lights-at-night: {text: Lit., when: {verdict: bicycle, dark: "yes"}, sources: [W1.5],
                  always: {any: [{set_up: lights}, {set_up_tag: buys}]}}
farther-is-no-reason-to-ride: {text: Far is far., monotone: {question: distance, order: [near, middle, far]},
                               toward: {not: {verdict: bicycle}}, sources: [{field: legs}]}
""",
    "tests": """
a short way: {story: It is near., answers: {distance: near, dark: no, owns: unsure},
              expect: {verdict: bicycle, settled: yes, by_default: false, speaks_for: [bicycle],
                       set_up: [helmet/lit, lights], tags: [], warnings: [],
                       fires: [helmet, [lights/both, helmet/on]], silent: []},
              because: [W1.1, line 4], todo: not yet, person: true}
""",
}
WORDS = ["near", "bus", "neither", "open", "W1.1", "W1.3", "lights", "lights/both", "distance", "verdict", "set_up",
         "RFC 1"]


def trees_of(folder: Path) -> dict[str, Node]:
    found = parse_all(read_files(folder), folder, [])
    return {name: tree for name, tree in found.items() if tree is not None}


@pytest.fixture(scope="module")
def trees() -> dict[str, Node]:
    found = trees_of(COMMUTE)
    found |= {name: node(text) for name, text in MORE.items()}
    invented = found["rulebase"]
    for place, value in (("limits", "{label: 20}"), ("technical_terms", "[rack]")):
        invented = edited(invented, [place], node(value))
    walls = found["constraints"]
    found["constraints"] = edited(walls, [first_key(walls), "kept_for"], node("its reason"))
    return found | {"rulebase": invented}


def first_key(tree: Node) -> str:
    assert isinstance(tree, Mapping)
    return tree.entries[0][0].text


@pytest.fixture(scope="module")
def second(trees: dict[str, Node]) -> RuleBase:
    return build({name: tree for name, tree in trees.items() if name != "tests"}, "second")


@pytest.fixture(scope="module")
def second_schemas(second: RuleBase) -> dict[str, Any]:
    return {file: Draft202012Validator(found) for file, found in rule_file_schemas(second).items()}


def loads(trees: MappingOf[str, Node], base: RuleBase, file: str, tree: Node | None) -> bool:
    """Whether the loader takes the rule base with this one file changed."""
    if file in REQUIRED_FILES and isinstance(tree, Mapping) and not tree.entries:
        return False  # it says so before anything is built
    try:
        if file != "tests":
            build({**{name: other for name, other in trees.items() if name != "tests"}, file: tree}, "edited")
            return True
        reader = Reader()
        tests = read_tests({"tests/one": tree}, base, reader)
        return not reader.problems and not any(test.gone for test in tests)  # such a test is read, and fails
    except InputRefused:
        return False


def takes(validator: Any, tree: Node | None) -> bool:
    """Whether an editor takes the file, by either version of YAML."""
    return all(validator.is_valid(as_json(tree, version)) for version in ("1.2", "1.1"))


def test_there_is_one_for_each_file() -> None:
    assert {f"rules-{file}" for file in (*FILES, "tests")} <= set(names())


@pytest.mark.parametrize("folder", [builtin_folder(), COMMUTE], ids=["built-in", "commute"])
def test_the_rule_files_are_taken(folder: Path) -> None:
    schemas = rule_file_schemas(load(folder))
    for file, tree in trees_of(folder).items():
        for version in ("1.2", "1.1"):
            errors = list(Draft202012Validator(schemas[file]).iter_errors(as_json(tree, version)))
            assert not errors, (file, version, errors[0].json_path, errors[0].message)
    for path in sorted((folder / "tests").glob("*.yaml")):
        tree = node(path.read_text(encoding="utf-8"))
        errors = list(Draft202012Validator(schemas["tests"]).iter_errors(as_json(tree, "1.2")))
        assert not errors, (path.name, errors[0].json_path, errors[0].message)


def test_the_whole_format_is_taken(trees: dict[str, Node], second: RuleBase, second_schemas: dict[str, Any]) -> None:
    assert set(trees) == {*FILES, "tests"}
    for file, tree in trees.items():
        assert loads(trees, second, file, tree), file
        assert takes(second_schemas[file], tree), (file, list(second_schemas[file].iter_errors(as_json(tree, "1.2"))))


# Words that only draft 2019-09 and later know, or that editors of draft-07 do not know; and a draft-04 word.
TOO_NEW = {"unevaluatedProperties", "unevaluatedItems", "prefixItems", "dependentRequired", "dependentSchemas",
           "minContains", "maxContains", "$dynamicRef", "$dynamicAnchor", "$anchor", "$recursiveRef", "$vocabulary"}


def keywords(value: Any) -> set[str]:
    if isinstance(value, dict):
        return set(value).union(*map(keywords, value.values()))
    return set().union(*map(keywords, value)) if isinstance(value, list) else set()


def test_they_keep_to_what_editors_know(base: RuleBase) -> None:
    for found in rule_file_schemas(base).values():
        Draft202012Validator.check_schema(found)
        Draft7Validator.check_schema(found)
        assert not keywords(found) & TOO_NEW


def test_words_come_with_descriptions(base: RuleBase) -> None:
    found = rule_file_schemas(base)["evidence"]["$defs"]
    question = next(iter(base.questions.values()))
    words = found[f"answer_{question.id}"]
    assert words["enum"] == [*question.value_ids, "open"]
    assert words["enumDescriptions"][:-1] == [value.text for value in question.values]
    keys = found["condition"]["anyOf"][0]["properties"]
    assert keys[question.id]["description"] == question.ask
    assert set(keys) == {*base.questions, "any", "all", "not"}
    ways = found["sources"]["items"]["anyOf"]
    plain = [claim for claim in base.claims.values() if not claim.doubt]
    assert ways[0]["enum"] == [claim.id for claim in plain]
    assert ways[0]["enumDescriptions"] == [claim.claim for claim in plain]
    assert found["strength"]["enum"] == list(base.strengths)


def test_a_changed_rule_base_has_changed_schemas(base: RuleBase) -> None:
    first = next(iter(base.questions))
    smaller = base._replace(questions={first: base.questions[first]})
    keys = schema("rules-evidence", smaller)["$defs"]["condition"]["anyOf"][0]["properties"]
    assert set(keys) == {first, "any", "all", "not"}


RULE = "{when: %s, speaks_for: bus, strength: fair, text: words, sources: %s}"
# file, place, what is put there: faults that an editor and the loader must both see.
FAULTS: list[tuple[str, str, str]] = [
    ("evidence", "new", "{when: {distanze: near}, speaks_for: bus, strength: fair, text: words, sources: [W1.1]}"),
    ("evidence", "new", RULE % ("{distance: nearby}", "[W1.1]")),
    ("evidence", "new", RULE % ("{distance: [near, nearby]}", "[W1.1]")),
    ("evidence", "new", RULE % ("{distance: [near, near]}", "[W1.1]")),
    ("evidence", "new", RULE % ("{distance: []}", "[W1.1]")),
    ("evidence", "new", RULE % ("{distance: true}", "[W1.1]")),
    ("evidence", "new", RULE % ("{dark: maybe}", "[W1.1]")),
    ("evidence", "new", RULE % ("{verdict: bus}", "[W1.1]")),
    ("evidence", "new", RULE % ("{set_up: lights}", "[W1.1]")),
    ("evidence", "new", RULE % ("{any: {distance: near}}", "[W1.1]")),
    ("evidence", "new", RULE % ("{all: []}", "[W1.1]")),
    ("evidence", "new", RULE % ("{not: near}", "[W1.1]")),
    ("evidence", "new", RULE % ("{any: [{not: {all: [{distance: nearby}]}}]}", "[W1.1]")),
    ("evidence", "new", RULE % ("[{distance: near}]", "[W1.1]")),
    ("evidence", "new", RULE % ("sometimes", "[W1.1]")),
    ("evidence", "new", RULE % ("{}", "[W1.1]")),
    ("evidence", "new", RULE % ("always", "[W9.9]")),
    ("evidence", "new", RULE % ("always", "[]")),
    ("evidence", "new", RULE % ("always", "W1.1")),
    ("evidence", "new", RULE % ("always", "[W1.1, W1.1]")),
    ("evidence", "new", RULE % ("always", "[W1.3]")),
    ("evidence", "new", RULE % ("always", "[{claim: W1.3}]")),
    ("evidence", "new", RULE % ("always", "[{claim: W1.1, doubt: none}]")),
    ("evidence", "new", RULE % ("always", "[{field: ''}]")),
    ("evidence", "new", RULE % ("always", "[{field: x, claim: W1.1}]")),
    ("evidence", "new", RULE % ("always", "[RFC 12]")),
    ("evidence", "new", RULE % ("always", "[rfc 1939]")),
    ("evidence", "new", "{when: always, speaks_for: train, strength: fair, text: words, sources: [W1.1]}"),
    ("evidence", "new", "{when: always, speaks_for: bus, strength: huge, text: words, sources: [W1.1]}"),
    ("evidence", "new", "{when: always, speaks_for: bus, strength: 3, text: words, sources: [W1.1]}"),
    ("evidence", "new", "{when: always, speaks_for: bus, strength: fair, text: '', sources: [W1.1]}"),
    ("evidence", "new", "{when: always, speaks_for: bus, strength: fair, text: [words], sources: [W1.1]}"),
    ("evidence", "new", "{when: always, speaks_for: bus, strength: fair, sources: [W1.1]}"),
    ("evidence", "new", "{speaks_for: bus, strength: fair, text: words, sources: [W1.1]}"),
    ("evidence", "new", "{when: always, speaks_for: bus, strength: fair, text: words}"),
    ("evidence", "new", "{when: always, speaks_for: bus, strength: fair, text: words, sources: [W1.1], colour: red}"),
    ("evidence", "new", "{when: always, speaks_for: bus, strength: fair, text: words, sources: [W1.1], kept_for: {}}"),
    ("evidence", "New", RULE % ("always", "[W1.1]")),
    ("evidence", "new", "words"),
    ("constraints", "new", "{when: always, rules_out: neither, text: words, sources: [W1.1]}"),
    ("constraints", "new", "{when: always, rules_out: [bus], text: words, sources: [W1.1]}"),
    ("warnings", "new", "{when: always, rank: first, text: words, avert: words, sources: [W1.1]}"),
    ("warnings", "new", "{when: always, rank: 1.5, text: words, avert: words, sources: [W1.1]}"),
    ("warnings", "new", "{when: {warning: new}, rank: 1, text: words, avert: words, sources: [W1.1]}"),
    ("warnings", "new", "{when: {set_up: lamps}, rank: 1, text: words, avert: words, sources: [W1.1]}"),
    ("warnings", "new", "{when: {set_up_tag: sells}, rank: 1, text: words, avert: words, sources: [W1.1]}"),
    ("steps", "new", "{when: always, order: 1, level: may, text: words, sources: [W1.1]}"),
    ("steps", "new", "{when: {warning: nothing}, order: 1, level: must, text: words, sources: [W1.1]}"),
    ("set_up", "new", "{name: new}"),
    ("set_up", "new", "{name: new, forms: {on: {when: always, text: words}}}"),
    ("set_up", "new", "{name: new, forms: {on: {when: {set_up: [a, [b]]}, text: words, sources: [W1.1]}}}"),
    ("set_up", "new", "{name: new, forms: {on: {when: always, params: {a: [1]}, text: words, sources: [W1.1]}}}"),
    ("set_up", "new", "{name: new, forms: {on: {when: always, params: {A: 1}, text: words, sources: [W1.1]}}}"),
    ("set_up", "new", "{name: new, forms: {on: {when: always, tags: [], text: words, sources: [W1.1]}}}"),
    ("rulebase", "default/option", "[bus]"),
    ("rulebase", "options/neither", "{name: x, headline: x, explain: x}"),
    ("rulebase", "options/bus/color", "red"),
    ("rulebase", "strengths/fair", "0"),
    ("rulebase", "strengths/fair", "many"),
    ("rulebase", "balance/lean", "0"),
    ("rulebase", "limits/lable", "20"),
    ("rulebase", "limits/label", "0"),
    ("rulebase", "renamed", "{questions: {way: distanze}}"),
    ("rulebase", "renamed", "{questions: {Way: distance}}"),
    ("rulebase", "renamed", "{values: {drak: {murky: yes}}}"),
    ("rulebase", "renamed", "{values: {dark: {murky: perhaps}}}"),
    ("rulebase", "renamed", "{options: {tram: bus}}"),
    ("claims", "claims/W1.6", "{kind: rumour, about: x, claim: x}"),
    ("claims", "claims/W1.6", "{kind: decision, about: x}"),
    ("claims", "documents/W2", "{title: x}"),
    ("questions", "open_", "{label: x, ask: x, why: x, find_out: x, values: {a: {text: x, phrase: x}}}"),
    ("questions", "warning",
     "{label: x, ask: x, why: x, find_out: x, values: {a: {text: x, phrase: x}, b: {text: x, phrase: "
     "x}}}"),
    ("questions", "new", "{label: x, ask: x, why: x, find_out: x, values: {a: {text: x, phrase: x}}}"),
    ("questions", "new",
     "{label: x, ask: x, why: x, find_out: x, values: {a: {text: x, phrase: x}, open: {text: x, "
     "phrase: x}}}"),
    ("questions", "dark/given", "maybe"),
    ("questions", "line/when_open/otherwise/bus", "train"),
    ("questions", "line/when_open/otherwise/train", "bus"),
    ("questions", "line/when_open/assume", "[runs]"),
    ("questions", "distance/numbers/bounds", "[]"),
    ("questions", "distance/numbers/least", "none"),
    ("questions", "distance/values/near/share", "0"),
    ("comparison", "price/cells/train", "a fare"),
    ("comparison", "price/cells", "{bus: a fare}"),
    ("comparison", "price/cells/bus", "''"),
    ("glossary", "new", "{term: x, sources: [W1.1]}"),
    ("diagnosis", "elsewhere/W9.9", "words"),
    ("diagnosis", "wating", "{}"),
    ("clients", "new", "{aliases: [x]}"),
    ("clients", "phone/offers/options/train", "yes"),
    ("clients", "phone/offers/options/bus", "perhaps"),
    ("clients", "phone/offers", "{options: {bus: yes}}"),
    ("clients", "phone/items/lamps", "{unverified: look for it}"),
    ("clients", "phone/items/helmet", "{where: here}"),
    ("clients", "phone/items/helmet", "{unverified: look for it, where: here}"),
    ("clients", "phone/items/helmet", "{name: switch, sources: [W1.1]}"),
    ("clients", "phone/items/helmet", "{where: here, sources: [W1.1], as_of: soon}"),
    ("clients", "phone/traps", "{text: x, sources: [W1.1]}"),
    ("clients", "phone/traps", "[{text: x}]"),
    ("clients", "phone/traps", "[{unverified: x, first: perhaps}]"),
    ("clients", "phone/answers", "light"),
    ("providers", "city/room", "{text: x}"),
    ("providers", "city/not_on", "{clients: [phone], text: x}"),
    ("providers", "city/not_on", "{text: x, sources: [W1.1]}"),
    ("clients", "phone/traps", "[{when: always, sources: [W1.1]}]"),
    ("clients", "phone/traps", "[{when: {colour: red}, unverified: look}]"),
    ("providers", "city/answers", "{values: {line: flies}, sources: [W1.1]}"),
    ("providers", "city/answers", "{values: {line: open}, sources: [W1.1]}"),
    ("providers", "city/answers", "{values: {tram: runs}, sources: [W1.1]}"),
    ("providers", "city/servers/train", "{host: x, port: 1, security: x, sign_in: x, sources: [W1.1]}"),
    ("providers", "city/servers/bus", "{host: x, port: 1, security: x, sources: [W1.1]}"),
    ("providers", "city/servers/bus", "{host: x, port: 1, security: x, sign_in: x}"),
    ("providers", "city/servers/bus/host", "{look_for: x}"),
    ("providers", "city/ask", "[[x]]"),
    ("measurements", "answers/far-off/when/pop_messages", "7"),
    ("measurements", "answers/far-off/when/pop_messages", "{}"),
    ("measurements", "answers/far-off/when/pop_messages/from", "-1"),
    ("measurements", "answers/far-off/when/pop_in_use", "known"),
    ("measurements", "answers/far-off/when/pop_mesages", "known"),
    ("measurements", "answers/far-off/when", "{}"),
    ("measurements", "answers/far-off/answer", "{dark: open}"),
    ("measurements", "answers/far-off/answer", "{}"),
    ("measurements", "answers/far-off/answer", "{dark: yes, distance: far}"),
    ("measurements", "answers/far-off/answer", "{dark: {by: pop_messages}}"),
    ("measurements", "answers/by-figure/answer/distance/by", "pop_in_use"),
    ("measurements", "answers/by-figure/answer/distance/only", "farther"),
    ("measurements", "signs/odd/sure", "maybe"),
    ("measurements", "signs/odd/answered/dark", "open"),
    ("measurements", "signs/new", "{when: {pop_in_use: yes}, text: x, sure: weak, sources: [W1.1]}"),
    ("measurements", "measures", "{}"),
    ("invariants", "new", "{text: x, when: always, sources: [W1.1]}"),
    ("invariants", "new", "{text: x, never: {verdict: bus}, sources: [W1.1]}"),
    ("invariants", "new", "{text: x, when: always, never: {verdict: bus}, always: {verdict: bus}, sources: [W1.1]}"),
    ("invariants", "new", "{text: x, when: always, never: {verdict: train}, sources: [W1.1]}"),
    ("invariants", "new", "{text: x, when: always, never: {verdict: bus}, toward: {verdict: bus}, sources: [W1.1]}"),
    ("invariants", "new", "{text: x, monotone: {question: dark, order: [no, yes]}, sources: [W1.1]}"),
    ("invariants", "new",
     "{text: x, monotone: {question: drak, order: [no, yes]}, toward: {verdict: bus}, sources: "
     "[W1.1]}"),
    ("invariants", "new",
     "{text: x, monotone: {question: dark, order: [no]}, toward: {verdict: bus}, sources: "
     "[W1.1]}"),
    ("invariants", "new",
     "{text: x, monotone: {question: dark, order: [near, far]}, toward: {verdict: bus}, sources: "
     "[W1.1]}"),
    ("invariants", "new", "{text: x, monotone: {question: dark}, toward: {verdict: bus}, sources: [W1.1]}"),
    ("tests", "new", "{story: x, answers: {}, because: [W1.1]}"),
    ("tests", "new", "{story: x, answers: {}, expect: {}, because: [W1.1]}"),
    ("tests", "new", "{story: x, answers: {}, expect: {verdict: bus}, because: []}"),
    ("tests", "new", "{story: x, answers: {dark: open}, expect: {verdict: bus}, because: [W1.1]}"),
    ("tests", "new", "{story: x, answers: {drak: no}, expect: {verdict: bus}, because: [W1.1]}"),
    ("tests", "new", "{story: x, answers: {}, expect: {verdict: train}, because: [W1.1]}"),
    ("tests", "new", "{story: x, answers: {}, expect: {settled: perhaps}, because: [W1.1]}"),
    ("tests", "new", "{story: x, answers: {}, expect: {set_up: [lamps]}, because: [W1.1]}"),
    ("tests", "new", "{story: x, answers: {}, expect: {fires: [lamps]}, because: [W1.1]}"),
    ("tests", "new", "{story: x, answers: {}, expect: {fires: [[]]}, because: [W1.1]}"),
    ("tests", "new", "{story: x, answers: {}, expect: {tags: [sells]}, because: [W1.1]}"),
    ("tests", "new", "{story: x, answers: {}, expect: {verdict: bus}, because: [RFC one]}"),
    ("tests", "new", "{story: x, answers: {}, expect: {verdict: bus}, because: [W1.1], author: me}"),
]


@pytest.mark.parametrize(("file", "place", "value"), FAULTS)
def test_a_fault_is_refused_by_both(trees: dict[str, Node], second: RuleBase, second_schemas: dict[str, Any],
                                    file: str, place: str, value: str) -> None:
    faulty = edited(trees[file], place.split("/"), node(value))
    assert not loads(trees, second, file, faulty), "the loader takes it"
    assert not second_schemas[file].is_valid(as_json(faulty, "1.2")), "the schema takes it"


# What only the loader can see: it needs more than one place of the file, or another file with this one.
ONLY_THE_LOADER: list[tuple[str, str, str]] = [
    ("rulebase", "default/option", "train"),                       # names that the file itself defines
    ("set_up", "helmet/forms/on/when", "{set_up: lamps}"),
    ("set_up", "helmet/forms/on/when", "{set_up_tag: sells}"),
    ("questions", "line/when_open/assume", "walks"),
    ("rulebase", "renamed", "{questions: {dark: distance}}"),      # ids that are still in use
    ("rulebase", "renamed", "{values: {dark: {yes: no}}}"),
    ("questions", "distance/numbers/bounds", "[{below: 1, value: nowhere}, {value: far}]"),
    ("claims", "claims/W7.1", "{kind: decision, about: x, claim: x}"),
    ("rulebase", "balance", "{lean: 5, clear: 2}"),                # figures that must fit each other
    ("questions", "distance/numbers/bounds", "[{below: 9, value: near}, {below: 3, value: middle}, {value: far}]"),
    ("set_up", "lights/forms/both/text", "Fit {count} lights."),   # texts that name what is not there
    ("questions", "line/when_open/proviso", "It is {opinion}."),
    ("set_up", "lights/forms/both/when", "{set_up: helmet}"),      # circles
    ("clients", "phone/aliases", "[any]"),                         # one name, two programs
    ("questions", "dark/values/no/aliases", "[yes]"),              # one spelling, two values
    ("measurements", "answers/far-off/evidence", "'{inbox_size}'"),  # a measure that may not be known
    ("measurements", "answers/far-off/when/pop_messages", "{from: 9, below: 3}"),
    ("measurements", "answers/by-figure/answer", "{dark: no}"),    # which rests on nothing
    ("evidence", "new", RULE % ("{dark: [yes, true]}", "[W1.1]")),  # two spellings, one value
]


@pytest.mark.parametrize(("file", "place", "value"), ONLY_THE_LOADER)
def test_what_only_the_loader_sees(trees: dict[str, Node], second: RuleBase, second_schemas: dict[str, Any],
                                   file: str, place: str, value: str) -> None:
    faulty = edited(trees[file], place.split("/"), node(value))
    assert not loads(trees, second, file, faulty)
    assert second_schemas[file].is_valid(as_json(faulty, "1.2"))


SAMPLE = 120
"""Edits tried in each file."""
NEW_NAMES: list[tuple[str, str, str]] = [
    ("set_up", "helmet/forms/on", "{when: {set_up: lights/new}, text: x, sources: [W1.1]}"),
    ("rulebase", "default/option", "tram"),
    ("questions", "line/when_open/assume", "perhaps"),
]


@pytest.mark.parametrize(("file", "place", "value"), NEW_NAMES)
def test_names_that_a_file_itself_may_bring_are_never_refused(second_schemas: dict[str, Any], trees: dict[str, Node],
                                                              file: str, place: str, value: str) -> None:
    assert takes(second_schemas[file], edited(trees[file], place.split("/"), node(value)))


@pytest.mark.parametrize("file", [*FILES, "tests"])
def test_what_the_schema_refuses_the_loader_refuses(trees: dict[str, Node], second: RuleBase,
                                                    second_schemas: dict[str, Any], file: str) -> None:
    """Over every small edit of every place; so an editor is never red where nothing is wrong."""
    made = [edit for edit in edits(trees[file], WORDS) if edit.tree is not None]
    refused, loader_refused = 0, 0
    for edit in random.Random(3).sample(made, min(len(made), SAMPLE)):
        taken = takes(second_schemas[file], edit.tree)
        loaded = loads(trees, second, file, edit.tree)
        assert taken or not loaded, f"{file} {edit.what}: the schema refuses what the loader takes"
        refused += not taken
        loader_refused += not loaded
    assert refused > 60 or refused == loader_refused, "the edits are harmless"
    assert refused >= 0.9 * loader_refused, f"{file}: the schema sees {refused} of {loader_refused} faults"


def test_the_same_for_the_built_in_rules(base: RuleBase) -> None:
    trees = trees_of(builtin_folder())
    chance = random.Random(5)
    schemas = {file: Draft202012Validator(found) for file, found in rule_file_schemas(base).items()}
    words = ["open", "neither", *base.options, *list(base.claims)[:2], *list(base.questions)[:2]]
    for file in sorted(trees):
        tree = trees[file]
        assert isinstance(tree, Mapping)
        key, value = chance.choice(tree.entries)
        for edit in chance.sample(list(edits(value, words)), 12):
            changed = edited(tree, [key.text], edit.tree)
            assert takes(schemas[file], changed) or not loads(trees, base, file, changed), (file, key.text, edit.what)


def test_rules_named_alike_are_told_apart(second: RuleBase) -> None:
    """A name that rules of two kinds share stands only with its kind before it, as the reader of tests demands."""
    evidence = next(iter(second.evidence.values()))
    warning = next(iter(second.warnings.values()))
    shared = second._replace(warnings={evidence.id: warning._replace(id=evidence.id)})
    validator = Draft202012Validator(schema("rules-tests", shared))
    for name, expected in ((evidence.id, False), (f"evidence:{evidence.id}", True), (f"warning: {evidence.id}", True),
                           (f"step:{evidence.id}", False)):
        document = {"one": {"story": "x", "answers": {}, "expect": {"fires": [name]}, "because": "words"}}
        tree = Mapping([(Scalar("one", evidence.at), Mapping([
            (Scalar("story", evidence.at), Scalar("x", evidence.at)), (Scalar("answers", evidence.at), node("{}")),
            (Scalar("expect", evidence.at), Mapping([(Scalar("fires", evidence.at), Sequence(
                [Scalar(name, evidence.at)], evidence.at))], evidence.at)),
            (Scalar("because", evidence.at), Scalar("words", evidence.at))], evidence.at))], evidence.at)
        assert validator.is_valid(document) is expected, name
        assert loads({}, shared, "tests", tree) is expected, name


def test_a_small_rule_base_has_schemas_too() -> None:
    """Without tags, warnings or doubts there is nothing to offer, and no empty list of words."""
    contents = read_files(COMMUTE)
    base = from_contents(contents, COMMUTE)._replace(warnings={}, forms={})
    for found in rule_file_schemas(base).values():
        Draft7Validator.check_schema(found)
        assert '"enum": []' not in json.dumps(found)
