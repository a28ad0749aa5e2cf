"""What a mail program cannot do, as walls of a rule base: made from its entry, for one case at a time.

A program is easily changed, and mail once lost is not to be had again. So such a wall is the last of all: it stands
only where at least one option that the program is known to have is certainly not ruled out by the rules. Where the
rules take every such option away, or may do so once more is known, it is the program that has to give way.
"""

from __future__ import annotations

from advisor.engine.compiled import NODE_LIMIT, Compiled, compile_rules
from advisor.engine.diagram import TooLarge
from advisor.rulebase.condition import Any, Condition, Not
from advisor.rulebase.model import Constraint, RuleBase
from advisor.rulebase.programs import Client


def lacking(base: RuleBase, client: Client | None) -> tuple[str, ...]:
    """The options that the program is known not to have, in the order of the rule base."""
    values = client.offers.values if client is not None else {}
    return tuple(name for name in base.options if values.get(name) == "no")


def limit_id(client: Client, option: str) -> str:
    """The name of the wall that a program's lack of an option is; no rule in a file can be called so."""
    return f"client:{client.id}:{option}"


def limited_rules(base: RuleBase, client: Client | None) -> RuleBase:
    """The rule base with a wall for each option that the program lacks; `base` itself where it lacks none."""
    out = lacking(base, client)
    if client is None or not out:
        return base
    left = [name for name in base.options if client.offers.values.get(name) == "yes"]
    stands = Any(tuple(Not(_ruled_out(base, name)) for name in left))
    walls = {limit_id(client, name): Constraint(
        limit_id(client, name), stands, name,
        f"This is so in this program: {client.name} does not have {base.options[name].name}.",
        client.offers.sources, client.at) for name in out}
    return base._replace(constraints={**base.constraints, **walls})


def limited(base: RuleBase, compiled: Compiled | None, client: Client | None) -> tuple[RuleBase, Compiled | None]:
    """The rule base and its diagrams with the walls of a program; the diagrams are None where they are too large."""
    rules = limited_rules(base, client)
    if rules is base or compiled is None:
        return rules, compiled
    try:
        return rules, compile_rules(rules, limit=NODE_LIMIT)
    except TooLarge:
        return rules, None


def _ruled_out(base: RuleBase, option: str) -> Condition:
    return Any(tuple(wall.when for wall in base.constraints.values() if wall.rules_out == option))
