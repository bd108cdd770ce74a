"""Files made to do harm, for any format: damage, disguise, size, depth, entities, zip tricks, text that steers.

Each maker takes the name of a format and returns the bytes of one file.
"""

from __future__ import annotations

import random
import struct
import warnings
import zipfile
from collections.abc import Callable
from functools import partial
from io import BytesIO

from file_makers import TALK, docx_of, eaf_of, odt_of, pdf_of, seed_of

Maker = Callable[[str], bytes]

ZIPPED = {"docx": "word/document.xml", "odt": "content.xml"}
"""Formats that are zip archives, with the part that holds the text."""

STEERING = (
    "\x1b[31mred\x1b[2J\x1b]0;owned\x07\x1b]52;c;eA==\x07", "\x9b31m\x90\x9d\x9c", "\u202eevil\u202c\u2066x\u2069",
    "[bold red]x[/] [@click=app.quit]y[/] [/nope]", '=HYPERLINK("http://localhost:9","x")', "@SUM(A1)|cmd", "+1+1",
    "-2+3\t\r", "<script>alert(1)</script>", "'; DROP TABLE codings; --", "%s %n {0} {} ${HOME} `id`",
    "\ufeff\u200b\u2028\u2029\x85\x0b\x0c\x08\x7f",
)  # fmt: skip
PILED = "e" + "\u0301" * 5000 + "👩‍👩‍👧‍👦" * 200

GULFS = {
    "blanks": " ", "digits": "1", "points": ".", "dashes": "-", "colons": ":", "stars": "*", "brackets": "(", "closings": ")]",
    "angles": "<", "blank lines": "\n", "quotes": '"', "backslashes": "\\", "times": "00:01:02 ", "labels": "A: ", "wide": "\u3000",
    "underscores": "_", "ands": "&", "slashes": "/", "hashes": "#", "tabs": "\t", "pipes": "|", "tildes": "~",
}  # fmt: skip

_MAGICS = {
    "zip": b"PK\x03\x04", "pdf": b"%PDF-1.7\n", "old office": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "rtf": b"{\\rtf1 ",
    "sqlite": b"SQLite format 3\0", "gzip": b"\x1f\x8b\x08", "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "sound": b"RIFF\0\0\0\0WAVE",
    "program": b"\x7fELF\x02\x01\x01\0", "utf-16": b"\xff\xfe", "utf-32": b"\xff\xfe\0\0", "xml": b"<?xml version='1.0'?>",
}  # fmt: skip

_ENTITIES = "".join("<!ENTITY e{} {!r}>".format(n, f"&e{n - 1};" * 10) for n in range(1, 10))
DOCTYPES = {
    "a billion laughs": (f'<!DOCTYPE x [<!ENTITY e0 "ha">{_ENTITIES}]>', "&e9;"),
    "one huge entity many times": (f'<!DOCTYPE x [<!ENTITY e "{"a" * 50_000}">]>', "&e;" * 5_000),
    "a file of this computer": ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;"),
    "an address": ('<!DOCTYPE x SYSTEM "http://localhost:9/x.dtd">', "x"),
    "a parameter entity": ('<!DOCTYPE x [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>', "x"),
}
DEEP = 100_000


def fixed(data: bytes) -> Maker:
    return lambda _: data


