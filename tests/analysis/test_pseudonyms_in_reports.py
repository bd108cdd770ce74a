"""Reports with names kept back: in every block, and with the marks of passages on their words."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from inspect import signature
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcode.analysis.pseudonyms import StandIns
from qcode.analysis.pseudonyms_in_reports import reference_without_names, report_kept_back
from qcode.model.cases import Entity
from qcode.model.reports import (
    Block,
    Figure,
    Heading,
    Listing,
    Mark,
    Paragraph,
    Passage,
    Quotation,
    Report,
    Run,
)
from qcode.model.tables import Column, Header, Table

NAMES = StandIns(
    by_uid={"u1": "Case A"},
    by_name={
        Entity.CASE: {"Minamihama": "Case A", "Port, the": "Case B"},
        Entity.PARTICIPANT: {"Ms Hayase": "R1", "R": "R10", "R10": "R2"},
        Entity.DOCUMENT: {"Hayase_talk": "Document 1"},
    },
    in_text={"Minamihama": "Case A", "Ms Hayase": "R1", "Hayase": "R1", "R10": "R2"},
    in_notes={"Hayase_talk": "Document 1"},
)


def kept_back(*blocks: Block, **further: Any) -> Report:
    return report_kept_back(Report("r", "Minamihama: a report", blocks, **further), NAMES)


def texts(thing: Any) -> Iterator[str]:
    """Yield every text in a value, however deep."""
    if isinstance(thing, str):
        yield thing
    elif callable(thing) and not isinstance(thing, type):
        yield from texts(thing()) if not signature(thing).parameters else ()
    elif is_dataclass(thing):
        for one in fields(thing):
            yield from texts(getattr(thing, one.name))
    elif isinstance(thing, list | tuple):
        for one in thing:
            yield from texts(one)


def table(*cells: str) -> Table:
    columns = [Column("Minamihama", "u1"), *[Column("Hayase")] * (len(cells) - 1)]
    return Table("t", "Of Minamihama", [Header("Hayase")], columns, [cells], "code", ["Hayase_talk."])


def test_no_block_holds_a_name() -> None:
    said = "Minamihama, says Ms Hayase."
    report = kept_back(
        Heading("Minamihama"),
        Paragraph(said),
        Paragraph((Run("Mina"), Run("hama"), Run(" and Hayase"))),
        Listing([said, (Run(said),)]),
        Quotation(said, "Ms Hayase, Minamihama, turn 3", said, "See Hayase_talk."),
        table(said, said),
        Figure("heatmap", table(said), "Minamihama by month"),
        Passage(said, (Mark(0, 5, "Minamihama", "Lind", "On Hayase_talk"),), "Ms Hayase", "turn 3"),
        notes=["Filter: case = Minamihama", "In Hayase_talk."],
        detail=lambda: table(said),
    )
    everything = "\n".join(texts(report))
    assert "Minamihama" not in everything
    assert "Hayase" not in everything
    assert sum("are kept back" in note for note in report.notes) == 1
    assert "are kept back" not in "\n".join(texts(report.blocks))


def test_a_name_alone_is_its_pseudonym_and_one_within_words_stands_in_brackets() -> None:
    report = kept_back(Heading("Minamihama"), Heading("Around Minamihama"))
    assert [one.text for one in report.blocks] == ["Case A", "Around [Case A]"]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("reference", "told"),
    [
        ("city official, Minamihama, turn 31", "city official, Case A, turn 31"),
        ("Ms Hayase, Minamihama, Hayase_talk, p. 3", "R1, Case A, Document 1, p. 3"),
        ("R, Port, the, turn 2", "R10, Case B, turn 2"),
        ("aide to Ms Hayase, turn 2", "aide to [R1], turn 2"),
        ("R and Ms Hayase, Minamihama and Port, the, turn 2", "R10 and R1, Case A and Case B, turn 2"),
        ("R and a clerk, turn 2", "R10 and a clerk, turn 2"),
        ("", ""),
    ],
)
def test_the_parts_of_a_reference_are_replaced_each_once(reference: str, told: str) -> None:
    assert reference_without_names(reference, NAMES) == told
    (quotation,) = kept_back(Quotation("x", reference)).blocks
    assert isinstance(quotation, Quotation)
    assert quotation.reference == told


def test_references_behind_quotations_in_cells_are_replaced_as_such() -> None:
    cell = "Hayase (laughs) said so. (R, Minamihama, turn 3)\nTranslated.\nMore. (Ms Hayase, turn 4)"
    (found,) = kept_back(table("", cell)).blocks
    assert isinstance(found, Table)
    assert found.values[0][1] == (
        "[R1] (laughs) said so. (R10, Case A, turn 3)\nTranslated.\nMore. (R1, turn 4)"
    )


def test_what_a_step_is_called_is_no_quotation_although_it_ends_in_brackets() -> None:
    """A date in brackets is no reference, and documents are named in what is said of a step."""
    steps = Table(
        "audit", "Steps", [Header("")], [Column("what")], [["See Hayase_talk and Port (2019-03-02)"]]
    )
    (found,) = kept_back(steps).blocks
    assert isinstance(found, Table)
    assert found.values == [["See [Document 1] and Port (2019-03-02)"]]


def test_titles_of_events_do_not_name_documents_either() -> None:
    timeline = Table("timeline", "", [Header("After Hayase_talk")], [Column("kind")], [["event"]], "what")
    (found,) = kept_back(timeline).blocks
    assert isinstance(found, Table)
    assert found.rows[0].label == "After [Document 1]"


def test_a_group_or_class_with_the_name_of_a_case_does_not_tell_it() -> None:
    groups = Table("matrix", "", [Header("x")], [Column("Port, the", "uid of the group")], [[1]], "code")
    (found,) = kept_back(groups).blocks
    assert isinstance(found, Table)
    assert found.columns[0].label == "Case B"


WORDS = st.lists(
    st.sampled_from(["Minamihama", "Hayase", "Ms Hayase", " ", "port", "港", ", ", "x"]), max_size=8
)


@given(words=WORDS, data=st.data())
def test_marks_stay_on_their_words(words: list[str], data: st.DataObject) -> None:
    """What is not a name is as it was; what was marked of it still is."""
    text = " ".join(words)
    edges = st.integers(0, len(text))
    spans = data.draw(st.lists(st.tuples(edges, edges).map(sorted), max_size=4))
    marks = [Mark(start, end, "Code") for start, end in spans if start < end]
    (passage,) = kept_back(Passage(text, marks)).blocks
    assert isinstance(passage, Passage)
    assert passage.text == NAMES.mask(text)
    for before, after in zip(marks, passage.marks, strict=True):
        assert 0 <= after.start < after.end <= len(passage.text)
        unnamed = [word for word in text[before.start : before.end].split() if word in ("port", "港", "x")]
        kept = passage.text[after.start : after.end]
        assert all(word in kept for word in unnamed)
        if "a" not in text:  # no name in it
            assert (after.start, after.end) == (before.start, before.end)
