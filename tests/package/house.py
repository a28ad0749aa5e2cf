"""Measures the house from its source alone: modules, longest files, imports between rooms, circles, public names.

`python -m tests.package.house` prints the figures of this checkout, with a folder behind it those of another one.
docs/architecture.md holds them before and after the last rebuilding; test_house.py keeps the limits.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Literal, NamedTuple

ROOT = Path(__file__).parent.parent.parent
PACKAGE = "advisor"
LONG = 250
"""Lines from which on a file is called long."""
When = Literal["loading", "late", "types"]
"""Whether an import is made when the module is loaded, inside a function, or for type checkers alone."""


class Import(NamedTuple):
    """One module uses another, or a name of it."""

    user: str
    used: str
    name: str
    """what is taken from it; empty where it is the module itself"""
    when: When


class House(NamedTuple):
    """The modules by name, each read but not run, and what they import from each other."""

    sources: Mapping[str, str]
    trees: Mapping[str, ast.Module]
    imports: tuple[Import, ...]
    layers: tuple[tuple[str, ...], ...]
    """the orders of rooms and of folders that the import lint has, each from the top down"""

    def circles(self, *whens: When) -> list[list[str]]:
        """The groups of modules that need each other, by imports of these kinds."""
        edges: dict[str, set[str]] = {module: set() for module in self.trees}
        for one in self.imports:
            if one.when in whens:
                edges[one.user].add(one.used)
        return knots(edges)

    def between_rooms(self) -> set[tuple[str, str]]:
        """Pairs of modules in different rooms of which the first imports the second, at any time."""
        return {(one.user, one.used) for one in self.imports if room(one.user) != room(one.used)}

    def between_folders(self) -> set[tuple[str, str]]:
        """The same for folders, those within rooms too."""
        return {(one.user, one.used) for one in self.imports if folder(one.user) != folder(one.used)}

    def folder_circles(self) -> list[list[str]]:
        """The groups of folders that need each other, by imports of any kind."""
        edges: dict[str, set[str]] = {folder(module): set() for module in self.trees}
        for user, used in self.between_folders():
            edges[folder(user)].add(folder(used))
        return knots(edges)

    def upward(self) -> list[tuple[str, str]]:
        """Pairs of modules of which the first imports the second against one of the orders, at any time."""
        return sorted({(one.user, one.used) for one in self.imports for order in self.layers
                       if _place(order, one.used) < _place(order, one.user) < len(order)})

    def public(self) -> set[tuple[str, str]]:
        """Every name without an underscore that a module defines at its top."""
        return {(module, name) for module, tree in self.trees.items() for node in tree.body
                for name in defined(node) if not name.startswith("_")}

    def unshared(self) -> set[tuple[str, str]]:
        """Those of them that no other module takes."""
        return self.public() - {(one.used, one.name) for one in self.imports}

    def side_by_side(self) -> Counter[str]:
        """How many modules stand in each folder."""
        return Counter(module.rpartition(".")[0] for module in self.trees if "." in module)

    def lines(self) -> dict[str, int]:
        """The lines of each module."""
        return {module: len(text.splitlines()) for module, text in self.sources.items()}


def read(root: Path = ROOT) -> House:
    """The house in the checkout `root`."""
    sources = {}
    for path in sorted((root / PACKAGE).rglob("*.py")):
        name = ".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__")
        sources[name] = path.read_text(encoding="utf-8")
    trees = {name: ast.parse(text) for name, text in sources.items()}
    imports = tuple(one for name, tree in trees.items() for one in _imports(name, tree, trees))
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    layers = tuple(tuple(entry["layers"]) for entry in project["tool"]["importlinter"]["contracts"]
                   if entry["type"] == "layers")
    return House(sources, trees, imports, layers)


def room(module: str) -> str:
    """The first folder below the package; empty for what stands in none."""
    return module.split(".")[1] if module.count(".") > 1 else ""


def _place(order: tuple[str, ...], module: str) -> int:
    """How far down a module stands in an order; its length where it does not."""
    return next((number for number, layer in enumerate(order) for part in layer.split(" | ")
                 if f"{module}.".startswith(f"{part}.")), len(order))


def folder(module: str) -> str:
    """The package in which a module stands; a package stands in itself."""
    return module.rpartition(".")[0]


def defined(node: ast.stmt) -> Iterator[str]:
    """The names that a statement defines."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        yield node.name
    for target in node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]:
        for part in target.elts if isinstance(target, ast.Tuple) else [target]:
            if isinstance(part, ast.Name):
                yield part.id


def _imports(user: str, tree: ast.Module, modules: Collection[str]) -> Iterator[Import]:
    local: dict[str, str] = {}
    for node, when in _walk(tree, "loading"):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == PACKAGE:
            for alias in node.names:
                whole = f"{node.module}.{alias.name}"
                if whole in modules:
                    local[alias.asname or alias.name] = whole
                    yield Import(user, whole, "", when)
                else:
                    yield Import(user, node.module, alias.name, when)
    for part in ast.walk(tree):  # `module.name` takes a name as `from module import name` does
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id in local:
            yield Import(user, local[part.value.id], part.attr, "types")


def _walk(node: ast.AST, when: When) -> Iterator[tuple[ast.AST, When]]:
    for part in ast.iter_child_nodes(node):
        inside = when
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            inside = "late"
        elif isinstance(part, ast.If) and "TYPE_CHECKING" in ast.unparse(part.test):
            inside = "types"
        yield part, inside
        yield from _walk(part, inside)


def knots(edges: Mapping[str, Collection[str]]) -> list[list[str]]:
    """The strongly connected groups of more than one: each member leads to every other. The largest come first."""
    ahead = {start: _reached(edges, start) for start in edges}
    groups: dict[frozenset[str], list[str]] = defaultdict(list)
    for start in edges:
        groups[frozenset(other for other in ahead[start] if start in ahead[other])].append(start)
    return sorted((sorted(found) for mates, found in groups.items() if len(mates) > 1),
                  key=lambda one: (-len(one), one))


def _reached(edges: Mapping[str, Collection[str]], start: str) -> set[str]:
    found: set[str] = set()
    left = [start]
    while left:
        for other in edges[left.pop()]:
            if other not in found and other in edges:
                found.add(other)
                left.append(other)
    return found


def figures(house: House) -> dict[str, str]:
    """What the page shows, in its order."""
    lines = house.lines()
    longest = max(lines, key=lambda module: lines[module])
    fullest, most = house.side_by_side().most_common(1)[0]
    circles = house.circles("loading", "late", "types")
    return {
        "modules": f"{len(lines)}",
        "lines": f"{sum(lines.values()):,}",
        "longest file": f"{lines[longest]} ({longest})",
        f"files over {LONG} lines": f"{sum(count > LONG for count in lines.values())}",
        "most files in one folder": f"{most} ({fullest})",
        "imports between rooms": f"{len(house.between_rooms())}",
        "imports between folders": f"{len(house.between_folders()):,}",
        "folders that need each other": f"{sum(map(len, house.folder_circles()))}",
        "imports upward": f"{len(house.upward())}",
        "circles when loading": f"{len(house.circles('loading'))}",
        "circles, late and type imports too": f"{len(circles)}"
                                              + (f" ({', '.join(str(len(one)) for one in circles)} files)" if circles
                                                 else ""),
        "public names": f"{len(house.public()):,}",
        "of these used by no other module": f"{len(house.unshared()):,}",
    }


if __name__ == "__main__":
    for label, figure in figures(read(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT)).items():
        print(f"| {label} | {figure} |")
