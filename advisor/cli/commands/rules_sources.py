"""`advisor rules sources`: claim by claim what uses it, and the way back."""

from __future__ import annotations

from pathlib import Path

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.status import Status, bad_input
from advisor.cli.opening.rule_files import open_rule_files
from advisor.cli.showing.rules_output import check_request, write_report
from advisor.report.rules.sources_json import sources_document
from advisor.report.rules.sources_text import sources_lines
from advisor.rulebase.nearest import suggestion
from advisor.verify.showing.sources_index import Index, narrowed, source_names, sources_index

NOTHING = Index((), (), (), ())


def run_sources(environment: Environment, rules: str | None, name: str, report_format: str,
                output: Path | None) -> int:
    """Writes every source and its uses, or those of one claim, document or RFC, or what one rule rests on."""
    check_request(report_format, output)
    base = open_rule_files(environment, rules).base
    index = whole = sources_index(base)
    if name:
        index = narrowed(base, whole, name)
        if index == NOTHING:
            raise bad_input("unknown-id", f"No source, and nothing that has sources, is called {name[:60]!r}.",
                            suggestion(name, source_names(base, whole), show_all_up_to=0)
                            or "'advisor rules sources' alone lists every source and its uses.")
    write_report(environment, report_format, output, document=lambda: sources_document(base, name, index),
                 lines=lambda width: sources_lines(base, index, width))
    return Status.DONE
