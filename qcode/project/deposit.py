"""A folder for a data archive: transcripts, codings, codebook, cases, matrices, methods, and a page."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qcode.codebook import CSV_HEADER, write_csv, write_yaml
from qcode.exporters import write
from qcode.exporters.files import replacing
from qcode.exporters.reports import write_report
from qcode.model.codes import Codebook, CodebookEntry
from qcode.model.reports import Report
from qcode.model.tables import Table
from qcode.project import deposit_tables as tables
from qcode.project.deposit_material import Material
from qcode.project.deposit_readme import CHECKSUMS, About, mark_of, write_page
from qcode.project.plain.folder import Exported, fill_folder
from qcode.project.plain.readme import README
from qcode.project.reports.codebook import codebook_report
from qcode.project.reports.methods import methods_report
from qcode.text.names import counted

if TYPE_CHECKING:
    from qcode.project.project import Project


@dataclass(frozen=True, slots=True)
class Deposited:
    """What was written, and what whoever passes it on is to heed."""

    written: Exported
    warnings: Sequence[str]


def deposit(
    project: Project, folder: Path, *, names: bool = False, access: str = "", citation: str = ""
) -> Deposited:
    """Write a folder for a data archive; the same project gives the same bytes.

    Without `names` pseudonyms stand for those of participants, cases and documents. Every quotation in
    codings.csv lies at its offsets in its transcript's file. Neither what stands for whom nor the log is
    in the folder. It is filled or replaced as `export_plain` does. Raises ExportError, ProjectFileError.
    """
    with project.reading():
        bundle = _Bundle(Material(project, None if names else project.pseudonyms.names()))
        files = dict(bundle.files())
        about = bundle.about(access, citation)
    listed = {name: sha256(content).hexdigest() for name, content in files.items()}
    files[CHECKSUMS] = "".join(f"{one}  {name}\n" for name, one in sorted(listed.items())).encode()
    page = write_page(about, files).encode()
    written = fill_folder(
        folder, (README, mark_of(project.uid)), lambda draft: _write(draft, {**files, README: page})
    )
    return Deposited(written, bundle.warnings)


def _write(draft: Path, files: Mapping[str, bytes]) -> int:
    for name, content in files.items():
        path = draft / name
        path.parent.mkdir(exist_ok=True)
        with replacing(path) as stream:
            stream.write(content)
    return len(files)


class _Bundle:
    """The files of the folder."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self._project = material.project
        self._names = material.names
        self.warnings = tables.warnings(material)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield all files but the page and the list of checksums."""
        material = self._material
        for document, moved in material.texts.items():
            yield material.files[document], moved.text.encode()
        yield "data_list.csv", _csv(tables.data_list(material))
        yield "cases.csv", _csv(tables.cases(material))
        yield "participants.csv", _csv(tables.participants(material))
        yield "data_dictionary.csv", _csv(tables.dictionary(material))
        yield "codings.csv", _csv(tables.codings(material))
        codebook = self._codebook()
        rows = write_csv(codebook)
        yield "codebook.csv", _csv(tables.plain("codebook", CSV_HEADER, ([*row.values()] for row in rows)))
        yield "codebook.yaml", write_yaml(codebook).encode()
        yield (
            "codebook.docx",
            self._report(codebook_report(self._project, selection=self._material.counted), "docx"),
        )
        yield "methods.md", self._report(methods_report(self._project, facts=self._material.facts), "md")
        for name, table in self._matrices():
            yield f"matrices/{name}.csv", _csv(material.table(table))

    def _report(self, report: Report, format: str) -> bytes:
        from qcode.analysis.pseudonyms_in_reports import report_kept_back

        stream = io.BytesIO()
        kept = report if self._names is None else report_kept_back(report, self._names)
        write_report(kept, stream, format)
        return stream.getvalue()

    def _matrices(self) -> Iterator[tuple[str, Table]]:
        yield "code_frequencies", self._project.frequencies(selection=self._material.counted)
        if self._material.corpus.cases:
            yield "codes_by_case", self._project.crosstab("code", "case", selection=self._material.counted)
        if self._material.corpus.documents:
            yield (
                "codes_by_document",
                self._project.crosstab("code", "document", selection=self._material.counted),
            )

    def _codebook(self) -> Codebook:
        book = self._project.codes.codebook()
        if self._names is None:
            return book
        return replace(
            book, title=self._material.said(book.title), entries=tuple(map(self._entry, book.entries))
        )

    def _entry(self, entry: CodebookEntry) -> CodebookEntry:
        fields = entry.fields
        texts = ("name", "name_ja", "brief", "definition", "include", "exclude", "source", "note")
        said: dict[str, Any] = {name: self._material.said(getattr(fields, name)) for name in texts}
        said["examples"] = tuple(map(self._material.said, fields.examples))
        said["aliases"] = tuple(map(self._material.said, fields.aliases))
        return CodebookEntry(replace(fields, **said), tuple(map(self._entry, entry.children)))

    def about(self, access: str, citation: str) -> About:
        """Return what the page says."""
        said, facts, project = self._project.methods.list(), self._material.facts, self._project
        abstract = said.get("srqr.2") or project.memos.texts("meta").get(project.uid, "")
        corpus = self._material.corpus
        return About(
            study=project.uid,
            title=self._material.said(project.title),
            newest_change=corpus.newest_change,
            names=self._names is None,
            abstract=self._material.said(abstract),
            people=[*facts.say("coders")[:1], *facts.say("interviewers")],
            dates=" ".join(facts.say("dates")[:1]) if facts.dates else "",
            methods=[*facts.say("sample"), *facts.say("tree")[:1], *facts.say("derivation")],
            funding=self._material.said(said.get("srqr.21", "")),
            ethics=self._material.said(said.get("srqr.9", "")),
            access=access,
            citation=citation,
            contents=[
                counted(len(corpus.documents), "document"),
                counted(len(corpus.cases), "case"),
                counted(len(corpus.codes), "code"),
                counted(len(self._material.codings), "coding"),
            ],
            left_out=tables.left_out(self._material),
        )


def _csv(table: Table) -> bytes:
    stream = io.BytesIO()
    write(table, stream, "csv")
    return stream.getvalue()
