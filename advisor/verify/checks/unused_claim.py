"""unused-claim: a claim that feeds nothing of what its kind demands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from advisor.rulebase.model import RuleBase, Source
from advisor.verify.bench import Bench
from advisor.verify.finding import Finding, Result, counted, result

CODE = "unused-claim"

DEMANDS = {"decision": "a wall, a piece of evidence, the default or a set-up form", "comparison": "a comparison row",
           "warning": "a warning", "setup": "a set-up form", "background": "a glossary term",
           "diagnosis": "the diagnosis (a claim used in a subfolder is listed in diagnosis.yaml)"}
"""What a claim of each kind must feed."""


class Cites(Protocol):
    """Anything with sources."""

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where it comes from."""


def check(bench: Bench) -> Result:
    """Every claim against what its kind demands."""
    if claims_from_above(bench.base):
        return result(CODE, "the claims belong to the rules in the folder above", [])
    fed = feeds(bench.base)
    findings = [Finding(CODE, "warning", f"Claim {claim.id} is of the kind {claim.kind!r}, but does not feed "
                        f"{DEMANDS[claim.kind]}.", claim.at, "Cite it where it belongs, or correct its kind.")
                for claim in bench.base.claims.values() if claim.id not in fed[claim.kind]]
    return result(CODE, counted(len(bench.base.claims), "claim"), findings)


def claims_from_above(base: RuleBase) -> bool:
    """Whether the claims stand in another folder than the rules that cite them."""
    folders = {entry.at.file.replace("\\", "/").rpartition("/")[0]
               for entries in (base.claims, base.questions) for entry in entries.values()}
    return len(folders) > 1


def feeds(base: RuleBase) -> Mapping[str, set[str]]:
    """For each kind of claim, the claims that feed what the kind demands."""
    forms = _cited(base.forms.values())
    return {
        "decision": _cited((*base.constraints.values(), *base.evidence.values(), base.default)) | forms,
        "comparison": _cited(base.rows.values()),
        "warning": _cited(base.warnings.values()),
        "setup": forms,
        "background": _cited(base.terms.values()),
        "diagnosis": set(base.elsewhere),
    }


def _cited(entries: Iterable[Cites]) -> set[str]:
    return {source.text for entry in entries for source in entry.sources if source.kind == "claim"}
