"""Blocks of columns for each value of a third dimension: what they show, and what they are like."""

from __future__ import annotations

import pytest
from counting_study import Study, cell, names
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_sorted_cases_against_brute_force import CLASSES, sorted_corpora

from qcode.analysis.columns import runs
from qcode.analysis.corpus import Corpus
from qcode.analysis.crosstab import crosstab
from qcode.analysis.selection import select
from qcode.errors import UsageError
from qcode.model.spans import union
from qcode.model.tables import Missing

TALK = """R1: The mayor opened the port in the nineties, and the firms came.
R1: The firms run it now; the mayor watches."""


def study() -> Study:
    """Who drives a story in which period: facets over one talk, and a second town without any."""
    made = Study().case("Minamihama", "Kitaoka").document("Talk", TALK, cases=["Minamihama"])
    made.codes("Opening", "Actor", "Actor > Mayor", "Actor > Firms", facets=["Actor"])
    made.codes("Period", "Period > Nineties", "Period > Now", facets=["Period"])
    made.coding("Talk", "The mayor opened the port in the nineties, and the firms came", "Period > Nineties")
    made.coding("Talk", "The firms run it now; the mayor watches", "Period > Now")
    made.coding("Talk", "The mayor", "Actor > Mayor")
    made.coding("Talk", "The firms", "Actor > Firms")
    made.coding("Talk", "The mayor opened the port", "Opening")
    made.coding("Talk", "The firms run it", "Opening")
    made.coding("Talk", "watches", "Opening")
    return made.finished()


def test_a_story_by_actor_stands_in_a_block_for_each_period_and_one_for_all() -> None:
    table = crosstab(select(study().corpus()), "code", "facet:Actor", by="facet:Period")
    assert list(dict.fromkeys(column.group for column in table.columns)) == ["Nineties", "Now", "Total"]
    shown = {name: cell(table, "Opening", name) for name in names(table)[1]}
    assert shown["Actor > Mayor (Period > Nineties)"] == 1
    assert shown["Actor > Mayor (Period > Now)"] == 0
    assert shown["Actor > Firms (Period > Now)"] == 1
    assert shown["(none) (Period > Now)"] == 1
    assert shown["total (total)"] == 3
    assert table.title == "Segments: code by facet:Actor by facet:Period"
    assert any(
        note.startswith("3 blocks of columns, one for each value of facet:Period") for note in table.notes
    )


def test_the_share_of_a_row_is_of_its_own_n_in_each_block() -> None:
    table = crosstab(select(study().corpus()), "code", "facet:Actor", None, "row", by="facet:Period")
    assert cell(table, "Opening", "N (Period > Now)") == 2
    assert cell(table, "Opening", "Actor > Firms (Period > Now)") == 0.5
    assert cell(table, "Opening", "N (total)") == 3
    assert all(row.n is None for row in table.rows)
    assert not table.behind(0, names(table)[1].index("N (total)"))


def test_what_is_in_scope_is_so_block_by_block() -> None:
    table = crosstab(select(study().corpus()), "code", "document.kind", by="case")
    assert cell(table, "Opening", "interview (Minamihama)") == 3
    assert cell(table, "Opening", "interview (Kitaoka)") is Missing.NO_DATA


def test_characters_in_a_participants_block_are_what_this_one_says() -> None:
    made = Study().case("Minamihama").document("Talk", "R1: The port.\nR2: And we.", cases=["Minamihama"])
    made.coding("Talk", "The port.\nR2: And we.", "Opening")
    table = crosstab(select(made.corpus()), "code", "case", "characters", by="participant")
    shown = [cell(table, "Opening", f"Minamihama ({name})") for name in ("R1", "R2", "total")]
    assert shown == [len("The port."), len("And we."), len("The port.And we.")]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"rows": "code", "columns": "case", "by": "coder", "per_coder": True}, "blocks already"),
        ({"rows": "code", "columns": "case", "by": "code:Opening"}, "A coding has one code"),
        ({"rows": "code", "columns": "code", "unit": "turn", "by": "code"}, "A coding has one code"),
        ({"rows": "code", "columns": "case", "by": "colour"}, "no dimension"),
    ],
)
def test_blocks_that_would_mean_nothing_are_refused(options: dict[str, object], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        crosstab(select(study().corpus()), **options)  # type: ignore[arg-type]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(corpus=sorted_corpora(), columns=st.sampled_from(["document.kind", "participant", "coder"]))
def test_the_block_of_a_group_or_a_class_is_the_table_under_its_condition(
    corpus: Corpus, columns: str
) -> None:
    selection = select(corpus)
    for by in ("group", "class:type"):
        table = crosstab(selection, "code", columns, by=by)
        for group in dict.fromkeys(column.group for column in table.columns):
            if group not in CLASSES and not str(group).startswith("Group "):
                continue
            alone = crosstab(select(corpus, where=f'{by} = "{group}"'), "code", columns)
            known = {column.name: place for place, column in enumerate(alone.columns)}
            for place, column in enumerate(table.columns):
                name = column.name.rpartition(" (")[0]
                if column.group != group or name not in known:
                    continue
                for row in range(len(table.rows)):
                    found, expected = table.values[row][place], alone.values[row][known[name]]
                    assert found == expected, (group, name)
                    assert table.behind(row, place) == alone.behind(row, known[name])


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 10)), min_size=1))
def test_runs_are_the_spans_put_together(sizes: list[tuple[int, int]]) -> None:
    spans = sorted((start, start + size) for start, size in sizes)
    firsts, lasts = runs([one for one, _ in spans], [end for _, end in spans])
    assert list(zip(firsts, lasts, strict=True)) == union(spans)
