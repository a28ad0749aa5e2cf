"""Decides one row after another: the same verdict as `advisor recommend`, without building anything for a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from advisor.engine.analysis import analyse, find_flips, flips_or_unknown
from advisor.engine.answers import AnswerRefused, read_answer
from advisor.engine.case import Case, case_of
from advisor.engine.compiled import Compiled, compile_rules
from advisor.engine.diagram import TooLarge
from advisor.engine.evaluate import Evaluator
from advisor.engine.tables import NODE_LIMIT, Outcome, Tables
from advisor.rulebase.condition import OPEN
from advisor.rulebase.model import UNSURE, Question, RuleBase
from advisor.rulebase.programs import Client, Provider

COLUMNS = ("protocol", "settled", "set_up", "warnings", "rules")
"""What a row of the output says of a case; `rules` are the walls and the evidence that fire."""
EXTRA = ("flip_distance", "evidence", "balance")
"""What it can say besides."""
LISTS = ("set_up", "warnings", "rules")
"""Columns that hold ids separated by a space."""
NO_FLIP = "none"
"""Stands for "no change of the known answers leads to another option"."""
SPELLINGS = 10_000
"""Ways to write the answers to one question that are remembered; figures have many."""
REPEATED = 10_000
"""Rows that are remembered, so that a repeated one is only looked up; then the memory starts anew and stays small."""
_LONGEST_REPEATED = 1_000
"""Characters of a row, or of a cell, beyond which it is not remembered."""
SEPARATOR = "\0"
"""Stands between the cells of a remembered row. No cell that is an answer holds it, and blanks around answers cannot
be mistaken for it, so no two rows are the same by accident."""

Decided = tuple[str, ...]
"""The texts of `COLUMNS`, then those of the extra columns asked for."""


class Cell(NamedTuple):
    """A cell that is no answer, and why."""

    column: str
    value: str
    message: str
    fix: str


class RowRefused(Exception):
    """A row that cannot be decided; carries every cell that is wrong."""

    def __init__(self, cells: Sequence[Cell]) -> None:
        super().__init__("; ".join(cell.message for cell in cells))
        self.cells = tuple(cells)


class Decider:
    """Decides rows whose cells answer `questions`, in that order; a question without a cell, or an empty one, is open.

    `extra` names columns of `EXTRA` to add. Where the tables need more than `limit` nodes, every row is
    evaluated by itself, a thousand times slower.
    """

    def __init__(self, base: RuleBase, questions: Sequence[str], extra: Sequence[str] = (),
                 limit: int = NODE_LIMIT) -> None:
        self.base = base
        self.questions = tuple(questions)
        self.spellings = [_Spellings(base.questions[name], base.renamed_values.get(name, {}))
                          for name in self.questions]
        self.repeated: dict[str, Decided] = {}
        self.extra = tuple(extra)
        self.slow = bool(extra)
        """whether a row takes milliseconds"""
        try:
            work = _by_tables(self, Tables(base, limit))
        except TooLarge:
            work, self.slow = _one_by_one(self), True
        self.work = _with_more(self, work, extra) if extra else work

    def decide(self, cells: Sequence[str]) -> Decided:
        """The outcome of a row. Raises RowRefused with every cell that is no answer."""
        key = SEPARATOR.join(cells)
        found = self.repeated.get(key)
        if found is None:
            try:
                found = self.work(cells)
            except AnswerRefused:
                raise RowRefused(list(self._refused(cells))) from None
            if len(key) <= _LONGEST_REPEATED:
                if len(self.repeated) >= REPEATED:
                    self.repeated.clear()
                self.repeated[key] = found
        return found

    def case(self, cells: Sequence[str]) -> Case:
        """The case that a row describes. Raises RowRefused with every cell that is no answer."""
        refused = list(self._refused(cells))
        if refused:
            raise RowRefused(refused)
        answers = {name: spelling.answers[spelling[cell]]
                   for name, spelling, cell in zip(self.questions, self.spellings, cells, strict=True) if cell.strip()}
        return case_of({name: UNSURE if value == OPEN else value for name, value in answers.items()}, "file")

    def programs(self, cells: Sequence[str]) -> tuple[Client | None, Provider | None]:
        """The mail program and the provider that a row names: here none (see `ProgramDecider`)."""
        del cells
        return None, None

    def _refused(self, cells: Sequence[str]) -> Iterator[Cell]:
        for spelling, cell in zip(self.spellings, cells, strict=True):
            try:
                spelling[cell]
            except AnswerRefused as refused:
                yield Cell(spelling.question.id, cell, refused.message, refused.fix)


class _Spellings(dict[str, int]):
    """From what may stand in a cell to the place of the answer; learned as it is met. Raises AnswerRefused."""

    def __init__(self, question: Question, renamed: Mapping[str, str]) -> None:
        self.question, self.renamed = question, renamed
        self.answers = (*question.value_ids, OPEN)
        super().__init__({value: place for place, value in enumerate(question.value_ids)})
        self[""] = self[UNSURE] = len(question.value_ids)

    def __missing__(self, cell: str) -> int:
        word = cell.strip()
        value = read_answer(self.question, self.renamed.get(word.lower(), word)) if word else UNSURE
        place = self.answers.index(OPEN if value == UNSURE else value)
        if len(self) < SPELLINGS and len(cell) <= _LONGEST_REPEATED:
            self[cell] = place
        return place


def _by_tables(decider: Decider, tables: Tables) -> Callable[[Sequence[str]], Decided]:
    """A function from cells to the outcome, over the tables laid out for the order of the cells."""
    base, diagrams, spellings = decider.base, tables.diagrams, decider.spellings
    without = [name for name in base.questions if name not in decider.questions]
    column_of = {name: column for column, name in enumerate((*decider.questions, *without))}
    opened = [len(base.questions[name].value_ids) for name in without]
    masks = [[tables.masks[name][value] for value in spelling.answers]
             for name, spelling in zip(decider.questions, spellings, strict=True)]
    standing = tables.mask({}, without)
    nodes = [(column_of[diagrams.variables[level]], children)
             for level, children in zip(diagrams.levels, diagrams.children, strict=True)]
    ends = [_texts(base, end) if isinstance(end, Outcome) else () for end in diagrams.terminals]
    groups = [(bits, dict[int, str]()) for bits, _ in tables.groups]
    root = tables.root

    def decide(cells: Sequence[str]) -> Decided:
        places = [spelling[cell] for spelling, cell in zip(spellings, cells)]  # noqa: B905 - a twentieth faster
        mask = standing
        for table, place in zip(masks, places):  # noqa: B905
            mask &= table[place]
        places += opened
        ref = root
        while ref >= 0:
            column, children = nodes[ref]
            ref = children[places[column]]
        rules = ""
        for own, known in groups:
            bits = mask & own
            text = known.get(bits)
            if text is None:
                if len(known) >= REPEATED:
                    known.clear()
                text = known[bits] = "".join(f"{rule} " for rule in tables.fired(bits))
            rules += text
        return (*ends[~ref], rules[:-1])

    return decide


def _one_by_one(decider: Decider) -> Callable[[Sequence[str]], Decided]:
    """As `_by_tables`, for rules that are too large for tables."""
    base, evaluator = decider.base, Evaluator(decider.base)

    def decide(cells: Sequence[str]) -> Decided:
        case = decider.case(cells)
        found = evaluator.evaluate(case)
        fired = [entry.rule for entry in found.trace if entry.fired and entry.kind in ("constraint", "evidence")]
        outcome = Outcome(found.option, analyse(base, case, None).settled, found.set_up, found.warnings)
        return (*_texts(base, outcome), " ".join(fired))

    return decide


def _with_more(decider: Decider, work: Callable[[Sequence[str]], Decided],
               extra: Sequence[str]) -> Callable[[Sequence[str]], Decided]:
    """`work`, and the extra columns."""
    base, evaluator = decider.base, Evaluator(decider.base)
    compiled: Compiled | None = None
    if "flip_distance" in extra:
        with suppress(TooLarge):
            compiled = compile_rules(base)

    def flip_distance(case: Case) -> str:
        flips = find_flips(base, case, compiled) if compiled is not None else flips_or_unknown(base, case)
        return "unknown" if flips is None else str(len(flips[0].change)) if flips else NO_FLIP

    def decide(cells: Sequence[str]) -> Decided:
        done = work(cells)
        case = decider.case(cells)
        found = evaluator.evaluate(case)
        texts = {"evidence": " ".join(f"{option}:{points}" for option, points in found.evidence.items()),
                 "balance": found.balance}
        if "flip_distance" in extra:
            texts["flip_distance"] = flip_distance(case)
        return (*done, *[texts[name] for name in extra])

    return decide


def _texts(base: RuleBase, outcome: Outcome) -> tuple[str, ...]:
    items = dict.fromkeys(base.forms[name].item for name in outcome.set_up)
    return outcome.option, outcome.settled, " ".join(items), " ".join(outcome.warnings)
