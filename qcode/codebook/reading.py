"""Codebook files -> `Codebook`, or one error that tells all that is wrong."""

from __future__ import annotations

from pathlib import Path

from qcode.bundled import bundled
from qcode.codebook.faults import Fault, UnparsableError, codebook_error
from qcode.codebook.outline import Outline
from qcode.errors import CodebookError, UnreadableFileError
from qcode.files.regular import read_regular
from qcode.model.codes import Codebook

LARGEST = 5_000_000
"""Bytes that a codebook file may have; a book of 1,000 codes has about 1,000,000."""

_YAML_SUFFIXES = (".yaml", ".yml")
_SUFFIXES = (*_YAML_SUFFIXES, ".csv")
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_codebook(path: Path) -> Codebook:
    """Return the codebook of a `.yaml`, `.yml` or `.csv` file.

    Where a file gives no title, its name without the suffix is taken. Raises CodebookError: each
    line of its message names the file, the line (from 1), what is wrong and what was expected; a
    file's faults are told together, at most 20 of them.
    """
    try:
        return _read(path)
    except UnparsableError as stop:
        raise codebook_error(str(path), [stop.fault]) from None
    except UnreadableFileError as error:
        raise CodebookError(error.message, error.hint) from None


def bundled_codebooks() -> dict[str, Path]:
    """Return the files of the codebooks that come with the program, by name, sorted."""
    return {file.stem: file for file in sorted(bundled("codebooks").glob("*.yaml"))}


def _read(path: Path) -> Codebook:
    from qcode.codebook.rules import breaches
    from qcode.codebook.shape import shaped

    outline, faults = _outline(path)
    outline.data.setdefault("title", path.stem)
    codebook, wrong = shaped(outline)
    faults = [*faults, *wrong, *breaches(outline)]
    if faults or codebook is None:
        raise codebook_error(str(path), faults)
    return codebook


def _outline(path: Path) -> tuple[Outline, list[Fault]]:
    suffix = path.suffix.casefold()
    if suffix not in _SUFFIXES:
        raise UnparsableError(0, f"a codebook file of an unknown kind; expected {', '.join(_SUFFIXES)}")
    text = _decoded(read_regular(path, LARGEST, "Expected is a codebook.", name=str(path)))
    if suffix in _YAML_SUFFIXES:
        from qcode.codebook.yaml_outline import outline_of_yaml

        return outline_of_yaml(text)
    from qcode.codebook.csv_file import outline_of_csv

    return outline_of_csv(text)


def _decoded(content: bytes) -> str:
    if content.startswith(_WIDE_MARKS):
        raise UnparsableError(0, "encoded as UTF-16; expected UTF-8 (save it again as UTF-8)")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnparsableError(
            line,
            f"the byte 0x{content[error.start]:02x} is not UTF-8; expected UTF-8 (a spreadsheet "
            "calls it “CSV UTF-8”)",
        ) from None
