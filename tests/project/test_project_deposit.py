"""A folder for an archive: names kept back, and every coding at its offsets in the texts that are passed on."""

import csv
import io
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

import docx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from plain_studies import Rows, make_project, studies

from qcode import Project
from qcode.codebook import read_codebook
from qcode.errors import ExportError
from qcode.model.documents import Transcript, Turn
from qcode.project.deposit import deposit
from qcode.project.deposit_texts import moved_text
from qcode.text.formulas import restore
from qcode.text.masking import Masker

Talk = Callable[..., Transcript]
NAMES = ("Minamihama", "南浜市", "Kitaoka", "Oda", "林", "Hayashi")


@pytest.fixture
def study(project: Project, talk: Talk) -> Project:
    """Two towns with an interview each, in which people call each other by name; a strategy; two coders."""
    first = talk(
        ("Q", "How did it begin, Ms Oda?"),
        ("Oda Kei", "Minamihama wrote first. 南浜市は早かった。Kitaoka came later."),
        ("林", "Oda knows the port. Hayashi signed."),
    )
    second = talk(("Q", "And here?"), ("Hayashi Jun", "=We in Kitaoka waited for Minamihama's letter."))
    one = project.documents.import_transcript(first, "Minamihama_official.txt", cases=["Minamihama"]).document
    two = project.documents.import_transcript(second, "Kitaoka_mayor.txt", cases=["Kitaoka"]).document
    project.cases.set(
        project.cases.find("Minamihama"),
        attributes={"name_ja": [("南浜市", None, "")], "population": [(1000, 2020, "census")]},
    )
    port, buzz = project.codes.add("Port"), project.codes.add("Buzz", definition="As in Minamihama.")
    for document in (one, two):
        for turn in project.documents.turns(document):
            project.codings.apply(document, turn.start, turn.end, port)
            project.codings.apply(document, turn.start + 3, turn.end - 3, buzz)
    project.memos.write("meta", project.uid, "What Minamihama did.")
    project.memos.write("codings", project.codings.list(one)[0].uid, "Ask Oda Kei again.")
    return project


def content(folder: Path) -> Mapping[str, bytes]:
    return {
        one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*") if one.is_file()
    }


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def assert_consistent(folder: Path) -> int:
    """Make sure that each quotation lies at its offsets; return how many there are."""
    listed = rows((folder / "codings.csv").read_bytes())
    for row in listed:
        text = (folder / row["file"]).read_bytes().decode()
        assert text[int(row["start"]) : int(row["end"])] == restore(row["quote"])
    return len(listed)


@pytest.mark.parametrize("names", [True, False])
def test_every_coding_lies_at_its_offsets_in_its_transcript(
    study: Project, tmp_path: Path, names: bool
) -> None:
    deposit(study, tmp_path / "out", names=names)
    assert assert_consistent(tmp_path / "out") == len(study.codings.list())


def test_no_known_name_is_in_any_file(study: Project, tmp_path: Path) -> None:
    document = study.documents.find("Minamihama_official")
    study.attributes.set(document, "way to Minamihama", "with Ms Oda")
    for participant in study.participants.list(document):
        study.attributes.set(participant, "years in Minamihama", 12)
    deposit(study, tmp_path / "out")
    for name, data in content(tmp_path / "out").items():
        said = data.decode("utf-8", "replace")
        if name.endswith(".docx"):
            document = docx.Document(io.BytesIO(data))
            cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
            said = "\n".join([*(one.text for one in document.paragraphs), *cells])
        assert not [one for one in NAMES if one in said or one in name], name


def test_speakers_are_called_by_what_stands_for_them_however_short_their_names(
    study: Project, tmp_path: Path
) -> None:
    deposit(study, tmp_path / "out")
    text = (tmp_path / "out" / "transcripts" / "Document 1.txt").read_text("utf-8")
    assert text == (
        "I1: How did it begin, Ms [R1]?\n"
        "R1: [Case A] wrote first. [Case A]は早かった。[Case B] came later.\n"
        "R2: [R1] knows the port. [R3] signed.\n"
    )


