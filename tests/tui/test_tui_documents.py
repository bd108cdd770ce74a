"""The documents on the screen: what there is, what is changed, and bringing files in."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from at_a_view import Reader, reading
from coding_study import LIND, MORI

from qcode import Project
from qcode.model.documents import Document, Role
from qcode.tui.app import QcodeApp
from qcode.tui.errands import OfDocument, Place
from qcode.tui.screens.documents import Documents
from qcode.tui.screens.import_preview import ImportPreview
from qcode.tui.screens.view import View
from qcode.tui.widgets.grid import Grid

Open = Callable[..., AbstractAsyncContextManager[Reader]]
Answer = TypeVar("Answer")


@pytest.fixture
def documents(study: Path, app_on: Callable[..., QcodeApp]) -> Open:
    """Return what opens the documents of the study."""

    @asynccontextmanager
    async def opened(size: tuple[int, int] = (120, 34), **options: object) -> AsyncIterator[Reader]:
        async with reading(app_on(study, **options), study, "documents", size=size) as reader:
            yield reader

    return opened


@pytest.fixture
def talks(tmp_path: Path) -> Path:
    """A folder with three files to import: two talks, and one that nothing can read."""
    folder = tmp_path / "talks"
    folder.mkdir()
    (folder / "Sakuragi_chamber.txt").write_text(
        "Interviewer: Who asks?\nM1: The chamber asks.\nInterviewer: And then?\nM1: Then we answer.\n",
        "utf-8",
    )
    (folder / "Kitaoka_mayor.txt").write_bytes(
        "聞き手：市の窓口はどこですか。\n課長：国際課です。\n聞き手：いつからですか。\n課長：去年からです。\n".encode(
            "cp932"
        )
    )
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 and no more")
    return folder


def in_file(reader: Reader, question: Callable[[Project], Answer]) -> Answer:
    """Ask the project's file, past the screen."""
    with Project.open(reader.path, coder=MORI, keep_backups=0) as project:
        return question(project)


def found(reader: Reader, name: str) -> Document:
    return in_file(reader, lambda project: project.documents.find(name))


def cases_of(reader: Reader, name: str) -> list[str]:
    return in_file(
        reader, lambda project: [one.name for one in project.documents.cases(project.documents.find(name))]
    )


def view_of(reader: Reader) -> Documents:
    view = reader.view
    assert isinstance(view, Documents)
    return view


async def answer(reader: Reader, words: str) -> None:
    """Answer the question in the line, faster than by typing."""
    screen = reader.app.screen
    assert isinstance(screen, View)
    assert screen.prompt.asking
    screen.prompt.settle(words)
    await reader.settle()


async def preview(reader: Reader, path: Path) -> ImportPreview:
    """Ask for an import and wait until all files are read."""
    await reader.press("i")
    view_of(reader).query_one("#path-field").settle(str(path))
    for _ in range(100):
        await reader.settle()
        screen = reader.app.screen
        if (
            isinstance(screen, ImportPreview)
            and screen.ready.is_set()
            and not screen._is_reading
            and screen.files
        ):
            await reader.settle()
            return screen
    raise AssertionError("the files were not read")


def said(screen: View) -> str:
    from qcode.tui.widgets.side_line import SideLine

    return screen.query_one("#hint", SideLine).left


async def test_every_document_says_whose_it_is_and_how_far_each_coder_is(documents: Open) -> None:
    async with documents(size=(140, 34)) as reader:
        first = next(line for line in reader.screen.split("\n") if "> Minamihama_in" in line)
        assert "interview" in first
        assert "◐ 3 in progress" in first
        assert "◐ 1 in progress" in first
        last = next(line for line in reader.screen.split("\n") if "Minamihama_stra" in line)
        assert "○ not begun" in last


async def test_the_signs_have_an_ascii_form_and_fit_a_small_terminal(documents: Open) -> None:
    async with documents(size=(80, 24), ascii=True) as reader:
        first = next(line for line in reader.screen.split("\n") if "> Minamihama_in" in line)
        assert "~ 3" in first
        assert "A. Mori: in progress, 3 codings" in reader.screen


