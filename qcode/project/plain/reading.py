"""A folder of plain files, checked from end to end, as a study."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from qcode.errors import DataError, UnreadableFileError
from qcode.files.regular import MEGABYTE, read_regular
from qcode.project.plain.columns import FILE, META, SHEETS, cell_columns
from qcode.project.plain.readme import README, listed_names, read_checksums
from qcode.project.plain.shapes import shape_of, values_of
from qcode.project.plain.study import MOMENT, Study, faults
from qcode.project.plain.writing import EARLIER, FOLDERS, FORMAT, MEMOS, STUDY, TEXTS, memo_text
from qcode.sheets.delimited import read_delimited
from qcode.sheets.headers import fields
from qcode.sheets.problems import RowProblem, data_error
from qcode.sheets.schemas import problems_of
from qcode.store.migrations import expected_schema
from qcode.store.schema import SCHEMA_VERSION
from qcode.text.display import safe

_MOST = 100 * MEGABYTE
_MOST_ABOUT = MEGABYTE
_NO_EXPORT = "Name a folder that `qcode export` wrote."


class _Setting(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    uid: str
    key: str
    value: str


class _About(BaseModel):
    """What study.yaml says."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    format: int
    schema_version: int = Field(alias="schema")
    as_of: str
    meta: list[_Setting]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder holds."""

    study: Study
    notes: Sequence[str]
    """What a person should know of how it was read, one sentence each."""


class _Folder:
    """The files of a folder. What is not listed here is never opened: no link, nothing outside."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._paths: dict[str, Path] = {}
        self.digests: dict[str, str] = {}
        """SHA-256 of every file that was read, by its name."""
        try:
            for below in ("", *FOLDERS):
                self._list(folder / below if below else folder, below)
        except OSError as error:
            raise UnreadableFileError(
                f"{safe(str(folder))} cannot be read: {error.strerror or error}.", _NO_EXPORT
            ) from None
        if README not in self or STUDY not in self:
            raise DataError(f"{safe(str(folder))} is no export of a project.", _NO_EXPORT)

    def _list(self, place: Path, below: str) -> None:
        if below and (not place.is_dir() or place.is_symlink()):
            return
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_file(follow_symlinks=False):
                    self._paths.setdefault(_level(f"{below}/{entry.name}".lstrip("/")), Path(entry.path))

    def __contains__(self, name: str) -> bool:
        return _level(name) in self._paths

    def names(self) -> Sequence[str]:
        return sorted(self._paths)

    def read(self, name: str, most: int = _MOST) -> bytes:
        """Return a file by its path in the folder; raises UnreadableFileError."""
        path = self._paths.get(_level(name))
        if path is None:
            raise UnreadableFileError(f"There is no file {safe(name)} in {safe(str(self.folder))}.")
        data = read_regular(path, most, "No export writes such a file.", name=name)
        self.digests[_level(name)] = sha256(data).hexdigest()
        return data

    def text(self, name: str, most: int = _MOST) -> str:
        try:
            return self.read(name, most).decode("utf-8")
        except UnicodeDecodeError as error:
            what = f"{safe(name)} is not UTF-8 (byte {error.start:,})."
            raise UnreadableFileError(what, "Export the project again.") from None


def _level(name: str) -> str:
    # An old macOS lists names decomposed.
    return unicodedata.normalize("NFC", name)


def read_folder(folder: Path) -> Reading:
    """Return the study that lies in a folder.

    Every file that its page lists must be there, every row of its shape, every text the one that its
    document names. Raises DataError with file, line and reason, UnreadableFileError.
    """
    files = _Folder(folder)
    listed = read_checksums(files.text(README))
    if not listed:
        raise DataError(f"{README} lists no files.", "Export the project again.")
    missing = [safe(name) for name in listed if name not in files]
    if missing:
        raise DataError(
            f"{safe(str(folder))} is not whole. Missing: {listed_names(missing)}.",
            "Export the project again.",
        )
    about = _about(files)
    lines: dict[str, list[int]] = {}
    rows: dict[str, list[dict[str, Any]]] = {
        META: [{"uid": one.uid, "key": one.key, "value": one.value} for one in about.meta]
    }
    notes: list[str] = []
    for table in SHEETS:
        rows[table], lines[table] = _rows(files, table, about.schema_version, notes)
    texts = dict(_texts(files, rows["documents"], lines["documents"]))
    study = Study(about.as_of, rows, texts)
    problems = [
        RowProblem(f"{one.table}.csv", lines[one.table][one.place], one.header, one.what, one.expected)
        if one.table in lines
        else RowProblem(STUDY, 1, one.header, one.what, one.expected)
        for one in faults(study)
    ]
    if problems:
        raise data_error(problems)
    return Reading(study, [*notes, *_differences(files, listed)])


