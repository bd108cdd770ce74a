"""The tables of a deposit: the material, the cases, who speaks, the attributes, the coded segments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from operator import itemgetter

from qcode.analysis.pseudonyms import TELLING, few_alike
from qcode.model.cases import AttributeType, Entity
from qcode.model.codings import AssignmentState
from qcode.model.documents import Document, Role
from qcode.model.tables import CellValue, Column, Format, Header, Table
from qcode.project.deposit_material import Material
from qcode.text.names import counted, levelled

_APART = "; "
_DATA_LIST = "document file kind date minutes case participants characters turns codings coded"
_PARTICIPANTS = "participant role documents case"
_OWN = len(_PARTICIPANTS.split())
"""The first column of the participants that holds an attribute."""
_FILES = {
    Entity.CASE: "cases.csv",
    Entity.DOCUMENT: "data_list.csv",
    Entity.PARTICIPANT: "participants.csv",
}
_KEPT_BACK = (*TELLING, "name_en")
"""Attributes that say by themselves which case or person it is."""


def data_list(material: Material) -> Table:
    """Return a row for each document: what it is, who speaks, how long it is, how far it is coded."""
    corpus = material.corpus
    values: list[tuple[CellValue, ...]] = []
    for one in corpus.documents.values():
        people = [who for who in material.facts.speakers.get(one.id, ()) if who.role is not Role.INTERVIEWER]
        rows = material.codings.rows.get(one.id, ())
        states = {state for (document, _), state in corpus.assignments.items() if document == one.id}
        minutes = material.facts.minutes.get(one.id)
        values.append(
            (
                material.called(one.uid, one.name),
                material.files[one.id],
                one.kind,
                material.facts.dates.get(one.uid, ""),
                None if minutes is None else round(minutes),
                _cases_of(material, one),
                _APART.join(material.called(who.uid, who.name) for who in people),
                len(material.texts[one.id].text),
                len(corpus.turns.get(one.id, ())),
                len(rows),
                "finished" if states == {AssignmentState.FINISHED} else "begun" if rows else "no",
            )
        )
    header = _DATA_LIST.split()
    names, cells = _attributes(material, Entity.DOCUMENT, header)
    values = [(*row, *cells(one.uid)) for row, one in zip(values, corpus.documents.values(), strict=True)]
    return plain("data_list", [*header, *names], values)


def _attributes(
    material: Material, entity: Entity, taken: Sequence[str]
) -> tuple[Sequence[str], Callable[[str], Sequence[CellValue]]]:
    """Return columns for what is known of things of a kind, and their cells by a thing's uid."""
    shown = [
        one
        for one in material.corpus.attributes
        if one.entity is entity and not (material.names is not None and levelled(one.name) in _KEPT_BACK)
    ]
    known = {(one.attribute_id, one.owner_uid): one.value for one in material.corpus.values}

    def cells(uid: str) -> Sequence[CellValue]:
        found = [known.get((one.id, uid)) for one in shown]
        return [material.said(value) if isinstance(value, str) else value for value in found]

    names = [f"{entity}.{one.name}" if one.name in taken else one.name for one in shown]
    return [*map(material.said, names)], cells


def _cases_of(material: Material, document: Document) -> str:
    cases = [material.corpus.cases[one] for one in material.corpus.document_cases.get(document.id, ())]
    return _APART.join(material.called(one.uid, one.name) for one in cases)


def participants(material: Material) -> Table:
    """Return who speaks: role, documents, own case, attributes."""
    where: dict[int, list[str]] = {}
    for document, people in material.facts.speakers.items():
        for one in people:
            called = material.called(
                material.corpus.documents[document].uid, material.corpus.documents[document].name
            )
            where.setdefault(one.id, []).append(called)
    header = _PARTICIPANTS.split()
    names, cells = _attributes(material, Entity.PARTICIPANT, header)
    values: list[tuple[CellValue, ...]] = []
    for one in material.corpus.participants.values():
        case = material.corpus.cases.get(one.case_id) if one.case_id is not None else None
        values.append(
            (
                material.called(one.uid, one.name),
                one.role or "",
                _APART.join(where.get(one.id, ())),
                material.called(case.uid, case.name) if case else "",
                *cells(one.uid),
            )
        )
    return plain("participants", [*header, *names], values)


