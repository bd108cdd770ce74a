"""Names kept back: `--pseudonyms`, the project's setting, and the key to them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from running import LIND, Qcode, Run
from test_tables_from_commands import CASES

KEPT_BACK: dict[str, Callable[[Qcode, str], Run]] = {
    "matrix": lambda qcode, form: qcode("matrix", "--pseudonyms", "--format", form),
    "freq": lambda qcode, form: qcode("freq", "--pseudonyms", "--format", form),
    "segments": lambda qcode, form: qcode(
        "segments", "--where", "case = Minamihama", "--pseudonyms", "-f", form
    ),
    "search": lambda qcode, form: qcode("search", "Minamihama", "--pseudonyms", "--format", form),
    "codings": lambda qcode, form: qcode("codings", "export", "--pseudonyms", "--format", form),
    "documents": lambda qcode, form: qcode("documents", "list", "--pseudonyms", "--format", form),
    "cases": lambda qcode, form: qcode("cases", "list", "--pseudonyms", "--format", form),
    "for import": lambda qcode, form: qcode("cases", "export", "--pseudonyms", "--format", form),
    "participants": lambda qcode, form: qcode("participants", "list", "--pseudonyms", "--format", form),
    "log": lambda qcode, form: qcode("log", "--pseudonyms", "--format", form),
    "codebook": lambda qcode, form: qcode("codebook", "show", "--pseudonyms", "--format", form),
}
SHOWN: dict[str, Callable[[Qcode], Run]] = {
    "matrix": lambda qcode: qcode("matrix", "--names"),
    "segments": lambda qcode: qcode("segments", "--names"),
    "search": lambda qcode: qcode("search", "Minamihama", "--names"),
    "codings": lambda qcode: qcode("codings", "export", "--names"),
    "documents": lambda qcode: qcode("documents", "list", "--names"),
    "cases": lambda qcode: qcode("cases", "list", "--names"),
    "for import": lambda qcode: qcode("cases", "export", "--names"),
    "participants": lambda qcode: qcode("participants", "list", "--names"),
    "log": lambda qcode: qcode("log", "--names"),
    "key": lambda qcode: qcode("pseudonyms", "list", "--names", "--raw"),
}


@pytest.mark.parametrize("table", KEPT_BACK)
def test_no_case_is_named_where_names_are_kept_back(qcode: Qcode, study: Path, table: str) -> None:
    for form in ("table", "json"):
        said = KEPT_BACK[table](qcode, form).done().out
        assert not [name for name in CASES if name.encode() in said]


@pytest.mark.parametrize("table", SHOWN)
def test_where_the_project_keeps_names_back_they_can_be_asked_for(
    qcode: Qcode, study: Path, table: str
) -> None:
    qcode("pseudonyms", "always").done()
    assert "Minamihama" in SHOWN[table](qcode).done().text


def test_tables_that_name_nobody_take_the_option_as_well(qcode: Qcode, study: Path) -> None:
    assert qcode("freq", "--names").done().out == qcode("freq").done().out
    assert qcode("codebook", "show", "--names").done().out == qcode("codebook", "show").done().out


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
    with_names, without = (
        qcode("matrix", "--format", "csv"),
        qcode("matrix", "--pseudonyms", "--format", "csv"),
    )
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


def test_a_translation_goes_out_beside_its_quotation_and_comes_back(
    qcode: Qcode, study: Path, desk: Path
) -> None:
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


def test_each_act_is_in_the_name_of_who_is_named(qcode: Qcode, study: Path) -> None:
    uid = qcode("codings", "export").done().records[0]["uid"]
    qcode("codings", "translate", uid, "in other words", "--coder", LIND).done()
    qcode("pseudonyms", "set", "Kitaoka", "City K", "--coder", LIND).done()
    qcode("pseudonyms", "fix", "--coder", LIND).done()
    qcode("pseudonyms", "always", "--coder", LIND).done()
    done = qcode("log", "--last", "4", "--names", "--format", "csv").done().records
    assert {one["coder"] for one in done} == {LIND}


def test_the_key_can_be_written_to_a_file(qcode: Qcode, study: Path, desk: Path) -> None:
    qcode("pseudonyms", "list", "--output", "key.csv").done()
    assert b"Minamihama" in (desk / "key.csv").read_bytes()


def test_a_document_is_shown_with_names_and_without(qcode: Qcode, study: Path) -> None:
    kept = qcode("documents", "show", "Kitaoka_consortium", "--pseudonyms").done().text
    named = qcode("documents", "show", "Kitaoka_consortium", "--names").done().text
    assert "Kitaoka" in named and named == qcode("documents", "show", "Kitaoka_consortium").done().text
    assert "Kitaoka" not in kept and "[Case " in kept
    # Offsets are those of the text, not of what stands for it.
    assert [line.split()[-2:] for line in kept.split("\n") if line.endswith(")")][1:] == [
        line.split()[-2:] for line in named.split("\n") if line.endswith(")")
    ][1:]


def test_a_codebook_is_written_with_names_and_without(qcode: Qcode, study: Path) -> None:
    qcode("codebook", "edit", "Gatekeeper", "--example", "So says Kitaoka", "--key", "ki").done()
    kept = qcode("codebook", "export", "--pseudonyms").done().text
    assert "So says [Case" in kept and "Kitaoka" not in kept and "key: ki" in kept
    assert "So says Kitaoka" in qcode("codebook", "export", "--names").done().text
    assert "So says [Case" in qcode("codebook", "show", "Gatekeeper", "--pseudonyms").done().text
