"""`qcode deposit`: a folder for a data archive."""

import csv
import io
import subprocess
from pathlib import Path

from running import Qcode
from test_tables_from_commands import CASES

from qcode.text.formulas import restore


def codings(folder: str) -> list[dict[str, str]]:
    data = Path(folder, "codings.csv").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(data, newline="")))


def test_the_sample_study_is_deposited_without_names_and_every_quotation_is_at_its_place(
    qcode: Qcode, study: Path
) -> None:
    told = qcode("deposit", "out", "--access", "On request.", "--citation", "Mori 2026.").done()
    assert "read the transcripts" in told.err + told.text
    rows = codings("out")
    assert len(rows) == 810
    for row in rows:
        text = Path("out", row["file"]).read_bytes().decode()
        assert text[int(row["start"]) : int(row["end"])] == restore(row["quote"])
    for file in Path("out").rglob("*"):
        assert not any(name in file.name for name in CASES)
        if file.suffix in (".txt", ".csv", ".md", ".yaml"):
            said = file.read_text("utf-8")
            assert not [name for name in CASES if name in said], file
    page = Path("out", "README.md").read_text("utf-8")
    assert "On request." in page
    assert "Mori 2026." in page


def test_its_checksums_are_as_the_systems_own_program_has_them(qcode: Qcode, study: Path) -> None:
    qcode("deposit", "out").done()
    checked = subprocess.run(
        ["sha256sum", "--check", "--quiet", "checksums.txt"], cwd="out", capture_output=True, check=False
    )
    assert checked.returncode == 0, checked.stdout


def test_a_restricted_deposit_has_the_names(qcode: Qcode, study: Path) -> None:
    told = qcode("deposit", "out", "--names").done()
    assert "restricted" in told.err + told.text
    assert Path("out", "transcripts", "Sakuragi_official.txt").exists()
    assert {row["case"] for row in codings("out")} <= {*CASES, ""}


def test_an_earlier_deposit_is_replaced_and_nothing_else(qcode: Qcode, study: Path) -> None:
    qcode("deposit", "out").done()
    again = qcode("deposit", "out").done()
    assert "Replaced out" in again.err + again.text
    Path("out", "own.txt").write_text("mine", "utf-8")
    qcode("deposit", "out").refused("own.txt")
    assert Path("out", "own.txt").read_text("utf-8") == "mine"
    qcode("deposit").refused("FOLDER", code=2)
