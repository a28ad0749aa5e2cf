"""What changes from one version of the rules to the next, as plain text."""

from __future__ import annotations

from advisor.report.page.fold import flow
from advisor.report.page.line import Line
from advisor.report.rules.diff_entries_text import command_lines, figure_lines, rule_lines, word_lines
from advisor.report.rules.diff_summary import statements_line, summary
from advisor.report.rules.diff_words import PART_NAMES, Comparison, Side, cases, number, scope_notes
from advisor.verify.changes.diff import PARTS, Kind, Part

_MOST_STEPS = 10
"""How many kinds of change in steps, and in the order, are shown: they are beside the point of equivalence."""
_INDENT = "  "


def diff_lines(comparison: Comparison, width: int) -> list[Line]:
    """The lines, none wider than `width` columns but for the commands."""
    sections = [_statements(comparison, width), flow(summary(comparison), width, "headline"), _head(comparison, width),
                _scope(comparison, width), _totals(comparison, width), rule_lines(comparison, width),
                figure_lines(comparison, width), *(_part(comparison, part, width) for part in PARTS),
                word_lines(comparison, width), _note(comparison, width)]
    found: list[Line] = []
    for section in sections:
        if found and section:
            found.append(Line(""))
        found += section
    return found


def _statements(comparison: Comparison, width: int) -> list[Line]:
    changes = comparison.found.statements
    return flow(statements_line(comparison), width, "warning" if changes.removed or changes.changed else "check")


def _head(comparison: Comparison, width: int) -> list[Line]:
    def side(word: str, found: Side) -> list[Line]:
        rules = found.rule_base
        return flow(f"{found.label}: {rules.name} {rules.version} ({rules.sha256[:12]})", width, "", f"{word} ")

    return side("OLD", comparison.old) + side("NEW", comparison.new)


def _scope(comparison: Comparison, width: int) -> list[Line]:
    return [line for note in scope_notes(comparison) for line in flow(note, width, "check", "- ")]


def _totals(comparison: Comparison, width: int) -> list[Line]:
    total = comparison.found.total
    found = flow(f"Of {number(total.of)} cases, open questions included ({number(total.known_of)} with every question "
                 "answered), these change:", width, "heading")
    for part in PARTS:
        diff = comparison.found.parts[part]
        said = "unknown, too large to compare" if diff is None else cases(diff.counts) if diff.counts.cases else "none"
        found += flow(f"{PART_NAMES[part]}: {said}", width, "warning" if diff is None else "", _INDENT)
    return found


def _part(comparison: Comparison, part: Part, width: int) -> list[Line]:
    diff = comparison.found.parts[part]
    if diff is None or not diff.kinds:
        return []
    found = flow(_heading(part, len(diff.kinds)), width, "heading")
    shown = diff.kinds[:_MOST_STEPS] if part in ("steps", "order") else diff.kinds
    for kind in shown:
        found += _kind(comparison, kind, width)
    more = len(diff.kinds) - len(shown)
    return found + (flow(f"and {number(more)} more; --format json has them all", width, "dim") if more else [])


def _heading(part: Part, kinds: int) -> str:
    several = "" if part == "verdict" or kinds == 1 else " (a case can be counted in several lines)"
    return PART_NAMES[part] + several


def _kind(comparison: Comparison, kind: Kind, width: int) -> list[Line]:
    return [*flow(f"{comparison.title(kind)}: {cases(kind.counts)}", width, "must"),
            *flow(comparison.told(kind), width, "", _INDENT),
            *command_lines(comparison.replays(kind))]


def _note(comparison: Comparison, width: int) -> list[Line]:
    shown = comparison.found.figures or any(diff and diff.kinds for diff in comparison.found.parts.values())
    if comparison.old.runs or comparison.new.runs or not shown:
        return []
    return flow("The commands ask the rules in use now; check a revision out to ask its rules.", width, "dim")
