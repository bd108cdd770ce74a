"""Conditions saved under a name, for `@NAME` in a `--where`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qcode.errors import DataError
from qcode.project.names import find, new_name
from qcode.project.part import Part
from qcode.text.names import counted, levelled

_KEY = "query:"
_LONGEST = 10_000
_NOUN = "saved query"
_MARKS = frozenset("\"“”„＂'‘’＇")


class Queries(Part):
    """The saved queries of a project: rows of `meta`, each saving and removing a step of undo."""

    def list(self) -> Mapping[str, str]:
        """Return name -> condition, in the order of the names."""
        known = {levelled(name): (name, condition) for name, _, condition in self._rows()}
        return dict(known[name] for name in sorted(known))

    def find(self, name: str) -> str:
        """Return the name as it is written of a query. Raises UnknownNameError."""
        return find(self.list(), _bare(name), _NOUN, lambda one: (one,))

    def save(self, name: str, condition: str) -> str:
        """Save a condition under a name, in place of what was saved under it; return the name.

        Raises QueryError for a condition that cannot be understood in this project, DataError for a name
        that cannot be one.
        """
        from qcode.analysis.binding import bind
        from qcode.analysis.queries import written_out

        name, condition = new_name(_bare(name), _NOUN), condition.strip()
        if not _MARKS.isdisjoint(name):
            raise DataError(
                "The name of a saved query holds no quotation marks: it may have to stand in them."
            )
        if len(condition) > _LONGEST:
            size = counted(len(condition), "character")
            raise DataError(f"A saved query has at most {_LONGEST:,} characters; this one has {size}.")
        corpus = self._project.corpus()
        others = {one: text for one, text in corpus.queries.items() if levelled(one) != levelled(name)}
        bind(written_out(condition, {**others, name: condition}), corpus, None)
        with self._act("queries.save") as recorder:
            *older, uid = [None, *self._uids(name)]
            row = {"key": _KEY + name, "value": condition}
            if uid is None:
                recorder.insert("meta", row)
            else:
                recorder.update("meta", uid, **row)
                recorder.delete("meta", *filter(None, older))
            recorder.summary = f"Saved the query {name}"
        return name

    def remove(self, name: str) -> str:
        """Remove a saved query and return its name. Raises UnknownNameError."""
        name = self.find(name)
        with self._act("queries.remove") as recorder:
            recorder.delete("meta", *self._uids(name))
            recorder.summary = f"Removed the saved query {name}"
        return name

    def _rows(self) -> Sequence[tuple[str, str, str]]:
        """Return (name, uid, condition) of all saved queries, the newest last."""
        rows = self._store.tuples("SELECT key, uid, value FROM meta WHERE deleted = 0 ORDER BY id")
        return [(key[len(_KEY) :], uid, value) for key, uid, value in rows if str(key).startswith(_KEY)]

    def _uids(self, name: str) -> Sequence[str]:
        """Return the uids of the rows of a name: several where copies of the project were merged."""
        return [uid for known, uid, _ in self._rows() if levelled(known) == levelled(name)]


def _bare(name: str) -> str:
    """Return a name without the sign that it has in a condition."""
    return name.strip().lstrip("@＠")
