"""`qcode framework`: summaries written, shown, listed, exported and imported from the command line."""

from pathlib import Path

import pytest
from running import LIND, Qcode, process

TEXT = "The office came first,\n市長は後から。"


def test_a_summary_is_written_shown_and_removed(qcode: Qcode, study: Path) -> None:
    wrote = qcode("framework", "set", "Minamihama", "Gatekeeper", TEXT).done()
    assert wrote.err == "Wrote the summary of Minamihama × Gatekeeper.\n"
    shown = qcode("framework", "show", "--format", "csv", "--codes", "Gatekeeper").done().records
    assert [one["case"] for one in shown][:2] == ["Minamihama", "Kitaoka"]
    assert shown[0]["Gatekeeper"] == TEXT
    assert shown[1]["Gatekeeper"] == "[1 quotation, no summary]"
    assert (
        qcode("framework", "set", "Minamihama", "Gatekeeper", TEXT).done().err.startswith("Nothing to change")
    )
    assert "Removed" in qcode("framework", "set", "Minamihama", "Gatekeeper", "").done().err
    assert "Minamihama × Gatekeeper" in qcode("undo").done().text + qcode("log", "--last", "1").done().text


def test_a_summary_comes_from_a_file_or_from_standard_input(qcode: Qcode, study: Path, desk: Path) -> None:
    (desk / "words.txt").write_bytes("港が先。\r\n".encode("cp932"))
    qcode("framework", "set", "study.qcode", "Kitaoka", "Gatekeeper", "--file", "words.txt").done()
    given = process(
        "framework",
        "set",
        "Minamihama",
        "Gatekeeper",
        folder=desk,
        stdin=None,
        input=b"from a pipe\n",
    )
    assert given.returncode == 0, given.stderr
    listed = qcode("framework", "show", "--long", "--format", "csv").done().records
    assert [(one["case"], one["summary"]) for one in listed] == [
        ("Minamihama", "from a pipe"),
        ("Kitaoka", "港が先。"),
    ]


def test_nothing_to_write_is_refused_and_removes_nothing(qcode: Qcode, study: Path) -> None:
    qcode("framework", "set", "Minamihama", "Gatekeeper", TEXT).done()
    qcode("framework", "set", "Minamihama", "Gatekeeper", input=" \n").refused(
        "Nothing stands in standard input"
    )
    qcode("framework", "set", "Minamihama", "Gatekeeper", "x", "--file", "-").refused(
        "a text and a file", code=2
    )
    qcode("framework", "set", "Nowhere", "Gatekeeper", "x").refused("There is no case “Nowhere”")
    assert len(qcode("framework", "show", "--long", "--format", "csv").done().records) == 1


def test_todo_lists_what_has_quotations_and_no_summary(qcode: Qcode, study: Path) -> None:
    before = (
        qcode(
            "framework",
            "todo",
            "--codes",
            "Gatekeeper",
            "--role",
            "any",
            "--names",
            "--format",
            "csv",
            "--raw",
        )
        .done()
        .records
    )
    assert {"case": "Minamihama", "code": "Gatekeeper", "quotations": "1"} in before
    qcode("framework", "set", "Minamihama", "Gatekeeper", TEXT).done()
    after = (
        qcode("framework", "todo", "--codes", "Gatekeeper", "--role", "any", "--format", "csv").done().records
    )
    assert len(after) == len(before) - 1
    some = qcode(
        "framework", "todo", "--where", "case = Kitaoka", "--coder", LIND, "--output", "t.csv", "--pseudonyms"
    ).done()
    assert "Wrote t.csv" in some.err


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_an_export_is_written_on_and_imported_again(
    qcode: Qcode, study: Path, desk: Path, suffix: str
) -> None:
    qcode("framework", "set", "Minamihama", "Gatekeeper", TEXT).done()
    qcode("framework", "set", "Minamihama", "Gatekeeper", "=Lind's", "--coder", LIND).done()
    file = f"matrix.{suffix}"
    qcode("framework", "show", "--with-quotations", "2", "--attributes", "population", "-o", file).done()
    again = qcode("framework", "import", file).done()
    assert "Imported 0 summaries; 2 there already." in again.err
    qcode("framework", "set", "Minamihama", "Gatekeeper", "Another.").done()
    qcode("framework", "import", file, "--coder", LIND).refused(
        f"{file}, line", "Minamihama × Gatekeeper has another summary: “Another.”", "--replace"
    )
    assert (
        "Imported 1 summary; 1 there already." in qcode("framework", "import", file, "--replace").done().err
    )


def test_a_file_of_another_encoding_with_a_bad_row_is_not_imported(
    qcode: Qcode, study: Path, desk: Path
) -> None:
    (desk / "l.csv").write_bytes(
        "case,code,summary\nKitaoka,Gatekeeper,港\nKitaoke,Gatekeeper,町\n".encode("euc_jp")
    )
    qcode("framework", "import", "l.csv", "--encoding", "euc_jp").refused(
        "l.csv, line 3, column summary: There is no case “Kitaoke”", "Did you mean “Kitaoka”?"
    )
    assert qcode("framework", "show", "--long", "--format", "csv").done().records == []


def test_the_matrix_lies_and_is_narrowed_as_it_is_asked_for(qcode: Qcode, study: Path) -> None:
    turned = qcode(
        "framework", "show", "--rows", "code", "--codes", "Gatekeeper", "--aggregated", "--role", "any",
        "--coder", LIND, "--where", "case in (Minamihama, Kitaoka)", "--format", "csv", "--raw", "--names",
    ).done()  # fmt: skip
    assert turned.rows[0] == ["code", "Minamihama", "Kitaoka"]
    everything = qcode("framework", "show", "--all-codes", "--format", "json").done().json
    used = qcode("framework", "show", "--format", "json", "--pseudonyms").done()
    assert len(everything["columns"]) > len(used.json["columns"])
    assert "Minamihama" not in used.text
    qcode("framework", "show", "--long", "--aggregated").refused("Leave out --long", code=2)


@pytest.mark.parametrize("suffix", ["md", "docx", "html", "xlsx", "json", "tsv"])
def test_the_matrix_is_written_in_every_format(qcode: Qcode, study: Path, desk: Path, suffix: str) -> None:
    qcode("framework", "set", "Minamihama", "Gatekeeper", TEXT).done()
    qcode("framework", "show", "--codes", "Gatekeeper", "--output", f"m.{suffix}").done()
    assert (desk / f"m.{suffix}").stat().st_size > 200


def test_names_that_are_kept_back_are_warned_of_where_attributes_tell(qcode: Qcode, study: Path) -> None:
    told = (
        qcode("framework", "show", "--attributes", "population", "--pseudonyms", "--format", "md").done().text
    )
    assert "fewer than 3 cases are alike in population" in told
