"""A small study written down as a story: transcripts as text, codings by the words they mark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qcode.analysis.corpus import Corpus
from qcode.model.cases import Attribute, AttributeType, AttributeValue, Case, Entity, Value
from qcode.model.codes import Code, CodeFields, CodeTree
from qcode.model.codings import AssignmentState, Coder, CodingRow
from qcode.model.documents import INTERVIEW_KIND, Document, Participant, Role, Turn
from qcode.model.tables import CellValue, Table

SPEAKERS = {
    "I": Role.INTERVIEWER,
    "R1": Role.RESPONDENT,
    "R2": Role.RESPONDENT,
    "R3": Role.RESPONDENT,
    "Guide": Role.OTHER,
    "X": None,
    "Y": None,
}
"""Labels of transcripts and the role of who bears them."""
TALK = "I: Who watches the port?\nR1: We do, the port office.\nR2: And the chamber."


class Study:
    """A project in the making; `corpus()` is what an analysis gets of it."""

    def __init__(self) -> None:
        self._documents: dict[int, Document] = {}
        self._texts: dict[int, str] = {}
        self._turns: dict[int, list[Turn]] = {}
        self._participants: dict[int, Participant] = {}
        self._cases: dict[int, Case] = {}
        self._document_cases: dict[int, tuple[int, ...]] = {}
        self._codes: dict[str, Code] = {}
        self._coders: dict[int, Coder] = {}
        self._codings: list[CodingRow] = []
        self._attributes: dict[tuple[Entity, str], Attribute] = {}
        self._values: list[AttributeValue] = []
        self._assignments: dict[tuple[int, int], AssignmentState] = {}
        self.texts_read: list[str] = []

    def case(self, *names: str) -> Study:
        """Add cases, in this order."""
        for name in names:
            number = len(self._cases) + 1
            self._cases[number] = Case(number, f"case-{number}", name, number)
        return self

    def participant(self, name: str, *, case: str | None = None, pseudonym: str = "") -> Study:
        """Say more of a speaker than the label does, before the document where they speak."""
        number = len(self._participants) + 1
        own = self._case_id(case) if case else None
        self._participants[number] = Participant(
            number, f"participant-{number}", name, SPEAKERS[name.split()[0]], pseudonym, own
        )
        return self

    def document(
        self,
        name: str,
        text: str,
        *,
        cases: Sequence[str] = (),
        kind: str = INTERVIEW_KIND,
        front_matter: str = "",
    ) -> Study:
        """Add a document; lines that begin with the label of a speaker are turns."""
        number = len(self._documents) + 1
        whole = front_matter + text
        self._documents[number] = Document(
            number,
            f"document-{number}",
            name,
            kind,
            str(number),
            len(whole),
            len(front_matter),
            name,
            "txt",
            "utf-8",
            "2024-01-01T00:00:00Z",
        )
        self._texts[number] = whole
        if cases:
            self._document_cases[number] = tuple(sorted(self._case_id(case) for case in cases))
        turns: list[Turn] = []
        offset = len(front_matter)
        for line in text.split("\n"):
            label, colon, _ = line.partition(": ")
            if colon and label.split()[0] in SPEAKERS:
                start = offset + len(label) + 2
                turns.append(
                    Turn(
                        len(turns) + 1,
                        self._participant_id(label),
                        offset,
                        start,
                        start,
                        offset + len(line),
                        None,
                        None,
                    )
                )
            offset += len(line) + 1
        if turns:
            self._turns[number] = turns
        return self

    def codes(self, *paths: str, facets: Iterable[str] = ()) -> Study:
        """Add codes in this order; `facets` are the paths of facet heads among them."""
        for path in paths:
            self._code_id(path, facet=path in set(facets))
        return self

    def coding(
        self,
        document: str,
        words: str,
        code: str,
        *,
        by: str = "Aki",
        case: str | None = None,
    ) -> int:
        """Code the first occurrence of some words and return the coding's id."""
        document_id = self._document_id(document)
        start = self._texts[document_id].index(words)
        number = len(self._codings) + 1
        self._codings.append(
            CodingRow(
                number,
                document_id,
                start,
                start + len(words),
                self._code_id(code),
                self.coder(by),
                self._case_id(case) if case else None,
            )
        )
        return number

    def coder(self, name: str) -> int:
        """Return the id of a coder, made where there is none of that name."""
        for coder in self._coders.values():
            if coder.name == name:
                return coder.id
        number = len(self._coders) + 1
        self._coders[number] = Coder(number, f"coder-{number}", name)
        return number

    def finished(self, *documents: str, by: str = "Aki") -> Study:
        """Say that a coder has finished documents (all where none is named)."""
        return self._assign(documents, by, AssignmentState.FINISHED)

    def assigned(self, *documents: str, by: str = "Aki") -> Study:
        """Say that documents are still to be coded."""
        return self._assign(documents, by, AssignmentState.ASSIGNED)

    def attribute(
        self,
        entity: str,
        name: str,
        values: dict[str, Value],
        *,
        type: AttributeType | None = None,
        year: int | None = None,
    ) -> Study:
        """Give things a value, by their names."""
        kind = Entity(entity)
        key = (kind, name)
        if key not in self._attributes:
            number = len(self._attributes) + 1
            guessed = AttributeType.INTEGER if all(isinstance(v, int) for v in values.values()) else None
            self._attributes[key] = Attribute(
                number, f"attribute-{number}", kind, name, type or guessed or AttributeType.TEXT
            )
        owners = {
            Entity.CASE: {one.name: one.uid for one in self._cases.values()},
            Entity.DOCUMENT: {one.name: one.uid for one in self._documents.values()},
            Entity.PARTICIPANT: {one.name: one.uid for one in self._participants.values()},
        }[kind]
        for owner, value in values.items():
            self._values.append(AttributeValue(self._attributes[key].id, owners[owner], value, year))
        return self

    def corpus(self) -> Corpus:
        """Return the study as an analysis gets it."""

        def text(document_id: int) -> str:
            self.texts_read.append(self._documents[document_id].name)
            return self._texts[document_id]

        return Corpus(
            title="A study",
            documents=self._documents,
            turns=self._turns,
            participants=self._participants,
            cases=self._cases,
            document_cases=self._document_cases,
            codes=CodeTree(self._codes.values()),
            coders=self._coders,
            codings=sorted(
                self._codings, key=lambda row: (row.document, row.start, row.end, row.code, row.coder)
            ),
            attributes=list(self._attributes.values()),
            values=self._values,
            assignments=self._assignments,
            text=text,
            newest_change="2024-05-01T10:00:00Z",
            version="0.1.0",
        )

    def _assign(self, documents: Sequence[str], by: str, state: AssignmentState) -> Study:
        names = documents or [document.name for document in self._documents.values()]
        for name in names:
            self._assignments[self._document_id(name), self.coder(by)] = state
        return self

    def _document_id(self, name: str) -> int:
        return next(one.id for one in self._documents.values() if one.name == name)

    def _case_id(self, name: str) -> int:
        return next(one.id for one in self._cases.values() if one.name == name)

    def _participant_id(self, name: str) -> int:
        for one in self._participants.values():
            if one.name == name:
                return one.id
        self.participant(name)
        return len(self._participants)

    def _code_id(self, path: str, *, facet: bool = False) -> int:
        if path not in self._codes:
            parent, _, name = path.rpartition(" > ")
            parent_id = self._code_id(parent) if parent else None
            number = len(self._codes) + 1
            fields = CodeFields(name, facet=facet)
            self._codes[path] = Code(number, f"code-{number}", parent_id, number, fields)
        return self._codes[path].id


def one_talk() -> Study:
    """One interview of Minamihama, finished."""
    study = Study().case("Minamihama", "Kitaoka").document("Talk", TALK, cases=["Minamihama"])
    return study.codes("Gatekeeper").finished()


def cell(table: Table, row: str, column: str) -> CellValue:
    """Return what stands under two names (those for scripts)."""
    return table.values[row_of(table, row)][column_of(table, column)]


def row_of(table: Table, name: str) -> int:
    """Return the number of a row by its name for scripts."""
    return [header.name for header in table.rows].index(name)


def column_of(table: Table, name: str) -> int:
    """Return the number of a column by its name for scripts."""
    return [header.name for header in table.columns].index(name)


def row(table: Table, name: str) -> list[CellValue]:
    """Return the values of a row by its name for scripts."""
    return list(table.values[row_of(table, name)])


def names(table: Table) -> tuple[list[str], list[str]]:
    """Return the names of rows and columns for scripts."""
    return [header.name for header in table.rows], [header.name for header in table.columns]


def behind(table: Table, row: str, column: str) -> list[int]:
    """Return the codings behind a cell."""
    return list(table.behind(row_of(table, row), column_of(table, column)))
