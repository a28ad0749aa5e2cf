"""What a batch came to: counts of verdicts, set-up and reasons, and a small chart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from advisor.batch.decider import Decided
from advisor.batch.rows import Row
from advisor.report.fold import fold
from advisor.report.json_report import dumps
from advisor.report.line import Line
from advisor.rulebase.model import NEITHER, RuleBase

SCHEMA = "advisor.batch-summary/1"
COMMONEST = 10
NARROWEST_BAR, WIDEST_BAR = 5, 40


class Summary:
    """Counts; fed with every verdict."""

    def __init__(self, base: RuleBase) -> None:
        self.base = base
        self.seen: Counter[tuple[str, str, str, str]] = Counter()
        self.protocols: Counter[str] = Counter()
        self.settled: Counter[str] = Counter()
        self.set_up: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()

    def add(self, row: Row, decided: Decided) -> None:
        """Counts one verdict."""
        del row
        protocol, settled, set_up, _, rules = decided[:5]
        self.seen[protocol, settled, set_up, rules] += 1
        if len(self.seen) >= 10_000:
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

    def document(self, rows: int) -> dict[str, Any]:
        """The counts as JSON can hold them; `rows` is how many there were, rejects included."""
        self._sort_out()
        base, verdicts = self.base, self.protocols.total()
        return {"schema": SCHEMA,
                "rule_base": {"name": base.name, "version": base.version, "sha256": base.sha256},
                "rows": rows, "verdicts": verdicts, "rejects": rows - verdicts,
                "protocols": _sorted(self.protocols), "settled": _sorted(self.settled),
                "set_up": _sorted(self.set_up), "rules": _sorted(self.rules)}

    def text(self, rows: int) -> str:
        """The counts as one JSON document."""
        return dumps(self.document(rows))

    def lines(self, rows: int, width: int) -> list[Line]:
        """The counts as a report with bars; shares are of the verdicts."""
        self._sort_out()
        base, total = self.base, self.protocols.total()
        found = [Line(text, "heading") for text in
                 fold(f"{rows:,} rows: {total:,} verdicts, {rows - total:,} rejected", width)]
        names = {NEITHER: base.neither.name, **{option.id: option.name for option in base.options.values()}}
        parts: list[tuple[str, Counter[str], Mapping[str, str], int | None]] = [
            ("Advised", self.protocols, names, None), ("Settled", self.settled, {}, None),
            ("Set-up", self.set_up, {}, None), (f"Commonest reasons (up to {COMMONEST})", self.rules, {}, COMMONEST)]
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
    labels = {name: words.get(name, name) for name, _ in shown}
    room = max(len(text) for text in figures.values()) + max(len(text) for text in labels.values()) + 4
    bar = min(WIDEST_BAR, width - room)
    lines = []
    for name, count in shown:
        label = labels[name].ljust(max(map(len, labels.values())))
        figure = figures[name].rjust(max(map(len, figures.values())))
        if bar < NARROWEST_BAR:
            lines += [Line(text) for text in fold(f"{labels[name]}: {figures[name]}", width, "", "  ")]
        else:
            lines.append(Line(f"{label}  {figure}  {'#' * round(bar * count / total)}".rstrip()))
    return lines


def _share(count: int, total: int) -> str:
    share = 100 * count / total
    return f"{share:.0f} %" if share >= 1 else "under 1 %"