def test_with_names_the_texts_are_as_they_were_coded(study: Project, tmp_path: Path) -> None:
    deposit(study, tmp_path / "out", names=True)
    for document in study.documents.list():
        kept = (tmp_path / "out" / "transcripts" / f"{document.name}.txt").read_bytes()
        assert kept == study.documents.text(document).encode()
    assert b"for restricted access only" in (tmp_path / "out" / "README.md").read_bytes()


def test_the_page_lists_every_file_with_its_size_and_checksum(study: Project, tmp_path: Path) -> None:
    done = deposit(study, tmp_path / "out", access="On request.", citation="Mori 2026.")
    files = dict(content(tmp_path / "out"))
    page = files.pop("README.md").decode()
    assert done.written.files == len(files) + 1
    for name, data in files.items():
        assert f"    {sha256(data).hexdigest()}  {name}\n" in page
        assert f" | {len(data):,} | " in page
    for said in ("On request.", "Mori 2026.", "What \\[Case A\\] did.", "Written by qcode", "A. Mori"):
        assert said in page
    listed = files.pop("checksums.txt").decode()
    assert listed == "".join(f"{sha256(files[name]).hexdigest()}  {name}\n" for name in sorted(files))


def test_what_the_researcher_said_of_the_methods_stands_on_the_page(study: Project, tmp_path: Path) -> None:
    study.methods.set({"srqr.2": "An abstract.", "srqr.9": "Consent in writing.", "srqr.21": "No funds."})
    deposit(study, tmp_path / "out")
    page = (tmp_path / "out" / "README.md").read_text("utf-8")
    assert all(said in page for said in ("An abstract.", "Consent in writing.", "No funds."))
    assert "An abstract." in (tmp_path / "out" / "methods.md").read_text("utf-8")


def test_the_tables_say_what_data_there_is_and_what_the_attributes_are(
    study: Project, tmp_path: Path
) -> None:
    deposit(study, tmp_path / "out")
    files = content(tmp_path / "out")
    data = rows(files["data_list.csv"])
    assert [(row["document"], row["case"], row["participants"], row["coded"]) for row in data] == [
        ("Document 1", "Case A", "R1; R2", "begun"),
        ("Document 2", "Case B", "R3", "begun"),
    ]
    for row in data:
        assert len(files[row["file"]].decode()) == int(row["characters"])
    assert list(rows(files["cases.csv"])[0]) == ["case", "population@2020 census", "documents"]
    assert [(row["attribute"], row["least"], row["file"]) for row in rows(files["data_dictionary.csv"])] == [
        ("name_ja", "", "kept back"),
        ("population", "1000", "cases.csv"),
    ]
    codes = rows(files["codebook.csv"])
    assert [(row["code"], row["definition"]) for row in codes] == [("Port", ""), ("Buzz", "As in [Case A].")]
    assert {row["code"] for row in rows(files["matrices/codes_by_case.csv"])} >= {"Port", "Buzz"}


def test_attributes_of_people_and_documents_are_there_but_for_those_that_tell_who_it_is(
    study: Project, tmp_path: Path
) -> None:
    oda, document = study.participants.find("Oda Kei"), study.documents.find("Minamihama_official")
    given = {"aliases": [("Kei-san", None, "")], "office": [("port of Minamihama", None, "")]}
    study.participants.set([oda], attributes=given)
    study.attributes.set(document, "kind", "recorded with Hayashi Jun")
    done = deposit(study, tmp_path / "out")
    files = content(tmp_path / "out")
    people = {row["participant"]: row for row in rows(files["participants.csv"])}
    assert people["R1"] == {
        "participant": "R1", "role": "respondent", "documents": "Document 1", "case": "", "office": "port of [Case A]",
    }  # fmt: skip
    assert rows(files["data_list.csv"])[0]["document.kind"] == "recorded with [R3]"
    (warned,) = [one for one in done.warnings if "fewer than 3 participants are alike in office" in one]
    assert warned not in files["README.md"].decode()


