"""The folder of an export: made beside its place and moved there as a whole."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from qcode.errors import ExportError
from qcode.exporters.files import export_error
from qcode.files.regular import MEGABYTE, read_regular
from qcode.project.plain.readme import README, is_as_written, listed_names, read_checksums
from qcode.project.plain.study import load
from qcode.project.plain.views import READINGS, Cells
from qcode.project.plain.writing import STUDY, write_files
from qcode.text.display import safe

if TYPE_CHECKING:
    from qcode.project.project import Project

_MOST = 100 * MEGABYTE
_LEFT_BY_SYSTEMS = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    folder: Path
    files: int
    replaced: bool
    """Whether an earlier export lay there."""


def export_plain(project: Project, folder: Path) -> Exported:
    """Write all that a project holds to a folder of plain files, readable by you alone.

    An empty folder is filled. An earlier export of the same project is replaced, provided that every
    file in it is as it was written and no other lies there. The folder is made beside its place and
    then moved, so that no half of it ever lies there. Raises ExportError where something else is in the
    way or the folder cannot be written, ProjectFileError for a damaged project.
    """
    with project.reading():
        study = load(project.store)
        readings = _readings(project)
        codebook = project.codes.codebook()
    mark = (STUDY, f"\nstudy: {(study.title_row or {})['uid']}\n")
    return fill_folder(folder, mark, lambda draft: write_files(draft, study, codebook, readings))


def fill_folder(folder: Path, mark: tuple[str, str], write: Callable[[Path], int]) -> Exported:
    """Let `write` make the files of a folder and return their number; the folder is put in its place whole.

    The place may be new or empty. What an earlier writing left is replaced, provided that it holds `mark`
    (a file, and what is written in it), every file is as its README.md lists it, and no other lies there.
    Raises ExportError otherwise, and where the folder cannot be written.
    """
    place = _resolved(folder)
    existed = _refuse_other(place, folder, mark)
    draft = place.with_name(f".qcode-{secrets.token_hex(6)}.new")
    try:
        draft.mkdir(mode=0o700)
        files = write(draft)
        _move(draft, place, folder)
    except OSError as error:
        raise export_error(f"“{safe(str(folder))}”", error) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Exported(folder, files, existed)


def _readings(project: Project) -> dict[str, Cells]:
    """Return case, participant and role of each placed coding, by its uid."""
    table = project.segments(selection=project.select(roles=None))
    names = [column.name for column in table.columns]
    uid, *places = (names.index(name) for name in ("uid", *READINGS))
    return {
        str(values[uid]): {name: values[place] for name, place in zip(READINGS, places, strict=True)}
        for values in table.values
    }


def _resolved(folder: Path) -> Path:
    try:
        place = folder.resolve()
        inside = place.exists() and Path.cwd().is_relative_to(place)
    except (OSError, RuntimeError, ValueError) as error:
        raise export_error(f"“{safe(str(folder))}”", error) from error
    if inside or place.parent == place:
        raise ExportError(
            f"“{safe(str(folder))}” is the folder that you are in; it cannot be replaced.",
            "Give the name of a folder in it.",
        )
    return place


def _refuse_other(place: Path, folder: Path, mark: tuple[str, str]) -> bool:
    """Refuse a place where something lies that an export would destroy; return whether an export does."""
    name = f"“{safe(str(folder))}”"
    if not os.path.lexists(place):
        return False
    if not place.is_dir():
        raise ExportError(f"{name} is no folder.", "Give the name of a folder, new or empty.")
    try:
        found = _files(place)
        if not found and not any(place.iterdir()):
            return False
        readme = _read(place, README).decode() if README in found else ""
        about = _read(place, mark[0]).decode() if mark[0] in found else ""
        known = read_checksums(readme)
        if not known or mark[1] not in about:
            raise ExportError(
                f"{name} is not empty, and holds no export of this project.",
                "Give the name of a new folder.",
            )
        others = [safe(one) for one in found if one not in known and one != README]
        changed = [
            safe(one)
            for one, digest in known.items()
            if one not in others and (one not in found or sha256(_read(place, one)).hexdigest() != digest)
        ]
        changed += [] if is_as_written(readme) else [README]
    except UnicodeDecodeError:
        raise ExportError(f"{name} holds no export of this project.", "Give a new folder.") from None
    except OSError as error:
        raise export_error(name, error) from error
    if others:
        raise ExportError(
            f"{name} holds more than an earlier export: {listed_names(others)}.",
            "It would be lost. Keep an export in a folder of its own.",
        )
    if changed:
        raise ExportError(
            f"In {name} files were changed since it was exported: {listed_names(changed)}.",
            "They would be lost. Give a new folder, or remove this one.",
        )
    return True


def _read(place: Path, name: str) -> bytes:
    return read_regular(place / name, _MOST, "No export writes such a file.", name=name)


def _files(place: Path) -> list[str]:
    """Return all that lies in a folder but folders themselves, as paths with `/`, sorted."""
    found = []
    for folder, folders, files in os.walk(place):
        links = [name for name in folders if (Path(folder) / name).is_symlink()]
        for name in (*files, *links):
            if name not in _LEFT_BY_SYSTEMS:
                found.append((Path(folder) / name).relative_to(place).as_posix())
    return sorted(found)


def _move(draft: Path, place: Path, folder: Path) -> None:
    """Put a finished folder in its place; what lay there is set aside first and removed last."""
    aside = place.with_name(f".qcode-{secrets.token_hex(6)}.old")
    there = os.path.lexists(place)
    if there:
        place.rename(aside)
    try:
        draft.rename(place)
    except OSError:
        if there:
            with suppress(OSError):
                aside.rename(place)
        raise
    if there:
        shutil.rmtree(aside, ignore_errors=True)
        if aside.exists():
            raise ExportError(
                f"“{safe(str(folder))}” was written; what lay there could not be removed.",
                f"Remove “{safe(aside.name)}” beside it.",
            )
