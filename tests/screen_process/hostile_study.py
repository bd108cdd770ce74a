"""A project in which everything that has words would steer a terminal, were it shown as it is."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from qcode import Project
from qcode.model.documents import ImportedTurn, Role, Speaker, Transcript

CODER, OTHER_CODER = "C. Vale", "D. Holt"
HOSTILE = (
    "\x1b]52;c;b3duZWQ=\x07\x1b]0;owned\x07\x1b[2J\x1b[?1049l\x9b31m\x9d0;owned\x9c\x07\x08\x7f"
    "\u202eowned\u2066\u2028[/] [/x [@click=app.quit]y[/] $name"
)
_NAMES = (
    ("documents", "name"),
    ("documents", "kind"),
    ("documents", "source_name"),
    ("cases", "name"),
    ("participants", "name"),
    ("participants", "pseudonym"),
    ("attributes", "name"),
    ("attribute_values", "value"),
    ("attribute_values", "source"),
    ("codes", "name"),
    ("codes", "name_ja"),
    ("codes", "brief"),
    ("codes", "definition"),
    ("codes", "include"),
    ("codes", "exclude"),
    ("codes", "note"),
    ("codes", "source"),
    ("memos", "text"),
)


def hostile_talk() -> Transcript:
    """Return a talk whose labels and speech are hostile; `port` occurs in every turn."""
    text = ""
    turns: list[ImportedTurn] = []
    for number in range(12):
        label = f"{'QR'[number % 2]}{HOSTILE}: "
        speech = f"The port {number} {HOSTILE} 市長 [I-07] [laughs]. And the port again."
        start = len(text) + len(label)
        turns.append(ImportedTurn((start, start + len(speech)), number % 2, (len(text), start)))
        text += f"{label}{speech}\n"
    speakers = (Speaker("Q", Role.INTERVIEWER), Speaker("R", Role.RESPONDENT))
    # Line separators and NUL are taken out of every text on its way in.
    return Transcript(text.replace("\u2028", " "), "txt", tuple(turns), speakers, encoding="utf-8")


def make_hostile(path: Path) -> None:
    """Make the project: the library refuses most of such names, so that they are put in past it."""
    for coder in (CODER, OTHER_CODER):
        made = not path.exists()
        project = (
            Project.create(path, "Study", coder=coder, keep_backups=0)
            if made
            else Project.open(path, coder=coder)
        )
        with project:
            if made:
                gate = project.codes.add("Gate")
                project.codes.add("Port", gate)
                imported = project.documents.import_transcript(hostile_talk(), "talk.txt", cases=["Harbour"])
                project.documents.set(imported.document, attributes={"note": [("words", 2020, "source")]})
            document = project.documents.list()[0]
            speech = project.documents.turns(document)[1]
            for code in project.codes.tree():
                project.codings.apply(document, speech.start, speech.end, code, memo="words")
            project.memos.write("documents", document.uid, "words")
    with closing(sqlite3.connect(path)) as file, file:
        for table, column in _NAMES:
            file.execute(f"UPDATE {table} SET {column} = {column} || ' ' || id || ?", (HOSTILE,))
        file.execute("UPDATE coders SET name = name || ? WHERE name = ?", (HOSTILE, OTHER_CODER))
        file.execute("UPDATE meta SET value = ? WHERE key = 'title'", (f"Study {HOSTILE}",))
        for column in ("aliases", "examples"):
            file.execute(f"UPDATE codes SET {column} = ?", (json.dumps([HOSTILE]),))
    with Project.open(path, coder=CODER, keep_backups=0) as project:
        # So that the log speaks of them by these names.
        document = project.documents.list()[0]
        speech = project.documents.turns(document)[3]
        project.codings.apply(document, speech.start, speech.end, next(iter(project.codes.tree())))
