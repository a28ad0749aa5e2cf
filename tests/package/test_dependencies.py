"""Dependencies: each declared, each used, each with its reason in the decision record and a licence that will do."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Mapping
from functools import cache
from importlib.metadata import Distribution, distribution, packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.package.requirement_files import BUILD, DECLARED, DEV, FOR_USERS, LOCK, LONG_RUNS, ROOT, entries

RECORD = (ROOT / "docs/decisions/0029-dependencies.md").read_text(encoding="utf-8")
BY_COMMAND = {"hatchling": "-m hatchling", "import-linter": "lint-imports", "mypy": "bin/mypy",
              "pytest-xdist": "-n auto", "ruff": "bin/ruff"}
"""What is never imported, and the words of CONTRIBUTING.md that use it."""
_BY_NAME = re.compile(r"(?:import_module|importorskip|find_spec)\(\"(\w+)\"")


def names(requirements: list[Requirement]) -> set[str]:
    return {canonicalize_name(found.name) for found in requirements}


@cache
def installed() -> Mapping[str, list[str]]:
    """Import name to packages."""
    return packages_distributions()


def imported(code: str) -> set[str]:
    """The packages, in the index's words, that `code` imports."""
    tops = set(_BY_NAME.findall(code))
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            tops |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            tops.add((node.module or "").partition(".")[0])
    known = installed()
    foreign = tops - sys.stdlib_module_names - {"advisor", "tests", "benchmarks", "docs"}
    return {canonicalize_name(known[top][0]) if top in known else top for top in foreign}


@cache
def imported_below(folder: str) -> frozenset[str]:
    """What the files below `folder` import; benchmarks/peer_tools is for environments of its own."""
    files = [path for path in (ROOT / folder).rglob("*.py") if "peer_tools" not in path.parts]
    assert files
    return frozenset[str]().union(*(imported(path.read_text(encoding="utf-8")) for path in files))


def imported_by_documents() -> frozenset[str]:
    programs = [program for page in (ROOT / "docs").rglob("*.md")
                for program in re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), flags=re.DOTALL)]
    assert programs
    return imported_below("docs").union(*map(imported, programs))


def test_the_program_imports_what_its_users_get() -> None:
    assert imported_below("advisor") == names(FOR_USERS)


def test_whatever_else_imports_is_declared_and_what_is_declared_is_used() -> None:
    found = imported_below("tests") | imported_below("benchmarks") | imported_by_documents()
    assert found <= names([*DECLARED, *LONG_RUNS])
    assert names(LONG_RUNS) <= found
    found -= names(LONG_RUNS)
    types_for = {name for name in names(DEV) if name.removeprefix("types-") in imported_below("advisor")}
    assert names(DEV) - found - types_for - names(FOR_USERS) == set(BY_COMMAND)
    contributing = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [name for name, words in BY_COMMAND.items() if words not in contributing] == []
    assert names(BUILD) == {"hatchling"}


def test_an_import_that_is_not_declared_is_noticed() -> None:
    assert imported("import numpy.linalg\nfrom click import echo\nimport os, advisor.cli\nfrom . import x\n") \
        == {"numpy", "click"}
    assert imported('pexpect = pytest.importorskip("pexpect")') == {"pexpect"}


def test_each_has_its_row_in_the_record() -> None:
    rows = re.findall(r"^\| `([\w-]+)` \| (.+) \|$", RECORD, flags=re.MULTILINE)
    assert sorted(canonicalize_name(name) for name, _ in rows) == sorted(names([*DECLARED, *LONG_RUNS]))
    assert {len(re.split(r" \| ", rest)) for _, rest in rows} == {4}


FREE = {"MIT", "MIT-0", "MIT License", "BSD", "0BSD", "BSD License", "BSD-2-Clause", "BSD-3-Clause", "ISC",
        "ISC License (ISCL)", "Apache-2.0", "Apache Software License", "PSF-2.0", "Zlib", "CC0-1.0"}
"""Whoever passes the program on need do no more than keep the notices."""
FOR_DEVELOPMENT = FREE | {"MPL-2.0", "Mozilla Public License 2.0 (MPL 2.0)",
                          "GNU Lesser General Public License v3 (LGPLv3)"}
"""What is used and not passed on may ask for more."""


def licences(found: Distribution) -> set[str]:
    """As the package states them; one that states none has them read from its licence file."""
    classifiers = [line.rpartition(" :: ")[2] for line in found.metadata.get_all("Classifier") or ()
                   if line.startswith("License ::")]
    said = found.metadata.get("License-Expression") or ";".join(classifiers) or found.metadata.get("License") or ""
    texts = [Path(str(path.locate())).read_text(encoding="utf-8") for path in found.files or ()
             if re.fullmatch(r"(LICEN[SC]E|COPYING)(\.\w+)?", path.name)]
    if not said and any("Redistribution and use in source and binary forms" in text for text in texts):
        return {"BSD License"}
    return {part.strip() for part in re.split(r" AND | OR |;", said)}


def below(requirements: list[Requirement]) -> set[str]:
    """The packages that are installed for `requirements` here."""
    found: set[tuple[str, frozenset[str]]] = set()
    waiting = [wanted for wanted in requirements if wanted.marker is None or wanted.marker.evaluate()]
    while waiting:
        wanted = waiting.pop()
        name, extras = canonicalize_name(wanted.name), frozenset(wanted.extras)
        if (name, extras) not in found:
            found.add((name, extras))
            waiting += [inner for inner in map(Requirement, distribution(name).requires or ()) if inner.marker is None
                        or any(inner.marker.evaluate({"extra": extra}) for extra in ("", *extras))]
    return {name for name, _ in found}


@pytest.mark.parametrize(("requirements", "permitted"), [(FOR_USERS, FREE), (DECLARED, FOR_DEVELOPMENT)],
                         ids=["for users", "for development"])
def test_every_licence_is_permitted(requirements: list[Requirement], permitted: set[str]) -> None:
    packages = below(requirements)
    assert packages <= {entry.name for entry in entries(LOCK.read_text(encoding="utf-8")) if entry.holds()}
    assert {name: licences(distribution(name)) - permitted for name in packages
            if not licences(distribution(name)) <= permitted} == {}
