"""Bringing in transcripts that are tables, several interviews in one file."""

from pathlib import Path

import pytest
from running import Qcode

TALK = "Person,Words,Note\nInterviewer,How did it start?,x\nLund,With a letter.,y\n"
TALKS = (
    "Interview,Speaker,Text\nHarbour_S.1,Interviewer,Why?\nHarbour_S.1,Lund,So.\n"
    "Bay_S.2,Interviewer,Why not?\nBay_S.2,Berg,Who knows.\n"
)


@pytest.fixture
def talks(desk: Path) -> Path:
    """A table of two interviews."""
    path = desk / "talks.csv"
    path.write_text(TALKS, "utf-8-sig")
    return path


def documents(qcode: Qcode) -> dict[str, dict[str, str]]:
    return {one["document"]: one for one in qcode("documents", "list", "--format", "csv").done().records}


def test_interviews_of_one_file_become_documents_by_their_names(
    qcode: Qcode, empty: Path, talks: Path
) -> None:
    done = qcode("import", talks).done()
    assert "2 documents of 2 imported into Harbours" in done.text
    assert "talks.csv/Bay_S.2" in done.text
    found = documents(qcode)
    assert list(found) == ["Harbour_S.1", "Bay_S.2"]
    assert "Lund, respondent" in qcode("documents", "show", "Harbour_S.1").done().text
    assert "Who knows." in qcode("documents", "show", "talks.csv/Bay_S.2").done().text
    qcode("undo").done()
    assert list(documents(qcode)) == ["Harbour_S.1"]


def test_an_interview_that_is_in_already_is_refused_alone(qcode: Qcode, empty: Path, talks: Path) -> None:
    qcode("import", talks).done()
    qcode("undo").done()
    again = qcode("import", talks)
    again.refused("Harbour_S.1” is in the project already", "1 document of 2 not imported")
    assert list(documents(qcode)) == ["Harbour_S.1", "Bay_S.2"]


def test_interviews_of_two_files_with_the_same_names_stay_apart(
    qcode: Qcode, empty: Path, talks: Path
) -> None:
    other = talks.with_name("later.csv")
    other.write_text(TALKS.replace("Who knows", "Nobody knows").replace("So.", "Yes."), "utf-8")
    qcode("import", talks, other).done()
    assert list(documents(qcode)) == ["Harbour_S.1", "Bay_S.2", "later/Harbour_S.1", "later/Bay_S.2"]


@pytest.mark.parametrize("pattern", ["{case}_S.{number}", "{folder}.csv/{case}_{number}", "talks/{case}_*"])
def test_cases_are_taken_from_the_names_of_interviews(
    qcode: Qcode, empty: Path, talks: Path, pattern: str
) -> None:
    qcode("import", talks, "--case-from", pattern).done()
    assert [one["case"] for one in documents(qcode).values()] == ["Harbour", "Bay"]


def test_a_person_says_which_column_is_what(qcode: Qcode, empty: Path, desk: Path) -> None:
    path = desk / "talk.csv"
    path.write_text(TALK.replace("Words", "Aussage").replace("Person", "Wer"), "utf-8")
    before = empty.read_bytes()
    qcode("import", path).refused("no column can be told", "“Wer”, “Aussage”, “Note”", "--column text=")
    assert empty.read_bytes() == before
    qcode("import", path, "--column", "text=aussage", "--column", "speaker=1").done()
    assert "Lund, respondent" in qcode("documents", "show", "talk").text


@pytest.mark.parametrize(
    ("columns", "words", "code"),
    [
        ("txt=Words", "A column is text, speaker, start, end and document", 2),
        ("Words", "FIELD=COLUMN", 2),
        ("text=Wrds", "Did you mean “Words”?", 1),
    ],
)
def test_a_wrong_column_imports_nothing(
    qcode: Qcode, empty: Path, desk: Path, columns: str, words: str, code: int
) -> None:
    (desk / "talk.csv").write_text(TALK, "utf-8")
    before = empty.read_bytes()
    qcode("import", "talk.csv", "--column", columns).refused(words, code=code)
    assert empty.read_bytes() == before


def test_a_dry_run_shows_the_columns_and_the_first_rows_as_they_would_come(
    qcode: Qcode, empty: Path, talks: Path
) -> None:
    (talks.parent / "talk.csv").write_text(TALK, "utf-8")
    before = empty.read_bytes()
    told = qcode("import", talks.parent / "talk.csv", talks, "--dry-run").done()
    assert "  columns: text = Words, speaker = Person\n  columns not read: Note\n" in told.err
    assert "  Interviewer: How did it start?\n  Lund: With a letter.\n" in told.err
    assert "talks.csv/Bay_S.2 (csv)" in told.err
    assert "3 documents of 3 would be imported" in told.text
    assert empty.read_bytes() == before


def test_tables_of_a_folder_that_are_no_transcripts_are_passed_over(
    qcode: Qcode, empty: Path, desk: Path
) -> None:
    folder = desk / "all"
    folder.mkdir()
    (folder / "talk.csv").write_text(TALK, "utf-8")
    (folder / "cases.csv").write_text("case,population\nHarbour,1000\n", "utf-8")
    done = qcode("import", folder).done()
    assert "1 file of 1 imported" in done.text
    assert "Passed over 1 file of other kinds, such as cases.csv." in done.err


def test_the_help_names_all_that_can_be_read(qcode: Qcode) -> None:
    from qcode.importers import FORMATS

    told = " ".join(qcode("import", "--help").done().text.split())
    assert all(one.suffixes[0].removeprefix(".") in told for one in FORMATS)
