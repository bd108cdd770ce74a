"""Codings as rows of the project file: made, read, and known by their words."""

from __future__ import annotations

from hashlib import sha256
from sys import intern

from qcode.errors import SpanError
from qcode.model.codings import Coding, CodingState, Origin
from qcode.model.documents import Document
from qcode.store.changes import Row

COLUMNS = (
    'id, uid, document_id, text_sha256, "start", "end", code_id, coder_id, case_id, origin, state, '
    "created_at, translation"
)


def check_span(text: str, start: int, end: int, where: str) -> None:
    """Raise SpanError unless `[start, end)` holds at least one code point of the text."""
    if not 0 <= start < end <= len(text):
        raise SpanError(
            f"The span {start} to {end} does not lie in “{where}” ({len(text):,} characters).",
            "Offsets count characters from 0; the end is the first one no longer meant.",
        )


def quote_hash(quote: str) -> str:
    """Return the SHA-256 by which a coding knows its words."""
    return sha256(quote.encode("utf-8")).hexdigest()


def new_coding(
    document: Document,
    text: str,
    start: int,
    end: int,
    code_id: int,
    coder_id: int,
    case_id: int | None,
    origin: Origin,
    now: str,
) -> Row:
    """Return the row of a new coding."""
    return {
        "document_id": document.id,
        "text_sha256": document.text_sha256,
        "start": start,
        "end": end,
        "quote_sha256": quote_hash(text[start:end]),
        "code_id": code_id,
        "coder_id": coder_id,
        "case_id": case_id,
        "origin": origin.value,
        "created_at": now,
    }


def coding_of(row: Row) -> Coding:
    """Return a coding of its row."""
    # A hundred thousand codings count in a few texts: the texts' names are kept once.
    return Coding(
        **{
            **row,
            "text_sha256": intern(row["text_sha256"]),
            "origin": Origin(row["origin"]),
            "state": CodingState(row["state"]),
        }
    )
