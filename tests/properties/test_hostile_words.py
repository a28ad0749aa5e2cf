"""Whatever stands on the command line, in a file or in a name: nothing that is printed can steer a terminal."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import yaml
from hypothesis import given

from tests.properties.cases import Chance, chances
from tests.properties.desk import Desk, Outcome
from tests.properties.hostile import hostile, steering
from tests.properties.profile import tried

KEYS = ("devices", "quota", "client", "provider", "answers", "schema", "rule_base", "command", "set_up", "fired")


def check(outcome: Outcome, arguments: object) -> None:
    """Nothing printed steers; what is refused is refused in words, and what is JSON stays JSON."""
    for text in (outcome.out, outcome.err):
        assert steering(text) == [], (arguments, text)
    assert outcome.status in (0, 1, 2, 3), arguments
    assert outcome.out or outcome.err, arguments


def named(folder: Path, random: Random, content: bytes) -> str:
    """A file whose name means harm; its path."""
    name = hostile(random, without="/\0")[:60].strip() or "x"
    path = folder / f"{name}.yaml"
    path.write_bytes(content)
    return str(path)


def lines(random: Random) -> Iterator[list[str]]:
    """Command lines with something hostile in each place that takes a word."""
    def evil() -> str:
        return hostile(random, without="\0")

    yield ["recommend", "--devices", evil()]
    yield ["recommend", f"--{evil()}", evil()]
    yield ["recommend", "--client", evil(), "--provider", f"{evil()}@{evil()}"]
    yield ["recommend", "--format", evil()]
    yield ["recommend", "--rules", evil()]
    yield ["recommend", "--answers", f"./{evil()}"]
    yield ["recommend", "--devices", "one", "--output", f"/nowhere/{evil()}"]
    yield ["recommend", "--devices", "one", "--save", f"/nowhere/{evil()}"]
    yield ["recommend", "--devices", "one", "--format", "ticket", "--signature", evil()]
    yield ["recommend", "--devices", "one", "--format", "ticket", "--template", f"/nowhere/{evil()}"]
    yield ["diagnose", "--current", "pop", "--format", "ticket", "--signature", evil()]
    yield ["diagnose", f"--{evil()}={evil()}"]
    yield ["switch", evil()]
    yield ["switch", "pop-to-imap", "--format", "ticket", "--signature", evil()]
    yield ["switch", "pop-to-imap", "--client", evil(), "--provider", evil()]
    yield ["replay", evil(), evil()]
    yield ["schema", evil()]
    yield ["batch", evil(), f"{evil()}.csv", "--columns", evil(), "--from", evil()]
    yield ["rules", "show", evil()]
    yield ["rules", "check", "--explain", evil()]
    yield ["rules", evil()]
    yield [evil(), evil()]
    yield ["compare", "--format", evil(), evil()]
    yield ["inspect", f"{evil()} @ {evil()}", "--no-login"]


@tried(8)
@given(chance=chances)
def test_hostile_words_on_the_command_line(chance: Chance, desk: Desk) -> None:
    for arguments in chance.random.sample(list(lines(chance.random)), 4):
        more = ["--format", "json"] if chance.random.random() < 0.3 and "--format" not in arguments else []
        check(desk.run(*arguments, *more), arguments)


def tree(random: Random, depth: int = 2) -> object:
    """A document with hostile words as keys and as values, beside those that the program looks for."""
    if depth and random.random() < 0.6:
        keys = [random.choice(KEYS) if random.random() < 0.6 else hostile(random) for _ in range(random.randint(1, 4))]
        return {key: tree(random, depth - 1) for key in keys}
    if depth and random.random() < 0.2:
        return [tree(random, depth - 1)]
    return random.choice(("one", "advisor.case/1", True, 7, None)) if random.random() < 0.3 else hostile(random)


@tried(5)
@given(chance=chances)
def test_hostile_files_with_hostile_names(chance: Chance, desk: Desk) -> None:
    random = chance.random
    folder = desk.folder / "files"
    folder.mkdir(exist_ok=True)
    documents: list[Callable[[object], str]] = [
        json.dumps, lambda found: yaml.safe_dump(found, allow_unicode=True), lambda _: hostile(random) * 3,
        lambda _: f"{hostile(random)}: {hostile(random)}\ndevices: {hostile(random)}\n"]
    content = random.choice(documents)(tree(random)).encode()
    path = named(folder, random, content)
    case = json.dumps({"schema": "advisor.case/1", "command": random.choice(("recommend", hostile(random))),
                       "decided": hostile(random),
                       "rule_base": {"name": hostile(random), "version": "1", "sha256": "0"},
                       "answers": tree(random), "verdict": {"option": hostile(random)}, "set_up": tree(random),
                       "warnings": [hostile(random)], "client": {"id": hostile(random)}}).encode()
    for arguments in (["recommend", "--answers", path], ["diagnose", "--answers", path], ["replay", path],
                      ["replay", path, named(folder, random, case)], ["replay", named(folder, random, case)],
                      ["switch", "mixed", "--answers", path], ["recommend", "--format", "json", "--answers", path],
                      ["recommend", "--devices", "one", "--format", "ticket", "--template", path],
                      ["recommend", "--devices", "one", "--rules", str(folder)]):
        check(desk.run(*arguments), (arguments, content))
    for found in folder.iterdir():
        found.unlink()
