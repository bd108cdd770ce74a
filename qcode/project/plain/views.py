"""The tables of a study as people read them: names beside the uids, quotations, attributes as columns."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from operator import itemgetter

from qcode.model.cases import AttributeType
from qcode.model.codes import PATH_SEPARATOR
from qcode.model.tables import CellValue, Column, Header, Table
from qcode.project.plain.columns import FILE, META, SPECS, TURNS, StoredColumn, cell_columns
from qcode.project.plain.escapes import escaped
from qcode.project.plain.study import Row, Study
from qcode.text.names import levelled

Cells = Mapping[str, CellValue]
Maker = Callable[[Row], CellValue]

READINGS = ("case", "participant", "role")
"""Columns of codings that follow from the rest by the rules of counting."""
_NAMED = {("codings", "case_id"): "case_override"}
_NUMBERS = (AttributeType.INTEGER, AttributeType.NUMBER)

_FIRST: Mapping[str, Sequence[str]] = {
    "documents": (
        "document", FILE, "kind", "source_name", "format", "encoding", "front_matter_end", "cases",
    ),
    "cases": ("case", "documents", "pseudonym", "position"),
    "document_cases": ("document", "case"),
    TURNS: ("document", "position", "participant"),
    "attribute_values": ("owner", "attribute", "value", "year", "source"),
    "codes": ("code", "name", "name_ja"),
    "codings": (
        "document", "code", "coder", "start", "end", "quote", "case", "case_override", "participant",
        "role", "memo",
    ),
    "assignments": ("document", "coder", "state"),
    "memos": (FILE, "owner", "coder", "created_at"),
    "summaries": ("case", "code", "coder", "text"),
    "groups": ("path", "group", "note", "position"),
    "group_cases": ("group", "case"),
    "classifications": ("classification", "attribute", "cuts", "classes", "note", "position"),
    "class_cases": ("classification", "case", "class", "reason", "coder", "created_at"),
    "events": ("case", "date", "until", "title", "note", "source"),
    "event_codings": ("event", "coding"),
    "rules": ("rule", "code", "condition", "unit", "note", "position"),
    "refusals": ("rule", "document", "start", "end", "coder", "created_at"),
}  # fmt: skip
"""Columns that come first; the others follow in the order of the schema, then `uid`, then attributes."""

_ENTITIES = {"cases": "case", "documents": "document", "participants": "participant"}
_MOST_ATTRIBUTES = 900
"""Columns of attributes; a table that is read again may have a thousand columns."""


class Views:
    """The tables of one study.

    `files` has the names of texts and memos by the uid of the document or memo, `readings` what an
    analysis says of a coding, by its uid: its case, participant and role.
    """

    def __init__(self, study: Study, files: Mapping[str, str], readings: Mapping[str, Cells]) -> None:
        self._study = study
        self._files = files
        self._readings = readings
        self._rows = {
            table: {row["uid"]: row for row in rows} for table, rows in study.rows.items() if table != TURNS
        }
        self.paths, self._groups = _paths(self._rows["codes"]), _paths(self._rows["groups"])
        self._cases, self._documents = self._links()
        self._pins = self._pinned()
        self._memos: dict[str, list[str]] = {}
        for memo in study.rows["memos"]:
            self._memos.setdefault(memo["owner_uid"], []).append(memo["text"])

    def table(self, table: str) -> Table:
        """Return one table with all its columns, its rows in the order they were made."""
        rows = self._study.rows[table]
        makers = self._makers(table)
        attributes = self._attributes(table, [*makers])
        return Table(
            name=table,
            title=table,
            rows=[Header("")] * len(rows),
            columns=[Column(header) for header in (*makers, *attributes)],
            values=[
                [
                    *(maker(row) for maker in makers.values()),
                    *(cells.get(row["uid"]) for cells in attributes.values()),
                ]
                for row in rows
            ],
        )

    def name(self, table: str, uid: str | None) -> str:
        """Return what people call a thing: its name, a code's path, where a coding lies; empty for None."""
        if uid is None:
            return ""
        row = self._rows[table][uid]
        if table == META:
            return "the project"
        if table == "codes":
            return self.paths[uid]
        if table == "groups":
            return self._groups[uid]
        if table == "codings":
            document, code = self.name("documents", row["document_id"]), self.name("codes", row["code_id"])
            return f"{document} {row['start']}-{row['end']} {code}"
        if table == "events":
            return f"{row['date']} {row['title']}"
        if table == "rules":
            return row["name"] or self.paths[row["code_id"]]
        return str(row["name"])

    def _makers(self, table: str) -> Mapping[str, Maker]:
        """Return, by header and in order, what makes the cell of a row; attributes are not among them."""
        makers = {one.header: _stored(one) for one in cell_columns(table)}
        for column, parent in SPECS[table].references.items():
            if parent != table:
                header = _NAMED.get((table, column), column.removesuffix("_id"))
                makers.setdefault(header, self._referred(column, parent))
        makers |= self._extras().get(table, {})
        if table != TURNS:
            makers["uid"] = itemgetter("uid")
        first = _FIRST.get(table, ())
        # `uid` last: what stands before it is for people, or what they would look for.
        order = [*first, *(header for header in makers if header not in (*first, "uid")), "uid"]
        return {header: makers[header] for header in order if header in makers}

    def _referred(self, column: str, parent: str) -> Maker:
        return lambda row: self.name(parent, row[column])

    def _extras(self) -> Mapping[str, dict[str, Maker]]:
        """Return what is worked out for the rows of some tables."""
        entities = {row["uid"]: row["entity"] + "s" for row in self._study.rows["attributes"]}
        types = {row["uid"]: row["type"] for row in self._study.rows["attributes"]}
        return {
            "documents": {FILE: self._file, "cases": lambda row: "; ".join(self._cases.get(row["uid"], ()))},
            "cases": {"documents": lambda row: "; ".join(self._documents.get(row["uid"], ()))},
            "codes": {
                "code": lambda row: self.paths[row["uid"]],
                "pin": lambda row: self._pins.get(row["uid"]),
            },
            "groups": {"path": lambda row: self._groups[row["uid"]]},
            "attribute_values": {
                "owner": lambda row: self.name(entities[row["attribute_id"]], row["owner_uid"]),
                "value": lambda row: _number(row["value"], types[row["attribute_id"]]),
            },
            "memos": {FILE: self._file, "owner": lambda row: self.name(row["owner_table"], row["owner_uid"])},
            "codings": {
                "quote": lambda row: self._study.texts[row["text_sha256"]][row["start"] : row["end"]],
                "memo": lambda row: "\n".join(self._memos.get(row["uid"], ())),
                **{header: self._read(header) for header in READINGS},
            },
        }

    def _file(self, row: Row) -> CellValue:
        return self._files[row["uid"]]

    def _read(self, header: str) -> Maker:
        return lambda row: self._readings.get(row["uid"], {}).get(header, "")

    def _links(self) -> tuple[Mapping[str, Sequence[str]], Mapping[str, Sequence[str]]]:
        """Return the names of the cases of each document and of the documents of each case, by uid."""
        place = {
            row["uid"]: number
            for number, row in enumerate(sorted(self._study.rows["cases"], key=itemgetter("position")))
        }
        cases: dict[str, list[str]] = {}
        documents: dict[str, list[str]] = {}
        for link in sorted(self._study.rows["document_cases"], key=lambda row: place[row["case_id"]]):
            document, case = link["document_id"], link["case_id"]
            cases.setdefault(document, []).append(self.name("cases", case))
            documents.setdefault(case, []).append(self.name("documents", document))
        return cases, documents

    def _pinned(self) -> Mapping[str, int]:
        """Return the places of the pinned codes by uid; none where nobody pinned anything."""
        pins = [row["value"] for row in self._study.rows[META] if row["key"] == "pins"]
        try:
            places = json.loads(pins[-1]) if pins else []
        except ValueError:
            places = []
        return {uid: place for place, uid in enumerate(places, start=1) if isinstance(uid, str)}

    def _attributes(self, table: str, headers: Sequence[str]) -> Mapping[str, Mapping[str, CellValue]]:
        """Return columns of attributes: header -> uid of the thing -> value.

        A header is `NAME@YEAR SOURCE`, with a number where it would be taken for one that is there.
        """
        entity = _ENTITIES.get(table)
        attributes = {row["uid"]: row for row in self._study.rows["attributes"] if row["entity"] == entity}
        columns: dict[tuple[int, int, str], dict[str, CellValue]] = {}
        order = {uid: number for number, uid in enumerate(attributes)}
        for row in self._study.rows["attribute_values"]:
            uid = row["attribute_id"]
            if uid in attributes:
                key = (order[uid], row["year"] or 0, row["source"])
                number = _number(row["value"], attributes[uid]["type"])
                columns.setdefault(key, {})[row["owner_uid"]] = number
        taken = {levelled(header) for header in headers}
        names = [row["name"] for row in attributes.values()]
        found: dict[str, Mapping[str, CellValue]] = {}
        for key in sorted(columns)[:_MOST_ATTRIBUTES]:
            when = " ".join(filter(None, (str(key[1] or ""), key[2])))
            wanted = names[key[0]] + (f"@{when}" if when else "")
            header, number = wanted, 1
            while levelled(header) in taken or not levelled(header):
                number += 1
                header = f"{wanted} ({number})"
            taken.add(levelled(header))
            found[header] = columns[key]
        return found


def _stored(column: StoredColumn) -> Maker:
    if column.type == "TEXT":
        return lambda row: escaped(row[column.name], column.nullable)
    return itemgetter(column.name)


def _number(text: str, kind: str) -> CellValue:
    """Return a number where a value is one and would be written just so: it then needs no defusing."""
    if kind in _NUMBERS:
        with suppress(ValueError):
            number = int(text) if kind == AttributeType.INTEGER else float(text)
            if repr(number) == text and math.isfinite(number):
                return number
    return escaped(text, nullable=False)


def _paths(codes: Mapping[str, Row]) -> Mapping[str, str]:
    """Return the path of each code by its uid, in the order of the codes; they form a tree."""
    paths: dict[str, str] = {}
    for uid in codes:
        way: list[str] = []
        above: str | None = uid
        while above is not None and above not in paths:
            way.append(above)
            above = codes[above]["parent_id"]
        for one in reversed(way):
            name, parent = codes[one]["name"], codes[one]["parent_id"]
            paths[one] = name if parent is None else paths[parent] + PATH_SEPARATOR + name
    return {uid: paths[uid] for uid in codes}
