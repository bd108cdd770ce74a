"""The page that says what the folder is, and its list of files with their checksums."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256

from qcode.project.plain.columns import META, noun_of
from qcode.project.plain.study import Study
from qcode.text.names import counted
from qcode.version import __version__

README = "README.md"
_COUNTED = ("documents", "cases", "participants", "codes", "codings", "memos", "summaries", "coders")
_LINE = re.compile(r"^    ([0-9a-f]{64})  ([^\n]+)$", re.MULTILINE)
_MARKUP = re.compile(r"([!-/:-@\[-`{-~])")

_SAYS: Mapping[str, str] = {
    "coders": "who coded",
    "documents": "the list of the data: each document, the file of its text, kind, source, cases, attributes",
    "cases": "the cases in their order, with their documents, and the attributes as columns",
    "document_cases": "which document belongs to which case",
    "participants": "who speaks: role, pseudonym, own case, and the attributes as columns",
    "turns": "who speaks from where to where: offsets of the label and of the speech, times in seconds",
    "attributes": "the variables of cases, documents and participants, with their types",
    "attribute_values": "their values, each with year and source",
    "codes": "the codes, also retired ones",
    "codings": "the coded segments with their words; `state` is `unplaced` for those that a corrected text "
    "no longer has",
    "assignments": "who is to code what, and who has finished",
    "memos": "whose memo lies on what; `file` has its text",
    "summaries": "summaries of one case and one code",
    "groups": "groups of cases, which may lie in one another",
    "group_cases": "which case is in which group",
    "classifications": "ways to sort the cases into classes: by cut points of an attribute, or by hand",
    "class_cases": "the cases that were given a class by hand, with the reason",
    "events": "dated events of a case, or of none",
    "event_codings": "which coded segments speak of which event",
    "rules": "coding rules: what a unit of text must hold for a code to be proposed",
    "refusals": "proposals of a rule that were refused",
}


def write_readme(study: Study, digests: Mapping[str, str]) -> str:
    """Return the page for a folder of these files (path -> SHA-256)."""
    title = " ".join(str((study.title_row or {}).get("value", "")).split())
    counts = [counted(len(study.rows[table]), noun_of(table), table) for table in _COUNTED]
    lines = [
        f"# {_escaped(title)}",
        "",
        "A study of coded interviews and documents as plain files. No program is needed to read them.",
        "",
        f"- As of {study.as_of}, the newest change",
        f"- {', '.join(counts)}",
        f"- Written by qcode {__version__}",
        "",
        "The folder holds everything that is in the study but for its history: what was changed by whom, and",
        "what was removed. It holds names of people and places beside pseudonyms, in texts and memos too;",
        "nothing in it is anonymous. To work on with it, make a project of it:",
        "",
        "    qcode init NEW.qcode --from FOLDER",
        "",
        "Its history begins anew there. A text that was changed since the export is refused; of other",
        "files you are told which were. Names beside a column `..._uid`, quotations, and attributes that are",
        "columns are there to be read and not taken back: what counts are the uids, the offsets,",
        "attribute_values.csv and codes.csv.",
        "",
        "## Files",
        "",
        "| file | rows | what it holds |",
        "|---|---|---|",
        *(
            f"| {table}.csv | {len(rows)} | {_SAYS.get(table, table)} |"
            for table, rows in study.rows.items()
            if table != META
        ),
        "| codebook.yaml | | the codes in use with their definitions, for people and for other projects |",
        "| study.yaml | | the title, settings of the study, and the version of this form |",
        "| texts/ | | the text of each document, exactly as it was coded |",
        "| texts/earlier/ | | texts that unplaced codings were made on, before they were corrected |",
        "| memos/ | | the memos, one a file |",
        "",
        "Tables are CSV (RFC 4180) in UTF-8 with a byte order mark. Offsets count the characters (Unicode",
        "code points) of the text from 0; the end is the first that no longer belongs. An apostrophe stands",
        "before a text that a spreadsheet would take for a formula. In cells ␛r is a carriage return,",
        "and ␛0 is NUL.",
        "",
        "## Checksums (SHA-256)",
        "",
        *checksum_lines(digests),
    ]
    return sealed("\n".join(lines) + "\n")


def checksum_lines(digests: Mapping[str, str]) -> Sequence[str]:
    """Return the lines of a page that list files by their SHA-256, as `read_checksums` reads them."""
    return [f"    {digest}  {name}" for name, digest in sorted(digests.items())]


def sealed(page: str) -> str:
    """Return a page with a last line by which `is_as_written` can tell that nobody wrote on it."""
    return f"{page}\n<!-- {_digest(page)} -->\n"


def is_as_written(readme: str) -> bool:
    """Tell whether nobody has written on the page: its last line holds the SHA-256 of what stands above."""
    page, _, mark = readme.rpartition("\n<!-- ")
    return mark == f"{_digest(page)} -->\n"


def _digest(page: str) -> str:
    return sha256(page.encode()).hexdigest()


def _escaped(text: str) -> str:
    """Return a text that Markdown shows as it is (CommonMark 2.4)."""
    return _MARKUP.sub(r"\\\1", text)


def read_checksums(readme: str) -> Mapping[str, str]:
    """Return path -> SHA-256 of the files that a page lists."""
    return {name: digest for digest, name in _LINE.findall(readme)}


def listed_names(names: Sequence[str], most: int = 5) -> str:
    """Return names of files for a message: some of many."""
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
