"""The program that takes the characters out of a PDF, run as a process of its own.

PDFium is native code, and a file may be damaged or made to do harm: what hangs, crashes or swells here
ends this process alone. The PDF comes on standard input; on standard output goes one JSON value a line:
`{"pages": count, "kind": kind}`, each page as a list (null where it is damaged), `{"end": true}`; or
`{"refused": reason, "number": detail}`. It stops itself with `OUT_OF_TIME` or `OUT_OF_MEMORY`.
"""

from __future__ import annotations

import json
import math
import os
import sys
import threading
import time
from ctypes import byref, c_double, c_ushort
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as native

from qcode.importers.pdf_pages.limits import (
    MOST_CHARACTERS,
    MOST_MEMORY,
    MOST_ON_A_PAGE,
    MOST_PAGES,
    OUT_OF_MEMORY,
    OUT_OF_TIME,
    SECONDS,
    SECONDS_A_PAGE,
)

_GENERATED = (0x0D, 0x0A)
_ODD = {0: "\ufffd", 9: " ", 2: "-", 0xFFFE: "-", 0xFEFF: "", 0x2028: " ", 0x2029: " "}
_RIGHT, _UP, _LEFT, _DOWN = range(4)
_SAMPLES = 80


class Watch:
    """Ends the process when it has computed for too long or holds too much; pages done earn time."""

    def __init__(self) -> None:
        self.pages_done = 0
        self._look()
        threading.Thread(target=self._keep_looking, daemon=True).start()

    def _look(self) -> None:
        if time.process_time() > SECONDS + SECONDS_A_PAGE * self.pages_done:
            os._exit(OUT_OF_TIME)
        if memory_in_use() > MOST_MEMORY:
            os._exit(OUT_OF_MEMORY)

    def _keep_looking(self) -> None:
        while True:
            time.sleep(0.02)
            self._look()


