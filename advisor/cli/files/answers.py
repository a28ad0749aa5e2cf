"""Reads an answers file, and writes one: every fault at once, the nearest valid word with each."""

from __future__ import annotations

from collections.abc import Collection, Container
from pathlib import Path

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.status import Failure, Status, bad_input, surroundings
from advisor.cli.files.from_file import FromFile, is_program, programs_in
from advisor.engine.answers import AnswerRefused, read_answer
from advisor.engine.case import PRECEDENCE, Answer, Case, Origin
from advisor.engine.measured import says
from advisor.report.page.clean import clean
from advisor.rulebase.model import Question, RuleBase
from advisor.rulebase.named import PROGRAM_KEYS
from advisor.rulebase.nearest import suggestion
from advisor.rulebase.problem import InputRefused, Problem
from advisor.rulebase.programs import Client, Provider
from advisor.rulebase.tree import Mapping as MappingNode
from advisor.rulebase.tree import Node, Scalar, parse

_SIZE_LIMIT = 1_000_000
"""Bytes that an answers file may have; a real one has less than two thousand."""


_KEPT_ORIGINS: tuple[Origin, ...] = ("measured", "provider")
"""What an answers file may say of where an answer comes from; any other comes from the file."""
CASE = "advisor.case/"
CASE_VERSION = 1


def check_version(tree: Node | None) -> None:
    """Raises InputRefused for a case file of a later version than this program knows."""
    schema = tree.get("schema") if isinstance(tree, MappingNode) else None
    if not isinstance(schema, Scalar) or not schema.text.startswith(CASE):
        return
    version = schema.text.removeprefix(CASE)
    if not version.isascii() or not version.isdecimal() or int(version[:9]) > CASE_VERSION:
        raise InputRefused([Problem("unknown-version", f"This program cannot read case files of version "
                                    f"{_short(version)!r}; it knows versions up to {CASE_VERSION}.", schema.at,
                                    fix="Use the version of advisor that wrote it, or a later one.")])


def read_answers_file(base: RuleBase, name: str, environment: Environment, others: Container[str] = ()) -> FromFile:
    """What an answers file (YAML or JSON; `-` is standard input) tells. Raises Failure with every fault.

    `others` are questions of another rule base, whose answers may stand there as well and are passed over; so are
    its programs.
    """
    try:
        text, shown = read_input(name, environment)
        return _from_text(base, text, shown, others)
    except InputRefused as refused:
        raise Failure(Status.BAD_INPUT, *refused.problems) from None


def read_input(name: str, environment: Environment) -> tuple[str, str]:
    """The text of an answers or case file (`-` is standard input), and how to name it. Raises Failure."""
    if name == "-":
        if environment.stdin is None:
            raise bad_input("no-input", "Standard input is closed.", "Name a file instead of '-'.", "--answers")
        stream = getattr(environment.stdin, "buffer", None)
        content = (stream.read(_SIZE_LIMIT + 1) if stream is not None
                   else environment.stdin.read(_SIZE_LIMIT + 1).encode())
        shown = "standard input"
    else:
        shown = name
        path = Path(name)
        try:
            if path.is_dir():
                raise bad_input("answers-is-folder", "This is a folder.", "Name the answers file in it.", shown)
            with path.open("rb") as file:
                content = file.read(_SIZE_LIMIT + 1)
        except FileNotFoundError:
            raise bad_input("no-such-file", "There is no such file.", "Check the name and the folder.", shown) from None
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or "its name is not a file name"
            raise surroundings("unreadable-file", f"This file cannot be read: {reason}.", "", shown) from None
    if len(content) > _SIZE_LIMIT:
        raise bad_input("too-large", f"This has more than {_SIZE_LIMIT:,} bytes; answers need less than two thousand.",
                        "Check that it is the file you meant.", shown)
    try:
        return content.decode("utf-8-sig"), shown
    except UnicodeDecodeError as error:
        line = content[:error.start].count(b"\n") + 1
        raise bad_input("not-utf-8", f"This is not UTF-8 text (line {line}).", "Save it as UTF-8 in your editor.",
                        shown) from None


