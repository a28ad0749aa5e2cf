"""Makes an input that shows a fault as short as may be, while it shows the same fault."""

from __future__ import annotations

import time
from collections.abc import Callable


def shrunk(data: bytes, shows: Callable[[bytes], bool], seconds: float = 10.0) -> bytes:
    """The shortest found within that time: without lines first, then without bytes."""
    end = time.monotonic() + seconds
    data = b"".join(_fewer(data.splitlines(keepends=True), lambda lines: shows(b"".join(lines)), end))
    return b"".join(_fewer([data[place:place + 1] for place in range(len(data))],
                           lambda pieces: shows(b"".join(pieces)), end))


def _fewer(parts: list[bytes], shows: Callable[[list[bytes]], bool], end: float) -> list[bytes]:
    size = max(1, len(parts) // 2)
    while parts:
        place, shorter = 0, False
        while place < len(parts):
            if time.monotonic() > end:
                return parts
            rest = parts[:place] + parts[place + size:]
            if shows(rest):
                parts, shorter = rest, True
            else:
                place += size
        if size == 1 and not shorter:
            break
        size = max(1, size // 2)
    return parts
