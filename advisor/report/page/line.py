"""The unit of a report in plain text: a line and what it is."""

from __future__ import annotations

from typing import NamedTuple


class Line(NamedTuple):
    """One line of text, without its end; `style` names its part in the report, or is empty for plain text."""

    text: str
    style: str = ""
