"""Names kept back: `--pseudonyms`, the project's setting, and the key to them."""

from pathlib import Path

import pytest
from running import Qcode
from test_tables_from_commands import CASES

TABLES = [
    ("matrix",),
    ("matrix", "--rows", "participant", "--columns", "document"),
    ("freq",),
    ("segments", "--where", "case = Minamihama"),
    ("search", "Minamihama"),
    ("codings", "export"),
    ("documents", "list"),
    ("cases", "list"),
    ("cases", "export"),
    ("log",),
    ("codebook", "show"),
]


@pytest.mark.parametrize("command", TABLES, ids=" ".join)
def test_no_case_is_named_where_names_are_kept_back(qcode: Qcode, study: Path, command: tuple[str, ...]) -> None:
    for format_name in ("table", "json"):
        said = qcode(*command, "--pseudonyms", "--format", format_name).done().out
        assert not [name for name in CASES if name.encode() in said]


def test_participants_list_tells_no_name_of_a_place_either(qcode: Qcode, study: Path) -> None:
    said = qcode("participants", "list", "--pseudonyms").done()
    assert not [name for name in CASES if name in said.text]
    assert "R1" in said.text


@pytest.mark.parametrize("ending", ["xlsx", "docx", "html", "md", "csv", "tsv", "json", "txt"])
def test_in_no_format_a_name_is_left(qcode: Qcode, study: Path, desk: Path, ending: str) -> None:
    from zipfile import ZipFile, is_zipfile

    qcode("matrix", "--pseudonyms", "--output", f"all.{ending}").done()
    path = desk / f"all.{ending}"
    if is_zipfile(path):
        with ZipFile(path) as package:
            data = b"\n".join(package.read(name) for name in package.namelist())
    else:
        data = path.read_bytes()
    assert b"Case A" in data
    assert not [name for name in CASES if name.encode() in data]


def test_the_numbers_are_the_same_with_names_and_without(qcode: Qcode, study: Path) -> None:
    with_names, without = qcode("matrix", "--format", "csv"), qcode("matrix", "--pseudonyms", "--format", "csv")
    assert [row[1:] for row in with_names.rows[1:]] == [row[1:] for row in without.rows[1:]]
    assert without.rows[0][1:4] == ["Case A", "Case B", "Case C"]


def test_the_project_can_say_it_once_for_all(qcode: Qcode, study: Path) -> None:
    qcode("pseudonyms", "always").done()
    said = qcode("matrix", "--format", "csv").done()
    assert said.rows[0][1] == "Case A"
    assert "--names shows them" in said.err
    assert qcode("matrix", "--names", "--format", "csv").done().rows[0][1] == "Minamihama"
    qcode("pseudonyms", "always", "--off").done()
    assert qcode("matrix", "--format", "csv").done().rows[0][1] == "Minamihama"
    qcode("undo").done()
    assert qcode("matrix", "--format", "csv").done().rows[0][1] == "Case A"


def test_the_key_lists_what_stands_for_each_name(qcode: Qcode, study: Path) -> None:
    qcode("pseudonyms", "set", "Kitaoka", "City K").done()
    person = qcode("participants", "list", "--format", "csv").done().records[-1]
    qcode("pseudonyms", "set", "Minamihama", "", "--of", "case").done().err.index("Nothing to change")
    key = qcode("pseudonyms", "list", "--format", "csv").done()
    called = {(one["kind"], one["name"]): (one["pseudonym"], one["how"]) for one in key.records}
    assert called["case", "Kitaoka"] == ("City K", "given")
    assert called["case", "Minamihama"] == ("Case A", "by order")
    assert ("participant", person["participant"]) in called
    qcode("pseudonyms", "list", "--pseudonyms").refused("cannot be printed without the names", code=2)


def test_fixing_gives_all_that_is_missing_once(qcode: Qcode, study: Path) -> None:
    given = qcode("pseudonyms", "fix").done().err
    assert given.startswith("Gave ")
    assert qcode("pseudonyms", "fix").done().err == "Gave 0 pseudonyms.\n"
    assert {one["how"] for one in qcode("pseudonyms", "list", "--format", "csv").done().records} == {"given"}


def test_attributes_that_tell_who_it_is_are_warned_about(qcode: Qcode, study: Path) -> None:
    said = qcode("matrix", "--columns", "case.population", "--pseudonyms").done().text
    assert "Warning: fewer than 3 cases are alike" in said
    assert "Warning" not in qcode("matrix", "--columns", "case.population").done().text
    listed = qcode("cases", "list", "--pseudonyms", "--format", "csv").done().records
    assert not any(one.get("municipality_code") for one in listed)


def test_a_translation_goes_out_beside_its_quotation_and_comes_back(qcode: Qcode, study: Path, desk: Path) -> None:
    first = qcode("codings", "export").done().records[0]
    assert "translation" not in first
    qcode("codings", "translate", first["uid"], "in other words").done()
    listed = qcode("segments", "--role", "any", "--format", "csv", "--output", "all.csv").done()
    assert "Wrote" in listed.err
    shown = {one["uid"]: one["translation"] for one in qcode("codings", "export").done().records}
    assert shown.pop(first["uid"]) == "in other words"
    assert set(shown.values()) == {""}
    qcode("codings", "export", "--output", "back.csv").done()
    qcode("codings", "remove", first["uid"], "--others").done()
    qcode("codings", "import", "back.csv").done()
    again = {one["uid"]: one["translation"] for one in qcode("codings", "export").done().records}
    assert again[first["uid"]] == "in other words"
    qcode("codings", "translate", first["uid"], "").done()
    qcode("codings", "import", "back.csv").refused("with another translation")
    assert "translation" not in qcode("codings", "export").done().records[0]
