"""What cross-tables cost: every measure of every kind of table, by the library, of a project in a file.

A figure is CPU seconds of one table of a new selection: first of a project just read, then of one of which
other tables were made before, as on the screen and in reports. The machine may have other work, which
makes all of it slower: so each stands beside `x`, how many times a fixed loop of plain Python it took at
the same moment.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

from qcode import Project
from qcode.analysis.crosstab import crosstab
from qcode.analysis.measures import Measure
from qcode.analysis.selection import Selection, select
from qcode.model.tables import Table

_SIDES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("code", "case", {}),
    ("code", "document", {}),
    ("code", "participant", {}),
    ("code", "coder", {}),
    ("case", "document", {}),
    ("case", "participant", {}),
    ("code:Theme 0", "case", {}),
    ("code", "case", {"aggregated": True}),
    ("code", "case", {"per_coder": True}),
    ("code", "document.kind", {"by": "case"}),
    ("code", "case", {"by": "coder"}),
)
_UNITS = ("segment", "overlap", "turn", "turns:2", "paragraph", "document", "case")
_COEFFICIENTS = ("c", "jaccard", "phi")


def loop() -> float:
    """Return the CPU seconds of a fixed piece of work."""
    began = time.process_time()
    sums: dict[int, int] = {}
    for number in range(300_000):
        sums[number & 1023] = sums.get(number & 1023, 0) + number
    return time.process_time() - began


def print_tables(path: Path, runs: int, smoke: bool) -> None:
    """Print what loading and selecting cost, every table, and what lies behind all cells of some."""
    gc.set_threshold(500_000, 50, 50)  # as the program does
    with Project.open(path) as project:
        began = time.process_time()
        corpus = project.corpus()
        print(f"{'load the codings':<50}{time.process_time() - began:8.3f} s CPU")

        def figure(name: str, work: Callable[[Selection], object], *, afresh: bool = True) -> None:
            said = f"{name:<50}"
            for fresh in (True, False) if afresh else (False,):
                seconds, times = [], []
                for _ in range(runs):
                    known = replace(corpus) if fresh else corpus
                    before, began = loop(), time.process_time()
                    work(select(known))
                    seconds.append(time.process_time() - began)
                    times.append(seconds[-1] * 2 / (before + loop()))
                said += f"{statistics.median(seconds):8.3f} s CPU {statistics.median(times):6.1f} x"
            print(said, flush=True)

        print(f"{'':<50}{'first':>14}{'':12}{'again':>10}")
        figure("select", lambda _: None)
        for name, rows, columns, options in islice(_tables(), 0, None, 7 if smoke else 1):
            figure(name, lambda one, r=rows, c=columns, o=options: crosstab(one, r, c, **o))
        for unit in (None, *_UNITS):
            table = crosstab(select(corpus), "code", "code" if unit else "case", unit=unit)
            name = f"behind all, {f'code x code by {unit}' if unit else 'code x case'}"
            figure(name, lambda _, table=table: _behind(table), afresh=False)


def _tables() -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Yield (name, rows, columns, options) of every table."""
    for rows, columns, options in _SIDES:
        said = "".join(
            f", {key.replace('_', ' ')} {'' if one is True else one}" for key, one in options.items()
        )
        for measure in Measure:
            yield (
                f"{rows} x {columns}{said.rstrip()}, {measure}",
                rows,
                columns,
                {**options, "measure": measure},
            )
    for unit in _UNITS:
        yield f"code x code by {unit}", "code", "code", {"unit": unit}
        yield f"code x code by {unit}, aggregated", "code", "code", {"unit": unit, "aggregated": True}
    for measure in _COEFFICIENTS:
        yield f"code x code by overlap, {measure}", "code", "code", {"unit": "overlap", "measure": measure}


def _behind(table: Table) -> None:
    for row in range(len(table.rows)):
        for column in range(len(table.columns)):
            table.behind(row, column)
