"""Codings in and out, by hand and by the file."""

import csv
import io
import json
from pathlib import Path

import openpyxl
import pytest
from running import LIND, MORI, Qcode

COLUMNS = [
    "document",
    "code",
    "coder",
    "start",
    "end",
    "quote",
    "case",
    "case_override",
    "participant",
    "role",
    "memo",
    "uid",
]


def test_export_has_the_promised_columns_and_everything_that_was_coded(qcode: Qcode, study: Path) -> None:
    exported = qcode("codings", "export").done()
    assert exported.rows[0] == COLUMNS
    assert len(exported.records) == 810
    said = qcode("check").done().err
    assert "810 codings" in said
    assert {one["role"] for one in exported.records} >= {"interviewer", "respondent", ""}
    assert [one["role"] for one in qcode("segments", "-f", "csv").records].count("interviewer") == 0
    few = qcode(
        "codings", "export", "--role", "respondent", "--coder", LIND, "--where", "case = Sakuragi"
    ).done()
    assert {(one["coder"], one["case"], one["role"]) for one in few.records} == {
        (LIND, "Sakuragi", "respondent")
    }


def test_every_quotation_stands_at_its_offsets(qcode: Qcode, study: Path) -> None:
    from qcode import Project

    with Project.open(study, keep_backups=0) as project:
        texts = {one.name: project.documents.text(one) for one in project.documents.list()}
    for one in qcode("codings", "export", "--raw").records:
        assert texts[one["document"]][int(one["start"]) : int(one["end"])] == one["quote"]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_was_exported_comes_back_into_a_copy_without_codings(
    qcode: Qcode, study: Path, desk: Path, ending: str
) -> None:
    before = qcode("codings", "export").done()
    qcode("codings", "export", "--format", ending, "--output", f"all.{ending}").done()
    qcode("codings", "remove", *(one["uid"] for one in before.records), "--others").done()
    assert qcode("codings", "export").records == []
    assert "810 codings imported" in qcode("codings", "import", f"all.{ending}").done().err
    assert qcode("codings", "export").out == before.out
    again = qcode("codings", "import", f"all.{ending}", "--coder", "Ito").done().err
    assert again.endswith("0 codings imported, 810 known already, 0 rows left out.\n")
    qcode("check").done()


def test_bad_rows_stop_an_import_and_are_told_with_their_lines(qcode: Qcode, study: Path, desk: Path) -> None:
    table = desk / "codings.csv"
    table.write_text(
        "document,code,start,end,quote,memo\n"
        "Sakuragi_official,Gatekeeper,155,160,,good\n"
        "Sakuragi_official,Gatekeper,155,160,,\n"
        "Sakuragi_official,Gatekeeper,5,999999,,\n"
        "Sakuragi_official,Gatekeeper,,,the,\n"
        "Sakuragi_official,Gatekeeper,155,160,nonsense,\n"
        "Sakuragi_official,Gatekeeper,,,not a word of it,\n"
        "Nowhere,Gatekeeper,1,2,,\n",
        "utf-8",
    )
    before = study.read_bytes()
    said = qcode("codings", "import", "codings.csv").refused("6 rows of 7", "Nothing was imported", lines=9)
    for line in range(3, 9):
        assert f"codings.csv, line {line}: " in said.err
    assert study.read_bytes() == before
    said = qcode("codings", "import", "codings.csv", "--skip-bad").done()
    assert "1 coding imported, 0 known already, 6 rows left out." in said.err
    assert said.err.count("codings.csv, line") == 6


def test_rows_of_a_wrong_shape_are_told_too(qcode: Qcode, study: Path, desk: Path) -> None:
    (desk / "a.csv").write_text("document,code,start,end\nSakuragi_official,Gatekeeper,x,9\n", "utf-8")
    qcode("codings", "import", "a.csv").refused("a.csv, line 2, column start")
    said = qcode("codings", "import", "a.csv", "--skip-bad").done().err
    assert "a.csv, line 2, column start" in said
    assert "1 row left out" in said
    for missing in ("missing.csv", "."):
        qcode("codings", "import", missing).refused()


