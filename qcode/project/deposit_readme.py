"""The page of a deposit: what it is, who made it how, and which files it holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from qcode.exporters.md_file import line
from qcode.project.plain.readme import checksum_lines, sealed
from qcode.version import __version__

BLANK = "(to be filled in)"
CHECKSUMS = "checksums.txt"
_MEANT = {
    "data_list.csv": "the material: a row for each document",
    "cases.csv": "the cases, with their attributes as columns",
    "participants.csv": "who speaks: role, documents, and the attributes as columns",
    "data_dictionary.csv": "every attribute: of what, which type, how many values, from where to where",
    "codebook.csv": "the codes with their definitions, a row for each",
    "codebook.yaml": "the same, for people and for qcode",
    "codebook.docx": "the same, to be read, with counts and examples",
    "codings.csv": "the coded segments: offsets in the transcript's file, words, code, coder",
    "matrices/code_frequencies.csv": "how often each code was given",
    "matrices/codes_by_case.csv": "segments by code and case",
    "matrices/codes_by_document.csv": "segments by code and document",
    "methods.md": "how the study was made, by COREQ and SRQR",
    CHECKSUMS: "the checksums below, for `sha256sum --check`",
}


@dataclass(frozen=True, slots=True)
class About:
    """What the page says of the study."""

    study: str
    """Uid of the study."""
    title: str
    newest_change: str
    names: bool
    """Whether names stand in the files."""
    abstract: str = ""
    people: Sequence[str] = ()
    dates: str = ""
    methods: Sequence[str] = ()
    funding: str = ""
    ethics: str = ""
    access: str = ""
    citation: str = ""
    contents: Sequence[str] = ()
    """How many of what there are."""
    left_out: Sequence[str] = ()


def mark_of(study: str) -> str:
    """Return the words by which a page is known as that of a deposit of a study."""
    return f"\n- Study {study}\n"


def write_page(about: About, files: Mapping[str, bytes]) -> str:
    """Return the page for a folder of these files (path -> content)."""
    return sealed("\n".join(_lines(about, files)) + "\n")


def _lines(about: About, files: Mapping[str, bytes]) -> Iterator[str]:
    date = about.newest_change[:10]
    yield f"# {line(about.title)}"
    yield ""
    yield "Coded interviews and documents of a study, as plain files."
    yield ""
    yield f"- Study {about.study}"
    yield f"- As of {about.newest_change or 'no change yet'}, the newest change"
    yield f"- {', '.join(about.contents)}"
    yield f"- Written by qcode {__version__}"
    yield ""
    cited = about.citation or f"{BLANK} “{' '.join(about.title.split())}”, data set, {date[:4] or BLANK}."
    for head, said in (
        ("Abstract", [about.abstract]),
        ("People", about.people),
        ("Dates", [about.dates]),
        ("Method", [*about.methods, *about.left_out, "More is said in methods.md."]),
        ("Ethics and consent", [about.ethics]),
        ("Funding", [about.funding]),
        ("Access and licence", [about.access]),
        ("Citation", [cited]),
        ("Names", [*_of_names(about.names)]),
    ):
        yield f"## {head}"
        yield ""
        yield from _said([one for one in said if one])
        yield ""
    yield "## Files"
    yield ""
    yield "| file | bytes | what it holds |"
    yield "|---|---:|---|"
    for name, content in sorted(files.items()):
        meant = _MEANT.get(name, "the text of a document, as the offsets count it")
        yield f"| {line(name)} | {len(content):,} | {meant} |"
    yield ""
    yield "Tables are CSV (RFC 4180) in UTF-8 with a byte order mark; an apostrophe stands before a text that"
    yield "a spreadsheet would take for a formula. Offsets count the characters (Unicode code points) of a"
    yield "transcript's file from 0; the end is the first that no longer belongs. In the matrices an empty"
    yield "cell is not coded yet, NA a case or document without data."
    yield ""
    yield "## Checksums (SHA-256)"
    yield ""
    yield from checksum_lines({name: sha256(content).hexdigest() for name, content in files.items()})


def _of_names(names: bool) -> Iterator[str]:
    if names:
        yield "The files hold names of people and places: for restricted access only."
        return
    yield (
        "Pseudonyms stand for the names of participants, cases and documents, in [brackets] where a name was "
        "replaced inside a text. What stands for whom is not in this folder, nor is the study's history."
    )
    yield "Names, readings and nicknames that qcode was not told remain."


def _said(sentences: Sequence[str]) -> Iterator[str]:
    """Yield one paragraph, several as a list, or what stands where nothing is said."""
    if not sentences:
        yield BLANK
    for one in sentences:
        yield ("- " if len(sentences) > 1 else "") + line(one)
