"""Our rules in the words of other rule engines, each in the fastest form found that is still sensible to write.

Every engine is asked which rules fire. The option is then read from the weights of those rules in the same way for
all of them, by a sum and a look-up, which is quicker than any of them weighs. A condition is the list of alternatives
of advisor/engine/terms.py, with `open` as a value; a case has a value for every question.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import compress
from types import SimpleNamespace
from typing import Any, NamedTuple

from advisor.engine.masks import Masks
from advisor.engine.terms import Term, terms_of
from advisor.rulebase.condition import OPEN
from advisor.rulebase.model import RuleBase

Full = Mapping[str, str]
Decide = Callable[[Full], tuple[str, tuple[str, ...]]]


class Rule(NamedTuple):
    """A wall or a piece of evidence: the alternatives under which it fires."""

    id: str
    terms: Sequence[Term]
    effect: int
    """what it puts into the scales"""


class Rules:
    """The walls and the evidence of a rule base, and how the option is read from those that fire."""

    def __init__(self, base: RuleBase) -> None:
        self.values = {name: (*question.value_ids, OPEN) for name, question in base.questions.items()}
        self.scales = Masks(base).scales
        rules = [(rule.id, rule.when, self.scales.wall(rule.rules_out)) for rule in base.constraints.values()]
        rules += [(rule.id, rule.when, self.scales.points(rule.speaks_for, base.weight(rule.strength)))
                  for rule in base.evidence.values()]
        self.rules = [Rule(name, terms_of(when, base.questions), effect) for name, when, effect in rules]
        self.names = [rule.id for rule in self.rules]
        self.effects = [rule.effect for rule in self.rules]
        self.effect = {rule.id: rule.effect for rule in self.rules}
        self.order = {name: place for place, name in enumerate(self.names)}

    def from_flags(self, flags: Sequence[object]) -> tuple[str, tuple[str, ...]]:
        """The outcome where each rule is known to fire or not."""
        return self.scales[sum(compress(self.effects, flags))], tuple(compress(self.names, flags))

    def from_names(self, fired: Sequence[str]) -> tuple[str, tuple[str, ...]]:
        """The outcome where the rules that fire are known, each named once."""
        return self.scales[sum([self.effect[name] for name in fired])], tuple(
            sorted(fired, key=self.order.__getitem__))

    def text(self, rule: Rule, *, equal: str, unequal: str, also: str, either: str, among: str) -> str:
        """When a rule fires, as an expression with these words."""
        def part(name: str, met: frozenset[str]) -> str:
            others = [value for value in self.values[name] if value not in met]
            if len(met) == 1:
                return f'{name} {equal} "{next(iter(met))}"'
            if len(others) == 1:
                return f'{name} {unequal} "{others[0]}"'
            return f'{name} {among} [{", ".join(f"{chr(34)}{value}{chr(34)}" for value in sorted(met))}]'

        terms = [f" {also} ".join(part(name, met) for name, met in term.items()) for term in rule.terms]
        return "(" + f") {either} (".join(terms) + ")"


def datalogic(rules: Rules) -> Decide:
    """datalogic-py (JSON Logic in Rust): one expression whose value is a list of truths."""
    import datalogic_py

    def part(name: str, met: frozenset[str]) -> Any:
        others = [value for value in rules.values[name] if value not in met]
        if len(met) == 1:
            return {"===": [{"var": name}, next(iter(met))]}
        if len(others) == 1:
            return {"!==": [{"var": name}, others[0]]}
        return {"in": [{"var": name}, sorted(met)]}

    def together(word: str, parts: list[Any]) -> Any:
        return parts[0] if len(parts) == 1 else {word: parts}

    rule = datalogic_py.Engine().compile([
        together("or", [together("and", [part(name, met) for name, met in term.items()]) for term in rule.terms])
        for rule in rules.rules])
    evaluate, outcome = rule.evaluate, rules.from_flags
    return lambda case: outcome(evaluate(case))


def zen(rules: Rules) -> Decide:
    """Zen-engine (Rust): one expression whose value is a list of truths."""
    import zen as engine

    evaluate, outcome = engine.compile_expression("[" + ", ".join(
        rules.text(rule, equal="==", unequal="!=", also="and", either="or", among="in") for rule in rules.rules)
        + "]").evaluate, rules.from_flags
    return lambda case: outcome(evaluate(case))


def clips(rules: Rules) -> Decide:
    """Clipspy (CLIPS in C): a fact for each case; the rules that match add their bit to a global number."""
    import clips as engine

    environment = engine.Environment()
    environment.build("(defglobal ?*fired* = 0)")
    environment.build(f"(deftemplate case {' '.join(f'(slot {name} (type STRING))' for name in rules.values)})")
    owners = [place for place, rule in enumerate(rules.rules) for _ in rule.terms]
    for bit, term in enumerate([term for rule in rules.rules for term in rule.terms]):
        slots = " ".join(f"({name} {'|'.join(f'{chr(34)}{value}{chr(34)}' for value in sorted(met))})"
                         for name, met in term.items())
        environment.build(f"(defrule r{bit} (case {slots}) => (bind ?*fired* (+ ?*fired* {1 << bit})))")
    template, number = environment.find_template("case"), environment.find_global("fired")
    count = len(rules.rules)

    def decide(case: Full) -> tuple[str, tuple[str, ...]]:
        number.value = 0
        fact = template.assert_fact(**case)
        environment.run()  # by name: the environment goes when nobody holds it
        fact.retract()
        bits, flags = number.value, [False] * count
        for bit, owner in enumerate(owners):
            if bits >> bit & 1:
                flags[owner] = True
        return rules.from_flags(flags)

    return decide


def business_rules(rules: Rules) -> Decide:
    """business-rules (Python): a list of rules, each with an action that notes it."""
    from business_rules.actions import BaseActions, rule_action
    from business_rules.engine import run_all
    from business_rules.fields import FIELD_TEXT
    from business_rules.variables import BaseVariables, string_rule_variable

    def reader(name: str) -> Any:
        def read(self: Any) -> str:
            return self.case[name]  # type: ignore[no-any-return]

        read.__name__ = name
        return string_rule_variable(read)

    class Actions(BaseActions):  # type: ignore[misc]
        def __init__(self, fired: list[str]) -> None:
            self.fired = fired

        @rule_action(params={"name": FIELD_TEXT})  # type: ignore[untyped-decorator]
        def note(self, name: str) -> None:
            self.fired.append(name)

    variables = type("Variables", (BaseVariables,), {
        "__init__": lambda self, case: setattr(self, "case", case), **{name: reader(name) for name in rules.values}})

    def part(name: str, met: frozenset[str]) -> Any:
        equal = [{"name": name, "operator": "equal_to", "value": value} for value in sorted(met)]
        return equal[0] if len(equal) == 1 else {"any": equal}

    listed = [{"conditions": {"any": [{"all": [part(name, met) for name, met in term.items()]} for term in rule.terms]},
               "actions": [{"name": "note", "params": {"name": rule.id}}]} for rule in rules.rules]

    def decide(case: Full) -> tuple[str, tuple[str, ...]]:
        fired: list[str] = []
        run_all(listed, variables(case), Actions(fired))
        return rules.from_names(fired)

    return decide


def rule_engine(rules: Rules) -> Decide:
    """rule-engine (Python): one expression whose value is a list of truths."""
    import rule_engine as engine

    types = engine.type_resolver_from_dict(dict.fromkeys(rules.values, engine.DataType.STRING))
    evaluate = engine.Rule("[" + ", ".join(
        rules.text(rule, equal="==", unequal="!=", also="and", either="or", among="in") for rule in rules.rules) + "]",
        context=engine.Context(type_resolver=types)).evaluate
    return lambda case: rules.from_flags(evaluate(case))


def spiff(rules: Rules) -> Decide:
    """SpiffWorkflow (Python): a DMN table that collects; without a workflow around it, which would cost more."""
    from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
    from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine
    from SpiffWorkflow.dmn.specs import model

    table = model.DecisionTable("table", "table", model.HitPolicy.COLLECT.value)
    table.inputs = [model.Input(name, name, name, name, "string") for name in rules.values]
    output = model.Output("rule", "rule", "rule", "string")
    table.outputs = [output]
    inputs = {column.name: column for column in table.inputs}
    for rule in rules.rules:
        for term in rule.terms:
            row = model.Rule(rule.id)
            for name, met in term.items():
                entry = model.InputEntry(name, inputs[name])
                entry.lhs = [repr(next(iter(met))) if len(met) == 1 else f"? in {sorted(met)!r}"]
                row.inputEntries.append(entry)
            named = model.OutputEntry("rule", output)
            named.text = repr(rule.id)
            row.outputEntries.append(named)
            table.rules.append(row)
    engine, workflow = DMNEngine(table), SimpleNamespace(script_engine=PythonScriptEngine())

    def decide(case: Full) -> tuple[str, tuple[str, ...]]:
        found = engine.result(SimpleNamespace(data=dict(case), workflow=workflow))
        return rules.from_names(list(dict.fromkeys(found.get("rule", ()))))

    return decide


def experta(rules: Rules) -> Decide:
    """Experta (Python, Rete): it needs back what Python 3.10 took out of `collections`."""
    import collections
    import collections.abc

    for name in ("Mapping", "MutableMapping", "Sequence", "Iterable", "Callable", "Hashable", "Set"):
        if not hasattr(collections, name):
            setattr(collections, name, getattr(collections.abc, name))
    import experta as engine

    class CaseFact(engine.Fact):  # type: ignore[misc]
        pass

    def constraint(met: frozenset[str]) -> Any:
        first, *others = [engine.L(value) for value in sorted(met)]
        for other in others:
            first = first | other
        return first

    def noted(name: str, terms: Sequence[Term]) -> Any:
        patterns = [CaseFact(**{question: constraint(met) for question, met in term.items()}) for term in terms]

        def note(self: Any) -> None:
            self.found[name] = True

        return engine.Rule(engine.OR(*patterns) if len(patterns) > 1 else patterns[0])(note)

    kind = type("Engine", (engine.KnowledgeEngine,), {
        f"r{place}": noted(rule.id, rule.terms) for place, rule in enumerate(rules.rules)})
    machine = kind()

    def decide(case: Full) -> tuple[str, tuple[str, ...]]:
        machine.reset()
        machine.found = {}
        machine.declare(CaseFact(**case))
        machine.run()
        return rules.from_names(list(machine.found))

    return decide


ENGINES: Mapping[str, Callable[[Rules], Decide]] = {
    "datalogic-py": datalogic, "zen-engine": zen, "clipspy": clips, "business-rules": business_rules,
    "rule-engine": rule_engine, "SpiffWorkflow (DMN)": spiff, "experta": experta}
PACKAGES = ("datalogic-py==5.9.0", "zen-engine==2.1.3", "clipspy==1.0.6", "business-rules==1.1.1", "rule-engine==5.1.0",
            "SpiffWorkflow==3.2.0", "experta==1.9.4", "PyYAML>=6")
