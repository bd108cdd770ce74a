"""What a deposit is made of: a project as it is now, with its names or without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qcode.analysis.pseudonyms import StandIns, without_names
from qcode.analysis.selection import select
from qcode.model.documents import Document, Role
from qcode.model.tables import Table
from qcode.project.deposit_texts import MovedText, moved_text
from qcode.project.plain.names import file_names
from qcode.project.reports.methods_facts import Facts
from qcode.text.masking import Masker

if TYPE_CHECKING:
    from qcode.project.project import Project

_TRANSCRIPTS = "transcripts"
_COUNTED = (Role.RESPONDENT,)


class Material:
    """A project's codings, texts and facts; without names where `names` says what stands for them."""

    def __init__(self, project: Project, names: StandIns | None) -> None:
        self.project = project
        self.names = names
        self.corpus = project.corpus()
        self.codings = select(self.corpus, roles=None)
        """All that are placed."""
        self.counted = select(self.corpus, roles=_COUNTED)
        """Those that count by default: matrices, codebook and methods are of them."""
        self.facts = Facts(project, self.counted)
        documents = list(self.corpus.documents.values())
        files = file_names([self.called(one.uid, one.name) for one in documents], ".txt")
        self.files = {one.id: f"{_TRANSCRIPTS}/{file}" for one, file in zip(documents, files, strict=True)}
        """Path of a document's text in the folder, by its id."""
        self.texts = {one.id: self._text(one) for one in documents}
        """What that file holds."""

    def called(self, uid: str, name: str) -> str:
        """Return what a case, participant or document is called in the folder."""
        return name if self.names is None else self.names.by_uid[uid]

    def said(self, text: str) -> str:
        """Return what a coder or the program says, as it may be passed on."""
        return text if self.names is None else self.names.mask_sentence(text)

    def table(self, table: Table) -> Table:
        """Return a table as it may be passed on."""
        return table if self.names is None else without_names(table, self.names)

    def _text(self, document: Document) -> MovedText:
        text = self.corpus.text(document.id)
        if self.names is None:
            return moved_text(text, (), Masker({}), {})
        turns = self.corpus.turns.get(document.id, ())
        people = {one.id: self.names.by_uid[one.uid] for one in self.corpus.participants.values()}
        return moved_text(text, turns, self.names.mask, people)
