"""Rule tests: each fault of form with its exact message, each expectation by hand."""

from __future__ import annotations

import pytest

from advisor.engine.case import case_of
from advisor.engine.compiled import compile_rules
from advisor.rulebase.load import load
from advisor.rulebase.model import RuleBase, Step
from advisor.verify.testing.run_tests import Result, run_tests, select, settled_word
from tests.verify.rule_test_helpers import COMMUTE, read

GOOD = """\
ride:
  story: Near, in the light.
  answers: {distance: near}
  expect: {verdict: bicycle}
  because: [W1.1]
"""


@pytest.fixture(scope="module")
def commute() -> RuleBase:
    return load(COMMUTE)


W11 = "W1.1 says: Up to five kilometres the bicycle is quickest."
W15 = "W1.5 says: In the dark a bicycle needs lights in front and behind."
FAULTS = {
    "unknown question": ("{distance: near}", "{distanse: near}",
                         "a.yaml:3:13: There is no question 'distanse'. Did you mean 'distance'?", []),
    "unknown answer": ("{distance: near}", "{distance: neer}",
                       "a.yaml:3:23: distance has no value 'neer'. Did you mean 'near'?", []),
    "open is no answer": ("{distance: near}", "{distance: open}",
                          "a.yaml:3:23: distance has no value 'open'. Valid: near, middle, far, unsure.", []),
    "answer is a list": ("{distance: near}", "{distance: [near, far]}",
                         "a.yaml:3:23: The answer to distance must be one word. Valid: near, middle, far, unsure.", []),
    "answers missing": ("  answers: {distance: near}\n", "", "a.yaml:2:3: test 'ride' lacks 'answers'. Add it.", []),
    "answers empty": ("{distance: near}", "", "a.yaml:3:11: 'answers' of test 'ride' must be a mapping (key: value "
                      "lines).", []),
    "empty story": ("Near, in the light.", '""', "a.yaml:2:10: 'story' is empty. Write the text, or remove the key.",
                    []),
    "nothing expected": ("{verdict: bicycle}", "{}", "a.yaml:4:11: test 'ride' expects nothing. Say at least one of: "
                         "verdict, settled, by_default, speaks_for, set_up, tags, warnings, steps, fires, silent.", []),
    "unknown expectation": ("verdict:", "verdickt:", "a.yaml:4:12: 'expect' of test 'ride' has no key 'verdickt'. "
                            "Did you mean 'verdict'?", []),
    "unknown verdict": ("{verdict: bicycle}", "{verdict: bycicle}",
                        "a.yaml:4:21: 'bycicle' is not valid for verdict. Did you mean 'bicycle'?", []),
    "unclear flag": ("{verdict: bicycle}", "{settled: maybe}",
                     "a.yaml:4:21: 'maybe' is not valid for settled. Valid: true, false, yes, no.", []),
    "unknown option": ("{verdict: bicycle}", "{speaks_for: [bus, carr]}",
                       "a.yaml:4:30: 'carr' is not valid for speaks_for. Did you mean 'car'?", []),
    "a warning is no set-up": ("{verdict: bicycle}", "{set_up: [heavy-load]}",
                               "a.yaml:4:21: 'heavy-load' is no set-up item or form. It is a warning.", []),
    "a set-up item is no warning": ("{verdict: bicycle}", "{warnings: [helmet]}",
                                    "a.yaml:4:23: 'helmet' is not valid for warnings. Valid: ice-ahead, heavy-load.",
                                    []),
    "a step is no wall": ("{verdict: bicycle}", "{fires: ['wall:pump']}",
                          "a.yaml:4:20: 'pump' is no wall. It is a step.", []),
    "a choice cannot be silent": ("{verdict: bicycle}", "{silent: [[ice, no-bus]]}",
                                  "a.yaml:4:21: An entry of 'silent' must be one word.", []),
    "empty choice": ("{verdict: bicycle}", "{fires: [[]]}", "a.yaml:4:20: This list of rules is empty. Name the rules "
                     "of which at least one must fire.", []),
    "rule twice": ("{verdict: bicycle}", "{fires: [ice, ice]}", "a.yaml:4:25: ice stands here twice. Keep one.", []),
    "warning twice": ("{verdict: bicycle}", "{warnings: [ice-ahead, ice-ahead]}",
                      "a.yaml:4:34: 'ice-ahead' stands here twice. Keep one.", []),
    "warnings a mapping": ("{verdict: bicycle}", "{warnings: {}}",
                           "a.yaml:4:22: 'warnings' must be a list. Write [] where nothing is expected.", []),
    "unknown claim": ("[W1.1]", "[W1.11]", "a.yaml:5:13: There is no claim 'W1.11'. Did you mean 'W1.1'? " + W11, []),
    "unknown claim among words": ("[W1.1]", "['line 4, as W1.9 says']",
                                  "a.yaml:5:13: There is no claim 'W1.9'. Did you mean 'W1.5'? " + W15, []),
    "claim of an unknown document": ("[W1.1]", "['as V1.1 has it, section 6.4, line 4.']",
                                     "a.yaml:5:13: There is no claim 'V1.1'. Did you mean 'W1.1'? "
                                     "W1.1 says: Up to five kilometres the bicycle is quickest.", []),
    "half an RFC": ("[W1.1]", "[RFC 12]", "a.yaml:5:13: 'RFC 12' does not name an RFC in full. "
                    "Write it like 'RFC 1939 section 8'.", []),
    "no reason": ("[W1.1]", "[]", "a.yaml:5:12: test 'ride' names no reason. List claims, an RFC with its section, or "
                  "the line of the order it rests on.", []),
    "reason without words": ("[W1.1]", "[{claim: W1.1}]", "a.yaml:5:13: A reason must be a claim, an RFC, or a few "
                             "words. Write it like D4.11, 'RFC 1939 section 8' or 'wall 2'.", []),
    "empty todo": ("because:", "todo: ''\n  because:", "a.yaml:5:9: 'todo' is empty. Write the text, or remove the "
                   "key.", []),
    "name twice": ("  because: [W1.1]\n", "  because: [W1.1]\nride: {}\n",
                   "a.yaml:6:1: 'ride' stands here a second time. The first is in line 1; keep one of the two.",
                   ["a.yaml:6:1: test 'ride' lacks 'story', 'answers', 'expect', 'because'. Add it."]),
}


