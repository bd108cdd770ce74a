"""What the screen remembers between two starts, for this person on this machine: projects and places.

Nothing of an interview is kept here: paths of projects, uids of documents and offsets only.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from qcode.errors import QcodeError
from qcode.files.regular import MEGABYTE, read_regular
from qcode.settings import config_folder

FILE = "screen.json"
MOST_PROJECTS = 20


@dataclass(frozen=True, slots=True)
class Recent:
    """A project that was open, and where it was left."""

    path: str
    title: str = ""
    at: str = ""
    """ISO 8601 in UTC."""
    document: str = ""
    """Uid of the document last worked on."""
    places: Mapping[str, int] = field(default_factory=dict)
    """Document uid -> offset of the cursor, in code points."""


@dataclass(frozen=True, slots=True)
class ScreenState:
    """Everything remembered; projects newest first."""

    projects: tuple[Recent, ...] = ()
    theme: str = ""

    def project(self, path: Path) -> Recent:
        """Return what is known of a project; something empty for one never opened."""
        wanted = str(path.absolute())
        return next((one for one in self.projects if one.path == wanted), Recent(wanted))

    def with_project(self, recent: Recent) -> ScreenState:
        """Return the state with a project as the newest."""
        others = [one for one in self.projects if one.path != recent.path]
        stamped = replace(recent, at=datetime.now(UTC).isoformat(timespec="seconds"))
        return replace(self, projects=(stamped, *others)[:MOST_PROJECTS])


def load_state() -> ScreenState:
    """Return what is remembered; a file that cannot be understood is as good as none."""
    with suppress(QcodeError, OSError, ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        said = json.loads(read_regular(config_folder() / FILE, MEGABYTE).decode("utf-8"))
        projects = tuple(_recent(one) for one in said.get("projects", ()))
        return ScreenState(projects, str(said.get("theme", "")))
    return ScreenState()


def _recent(said: Mapping[str, Any]) -> Recent:
    places = {str(uid): int(offset) for uid, offset in dict(said.get("places", {})).items()}
    path, title, at, document = (str(said.get(name, "")) for name in ("path", "title", "at", "document"))
    return Recent(path, title, at, document, places)


def save_state(state: ScreenState) -> None:
    """Keep the state; where the folder cannot be written, nothing is remembered and nobody is bothered."""
    path = config_folder() / FILE
    draft = path.with_name(f"{FILE}.{os.getpid()}")
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(json.dumps(asdict(state), ensure_ascii=False), "utf-8")
        draft.replace(path)
