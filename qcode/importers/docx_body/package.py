"""The parts of a Word file: the main one, and those that it uses."""

from __future__ import annotations

from posixpath import dirname, join, normpath

from qcode.files.packages import Fault, Package
from qcode.importers.flow.office import LIMITS, messages

_PACKAGE_RELATIONS = "_rels/.rels"
_USUAL_BODY = "word/document.xml"


class WordPackage(Package):
    """The parts of a Word file; `body_name` is the name of the main one.

    Raises UnreadableFileError, with the file's name, for anything that is no sound Word file.
    """

    def __init__(self, name: str, data: bytes) -> None:
        super().__init__(name, data, LIMITS, messages("Word file", ".docx"))
        self.body_name = self._body_name()

    def _body_name(self) -> str:
        """Return the name of the main part, by the package's relations or as it usually is."""
        parts = self.names()
        for target in self.related(_PACKAGE_RELATIONS, "officeDocument"):
            if target.lower() in parts:
                return target
        if _USUAL_BODY not in parts:
            raise self.error(Fault.DAMAGED)
        return _USUAL_BODY

    def related(self, relations: str, kind: str) -> list[str]:
        """Return the names of the parts that a part of relations points to for one kind of use."""
        root = self.tree(relations)
        if root is None:
            return []
        folder = dirname(dirname(relations))
        found: list[str] = []
        for relation in root:
            use = str(relation.get("Type", ""))
            if use.endswith("/" + kind) and relation.get("TargetMode") != "External":
                target = str(relation.get("Target", ""))
                # An absolute target replaces the folder; the names of parts begin without a slash.
                found.append(normpath(join("/", folder, target)).lstrip("/"))
        return found

    def related_to_body(self, kind: str) -> list[str]:
        """Return the names of the parts that the main part uses in one way (`styles`, `header`)."""
        folder, _, name = self.body_name.rpartition("/")
        return self.related(join(folder, "_rels", name + ".rels"), kind)
