"""A list of codings from outside: each placed exactly or reported with its line, never guessed."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qcode import Project
from qcode.errors import DataError
from qcode.model.codings import CodingRecord, Origin
from qcode.model.documents import Document, Transcript

Talk = Callable[..., Transcript]
UID = "0190b2a0-0000-7000-8000-000000000001"


@pytest.fixture(autouse=True)
def document(project: Project, talk: Talk) -> Document:
    """Two codes, a case, and a talk in which “the port” is said twice by R and once by Q."""
    project.codes.add("Mayor", project.codes.add("Actor", aliases=("who",)))
    project.cases.add("Kitaoka")
    transcript = talk(
        ("Q", "Is it “the port”?"),
        ("R", "Yes, the port does it, the\tport alone."),
        ("R", "市長は国際交流に　熱心です。市長は。"),
    )
    return project.documents.import_transcript(transcript, "talk.txt").document


def spans(project: Project) -> list[str]:
    """Return the coded words, in the order of the text."""
    text = {document.id: project.documents.text(document) for document in project.documents.list()}
    return [text[one.document_id][one.start : one.end] for one in project.codings.list()]


def refused(project: Project, *records: CodingRecord, skip_bad: bool = False) -> str:
    """See a list refused, with nothing changed by it; return what was said."""
    before = project.codings.list(), project.coders.list(), project.memos.list(), len(project.history.list())
    with pytest.raises(DataError) as caught:
        project.import_codings(records, source="codings.csv", skip_bad=skip_bad)
    after = project.codings.list(), project.coders.list(), project.memos.list(), len(project.history.list())
    assert after == before
    assert "Nothing was imported" in str(caught.value)
    return caught.value.message


def test_codings_are_placed_by_offsets(project: Project, document: Document) -> None:
    text = project.documents.text(document)
    start = text.index("does it")
    done = project.import_codings(
        [
            CodingRecord("talk", "Actor > Mayor", start=start, end=start + 7),
            CodingRecord("talk.txt", "who", start=start, end=start + 7, quote="does it"),
        ]
    )
    assert (done.added, done.known, done.problems) == (2, 0, ())
    assert spans(project) == ["does it", "does it"]
    assert {coding.origin for coding in project.codings.list()} == {Origin.IMPORT}
    assert project.check() == []


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("Yes, the port does it", "Yes, the port does it"),
        ("  Yes, the port  ", "Yes, the port"),
        ("it, the port alone.", "it, the\tport alone."),
        ('Is it "the port"?', "Is it “the port”?"),
        ("国際交流に熱心", "国際交流に　熱心"),
        ("国際\n交流に 熱心", "国際交流に　熱心"),
    ],
)
def test_codings_are_placed_by_their_words_exact_or_levelled(
    project: Project, quote: str, words: str
) -> None:
    project.import_codings([CodingRecord("talk", "Mayor", quote=quote)])
    assert spans(project) == [words]
    (coding,) = project.codings.list()
    again = CodingRecord("talk", "Mayor", start=coding.start, end=coding.end, quote=quote, uid=coding.uid)
    assert project.import_codings([again]).known == 1


def test_words_found_twice_are_reported_unless_the_turn_is_given(project: Project) -> None:
    said = refused(project, CodingRecord("talk", "Mayor", quote="the port", line=7))
    assert "codings.csv, line 7: the quotation “the port” is 2 times in “talk”; give its turn" in said
    said = refused(project, CodingRecord("talk", "Mayor", quote="市長は", turn=3))
    assert "“市長は” is 2 times in turn 3 of “talk”" in said
    project.import_codings([CodingRecord("talk", "Mayor", quote="the port", turn=1)])
    assert spans(project) == ["the port"]
    assert project.codings.list()[0].start < 20


def test_words_that_are_not_there_are_reported(project: Project) -> None:
    assert "“the fort” is not in “talk”" in refused(project, CodingRecord("talk", "Mayor", quote="the fort"))
    said = refused(project, CodingRecord("talk", "Mayor", quote="does it", turn=1))
    assert "“does it” is not in turn 1 of “talk”" in said
    said = refused(project, CodingRecord("talk", "Mayor", quote="does it", turn=9))
    assert "“talk” has 3 turns, no turn 9" in said


def test_a_long_quotation_is_shortened_where_it_is_reported(project: Project) -> None:
    said = refused(project, CodingRecord("talk", "Mayor", quote="word\n" * 50))
    assert "word word" in said
    assert "…”" in said
    assert len(said) < 200


@pytest.mark.parametrize(
    ("record", "words"),
    [
        (CodingRecord("talc", "Mayor", start=0, end=3), "no document “talc”. Did you mean “talk"),
        (CodingRecord("talk", "Meyor", start=0, end=3), "no code “Meyor”. Did you mean “Actor > Mayor”"),
        (CodingRecord("talk", "Mayor", start=0, end=3, case_override="Kita"), "no case “Kita”"),
        (CodingRecord("talk", "Mayor", start=5, end=900), "The span 5 to 900 does not lie in “talk”"),
        (CodingRecord("talk", "Mayor", start=5, end=5), "The span 5 to 5"),
        (
            CodingRecord("talk", "Mayor", start=0, end=3, quote="Yes"),
            "“talk” has “Q: I” at 0 to 3, not “Yes”",
        ),
        (CodingRecord("talk", "Mayor"), "neither start and end nor a quotation"),
        (CodingRecord("talk", "Mayor", start=3), "neither start and end nor a quotation"),
        (CodingRecord("talk", "Mayor", quote="  "), "neither start and end nor a quotation"),
        (CodingRecord("talk", "Mayor", start=0, end=3, coder="A\nB"), "holds a control character"),
    ],
)
def test_a_row_that_cannot_be_right_is_reported(project: Project, record: CodingRecord, words: str) -> None:
    said = refused(project, CodingRecord("talk", "Actor", start=0, end=3, coder="New"), record)
    assert words.replace("“Q: I”", "“Q:”") in said
    assert "1 row of 2 cannot be imported" in said


def test_one_bad_row_keeps_out_all_and_all_bad_rows_are_told(project: Project) -> None:
    good = CodingRecord("talk", "Mayor", start=0, end=3, coder="C. Three", line=2)
    bad = [CodingRecord("talk", "Nobody", start=0, end=3, line=line) for line in range(3, 40)]
    said = refused(project, good, *bad)
    assert "37 rows of 38 cannot be imported" in said
    assert said.count("codings.csv, line ") == 20
    assert "and 17 more" in said


def test_bad_rows_may_be_left_out(project: Project) -> None:
    records = [
        CodingRecord("talk", "Mayor", start=0, end=3, line=2),
        CodingRecord("talk", "Nobody", start=0, end=3, line=3),
    ]
    done = project.import_codings(records, source="codings.csv", skip_bad=True)
    assert done.added == 1
    assert [problem.partition(":")[0] for problem in done.problems] == ["codings.csv, line 3"]
    assert len(project.codings.list()) == 1


def test_each_row_is_its_coder_s_and_the_import_is_one_step_of_who_imports(project: Project) -> None:
    records = [
        CodingRecord("talk", "Mayor", start=0, end=3, coder="B. Lind"),
        CodingRecord("talk", "Mayor", start=0, end=3, coder="b. lind"),
        CodingRecord("talk", "Mayor", start=0, end=3),
    ]
    done = project.import_codings(records, source="codings.csv")
    assert (done.added, done.known) == (2, 1)
    assert [coder.name for coder in project.coders.list()] == ["A. Mori", "B. Lind"]
    assert len({coding.coder_id for coding in project.codings.list()}) == 2
    assert project.history.undo() == "Imported 2 codings from codings.csv"
    assert not project.codings.list()


def test_memos_and_cases_come_along(project: Project) -> None:
    record = CodingRecord("talk", "Mayor", start=0, end=3, memo=" strong ", case_override="kitaoka")
    project.import_codings([record])
    (coding,) = project.codings.list()
    assert coding.case_id == project.cases.find("Kitaoka").id
    assert [memo.text.strip() for memo in project.memos.list(coding.uid)] == ["strong"]
    assert project.import_codings([record]).known == 1
    assert project.check() == []


def test_what_is_there_already_is_not_added_again(project: Project) -> None:
    record = CodingRecord("talk", "Mayor", start=0, end=3)
    project.import_codings([record])
    events = len(project.history.list())
    done = project.import_codings([record, record])
    assert (done.added, done.known) == (0, 2)
    assert len(project.history.list()) == events


def test_what_is_there_without_the_memo_or_case_of_the_row_is_reported_not_dropped(project: Project) -> None:
    project.import_codings([CodingRecord("talk", "Mayor", start=0, end=3)])
    said = refused(project, CodingRecord("talk", "Mayor", start=0, end=3, memo="strong", line=4))
    assert "line 4: the coding is in the project already, without this memo" in said
    said = refused(project, CodingRecord("talk", "Mayor", start=0, end=3, case_override="Kitaoka"))
    assert "the coding is in the project already, for another case" in said
    done = project.import_codings([CodingRecord("talk", "Mayor", start=0, end=3, memo="x")], skip_bad=True)
    assert (done.added, done.known, len(done.problems)) == (0, 0, 1)


def test_memos_of_two_coders_come_back_as_one_cell(
    project: Project, other: Project, document: Document
) -> None:
    coding = project.codings.apply(document, 0, 3, project.codes.find("Mayor"), memo="mine")
    other.memos.write("codings", coding.uid, "yours")
    record = CodingRecord("talk", "Mayor", start=0, end=3, memo="mine\nyours", uid=coding.uid)
    assert project.import_codings([record]).known == 1


def test_a_known_uid_is_skipped_where_it_is_equal_and_reported_where_not(project: Project) -> None:
    record = CodingRecord("talk", "Mayor", start=0, end=3, uid=UID)
    assert project.import_codings([record]).added == 1
    assert project.codings.get(UID).start == 0
    assert project.import_codings([record]).known == 1
    for different in (
        CodingRecord("talk", "Mayor", start=0, end=4, uid=UID, line=5),
        CodingRecord("talk", "Actor", start=0, end=3, uid=UID, line=5),
        CodingRecord("talk", "Mayor", start=0, end=3, uid=UID, line=5, coder="B. Lind"),
        CodingRecord("talk", "Mayor", start=0, end=3, uid=UID, line=5, case_override="Kitaoka"),
    ):
        said = refused(project, different)
        assert f"codings.csv, line 5: the uid {UID} is in the project for another coding" in said


def test_one_uid_for_two_rows_of_a_list_is_reported(project: Project) -> None:
    said = refused(
        project,
        CodingRecord("talk", "Mayor", start=0, end=3, uid=UID, line=2),
        CodingRecord("talk", "Mayor", start=0, end=4, uid=UID, line=3),
    )
    assert "line 3: the uid" in said


def test_a_coding_that_was_removed_comes_back_under_its_uid(project: Project) -> None:
    project.import_codings([CodingRecord("talk", "Mayor", start=0, end=3, uid=UID, memo="strong")])
    project.codings.remove(project.codings.list())
    record = CodingRecord("talk", "Actor", start=3, end=9, uid=UID, memo="again")
    assert project.import_codings([record]).added == 1
    (coding,) = project.codings.list()
    assert (coding.uid, coding.start, coding.end) == (UID, 3, 9)
    assert [memo.text for memo in project.memos.list(UID)] == ["again"]
    assert project.check() == []
    project.history.undo()
    assert not project.codings.list()
    project.history.undo()
    assert project.codings.get(UID).start == 0
    assert [memo.text for memo in project.memos.list(UID)] == ["strong"]
    assert project.check() == []


def test_a_list_of_nothing_is_no_act(project: Project) -> None:
    events = len(project.history.list())
    assert project.import_codings([]).added == 0
    assert len(project.history.list()) == events


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_span_given_by_its_words_is_found_where_its_words_are_once(
    project: Project, data: st.DataObject
) -> None:
    text = data.draw(st.text(alphabet='ab 市長\n“"e\u0301', min_size=1, max_size=30))
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    quote = text[start:end]
    name = f"{len(project.documents.list())}"
    project.documents.import_transcript(Transcript(text=text, format="txt"), name)
    times = sum(text.startswith(quote, place) for place in range(len(text)))
    record = CodingRecord(name, "Mayor", quote=quote)
    if times == 1 and quote.strip():
        project.import_codings([record])
        (coding,) = project.codings.list(project.documents.find(name))
        assert (coding.start, coding.end) == (start, end)
    else:
        with pytest.raises(DataError):
            project.import_codings([record])
