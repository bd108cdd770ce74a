"""The same talk as a file of each format, as small as no program would write it; and sound results."""

from __future__ import annotations

import json
import math
import zipfile
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from xml.sax.saxutils import escape

from qcode.model.documents import Transcript

Talk = Iterable[tuple[str, str]]
"""(label, speech) of each turn."""

TALK: tuple[tuple[str, str], ...] = (
    ("Interviewer", "Who keeps the contacts abroad?"),
    ("Mayor", "The port does. Without it nobody would write to us."),
    ("Interviewer", "And the city?"),
    ("Mayor", "The city is the gate of the region, or so they say."),
)

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def lines(talk: Talk) -> bytes:
    return "".join(f"{label}: {speech}\n" for label, speech in talk).encode("utf-8", "surrogatepass")


def _xml(text: str) -> str:
    """Return text for XML, without what XML cannot hold."""
    held = "".join(
        one
        for one in text
        if one in "\t\n" or " " <= one < "\ud800" or "\ue000" <= one < "\ufffe" or one > "\uffff"
    )
    return escape(held)


def package(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip archive of parts."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(talk: Talk) -> bytes:
    return docx_of(
        "".join(f"<w:p><w:r><w:t>{_xml(f'{label}: {speech}')}</w:t></w:r></w:p>" for label, speech in talk)
    )


def docx_of(body: str, prologue: str = "") -> bytes:
    """Return a Word file of the XML of its body."""
    return package(
        {
            "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="xml" ContentType="application/xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" '
            f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?>{prologue}<w:document xmlns:w="{_WORD}">'
            f"<w:body>{body}</w:body></w:document>",
        }
    )


def odt(talk: Talk) -> bytes:
    return odt_of("".join(f"<text:p>{_xml(f'{label}: {speech}')}</text:p>" for label, speech in talk))


def odt_of(body: str, prologue: str = "") -> bytes:
    """Return an OpenDocument text of the XML of its body."""
    return package(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0"/>',
            "content.xml": f'<?xml version="1.0" encoding="UTF-8"?>{prologue}<office:document-content '
            f'xmlns:office="{_ODF}:office:1.0" xmlns:text="{_ODF}:text:1.0" xmlns:table="{_ODF}:table:1.0">'
            f"<office:body><office:text>{body}</office:text></office:body></office:document-content>",
        },
        zipfile.ZIP_STORED,
    )


def html(talk: Talk) -> bytes:
    body = "".join(f"<p>{_xml(f'{label}: {speech}')}</p>\n" for label, speech in talk)
    return f'<!doctype html><html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode()


def rtf(talk: Talk) -> bytes:
    body = "".join(f"{_rtf(f'{label}: {speech}')}\\par\n" for label, speech in talk)
    return f"{{\\rtf1\\ansi\\ansicpg1252\\uc1 {body}}}".encode("ascii")


def _rtf(text: str) -> str:
    out = []
    for one in text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"):
        if one in "\\{}":
            out.append(f"\\{one}")
        elif " " <= one < "\x7f":
            out.append(one)
        else:
            units = one.encode("utf-16-le")
            for place in range(0, len(units), 2):
                out.append(f"\\u{int.from_bytes(units[place : place + 2], 'little', signed=True)}?")
    return "".join(out)


def vtt(talk: Talk) -> bytes:
    cues = "".join(
        f"{_clock(place, '.')} --> {_clock(place + 1, '.')}\n<v {label}>{speech.replace('-->', '—')}</v>\n\n"
        for place, (label, speech) in enumerate(talk)
    )
    return f"WEBVTT\n\n{cues}".encode("utf-8", "surrogatepass")


def srt(talk: Talk) -> bytes:
    return "".join(
        f"{place + 1}\n{_clock(place, ',')} --> {_clock(place + 1, ',')}\n{label}: {speech}\n\n"
        for place, (label, speech) in enumerate(talk)
    ).encode("utf-8", "surrogatepass")


def _clock(second: int, point: str) -> str:
    return f"{second // 3600:02d}:{second // 60 % 60:02d}:{second % 60:02d}{point}000"


