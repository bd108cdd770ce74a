"""A study as files in a new folder."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qcode.exporters import write
from qcode.exporters.files import replacing
from qcode.model.codes import PATH_SEPARATOR
from qcode.project.plain.columns import META, SHEETS, noun_of
from qcode.project.plain.names import file_names
from qcode.project.plain.readme import README, write_readme
from qcode.project.plain.study import Row, Study
from qcode.project.plain.views import Cells, Views
from qcode.store.schema import SCHEMA_VERSION
from qcode.version import __version__

if TYPE_CHECKING:
    from qcode.model.codes import Codebook

FORMAT = 1
"""Version of the form of these folders."""
_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
STUDY, CODEBOOK, ATTRIBUTES = "study.yaml", "codebook.yaml", ".gitattributes"
TEXTS, EARLIER, MEMOS = "texts", "texts/earlier", "memos"
FOLDERS = (TEXTS, EARLIER, MEMOS)
_FENCE = "---\n"
_AS_THEY_ARE = "* -text\n"
"""Tells git not to change line ends: checksums and offsets rest on them."""


def write_files(folder: Path, study: Study, codebook: Codebook, readings: Mapping[str, Cells]) -> int:
    """Write a study to an empty folder; return the number of files. Raises ExportError.

    The same study gives the same bytes. `readings` as of `Views`.
    """
    from qcode.codebook import write_yaml

    documents, memos = study.rows["documents"], study.rows["memos"]
    names = file_names([row["name"] for row in documents], ".txt")
    files = {row["uid"]: f"{TEXTS}/{name}" for row, name in zip(documents, names, strict=True)}
    views = Views(study, files, readings)
    files |= _memo_files(memos, views)
    written = {
        ATTRIBUTES: _AS_THEY_ARE.encode(),
        STUDY: _yaml(_about(study)).encode(),
        CODEBOOK: write_yaml(codebook).encode(),
    }
    for row in documents:
        written[files[row["uid"]]] = study.texts[row["text_sha256"]].encode()
    for digest in sorted(study.texts.keys() - {row["text_sha256"] for row in documents}):
        written[f"{EARLIER}/{digest}.txt"] = study.texts[digest].encode()
    for row in memos:
        written[files[row["uid"]]] = _memo(row, views)
    for name in FOLDERS:
        if any(file.startswith(f"{name}/") for file in written):
            (folder / name).mkdir()
    digests = {name: _write(folder / name, content) for name, content in written.items()}
    for table in SHEETS:
        path = folder / f"{table}.csv"
        write(views.table(table), path, "csv")
        digests[path.name] = sha256(path.read_bytes()).hexdigest()
    _write(folder / README, write_readme(study, digests).encode())
    return len(digests) + 1


def _write(path: Path, content: bytes) -> str:
    with replacing(path) as stream:
        stream.write(content)
    return sha256(content).hexdigest()


def _memo_files(memos: Sequence[Row], views: Views) -> dict[str, str]:
    called = []
    for row in memos:
        name = views.name(row["owner_table"], row["owner_uid"]).replace(PATH_SEPARATOR, " - ")
        called.append(name if row["owner_table"] == META else f"{noun_of(row['owner_table'])} {name}")
    names = file_names(called, ".md")
    return {row["uid"]: f"{MEMOS}/{name}" for row, name in zip(memos, names, strict=True)}


def _about(study: Study) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "schema": SCHEMA_VERSION,
        "program": f"qcode {__version__}",
        "study": (study.title_row or {}).get("uid", ""),
        "as_of": study.as_of,
        META: [dict(row) for row in study.rows[META]],
    }


def _yaml(data: Mapping[str, Any]) -> str:
    import yaml

    class Dumper(yaml.SafeDumper):
        """Quotes what YAML would take for the end of a line, so that it comes back."""

        def represent_str(self, data: str) -> yaml.ScalarNode:
            style = '"' if _LINE_ENDS.search(data) else None
            return self.represent_scalar("tag:yaml.org,2002:str", data, style)

    Dumper.add_representer(str, Dumper.represent_str)
    return str(yaml.dump(dict(data), Dumper=Dumper, allow_unicode=True, sort_keys=False, width=10**6))


def _memo(row: Row, views: Views) -> bytes:
    """Return a memo as a file: who wrote it when on what, and below a rule its text and a newline."""
    head = {
        "owner": views.name(row["owner_table"], row["owner_uid"]),
        "coder": views.name("coders", row["coder_id"]),
        "date": row["created_at"],
        "uid": row["uid"],
    }
    return f"{_FENCE}{_yaml(head)}{_FENCE}{row['text']}\n".encode()


def memo_text(content: str) -> str | None:
    """Return the text of a memo's file, None where it is not of that form."""
    _, fence, rest = content.partition(_FENCE)
    head, end, text = rest.partition("\n" + _FENCE)
    return text.removesuffix("\n") if content.startswith(fence) and head and end else None
