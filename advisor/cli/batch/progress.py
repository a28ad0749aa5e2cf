"""How far a batch is, in one line that is drawn anew."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.telling import say_raw

EVERY = 0.5
"""Seconds between two drawings."""


class ProgressLine:
    """Rows, rate and time left, on a terminal that can draw over a line; elsewhere nothing.

    `share` says how much of the input was read, from 0 to 1, or None.
    """

    def __init__(self, environment: Environment, share: Callable[[], float | None], *, shown: bool) -> None:
        self.environment, self.share = environment, share
        self.shown = shown and environment.is_terminal(environment.stderr) and not environment.wants_plain_prompts()
        self.began = self.drawn_at = monotonic()
        self.before: int | None = None
        self.start = 0.0

    def update(self, rows: int, new: int) -> None:
        """Says that `rows` are done, `new` of them in this block; draws where the last drawing is old."""
        now = monotonic()
        if self.before is None:
            self.before, self.start = rows - new, (self.share() or 0.0) if rows > new else 0.0
        if not self.shown or now - self.drawn_at < EVERY:
            return
        self.drawn_at = now
        text = f"{rows:,} rows, {(rows - self.before) / (now - self.began):,.0f} a second"
        share = self.share()
        if share is not None and share > self.start:
            text += f", about {duration((now - self.began) * (1 - share) / (share - self.start))} left"
        width = self.environment.width(self.environment.stderr)
        say_raw(f"\r{text[:width - 1]}\x1b[K", self.environment)

    def clear(self) -> None:
        """Takes the line away."""
        if self.shown:
            say_raw("\r\x1b[K", self.environment)


def duration(seconds: float) -> str:
    """Seconds in words."""
    minutes, left = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min {left} s" if minutes else f"{left} s"
