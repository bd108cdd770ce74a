"""What data there is of each case: against a slow count, and what is said of a case without any."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from brute_force import TOTAL, Twin
from counting_study import Study, behind, cell, names
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_studies import corpora

from qcode.analysis.corpus import Corpus
from qcode.analysis.crosstab import crosstab
from qcode.analysis.holdings import holdings
from qcode.analysis.selection import select
from qcode.errors import UsageError
from qcode.model.documents import Role
from qcode.model.tables import Missing
from qcode.text.words import count_words

some_roles = st.sampled_from([(Role.RESPONDENT,), (Role.RESPONDENT,), None, (Role.RESPONDENT, Role.OTHER)])


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    corpus=corpora(), roles=some_roles, rows=st.sampled_from(["case", "case.region", "case.population:10,20"])
)
def test_every_number_is_what_brute_force_finds(
    corpus: Corpus, roles: Sequence[Role] | None, rows: str
) -> None:
    table = holdings(select(corpus, roles=roles), rows)
    twin = Twin(corpus, roles, None)
    for number, header in enumerate(table.rows):
        held = [
            one
            for one in twin.of_their_own()
            if header.name == TOTAL or header.name in twin.place_labels(rows, *one)
        ]
        documents = {document for document, _, _ in held}
        found = {column.name: table.values[number][place] for place, column in enumerate(table.columns)}
        assert found["documents"] == len(documents)
        assert found["finished"] == sum(twin.is_finished(one, twin.coders) for one in documents)
        for kind in {one.kind for one in corpus.documents.values()} & found.keys():
            assert found[kind] == sum(1 for one in documents if corpus.documents[one].kind == kind)
        assert found["segments"] == twin.value("segments", rows, None, (header.name, TOTAL), False)
        place = [column.name for column in table.columns].index("segments")
        assert set(table.behind(number, place)) == twin.behind(rows, None, (header.name, TOTAL), False)
        if not documents:
            assert found["participants"] is found["turns"] is found["characters"] is Missing.NO_DATA
            continue
        assert found["participants"] == len({who for _, _, who in held} - {None})
        assert found["turns"] == len(
            {
                (document, turn.position)
                for document, _, who in held
                for turn in twin._counted_turns(document)
                if turn.participant_id == who
            }
        )
        said = {(document, one) for document, _, who in held for one in twin._voice(document, who)}
        assert found["characters"] == len(said)
        assert found["words"] == sum(
            count_words(corpus.text(document), runs({one for where, one in said if where == document}))
            for document in documents
        )


def runs(characters: set[int]) -> list[tuple[int, int]]:
    starts = sorted(one for one in characters if one - 1 not in characters)
    ends = sorted(one + 1 for one in characters if one + 1 not in characters)
    return list(zip(starts, ends, strict=True))


def study() -> Study:
    made = Study().case("Minamihama", "Kitaoka", "Kazehara")
    made.document("Talk", "I: Who?\nR1: The port office.\nR2: And we do.", cases=["Minamihama", "Kitaoka"])
    made.document("Plan", "The port first.", cases=["Minamihama"], kind="strategy document")
    made.codes("Port").coding("Talk", "port", "Port")
    return made.finished("Talk").assigned("Plan")


def test_a_case_without_documents_is_shown_and_marked() -> None:
    table = holdings(select(study().corpus()))
    assert names(table)[0] == ["Minamihama", "Kitaoka", "Kazehara", "total"]
    assert [cell(table, "Kazehara", name) for name in ("interview", "documents", "finished")] == [0, 0, 0]
    assert cell(table, "Kazehara", "characters") is cell(table, "Kazehara", "segments") is Missing.NO_DATA


def test_totals_are_of_the_union_and_finished_stands_beside_all() -> None:
    table = holdings(select(study().corpus()))
    assert [cell(table, row, "interview") for row in names(table)[0]] == [1, 1, 0, 1]
    assert [cell(table, row, "documents") for row in names(table)[0]] == [2, 1, 0, 2]
    assert [cell(table, row, "finished") for row in names(table)[0]] == [1, 1, 0, 1]
    assert cell(table, "total", "participants") == 2
    assert cell(table, "total", "words") == 9
    assert any(
        note.startswith("Not finished by the selected coders: 1 of 2 documents") for note in table.notes
    )


def test_behind_a_0_is_nothing() -> None:
    made = Study().case("Kazehara").codes("Port").document("Plan", "A port.", cases=["Kazehara"])
    made.coding("Plan", "port", "Port")
    table = holdings(select(made.corpus()))
    assert (cell(table, "Kazehara", "finished"), behind(table, "Kazehara", "finished")) == (0, [])
    assert (cell(table, "Kazehara", "turns"), behind(table, "Kazehara", "turns")) == (0, [])
    assert behind(table, "Kazehara", "documents") == behind(table, "Kazehara", "segments") == [1]


def test_a_passage_given_to_a_case_by_hand_brings_it_no_more_than_itself() -> None:
    made = study()
    made.coding("Talk", "And we do", "Port", case="Kazehara")
    chosen = select(made.corpus())
    table = holdings(chosen)
    shown = [cell(table, "Kazehara", name) for name in ("interview", "documents", "segments")]
    assert shown == [0, 0, 1]
    assert cell(table, "Kazehara", "characters") is Missing.NO_DATA
    coverage, rate = (crosstab(chosen, "code", "case", measure) for measure in ("coverage", "rate"))
    assert coverage.columns[2].n == len("And we do")
    assert cell(coverage, "Port", "Kazehara") == 1
    assert cell(rate, "Port", "Kazehara") == pytest.approx(1000 / 9)
    before = crosstab(select(study().corpus()), "code", "case", "rate")
    assert cell(rate, "Port", "Minamihama") == cell(before, "Port", "Minamihama")


def test_the_rows_have_to_be_of_cases() -> None:
    with pytest.raises(UsageError, match=r"no list of data by document\.kind"):
        holdings(select(study().corpus()), "document.kind")
