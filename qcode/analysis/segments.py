"""The coded segments with their quotations: what every number leads back to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter

from qcode.analysis import notes
from qcode.analysis.corpus import Corpus
from qcode.analysis.selection import Selection, select
from qcode.analysis.whose import Whose
from qcode.model.codings import CodingRow
from qcode.model.tables import CellValue, Column, Format, Header, Table
from qcode.text.names import counted

_COLUMNS = (
    Column("document"),
    Column("code"),
    Column("coder"),
    Column("start", format=Format.COUNT),
    Column("end", format=Format.COUNT),
    Column("quote"),
    Column("case"),
    Column("case_override"),
    Column("participant"),
    Column("role"),
    Column("memo"),
    Column("uid"),
)


def segments(
    selection: Selection | Corpus,
    *,
    uids: Mapping[int, str] | None = None,
    memos: Mapping[int, str] | None = None,
    only: Iterable[int] | None = None,
) -> Table:
    """Return one row for each coding, by document in the order of the text.

    A corpus stands for all its codings of any role. `uids` and `memos` are texts by coding id; with
    `only`, the codings are these (ids). `start` and `end` are the coding's span and `quote` all of
    its text, also what does not count; `case`, `participant` and `role` are those of rule 2, several
    joined by `; `. `behind` gives the coding of the row.
    """
    chosen = select(selection, roles=None) if isinstance(selection, Corpus) else selection
    wanted = None if only is None else frozenset(only)
    uids, memos = uids or {}, memos or {}
    values: list[Sequence[CellValue]] = []
    ids: list[int] = []
    for row, cells in _described(chosen, wanted):
        ids.append(row[0])
        values.append((*cells, memos.get(row[0], ""), uids.get(row[0], "")))
    passages = len(set(map(itemgetter(0, 3, 4), values)))
    return Table(
        name="segments",
        title="Coded segments",
        # One header for all: a hundred thousand rows have nothing of their own to say in it.
        rows=[Header("")] * len(values),
        columns=_COLUMNS,
        values=values,
        stub=None,
        notes=[
            f"{counted(len(values), 'coding')} of {counted(passages, 'passage')}, one a row.",
            *notes.of_selection(chosen),
        ],
        behind=lambda row, _column: (ids[row],),
    )


def _described(
    selection: Selection, wanted: Collection[int] | None
) -> Iterator[tuple[CodingRow, tuple[CellValue, ...]]]:
    """Yield each coding with its cells up to the memo."""
    corpus, whose = selection.corpus, Whose(selection.corpus)
    paths = {code.id: corpus.codes.path(code.id) for code in corpus.codes}
    coders = {coder.id: coder.name for coder in corpus.coders.values()}
    for document_id, rows in selection.rows.items():
        if wanted is not None:
            rows = [row for row in rows if row[0] in wanted]
        if not rows:
            continue
        name = corpus.documents[document_id].name
        text = corpus.text(document_id)
        readings = selection.speech[document_id].readings_of_all(rows)
        for row, pairs in zip(rows, readings, strict=True):
            _, _, start, end, code, coder, override = row
            case, participant, role = whose.words(pairs)
            given = "" if override is None else corpus.cases[override].name
            quote = text[start:end]
            yield (
                row,
                (name, paths[code], coders[coder], start, end, quote, case, given, participant, role),
            )
