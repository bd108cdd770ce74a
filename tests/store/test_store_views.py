"""The two views for other programs give the right rows in plain SQLite."""

import random
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from qcode import Project
from qcode.model.documents import Transcript


def select(path: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute(sql).fetchall()


def test_coded_segments_hold_the_words_and_who_says_what_they_are(
    project: Project, other: Project, interview: Transcript
) -> None:
    document = project.documents.import_transcript(interview, "talk.txt").document
    actor = project.codes.add("Actor")
    mayor = project.codes.add("Mayor", actor)
    case = project.cases.add("Kitaoka")
    start = interview.text.index("市長は")
    first = project.codings.apply(document, start, start + 2, mayor, case=case)
    port = interview.text.index("The port")
    second = other.codings.apply(document, port, port + 8, actor)
    rows = select(project.path, 'SELECT * FROM coded_segments ORDER BY "start" DESC')
    assert rows == [
        (
            "talk",
            "Actor > Mayor",
            "A. Mori",
            start,
            start + 2,
            "市長",
            "",
            "Kitaoka",
            "hand",
            first.created_at,
            first.uid,
        ),
        (
            "talk",
            "Actor",
            "B. Lind",
            port,
            port + 8,
            "The port",
            "",
            None,
            "hand",
            second.created_at,
            second.uid,
        ),
    ]


def test_quotations_are_cut_by_characters_also_beyond_the_basic_plane(project: Project) -> None:
    text = "𠮷野家 e\u0301 👩‍👩‍👧 end"
    document = project.documents.import_transcript(Transcript(text=text, format="txt"), "a.txt").document
    code = project.codes.add("Any")
    for start in range(len(text)):
        project.codings.apply(document, start, len(text), code)
    quotations = [quote for (quote,) in select(project.path, "SELECT quotation FROM coded_segments")]
    assert sorted(quotations) == sorted(text[start:] for start in range(len(text)))


def test_what_was_removed_or_taken_back_is_in_no_view(
    project: Project, other: Project, interview: Transcript
) -> None:
    kept = project.documents.import_transcript(interview, "kept.txt").document
    gone = project.documents.import_transcript(interview, "gone.txt").document
    code, old = project.codes.add("Gate"), project.codes.add("Old")
    for document in (kept, gone):
        project.codings.apply(document, 0, 9, code)
    project.codings.apply(kept, 3, 9, old)
    project.codings.remove([project.codings.apply(kept, 5, 9, code)])
    other.codings.apply(kept, 1, 4, code)
    other.history.undo()
    project.codes.remove(old, with_codings=True)
    project.documents.remove(gone)
    assert select(project.path, 'SELECT document, code, "start" FROM coded_segments') == [("kept", "Gate", 0)]
    assert select(project.path, "SELECT * FROM code_frequencies") == [("Gate", 1, 1, 1)]


def test_frequencies_are_those_of_a_count_by_hand(project: Project, other: Project) -> None:
    chance = random.Random(7)
    text = "word " * 20
    documents = [
        project.documents.import_transcript(Transcript(text=text + str(n), format="txt"), f"{n}.txt").document
        for n in range(3)
    ]
    top = project.codes.add("Top")
    codes = [top, project.codes.add("Below", top), project.codes.add("Apart"), project.codes.add("Never")]
    spans: dict[str, list[tuple[int, int, int]]] = {project.codes.tree().path(code.id): [] for code in codes}
    made = set()
    for _ in range(80):
        who, document = chance.choice([project, other]), chance.choice(documents)
        code, start = chance.choice(codes[:3]), chance.randrange(4)
        coding = who.codings.apply(document, start, start + chance.choice([5, 9]), code)
        if coding.uid not in made:
            made.add(coding.uid)
            path = project.codes.tree().path(code.id)
            spans[path].append((document.id, coding.start, coding.end))
    expected = {
        (path, len(set(found)), len({document for document, _, _ in found}), len(found))
        for path, found in spans.items()
    }
    assert set(select(project.path, "SELECT * FROM code_frequencies")) == expected
    assert any(segments < codings for _, segments, _, codings in expected)
