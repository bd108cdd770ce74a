"""Reading a whole project into the plain values that analyses work on."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from qcode.analysis.corpus import Corpus
from qcode.errors import ProjectFileError
from qcode.model.codings import AssignmentState, CodingRow
from qcode.model.documents import Turn
from qcode.store.identity import stamp_to_iso

if TYPE_CHECKING:
    from qcode.project.project import Project


def load_corpus(project: Project, version: str) -> Corpus:
    """Return everything an analysis may look at, as it was at one moment; texts are read when needed."""
    store = project.store
    with store.reading():
        documents = {document.id: document for document in project.documents.list()}
        turns: dict[int, list[Turn]] = {}
        for document_id, *values in store.tuples(
            'SELECT document_id, position, participant_id, label_start, label_end, "start", "end", '
            "time_start, time_end FROM turns ORDER BY document_id, position"
        ):
            if document_id in documents:
                turns.setdefault(document_id, []).append(Turn(*values))
        cases = {case.id: case for case in project.cases.list()}
        rows = store.tuples(
            'SELECT id, document_id, "start", "end", code_id, coder_id, case_id FROM codings '
            "WHERE deleted = 0 AND state = 'placed' "
            'ORDER BY document_id, "start", "end", code_id, coder_id'
        )
        unplaced = {
            (document, coder): number
            for document, coder, number in store.tuples(
                "SELECT document_id, coder_id, count(*) FROM codings "
                "WHERE deleted = 0 AND state = 'unplaced' GROUP BY document_id, coder_id"
            )
        }
        tree, coders = project.codes.tree(), project.coders.list()
        _refuse_damage(project, rows, documents, tree, {coder.id for coder in coders})
        return Corpus(
            title=project.title,
            documents=documents,
            turns=turns,
            participants={one.id: one for one in project.participants.list()},
            cases=cases,
            document_cases=project.cases.of_documents(),
            codes=tree,
            coders={coder.id: coder for coder in coders},
            codings=list(map(CodingRow._make, rows)),
            attributes=project.attributes.list(),
            values=project.attributes.values(),
            assignments=_how_far(project, rows, unplaced),
            text=_texts(project),
            newest_change=stamp_to_iso(store.newest_change()),
            version=version,
            queries=project.queries.list(),
            unplaced=unplaced,
            groups=project.groups.tree(),
            classifications=project.classifications.list(),
            events=project.events.list(),
            summaries=project.summaries.list(),
        )


def _how_far(
    project: Project, rows: Sequence[tuple[Any, ...]], unplaced: Iterable[tuple[int, int]]
) -> Mapping[tuple[int, int], AssignmentState]:
    """Return how far each coder is with each document; who has coded in it and said nothing is at it.

    So is who has codings in it that wait for their place, whatever was said.
    """
    at_it = {(row[1], row[5]): AssignmentState.ASSIGNED for row in rows}
    said = project.documents.assignments()
    return at_it | said | dict.fromkeys(unplaced, AssignmentState.ASSIGNED)


def _refuse_damage(project: Project, rows: Sequence[tuple[Any, ...]], *known: Container[int]) -> None:
    """Refuse codings that hold anything but numbers, or that point at what is not there.

    Column by column, because there may be a million; `known` are documents, codes and coders.
    """
    columns = list(zip(*rows, strict=True))
    whole = all(set(map(type, column)) == {int} for column in columns[:6])
    whole = whole and all(set(map(type, column)) <= {int, type(None)} for column in columns[6:])
    pointing = [columns[place] for place in (1, 4, 5)] if columns else []
    if not whole or any(
        one not in there for column, there in zip(pointing, known, strict=False) for one in set(column)
    ):
        raise ProjectFileError(
            f"{project.path} is damaged: a coding cannot be read.",
            "Open the newest backup in the folder beside it.",
        )


def _texts(project: Project) -> Callable[[int], str]:
    """Return a function that reads a document's text once."""
    digests = {document.id: document.text_sha256 for document in project.documents.list()}
    known: dict[str, str] = {}

    def text(document_id: int) -> str:
        digest = digests[document_id]
        if digest not in known:
            known[digest] = project.texts.known(digest) or project.store.text(digest)
        return known[digest]

    return text
