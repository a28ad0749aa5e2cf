"""What a damaged case file most likely suffered: a line lost, the end cut off, a command or a version changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from advisor.cli.files.answers import CASE, CASE_VERSION
from advisor.rulebase.model import RuleBase
from advisor.rulebase.problem import Problem
from advisor.rulebase.tree import Mapping, Node, Scalar

if TYPE_CHECKING:
    from advisor.report.replay.case_record import CaseRecord

_CUT_OFF = "The file seems cut off: restore it from a copy, or decide anew."
IN_ORDER = ("schema", "decided", "rule_base", "answers", "verdict")
"""What every case file holds, as it is written."""
_ENDING = ("set_up", "warnings", "fired")
"""What comes after that, in every file that holds the checksum of its report."""


def not_a_case(tree: Node | None, shown: str) -> Problem:
    """What is wrong: the first line alone, where everything else is that of a case."""
    lead, fix = "This is not a case file", f"Write 'schema: {CASE}{CASE_VERSION}'."
    if isinstance(tree, Mapping) and all(tree.get(key) is not None for key in ("decided", "rule_base", "answers")):
        schema = tree.get("schema")
        called = next((key for key, value in tree.entries if isinstance(value, Scalar)
                       and value.text.startswith(CASE)), None)
        if called is not None:
            return Problem("not-a-case", f"{lead}: {called.text[:40]!r} stands where 'schema' should.", called.at,
                           fix=fix)
        if schema is None:
            return Problem("not-a-case", f"{lead}: only the line 'schema:' is missing.", tree.at, fix=fix)
        return Problem("not-a-case", f"{lead}: what stands under 'schema' is wrong.", schema.at, fix=fix)
    return Problem("not-a-case", f"{lead}.", where=shown,
                   fix="The option --save of recommend, diagnose, switch and the wizard writes one. Answers alone are "
                       "for 'advisor recommend --answers FILE'.")


def cut_off(problems: Iterable[Problem], text: str) -> Iterator[Problem]:
    """The problems, with what explains one at the very end of the text: the rest of it is missing."""
    last = text.rstrip().count("\n") + 1
    for problem in problems:
        at_end = problem.code == "syntax" and problem.at is not None and problem.at.line >= last
        yield problem._replace(fix=_CUT_OFF) if at_end or _unclosed(problem, text) else problem


def _unclosed(problem: Problem, text: str) -> bool:
    """Whether the text ends within a line, as no text that was written whole does."""
    return problem.code == "syntax" and not text.endswith("\n")


def misfits(found: CaseRecord, base: RuleBase, top: Mapping) -> Iterator[Problem]:
    """Parts of a case that each can be read, and that do not go together."""
    from advisor.report.page.command_line import SWITCH
    from advisor.report.procedure.procedure import chooser

    rules, answers = top.get("rule_base"), top.get("answers")
    named, first = found.rule_base, chooser(base)
    version = rules.get("version") if isinstance(rules, Mapping) else None
    if version is not None and named.version and named.sha256 == base.sha256 and (
            named.name, named.version) != (base.name, base.version):
        yield Problem("not-as-saved", f"The checksum is that of {base.name} {base.version}, not of {named.name} "
                      f"{named.version}: somebody changed this file after it was saved.", version.at,
                      fix="Restore the file from a copy, or decide anew.")
    lost = [key for key in _ENDING if top.get(key) is None]
    if lost and found.report is not None:  # a file that has the one was written with the others
        yield Problem("missing-key", f"a case file lacks {', '.join(map(repr, lost))}.", top.at, fix=_CUT_OFF)
    if found.command == SWITCH and isinstance(answers, Mapping) and found.case.value(first.id) is None:
        yield Problem("no-procedure", f"A case of {SWITCH} needs a known answer to {first.id!r}.", answers.at,
                      fix=f"Write '{first.id}:' with one of: {', '.join(first.value_ids)}.")


def explained(problems: Sequence[Problem], found: CaseRecord, base: RuleBase, tree: Mapping) -> Iterator[Problem]:
    """The problems of a case that could be read in part, each with what is the likely cause."""
    there = [key for key in IN_ORDER if tree.get(key) is not None]
    ends = len(there) < len(IN_ORDER) and tuple(there) == IN_ORDER[:len(there)]
    for problem in problems:
        if ends and problem.code == "missing-key" and problem.at == tree.at:
            yield problem._replace(fix=_CUT_OFF)
        elif found.rule_base.sha256 != base.sha256 and problem.code in _HANG_ON_RULES:
            yield problem._replace(fix=f"{problem.fix} {_by_other_rules(found, base)}".lstrip())
        else:
            yield problem


_HANG_ON_RULES = ("unknown-question", "wrong-answer", "no-procedure")


def _by_other_rules(found: CaseRecord, base: RuleBase) -> str:
    """What else to do where the answers were given to other rules than those in use."""
    if found.rule_base.name and found.rule_base.name != base.name:
        return (f"Or 'command' is wrong: advisor {found.command} decides by {base.name}, and this case was decided by "
                f"{found.rule_base.name}.")
    return ("The case was decided by other rules: what these call otherwise now, rulebase.yaml can say under "
            "'renamed'.")
