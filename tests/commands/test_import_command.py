"""Bringing transcripts in."""

from pathlib import Path

import pytest
from running import Qcode

ALPHA = "Interviewer: Who keeps the contacts?\nMayor: The port does.\nInterviewer: Why?\nMayor: It is old.\n"
BETA = "聞き手：市長は。\n課長：熱心です。\n聞き手：なぜ。\n課長：港です。\n"


@pytest.fixture
def folder(desk: Path) -> Path:
    """Two transcripts, one of them in a folder of its own, and a table that is none."""
    found = desk / "talks"
    (found / "Beta").mkdir(parents=True)
    (found / "Alpha_2021_mayor.txt").write_text(ALPHA, "utf-8")
    (found / "Beta" / "2022_section.txt").write_bytes(BETA.encode("cp932"))
    (found / "notes.xyz").write_text("nothing", "utf-8")
    return found


def documents(qcode: Qcode) -> dict[str, dict[str, str]]:
    return {one["document"]: one for one in qcode("documents", "list", "--format", "csv").done().records}


def test_a_folder_is_imported_with_all_that_can_be_read_in_it(
    qcode: Qcode, empty: Path, folder: Path
) -> None:
    done = qcode("import", folder).done()
    assert "2 files of 2 imported into Harbours" in done.text
    assert "Mayor (respondent)" in done.text
    assert "Passed over 1 file of other kinds, such as notes.xyz." in done.err
    found = documents(qcode)
    assert set(found) == {"Alpha_2021_mayor", "2022_section"}
    assert {one["kind"] for one in found.values()} == {"interview"}
    assert found["Alpha_2021_mayor"]["turns"] == "4"
    assert found["2022_section"]["characters"] == str(len(BETA))


def test_all_documents_can_be_given_their_cases(qcode: Qcode, empty: Path, folder: Path) -> None:
    said = qcode("import", folder, "--case", "Alpha", "--case", "ベータ").done()
    assert "Alpha; ベータ" in said.text
    assert {one["case"] for one in documents(qcode).values()} == {"Alpha; ベータ"}


def test_cases_and_attributes_are_taken_from_names(qcode: Qcode, empty: Path, folder: Path) -> None:
    qcode("import", folder / "Alpha_2021_mayor.txt", "--case-from", "{case}_{year}_{who}").done()
    qcode("import", folder / "Beta", folder, "--case-from", "{case}/{year}_{who}", "--skip-bad").done()
    found = documents(qcode)
    assert [found[name]["case"] for name in ("Alpha_2021_mayor", "2022_section")] == ["Alpha", "Beta"]
    assert [found[name]["year"] for name in ("Alpha_2021_mayor", "2022_section")] == ["2021", "2022"]
    assert found["Alpha_2021_mayor"]["who"] == "mayor"


def test_a_pattern_that_fits_no_name_imports_nothing_and_says_so(
    qcode: Qcode, empty: Path, folder: Path
) -> None:
    before = empty.read_bytes()
    said = qcode("import", folder, "--case-from", "{case}--*")
    said.refused("does not fit", "Alpha_2021_mayor.txt", "2022_section.txt", lines=4)
    qcode("import", folder, "--case-from", "all_*").refused("{case}", code=2)
    qcode("import", folder, "--case-from", "{case}_*", "--case", "A").refused("exclude each other", code=2)
    assert empty.read_bytes() == before


def test_a_kind_can_be_given_and_a_slip_for_a_known_one_is_caught(
    qcode: Qcode, empty: Path, folder: Path
) -> None:
    before = empty.read_bytes()
    qcode("import", folder, "--kind", "strategy documnt").refused("Did you mean “strategy document”?")
    assert empty.read_bytes() == before
    qcode("import", folder / "Beta", "--kind", "Strategy  Document").done()
    qcode("import", folder / "Alpha_2021_mayor.txt", "--kind", "radio talk").done()
    assert {one["kind"] for one in documents(qcode).values()} == {"strategy document", "radio talk"}


def test_the_encoding_can_be_overruled(qcode: Qcode, empty: Path, folder: Path) -> None:
    file = folder / "Beta" / "2022_section.txt"
    qcode("import", file, "--encoding", "klingon").refused("klingon", "utf-8")
    qcode("import", file, "--encoding", "utf-8").refused("utf-8")
    assert "cp932" in qcode("import", file, "--encoding", "cp932").done().text
    assert "熱心です" in qcode("documents", "show", "2022_section").text


def test_roles_are_given_by_label(qcode: Qcode, empty: Path, folder: Path) -> None:
    file = folder / "Alpha_2021_mayor.txt"
    done = qcode("import", file, "--role", "Mayor=other", "--role", "interviewer=Respondent").done()
    assert "Interviewer (respondent), Mayor (other)" in done.text
    listed = qcode("participants", "list", "--format", "csv").records
    assert {one["participant"]: one["role"] for one in listed} == {
        "Interviewer": "respondent",
        "Mayor": "other",
    }


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("Major=other", "The speakers are: Interviewer, Mayor"),
        ("Mayor=boss", "Roles are interviewer, respondent, other"),
        ("Mayor", "LABEL=ROLE"),
        ("=other", "LABEL=ROLE"),
    ],
)
def test_a_wrong_role_or_label_imports_nothing(
    qcode: Qcode, empty: Path, folder: Path, role: str, words: str
) -> None:
    before = empty.read_bytes()
    qcode("import", folder / "Alpha_2021_mayor.txt", "--role", role).refused(words, code=2)
    qcode("import", folder, "--role", role).refused(code=2)
    assert empty.read_bytes() == before