async def test_finishing_is_said_for_oneself_and_taken_back_by_the_same_key(documents: Open) -> None:
    async with documents() as reader:
        await reader.press("F")
        assert "counts as 0 from now on" in reader.hint
        assert "1 finished by you" in reader.head
        states = in_file(reader, lambda project: project.documents.assignments())
        assert list(states.values()) == ["finished"]
        await reader.press("F")
        assert "0 finished by you" in reader.head


async def test_enter_opens_the_document_in_the_text_view(
    documents: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with documents() as reader:
        went: list[tuple[str, object]] = []

        async def go(name: str, errand: object = None) -> None:
            went.append((name, errand))

        monkeypatch.setattr(reader.app, "go", go)
        await reader.press("enter")
        assert went == [("coding", Place(found(reader, "Minamihama_interview").uid))]


async def test_an_errand_selects_a_document(documents: Open) -> None:
    async with documents() as reader:
        wanted = found(reader, "Minamihama_strategy")
        await reader.go("documents", OfDocument(wanted.uid))
        assert view_of(reader).document == wanted


async def test_name_and_kind_are_edited(documents: Open) -> None:
    async with documents() as reader:
        await reader.press("e", "n")
        await answer(reader, "Port talk")
        assert found(reader, "Port talk").kind == "interview"
        assert "is now called Port talk" in reader.hint
        await reader.press("e", "k")
        await reader.type("field")
        await reader.press("enter")
        assert found(reader, "Port talk").kind == "field notes"


async def test_a_document_is_attached_and_detached_and_a_new_case_made_in_one_step(documents: Open) -> None:
    async with documents() as reader:
        name = "Minamihama_interview"
        await reader.press("c")
        await reader.type("kitaoka")
        await reader.press("enter")
        assert cases_of(reader, name) == ["Minamihama", "Kitaoka"]
        await reader.press("c", "enter")
        assert cases_of(reader, name) == ["Kitaoka"]
        assert "Detached Minamihama_interview from Minamihama" in reader.hint
        await reader.press("c")
        await reader.type("Port")
        await reader.press("enter")
        assert cases_of(reader, name) == ["Kitaoka", "Port"]
        await reader.press("u")
        assert cases_of(reader, name) == ["Kitaoka"]
        assert in_file(reader, lambda project: [one.name for one in project.cases.list()]) == [
            "Minamihama",
            "Kitaoka",
        ]


async def test_attributes_are_given_with_year_and_source_and_edited_in_their_table(documents: Open) -> None:
    async with documents() as reader:
        await reader.press("a")
        for words in ("budget", "12000", "2021", "annual report"):
            await answer(reader, words)
        assert reader.hint == "✓ budget of Minamihama_interview is 12,000 (2021, annual report)."
        view_of(reader).set_focus(view_of(reader).values)
        await reader.press("e")
        for words in ("13000", "2022", "annual report"):
            await answer(reader, words)
        await reader.press("y")
        uid = found(reader, "Minamihama_interview").uid
        values = in_file(reader, lambda project: project.attributes.values(uid))
        assert [(one.value, one.year) for one in values] == [(12000, 2021), (13000, 2022)]
        await reader.press("k", "e")
        await answer(reader, "")
        values = in_file(reader, lambda project: project.attributes.values(uid))
        assert [(one.value, one.year) for one in values] == [(12000, 2021)]


async def test_a_year_or_source_that_was_wrong_is_put_right(documents: Open) -> None:
    async with documents() as reader:
        await reader.press("a")
        for words in ("budget", "12000", "", "hearsay"):
            await answer(reader, words)
        view_of(reader).set_focus(view_of(reader).values)
        await reader.press("e")
        for words in ("12000", "2021", ""):
            await answer(reader, words)
        uid = found(reader, "Minamihama_interview").uid
        (value,) = in_file(reader, lambda project: project.attributes.values(uid))
        assert (value.value, value.year, value.source) == (12000, 2021, "")
        await reader.press("e")
        await answer(reader, "12000")
        await answer(reader, "last year")
        assert "is no year" in reader.hint


async def test_removing_says_whose_codings_go(documents: Open) -> None:
    async with documents() as reader:
        await reader.press("minus")
        assert reader.hint.startswith("4 codings of 2 coders (A. Mori 3, B. Lind 1), ")
        assert "1 link to a case" in reader.hint
        assert reader.hint.endswith(" would go with it.")
        await reader.press("y")
        assert reader.codings() == []
        await reader.press("u")
        assert len(reader.codings()) == 4


async def test_what_another_person_brings_in_is_seen(documents: Open, plain: object) -> None:
    async with documents() as reader:
        with Project.open(reader.path, coder=LIND, keep_backups=0) as other:
            other.documents.import_transcript(plain, "Seen_from_afar.txt")  # type: ignore[arg-type]
        await reader.app.session.look()
        await reader.settle()
        assert "Seen_from_afar" in reader.screen


# -- importing


async def test_nothing_is_written_before_the_preview_was_seen(documents: Open, talks: Path) -> None:
    async with documents(size=(140, 40)) as reader:
        before = in_file(reader, lambda project: project.newest_change())
        screen = await preview(reader, talks)
        assert [one.source.below for one in screen.files] == [
            "Kitaoka_mayor.txt",
            "Sakuragi_chamber.txt",
            "broken.docx",
        ]
        assert "! refused" in reader.screen
        assert "cp932?" in reader.screen
        assert "聞き手：市の窓口はどこですか。" in reader.screen
        assert "2 of 3 files will be, 1 cannot" in said(screen)
        await reader.press("escape")
        assert reader.app.screen is reader.view
        assert in_file(reader, lambda project: project.newest_change()) == before


async def test_files_are_corrected_then_imported_one_step_each(documents: Open, talks: Path) -> None:
    async with documents(size=(140, 40)) as reader:
        screen = await preview(reader, talks)
        await reader.press("E", "p")
        await answer(reader, "{case}_*")
        assert "2 of 3 names fit" in said(screen)
        await reader.press("j", "e", "k")
        await reader.type("field")
        await reader.press("enter")
        screen.set_focus(screen.query_one("#speakers", Grid))
        await reader.press("j", "o")
        assert said(screen) == "M1 in Sakuragi_chamber.txt: other."
        await reader.press("i" if screen.focused is screen.grid else "tab")
        screen.set_focus(screen.grid)
        await reader.press("i", "y")
        await reader.settle()
        chamber = found(reader, "Sakuragi_chamber")
        assert chamber.kind == "field notes"
        assert cases_of(reader, "Sakuragi_chamber") == ["Sakuragi"]
        roles = in_file(
            reader, lambda project: {one.name: one.role for one in project.participants.list(chamber)}
        )
        assert roles["M1"] is Role.OTHER
        assert found(reader, "Kitaoka_mayor").encoding == "cp932"
        assert "Imported 2 files" in reader.hint
        assert reader.app.screen is reader.view
        await reader.press("u")
        assert "Sakuragi_chamber" not in in_file(
            reader, lambda project: [x.name for x in project.documents.list()]
        )
        assert "Kitaoka_mayor" in in_file(reader, lambda project: [x.name for x in project.documents.list()])


async def test_another_encoding_shows_how_the_text_then_looks(documents: Open, talks: Path) -> None:
    async with documents(size=(140, 40)) as reader:
        screen = await preview(reader, talks / "Kitaoka_mayor.txt")
        await reader.press("e", "e")
        await reader.type("utf-8")
        await reader.press("enter")
        assert "is not utf-8" in reader.screen
        assert not screen.files[0].goes_in
        await reader.press("e", "e")
        await reader.type("as found")
        await reader.press("enter")
        assert screen.files[0].goes_in


async def test_a_skipped_file_stays_out(documents: Open, talks: Path) -> None:
    async with documents() as reader:
        screen = await preview(reader, talks)
        await reader.press("space")
        assert screen.files[0].skip
        await reader.press("i", "y")
        names = in_file(reader, lambda project: [one.name for one in project.documents.list()])
        assert "Sakuragi_chamber" in names
        assert "Kitaoka_mayor" not in names


async def test_a_file_that_is_there_already_is_refused_in_the_preview(
    documents: Open, tmp_path: Path
) -> None:
    async with documents(size=(140, 40)) as reader:
        screen = await preview(reader, tmp_path / "Kitaoka_interview.txt")
        assert "is in the project already" in screen.files[0].problem
        assert "is in the project already" in " ".join(reader.screen.split())
        await reader.press("i")
        assert "nothing to import" in said(screen)


async def test_an_import_is_stopped_between_two_files_and_what_is_done_stays(
    documents: Open, talks: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from qcode.tui.screens import import_preview

    async with documents() as reader:
        screen = await preview(reader, talks)
        real = import_preview.bring_in

        def slow(project: Project, one: object) -> object:
            screen._stopping = True  # as Escape sets it while the first file is being imported
            return real(project, one)  # type: ignore[arg-type]

        monkeypatch.setattr(import_preview, "bring_in", slow)
        await reader.press("i", "y")
        await reader.settle()
        names = in_file(reader, lambda project: [one.name for one in project.documents.list()])
        assert "Kitaoka_mayor" in names
        assert "Sakuragi_chamber" not in names
        assert "Stopped: 1 of 2 files imported, which stay" in said(screen)
        assert [one.source.below for one in screen.files] == ["Sakuragi_chamber.txt", "broken.docx"]


async def test_a_path_is_completed_by_tab(documents: Open, talks: Path) -> None:
    async with documents() as reader:
        await reader.press("i")
        field = view_of(reader).query_one("#path-field")
        field._put(str(talks.parent / "tal"))
        await reader.press("tab")
        assert field._field.value == f"{talks.as_posix()}/"
        assert [path.rpartition("/")[2] for path in field.found] == [
            "Kitaoka_mayor.txt",
            "Sakuragi_chamber.txt",
            "broken.docx",
        ]
        await reader.press("S", "tab")
        assert field._field.value.endswith("/Sakuragi_chamber.txt")
        await reader.press("escape")
        assert reader.hint == "Nothing was changed."


async def test_a_path_that_is_not_there_is_told(documents: Open, tmp_path: Path) -> None:
    async with documents() as reader:
        await reader.press("i")
        view_of(reader).query_one("#path-field").settle(str(tmp_path / "nowhere"))
        await reader.settle()
        assert "There is no file or folder" in reader.hint


async def test_an_empty_project_says_how_to_begin(tmp_path: Path, app_on: Callable[..., QcodeApp]) -> None:
    path = tmp_path / "empty.qcode"
    Project.create(path, "Empty", coder=MORI, keep_backups=0).close()
    async with reading(app_on(path), path, "documents") as reader:
        assert "No documents yet: i imports transcripts and other texts." in reader.screen
        await reader.press("F")
        assert "There is no document in hand." in reader.hint


async def test_undoing_from_the_preview_is_seen_in_the_preview(documents: Open, tmp_path: Path) -> None:
    async with documents(size=(140, 40)) as reader:
        view_of(reader).select(found(reader, "Kitaoka_interview").uid)
        await reader.press("minus", "y")
        screen = await preview(reader, tmp_path / "Kitaoka_interview.txt")
        assert screen.files[0].goes_in
        await reader.press("u")
        assert "is in the project already" in screen.files[0].problem


def test_names_that_cannot_be_typed_are_not_offered(tmp_path: Path) -> None:
    from qcode.tui.widgets.path_field import completed, entries

    (tmp_path / "ab\u202ec.txt").write_text("", "utf-8")
    (tmp_path / "abd.txt").write_text("", "utf-8")
    (tmp_path / ".hidden.txt").write_text("", "utf-8")
    (tmp_path / "abe.csv").write_text("", "utf-8")
    (tmp_path / "folder").mkdir()
    here = tmp_path.as_posix()
    assert entries(f"{here}/") == [f"{here}/folder/", f"{here}/abd.txt", f"{here}/abe.csv"]
    assert entries(f"{here}/", (".csv",)) == [f"{here}/folder/", f"{here}/abe.csv"]
    assert entries(f"{here}/.h") == [f"{here}/.hidden.txt"]
    assert entries(f"{here}/nowhere/") == []
    assert completed(f"{here}/a", entries(f"{here}/a")) == f"{here}/ab"