@pytest.mark.parametrize(("old", "new", "expected", "more"), FAULTS.values(), ids=FAULTS)
def test_each_fault_of_form_is_said_with_its_place(commute: RuleBase, old: str, new: str, expected: str,
                                                   more: list[str]) -> None:
    assert GOOD.count(old) == 1
    _, problems = read(commute, GOOD.replace(old, new))
    assert [str(problem) for problem in problems] == [expected, *more]


GONE = {
    "rule": ("fires: [pump, storm]", "fires", "4:26", "There is no rule 'storm' any more."),
    "rule in a choice": ("fires: [[pump, storm]]", "fires", "4:27", "There is no rule 'storm' any more."),
    "rule of a kind": ("silent: ['step:storm']", "silent", "4:21", "There is no rule 'storm' any more."),
    "set-up": ("set_up: [helmet, cape]", "set_up", "4:29", "There is no set-up item or form 'cape' any more."),
    "warning": ("warnings: [storm]", "warnings", "4:23", "There is no warning 'storm' any more."),
    "step": ("steps: [storm]", "steps", "4:20", "There is no step 'storm' any more."),
    "tag": ("tags: [worn]", "tags", "4:19", "There is no tag 'worn' any more."),
}


@pytest.mark.parametrize(("expect", "what", "place", "message"), GONE.values(), ids=GONE)
def test_what_is_gone_fails_the_test_that_names_it_alone(commute: RuleBase, expect: str, what: str, place: str,
                                                         message: str) -> None:
    gone = GOOD.replace("ride:", "gone:").replace("verdict: bicycle", f"verdict: car, {expect}")
    tests, problems = read(commute, GOOD, gone.replace("verdict: car, ", ""))
    assert problems == []
    assert [(entry.what, str(entry.problem)) for entry in tests[1].gone] == [
        (what, f"b.yaml:{place}: {message} Bring it back, or take it out of this test.")]
    assert tests[1].gone[0].problem.code == "unknown-rule"
    assert [result.status for result in run(commute, tests)] == ["passed", "failed"]
    assert tests[0].gone == ()
    [result] = run(commute, read(commute, gone)[0])
    assert result.differences == ()  # what else is expected may have been meant together with what is gone


def test_what_is_gone_fails_no_test_that_is_marked_todo(commute: RuleBase) -> None:
    tests, _ = read(commute, GOOD.replace("verdict: bicycle", "fires: storm") + "  todo: Later.\n")
    assert [result.status for result in run(commute, tests)] == ["todo"]


@pytest.mark.parametrize(("word", "hint"), [
    ("short-wai", "Did you mean 'short-way'?"), ("short_way", "Did you mean 'short-way'?"),
    ("sharp-war", "Bring it back, or take it out of this test."),  # 7 of 9 letters: as like as many that were deleted
    ("light", "Did you mean 'lights'?")])
def test_a_hint_only_where_a_name_is_really_close(commute: RuleBase, word: str, hint: str) -> None:
    [test], _ = read(commute, GOOD.replace("verdict: bicycle", f"fires: [{word}]"))
    assert [entry.problem.fix for entry in test.gone] == [hint]


