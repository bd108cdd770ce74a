"""All that a project holds, as plain rows: what goes into a folder and comes out of one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from qcode.errors import ProjectFileError
from qcode.model.cases import Entity
from qcode.model.codings import CodingState
from qcode.project.plain.columns import META, SPECS, TURNS, header_of, noun_of
from qcode.store.check import as_cuts, as_names
from qcode.store.identity import stamp_to_iso
from qcode.store.log import ACT, read_act
from qcode.store.schema import OWNER_TABLES, TREES
from qcode.store.store import Store
from qcode.text.names import quoted

Row = Mapping[str, Any]

MADE_FROM_FILES = "project.from_files"
"""Kind of the one act of a project that was made from a folder."""
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z")


@dataclass(frozen=True, slots=True)
class Study:
    """The rows of a project that are not removed, and the texts that they rest on."""

    as_of: str
    """Time of the newest change in it, ISO 8601 in UTC."""
    rows: Mapping[str, Sequence[Row]]
    """Table -> its rows in the order they were made, by the columns of the table and `uid`; what refers
    to a row has that row's uid."""
    texts: Mapping[str, str]
    """SHA-256 -> text, of every text that a document or a coding rests on."""

    @property
    def title_row(self) -> Row | None:
        """Return the row of `meta` that stands for the project."""
        return next((row for row in reversed(self.rows[META]) if row["key"] == "title"), None)


class Fault(NamedTuple):
    """Something in a row that cannot be."""

    table: str
    place: int
    """Index of the row in its table."""
    header: str
    """Of the column in the file."""
    what: str
    expected: str


def load(store: Store) -> Study:
    """Return what a project holds at this moment.

    Raises ProjectFileError where rows do not fit together: such a project could not be read back.
    """
    with store.reading():
        uids = {
            table: dict(store.tuples(f'SELECT id, uid FROM "{table}" WHERE deleted = 0'))
            for table in SPECS
            if table != TURNS
        }
        rows = {table: _rows(store, table, uids) for table in SPECS}
        digests = {row["text_sha256"] for table in ("documents", "codings") for row in rows[table]}
        study = Study(_as_of(store), rows, {digest: store.text(digest) for digest in sorted(digests)})
    fault = next(faults(study), None)
    if fault is not None:
        raise ProjectFileError(
            f"{store.path} is damaged: in {fault.table}, {fault.header}: {fault.what}.",
            "`qcode check` says more; a backup may lie in the folder beside it.",
        )
    return study


def _rows(store: Store, table: str, uids: Mapping[str, Mapping[int, str]]) -> Sequence[Row]:
    spec = SPECS[table]
    own = () if table == TURNS else ("uid",)
    names = (*own, *spec.columns)
    listed = ", ".join(f'"{name}"' for name in names)
    if table == TURNS:
        rest = (
            "WHERE document_id IN (SELECT id FROM documents WHERE deleted = 0) ORDER BY document_id, position"
        )
    else:
        rest = "WHERE deleted = 0 ORDER BY id"
    rows = [
        dict(zip(names, values, strict=True))
        for values in store.tuples(f'SELECT {listed} FROM "{table}" {rest}')
    ]
    for column, parent in spec.references.items():
        known = uids[parent]
        for row in rows:
            if row[column] is not None:
                # A row that is gone has no uid any more: the judge finds it.
                row[column] = known.get(row[column], "")
    return rows


def _as_of(store: Store) -> str:
    """Return the time of the newest change; where that only made the project from files, theirs."""
    found = store.tuples(
        "SELECT action, at, coder_uid, device, data, operation FROM changes ORDER BY id DESC LIMIT 1"
    )
    if not found:
        return ""
    *act, operation = found[0]
    if operation == ACT:
        with store.decoding():
            newest = read_act(act)
        said = newest.summary.rpartition(" ")[2]
        if newest.kind == MADE_FROM_FILES and MOMENT.fullmatch(said):
            return said
    return stamp_to_iso(found[0][1])


def faults(study: Study) -> Iterator[Fault]:
    """Yield what keeps the rows from being one project: uids, references, owners, texts and offsets."""
    known: dict[str, set[str]] = {}
    for table, rows in study.rows.items():
        if table == TURNS:
            continue
        own = known.setdefault(table, set())
        for place, row in enumerate(rows):
            if row["uid"] in own:
                yield Fault(table, place, "uid", "a row above has the same uid", "a uid of its own")
            own.add(row["uid"])
    yield from _references(study, known)
    yield from _owners(study, known)
    yield from _circles(study)
    yield from _documents(study)
    yield from _turns(study)
    yield from _codings(study)
    yield from _classes(study)
    if study.title_row is None:
        yield Fault(META, 0, "key", "no row has the key title", "the title of the study")


def _references(study: Study, known: Mapping[str, set[str]]) -> Iterator[Fault]:
    for table, rows in study.rows.items():
        for column, parent in SPECS[table].references.items():
            for place, row in enumerate(rows):
                if row[column] is not None and row[column] not in known[parent]:
                    yield Fault(
                        table,
                        place,
                        header_of(table, column),
                        f"there is no {noun_of(parent)} of this uid",
                        f"a uid of {parent}",
                    )


