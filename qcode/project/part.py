"""What all parts of a project have in common."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from qcode.store.changes import Recorder
from qcode.store.store import Store

if TYPE_CHECKING:
    from qcode.project.project import Project


class Part:
    """The things of one kind in a project: how they are listed, made and changed."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @property
    def _store(self) -> Store:
        return self._project.store

    def _act(self, kind: str) -> AbstractContextManager[Recorder]:
        """Begin an act of the project's acting coder."""
        return self._project.act(kind)