def cases(material: Material) -> Table:
    """Return the cases with their attributes; without names those are left out that tell which it is."""
    table = material.project.cases.as_table()
    if material.names is None:
        return table
    kept = [
        place
        for place, column in enumerate(table.columns)
        if levelled(column.name.partition("@")[0]) not in _KEPT_BACK
    ]
    return material.table(
        replace(
            table,
            columns=[table.columns[place] for place in kept],
            values=[[row[place] for place in kept] for row in table.values],
        )
    )


def warnings(material: Material) -> Sequence[str]:
    """Return what whoever passes it on is to heed: who could be told by attributes all the same."""
    if material.names is None:
        return []
    towns, people = cases(material), participants(material)
    return [
        *material.names.warnings,
        *_few_alike("case", towns, range(1, len(towns.columns) - 1)),
        *_few_alike("participant", people, range(_OWN, len(people.columns))),
    ]


def left_out(material: Material) -> Sequence[str]:
    """Say which codings are not in the folder."""
    unplaced = sum(material.corpus.unplaced.values())
    return [f"Left out: {counted(unplaced, 'coding')} without a place."] if unplaced else []


def dictionary(material: Material) -> Table:
    """Return the attributes: of what, type, how many values, from where to where, in which file."""
    values: list[tuple[CellValue, ...]] = []
    for attribute in material.corpus.attributes:
        known = [one for one in material.corpus.values if one.attribute_id == attribute.id]
        hidden = material.names is not None and levelled(attribute.name) in _KEPT_BACK
        numbers = [one.value for one in known if attribute.type is not AttributeType.TEXT]
        ordered = sorted(numbers, key=lambda one: (isinstance(one, str), one))
        where = "kept back" if hidden else _FILES[attribute.entity]
        bounds = (str(ordered[0]), str(ordered[-1])) if ordered and not hidden else ("", "")
        years = sorted({one.year for one in known if one.year})
        sources = dict.fromkeys(one.source for one in known if one.source)
        values.append(
            (
                attribute.entity.value,
                material.said(attribute.name),
                attribute.type.value,
                len({one.owner_uid for one in known}),
                *bounds,
                _APART.join(map(str, years)),
                _APART.join(map(material.said, sources)),
                where,
            )
        )
    header = "of attribute type known least most years sources file"
    return plain("data_dictionary", header.split(), values)


def codings(material: Material) -> Table:
    """Return the codings with their offsets and words in the texts of the folder."""
    listed = _said_of_codings(material)
    paths = {code.id: material.said(material.corpus.codes.path(code.id)) for code in material.corpus.codes}
    values: list[tuple[CellValue, ...]] = []
    for row, (document, *others) in zip(material.codings, listed.values, strict=True):
        moved = material.texts[row.document]
        start, end = moved.span(row.start, row.end)
        values.append(
            (
                document,
                material.files[row.document],
                start,
                end,
                moved.text[start:end],
                paths[row.code],
                material.corpus.coders[row.coder].name,
                *others,
            )
        )
    header = "document file start end quote code coder case participant role memo uid"
    return plain("codings", header.split(), values)


def _said_of_codings(material: Material) -> Table:
    """Return what is said of each coding beside its words, which are taken from the texts of the folder."""
    listed = material.project.segments(selection=material.codings)
    wanted = ("document", "case", "participant", "role", "memo", "uid")
    places = [[column.name for column in listed.columns].index(name) for name in wanted]
    chosen = itemgetter(*places)
    return material.table(
        replace(listed, columns=chosen(listed.columns), values=[*map(chosen, listed.values)])
    )


def _few_alike(what: str, table: Table, places: Sequence[int]) -> Sequence[str]:
    """Return a warning where fewer than three rows are alike in the attributes in these columns."""
    attributes = [table.columns[place].name for place in places]
    rows = [tuple(str(row[place]) for place in places) for row in table.values]
    return few_alike(what, attributes, rows) if attributes else []


def plain(name: str, header: Sequence[str], rows: Iterable[Sequence[CellValue]]) -> Table:
    """Return a list as a table; a column of whole numbers and blanks is one of numbers."""
    values = [tuple(row) for row in rows]
    numbers = [
        bool(values) and all(isinstance(row[place], int | None) for row in values)
        for place in range(len(header))
    ]
    return Table(
        name=name,
        title=name,
        rows=[Header("")] * len(values),
        columns=[
            Column(one, format=Format.COUNT if number else Format.TEXT)
            for one, number in zip(header, numbers, strict=True)
        ],
        values=values,
    )
