"""Where a text occurs in the documents, with the words around it and whose they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from qcode.analysis.binding import bind
from qcode.analysis.conditions import Axis, Condition
from qcode.analysis.corpus import Corpus
from qcode.analysis.notes import of_version, roles_in_words
from qcode.analysis.passages import PassageSearch
from qcode.analysis.queries import written_out
from qcode.analysis.selection import read_role, select
from qcode.analysis.speech import Readings, speech_of
from qcode.analysis.whose import Whose
from qcode.errors import QueryError
from qcode.model.cases import Entity
from qcode.model.codings import CodingRow
from qcode.model.documents import Role
from qcode.model.spans import Cover, Span
from qcode.model.tables import CellValue, Column, Format, Header, Table
from qcode.text.names import counted, quoted

_CONTEXT = 40
_OF_CODINGS = frozenset({Axis.CODE, Axis.CODER, Axis.FACET, Axis.TEXT, Axis.RELATION})
_COLUMNS = (
    Column("document", names=Entity.DOCUMENT),
    Column("start", format=Format.COUNT),
    Column("end", format=Format.COUNT),
    Column("before"),
    Column("match"),
    Column("after"),
    Column("case", names=Entity.CASE),
    Column("participant", names=Entity.PARTICIPANT),
    Column("role"),
)


def search(
    corpus: Corpus,
    query: str,
    *,
    regex: bool = False,
    roles: Iterable[Role | str] | None = None,
    where: str | None = None,
    context: int = _CONTEXT,
) -> Table:
    """Return one row for each place where a text occurs, by document in the order of the text.

    A text is found through case, width and composed forms; a regular expression (`regex`) is matched
    as the text is written, but for case. `roles` keeps the places in these speakers' speech (None: all
    places, labels too), by rule 1. `where` is a condition on the document and whose words they are;
    where it speaks of codings (code, coder, facet, text), a place has to share a character with a
    coding that meets it. `before` and `after` are up to `context` code points of the same line.
    Raises QueryError for an empty query, a bad regular expression or condition.
    """
    if not query.strip():
        raise QueryError("There is nothing to search for.")
    heard = None if roles is None else tuple(map(read_role, roles))
    where = written_out(where, corpus.queries).strip() if where else ""
    condition = bind(where, corpus, heard) if where else None
    broken_off: list[str] = []
    hits = _by_pattern(corpus, query, broken_off) if regex else PassageSearch(corpus.text, query).hits
    keep = _sieve(corpus, condition, where)
    whose = Whose(corpus)
    values: list[tuple[CellValue, ...]] = []
    documents: set[int] = set()
    for document_id, document in corpus.documents.items():
        text, speech = corpus.text(document_id), speech_of(corpus, document_id, heard)
        for start, end in hits(document_id):
            row = CodingRow(0, document_id, start, end, 0, 0, None)
            heard_here = speech.cover.touches(start, end)
            readings = keep(row, speech.readings(row)) if heard_here else ()
            if readings:
                documents.add(document_id)
                before, after = _around(text, start, end, context)
                place = (document.name, start, end, before, text[start:end], after)
                values.append((*place, *whose.words(readings)))
    how = "as a regular expression" if regex else "through case, width and composed forms"
    places = f"{counted(len(values), 'place')} in {counted(len(documents), 'document')}"
    sentences = [f"{places}, found {how}."]
    sentences += [f"In {quoted(name)} only the first places are listed, of too many." for name in broken_off]
    sentences += [
        "Roles: any." if heard is None else roles_in_words(heard),
        f"Filter: {where}" if where else "Filter: none.",
        of_version(corpus),
    ]
    return Table(
        name="search",
        title=f"Search: {query}",
        rows=[Header("")] * len(values),
        columns=_COLUMNS,
        values=values,
        notes=sentences,
    )


def _sieve(
    corpus: Corpus, condition: Condition | None, where: str
) -> Callable[[CodingRow, Readings], Readings]:
    """Return what leaves of a place's cases and participants those that meet a condition."""
    if condition is None:
        return lambda _row, readings: readings
    if condition.axes.isdisjoint(_OF_CODINGS):
        test = condition.test
        return lambda row, readings: tuple(pair for pair in readings if test(row, *pair))
    rows = select(corpus, roles=None, where=where).rows
    covers: Mapping[int, Cover] = {
        one: Cover((row.start, row.end) for row in several) for one, several in rows.items()
    }

    def touching(row: CodingRow, readings: Readings) -> Readings:
        cover = covers.get(row.document)
        return readings if cover and cover.touches(row.start, row.end) else ()

    return touching


def _by_pattern(corpus: Corpus, pattern: str, broken_off: list[str]) -> Callable[[int], list[Span]]:
    """Return what finds a pattern in a document; documents with too many places are noted."""

    def hits(document_id: int) -> list[Span]:
        from qcode.text.patterns import find_regex

        found = find_regex(corpus.text(document_id), pattern)
        if not found.complete:
            broken_off.append(corpus.documents[document_id].name)
        return found.spans

    return hits


def _around(text: str, start: int, end: int, context: int) -> tuple[str, str]:
    """Return the words of the same line before and after a place."""
    before = text[max(0, start - context) : start].rpartition("\n")[2]
    after = text[end : end + context].partition("\n")[0]
    return before, after
