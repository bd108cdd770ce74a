"""Beginning: the sample study, and a project of one's own."""

from pathlib import Path

import pytest
from running import MORI, Qcode, Run


def test_demo_prints_both_tables_and_says_what_to_do_next(sample: tuple[Path, Run]) -> None:
    path, made = sample
    made.done()
    assert path.is_file()
    assert "Code frequencies" in made.text
    assert "Segments: code by case" in made.text
    for name in ("Minamihama", "Kazehara", "Gatekeeper", "Total"):
        assert name in made.text
    assert "Try next:" in made.err
    assert "invented" in made.err
    assert str(path) in made.err


def test_every_command_that_demo_proposes_works(qcode: Qcode, sample: tuple[Path, Run], desk: Path) -> None:
    import shlex

    proposed = [shlex.split(line) for line in sample[1].err.split("\n") if line.startswith("  qcode ")]
    assert len(proposed) >= 4
    assert proposed[0][1] == "open"
    qcode(*proposed.pop(0)[1:]).refused("needs a terminal", code=2)
    for _, *words in proposed:
        shown = qcode(*words).done()
        assert shown.text.count("\n") > 5 or "Wrote " in shown.err
    assert (desk / "matrix.xlsx").stat().st_size > 1000


def test_demo_into_the_same_folder_again_is_refused_and_changes_nothing(qcode: Qcode, desk: Path) -> None:
    qcode("demo").done()
    made = desk / "sample_study.qcode"
    before = made.read_bytes()
    qcode("demo").refused("exists already")
    assert made.read_bytes() == before
    assert [one.name for one in desk.iterdir()] == [made.name]


def test_demo_where_a_file_is_in_the_way_of_the_folder_is_refused(qcode: Qcode, desk: Path) -> None:
    (desk / "in the way").write_text("x", "utf-8")
    qcode("demo", "in the way").refused(code=2)
    qcode("demo", "in the way/below").refused("in the way")
    assert (desk / "in the way").read_text("utf-8") == "x"


def test_init_makes_a_project_and_adds_the_ending(qcode: Qcode, desk: Path) -> None:
    said = qcode("init", "harbour").done().err
    assert "Made harbour.qcode" in said
    assert "qcode import harbour.qcode" in said
    assert (desk / "harbour.qcode").is_file()
    assert "harbour: documents" in qcode("documents", "list").done().text


def test_init_takes_a_title_a_codebook_and_a_coder(qcode: Qcode, desk: Path) -> None:
    said = qcode(
        "init", "h.qcode", "--title", "海 [bold]", "--codebook", "three_themes", "--coder", "Cho"
    ).done()
    assert "20 codes" in said.err
    assert "海 [bold]: what was done" in qcode("log").text
    events = qcode("log", "--format", "csv").records
    assert [one["coder"] for one in events if "codebook" in one["what"]] == ["Cho"]
    assert MORI not in qcode("log").text
    assert (desk / "h.qcode").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("codebook", "words"),
    [("nosuch", "three_themes"), ("bad.csv", "line 1"), ("bad.yaml", "bad.yaml"), ("folder", "folder")],
)
def test_init_with_a_codebook_that_is_none_leaves_no_project_behind(
    qcode: Qcode, desk: Path, codebook: str, words: str
) -> None:
    (desk / "bad.csv").write_text("colour\nred\n", "utf-8")
    (desk / "bad.yaml").write_text("codes: [\n", "utf-8")
    (desk / "folder").mkdir()
    qcode("init", "study", "--codebook", codebook).refused(words)
    assert not list(desk.glob("*.qcode"))


def test_init_over_a_project_that_is_there_is_refused(qcode: Qcode, study: Path) -> None:
    before = study.read_bytes()
    qcode("init", "study").refused("exists already")
    qcode("init", "study.qcode", "--codebook", "three_themes").refused("exists already")
    assert study.read_bytes() == before


def test_init_in_a_folder_that_is_not_there_is_refused(qcode: Qcode) -> None:
    qcode("init", "nowhere/study").refused("nowhere")
