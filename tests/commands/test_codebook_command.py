"""The codebook: shown, checked, edited, written and read."""

from pathlib import Path

import pytest
from running import ROOT, Qcode


def shown(qcode: Qcode) -> dict[str, dict[str, str]]:
    rows = qcode("codebook", "show", "--format", "csv").done().records
    return {one["code"]: one for one in rows}


def test_the_tree_is_shown_with_keys_and_numbers(qcode: Qcode, study: Path, desk: Path) -> None:
    one = shown(qcode)["Gatekeeper > Local diffusion"]
    assert (one["key"], one["name_ja"], one["codings"]) == ("gd", "地域内への伝播", "20")
    read = qcode("codebook", "show").done().text
    assert "\n  Local diffusion " in read
    qcode("codebook", "show", "--output", "tree.csv", "--raw").done()
    assert "Gatekeeper > Local diffusion" in (desk / "tree.csv").read_text("utf-8-sig")
    qcode("cases", "list", "--output", "cases.txt").done()


@pytest.mark.parametrize("name", ["Gatekeeper > Local diffusion", "local diffusion", "gd", "伝播"])
def test_one_code_is_shown_by_path_name_key_or_alias(qcode: Qcode, study: Path, name: str) -> None:
    told = qcode("codebook", "show", name).done().text
    assert told.startswith("Gatekeeper > Local diffusion  (地域内への伝播)\n       key  gd\n")
    assert "codings  20" in told


def test_one_code_is_no_table(qcode: Qcode, study: Path) -> None:
    qcode("codebook", "show", "gd", "--format", "csv").refused("whole codebook", code=2)
    qcode("codebook", "show", "Gatekeper").refused("Did you mean “Gatekeeper”?")


def test_files_are_checked_and_every_fault_is_told(qcode: Qcode, desk: Path) -> None:
    good = ROOT / "codebooks" / "three_themes.yaml"
    (desk / "one.csv").write_text("code\nA\nA\n", "utf-8")
    (desk / "two.yaml").write_text("codes:\n  - name: A\n    colour: reddish\n", "utf-8")
    assert "no fault" in qcode("codebook", "check", good, "municipal_internationalisation").done().err
    said = qcode("codebook", "check", "one.csv", good, "two.yaml", "nosuch", "one.csv")
    said.refused("one.csv, line 3", "two.yaml, line 3", "no fault", "nosuch", lines=8)


def test_a_code_is_added_with_all_that_is_to_be_said_of_it(qcode: Qcode, empty: Path) -> None:
    qcode(
        "codebook", "add", "Ferry", "--parent", "Gatekeeper", "--name-ja", "渡し", "--key", "gf", "--colour",
        "#1f77b4", "--brief", "Over water", "--definition", "Who carries over.", "--include", "boats",
        "--exclude", "bridges", "--example", "We sail.", "--example", "They row.", "--source", "own",
        "--note", "new", "--alias", "boat", "--alias", "ship", "--no-facet", "--coder", "Ito",
    ).done()  # fmt: skip
    told = qcode("codebook", "show", "ship").done().text
    for words in ("渡し", "gf", "#1f77b4", "Over water", "Who carries", "boats", "bridges", "We sail.",
                  "They row.", "own", "new", "boat, ship"):  # fmt: skip
        assert words in told
    assert "key" in qcode("codebook", "add", "Period", "--facet").done().err
    assert shown(qcode)["Period"]["state"] == "facet"


