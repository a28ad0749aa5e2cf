"""The comments of a YAML file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from advisor.rulebase.position import lines_of

_START = re.compile(r"(?:^|(?<=[ \t]))#")
_Place = tuple[int, int]
"""line from 1, column from 0"""


def comments_of(text: str) -> Iterator[tuple[int, int, str]]:
    """Every comment of a YAML text: line and column of its `#`, both from 1, and the comment to the end of its line.

    A `#` within a quoted, folded or literal text starts none. Raises yaml.YAMLError where the text is not YAML.
    """
    texts = _texts(text)
    for number, line in enumerate(lines_of(text), 1):
        for found in _START.finditer(line):
            if not any(start <= (number, found.start()) < end for start, end in texts.get(number, ())):
                yield number, found.start() + 1, line[found.start():]
                break


def _texts(text: str) -> dict[int, list[tuple[_Place, _Place]]]:
    """For each line the texts on it, each from its first place to behind its last."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[int, list[tuple[_Place, _Place]]] = {}
    for token in yaml.scan(text, Loader=loader):
        if isinstance(token, yaml.ScalarToken):
            start: _Place = (token.start_mark.line + 1, token.start_mark.column)
            end: _Place = (token.end_mark.line + 1, token.end_mark.column)
            if token.style in ("|", ">"):
                start = (start[0] + 1, 0)  # a comment may follow the sign that opens a block
            for line in range(start[0], end[0] + 1):
                found.setdefault(line, []).append((start, end))
    return found
