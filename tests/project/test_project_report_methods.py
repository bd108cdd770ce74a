"""The methods sheet: what the project knows of COREQ and SRQR, and what the researcher says."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from qcode import Project
from qcode.errors import DataError, UnknownNameError
from qcode.model.codes import Codebook, CodebookEntry, CodeFields
from qcode.model.documents import Transcript
from qcode.model.reports import Report
from qcode.model.tables import Table
from qcode.project.guidelines import ITEMS, find_item
from qcode.project.reports.methods import BLANK, methods_report
from qcode.project.reports.methods_facts import Facts
from qcode.version import __version__

Talk = Callable[..., Transcript]


@pytest.fixture
def study(project: Project, talk: Talk) -> Project:
    """Two interviews, one an hour long, and a strategy; a codebook of two codes and one made while coding."""
    entries = (
        CodebookEntry(CodeFields("Gate", definition="A way in."), (CodebookEntry(CodeFields("Port")),)),
    )
    project.codes.import_codebook(Codebook("Book", entries))
    first = talk(("Q", "How?"), ("Oda Kei", "By the port."), ("Mori Jun", "By sea."))
    timed = replace(first, turns=(*first.turns[:2], replace(first.turns[2], time_start=3540, time_end=3600)))
    one = project.documents.import_transcript(timed, "first.txt", cases=["Minamihama"]).document
    project.documents.import_transcript(talk(("Q", "And?"), ("R", "No.")), "second.txt", cases=["Kitaoka"])
    project.documents.import_transcript(
        Transcript("Aims", "txt"), "plan.txt", kind="strategy document", cases=["Kitaoka"]
    )
    project.cases.add("Kawabe")
    speech = project.documents.turns(one)[1]
    project.codings.apply(one, speech.start, speech.end, project.codes.find("Port"))
    project.codings.apply_new_code(one, speech.start, speech.start + 2, "Sea")
    return project


def said(report: Report) -> dict[str, tuple[str, str]]:
    """Return item -> (what the project says, what the researcher says)."""
    found: dict[str, tuple[str, str]] = {}
    guideline = ""
    for block in report.blocks:
        guideline = getattr(block, "text", guideline).lower()
        if isinstance(block, Table) and block.name == "methods":
            for number, _, known, added in block.values:
                found[f"{guideline}.{number}"] = (str(known), str(added))
    return found


def test_both_guidelines_have_all_their_items(project: Project) -> None:
    answers = said(methods_report(project))
    assert list(answers) == [f"coreq.{n}" for n in range(1, 33)] + [f"srqr.{n}" for n in range(1, 22)]
    assert list(answers) == list(ITEMS)
    assert not [key for key in said(methods_report(project, ["srqr"])) if not key.startswith("srqr.")]


@pytest.mark.parametrize(
    ("item", "words"),
    [
        (
            "coreq.12",
            "3 respondents in 2 interviews. 3 documents: interview 2, strategy document 1. 3 cases.",
        ),
        ("coreq.13", "Cases without any document: Kawabe."),
        ("coreq.15", "More than one respondent speaks in 1 of 2 interviews."),
        ("coreq.16", "Participants by role: respondent 3, interviewer 2."),
        ("coreq.21", "Known of 1 of 2 interviews: 60 to 60 minutes, median 60."),
        ("coreq.24", "1 coder, with codings: A. Mori (2)."),
        ("coreq.25", "3 codes in 2 levels, 2 of them at the top. At the top: Gate and Sea."),
        ("coreq.26", "2 codes came with a codebook, 1 were made while coding"),
        ("coreq.27", f"qcode {__version__}."),
        ("coreq.31", "With the number of documents that have them: Gate (1) and Sea (1)."),
        ("srqr.1", "“Harbour study”."),
        ("srqr.12", "3 respondents in 2 interviews."),
    ],
)
def test_what_the_project_knows_stands_with_its_item(study: Project, item: str, words: str) -> None:
    assert words in said(methods_report(study))[item][0]


def test_what_nobody_says_is_marked(study: Project) -> None:
    answers = said(methods_report(study))
    assert answers["coreq.2"] == ("", BLANK)
    assert answers["coreq.12"][1] == ""


def test_what_the_researcher_says_is_kept_and_can_be_taken_back(study: Project) -> None:
    study.methods.set({"COREQ 2": " Both hold a doctorate. "})
    study.methods.set({"coreq.2": "Both hold doctorates.", "srqr.21": "None."})
    assert study.methods.list() == {"coreq.2": "Both hold doctorates.", "srqr.21": "None."}
    assert said(methods_report(study))["coreq.2"] == ("", "Both hold doctorates.")
    study.history.undo()
    assert study.methods.list() == {"coreq.2": "Both hold a doctorate."}
    study.methods.set({"coreq.2": ""})
    assert study.methods.list() == {}
    study.history.undo()
    assert study.methods.list() == {"coreq.2": "Both hold a doctorate."}


def test_saying_the_same_again_changes_nothing(study: Project) -> None:
    study.methods.set({"coreq.2": "Both."})
    study.methods.set({"coreq.2": "Both."})
    assert study.rows_changed == 0


def test_what_was_said_goes_with_the_plain_files(
    study: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    study.methods.set({"coreq.9": "Grounded in the material."})
    folder = tmp_path_factory.mktemp("plain")
    study.export_plain(folder / "out")
    with Project.from_plain(folder / "again.qcode", folder / "out") as again:
        assert again.methods.list() == {"coreq.9": "Grounded in the material."}


@pytest.mark.parametrize("key", ["coreq.33", "coreq.0", "srqr.22", "coreq", "", "other.1"])
def test_an_item_that_is_none_is_refused(study: Project, key: str) -> None:
    with pytest.raises(UnknownNameError):
        study.methods.set({key: "Something."})


def test_an_item_is_found_however_it_is_written() -> None:
    assert {find_item(key).key for key in ("coreq.6", "COREQ 6", "Coreq. 6", " coreq.6 ")} == {"coreq.6"}


def test_a_text_without_end_is_refused(study: Project) -> None:
    with pytest.raises(DataError, match="10,001"):
        study.methods.set({"coreq.2": "x" * 10_001})


def test_every_item_asks_for_facts_that_there_are(study: Project) -> None:
    facts = Facts(study)
    for item in ITEMS.values():
        for name in item.known:
            assert all(sentence.endswith(".") for sentence in facts.say(name)), name


def test_a_project_with_nothing_in_it_has_a_sheet(project: Project) -> None:
    assert said(methods_report(project))["coreq.24"] == ("", BLANK)


def test_codes_that_were_made_while_coding_are_told_from_those_of_a_codebook(study: Project) -> None:
    assert Facts(study).derivation == (2, 1)


def test_the_material_is_listed_with_its_dates_and_lengths(study: Project) -> None:
    first = study.documents.find("first")
    study.attributes.set(first, "date", "2024-05-01")
    (table,) = [
        one for one in methods_report(study).blocks if isinstance(one, Table) and one.name == "material"
    ]
    assert list(table.values[0])[:6] == [
        "first",
        "interview",
        "Minamihama",
        "2024-05-01",
        60,
        "Oda Kei; Mori Jun",
    ]
    dates = said(methods_report(study))["srqr.10"][0]
    assert "Interviews from 2024-05-01 to 2024-05-01 (known of 1 of 2)." in dates


def test_no_name_is_in_the_sheet_where_names_are_kept_back(study: Project) -> None:
    report = study.pseudonyms.keep_back_report(methods_report(study))
    assert not [name for name in ("Oda", "Mori Jun", "Minamihama", "Kawabe") if name in repr(report.blocks)]
