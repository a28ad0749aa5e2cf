"""The rule base as a typed value. Everything in it has been checked by `advisor.rulebase.load`."""

# No `from __future__ import annotations` here: named tuples with annotations as text take twice as long to define.

from collections.abc import Mapping
from typing import Literal, NamedTuple

from advisor.rulebase.condition import AnswerIs, Condition
from advisor.rulebase.measurements import Measure, MeasuredRule, Sign
from advisor.rulebase.position import Position
from advisor.rulebase.programs import NOTHING, Client, Provider
from advisor.rulebase.sources import Claim, Document, Source

NEITHER = "neither"
UNSURE = "unsure"
Level = Literal["must", "should", "check"]
TEXT_KINDS = ("label", "ask", "why", "find_out", "value", "phrase", "headline", "explain", "rule", "set_up", "warning",
              "avert", "step")
"""The kinds of text that a rule base can limit in length."""


class Option(NamedTuple):
    """One of the things that can be advised."""

    id: str
    name: str
    headline: str
    explain: str
    at: Position


class Value(NamedTuple):
    """One answer a question takes."""

    id: str
    text: str
    phrase: str
    aliases: tuple[str, ...]
    share: int
    """a rough guess of how common this answer is beside the others; it orders questions, and nothing else"""


class Bound(NamedTuple):
    """Figures below `below` mean `value`; None means every figure that is left."""

    below: float | None
    value: str


class Numbers(NamedTuple):
    """How a figure becomes a value. `unit` names what is counted; `suffix` must follow the figure."""

    unit: str
    suffix: str
    least: float
    bounds: tuple[Bound, ...]


class WhenOpen(NamedTuple):
    """What is assumed of a question about the world while it is open."""

    assume: str
    proviso: str
    otherwise: Mapping[str, str]


class Question(NamedTuple):
    """One thing to know about the person's case."""

    id: str
    label: str
    ask: str
    why: str
    find_out: str
    values: tuple[Value, ...]
    given: bool
    numbers: Numbers | None
    when_open: WhenOpen | None
    at: Position

    @property
    def value_ids(self) -> tuple[str, ...]:
        """The ids of its values, in order."""
        return tuple(value.id for value in self.values)

    def value(self, value_id: str) -> Value:
        """The value with that id; KeyError where there is none."""
        for value in self.values:
            if value.id == value_id:
                return value
        raise KeyError(value_id)


class Constraint(NamedTuple):
    """A wall: where its condition holds, `rules_out` is not advised, whatever speaks for it."""

    id: str
    when: Condition
    rules_out: str
    text: str
    sources: tuple[Source, ...]
    at: Position
    kept_for: str = ""
    """why it stands although the advice would be the same without it; empty where it must make a difference"""


class Evidence(NamedTuple):
    """Where its condition holds, it speaks for an option with a strength in words."""

    id: str
    when: Condition
    speaks_for: str
    strength: str
    text: str
    sources: tuple[Source, ...]
    at: Position
    kept_for: str = ""
    """why it stands although the advice would be the same without it; empty where it must make a difference"""


class Form(NamedTuple):
    """One form of a set-up item; its id is `item/form`."""

    id: str
    item: str
    name: str
    when: Condition
    params: Mapping[str, str | int]
    tags: tuple[str, ...]
    text: str
    sources: tuple[Source, ...]
    at: Position


class Warning(NamedTuple):
    """A risk of the verdict in a case, with what averts it; a smaller rank is shown first."""

    id: str
    when: Condition
    rank: int
    text: str
    avert: str
    sources: tuple[Source, ...]
    at: Position
    procedure: str = ""
    """the change, by its id in the rules for switching, whose steps put this right"""


class Step(NamedTuple):
    """Something to do now; steps are shown by order, ties by id."""

    id: str
    when: Condition
    order: int
    level: Level
    text: str
    sources: tuple[Source, ...]
    at: Position
    needs: tuple[str, ...] = ()
    """what must be so before this step, by names that the rule base chooses"""
    gives: tuple[str, ...] = ()
    """what is so after it"""
    destroys: tuple[str, ...] = ()
    """empty, or it can destroy what cannot be had again, and these protect just that; they must be so before it"""
    danger: str = ""
    """what goes wrong without it"""
    check: str = ""
    """how to see that it worked"""
    undo: str = ""
    """how to go back"""
    procedure: str = ""
    """the change, by its id in the rules for switching, that does this in a safe order"""


