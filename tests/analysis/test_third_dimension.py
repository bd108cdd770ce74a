"""Blocks of columns for each value of a third dimension: what they show, and what they are like."""

from __future__ import annotations

import pytest
from counting_study import Study, cell, names, row_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_studies import corpora
from test_sorted_cases_against_brute_force import CLASSES, sorted_corpora

from qcode.analysis.columns import runs
from qcode.analysis.corpus import Corpus
from qcode.analysis.crosstab import crosstab
from qcode.analysis.measures import Measure
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


def test_the_block_of_what_has_no_value_is_named_in_one_pair_of_brackets() -> None:
    table = crosstab(select(study().corpus()), "code", "case", by="facet:Actor")
    assert "Minamihama (none)" in names(table)[1]
    assert not any("((" in name for name in names(table)[1])


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


@pytest.mark.parametrize("measure", list(Measure))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), corpus=corpora())
def test_the_block_of_a_participant_is_the_table_under_its_condition(
    measure: Measure, data: st.DataObject, corpus: Corpus
) -> None:
    rows = data.draw(st.sampled_from(["code", "case", "document", "participant.role"]))
    columns = data.draw(st.sampled_from(["case", "document.kind", "coder", "case.region"]))
    shares = ["documents", "cases"] if measure in ("documents", "cases") else [None]
    share = data.draw(st.sampled_from([measure if measure in shares else None, None]))
    table = crosstab(select(corpus), rows, columns, measure, share, by="participant")
    lines = {header.name: row for row, header in enumerate(table.rows)}
    places = {column.name: place for place, column in enumerate(table.columns)}
    for name in {str(one.group) for one in table.columns} - {"Total", "(no participant)"}:
        alone = crosstab(select(corpus, where=f'participant = "{name}"'), rows, columns, measure, share)
        for row, header in enumerate(alone.rows):
            for column, field in enumerate(alone.columns):
                there = lines[header.name], places[f"{field.name} ({name})"]
                found = table.values[there[0]][there[1]]
                assert found == alone.values[row][column], (name, header.name, field.name)
                assert table.behind(*there) == alone.behind(row, column)
                assert (there in table.incomplete) == ((row, column) in alone.incomplete)


def test_what_somebody_says_nothing_in_is_no_data_in_a_block_and_under_a_condition() -> None:
    made = Study().case("Minamihama", "Kitaoka").participant("R1").participant("R2")
    made.document("Talk", "R1: The port opened.\nR2: And we.", cases=["Minamihama"])
    made.document("Visit", "R2: The firms came.", cases=["Kitaoka"])
    made.coding("Talk", "The port opened.\nR2: And", "Opening")
    made.finished()
    for measure, expected in (
        ("segments", [1, Missing.NO_DATA, 1]),
        ("characters", [len("The port opened."), Missing.NO_DATA, len("The port opened.")]),
        ("coverage", [1, Missing.NO_DATA, 1]),
    ):
        blocks = crosstab(select(made.corpus()), "code", "case", measure, by="participant")
        names_of_block = ("Minamihama (R1)", "Kitaoka (R1)", "total (R1)")
        assert [cell(blocks, "Opening", name) for name in names_of_block] == expected
        alone = crosstab(select(made.corpus(), where="participant = R1"), "code", "case", measure)
        assert alone.values[row_of(alone, "Opening")] == expected


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 10)), min_size=1))
def test_runs_are_the_spans_put_together(sizes: list[tuple[int, int]]) -> None:
    spans = sorted((start, start + size) for start, size in sizes)
    firsts, lasts = runs([one for one, _ in spans], [end for _, end in spans])
    assert list(zip(firsts, lasts, strict=True)) == union(spans)
