"""Reads files as they stand in a revision of a git repository: never the working copy, never through a shell."""

from __future__ import annotations

import os
import posixpath
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.status import surroundings

_HOOK_VARIABLES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX")
"""Git sets these for its hooks; within one they would point elsewhere than to the folder that was asked about."""
_SECONDS = 60


class GitRefused(Exception):
    """Git ended with an error; holds its first line."""


class Entry(NamedTuple):
    """A name in a folder of a revision."""

    is_file: bool
    object_id: str
    size: int


class Git:
    """Git as seen from one folder."""

    def __init__(self, environment: Environment, folder: Path) -> None:
        self.folder = folder
        self.variables = {name: value for name, value in {**os.environ, **environment.variables}.items()
                          if name not in _HOOK_VARIABLES}
        self.variables |= {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0",
                           "GIT_NO_LAZY_FETCH": "1"}
        found = shutil.which("git", path=environment.variables.get("PATH"))
        if found is None:
            raise surroundings("no-git", "Git is not installed, so a revision cannot be read.",
                               "Install git, or name two folders.")
        self.program = found

    def run(self, *arguments: str, given: bytes = b"") -> bytes:
        """What `git ARGUMENTS` writes; raises GitRefused where it fails."""
        try:
            done = subprocess.run([self.program, "-C", str(self.folder), *arguments], input=given, capture_output=True,
                                  env=self.variables, timeout=_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise surroundings("git-failed", f"Git gave no answer within {_SECONDS} seconds.") from None
        except OSError as error:
            raise surroundings("git-failed", f"Git cannot be run: {error.strerror}.") from None
        if done.returncode:
            lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
            raise GitRefused(lines[0].removeprefix("fatal: ") if lines else "no reason given")
        return done.stdout

    def prefix(self) -> str:
        """This folder's path within its repository, without a slash at its end; raises GitRefused outside of one."""
        return os.fsdecode(self.run("rev-parse", "--show-prefix")).removesuffix("\n").removesuffix("/")

    def commit(self, revision: str) -> str | None:
        """The id of the commit that `revision` names; None where there is none."""
        if revision.startswith("-"):  # an option, never a revision
            return None
        try:
            found = self.run("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}").decode("ascii").strip()
        except (GitRefused, UnicodeError):
            return None
        return found if found.isalnum() else None  # `^name` gives an id that is not one

    def names(self) -> list[str]:
        """The branches and tags, the newest first; at most 1,000."""
        try:
            found = self.run("for-each-ref", "--count=1000", "--sort=-creatordate", "--format=%(refname:short)")
        except GitRefused:
            return ["HEAD"]
        return ["HEAD", *found.decode("utf-8", "replace").split()]

    def listing(self, commit: str, path: str) -> Mapping[str, Entry]:
        """What stands in the folder `path` (seen from the top) of a commit; raises GitRefused where there is none."""
        entries = {}
        for line in self.run("ls-tree", "-z", "-l", "--full-tree", f"{commit}:{path}").split(b"\0"):
            facts, _, name = line.partition(b"\t")
            if name:
                mode, kind, object_id, size = facts.decode("ascii").split()
                plain = kind == "blob" and mode != "120000"  # a link's content is a path, not rules
                entries[os.fsdecode(name)] = Entry(plain, object_id, int(size) if plain else 0)
        return entries

    def contents(self, object_ids: Sequence[str]) -> list[bytes]:
        """The bytes of these objects."""
        stream = self.run("cat-file", "--batch", given="".join(f"{name}\n" for name in object_ids).encode("ascii"))
        found, place = [], 0
        for _ in object_ids:
            end = stream.index(b"\n", place)
            size_word = stream[place:end].rpartition(b" ")[2]
            if not size_word.isdigit():
                raise GitRefused("an object is missing")
            size = int(size_word)
            found.append(stream[end + 1:end + 1 + size])
            place = end + 1 + size + 1
        return found


def within(prefix: str, path: str) -> str | None:
    """`path` seen from the top of the repository; `.` and `..` count from `prefix`. None where it leads outside."""
    if path in (".", "..") or path.startswith(("./", "../")):
        path = posixpath.join(prefix, path)
    path = posixpath.normpath(path).strip("/") if path else ""
    if path == ".." or path.startswith("../"):
        return None
    return "" if path == "." else path
