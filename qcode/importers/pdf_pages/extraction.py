"""From the bytes of a PDF to its pages, by a process that may fail without harm."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from qcode.errors import UnreadableFileError
from qcode.importers.pdf_pages.limits import (
    MOST_CHARACTERS,
    MOST_MEMORY,
    MOST_ON_A_PAGE,
    MOST_PAGES,
    OUT_OF_MEMORY,
    OUT_OF_TIME,
    PATIENCE,
)
from qcode.importers.pdf_pages.pages import Page, Run
from qcode.importers.pdf_pages.vertical import settled
from qcode.importers.source import Source
from qcode.text.names import counted

# The process looks for modules where this one does, and nowhere else.
_PROGRAM = (
    "import sys; sys.path[:] = sys.argv[1:]; from qcode.importers.pdf_pages import worker; worker.main()"
)
_PRINT_AGAIN = "Open it in a PDF viewer and print it to a new PDF, or save its text as .docx or .txt."
_SPLIT = "Split it into parts."


def extract_pages(source: Source) -> list[Page | None]:
    """Return the pages of a PDF, None for each that is too damaged to be shown.

    Raises UnreadableFileError for what is protected, damaged, too long or too costly, and for what
    has pages of another nature: forms to be filled in, portfolios.
    """
    command = [sys.executable, "-P", "-X", "utf8", "-c", _PROGRAM, *sys.path]
    try:
        done = subprocess.run(command, input=source.data, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        raise _too_costly(source.name) from None
    except OSError as error:
        raise UnreadableFileError(
            f"{source.name} cannot be read: {sys.executable} cannot be started ({error.strerror})."
        ) from None
    if done.returncode == OUT_OF_TIME:
        raise _too_costly(source.name)
    if done.returncode == OUT_OF_MEMORY:
        raise UnreadableFileError(
            f"{source.name} would need more than {MOST_MEMORY // (1024 * 1024)} MB of memory to be read.",
            _PRINT_AGAIN,
        )
    answer = [json.loads(line) for line in done.stdout.split(b"\n")[:-1]]
    for value in answer:
        if isinstance(value, dict) and "refused" in value:
            raise _refusal(source.name, value)
    if done.returncode != 0 or not answer or answer[-1] != {"end": True}:
        raise _refusal(source.name, {"refused": "damaged"})
    pages = [None if value is None else _page(value) for value in answer[1:-1]]
    if not any(page is not None and page.runs for page in pages):
        raise _no_text(source.name, len(pages), str(answer[0]["kind"]))
    return pages


def _page(value: list[Any]) -> Page:
    label, width, height, vertical, runs, outside, aslant, unknown = value
    drawn = tuple(Run(*run) for run in runs)
    return settled(Page(label, width, height, vertical, drawn, outside, aslant, unknown))


def _too_costly(name: str) -> UnreadableFileError:
    return UnreadableFileError(f"{name} takes too long to be read: its pages are drawn oddly.", _PRINT_AGAIN)


def _refusal(name: str, value: dict[str, Any]) -> UnreadableFileError:
    reason, number = value["refused"], value.get("number", 0)
    if reason == "password":
        return UnreadableFileError(
            f"{name} is protected by a password.", "Open it in a PDF viewer and save it without the password."
        )
    if reason == "pages":
        return UnreadableFileError(f"{name} has {number:,} pages; {MOST_PAGES:,} are the most.", _SPLIT)
    if reason == "characters":
        return UnreadableFileError(
            f"{name} holds more text than any document: over {MOST_ON_A_PAGE:,} characters on page {number}"
            f" or over {MOST_CHARACTERS:,} up to it.",
            _SPLIT,
        )
    return UnreadableFileError(
        f"{name} cannot be read as a PDF: it is damaged.", "Download or copy it again, or ask for it again."
    )


def _no_text(name: str, pages: int, kind: str) -> UnreadableFileError:
    if kind == "form":
        return UnreadableFileError(
            f"{name} is a form whose text is made by its viewer (XFA).",
            "Open it there and print it to a PDF.",
        )
    if kind == "portfolio":
        return UnreadableFileError(
            f"{name} is a cover for other files (a PDF portfolio).", "Save the files in it and import them."
        )
    return UnreadableFileError(
        f"{name} has no text: its pages are pictures ({counted(pages, 'page')}).",
        "Have the text recognised (OCR) first; then it can be read.",
    )
