"""The coded segments with their quotations: what every number leads back to."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from operator import itemgetter
from typing import Protocol

from qcode.analysis import notes
from qcode.analysis.corpus import Corpus
from qcode.analysis.selection import Selection, select
from qcode.analysis.whose import Whose
from qcode.model.cases import Entity
from qcode.model.codings import CodingRow
from qcode.model.tables import CellValue, Column, Format, Header, Table
from qcode.text.names import counted


class Placed(Protocol):
    """What lies on a span of a document."""

    @property
    def start(self) -> int:
        """Offset of its first character, in code points."""

    @property
    def end(self) -> int:
        """Offset after its last."""


Pages = Sequence[tuple[int, str]]
"""Where the pages of a document begin: (offset, number or label), in their order."""

_COLUMNS = (
    Column("document", names=Entity.DOCUMENT),
    Column("code"),
    Column("coder"),
    Column("start", format=Format.COUNT),
    Column("end", format=Format.COUNT),
    Column("quote"),
    Column("case", names=Entity.CASE),
    Column("case_override", names=Entity.CASE),
    Column("participant", names=Entity.PARTICIPANT),
    Column("role"),
    Column("memo"),
    Column("uid"),
)


def segments(
    selection: Selection | Corpus,
    *,
    uids: Mapping[int, str] | None = None,
    memos: Mapping[int, str] | None = None,
    translations: Mapping[int, str] | None = None,
    pages: Mapping[int, Pages] | None = None,
    origins: Mapping[int, str] | None = None,
    only: Iterable[int] | None = None,
) -> Table:
    """Return one row for each coding, by document in the order of the text.

    A corpus stands for all its codings of any role. `uids`, `memos` and `translations` are texts by
    coding id, `pages` those of documents by their id; `origins` say of codings how they came to be,
    where that is to be told. The columns `translation`, `page` and `origin` are there where one of the
    codings has any. With `only`, the codings are these (ids). `start` and `end` are the coding's span
    and `quote` all of its text, also what does not count; `case`, `participant` and `role` are those of
    rule 2, several joined by `; `. `behind` gives the coding of the row.
    """
    chosen = select(selection, roles=None) if isinstance(selection, Corpus) else selection
    wanted = None if only is None else frozenset(only)
    values: list[Sequence[CellValue]] = []
    rows: list[CodingRow] = []
    for own, cells in _described(chosen, wanted):
        ids = list(map(itemgetter(0), own))
        rows += own
        said = (map((texts or {}).get, ids, repeat("")) for texts in (memos, uids))
        values += zip(*cells, *said, strict=False)
    columns = list(_COLUMNS)
    for column, texts in (
        (
            Column("translation"),
            [(translations or {}).get(row.id, "") for row in rows] if translations else (),
        ),
        (Column("page"), [page_of(row, pages.get(row.document, ())) for row in rows] if pages else ()),
        (Column("origin"), [origins.get(row.id, "") for row in rows] if origins else ()),
    ):
        if any(texts):
            columns.append(column)
            values = [(*cells, text) for cells, text in zip(values, texts, strict=True)]
    passages = len(set(map(itemgetter(0, 3, 4), values)))
    return Table(
        name="segments",
        title="Coded segments",
        # One header for all: a hundred thousand rows have nothing of their own to say in it.
        rows=[Header("")] * len(values),
        columns=columns,
        values=values,
        stub=None,
        notes=[
            f"{counted(len(values), 'coding')} of {counted(passages, 'passage')}, one a row.",
            *notes.of_selection(chosen),
        ],
        behind=lambda row, _column: (rows[row].id,),
    )


def page_of(coding: Placed, pages: Pages) -> str:
    """Return the page that a coding lies on, or the first and the last; empty where there are none."""
    places = [bisect_right(pages, place, key=itemgetter(0)) - 1 for place in (coding.start, coding.end - 1)]
    first, last = (pages[place][1] if place >= 0 else "" for place in places)
    return first if first == last else f"{first}–{last}".strip("–")


def _described(
    selection: Selection, wanted: Collection[int] | None
) -> Iterator[tuple[Sequence[CodingRow], Sequence[Iterable[CellValue]]]]:
    """Yield the codings of each document with their cells up to the memo, column by column."""
    corpus, whose = selection.corpus, Whose(selection.corpus)
    paths = {code.id: corpus.codes.path(code.id) for code in corpus.codes}
    coders = {coder.id: coder.name for coder in corpus.coders.values()}
    cases: dict[int | None, str] = {case.id: case.name for case in corpus.cases.values()}
    cases[None] = ""
    for document_id, rows in selection.rows.items():
        if wanted is not None:
            rows = [row for row in rows if row[0] in wanted]
        if not rows:
            continue
        text = corpus.text(document_id)
        _, _, starts, ends, codes, coded_by, given = zip(*rows, strict=True)
        of_whom = list(map(whose.words, selection.speech[document_id].readings_of_all(rows)))
        yield (
            rows,
            (
                repeat(corpus.documents[document_id].name),
                map(paths.__getitem__, codes),
                map(coders.__getitem__, coded_by),
                starts,
                ends,
                map(text.__getitem__, map(slice, starts, ends)),
                map(itemgetter(0), of_whom),
                map(cases.__getitem__, given),
                map(itemgetter(1), of_whom),
                map(itemgetter(2), of_whom),
            ),
        )