def test_a_label_needs_to_be_in_one_file_of_a_folder_only(qcode: Qcode, empty: Path, folder: Path) -> None:
    qcode("import", folder, "--role", "課長=other").done()
    roles = {one["role"] for one in qcode("participants", "list", "-f", "csv").records}
    assert roles == {"interviewer", "respondent", "other"}


def test_a_dry_run_tells_all_and_writes_nothing(qcode: Qcode, empty: Path, folder: Path) -> None:
    before = empty.read_bytes()
    told = qcode("import", folder, "--dry-run", "--case-from", "{case}_*", "--kind", "field notes").done()
    assert "2 files of 2 would be imported" in told.text
    assert told.text.count("field notes") == 2
    assert "cp932" in told.err
    assert "2 turns" in told.err
    assert "the case “Alpha” would be new" in told.err
    assert empty.read_bytes() == before


def test_a_dry_run_foresees_what_would_be_refused(qcode: Qcode, empty: Path, folder: Path) -> None:
    qcode("import", folder / "Beta").done()
    (folder / "Other").mkdir()
    (folder / "Other" / "Alpha_2021_mayor.txt").write_text(ALPHA + "More.\n", "utf-8")
    before = empty.read_bytes()
    foreseen = qcode("import", folder, "--dry-run").refused(
        "1 file of 3 not imported", "in the project already", lines=99
    )
    assert empty.read_bytes() == before
    happened = qcode("import", folder).refused("1 file of 3 not imported", "in the project already", lines=9)
    assert happened.text == foreseen.text.replace("would be imported", "imported")
    assert {"Alpha_2021_mayor", "Other/Alpha_2021_mayor"} < set(documents(qcode))
    qcode("documents", "show", "Other/Alpha_2021_mayor.txt").done()
    qcode("documents", "show", "Alpha_2021_mayor.txt").refused("2 documents named")


def test_one_bad_file_among_good_ones_is_named_and_the_good_ones_are_in(
    qcode: Qcode, empty: Path, folder: Path
) -> None:
    (folder / "Beta" / "broken.docx").write_bytes(b"PK\x03\x04 no archive")
    said = qcode("import", folder).refused("Beta/broken.docx", "1 file of 3 not imported", lines=4)
    assert "2 files of 3 imported" in said.text
    assert len(documents(qcode)) == 2


def test_bad_files_may_be_skipped(qcode: Qcode, empty: Path, folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    said = qcode("import", folder, "--skip-bad").done()
    assert "empty.txt is empty" in said.err
    assert len(documents(qcode)) == 2
    assert "empty.txt" in qcode("import", folder / "empty.txt", "--skip-bad").done().err


def test_a_file_imported_twice_is_refused_and_its_text_under_another_name_is_noted(
    qcode: Qcode, empty: Path, folder: Path
) -> None:
    file = folder / "Alpha_2021_mayor.txt"
    qcode("import", file).done()
    before = empty.read_bytes()
    qcode("import", file).refused("is in the project already")
    assert empty.read_bytes() == before
    copy = folder / "copy.txt"
    copy.write_bytes(file.read_bytes())
    assert "The same text is in the project already" in qcode("import", copy).done().err


@pytest.mark.parametrize("name", ["missing.txt", ".", "picture.png", "table.xlsx", "old.doc", "report.pdf"])
def test_what_is_no_transcript_is_refused_in_plain_words(
    qcode: Qcode, empty: Path, desk: Path, name: str
) -> None:
    (desk / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8)
    (desk / "table.xlsx").write_bytes(b"PK\x03\x04" + bytes(200))
    (desk / "old.doc").write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000))
    (desk / "report.pdf").write_bytes(b"%PDF-1.4\n\xff\xfe\x00binary")
    (desk / "a folder").mkdir()
    before = empty.read_bytes()
    if name == ".":
        qcode("import", "a folder").refused("no file to import", code=2)
    else:
        qcode("import", name).refused(name)
    assert empty.read_bytes() == before


def test_each_file_is_one_step_of_who_imported_it(qcode: Qcode, empty: Path, folder: Path) -> None:
    qcode("import", folder, "--coder", "Ito").done()
    events = qcode("log", "--coder", "Ito", "--format", "csv").records
    assert [one["what"].partition(":")[0] for one in events] == [
        "Imported Alpha_2021_mayor",
        "Imported 2022_section",
    ] or [one["what"].partition(":")[0] for one in events] == [
        "Imported 2022_section",
        "Imported Alpha_2021_mayor",
    ]
    qcode("undo", "--coder", "Ito").done()
    assert len(documents(qcode)) == 1
