"""Reads a case from the flags of a command line: every fault at once, the nearest valid word with each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from advisor.cli.opening.rules import Opened
from advisor.engine.answers import AnswerRefused, read_answer
from advisor.engine.case import Answer, Case
from advisor.report.page.command_line import RECOMMEND, flag_of
from advisor.rulebase.model import RuleBase
from advisor.rulebase.named import CLIENT, PROVIDER
from advisor.rulebase.nearest import suggestion
from advisor.rulebase.problem import Problem

RECOMMEND_OPTIONS = ("--answers", "--format", "--output", "--sources", "--scales", "--trace", "--template",
                     "--signature", "--save", CLIENT, PROVIDER, "--rules", "--no-color", "--no-input", "--help")


def case_from_flags(base: RuleBase, flags: Mapping[str, list[str]]) -> tuple[Case, list[Problem]]:
    """The case that the flags tell, and what is wrong with them."""
    answers: dict[str, Answer] = {}
    problems: list[Problem] = []
    for name, texts in flags.items():
        where = flag_of(name)
        if len(texts) > 1:
            problems.append(Problem("duplicate-answer", f"This flag stands here {len(texts)} times.", where=where,
                                    fix="Keep one."))
        for text in texts:
            try:
                answers[name] = Answer(read_answer(base.questions[name], text), "flag")
            except AnswerRefused as refused:
                problems.append(Problem("wrong-answer", refused.message, where=where, fix=refused.fix))
    return Case(answers), problems


def unknown_words(opened: Opened, words: Sequence[str], command: str = RECOMMEND,
                  options: Sequence[str] = RECOMMEND_OPTIONS) -> list[Problem]:
    """What stood on the command line and is no option of `command`: neither one of `options` nor a flag."""
    known = [*options, *(flag_of(name) for name in opened.base.questions)]
    problems = []
    is_value = False
    for word in words:
        if word.startswith("-") and word != "-":
            name = word.partition("=")[0]
            belongs = f"{name} belongs to 'advisor {RECOMMEND}'." if name in RECOMMEND_OPTIONS else ""
            fix = belongs or suggestion(name, known, show_all_up_to=0) or f"See 'advisor {command} --help'."
            where = "" if command == RECOMMEND else f" of 'advisor {command}'"
            problems.append(Problem("unknown-option", f"There is no option {name[:60]}{where}.", fix=fix))
            is_value = "=" not in word
        elif is_value:
            is_value = False
        else:
            problems.append(Problem("unexpected-word", f"{word[:60]!r} is not expected here.",
                                    fix="Answers are flags, such as "
                                    f"'{flag_of(next(iter(opened.base.questions)))} ...'."))
    return problems
