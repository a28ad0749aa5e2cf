"""`advisor rules graph`: the decision as a picture."""

from __future__ import annotations

from pathlib import Path

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.output import write_result
from advisor.cli.edge.status import Status, bad_input, surroundings
from advisor.cli.opening.rule_files import open_rule_files
from advisor.cli.showing.rules_output import check_request
from advisor.engine.diagram import TooLarge
from advisor.report.rules.graph_dot import neighbourhood_dot, option_graph_dot
from advisor.report.rules.graph_svg import CannotDraw, draw_svg
from advisor.rulebase.model import RuleBase
from advisor.rulebase.nearest import suggestion
from advisor.verify.showing.graph import DRAWN, TooManyNodes, neighbourhood, option_graph

FORMATS = ("dot", "svg")


def run_graph(environment: Environment, rules: str | None, question: str, report_format: str,
              output: Path | None) -> int:
    """Writes the option's decision diagram, or what is around one question."""
    check_request(report_format, output, FORMATS)
    dot = _dot(open_rule_files(environment, rules).base, question)
    if report_format == "svg":
        try:
            dot = draw_svg(dot)
        except CannotDraw as error:
            raise surroundings(error.code, error.message, error.fix) from None
    write_result(dot, environment, output)
    return Status.DONE


def _dot(base: RuleBase, question: str) -> str:
    if question and question not in base.questions:
        raise bad_input("unknown-question", f"There is no question {question[:60]!r}.",
                        suggestion(question, base.questions, show_all_up_to=30))
    try:
        if question:
            return neighbourhood_dot(base, neighbourhood(base, question))
        return option_graph_dot(base, option_graph(base))
    except TooManyNodes as error:
        raise bad_input("graph-too-large", f"This graph has {error.nodes:,} nodes; at most {DRAWN:,} are drawn.",
                        "Name a question to see what is around it.") from None
    except TooLarge:
        raise bad_input("graph-too-large", "This rule base is too large for its decision diagram to be worked out.",
                        "Name a question to see what is around it.") from None
