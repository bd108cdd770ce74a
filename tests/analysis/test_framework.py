"""The framework matrix: summaries where they belong, what is missing marked, every quotation counted."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from brute_force import Twin
from counting_study import Study, behind, cell, names, row
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_studies import corpora

from qcode.analysis.corpus import Corpus
from qcode.analysis.framework import FrameworkCells, framework, summary_list, to_write
from qcode.analysis.selection import Selection, select
from qcode.errors import UnknownNameError, UsageError
from qcode.model.documents import Role
from qcode.model.summaries import Summary
from qcode.model.tables import Missing, Table

TALK = "I: Who watches the port?\nR1: We do, the port office.\nR2: And the chamber, 市長も."


@pytest.fixture
def study() -> Study:
    """Two municipalities, one with a talk; two themes with a sub-code, and a facet."""
    study = Study().case("Minamihama", "Kitaoka", "Tokiwada")
    study.document("Talk", TALK, cases=["Minamihama"]).document(
        "Notes", "The valley waits.", cases=["Kitaoka"]
    )
    study.codes("Gate", "Gate > Port", "Net", "Idle", "Actor", "Actor > Mayor", facets=["Actor"])
    return study


def summary(corpus: Corpus, case: str, code: str, text: str, coder: int = 1) -> Summary:
    number = len(corpus.summaries) + 1
    case_id = next(one.id for one in corpus.cases.values() if one.name == case)
    return Summary(number, f"s{number}", case_id, corpus.codes.find(code).id, coder, text, "")


def selection_of(study: Study, *summaries: tuple[str, ...], **options: object) -> Selection:
    corpus = study.corpus()
    for case, code, text, *coder in summaries:
        one = summary(corpus, case, code, text, study.coder(coder[0]) if coder else study.coder("Aki"))
        corpus = replace(corpus, summaries=[*corpus.summaries, one], coders=study.corpus().coders)
    return select(corpus, **options)  # type: ignore[arg-type]


def matrix(selection: Selection, **options: object) -> Table:
    return framework(selection, selection.corpus.summaries, **options)  # type: ignore[arg-type]


def test_a_cell_is_the_summary_or_says_what_is_missing(study: Study) -> None:
    study.coding("Talk", "We do", "Gate")
    study.coding("Talk", "the port office", "Gate")
    study.coding("Talk", "And", "Net")
    study.finished("Notes")
    table = matrix(
        selection_of(study, ("Minamihama", "Net", "The chamber\nrings. "), ("Kitaoka", "Gate", "None there."))
    )
    assert names(table) == (["Minamihama", "Kitaoka", "Tokiwada"], ["Gate", "Net"])
    assert row(table, "Minamihama") == ["[2 quotations, no summary]", "The chamber\nrings."]
    assert row(table, "Kitaoka") == ["None there.\n[no quotations]", ""]
    assert row(table, "Tokiwada") == [Missing.NO_DATA, Missing.NO_DATA]
    assert "1 of 2 cells with quotations has a summary." in table.notes
    assert "1 summary stands without quotations." in table.notes
    assert "Left out: 2 themes with neither quotations nor summaries." in table.notes


def test_where_documents_are_not_finished_nothing_is_not_coded_yet(study: Study) -> None:
    study.coding("Talk", "We do", "Gate")
    table = matrix(selection_of(study))
    assert cell(table, "Kitaoka", "Gate") is Missing.NOT_CODED


def test_every_cell_leads_to_its_codings_also_where_a_summary_stands(study: Study) -> None:
    first = study.coding("Talk", "We do", "Gate")
    again = study.coding("Talk", "We do", "Gate", by="Ben")
    table = matrix(selection_of(study, ("Minamihama", "Gate", "They watch.")))
    assert behind(table, "Minamihama", "Gate") == [first, again]
    assert cell(table, "Minamihama", "Gate") == "They watch."


def test_several_coders_stand_below_their_names_and_each_alone_without(study: Study) -> None:
    study.coding("Talk", "We do", "Gate")
    several = (("Minamihama", "Gate", "Mine.", "Aki"), ("Minamihama", "Gate", "Hers.", "Ben"))
    table = matrix(selection_of(study, *several))
    assert cell(table, "Minamihama", "Gate") == "[Aki]\nMine.\n\n[Ben]\nHers."
    assert "Summaries by Aki and Ben, each below its coder's name." in table.notes
    assert cell(matrix(selection_of(study, *several, coders=["Ben"])), "Minamihama", "Gate") == (
        "Hers.\n[no quotations]"
    )


def test_codes_may_be_the_rows(study: Study) -> None:
    study.coding("Talk", "We do", "Gate > Port")
    table = matrix(selection_of(study), rows="code")
    assert names(table) == (["Gate > Port"], ["Minamihama", "Kitaoka", "Tokiwada"])
    assert (table.stub, cell(table, "Gate > Port", "Minamihama")) == ("code", "[1 quotation, no summary]")


def test_branches_cases_and_unused_themes_are_shown_on_demand(study: Study) -> None:
    study.coding("Talk", "We do", "Net")
    chosen = selection_of(study)
    assert names(matrix(chosen, codes=["Gate", "Actor"]))[1] == [
        "Gate",
        "Gate > Port",
        "Actor",
        "Actor > Mayor",
    ]
    assert names(matrix(chosen, every_code=True))[1] == ["Gate", "Gate > Port", "Net", "Idle"]
    assert names(matrix(chosen, cases=["kitaoka"]))[0] == ["Kitaoka"]
    assert (
        "Codings counted: 0; 0 documents coded by more than one coder."
        in matrix(chosen, codes=["Gate"]).notes
    )


def test_with_sub_codes_a_code_has_their_quotations_and_its_own_summary(study: Study) -> None:
    study.coding("Talk", "We do", "Gate > Port")
    chosen = selection_of(study, ("Minamihama", "Gate > Port", "Theirs."))
    table = matrix(chosen, aggregated=True)
    assert row(table, "Minamihama") == ["[1 quotation, no summary]", "Theirs."]
    assert row(matrix(chosen), "Minamihama") == ["Theirs."]


def test_a_filter_chooses_quotations_and_says_that_summaries_are_of_everything(study: Study) -> None:
    study.coding("Talk", "We do", "Gate")
    study.coding("Notes", "valley", "Gate")
    table = matrix(selection_of(study, ("Minamihama", "Gate", "All."), where="document = Notes"))
    assert cell(table, "Minamihama", "Gate") == "All.\n[no quotations]"
    assert cell(table, "Kitaoka", "Gate") == "[1 quotation, no summary]"
    assert any(note.startswith("The filter chooses quotations") for note in table.notes)


def test_quotations_stand_below_the_summary_with_where_they_are_from(study: Study) -> None:
    study.coding("Talk", "We do", "Gate")
    study.coding("Talk", "We do", "Gate", by="Ben")
    study.coding("Talk", "市長も", "Gate")
    study.coding("Notes", "valley", "Gate")
    chosen = selection_of(study, ("Minamihama", "Gate", "They watch."))
    table = matrix(chosen, quotations=1)
    assert cell(table, "Minamihama", "Gate") == ("They watch.\n[1 of 2 quotations]\n“We do” (Talk, turn 2)")
    assert cell(table, "Kitaoka", "Gate") == "[1 quotation, no summary]\n“valley” (Notes)"
    assert "“市長も” (Talk, turn 3)" in str(cell(matrix(chosen, quotations=9), "Minamihama", "Gate"))


def test_attributes_stand_beside_the_cases_and_are_none_of_the_codes(study: Study) -> None:
    study.coding("Talk", "We do", "Gate")
    study.attribute("case", "population", {"Minamihama": 311000}).attribute(
        "case", "region", {"Kitaoka": "北"}
    )
    table = matrix(selection_of(study), attributes=["population", "region"])
    assert row(table, "Minamihama") == [311000, "", "[1 quotation, no summary]"]
    assert row(table, "Kitaoka")[:2] == [None, "北"]
    assert behind(table, "Minamihama", "population") == []
    with pytest.raises(UsageError, match="beside the cases"):
        matrix(selection_of(study), attributes=["population"], rows="code")


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"rows": "coder"}, UsageError),
        ({"codes": ["Gaet"]}, UnknownNameError),
        ({"codes": [99]}, UnknownNameError),
        ({"cases": ["Nowhere"]}, UnknownNameError),
        ({"attributes": ["altitude"]}, UnknownNameError),
    ],
)
def test_what_is_not_there_is_refused(
    study: Study, options: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        matrix(selection_of(study), **options)


def test_the_list_of_what_is_to_write_and_the_list_of_what_is_written(study: Study) -> None:
    one = study.coding("Talk", "We do", "Gate")
    study.coding("Talk", "And", "Net")
    study.coding("Talk", "市長", "Actor > Mayor")
    chosen = selection_of(study, ("Minamihama", "Net", " They ring. "), ("Kitaoka", "Actor", "Who?", "Ben"))
    waiting = to_write(chosen, chosen.corpus.summaries)
    assert [list(values) for values in waiting.values] == [["Minamihama", "Gate", 1]]
    assert list(waiting.behind(0, 0)) == [one]
    done = summary_list(chosen, chosen.corpus.summaries)
    assert [list(values) for values in done.values] == [
        ["Minamihama", "Net", "Aki", "They ring.", 1],
        ["Kitaoka", "Actor", "Ben", "Who?", 0],
    ]
    assert "1 of 2 cells with quotations has a summary." in done.notes


quick = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(st.data())
def test_every_number_and_every_coding_behind_it_equals_a_slow_count(data: st.DataObject) -> None:
    corpus = data.draw(corpora())
    roles = data.draw(st.sampled_from([(Role.RESPONDENT,), None]))
    aggregated = data.draw(st.booleans())
    twin = Twin(corpus, roles, None)
    cells = FrameworkCells(
        select(corpus, roles=roles), (), aggregated=aggregated, every_code=True, facets=True
    )
    assert set(cells.codes) == {code.id for code in corpus.codes}
    for case in cells.cases:
        for code in cells.codes:
            of_code: Sequence[int] = [code]
            if aggregated:
                below = corpus.codes.descendants(code)
                facet = corpus.codes.facet_of(code)
                of_code = [one for one in below if corpus.codes.facet_of(one) == facet]
            found = [s.coding for s in twin.strands if s.case == case and s.coding.code in of_code]
            spans = {(row.document, row.start, row.end, 0 if aggregated else row.code) for row in found}
            assert cells.number(case, code) == len(spans)
            assert set(cells.ids(case, code)) == {row.id for row in found}


@quick
@given(corpora(), st.data())
def test_written_and_to_be_written_make_up_the_cells_with_quotations(
    corpus: Corpus, data: st.DataObject
) -> None:
    pairs = st.tuples(
        st.sampled_from(list(corpus.cases) or [1]), st.sampled_from([code.id for code in corpus.codes] or [1])
    )
    places = data.draw(st.lists(pairs, unique=True)) if corpus.cases and len(corpus.codes) else []
    summaries = [Summary(i, f"s{i}", *place, 1, "text", "") for i, place in enumerate(places, start=1)]
    cells = FrameworkCells(select(corpus), summaries)
    tally = cells.tally()
    waiting = to_write(select(corpus), summaries)
    assert tally.summarised + len(waiting.rows) == tally.quoted
    themes = [code for _, code in places if corpus.codes.facet_of(code) is None]
    assert tally.summarised + tally.without == len(themes)


def test_the_matrix_its_list_and_what_is_to_write_count_the_same_cells(study: Study) -> None:
    study.coding("Talk", "We do", "Gate")
    study.coding("Talk", "We do", "Actor > Mayor")
    chosen = selection_of(study, ("Minamihama", "Actor > Mayor", "The mayor asks."))
    written = summary_list(chosen, chosen.corpus.summaries)
    for table in (matrix(chosen), to_write(chosen, chosen.corpus.summaries), written):
        assert "0 of 1 cell with quotations have a summary." in table.notes
    assert [line[1] for line in written.values] == ["Actor > Mayor"]
    assert "1 more summary is of facets' codes." in written.notes
    asked = summary_list(chosen, chosen.corpus.summaries, codes=["Actor"])
    assert "1 of 1 cell with quotations has a summary." in asked.notes
