"""Who codes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from qcode.model.codings import Coder
from qcode.project.kept import Kept
from qcode.project.names import find, new_name
from qcode.project.part import Part
from qcode.text.names import levelled

if TYPE_CHECKING:
    from qcode.project.project import Project


class Coders(Part):
    """The people who code in a project. A coder is known by an unchanging uid; the name is for people."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._kept = Kept(project.store, "coders", self._read)

    def list(self) -> Sequence[Coder]:
        """Return all coders in the order in which they joined."""
        return self._kept.get()

    def _read(self) -> Sequence[Coder]:
        rows = self._store.rows("SELECT id, uid, name FROM coders WHERE deleted = 0 ORDER BY id")
        return tuple(Coder(**row) for row in rows)

    def known(self) -> Coder | None:
        """Return the coder who acts, None where they have done nothing in this project yet."""
        name = levelled(self._project.coder_name)
        return next((one for one in self.list() if levelled(one.name) == name), None)

    def find(self, name: str) -> Coder:
        """Return a coder by name; raises UnknownNameError."""
        return find(self.list(), name, "coder", lambda coder: (coder.name,))

    def acting(self) -> Coder:
        """Return the coder who acts, joining the project with the first act."""
        return self.join(self._project.coder_name)

    def join(self, name: str) -> Coder:
        """Return the coder of that name, made known to the project where it is not yet.

        Joining is an act of its own and is not undone: what a coder did stays theirs.
        """
        return self.join_all([name])[levelled(name)]

    def join_all(self, names: Sequence[str]) -> dict[str, Coder]:
        """Return coders by their levelled names, made known where they are not yet."""
        known = {levelled(coder.name): coder for coder in self.list()}
        missing = {levelled(name): name for name in names if levelled(name) not in known}
        for name in missing.values():
            self._join(new_name(name, "coder"))
        return known if not missing else {levelled(coder.name): coder for coder in self.list()}

    def _join(self, name: str) -> None:
        with self._store.act("coders.join", "") as recorder:
            taken = self._store.rows("SELECT name FROM coders WHERE deleted = 0")
            if any(levelled(row["name"]) == levelled(name) for row in taken):
                return  # another process was faster
            recorder.insert("coders", {"name": name})
            recorder.summary = f"Coder {name} joined"
            recorder.undoable = False
