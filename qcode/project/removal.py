"""What goes when something goes: told before it is done, and done in the same act."""

from __future__ import annotations

import json
from collections.abc import Sequence

from qcode.model.cases import Case
from qcode.model.documents import Document
from qcode.store.changes import Recorder
from qcode.store.schema import OWNER_TABLES, TAKEN_ALONG
from qcode.store.store import Store
from qcode.text.names import counted, listed

_LIVE = "SELECT count(*) FROM {} WHERE deleted = 0 AND "
_ON_DOCUMENT = (
    "(owner_uid = ?1 OR owner_uid IN (SELECT codings.uid FROM codings JOIN documents "
    "ON documents.id = document_id WHERE codings.deleted = 0 AND documents.uid = ?1))"
)
_QUOTED_IN = "coding_id IN (SELECT id FROM codings WHERE document_id = ?)"
_ONLY_THERE = (
    "id IN (SELECT participant_id FROM turns GROUP BY participant_id "
    "HAVING min(document_id) = ?1 AND max(document_id) = ?1)"
)


def take_along(store: Store, recorder: Recorder, table: str, uids: Sequence[str]) -> None:
    """Remove what has no meaning without some rows that go, inside the act that removes them.

    That is what TAKEN_ALONG names, with what rests on it in turn, and the memos and attribute values
    that lie on the rows.
    """
    if not uids:
        return
    wanted = json.dumps(list(uids))
    asked = [
        (child, f'"{column}" IN (SELECT id FROM "{table}" WHERE uid IN (SELECT value FROM json_each(?)))')
        for child, column in TAKEN_ALONG.get(table, ())
    ]
    if table in OWNER_TABLES:
        lying = "owner_uid IN (SELECT value FROM json_each(?))"
        asked += [("memos", lying), ("attribute_values", lying)]
    for child, condition in asked:
        rows = store.tuples(f'SELECT uid FROM "{child}" WHERE deleted = 0 AND {condition}', [wanted])
        gone = [uid for (uid,) in rows]
        take_along(store, recorder, child, gone)
        recorder.delete(child, *gone)


def goes_with_case(store: Store, case: Case) -> str:
    """Return in words what removing a case takes along, and what stays without it; empty for nothing."""
    gone = _counted(
        store,
        ("link to a document", "links to documents", "document_cases", "case_id = ?", case.id),
        ("value", "", "attribute_values", "owner_uid = ?", case.uid),
        ("memo", "", "memos", "owner_uid = ?", case.uid),
        ("summary", "summaries", "summaries", "case_id = ?", case.id),
        ("place in a group", "places in groups", "group_cases", "case_id = ?", case.id),
        ("class", "classes", "class_cases", "case_id = ?", case.id),
        ("event", "", "events", "case_id = ?", case.id),
    )
    stays = _counted(
        store,
        ("coding", "", "codings", "case_id = ?", case.id),
        ("participant", "", "participants", "case_id = ?", case.id),
    )
    return "; ".join(filter(None, (gone and f"with {gone}", stays and f"{stays} no longer given to it")))


def goes_with_codes(store: Store, code_ids: Sequence[int]) -> str:
    """Return in words what removing codes takes along: "2 codings and 1 summary"; empty for nothing."""
    codes = json.dumps(list(code_ids))
    those = "code_id IN (SELECT value FROM json_each(?1))"
    owners = (
        "SELECT uid FROM codes WHERE id IN (SELECT value FROM json_each(?1)) "
        f"UNION ALL SELECT uid FROM codings WHERE deleted = 0 AND {those}"
    )
    return _counted(
        store,
        ("coding", "", "codings", those, codes),
        ("summary", "summaries", "summaries", those, codes),
        ("rule", "", "rules", those, codes),
        ("memo", "", "memos", f"owner_uid IN ({owners})", codes),
    )


def goes_with_document(store: Store, document: Document) -> str:
    """Return in words what removing a document takes along; empty for nothing."""
    gone = _counted(
        store,
        ("coding", "", "codings", "document_id = ?", document.id),
        ("memo", "", "memos", _ON_DOCUMENT, document.uid),
        ("quotation of an event", "quotations of events", "event_codings", _QUOTED_IN, document.id),
        ("value", "", "attribute_values", "owner_uid = ?", document.uid),
        ("link to a case", "links to cases", "document_cases", "document_id = ?", document.id),
        (
            "participant who speaks only there",
            "participants who speak only there",
            "participants",
            _ONLY_THERE,
            document.id,
        ),
    )
    return gone and f"with {gone}"


def _counted(store: Store, *asked: tuple[str, str, str, str, int | str]) -> str:
    """Return "1 memo and 2 codings" for (noun, plural, table, condition, argument); empty for nothing."""
    with store.reading():
        numbers = [
            (store.tuples(_LIVE.format(table) + condition, [argument])[0][0], noun, plural)
            for noun, plural, table, condition, argument in asked
        ]
    return listed(counted(number, noun, plural) for number, noun, plural in numbers if number)
