"""Corrected transcripts from the command line: `documents replace`, `codings unplaced`, `codings place`."""

from pathlib import Path

import pytest
from running import LIND, Qcode

OLD = (
    "Q: Who keeps the contacts abroad?\n\n"
    "R1: The prot does. Without the port nobody would write to us.\n\n"
    "Q: And the mayor?\n\n"
    "R1: 市長は国際交流に熱心です。 He travels each year.\n"
)
NEW = OLD.replace("prot", "port").replace(" He travels each year.", "").replace("Who keeps", "So who keeps")


@pytest.fixture
def coded(qcode: Qcode, desk: Path, empty: Path) -> Path:
    """A project with one interview and four coded passages."""
    (desk / "talk.txt").write_text(OLD, "utf-8")
    (desk / "talk_2.txt").write_text(NEW, "utf-8")
    qcode("import", "talk.txt", "--role", "R1=respondent").done()
    for words in ("The prot does.", "Without the port nobody", "市長は国際交流", "He travels each year."):
        qcode("codings", "add", "talk", "Gatekeeper", "--quote", words).done()
    return empty


def test_replace_says_what_became_of_the_codings_and_lists_those_to_look_at(
    qcode: Qcode, coded: Path
) -> None:
    done = qcode("documents", "replace", "talk", "talk_2.txt", "--format", "csv").done()
    assert "Replaced the text of talk; 4 codings: 2 in place, 1 on changed words, 1 unplaced." in done.err
    assert [(one["outcome"], one["old_words"], one["new_words"], one["where"]) for one in done.records] == [
        ("changed words", "The prot does.", "The port does.", "turn 2"),
        ("unplaced: its words are gone", "He travels each year.", "", ""),
    ]
    one = done.records[0]
    assert NEW[int(one["start"]) : int(one["end"])] == "The port does."
    assert "1 document, 4 codings" in qcode("check").done().err
    assert "Replaced the text of talk" in qcode("undo").done().err
    assert qcode("codings", "export").records[0]["quote"] == "The prot does."


def test_a_dry_run_says_the_same_and_writes_nothing(qcode: Qcode, coded: Path) -> None:
    before = coded.read_bytes()
    told = qcode("documents", "replace", "talk", "talk_2.txt", "--dry-run", "-f", "csv").done()
    assert coded.read_bytes() == before
    assert "Would replace the text of talk; 4 codings: 2 in place" in told.err
    assert told.rows == qcode("documents", "replace", "talk", "talk_2.txt", "-f", "csv").done().rows


def test_the_file_is_read_as_an_import_reads_it(qcode: Qcode, desk: Path, coded: Path) -> None:
    (desk / "talk_3.txt").write_bytes(NEW.encode("cp932"))
    qcode(
        "documents", "replace", "talk", "talk_3.txt", "--encoding", "cp932", "--role", "Q=other",
        "--coder", LIND, "--output", "look.csv", "--raw", "--names",
    ).done()  # fmt: skip
    assert (desk / "look.csv").exists()
    roles = {one["participant"]: one["role"] for one in qcode("participants", "list", "-f", "csv").records}
    assert roles == {"Q": "other", "R1": "respondent"}
    lines = [line.split(": ", 1) for line in OLD.replace("prot", "port").split("\n") if line]
    (desk / "talk.csv").write_text(
        "who,said\n" + "".join(f'{who},"{said}"\n' for who, said in lines), "utf-8"
    )
    qcode(
        "documents", "replace", "talk", "talk.csv", "--column", "text=said", "--column", "speaker=who",
        "--pseudonyms",
    ).done()  # fmt: skip
    assert "1 document, 4 codings" in qcode("check").done().err


def test_what_cannot_be_replaced_is_told_and_nothing_is_written(
    qcode: Qcode, desk: Path, coded: Path
) -> None:
    before = coded.read_bytes()
    qcode("documents", "replace", "talk", "talk.txt").refused("nothing to replace: “talk” has this very text")
    qcode("documents", "replace", "talk", "none.txt").refused("none.txt")
    qcode("documents", "replace", "tlak", "talk_2.txt").refused("no document “tlak”")
    qcode("documents", "replace", "talk", "talk_2.txt", "--role", "R9=other").refused("no speaker “R9”")
    qcode("documents", "replace", "talk", "talk_2.txt", "--role", "R1=boss").refused("no role", code=2)
    (desk / "two.csv").write_text(
        "document,speaker,text\nA,Q,Good day to you.\nB,Q,Good night to you.\n", "utf-8"
    )
    several = qcode("documents", "replace", "talk", "two.csv", "--column", "document=document")
    several.refused("none of them called “talk”")
    assert coded.read_bytes() == before


def test_what_lost_its_words_is_listed_and_placed_by_hand(qcode: Qcode, coded: Path) -> None:
    assert qcode("codings", "unplaced", "-f", "csv").done().records == []
    qcode("documents", "replace", "talk", "talk_2.txt").done()
    (lost,) = qcode("codings", "unplaced", "talk", "--format", "csv", "--raw", "--names").done().records
    assert (lost["document"], lost["code"], lost["quote"]) == ("talk", "Gatekeeper", "He travels each year.")
    assert len(qcode("codings", "export").records) == 3
    placed = qcode("codings", "place", lost["uid"], "--quote", "国際交流に熱心", "--turn", "4").done()
    assert placed.text.strip() == lost["uid"]
    assert "国際交流に熱心" in [one["quote"] for one in qcode("codings", "export").records]
    assert "without a place" in qcode(
        "codings", "unplaced", "--pseudonyms", "--output", "left.md"
    ).done().err + (Path("left.md").read_text("utf-8"))
    qcode("undo").done()
    start = NEW.index("熱心")
    qcode("codings", "place", lost["uid"], start, start + 2, "--coder", LIND).done()
    assert "熱心" in [one["quote"] for one in qcode("codings", "export").records]


def test_a_place_that_is_none_is_refused(qcode: Qcode, coded: Path) -> None:
    qcode("documents", "replace", "talk", "talk_2.txt").done()
    (lost,) = qcode("codings", "unplaced", "-f", "csv").records
    uid = lost["uid"]
    qcode("codings", "place", uid).refused("Say where the coding is to lie", code=2)
    qcode("codings", "place", uid, "3").refused("Say where the coding is to lie", code=2)
    qcode("codings", "place", uid, "a", "b").refused("“a” is no offset", code=2)
    qcode("codings", "place", uid, "5", "99999").refused("does not lie in “talk”")
    qcode("codings", "place", uid, "--quote", "Nobody said this").refused("The quotation “Nobody said this”")
    qcode("codings", "place", uid, "1", "4", "--turn", "2").refused("--turn says", code=2)
    other = qcode("codings", "export").records[0]["uid"]
    qcode("codings", "place", other, "3", "9").refused("lies in its place")
