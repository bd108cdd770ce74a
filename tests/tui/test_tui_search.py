"""Searching everywhere: what is found, and coding it one by one or together."""

from collections.abc import Callable
from pathlib import Path

import pytest
from at_a_view import Reader, reading
from coding_study import LIND, MORI, PORT
from hypothesis import given
from hypothesis import strategies as st

from qcode import Project
from qcode.importers import read_transcript
from qcode.model.codings import Origin
from qcode.model.documents import Document, Turn
from qcode.text.units import sentences
from qcode.text.widths import cell_width
from qcode.tui.app import QcodeApp
from qcode.tui.errands import Find
from qcode.tui.hits import Passages, Reach
from qcode.tui.screens.search_rows import end_of

At = Callable[..., object]


@pytest.fixture
def at_search(study: Path, app_on: Callable[..., QcodeApp]) -> At:
    """Return what opens the search for some words."""
    return lambda words="", **options: reading(app_on(study), study, "search", Find(words), **options)


def found_by_search(path: Path) -> list[tuple[str, str]]:
    """Return the codings that came from a search: (code, words)."""
    with Project.open(path, coder=MORI, keep_backups=0) as project:
        tree = project.codes.tree()
        texts = {one.id: project.documents.text(one) for one in project.documents.list()}
        return [
            (tree.path(one.code_id), texts[one.document_id][one.start : one.end])
            for one in project.codings.list()
            if one.origin is Origin.SEARCH
        ]


def texts_of(path: Path) -> list[str]:
    with Project.open(path, keep_backups=0) as project:
        return [project.documents.text(one) for one in project.documents.list()]


async def test_words_are_found_in_all_documents_whatever_their_case_and_width(at_search, study: Path) -> None:
    expected = sum(text.casefold().count("port") for text in texts_of(study))
    async with at_search("ＰＯＲＴ") as person:
        assert len(person.view.found.hits) == expected > 1
        assert f"{expected} hits in 2 documents" in person.screen
        assert "is its gate." in person.screen


async def test_hits_are_looked_for_while_typing(at_search) -> None:
    async with at_search() as person:
        await person.type("港")
        await person.press("enter")
        assert [hit.match for hit in person.view.found.hits] == ["港"]
        assert person.view.grid.has_focus


async def test_a_digit_codes_the_sentence_of_the_hit_and_marks_it(at_search, study: Path) -> None:
    async with at_search("valley office") as person:
        await person.press("2")
        assert found_by_search(study) == [("Orchestration", "Yes, the valley office holds the strings.")]
        assert person.hint.startswith("✓ Orchestration: the sentence, 41 characters")
        assert "✓ Orchestration" in person.screen
        await person.press("2")
        assert "already" in person.hint
        assert len(found_by_search(study)) == 1


async def test_keys_typed_ahead_code_the_hit_that_they_were_meant_for(at_search, study: Path) -> None:
    async with at_search("office") as person:
        person.view.grid.go_to(1)
        await person.view.action_pinned(1)
        assert found_by_search(study) == [("Gatekeeper", "I would begin with the harbour office.")]


async def test_the_match_itself_or_the_whole_turn_can_be_coded(at_search, study: Path) -> None:
    async with at_search("harbour office") as person:
        await person.press("t", "1", "t", "1")
        assert found_by_search(study) == [("Gatekeeper", PORT[6][1]), ("Gatekeeper", "harbour office")]


async def test_a_code_is_chosen_by_its_key_by_name_and_again(at_search, study: Path) -> None:
    async with at_search("office") as person:
        await person.press("c", "o", "o", "j", "full_stop")
        assert [code for code, _ in found_by_search(study)] == ["Orchestration", "Orchestration"]
        await person.press("slash", *"pipe", "enter")
        assert "Global pipeline" in {code for code, _ in found_by_search(study)}


async def test_a_name_that_does_not_exist_makes_a_code_there_and_then(at_search, study: Path) -> None:
    async with at_search("minutes") as person:
        await person.press("slash", *"Acts", "enter")
        assert [code for code, _ in found_by_search(study)] == ["Acts"]
        await person.press("u")
        with Project.open(study, keep_backups=0) as project:
            assert "Acts" not in {one.name for one in project.codes.tree()}


