"""idle-question: the screen, what stays silent, and every case gone through."""

from __future__ import annotations

from collections import defaultdict

from advisor.verify.checks.idle_question import CODE, check
from tests.verify.checks.population import Subject, compare
from tests.verify.checks.tiny import BAD, same_screen, silent

MOOD = (BAD / CODE / "questions.yaml").read_text(encoding="utf-8")


def test_the_screen() -> None:
    same_screen(CODE)


def test_a_question_that_only_a_step_asks_about_is_no_finding() -> None:
    silent(CODE, questions=MOOD,
           steps="sing: {when: {mood: good}, order: 20, level: check, text: T., sources: [T.1]}\n")


def test_a_question_that_matters_only_while_it_is_open_is_no_finding() -> None:
    silent(CODE, questions=MOOD,
           warnings="ask: {when: {mood: open}, rank: 20, text: T., avert: A., sources: [T.1]}\n")


def idle(member: Subject) -> set[object]:
    found: set[object] = set()
    for name, question in member.base.questions.items():
        shown = defaultdict(set)
        for situation in member.truth.situations:
            others = tuple(sorted((key, value) for key, value in situation.answers.items() if key != name))
            steps = frozenset(rule.id for rule in member.rules("step")
                              if member.truth.holds(rule.when, situation) is True)
            shown[others].add((situation.option, situation.fired, steps))
        if all(len(outcomes) == 1 for outcomes in shown.values()):
            found.add(question.at)
    return found


def test_every_case_gone_through() -> None:
    compare(check, idle, lambda _, finding: finding.at)