def test_a_passage_is_coded_by_offsets_or_by_its_words(qcode: Qcode, study: Path) -> None:
    said = qcode(
        "codings", "add", "Sakuragi_official.txt", "gg", "--start", "155", "--end", "160", "--memo", "=1+1",
        "--case", "Kitaoka", "--coder", "Ito",
    ).done()  # fmt: skip
    assert said.err == "Gatekeeper: 5 characters of Sakuragi_official, [155, 160).\n  I say\n"
    uid = said.text.strip()
    one = next(one for one in qcode("codings", "export").records if one["uid"] == uid)
    assert (one["coder"], one["case"], one["case_override"]) == ("Ito", "Kitaoka", "Kitaoka")
    assert (one["quote"], one["memo"]) == ("I say", "'=1+1")
    said = qcode("codings", "add", "Sakuragi_official", "gd", "--quote", "I  say", "--turn", "2").done()
    assert "[155, 160)" in said.err
    again = qcode("codings", "add", "Sakuragi_official", "gd", "--quote", "I say", "--turn", "2").done()
    assert "coded so already" in again.err
    assert again.text == said.text


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        ((), "--start and --end, or --quote", 2),
        (("--start", "5"), "--start and --end", 2),
        (("--start", "-5", "--end", "3"), "-5 to 3 does not lie", 1),
        (("--start", "0", "--end", "9" * 30), "does not lie", 1),
        (("--start", "5", "--end", "5"), "does not lie", 1),
        (("--start", "9", "--end", "5"), "does not lie", 1),
        (("--quote", "the"), "The quotation “the” is 1", 1),
        (("--quote", "no such words"), "The quotation “no such words” is not in", 1),
        (("--quote", " "), "ither start and end nor", 1),
        (("--quote", "I say", "--turn", "99"), "no turn 99", 1),
        (("--quote", "I say", "--turn", "0"), "--turn", 2),
        (("--turn", "2", "--start", "155", "--end", "160"), "--quote", 2),
        (("--quote", "I say", "--start", "0", "--end", "5"), "not “I say”", 1),
        (("--start", "155", "--end", "160", "--case", "Nowhere"), "Nowhere", 1),
    ],
)
def test_a_passage_that_is_not_there_is_refused(
    qcode: Qcode, study: Path, words: tuple[str, ...], said: str, code: int
) -> None:
    before = study.read_bytes()
    qcode("codings", "add", "Sakuragi_official", "Gatekeeper", *words).refused(said, code=code)
    assert study.read_bytes() == before


def test_codings_are_removed_by_uid_and_others_only_on_purpose(qcode: Qcode, study: Path) -> None:
    uids = {one["coder"]: one["uid"] for one in qcode("codings", "export").records}
    qcode("codings", "remove", uids[MORI]).done()
    qcode("codings", "remove", uids[MORI]).refused("no coding")
    qcode("codings", "remove", uids[LIND]).refused("B. Lind's, not yours", "--others")
    qcode("codings", "remove", uids[LIND], "--coder", LIND).done()
    qcode("undo", "--coder", LIND).done()
    qcode("codings", "remove", uids[LIND], "--others").done()
    qcode("codings", "remove", "0").refused("more than one")
    qcode("codings", "remove", "").refused("coding whose uid begins with “”")
    assert len(qcode("codings", "export").records) == 808


def test_the_same_codings_are_in_every_format(qcode: Qcode, study: Path, desk: Path) -> None:
    wanted = [[*row[:3], int(row[3]), int(row[4]), *row[5:]] for row in qcode("codings", "export").rows[1:]]
    for ending in ("json", "xlsx", "tsv"):
        qcode("codings", "export", "--output", f"c.{ending}").done()
    told = json.loads((desk / "c.json").read_text("utf-8"))
    assert [[row[name] for name in COLUMNS] for row in told["rows"]] == wanted
    sheet = openpyxl.load_workbook(desk / "c.xlsx").worksheets[0]
    rows = [["" if cell is None else cell for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert rows[0] == COLUMNS
    assert rows[1:] == wanted
    text = (desk / "c.tsv").read_text("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text, newline=""), delimiter="\t"))) == 811
