"""Makes inputs one after another: guided by coverage where atheris is installed, else by what came of earlier ones."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Hashable
from importlib.util import find_spec
from pathlib import Path
from random import Random
from typing import NoReturn

from tests.fuzz.judge import Judge
from tests.fuzz.mutate import Mutator
from tests.fuzz.target import Target

POOL = 2_000
"""Inputs that are kept to be changed further."""


def has_atheris() -> bool:
    """Whether inputs can be guided by the coverage they reach."""
    return find_spec("atheris") is not None


def instrumented(modules: tuple[str, ...]) -> None:
    """Loads modules so that atheris sees which branches are taken. To be called before anything else loads them."""
    import atheris

    with atheris.instrument_imports(include=list(modules)):
        for name in modules:
            __import__(name)


def mutator_of(target: Target) -> Mutator:
    """What changes the inputs of a target."""
    return Mutator(target.words(), target.seeds(), target.longest)


def by_outcome(judge: Judge, seed: int, corpus: Path | None, *, seconds: float = 0.0, inputs: int = 0) -> None:
    """Tries seeds, then changed ones, for so many seconds or inputs; what had a new kind of outcome is changed further.

    The new ones are also written to `corpus`.
    """
    random = Random(seed)
    mutator = mutator_of(judge.target)
    pool: list[bytes] = []
    seen: set[Hashable] = set()
    end = time.monotonic() + seconds if seconds else float("inf")

    def tried(data: bytes) -> None:
        sign = judge.run(data)
        if sign not in seen and len(pool) < POOL:
            seen.add(sign)
            pool.append(data)
            if corpus is not None:
                (corpus / f"{len(pool):06}").write_bytes(data)

    seeds = judge.target.seeds()
    for data in seeds:
        if (inputs and judge.tally.inputs >= inputs) or time.monotonic() >= end:
            return
        tried(data)
    pool += seeds
    while time.monotonic() < end and (not inputs or judge.tally.inputs < inputs):
        old = random.choice(pool[-30:] if random.random() < 0.4 else pool)
        tried(mutator.mutated(old, random.getrandbits(32)))


def by_coverage(judge: Judge, seed: int, corpus: Path, seconds: float, done: Callable[[], None]) -> NoReturn:
    """The same with atheris, which keeps what reaches new branches in `corpus`. Calls `done` and ends the process."""
    import atheris

    mutator = mutator_of(judge.target)
    end = time.monotonic() + seconds
    dictionary = corpus.parent / "dictionary"
    dictionary.write_text("".join(f'"{_escaped(word)}"\n' for word in mutator.words if 0 < len(word) <= 64))
    given = corpus.parent / "seeds"
    given.mkdir()
    for number, data in enumerate(judge.target.seeds()):
        (given / f"{number:04}").write_bytes(data)

    def one(data: bytes) -> None:
        judge.run(data)
        if time.monotonic() >= end:
            done()
            os._exit(0)  # there is no way back out of the library

    def change(data: bytes, most: int, number: int) -> bytes:
        if number % 3 == 0:
            return bytes(atheris.Mutate(data, most))
        return mutator.mutated(data, number, most)

    atheris.Setup(["fuzz", f"-seed={seed}", f"-dict={dictionary}", f"-max_len={judge.target.longest}", "-timeout=0",
                   "-rss_limit_mb=0", "-len_control=0", "-print_final_stats=0", "-verbosity=0",
                   f"-artifact_prefix={corpus.parent}/", str(corpus), str(given)], one, custom_mutator=change)
    atheris.Fuzz()
    raise AssertionError("the library came back")


def _escaped(word: bytes) -> str:
    return "".join(chr(byte) if 32 < byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}" for byte in word)
