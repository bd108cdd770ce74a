"""Codebooks that come as tables, mostly out of spreadsheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from qcode.codebook import CSV_HEADER, read_codebook, write_csv
from qcode.errors import CodebookError
from qcode.model.codes import Codebook, CodebookEntry, CodeFields


def read(tmp_path: Path, text: str, encoding: str = "utf-8") -> Codebook:
    path = tmp_path / "themes.csv"
    path.write_text(text, encoding=encoding, newline="")
    return read_codebook(path)


def faults(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(CodebookError) as caught:
        read(tmp_path, text)
    prefix = f"{tmp_path / 'themes.csv'}, "
    return [line.removeprefix(prefix) for line in str(caught.value).split("\n")]


def test_a_row_is_a_code_with_its_path(tmp_path: Path) -> None:
    book = read(
        tmp_path,
        "code,name_ja,definition,include,exclude,example,colour,key,aliases,facet\n"
        "Gatekeeper,ゲートキーパー,d,i,e,one,#1f77b4,gg,broker; 門番,\n"
        'Gatekeeper > Local diffusion,,,,,"one\ntwo",,gd,,\n'
        "Actor,,,,,,,,,TRUE\n",
    )
    assert book == Codebook(
        "themes",
        (
            CodebookEntry(
                CodeFields(
                    "Gatekeeper",
                    name_ja="ゲートキーパー",
                    definition="d",
                    include="i",
                    exclude="e",
                    examples=("one",),
                    colour="#1f77b4",
                    key="gg",
                    aliases=("broker", "門番"),
                ),
                (CodebookEntry(CodeFields("Local diffusion", examples=("one", "two"), key="gd")),),
            ),
            CodebookEntry(CodeFields("Actor", facet=True)),
        ),
    )


def test_a_parent_without_a_row_is_made_where_it_is_first_named(tmp_path: Path) -> None:
    book = read(tmp_path, "code,key\nB > C > D,bd\nA,aa\nB,bb\nB > E,be\n")
    assert [(path, entry.fields.key) for path, entry in book.walk()] == [
        ("B", "bb"),
        ("B > C", ""),
        ("B > C > D", "bd"),
        ("B > E", "be"),
        ("A", "aa"),
    ]


def test_a_parent_is_known_whatever_its_case_and_blanks(tmp_path: Path) -> None:
    book = read(tmp_path, "code\nGatekeeper\ngatekeeper>Search\n ＧＡＴＥＫＥＥＰＥＲ  >  Diffusion\n")
    assert [path for path, _ in book.walk()] == [
        "Gatekeeper",
        "Gatekeeper > Search",
        "Gatekeeper > Diffusion",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_the_tables_of_all_spreadsheets_are_read(
    tmp_path: Path, encoding: str, delimiter: str, ends: str
) -> None:
    rows = [["key", '"code"', "brief"], ["gg", "地域", '"a, b; c"'], ["", "", ""], ["", "B"]]
    text = ends.join(delimiter.join(row) for row in rows) + ends
    book = read(tmp_path, text, encoding)
    assert [(path, entry.fields.key, entry.fields.brief) for path, entry in book.walk()] == [
        ("地域", "gg", "a, b; c"),
        ("B", "", ""),
    ]


def test_the_apostrophe_that_kept_a_text_from_being_a_formula_is_taken_away(
    tmp_path: Path,
) -> None:
    signs = ["=", "+", "-", "@", "＝", "＋", "－", "＠"]
    rows = "".join(f"'{sign}A{number},'{sign}1\n" for number, sign in enumerate(signs))
    book = read(tmp_path, f"code,brief\n{rows}'tis,'n\n''=x,\n")
    assert [entry.fields.name for entry in book.entries] == [
        *(f"{sign}A{number}" for number, sign in enumerate(signs)),
        "'tis",
        "'=x",
    ]
    assert [entry.fields.brief for entry in book.entries] == [
        *(f"{sign}1" for sign in signs),
        "'n",
        "",
    ]


def test_the_line_of_a_row_is_the_one_where_it_begins(tmp_path: Path) -> None:
    text = 'code,brief,key\nA,"one\ntwo\nthree",aa\nB,,b b\n'
    assert faults(tmp_path, text) == ["line 5: the key is “b b”; expected 1 to 12 letters a-z A-Z or digits"]
    assert [entry.line for entry in read(tmp_path, text.replace("b b", "bb")).entries] == [2, 5]


def test_all_faults_of_a_table_are_told_together(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        "code,defnition,key,facet,\n"
        "A,,aa,,\n"
        ",,bb,,\n"
        "A > ,,,,\n"
        "a,,,,\n"
        "B,,a,maybe,\n"
        "A > C,,,yes,\n"
        "D,,,,stray\n"
        f"{' > '.join('N' * 21)},,,,\n"
        "E,,,,,,more\n",
    )
    expected = [
        ("line 1", "unknown column “defnition”; did you mean “definition”?"),
        ("line 3", "the code is “”; expected a path such as `Parent > Child`"),
        ("line 4", "expected a path such as `Parent > Child`"),
        ("line 5", "the code “a” stands in line 2 too; expected one row a code"),
        ("line 6", "the key “a” begins “aa”, the key of “A” in line 2"),
        ("line 6", "“facet”: “maybe” stands here; expected true or false"),
        ("line 7", "expected `facet: true` on a code of the top level only"),
        ("line 8", "“stray” stands in a column without a name"),
        ("line 9", "deeper than 20 levels"),
        ("line 10", "“more” stands in a column without a name"),
    ]
    assert len(told) == len(expected)
    for line, (place, wrong) in zip(told, expected, strict=True):
        assert line.startswith(f"{place}: ")
        assert wrong in line


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("name,key\nA,a\n", "line 1: the header is “name, key”; expected a column “code”"),
        ("code,key,key\nA,,\n", "line 1: the column “key” stands twice"),
        (
            "code,example,examples\nA,,\n",
            "line 1: the columns “example” and “examples” mean the same",
        ),
        ('code\nA\n"B\n', "line 3: the row that begins here is no CSV"),
        ('code\n"A"B\n', "line 2: the row that begins here is no CSV"),
        (f"code\n{'x' * 200_000}\n", "line 2: the row that begins here is no CSV"),
    ],
)
def test_a_table_that_is_none_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    (only,) = faults(tmp_path, text)
    assert only.startswith(told)


def test_an_empty_table_says_what_was_expected(tmp_path: Path) -> None:
    (told,) = faults(tmp_path, "\n")
    assert told.endswith(": the file is empty; expected a header line with the column `code`")


def test_the_rows_of_a_book_have_the_columns_that_are_read_back() -> None:
    told = CodeFields("Child", examples=("one", "two\nlines"), aliases=("a", "b"), key="gs")
    head = CodebookEntry(CodeFields("=Head", facet=True), (CodebookEntry(told),))
    rows = write_csv(Codebook("Book", (head,)))
    assert [tuple(row) for row in rows] == [CSV_HEADER, CSV_HEADER]
    assert rows[0]["code"] == "=Head"
    assert rows[0]["facet"] == "true"
    assert rows[1]["code"] == "=Head > Child"
    assert rows[1]["example"] == "one\ntwo lines"
    assert rows[1]["aliases"] == "a; b"
    assert rows[1]["facet"] == ""
