"""Two versions compared, in words: the facts of `advisor.verify.changes.diff` with names and commands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from advisor.engine.case import Case, case_of
from advisor.report.advice.build import command_for
from advisor.report.page.facts import RuleBaseId
from advisor.report.page.phrases import fill, listed
from advisor.rulebase.model import NEITHER, UNSURE, Question, RuleBase
from advisor.verify.cases import Counts
from advisor.verify.changes.diff import Difference, Kind, Part
from advisor.verify.changes.figures import FigureChange, written
from advisor.verify.changes.witness import Witness

PART_NAMES: Mapping[Part, str] = {"verdict": "Option", "set_up": "Set-up", "warnings": "Warnings", "steps": "Steps",
                                  "order": "Order"}
"""The parts of the advice, as a person reads them."""


class Side(NamedTuple):
    """One version, and how it was named."""

    label: str
    """a folder, or a revision with the folder in it"""
    folder: str | None
    """the folder, where it is one: what `--rules` takes"""
    base: RuleBase
    built_in: bool = False
    """whether these are the rules that came with the program: no command has to name them"""

    @property
    def runs(self) -> bool:
        """Whether a command can ask these rules; a revision has to be checked out for that."""
        return self.built_in or self.folder is not None

    @property
    def rule_base(self) -> RuleBaseId:
        """Which rules these are."""
        return RuleBaseId(self.base.name, self.base.version, self.base.sha256)


class Comparison(NamedTuple):
    """Two versions and what changes from the one to the other."""

    old: Side
    new: Side
    found: Difference

    @property
    def questions(self) -> dict[str, Question]:
        """The questions of both; where both have one, with the words of the new version."""
        return {**self.new.base.questions,
                **{name: entry for name, entry in self.old.base.questions.items()
                   if name not in self.new.base.questions}}

    def option_name(self, option: str, side: Side) -> str:
        """An option in that version's words; with its id where the words alone could mean two options."""
        name = side.base.option(option).name
        alike = {known.id for base in (self.old.base, self.new.base)
                 for known in (*base.options.values(), base.neither) if known.name == name}
        shown = NEITHER if option == NEITHER else option
        return f"{name} ({shown})" if len(alike) > 1 else name

    def case(self, witness: Witness) -> Case:
        """The witness as a case; what has to be open in it is said to be unsure."""
        return case_of(self._answers(witness))

    def _answers(self, witness: Witness) -> dict[str, str]:
        values = {**witness.known, **dict.fromkeys(witness.only_while_open, UNSURE)}
        return {name: values[name] for name in self.questions if name in values}

    def replay(self, witness: Witness, side: Side) -> str:
        """The command that shows what `side` advises; for a revision, one to run where it is checked out."""
        return self._command(side, self._answers(witness))

    @property
    def shown_by(self) -> Side:
        """The version whose commands are shown: the new one, if it can be asked or neither can."""
        return self.new if self.new.runs or not self.old.runs else self.old

    def replays(self, kind: Kind) -> list[str]:
        """The commands that show a change; where something is lost, those of both versions if both can be asked."""
        sides = [self.old, self.new] if kind.change == "lost" and self.old.runs and self.new.runs else [self.shown_by]
        return [self.replay(kind.witness, side) for side in sides]

    def replay_figure(self, change: FigureChange, side: Side) -> str:
        """The command that gives `side` one of these figures."""
        return self._command(side, {change.question: change.example})

    def _command(self, side: Side, answers: Mapping[str, str]) -> str:
        if side is self.old:
            answers = self.found.renames.in_old_words(answers)
        return command_for(side.base, case_of(answers), side.folder)

    def situation(self, witness: Witness) -> str:
        """What is known in the case, in words, and what has to be open."""
        order = self.questions
        known = [order[name].value(value).phrase if value in order[name].value_ids
                 else self.old.base.questions[name].value(value).phrase
                 for name, value in ((name, witness.known[name]) for name in order if name in witness.known)]
        unsure = [order[name].label for name in order if name in witness.only_while_open]
        if not known:
            return "Nothing is known"
        return capital(listed(known)) + (f" ({listed(unsure)} not known)" if unsure else "")

    def told(self, kind: Kind) -> str:
        """The witness of a kind of change as one sentence: the situation, what was, what is."""
        return f"{self.situation(kind.witness)}: {self.outcome(kind)}."

    def outcome(self, kind: Kind) -> str:
        """What was advised, and what is now."""
        if kind.part == "verdict":
            return (f"was {self.option_name(kind.before, self.old)}, "
                    f"is {self.option_name(kind.after, self.new)}")
        name = self.rule_name(kind)
        if kind.change == "level":
            return f"{name} was {self.level(kind, self.old)}, is {self.level(kind, self.new)}"
        if kind.part == "order":
            return f"{name} now comes before {kind.before}"
        if kind.change == "params":
            return f"{name} with {self.params(kind.id)}"
        return f"now with {name}" if kind.change == "gained" else f"no longer with {name}"

    def rule_name(self, kind: Kind) -> str:
        """A set-up form, warning or step by what it is and its id."""
        return f"{'set-up' if kind.part == 'set_up' else rule_kind(kind)} {kind.id}"

    def level(self, kind: Kind, side: Side) -> str:
        """The level of a step in that version."""
        return side.base.steps[kind.id].level

    def params(self, form: str) -> str:
        """The parameters of a form that differ: `days 10 instead of 14`."""
        old, new = self.old.base.forms[form].params, self.new.base.forms[form].params
        return listed([f"{name} {new.get(name, 'not set')} instead of {old.get(name, 'not set')}"
                       for name in sorted({*old, *new}) if old.get(name) != new.get(name)])

    def rule_text(self, kind: Kind) -> str:
        """What the set-up form, warning or step says, in the newer version that has it; empty for an option."""
        base = self.new.base if kind.after else self.old.base
        if kind.part == "set_up":
            form = base.forms[kind.id]
            return f"{form.name}. {fill(form.text, form.params)}"
        if kind.part == "verdict":
            return ""
        return base.warnings[kind.id].text if rule_kind(kind) == "warning" else base.steps[kind.id].text

    def title(self, kind: Kind) -> str:
        """What changes, in a line."""
        if kind.part == "verdict":
            return f"{self.option_name(kind.before, self.old)} -> {self.option_name(kind.after, self.new)}"
        if kind.change == "level":
            return f"~ {self.rule_name(kind)}: {self.level(kind, self.old)} -> {self.level(kind, self.new)}"
        if kind.part == "order":
            return f"~ {self.rule_name(kind)} now comes before {kind.before}"
        base = self.new.base if kind.after else self.old.base
        tags = base.forms[kind.id].tags if kind.part == "set_up" else ()
        marked = f" ({listed(tags)})" if tags else ""
        return ({"gained": "+ ", "lost": "- "}.get(kind.change, "~ ") + kind.id + marked
                + (", other parameters" if kind.change == "params" else ""))


