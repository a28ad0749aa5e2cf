"""Rows that name a mail program or a provider: what the provider answers, and what the program cannot do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from advisor.batch.decider import SPELLINGS, Cell, Decided, Decider
from advisor.engine.answers import AnswerRefused
from advisor.engine.case import Answer, Case
from advisor.engine.limits import lacking, limited_rules
from advisor.rulebase.model import RuleBase
from advisor.rulebase.named import PROGRAM_KEYS, client_named, names_program, provider_named
from advisor.rulebase.problem import Problem
from advisor.rulebase.programs import Client, Provider

_CLIENT_KEY, PROVIDER_KEY = PROGRAM_KEYS
MOST_LIMITED = 8
"""Mail programs that lack something whose tables are kept; each set of tables takes a second and some megabytes."""


def programs_of(base: RuleBase) -> tuple[str, ...]:
    """The columns that name a mail program or a provider."""
    return tuple(key for key in PROGRAM_KEYS if names_program(base, key))


def decider_for(base: RuleBase, columns: Sequence[str], extra: Sequence[str] = ()) -> Decider:
    """A decider for rows with these columns: questions, and what `programs_of` gives."""
    if set(columns) & set(programs_of(base)):
        return ProgramDecider(base, columns, extra)
    return Decider(base, columns, extra)


class ProgramDecider(Decider):
    """Decides rows that name a mail program or a provider, as `advisor recommend` does.

    What a provider answers holds where the row says nothing, not even `unsure`. What a program lacks is a wall, so
    there are tables for each such program that is met.
    """

    def __init__(self, base: RuleBase, columns: Sequence[str], extra: Sequence[str] = ()) -> None:
        asked = [name for name in columns if name not in PROGRAM_KEYS or name in base.questions]
        answered = {name for provider in base.providers.values() for name in provider.answers.values}
        more = [name for name in base.questions if name in answered and name not in asked]
        self.plain = Decider(base, (*asked, *more), extra)
        self.base, self.questions, self.extra = base, tuple(columns), self.plain.extra
        self.slow, self.repeated, self.spellings = self.plain.slow, {}, []
        self.places = [self.questions.index(name) for name in asked]
        self.empty = [""] * len(more)
        self.named: dict[tuple[str, str], Client | Provider | Cell] = {}
        self.limited: dict[str, Decider] = {}
        self.work: Callable[[Sequence[str]], Decided] = self._work

    def case(self, cells: Sequence[str]) -> Case:
        """The case that a row describes. Raises RowRefused with every cell that is no answer."""
        _, provider = self.programs(cells)
        asked = [cells[place] for place in self.places]
        case = self.plain.case([*asked, *self.empty])
        found = provider.answers.values if provider is not None else {}
        return Case({**{name: Answer(value, "provider") for name, value in found.items()}, **case.answers})

    def programs(self, cells: Sequence[str]) -> tuple[Client | None, Provider | None]:
        """The mail program and the provider that a row names. Raises AnswerRefused for a name that is not known."""
        client = provider = None
        for found in self._named(cells):
            if isinstance(found, Cell):
                raise AnswerRefused(found.message, found.fix)
            if isinstance(found, Client):
                client = found
            else:
                provider = found
        return client, provider

    def _work(self, cells: Sequence[str]) -> Decided:
        client, provider = self.programs(cells)
        whole = [cells[place] for place in self.places] + self.empty
        if provider is not None:
            for name, value in provider.answers.values.items():
                place = self.plain.questions.index(name)
                if not whole[place].strip():
                    whole[place] = value
        if client is not None and lacking(self.base, client):
            return self._limited(client).work(whole)
        return self.plain.work(whole)

    def _limited(self, client: Client) -> Decider:
        found = self.limited.get(client.id)
        if found is None:
            if len(self.limited) >= MOST_LIMITED:
                self.limited.clear()
            found = self.limited[client.id] = Decider(limited_rules(self.base, client), self.plain.questions,
                                                      self.extra)
        return found

    def _named(self, cells: Sequence[str]) -> Iterator[Client | Provider | Cell]:
        for key in PROGRAM_KEYS:
            word = cells[self.questions.index(key)] if key in self.questions else ""
            if not word.strip():
                continue
            found = self.named.get((key, word))
            if found is None:
                if len(self.named) >= SPELLINGS:
                    self.named.clear()
                found = self.named[key, word] = _found(self.base, key, word)
            yield found

    def _refused(self, cells: Sequence[str]) -> Iterator[Cell]:
        yield from self.plain._refused([*[cells[place] for place in self.places], *self.empty])
        yield from (found for found in self._named(cells) if isinstance(found, Cell))


def _found(base: RuleBase, key: str, word: str) -> Client | Provider | Cell:
    problems: list[Problem] = []
    found = client_named(base, word, problems) if key == _CLIENT_KEY else provider_named(base, word, problems)
    if found is not None:
        return found
    [problem] = problems
    fix = problem.fix.replace(f"{problem.where} ", "")
    return Cell(key, word, problem.message, f"{fix} If {key!r} means something else here, call it otherwise.")
