"""Codebook files of the codebook view: what one would bring, and writing one."""

from __future__ import annotations

from pathlib import Path

from qcode.errors import UsageError
from qcode.model.codes import Codebook, CodeTree
from qcode.model.tables import Column, Header, Table
from qcode.text.names import levelled

_YAML = (".yaml", ".yml")
SUFFIXES = (*_YAML, ".csv")


def compared(book: Codebook, tree: CodeTree) -> tuple[int, int]:
    """Return how many codes of a codebook are new to a tree, and how many it has by their paths."""
    known = {levelled(tree.path(code.id)) for code in tree}
    paths = [levelled(path) for path, _ in book.walk()]
    found = sum(path in known for path in paths)
    return len(paths) - found, found


def save_codebook(book: Codebook, target: Path) -> None:
    """Write a codebook as YAML or CSV, by the name's ending. Raises UsageError, ExportError."""
    suffix = target.suffix.lower()
    if suffix in _YAML:
        from qcode.codebook import write_yaml
        from qcode.exporters.files import replacing

        with replacing(target) as stream:
            stream.write(write_yaml(book).encode("utf-8"))
        return
    if suffix != ".csv":
        raise UsageError(f"A codebook is written as .yaml or .csv, not as {target.suffix or target.name}.")
    from qcode.codebook import CSV_HEADER, write_csv
    from qcode.exporters import write

    rows = write_csv(book)
    columns = list(rows[0]) if rows else list(CSV_HEADER)
    table = Table(
        name="codebook",
        title=book.title,
        rows=[Header("") for _ in rows],
        columns=[Column(name) for name in columns],
        values=[[row[name] for name in columns] for row in rows],
    )
    write(table, target, "csv")
