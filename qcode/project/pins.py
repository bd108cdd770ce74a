"""The codes on the number keys: nine places that belong to the project."""

from __future__ import annotations

import json
from collections.abc import MutableSequence, Sequence

from qcode.errors import CodebookError, UsageError
from qcode.model.codes import Code
from qcode.project.part import Part
from qcode.store.changes import gone

PLACES = 9
_KEY = "pins"


class Pins(Part):
    """What the keys 1 to 9 apply. Where nobody pinned anything, the first themes of the codebook."""

    def list(self) -> Sequence[Code | None]:
        """Return the nine places in order; None for an empty one, or a code that was removed or retired."""
        tree = self._project.codes.tree()
        codes = {code.uid: code for code in tree if not code.retired}
        return [codes.get(uid) if uid else None for uid in self._places()]

    def set(self, place: int, code: Code | None) -> None:
        """Put a code on a place from 1 to 9 (None: empty it); it leaves the place that it had.

        Raises UsageError for another place, UnknownNameError and CodebookError for a code that is gone
        or retired.
        """
        if not 1 <= place <= PLACES:
            raise UsageError(f"There is no place {place} to pin a code to.", f"Places are 1 to {PLACES}.")
        with self._act("pins.set") as recorder:
            places = self._places()
            if code is None:
                pinned = places[place - 1]
                tree = {one.uid: one.name for one in self._project.codes.tree()}
                recorder.summary = f"Unpinned {tree.get(pinned or '', 'a code')} from {place}"
            else:
                tree_code = next((one for one in self._project.codes.tree() if one.uid == code.uid), None)
                if tree_code is None:
                    raise gone("codes")
                if tree_code.retired:
                    raise CodebookError(
                        f"The code “{code.name}” is retired.", "Reinstate it to use it again."
                    )
                places = [None if uid == code.uid else uid for uid in places]
                recorder.summary = f"Pinned {tree_code.name} to {place}"
            places[place - 1] = code.uid if code else None
            if places == self._places():
                return
            value = json.dumps(places)
            row = self._row()
            if row is None:
                recorder.insert("meta", {"key": _KEY, "value": value})
            else:
                recorder.update("meta", row[0], value=value)

    def _row(self) -> tuple[str, str] | None:
        rows = self._store.tuples(
            "SELECT uid, value FROM meta WHERE key = ? AND deleted = 0 ORDER BY id DESC LIMIT 1", [_KEY]
        )
        return (rows[0][0], rows[0][1]) if rows else None

    def _places(self) -> MutableSequence[str | None]:
        """Return the uids of the nine places."""
        row = self._row()
        if row is None:
            tree = self._project.codes.tree()
            themes = [
                code.uid
                for code in tree.children(None)
                if tree.facet_of(code.id) is None and not code.retired
            ]
            found: MutableSequence[str | None] = [*themes[:PLACES]]
        else:
            with self._store.decoding():
                found = [uid if isinstance(uid, str) else None for uid in json.loads(row[1])][:PLACES]
        return [*found, *[None] * (PLACES - len(found))]