def test_all_faults_are_said_at_once(commute: RuleBase) -> None:
    _, problems = read(commute, "ride:\n  stori: Near.\n  answers: {distanse: near}\n  expect: {verdict: bike}\n"
                                "  because: [W1.7]\nlist: []\n", "[]")
    assert [(str(problem.at), problem.code) for problem in problems] == [
        ("a.yaml:2:3", "missing-key"), ("a.yaml:2:3", "unknown-key"), ("a.yaml:3:13", "unknown-question"),
        ("a.yaml:4:21", "unknown-word"), ("a.yaml:5:13", "unknown-claim"), ("a.yaml:6:7", "not-a-mapping"),
        ("b.yaml:1:1", "not-a-mapping")]


def test_a_name_stands_once_in_all_files(commute: RuleBase) -> None:
    _, problems = read(commute, GOOD, GOOD)
    assert [str(problem) for problem in problems] == [
        "b.yaml:1:1: There is already a test 'ride'. It stands at a.yaml:1:1; rename one of the two."]


def test_a_name_of_two_kinds_of_rule_wants_the_kind(commute: RuleBase) -> None:
    pump = commute.steps["pump"]
    both = commute._replace(steps={**commute.steps, "heavy-load": Step("heavy-load", *pump[1:])})
    _, problems = read(both, GOOD.replace("{verdict: bicycle}", "{silent: [heavy-load]}"))
    assert [str(problem) for problem in problems] == [
        "a.yaml:4:21: 'heavy-load' names rules of 2 kinds. Write 'warning:heavy-load' or 'step:heavy-load'."]
    tests, problems = read(both, GOOD.replace("{verdict: bicycle}", "{silent: ['step:heavy-load'], fires: [pump]}"))
    assert problems == []
    [result] = run(both, tests)
    assert [found.what for found in result.differences] == ["silent"]  # the step fires, the warning does not


def test_a_whole_test_is_read(commute: RuleBase) -> None:
    [test], problems = read(commute, """\
carry it home:
  story: "A cello,
    at night."
  answers: {luggage: heavy, dark: yes, owns: false, line: unsure}
  expect: {verdict: neither, settled: yes, by_default: no, speaks_for: [], set_up: [lights, helmet/on], tags: [],
           warnings: heavy-load, fires: [ice, [pump, leave]], silent: [helmet]}
  because: [W1.2, RFC 1939 section 8, "line 4", 'W1.1 and wall 2']
  decided: The test was wrong.
  todo: Later.
  person: yes
""")
    assert problems == []
    assert (test.name, test.story, str(test.at)) == ("carry it home", "A cello, at night.", "a.yaml:1:1")
    assert test.answers == {"luggage": "heavy", "dark": "yes", "owns": "no", "line": "unsure"}
    expect = test.expect
    assert expect[:4] == ("neither", True, False, ())
    assert expect.set_up is not None
    assert [sorted(entry.rules) for entry in expect.set_up] == [[("set_up", "lights/both")], [("set_up", "helmet/on")]]
    assert (expect.tags, expect.warnings) == ((), ("heavy-load",))
    assert expect.fires is not None
    assert [(str(entry), sorted(entry.rules)) for entry in expect.fires] == [
        ("ice", [("constraint", "ice")]), ("pump or leave", [("step", "leave"), ("step", "pump")])]
    assert test.because == ("W1.2", "RFC 1939 section 8", "line 4", "W1.1 and wall 2")
    assert (test.decided, test.todo, test.person) == ("The test was wrong.", "Later.", True)
    assert str(test.expect_at["silent"]) == "a.yaml:6:63"


def run(base: RuleBase, tests: object) -> tuple[Result, ...]:
    assert isinstance(tests, tuple)
    return run_tests(base, tests, lambda: compile_rules(base))


