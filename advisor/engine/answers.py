"""What a person writes as an answer, and the value it means: one way in for flags, files and prompts."""

from __future__ import annotations

import re

from advisor.rulebase.model import UNSURE, Numbers, Question
from advisor.rulebase.nearest import suggestion

_FIGURE = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)\s*(\D?)\Z")
_WITH_COMMA = re.compile(r"(\d{1,9}),(\d{1,9}\s*\D?)\Z")
_MEANT = {**dict.fromkeys(("1", "ja", "wahr", "oui", "vrai", "si", "s\u00ed", "verdadero", "vero"), "yes"),
          **dict.fromkeys(("0", "nein", "falsch", "non", "faux", "falso"), "no")}
"""What spreadsheets and forms in other languages write; asked back about, since a figure may mean something else."""
_BOOLEANS = {"true": "yes", "false": "no", "on": "yes", "off": "no", "y": "yes", "n": "no"}


class AnswerRefused(Exception):
    """The text means no value of the question; `fix` says what would."""

    def __init__(self, message: str, fix: str) -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix


def read_answer(question: Question, text: str) -> str:
    """The value, or `unsure`, that `text` means for `question`.

    Takes values, their aliases, booleans where yes and no are values, and figures where the question knows how to
    read them. Upper and lower case are the same. Raises AnswerRefused otherwise.
    """
    word = text.strip().lower()
    if word == UNSURE:
        return UNSURE
    for value in question.values:
        if word == value.id or word in value.aliases:
            return value.id
    if word in _BOOLEANS and _BOOLEANS[word] in question.value_ids:
        return _BOOLEANS[word]
    if question.numbers is not None and _FIGURE.match(word):
        return _from_figure(question, question.numbers, word)
    shown = text.strip()
    shown = shown if len(shown) <= 40 else shown[:37] + "..."
    if not shown:
        raise AnswerRefused(f"{question.id} has no answer here.", f"Valid: {valid_words(question)}.")
    hint = _meant(question, word) or suggestion(word, [*question.value_ids, UNSURE], show_all_up_to=0)
    raise AnswerRefused(f"{shown!r} is not an answer to {question.id}.",
                        f"{hint} Valid: {valid_words(question)}.".strip())


def _meant(question: Question, word: str) -> str:
    """How a word of another language, or a figure with a comma, is written here."""
    value = _MEANT.get(word)
    if value in question.value_ids:
        return f"Write {value!r} if you mean that."
    match = _WITH_COMMA.match(word)
    if match is not None and question.numbers is not None and question.numbers.suffix:
        return f"Write {f'{match[1]}.{match[2]}'!r}, with a point."
    return ""


def _from_figure(question: Question, numbers: Numbers, word: str) -> str:
    match = _FIGURE.match(word)
    assert match is not None
    figure, suffix = float(match[1]), match[2]
    if suffix != numbers.suffix:
        example = f"{match[1]}{numbers.suffix}"
        fix = f"Write {example!r} if you mean {numbers.unit}."
        if numbers.suffix == "%" and not suffix and 0 < figure <= 1:  # a spreadsheet holds 82 % as 0.82
            fix = f"Write '{figure * 100:g}%' if {match[1]} is a share of the whole, or {example!r} if you mean that."
        raise AnswerRefused(f"{word!r} is not an answer to {question.id}.",
                            f"{fix} Valid: {valid_words(question)}.")
    if figure < numbers.least or (not numbers.suffix and not figure.is_integer()):
        raise AnswerRefused(f"{word!r} is not a possible number of {numbers.unit}.",
                            f"The least is {numbers.least:g}. Valid: {valid_words(question)}.")
    for bound in numbers.bounds:
        if bound.below is None or figure < bound.below:
            return bound.value
    raise AssertionError("the last bound has no upper end")


def valid_words(question: Question) -> str:
    """Every way to answer `question`, for a message or a help text."""
    words = [*question.value_ids, UNSURE]
    if question.numbers is not None:
        words.append(f"a figure with {question.numbers.suffix} ({question.numbers.unit})" if question.numbers.suffix
                     else f"a number of {question.numbers.unit}")
    return ", ".join(words)
