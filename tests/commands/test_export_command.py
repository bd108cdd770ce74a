"""`qcode export` and `qcode init --from`: the whole study as plain files, and back."""

from pathlib import Path

import pytest
from running import Qcode

TABLES = (
    ("freq", "--aggregated", "--role", "any"),
    ("matrix",),
    ("segments", "--role", "any"),
    ("codings", "export"),
    ("documents", "list"),
    ("participants", "list"),
    ("cases", "export"),
    ("codebook", "show"),
)


def content(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}


def test_the_sample_study_comes_back_with_every_table_the_same(qcode: Qcode, study: Path, desk: Path) -> None:
    said = qcode("export", "study.qcode", "plain").done().err
    assert "Wrote plain: 79 files" in said and "README.md" in said
    said = qcode("init", "back", "--from", "plain").done().err
    assert "15 documents, 91 codes, 810 codings" in said and "anew" in said
    for words in TABLES:
        told = [qcode(*words, name, "--format", "csv").done().out for name in ("study.qcode", "back.qcode")]
        assert told[0] == told[1] and told[0].count(b"\n") > 2
    assert "is whole" in qcode("check", "back.qcode").done().err
    qcode("export", "back.qcode", "again").done()
    assert content(desk / "again") == content(desk / "plain")
    assert (desk / "back.qcode").stat().st_mode & 0o077 == 0


def test_an_earlier_export_is_replaced_and_anything_else_is_not(
    qcode: Qcode, study: Path, desk: Path
) -> None:
    qcode("export", "plain").done()
    qcode("codebook", "add", "A new theme").done()
    assert "Replaced plain" in qcode("export", "plain").done().err
    assert "A new theme" in (desk / "plain" / "codebook.yaml").read_text("utf-8")
    (desk / "plain" / "thesis.txt").write_text("mine", "utf-8")
    qcode("export", "plain").refused("thesis.txt", "would be lost")
    qcode("export", ".").refused("you are in")
    assert (desk / "plain" / "thesis.txt").read_text("utf-8") == "mine"


def test_a_folder_that_is_no_export_makes_no_project(qcode: Qcode, study: Path, desk: Path) -> None:
    qcode("init", "new", "--from", "nowhere").refused("nowhere")
    (desk / "empty").mkdir()
    qcode("init", "new", "--from", "empty").refused("no export")
    qcode("export", "plain").done()
    file = desk / "plain" / "texts" / "Kitaoka_consortium.txt"
    file.write_bytes(file.read_bytes() + b"more")
    qcode("init", "new", "--from", "plain").refused("Kitaoka_consortium.txt", "changed")
    assert not (desk / "new.qcode").exists()
    qcode("init", "study", "--from", "plain").refused("exists already")


@pytest.mark.parametrize("more", [("--title", "T"), ("--codebook", "three_themes")])
def test_what_the_folder_brings_is_not_given_twice(qcode: Qcode, study: Path, more: tuple[str, str]) -> None:
    qcode("export", "plain").done()
    qcode("init", "new", "--from", "plain", *more).refused("alone", code=2)


def test_names_that_steer_a_terminal_are_shown_and_not_obeyed(qcode: Qcode, study: Path, desk: Path) -> None:
    qcode("export", "plain").done()
    (desk / "plain" / "texts" / "\x1b[31mred").write_text("x", "utf-8")
    assert "\x1b" not in qcode("export", "plain").refused("red").err
    assert "\x1b" not in qcode("init", "new", "--from", "plain").done().err
