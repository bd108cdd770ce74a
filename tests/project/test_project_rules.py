"""Coding rules in a project: kept, answered, taken back; nothing applied unseen."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from qcode import Project
from qcode.analysis.coding_rules import LeftOut, Proposal, Question, digest_of
from qcode.errors import CodebookError, DataError, DuplicateNameError, UnknownNameError
from qcode.model.codings import Origin
from qcode.model.documents import Transcript
from qcode.model.rules import Rule, RuleRecord, RuleUnit
from qcode.project.plain import export_plain, import_plain
from qcode.project.rules_answers import Taken

SAID = ["The [port] does.", "Without the [port] nobody would write to us."]


@pytest.fixture
def ruled(project: Project, interview: Transcript, plain: Transcript) -> Project:
    """A project with an interview, a paper, and one rule on the port."""
    project.documents.import_transcript(interview, "talk.txt")
    project.documents.import_transcript(plain, "paper.txt")
    project.codes.add("Gate")
    project.codes.add("City")
    project.rules.add(project.codes.find("Gate"), "port", name="ports")
    return project


def proposed(project: Project, **asked: object) -> Sequence[Proposal]:
    return project.rules.proposals(Question(**asked)).proposals  # type: ignore[arg-type]


def marked(project: Project, **asked: object) -> list[str]:
    return [one.marked for one in proposed(project, **asked)]


def test_rules_are_made_changed_and_removed_each_a_step_of_undo(ruled: Project) -> None:
    gate, city = ruled.codes.find("Gate"), ruled.codes.find("City")
    second = ruled.rules.add(gate, "mayor or 市長")
    third = ruled.rules.add(gate, "gate", unit=RuleUnit.TURN, note="Why?")
    assert [one.name for one in ruled.rules.list()] == ["ports", "Gate", "Gate 2"]
    changed = ruled.rules.set(second, name="mayors", code=city, unit=RuleUnit.PARAGRAPH, note="Who?")
    assert (changed.code_id, changed.unit, changed.note) == (city.id, RuleUnit.PARAGRAPH, "Who?")
    ruled.rules.set(second, name="mayors")
    assert ruled.rows_changed == 0
    ruled.rules.remove(third)
    assert ruled.history.undo() == "Removed the rule Gate 2"
    assert ruled.history.undo() == "Changed the rule mayors"
    assert ruled.rules.find("gate").condition == "mayor or 市長"
    assert ruled.check() == []


def test_names_are_given_once(ruled: Project) -> None:
    gate = ruled.codes.find("Gate")
    with pytest.raises(DuplicateNameError):
        ruled.rules.add(gate, "gate", name="PORTS")
    other = ruled.rules.add(gate, "gate", name="gates")
    with pytest.raises(DuplicateNameError):
        ruled.rules.set(other, name="Ports")
    with pytest.raises(UnknownNameError, match="Did you mean “ports”"):
        ruled.rules.find("port")


def test_what_is_accepted_is_coded_as_a_rules_and_taken_back_at_once(ruled: Project) -> None:
    assert marked(ruled) == [*SAID, "The [port] is its gate."]
    assert ruled.rules.accept(proposed(ruled)[:2]) == 2
    made = ruled.codings.list()
    assert {one.origin for one in made} == {Origin.RULE}
    assert [ruled.codings.words(one) for one in made] == [
        one.replace("[", "").replace("]", "") for one in SAID
    ]
    assert marked(ruled) == ["The [port] is its gate."]
    assert ruled.rules.proposals().number(LeftOut.CODED) == 2
    assert ruled.history.undo() == "2 codings proposed by the rule “ports”"
    assert len(marked(ruled)) == 3 and ruled.codings.list() == []


def test_who_looks_at_the_segments_sees_which_came_from_a_rule(ruled: Project) -> None:
    paper = ruled.documents.find("paper")
    ruled.codings.apply(paper, 0, 3, ruled.codes.find("City"))
    assert "origin" not in [column.name for column in ruled.segments().columns]
    ruled.rules.accept(proposed(ruled)[:1])
    table = ruled.segments()
    assert table.columns[-1].name == "origin"
    assert [row[-1] for row in table.values] == ["rule", ""]


def test_a_passage_that_overlaps_a_coding_of_the_code_is_not_proposed_again(ruled: Project) -> None:
    paper, gate = ruled.documents.find("paper"), ruled.codes.find("Gate")
    place = ruled.documents.text(paper).index("gate")
    ruled.codings.apply(paper, place, place + 4, gate)
    found = ruled.rules.proposals()
    assert [one.marked for one in found.proposals] == SAID
    assert found.number(LeftOut.TOUCHING) == 1
    ruled.rules.set(ruled.rules.find("ports"), code=ruled.codes.find("City"))
    assert len(marked(ruled)) == 3


def test_one_coders_answers_are_not_anothers(ruled: Project, other: Project) -> None:
    ruled.rules.accept(proposed(ruled)[:1])
    ruled.rules.refuse(proposed(ruled)[:1])
    assert len(marked(ruled)) == 1
    assert len(marked(other)) == 3


def test_what_is_refused_comes_back_only_where_the_rule_changes(ruled: Project) -> None:
    assert ruled.rules.refuse(proposed(ruled)[:2]) == 2
    assert marked(ruled) == ["The [port] is its gate."]
    assert marked(ruled, again=True) == [*SAID, "The [port] is its gate."]
    assert ruled.rules.refuse(proposed(ruled, again=True)[:1]) == 0
    rule = ruled.rules.set(ruled.rules.find("ports"), note="Only a note.")
    assert len(marked(ruled)) == 1
    ruled.rules.set(rule, condition="port or mayor")
    assert len(marked(ruled)) == 3
    ruled.history.undo()
    assert len(marked(ruled)) == 1
    ruled.history.undo()
    assert ruled.history.undo() == "Refused 2 proposals of the rule “ports”"
    assert len(marked(ruled)) == 3


def test_a_refusal_goes_with_its_words_into_a_corrected_text(ruled: Project, plain: Transcript) -> None:
    ruled.rules.refuse(proposed(ruled)[2:])
    longer = Transcript(text="A first line.\n" + plain.text, format="txt", encoding="utf-8")
    ruled.documents.replace(ruled.documents.find("paper"), longer, "paper.txt")
    assert marked(ruled) == SAID


def test_nothing_is_applied_where_the_rule_or_the_text_is_another_by_now(
    ruled: Project, other: Project, plain: Transcript
) -> None:
    shown = proposed(ruled)
    rule = other.rules.find("ports")
    other.rules.set(rule, condition="port and gate")
    for answer in (ruled.rules.accept, ruled.rules.refuse):
        with pytest.raises(DataError, match="“ports” is another by now"):
            answer(shown)
    other.history.undo()
    longer = Transcript(text="A first line.\n" + plain.text, format="txt", encoding="utf-8")
    other.documents.replace(other.documents.find("paper"), longer, "paper.txt")
    with pytest.raises(DataError, match="“paper” has a new text"):
        ruled.rules.accept(shown)
    assert ruled.codings.list() == []
    other.codes.retire(other.codes.find("Gate"))
    with pytest.raises(CodebookError, match="retired"):
        ruled.rules.accept(shown[:1])
    assert "retired" in ruled.rules.proposals().faults[rule.id]


def test_two_rules_for_one_code_do_not_code_one_passage_twice(ruled: Project) -> None:
    gate = ruled.codes.find("Gate")
    ruled.rules.add(gate, "without", unit=RuleUnit.TURN)
    assert ruled.rules.accept(proposed(ruled)) == 3
    assert len(ruled.codings.list()) == 3


def test_a_digest_stands_for_a_list_and_for_nothing_else(ruled: Project) -> None:
    shown, corpus = proposed(ruled), ruled.corpus()
    digest = digest_of(shown, corpus)
    assert digest_of(proposed(ruled), ruled.corpus()) == digest
    assert digest_of(shown[1:], corpus) != digest
    ruled.rules.set(ruled.rules.find("ports"), condition="PORT")
    assert digest_of(proposed(ruled), ruled.corpus()) != digest


def test_rules_go_with_their_code_and_refusals_with_their_rule(ruled: Project) -> None:
    ruled.rules.refuse(proposed(ruled)[:1])
    ruled.codes.remove(ruled.codes.find("Gate"))
    assert ruled.rules.list() == [] and ruled.rules.refusals() == []
    ruled.history.undo()
    assert len(ruled.rules.list()) == 1 and len(ruled.rules.refusals()) == 1
    ruled.codes.merge(ruled.codes.find("Gate"), ruled.codes.find("City"))
    assert ruled.rules.list()[0].code_id == ruled.codes.find("City").id
    assert ruled.check() == []


def test_a_rule_whose_code_was_renamed_says_so_and_the_others_go_on(ruled: Project) -> None:
    city = ruled.codes.find("City")
    stale = ruled.rules.add(ruled.codes.find("Gate"), "port and code = City", name="stale")
    ruled.codes.edit(city, name="Town")
    found = ruled.rules.proposals()
    assert "There is no code “City”" in found.faults[stale.id]
    assert len(found.proposals) == 3


def test_rules_of_a_file_come_in_one_act_or_not_at_all(ruled: Project) -> None:
    records = [
        RuleRecord("Gate", "gate or port", name="Ports", line=2),
        RuleRecord("Harbour", "港", RuleUnit.TURN, line=3),
        RuleRecord("Gate", "code = Harbour", line=4),
    ]
    with pytest.raises(DataError, match=r"rules\.csv, line 3: There is no code “Harbour”"):
        ruled.rules.bring(records, source="rules.csv")
    assert ruled.rules.bring(records, source="rules.csv", add_codes=True) == (2, 1)
    assert [(one.name, one.condition, one.unit.value) for one in ruled.rules.list()] == [
        ("ports", "gate or port", "sentence"),
        ("Harbour", "港", "turn"),
        ("Gate", "code = Harbour", "sentence"),
    ]
    assert ruled.rules.bring(records, source="rules.csv") == (0, 0)
    assert ruled.rows_changed == 0
    with pytest.raises(DataError, match=r"line 7: .*quotation marks"):
        ruled.rules.bring([RuleRecord("Gate", "a b", line=7)], source="rules.csv")
    assert ruled.history.undo() == "Took over 3 rules of rules.csv"
    assert [one.condition for one in ruled.rules.list()] == ["port"]
    assert "Harbour" not in [code.name for code in ruled.codes.tree()]


def test_rules_and_refusals_travel_in_plain_files(ruled: Project, tmp_path: Path) -> None:
    ruled.rules.refuse(proposed(ruled)[:1])
    export_plain(ruled, tmp_path / "plain")
    import_plain(tmp_path / "plain", tmp_path / "again.qcode")
    with Project.open(tmp_path / "again.qcode", coder=ruled.coder_name, keep_backups=0) as again:
        assert [strip(one) for one in again.rules.list()] == [strip(one) for one in ruled.rules.list()]
        assert marked(again) == marked(ruled)
        assert again.check() == []


def strip(rule: Rule) -> tuple[str, str, str]:
    return rule.uid, rule.condition, rule.unit


def test_what_no_file_can_hold_is_replaced_in_a_condition(ruled: Project) -> None:
    rule = ruled.rules.add(ruled.codes.find("Gate"), '"a\ud800b" or\r\nport', note="\ud800")
    assert (rule.condition, rule.note) == ('"a\ufffdb" or\nport', "\ufffd")
    assert ruled.check() == []


def test_spans_are_held_apart() -> None:
    taken = Taken()
    assert taken.add(5, 10) and not taken.add(9, 12) and not taken.add(0, 6)
    assert taken.add(12, 13) and not taken.add(11, 14)
    assert not taken.add(5, 6)
