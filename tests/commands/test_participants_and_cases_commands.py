"""Who speaks, and for which municipality."""

import io
from pathlib import Path

import openpyxl
import pytest
from running import Qcode


def people(qcode: Qcode) -> dict[tuple[str, str], dict[str, str]]:
    rows = qcode("participants", "list", "--format", "csv").done().records
    return {(one["document"], one["participant"]): one for one in rows}


def cases(qcode: Qcode) -> list[dict[str, str]]:
    return qcode("cases", "list", "--format", "csv").done().records


def test_the_list_of_participants_counts_their_turns(qcode: Qcode, study: Path, desk: Path) -> None:
    one = people(qcode)["Minamihama_official", "R1"]
    assert (one["role"], one["turns"], one["characters"]) == ("respondent", "16", "6018")
    qcode("participants", "list", "--output", "p.txt", "--raw").done()
    assert "R1" in (desk / "p.txt").read_text("utf-8")


def test_a_participant_is_changed_by_name_where_that_is_clear(qcode: Qcode, study: Path) -> None:
    qcode(
        "participants", "set", "R1", "age@2023=40", "--role", "other", "--pseudonym", "Pine", "--case",
        "Kitaoka", "--coder", "Ito",
    ).done()  # fmt: skip
    one = people(qcode)["Minamihama_official", "R1"]
    assert (one["role"], one["pseudonym"], one["case"], one["age"]) == ("other", "Pine", "Kitaoka", "40")
    assert "Pine, other" in qcode("documents", "show", "Minamihama_official").text
    qcode("participants", "set", "Pine", "--pseudonym", "", "--case", "", "--name", "R2").done()
    assert people(qcode)["Minamihama_official", "R2"]["pseudonym"] == ""


def test_a_label_of_many_documents_needs_the_document_or_all(qcode: Qcode, study: Path) -> None:
    many = sum(name == "Interviewer" for _, name in people(qcode))
    assert many > 2
    said = qcode("participants", "set", "Interviewer", "--role", "other")
    said.refused(f"{many} participants", "--document")
    qcode("participants", "set", "Interviewer", "--document", "Minamihama_port", "--role", "other").done()
    assert people(qcode)["Minamihama_port", "Interviewer"]["role"] == "other"
    said = qcode("participants", "set", "Interviewer", "--all", "--role", "unknown").done()
    assert f"Changed {many} participants." in said.err
    assert {one["role"] for (_, name), one in people(qcode).items() if name == "Interviewer"} == {""}


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (("R1",), "nothing to set", 2),
        ((), "NAME", 2),
        (("Portmanager", "--role", "other"), "Did you mean “Port manager”?", 1),
        (("Portmanager", "--role", "other", "--all"), "Did you mean “Port manager”?", 1),
        (("R1", "--case", "Nowhere"), "Nowhere", 1),
        (("R1", "--document", "Minamihama_official", "--all", "--role", "other"), "exclude", 2),
        (("R1", "--from", "people.csv"), "beside it", 2),
        (("--from", "people.csv"), "people.csv", 1),
    ],
)
def test_what_cannot_be_set_of_a_participant_is_refused(
    qcode: Qcode, study: Path, words: tuple[str, ...], said: str, code: int
) -> None:
    before = people(qcode)
    qcode("participants", "set", *words).refused(said, code=code)
    assert people(qcode) == before


def test_participants_come_from_a_table_all_or_none(qcode: Qcode, study: Path, desk: Path) -> None:
    table = desk / "people.csv"
    table.write_text(
        "document,participant,role,pseudonym,case,age\n"
        "Minamihama_official,R1,Other,Pine,Kitaoka,40\nMinamihama_port,Port manager,,Oak,Nowhere,\n",
        "utf-8",
    )
    before = people(qcode)
    qcode("participants", "set", "--from", "people.csv").refused("Nowhere")
    assert people(qcode) == before
    table.write_text(table.read_text("utf-8").replace("Nowhere", ""), "utf-8")
    qcode("participants", "set", "--from", "people.csv").done()
    after = people(qcode)
    assert after["Minamihama_official", "R1"]["case"] == "Kitaoka"
    assert after["Minamihama_port", "Port manager"]["pseudonym"] == "Oak"
    assert after["Minamihama_port", "Port manager"]["role"] == "respondent"


def test_people_who_are_one_are_merged(qcode: Qcode, study: Path) -> None:
    first, second = "Minamihama_official:Interviewer", "Minamihama_port:Interviewer"
    many = sum(name == "Interviewer" for _, name in people(qcode))
    qcode("participants", "merge", first, second, "--coder", "Ito").done()
    said = qcode("participants", "set", "Interviewer", "--role", "other")
    said.refused(f"{many - 1} participants")
    qcode("participants", "merge", first, "Minamihama_official:R1").refused("role")
    qcode("participants", "merge", "R1", "Nowhere:X").refused("Nowhere")
    qcode("participants", "merge", "R1").refused("OTHER", code=2)


def test_the_list_of_cases_has_attributes_and_documents(qcode: Qcode, study: Path) -> None:
    found = cases(qcode)
    assert [one["case"] for one in found][:3] == ["Minamihama", "Kitaoka", "Tokiwada"]
    assert found[3]["population"] == "311000"
    assert found[3]["documents"] == "Sakuragi_chamber; Sakuragi_official; Sakuragi_strategy_2019"


