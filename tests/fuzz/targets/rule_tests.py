"""The files of tests that stand beside the rules."""

from __future__ import annotations

from advisor.engine.compiled import Compiled
from advisor.rulebase.rule_test_files import check_tests, load_tests
from advisor.verify.testing.run_tests import run_tests
from tests.fuzz import bases
from tests.fuzz.checks import said_well
from tests.fuzz.target import Fault, Outcome, Target

FILE = "fuzz"
MOST_RUN = 40
"""Tests that are run as well, once they can be read."""


class RuleTests(Target):
    """The first byte says which rule base; the rest is the file."""

    name = "rule-tests"
    weight = 1.0
    seconds = 8.0
    modules = ("advisor.rulebase.rule_test_files", "advisor.rulebase.read_rule_tests", "advisor.rulebase.tree",
               "advisor.rulebase.reader", "advisor.rulebase.read_condition", "advisor.verify.testing.run_tests")
    places = ("commute", "rules", "missing-mail", "switching")

    def prepare(self, room: object) -> None:
        super().prepare(room)
        (self.room / "beside" / "tests").mkdir(parents=True)

    def seeds(self) -> list[bytes]:
        found = []
        for number, name in enumerate(self.places[1:], 1):
            for path in sorted((bases.FOLDERS[name] / "tests").glob("*.yaml")):
                found.append(bytes([number]) + path.read_bytes()[:6000].rpartition(b"\n")[0] + b"\n")
        answers = b", ".join(b"%s: %s" % (question.id.encode(), question.value_ids[0].encode())
                             for question in bases.opened("commute").base.questions.values())
        return [*found, b"\0- name: the first of all\n  case: {%s}\n  expect: {option: walk, settled: yes}\n" % answers]

    def words(self) -> list[bytes]:
        keys = b"name case expect option settled set_up warnings fired silent verdict steps because"
        return [*bases.words("commute"), *bases.words("rules"), *keys.split()]

    def try_one(self, data: bytes) -> Outcome:
        opened = bases.opened(self.places[(data[0] if data else 0) % len(self.places)])
        folder = self.room / "beside"
        (folder / "tests" / f"{FILE}.yaml").write_bytes(data[1:])
        contents, problems = check_tests(folder, opened.base)
        if list(contents) != [f"tests/{FILE}"]:
            raise Fault("other files were read", repr(list(contents)))
        text = data[1:].decode("utf-8-sig", "replace")
        codes = said_well(problems, text, f"{FILE}.yaml") if problems else ()
        if any(problem.code != "unknown-rule" for problem in problems):
            return Outcome(False, codes)

        def compiled() -> Compiled | None:
            return opened.compiled

        try:
            run_tests(opened.base, load_tests(folder, opened.base)[:MOST_RUN], compiled)
        except Exception as error:
            if type(error).__name__ == "InputRefused":
                return Outcome(False, codes)
            raise
        return Outcome(True, codes)


TARGET = RuleTests
