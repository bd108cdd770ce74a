"""Cases: their order, their attributes by year, and tables of them."""

import pytest

from qcode import Project
from qcode.errors import DataError, DuplicateNameError, UnknownNameError
from qcode.model.cases import AttributeType, Entity
from qcode.model.documents import Transcript
from qcode.sheets.records import CaseRow


def names(project: Project) -> list[str]:
    return [case.name for case in project.cases.list()]


def test_cases_come_in_the_order_of_their_making(project: Project) -> None:
    for name in ("Sakuragi", "Kitaoka", " Tokiwada "):
        project.cases.add(name)
    assert names(project) == ["Sakuragi", "Kitaoka", "Tokiwada"]


@pytest.mark.parametrize("again", ["Kitaoka", " kitaoka", "ＫＩＴＡＯＫＡ"])
def test_a_name_is_taken_however_it_is_written(project: Project, again: str) -> None:
    project.cases.add("Kitaoka")
    with pytest.raises(DuplicateNameError, match=r"There is a case “.*” already"):
        project.cases.add(again)
    assert names(project) == ["Kitaoka"]


def test_a_case_is_found_and_a_slip_is_answered_with_the_nearest(project: Project) -> None:
    made = project.cases.add("北丘市")
    project.cases.add("Minamihama")
    assert project.cases.find("北丘市") == made
    with pytest.raises(UnknownNameError, match=r"no case “Minamihana”\. Did you mean “Minamihama”\?"):
        project.cases.find("Minamihana")


def test_a_case_is_renamed_and_given_another_place(project: Project) -> None:
    first, second, third = (project.cases.add(name) for name in ("A", "B", "C"))
    project.cases.set(third, position=1)
    assert names(project) == ["C", "A", "B"]
    project.cases.set(second, name="B City", position=2)
    assert names(project) == ["C", "B City", "A"]
    with pytest.raises(DuplicateNameError):
        project.cases.set(first, name="b city")
    project.cases.set(first, name="a")
    assert names(project) == ["C", "B City", "a"]
    for _ in range(3):
        project.history.undo()
    assert names(project) == ["A", "B", "C"]


def test_removing_a_case_leaves_documents_and_codings(project: Project, interview: Transcript) -> None:
    document = project.documents.import_transcript(interview, "talk.txt", cases=["Kitaoka", "Other"]).document
    case = project.cases.find("Kitaoka")
    coding = project.codings.apply(document, 5, 20, project.codes.add("Gate"), case=case)
    project.participants.set(project.participants.list(document), case="Kitaoka")
    project.cases.set(case, attributes={"population": [(41_000, 2020, "census")]})
    project.memos.write("cases", case.uid, "small")
    project.cases.remove(case)
    assert names(project) == ["Other"]
    assert project.codings.get(coding.uid).case_id is None
    assert {one.case_id for one in project.participants.list()} == {None}
    assert (project.memos.list(), project.attributes.values()) == ([], [])
    assert project.check() == []
    project.history.undo()
    assert project.codings.get(coding.uid).case_id == case.id
    assert project.attributes.current(case.uid) == {"population": 41_000}
    assert project.check() == []


def test_a_table_of_cases_is_one_step(project: Project, interview: Transcript, plain: Transcript) -> None:
    project.documents.import_transcript(interview, "talk.txt")
    project.documents.import_transcript(plain, "plan.md")
    project.cases.add("Kitaoka")
    notes = project.cases.import_rows(
        [
            CaseRow(
                "Sakuragi", documents=("talk.txt",), attributes={"population": [(52_000, 2020, "census")]}
            ),
            CaseRow(
                "kitaoka", documents=("plan.md", "talk"), attributes={"population": [(41_000, 2020, "")]}
            ),
            CaseRow("Sakuragi", attributes={"population": [(50_000, 2015, "")]}),
        ]
    )
    assert notes == ["1 case added, 1 brought up to date."]
    assert names(project) == ["Kitaoka", "Sakuragi"]
    talk, plan = project.documents.list()
    assert [case.name for case in project.documents.cases(talk)] == ["Kitaoka", "Sakuragi"]
    assert [case.name for case in project.documents.cases(plan)] == ["Kitaoka"]
    assert project.attributes.current(project.cases.find("Sakuragi").uid) == {"population": 52_000}
    assert project.history.undo() == "Imported 3 cases"
    assert names(project) == ["Kitaoka"]
    assert project.check() == []


