"""`advisor rules mutate`: survivors with a case that tells them apart, the figures, JSON, the sign of life."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from advisor.cli.commands.rules_mutate import run_mutate
from advisor.cli.edge.environment import Environment
from advisor.report.schemas.schema import schema
from advisor.rulebase.load import load
from advisor.verify.testing import mutate as mutate_module
from tests.cli.conftest import Advisor
from tests.cli.rule_tests_folder import TESTS, WRONG, with_tests


class Terminal(StringIO):
    """A stream that somebody looks at."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The commute rules with three tests, one of which fails, and two marked `todo`."""
    with_tests(tmp_path, right=TESTS, wrong=WRONG)
    monkeypatch.chdir(tmp_path)
    return "commute"


def test_survivors_are_shown_with_a_case(advisor: Advisor, rules: str) -> None:
    found = advisor("rules", "mutate", "--rules", rules, COLUMNS="120")
    assert (found.err, found.status) == ("", 1)
    # Far, with no bus and no reason for any, leaves the car; without the wall it would be the bicycle, listed first.
    assert """\
survives: wall 'too-far' dropped: left out (commute/constraints.yaml:3:1)
  car -> bicycle in this case, and no test would notice:
  advisor recommend --rules commute --distance far --line stands
""" in found.out
    assert """\
survives: step 'leave' dropped: left out (commute/steps.yaml:3:1)
  fires -> silent in this case, and no test would notice:
  advisor recommend --rules commute
""" in found.out
    assert "evidence 'short-way' dropped" not in found.out  # the test `near` finds that
    assert "  Asked: 2 tests that pass, 2 invariants that are proven.\n" in found.out
    assert "  3 tests that fail or are marked todo were not asked.\n" in found.out


def test_figures_add_up(advisor: Advisor, rules: str) -> None:
    document = json.loads(advisor("rules", "mutate", "--rules", rules, "--format", "json").out)
    Draft202012Validator(schema("rules-mutate", load(Path(rules)))).validate(document)
    summary, every = document["summary"], document["mutants"]
    for fate in ("killed-by-test", "killed-by-invariant", "equivalent", "survivor", "unknown"):
        assert summary[fate.replace("-", "_")] == sum(entry["fate"] == fate for entry in every)
    assert summary["mutants"] == len(every)
    assert (summary["tests"], summary["left_out"], summary["invariants"], summary["clear"]) == (2, 3, 2, False)
    text = advisor("rules", "mutate", "--rules", rules, COLUMNS="200").out
    killed = summary["killed_by_test"] + summary["killed_by_invariant"]
    assert text.splitlines()[-1] == (f"{len(every)} faults planted: {killed} found, {summary['equivalent']} proven to "
                                     f"change no case, {summary['survivor']} found by nothing.")
    assert text.count("survives: ") == summary["survivor"]
    entry = next(entry for entry in every if (entry["rule"], entry["change"]) == ("short-way", "dropped"))
    assert (entry["fate"], entry["by"], entry["equivalent"], entry["witness"]) == ("killed-by-test", "near", "no", None)
    ice = next(entry for entry in every if (entry["rule"], entry["change"]) == ("ice", "dropped"))
    assert (ice["fate"], ice["by"]) == ("killed-by-invariant", "no-bicycle-on-ice")


def test_every_case_shown_tells_a_survivor_apart(advisor: Advisor, rules: str) -> None:
    document = json.loads(advisor("rules", "mutate", "--rules", rules, "--format", "json").out)
    shown = [entry for entry in document["mutants"] if entry["kind"] in ("constraint", "evidence")
             and entry["fate"] == "survivor"]
    assert len(shown) > 10
    for entry in shown[::5]:
        found = advisor(*entry["witness"]["command"].split()[1:], "--format", "json")
        assert json.loads(found.out)["verdict"]["protocol"] == entry["witness"]["text"].partition(" -> ")[0]


