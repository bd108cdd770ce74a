"""New codes by interview: which come up for the first time where, in the order asked for."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_studies import corpora

from qcode.analysis.corpus import Corpus
from qcode.analysis.saturation import dates_of, saturation
from qcode.analysis.segments import segments
from qcode.analysis.selection import select
from qcode.errors import UnknownNameError, UsageError
from qcode.model.tables import Missing


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(corpus=corpora(), order=st.sampled_from(["date", "import"]), everything=st.booleans())
def test_it_agrees_with_going_through_the_list_of_segments(
    corpus: Corpus, order: str, everything: bool
) -> None:
    selection = select(corpus)
    table = saturation(selection, order, every_document=everything)
    listed = segments(selection)
    names = [column.name for column in listed.columns]
    coded: dict[str, set[str]] = {}
    for row in listed.values:
        path = str(row[names.index("code")])
        if corpus.codes.facet_of(corpus.codes.find(path).id) is None:
            coded.setdefault(str(row[names.index("document")]), set()).add(path)
    seen: set[str] = set()
    for header, (_, new, so_far) in zip(table.rows, table.values, strict=True):
        here = coded.get(header.label, set())
        assert new == len(here - seen) or (new is Missing.NOT_CODED and not here)
        seen |= here
        assert so_far == len(seen)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(corpus=corpora())
def test_behind_the_new_codes_are_their_segments_in_that_interview(corpus: Corpus) -> None:
    selection = select(corpus)
    table = saturation(selection)
    of = {row.id: row for row in corpus.codings}
    known: set[int] = set()
    for row, header in enumerate(table.rows):
        codes = {of[one].code for one in table.behind(row, 1)}
        documents = {corpus.documents[of[one].document].name for one in table.behind(row, 1)}
        assert documents <= {header.label}
        assert not codes & known
        known |= codes
        value = table.values[row][1]
        assert len(codes) == (0 if isinstance(value, Missing) else value)
        assert {of[one].code for one in table.behind(row, 2)} == known


def names(table_rows: Sequence[object]) -> list[str]:
    return [str(getattr(row, "label", "")) for row in table_rows]


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(corpus=corpora())
def test_the_order_of_import_is_that_of_the_documents(corpus: Corpus) -> None:
    rows = names(saturation(select(corpus), "import", every_document=True).rows)
    assert rows == [one.name for one in corpus.documents.values() if one.name in rows]


@given(corpus=corpora())
@settings(max_examples=5, suppress_health_check=[HealthCheck.too_slow])
def test_an_unknown_order_or_attribute_is_refused(corpus: Corpus) -> None:
    with pytest.raises(UsageError, match="date and import"):
        saturation(select(corpus), "length")
    with pytest.raises(UnknownNameError, match="no attribute “weather”"):
        dates_of(corpus, "weather")
