"""The picture of the scales: what each answer puts in, for the option advised and against it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from advisor.report.advice.recommendation import Reason, Recommendation
from advisor.report.page.fold import columns, harmless
from advisor.report.page.html_page import escaped
from advisor.report.page.phrases import points

_CENTRE, _TOP, _ARM, _THREAD, _PAN = 180.0, 54.0, 104.0, 84.0, 46.0
_BLOCK = 52.0
_STACK = 62.0
"""How high the blocks on a pan may stand."""
_LONGEST_NAME = 20
"""Columns that an option's name may take beside the scales."""


def scales(rec: Recommendation) -> str:
    """A figure with the balance (where two options are weighed) and a bar for each reason; empty without reasons."""
    if not rec.reasons:
        return ""
    names = rec.verdict.names
    fits = len(names) == 2 and all(columns(harmless(name)) <= _LONGEST_NAME for name in names.values())
    picture = _balance(rec, names) if fits else ""
    key = (f"solid for {rec.verdict.name}, hatched for something else" if rec.verdict.option in names
           else "hatched, because none of it can count")
    caption = escaped(f"What your answers put into the scales: {key}.")
    return f'<figure class="scales">\n<figcaption>{caption}</figcaption>\n{picture}{_bars(rec, names)}\n</figure>'


def _balance(rec: Recommendation, names: Mapping[str, str]) -> str:
    evidence = rec.verdict.evidence
    left, right = names
    slope = math.radians(max(-13.0, min(13.0, 1.6 * (evidence[right] - evidence[left]))))
    unit = min(5.0, _STACK / max(1, *evidence.values()))
    across, down = _ARM * math.cos(slope), _ARM * math.sin(slope)
    out = {found.option for found in rec.verdict.ruled_out}
    told = []
    for option, name in names.items():
        ruled = ", and is ruled out" if option in out else ""
        told.append(f"{name} has {points(evidence[option])}{ruled}.")
    parts = [f'<svg viewBox="0 0 360 236" role="img" aria-label="{escaped("Scales: " + " ".join(told))}">',
             '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
             'patternTransform="rotate(45)"><rect class="hatch-paper" width="6" height="6"/>'
             '<line class="hatch-line" x1="0" y1="0" x2="0" y2="6"/></pattern></defs>',
             f'<path class="frame" d="M{_CENTRE:.0f} {_TOP:.0f}V226M140 226H220"/>']
    for option, side in ((left, -1), (right, 1)):
        reasons = [reason for reason in rec.reasons if reason.option == option]
        end = (_CENTRE + side * across, _TOP + side * down)
        parts += _pan(end, unit, reasons, advised=option == rec.verdict.option, out=option in out)
        text = f"{names[option]}: {evidence[option]}" + (" (ruled out)" if option in out else "")
        parts.append(f'<text class="sum" x="{_CENTRE + side * _ARM:.0f}" y="16" text-anchor="middle">'
                     f'{escaped(text)}</text>')
    parts.append(f'<path class="frame" d="M{_CENTRE - across:.1f} {_TOP - down:.1f}'
                 f'L{_CENTRE + across:.1f} {_TOP + down:.1f}"/>'
                 f'<circle class="frame" cx="{_CENTRE:.0f}" cy="{_TOP:.0f}" r="4"/></svg>')
    return "\n".join(parts) + "\n"


def _pan(end: tuple[float, float], unit: float, reasons: Sequence[Reason], *, advised: bool, out: bool) -> list[str]:
    """One pan hanging from an end of the beam, with a block for each reason; one that is ruled out is crossed out."""
    x, y = end
    floor = y + _THREAD
    parts = [f'<path class="thread" d="M{x - _PAN:.1f} {floor:.1f}L{x:.1f} {y:.1f}L{x + _PAN:.1f} {floor:.1f}"/>']
    height = floor
    for reason in reasons:
        height -= unit * reason.points
        parts.append(f'<rect class="{"for" if advised else "against"}" x="{x - _BLOCK / 2:.1f}" y="{height:.1f}" '
                     f'width="{_BLOCK:.0f}" height="{unit * reason.points:.1f}"/>')
    parts.append(f'<path class="frame" d="M{x - _PAN:.1f} {floor:.1f}q{_PAN:.0f} 22 {2 * _PAN:.0f} 0z"/>')
    if out:
        parts.append(f'<path class="out" d="M{x - 34:.1f} {floor - 56:.1f}l68 68m0 -68l-68 68"/>')
    return parts


def _bars(rec: Recommendation, names: Mapping[str, str]) -> str:
    most = max(reason.points for reason in rec.reasons)
    rows = []
    for reason in rec.reasons:
        side = "for" if reason.option == rec.verdict.option else "against"
        answers = "<br>".join(f"{escaped(label)}: {escaped(text)}" for label, text in _because(rec, reason))
        rows.append(f'<tr><td>{answers or escaped(reason.text)}</td>'
                    f'<td class="bar-cell" aria-hidden="true"><span class="bar bar-{side}" '
                    f'style="width:{100 * reason.points / max(1, most):.0f}%"></span></td>'
                    f"<td>{escaped(points(reason.points))} for {escaped(names[reason.option])} "
                    f'<span class="weight">({escaped(reason.strength)})</span></td></tr>')
    return ('<div class="stack"><table>\n<thead><tr><th scope="col">Your answer</th><td aria-hidden="true"></td>'
            '<th scope="col">Weight</th></tr></thead>\n<tbody>\n' + "\n".join(rows) + "\n</tbody></table></div>")


def _because(rec: Recommendation, reason: Reason) -> list[tuple[str, str]]:
    """The answers that made a reason count, as pairs of label and answer."""
    return [(given.label, given.text) for given in rec.answers if given.question in reason.because]
