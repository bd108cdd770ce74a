"""A folder for a data archive: transcripts, codings, codebook, cases, matrices, methods, and a page."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qcode.analysis.pseudonyms import TELLING, few_alike, without_names
from qcode.codebook import CSV_HEADER, write_csv, write_yaml
from qcode.exporters import write
from qcode.exporters.reports import write_report
from qcode.model.cases import AttributeType, Entity
from qcode.model.codes import Codebook, CodebookEntry, CodeFields
from qcode.model.codings import AssignmentState
from qcode.model.documents import Document, Role
from qcode.model.tables import CellValue, Column, Format, Header, Table
from qcode.project.deposit_readme import CHECKSUMS, About, mark_of, write_page
from qcode.project.deposit_texts import MovedText, moved_text
from qcode.project.plain.folder import Exported, fill_folder
from qcode.project.plain.names import file_names
from qcode.project.plain.readme import README
from qcode.project.reports.codebook import codebook_report
from qcode.project.reports.methods import methods_report
from qcode.project.reports.methods_facts import Facts
from qcode.text.masking import Masker
from qcode.text.names import counted, levelled

if TYPE_CHECKING:
    from qcode.analysis.pseudonyms import StandIns
    from qcode.project.project import Project

_TRANSCRIPTS, _MATRICES = "transcripts", "matrices"
_APART = "; "
_KEPT_BACK = (*TELLING, "name_en")
"""Attributes that say by themselves which case it is."""


def deposit(
    project: Project, folder: Path, *, names: bool = False, access: str = "", citation: str = ""
) -> Exported:
    """Write a folder for a data archive; the same project gives the same bytes.

    Without `names` pseudonyms stand for those of participants, cases and documents. Every quotation in
    codings.csv lies at its offsets in its transcript's file. Neither what stands for whom nor the log is
    in the folder. It is filled or replaced as `export_plain` does. Raises ExportError, ProjectFileError.
    """
    with project.reading():
        bundle = _Bundle(project, None if names else project.pseudonyms.names())
        files = dict(bundle.files())
        about = bundle.about(access, citation)
    listed = {name: sha256(content).hexdigest() for name, content in files.items()}
    files[CHECKSUMS] = "".join(f"{one}  {name}\n" for name, one in sorted(listed.items())).encode()
    page = write_page(about, files).encode()
    return fill_folder(
        folder, (README, mark_of(project.uid)), lambda draft: _write(draft, {**files, README: page})
    )


def _write(draft: Path, files: Mapping[str, bytes]) -> int:
    for name, content in files.items():
        path = draft / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    return len(files)


class _Bundle:
    """What goes into the folder, with or without names."""

    def __init__(self, project: Project, names: StandIns | None) -> None:
        self._project = project
        self._names = names
        self._all = project.select(roles=None)
        self._corpus = self._all.corpus
        self._facts = Facts(project)
        documents = list(self._corpus.documents.values())
        called = [self._called(one.uid, one.name) for one in documents]
        self._file_of = dict(zip([one.id for one in documents], file_names(called, ".txt"), strict=True))
        self._texts = {one.id: self._text(one) for one in documents}

    def _called(self, uid: str, name: str) -> str:
        return name if self._names is None else self._names.by_uid[uid]

    def _said(self, text: str) -> str:
        """Return what a coder or the program says, as it may be passed on."""
        return text if self._names is None else self._names.mask_sentence(text)

    def _table(self, table: Table) -> Table:
        return table if self._names is None else without_names(table, self._names)

    def _text(self, document: Document) -> MovedText:
        text = self._corpus.text(document.id)
        if self._names is None:
            return moved_text(text, (), Masker({}), {})
        turns = self._corpus.turns.get(document.id, ())
        people = {one.id: self._names.by_uid[one.uid] for one in self._corpus.participants.values()}
        return moved_text(text, turns, self._names.mask, people)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield all files but the page and the list of checksums."""
        for document, moved in self._texts.items():
            yield f"{_TRANSCRIPTS}/{self._file_of[document]}", moved.text.encode()
        yield "data_list.csv", _csv(self._data_list())
        yield "cases.csv", _csv(self._cases())
        yield "data_dictionary.csv", _csv(self._dictionary())
        yield "codings.csv", _csv(self._codings())
        codebook = self._codebook()
        rows = write_csv(codebook)
        yield "codebook.csv", _csv(_plain("codebook", CSV_HEADER, ([*row.values()] for row in rows)))
        yield "codebook.yaml", write_yaml(codebook).encode()
        yield "codebook.docx", self._report(codebook_report(self._project), "docx")
        yield "methods.md", self._report(methods_report(self._project), "md")
        for name, table in self._matrices():
            yield f"{_MATRICES}/{name}.csv", _csv(self._table(table))

    def _report(self, report: Any, format: str) -> bytes:
        from qcode.analysis.pseudonyms_in_reports import report_kept_back

        stream = io.BytesIO()
        kept = report if self._names is None else report_kept_back(report, self._names)
        write_report(kept, stream, format)
        return stream.getvalue()

    def _matrices(self) -> Iterator[tuple[str, Table]]:
        yield "code_frequencies", self._project.frequencies()
        if self._corpus.cases:
            yield "codes_by_case", self._project.crosstab("code", "case")
        if self._corpus.documents:
            yield "codes_by_document", self._project.crosstab("code", "document")

    def _data_list(self) -> Table:
        corpus = self._corpus
        values: list[tuple[CellValue, ...]] = []
        for one in corpus.documents.values():
            people = [who for who in self._facts.speakers.get(one.id, ()) if who.role is not Role.INTERVIEWER]
            rows = self._all.rows.get(one.id, ())
            states = {state for (document, _), state in corpus.assignments.items() if document == one.id}
            minutes = self._facts.minutes.get(one.id)
            values.append(
                (
                    self._called(one.uid, one.name),
                    f"{_TRANSCRIPTS}/{self._file_of[one.id]}",
                    one.kind,
                    self._facts.dates.get(one.uid, ""),
                    None if minutes is None else round(minutes),
                    self._cases_of(one),
                    _APART.join(self._called(who.uid, who.name) for who in people),
                    len(self._texts[one.id].text),
                    len(corpus.turns.get(one.id, ())),
                    len(rows),
                    "finished" if states == {AssignmentState.FINISHED} else "begun" if rows else "no",
                )
            )
        header = "document file kind date minutes case participants characters turns codings coded"
        return _plain("data_list", header.split(), values)

    def _cases_of(self, document: Document) -> str:
        cases = [self._corpus.cases[one] for one in self._corpus.document_cases.get(document.id, ())]
        return _APART.join(self._called(one.uid, one.name) for one in cases)

    def _cases(self) -> Table:
        """Return the cases with their attributes; without names those are left out that tell which it is."""
        table = self._project.cases.as_table()
        if self._names is None:
            return table
        kept = [
            place
            for place, column in enumerate(table.columns)
            if levelled(column.name.partition("@")[0]) not in _KEPT_BACK
        ]
        return without_names(
            replace(
                table,
                columns=[table.columns[place] for place in kept],
                values=[[row[place] for place in kept] for row in table.values],
            ),
            self._names,
        )

    def warnings(self) -> Sequence[str]:
        """Return who could be told by the attributes of the cases all the same."""
        if self._names is None:
            return ()
        table = self._cases()
        places = range(1, len(table.columns) - 1)
        alike = [tuple(str(row[place]) for place in places) for row in table.values]
        attributes = [table.columns[place].name for place in places]
        unplaced = sum(self._corpus.unplaced.values())
        waiting = [f"Left out: {counted(unplaced, 'coding')} without a place."] if unplaced else []
        return [
            *self._names.warnings,
            *(few_alike("case", attributes, alike) if attributes else ()),
            *waiting,
        ]

    def _dictionary(self) -> Table:
        values: list[tuple[CellValue, ...]] = []
        for attribute in self._corpus.attributes:
            known = [one for one in self._corpus.values if one.attribute_id == attribute.id]
            hidden = self._names is not None and levelled(attribute.name) in _KEPT_BACK
            numbers = [one.value for one in known if attribute.type is not AttributeType.TEXT]
            ordered = sorted(numbers, key=lambda one: (isinstance(one, str), one))
            where = (
                "kept back" if hidden else "cases.csv" if attribute.entity is Entity.CASE else "not in here"
            )
            bounds = (str(ordered[0]), str(ordered[-1])) if ordered and where == "cases.csv" else ("", "")
            years = sorted({one.year for one in known if one.year})
            sources = dict.fromkeys(one.source for one in known if one.source)
            values.append(
                (
                    attribute.entity.value,
                    attribute.name,
                    attribute.type.value,
                    len({one.owner_uid for one in known}),
                    *bounds,
                    _APART.join(map(str, years)),
                    _APART.join(map(self._said, sources)),
                    where,
                )
            )
        header = "of attribute type known least most years sources file"
        return _plain("data_dictionary", header.split(), values)

    def _codings(self) -> Table:
        """Return the codings with their offsets and words in the texts of the folder."""
        listed = self._table(self._project.segments(selection=self._all))
        names = [column.name for column in listed.columns]
        at = {name: names.index(name) for name in ("document", "case", "participant", "role", "memo", "uid")}
        values: list[tuple[CellValue, ...]] = []
        for place, row in enumerate(self._all):
            said = listed.values[place]
            moved = self._texts[row.document]
            start, end = moved.span(row.start, row.end)
            values.append(
                (
                    said[at["document"]],
                    f"{_TRANSCRIPTS}/{self._file_of[row.document]}",
                    start,
                    end,
                    moved.text[start:end],
                    self._said(self._corpus.codes.path(row.code)),
                    self._corpus.coders[row.coder].name,
                    *(said[at[name]] for name in ("case", "participant", "role", "memo", "uid")),
                )
            )
        header = "document file start end quote code coder case participant role memo uid"
        return _plain("codings", header.split(), values)

    def _codebook(self) -> Codebook:
        book = self._project.codes.codebook()
        if self._names is None:
            return book
        return replace(book, title=self._said(book.title), entries=tuple(map(self._entry, book.entries)))

    def _entry(self, entry: CodebookEntry) -> CodebookEntry:
        fields = entry.fields
        texts = ("name", "name_ja", "brief", "definition", "include", "exclude", "source", "note")
        said: dict[str, Any] = {name: self._said(getattr(fields, name)) for name in texts}
        said["examples"] = tuple(map(self._said, fields.examples))
        said["aliases"] = tuple(map(self._said, fields.aliases))
        new: CodeFields = replace(fields, **said)
        return CodebookEntry(new, tuple(map(self._entry, entry.children)))

    def about(self, access: str, citation: str) -> About:
        """Return what the page says."""
        said, facts, project = self._project.methods.list(), self._facts, self._project
        abstract = said.get("srqr.2") or project.memos.texts("meta").get(project.uid, "")
        corpus = self._corpus
        return About(
            study=project.uid,
            title=self._said(project.title),
            newest_change=corpus.newest_change,
            names=self._names is None,
            abstract=self._said(abstract),
            people=[*facts.say("coders")[:1], *facts.say("interviewers")],
            dates=" ".join(facts.say("dates")[:1]) if facts.dates else "",
            methods=[*facts.say("sample"), *facts.say("tree")[:1], *facts.say("derivation")],
            funding=self._said(said.get("srqr.21", "")),
            ethics=self._said(said.get("srqr.9", "")),
            access=access,
            citation=citation,
            contents=[
                counted(len(corpus.documents), "document"),
                counted(len(corpus.cases), "case"),
                counted(len(corpus.codes), "code"),
                counted(len(self._all), "coding"),
            ],
            warnings=self.warnings(),
        )


def _csv(table: Table) -> bytes:
    stream = io.BytesIO()
    write(table, stream, "csv")
    return stream.getvalue()


def _plain(name: str, header: Sequence[str], rows: Any) -> Table:
    """Return a list as a table; a column of whole numbers and blanks is one of numbers."""
    values = [tuple(row) for row in rows]
    numbers = [
        bool(values) and all(isinstance(row[place], int | None) for row in values)
        for place in range(len(header))
    ]
    return Table(
        name=name,
        title=name,
        rows=[Header("")] * len(values),
        columns=[
            Column(one, format=Format.COUNT if number else Format.TEXT)
            for one, number in zip(header, numbers, strict=True)
        ],
        values=values,
    )
