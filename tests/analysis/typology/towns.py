"""Towns with as many segments of each code as a table says, in invented words."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))

from counting_study import Study, cell, column_of, row_of

from qcode.analysis.selection import Selection, select
from qcode.model.tables import Table

__all__ = ["NAMES", "Study", "cell", "chosen", "column", "column_of", "names", "row_of", "study_of", "towns"]

NAMES = ("南浜市", "北岡町", "常盤田市", "桜木市", "星川市", "凪沢町", "雪森市", "魚浦町")


def study_of(counts: Mapping[str, Mapping[str, int]], codes: Sequence[str] = ()) -> Study:
    """Return a study with a finished talk for each town, and so many segments of each code in it."""
    study = Study().case(*counts)
    known = list(dict.fromkeys([*codes, *(code for row in counts.values() for code in row)]))
    for town, row in counts.items():
        number = sum(row.values())
        words = "、".join(f"話{place:03d}" for place in range(max(number, 1)))
        study.document(f"{town}の聞き取り", f"R1: {words}。", cases=[town])
    study.codes(*known)
    for town, row in counts.items():
        place = 0
        for code, number in row.items():
            for _ in range(number):
                study.coding(f"{town}の聞き取り", f"話{place:03d}", code)
                place += 1
    return study.finished()


def towns(values: Sequence[Sequence[int]], codes: Sequence[str]) -> Study:
    """Return the study of a matrix of towns by codes."""
    rows = zip(NAMES, values, strict=False)
    return study_of({name: dict(zip(codes, row, strict=True)) for name, row in rows}, codes)


def chosen(study: Study, where: str | None = None) -> Selection:
    return select(study.corpus(), where=where)


def names(table: Table) -> list[str]:
    """Return the names of a table's rows."""
    return [header.name for header in table.rows]


def column(table: Table, name: str) -> list[object]:
    """Return what stands in a column, by its name for scripts."""
    return [row[column_of(table, name)] for row in table.values]