def test_cases_exported_and_imported_elsewhere_are_the_same(
    qcode: Qcode, study: Path, desk: Path, sample_folder: Path
) -> None:
    exported = qcode("cases", "export").done()
    assert "population@2020 fictional census" in exported.rows[0]
    qcode("cases", "export", "--output", "cases.xlsx", "--format", "xlsx", "--raw").done()
    for table in ("cases.csv", "cases.xlsx"):
        (desk / "cases.csv").write_bytes(exported.out)
        qcode("init", "other").done()
        qcode("import", "other.qcode", sample_folder / "interviews", sample_folder / "strategies").done()
        qcode("cases", "other.qcode", "import", table, "--coder", "Ito").done()
        assert qcode("cases", "export", "other.qcode").out == exported.out
        (desk / "other.qcode").unlink()


def test_a_case_is_set_renamed_and_moved(qcode: Qcode, study: Path) -> None:
    qcode(
        "cases", "set", "Sakuragi", "population@2015 census=320000", "mayor==x", "--name", "Sakura",
        "--position", "1", "--coder", "Ito",
    ).done()  # fmt: skip
    first = cases(qcode)[0]
    assert (first["case"], first["population"], first["mayor"]) == ("Sakura", "311000", "'=x")
    header = qcode("cases", "export").rows[0]
    assert {"population@2015 census", "population@2020 fictional census"} <= set(header)
    assert ",=x," in qcode("cases", "list", "--format", "csv", "--raw").text


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (("Sakragi", "a=1"), "Did you mean “Sakuragi”?", 1),
        (("Sakuragi",), "nothing to set", 2),
        (("Sakuragi", "population=many"), "no integer", 1),
        (("Sakuragi", "--name", "Kitaoka"), "already", 1),
        (("Sakuragi", "--position", "0"), "--position", 2),
        (("Sakuragi", "--name", " "), "name", 1),
    ],
)
def test_what_cannot_be_set_of_a_case_is_refused(
    qcode: Qcode, study: Path, words: tuple[str, ...], said: str, code: int
) -> None:
    before = cases(qcode)
    qcode("cases", "set", *words).refused(said, code=code)
    assert cases(qcode) == before


def test_cases_are_added_and_removed(qcode: Qcode, study: Path) -> None:
    said = qcode("cases", "add", "新市", "[red]Town[/]", "--coder", "Ito").done().err
    assert said == "Added the case 新市.\nAdded the case [red]Town[/].\n"
    assert [one["case"] for one in cases(qcode)][-2:] == ["新市", "[red]Town[/]"]
    qcode("cases", "add", "kitaoka").refused("already")
    qcode("cases", "remove", "新市", "--coder", "Ito").done()
    qcode("cases", "remove", "Kitaoka").refused("2 documents belong", "not removed")
    qcode("cases", "remove", "Kitaoka", "--yes").done()
    assert "Kitaoka" not in [one["case"] for one in cases(qcode)]
    assert "Kitaoka_consortium" in qcode("documents", "list").text


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("name\nKitaoka\n", "case"),
        ("case\nA\nA\n", "line 3"),
        ("case,population@2020 fictional census\nKitaoka,few\n", "population"),
        ("case,municipality_code\nA,99999\n", "municipality code"),
        ("", "bad.csv"),
    ],
)
def test_a_table_of_cases_that_is_wrong_changes_nothing(
    qcode: Qcode, study: Path, desk: Path, table: str, said: str
) -> None:
    (desk / "bad.csv").write_text(table, "utf-8")
    before = cases(qcode)
    refused = qcode("cases", "import", "bad.csv").refused(said)
    assert "bad.csv" in refused.err or "Line 2" in refused.err
    assert cases(qcode) == before


def test_a_municipality_code_fills_in_what_the_register_knows(qcode: Qcode, empty: Path, desk: Path) -> None:
    (desk / "cases.csv").write_text("case,municipality_code\nSapporo,011002\n", "utf-8")
    qcode("cases", "import", "cases.csv").done()
    assert "札幌市" in cases(qcode)[0].values()


def test_a_spreadsheet_of_cases_keeps_numbers_as_numbers(qcode: Qcode, study: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(qcode("cases", "list", "--format", "xlsx").done().out))
    values = [row for row in book.worksheets[0].iter_rows(values_only=True) if row[0] == "Sakuragi"]
    assert 311000 in values[0]


def test_a_change_that_changes_nothing_says_so_and_is_no_step(qcode: Qcode, study: Path) -> None:
    first = qcode("cases", "set", "Sakuragi", "mayor=keen").done()
    assert "Changed Sakuragi." in first.err
    steps = len(qcode("log", "-f", "csv").done().records)
    again = qcode("cases", "set", "Sakuragi", "mayor=keen").done()
    assert "Nothing to change" in again.err
    assert len(qcode("log", "-f", "csv").done().records) == steps


def test_a_municipality_code_is_checked_and_fills_in_what_it_stands_for(qcode: Qcode, study: Path) -> None:
    qcode("cases", "set", "Sakuragi", "municipality_code=342059").refused("wrong check digit", "342050")
    qcode("cases", "set", "Sakuragi", "municipality_code=40100").done()
    case = next(one for one in qcode("cases", "list", "-f", "csv").records if one["case"] == "Sakuragi")
    filled = (case["municipality_code"], case["class"], case["meti_bureau"])
    assert filled == ("401005", "designated city", "Kyushu")
    assert case["name_ja"] == "桜木市", "what a person said stays"
    said = qcode("cases", "set", "Nagisawa", "municipality_code=401005").done().err
    assert "The code 401005 is that of “Sakuragi” and “Nagisawa”: they count as several cases." in said
