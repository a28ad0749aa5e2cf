"""The mail program and the provider that the command line names."""

from __future__ import annotations

from advisor.cli.edge.environment import Environment
from advisor.rulebase.model import RuleBase
from advisor.rulebase.named import client_named, close_domain, not_listed, provider_named
from advisor.rulebase.problem import Problem
from advisor.rulebase.programs import Client, Provider


def find_programs(environment: Environment | None, base: RuleBase, client: str | None, provider: str | None,
                  then: str = "The report says what to ask it.") -> tuple[
        Client | None, Provider | None, list[Problem]]:
    """The entries with these names, aliases, or the domain of an address; and a problem for each that is unknown.

    A domain that is not listed stands for the entry that is for every other provider; where there is an environment,
    a note says so, and `then`.
    """
    problems: list[Problem] = []
    found = client_named(base, client, problems)
    if environment is not None and environment.stderr is not None and not_listed(base, provider or ""):
        from advisor.cli.edge.telling import write

        word, close = close_domain(base, provider or "")
        meant = f" Did you mean {close!r}?" if close else ""
        write(environment.stderr, f"Note: {word[:60]} is not in our list.{meant} {then}\n")
    return found, provider_named(base, provider, problems), problems
