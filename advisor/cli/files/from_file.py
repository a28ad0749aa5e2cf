"""All that an answers file tells: its answers, and the mail program and the provider that it names."""

from __future__ import annotations

from collections.abc import Container
from typing import TYPE_CHECKING, NamedTuple

from advisor.cli.opening.programs import find_programs
from advisor.engine.case import Case
from advisor.rulebase.model import RuleBase
from advisor.rulebase.named import PROGRAM_KEYS, names_program
from advisor.rulebase.problem import Problem
from advisor.rulebase.programs import Client, Provider
from advisor.rulebase.tree import Mapping, Scalar

if TYPE_CHECKING:
    from datetime import date


class FromFile(NamedTuple):
    """What an answers file tells."""

    case: Case
    client: Client | None = None
    """the mail program that it names"""
    provider: Provider | None = None
    measured_on: date | None = None
    """the day, in UTC, on which the mailbox was asked; None where the file does not say, or nothing was"""

    def with_programs(self, client: Client | None,
                      provider: Provider | None) -> tuple[Case, Client | None, Provider | None]:
        """The same with a program and a provider that the command line names, which win.

        What the file says a provider answers holds for the one it was saved with; whoever is named now answers anew.
        """
        named = provider or self.provider
        answers = {name: answer for name, answer in self.case.answers.items()
                   if named is None or answer.origin != "provider"}
        return Case(answers, self.case.disagreements), client or self.client, named


def is_program(base: RuleBase, key: str, others: Container[str] = ()) -> bool:
    """Whether an answers file names a mail program or a provider under this key, and not an answer."""
    return names_program(base, key) or (
        key in PROGRAM_KEYS and key in others and key not in base.questions and key not in base.renamed_questions)


def programs_in(base: RuleBase, tree: Mapping, problems: list[Problem], *,
                others: Container[str] = ()) -> tuple[Client | None, Provider | None]:
    """The mail program and the provider that the file names, each by a word or as a document has it, {id: ...}.

    What is wrong goes to `problems`. Where only the rules that `others` stands for know programs, they are passed over.
    """
    named: dict[str, Scalar] = {}
    for key, value in tree.entries:
        if not is_program(base, key.text, others) or not (base.clients or base.providers):
            continue
        word = value.get("id") if isinstance(value, Mapping) else value
        if not isinstance(word, Scalar) or not word.text.strip():
            problems.append(Problem("not-a-name", f"What stands under {key.text!r} must be one name.", value.at,
                                    fix="Write the name, or remove the line."))
        elif word.quoted or word.text not in ("null", "~"):  # so a document says that none was named
            named[key.text] = word
    client, provider = (named.get(key) for key in PROGRAM_KEYS)
    found, runs, wrong = find_programs(None, base, client and client.text, provider and provider.text)
    for problem in wrong:
        name = problem.where.lstrip("-")
        problems.append(problem._replace(at=named[name].at, where="",
                                         fix=problem.fix.replace(f"{problem.where} ", f"{name}: ")))
    return found, runs
