"""What the rules know of their sources and words, read from the rule files as they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from docs.making.table import cell, table

RULES = Path(__file__).parents[2] / "rules"
KINDS = ("decision", "comparison", "warning", "diagnosis", "setup", "background")


def read(name: str) -> Any:
    """A rule file."""
    return yaml.load((RULES / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def words() -> str:
    """The glossary."""
    terms = sorted(read("glossary.yaml").values(), key=lambda entry: entry["term"].lower())
    return table(["word", "what it means"], [[cell(entry["term"]), cell(entry["text"])] for entry in terms])


def documents() -> str:
    """The source documents, and how many claims of each kind were read out of each."""
    found = read("claims.yaml")
    rows = []
    for mark, entry in found["documents"].items():
        kinds = Counter(claim["kind"] for name, claim in found["claims"].items() if name.startswith(f"{mark}."))
        rows.append([f"`{mark}`", cell(entry["title"]), cell(entry["publisher"]), cell(entry["date"]),
                     str(kinds.total()), ", ".join(f"{kinds[kind]} {kind}" for kind in KINDS if kinds[kind])])
    return table(["id", "title", "published by", "date", "claims", "of the kinds"], rows)


def doubts() -> str:
    """Each claim that is doubted, why, and how the texts that rest on it respect that."""
    rows = []
    cited_by = list(cited_doubts())
    for name, claim in read("claims.yaml")["claims"].items():
        if "doubt" in claim:
            kept = dict.fromkeys(doubt for cited, doubt in cited_by if cited == name)
            rows.append([f"`{name}`", cell(claim["claim"]), cell(claim["doubt"]), cell("; ".join(kept))])
    return table(["claim", "what the document says", "the doubt", "what our texts do"], rows)


def cited_doubts() -> Iterator[tuple[str, str]]:
    """Every claim that is cited with its doubt, and how the citing text respects it, rule file by rule file."""
    for path in sorted(RULES.rglob("*.yaml")):
        if "tests" not in path.relative_to(RULES).parts:
            yield from _doubts_in(read(path.relative_to(RULES).as_posix()))


def _doubts_in(node: Any) -> Iterator[tuple[str, str]]:
    if isinstance(node, dict):
        if set(node) == {"claim", "doubt"}:
            yield node["claim"], node["doubt"]
        for part in node.values():
            yield from _doubts_in(part)
    elif isinstance(node, list):
        for part in node:
            yield from _doubts_in(part)


def claims() -> str:
    """Every claim, document by document."""
    found = read("claims.yaml")
    parts = []
    for mark, entry in found["documents"].items():
        rows = [[f"`{name}`", claim["kind"], cell(claim["claim"]) + (" (doubted)" if "doubt" in claim else "")]
                for name, claim in found["claims"].items() if name.startswith(f"{mark}.")]
        parts += [f"### {mark}: {cell(entry['title'])}\n", table(["claim", "kind", "what it says"], rows)]
    return "\n".join(parts)
