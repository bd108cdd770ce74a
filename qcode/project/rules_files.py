"""Coding rules of a file: a table with the columns code and condition, or a rule file of KH Coder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qcode.errors import DataError
from qcode.files.regular import MEGABYTE, read_regular
from qcode.model.rules import RuleRecord, RuleUnit
from qcode.text.display import safe
from qcode.text.names import counted, levelled, listed, quoted

_MOST_BYTES = 10 * MEGABYTE
_TABLES = frozenset({".csv", ".tsv", ".xlsx", ".xlsm"})
COLUMNS = ("rule", "code", "condition", "unit", "note")


def read_rules(path: Path, *, encoding: str | None = None) -> tuple[Sequence[RuleRecord], Sequence[str]]:
    """Return the rules of a file, and what is wrong with those that cannot be used, with its line.

    A name that ends in .csv, .tsv or .xlsx is a table with the columns `code` and `condition`, and perhaps
    `rule` (its name), `unit`, `note`; anything else is a rule file of KH Coder. Raises DataError for a
    table without these columns, UnreadableFileError.
    """
    if path.suffix.lower() in _TABLES:
        return _of_table(path, encoding)
    return _of_rule_file(path, encoding)


def _of_table(path: Path, encoding: str | None) -> tuple[Sequence[RuleRecord], Sequence[str]]:
    from qcode.sheets import read_sheet
    from qcode.sheets.headers import fields, refuse_others

    sheet = read_sheet(path, encoding=encoding)
    found = fields(sheet, COLUMNS, ("code", "condition"))
    refuse_others(sheet, found.values(), COLUMNS)
    records: list[RuleRecord] = []
    faults: list[str] = []
    for row in sheet.rows:
        said = {field: row.cells[column].strip() for field, column in found.items()}
        place = f"{sheet.file}, line {row.line}: "
        unit = levelled(said.get("unit", ""))
        if not said["code"] or not said["condition"]:
            faults.append(f"{place}a rule needs a code and a condition.")
        elif unit and unit not in set(RuleUnit):
            units = listed(map(quoted, RuleUnit))
            faults.append(f"{place}“{safe(said['unit'])}” is no unit; units are {units}.")
        else:
            records.append(
                RuleRecord(
                    said["code"],
                    said["condition"],
                    RuleUnit(unit) if unit else None,
                    said.get("rule", ""),
                    said.get("note", ""),
                    row.line,
                )
            )
    return records, faults


def _of_rule_file(path: Path, encoding: str | None) -> tuple[Sequence[RuleRecord], Sequence[str]]:
    from qcode.analysis.coding_rules_khcoder import read_rule_file
    from qcode.files.encoding import decode
    from qcode.text.clean import clean

    data = read_regular(path, _MOST_BYTES)
    rules, faults = read_rule_file(clean(decode(data, path.name, encoding).text).text)
    return (
        [RuleRecord(one.code, one.condition, line=one.line) for one in rules],
        [f"{safe(path.name)}, line {one.line}: {one.what}" for one in faults],
    )


def refuse_faults(faults: Sequence[str]) -> None:
    """Raise DataError that tells all of some faults, if there are any."""
    if faults:
        number = counted(len(faults), "line")
        raise DataError("\n".join(faults), f"{number} cannot be used; `--skip-bad` leaves them out.")
