"""When the answers of a file were measured, and what to say of their age."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.cli.files.from_file import FromFile
from advisor.report.page.phrases import listed
from advisor.rulebase.tree import Mapping, Scalar

if TYPE_CHECKING:
    from datetime import date

_MEASURED_AT = "measured_at"
_OLD_DAYS = 30
"""After so many days a mailbox may be much fuller, and a provider may offer something else."""


def measured_on(tree: Mapping) -> date | None:
    """The day that a document of `advisor inspect` says; None where it says none that there is."""
    from datetime import date  # most files say nothing of the kind

    found = tree.get(_MEASURED_AT)
    if not isinstance(found, Scalar):
        return None
    try:
        return date.fromisoformat(found.text[:10])
    except ValueError:
        return None


def age_note(found: FromFile, today: str) -> str:
    """What to say of when the answers were measured; empty where none was. `today` is like 2031-04-05."""
    from datetime import date

    measured = [name for name, answer in found.case.answers.items() if answer.origin == "measured"]
    if not measured:
        return ""
    were = f"{listed(measured)} {'was' if len(measured) == 1 else 'were'} measured"
    again = "It may be otherwise by now: 'advisor inspect' measures again."
    if found.measured_on is None:
        return f"Note: {were}; the file does not say when. {again}"
    days = (date.fromisoformat(today) - found.measured_on).days
    when = f"Note: {were} on {found.measured_on.isoformat()}"
    return f"{when}, {days} days ago. {again}" if days > _OLD_DAYS else f"{when}."
