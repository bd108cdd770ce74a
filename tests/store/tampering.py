"""A project that has something of everything, and changing it as nobody should."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from qcode import Project
from qcode.model.documents import Transcript


def tamper(path: Path, *statements: str) -> None:
    """Change a file as nobody should: triggers away, references unchecked, triggers back."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        triggers = db.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall()
        db.execute("BEGIN")
        for name, _ in triggers:
            db.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            assert db.execute(statement).rowcount != 0, statement
        for _, sql in triggers:
            db.execute(sql)
        db.execute("COMMIT")


def full_project(path: Path, talk: Callable[..., Transcript]) -> Path:
    """Make a project that has something of everything, by two coders."""
    with (
        Project.create(path, coder="A. Mori", keep_backups=0) as project,
        Project.open(path, coder="B. Lind", keep_backups=0) as other,
    ):
        interview = talk(("Q", "Who?"), ("R", "The port does."), ("Q", "How?"), ("R", "市長から。"))
        document = project.documents.import_transcript(interview, "talk.txt", cases=["Kitaoka"]).document
        gate = project.codes.add("Gate", examples=("The port does.",))
        harbour = project.codes.add("Harbour", gate)
        project.codings.apply(document, 5, 20, gate, memo="strong")
        other.codings.apply(document, 30, 40, harbour)
        other.documents.finish(document)
        project.codes.edit(harbour, definition="where ships lie")
        kitaoka = project.cases.find("Kitaoka")
        project.cases.set(kitaoka, attributes={"population": [(41_000, 2020, "census")]})
        project.cases.set(kitaoka, attributes={"share": [(0.5, None, "")]})
        project.cases.remove(project.cases.add("Sakuragi"))
        project.cases.add("Tokiwada")
        project.history.undo()
    return path
