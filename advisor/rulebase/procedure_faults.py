"""Changes that causes or steps name (`procedure`) and that the rules for switching beside them do not know."""

from __future__ import annotations

from pathlib import Path

from advisor.rulebase.load import load
from advisor.rulebase.model import RuleBase
from advisor.rulebase.nearest import suggestion
from advisor.rulebase.problem import InputRefused, Problem


def procedure_faults(base: RuleBase, folder: Path, switching: str) -> list[Problem]:
    """The faults of `base`, read from `folder`; `switching` is the name of the folder of those rules.

    None where there are no such rules, or where they cannot be read: then they have faults of their own.
    """
    named = [entry for entries in (base.warnings, base.steps) for entry in entries.values() if entry.procedure]
    beside = next((place for place in (folder.parent / switching, folder / switching)
                   if (place / "rulebase.yaml").is_file()), None)
    if not named or beside is None:
        return []
    try:
        known = next(iter(load(beside).questions.values())).value_ids
    except InputRefused:
        return []
    return [Problem("unknown-procedure", f"{entry.id!r} names the change {entry.procedure!r}, which the rules in "
                    f"{switching} do not have.", entry.at, fix=suggestion(entry.procedure, known,
                                                                        show_all_up_to=len(known)))
            for entry in named if entry.procedure not in known]