def cut(eighths: int, name: str) -> bytes:
    seed = seed_of(name)
    return seed[: len(seed) * eighths // 8]


def noise(name: str) -> bytes:
    return random.Random(name).randbytes(4096)


def disguised(magic: bytes, name: str) -> bytes:
    return magic + seed_of(name)


def damaged_middle(name: str) -> bytes:
    data = bytearray(seed_of(name))
    middle = len(data) // 2
    data[middle : middle + 16] = b"\xff" * 16
    return bytes(data)


def repeated(name: str) -> bytes:
    return seed_of(name) * 3


def with_text(text: str, name: str) -> bytes:
    return seed_of(name, [(f"A{text[:40]}", text), *TALK, (text[:20], f"x {text}")])


def with_gulf(sign: str, name: str) -> bytes:
    """Put a long run of one thing where a label, a date, a speech may be: in the head of a text and in it."""
    gulf = sign * (30_000 // len(sign))
    return seed_of(
        name,
        [("Interviewer", f"K. Sato{gulf}x"), *TALK, ("Mayor", f"One{gulf}two"), (f"M{gulf[:2000]}", "No.")],
    )


def with_raw(raw: bytes, name: str) -> bytes:
    """Put bytes into a file where its text is."""
    seed = seed_of(name)
    place = seed.find(b"port")
    return seed[:place] + raw + seed[place:] if place > 0 else seed + raw


def encoded(encoding: str, name: str) -> bytes:
    return seed_of(name).decode("utf-8", "replace").encode(encoding)


def _words(number: int) -> str:
    """Return words that no archive can pack to nearly nothing."""
    chance = random.Random(number)
    return " ".join(f"{chance.getrandbits(40):x}" for _ in range(number))


def long_line(name: str) -> bytes:
    return seed_of(name, [("Mayor", _words(190_000)), *TALK])


def many_turns(name: str) -> bytes:
    said = _words(20_000).split(" ")
    return seed_of(name, [("Mayor" if place % 2 else "Q", f"The {one}.") for place, one in enumerate(said)])


def many_speakers(name: str) -> bytes:
    return seed_of(name, [(f"Speaker {one}", f"The {one} port.") for one in _words(5_000).split(" ")])


def empty_talk(name: str) -> bytes:
    return seed_of(name, ())


def blank_talk(name: str) -> bytes:
    return seed_of(name, [("", " "), (" ", "\u3000")] * 3)


_OPEN = {
    "html": b"<div><ul><li>",
    "rtf": b"{\\b ",
    "json": b"[",
    "md": b"> ",
    "eaf": b"<TIER>",
    "csv": b'"',
    "vtt": b"<v a><b>",
}
_CLOSE = {"html": b"</li></ul></div>", "rtf": b"}", "json": b"]", "eaf": b"</TIER>"}


def deep(name: str) -> bytes:
    """Return elements in elements in elements."""
    if name == "docx":
        return docx_of("<w:sdt><w:sdtContent>" * 3000 + "x" + "</w:sdtContent></w:sdt>" * 3000)
    if name == "odt":
        return odt_of("<text:section>" * 3000 + "x" + "</text:section>" * 3000)
    if name == "pdf":
        return pdf_of([b"q " * DEEP + b"BT /F1 9 Tf 9 9 Td (x) Tj ET" + b" Q" * DEEP])
    opened = _OPEN.get(name, b"(") * DEEP + b"x" + _CLOSE.get(name, b"") * DEEP
    return b"{\\rtf1 " + opened + b"}" if name == "rtf" else opened


def deep_object(name: str) -> bytes:
    return b'{"segments":' * DEEP + b"1" + b"}" * DEEP if name == "json" else deep(name)


def with_doctype(prologue: str, text: str, name: str) -> bytes:
    if name == "docx":
        return docx_of(f"<w:p><w:r><w:t>I: {text}</w:t></w:r></w:p>", prologue)
    if name == "odt":
        return odt_of(f"<text:p>I: {text}</text:p>", prologue)
    if name == "eaf":
        made = eaf_of([("A", "ENTITY")], prologue)
        return made.replace(b"ENTITY</", f"{text}</".encode())
    return f"{prologue}<html><body><p>I: {text}</p></body></html>".encode()


def _parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: list[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of names that come twice
        with zipfile.ZipFile(buffer, "w", method) as archive:
            for name, content in parts:
                archive.writestr(name, content)
    return buffer.getvalue()


def bomb(name: str) -> bytes:
    parts = _parts(seed_of(name))
    body = ZIPPED[name]
    parts[body] = parts[body].replace(b"port", b" " * 60_000_000)
    return _packed(list(parts.items()))


def twice(name: str) -> bytes:
    parts = list(_parts(seed_of(name)).items())
    return _packed([*parts, (ZIPPED[name], dict(parts)[ZIPPED[name]].replace(b"port", b"fort"))])


def outside(name: str) -> bytes:
    parts = list(_parts(seed_of(name)).items())
    return _packed(
        [*parts, ("../../evil.txt", b"x"), ("/etc/evil", b"x"), ("C:\\evil", b"x"), ("a\x1b[31m", b"x")]
    )


def many_parts(name: str) -> bytes:
    return _packed(
        [*_parts(seed_of(name)).items(), *((f"word/media/{n}.xml", b"") for n in range(5000))],
        zipfile.ZIP_STORED,
    )


def encrypted(name: str) -> bytes:
    data = bytearray(seed_of(name))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(sign)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(sign, place + 4)
    return bytes(data)


def wrong_sum(name: str) -> bytes:
    data = bytearray(seed_of(name))
    place = data.rindex(ZIPPED[name].encode())
    central = data.rindex(b"PK\x01\x02", 0, place)
    data[central + 16 : central + 20] = b"\0\0\0\0"
    return bytes(data)


def lying_size(name: str) -> bytes:
    data = bytearray(seed_of(name))
    place = data.rindex(ZIPPED[name].encode())
    central = data.rindex(b"PK\x01\x02", 0, place)
    data[central + 24 : central + 28] = struct.pack("<I", 4_000_000_000)
    return bytes(data)


def empty_body(name: str) -> bytes:
    return _packed(
        [(part, b"" if part == ZIPPED[name] else held) for part, held in _parts(seed_of(name)).items()]
    )


GENERIC: dict[str, Maker] = {
    "one byte": fixed(b"x"), "one NUL": fixed(b"\0"), "one high byte": fixed(b"\xff"), "NULs": fixed(b"\0" * 4096),
    "blanks": fixed(b" \t\r\n" * 1000), "marks of byte order": fixed(b"\xef\xbb\xbf" * 3), "noise": noise,
    **{f"cut at {n} of 8": partial(cut, n) for n in range(1, 8)},
    **{f"begins like {kind}": partial(disguised, magic) for kind, magic in _MAGICS.items()},
    "damaged in the middle": damaged_middle, "three times itself": repeated, "no turns": empty_talk, "blank turns": blank_talk,
    "text that steers": partial(with_text, "\n".join(STEERING)), "piled marks": partial(with_text, PILED),
    "NULs in the text": partial(with_raw, b"\0\0"), "bytes that are no UTF-8": partial(with_raw, b"\xff\xc0\xaf\xed\xa0\x80"),
    "half a character": partial(with_text, "a\ud83d b"), "escapes of JIS": partial(with_raw, b"\x1b$B\x1b(B\x1b$@"),
    **{f"as {name}": partial(encoded, name) for name in ("utf-16", "utf-32", "utf-7")},
    **{f"a gulf of {kind}": partial(with_gulf, sign) for kind, sign in GULFS.items()},
    "deep": deep, "deep otherwise": deep_object,
    **{f"entities: {kind}": partial(with_doctype, *pair) for kind, pair in DOCTYPES.items()},
}  # fmt: skip
"""What every format is tried with."""

IN_ZIPS: dict[str, Maker] = {
    "bomb": bomb, "a part twice": twice, "names that lead outside": outside, "too many parts": many_parts,
    "encrypted": encrypted, "wrong checksum": wrong_sum, "lying size": lying_size, "empty body": empty_body,
}  # fmt: skip

LARGE: dict[str, Maker] = {"long line": long_line, "many turns": many_turns, "many speakers": many_speakers}

MUST_REFUSE = frozenset(
    {"NULs", "blanks", "no turns", "begins like old office", "begins like sqlite", "begins like png",
     "begins like sound", "bomb", "a part twice", "too many parts", "encrypted", "empty body", "lying size"}
)  # fmt: skip
"""What is no text of anybody, or not to be opened."""
