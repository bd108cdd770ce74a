"""Counts kept up to date one coding at a time agree with the tables counted from the beginning."""

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_studies import corpora

from qcode.analysis.corpus import Corpus
from qcode.analysis.crosstab import crosstab
from qcode.analysis.frequencies import frequencies
from qcode.analysis.measures import Measure
from qcode.analysis.running import Count, RunningCounts
from qcode.analysis.selection import select
from qcode.model.codes import CodeTree
from qcode.model.codings import CodingRow
from qcode.model.documents import Role

some_coders = st.sampled_from([None, None, [1], [1, 2]])
quick = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def in_project(corpus: Corpus, coders: list[int] | None) -> dict[int, Count]:
    """Return what frequency tables say of each code: of counted speech, and of all less that."""
    sides = []
    for roles in ((Role.RESPONDENT,), None):
        table = frequencies(select(corpus, roles=roles, coders=coders))
        keys = [column.key for column in table.columns]
        places = [keys.index(key) for key in ("segments", "segments_aggregated")]
        # nothing is a zero here, whatever the kind of nothing
        sides.append(
            [
                [value if isinstance(value := row[place], int) else 0 for place in places]
                for row in table.values
            ]
        )
    codes = select(corpus, coders=coders).codes
    return {
        code: Count(counted[0], counted[1], every[0] - counted[0], every[1] - counted[1])
        for code, counted, every in zip(codes, *sides, strict=True)
    }


def of_documents(corpus: Corpus, coders: list[int] | None, *, aggregated: bool) -> dict[tuple[int, int], int]:
    """Return what a cross-table of codes and documents says, by code and document, without zeros."""
    selection = select(corpus, coders=coders)
    table = crosstab(selection, "code", "document", Measure.SEGMENTS, aggregated=aggregated)
    documents = {document.uid: document.id for document in corpus.documents.values()}
    codes = {code.uid: code.id for code in corpus.codes}
    return {
        (codes[row.uid], documents[column.uid]): value
        for row, values in zip(table.rows, table.values, strict=True)
        for column, value in zip(table.columns, values, strict=True)
        if row.uid in codes and column.uid in documents and isinstance(value, int) and value
    }


def agree(running: RunningCounts, corpus: Corpus, coders: list[int] | None) -> None:
    assert {code.id: running.of(code.id) for code in corpus.codes} == in_project(corpus, coders)
    every = [(code.id, document) for code in corpus.codes for document in corpus.documents]
    counts = {place: running.of(*place) for place in every}
    assert {p: one.own for p, one in counts.items() if one.own} == of_documents(
        corpus, coders, aggregated=False
    )
    assert {p: one.aggregated for p, one in counts.items() if one.aggregated} == of_documents(
        corpus, coders, aggregated=True
    )
    for code in corpus.codes:
        parts = [counts[code.id, document] for document in corpus.documents]
        whole = running.of(code.id)
        assert sum(one.uncounted for one in parts) == whole.uncounted
        assert sum(one.uncounted_aggregated for one in parts) == whole.uncounted_aggregated
    for document in corpus.documents:
        rows = [row for row in corpus.codings if row.document == document]
        assert running.codings_in(document) == len(rows)
        for coder in corpus.coders:
            assert running.codings_in(document, coder) == sum(row.coder == coder for row in rows)


def with_rows(corpus: Corpus, rows: dict[int, CodingRow]) -> Corpus:
    return replace(corpus, codings=sorted(rows.values(), key=lambda row: (*row[1:6],)))


@quick
@given(corpus=corpora(), coders=some_coders)
def test_counts_of_a_corpus_are_those_of_its_tables(corpus: Corpus, coders: list[int] | None) -> None:
    agree(RunningCounts(corpus, coders), corpus, coders)


@quick
@given(data=st.data(), corpus=corpora(), coders=some_coders)
def test_after_any_comings_and_goings_the_counts_are_those_of_tables_made_anew(
    data: st.DataObject, corpus: Corpus, coders: list[int] | None
) -> None:
    everything = {row.id: row for row in corpus.codings}
    kept = data.draw(st.sets(st.sampled_from(sorted(everything)))) if everything else set()
    rows = {number: everything[number] for number in kept}
    running = RunningCounts(with_rows(corpus, rows), coders)
    for number in data.draw(st.lists(st.sampled_from(sorted(everything)), max_size=10)) if everything else []:
        if data.draw(st.booleans()):
            row = everything[number]._replace(
                code=data.draw(st.sampled_from([code.id for code in corpus.codes])),
                start=data.draw(st.integers(0, everything[number].end - 1)),
            )
            rows[number] = row
            running.put(row)
        else:
            rows.pop(number, None)
            running.drop(number)
    agree(running, with_rows(corpus, rows), coders)


@quick
@given(data=st.data(), corpus=corpora(), coders=some_coders)
def test_a_codebook_that_changes_moves_the_counts_along(
    data: st.DataObject, corpus: Corpus, coders: list[int] | None
) -> None:
    running = RunningCounts(corpus, coders)
    codes = list(corpus.codes)
    number = max(code.id for code in codes)
    for _ in range(data.draw(st.integers(1, 3))):
        one = data.draw(st.sampled_from(codes))
        below = set(CodeTree(codes).descendants(one.id))
        parents = [None, *(code.id for code in codes if code.id not in below)]
        if data.draw(st.booleans()):
            moved = replace(one, parent_id=data.draw(st.sampled_from(parents)))
            codes = [moved if code.id == one.id else code for code in codes]
        else:
            number += 1
            codes = [*codes, replace(one, id=number, uid=f"k{number}", parent_id=one.id)]
        corpus = replace(corpus, codes=CodeTree(codes))
        running.set_codes(corpus.codes)
        agree(running, corpus, coders)
        if corpus.codings:
            row = corpus.codings[0]._replace(id=1000 + number, code=codes[-1].id)
            running.put(row)
            corpus = with_rows(corpus, {known.id: known for known in [*corpus.codings, row]})
            agree(running, corpus, coders)
