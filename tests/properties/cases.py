"""Random answers, as people write them, with and without a mail program and a provider."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import NamedTuple, TypeVar

from hypothesis import strategies as st

from advisor.engine.case import Case, Origin, case_of, merge
from advisor.engine.compiled import Compiled
from advisor.engine.programs import answers_of
from advisor.report.advice.build import recommend
from advisor.report.advice.recommendation import Recommendation
from advisor.report.page.command_line import flag_of
from advisor.rulebase.model import UNSURE, Question, RuleBase
from advisor.rulebase.named import client_named, provider_named

Entry, Value = TypeVar("Entry"), TypeVar("Value")

WORDS = {"yes": ("true", "on", "Y"), "no": ("false", "off", "N")}
"""Other ways to write these answers."""
UNLISTED = "example.org"
"""The domain of a provider that no rule base knows."""


def written(question: Question, value: str) -> tuple[str, ...]:
    """Every kind of way to write this answer that a person may choose."""
    found = [value, value.upper(), f" {value} "]
    found += [alias for known in question.values if known.id == value for alias in known.aliases]
    found += WORDS.get(value, ()) if value in question.value_ids else ()
    if question.numbers is not None and value != UNSURE:
        least = question.numbers.least
        for bound in question.numbers.bounds:
            if bound.value == value:
                found.append(f"{least:g}{question.numbers.suffix}")
            least = bound.below if bound.below is not None else least
    return tuple(dict.fromkeys(found))


class Told(NamedTuple):
    """What a person says: answers, how each is written, and the names of program and provider."""

    answers: dict[str, str]
    spelled: dict[str, str]
    client: str | None = None
    provider: str | None = None

    def flags(self) -> list[str]:
        """All of it as flags."""
        found = [word for name, text in self.spelled.items() for word in (flag_of(name), text)]
        return [*found, *self.named()]

    def named(self) -> list[str]:
        """Program and provider as flags."""
        found = ["--client", self.client] if self.client is not None else []
        return found + (["--provider", self.provider] if self.provider is not None else [])

    def entries(self) -> dict[str, str]:
        """All of it as a file or a row has it."""
        programs = {"client": self.client, "provider": self.provider}
        return self.spelled | {key: name for key, name in programs.items() if name is not None}

    def case(self, base: RuleBase, origin: Origin = "flag") -> Case:
        """The case, what the provider answers included."""
        provider = provider_named(base, self.provider, [])
        return merge([answers_of(provider) if provider else Case(), case_of(self.answers, origin)])

    def recommend(self, base: RuleBase, compiled: Compiled) -> Recommendation:
        """The advice of the library, without a command line."""
        return recommend(base, self.case(base), compiled, client=client_named(base, self.client, []),
                         provider=provider_named(base, self.provider, []))


class Chance:
    """Makes cases up. Sizes are even, which hypothesis' own collections are not, and it is twenty times as fast."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def __repr__(self) -> str:
        return f"Chance({self.random!r})"

    def answers(self, base: RuleBase) -> dict[str, str]:
        """Some questions answered, from none to all, in any order; some of them "unsure"."""
        openness = self.random.choice((0.0, 0.2, 0.5, 0.8))
        return {name: self.random.choice((*base.questions[name].value_ids, UNSURE))
                for name in self.shuffled(base.questions) if self.random.random() >= openness}

    def more(self, base: RuleBase, known: Mapping[str, str], names: Sequence[str], *, all_of_them: bool = False,
             ) -> dict[str, str]:
        """The same with some of the questions answered, or all of them."""
        count = len(names) if all_of_them else self.random.randint(0, len(names))
        return dict(known) | {name: self.random.choice(base.questions[name].value_ids)
                              for name in self.random.sample(names, count)}

    def told(self, base: RuleBase, *, programs: bool = True) -> Told:
        """What a person says, each answer written in one of its ways."""
        found = self.answers(base)
        spelled = {name: self.random.choice(written(base.questions[name], value)) for name, value in found.items()}
        if not programs:
            return Told(found, spelled)
        return Told(found, spelled, self.random.choice((None, *base.clients)),
                    self.random.choice((None, UNLISTED, *base.providers)))

    def shuffled(self, entries: Iterable[Entry]) -> list[Entry]:
        """The same in another order."""
        found = list(entries)
        self.random.shuffle(found)
        return found

    def in_any_order(self, entries: Mapping[str, Value]) -> dict[str, Value]:
        """The same in another order."""
        return {name: entries[name] for name in self.shuffled(entries)}


chances = st.randoms(use_true_random=True).map(Chance)
