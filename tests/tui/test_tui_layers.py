"""What the views leave to the project, and what they share."""

import re
from pathlib import Path

import pytest

import qcode.tui.screens
from qcode.project import Project
from qcode.tui.code_choices import code_choices
from qcode.tui.widgets.position import has_position_mark

SCREENS = sorted(Path(qcode.tui.screens.__file__).parent.glob("*.py"))
STORE = re.compile(r"\.store\b|qcode\.store|\bSELECT\b|\.tuples\(")


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.stem)
def test_no_view_reads_the_store(screen: Path) -> None:
    assert STORE.findall(screen.read_text("utf-8")) == []


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.stem)
def test_no_view_has_choices_of_codes_of_its_own(screen: Path) -> None:
    assert "fields.aliases" not in screen.read_text("utf-8")


def test_codes_are_chosen_by_path_alias_japanese_name_and_key(project: Project) -> None:
    gate = project.codes.add("Gate", name_ja="門", key="g", aliases=("Entrance",))
    wide = project.codes.add("Wide", parent=gate)
    project.codes.retire(wide)
    door = project.codes.add("Door", key="d")
    tree = project.codes.tree()
    assert [(one.label, one.value, one.extra, one.also) for one in code_choices(tree)] == [
        ("Gate", tree[gate.id], "門 g", ("Entrance",)),
        ("Door", tree[door.id], "d", ()),
    ]
    everything = code_choices(tree, retired=True, without={door.id})
    assert [one.label for one in everything] == ["Gate", "Gate > Wide"]


def test_the_position_mark_goes_from_the_top_to_the_bottom_and_no_further() -> None:
    height, length = 10, 100
    lines = [
        [line for line in range(height) if has_position_mark(line, top, height, length)]
        for top in range(length - height + 1)
    ]
    assert lines[0] == [0]
    assert lines[-1] == [height - 1]
    assert lines == sorted(lines)
    assert {len(one) for one in lines} == {1}
    assert not any(has_position_mark(line, 0, height, height) for line in range(height))