async def test_all_hits_are_coded_in_one_step_after_a_look_at_how_many(at_search, study: Path) -> None:
    async with at_search("office") as person:
        hits = len(person.view.found.hits)
        await person.press("A", *"gate", "enter")
        assert f"Apply Gatekeeper to {hits} sentences?" in person.screen
        await person.press("y")
        assert len(found_by_search(study)) == hits
        assert f"{hits} codings" in person.hint
        await person.press("u")
        assert found_by_search(study) == []


async def test_marked_hits_alone_are_coded_and_no_is_no(at_search, study: Path) -> None:
    async with at_search("office") as person:
        await person.press("space", "A", *"gate", "enter", "n")
        assert found_by_search(study) == []
        await person.press("A", *"gate", "enter", "y")
        assert len(found_by_search(study)) == 1


def put_a_corrected_interview_in_place(path: Path) -> None:
    """Let another program remove the port's interview and import it anew, with a question before it."""
    with Project.open(path, coder=LIND, keep_backups=0) as elsewhere:
        old = elsewhere.documents.find("Minamihama_interview")
        file = path.parent / "Minamihama_interview.txt"
        text = elsewhere.documents.text(old)
        file.write_text(f"Q: A first question that was forgotten?\n\n{text}", "utf-8")
        elsewhere.documents.remove(old)
        elsewhere.documents.import_transcript(read_transcript(file), file.name, kind="interview")


async def until(person: Reader, reached: Callable[[], object]) -> None:
    """Let the screen go on until something is reached, or for long enough."""
    for _ in range(100):
        if reached():
            return
        await person.settle()


@pytest.mark.parametrize("noticed", [True, False])
async def test_a_text_that_was_replaced_before_the_yes_is_asked_about_again(
    at_search, study: Path, noticed: bool
) -> None:
    async with at_search("port") as person:
        await person.press("A", *"orch", "enter")
        put_a_corrected_interview_in_place(study)
        if noticed:
            await person.app.session.look()
        await person.press("y")
        await until(person, lambda: person.view.prompt.asking)
        assert found_by_search(study) == []
        assert "Other hits were found meanwhile. Apply Orchestration to 2 sentences?" in person.screen
        await person.press("y")
        assert {words for _, words in found_by_search(study)} == {
            "The port is its gate.",
            "We put one person in the port city for two years.",
        }


async def test_marked_hits_that_went_before_the_yes_are_not_replaced_by_others(
    at_search, study: Path
) -> None:
    async with at_search("port") as person:
        person.view.grid.mark_only(
            [
                hit.place
                for hit in person.view.found.hits
                if person.view.found.sources[hit.document].name == "Minamihama_interview"
            ]
        )
        await person.press("A", *"orch", "enter")
        put_a_corrected_interview_in_place(study)
        await person.press("y")
        await until(person, lambda: "nothing left" in person.hint)
        assert "nothing left to apply Orchestration to" in person.hint
        assert found_by_search(study) == []


async def test_a_search_that_news_overtake_is_made_again(at_search, study: Path) -> None:
    async with at_search("office") as person:
        view = person.view
        ask = person.app.session.ask

        async def overtaken(question):
            found = await ask(question)
            if not asked:
                asked.append(question)
                put_a_corrected_interview_in_place(study)
                await person.app.session.look()
            return found

        asked: list[object] = []
        person.app.session.ask = overtaken
        view.field.value = "harbour"
        await view.look(again=True)
        with Project.open(study, keep_backups=0) as project:
            there = {one.id for one in project.documents.list()}
        assert {hit.document for hit in view.found.hits} <= there


async def test_enter_leads_to_the_place_and_back_to_the_same_hit(at_search) -> None:
    async with at_search("office") as person:
        await person.press("j", "enter")
        hit = person.app._views["search"].found.hits[1]
        assert person.view.NAME == "coding"
        assert person.view.text.cursor in range(hit.start, hit.end + 1)
        await person.press("q")
        assert person.view.NAME == "search"
        assert person.view.hit == hit


