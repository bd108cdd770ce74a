"""Text from outside is data: it steers no terminal, no spreadsheet and no program."""

import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from running import MORI, Qcode, run

ESCAPE, CLEAR, TITLE = "\x1b[31m", "\x1b[2J\x1b[H", "\x1b]0;owned\x07"
BIDI, C1 = "\u202e", "\x9b31m"
HOSTILE = f"{ESCAPE}red{CLEAR}{TITLE}{BIDI}{C1}\x08\x7f[bold red]x[/] [@click=app.quit]y[/] {{}} %s =cmd()"
RAW = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def assert_tame(text: str) -> None:
    """Nothing in it steers a terminal."""
    found = RAW.search(text.replace("\r\n", "\n"))
    assert found is None, repr(text[max(0, found.start() - 40) : found.end() + 40])


@pytest.fixture(scope="module")
def rough_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which everything that may be hostile is."""
    folder = tmp_path_factory.mktemp("rough")
    (folder / "talk.txt").write_text(f"Q: Who?\nR: =1+1 {HOSTILE}\nQ: Why?\nR: @SUM(A1)\n", "utf-8")
    (folder / "memo.csv").write_text(
        f'document,code,quote,memo\ntalk,Gatekeeper,"=1+1 {HOSTILE}","-2+3 {HOSTILE}"\n', "utf-8"
    )
    (folder / "codes.csv").write_text("code\nGatekeeper\nGatekeeper > Port\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("QCODE_CONFIG_DIR", str(folder / "settings"))
        patch.setenv("QCODE_CODER", MORI)
        for words in (
            ("init", "own.qcode", "--codebook", "codes.csv", "--title", f"[b]{HOSTILE}"),
            ("import", "talk.txt", "--case", "=HYPERLINK(1)[red]"),
            ("codings", "import", "memo.csv"),
            ("codebook", "edit", "Gatekeeper", "--name", "=Gate[/]", "--definition", HOSTILE),
            ("cases", "set", "=HYPERLINK(1)[red]", f"motto={HOSTILE}", f"note=@{HOSTILE}"),
            ("documents", "set", "talk", "+n=+1+1", "--name", "-talk[red]"),
            ("participants", "set", "R", "--name", "=R[red]", "--pseudonym", "@R [link=x]"),
        ):
            run(words).done()
    return folder / "own.qcode"


@pytest.fixture
def rough(rough_file: Path, desk: Path) -> Path:
    """A copy of that project, the only one in the current folder, and the transcript in it."""
    shutil.copy(rough_file.parent / "talk.txt", desk)
    return Path(shutil.copy(rough_file, desk))


VIEWS = [
    ("documents", "list"), ("documents", "show", "-talk[red]"), ("documents", "show", "talk.txt", "--turns"),
    ("participants", "list"), ("cases", "list"), ("codebook", "show"), ("codebook", "show", "=Gate[/]"),
    ("freq",), ("matrix",), ("matrix", "--measure", "quotes"), ("segments",), ("search", "1+1"), ("log",),
    ("codings", "export", "-f", "table"), ("cases", "export", "-f", "table"),
    ("framework", "show", "--all-codes", "--with-quotations", "3"), ("framework", "todo"),
]  # fmt: skip


@pytest.mark.parametrize("words", VIEWS, ids=" ".join)
def test_nothing_raw_reaches_a_reader(qcode: Qcode, rough: Path, words: tuple[str, ...]) -> None:
    options = ["--"] if "-talk[red]" in words else []
    shown = qcode(*words[:2], *options, *words[2:]).done()
    assert_tame(shown.text)
    assert_tame(shown.err)


def test_markup_is_shown_as_it_was_typed(qcode: Qcode, rough: Path) -> None:
    assert "[bold red]x[/] [@click=app.quit]y[/] {} %s =cmd()" in qcode("documents", "show", "talk.txt").text
    assert "=HYPERLINK(1)[red]" in qcode("cases", "list").text


@pytest.mark.parametrize("words", [("segments",), ("cases", "list"), ("codebook", "show"), ("matrix",)])
def test_formulas_are_defused_in_csv_and_left_alone_on_purpose(
    qcode: Qcode, rough: Path, words: tuple[str, ...]
) -> None:
    defused, raw = (qcode(*words, "-f", "csv", *more).done() for more in ([], ["--raw"]))
    cells = [cell for row in defused.rows for cell in row]
    assert any(cell.startswith("'=") for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "@", "+", "\t")) or re.match(r"-\D", cell)]
    assert [cell.removeprefix("'") for row in defused.rows for cell in row] == [
        cell for row in raw.rows for cell in row
    ]


def test_what_is_defused_comes_back_as_it_was(qcode: Qcode, rough: Path, desk: Path) -> None:
    before = qcode("codings", "export", "--raw").out
    qcode("codings", "export", "-o", "c.csv").done()
    qcode("undo").done()
    (uid,) = (one["uid"] for one in qcode("codings", "export").records)
    qcode("redo").done()
    qcode("codings", "remove", uid).done()
    qcode("codings", "import", "c.csv").done()
    assert qcode("codings", "export", "--raw").out == before


@pytest.mark.parametrize(
    "words",
    [
        ("freq", HOSTILE), ("freq", f"{HOSTILE}.qcode"), (HOSTILE,), ("documents", HOSTILE), ("freq", f"--{HOSTILE}"),
        ("freq", "-f", HOSTILE), ("freq", "-o", f"{HOSTILE}/x.csv"), ("freq", "-o", HOSTILE),
        ("freq", "--where", HOSTILE), ("freq", "--where", f"code = '{HOSTILE}'"), ("freq", "--coder", HOSTILE),
        ("matrix", "--rows", HOSTILE), ("matrix", "--rows", f"case.{HOSTILE}"), ("log", "--last", HOSTILE),
        ("search", "--regex", f"({HOSTILE}"), ("documents", "show", HOSTILE), ("cases", "set", HOSTILE, "a=1"),
        ("cases", "set", HOSTILE, HOSTILE), ("cases", "add", HOSTILE), ("codebook", "show", HOSTILE),
        ("codebook", "add", HOSTILE), ("codebook", "add", "X", "--key", HOSTILE),
        ("codebook", "add", "X", "--colour", HOSTILE), ("codebook", "check", HOSTILE),
        ("codebook", "export", "-o", f"x{HOSTILE}"), ("codings", "add", "talk", HOSTILE, "--quote", "x"),
        ("codings", "add", "talk.txt", "Port", "--quote", f"no {HOSTILE}"), ("codings", "remove", HOSTILE),
        ("codings", "import", HOSTILE), ("import", HOSTILE), ("import", "talk.txt", "--role", f"{HOSTILE}=other"),
        ("import", "talk.txt", "--role", f"Q={HOSTILE}"), ("import", "talk.txt", "--case-from", HOSTILE),
        ("import", "talk.txt", "--encoding", HOSTILE), ("import", "talk.txt", "--kind", HOSTILE),
        ("participants", "set", HOSTILE, "--role", "other"), ("participants", "merge", HOSTILE, HOSTILE),
        ("init", f"nowhere/{HOSTILE}"), ("init", "x", "--codebook", HOSTILE), ("backup", f"nowhere/{HOSTILE}"),
        ("undo", "--coder", HOSTILE), ("documents", "finish", HOSTILE), ("cases", "import", HOSTILE),
    ],
)  # fmt: skip
def test_a_hostile_word_is_refused_and_shown_tamed(qcode: Qcode, rough: Path, words: tuple[str, ...]) -> None:
    said = qcode(*words)
    assert said.code in (1, 2), said.err
    assert "unexpected" not in said.err
    assert said.err.startswith("qcode: ") or words[0] == "codebook" or "qcode: " in said.err
    assert_tame(said.err)
    assert_tame(said.text)
    assert said.err.count("\n") <= 4


WORDS = st.one_of(
    st.sampled_from(
        ["freq", "matrix", "segments", "search", "documents", "codings", "codebook", "cases", "log"]
    ),
    st.sampled_from(
        ["list", "show", "export", "--where", "--rows", "--role", "--format", "-f", "csv", "--", "-"]
    ),
    st.text(st.characters(blacklist_characters="\0", blacklist_categories=["Cs"]), max_size=12),
    st.integers().map(str),
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(WORDS, min_size=1, max_size=5))
def test_no_words_at_all_make_it_stumble(qcode: Qcode, rough: Path, words: list[str]) -> None:
    # Options that write where they are told have their own tests.
    said = qcode(*(word for word in words if not word.startswith(("-o", "--o"))))
    assert said.code in (0, 1, 2)
    assert "unexpected" not in said.err
    assert "Traceback" not in said.err
    assert_tame(said.err)


def zero(path: Path) -> None:
    path.write_bytes(b"")


def text(path: Path) -> None:
    path.write_text("no project\n" * 100, "utf-8")


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:200_000])


def foreign(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE other (x)")
    connection.commit()
    connection.close()


def newer(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.commit()
    connection.close()


def overwritten(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[40_000:600_000] = b"\x5a" * 560_000
    path.write_bytes(data)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def missing(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("spoil", [zero, text, cut, foreign, newer, overwritten, folder, missing])
def test_a_project_that_is_none_is_told_by_every_command_and_left_as_it_is(
    qcode: Qcode, study: Path, desk: Path, spoil: Callable[[Path], None]
) -> None:
    spoil(study)
    (desk / "talk.txt").write_text("Q: Who?\nR: I.\n", "utf-8")
    before = study.read_bytes() if study.is_file() else None
    for words in (
        ("freq", study), ("matrix", study), ("segments", study), ("search", study, "x"), ("log", study),
        ("undo", study), ("redo", study), ("check", study), ("backup", study, "copy.qcode"),
        ("documents", study, "list"), ("cases", study, "add", "X"), ("codebook", study, "add", "X"),
        ("codings", study, "export"), ("participants", study, "list"), ("import", study, "talk.txt"),
        ("documents", study, "finish", "--all"),
    ):  # fmt: skip
        qcode(*words).refused("study.qcode", lines=2)
    assert (study.read_bytes() if study.is_file() else None) == before
    assert not (desk / "copy.qcode").exists()


def test_names_too_long_or_with_line_breaks_are_refused(qcode: Qcode, study: Path) -> None:
    before = study.read_bytes()
    qcode("cases", "add", "x" * 501).refused("500 characters")
    qcode("cases", "add", "one\ntwo").refused("control character")
    qcode("codebook", "add", "a\u2028b").refused("control character")
    qcode("codings", "add", "x" * 100_000, "y").refused(code=2)
    assert study.read_bytes() == before


def test_a_file_name_that_steers_terminals_is_imported_tamed(qcode: Qcode, empty: Path, desk: Path) -> None:
    odd = desk / f"od{ESCAPE}d.txt"
    try:
        odd.write_text("Q: Who?\nR: I.\n", "utf-8")
    except OSError:
        pytest.skip("no such file names here")
    said = qcode("import", odd)
    assert said.code in (0, 1)
    assert_tame(said.err)
    assert_tame(said.text)
    assert_tame(qcode("log").text)
    shutil.move(odd, desk / "tame.txt")
    assert MORI in qcode("log").text