def _from_text(base: RuleBase, text: str, shown: str, others: Container[str]) -> FromFile:
    if text.lstrip()[:1] == "{":
        text = text.replace("\t", " ")  # JSON may be indented by tabs, YAML may not; inside strings JSON has none
    problems: list[Problem] = []
    tree = parse(text, shown, problems)
    check_version(tree)
    example = ": ".join((next(iter(base.questions)), base.questions[next(iter(base.questions))].value_ids[0]))
    if tree is None or (isinstance(tree, Scalar) and not tree.text):
        raise bad_input("empty-file", "This holds no answers.", f"Write one on each line, such as '{example}'.", shown)
    if not isinstance(tree, MappingNode):
        raise InputRefused([Problem("not-answers", "Answers are lines of 'question: answer', not a list or a text.",
                                    tree.at, fix=f"Write one on each line, such as '{example}'.")])
    inner, schema = tree.get("answers"), tree.get("schema")
    document = isinstance(schema, Scalar) and schema.text.startswith("advisor.") and isinstance(inner, MappingNode)
    if not document and isinstance(inner, MappingNode) and tree.get("rule_base") and "answers" not in base.questions:
        raise InputRefused([Problem("not-answers", "Advisor wrote this file, but its line 'schema:' is missing or "
                                    "wrong.", schema.at if schema is not None else tree.at,
                                    fix=f"In a case that is 'schema: {CASE}{CASE_VERSION}'.")])
    if document:  # what one of our own commands wrote: its answers, and no others beside them
        problems += [Problem("misplaced-answer", f"{key.text!r} stands outside 'answers:'.", key.at,
                             fix="Move it there.") for key, value in tree.entries if key.text in base.questions
                     and _scalar_and_origin(value, ())[0] is not None]  # a part of the document can be called alike
    named = programs_in(base, tree, problems, others=others)
    if document and isinstance(inner, MappingNode):
        told = inner
    else:
        told = MappingNode([(key, value) for key, value in tree.entries if not is_program(base, key.text, others)],
                           tree.at)
    answers = answers_in(base, told, problems, others=others)
    if problems:
        raise InputRefused(problems)
    if not document:
        return FromFile(Case(answers), *named)
    from advisor.cli.files.file_dates import measured_on

    return FromFile(Case(answers), *named, measured_on(tree))


def answers_in(base: RuleBase, tree: MappingNode, problems: list[Problem], *,
               every_origin: bool = False, others: Container[str] = ()) -> dict[str, Answer]:
    """The answers that the entries of `tree` give, as far as they can be read; what is wrong goes to `problems`.

    What a file says comes from a file, unless it was measured or the provider's; `every_origin` keeps all others too.
    Questions among `others` are passed over, and so is what was measured and says nothing by these rules.
    """
    answers: dict[str, Answer] = {}
    said = {found.at for found in problems}  # a key that stands there twice, to the letter, was told of already
    for key, value in tree.entries:
        question = question_called(base, key.text)
        if question is None and key.text.replace("-", "_") in others:
            continue
        if question is None:
            problems.append(Problem("unknown-question", f"There is no question {_short(key.text)!r}.", key.at,
                                    fix=suggestion(key.text, base.questions, show_all_up_to=15)))
            continue
        if question.id in answers and key.at not in said:
            problems.append(Problem("duplicate-key", f"{question.id!r} is answered twice.", key.at, fix="Keep one."))
        scalar, origin = _scalar_and_origin(value, PRECEDENCE if every_origin else _KEPT_ORIGINS)
        if scalar is None:
            problems.append(Problem("wrong-answer", f"The answer to {question.id} must be one word.", value.at,
                                    fix=f"Valid: {', '.join(question.value_ids)}, unsure."))
            continue
        try:
            read = read_answer(question, _present_value(base, question, scalar.text))
        except AnswerRefused as refused:
            problems.append(Problem("wrong-answer", refused.message, scalar.at, fix=refused.fix))
            continue
        if every_origin or origin != "measured" or says(base, question.id, read):
            answers[question.id] = Answer(read, origin)
    return answers


def question_called(base: RuleBase, name: str) -> Question | None:
    """The question with that id, as flags and files spell it, or as it was called in earlier versions of the rules."""
    for spelling in (name, name.replace("-", "_")):
        question = base.questions.get(base.renamed_questions.get(spelling, spelling))
        if question is not None:
            return question
    return None


def _present_value(base: RuleBase, question: Question, text: str) -> str:
    """`text`, or what the value that was called so in earlier versions of the rules is called now."""
    return base.renamed_values.get(question.id, {}).get(text.strip().lower(), text)


def _scalar_and_origin(node: Node, kept: Collection[Origin]) -> tuple[Scalar | None, Origin]:
    """A bare word, or the {value, origin} of a saved document; an origin that is not kept is the file."""
    if isinstance(node, Scalar):
        return node, "file"
    if isinstance(node, MappingNode):
        value, origin = node.get("value"), node.get("origin")
        if isinstance(value, Scalar):
            named = origin.text if isinstance(origin, Scalar) else ""
            return value, next((name for name in kept if name == named), "file")
    return None, "file"


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."


def answers_text(base: RuleBase, case: Case, client: Client | None = None, provider: Provider | None = None) -> str:
    """The case as an answers file, with each question's words as a comment; program and provider, if named, first."""
    rules = clean(f"{base.name} {base.version}")
    lines = [f"# Answers for advisor ({rules}). Use: advisor recommend --answers FILE"]
    lines += [f"{key}: {entry.id}  # {clean(entry.name)}"
              for key, entry in zip(PROGRAM_KEYS, (client, provider), strict=True) if entry is not None]
    for name, question in base.questions.items():
        if name in case.answers:
            value, origin = case.answers[name]
            told = f"{{value: {value}, origin: {origin}}}" if origin in _KEPT_ORIGINS else value
            lines.append(f"{name}: {told}  # {clean(question.ask)}")
    return "\n".join(lines) + "\n"


