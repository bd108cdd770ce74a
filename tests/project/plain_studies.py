"""Random studies with everything in every table, drawn column by column of the schema.

Rows are written through the store's own act, with names that nobody would give; what the columns of
one table must not say to another (offsets, hashes, owners) is kept.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from qcode import Project
from qcode.store.identity import new_uid
from qcode.store.schema import TABLES

Rows = dict[str, list[dict[str, Any]]]

ODD = (
    "", "Gate", "gate", "GATE", "Gate.", "a/b\\c:d", "..", "../../up", "/root", "CON", "nul.txt", "'", "''=1", '"', '""',
    '""""', "=1+1", "+81", "-5", "@x", "'=x", "\t=tab", "\r=cr", "a\rb", "a\r\nb", "line\nline\n", "\n", " blank ",
    "e\u0301", "é", "👩‍👩‍👧 family", "\u202eright\u202c", "שלום", "市長,「港」", "x" * 400, "港" * 300, "a; b", "a,b",
    "a > b", "| pipe |", "# title", "[bold]", "---", "---\n---\n", "\x01\x07\x1b[31m", "\x7f\x85\u2028\u2029", "\ufeffbom",
    "␛r", "␛", "NA", "null", "007", "1.0", "1e5", "2021-04-01", "{brace}", "sep=;", "\u3000", "case@2020 census", "\ue000",
)  # fmt: skip
TEXTS = st.one_of(
    st.sampled_from(ODD),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)
SPOKEN = st.text(st.sampled_from("abc 漢字。\ne\u0301👩"), min_size=1, max_size=40)
CHOICES = {
    ("participants", "role"): [None, "interviewer", "respondent", "other"],
    ("attributes", "entity"): ["case", "document", "participant"],
    ("attributes", "type"): ["text", "integer", "number", "date"],
    ("codings", "origin"): ["hand", "import", "search", "rule"],
    ("assignments", "state"): ["assigned", "finished"],
    ("rules", "unit"): ["sentence", "paragraph", "turn"],
    ("codes", "facet"): [0, 0, 1],
    ("codes", "retired"): [0, 1],
}
VALUES = {
    "text": TEXTS,
    "integer": st.sampled_from(["-5", "0", "1124000", "007", str(2**70), " 3", "+3"]),
    "number": st.sampled_from(["0.1", "-2.5", "1e-07", "3", "1.10", "1E5"]),
    "date": st.sampled_from(["2021-04-01", "2021-04"]),
}


def columns_of(table: str) -> Mapping[str, tuple[str, bool, str | None]]:
    """Return column -> (type, nullable, default) as SQLite says it of a new project file."""
    with closing(sqlite3.connect(":memory:")) as db:
        from qcode.store.migrations import expected_schema

        db.execute(expected_schema()[table][1])
        return {
            name: (kind, not required, default)
            for _, name, kind, required, default, _ in db.execute(f'PRAGMA table_info("{table}")')
        }


@st.composite
def studies(draw: st.DrawFn, most: int = 3) -> tuple[Rows, list[str]]:
    """Draw rows of all tables (references as places in the other table), and the texts they rest on."""
    rows: Rows = {}
    texts = draw(st.lists(SPOKEN, min_size=1, max_size=4))
    for table in _ORDER:
        few = 0 if table in ("meta", "codes", "coders", "documents") else most
        rows[table] = []
        for _ in range(draw(st.integers(1 if not few else 0, most))):
            row = _row(draw, table, rows, texts)
            if row is not None:
                rows[table].append(row)
    _pins(draw, rows)
    return rows, texts


_ORDER = (
    "meta", "coders", "documents", "cases", "document_cases", "participants", "turns", "attributes",
    "attribute_values", "codes", "codings", "assignments", "memos", "summaries", "groups",
    "group_cases", "classifications", "class_cases", "events", "event_codings", "rules", "refusals",
)  # fmt: skip
_TURNS = ("document_id", "participant_id")
_OWNERS = {"case": "cases", "document": "documents", "participant": "participants"}


