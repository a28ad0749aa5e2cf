"""Set-up items and tags whose forms are not the same in two versions.

A condition that names an item or a tag stands for its forms. Where these change, it means something else although
nobody touched it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from advisor.rulebase.condition import Fires
from advisor.rulebase.model import RuleBase

Groups = Mapping[str, frozenset[str]]
"""The forms that `set_up ITEM` or `set_up_tag TAG` stands for."""
NO_GROUPS: Groups = {}
_FIRES = Fires.__name__


def groups_changed(old: RuleBase, new: RuleBase) -> tuple[Groups, Groups]:
    """The items and tags of both versions that stand for other forms in the one than in the other."""
    one, two = _groups(old), _groups(new)
    changed = sorted((name for name in one.keys() & two.keys() if one[name] != two[name]),
                     key=lambda name: (-len(one[name]), name))
    return {name: one[name] for name in changed}, {name: two[name] for name in changed}


def in_groups(said: Any, groups: Groups) -> Any:
    """A condition (as `plain_condition` gives it) with the names of groups where it has all their forms."""
    if isinstance(said, frozenset):
        return frozenset(in_groups(part, groups) for part in said)
    if not isinstance(said, tuple):
        return said
    if said[:1] != (_FIRES,):
        return tuple(in_groups(part, groups) for part in said)
    left: frozenset[str] = said[1]
    named: set[str] = set()
    for name, forms in groups.items():
        if forms <= left:
            left -= forms
            named.add(name)
    return _FIRES, left, frozenset(named)


def groups_named(said: Any) -> tuple[str, ...]:
    """The groups that `in_groups` put there, sorted."""
    return tuple(sorted(set(_named(said))))


def _named(said: Any) -> Iterator[str]:
    if isinstance(said, tuple) and said[:1] == (_FIRES,):
        yield from said[2]
    elif isinstance(said, tuple | frozenset):
        for part in said:
            yield from _named(part)


def _groups(base: RuleBase) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for form in base.forms.values():
        for name in (f"set_up {form.item}", *(f"set_up_tag {tag}" for tag in form.tags)):
            found.setdefault(name, set()).add(form.id)
    return {name: frozenset(forms) for name, forms in found.items()}
