"""The codes of a project as something to pick from, alike in every view."""

from __future__ import annotations

from collections.abc import Container

from qcode.model.codes import CodeTree
from qcode.tui.widgets.picker import Choice


def code_choices(tree: CodeTree, *, retired: bool = False, without: Container[int] = ()) -> list[Choice]:
    """Return the codes in reading order, found by path and alias, Japanese name and key beside them.

    Retired codes are left out unless `retired`; `without` holds the row ids of others to leave out.
    """
    return [
        Choice(
            tree.path(code.id),
            code,
            " ".join(part for part in (code.fields.name_ja, code.fields.key) if part),
            code.fields.aliases,
        )
        for code in tree
        if (retired or not code.retired) and code.id not in without
    ]
