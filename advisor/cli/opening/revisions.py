"""Opens one version of a rule base: a folder, or the rules as they stood in a git revision."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from advisor.cli.edge.environment import Environment
from advisor.cli.edge.status import Failure, Status, bad_input
from advisor.cli.opening.git import Entry, Git, GitRefused, within
from advisor.cli.opening.rule_files import rules_folder
from advisor.rulebase.files import FILES, FROM_ABOVE, REQUIRED_FILES, SIZE_LIMIT, read_files
from advisor.rulebase.load import builtin_folder, from_contents, load
from advisor.rulebase.model import RuleBase
from advisor.rulebase.nearest import suggestion
from advisor.rulebase.problem import InputRefused, Problem

_BUILT_IN = "built-in"
"""Names the rules that came with the program."""


class Version(NamedTuple):
    """A version of the rules, and how it was named."""

    label: str
    folder: str | None
    """the folder, where it is one"""
    base: RuleBase
    built_in: bool = False
    """whether these are the rules that came with the program"""


class Versions:
    """Opens versions; where a revision names no folder, the rules in use say which one is meant."""

    def __init__(self, environment: Environment, rules: str | None = None, other: str = "") -> None:
        self.environment = environment
        self.rules = rules
        self.other = other
        """the other version that was asked for: if it is a folder, a revision without a path means that folder"""

    def open(self, text: str) -> Version:
        """The version `text` names; an existing folder wins. Raises Failure with every fault."""
        try:
            if _is_folder(text):
                return Version(text, text, from_contents(read_files(Path(text)), Path(text)))
            if text == _BUILT_IN:
                return Version(text, None, load(builtin_folder()), built_in=True)
            try:
                return self._revision(text)
            except Failure:
                if _plain(text) == _plain(_BUILT_IN):
                    raise bad_input("no-version", "This is neither a folder nor a revision of the repository.",
                                    f"Did you mean {_BUILT_IN!r}?", text) from None
                raise
        except InputRefused as refused:
            raise Failure(Status.BAD_INPUT, *refused.problems) from None

    def _revision(self, text: str) -> Version:
        revision, colon, path = split(text)
        if not revision or "\0" in text:
            raise bad_input("no-version", "This is neither a folder with rules nor a git revision.",
                            "Name a folder, or a revision such as HEAD~1 or HEAD~1:rules.", text)
        git, prefix = self._with_path(text) if colon else self._without_path(text)
        commit = git.commit(revision)
        if commit is None:
            raise bad_input("no-version", "This is neither a folder nor a revision of the repository.",
                            _nearest(git, revision), text)
        place = within(prefix, path) if colon else prefix
        if place is None:
            raise bad_input("no-such-folder", "This path leads out of the repository.", "", text)
        try:
            entries = {**_from_above(git, commit, place), **git.listing(commit, place)}
        except GitRefused:
            raise bad_input("no-such-folder", f"There is no folder {place!r} in that revision.",
                            f"Say which one holds the rules: {revision}:FOLDER. {_folders(git, commit)}".strip(),
                            text) from None
        where = f"{revision}:{place}"
        label = where if place else revision
        return Version(label, None, from_contents(_read(git, entries, where), Path(where)))

    def _with_path(self, text: str) -> tuple[Git, str]:
        """The repository of the current folder; outside of one, that of the rules in use."""
        here = Git(self.environment, Path())
        try:
            return here, here.prefix()
        except GitRefused:
            return self._without_path(text)

    def _without_path(self, text: str) -> tuple[Git, str]:
        """The repository that holds the rules meant, and their path in it."""
        reason = ""
        for folder in self._meant():
            git = Git(self.environment, folder)
            try:
                return git, git.prefix()
            except GitRefused as refused:
                reason = str(refused)
        raise bad_input("no-repository", "This is no folder, and the rules in use are in no git repository "
                        f"that could have such a revision ({reason}).",
                        "Name a folder, or run this in the repository and name REVISION:FOLDER.", text)

    def _meant(self) -> list[Path]:
        folder, named = rules_folder(self.environment, self.rules)
        if named and not _is_folder(named):
            raise bad_input("no-rules", "This is not a folder with rules.",
                            "Mend --rules or ADVISOR_RULES, or name REVISION:FOLDER.", named)
        return [folder] if named or not _is_folder(self.other) else [Path(self.other), folder]


def _is_folder(text: str) -> bool:
    """Whether there is such a folder."""
    try:
        return bool(text) and Path(text).is_dir()
    except (OSError, ValueError):  # a name that no folder can have
        return False


def _plain(text: str) -> str:
    return text.lower().replace("-", "").replace("_", "").replace(" ", "")


def split(text: str) -> tuple[str, str, str]:
    """Revision, colon and path of `REV:path`; a colon within braces, as in `main@{12:00}`, belongs to the revision."""
    depth = 0
    for place, char in enumerate(text):
        depth += {"{": 1, "}": -1}.get(char, 0)
        if char == ":" and depth <= 0:
            return text[:place], ":", text[place + 1:]
    return text, "", ""


def _nearest(git: Git, revision: str) -> str:
    """What may have been meant instead of an unknown revision."""
    start = min((place for place in map(revision.find, "~^@") if place > 0), default=0)
    if start and git.commit(revision[:start]):
        return f"There is {revision[:start]!r}, but it does not reach back that far."
    known = [*git.names(), _BUILT_IN]
    return suggestion(revision, known, show_all_up_to=8) or "See 'git log' for the revisions there are."


def _folders(git: Git, commit: str) -> str:
    """The folders of a revision that hold rules, in words."""
    try:
        paths = git.run("ls-tree", "-r", "-z", "--name-only", "--full-tree", commit).decode("utf-8", "replace")
    except GitRefused:
        return ""
    names = [path.rpartition("/")[0] for path in paths.split("\0")
             if path.rpartition("/")[2] == f"{REQUIRED_FILES[0]}.yaml"]
    return f"There are rules in: {', '.join(name or 'the top folder' for name in names[:5])}." if names else ""


def _from_above(git: Git, commit: str, place: str) -> dict[str, Entry]:
    """What a rule base in the folder `place` takes from the folder above it, where that is a rule base as well."""
    if not place:
        return {}
    above = git.listing(commit, place.rpartition("/")[0])
    if f"{REQUIRED_FILES[0]}.yaml" not in above:
        return {}
    return {name: entry for name, entry in above.items() if name.removesuffix(".yaml") in FROM_ABOVE}


def _read(git: Git, entries: Mapping[str, Entry], label: str) -> dict[str, bytes]:
    """The rule files among `entries`; raises InputRefused where one is missing, too large or no file."""
    problems: list[Problem] = []
    wanted: dict[str, str] = {}
    for name in FILES:
        where, entry = f"{label}/{name}.yaml", entries.get(f"{name}.yaml")
        if entry is None:
            if name in REQUIRED_FILES:
                problems.append(Problem("missing-file", "This rule file is missing in that revision.", where=where))
        elif not entry.is_file:
            problems.append(Problem("unreadable-file", "This is no file in that revision, but a link or a folder.",
                                    where=where))
        elif entry.size > SIZE_LIMIT:
            problems.append(Problem("too-large", f"This file has more than {SIZE_LIMIT:,} bytes.", where=where))
        else:
            wanted[name] = entry.object_id
    if problems:
        raise InputRefused(problems)
    try:
        return dict(zip(wanted, git.contents(list(wanted.values())), strict=True))
    except GitRefused as refused:
        raise InputRefused([Problem("unreadable-file", f"Git cannot read the rules of that revision: {refused}.",
                                    where=label)]) from None
