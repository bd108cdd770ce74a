"""Saturation: which codes come up for the first time in which interview, and how many there are by then."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from qcode.analysis import notes
from qcode.analysis.attributes import find_attributes, shown_value, variable
from qcode.analysis.corpus import Corpus
from qcode.analysis.selection import Selection
from qcode.errors import UnknownNameError, UsageError
from qcode.model.cases import Attribute, AttributeType, Entity
from qcode.model.tables import CellValue, Column, Format, Header, Missing, Table
from qcode.text.names import counted, levelled, listed, nearest, quoted

ORDERS = ("date", "import")


_ISO = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_CALLED = ("date", "interview date", "year", "日付", "年月日", "実施日", "調査日", "発行日", "年")


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of documents."""

    attribute: str
    """What they are taken from; empty where no attribute of documents holds dates."""
    of: Mapping[int, str]
    """By document id: a day, a month or a year of ISO 8601; no entry for a document without a date."""


def dates_of(corpus: Corpus, name: str | None = None) -> Dates:
    """Return the dates of documents from an attribute of that name, with or without `document.`.

    Days, months and years are dates, whatever the attribute's type; other values are none. Without a
    name it is the first attribute of documents that holds dates by its type, else one that is called
    so. Raises UnknownNameError for a name that none has, UsageError where there is no date in it.
    """
    known = [one for one in corpus.attributes if one.entity is Entity.DOCUMENT]
    if name is not None:
        found = find_attributes(corpus, name.strip().removeprefix("document."), Entity.DOCUMENT)
        if not found:
            hint = nearest(name, [one.name for one in known], all_below=13)
            raise UnknownNameError(f"A document has no attribute {quoted(name)}.", hint)
        dates = _dates(corpus, found[0])
        if not dates.of:
            hint = "Dates are written as 2023-05-12, 2023-05 or 2023."
            raise UsageError(f"{quoted(found[0].name)} holds no dates.", hint)
        return dates
    typed = [one for one in known if one.type is AttributeType.DATE]
    called = [one for one in known if levelled(one.name).replace("_", " ") in _CALLED]
    for one in (*typed, *called):
        dates = _dates(corpus, one)
        if dates.of:
            return dates
    return Dates("", {})


def _dates(corpus: Corpus, attribute: Attribute) -> Dates:
    values = variable(corpus, attribute).values.items()
    texts = {row_id: shown_value(value).strip() for row_id, value in values}
    return Dates(attribute.name, {row_id: text for row_id, text in texts.items() if _ISO.fullmatch(text)})


def saturation(
    selection: Selection,
    order: str = "date",
    *,
    date: str | None = None,
    every_document: bool = False,
) -> Table:
    """Return a row for each interview: its date, how many codes come up first in it, how many so far.

    Documents are those in scope with speakers (all in scope with `every_document`, or where none has
    any), by `order`: `date` (ISO 8601, an attribute of documents, by name; those without come last) or
    `import`; what is equal stays in the order of import. Codes are themes with at least one counted
    segment, each for itself. The columns are `date`, `new_codes`, `codes`; `behind` a new code are its
    segments in that interview. Raises UsageError, UnknownNameError.
    """
    if order not in ORDERS:
        raise UsageError(f"There is no order {quoted(order)}.", f"There are {listed(ORDERS)}.")
    corpus, dates = selection.corpus, dates_of(selection.corpus, date)
    chosen = sorted(_documents(selection, every_document=every_document))
    if order == "date":
        chosen.sort(key=lambda one: (one not in dates.of, dates.of.get(one, "")))
    themes = [one for one in selection.codes if corpus.codes.facet_of(one) is None]
    new = _new_codes(selection, chosen, themes)
    unfinished = selection.unfinished()
    values: list[list[CellValue]] = []
    incomplete: set[tuple[int, int]] = set()
    for row, one in enumerate(chosen):
        so_far = sum(map(len, new[: row + 1]))
        waiting = one in unfinished and not selection.rows.get(one)
        values.append([dates.of.get(one, ""), Missing.NOT_CODED if waiting else len(new[row]), so_far])
        if new[row] and one in unfinished:
            incomplete.add((row, 1))
        if so_far and unfinished.intersection(chosen[: row + 1]):
            incomplete.add((row, 2))
    table = Table(
        name="saturation",
        title="New codes by interview",
        rows=[Header(corpus.documents[one].name, corpus.documents[one].uid) for one in chosen],
        columns=[
            Column("Date", key="date"),
            Column("New codes", key="new_codes", format=Format.COUNT),
            Column("Codes so far", key="codes", format=Format.COUNT),
        ],
        values=values,
        stub="document",
        behind=lambda row, column: _behind(selection, chosen, new, row, column),
        incomplete=frozenset(incomplete),
    )
    said = _notes(selection, dates if order == "date" else None, chosen, themes, [len(one) for one in new])
    return replace(table, notes=[*said, *notes.of_nothing(selection, table), *notes.of_selection(selection)])


def _new_codes(selection: Selection, chosen: Sequence[int], themes: Sequence[int]) -> list[list[int]]:
    """Return for each document, in this order, the themes that none before it has."""
    known: set[int] = set()
    found = []
    for one in chosen:
        there = {row.code for row in selection.rows.get(one, ())}
        found.append([code for code in themes if code in there and code not in known])
        known.update(there)
    return found


def _behind(
    selection: Selection, chosen: Sequence[int], new: Sequence[Sequence[int]], row: int, column: int
) -> Sequence[int]:
    """Return the codings of the codes that a number is of: of the new ones those in this very document."""
    first = {1: row, 2: 0}.get(column)
    if first is None:
        return ()
    codes = {code for several in new[first : row + 1] for code in several}
    documents = chosen[first : row + 1]
    return [one.id for document in documents for one in selection.rows.get(document, ()) if one.code in codes]


def _documents(selection: Selection, *, every_document: bool) -> list[int]:
    """Return the documents in scope that have speakers, or all in scope."""
    everything = list(selection.scope.holdings)
    spoken = [one for one in everything if selection.corpus.turns.get(one)]
    return everything if every_document or not spoken else spoken


def _notes(
    selection: Selection,
    dates: Dates | None,
    chosen: Sequence[int],
    themes: Sequence[int],
    new: Iterable[int],
) -> list[str]:
    number = len(chosen)
    others = len(selection.scope.holdings) - number
    sentences = ["Counted: themes with at least one segment, each for itself; facets are left out."]
    if dates is None:
        sentences.append("In the order of import.")
    elif not any(one in dates.of for one in chosen):
        sentences.append("No document has a date: in the order of import.")
    else:
        without = sum(1 for one in chosen if one not in dates.of)
        last = (
            f"; {counted(without, 'document')} without a date come last, in the order of import"
            if without
            else ""
        )
        sentences.append(f"In the order of {quoted(dates.attribute)}{last}.")
    if others:
        sentences.append(f"Documents with speakers; {counted(others, 'other')} in scope are left out.")
    found = list(new)
    since = len(found) - max((place + 1 for place, one in enumerate(found) if one), default=0)
    sentences.append(
        f"N: {counted(number, 'document')}; {sum(found):,} of {counted(len(themes), 'theme')} came up"
        + (f", none of them first in the last {counted(since, 'document')}." if since else ".")
    )
    return sentences
