"""The whole page: what may run in it, its table, its notes, its data."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from importlib.resources import files

from qcode.exporters.cells import legend
from qcode.exporters.html_page import data, markup
from qcode.exporters.options import Options
from qcode.model.tables import Table
from qcode.version import __version__


def pieces(table: Table, options: Options) -> Iterator[str]:
    """Yield a table as a page of HTML.

    The table stands in it as such, to be read with scripts off; of a long plain list its beginning.
    The script sorts it, filters it and shows what is behind a number, from one block of JSON. The
    page's own policy lets it load nothing and run nothing but that script.
    """
    style, script = _asset("page.css"), _asset("page.js")
    title = markup.text(table.title or table.name)
    yield f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy(style, script)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="qcode {__version__}">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
<h1 id="title"{markup.language(table.title)}>{title}</h1>
<div id="tools"></div>
<div class="scroll" tabindex="0" role="region" aria-labelledby="title">
"""
    yield from markup.table(table)
    yield "</div>\n"
    if table.stub is None and len(table.values) > markup.ROWS_IN_MARKUP:
        yield (
            f"<noscript><p>The first {markup.ROWS_IN_MARKUP:,} of {len(table.values):,} rows; "
            "with scripts allowed the page shows all of them.</p></noscript>\n"
        )
    notes = [*legend(table), *table.notes]
    if notes:
        yield '<section class="notes" aria-label="Notes">\n'
        yield "".join(f"<p{markup.language(note)}>{markup.text(note)}</p>\n" for note in notes)
        yield "</section>\n"
    yield '</main>\n<script type="application/json" id="data">'
    yield from data.block(table, options.detail)
    yield f"</script>\n<script>{script}</script>\n</body>\n</html>\n"


def _asset(name: str) -> str:
    return "\n" + files(__package__).joinpath(name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(source: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"
