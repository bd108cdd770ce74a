"""The list of quotations: what is listed, narrowed, put in order; what is done to it."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
from at_a_view import Reader, reading
from coding_study import LIND, MORI

from qcode import Project
from qcode.tui.app import QcodeApp
from qcode.tui.errands import OfCase, OfCode, Quotations, Where

Open = Callable[..., AbstractAsyncContextManager[Reader]]


@pytest.fixture
def segments(study: Path, app_on: Callable[..., QcodeApp]) -> Open:
    """Return what opens the list on the study, as a coder, with an errand made of the project."""

    @asynccontextmanager
    async def opened(
        errand: Callable[[Project], object] | None = None, coder: str = MORI, **options: object
    ) -> AsyncIterator[Reader]:
        size = options.pop("size", (120, 34))
        made = None
        if errand is not None:
            with Project.open(study, coder=coder, keep_backups=0) as project:
                made = errand(project)
        async with reading(app_on(study, coder, **options), study, "segments", made, size) as reader:  # type: ignore[arg-type]
            yield reader

    return opened


def quotes(reader: Reader) -> list[str]:
    """Return the quotations that are listed, in their order."""
    view = reader.view
    return [view._found.text(one) for one in view.shown]


ALL = [
    "We put one person in the port city for two years.",
    "She read what their firms asked for.",
    "The city pays.",
    "I would begin with the harbour office. Th",
]


async def test_all_codings_are_listed_in_the_order_of_the_texts(segments: Open) -> None:
    async with segments() as reader:
        assert quotes(reader) == ALL
        assert reader.head == "Harbour study > Segments > all codes | 4 quotations"


async def test_the_one_under_the_cursor_is_shown_whole_with_where_it_is_from(segments: Open) -> None:
    async with segments() as reader:
        await reader.press("j")
        assert "Minamihama_interview, turn 2, R1, Minamihama" in reader.screen
        assert "Gatekeeper > External search and access · A. Mori · 36 characters" in reader.screen


async def test_a_key_shows_the_turn_around_the_quotation(segments: Open) -> None:
    async with segments() as reader:
        assert reader.screen.count("She read what their firms asked for.") == 1
        await reader.press("t")
        assert reader.screen.count("She read what their firms asked for.") == 2


async def test_a_code_brings_its_sub_codes_with_it(segments: Open) -> None:
    def of(name: str) -> Callable[[Project], OfCode]:
        return lambda project: OfCode(project.codes.find(name).uid)

    async with segments(of("External search and access")) as reader:
        assert quotes(reader) == ALL[1:2]
        with Project.open(reader.path, coder=MORI, keep_backups=0) as project:
            errand = of("Gatekeeper")(project)
        await reader.go("segments", errand)
        assert quotes(reader) == ALL
        assert "Segments > Gatekeeper" in reader.head


async def test_a_case_without_codings_says_what_could_be_done(segments: Open) -> None:
    async with segments(lambda project: OfCase(project.cases.find("Kitaoka").uid)) as reader:
        assert quotes(reader) == []
        assert "No codings in speech that counts." in reader.screen


async def test_the_codings_behind_a_number_are_listed_whosever_speech_they_are(segments: Open) -> None:
    def behind(project: Project) -> Quotations:
        return Quotations("two of them", frozenset(one.id for one in project.codings.list()[1:3]))

    async with segments(behind) as reader:
        assert quotes(reader) == ALL[1:3]
        assert "Segments > two of them" in reader.head


async def test_a_condition_narrows_the_list(segments: Open) -> None:
    async with segments(lambda _: Where('coder = "B. Lind"')) as reader:
        assert quotes(reader) == ALL[3:]
        await reader.press("w")
        assert 'where     coder = "B. Lind"' in reader.screen


async def test_a_condition_that_is_not_understood_points_at_the_place(segments: Open) -> None:
    async with segments() as reader:
        await reader.press("w")
        await reader.type("code = Nobody")
        await reader.press("enter")
        lines = reader.screen.split("\n")
        row = next(place for place, line in enumerate(lines) if "where" in line)
        assert lines[row + 1].index("^") == lines[row].index("Nobody")
        assert "There is no code “Nobody”" in lines[row + 2]
        assert quotes(reader) == ALL

        await reader.press("escape")
        assert "There is no code" not in reader.screen
        assert reader.app.focused is reader.view.grid


async def test_typing_narrows_by_words_of_the_quotation_or_of_what_is_said_of_it(segments: Open) -> None:
    async with segments() as reader:
        await reader.press("slash")
        await reader.type("CITY pay")
        assert quotes(reader) == ["The city pays."]
        await reader.press("enter")
        assert "1 of 4 quotations" in reader.head
        await reader.press("escape")
        assert quotes(reader) == ALL

        await reader.press("f")
        await reader.type("lind")
        assert quotes(reader) == ALL[3:]
        await reader.type("zzz")
        assert "Nothing listed here holds “lindzzz”." in reader.screen


async def test_full_width_letters_find_plain_ones(segments: Open) -> None:
    async with segments() as reader:
        await reader.press("slash")
        reader.view.query_one("#narrow Input").value = "ＣＩＴＹ"
        await reader.settle()
        assert quotes(reader) == [ALL[0], ALL[2]]


async def test_single_keys_put_the_list_in_order_and_the_same_key_turns_it_round(segments: Open) -> None:
    async with segments() as reader:
        await reader.press("4")
        assert [len(one) for one in quotes(reader)] == [49, 41, 36, 14]
        await reader.press("4")
        assert [len(one) for one in quotes(reader)] == [14, 36, 41, 49]
        assert "backwards" in reader.head
        await reader.press("3")
        assert quotes(reader) == [ALL[0], ALL[2], ALL[3], ALL[1]]
        await reader.press("1")
        assert quotes(reader) == ALL


async def test_enter_goes_to_the_passage_and_q_comes_back_to_the_same_place(segments: Open) -> None:
    async with segments() as reader:
        await reader.press("slash")
        await reader.type("city")
        await reader.press("enter", "j", "enter")
        assert reader.view.NAME == "coding"
        start, end = reader.view.passage()
        assert reader.view.open.reading.text[start:end] == "The city pays."

        await reader.press("q")
        assert reader.view.NAME == "segments"
        assert quotes(reader) == [ALL[0], ALL[2]]
        assert reader.view.grid.cursor_row == 1


async def test_marked_codings_get_another_code_and_undo_takes_it_back(segments: Open) -> None:
    async with segments() as reader:
        before = reader.codings()
        await reader.press("space", "j", "space", "r")
        await reader.type("orchestration capacity")
        await reader.press("enter")
        await reader.settle()
        path = "Orchestration > Orchestration capacity"
        assert reader.hint == f"✓ Recoded 2 codings as {path}"
        assert [code for code, _ in reader.codings()].count(path) == 2
        assert path in [reader.view._found.codes[one.code] for one in reader.view.shown]

        await reader.press("u")
        assert reader.codings() == before


async def test_leaving_the_list_of_codes_changes_nothing(segments: Open) -> None:
    async with segments() as reader:
        before = reader.codings()
        await reader.press("r")
        await reader.type("orch")
        await reader.press("escape")
        assert reader.codings() == before
        assert reader.hint == "Nothing was changed."


async def test_own_codings_are_removed_and_others_are_left_alone(segments: Open) -> None:
    async with segments() as reader:
        await reader.press("asterisk", "minus")
        assert reader.hint == f"✓ Removed 3 codings; 1 coding of {LIND} left alone; u brings back"
        assert reader.codings() == [("Gatekeeper", LIND)]
        assert quotes(reader) == ALL[3:]

        await reader.press("minus")
        assert reader.hint == f"This coding is {LIND}'s; only your own can be changed."
        assert reader.codings() == [("Gatekeeper", LIND)]

        await reader.press("u")
        assert quotes(reader) == ALL


async def test_the_cursor_stays_on_its_quotation_when_another_goes(segments: Open) -> None:
    async with segments() as reader:
        await reader.press("j", "j")
        with Project.open(reader.path, coder=MORI, keep_backups=0) as project:
            project.codings.remove(project.codings.list()[:1])
        await reader.app.session.look()
        await reader.settle()
        assert quotes(reader) == ALL[1:]
        assert reader.view._found.text(reader.view.here) == "The city pays."


async def test_what_changes_while_another_view_is_in_front_is_listed_on_the_way_back(segments: Open) -> None:
    async with segments() as reader:
        await reader.press("q")
        with Project.open(reader.path, coder=MORI, keep_backups=0) as project:
            project.codings.remove(project.codings.list()[:1])
        await reader.app.session.look()
        await reader.go("segments")
        assert quotes(reader) == ALL[1:]


async def test_marked_quotations_are_copied_with_their_sources(
    segments: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    copied: list[str] = []
    monkeypatch.setattr("qcode.tui.clipboard.copy", lambda text, _: copied.append(text) or "copied")
    async with segments() as reader:
        await reader.press("space", "space", "y")
        await reader.app.workers.wait_for_complete()
        first, second = copied[0].split("\n\n")
        assert first == (
            "“We put one person in the port city for two years.” "
            "(Minamihama_interview, turn 2, R1, Minamihama: Gatekeeper)"
        )
        assert second.endswith("R1, Minamihama: Gatekeeper > External search and access)")


async def test_what_is_listed_is_written_to_a_file(segments: Open, tmp_path: Path) -> None:
    target = tmp_path / "found.csv"
    async with segments() as reader:
        await reader.press("space", "e", "c", "enter")
        reader.view.path_field.query_one("#path").value = str(target)
        await reader.press("enter")
        await reader.settle()
        assert reader.hint.startswith("✓ Wrote 1 row to")
    assert "We put one person" in target.read_text("utf-8-sig")
    assert len(target.read_text("utf-8-sig").strip().split("\n")) == 2


async def test_a_memo_on_a_coding_is_seen_in_the_list(segments: Open) -> None:
    async with segments() as reader:
        with Project.open(reader.path, coder=MORI, keep_backups=0) as project:
            project.memos.write("codings", project.codings.list()[0].uid, "who paid?")
        await reader.app.session.look()
        await reader.settle()
        assert "Memo: who paid?" in reader.screen


async def test_interviewers_speech_is_listed_on_demand(segments: Open) -> None:
    async with segments() as reader:
        with Project.open(reader.path, coder=MORI, keep_backups=0) as project:
            document = project.documents.find("Minamihama_interview")
            start = project.documents.text(document).index("And who pays")
            project.codings.apply(document, start, start + 12, project.codes.find("Orchestration"))
        await reader.app.session.look()
        await reader.settle()
        assert len(quotes(reader)) == 4
        await reader.press("s")
        assert "And who pays" in quotes(reader)
        assert "everybody's speech" in reader.head


async def test_any_words_are_shown_as_words(segments: Open) -> None:
    async with segments() as reader:
        with Project.open(reader.path, coder=MORI, keep_backups=0) as project:
            hostile = project.codes.add("[/] \u202e[@click=app.quit]x[/]")
            document = project.documents.find("Minamihama_interview")
            coding = project.codings.apply(document, 60, 80, hostile)
            project.memos.write("codings", coding.uid, "[bold]\x1b]52;c;eA==\x07\x9b31m\u202e")
        await reader.app.session.look()
        await reader.settle()
        await reader.press("slash")
        await reader.type("click")
        shown = reader.screen
        assert "[@click=app.quit]x[/]" in shown
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(shown)


async def test_a_memo_is_written_on_the_coding_under_the_cursor(segments: Open) -> None:
    async with segments() as reader:
        await reader.press("j", "m")
        await reader.type("a desk abroad")
        await reader.press("escape")
        await reader.settle()
        with Project.open(reader.path, coder=MORI, keep_backups=0) as project:
            (memo,) = project.memos.list()
            assert (memo.text, memo.owner_uid) == ("a desk abroad", project.codings.list()[1].uid)
        assert "Memo: a desk abroad" in reader.screen


async def test_where_a_code_is_gone_its_list_is_empty_and_says_why(segments: Open) -> None:
    async with segments(lambda project: OfCode(project.codes.find("gs").uid)) as reader:
        with Project.open(reader.path, coder=MORI, keep_backups=0) as project:
            project.codes.remove(project.codes.find("gs"), with_codings=True)
        await reader.app.session.look()
        await reader.settle()
        assert quotes(reader) == []
        assert reader.hint == "! There is no such code."


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_small_and_large_screens_show_list_and_quotation(segments: Open, size: tuple[int, int]) -> None:
    async with segments(size=size) as reader:
        lines = reader.screen.split("\n")
        assert any("quotation" in line and "turn" in line for line in lines)
        assert sum("We put one person in" in line for line in lines) == 2


async def test_a_translation_is_written_beside_the_words_and_found_by_typing(segments: Open) -> None:
    async with segments() as reader:
        await reader.press("j", "T")
        assert "Translation of Gatekeeper > External search and access, 36 characters" in reader.screen
        await reader.type("彼女は企業の望みを読んだ")
        await reader.press("escape")
        assert reader.hint == "✓ Translation saved"
        assert "Translation: 彼女は企業の望みを読んだ" in reader.screen
        await reader.press("slash")
        await reader.type("企業")
        await reader.press("enter")
        assert quotes(reader) == ["She read what their firms asked for."]
        await reader.press("u")
        assert reader.hint == "✓ Undid: Translated 36 characters of Gatekeeper > External search and access"
