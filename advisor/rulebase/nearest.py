"""The nearest valid word to a mistyped one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping


def nearest(word: str, valid: Iterable[str], *, cutoff: float = 0.6) -> str | None:
    """The valid word most like `word`, or None where none is as close as `cutoff` (1 is the same word)."""
    from difflib import get_close_matches  # only needed once something is wrong

    plain = {_plain(entry): entry for entry in valid}
    found = get_close_matches(_plain(word[:80]), plain, n=1, cutoff=cutoff)
    return plain[found[0]] if found else None


def _plain(word: str) -> str:
    """The word without what says nothing: the dashes that all options begin with make no two of them alike."""
    return word.replace("_", "-").lower().lstrip("-")


def suggestion(word: str, valid: Iterable[str], *, show_all_up_to: int = 8, cutoff: float = 0.6) -> str:
    """A sentence that names the nearest valid word, or lists the valid ones if they are few."""
    words = list(valid)
    close = nearest(word, words, cutoff=cutoff)
    if close is not None:
        return f"Did you mean {close!r}?"
    if 0 < len(words) <= show_all_up_to:
        return f"Valid: {', '.join(words)}."
    return ""


def suggested_claim(word: str, words_of: Mapping[str, str]) -> str:
    """Like `suggestion`, with what the nearest claim says: ids alone are soon mistaken for one another."""
    close = nearest(word, words_of)
    return suggestion(word, words_of) + (f" {close} says: {words_of[close]}" if close is not None else "")
