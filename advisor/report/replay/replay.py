"""A decision made again: what differs from the record, and by which rules."""

# No `from __future__ import annotations` here: named tuples with annotations as text take twice as long to define.

from collections.abc import Collection, Iterator
from typing import Any, Literal, NamedTuple

from advisor.engine.compiled import Compiled
from advisor.engine.evaluate import Kind
from advisor.report.replay.case_record import CaseRecord, Effect, Entry, Key, fingerprint, record_of
from advisor.report.replay.decided import Report, by_program, decide
from advisor.rulebase.model import RuleBase

What = Literal["verdict", "settled", "balance", "set_up", "warning", "step", "order", "client", "provider", "report"]
How = Literal["fires", "silent", "gone", "effect"]
_DECIDING = ("constraint", "evidence")


class Change(NamedTuple):
    """Something that is otherwise now; None where there was, or is, no such thing."""

    what: What
    id: str
    """the form, the warning, the step, the program or the provider; empty for what there is only one of"""
    then: Any
    now: Any
    rules: tuple[str, ...]
    """the rules that it comes from, as far as they are rules that fire, or fired, in this case"""


class RuleChange(NamedTuple):
    """A rule that counts only now, or not any more (it is gone, or its condition is not met), or with other effect."""

    kind: str
    rule: str
    how: How
    then: Effect | None
    now: Effect | None


class Replay(NamedTuple):
    """The record, the decision now, and what differs."""

    then: CaseRecord
    now: CaseRecord
    report: Report
    same_rules: bool
    changes: tuple[Change, ...]
    rules: tuple[RuleChange, ...]

    @property
    def same(self) -> bool:
        """Whether the advice is the same; under the same rules by the same program, whether the whole report is."""
        return not self.changes

    @property
    def same_report(self) -> bool | None:
        """Whether the report is that very one, byte for byte in every format; None where the file does not say."""
        return None if self.then.report is None else self.then.report == self.now.report


def replay_case(then: CaseRecord, base: RuleBase, compiled: Compiled | None, *, named: str | None,
                beside: RuleBase | None = None) -> Replay:
    """Decides the case again by `base`; `named` is the folder of `base`, None for the built-in one.

    `beside` are the rules that a diagnosis leads on to.
    """
    same_rules = then.rule_base.sha256 == base.sha256 and (
        then.beside is None or (beside is not None and beside.sha256 == then.beside))
    folder = then.folder if same_rules else named
    report = decide(then.command, base, then.case, compiled, rules=folder, client=then.client and then.client.id,
                    provider=then.provider and then.provider.id, beside=beside)
    if same_rules and then.program_version is not None:
        # A report names the program that made it; where all else is the same, it is that very report.
        given = by_program(report, then.program_version)
        report = given if fingerprint(given) == then.report else report
    now = record_of(report, then.case, then.decided, folder, base, compiled=compiled, beside=beside)
    kinds: tuple[tuple[Kind, Collection[str]], ...] = (
        ("constraint", base.constraints), ("evidence", base.evidence), ("set_up", base.forms),
        ("warning", base.warnings), ("step", base.steps))
    known = {(kind, name) for kind, names in kinds for name in names}
    rules = tuple(_rule_changes(then, now, known))
    return Replay(then, now, report, same_rules, tuple(_changes(then, now, rules, same_rules=same_rules)), rules)


def _rule_changes(then: CaseRecord, now: CaseRecord, known: Collection[Key]) -> Iterator[RuleChange]:
    before, after = then.rules(), now.rules()
    for key in sorted({*before, *after}):
        kind, rule = key
        old, new = before.get(key), after.get(key)
        if old == new or not _kept(then, kind):
            continue
        how: How = "fires" if old is None else "effect" if new is not None else "silent" if key in known else "gone"
        yield RuleChange(kind, rule, how, old, new)


def _kept(then: CaseRecord, kind: str) -> bool:
    kept = {"set_up": then.set_up, "warning": then.warnings}.get(kind, then.fired)
    return kept is not None


def _changes(then: CaseRecord, now: CaseRecord, rules: Collection[RuleChange], *, same_rules: bool) -> Iterator[Change]:
    deciding = tuple(rule.rule for rule in rules if rule.kind in _DECIDING)
    if then.option != now.option:
        yield Change("verdict", "", then.option, now.option, deciding)
    if then.settled not in (None, now.settled):
        yield Change("settled", "", then.settled, now.settled, deciding)
    if then.balance not in (None, now.balance):
        yield Change("balance", "", then.balance, now.balance, deciding)
    for rule in rules:
        if rule.kind == "set_up":
            yield Change("set_up", rule.rule, None if rule.then is None else dict(rule.then.params),
                         None if rule.now is None else dict(rule.now.params), (rule.rule,))
        if rule.kind == "warning":
            yield Change("warning", rule.rule, rule.then and rule.rule, rule.now and rule.rule, (rule.rule,))
        if rule.kind == "step":
            yield Change("step", rule.rule, rule.then and rule.rule, rule.now and rule.rule, (rule.rule,))
    yield from _order(then, now)
    yield from _entry("client", then.client, now.client, deciding, same_rules=same_rules)
    yield from _entry("provider", then.provider, now.provider, deciding, same_rules=same_rules)
    if same_rules and then.program_version == now.program_version and then.report not in (None, now.report):
        yield Change("report", "", then.report, now.report, ())


def _order(then: CaseRecord, now: CaseRecord) -> Iterator[Change]:
    """The same steps in another order."""
    before, after = ([name for kind, name in record.fired or {} if kind == "step"] for record in (then, now))
    if before != after and sorted(before) == sorted(after):
        yield Change("order", "", ", ".join(before), ", ".join(after), ())


def _entry(what: What, then: Entry | None, now: Entry | None, rules: tuple[str, ...], *,
           same_rules: bool) -> Iterator[Change]:
    """A program or provider of which other things are said now, or that these rules do not know."""
    if then is None:
        return
    if now is None:
        yield Change(what, then.id, then.id, None, ())
    elif then.said not in (None, now.said) and not same_rules:
        yield Change(what, then.id, then.said, now.said, rules)
