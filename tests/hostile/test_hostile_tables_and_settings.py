"""Codebook files, tables, settings and plain folders made to do harm: refused in words that name them, or read."""

import random
import shutil
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from corpus import GENERIC, STEERING, Maker
from file_makers import csv, package
from mutations import TOKENS, mutated

from qcode import Project
from qcode.codebook import read_codebook
from qcode.errors import QcodeError
from qcode.model.documents import Transcript
from qcode.project.plain import export_plain, import_plain
from qcode.settings import FILE, load_settings
from qcode.sheets import (
    read_cases,
    read_codings,
    read_document_attributes,
    read_participants,
    read_summaries,
)
from qcode.tui.keys import read_keymap
from qcode.tui.state import load_state

SECONDS = 10.0


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    kept = BytesIO()
    book.save(kept)
    book.close()
    return kept.getvalue()


def bomb_workbook() -> bytes:
    return package(
        {
            "[Content_Types].xml": "<Types/>",
            "xl/workbook.xml": "<x/>",
            "xl/worksheets/sheet1.xml": b" " * 90_000_000,
        }
    )


CODES = "code,definition\nGate,where it opens\nGate > Port,ships\n"
YAML = "title: Harbours\ncodes:\n  - name: Gate\n    definition: where it opens\n    codes:\n      - name: Port\n"
LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
)
CASES_TABLE = "case,population\nKitaoka,41000\n"
CODINGS_TABLE = "document,code,quote\ntalk,Gate,The port does.\n"

READERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "codes.yaml": (read_codebook, YAML),
    "codes.csv": (read_codebook, CODES),
    "codings.csv": (read_codings, CODINGS_TABLE),
    "cases.csv": (read_cases, CASES_TABLE),
    "summaries.csv": (read_summaries, "case,Gate\nKitaoka,the port first\n"),
    "people.csv": (read_participants, "document,participant,role\ntalk,R1,respondent\n"),
    "documents.csv": (read_document_attributes, "document,year\ntalk,2020\n"),
    "keys.toml": (partial(read_keymap, known={"coding.undo": "u"}), '"coding.undo" = "u,ctrl+z"\n'),
}
ODD: dict[str, bytes] = {
    "nothing": b"", "NUL": b"\0", "NULs": b"\0" * 5000, "no UTF-8": b"\xff\xfe\xfa\x80", "marks": b"\xef\xbb\xbf" * 4,
    "laughs": LAUGHS.encode(), "objects": b"!!python/object/apply:os.system ['x']\n", "deep lists": b"[" * 50_000,
    "deep maps": b"a: {" * 20_000, "deep tables": b"[" + b"a." * 20_000 + b"b]\n", "indented": b"".join(b" " * n + b"- a:\n" for n in range(2000)),
    "anchors": b"a: &a\n  b: *a\n", "a long cell": b'code\n"' + b"x" * 5_000_000 + b'"\n', "an open quote": b'code\n"' + b"x,\n" * 200_000,
    "many columns": b",".join(b"c%d" % n for n in range(50_000)) + b"\n", "many rows": b"code\n" + b"Gate\n" * 200_000,
    "deep code": b"code\n" + b" > ".join(b"a" for _ in range(5000)) + b"\n", "numbers": b"a = " + b"9" * 100_000 + b"\n",
    "steering": ("code,definition\n" + "".join(f'"{one.replace(chr(34), "")}","x"\n' for one in STEERING)).encode(),
    "a zip": package({"x": "y"}), "a PDF": b"%PDF-1.7\n1 0 obj", "a database": b"SQLite format 3\0" + b"\0" * 400,
}  # fmt: skip


def outcome(read: Callable[[Path], object], path: Path) -> str:
    """Read a file; return what was said where it was refused. Anything else than that fails."""
    began = time.process_time()
    said = ""
    try:
        read(path)
    except QcodeError as error:
        said = error.message
    assert time.process_time() - began < SECONDS
    if said:
        assert path.name in said
    return said


