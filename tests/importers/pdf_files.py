"""PDFs made by hand: characters at places, and nothing a program would add."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LEADING = 14.0
SIZE = 10.0
ADVANCE = 6.0
"""Width of a character of the typewriter font at the usual size."""

_FONTS = """/Font <<
/T << /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>
/J << /Type /Font /Subtype /Type0 /BaseFont /HeiseiMin-W3 /Encoding /UniJIS-UTF16-H /DescendantFonts [
<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiMin-W3 /DW 1000
/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> >> ] >>
/V << /Type /Font /Subtype /Type0 /BaseFont /HeiseiMin-W3 /Encoding /UniJIS-UTF16-V /DescendantFonts [
<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiMin-W3 /DW 1000
/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> >> ] >>
>>"""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: what is drawn on it, and its own entries."""

    drawn: str
    entries: str = ""


def put(text: str, x: float, y: float, *, size: float = SIZE, font: str = "", turn: str = "1 0 0 1") -> str:
    """Draw text with its first baseline point at (x, y), counted from the lower left corner."""
    chosen = font or ("T" if text.isascii() else "J")
    written = text.encode("cp1252" if chosen == "T" else "utf-16-be").hex()
    return f"BT /{chosen} {size} Tf {turn} {x} {y} Tm <{written}> Tj ET\n"


def column(
    lines: Sequence[str], x: float = 72, top: float = 720, *, leading: float = LEADING, size: float = SIZE
) -> str:
    """Draw lines one below the other; blanks before a line indent it, an empty one leaves room."""
    return "".join(
        put(
            line.lstrip(" "),
            x + (len(line) - len(line.lstrip(" "))) * 0.6 * size,
            top - at * leading,
            size=size,
        )
        for at, line in enumerate(lines)
        if line
    )


def pdf(
    *sheets: Sheet | str,
    catalog: str = "",
    objects: Mapping[int, str | bytes] | None = None,
    packed: bool = False,
) -> bytes:
    """Return a PDF of sheets; `catalog` are entries of its root, `objects` more objects, from number 1000."""
    pages = [sheet if isinstance(sheet, Sheet) else Sheet(sheet) for sheet in sheets]
    kids = " ".join(f"{10 + 2 * at} 0 R" for at in range(len(pages)))
    made: dict[int, bytes] = {
        1: f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        2: f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} /MediaBox [0 0 595 842] >>".encode(),
        3: f"<< {_FONTS} >>".encode(),
    }
    for at, page in enumerate(pages):
        number = 10 + 2 * at
        made[number] = (
            f"<< /Type /Page /Parent 2 0 R /Resources 3 0 R /Contents {number + 1} 0 R {page.entries} >>".encode()
        )
        made[number + 1] = stream(page.drawn.encode("latin-1"), packed=packed)
    for number, other in (objects or {}).items():
        made[number] = other if isinstance(other, bytes) else other.encode("latin-1")
    return assembled(made)


def stream(data: bytes, entries: str = "", *, packed: bool = False) -> bytes:
    """Return a stream object."""
    if packed:
        data, entries = zlib.compress(data, 9), entries + " /Filter /FlateDecode"
    return f"<< /Length {len(data)} {entries} >>\nstream\n".encode() + data + b"\nendstream"


def assembled(objects: Mapping[int, bytes], trailer: str = "") -> bytes:
    """Return a file of objects, the first of which is its root."""
    written = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places: dict[int, int] = {}
    for number, content in sorted(objects.items()):
        places[number] = len(written)
        written += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = len(written)
    written += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in places.items():
        written += f"{number} 1\n{place:010d} 00000 n \n".encode()
    last = max(objects) + 1
    written += f"trailer << /Size {last} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n".encode()
    return bytes(written)
