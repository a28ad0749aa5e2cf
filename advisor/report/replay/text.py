"""Decisions made again, as plain text: one in full, several in a line each."""

from __future__ import annotations

from advisor.report.page.command_line import DIAGNOSE, RECOMMEND, SWITCH
from advisor.report.page.fold import flow
from advisor.report.page.line import Line
from advisor.report.replay.case_record import CaseRecord, Effect
from advisor.report.replay.replay import Change, Replay, RuleChange
from advisor.rulebase.model import NEITHER, RuleBase

_MOST_RULES = 3
"""How many rules a line names; those that change the option come first."""
_KINDS = {"constraint": "wall", "set_up": "set-up"}
_NO_RULE = {
    "verdict": "No wall and no reason that counts in this case differs: what a tie goes to does.",
    "settled": "No rule that counts in this case differs: what the open answers could do does.",
    "balance": "No rule that counts in this case differs: the bounds of the balance do.",
    "order": "No rule that counts in this case differs: the places of the steps do.",
    "client": "The entry of the mail program in the rule base is another, or is gone.",
    "provider": "The entry of the provider in the rule base is another, or is gone.",
}
_WHAT = {RECOMMEND: {"set_up": "set-up", "verdict": "advice"},
         DIAGNOSE: {"set_up": "proof", "warning": "cause", "verdict": "first advice"},
         SWITCH: {"set_up": "setting", "verdict": "advice"}}
"""What the parts of a decision are called in the report of each command, where it is not by their own name."""
_WHOLE = {RECOMMEND: "Advice, set-up, steps and warnings", DIAGNOSE: "Causes left, proofs and steps",
          SWITCH: "Advice, steps, settings and warnings"}
_GONE = {RECOMMEND: "is no longer advised", DIAGNOSE: "is no longer there", SWITCH: "is no longer advised"}
_NAMES = {"client": "Mail program", "provider": "Provider", "order": "Order of the steps"}


def replay_lines(file: str, replay: Replay, base: RuleBase, width: int) -> list[Line]:
    """One case in full."""
    lines = flow(f"{file}: {'same' if replay.same else 'changed'}", width, "headline")
    lines += flow(_circumstances(replay), width, "dim")
    if replay.same:
        return lines + flow(f"{_headline(replay.now, base)} {_what_is_same(replay)}", width)
    lines += [Line(""), Line("What changed", "heading")]
    for change in replay.changes:
        lines += flow(_sentence(change, base, replay.then.command), width, "", "- ")
    lines += [Line(""), Line("By which rule", "heading")]
    for text in [*(_rule(rule, base) for rule in replay.rules), *_without_rule(replay)]:
        lines += flow(text, width, "", "- ")
    return lines


def summary_lines(file: str, replay: Replay, base: RuleBase, width: int) -> list[Line]:
    """One case of several."""
    if replay.same:
        return flow(f"{file}: same", width, "", "", "  ")
    parts = dict.fromkeys(f"{_name(base, change.then)} -> {_name(base, change.now)}" if change.what == "verdict"
                          else _what(change, replay.then.command) for change in replay.changes)
    rules = list(dict.fromkeys(rule for change in replay.changes for rule in change.rules))
    more = f" and {len(rules) - _MOST_RULES} more" if len(rules) > _MOST_RULES else ""
    by = f" (by {', '.join(rules[:_MOST_RULES])}{more})" if rules else ""
    return flow(f"{file}: changed: {', '.join(parts)}{by}", width, "", "", "  ")


def refused_lines(file: str, width: int) -> list[Line]:
    """A case of several whose file cannot be read; what is wrong is said on standard error."""
    return flow(f"{file}: refused", width, "", "", "  ")


def _circumstances(replay: Replay) -> str:
    then, now = replay.then.rule_base, replay.now.rule_base
    decided = f"Decided on {replay.then.decided} by the rules {then.name} {then.version}"
    if replay.same_rules:
        return f"{decided}, and now by the same rules."
    renumbered = (then.name, then.version) != (now.name, now.version)
    return f"{decided}, and now by {now.name} {now.version}{'' if renumbered else ' with other contents'}."


def _what_is_same(replay: Replay) -> str:
    whole = _WHOLE[replay.then.command]
    if not replay.same_rules:
        return f"{whole} are the same under these rules; their words may be others."
    if replay.same_report is False:
        return (f"{whole} are the same; advisor {replay.now.program_version} words the report "
                f"otherwise than {replay.then.program_version or 'the one before'} did.")
    if replay.then.report is None:
        return f"{whole} are the same; the file does not say what the report was."
    return "The report is the same, byte for byte; --show prints it again."


def _headline(record: CaseRecord, base: RuleBase) -> str:
    return base.option(record.option).headline


def _name(base: RuleBase, option: str) -> str:
    return base.option(option).name if option in (*base.options, NEITHER) else option


def _what(change: Change, command: str) -> str:
    return _WHAT[command].get(change.what) or _NAMES.get(change.what, change.what).lower()


def _sentence(change: Change, base: RuleBase, command: str) -> str:
    what = _what(change, command).capitalize()
    if change.what == "verdict":
        return f"{what}: {_name(base, change.then)} then, {_name(base, change.now)} now."
    if change.what == "report":
        return f"{what}: its words or details are others."
    if change.what in ("client", "provider"):
        return (f"{what}: these rules do not know {change.id}; the report now says nothing of it." if change.now is None
                else f"{what}: what is said of {change.id}, or what it answers, is other now.")
    if not change.id:
        return f"{what}: {change.then} then, {change.now} now."
    if change.then is None:
        return f"{what}: {change.id} is new."
    if change.now is None:
        return f"{what}: {change.id} {_GONE[command]}." if change.what != "warning" or command == DIAGNOSE else (
            f"{what}: {change.id} is no longer given.")
    return f"{what}: {change.id} with {_params(change.then)} then, with {_params(change.now)} now."


def _params(params: dict[str, str | int]) -> str:
    return ", ".join(f"{name} {value}" for name, value in params.items()) or "nothing to fill in"


def _rule(rule: RuleChange, base: RuleBase) -> str:
    lead = f"{rule.rule} ({_KINDS.get(rule.kind, rule.kind)})"
    then, now = _effect(rule.kind, rule.then, base), _effect(rule.kind, rule.now, base)
    return {"fires": f"{lead} counts now{now}; it did not then.",
            "silent": f"{lead} counted then{then}; its condition is not met now.",
            "gone": f"{lead} counted then{then}; there is no such rule now.",
            "effect": f"{lead} counted then{then}, and now{now}."}[rule.how]


def _effect(kind: str, effect: Effect | None, base: RuleBase) -> str:
    if effect is None:
        return ""
    if effect.params:
        return f" with {_params(dict(effect.params))}"
    if effect.option is None:
        return ""
    points = "" if effect.points is None else f" ({effect.points} point{'' if effect.points == 1 else 's'})"
    return f" {'against' if kind == 'constraint' else 'for'} {_name(base, effect.option)}{points}"


def _without_rule(replay: Replay) -> list[str]:
    """What is to be said of changes that no rule accounts for."""
    if replay.same_rules:
        then, now = replay.then.program_version or "not known", replay.now.program_version
        return [f"The rules are the same. So the file was changed after it was saved, or the program decides or words "
                f"it otherwise (version then: {then}; now: {now})."]
    return list(dict.fromkeys(_NO_RULE[change.what] for change in replay.changes
                              if not change.rules and change.what in _NO_RULE))
