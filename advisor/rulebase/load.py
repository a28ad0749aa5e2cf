"""Loads a rule base from a folder of YAML files: one way in, every fault at once."""

from __future__ import annotations

import os
from collections.abc import Callable
from collections.abc import Mapping as MappingOf
from pathlib import Path

from advisor.rulebase.condition import fires_of
from advisor.rulebase.model import Default, Form, RuleBase
from advisor.rulebase.position import Position
from advisor.rulebase.problem import InputRefused, Problem
from advisor.rulebase.read_basics import read_base, read_claims, read_questions
from advisor.rulebase.read_condition import Names
from advisor.rulebase.read_rules import Rules, read_sources
from advisor.rulebase.reader import Reader
from advisor.rulebase.tree import Node, parse

REQUIRED_FILES = ("rulebase", "claims", "questions", "constraints", "evidence", "set_up", "warnings", "steps")
OPTIONAL_FILES = ("comparison", "glossary", "diagnosis", "invariants")
FILES = REQUIRED_FILES + OPTIONAL_FILES
SIZE_LIMIT = 4_000_000
"""Bytes that a rule file may have; no rule base comes near it."""

Parse = Callable[[str, str], Node | None]


def builtin_folder() -> Path:
    """The rule base that came with the program: in the wheel beside the code, in a checkout beside the package."""
    package = Path(__file__).parent.parent
    inside = package / "rules"
    if inside.is_dir():
        return inside
    # Only a checkout of this very project may stand in: site-packages can hold somebody else's `rules`.
    beside = package.parent / "rules"
    if (package.parent / "pyproject.toml").is_file() and beside.is_dir():
        return beside
    raise InputRefused([Problem("no-rules", "The built-in rules are missing.", where="advisor",
                                fix="Install advisor again, or name a rule base with --rules.")])


def read_files(folder: Path) -> dict[str, bytes]:
    """The bytes of each rule file in `folder`, by file name without ending.

    Raises InputRefused where a file is missing, too large or cannot be read.
    """
    problems: list[Problem] = []
    contents: dict[str, bytes] = {}
    if not folder.is_dir():
        raise InputRefused([Problem("no-rules", "This is not a folder with rules.", where=str(folder),
                                    fix="Name a folder that holds rulebase.yaml and the other rule files.")])
    for name in FILES:
        path = folder / f"{name}.yaml"
        try:
            with path.open("rb") as stream:
                content = stream.read(SIZE_LIMIT + 1)
        except FileNotFoundError:
            if name in REQUIRED_FILES:
                problems.append(Problem("missing-file", "This rule file is missing.", where=str(path),
                                        fix="Copy it from the built-in rules and edit that."))
            continue
        except OSError as error:
            problems.append(Problem("unreadable-file", f"This rule file cannot be read: {error.strerror}.",
                                    where=str(path)))
            continue
        if len(content) > SIZE_LIMIT:
            problems.append(Problem("too-large", f"This file has more than {SIZE_LIMIT:,} bytes.", where=str(path)))
        contents[name] = content
    if problems:
        raise InputRefused(problems)
    return contents


def digest(contents: MappingOf[str, bytes]) -> str:
    """The SHA-256 of a rule base: over file names and bytes, in a fixed order."""
    from hashlib import sha256

    total = sha256()
    for name in sorted(contents):
        total.update(f"{name} {len(contents[name])}\n".encode())
        total.update(contents[name])
    return total.hexdigest()


def load(folder: Path) -> RuleBase:
    """The rule base in `folder`; raises InputRefused with every fault of every file."""
    contents = read_files(folder)
    return build(parse_all(contents, folder), digest(contents))


def parse_all(contents: MappingOf[str, bytes], folder: Path) -> dict[str, Node | None]:
    """The tree of each file; raises InputRefused with the faults of form of all files."""
    problems: list[Problem] = []
    trees: dict[str, Node | None] = {}
    for name, content in contents.items():
        file = display_path(folder, name)
        try:
            trees[name] = parse(content.decode("utf-8-sig"), file)
        except UnicodeDecodeError as error:
            before = content[:error.start]
            line = before.count(b"\n") + 1
            problems.append(Problem("not-utf-8", "This is not UTF-8 text.",
                                    Position(file, line, error.start - (before.rfind(b"\n") + 1) + 1),
                                    fix="Save the file as UTF-8 in your editor."))
        except InputRefused as refused:
            problems.extend(refused.problems)
    if problems:
        raise InputRefused(problems)
    return trees


def display_path(folder: Path, name: str) -> str:
    """How a rule file is named in messages: short where that is clear."""
    path = folder / f"{name}.yaml"
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive
        return str(path)
    return relative if not relative.startswith(os.pardir) else str(path)


def build(trees: MappingOf[str, Node | None], sha256: str) -> RuleBase:
    """The checked rule base; raises InputRefused with every fault found."""
    reader = Reader()
    base = read_base(reader, trees.get("rulebase"))
    documents, claims = read_claims(reader, trees.get("claims"))
    questions = read_questions(reader, trees.get("questions"), base.options)
    rules = Rules(reader, Names(questions), base.options, claims)
    constraints = rules.constraints(trees.get("constraints"))
    evidence = rules.evidence(trees.get("evidence"), base.strengths)
    for name in evidence.keys() & constraints.keys():
        reader.refuse("duplicate-id", f"{name!r} is also a constraint.", evidence[name].at, "Rename one of the two.")
    forms = in_order(rules.set_up(trees.get("set_up")), reader)
    warnings = rules.warnings(trees.get("warnings"))
    steps = rules.steps(trees.get("steps"))
    rows = rules.rows(trees.get("comparison"))
    terms = rules.terms(trees.get("glossary"))
    waiting = rules.waiting(trees.get("diagnosis"))
    invariants = rules.invariants(trees.get("invariants"))
    default = Default(
        reader.word(base.default, "option", base.options, next(iter(base.options), "")),
        reader.text(base.default, "text"),
        read_sources(reader, base.default.get("sources"), claims, "the default", base.default.at))
    if reader.problems:
        raise InputRefused(reader.problems)
    return RuleBase(base.name, base.version, base.title, sha256, base.options, base.neither, default, base.strengths,
                    base.lean, base.clear, documents, claims, questions, constraints, evidence, forms, warnings,
                    steps, rows, terms, waiting, invariants)


def in_order(forms: dict[str, Form], reader: Reader) -> dict[str, Form]:
    """The forms so that each comes after those it refers to; a circle is a problem."""
    done: dict[str, Form] = {}
    left = dict(forms)
    while left:
        ready = [name for name, form in left.items() if not fires_of(form.when) - done.keys() - {name}
                 and name not in fires_of(form.when)]
        if not ready:
            for form in left.values():
                reader.refuse("circle", f"Form {form.id!r} depends on itself by way of other set-up items.", form.at,
                              "Say in its condition which answers matter, not which other item.")
            return forms
        for name in ready:
            done[name] = left.pop(name)
    return done
