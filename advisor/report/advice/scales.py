"""The picture of the case: what each answer puts into the scales, as bars of ASCII."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil

from advisor.report.advice import wording
from advisor.report.advice.recommendation import Reason, Recommendation
from advisor.report.page.clean import clean
from advisor.report.page.fold import columns, fold, pad
from advisor.report.page.line import Line

_NARROWEST = 20
_BESIDE = 14
"""The columns that a label needs beside its bar; with fewer it stands below."""


def scales_lines(rec: Recommendation, width: int = 80) -> list[Line]:
    """The picture in lines of at most `width` columns; two options face each other, more stand one below the other."""
    picture = _Picture(rec, max(width, _NARROWEST))
    found = picture.flow("What each answer puts into the scales", "heading")
    if not rec.reasons:
        found += picture.flow("The scales are empty: no answer so far speaks for one side.")
    elif len(rec.verdict.evidence) == 2:
        found += picture.facing()
    else:
        found += picture.stacked()
    return found + picture.result() + picture.left_out()


class _Picture:
    """One picture being drawn. A bar has one `#` for `unit` points, and never none for some."""

    def __init__(self, rec: Recommendation, width: int) -> None:
        self.rec = rec
        self.width = width
        self.names: Mapping[str, str] = {option: clean(name) for option, name in rec.verdict.names.items()}
        self.answers = {given.question: given for given in rec.answers}
        self.most = max([*rec.verdict.evidence.values(), 1])

    def facing(self) -> list[Line]:
        """Two options: the one advised to the left, the other to the right."""
        points = self.rec.verdict.evidence
        left = self.rec.verdict.option if self.rec.verdict.option in points else next(iter(points))
        right = next(option for option in points if option != left)
        room = (self.width - 3) // 4
        unit = ceil(self.most / room)
        half = min(room, max(ceil(self.most / unit), *(columns(self.names[option]) for option in (left, right))))
        found = self.flow(f"Left: for {self.names[left]}. Right: for {self.names[right]}. {_key(unit)}", "dim")
        if all(columns(self.names[option]) <= half for option in (left, right)):
            found.append(Line(f"{' ' * (half - columns(self.names[left]))}{self.names[left]} | {self.names[right]}"))
        for reason in self.rec.reasons:
            bar = "#" * ceil(reason.points / unit)
            picture = f"{bar:>{half}} |" if reason.option == left else f"{'':>{half}} | {bar}"
            found += self.row(pad(picture, 2 * half + 3), self.label(reason))
        found.append(Line(f"{'-' * half}-+-{'-' * half}"))
        totals = f"{'#' * ceil(points[left] / unit):>{half}} | {'#' * ceil(points[right] / unit)}"
        return found + self.row(pad(totals, 2 * half + 3), f"{points[left]} to {points[right]} in all", "heading")

    def stacked(self) -> list[Line]:
        """Any number of options, each with its bars; the one advised first, then by weight."""
        points = self.rec.verdict.evidence
        unit = ceil(self.most / max(8, self.width // 2 - 4))
        longest = ceil(max(reason.points for reason in self.rec.reasons) / unit)
        found = self.flow(_key(unit), "dim")
        for option in sorted(points, key=lambda name: (name != self.rec.verdict.option, -points[name])):
            found += self.flow(f"{self.names[option]}: {points[option]} in all", "heading")
            for reason in self.rec.reasons:
                if reason.option == option:
                    found += self.row(f"  {'#' * ceil(reason.points / unit):<{longest}}", self.label(reason))
        return found

    def row(self, picture: str, label: str, style: str = "") -> list[Line]:
        """A bar and its label, beside it or below it."""
        if self.width - columns(picture) - 2 >= _BESIDE:
            lines = fold(clean(label), self.width, picture + "  ", " " * (columns(picture) + 2))
            return [Line(line, style) for line in lines]
        return [Line(picture.rstrip(), style), *self.flow(label, style, "  ")]

    def label(self, reason: Reason) -> str:
        """The answers that a reason comes from, and its points: `devices: several (8)`."""
        met = [self.answers[name] for name in reason.because if name in self.answers]
        answers = [f"{given.label}: {'not known' if given.is_open else given.value}" for given in met]
        return f"{', '.join(answers)} ({reason.points})"

    def result(self) -> list[Line]:
        """What follows from the picture, and what it does not show."""
        verdict = self.rec.verdict
        found: list[Line] = []
        score = wording.score(self.rec)
        if verdict.by_default:
            found += self.flow(wording.tie(self.rec), "headline")
        elif score:
            found += self.flow(f"{verdict.name}: {score}.", "headline")
        for option in dict.fromkeys(wall.option for wall in verdict.ruled_out):
            walls = [wall for wall in verdict.ruled_out if wall.option == option]
            more = f" And {len(walls) - 1} more such reason{'s' * (len(walls) > 2)}." if len(walls) > 1 else ""
            found += self.flow(f"{walls[0].name} is ruled out, whatever the scales say: {walls[0].text}{more}",
                               "warning")
        if not found or (verdict.ruled_out and not score):
            found += self.flow(verdict.headline, "headline")
        return found

    def left_out(self) -> list[Line]:
        """The answers that put nothing into the scales, and the questions without an answer."""
        used = {name for entry in self.rec.trace if entry.fired and entry.kind in ("evidence", "constraint")
                for name in entry.answers}
        idle = [given.label for given in self.rec.known() if given.question not in used]
        unknown = [given.label for given in self.rec.answers if given.is_open]
        found = self.flow(f"On neither side: {', '.join(idle)}.", "dim") if idle else []
        return found + (self.flow(f"Not known: {', '.join(unknown)}.", "dim") if unknown else [])

    def flow(self, text: str, style: str = "", lead: str = "") -> list[Line]:
        return [Line(line, style) for line in fold(clean(text), self.width, lead)]


def _key(unit: int) -> str:
    return "One # is one point." if unit == 1 else f"One # is up to {unit} points."