def _row(draw: st.DrawFn, table: str, rows: Rows, texts: Sequence[str]) -> dict[str, Any] | None:
    row: dict[str, Any] = {} if table == "turns" else {"uid": new_uid()}
    spec = TABLES.get(table)
    references = spec.references if spec else {"document_id": "documents", "participant_id": "participants"}
    for column, (kind, nullable, default) in columns_of(table).items():
        if column in ("id", "uid", "deleted"):
            continue
        if column in references:
            places = range(len(rows.get(references[column], [])))
            options = [*([None] if nullable else []), *places]
            if not options:
                return None
            row[column] = draw(st.sampled_from(options))
        elif (table, column) in CHOICES:
            row[column] = draw(st.sampled_from(CHOICES[table, column]))
        elif kind == "INTEGER":
            row[column] = draw(st.one_of(*([st.none()] if nullable else []), st.integers(0, 9)))
        elif kind == "REAL":
            row[column] = draw(st.one_of(st.none(), st.floats(0, 1e6)))
        elif default == "'[]'":
            row[column] = json.dumps(draw(st.lists(TEXTS, max_size=2)), ensure_ascii=False)
        else:
            row[column] = draw(st.one_of(*([st.none()] if nullable else []), TEXTS))
    return _made_to_fit(draw, table, row, rows, texts)


def _made_to_fit(
    draw: st.DrawFn, table: str, row: dict[str, Any], rows: Rows, texts: Sequence[str]
) -> dict[str, Any] | None:
    """Make columns agree that speak of one another; None where there is nothing to speak of."""
    if table == "meta":
        row["key"] = "title" if not rows["meta"] else draw(st.sampled_from(["made_by", "sørt"]))
    if table == "documents":
        text = draw(st.sampled_from(texts))
        row |= {"text_sha256": _digest(text), "characters": len(text)}
        row["front_matter_end"] = draw(st.integers(0, len(text)))
        row["anchors"] = draw(st.sampled_from(["[]", "[[0, 1.5], [3, 2]]"]))
        row["pages"] = draw(st.sampled_from(["[]", '[[0, "iv"], [2, "1"]]']))
    if table == "turns":
        _place_turn(draw, row, rows)
        return row if row["position"] else None
    if table == "attribute_values":
        attribute = rows["attributes"][row["attribute_id"]]
        owners = rows[_OWNERS[attribute["entity"]]]
        if not owners:
            return None
        row |= {"owner_uid": draw(st.sampled_from(owners))["uid"], "value": draw(VALUES[attribute["type"]])}
    if table == "codings":
        text = draw(st.sampled_from(texts))
        digest = rows["documents"][row["document_id"]]["text_sha256"]
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        placed = digest == _digest(text) and draw(st.booleans())
        row |= {
            "text_sha256": _digest(text),
            "start": start,
            "end": end,
            "quote_sha256": _digest(text[start:end]),
        }
        row["state"] = "placed" if placed else "unplaced"
    if table == "memos":
        row["owner_table"] = draw(
            st.sampled_from([one for one in ("meta", "documents", "cases", "codes", "codings") if rows[one]])
        )
        row["owner_uid"] = draw(st.sampled_from(rows[row["owner_table"]]))["uid"]
    if table in ("codes", "groups"):
        row["parent_id"] = draw(st.sampled_from([None, *range(len(rows[table]))]))
    if table == "classifications":
        of_cases = [n for n, one in enumerate(rows["attributes"]) if one["entity"] == "case"]
        row["attribute_id"] = draw(st.sampled_from([None, *of_cases]))
        row["cuts"] = "[]" if row["attribute_id"] is None else '["50000", "200000.5"]'
    if table == "class_cases":
        classification = rows["classifications"][row["classification_id"]]
        classification["classes"] = json.dumps(
            [*json.loads(classification["classes"]), row["class"]], ensure_ascii=False
        )
    if table == "events":
        row["date"] = draw(st.sampled_from(["2008", "2008-07", "2008-07-15"]))
        row["until"] = draw(st.sampled_from(["", "open", "2012-01"]))
    if table == "refusals":
        row |= {"start": draw(st.integers(0, 9)), "end": draw(st.integers(10, 20))}
    return row


