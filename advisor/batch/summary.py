"""What a batch came to: counts of verdicts, set-up and reasons, and a small chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from advisor import __version__
from advisor.batch.decider import Decided
from advisor.batch.rows import Row
from advisor.report.page.clean import clean
from advisor.report.page.fold import fold
from advisor.report.page.line import Line
from advisor.report.page.phrases import number_of
from advisor.rulebase.model import NEITHER, RuleBase

_SCHEMA = "advisor.batch-summary/1"
_COMMONEST = 10
_NARROWEST_BAR, _WIDEST_BAR = 5, 40


_COUNTED = ("protocols", "settled", "set_up", "rules")
MOST_KEPT = 10_000


class Summary:
    """Counts; fed with every verdict. `counted` is what an earlier run had counted."""

    def __init__(self, base: RuleBase, counted: Mapping[str, Mapping[str, int]] | None = None) -> None:
        self.base = base
        self.seen: Counter[tuple[str, str, str, str]] = Counter()
        self.protocols, self.settled, self.set_up, self.rules = (Counter((counted or {}).get(name, {}))
                                                                 for name in _COUNTED)

    def add(self, row: Row, decided: Decided) -> None:
        """Counts one verdict."""
        del row
        protocol, settled, set_up, _, rules = decided[:5]
        self.seen[protocol, settled, set_up, rules] += 1
        if len(self.seen) >= MOST_KEPT:
            self._sort_out()

    def _sort_out(self) -> None:
        for (protocol, settled, set_up, rules), count in self.seen.items():
            self.protocols[protocol] += count
            self.settled[settled] += count
            for name in set_up.split():
                self.set_up[name] += count
            for name in rules.split():
                self.rules[name] += count
        self.seen.clear()

    def counted(self) -> dict[str, dict[str, int]]:
        """The counts so far, the greatest first."""
        self._sort_out()
        return {name: _sorted(getattr(self, name)) for name in _COUNTED}

    def document(self, rows: int, notes: Sequence[str] = (),
                 first_rejects: Sequence[Mapping[str, Any]] | None = None) -> dict[str, Any]:
        """The counts as JSON can hold them; `rows` is how many there were, rejects included.

        `first_rejects` are told where no file takes the rejects.
        """
        base, counted, verdicts = self.base, self.counted(), self.protocols.total()
        return {"schema": _SCHEMA, "program_version": __version__,
                "rule_base": {"name": base.name, "version": base.version, "sha256": base.sha256},
                "rows": rows, "verdicts": verdicts, "rejects": rows - verdicts, "notes": list(notes),
                **({} if first_rejects is None else {"first_rejects": list(first_rejects)}), **counted}

    def lines(self, rows: int, width: int) -> list[Line]:
        """The counts as a report with bars; shares are of the verdicts."""
        self._sort_out()
        base, total = self.base, self.protocols.total()
        found = [Line(text, "heading") for text in
                 fold(f"{number_of(rows, 'row')}: {number_of(total, 'verdict')}, {rows - total:,} rejected", width)]
        names = {NEITHER: base.neither.name, **{option.id: option.name for option in base.options.values()}}
        parts: list[tuple[str, Counter[str], Mapping[str, str], int | None]] = [
            ("Advised", self.protocols, names, None), ("Settled", self.settled, {}, None),
            ("Set-up", self.set_up, {}, None), (f"Commonest reasons (up to {_COMMONEST})", self.rules, {}, _COMMONEST)]
        for title, counts, words, most in parts:
            if counts:
                found += [Line(""), Line(title, "heading")]
                found += _bars(_sorted(counts), words, total, width, most)
        return found


def _sorted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])))


def _bars(counts: Mapping[str, int], words: Mapping[str, str], total: int, width: int,
          most: int | None) -> Sequence[Line]:
    shown = list(counts.items())[:most]
    figures = {name: f"{count:,} ({_share(count, total)})" for name, count in shown}
    labels = {name: clean(words.get(name, name)) for name, _ in shown}
    room = max(len(text) for text in figures.values()) + max(len(text) for text in labels.values()) + 4
    bar = min(_WIDEST_BAR, width - room)
    lines = []
    for name, count in shown:
        label = labels[name].ljust(max(map(len, labels.values())))
        figure = figures[name].rjust(max(map(len, figures.values())))
        if bar < _NARROWEST_BAR:
            lines += [Line(text) for text in fold(f"{labels[name]}: {figures[name]}", width, "", "  ")]
        else:
            lines.append(Line(f"{label}  {figure}  {'#' * round(bar * count / total)}".rstrip()))
    return lines


def _share(count: int, total: int) -> str:
    share = 100 * count / total
    return "under 1 %" if share < 1 else "over 99 %" if 99 < share < 100 else f"{share:.0f} %"
