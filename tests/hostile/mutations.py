"""Damaged files of each format without end, half by their bytes and half by their structure."""

from __future__ import annotations

import random
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

from file_makers import TALK, package, seed_of

TOKENS: dict[str, tuple[bytes, ...]] = {
    "xml": (
        b"<!DOCTYPE x>", b"<![CDATA[", b"]]>", b"&amp;", b"&#0;", b"&#x1F600;", b"&#xD800;", b"<!--",
        b"-->", b"<?x?>", b'xmlns=""', b"</", b"/>", b"<w:p>", b"</w:p>", b"<w:tbl>", b"<w:tr>",
        b"<w:tc>", b"<w:t>", b"<w:br/>", b"<text:p>", b"<text:s text:c='999999999'/>", b"<text:tab/>",
        b"<table:table-cell table:number-columns-repeated='99999999'>", b'TIME_VALUE="-1"',
        b'TIME_VALUE="1e999"', b'TIME_SLOT_REF1="t9"', b'PARENT_REF="x"',
    ),
    "vtt": (
        b"-->", b"WEBVTT", b"NOTE", b"<v ", b"<00:00:01.000>", b"99:59:59.999", b"\n\n", b"&lrm;",
        b"</v>", b"STYLE",
    ),
    "csv": (
        b'"', b'""', b",", b"\t", b";", b"\r", b"\r\n", b"\n", b"speaker", b"text", b"start", b"\x00",
        b"1:02:03", b"-1", b"nan",
    ),
    "json": (
        b"{", b"}", b"[", b"]", b",", b":", b'"', b"\\u0000", b"\\ud800", b"NaN", b"-Infinity", b"1e999",
        b"null", b"true", b"9" * 400, b'"speaker"', b'"words"', b'"results"', b'"segments"', b'"start"',
    ),
    "html": (
        b"<p>", b"</p>", b"<table>", b"<tr>", b"<td colspan=99999999>", b"<script>", b"</script>",
        b"<!--", b"&#0;", b"&nbsp", b"<ruby>", b"<rt>", b"<pre>", b"<br>", b"<template>", b"<svg>",
        b"<plaintext>", b"<meta charset=utf-16>", b"<base href=x>",
    ),
    "rtf": (
        b"{", b"}", b"\\par ", b"\\u-1?", b"\\u55357?", b"\\'ff", b"\\bin99999 ", b"\\uc9 ",
        b"\\ansicpg932 ", b"{\\*\\x ", b"\\trowd ", b"\\cell ", b"\\v ", b"\\deff99 ", b"{\\fonttbl",
        b"{\\pict ",
    ),
    "pdf": (
        b" 0 R", b"endobj", b"stream\n", b"endstream", b"<<", b">>", b"/Length 99999999",
        b"/Filter /FlateDecode", b"/Kids [1 0 R]", b"/Encrypt 1 0 R", b"xref", b"trailer", b"%%EOF",
        b" Tj", b" Tf", b"BT", b"ET", b"1e38 ", b"/Parent 4 0 R", b"/Count 9999999",
    ),
    "txt": (
        b"\n", b"\r\n", b"Q: ", b"\xe8\x81\x9e\xe3\x81\x8d\xe6\x89\x8b\xef\xbc\x9a", b"[00:01:02]",
        b"**A:** ", b"---\n", b"# ", b"```", b"> ", b"\xff\xfe", b"\x1b$B", b"\x00", b"\xe2\x80\xa8",
        b"(laughs)", b"\t", b"\xed\xa0\x80", b"\xf4\x90\x80\x80",
    ),
}  # fmt: skip
_KIN = {"docx": "xml", "odt": "xml", "eaf": "xml", "srt": "vtt", "tsv": "csv", "md": "txt"}

JAPANESE = (
    ("聞き手", "きっかけは何ですか。"),
    ("市長", "国際交流です（笑）。①"),
    ("聞き手", "港は？"),
    ("市長", "門です。"),
)