def _owners(study: Study, known: Mapping[str, set[str]]) -> Iterator[Fault]:
    entities = {row["uid"]: row["entity"] + "s" for row in study.rows["attributes"]}
    for table, owners in (
        ("memos", [row["owner_table"] for row in study.rows["memos"]]),
        (
            "attribute_values",
            [entities.get(row["attribute_id"], "") for row in study.rows["attribute_values"]],
        ),
    ):
        for place, (owner, row) in enumerate(zip(owners, study.rows[table], strict=True)):
            if owner not in OWNER_TABLES or row["owner_uid"] not in known[owner]:
                yield Fault(
                    table, place, "owner_uid", "it lies on something that is not there", "a uid of the thing"
                )


def _circles(study: Study) -> Iterator[Fault]:
    for table in TREES:
        parents = {row["uid"]: row["parent_id"] for row in study.rows[table]}
        sound: set[str] = set()
        for place, row in enumerate(study.rows[table]):
            way: list[str] = []
            uid = row["uid"]
            on_way: set[str] = set()
            while uid is not None and uid in parents and uid not in sound and uid not in on_way:
                way.append(uid)
                on_way.add(uid)
                uid = parents[uid]
            if uid in on_way:
                yield Fault(table, place, "parent_uid", f"the {noun_of(table)} lies below itself", "a tree")
            sound.update(way)


def _classes(study: Study) -> Iterator[Fault]:
    known: dict[str, Sequence[str]] = {}
    entities = {row["uid"]: row["entity"] for row in study.rows["attributes"]}
    for place, row in enumerate(study.rows["classifications"]):
        try:
            known[row["uid"]] = as_names(row["classes"])
            cuts = as_cuts(row["cuts"])
        except ValueError:
            yield Fault("classifications", place, "classes", "this cannot be read", '["a", "b"]')
            continue
        attribute = row["attribute_id"]
        if attribute is not None and entities.get(attribute) != Entity.CASE:
            yield Fault("classifications", place, "attribute_uid", "it is none of cases", "one of cases")
        if (attribute is None) != (not cuts):
            what = "cut points are those of an attribute of cases"
            yield Fault("classifications", place, "cuts", what, "both or neither")
    for place, row in enumerate(study.rows["class_cases"]):
        classes = known.get(row["classification_id"], (row["class"],))
        if row["class"] not in classes:
            what = f"the classification has no class {quoted(row['class'])}"
            yield Fault("class_cases", place, "class", what, f"one of {', '.join(classes)}")


def _documents(study: Study) -> Iterator[Fault]:
    for place, row in enumerate(study.rows["documents"]):
        text = study.texts.get(row["text_sha256"])
        if text is None:
            yield Fault("documents", place, "text_sha256", "there is no such text", "its text among texts")
        elif len(text) != row["characters"]:
            what = f"the text has {len(text)} characters"
            yield Fault("documents", place, "characters", what, str(len(text)))
        elif not 0 <= row["front_matter_end"] <= len(text):
            what = f"the text ends at {len(text)}"
            yield Fault("documents", place, "front_matter_end", what, "an offset in the text")


def _turns(study: Study) -> Iterator[Fault]:
    ends = {row["uid"]: row["characters"] for row in study.rows["documents"]}
    reached: dict[str, tuple[int, int]] = {}
    for place, row in enumerate(study.rows[TURNS]):
        position, end = reached.get(row["document_id"], (0, 0))
        if row["position"] <= position:
            yield Fault(TURNS, place, "position", "the turn before has this place", f"{position + 1} or more")
        points = [end, row["label_start"], row["label_end"], row["start"], row["end"]]
        if points != sorted(points) or row["end"] > ends.get(row["document_id"], 0):
            what = "the turn does not lie behind the one before it in the text"
            yield Fault(TURNS, place, "start", what, "label_start ≤ label_end ≤ start ≤ end")
        reached[row["document_id"]] = (max(position, row["position"]), max(end, row["end"]))


def _codings(study: Study) -> Iterator[Fault]:
    digests = {row["uid"]: row["text_sha256"] for row in study.rows["documents"]}
    for place, row in enumerate(study.rows["codings"]):
        text = study.texts.get(row["text_sha256"])
        if text is None:
            yield Fault("codings", place, "text_sha256", "there is no such text", "its text among texts")
            continue
        start, end = row["start"], row["end"]
        if not 0 <= start < end <= len(text):
            what = f"[{start}, {end}) does not lie in the text, which ends at {len(text)}"
            yield Fault("codings", place, "end", what, "0 ≤ start < end")
        elif sha256(text[start:end].encode("utf-8")).hexdigest() != row["quote_sha256"]:
            what = f"at [{start}, {end}) stand other words than those that were coded"
            yield Fault("codings", place, "quote_sha256", what, "the offsets of the words")
        elif row["state"] == CodingState.PLACED and row["text_sha256"] != digests.get(row["document_id"]):
            what = "the coding is placed, but on another text than its document's"
            yield Fault("codings", place, "text_sha256", what, "the document's, or the state unplaced")
