"""`advisor schema`: the JSON Schemas, exact for the rule base in use."""

from __future__ import annotations

from pathlib import Path

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.output import check_output, write_file, write_result
from advisor.cli.edge.status import Failure, Status, bad_input
from advisor.cli.opening.rules import open_rules
from advisor.report.page.command_line import DIAGNOSE, SWITCH
from advisor.report.page.json_document import dumps
from advisor.report.schemas.schema import names, rule_file_schemas, schema
from advisor.rulebase.model import RuleBase
from advisor.rulebase.nearest import suggestion

_ALL_RULE_FILES = "rules"
"""Stands for the schemas of all rule files, which go into a folder."""


def run_schema(environment: Environment, name: str, rules: str | None, output: Path | None) -> int:
    """Writes the schema `name`, or the names there are; for `rules`, all schemas of rule files into a folder."""
    known = (_ALL_RULE_FILES, *names())
    if not name:
        write_result("".join(f"{word}\n" for word in known), environment, output)
        return Status.DONE
    if name not in known:
        raise bad_input("unknown-schema", f"There is no schema {name!r}.",
                        f"{suggestion(name, known, show_all_up_to=0)} Valid: {', '.join(known)}.".lstrip())
    if name == _ALL_RULE_FILES:
        return _all_rule_files(environment, rules, output)
    check_output(output)
    desk = _desk(environment, rules) if name in ("answers", "case") else {}
    write_result(dumps(schema(name, open_rules(environment, rules).base, desk)), environment, output)
    return Status.DONE


def _desk(environment: Environment, rules: str | None) -> dict[str, RuleBase]:
    """The rules of the commands that have their own, as far as there are any in this rule base."""
    from advisor.cli.showing.again import FOLDERS

    found = {}
    for command in (DIAGNOSE, SWITCH):
        try:
            found[command] = open_rules(environment, rules, FOLDERS[command]).base
        except Failure:
            continue
    return found


def _all_rule_files(environment: Environment, rules: str | None, folder: Path | None) -> int:
    """Writes one schema for each rule file into `folder`, over those that are there."""
    if folder is None or not folder.is_dir():
        raise bad_input("no-such-folder", "The schemas of all rule files go into a folder that exists.",
                        "Name it with --output.", "--output" if folder is None else str(folder))
    for file, found in rule_file_schemas(open_rules(environment, rules).base).items():
        write_file(folder / f"{file}.json", dumps(found))
    return Status.DONE
