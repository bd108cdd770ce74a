"""What only the researcher can say of how the study was made, by the items of reporting guidelines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qcode.errors import DataError
from qcode.project.guidelines import ITEMS, find_item
from qcode.project.part import Part
from qcode.text.names import counted

_KEY = "method:"
_LONGEST = 10_000


class Methods(Part):
    """Answers to items of COREQ and SRQR: rows of `meta`, each setting a step of undo."""

    def list(self) -> Mapping[str, str]:
        """Return key of an item (`coreq.6`) -> what the researcher says of it, in the order of the items."""
        said = {key: text for key, _, text in self._rows()}
        return {key: said[key] for key in ITEMS if key in said}

    def set(self, answers: Mapping[str, str]) -> None:
        """Say something of items, in one act; an empty text takes back what was said.

        Raises UnknownNameError for an item that is none, DataError for a text that is too long.
        """
        found = {find_item(key).key: text.strip() for key, text in answers.items()}
        for key, text in found.items():
            if len(text) > _LONGEST:
                size = counted(len(text), "character")
                raise DataError(f"What is said of {key} has {size}; at most {_LONGEST:,} are kept.")
        with self._act("methods.set") as recorder:
            for key, text in found.items():
                *older, newest = [None, *self._uids(key)]
                if newest is None and text:
                    recorder.insert("meta", {"key": _KEY + key, "value": text})
                elif newest is not None and text:
                    recorder.update("meta", newest, value=text)
                recorder.delete("meta", *filter(None, older if text else [*older, newest]))
            recorder.summary = f"Said something of the methods: {', '.join(found)}"

    def _rows(self) -> Sequence[tuple[str, str, str]]:
        """Return (item, uid, text), the newest last."""
        rows = self._store.tuples("SELECT key, uid, value FROM meta WHERE deleted = 0 ORDER BY id")
        return [(key[len(_KEY) :], uid, text) for key, uid, text in rows if str(key).startswith(_KEY)]

    def _uids(self, item: str) -> Sequence[str]:
        return [uid for known, uid, _ in self._rows() if known == item]