# Near and light: the bicycle, with seven points to the bus's one for light luggage; helmet, and lights as darkness is
# not known; pump and leave. The street may yet be icy, but that is a given question; with a far way it is the bus.
NEAR = "{distance: near, luggage: light}"
EXPECTATIONS = {
    "verdict": ("verdict: bicycle", None), "other verdict": ("verdict: bus", ("verdict", ["bus"], ["bicycle"])),
    "settled": ("settled: yes", None), "not settled": ("settled: no", ("settled", ["no"], ["yes"])),
    "default": ("by_default: no", None), "no default": ("by_default: yes", ("by_default", ["yes"], ["no"])),
    "speaks for": ("speaks_for: [bus, bicycle]", None),
    "does not speak for": ("speaks_for: [bicycle, car]", ("speaks_for", ["car"], ["bus"])),
    "set-up": ("set_up: [helmet, lights/both]", None),
    "set-up missing": ("set_up: [helmet]", ("set_up", [], ["lights/both"])),
    "no set-up": ("set_up: []", ("set_up", [], ["helmet/on", "lights/both"])),
    "no tags": ("tags: []", None),
    "no warnings": ("warnings: []", None), "warning": ("warnings: [ice-ahead]", ("warnings", ["ice-ahead"], [])),
    "steps": ("steps: [pump, leave]", None), "a step missing": ("steps: [pump]", ("steps", [], ["leave"])),
    "no steps": ("steps: []", ("steps", [], ["pump", "leave"])),
    "steps in another order": ("steps: [leave, pump]", ("steps", [], [])),
    "fires": ("fires: [short-way, hands-free, helmet, lights/both, pump, leave]", None),
    "fires not": ("fires: [short-way, ice, tie-down]", ("fires", ["ice", "tie-down"], [])),
    "one of them fires": ("fires: [[ice, pump]]", None),
    "none of them fires": ("fires: [[ice, no-bus]]", ("fires", ["ice or no-bus"], [])),
    "silent": ("silent: [ice, fair-way, heavy-load, tie-down]", None),
    "loud": ("silent: [ice, helmet, pump]", ("silent", [], ["helmet", "pump"])),
}


@pytest.mark.parametrize(("expect", "difference"), EXPECTATIONS.values(), ids=EXPECTATIONS)
def test_each_expectation(commute: RuleBase, expect: str, difference: tuple[str, list[str], list[str]] | None) -> None:
    text = GOOD.replace("{distance: near}", NEAR).replace("verdict: bicycle", expect)
    tests, problems = read(commute, text)
    assert problems == []
    [result] = run(commute, tests)
    found = [(entry.what, list(entry.missing), list(entry.surplus)) for entry in result.differences]
    assert found == ([] if difference is None else [difference])
    assert result.status == ("passed" if difference is None else "failed")
    assert all(str(entry.at) == "a.yaml:4:12" for entry in result.differences)


def test_set_up_and_tags_that_fire_are_all_to_be_named(commute: RuleBase) -> None:
    tagged = commute._replace(forms={name: form._replace(tags=("worn",) if name == "helmet/on" else ("lit", "worn"))
                                     for name, form in commute.forms.items()})
    wrong = "{tags: [lit], set_up: [lights, helmet]}"
    tests, problems = read(tagged, GOOD.replace("{verdict: bicycle}", wrong))
    assert problems == []
    [result] = run(tagged, tests)
    assert [(found.what, found.found, found.surplus) for found in result.differences] == [
        ("tags", ("lit", "worn"), ("worn",))]
    ice = GOOD.replace("{distance: near}", "{street: icy}").replace("{verdict: bicycle}", wrong)
    [result] = run(tagged, read(tagged, ice)[0])
    assert [(found.what, found.missing) for found in result.differences] == [
        ("set_up", ("lights", "helmet")), ("tags", ("lit",))]


def test_todo_never_fails_and_says_when_it_holds(commute: RuleBase) -> None:
    todo = GOOD.replace("  because", "  todo: Later.\n  because")
    for text, status in ((todo, "todo-passes"), (todo.replace("verdict: bicycle", "verdict: bus"), "todo")):
        [result] = run(commute, read(commute, text)[0])
        assert result.status == status


def test_what_is_too_large_is_unknown_and_not_as_expected(commute: RuleBase) -> None:
    tests, _ = read(commute, GOOD.replace("verdict: bicycle", "settled: yes"))
    [result] = run_tests(commute, tests, lambda: None)
    assert result.status == "passed"  # this case alone can be worked out without the diagrams of all
    assert settled_word(commute, case_of({}), None) == "no"


def test_diagrams_are_made_only_where_needed(commute: RuleBase) -> None:
    def never() -> None:
        raise AssertionError

    assert [result.status for result in run_tests(commute, read(commute, GOOD)[0], never)] == ["passed"]


@pytest.mark.parametrize(("name", "expected"), [
    ("ride", ["ride"]), ("rid", ["ride", "ride-home"]), ("RIDE-H", ["ride-home"]), ("*home", ["ride-home", "go home"]),
    ("r*e", ["ride", "ride-home"]), ("home", ["ride-home", "go home"]), ("[", []), ("walk", [])])
def test_a_name_selects(commute: RuleBase, name: str, expected: list[str]) -> None:
    tests, _ = read(commute, GOOD + GOOD.replace("ride", "ride-home") + GOOD.replace("ride", "go home"))
    assert [test.name for test in select(tests, name)] == expected
