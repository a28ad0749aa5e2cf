"""unused-claim: a claim that feeds nothing of what its kind demands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from advisor.rulebase.model import RuleBase
from advisor.rulebase.position import Position
from advisor.rulebase.sources import Claim, Source
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
    """Every claim of its own against what its kind demands; those taken from above are for the rules there to use."""
    fed = feeds(bench.base)
    own = own_claims(bench.base)
    findings = [Finding(CODE, "warning", f"Claim {claim.id} is of the kind {claim.kind!r}, but does not feed "
                        f"{DEMANDS[claim.kind]}.", claim.at, "Cite it where it belongs, or correct its kind.")
                for claim in own if claim.id not in fed[claim.kind]]
    above = len(bench.base.claims) - len(own)
    scope = counted(len(own), "claim") + (f", {above} more from the folder above" if above else "")
    return result(CODE, scope, findings)


def own_claims(base: RuleBase) -> list[Claim]:
    """The claims that stand in the folder of these rules and are not taken from the folder above."""
    home = _folder(base.neither.at)
    return [claim for claim in base.claims.values() if _folder(claim.at) == home]


def _folder(at: Position) -> str:
    """The folder of a place, as positions write it, whatever the system joins names with."""
    return at.file.replace("\\", "/").rpartition("/")[0]


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
