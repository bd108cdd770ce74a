"""A new project made of a folder of plain files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qcode.errors import DataError, ProjectFileError
from qcode.project.plain.columns import TURNS, stored_columns
from qcode.project.plain.reading import read_folder
from qcode.project.plain.study import MADE_FROM_FILES, Study
from qcode.project.project import Project
from qcode.store import connection
from qcode.store.backup import sync_folder
from qcode.store.changes import Recorder
from qcode.text.display import safe
from qcode.text.names import counted


@dataclass(frozen=True, slots=True)
class Imported:
    """What was made."""

    documents: int
    codes: int
    codings: int
    notes: Sequence[str]
    """What a person should know of how the folder was read, one sentence each."""


def import_plain(folder: Path, path: Path) -> Imported:
    """Make a project file of a folder that `export_plain` wrote: all of it, or no file.

    Every row has its uid again; the history begins with this one act, which is nobody's. Raises
    DataError and UnreadableFileError for the folder, ProjectFileError where the file cannot be made.
    """
    if os.path.lexists(path):
        raise ProjectFileError(f"{path} exists already.", "Choose another name, or go on with it.")
    reading = read_folder(folder)
    draft = connection.new_draft(path)
    try:
        draft.unlink()
        connection.create(draft)
        with Project.open(draft, keep_backups=0) as project:
            _fill(project, reading.study)
            _refuse_odd(project, folder)
        connection.put_in_place(draft, path)
        sync_folder(path.parent)
    finally:
        draft.unlink(missing_ok=True)
    rows = reading.study.rows
    return Imported(len(rows["documents"]), len(rows["codes"]), len(rows["codings"]), reading.notes)


def _fill(project: Project, study: Study) -> None:
    with project.store.act(MADE_FROM_FILES, "") as recorder:
        for text in study.texts.values():
            project.store.add_text(text)
        ids = {
            table: {row["uid"]: number for number, row in enumerate(rows, start=1)}
            for table, rows in study.rows.items()
            if table != TURNS
        }
        # Before anything refers to them: a code may stand before its parent.
        for table, numbers in ids.items():
            for uid, number in numbers.items():
                recorder.references.know(table, number, uid)
        for table, rows in study.rows.items():
            if table == TURNS:
                continue
            recorder.insert_all(
                table,
                [
                    {"id": number, "uid": row["uid"], **_columns(table, row, recorder)}
                    for number, row in enumerate(rows, start=1)
                ],
            )
        _put_turns(study, recorder)
        recorder.undoable = False
        recorder.summary = (
            f"Made from plain files with {counted(len(study.rows['codings']), 'coding')}, as of {study.as_of}"
        )


def _columns(table: str, row: Any, recorder: Recorder) -> dict[str, Any]:
    return {
        one.name: row[one.name]
        if one.parent is None or row[one.name] is None
        else recorder.id_of(one.parent, row[one.name])
        for one in stored_columns(table)
    }


def _put_turns(study: Study, recorder: Recorder) -> None:
    turns: dict[str, list[dict[str, Any]]] = {}
    for row in study.rows[TURNS]:
        values = _columns(TURNS, row, recorder)
        del values["document_id"]
        turns.setdefault(row["document_id"], []).append(values)
    for uid, rows in turns.items():
        recorder.put_turns(uid, rows)


def _refuse_odd(project: Project, folder: Path) -> None:
    """Refuse what is of the right shape and yet no whole project."""
    try:
        problems = project.check()
        if not problems:
            project.corpus()
            project.pins.list()
    except ProjectFileError as error:
        problems = [error.message]
    if problems:
        raise DataError(
            f"{safe(str(folder))} does not make a whole project: {problems[0]}", "No project was made."
        )