def test_the_codebook_can_be_read_again(study: Project, tmp_path: Path) -> None:
    deposit(study, tmp_path / "out")
    book = read_codebook(tmp_path / "out" / "codebook.yaml")
    assert [path for path, _ in book.walk()] == ["Port", "Buzz"]


def test_the_same_project_gives_the_same_bytes_in_place_of_what_it_gave_before(
    study: Project, tmp_path: Path
) -> None:
    assert not deposit(study, tmp_path / "out").written.replaced
    first = content(tmp_path / "out")
    assert deposit(study, tmp_path / "out").written.replaced
    assert content(tmp_path / "out") == first


def test_nothing_but_an_untouched_deposit_of_the_same_study_is_replaced(
    study: Project, tmp_path: Path
) -> None:
    study.export_plain(tmp_path / "plain")
    before = content(tmp_path / "plain")
    with pytest.raises(ExportError, match="holds no export"):
        deposit(study, tmp_path / "plain")
    assert content(tmp_path / "plain") == before
    deposit(study, tmp_path / "out")
    (tmp_path / "out" / "README.md").write_text("My own words.", "utf-8")
    with pytest.raises(ExportError):
        deposit(study, tmp_path / "out")
    assert (tmp_path / "out" / "README.md").read_text("utf-8") == "My own words."


def test_an_empty_project_can_be_deposited(project: Project, tmp_path: Path) -> None:
    deposit(project, tmp_path / "out")
    assert rows((tmp_path / "out" / "codings.csv").read_bytes()) == []


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(study=studies(), names=st.booleans())
def test_any_study_gives_a_deposit_in_which_all_codings_are_at_their_places(
    tmp_path_factory: pytest.TempPathFactory, study: tuple[Rows, list[str]], names: bool
) -> None:
    folder = tmp_path_factory.mktemp("any")
    with make_project(folder / "study.qcode", study) as project:
        deposit(project, folder / "out", names=names)
        assert assert_consistent(folder / "out") == len(project.corpus().codings)


def turn(label: tuple[int, int], speech: tuple[int, int], who: int | None) -> Turn:
    return Turn(1, who, *label, *speech, None, None)


@pytest.mark.parametrize(
    ("label", "kept"),
    [
        ("Oda: ", "R1: "),
        ("[00:01:23] Oda, mayor: ", "[00:01:23] R1: "),
        ("00:01:23 Oda: ", "00:01:23 R1: "),
        ("【南浜市 国際課長】", "【R1】"),
        ("○林　", "○R1　"),
        ("Oda (00:12): ", "R1 (00:12): "),
        ("--- ", "--- "),
    ],
)
def test_all_words_of_a_label_give_way_and_times_before_them_stay(label: str, kept: str) -> None:
    text = label + "Yes."
    turns = [turn((0, len(label)), (len(label), len(text)), 1)]
    assert moved_text(text, turns, Masker({}), {1: "R1"}).text == kept + "Yes."


def test_a_coding_on_the_end_of_a_name_lies_on_what_stands_for_the_name() -> None:
    moved = moved_text("With Oda Kei.", (), Masker({"Oda Kei": "R1"}), {})
    assert moved.text == "With [R1]."
    start, end = moved.span(9, 12)
    assert moved.text[start:end] == "[R1]"
    assert moved.span(0, 4) == (0, 4)


@settings(max_examples=100)
@given(st.data())
def test_codings_keep_their_words_but_for_the_names(data: st.DataObject) -> None:
    text = data.draw(st.text(st.sampled_from("Oda .x港"), max_size=30))
    places = st.integers(0, len(text))
    spans = [(min(pair), max(pair)) for pair in data.draw(st.lists(st.tuples(places, places), max_size=5))]
    mask = Masker({"Oda": "R1"})
    moved = moved_text(text, (), mask, {})
    assert moved.text == mask(text)
    for start, end in spans:
        first, last = moved.span(start, end)
        assert 0 <= first <= last <= len(moved.text)
        assert (first < last) == (start < end)
        cut = any(
            text[place : place + 3] == "Oda" and (place < edge < place + 3)
            for edge in (start, end)
            for place in range(len(text))
        )
        if not cut:
            assert moved.text[first:last] == mask(text[start:end])