def _place_turn(draw: st.DrawFn, row: dict[str, Any], rows: Rows) -> None:
    document = row["document_id"]
    before = [one for one in rows["turns"] if one["document_id"] == document]
    reached = before[-1]["end"] if before else 0
    left = rows["documents"][document]["characters"] - reached
    points = sorted(reached + draw(st.integers(0, left)) for _ in range(4))
    row |= dict(zip(("label_start", "label_end", "start", "end"), points, strict=True))
    row["position"] = len(before) + 1


def _pins(draw: st.DrawFn, rows: Rows) -> None:
    if draw(st.booleans()):
        pinned = [draw(st.sampled_from([None, *(row["uid"] for row in rows["codes"])])) for _ in range(3)]
        rows["meta"].append({"uid": new_uid(), "key": "pins", "value": json.dumps(pinned)})


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def make_project(path: Path, study: tuple[Rows, list[str]]) -> Project:
    """Write a drawn study to a new project file. Codes are written last first: a child before its parent."""
    rows, texts = study
    project = Project.create(path, "replaced", coder="A. Mori", keep_backups=0)
    with project.store.act("tests.fill", "") as recorder:
        (title,) = (row["uid"] for row in project.store.rows("SELECT uid FROM meta WHERE key = 'title'"))
        recorder.delete("meta", *(row["uid"] for row in project.store.rows("SELECT uid FROM meta")))
        for text in texts:
            project.store.add_text(text)
        ids = {
            table: [1000 - place if table == "codes" else 10 + place for place in range(len(found))]
            for table, found in rows.items()
            if table != "turns"
        }
        for table, numbers in ids.items():
            for number, row in zip(numbers, rows[table], strict=True):
                recorder.references.know(table, number, row["uid"])
        turns: dict[int, list[dict[str, Any]]] = {}
        for table in _ORDER:
            spec = TABLES.get(table)
            references = (
                spec.references if spec else dict(zip(_TURNS, ("documents", "participants"), strict=True))
            )
            for place, row in enumerate(rows[table]):
                stored = {
                    column: ids[references[column]][value]
                    if column in references and value is not None
                    else value
                    for column, value in row.items()
                }
                if table == "turns":
                    turns.setdefault(row["document_id"], []).append(
                        {column: value for column, value in stored.items() if column != "document_id"}
                    )
                else:
                    recorder.insert_all(table, [{**stored, "id": ids[table][place]}])
        for document, found in turns.items():
            recorder.put_turns(rows["documents"][document]["uid"], found)
        recorder.summary = f"Filled, in place of {title}"
    return project


def rows_of(path: Path) -> dict[str, list[dict[str, Any]]]:
    """Return every live row of every table but the log, in its order, references as uids: by SQL alone."""
    with closing(sqlite3.connect(path)) as db:
        db.row_factory = sqlite3.Row
        tables = [
            name
            for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            if name not in ("changes", "texts") and not name.startswith(("_", "sqlite_"))
        ]
        uids = {
            table: dict(map(tuple, db.execute(f'SELECT id, uid FROM "{table}"')))
            for table in tables
            if table != "turns"
        }
        found: dict[str, list[dict[str, Any]]] = {}
        for table in tables:
            keys = {
                key["from"]: uids[key["table"]]
                for key in db.execute(f'PRAGMA foreign_key_list("{table}")')
                if key["table"] != "texts"
            }
            condition = (
                "ORDER BY document_id, position" if table == "turns" else "WHERE deleted = 0 ORDER BY id"
            )
            found[table] = [
                {
                    name: keys[name].get(row[name]) if name in keys else row[name]
                    for name in row.keys()  # noqa: SIM118
                    if name not in ("id", "deleted")
                }
                for row in db.execute(f'SELECT * FROM "{table}" {condition}')
            ]
        digests = {row["text_sha256"] for table in ("documents", "codings") for row in found[table]}
        found["texts"] = [
            dict(row) for row in db.execute("SELECT * FROM texts ORDER BY sha256") if row["sha256"] in digests
        ]
        return found
