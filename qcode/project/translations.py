"""The words of codings in another language, to be shown beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from qcode.model.codings import Coding
from qcode.project.part import Part
from qcode.project.sittings import Sitting
from qcode.text.names import counted

if TYPE_CHECKING:
    from qcode.project.project import Project


class Translations(Part):
    """What people put beside quotations for readers of another language; one text a coding."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._sitting = Sitting(project.store)

    def texts(self) -> Mapping[int, str]:
        """Return row id -> translation of the live codings that have one."""
        return dict(
            self._store.tuples("SELECT id, translation FROM codings WHERE deleted = 0 AND translation <> ''")
        )

    def write(self, coding: Coding, text: str, *, visit: str = "") -> None:
        """Put the words of a coding in another language; an empty text takes the translation away.

        `visit` is any word that stands for one sitting, as of `Memos.write`: all that is written under it
        is one act. Raises UnknownNameError where the coding is gone.
        """
        translation = text if text.strip() else ""
        with self._act("codings.translate") as recorder:
            recorder.require("codings", coding.uid)
            self._sitting.goes_on(recorder, visit, coding.uid)
            recorder.update("codings", coding.uid, translation=translation)
            verb = "Translated" if translation else "Took away the translation of"
            size = counted(coding.end - coding.start, "character")
            path = self._project.codes.tree().path(coding.code_id)
            recorder.summary = f"{verb} {size} of {path}"
        self._sitting.keep(recorder, visit, coding.uid)
