"""The rule tests that stand beside the rules: every `.yaml` file in their folder `tests`, and in folders in it."""

from __future__ import annotations

from pathlib import Path

from advisor.rulebase.files import SIZE_LIMIT
from advisor.rulebase.load import parse_all
from advisor.rulebase.model import RuleBase
from advisor.rulebase.problem import InputRefused, Problem
from advisor.rulebase.read_rule_tests import RuleTest, read_tests
from advisor.rulebase.reader import Reader

FOLDER = "tests"


def load_tests(folder: Path, base: RuleBase) -> tuple[RuleTest, ...]:
    """The tests of the rule base in `folder`, by file name, then in the order of the file.

    None where there is no folder `tests`. Raises InputRefused with every fault of every file. A test that names a rule
    that is no longer there is no fault of form: the test says so itself, in `gone`.
    """
    contents, problems = _contents(folder)
    if problems:
        raise InputRefused(problems)
    reader = Reader()
    trees = parse_all(contents, folder, reader.problems)
    tests = read_tests(trees, base, reader)
    if reader.problems:
        raise InputRefused(reader.problems)
    return tests


def check_tests(folder: Path, base: RuleBase | None) -> tuple[dict[str, bytes], list[Problem]]:
    """The test files by name, and everything that is wrong with them, rules that they name and that are gone included.

    Without a rule base, because that cannot be read itself, only what keeps the files from being parsed.
    """
    contents, problems = _contents(folder)
    reader = Reader()
    try:
        trees = parse_all(contents, folder, reader.problems)
    except InputRefused as refused:
        return contents, [*problems, *refused.problems]
    tests = read_tests(trees, base, reader) if base is not None else ()
    return contents, [*problems, *reader.problems, *(entry.problem for test in tests for entry in test.gone)]


def _contents(folder: Path) -> tuple[dict[str, bytes], list[Problem]]:
    """The bytes of each test file, by its path in the rules folder, without ending; and what cannot be read."""
    problems: list[Problem] = []
    contents: dict[str, bytes] = {}
    for path in _paths(folder / FOLDER, set(), problems):
        if path.suffix != ".yaml":
            problems.append(Problem("wrong-ending", "A file with tests ends in '.yaml'.", where=str(path),
                                    fix=f"Rename it to {path.stem}.yaml, or move it away."))
            continue
        name = path.relative_to(folder).with_suffix("").as_posix()
        try:
            with path.open("rb") as stream:
                content = stream.read(SIZE_LIMIT + 1)
        except OSError as error:
            problems.append(Problem("unreadable-file", f"This file cannot be read: {error.strerror}.",
                                    where=str(path)))
            continue
        if len(content) > SIZE_LIMIT:
            problems.append(Problem("too-large", f"This file has more than {SIZE_LIMIT:,} bytes.", where=str(path)))
            continue
        contents[name] = content
    return contents, problems


def _paths(folder: Path, seen: set[Path], problems: list[Problem]) -> list[Path]:
    """The files in `folder` and below that end as tests do, in order; hidden ones are passed over."""
    try:
        place = folder.resolve()
        if place in seen:  # a link back to where we have been
            return []
        seen.add(place)
        entries = sorted(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        problems.append(Problem("unreadable-folder", f"This folder cannot be read: {error.strerror}.",
                                where=str(folder)))
        return []
    found = []
    for path in entries:
        if path.name.startswith("."):
            continue
        if path.is_dir():
            found += _paths(path, seen, problems)
        elif path.suffix in (".yaml", ".yml"):
            found.append(path)
    return found
