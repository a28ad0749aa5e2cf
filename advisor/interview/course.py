"""The whole course of an interview: its questions, and between their two parts the pages about provider and program."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import takewhile

from advisor.engine.case import Case, merge
from advisor.engine.compiled import Compiled
from advisor.engine.programs import answers_of
from advisor.interview.interview import Answers, State, details_left
from advisor.interview.interview import replay as replay_questions
from advisor.interview.pages import PAGES, Chosen, can_decide, pages_of
from advisor.rulebase.model import RuleBase
from advisor.rulebase.programs import Client, Provider


@dataclass(frozen=True)
class Course:
    """Everything said so far of one interview. Going back and editing make a new one; what follows is replayed."""

    base: RuleBase
    compiled: Compiled
    answers: Answers
    programs: Chosen
    quick: bool
    """only what decides"""
    deciding: tuple[RuleBase, Compiled]
    """the rules that say what can still decide; a quick run need not ask what its program leaves no choice in"""

    @classmethod
    def begin(cls, base: RuleBase, compiled: Compiled, answers: Answers, programs: Chosen, *,
              quick: bool = False) -> Course:
        """An interview with what is known before its first question."""
        deciding = programs.walled(base, compiled) if quick else (base, compiled)
        return cls(base, compiled, answers, programs, quick, deciding)

    def with_answer(self, name: str, value: str) -> Course:
        """The same with a question or a page answered."""
        if name in PAGES:
            return self.begin(self.base, self.compiled, self.answers, self.programs.with_page(name, value),
                              quick=self.quick)
        return replace(self, answers=self.answers.with_answer(name, value))

    def going_on(self, answers: Answers, programs: Chosen) -> Course:
        """The same interview with the answers of an earlier run."""
        return self.begin(self.base, self.compiled, answers, programs, quick=self.quick)

    @property
    def provider(self) -> Provider | None:
        """The provider that was named."""
        return self.programs.provider(self.base)

    @property
    def client(self) -> Client | None:
        """The program that was named."""
        return self.programs.client(self.base)

    def replay(self, *, details: bool, stop_before: str | None = None) -> State:
        """Where the answers lead.

        With `stop_before`, as if that question or page were not answered yet; without `details`, the first part alone,
        and in a quick interview the pages that can decide.
        """
        answers = self.programs.adding(self.answers, self.base)
        rules, compiled = self.deciding
        first = replay_questions(rules, compiled, answers, details=False, stop_before=stop_before)
        if first.stage != "done":
            return first
        pages = self._pages(rules, first.case, details=details)
        done = tuple(takewhile(lambda page: page in self.programs.asked and page != stop_before, pages))
        whole = replay_questions(rules, compiled, answers, details=details, stop_before=stop_before)
        if len(done) < len(pages):
            left = len(details_left(rules, first.case, compiled)) if details else 0
            return State("details", first.case, first.asked + done, len(first.asked), pages[len(done)],
                         left + len(pages) - len(done))
        here = len(first.asked)
        return replace(whole, asked=whole.asked[:here] + done + whole.asked[here:])

    def case(self, *, details: bool) -> Case:
        """The answers that count, those of the provider included; where the two differ, that is noted."""
        case = self.replay(details=details).case
        return merge([answers_of(self.provider), case]) if self.provider else case

    def _pages(self, rules: RuleBase, case: Case, *, details: bool) -> tuple[str, ...]:
        """The pages to ask: all of them with the details, else in a quick run those that can decide."""
        found = pages_of(self.base, self.programs)
        if details:
            return found
        if not self.quick:
            return ()
        return tuple(page for page in found if page in self.programs.asked or can_decide(rules, case, page))
