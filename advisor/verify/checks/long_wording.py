"""long-wording: a text with more characters than the rule base allows its kind."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.rulebase.model import RuleBase
from advisor.rulebase.position import Position
from advisor.verify.bench import Bench
from advisor.verify.finding import Finding, Result, counted, result

CODE = "long-wording"


def check(bench: Bench) -> Result:
    """Every text of a kind that `limits` in rulebase.yaml names."""
    findings, looked_at = [], 0
    limits = bench.base.limits
    for kind, text, whose, at in texts_of(bench.base):
        if kind in limits:
            looked_at += 1
            if len(text) > limits[kind]:
                findings.append(Finding(
                    CODE, "warning", f"{whose} has {len(text)} characters; {limits[kind]} is the most.", at,
                    "Say it in fewer words, or raise the limit in rulebase.yaml."))
    return result(CODE, counted(looked_at, "text"), findings)


def texts_of(base: RuleBase) -> Iterator[tuple[str, str, str, Position]]:
    """Every text that a person gets to read: its kind, itself, whose it is, and where that stands."""
    for option in (*base.options.values(), base.neither):
        yield "headline", option.headline, f"The headline of {option.id!r}", option.at
        yield "explain", option.explain, f"The explanation of {option.id!r}", option.at
    for question in base.questions.values():
        for kind in ("label", "ask", "why", "find_out"):
            yield kind, getattr(question, kind), f"'{kind}' of question {question.id!r}", question.at
        for value in question.values:
            yield "value", value.text, f"The text of answer {value.id!r} to {question.id!r}", question.at
            yield "phrase", value.phrase, f"The phrase of answer {value.id!r} to {question.id!r}", question.at
    for rules in (base.constraints, base.evidence):
        for rule in rules.values():
            yield "rule", rule.text, f"The text of rule {rule.id!r}", rule.at
    for form in base.forms.values():
        text = form.text
        for name, param in form.params.items():
            text = text.replace("{" + name + "}", str(param))
        yield "set_up", text, f"The text of set-up form {form.id!r}", form.at
    for measured in base.measured_answers.values():
        yield "rule", measured.evidence, f"The evidence of answer {measured.id!r}", measured.at
    for sign in base.signs.values():
        yield "warning", sign.text, f"The text of sign {sign.id!r}", sign.at
        yield "warning", sign.otherwise, f"'else' of sign {sign.id!r}", sign.at
    for warning in base.warnings.values():
        yield "warning", warning.text, f"The text of warning {warning.id!r}", warning.at
        yield "avert", warning.avert, f"'avert' of warning {warning.id!r}", warning.at
    for step in base.steps.values():
        yield "step", step.text, f"The text of step {step.id!r}", step.at
