"""The house keeps its shape: no circles, nothing imported upward, no file or folder that grows unnoticed.

A limit is what was reached, rounded up, not what is wished for. One that stops a good change is raised in that change,
where whoever reads it sees so; one that has been undercut is lowered.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.package.house import House, read

LONGEST_FILE = 310
SIDE_BY_SIDE = 35
CIRCLES = 0
"""Groups of modules that need each other, where imports inside functions and for type checkers count too."""
FOLDER_CIRCLES = [["advisor.verify", "advisor.verify.checks"]]
"""A check and what runs all checks."""
NOBODY_ELSE_USES = 300
"""Public names that only their own module uses."""


@pytest.fixture(scope="module")
def house() -> House:
    return read()


def test_no_circle_when_loading(house: House) -> None:
    assert house.circles("loading") == []


def test_no_new_circle_of_late_imports(house: House) -> None:
    found = house.circles("loading", "late", "types")
    assert len(found) <= CIRCLES, found


def test_folders_need_each_other_in_one_place_only(house: House) -> None:
    assert house.folder_circles() == FOLDER_CIRCLES


def test_nothing_is_imported_upward(house: House) -> None:
    assert house.upward() == []
    rooms = {".".join(module.split(".")[:2]) for module in house.trees if module.count(".") > 1}
    assert rooms == set(house.layers[0]), "each room has its place in the first order"


def test_no_file_is_longer_than_the_longest(house: House) -> None:
    assert {module: count for module, count in house.lines().items() if count > LONGEST_FILE} == {}


def test_no_folder_is_fuller_than_the_fullest(house: House) -> None:
    assert {folder: count for folder, count in house.side_by_side().items() if count > SIDE_BY_SIDE} == {}


def test_names_are_public_for_a_reason(house: House) -> None:
    assert len(house.unshared()) <= NOBODY_ELSE_USES, "a leading underscore says that nobody else needs it"


TINY = {
    "pyproject.toml": '[[tool.importlinter.contracts]]\ntype = "layers"\nlayers = ["advisor.top", "advisor.low"]\n',
    "advisor/__init__.py": "",
    "advisor/top/__init__.py": "",
    "advisor/top/shop.py": "from advisor.low import till\n\nOPEN = till.COINS\nHOURS, _DAYS = 8, 5\n",
    "advisor/low/__init__.py": "",
    "advisor/low/till.py": "COINS = 3\n\n\ndef pay() -> int:\n    from advisor.low.purse import HELD\n"
                           "    return HELD\n",
    "advisor/low/purse.py": "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n"
                            "    from advisor.low.till import COINS\nHELD = 1\n",
}


def tiny(folder: Path, **more: str) -> House:
    for name, text in {**TINY, **more}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return read(folder)


def test_a_house_small_enough_to_measure_by_hand(tmp_path: Path) -> None:
    found = tiny(tmp_path)
    assert found.lines()["advisor.top.shop"] == 4
    assert found.side_by_side() == {"advisor": 2, "advisor.top": 1, "advisor.low": 2}
    assert found.between_rooms() == {("advisor.top.shop", "advisor.low.till")}
    assert found.between_folders() == {("advisor.top.shop", "advisor.low.till")}
    assert found.folder_circles() == []
    assert found.upward() == []
    assert found.circles("loading") == found.circles("loading", "late") == []
    assert found.circles("loading", "late", "types") == [["advisor.low.purse", "advisor.low.till"]]
    assert found.public() == {("advisor.top.shop", "OPEN"), ("advisor.top.shop", "HOURS"),
                              ("advisor.low.till", "COINS"), ("advisor.low.till", "pay"),
                              ("advisor.low.purse", "HELD")}
    assert found.unshared() == {("advisor.top.shop", "OPEN"), ("advisor.top.shop", "HOURS"),
                                ("advisor.low.till", "pay")}


def test_an_import_upward_and_a_circle_when_loading_are_seen(tmp_path: Path) -> None:
    found = tiny(tmp_path, **{"advisor/low/till.py": "from advisor.top.shop import OPEN\nCOINS = OPEN\n"})
    assert found.upward() == [("advisor.low.till", "advisor.top.shop")]
    assert found.circles("loading") == [["advisor.low.till", "advisor.top.shop"]]
    assert found.folder_circles() == [["advisor.low", "advisor.top"]]


def test_a_late_import_upward_is_seen_too(tmp_path: Path) -> None:
    late = ("COINS = 3\n\n\nclass Till:\n    def pay(self) -> object:\n        from advisor.top import shop\n"
            "        return shop\n")
    found = tiny(tmp_path, **{"advisor/low/till.py": late})
    assert found.upward() == [("advisor.low.till", "advisor.top.shop")]
    assert found.circles("loading") == []
    assert found.circles("loading", "late") == [["advisor.low.till", "advisor.top.shop"]]
