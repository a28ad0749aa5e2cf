"""What naming a mail program or a provider answers."""

from __future__ import annotations

from advisor.engine.case import Answer, Case
from advisor.rulebase.model import RuleBase
from advisor.rulebase.programs import Client, Provider


def answers_of(provider: Provider) -> Case:
    """What naming the provider answers."""
    return Case({question: Answer(value, "provider") for question, value in provider.answers.values.items()})


def answers_to(base: RuleBase, client: Client | None, provider: Provider | None) -> Case:
    """What naming the two answers among the questions of `base`, which may be other rules than they stand in.

    A program named is the person's own word, a provider's offer is not.
    """
    told = {**(answers_of(provider).answers if provider else {}),
            **{question: Answer(value, "flag") for question, value in (client.answers if client else {}).items()}}
    return Case({question: answer for question, answer in told.items()
                 if question in base.questions and answer.value in base.questions[question].value_ids})


def answered_by(provider: Provider, question: str, case: Case) -> bool:
    """Whether the answer stands in `case` because the provider was named."""
    answer = case.answers[question]
    return answer.origin == "provider" and provider.answers.values.get(question) == answer.value
