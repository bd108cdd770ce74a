"""The whole page: what may run in it, what stands on it, its data."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files

from qcode.exporters.html_page import data, markup, paper
from qcode.exporters.options import Options
from qcode.model.tables import Table
from qcode.text.cells import legend
from qcode.version import __version__

TITLE = "title"
"""Id of the element that has the page's title."""


def pieces(table: Table, options: Options) -> Iterator[str]:
    """Yield a table as a page of HTML.

    The table stands in it as such, to be read with scripts off; of a long plain list its beginning.
    The script sorts it, filters it and shows what is behind a number, from one block of JSON.
    """
    yield from page(table.title or table.name, _body(table), [table], options.detail)


def _body(table: Table) -> Iterator[str]:
    yield from markup.table(table, TITLE, across=paper.lies_across([table]))
    yield markup.notes([*legend(table), *table.notes])


def page(
    title: str,
    body: Iterable[str],
    tables: Sequence[Table],
    detail: Table | None,
    *,
    kind: str = "table",
    style: str = "",
    script: str = "",
) -> Iterator[str]:
    """Yield a page that needs no network: its title, a body of HTML, and the data of its tables.

    `tables` are those in the body, in their order there; `detail` the quotations that their numbers
    open; `style` and `script` come after the page's own. The page's policy lets it load nothing but
    pictures that it holds itself, and run nothing but its one script.
    """
    style, script = _asset("page.css") + style, _asset("page.js") + script
    shown = markup.text(title)
    yield f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="qcode {__version__}">
<title>{shown}</title>
<style>{style}</style>
</head>
<body class="{kind}{" wide" if paper.lies_across(tables) else ""}">
<main>
<h1 id="{TITLE}"{markup.language(title)}>{shown}</h1>
"""
    yield from body
    yield '</main>\n<script type="application/json" id="data">'
    yield from data.block(tables, detail)
    yield f"</script>\n<script>{script}</script>\n</body>\n</html>\n"


def _asset(name: str) -> str:
    return "\n" + files(__package__).joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(source: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"
