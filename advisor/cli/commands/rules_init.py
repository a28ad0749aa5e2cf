"""`advisor rules init`: a copy of the built-in rules to edit, with what an editor needs to complete and check them."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from pathlib import Path

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.status import Failure, Status, bad_input, surroundings
from advisor.cli.showing.lines import show_lines
from advisor.report.page.clean import clean
from advisor.report.page.json_document import dumps
from advisor.report.page.line import Line
from advisor.report.schemas.schema import rule_file_schemas
from advisor.rulebase.files import builtin_folder
from advisor.rulebase.load import load
from advisor.rulebase.problem import InputRefused

SCHEMAS = "schemas"
LAST = "rulebase.yaml"
"""Put in place last: without it a folder is no rule base, so a copy that was cut short is never used."""

README = """\
# A copy of the advisor's rules, to edit

Everything the advisor knows stands in the `.yaml` files here, and what it must say in which situation in `tests/`.
What to change where is said at the top of each file. `rulebase.yaml` holds the version: raise it with every change.

In the folder above this one:

{commands}

Open this very folder in VS Code with the extension "YAML" (redhat.vscode-yaml), and it completes and checks while you
type. Once you have added a question, a value, a claim or any other id, tell the editor:

    advisor schema rules --rules {folder} --output {folder}/schemas
"""
COMMANDS = (
    ("advisor rules check --rules {folder}", "well formed, and safe in every possible case"),
    ("advisor rules test --rules {folder}", "does it say what the tests expect"),
    ("advisor rules diff built-in {folder}", "for whom the advice changes"),
    ("advisor --rules {folder}", "use it; or set ADVISOR_RULES={folder}"),
)


def run_init(environment: Environment, folder: Path) -> int:
    """Makes `folder`, which must be new or empty: all of it or none of it."""
    try:
        files = dict(_files(folder))
    except InputRefused as refused:
        raise Failure(Status.BAD_INPUT, *refused.problems) from None
    except OSError as error:
        raise surroundings("cannot-read", f"The built-in rules cannot be read: {error.strerror}.") from None
    existing = _check(folder)
    try:
        if existing:
            _fill(folder, files)
        else:
            _make(folder, files)
    except OSError as error:
        raise surroundings("cannot-write", f"The folder cannot be made: {error.strerror}.",
                           "Check permissions and free room, or name another place. Nothing was changed.",
                           str(folder)) from None
    name = shlex.quote(str(folder))
    show_lines(environment, [
        Line(clean(f"The rules are in {folder}: edit them there; README.md says how.")),
        Line(clean(f"Check them:  advisor rules check --rules {name}")),
        Line(clean(f"Use them:    advisor --rules {name}")),
    ], None)
    return Status.DONE


def _check(folder: Path) -> bool:
    """Whether `folder` exists already; raises Failure where it cannot be used."""
    where = str(folder)
    try:
        if folder.is_symlink() and not folder.exists():
            raise bad_input("not-a-folder", "This is a link that leads nowhere.", "Name another place.", where)
        if folder.exists():
            if not folder.is_dir():
                raise bad_input("not-a-folder", "This exists and is not a folder.", "Name another place.", where)
            if any(folder.iterdir()):
                fix = (f"To renew its schemas: advisor schema rules --rules {shlex.quote(where)} "
                       f"--output {shlex.quote(str(folder / SCHEMAS))}" if (folder / LAST).is_file()
                       else "Name a new folder, or empty this one.")
                raise bad_input("folder-not-empty", "This folder is not empty, and nothing in it is overwritten.", fix,
                                where)
            return True
        if not folder.absolute().parent.is_dir():
            raise bad_input("no-such-folder", "Its folder does not exist.",
                            f"Create that first: mkdir -p {shlex.quote(str(folder.parent))}"
                            if all(path.is_dir() for path in folder.absolute().parents if path.exists())
                            else "One of the folders above it is a file; name another place.", where)
    except OSError as error:
        raise surroundings("cannot-write", f"A folder cannot be made there: {error.strerror}.", "", where) from None
    return False


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    """What the new folder holds, by path within it."""
    source = builtin_folder()
    for path in sorted(source.rglob("*")):
        place = path.relative_to(source)
        if path.is_file() and not any(part.startswith((".", "__")) for part in place.parts):
            yield place.as_posix(), path.read_bytes()
    schemas = rule_file_schemas(load(source))
    for file, schema in schemas.items():
        yield f"{SCHEMAS}/{file}.json", dumps(schema).encode()
    settings = {"yaml.schemas": {f"./{SCHEMAS}/{file}.json": _pattern(file) for file in schemas},
                "yaml.schemaStore.enable": False}  # otherwise a file could be taken for somebody else's format
    yield ".vscode/settings.json", _json(settings)
    yield ".vscode/extensions.json", _json({"recommendations": ["redhat.vscode-yaml"]})
    yield "README.md", _readme(clean(folder.absolute().name)).encode()


def _readme(name: str) -> str:
    folder = shlex.quote(name)
    lines = [(command.replace("{folder}", folder), why.replace("{folder}", folder)) for command, why in COMMANDS]
    width = max(len(command) for command, _ in lines)
    commands = "\n".join(f"    {command:{width}}  # {why}" for command, why in lines)
    return README.replace("{commands}", commands).replace("{folder}", folder)


def _pattern(file: str) -> list[str]:
    """Which files a schema is for. A pattern without a folder would also mean a test file of that name."""
    return ["tests/**/*.yaml"] if file == "tests" else [f"{file}.yaml", f"!tests/**/{file}.yaml"]


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=2) + "\n").encode()


def _make(folder: Path, files: dict[str, bytes]) -> None:
    """A new folder: filled beside its place, then renamed."""
    stage = _stage(folder.absolute().parent)
    try:
        _write(stage, files)
        stage.rename(folder)
    except BaseException:
        _remove(stage)
        raise


def _fill(folder: Path, files: dict[str, bytes]) -> None:
    """A folder that is there and stays the same one, since somebody may be standing in it."""
    stage = _stage(folder)
    moved: list[Path] = []
    try:
        _write(stage, files)
        for entry in sorted(stage.iterdir(), key=lambda path: (path.name == LAST, path.name)):
            target = folder / entry.name
            if target.exists():  # it came while we wrote
                raise FileExistsError(17, "something else came into it meanwhile")
            entry.rename(target)
            moved.append(target)
        stage.rmdir()
    except BaseException:
        for path in (*moved, stage):
            _remove(path)
        raise


def _stage(parent: Path) -> Path:
    import secrets

    stage = parent / f".advisor-{secrets.token_hex(6)}"
    stage.mkdir()
    return stage


def _write(stage: Path, files: dict[str, bytes]) -> None:
    for place, content in files.items():
        path = stage / place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def _remove(path: Path) -> None:
    import shutil

    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
