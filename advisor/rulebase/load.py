"""Loads a rule base from a folder of YAML files: one way in, every fault at once."""

from __future__ import annotations

from collections.abc import Mapping as MappingOf
from collections.abc import Sequence
from pathlib import Path

from advisor.rulebase.condition import fires_of
from advisor.rulebase.files import REQUIRED_FILES, builtin_folder, digest, display_path, read_files
from advisor.rulebase.model import Default, Form, RuleBase
from advisor.rulebase.position import Position, behind
from advisor.rulebase.problem import InputRefused, Problem
from advisor.rulebase.read_ask_first import read_ask_first
from advisor.rulebase.read_basics import read_base, read_claims, read_questions
from advisor.rulebase.read_condition import Names
from advisor.rulebase.read_contradictions import read_contradictions
from advisor.rulebase.read_invariants import read_invariants
from advisor.rulebase.read_measurements import read_measurements
from advisor.rulebase.read_needs import check_needs
from advisor.rulebase.read_programs import Programs
from advisor.rulebase.read_renamed import read_renamed
from advisor.rulebase.read_rules import Rules, read_sources
from advisor.rulebase.reader import Reader
from advisor.rulebase.tree import Mapping, Node, parse


def load(folder: Path) -> RuleBase:
    """The rule base in `folder`; raises InputRefused with every fault of every file."""
    contents = read_files(folder)
    return from_contents(contents, folder)


def from_contents(contents: MappingOf[str, bytes], folder: Path) -> RuleBase:
    """The rule base with these file contents; raises InputRefused with every fault of every file."""
    problems: list[Problem] = []
    return build(parse_all(contents, folder, problems), digest(contents), problems)


def parse_all(contents: MappingOf[str, bytes], folder: Path, problems: list[Problem]) -> dict[str, Node | None]:
    """The tree of each file; problems that leave a tree are added to `problems`.

    Raises InputRefused with the faults of form of all files where one of them cannot be read at all.
    """
    fatal: list[Problem] = []
    trees: dict[str, Node | None] = {}
    for name, content in contents.items():
        file = display_path(folder, name)
        try:
            trees[name] = parse(content.decode("utf-8-sig"), file, problems)
            if name in REQUIRED_FILES and (trees[name] is None or not _entries(trees[name])):
                fatal.append(Problem("empty-file", "This file holds no entries.", Position(file, 1, 1),
                                     fix="Without them the advice would not be safe; take the file from a copy."))
        except UnicodeDecodeError as error:
            before = bytes(error.object)[:error.start].decode()  # without a byte order mark
            fatal.append(Problem("not-utf-8", "This is not UTF-8 text.",
                                 behind(before, file),
                                 fix="Save the file as UTF-8 in your editor."))
        except InputRefused as refused:
            fatal.extend(refused.problems)
    if fatal:
        raise InputRefused([*fatal, *problems])
    return trees


def _entries(tree: Node | None) -> bool:
    return not isinstance(tree, Mapping) or bool(tree.entries)


def build(trees: MappingOf[str, Node | None], sha256: str, problems: Sequence[Problem] = ()) -> RuleBase:
    """The checked rule base; raises InputRefused with every fault found, `problems` included."""
    reader = Reader()
    reader.problems.extend(problems)
    base = read_base(reader, trees.get("rulebase"))
    documents, claims = read_claims(reader, trees.get("claims"))
    questions = read_questions(reader, trees.get("questions"), base.options)
    renamed = read_renamed(reader, base.renamed, questions)
    rules = Rules(reader, Names(questions), base.options, claims)
    ask_first, ask_first_when = read_ask_first(reader, base.ask_first, Names(questions))
    contradictions = read_contradictions(reader, base.contradictions, Names(questions))
    constraints = rules.constraints(trees.get("constraints"))
    evidence = rules.evidence(trees.get("evidence"), base.strengths)
    for name in evidence.keys() & constraints.keys():
        reader.refuse("duplicate-id", f"{name!r} is also a constraint.", evidence[name].at, "Rename one of the two.")
    forms = in_order(rules.set_up(trees.get("set_up")), reader)
    warnings = rules.warnings(trees.get("warnings"))
    steps = rules.steps(trees.get("steps"), base.destroying_needs)
    provided = rules.provided(base.provided)
    check_needs(reader, steps, provided)
    rows = rules.rows(trees.get("comparison"))
    terms = rules.terms(trees.get("glossary"))
    elsewhere = rules.elsewhere(trees.get("diagnosis"))
    invariants, monotones = read_invariants(rules, trees.get("invariants"))
    programs = Programs(rules)
    clients = programs.clients(trees.get("clients"))
    providers = programs.providers(trees.get("providers"), clients)
    measurements = read_measurements(rules, trees.get("measurements"))
    default = Default(
        reader.word(base.default, "option", base.options, next(iter(base.options), "")),
        reader.text(base.default, "text"),
        read_sources(reader, base.default.get("sources"), claims, "the default", base.default.at)
        if base.default.entries else ())
    if reader.problems:
        raise InputRefused(reader.problems)
    return RuleBase(base.name, base.version, base.title, sha256, base.options, base.neither, default, base.strengths,
                    base.lean, base.clear, documents, claims, questions, constraints, evidence, forms, warnings,
                    steps, rows, terms, elsewhere, invariants, monotones, base.limits, base.technical_terms,
                    base.destroying_needs, provided, base.tag_words, ask_first, ask_first_when, *renamed, clients,
                    providers, contradictions, measurements.measures, measurements.answers, measurements.signs)


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


__all__ = ["build", "builtin_folder", "from_contents", "in_order", "load", "parse_all"]
