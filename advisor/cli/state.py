"""Answers kept between runs, so that an interruption loses nothing. Only their owner can read them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from advisor.cli.environment import Environment
from advisor.cli.folders import user_folder
from advisor.cli.output import write_file
from advisor.cli.status import Failure
from advisor.engine.answers import AnswerRefused, read_answer
from advisor.rulebase.model import RuleBase

SCHEMA = "advisor.unfinished/1"
SIZE_LIMIT = 100_000


class Unfinished(NamedTuple):
    """An interview that was stopped: its answers in the order given, and how many no longer fit the rules."""

    answers: dict[str, str]
    dropped: int


class StateFile:
    """Where an unfinished interview is kept."""

    def __init__(self, environment: Environment) -> None:
        folder = environment.variables.get("ADVISOR_STATE")
        self.path = (Path(folder) if folder else user_folder(environment, "state")) / "unfinished.json"

    def save(self, answers: dict[str, str]) -> str | None:
        """Keeps the answers; gives back why that failed, or None."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_file(self.path, json.dumps({"schema": SCHEMA, "answers": answers}, indent=2) + "\n", private=True)
        except Failure as failure:
            return failure.problems[0].message
        except OSError as error:
            return f"{error.strerror}."
        return None

    def load(self, base: RuleBase) -> Unfinished | None:
        """What was kept, as far as it fits the rule base; None where there is nothing to go on with."""
        try:
            with self.path.open("rb") as file:
                document = json.loads(file.read(SIZE_LIMIT))
            found = document["answers"]
            items = list(found.items())
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return None
        answers = {}
        for name, value in items:
            try:
                answers[name] = read_answer(base.questions[name], value)
            except (AnswerRefused, KeyError, AttributeError, TypeError):
                continue
        return Unfinished(answers, len(items) - len(answers)) if answers else None

    def remove(self) -> None:
        """Forgets what was kept."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError:
            return

    def set_aside(self) -> None:
        """Moves an unfinished interview out of the way of a new one, under another name."""
        try:
            self.path.replace(self.path.with_name("unfinished-before.json"))
        except OSError:
            return