def test_what_is_not_known_is_a_finding(advisor: Advisor, rules: str, monkeypatch: pytest.MonkeyPatch) -> None:
    exact = mutate_module.mutate
    monkeypatch.setattr("advisor.cli.commands.rules_mutate.mutate",
                        lambda *given, **named: exact(*given, **named, limit=3))
    found = advisor("rules", "mutate", "--rules", rules, COLUMNS="120")
    assert found.status == 1
    assert "not known: wall 'no-car' dropped: left out (commute/constraints.yaml:2:1)" in found.out
    assert "survives" not in found.out
    assert found.out.splitlines()[-1].endswith(" not known.")


def test_forty_columns_are_enough(advisor: Advisor, rules: str) -> None:
    found = advisor("rules", "mutate", "--rules", rules, COLUMNS="40")
    assert [line for line in found.out.splitlines() if len(line) > 40 and "  advisor recommend " not in line] == []
    assert found.out.isascii()


def test_a_terminal_sees_how_far_it_is(rules: str, tmp_path: Path) -> None:
    errors, silent = Terminal(), StringIO()
    for stream in (errors, silent):
        run_mutate(Environment(None, None, stream, {}), rules, "text", tmp_path / "out.txt")
    parts = errors.getvalue().split("\r")
    assert parts[1].startswith("0 of ")
    assert parts[2].startswith("10 of ")
    assert (parts[-2].strip(), parts[-1]) == ("", "")  # the line is wiped
    assert silent.getvalue() == ""


def test_a_dumb_terminal_is_left_alone(rules: str, tmp_path: Path) -> None:
    errors = Terminal()
    run_mutate(Environment(None, None, errors, {"TERM": "dumb"}), rules, "text", tmp_path / "out.txt")
    assert errors.getvalue() == ""


@pytest.mark.parametrize("term", ["xterm", "dumb"])
def test_an_interrupt_shows_what_was_found_so_far(rules: str, monkeypatch: pytest.MonkeyPatch, term: str) -> None:
    from advisor.cli.main import run

    whole = json.loads(_ran(rules, "--format", "json"))["mutants"]
    exact, stop = mutate_module._Judge.judge, 25
    done: list[object] = []

    def judge(self: object, mutant: object) -> object:
        if len(done) == stop:
            raise KeyboardInterrupt
        done.append(mutant)
        return exact(self, mutant)  # type: ignore[arg-type]

    monkeypatch.setattr("advisor.verify.testing.mutate._Judge.judge", judge)
    survivors = sum(entry["fate"] == "survivor" for entry in whole[:stop])
    assert survivors > 0
    out, err = StringIO(), Terminal()
    environment = Environment(None, out, err, {"TERM": term, "ADVISOR_CACHE": "", "COLUMNS": "120"})
    assert run(["rules", "mutate", "--rules", rules], environment) == 130
    said = f"\nStopped after 25 of {len(whole)} faults; {survivors} found by nothing so far.\n"
    assert err.getvalue().endswith(said)
    assert ("\r" in err.getvalue()) is (term != "dumb")
    assert out.getvalue().count("survives: ") == survivors
    assert "faults planted" not in out.getvalue()
    done.clear()
    out = StringIO()
    environment = Environment(None, out, StringIO(), {"ADVISOR_CACHE": ""})
    assert run(["rules", "mutate", "--rules", rules, "--format", "json"], environment) == 130
    assert out.getvalue() == ""  # half a document would be taken for a whole one


def _ran(rules: str, *words: str) -> str:
    from advisor.cli.main import run

    out = StringIO()
    run(["rules", "mutate", "--rules", rules, *words], Environment(None, out, StringIO(), {"ADVISOR_CACHE": ""}))
    return out.getvalue()


def test_an_unknown_format_is_refused(advisor: Advisor, rules: str) -> None:
    found = advisor("rules", "mutate", "--rules", rules, "--format", "junit")
    assert (found.out, found.status) == ("", 2)
    assert "There is no format 'junit'. Valid: text, json." in found.err
