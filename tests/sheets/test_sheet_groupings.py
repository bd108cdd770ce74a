"""Tables of groups, classes and events: what is read, and what is wrong with them."""

from pathlib import Path

import pytest

from qcode.errors import DataError
from qcode.sheets import read_classes, read_events, read_groups
from qcode.sheets.records import ClassRow, EventRow, GroupRow

UID = "01890a5d-ac96-774b-bcce-b302099a8057"


def written(folder: Path, text: str) -> Path:
    path = folder / "table.csv"
    path.write_text(text, "utf-8")
    return path


def test_groups_are_paths_with_cases_and_what_a_list_adds_is_passed_over(tmp_path: Path) -> None:
    text = 'Group,cases,cases_in_all,note\nChubu>Aichi ,"Nagoya; Toyota;Nagoya",2,\n 九州 ,,0, the south \n'
    assert list(read_groups(written(tmp_path, text))) == [
        GroupRow(("Chubu", "Aichi"), ("Nagoya", "Toyota"), "", 2),
        GroupRow(("九州",), (), "the south", 3),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("group,cases\n,Nagoya\n", "line 2, column group: empty; expected the path of a group"),
        ("group\nA >\n", "line 2, column group: “A >” is no path; expected names joined by “ > ”"),
        ("group\n>\n", "is no path"),
        ("cases\nNagoya\n", "there is no column “group”"),
        ("group,case\nA,B\n", "“case” is not a column this table can have. Did you mean “cases”?"),
    ],
)
def test_a_table_of_groups_that_cannot_be_used_is_told(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(DataError) as refused:
        read_groups(written(tmp_path, text))
    assert words in refused.value.message


def test_classes_by_a_cut_point_are_not_read_as_said_by_hand(tmp_path: Path) -> None:
    text = "case,value,year,class,by,reason,coder\nA,5,2020,small,cut,,\nB,9,2020,large,Hand,a port,Mori\nC,,,,,,\n"
    assert list(read_classes(written(tmp_path, text))) == [
        ClassRow("A", None, "", 2),
        ClassRow("B", "large", "a port", 3),
        ClassRow("C", None, "", 4),
    ]
    plain = "case,class\nA, small \nB,\n"
    assert [row.class_name for row in read_classes(written(tmp_path, plain))] == ["small", None]


def test_a_case_has_one_class(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"line 3, column case: “a” stands on line 2 already"):
        read_classes(written(tmp_path, "case,class\nA,x\na,y\n"))
    with pytest.raises(DataError, match="there is no column “class”"):
        read_classes(written(tmp_path, "case,klass\nA,x\n"))


def test_events_have_a_date_and_a_title_and_perhaps_more(tmp_path: Path) -> None:
    text = (
        "date,until,title,case,kind,quotations,source,note,uid\n"
        f'2008-07,open,Eco-model city,Kitaoka,event,3,web,"two\r\nlines",{UID}\n'
        "2001,,Policy,,,,,,\n"
    )
    assert list(read_events(written(tmp_path, text))) == [
        EventRow("2008-07", "Eco-model city", "Kitaoka", "open", "two\nlines", "web", UID, 2),
        EventRow("2001", "Policy", line=4),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("date,title\n2001,\n", "line 2, column title: empty; expected the title of an event"),
        ("date,title\n,Policy\n", "line 2, column date: empty; expected a date: 2008, 2008-07 or 2008-07-15"),
        ("date,title,uid\n2001,Policy,7\n", "“7” is not a uid"),
        ("date,title,when\n2001,Policy,7\n", "“when” is not a column"),
        ("title\nPolicy\n", "there is no column “date”"),
    ],
)
def test_a_table_of_events_that_cannot_be_used_is_told(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(DataError) as refused:
        read_events(written(tmp_path, text))
    assert words in refused.value.message