def rule_kind(kind: Kind) -> str:
    """What sort of rule a change is about, as JSON documents call it."""
    if kind.part == "order":
        return "warning" if kind.change == "warning_order" else "step"
    return {"set_up": "set_up", "warnings": "warning", "steps": "step", "verdict": "option"}[kind.part]


def capital(text: str) -> str:
    """`text` with a capital first letter."""
    return text[:1].upper() + text[1:]


def number(count: int) -> str:
    """`1,234`."""
    return f"{count:,}"


def cases(counts: Counts) -> str:
    """`1,234 cases (12 of them with every question answered)`."""
    word = "case" if counts.cases == 1 else "cases"
    return f"{number(counts.cases)} {word} ({number(counts.known_cases)} with every question answered)"


def counted(count: int, one: str, several: str) -> str:
    """`1 text`, `2 texts`."""
    return f"{number(count)} {one if count == 1 else several}"


def figure_said(change: FigureChange) -> str:
    """`quota: 90 % up to below 99 %: was full, is tight`."""
    def said(figure: float) -> str:
        return f"{written(figure)} {change.suffix}".rstrip()

    figures = said(change.start) + (" and more" if change.below is None else f" up to below {said(change.below)}")
    was = "not taken" if change.before is None else change.before
    now = "not taken" if change.after is None else change.after
    return f"{change.question}: {figures}: was {was}, is {now}"


def scope_notes(comparison: Comparison) -> list[str]:
    """What only one version asks or takes, and what was done about it."""
    scope, renames = comparison.found.scope, comparison.found.renames
    notes: list[str] = []
    for was, called in renames.questions.items():
        notes.append(f"'{was}' is now called '{called}': it counts as the same question.")
    for name, found in renames.values.items():
        notes += [f"'{was}' for '{name}' is now called '{now}': it counts as the same answer."
                  for was, now in found.items()]
    for names, side, other in ((scope.questions.old, "OLD", "NEW"), (scope.questions.new, "NEW", "OLD")):
        notes += [f"Only {side} asks '{name}': it takes each of its answers, and {other} does not hear them."
                  for name in names]
    for name, only in scope.values.items():
        for values, side in ((only.old, "OLD"), (only.new, "NEW")):
            if values:
                words = "this answer" if len(values) == 1 else "these answers"
                notes.append(f"Only {side} takes {quoted(values)} for '{name}': cases with {words} are left out.")
    return notes


def quoted(names: Iterable[str]) -> str:
    """`'a', 'b' and 'c'`."""
    return listed([f"'{name}'" for name in names])