async def test_a_regular_expression_is_matched_and_a_broken_one_is_told(at_search) -> None:
    async with at_search("(city|port) ") as person:
        assert person.view.found.hits == []
        await person.press("escape", "r")
        assert {hit.match.lower() for hit in person.view.found.hits} == {"city ", "port "}
        await person.press("f", "end", "(", "enter")
        assert "cannot be read" in person.hint


async def test_whose_speech_and_a_condition_narrow_the_hits(at_search) -> None:
    async with at_search("the") as person:
        anybody = len(person.view.found.hits)
        await person.press("o")
        respondents = len(person.view.found.hits)
        await person.press("o")
        interviewers = len(person.view.found.hits)
        assert anybody > respondents > interviewers > 0
        await person.press("o", "o", "w", *"kind=news", "enter")
        assert person.view.found.hits == []
        await person.press("w", *"x(", "enter")
        assert person.hint.startswith("!")


async def test_what_another_coder_or_undo_does_is_seen_in_the_list(at_search) -> None:
    async with at_search("valley office") as person:
        await person.press("2")
        assert person.view.found.codes_on(person.view.hit)
        await person.press("u")
        assert not person.view.found.codes_on(person.view.hit)
        with Project.open(person.path, coder=MORI, keep_backups=0) as elsewhere:
            document = elsewhere.documents.find("Kitaoka_interview")
            elsewhere.codings.apply(document, *person.view.hit.place[1:], elsewhere.codes.find("Gatekeeper"))
        await person.app.session.look()
        await person.settle()
        assert "Gatekeeper" in person.screen


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_nothing_in_a_text_steers_the_terminal(
    study: Path, app_on: Callable[..., QcodeApp], size: tuple[int, int], talk
) -> None:
    with Project.open(study, coder=MORI, keep_backups=0) as project:
        said = talk(("Q", "Where?"), ("R", "a \x1b]52;c;x\x07 gate [/b] \u202e gate \x9b2J gate"))
        project.documents.import_transcript(said, "hostile.txt")
    async with reading(app_on(study), study, "search", Find("gate [/b]"), size=size) as person:
        assert "gate [/b]" in person.screen
        assert not set(person.screen) & {"\x1b", "\x07", "\u202e", "\x9b"}


# the plain parts


def passages(text: str, turns: list[tuple[int, int]]) -> Passages:
    document = Document(1, "u", "D", "interview", "", len(text), 0, "", "txt", None, "")
    spoken = [
        Turn(place, None, start, start, start, end, None, None) for place, (start, end) in enumerate(turns, 1)
    ]
    return Passages(document, text, spoken)


@given(st.text("ab. 。\n", min_size=1, max_size=80), st.data())
def test_a_passage_holds_its_hit_and_ends_where_sentences_do(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 6)))
    one = passages(text, [])
    assert one.around(start, end, Reach.MATCH) == (start, end)
    first, last = one.around(start, end, Reach.SENTENCE)
    touched = [(a, b) for a, b in sentences(text) if a < end and start < b]
    expected = (min([start, *(a for a, _ in touched)]), max([end, *(b for _, b in touched)]))
    assert (first, last) == expected
    outer = one.around(start, end, Reach.TURN)
    assert outer[0] <= first
    assert last <= outer[1]


def test_a_sentence_never_reaches_into_anothers_speech() -> None:
    text = "Q: So how\nR: we did it. Then"
    one = passages(text, [(3, 9), (13, 28)])
    assert one.around(13, 15, Reach.SENTENCE) == (13, 23)
    assert one.around(13, 15, Reach.TURN) == (13, 28)
    assert one.around(5, 15, Reach.TURN) == (3, 28)


@given(st.text("ab港１", max_size=30), st.integers(2, 20))
def test_the_words_before_a_hit_keep_their_end(text: str, width: int) -> None:
    shown = end_of(text, width)
    assert cell_width(shown) <= width
    assert text.endswith(shown.removeprefix("…"))
    assert shown == text or cell_width(text) > width
