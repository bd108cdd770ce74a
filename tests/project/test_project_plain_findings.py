"""A folder of plain files whose groups, classes and events cannot be: refused with file, line and reason."""

from pathlib import Path

import pytest

from qcode import Project
from qcode.errors import DataError
from qcode.project.plain import export_plain, import_plain


@pytest.fixture
def folder(project: Project, tmp_path: Path) -> Path:
    case = project.cases.add("Kitaoka")
    project.cases.set(case, attributes={"population": [(48_000, 2020, "census")]})
    project.groups.add("Aichi", project.groups.add("Chubu"), cases=[case])
    size = project.classifications.add("size", attribute="population", cuts=(50_000,), classes=("s", "l"))
    project.classifications.assign(size, case, "l", "it grew")
    project.events.add("2008-07", "Sister port", case=case, until="open")
    export_plain(project, tmp_path / "plain")
    return tmp_path / "plain"


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("classifications.csv", '""50000""', '""many""', "classifications.csv, line 2, column cuts: "),
        ("classifications.csv", '[""50000""]', "[]", "classifications.csv, line 2, column cuts: cut points"),
        ("classifications.csv", '""l""', "7", "classifications.csv, line 2, column classes: "),
        ("class_cases.csv", ",l,", ",vast,", "class_cases.csv, line 2, column class: .* has no class “vast”"),
        ("events.csv", "2008-07", "spring", "events.csv, line 2, column date: “spring” is no date"),
        ("events.csv", "open", "later", "events.csv, line 2, column until: “later” is no date"),
    ],
)
def test_what_cannot_be_is_refused_with_its_place(
    folder: Path, tmp_path: Path, file: str, old: str, new: str, words: str
) -> None:
    text = (folder / file).read_text(encoding="utf-8-sig")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataError, match=words):
        import_plain(folder, tmp_path / "new.qcode")
    assert not (tmp_path / "new.qcode").exists()


def test_a_group_below_itself_is_refused_with_its_place(folder: Path, tmp_path: Path) -> None:
    lines = (folder / "groups.csv").read_text(encoding="utf-8-sig").split("\n")
    chubu, aichi = lines[1], lines[2]
    uid = next(cell for cell in aichi.split(",") if cell.count("-") == 4 and cell not in chubu)
    place = lines[0].split(",").index("parent_uid")
    cells = chubu.split(",")
    cells[place] = uid
    lines[1] = ",".join(cells)
    (folder / "groups.csv").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(
        DataError, match=r"groups\.csv, line 2, column parent_uid: the group lies below itself"
    ):
        import_plain(folder, tmp_path / "new.qcode")