def seeds_of(name: str) -> list[bytes]:
    """Return the good files that mutants are made of."""
    seeds = [seed_of(name), seed_of(name, JAPANESE), seed_of(name, TALK * 5)]
    if name == "docx":
        table = "".join(
            f"<w:tr><w:tc><w:p><w:r><w:t>{a}</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr>"
            for a, _ in TALK
        )
        seeds.append(
            _with_part(
                seeds[0], "word/document.xml", b"</w:body>", f"<w:tbl>{table}</w:tbl></w:body>".encode()
            )
        )
    if name == "txt":
        seeds += [
            seed.decode().encode(encoding) for seed, encoding in ((seeds[1], "cp932"), (seeds[0], "utf-16"))
        ]
    return seeds


def _with_part(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return package({**parts, part: parts[part].replace(old, new)})


def mutants(name: str, chance: random.Random) -> Iterator[bytes]:
    """Yield damaged files of a format without end, the same for the same seed."""
    seeds = seeds_of(name)
    tokens = (*TOKENS.get(_KIN.get(name, name), TOKENS["txt"]), b"\0", b"\xff", b"\n")
    while True:
        seed = chance.choice(seeds)
        if seed.startswith(b"PK\x03\x04") and chance.random() < 0.6:
            yield _repacked(seed, chance, tokens)
        else:
            yield mutated(seed, chance, tokens if chance.random() < 0.5 else ())


def mutated(seed: bytes, chance: random.Random, tokens: tuple[bytes, ...] = ()) -> bytes:
    """Return a copy with a few places flipped, cut, doubled, moved, or with tokens put in."""
    data = bytearray(seed)
    for _ in range(chance.choice((1, 1, 2, 3, 8, 30))):
        place = chance.randrange(len(data) + 1)
        upto = min(len(data), place + chance.choice((1, 2, 8, 64, 512)))
        change = chance.randrange(7)
        if tokens and change < 4:
            data[place : upto if change == 0 else place] = chance.choice(tokens) * chance.choice(
                (1, 1, 1, 3, 50)
            )
        elif change == 0 and place < len(data):
            data[place] ^= 1 << chance.randrange(8)
        elif change == 1 and place < len(data):
            data[place] = chance.choice((0, 0x0A, 0x22, 0x3C, 0x7F, 0x80, 0xFF, chance.randrange(256)))
        elif change == 2:
            del data[place:upto]
        elif change == 3:
            data[place:place] = data[place:upto] * chance.choice((1, 2, 20))
        elif change == 4:
            chunk = bytes(data[place:upto])
            del data[place:upto]
            there = chance.randrange(len(data) + 1)
            data[there:there] = chunk
        elif change == 5:
            data[place:place] = chance.randbytes(chance.choice((1, 4, 16)))
        else:
            # a number made another: sizes, counts and offsets lie in such places
            numbers = list(re.finditer(rb"\d+", data))
            if numbers:
                found = chance.choice(numbers)
                data[found.start() : found.end()] = chance.choice(
                    (b"0", b"-1", b"4294967296", b"99999999999999999999", b"1.5")
                )
    return bytes(data)


def _repacked(seed: bytes, chance: random.Random, tokens: tuple[bytes, ...]) -> bytes:
    """Return an archive in which one part is damaged and the packing is sound."""
    with zipfile.ZipFile(BytesIO(seed)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    name = chance.choice([*parts, *[one for one in parts if "content" in one or "document" in one] * 4])
    change = chance.randrange(12)
    if change == 0:
        del parts[name]
    elif change == 1:
        parts[
            chance.choice(("word/styles.xml", "styles.xml", "word/footnotes.xml", "../x", name.upper() + "x"))
        ] = parts[name]
    else:
        held = parts[name]
        parts[name] = mutated(held if isinstance(held, bytes) else held.encode(), chance, tokens)
    return package(parts, chance.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)))
