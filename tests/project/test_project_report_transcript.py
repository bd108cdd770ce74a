"""Coded transcripts: every turn with its speaker, its place and its codings."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qcode import Project
from qcode.model.documents import Document, Role, Speaker, Transcript, Turn
from qcode.model.reports import Heading, Passage, Report
from qcode.project.reports.transcript import Stretch, stretches, transcript_report

Talk = Callable[..., Transcript]
MORI, LIND = "A. Mori", "B. Lind"


@pytest.fixture
def interview_in(project: Project, interview: Transcript) -> Document:
    timed = replace(
        interview, turns=tuple(replace(turn, time_start=30.0 * n) for n, turn in enumerate(interview.turns))
    )
    return project.documents.import_transcript(timed, "port.txt", cases=["Minamihama"]).document


def passages(report: Report) -> list[Passage]:
    return [block for block in report.blocks if isinstance(block, Passage)]


def test_each_turn_has_its_speaker_its_number_and_its_time(project: Project, interview_in: Document) -> None:
    found = passages(transcript_report(project, [interview_in]))
    assert [(one.label, one.place, one.text) for one in found] == [
        ("Q", "turn 1, 00:00:00", "Who keeps the contacts abroad?"),
        ("R", "turn 2, 00:00:30", "The port does. Without the port nobody would write to us."),
        ("Q", "turn 3, 00:01:00", "And the mayor?"),
        ("R", "turn 4, 00:01:30", "市長は国際交流に熱心です。"),
    ]


def test_an_interviewers_turns_do_not_count(project: Project, interview_in: Document) -> None:
    found = passages(transcript_report(project, [interview_in]))
    assert [one.counted for one in found] == [False, True, False, True]


def test_codings_lie_on_their_words_with_code_coder_colour_and_memo(
    project: Project, other: Project, interview_in: Document
) -> None:
    port = project.codes.add("Port", project.codes.add("Actor", colour="#112233"))
    speech = project.documents.turns(interview_in)[1]
    coding = project.codings.apply(interview_in, speech.start + 4, speech.start + 8, port)
    project.memos.write("codings", coding.uid, "Again.")
    other.codings.apply(interview_in, speech.start, speech.start + 14, port)
    marks = passages(transcript_report(project, [interview_in]))[1].marks
    assert [(one.start, one.end, one.code, one.coder, one.colour, one.memo) for one in marks] == [
        (0, 14, "Actor > Port", LIND, "#112233", ""),
        (4, 8, "Actor > Port", MORI, "#112233", "Again."),
    ]


def test_a_coding_over_two_turns_lies_on_both_under_one_number(
    project: Project, interview_in: Document
) -> None:
    first, second = project.documents.turns(interview_in)[1:3]
    coding = project.codings.apply(interview_in, first.start + 4, second.end, project.codes.add("Port"))
    found = passages(transcript_report(project, [interview_in]))
    assert [[(mark.start, mark.end, mark.coding) for mark in one.marks] for one in found] == [
        [],
        [(4, len(found[1].text), coding.id)],
        [(0, len(found[2].text), coding.id)],
        [],
    ]


def test_the_selection_decides_which_codings_are_shown(
    project: Project, other: Project, interview_in: Document
) -> None:
    port = project.codes.add("Port")
    asked, said = project.documents.turns(interview_in)[:2]
    for who in (project, other):
        who.codings.apply(interview_in, asked.start, asked.end, port)
        who.codings.apply(interview_in, said.start, said.end, port)
    everything = passages(transcript_report(project, [interview_in]))
    assert [len(one.marks) for one in everything] == [2, 2, 0, 0]
    chosen = project.select(coders=[LIND])
    assert [len(one.marks) for one in passages(transcript_report(project, [interview_in], chosen))] == [
        0,
        1,
        0,
        0,
    ]


def test_a_document_without_speakers_is_read_by_paragraphs_with_their_pages(project: Project) -> None:
    source = Transcript(
        text="Aims\n\nThe port is the gate.\nAnd more.\n", format="txt", pages=((0, "1"), (28, "2"))
    )
    document = project.documents.import_transcript(source, "strategy.txt").document
    found = passages(transcript_report(project, [document]))
    assert [(one.text, one.place, one.counted) for one in found] == [
        ("Aims", "paragraph 1, p. 1", True),
        ("The port is the gate.", "paragraph 2, p. 1", True),
        ("And more.", "paragraph 3, p. 2", True),
    ]


def test_front_matter_and_stage_directions_are_shown_but_do_not_count(project: Project) -> None:
    text = "Date: 2024\nR: Yes.\n(pause)\nR: No.\n"
    turns = [((11, 14), (14, 18)), ((27, 30), (30, 33))]
    source = Transcript(
        text=text,
        format="txt",
        turns=tuple(_turn(label, speech) for label, speech in turns),
        speakers=(Speaker("R", Role.RESPONDENT),),
        front_matter=(0, 11),
    )
    document = project.documents.import_transcript(source, "talk.txt").document
    found = passages(transcript_report(project, [document]))
    assert [(one.text, one.place, one.counted) for one in found] == [
        ("Date: 2024", "front matter", False),
        ("Yes.", "turn 1", True),
        ("(pause)", "", False),
        ("No.", "turn 2", True),
    ]


def _turn(label: tuple[int, int], speech: tuple[int, int]) -> object:
    from qcode.model.documents import ImportedTurn

    return ImportedTurn(speech=speech, speaker=0, label=label)


def test_the_same_label_in_two_documents_is_two_people_where_names_are_kept_back(
    project: Project, talk: Talk
) -> None:
    documents = [
        project.documents.import_transcript(talk(("Mayor", f"We waited {n}.")), f"talk {n}.txt").document
        for n in (1, 2)
    ]
    report = project.pseudonyms.keep_back_report(transcript_report(project, documents))
    assert [one.label for one in passages(report)] == ["R1", "R2"]
    assert [one.text for one in report.blocks if isinstance(one, Heading)] == ["Document 1", "Document 2"]


def test_marks_lie_on_the_same_words_where_names_in_them_are_kept_back(project: Project, talk: Talk) -> None:
    source = talk(("Oda Kei", "I am Oda Kei of the port."), ("R", "Oda Kei knows the port."))
    document = project.documents.import_transcript(source, "talk.txt").document
    last = project.documents.turns(document)[1]
    project.codings.apply(document, last.end - 9, last.end, project.codes.add("Port"))
    (mark,) = passages(transcript_report(project, [document]))[1].marks
    kept = passages(project.pseudonyms.keep_back_report(transcript_report(project, [document])))[1]
    assert kept.text == "[R1] knows the port."
    assert kept.text[kept.marks[0].start : kept.marks[0].end] == "the port."
    assert mark.end == len("Oda Kei knows the port.")


@settings(max_examples=80)
@given(st.data())
def test_what_is_read_is_the_text_without_labels_and_blanks(data: st.DataObject) -> None:
    text, turns = "", []
    front = data.draw(st.sampled_from(["", "Date: 2024\n"]))
    text += front
    for number in range(data.draw(st.integers(0, 4))):
        text += data.draw(st.sampled_from(["", "(pause)\n", "\n"]))
        label = data.draw(st.sampled_from(["R: ", "", "港：\n"]))
        speech = data.draw(st.text(st.sampled_from("ab \n港"), max_size=8))
        begin = len(text) + len(label)
        turns.append(Turn(number + 1, None, len(text), begin, begin, begin + len(speech), None, None))
        text += label + speech
    document = Document(1, "u", "d", "interview", "", len(text), len(front), "", "txt", None, "")
    found = list(stretches(document, text, turns, {}))
    assert all(one.start <= one.end for one in found)
    starts = [one.start for one in found if one.start < one.end]
    assert starts == sorted(starts)
    for turn in turns:
        text = text[: turn.label_start] + "\0" * (turn.label_end - turn.label_start) + text[turn.label_end :]
    read = "".join(text[one.start : one.end] for one in found)
    assert "".join(read.split()) == "".join(text.replace("\0", "").split())


def test_a_stretch_knows_who_speaks_by_the_label_where_nobody_is_named() -> None:
    document = Document(1, "u", "d", "interview", "", 9, 0, "", "txt", None, "")
    (found,) = stretches(document, "Mayor: No", [Turn(1, None, 0, 7, 7, 9, None, None)], {})
    assert found == Stretch(7, 9, "turn 1", "Mayor")