@pytest.mark.parametrize("name", READERS)
def test_what_is_damaged_here_is_otherwise_good(name: str, tmp_path: Path) -> None:
    read, text = READERS[name]
    (tmp_path / name).write_text(text, "utf-8")
    assert outcome(read, tmp_path / name) == ""


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize("odd", ODD)
def test_an_odd_file_is_read_or_refused_in_words(name: str, odd: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(ODD[odd])
    outcome(READERS[name][0], tmp_path / name)


@pytest.mark.parametrize("name", READERS)
def test_damaged_copies_are_read_or_refused_in_words(name: str, tmp_path: Path) -> None:
    read, text = READERS[name]
    chance = random.Random(name)
    tokens = (
        *TOKENS["csv"],
        *TOKENS["json"],
        b"- ",
        b": ",
        b"&a",
        b"*a",
        b"!!x",
        b"[a]",
        b"= ",
        b"'''",
        b"#",
    )
    for _ in range(120):
        (tmp_path / name).write_bytes(mutated(text.encode(), chance, tokens if chance.random() < 0.5 else ()))
        outcome(read, tmp_path / name)


@pytest.mark.parametrize(
    "content",
    [
        workbook(("case", "population"), ("Kitaoka", 41_000)), workbook(), workbook(("case",), ("=1+1",), ("x" * 32_000,)),
        bomb_workbook(), package({"xl/workbook.xml": "<!DOCTYPE x [<!ENTITY e 'x'>]><workbook>&e;</workbook>"}),
        workbook(("case",))[:-50], b"PK\x03\x04" + b"\0" * 100,
    ],
    ids=["good", "empty", "formula", "bomb", "entity", "cut", "no zip"],
)  # fmt: skip
def test_a_workbook_is_read_or_refused_in_words(content: bytes, tmp_path: Path) -> None:
    for name, read in (("a.xlsx", read_cases), ("b.xlsx", read_codings)):
        (tmp_path / name).write_bytes(content)
        outcome(read, tmp_path / name)


def test_damaged_workbooks_are_read_or_refused_in_words(tmp_path: Path) -> None:
    good = workbook(("case", "population"), *((f"Case {n}", n) for n in range(20)))
    chance = random.Random(3)
    for _ in range(80):
        (tmp_path / "a.xlsx").write_bytes(mutated(good, chance))
        outcome(read_cases, tmp_path / "a.xlsx")


@pytest.mark.parametrize("odd", ODD)
def test_odd_settings_are_refused_in_words_and_odd_memories_of_the_screen_forgotten(
    odd: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QCODE_CONFIG_DIR", str(tmp_path))
    (tmp_path / FILE).write_bytes(ODD[odd])
    outcome(lambda _: load_settings(), tmp_path / FILE)
    (tmp_path / "screen.json").write_bytes(ODD[odd])
    load_state()


@pytest.mark.parametrize(
    "said",
    ["[]", "1", '{"recent": 5}', '{"recent": [1, {}, null]}', '{"theme": []}', '{"recent": {"a": 1e999}}'],
)
def test_a_memory_of_the_screen_of_another_shape_is_forgotten(
    said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QCODE_CONFIG_DIR", str(tmp_path))
    (tmp_path / "screen.json").write_text(said, "utf-8")
    load_state()


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, talk: Callable[..., Transcript]) -> Path:
    """A study as a folder of plain files."""
    folder = tmp_path_factory.mktemp("plain")
    with Project.create(folder / "study.qcode", coder="A. Mori", keep_backups=0) as project:
        document = project.documents.import_transcript(
            talk(("Q", "Who?"), ("R", "The port.")), "talk.txt", cases=["Kitaoka"]
        ).document
        project.codings.apply(document, 8, 17, project.codes.add("Gate"), memo="strong")
        export_plain(project, folder / "study")
    return folder / "study"


def test_damaged_plain_folders_are_read_or_refused_and_no_half_project_is_left(
    plain: Path, tmp_path: Path
) -> None:
    chance = random.Random(11)
    names = sorted(str(one.relative_to(plain)) for one in plain.rglob("*") if one.is_file())
    makers: list[Maker] = [
        GENERIC["NULs"],
        GENERIC["noise"],
        lambda _: csv(()),
        lambda _: LAUGHS.encode(),
        lambda _: b"",
    ]
    for number in range(100):
        folder, target = tmp_path / f"folder{number}", tmp_path / f"made{number}.qcode"
        shutil.copytree(plain, folder)
        file = folder / names[number % len(names)]
        if number % 5 == 0:
            file.unlink()
        elif number % 5 == 1:
            file.write_bytes(chance.choice(makers)("csv"))
        else:
            file.write_bytes(mutated(file.read_bytes(), chance, TOKENS["csv"] if number % 2 else ()))
        try:
            import_plain(folder, target)
        except QcodeError:
            assert not target.exists()
        else:
            with Project.open(target) as project:
                assert project.check() == [], file
        assert not [one for one in tmp_path.iterdir() if one.name.startswith(".qcode-")]
        shutil.rmtree(folder)
