"""What is fuzzed: one way in from outside, and what may come of an input."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import ClassVar, NamedTuple


class Outcome(NamedTuple):
    """What became of an input that was handled as promised."""

    accepted: bool
    """whether it was taken; else it was refused in words for people"""
    sign: Hashable = ()
    """tells kinds of outcomes apart, such as the codes of the problems"""


class Fault(Exception):
    """A promise was broken. `kind` tells faults apart: one input of each kind is kept."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind = kind


class Target(ABC):
    """One way in. Whatever `try_one` raises, `Fault` or anything else, is a finding."""

    name: ClassVar[str]
    modules: ClassVar[Sequence[str]]
    """whose lines the inputs are meant to reach"""
    weight: ClassVar[float] = 1.0
    """its part of the time, compared with the others"""
    longest: ClassVar[int] = 16_384
    """bytes of an input"""
    seconds: ClassVar[float] = 3.0
    """of processor time that one input may take, instrumented and on a busy machine"""

    def __init__(self) -> None:
        self.room = Path()

    def prepare(self, room: Path) -> None:
        """Gets ready to work in the folder `room`, which is also where temporary files go."""
        self.room = room

    @abstractmethod
    def seeds(self) -> list[bytes]:
        """Inputs to begin with."""

    def words(self) -> list[bytes]:
        """Words that mean something in this input."""
        return []

    @abstractmethod
    def try_one(self, data: bytes) -> Outcome:
        """Hands `data` to the program."""