def test_a_code_is_edited(qcode: Qcode, study: Path) -> None:
    qcode(
        "codebook", "edit", "Orchestration", "--name", "Conducting", "--name-ja", "指揮", "--key", "zz",
        "--colour", "#000000", "--brief", "b", "--definition", "d", "--include", "i", "--exclude", "e",
        "--example", "x", "--source", "s", "--note", "n", "--alias", "a", "--coder", "Ito",
    ).done()  # fmt: skip
    assert shown(qcode)["Conducting"]["key"] == "zz"
    assert shown(qcode)["Conducting"]["codings"] == "5"
    qcode("codebook", "edit", "Narrative and its driver", "--facet").done()
    assert shown(qcode)["Narrative and its driver"]["state"] == "facet"
    qcode("codebook", "edit", "Narrative and its driver", "--no-facet").done()
    assert shown(qcode)["Narrative and its driver"]["state"] == ""
    qcode("undo", "--coder", "Ito").done()
    assert "Orchestration" in shown(qcode)


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (("add", "Local diffusion", "--parent", "Gatekeeper"), "already", 1),
        (("add", "a > b"), "“>”", 1),
        (("add", "X", "--key", "g"), "cannot be told apart", 1),
        (("add", "X", "--colour", "red"), "#1f77b4", 1),
        (("add", "X", "--parent", "Nobody"), "no code “Nobody”", 1),
        (("add", "X", "--parent", "Gatekeeper", "--facet"), "top code", 1),
        (("add", "  "), "name", 1),
        (("edit", "Gatekeeper"), "nothing to change", 2),
        (("edit", "Gatekeper", "--brief", "x"), "Did you mean", 1),
        (("move", "Gatekeeper", "--below", "Local diffusion"), "below itself", 1),
        (("move", "Gatekeeper", "--position", "0"), "--position", 2),
        (("merge", "Gatekeeper", "Local diffusion"), "merged", 1),
        (("merge", "Gatekeeper"), "INTO", 2),
        (("remove", "Orchestration"), "76 codings", 1),
        (("retire", "Nobody"), "no code", 1),
        (("import", "missing.yaml"), "missing.yaml", 1),
        (("export", "--output", "book.pdf"), ".pdf", 2),
        (("export", "--output", "nowhere/book.csv"), "folder does not exist", 1),
    ],
)
def test_what_would_break_the_codebook_is_refused(
    qcode: Qcode, study: Path, words: tuple[str, ...], said: str, code: int
) -> None:
    before = study.read_bytes()
    qcode("codebook", *words).refused(said, code=code)
    assert study.read_bytes() == before


def test_codes_are_moved_merged_retired_and_removed(qcode: Qcode, study: Path) -> None:
    qcode(
        "codebook", "move", "Temporary clusters", "--below", "gg", "--position", "1", "--coder", "Ito"
    ).done()
    paths = list(shown(qcode))
    assert paths[paths.index("Gatekeeper") + 1] == "Gatekeeper > Temporary clusters"
    qcode("codebook", "move", "Temporary clusters").done()
    assert "Temporary clusters" in shown(qcode)
    said = qcode("codebook", "merge", "Temporary clusters", "Outward flow", "--coder", "Ito").done().err
    assert "12 codings" in said
    assert shown(qcode)["Global pipeline > Outward flow"]["codings"] == "26"
    qcode("codebook", "retire", "Orchestration", "--coder", "Ito").done()
    assert shown(qcode)["Orchestration"]["state"] == "retired"
    coded = qcode("codings", "add", "Sakuragi_official", "Orchestration", "--start", "155", "--end", "160")
    coded.refused("retired")
    qcode("codebook", "retire", "Orchestration", "--reinstate").done()
    said = qcode("codebook", "remove", "Orchestration", "--with-codings", "--coder", "Ito").done().err
    assert "76 codings" in said
    assert "Orchestration" not in shown(qcode)


def test_a_codebook_written_and_read_again_is_the_same(qcode: Qcode, study: Path, desk: Path) -> None:
    text = qcode("codebook", "export").done().out
    for ending in ("yaml", "yml", "csv"):
        file = f"book.{ending}"
        qcode("codebook", "export", "--output", file).done()
        assert "91 codes, no fault" in qcode("codebook", "check", file).err
        said = qcode("codebook", "import", "study.qcode", file, "--coder", "Ito").done().err
        assert "0 codes added" in said
        qcode("init", "copy", "--codebook", file).done()
        copied = qcode("codebook", "export", "copy.qcode").done().out
        assert copied.partition(b"\n")[2] == text.partition(b"\n")[2]
        (desk / "copy.qcode").unlink()


def test_formulas_in_a_codebook_are_defused_in_csv_unless_raw(qcode: Qcode, empty: Path, desk: Path) -> None:
    qcode("codebook", "edit", "Gatekeeper", "--definition", "=HYPERLINK(1)").done()
    qcode("codebook", "export", "--output", "book.csv").done()
    assert "'=HYPERLINK" in (desk / "book.csv").read_text("utf-8-sig")
    assert "0 codes added, 0 changed" in qcode("codebook", "import", "book.csv").done().err
    qcode("codebook", "export", "--output", "book.csv", "--raw").done()
    assert "'=" not in (desk / "book.csv").read_text("utf-8-sig")
