"""What the checks read: a rule base, its files as trees, and its diagrams over every case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import TypeVar, cast

from advisor.engine.compiled import NODE_LIMIT, Compiler, domains_of
from advisor.engine.diagram import Diagrams, TooLarge
from advisor.rulebase.condition import All, Any, Condition, Not
from advisor.rulebase.model import RuleBase
from advisor.rulebase.places import Place, places, when_of
from advisor.rulebase.tree import Node
from advisor.verify.cases import smallest
from advisor.verify.finding import Witness
from advisor.verify.rules import Rule, every_rule

T = TypeVar("T")


class _Remembering(Compiler):
    """Knows the functions of the rules' own conditions and of all their parts, since every check asks for them."""

    def __init__(self, base: RuleBase, diagrams: Diagrams) -> None:
        super().__init__(base, diagrams)
        self.known: dict[int, int] = {}
        """by the identity of a condition, which lives as long as the rule base"""

    def remember(self, conditions: Iterable[Condition]) -> None:
        """Compiles the conditions for good."""
        for condition in conditions:
            self._remember(condition)

    def _remember(self, condition: Condition) -> None:
        if isinstance(condition, Not):
            self._remember(condition.part)
        elif isinstance(condition, All | Any):
            for part in condition.parts:
                self._remember(part)
        self.known[id(condition)] = self.truth(condition)

    def truth(self, condition: Condition) -> int:
        """A function to the truth of `condition`."""
        found = self.known.get(id(condition))
        return super().truth(condition) if found is None else found


class Bench:
    """A rule base laid out for checking. What needs diagrams raises TooLarge beyond `limit` nodes."""

    def __init__(self, base: RuleBase, trees: Mapping[str, Node | None], limit: int = NODE_LIMIT) -> None:
        self.base = base
        self.trees = trees
        self.limit = limit
        self.rules: tuple[Rule, ...] = tuple(every_rule(base))
        self._compiler: Compiler | None = None
        self._too_large: TooLarge | None = None
        self._results: dict[str, object] = {}

    @property
    def compiler(self) -> Compiler:
        """The whole rule base compiled; what it fires is in its `fired`, steps are not."""
        if self._too_large is not None:
            raise self._too_large
        if self._compiler is None:
            compiler = _Remembering(self.base, Diagrams(domains_of(self.base), self.limit))
            try:
                compiler.compile()
                compiler.remember(rule.when for rule in self.rules)
            except TooLarge as error:
                self._too_large = error
                raise
            self._compiler = compiler
        return self._compiler

    @property
    def diagrams(self) -> Diagrams:
        """The store that everything is compiled into."""
        return self.compiler.diagrams

    @contextmanager
    def room(self) -> Iterator[Compiler]:
        """The compiler, with a whole bound's worth of work for one check; what it makes is forgotten at the end."""
        compiler = self.compiler
        with compiler.diagrams.scratch(self.limit):
            yield compiler

    @cached_property
    def cases(self) -> int:
        """How many cases there are, open questions included."""
        total = 1
        for question in self.base.questions.values():
            total *= len(question.values) + 1
        return total

    def once(self, name: str, work_out: Callable[[], T]) -> T:
        """What `work_out` gives, worked out once for all the checks that ask by this name."""
        if name not in self._results:
            self._results[name] = work_out()
        return cast(T, self._results[name])

    def places(self, rule: Rule) -> list[Place]:
        """Every part of the rule's condition with its position."""
        return list(places(rule.when, when_of(self.trees, rule.kind, rule.id)))

    def witness(self, ref: int, text: str) -> tuple[Witness, ...]:
        """The smallest case for which the function is true, as a finding shows it."""
        case = smallest(self.diagrams, ref)
        return () if case is None else (Witness(case, text),)

    def fires(self, condition: Condition) -> int:
        """A function to True where `condition` is true."""
        return self.compiler.fires(condition)

    def both(self, left: int, right: int) -> int:
        """True where both functions are."""
        return self.diagrams.apply(lambda a, b: bool(a and b), left, right)

    def only_first(self, left: int, right: int) -> int:
        """True where the first function is and the second is not."""
        return self.diagrams.apply(lambda a, b: bool(a and not b), left, right)

    def never(self, ref: int) -> bool:
        """Whether the function is true in no case."""
        return ref < 0 and not self.diagrams.value(ref)
