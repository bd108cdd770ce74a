"""Names of participants, cases and documents can be kept back wherever a table goes."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from qcode import Project
from qcode.errors import DataError
from qcode.model.cases import Entity
from qcode.model.documents import Role, Speaker, Transcript
from qcode.model.tables import Column, Header, Table

Talk = Callable[..., Transcript]


@pytest.fixture
def study(project: Project, talk: Talk) -> Project:
    """Two towns, each with one interview; the same label `Mayor` in both, a Ms Oda by name."""
    first = talk(
        ("Q", "How did it begin?"),
        ("Oda Kei", "Minamihama wrote first. 南浜市は早かった。Kitaoka came later."),
        ("Mayor", "Oda knows the port. Our mayor signed."),
    )
    second = talk(("Q", "And here?"), ("Mayor", "We in Kitaoka waited for Minamihama's letter."))
    one = project.documents.import_transcript(first, "Minamihama_official.txt", cases=["Minamihama"]).document
    two = project.documents.import_transcript(second, "Kitaoka_mayor.txt", cases=["Kitaoka"]).document
    project.cases.set(project.cases.find("Minamihama"), attributes={"name_ja": [("南浜市", None, "")]})
    code = project.codes.add("Contacts")
    for document in (one, two):
        for turn in project.documents.turns(document):
            project.codings.apply(document, turn.start, turn.end, code)
    return project


def texts(table: Table) -> str:
    """Return all that a table says, in one text."""
    cells = [str(value) for row in table.values for value in row]
    heads = [part for one in (*table.rows, *table.columns) for part in (one.label, one.key, one.group or "")]
    return "\n".join([table.title, *table.notes, *heads, *cells])


def kept_back(study: Project, table: Table) -> Table:
    return study.pseudonyms.keep_back(table)


def test_pseudonyms_follow_from_order_and_role(study: Project) -> None:
    called = [
        (one.name, one.pseudonym) for one in study.pseudonyms.list() if one.entity is not Entity.DOCUMENT
    ]
    assert called == [
        ("Minamihama", "Case A"),
        ("Kitaoka", "Case B"),
        ("Q", "I1"),
        ("Oda Kei", "R1"),
        ("Mayor", "R2"),
        ("Q", "I2"),
        ("Mayor", "R3"),
    ]


def test_a_matrix_shows_what_stands_for_its_cases(study: Project) -> None:
    table = kept_back(study, study.crosstab())
    assert [column.label for column in table.columns][:2] == ["Case A", "Case B"]
    assert [column.name for column in table.columns][:2] == ["Case A", "Case B"]
    assert table.values == study.crosstab().values


def test_no_name_is_left_in_quotations_columns_title_or_notes(study: Project) -> None:
    selection = study.select(roles=None, where='case = "Minamihama" or document = "Kitaoka_mayor"')
    for table in (study.segments(selection=selection), study.search("Minamihama")):
        said = texts(kept_back(study, table))
        for name in ("Minamihama", "Kitaoka", "Oda", "南浜", "_official"):
            assert name not in said, name


def test_one_label_in_two_documents_stands_for_two_people(study: Project) -> None:
    table = kept_back(study, study.segments(selection=study.select()))
    column = [one.name for one in table.columns].index("participant")
    assert [row[column] for row in table.values] == ["R1", "R2", "R3"]


def test_an_office_is_no_name_in_running_text(study: Project) -> None:
    said = texts(kept_back(study, study.segments()))
    assert "Our mayor signed." in said


def test_a_note_says_that_names_are_kept_back_and_how_often_in_texts(study: Project) -> None:
    table = kept_back(study, study.segments())
    brackets = sum(str(row[5]).count("[") for row in table.values)
    assert f"{brackets} places in texts replaced" in "\n".join(table.notes)


def test_who_tells_further_names_has_them_replaced_as_well(study: Project) -> None:
    study.participants.set(
        [study.participants.find("Oda Kei")], attributes={"aliases": [("Kei-chan; おだ", None, "")]}
    )
    assert study.pseudonyms.names().in_text["Kei-chan"] == "R1"
    assert study.pseudonyms.names().in_text["おだ"] == "R1"


def test_a_given_pseudonym_is_kept_and_no_other_takes_it(study: Project) -> None:
    study.pseudonyms.give(Entity.CASE, "Kitaoka", "Case A")
    called = {one.name: (one.pseudonym, one.given) for one in study.pseudonyms.list()}
    assert called["Kitaoka"] == ("Case A", True)
    assert called["Minamihama"] == ("Case B", False)
    with pytest.raises(DataError, match="“minamihama” is the name of a case"):
        study.pseudonyms.give(Entity.CASE, "Kitaoka", "minamihama")
    with pytest.raises(DataError, match="stands for the case “Kitaoka” already"):
        study.pseudonyms.give(Entity.CASE, "Minamihama", "case a")


def test_fixed_pseudonyms_outlive_a_change_of_order_and_can_be_undone(study: Project) -> None:
    before = [one.pseudonym for one in study.pseudonyms.list()]
    assert study.pseudonyms.fix() == len(before)
    study.cases.set(study.cases.find("Kitaoka"), position=1)
    assert {one.name: one.pseudonym for one in study.pseudonyms.list()}["Kitaoka"] == "Case B"
    study.history.undo()
    study.history.undo()
    assert not any(one.given for one in study.pseudonyms.list())
    assert study.check() == []


def test_the_setting_is_the_projects_and_fixes_what_stands_for_names(study: Project) -> None:
    assert not study.pseudonyms.always
    study.pseudonyms.set_always(True)
    assert study.pseudonyms.always
    assert all(one.given for one in study.pseudonyms.list())
    study.pseudonyms.set_always(False)
    assert not study.pseudonyms.always
    study.history.undo()
    assert study.pseudonyms.always
    assert study.check() == []


def test_attributes_in_which_few_are_alike_are_warned_about(study: Project) -> None:
    for number in range(5):
        study.cases.add(f"Town {number}")
    for number, case in enumerate(study.cases.list()):
        size = "large" if number == 0 else "small"
        study.cases.set(case, attributes={"size": [(size, None, "")]})
    (warning,) = study.pseudonyms.singled_out(study.select(), "code", "case.size")
    assert "fewer than 3 cases are alike in case.size: “large” (1)" in warning
    assert "small" not in warning
    assert study.pseudonyms.singled_out(study.select(), "code", "case") == []


def test_people_of_one_role_word_are_numbered_apart_from_other_roles(project: Project, talk: Talk) -> None:
    transcript = talk(("Q", "So?"), ("A", "Yes."), ("B", "No."))
    speakers = (transcript.speakers[0], Speaker("A", Role.OTHER), Speaker("B", None))
    project.documents.import_transcript(replace(transcript, speakers=speakers), "talk.txt")
    assert [one.pseudonym for one in project.pseudonyms.list()][:3] == ["I1", "O1", "P1"]


def test_a_name_is_not_left_in_the_pieces_that_a_search_cuts_it_into(study: Project) -> None:
    for query in ("hama", "wrote", "letter", "早", "浜", "knows the port"):
        said = texts(kept_back(study, study.search(query)))
        for piece in ("Minami", "hama wrote", "Oda", "南", "浜市", "Kitaoka", "hama\n"):
            assert piece not in said, (query, piece)
    assert kept_back(study, study.search("letter")).title == "Search: letter"


def test_a_label_with_title_or_office_names_its_bearer_in_texts(project: Project, talk: Talk) -> None:
    said = talk(
        ("Interviewer Lind", "Mr Sato?"),
        ("佐藤市長", "Lind asked me, 佐藤, and the Satos."),
        ("Sato-san", "Yes."),
    )
    document = project.documents.import_transcript(said, "talk.txt").document
    project.codings.apply(document, 0, document.characters, project.codes.add("All"))
    table = texts(kept_back(project, project.segments(selection=project.select(roles=None))))
    for name in ("Lind", "Sato", "佐藤"):
        assert name not in table


def test_memos_and_the_history_do_not_tell_a_document_either(study: Project) -> None:
    paper = Transcript(text="The port is the gate of the city.\n", format="txt")
    study.documents.import_transcript(paper, "Sakuragi paper.txt")
    study.memos.write("codings", study.codings.list()[0].uid, "As in Sakuragi paper, and Kitaoka_mayor.")
    told = Column("what"), [[one.summary] for one in study.history.list()]
    log = Table(name="log", title="", rows=[Header("")] * len(told[1]), columns=[told[0]], values=told[1])
    for table in (study.segments(), log):
        said = texts(kept_back(study, table))
        assert "[Document 3]" in said
        assert "Sakuragi" not in said and "_mayor" not in said


def test_a_name_that_was_corrected_is_still_kept_back_as_it_was(study: Project) -> None:
    oda = study.participants.find("Oda Kei")
    study.participants.set([oda], name="Ota Kei")
    assert "Oda" not in texts(kept_back(study, study.segments()))
    study.documents.remove(study.documents.find("Minamihama_official"))
    assert study.pseudonyms.names().in_text["Ota"] == "a name"


def test_warnings_tell_no_name_either(study: Project) -> None:
    for case in study.cases.list():
        study.cases.set(case, attributes={"contact": [(f"the port of {case.name}", None, "")]})
    warnings = study.pseudonyms.singled_out(study.select(), "case.contact")
    assert "Minamihama" in warnings[0]
    table = study.pseudonyms.keep_back(study.crosstab("code", "case.contact"), warnings)
    assert "Minamihama" not in texts(table)
    assert "the port of [Case A]" in "\n".join(table.notes)


def test_a_japanese_surname_is_found_before_what_is_said_to_people(project: Project, talk: Talk) -> None:
    transcript = talk(
        ("Q", "佐久間さんと森さんは"),
        ("佐久間恵子", "高柳部長が佐久間を呼んだ。"),
        ("高柳誠", "森です。"),
        ("森", "はい。"),
    )
    document = project.documents.import_transcript(transcript, "talk.txt").document
    project.codings.apply(document, 0, len(transcript.text), project.codes.add("All"))
    said = texts(kept_back(project, project.segments(selection=project.select(roles=None))))
    assert "[R1]さんと[R3]さんは" in said
    assert "[R2]部長が佐久間を呼んだ" in said
    assert "2 names are written without a blank" in said


def test_numbers_stay_where_a_document_is_called_by_one(study: Project) -> None:
    study.documents.set(study.documents.find("Minamihama_official"), name="1")
    notes = study.crosstab("code", "case", selection=study.select(where="document = 1")).notes
    kept = kept_back(
        study, study.crosstab("code", "case", selection=study.select(where="document = 1"))
    ).notes
    assert "Filter: document = [Document 1]" in kept
    assert [one for one in notes if "document = 1" not in one] == [
        one for one in kept[: len(notes)] if "document = [" not in one
    ]


def test_a_case_of_one_letter_is_not_told_by_notes(study: Project) -> None:
    study.cases.add("津")
    study.cases.add("空")
    said = study.pseudonyms.names().mask_sentence("Cases without any document: 津 and 空. 空気は別。")
    assert said == "Cases without any document: [Case C] and [Case D]. 空気は別。"


def test_what_a_document_was_called_is_kept_back_too(study: Project) -> None:
    study.documents.set(study.documents.find("Minamihama_official"), name="Talk one")
    study.documents.remove(study.documents.find("Kitaoka_mayor"))
    said = study.pseudonyms.names().mask_sentence("Minamihama_official, Kitaoka_mayor and “Talk one”")
    assert said == "[Document 1], [a document] and “[Document 1]”"
