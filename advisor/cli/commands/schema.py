"""`advisor schema`: the JSON Schemas, exact for the rule base in use."""

from __future__ import annotations

from pathlib import Path

from advisor.cli.environment import Environment
from advisor.cli.output import write_result
from advisor.cli.rules import open_rules
from advisor.cli.status import Status, bad_input
from advisor.report.json_report import dumps
from advisor.report.schema import names, schema
from advisor.rulebase.nearest import suggestion


def run_schema(environment: Environment, name: str, rules: str | None, output: Path | None) -> int:
    """Writes the schema `name`, or the names there are."""
    if not name:
        write_result("".join(f"{known}\n" for known in names()), environment, output)
        return Status.DONE
    if name not in names():
        raise bad_input("unknown-schema", f"There is no schema {name!r}.",
                        f"{suggestion(name, names(), show_all_up_to=0)} Valid: {', '.join(names())}.".lstrip())
    write_result(dumps(schema(name, open_rules(environment, rules).base)), environment, output)
    return Status.DONE
