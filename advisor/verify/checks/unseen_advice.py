"""unseen-advice: a set-up form or a warning that no case shows, or an option that no case is advised."""

from __future__ import annotations

from advisor.verify.bench import Bench
from advisor.verify.checks.dead_rule import opposing_parts
from advisor.verify.finding import Finding, Result, counted, result

CODE = "unseen-advice"


def check(bench: Bench) -> Result:
    """Every set-up form, warning and option over every case. Raises TooLarge."""
    findings = []
    shown = [rule for rule in bench.rules if rule.kind in ("set_up", "warning")]
    with bench.room() as compiler:
        for rule in shown:
            if bench.never(bench.fires(rule.when)):
                findings.append(Finding(CODE, "warning", f"No case shows the {rule}.", rule.at,
                                        "Mend its condition, or remove it.", tuple(opposing_parts(bench, rule))))
        advised = bench.diagrams.values(compiler.option)
        for option in bench.base.options.values():
            if option.id not in advised:
                findings.append(Finding(CODE, "error", f"{option.name!r} is advised in no case.", option.at,
                                        "Give it evidence, see what rules it out, or remove the option."))
    advice = counted(len(shown), "form or warning", "forms and warnings")
    return result(CODE, f"{advice}, {counted(len(bench.base.options), 'option')}", findings)
