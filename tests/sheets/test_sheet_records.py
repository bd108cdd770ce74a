"""Rows from outside become codings, cases and attributes, or are told one by one why not."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcode.errors import DataError
from qcode.model.cases import AttributeType, Value
from qcode.model.codings import CodingRecord
from qcode.model.documents import Role
from qcode.sheets import (
    CaseRow,
    read_cases,
    read_codings,
    read_document_attributes,
    read_participants,
)
from qcode.sheets.headers import AttributeHeader, attribute_header
from qcode.sheets.problems import MOST_SHOWN
from qcode.sheets.values import typed

UID = "01890000-0000-7000-8000-000000000001"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


def wrote(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_codings_by_offsets_and_by_quotation(table: Path) -> None:
    wrote(
        table,
        "document,code,start,end,quote,turn,coder,memo,case_override,uid\n"
        f"a.txt,Strategy > Gatekeeper,3,9,,,A. Mori,a memo,豊田市,{UID}\n"
        'b.txt,g,,," exactly, this ",2,,,,\n',
    )
    assert list(read_codings(table)) == [
        CodingRecord(
            document="a.txt",
            code="Strategy > Gatekeeper",
            start=3,
            end=9,
            coder="A. Mori",
            memo="a memo",
            case_override="豊田市",
            uid=UID,
            line=2,
        ),
        CodingRecord(document="b.txt", code="g", quote=" exactly, this ", turn=2, line=3),
    ]


def test_what_our_own_export_writes_besides_is_accepted_and_ignored(table: Path) -> None:
    wrote(
        table,
        "document,code,coder,start,end,quote,case,case_override,participant,role,memo,uid\n"
        f"a.txt,g,A. Mori,0,4,'=1+1,豊田市,,R1,respondent,,{UID}\n",
    )
    (record,) = read_codings(table)
    assert (record.quote, record.case_override, record.coder) == ("=1+1", None, "A. Mori")


def test_a_column_that_is_not_known_is_an_error_that_names_the_nearest(table: Path) -> None:
    wrote(table, "document,code,qoute,colour\na,b,c,d\n")
    with pytest.raises(DataError) as caught:
        read_codings(table)
    assert "“qoute” is not a column this table can have. Did you mean “quote”?" in str(caught.value)
    assert "“colour” is not a column" in str(caught.value)


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        ("code,quote", "no column “document”"),
        ("documents,code,quote", "no column “document”; is it “documents”?"),
        ("document,code", "no column “quote”"),
        ("document,code,start", "no column “end”"),
    ],
)
def test_a_column_that_must_be_there_is_asked_for(table: Path, header: str, missing: str) -> None:
    wrote(table, f"{header}\n" + ",".join("1" for _ in header.split(",")) + "\n")
    with pytest.raises(DataError, match=missing):
        read_codings(table)


def test_case_and_width_of_column_names_do_not_matter(table: Path) -> None:
    wrote(table, "Document, CODE ,\uff31uote\na,b,c\n")
    assert read_codings(table)[0].quote == "c"


def test_every_bad_row_is_told_with_line_column_and_what_was_expected(table: Path) -> None:
    wrote(
        table,
        "document,code,start,end,quote,turn,uid\n"
        ",g,0,4,,,\n"
        "a.txt,,0,4,,,\n"
        "a.txt,g,x,4,,,\n"
        "a.txt,g,-1,4,,,\n"
        "a.txt,g,4,,,,\n"
        "a.txt,g,,,,,\n"
        "a.txt,g,9,4,,,\n"
        "a.txt,g,,,q,0,\n"
        "a.txt,g,,,q,,not-a-uid {what}\n"
        "a.txt,g,0,4,,,\n",
    )
    with pytest.raises(DataError) as caught:
        read_codings(table)
    told = str(caught.value).split("\n")
    assert told == [
        "table.csv, line 2, column document: empty; expected the name of a document.",
        "table.csv, line 3, column code: empty; expected a code: its path, name, alias or key.",
        "table.csv, line 4, column start: “x” is not a whole number; expected digits, counted from 0.",
        "table.csv, line 5, column start: “-1” is not a whole number; expected digits, counted from 0.",
        "table.csv, line 6: only one of start and end is given; expected both, or neither and a quotation.",
        "table.csv, line 7: nothing says where the coding lies; expected start and end, or a quotation.",
        "table.csv, line 8: the end 4 is not after the start 9; expected start < end.",
        "table.csv, line 9, column turn: 0 is no turn; expected the number of a turn, from 1.",
        (
            "table.csv, line 10, column uid: “not-a-uid {what}” is not a uid; "
            "expected a UUID as an export writes it."
        ),
    ]


def test_bad_rows_can_be_left_out_and_are_handed_back(table: Path) -> None:
    wrote(table, "document,code,quote\na.txt,g,q\n,g,q\n")
    records = read_codings(table, skip_bad=True)
    assert [record.line for record in records] == [2]
    assert [(problem.line, problem.column) for problem in records.problems] == [(3, "document")]


def test_of_very_many_bad_rows_the_first_are_told_and_the_rest_counted(table: Path) -> None:
    wrote(table, "document,code,quote\n" + ",g,q\n" * 50)
    with pytest.raises(DataError) as caught:
        read_codings(table)
    told = str(caught.value).split("\n")
    assert len(told) == MOST_SHOWN + 1
    assert told[-1] == "and 30 more"


def test_offsets_as_statistics_programs_write_them(table: Path) -> None:
    wrote(table, 'document,code,start,end\na.txt,g,12.0,"1,034"\n')
    assert (read_codings(table)[0].start, read_codings(table)[0].end) == (12, 1034)


def test_cases_with_attributes_of_several_years(table: Path) -> None:
    wrote(
        table,
        "case,municipality_code,documents,population@2015 census,population@2020 census,class\n"
        'Toyota,232114,"a.txt; b.txt;a.txt;","422,542",422330,core\n'
        "Kitakyushu, 40100 ,,961286,,designated\n",
    )
    records = read_cases(table)
    assert list(records) == [
        CaseRow(
            name="Toyota",
            municipality_code="232114",
            documents=("a.txt", "b.txt"),
            attributes={
                "population": [(422542, 2015, "census"), (422330, 2020, "census")],
                "class": [("core", None, "")],
            },
            line=2,
        ),
        CaseRow(
            name="Kitakyushu",
            municipality_code="40100",
            attributes={
                "population": [(961286, 2015, "census")],
                "class": [("designated", None, "")],
            },
            line=3,
        ),
    ]
    assert records.notes == ("“population”: the value “422,542” was read as a number.",)


def test_a_case_may_come_only_once(table: Path) -> None:
    wrote(table, "case,x\nToyota,1\nKitakyushu,2\ntoyota ,3\n")
    with pytest.raises(DataError, match="line 4, column case: “toyota” stands on line 2 already"):
        read_cases(table)
    assert [record.name for record in read_cases(table, skip_bad=True)] == ["Toyota", "Kitakyushu"]


def test_an_attribute_may_come_only_once_for_a_year(table: Path) -> None:
    wrote(table, "case,population@2020 census,Population@2020 own\nA,1,2\n")
    with pytest.raises(DataError, match="are the same attribute of the same year"):
        read_cases(table)


def test_a_column_must_name_its_attribute(table: Path) -> None:
    wrote(table, "case,@2020\nA,1\n")
    with pytest.raises(DataError, match="“@2020” names no attribute"):
        read_cases(table)


def test_an_attribute_without_values_is_said_to_have_none(table: Path) -> None:
    wrote(table, "case,area\nA,\nB, \n")
    assert read_cases(table).notes == ("“area” has no values.",)
    assert read_cases(table)[0].attributes == {}


def test_attributes_of_documents(table: Path) -> None:
    wrote(table, "document,interview_date,issuer\na.txt,2023年4月1日,市長公室\nb.txt,2023/12/24,\n")
    records = read_document_attributes(table)
    assert records[0].attributes == {
        "interview_date": [("2023-04-01", None, "")],
        "issuer": [("市長公室", None, "")],
    }
    assert records[1].attributes == {"interview_date": [("2023-12-24", None, "")]}


def test_participants_with_roles(table: Path) -> None:
    wrote(
        table,
        "document,participant,role,pseudonym,case,years\n"
        "a.txt,田中,Respondent,R1,Toyota,12\na.txt,聞き手,interviewer,,,\nb.txt,田中,,,,3\n",
    )
    records = read_participants(table)
    assert [(one.document, one.participant, one.role) for one in records] == [
        ("a.txt", "田中", Role.RESPONDENT),
        ("a.txt", "聞き手", Role.INTERVIEWER),
        ("b.txt", "田中", None),
    ]
    assert (records[0].pseudonym, records[0].case) == ("R1", "Toyota")
    assert records[0].attributes == {"years": [(12, None, "")]}


def test_a_role_that_is_none_is_told_with_those_there_are(table: Path) -> None:
    wrote(table, "document,participant,role\na.txt,X,guest\n")
    with pytest.raises(DataError, match="“guest” is not a role; expected one of interviewer"):
        read_participants(table)


@pytest.mark.parametrize(
    ("column", "header"),
    [
        ("population", ("population", None, "")),
        ("population@2020 census", ("population", 2020, "census")),
        ("population @ 2020", ("population", 2020, "")),
        ("population@census 2020", ("population", None, "census 2020")),
        ("人口\uff202020年国勢調査", ("人口", 2020, "年国勢調査")),
        ("budget@20201", ("budget", None, "20201")),
        ("a@b@c", ("a", None, "b@c")),
    ],
)
def test_the_header_carries_year_and_source(column: str, header: tuple[str, int | None, str]) -> None:
    assert attribute_header(column) == AttributeHeader(column, *header)


@pytest.mark.parametrize(
    ("texts", "type_", "values"),
    [
        (["1", "-2", "+3", "0"], AttributeType.INTEGER, [1, -2, 3, 0]),
        (["1,234", "１２３", "−5"], AttributeType.INTEGER, [1234, 123, -5]),
        (["1", "2.5", "1e3"], AttributeType.NUMBER, [1.0, 2.5, 1000.0]),
        (["2023-04-01", "2023/4/1", "2023年4月1日"], AttributeType.DATE, ["2023-04-01"] * 3),
        (["01100", "40100"], AttributeType.TEXT, ["01100", "40100"]),
        (["12", "about 12"], AttributeType.TEXT, ["12", "about 12"]),
        (["1,23", "4"], AttributeType.TEXT, ["1,23", "4"]),
        (["2023-02-30"], AttributeType.TEXT, ["2023-02-30"]),
        (["2023年4月1"], AttributeType.TEXT, ["2023年4月1"]),
        (["1", "", "NA", " 2 "], AttributeType.INTEGER, [1, None, None, 2]),
        (["9" * 30], AttributeType.NUMBER, [float("9" * 30)]),
        (["nan", "inf"], AttributeType.TEXT, ["nan", "inf"]),
        (["", ""], AttributeType.TEXT, [None, None]),
    ],
)
def test_a_column_is_typed_by_all_its_values(
    texts: list[str], type_: AttributeType, values: list[Value | None]
) -> None:
    read = typed("x", texts)
    assert (read.type, list(read.values)) == (type_, values)


def test_what_keeps_a_column_from_being_numbers_is_said() -> None:
    (note,) = typed("population", ["1", "2", "3", "unknown"]).notes
    assert note == "“population” was read as text, not as numbers, because of the value “unknown”."
    assert typed("name", ["a", "b", "3"]).notes == []


@given(st.lists(st.text(alphabet="0123456789.,-+e年月日/ １Ａ", max_size=10), max_size=6))
def test_typing_keeps_every_value_and_never_fails(texts: list[str]) -> None:
    read = typed("x", texts)
    assert len(read.values) == len(texts)
    assert [value is None for value in read.values] == [not text.strip() for text in texts]
