"""What the wizard says between its questions, and the files it leaves behind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from advisor.cli.edge.output import write_file
from advisor.cli.edge.status import Failure
from advisor.engine.analysis import settled
from advisor.engine.case import Case
from advisor.engine.compiled import Compiled
from advisor.engine.evaluate import evaluate
from advisor.engine.limits import lacking, limited
from advisor.report.advice.build import provisos_of
from advisor.rulebase.model import RuleBase
from advisor.rulebase.programs import Client


def verdict_line(base: RuleBase, compiled: Compiled, case: Case, client: Client | None) -> str:
    """The verdict in a line, with how firm it is, its proviso, and what the program has to do with it."""
    rules, diagrams = limited(base, compiled, client)
    option = base.option(evaluate(rules, case).option)
    firm = diagrams is not None and settled(rules, case, diagrams) == "yes"
    parts = [option.headline, "Settled." if firm else "Not settled: it rests on what is not known."]
    if client is not None and option.id in lacking(base, client):
        parts.append(f"Not in this program, which does not have {option.name}: {client.name}. Use another one.")
    elif client is not None and rules is not base:
        whole = base.option(evaluate(base, case).option)
        if whole.id != option.id:
            parts.append(f"This is for {client.name}, which does not have {whole.name}; in another program it would be "
                         f"{whole.name}.")
    parts += [found.text for found in provisos_of(base, case, option.id, client)]
    return "\n" + " ".join([*parts, option.explain]) + "\n"


def save_beside(folder: Path, texts: Mapping[str, str], say: Callable[[str], None]) -> None:
    """Writes each text to a file in `folder`, never over another file, and says where it is."""
    for name, text in texts.items():
        try:
            while True:
                path = free_name(folder / name)
                with suppress(FileExistsError):  # it came while we wrote
                    write_file(path, text, new=True)
                    break
            say(f"Saved: {path}")
        except Failure as failure:
            say(f"Not saved: {failure.problems[0]}")


def free_name(path: Path) -> Path:
    """`path`, or the first of its numbered neighbours that does not exist."""
    number = 2
    found = path
    while found.exists():
        found = path.with_name(f"{path.stem}-{number}{path.suffix}")
        number += 1
    return found
