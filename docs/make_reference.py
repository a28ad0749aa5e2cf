"""Fills in what pages say of the program and the rules, from these. After a change: `python -m docs.make_reference`.

Such a part stands between two comments with its name, `<!-- begin NAME -->` and `<!-- end NAME -->`. All else on these
pages is written by hand. tests/package/test_reference.py compares.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from docs.making import commands, decision, json_documents, knowledge

DOCS = Path(__file__).parent
PARTS: dict[str, Callable[[], str]] = {
    "commands": commands.every_command, "documents": json_documents.for_everybody,
    "rules documents": json_documents.for_rule_authors, "words": knowledge.words,
    "source documents": knowledge.documents, "doubts": knowledge.doubts, "claims": knowledge.claims,
    "weights": decision.weights, "walls": decision.walls, "evidence": decision.evidence, "counted": decision.counted}
PART = re.compile(r"(<!-- begin ([a-z ]+) -->\n).*?(<!-- end \2 -->\n)", flags=re.DOTALL)


def pages() -> list[Path]:
    """The pages that hold such parts."""
    return [page for page in sorted(DOCS.rglob("*.md")) if "<!-- begin " in page.read_text(encoding="utf-8")]


def filled(text: str) -> str:
    """A page with its parts made anew. KeyError for a part that nobody makes."""
    return PART.sub(lambda found: f"{found[1]}\n{PARTS[found[2]]().strip()}\n\n{found[3]}", text)


def main() -> None:
    """Writes the pages that have changed, and says which."""
    for page in pages():
        old = page.read_text(encoding="utf-8")
        new = filled(old)
        if new != old:
            page.write_text(new, encoding="utf-8")
            print(page.relative_to(DOCS.parent))


if __name__ == "__main__":
    main()
