"""A case record as YAML that a person can read, with the words of questions and answers as comments."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from advisor.engine.case import Answer
from advisor.report.page.clean import clean
from advisor.report.replay.case_record import CaseRecord, Effect, Params
from advisor.rulebase.model import UNSURE, RuleBase

CASE = "advisor.case/1"
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[_/-][A-Za-z0-9]+)*\Z")
_MEANS_MORE = {"y", "n", "yes", "no", "on", "off", "true", "false", "null"}
"""Words that YAML takes for something else where they stand without quotes."""
_SHORT = {'"': '\\"', "\\": "\\\\"}


def case_text(record: CaseRecord, base: RuleBase) -> str:
    """The case file. `base` is the rule base that decided it."""
    return "\n".join([*_head(record), *_answers(record, base), *_verdict(record, base), *_fired(record)]) + "\n"


def word(text: str) -> str:
    """`text` as YAML that every reader takes for this very text."""
    if _PLAIN.match(text) and text.lower() not in _MEANS_MORE:
        return text
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(char: str) -> str:
    if char.isprintable():
        return _SHORT.get(char, char)
    code = ord(char)
    if 0xD800 <= code < 0xE000:  # half a character, from a folder's name that is no text: no file can hold it
        return "?"
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _head(record: CaseRecord) -> Iterator[str]:
    yield "# A case that advisor decided. To decide it again:  advisor replay FILE"
    yield f"# To use the same answers anew:  advisor {record.command} --answers FILE"
    yield f"schema: {CASE}"
    yield f"command: {word(record.command)}"
    yield f"decided: {word(record.decided)}"
    if record.program_version is not None:
        yield f"program_version: {word(record.program_version)}"
    yield from ("rule_base:", f"  name: {word(record.rule_base.name)}", f"  version: {word(record.rule_base.version)}",
                f"  sha256: \"{record.rule_base.sha256}\"")
    if record.folder is not None:
        yield f"  folder: {word(record.folder)}"
    if record.beside is not None:
        yield f'  beside_sha256: "{record.beside}"'
    for what, entry in (("client", record.client), ("provider", record.provider)):
        if entry is not None:
            said = "" if entry.said is None else f', said_sha256: "{entry.said}"'
            yield f"{what}: {{id: {word(entry.id)}{said}}}"
    if record.report is not None:
        yield f'report_sha256: "{record.report}"'


def _answers(record: CaseRecord, base: RuleBase) -> Iterator[str]:
    answers = record.case.answers
    yield from ("", "answers:" if answers else "answers: {}")
    for name, question in base.questions.items():
        if name in answers:
            value = answers[name].value
            text = "Not sure" if value == UNSURE else question.value(value).text
            yield f"  # {clean(question.ask)} {clean(text)}"
            yield f"  {name}: {_answer(answers[name])}"
    if record.case.disagreements:
        yield "disagreements:"
        for found in record.case.disagreements:
            yield f"  - {{question: {found.question}, kept: {_answer(found.kept)}, dropped: {_answer(found.dropped)}}}"


def _answer(answer: Answer) -> str:
    return f"{{value: {word(answer.value)}, origin: {answer.origin}}}"


def _verdict(record: CaseRecord, base: RuleBase) -> Iterator[str]:
    yield from ("", "verdict:", f"  # {clean(base.option(record.option).headline)}", f"  option: {word(record.option)}")
    for key, value in (("settled", record.settled), ("balance", record.balance)):
        if value is not None:
            yield f"  {key}: {word(value)}"
    if record.set_up is not None:
        yield "set_up:" if record.set_up else "set_up: {}"
        for name, params in record.set_up.items():
            yield f"  {name}: {_params(params)}"
    if record.warnings is not None:
        yield f"warnings: [{', '.join(map(word, record.warnings))}]"


def _params(params: Params) -> str:
    return "{" + ", ".join(f"{name}: {word(value) if isinstance(value, str) else value}"
                           for name, value in params.items()) + "}"


def _fired(record: CaseRecord) -> Iterator[str]:
    if record.fired is None:
        return
    by_kind: dict[str, dict[str, Effect]] = {"constraint": {}, "evidence": {}, "step": {}}
    for (kind, name), effect in record.fired.items():
        by_kind[kind][name] = effect
    yield from ("", "# The rules that counted: walls with the option each rules out, evidence with what it weighed.",
                "fired:")
    yield from _mapping("constraint", {name: word(effect.option or "") for name, effect in
                                       by_kind["constraint"].items()})
    yield from _mapping("evidence", {name: f"{{for: {word(effect.option or '')}, points: {effect.points}}}"
                                     for name, effect in by_kind["evidence"].items()})
    yield f"  step: [{', '.join(map(word, by_kind['step']))}]"


def _mapping(key: str, entries: Mapping[str, str]) -> Iterator[str]:
    yield f"  {key}:" if entries else f"  {key}: {{}}"
    for name, text in entries.items():
        yield f"    {word(name)}: {text}"