class Row(NamedTuple):
    """A row of the side-by-side comparison: one cell per option."""

    id: str
    about: str
    cells: Mapping[str, str]
    note: str
    sources: tuple[Source, ...]
    at: Position


class Term(NamedTuple):
    """A term, explained in a sentence."""

    id: str
    term: str
    text: str
    sources: tuple[Source, ...]
    at: Position


class Invariant(NamedTuple):
    """What must hold in every case: where `when` holds, `then` is true (or never, if `never`)."""

    id: str
    text: str
    when: Condition
    then: Condition
    never: bool
    sources: tuple[Source, ...]
    at: Position


class Monotone(NamedTuple):
    """What must never be lost: as the answer to `question` goes up its `order`, all else the same, `toward` stays true.

    Spoken of cases that meet `when` before and after.
    """

    id: str
    text: str
    when: Condition
    question: str
    order: tuple[str, ...]
    toward: Condition
    sources: tuple[Source, ...]
    at: Position


class Provided(NamedTuple):
    """A need that is met without a step, where a condition holds: the person has seen to it, or is asked."""

    name: str
    when: Condition
    text: str
    at: Position


class Default(NamedTuple):
    """The option that a tie goes to, and on whose word."""

    option: str
    text: str
    sources: tuple[Source, ...]


class RuleBase(NamedTuple):
    """A whole rule base; mappings are by id, in the order of the files."""

    name: str
    version: str
    title: str
    sha256: str
    options: Mapping[str, Option]
    neither: Option
    default: Default
    strengths: Mapping[str, int]
    lean: int
    clear: int
    documents: Mapping[str, Document]
    claims: Mapping[str, Claim]
    questions: Mapping[str, Question]
    constraints: Mapping[str, Constraint]
    evidence: Mapping[str, Evidence]
    forms: Mapping[str, Form]
    warnings: Mapping[str, Warning]
    steps: Mapping[str, Step]
    rows: Mapping[str, Row]
    terms: Mapping[str, Term]
    elsewhere: Mapping[str, str]
    """claims that a rule base in a subfolder uses, and for what"""
    invariants: Mapping[str, Invariant]
    monotones: Mapping[str, Monotone] = NOTHING
    limits: Mapping[str, int] = NOTHING
    """the most characters a kind of text may have (`TEXT_KINDS`)"""
    technical_terms: tuple[str, ...] = ()
    """words that need an entry in the glossary wherever they are used"""
    destroying_needs: tuple[str, ...] = ()
    """what protects where a step says no more than that it destroys; `Step.destroys` holds it then"""
    provided: Mapping[str, Provided] = NOTHING
    tag_words: Mapping[str, tuple[str, ...]] = NOTHING
    """for a tag, the words of a set-up text that call for it"""
    ask_first: tuple[str, ...] = ()
    """the questions that come first, in this order, where explanations are sorted out"""
    ask_first_when: Mapping[str, Condition] = NOTHING
    """where alone one of them comes first; the others do so in every case"""
    renamed_questions: Mapping[str, str] = NOTHING
    """what questions are called now, by the id that they had in earlier versions"""
    renamed_values: Mapping[str, Mapping[str, str]] = NOTHING
    """for a question, what its values are called now, by the id that they had in earlier versions"""
    clients: Mapping[str, Client] = NOTHING
    providers: Mapping[str, Provider] = NOTHING
    contradictions: tuple[tuple[AnswerIs, ...], ...] = ()
    """answers that cannot all be true, where explanations are sorted out"""
    measures: Mapping[str, Measure] = NOTHING
    """what can be measured of a real mailbox; nothing where no file says what it means"""
    measured_answers: Mapping[str, MeasuredRule] = NOTHING
    signs: Mapping[str, Sign] = NOTHING

    def option(self, option_id: str) -> Option:
        """The option with that id, `neither` included."""
        return self.neither if option_id == NEITHER else self.options[option_id]

    def weight(self, strength: str) -> int:
        """What a strength in words weighs, in points."""
        return self.strengths[strength]