def _about(files: _Folder) -> _About:
    text = files.text(STUDY, _MOST_ABOUT)
    try:
        data = yaml.load(text, Loader=yaml.BaseLoader)  # makes nothing but texts, lists and mappings
        about = _About.model_validate(data)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f", line {mark.line + 1}" if mark else ""
        raise DataError(f"{STUDY}{place}: this is not YAML.", "Export the project again.") from None
    except (ValidationError, RecursionError, TypeError) as error:
        where = error.errors(include_url=False)[0]["loc"] if isinstance(error, ValidationError) else ()
        what = ".".join(map(str, where)) or "it"
        raise DataError(f"{STUDY}: {what} is not as an export writes it.", "Export again.") from None
    if about.format > FORMAT or about.schema_version > SCHEMA_VERSION:
        raise DataError(
            f"{safe(str(files.folder))} was written by a newer qcode.", "Update qcode to read it."
        )
    if not MOMENT.fullmatch(about.as_of):
        raise DataError(f"{STUDY}: as_of is no time.", "It is written 2024-07-31T12:00:00Z.")
    return about


def _rows(
    files: _Folder, table: str, schema: int, notes: list[str]
) -> tuple[list[dict[str, Any]], list[int]]:
    """Return the rows of a table by its columns, and the lines they stand on."""
    name = f"{table}.csv"
    if name not in files and table not in expected_schema(schema):
        return [], []
    sheet = read_delimited(Path(name), files.read(name))
    notes += sheet.notes
    shape = shape_of(table)
    columns = {one.header: one for one in cell_columns(table)}
    known = [str(field.alias) for field in shape.model_fields.values()]
    # A folder of an older schema lacks what came later.
    optional = {one.header for one in columns.values() if one.has_default and schema < SCHEMA_VERSION}
    headers = fields(sheet, known, [header for header in known if header not in optional])
    left_out = {header: columns[header].default for header in optional - headers.keys()}
    problems: list[RowProblem] = []
    rows: list[dict[str, Any]] = []
    lines: list[int] = []
    for row in sheet.rows:
        cells = {header: row.cells[column] for header, column in headers.items()}
        cells |= {header: "" if value is None else str(value) for header, value in left_out.items()}
        try:
            values = values_of(shape.model_validate(cells))
        except ValidationError as error:
            problems += problems_of(error, name, row.line)
            continue
        lines.append(row.line)
        rows.append(
            {columns[header].name if header in columns else header: values[header] for header in known}
        )
    if problems:
        raise data_error(problems)
    if table == "memos":
        _fill_memos(files, rows, lines)
    return rows, lines


def _fill_memos(files: _Folder, rows: Sequence[dict[str, Any]], lines: Sequence[int]) -> None:
    for row, line in zip(rows, lines, strict=True):
        file = row.pop(FILE)
        content = _in_folder(files, file, MEMOS, "memos.csv", line)
        text = memo_text(content)
        if text is None:
            raise DataError(
                f"{safe(file)}: the head between two lines of --- is missing.", "The memo stands below it."
            )
        row["text"] = text


def _texts(files: _Folder, rows: Sequence[dict[str, Any]], lines: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Yield (SHA-256, text) of the documents, and of what unplaced codings rest on."""
    for row, line in zip(rows, lines, strict=True):
        file = row.pop(FILE)
        text = _in_folder(files, file, TEXTS, "documents.csv", line)
        if sha256(text.encode()).hexdigest() != row["text_sha256"]:
            raise DataError(
                f"{safe(file)} was changed since the export: codings would lie on other words.",
                "Export the project again; `qcode documents replace` takes a corrected text.",
            )
        yield row["text_sha256"], text
    for name in files.names():
        if name.startswith(f"{EARLIER}/"):
            text = files.text(name)
            yield sha256(text.encode()).hexdigest(), text


def _in_folder(files: _Folder, file: str, below: str, table: str, line: int) -> str:
    """Return the text of a file that a row names; only what lies in the folder's own part of it."""
    if not file.startswith(f"{below}/") or file not in files:
        problem = RowProblem(table, line, FILE, f"there is no file “{safe(file)}”", f"a file in {below}/")
        raise data_error([problem])
    return files.text(file)


def _differences(files: _Folder, listed: Mapping[str, str]) -> Iterator[str]:
    """Yield what is not as the folder's page says, though it could be read."""
    digests = {_level(name): digest for name, digest in listed.items()}
    for name in files.names():
        if name in digests and name not in files.digests:
            files.read(name)
    changed = [safe(name) for name in digests if files.digests.get(name, digests[name]) != digests[name]]
    if changed:
        yield (
            f"Changed since the export: {listed_names(changed)}. "
            "What was changed in columns that are only there to be read has no effect."
        )
    others = [safe(name) for name in files.names() if name not in digests and name != README]
    if others:
        yield f"No part of the export, and not read: {listed_names(others)}."