def memory_in_use() -> int:
    """Return how many bytes this process holds (or, without /proc, most held), 0 where nothing says so."""
    try:
        pages = int(Path("/proc/self/statm").read_bytes().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")
    except (OSError, AttributeError):
        pass
    if sys.platform == "win32":
        return 0
    import resource

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def main() -> None:
    """Read a PDF from standard input and write its pages to standard output."""
    watch = Watch()
    data = sys.stdin.buffer.read()
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        protected = error.err_code in (native.FPDF_ERR_PASSWORD, native.FPDF_ERR_SECURITY)
        tell({"refused": "password" if protected else "damaged"})
        return
    with document:
        extract(document, watch)


def tell(value: object) -> None:
    """Write one line of the answer."""
    sys.stdout.write(json.dumps(value, separators=(",", ":")) + "\n")


def extract(document: Any, watch: Watch) -> None:
    """Write every page of a document, or why not."""
    count = len(document)
    if count > MOST_PAGES:
        tell({"refused": "pages", "number": count})
        return
    is_form = document.get_formtype() in (native.FORMTYPE_XFA_FULL, native.FORMTYPE_XFA_FOREGROUND)
    kind = "form" if is_form else ""
    if document.count_attachments():
        kind = "portfolio"
    tell({"pages": count, "kind": kind})
    total = 0
    for number in range(count):
        label = document.get_page_label(number)
        try:
            page = document[number]
        except pdfium.PdfiumError:
            tell(None)
            continue
        try:
            text_page = page.get_textpage()
            try:
                characters = text_page.count_chars()
                total += characters
                if characters > MOST_ON_A_PAGE or total > MOST_CHARACTERS:
                    tell({"refused": "characters", "number": number + 1})
                    return
                tell([label, *page_of(text_page.raw, characters, page.get_bbox())])
            finally:
                text_page.close()
        except pdfium.PdfiumError:
            tell(None)
        finally:
            page.close()
        watch.pages_done += 1
    tell({"end": True})


def page_of(raw: Any, count: int, box: tuple[float, float, float, float]) -> list[object]:
    """Return the fields of a page after its label, runs as lists."""
    direction, vertical = direction_of(raw, count)
    left, bottom, right, top = turned(direction, *box)
    runs, outside, aslant, unknown = runs_of(raw, count, direction, vertical, (left, bottom, right, top))
    return [round(right - left, 1), round(top - bottom, 1), vertical, runs, outside, aslant, unknown]


def turned(
    direction: int, left: float, bottom: float, right: float, top: float
) -> tuple[float, float, float, float]:
    """Return a box turned so that text of a direction reads from left to right."""
    if direction == _UP:
        return bottom, -right, top, -left
    if direction == _LEFT:
        return -right, -top, -left, -bottom
    if direction == _DOWN:
        return -top, left, -bottom, right
    return left, bottom, right, top


def direction_of(raw: Any, count: int) -> tuple[int, bool]:
    """Return where most of a page's text runs to, and whether it is written vertically."""
    votes = [0, 0, 0, 0]
    down = 0
    one, other = native.FS_RECTF(), native.FS_RECTF()
    for at in range(0, count - 1, max(1, count // _SAMPLES)):
        if not (_box(raw, at, one) and _box(raw, at + 1, other)):
            continue
        angle = slant(raw, at)
        if angle is None:
            continue
        votes[angle] += 1
        wide, high = one.right - one.left, one.top - one.bottom
        across = abs(other.left - one.left) < wide * 0.3
        down += angle == _RIGHT and across and 0.5 * wide < one.top - other.top < 3 * max(wide, high)
    most = max(range(4), key=votes.__getitem__)
    if most == _RIGHT and down * 2 > votes[_RIGHT]:
        return _DOWN, True
    return most, False


def _box(raw: Any, at: int, box: Any) -> bool:
    """Fill in the box of a character; tell whether it has one: blanks that PDFium adds have none."""
    native.FPDFText_GetLooseCharBox(raw, at, byref(box))
    return bool(box.right > box.left and box.top > box.bottom)


def slant(raw: Any, at: int) -> int | None:
    """Return the direction a character's text runs to, None for any but the four straight ones."""
    matrix = native.FS_MATRIX()
    if not native.FPDFText_GetMatrix(raw, at, byref(matrix)):
        return _RIGHT
    a, b = matrix.a, matrix.b
    if abs(b) <= 0.1 * abs(a):
        return _RIGHT if a >= 0 else _LEFT
    if abs(a) <= 0.1 * abs(b):
        return _UP if b > 0 else _DOWN
    return None


def size_of(raw: Any, at: int) -> float:
    """Return the size a character's font has on the page, in points."""
    size = native.FPDFText_GetFontSize(raw, at)
    matrix = native.FS_MATRIX()
    if native.FPDFText_GetMatrix(raw, at, byref(matrix)):
        size *= math.hypot(matrix.c, matrix.d)
    return abs(size) if math.isfinite(size) else 0.0


def codes_of(raw: Any, count: int) -> list[int]:
    """Return the codes of a page's characters, UTF-16 units that they are."""
    buffer = (c_ushort * (count + 1))()
    # In one call, which saves a fifth of all the time, unless PDFium leaves some out of the text.
    if native.FPDFText_GetText(raw, 0, count, buffer) == count + 1:
        return buffer[:count]
    return [native.FPDFText_GetUnicode(raw, at) for at in range(count)]


def letter(code: int) -> str:
    """Return the character of a code, a blank or nothing for what is none."""
    if code in _ODD:
        return _ODD[code]
    return " " if code < 32 or 0x7F <= code < 0xA0 else chr(code)


def joined(letters: list[str]) -> str:
    """Return letters as text; PDFium gives a character beyond U+FFFF as two halves."""
    return "".join(letters).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def runs_of(
    raw: Any, count: int, direction: int, vertical: bool, page: tuple[float, float, float, float]
) -> tuple[list[list[object]], int, int, int]:
    """Return a page's runs, and the numbers of characters outside of it, aslant and unknown.

    A run ends where the next character does not stand beside the last one. Blanks that PDFium adds are
    only a hint: what is drawn one after the other need not stand side by side.
    """
    runs: list[list[object]] = []
    outside = aslant = unknown = 0
    page_left, page_bottom, page_right, page_top = page
    box, x, y = native.FS_RECTF(), c_double(), c_double()
    place = byref(box)
    letters: list[str] = []
    begin = end = floor = ceiling = base = size = 0.0
    spaced = hinted = slanted = across = doubtful = False

    def finish() -> None:
        if text := joined(letters):
            numbers = [round(number, 2) for number in (begin - page_left, end - page_left, base, size)]
            runs.append([text, *numbers, spaced, across])
        letters.clear()

    for at, code in enumerate(codes_of(raw, count)):
        native.FPDFText_GetLooseCharBox(raw, at, place)
        left, right, top, bottom = box.left, box.right, box.top, box.bottom
        if code in _GENERATED or (code == 32 and left == right):
            hinted = True
            continue
        if direction:
            left, bottom, right, top = turned(direction, left, bottom, right, top)
        across_middle, middle = (left + right) / 2, (bottom + top) / 2
        if not (page_left <= across_middle <= page_right and page_bottom <= middle <= page_top):
            outside += code != 32
            continue
        # The second half of a character beyond U+FFFF mostly has the box of the first.
        near = -0.4 * size <= left - end <= 0.1 * size or 0xDC00 <= code < 0xE000
        if letters and near and not hinted and abs(bottom - floor) <= 0.15 * size:
            pass
        elif vertical and letters and abs(left - begin) < 0.3 * size and abs(bottom - ceiling) < 0.5 * size:
            across = True
            letters.append(" " * hinted)
        else:
            finish()
            slanted = slant(raw, at) is None
            size = size_of(raw, at) or top - bottom
            native.FPDFText_GetCharOrigin(raw, at, x, y)
            base = page_top - turned(direction, x.value, y.value, x.value, y.value)[1]
            begin, spaced, floor, across = left, hinted, bottom, False
            doubtful = native.FPDFText_HasUnicodeMapError(raw, at) == 1
        hinted = False
        if slanted:
            aslant += 1
            continue
        if code == 0 or (doubtful and native.FPDFText_HasUnicodeMapError(raw, at) == 1):
            code, unknown = 0, unknown + 1
        letters.append(chr(code) if 32 <= code < 0x7F or 0x3000 <= code < 0xFE00 else letter(code))
        end, ceiling = right, top
    finish()
    return runs, outside, aslant, unknown


if __name__ == "__main__":
    main()