def csv(talk: Talk, comma: str = ",") -> bytes:
    rows = [
        ("speaker", "start", "text"),
        *((label, str(place), speech) for place, (label, speech) in enumerate(talk)),
    ]
    doubled = (comma.join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    return "\r\n".join([*doubled, ""]).encode("utf-8", "surrogatepass")


def tsv(talk: Talk) -> bytes:
    return csv(talk, "\t")


def json_file(talk: Talk) -> bytes:
    segments = [
        {"start": place, "end": place + 1, "speaker": label, "text": speech}
        for place, (label, speech) in enumerate(talk)
    ]
    return json.dumps({"language": "en", "segments": segments}).encode()


def eaf(talk: Talk) -> bytes:
    return eaf_of(list(talk))


def eaf_of(talk: list[tuple[str, str]], prologue: str = "", extra: str = "") -> bytes:
    """Return an ELAN file with a tier for each speaker."""
    slots = "".join(
        f'<TIME_SLOT TIME_SLOT_ID="t{place}" TIME_VALUE="{place * 1000}"/>' for place in range(len(talk) + 1)
    )
    tiers: dict[str, list[str]] = {}
    for place, (label, speech) in enumerate(talk):
        tiers.setdefault(label, []).append(
            f'<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a{place}" TIME_SLOT_REF1="t{place}" '
            f'TIME_SLOT_REF2="t{place + 1}"><ANNOTATION_VALUE>{_xml(speech)}</ANNOTATION_VALUE>'
            "</ALIGNABLE_ANNOTATION></ANNOTATION>"
        )
    made = "".join(
        f'<TIER TIER_ID="{_xml(label).replace(chr(34), "")}" PARTICIPANT="{_xml(label).replace(chr(34), "")}" '
        f'LINGUISTIC_TYPE_REF="default">{"".join(annotations)}</TIER>'
        for label, annotations in tiers.items()
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{prologue}<ANNOTATION_DOCUMENT AUTHOR="" DATE="2020-01-01T00:00:00Z" '
        'FORMAT="3.0" VERSION="3.0"><HEADER MEDIA_FILE="" TIME_UNITS="milliseconds"/>'
        f'<TIME_ORDER>{slots}</TIME_ORDER>{made}{extra}<LINGUISTIC_TYPE LINGUISTIC_TYPE_ID="default"/>'
        "</ANNOTATION_DOCUMENT>"
    ).encode()


def pdf(talk: Talk) -> bytes:
    """Return a PDF with fifty lines on a page; it can show no more than Latin letters."""
    shown = [f"{label}: {speech}".encode("latin-1", "replace") for label, speech in talk]
    pages = [shown[first : first + 50] for first in range(0, len(shown), 50)] or [[]]
    contents = []
    for page in pages:
        text = b"BT /F1 11 Tf 14 TL 60 780 Td\n"
        for line in page:
            for sign in (b"\\", b"(", b")"):
                line = line.replace(sign, b"\\" + sign)
            text += b"(" + line + b") Tj T*\n"
        contents.append(text + b"ET")
    return pdf_of(contents)


def pdf_of(contents: list[bytes]) -> bytes:
    """Return a PDF of the instructions that draw each page."""
    kids = " ".join(f"{4 + 2 * place} 0 R" for place in range(len(contents)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(contents)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for place, content in enumerate(contents):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents "
            + f"{5 + 2 * place} 0 R /Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n" % len(content) + content + b"\nendstream")
    data = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % place for place in places)
    data += b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(data)


MAKERS: dict[str, Callable[[Talk], bytes]] = {
    "txt": lines, "md": lines, "docx": docx, "odt": odt, "html": html, "rtf": rtf, "vtt": vtt, "srt": srt, "csv": csv,
    "tsv": tsv, "json": json_file, "eaf": eaf, "pdf": pdf,
}  # fmt: skip
"""Name of a format -> what writes a talk in it. A format that is not here is tried with plain lines."""


def seed_of(format_name: str, talk: Talk = TALK) -> bytes:
    """Return a talk as a file of a format."""
    return MAKERS.get(format_name, lines)(talk)


def faults_of(transcript: Transcript) -> list[str]:
    """Return what does not hold of a transcript although it must, whatever file it came from."""
    text = transcript.text
    found = []
    if set("\r\x85\u2028\u2029\v\f\0") & set(text):
        found.append("line ends or NULs that are not levelled")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        found.append("half a character")
    reached = 0
    for number, turn in enumerate(transcript.turns):
        start, end = turn.speech
        label = turn.label or (reached, reached)
        if not reached <= label[0] <= label[1] <= start <= end <= len(text):
            found.append(
                f"turn {number} out of its place: {label}, {turn.speech} after {reached} of {len(text)}"
            )
        if turn.speaker is not None and not 0 <= turn.speaker < len(transcript.speakers):
            found.append(f"turn {number} has no speaker {turn.speaker}")
        for moment in (turn.time_start, turn.time_end):
            if moment is not None and not 0 <= moment < math.inf:
                found.append(f"turn {number} is at {moment} seconds")
        reached = max(reached, end)
    for name, marks in (("times", transcript.anchors), ("pages", transcript.pages)):
        places = [place for place, _ in marks]
        if places != sorted(places) or any(not 0 <= place <= len(text) for place in places):
            found.append(f"{name} out of order or outside the text")
    if transcript.front_matter is not None:
        start, end = transcript.front_matter
        if not 0 <= start < end <= len(text):
            found.append("front matter outside the text")
    said = (*transcript.changes, *transcript.warnings)
    if any("\n" in note for note in said) or sum(map(len, said)) > 100_000:
        found.append("notes of more than a line, or of more than anyone would read")
    shown = (
        transcript.name,
        *(one.label for one in transcript.speakers),
        *transcript.metadata,
        *transcript.metadata.values(),
    )
    if any("\0" in one or _has_half(one) for one in shown):
        found.append("a label or a name with NUL or half a character")
    return found


def _has_half(text: str) -> bool:
    return any("\ud800" <= one <= "\udfff" for one in text)