def test_a_table_with_a_fault_brings_nothing(project: Project) -> None:
    with pytest.raises(DataError, match="no document “none"):
        project.cases.import_rows([CaseRow("Kitaoka"), CaseRow("Sakuragi", documents=("none.txt",))])
    value = {"population": [(41_000, None, "")]}, {"population": [("many", None, "")]}
    with pytest.raises(DataError, match="“many” is no integer"):
        project.cases.import_rows([CaseRow("A", attributes=value[0]), CaseRow("B", attributes=value[1])])
    assert names(project) == []
    assert list(project.attributes.list()) == []


def test_a_municipality_code_fills_in_what_the_list_knows(project: Project) -> None:
    # 012050: Muroran, Hokkaido, of the published list of local government codes
    project.cases.import_rows([CaseRow("Muroran", municipality_code="12050", line=2)])
    known = project.attributes.current(project.cases.find("Muroran").uid)
    assert (known["municipality_code"], known["name_ja"], known["prefecture"]) == (
        "012050",
        "室蘭市",
        "北海道",
    )
    kinds = {attribute.name: attribute.type for attribute in project.attributes.list(Entity.CASE)}
    assert kinds["municipality_code"] is AttributeType.TEXT
    with pytest.raises(DataError, match="Line 3, Nowhere"):
        project.cases.import_rows([CaseRow("Nowhere", municipality_code="999999", line=3)])


def test_the_table_of_cases_has_a_column_for_each_year_and_source(
    project: Project, plain: Transcript
) -> None:
    project.documents.import_transcript(plain, "plan.md", cases=["Kitaoka"])
    project.cases.add("Sakuragi")
    years = [(1, None, ""), (41_000, 2020, "census"), (45_000, 2010, "census")]
    project.cases.set(project.cases.find("Kitaoka"), attributes={"population": years})
    table = project.cases.as_table()
    assert [column.label for column in table.columns] == [
        "case",
        "population",
        "population@2010 census",
        "population@2020 census",
        "documents",
    ]
    assert table.values == [
        ["Kitaoka", 1, 45_000, 41_000, "plan.md"],
        ["Sakuragi", None, None, None, ""],
    ]


def test_what_a_code_fills_in_never_takes_the_place_of_what_people_said(project: Project) -> None:
    case = project.cases.add("Port")
    project.cases.set(case, attributes={"region": [("Inland Sea", None, "")], "class": [("port", 2020, "")]})
    project.cases.import_rows([CaseRow("Port", "342050")])
    known = project.attributes.current(case.uid)
    assert (known["region"], known["class"], known["prefecture"]) == ("Inland Sea", "port", "広島県")
    project.cases.set(case, attributes={"municipality_code": [("401005", None, "")]})
    known = project.attributes.current(case.uid)
    assert (known["region"], known["name_ja"], known["prefecture"]) == ("Inland Sea", "北九州市", "福岡県")


def test_the_cases_of_documents_come_in_the_order_of_the_cases(
    project: Project, plain: Transcript, interview: Transcript
) -> None:
    north, south, gone = (project.cases.add(name) for name in ("North", "South", "Gone"))
    plan = project.documents.import_transcript(plain, "plan.md", cases=["South", "Gone", "North"]).document
    talk = project.documents.import_transcript(interview, "talk.txt", cases=["South"]).document
    project.documents.import_transcript(interview, "copy.txt")
    project.cases.remove(gone)
    assert project.cases.of_documents() == {plan.id: (north.id, south.id), talk.id: (south.id,)}
    project.documents.remove(talk)
    assert project.cases.of_documents() == {plan.id: (north.id, south.id)}


def test_a_long_table_is_read_against_the_cases_once_and_a_second_row_of_a_case_counts(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    cases = type(project.cases)
    known = cases.list
    monkeypatch.setattr(cases, "list", lambda self: asked.append(1) or known(self))
    rows = [CaseRow(f"Town {number}", attributes={"rank": [(number, 2020, "")]}) for number in range(300)]
    rows.append(CaseRow(" town 7", attributes={"rank": [(8, 2021, ""), (9, 2020, "")]}))
    assert project.cases.import_rows(rows) == ["300 cases added, 0 brought up to date."]
    assert len(asked) < 10
    seventh = project.cases.find("Town 7")
    values = [(one.year, one.value) for one in project.attributes.values(seventh.uid)]
    assert values == [(2020, 9), (2021, 8)]
    assert len(names(project)) == 300
    assert project.check() == []
