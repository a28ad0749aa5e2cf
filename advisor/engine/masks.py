"""Which rules fire in a case, and what they decide, by laying whole numbers over each other.

For each answer there is a number with a bit for each way in which a rule can fire, set where this answer leaves it
possible. The bits left when the numbers of all answers are laid over each other are the rules that fire. Both steps go
by tables that fill as they are used: a few answers are looked up at once, and then a few bits are decoded at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any

from advisor.engine.diagram import TooLarge
from advisor.engine.evaluate import choose
from advisor.engine.terms import TooManyTerms, terms_of
from advisor.rulebase.condition import OPEN
from advisor.rulebase.model import RuleBase

GROUP_BITS = 15
"""Bits decoded at once: a table of all their combinations stays small."""
BLOCK_CASES = 2_000
"""Combinations of answers that are looked up at once, at the most, so that such a table stays small too."""
MOST_KEPT = 10_000
"""Decoded combinations that are kept; only a rule of many alternatives has more."""
Decoded = tuple[tuple[str, ...], int]
"""Rules that fire, and what they put into the scales (`Masks.scales`)."""


class Block(dict[tuple[str, ...], int]):
    """Some questions; from their answers to the bits that these leave standing. KeyError for an unknown answer."""

    def __init__(self, tables: Sequence[Mapping[str, int]]) -> None:
        super().__init__()
        self.tables = tables

    def __missing__(self, answers: tuple[str, ...]) -> int:
        found = -1
        for table, answer in zip(self.tables, answers, strict=True):
            found &= table[answer]
        self[answers] = found
        return found


class Group(dict[int, Decoded]):
    """Some rules, with the bits that stand for them; from the bits that are set to what that means."""

    def __init__(self, rules: Sequence[tuple[str, int, int]]) -> None:
        super().__init__()
        self.rules = rules
        """each rule with its bits and with what it puts into the scales"""

    def __missing__(self, bits: int) -> Decoded:
        if len(self) >= MOST_KEPT:
            self.clear()
        fired = [(rule, effect) for rule, own, effect in self.rules if own & bits]
        found = self[bits] = tuple([rule for rule, _ in fired]), sum([effect for _, effect in fired])
        return found


class Masks:
    """The masks of one rule base. Raises TooLarge where a rule has too many alternatives."""

    def __init__(self, base: RuleBase) -> None:
        self.masks = {name: dict.fromkeys((*question.value_ids, OPEN), 0) for name, question in base.questions.items()}
        """by question and answer (`open` among them), the bits that this answer leaves standing"""
        self.scales = _Scales(base)
        rules = [(rule.id, rule.when, self.scales.wall(rule.rules_out)) for rule in base.constraints.values()]
        rules += [(rule.id, rule.when, self.scales.points(rule.speaks_for, base.weight(rule.strength)))
                  for rule in base.evidence.values()]
        self.groups: list[tuple[int, Group]] = []
        """each group with its bits"""
        bits, start, group = 0, 0, list[tuple[str, int, int]]()
        for rule, when, effect in rules:
            try:
                terms = terms_of(when, base.questions)
            except TooManyTerms:
                raise TooLarge(f"rule {rule} has too many alternatives") from None
            if group and bits - start + len(terms) > GROUP_BITS:
                self.groups.append(((1 << bits) - (1 << start), Group(group)))
                start, group = bits, []
            group.append((rule, (1 << bits + len(terms)) - (1 << bits), effect))
            for place, term in enumerate(terms, bits):
                for question, table in self.masks.items():
                    for value in table:
                        if question not in term or value in term[question]:
                            table[value] |= 1 << place
            bits += len(terms)
        self.groups.append(((1 << bits) - (1 << start), Group(group)))
        self._open = dict.fromkeys(self.masks, OPEN)
        self._blocks = list(_blocks(self.masks))

    def mask(self, known: Mapping[str, str], questions: Iterable[str] | None = None) -> int:
        """The bits that the answers to `questions` (all, if left out) leave standing; what is not known is open."""
        found = -1
        for name in self.masks if questions is None else questions:
            found &= self.masks[name][known.get(name, OPEN)]
        return found

    def fired(self, mask: int) -> tuple[str, ...]:
        """The walls and then the evidence that fire, in the order of the rule base."""
        found: tuple[str, ...] = ()
        for bits, group in self.groups:
            found += group[mask & bits][0]
        return found

    def decide(self, known: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
        """The option advised where these answers are known, and the walls and the evidence that fire.

        KeyError for an answer that there is not.
        """
        answers = {**self._open, **known}
        mask, total = -1, 0
        for pick, block in self._blocks:
            mask &= block[pick(answers)]
        fired: tuple[str, ...] = ()
        for bits, group in self.groups:
            rules, effect = group[mask & bits]
            fired += rules
            total += effect
        return self.scales[total], fired


def _blocks(masks: Mapping[str, Mapping[str, int]]) -> Iterator[tuple[Callable[[Mapping[str, str]], Any], Block]]:
    """The questions cut into blocks, each with what picks its answers."""
    names: list[str] = []
    cases = 1
    for name, table in masks.items():
        if len(names) > 1 and cases * len(table) > BLOCK_CASES:
            yield _block(names, masks)
            names, cases = [], 1
        names.append(name)
        cases *= len(table)
    if names:
        yield _block(names, masks)


def _block(names: Sequence[str],
           masks: Mapping[str, Mapping[str, int]]) -> tuple[Callable[[Mapping[str, str]], Any], Block]:
    if len(names) == 1:
        names = [*names, *names]  # one alone would be picked without a tuple around it
    return itemgetter(*names), Block([masks[name] for name in names])


class _Scales(dict[int, str]):
    """From all that lies in the scales to the option it means.

    What lies there is one number: the sum of what the rules that fire put in. Each option has two fields of bits in
    it, one for the walls against it and one for the points for it, wide enough that none runs over into the next.
    """

    def __init__(self, base: RuleBase) -> None:
        super().__init__()
        self.base = base
        most = max(len(base.constraints), sum(base.weight(rule.strength) for rule in base.evidence.values()))
        self.bits = most.bit_length()
        self.order = list(base.options)

    def wall(self, option: str) -> int:
        """What a wall against `option` puts in."""
        return 1 << self.bits * (2 * self.order.index(option))

    def points(self, option: str, points: int) -> int:
        """What a reason for `option` puts in."""
        return points << self.bits * (2 * self.order.index(option) + 1)

    def __missing__(self, total: int) -> str:
        if len(self) >= MOST_KEPT:
            self.clear()
        fields = [total >> self.bits * place & (1 << self.bits) - 1 for place in range(2 * len(self.order))]
        evidence = dict(zip(self.order, fields[1::2], strict=True))
        left = [name for name, walls in zip(self.order, fields[::2], strict=True) if not walls]
        found = self[total] = choose(self.base, evidence, left)[0]
        return found
