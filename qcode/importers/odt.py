"""OpenDocument texts, as a package (.odt) or flat (.fodt): paragraphs and rows of tables one a line."""

from __future__ import annotations

from dataclasses import replace

from qcode.errors import UnreadableFileError
from qcode.files.packages import Element, Fault, Package, told, tree_of
from qcode.importers.flow.office import LIMITS, messages
from qcode.importers.flow.transcripts import transcript_of
from qcode.importers.odt_body.body import read_body
from qcode.importers.odt_body.names import short
from qcode.importers.odt_body.styles import read_styles
from qcode.importers.source import Options, Source
from qcode.model.documents import Transcript

_ZIP = b"PK\x03\x04"
_LIMITS = replace(LIMITS, tags=1_000_000)
_MESSAGES = messages("OpenDocument text", ".odt")
_MARGINS = {"header": "page header", "footer": "page footer"}


def read(source: Source, options: Options) -> Transcript:
    """Return the transcript of an OpenDocument text, as it reads with all tracked changes accepted.

    Raises UnreadableFileError for what is no sound OpenDocument text, or is protected by a password.
    """
    roots = _from_package(source) if source.data.startswith(_ZIP) else [_from_flat_file(source)]
    text = next((one for one in roots[-1].iter() if short(one.tag) == "office:text"), None)
    if text is None:
        raise UnreadableFileError(f"{source.name} is an OpenDocument file, but no text document.")
    body = read_body(text, read_styles(roots))
    for margin in (one for root in roots for one in root.iter()):
        kind = _MARGINS.get(short(margin.tag).removeprefix("style:").removesuffix("-left"))
        if kind is not None and "".join(margin.itertext()).strip():
            body.left_out[kind] += 1
    return transcript_of(body, options, "odt")


def _from_package(source: Source) -> list[Element]:
    """Return the roots of the parts that matter: the styles, and last the content."""
    package = Package(source.name, source.data, _LIMITS, _MESSAGES)
    if b"encryption-data" in (package.read("META-INF/manifest.xml") or b""):
        raise package.error(Fault.ENCRYPTED)
    content = package.tree("content.xml")
    if content is None:
        raise package.error(Fault.DAMAGED)
    styles = package.tree("styles.xml")
    return [content] if styles is None else [styles, content]


def _from_flat_file(source: Source) -> Element:
    if source.data.count(b"<") > _LIMITS.tags:
        raise told(Fault.TOO_LARGE, source.name, _MESSAGES)
    return tree_of(source.data, source.name, _MESSAGES, large_texts=True)
