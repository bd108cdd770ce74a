"""Conditions on the command line: relations between codings, and what is saved under a name."""

from pathlib import Path

import pytest
from running import LIND, MORI, Qcode


def passages(qcode: Qcode, where: str) -> list[tuple[str, str, int, int]]:
    told = qcode("segments", "--where", where, "--format", "csv").done().records
    return [(one["document"], one["coder"], int(one["start"]), int(one["end"])) for one in told]


def test_segments_that_overlap_others_are_those_that_a_reader_of_the_list_finds(
    qcode: Qcode, study: Path
) -> None:
    gates, levels = passages(qcode, "code = Gatekeeper"), passages(qcode, "code = 'Global pipeline'")
    meeting = [
        one
        for one in gates
        if any(one[:2] == other[:2] and one[2] < other[3] and other[2] < one[3] for other in levels)
    ]
    assert meeting
    assert passages(qcode, "code = Gatekeeper overlaps code = 'Global pipeline'") == meeting
    assert len(meeting) < len(gates)


def test_relations_work_in_every_table_that_takes_a_condition(qcode: Qcode, study: Path) -> None:
    where = "code = Gatekeeper same turn as code = 'Global pipeline'"
    for words in (("freq",), ("matrix",), ("segments",), ("search", "the")):
        assert f"Filter: {where}" in qcode(*words, "--where", where).done().text


def test_a_query_is_saved_listed_used_and_removed(qcode: Qcode, study: Path) -> None:
    saved = qcode("queries", "save", "open doors", "code = Gatekeeper and kind = interview").done()
    assert saved.err == "Saved. Use it as --where '@\"open doors\"'.\n"
    again = qcode("queries", "save", "open doors", "code = Gatekeeper and kind = interview", "--coder", LIND)
    assert "saved so already" in again.done().err
    listed = qcode("queries", "list", "--format", "csv").done()
    assert listed.records == [{"query": "open doors", "condition": "code = Gatekeeper and kind = interview"}]
    by_name = qcode("segments", "--where", '@"open doors"', "--format", "csv").done().rows
    written_out = qcode("segments", "--where", "code = Gatekeeper and kind = interview", "--format", "csv")
    assert by_name == written_out.done().rows
    told = qcode("freq", "--where", '@"open doors" and coder = "A. Mori"').done().text
    assert 'Filter: (code = Gatekeeper and kind = interview) and coder = "A. Mori"' in told
    removed = qcode("queries", "remove", "Open Doors", "--coder", MORI).done()
    assert removed.err == "Removed the saved query “open doors”.\n"
    qcode("freq", "--where", '@"open doors"').refused("There is no saved query “open doors”", code=2, lines=4)
    assert "open doors" in qcode("undo").done().err
    qcode("freq", "--where", '@"open doors"').done()


def test_the_list_of_queries_is_written_as_any_table_is(qcode: Qcode, study: Path) -> None:
    qcode("queries", "save", "minamihama", "case = Minamihama").done()
    qcode("queries", "list", "--names", "--output", "queries.csv", "--raw").done()
    assert "minamihama,case = Minamihama" in Path("queries.csv").read_text("utf-8-sig")
    assert "Minamihama" not in qcode("queries", "list", "--pseudonyms").done().text


def test_the_project_may_stand_before_the_verb(qcode: Qcode, study: Path) -> None:
    qcode("queries", study.name, "save", "gates", "code = Gatekeeper").done()
    assert "gates  code = Gatekeeper" in qcode("queries", study.name, "list").done().text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("queries", "save", "gates", "code = Gatekeeper overlap code = Actor"), "Did you mean “overlaps”?"),
        (("queries", "save", "gates"), "Missing argument “CONDITION”"),
        (("freq", "--where", "code = Gatekeeper near code = Actor"), "How far?"),
    ],
)
def test_a_slip_is_pointed_at_and_nothing_is_saved(
    qcode: Qcode, study: Path, typed: tuple[str, ...], words: str
) -> None:
    before = study.read_bytes()
    qcode(*typed).refused(words, code=2, lines=5)
    assert study.read_bytes() == before
