"""Looking at documents and changing what is known of them."""

from pathlib import Path

import pytest
from running import LIND, MORI, Qcode


def listed(qcode: Qcode) -> dict[str, dict[str, str]]:
    return {one["document"]: one for one in qcode("documents", "list", "-f", "csv").done().records}


def test_the_list_says_what_there_is_of_each_document(qcode: Qcode, study: Path) -> None:
    found = listed(qcode)
    assert len(found) == 15
    one = found["Sakuragi_official"]
    assert (one["kind"], one["case"], one["turns"]) == ("interview", "Sakuragi", "40")
    assert one["coded"] == f"{MORI}: finished (55); {LIND}: finished (53)"
    assert found["Kazehara_strategy_2020"]["coded"] == ""
    assert found["Kazehara_strategy_2020"]["turns"] == "0"


@pytest.mark.parametrize("noun", ["documents", "participants", "cases"])
def test_lists_can_be_written_in_every_format(qcode: Qcode, study: Path, desk: Path, noun: str) -> None:
    for ending in ("csv", "tsv", "json", "xlsx", "txt"):
        assert f"Wrote list.{ending}." in qcode(noun, "list", "--output", f"list.{ending}").done().err
        assert (desk / f"list.{ending}").stat().st_size > 500
    qcode("documents", "list", "--output", "list.odd", "--format", "json").done()
    assert (desk / "list.odd").read_text("utf-8").startswith("{")


def test_a_document_is_shown_turn_by_turn_with_offsets_that_hold(qcode: Qcode, study: Path) -> None:
    by_name = qcode("documents", "show", "Sakuragi_official").done().text
    assert by_name == qcode("documents", "show", "sakuragi_official.TXT").text
    assert "    2  Official, respondent  00:00:20  [155, 632)\nI say we are the inside" in by_name
    turns = qcode("documents", "show", "Sakuragi_official", "--turns").done().text
    assert turns.count("\n") == 40
    assert all(line in by_name for line in turns.split("\n"))


def test_a_document_without_speakers_is_shown_as_it_is(
    qcode: Qcode, study: Path, sample_folder: Path
) -> None:
    text = (sample_folder / "strategies" / "Kazehara_strategy_2020.txt").read_text("utf-8")
    shown = qcode("documents", "show", "Kazehara_strategy_2020").done().text
    assert shown.partition("\n")[2].strip("\n") == text.strip("\n")


def test_a_name_that_is_none_is_met_with_the_nearest_ones(qcode: Qcode, study: Path) -> None:
    qcode("documents", "show", "Sakuragi_offcial").refused("Did you mean “Sakuragi_official”")
    qcode("documents", "show", "").refused("no document")


def test_name_kind_and_attributes_are_set(qcode: Qcode, study: Path) -> None:
    qcode(
        "documents", "set", "Sakuragi_official", "interview date@=2023-05-02", "budget@2021 report=12",
        "budget@2022=13.5", "--kind", "field notes", "--name", "Saku 1", "--coder", "Ito",
    ).done()  # fmt: skip
    one = listed(qcode)["Saku 1"]
    assert (one["kind"], one["interview date"], one["budget"]) == ("field notes", "2023-05-02", "13.5")
    qcode("documents", "set", "Saku 1", "budget@2022=").done()
    assert listed(qcode)["Saku 1"]["budget"] in ("12", "12.0")
    assert "Ito" in qcode("log", "--last", "2").text


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (("Sakuragi_official",), "nothing to set", 2),
        (("Nobody", "a=1"), "no document “Nobody”", 1),
        (("Sakuragi_official", "--kind", "feld notes"), "Did you mean “field notes”?", 1),
        (("Sakuragi_official", "--name", "Sakuragi_chamber"), "already", 1),
        (("Sakuragi_official", "=3"), "NAME=VALUE", 2),
        (("Sakuragi_official", "@2020=3"), "names no attribute", 2),
        ((), "DOCUMENT", 2),
    ],
)
def test_what_cannot_be_set_changes_nothing(
    qcode: Qcode, study: Path, words: tuple[str, ...], said: str, code: int
) -> None:
    before = study.read_bytes()
    qcode("documents", "set", *words).refused(said, code=code)
    assert study.read_bytes() == before


def test_attributes_of_many_come_from_a_table(qcode: Qcode, study: Path, desk: Path) -> None:
    table = desk / "issuers.csv"
    table.write_text("document,issuer\nSakuragi_official.txt,City\nYukimori_resident,NA\n", "utf-8")
    said = qcode("documents", "set", "--from", "issuers.csv").done().err
    assert "Changed 2 documents." in said
    assert "NA was read as no value" in said
    found = listed(qcode)
    assert (found["Sakuragi_official"]["issuer"], found["Yukimori_resident"]["issuer"]) == ("City", "")
    table.write_text("document,issuer\nSakuragi_official.txt,Town\nNobody,X\n", "utf-8")
    qcode("documents", "set", "--from", "issuers.csv").refused("Nobody")
    assert listed(qcode)["Sakuragi_official"]["issuer"] == "City"
    qcode("documents", "set", "Sakuragi_official", "--from", "issuers.csv").refused("beside it", code=2)
    qcode("documents", "set", "--from", "missing.csv").refused("missing.csv")


def test_the_list_written_to_a_file_and_read_again_changes_nothing_but_what_was_filled_in(
    qcode: Qcode, study: Path, desk: Path
) -> None:
    qcode("documents", "set", "Sakuragi_official", "interview date=2023-05-02").done()
    before = qcode("documents", "list", "-f", "csv").out
    (desk / "list.csv").write_bytes(before)
    said = qcode("documents", "set", "--from", "list.csv").done().err
    assert "left as they are: kind, case, characters, turns, coded" in said
    assert qcode("documents", "list", "-f", "csv").out == before
    people = qcode("participants", "list", "-f", "csv").out
    (desk / "people.csv").write_bytes(people)
    assert "turns, characters" in qcode("participants", "set", "--from", "people.csv").done().err
    assert qcode("participants", "list", "-f", "csv").out == people


def test_documents_are_attached_to_cases_and_detached(qcode: Qcode, study: Path) -> None:
    assert qcode("documents", "attach", "Sakuragi_official", "Kitaoka", "Tokiwada", "--coder", MORI).code == 0
    assert listed(qcode)["Sakuragi_official"]["case"] == "Kitaoka; Tokiwada; Sakuragi"
    qcode("documents", "attach", "Sakuragi_official", "Hoshikawa", "Nowhere").refused("Nowhere")
    assert "Hoshikawa" not in listed(qcode)["Sakuragi_official"]["case"]
    qcode("documents", "detach", "Sakuragi_official.txt", "Kitaoka", "Tokiwada", "--coder", MORI).done()
    qcode("documents", "detach", "Sakuragi_official", "Kitaoka").refused("is not attached to “Kitaoka”")
    assert listed(qcode)["Sakuragi_official"]["case"] == "Sakuragi"


def test_finishing_turns_not_coded_yet_into_zero(qcode: Qcode, study: Path) -> None:
    def cell() -> object:
        table = qcode("matrix", "--format", "json").done().json
        return table["rows"][0]["Kazehara"]

    assert cell() is None
    assert "not coded yet" in qcode("matrix", "--columns", "case").text
    qcode("documents", "finish", "Kazehara_strategy_2020").done()
    assert cell() == 0
    assert "not coded yet" not in qcode("matrix", "--columns", "case").text
    qcode("documents", "finish", "Kazehara_strategy_2020", "--reopen").done()
    assert cell() is None
    assert "Finished 15 documents." in qcode("documents", "finish", "--all", "--coder", LIND).done().err
    assert f"{LIND}: finished (0)" in listed(qcode)["Kazehara_strategy_2020"]["coded"]
    qcode("documents", "finish").refused("--all", code=2)
    qcode("documents", "finish", "--all", "Sakuragi_official").refused("--all", code=2)


def test_removing_a_coded_document_asks_first(qcode: Qcode, study: Path) -> None:
    said = qcode("documents", "remove", "Sakuragi_official").refused("108 codings", "not removed", "--yes")
    assert said.out == b""
    qcode("documents", "remove", "Sakuragi_official", input="n\n").refused("not removed")
    assert "Sakuragi_official" in listed(qcode)
    qcode("documents", "remove", "Sakuragi_official", input="y\n").done()
    assert "Sakuragi_official" not in listed(qcode)
    qcode("undo").done()
    assert listed(qcode)["Sakuragi_official"]["coded"].startswith(f"{MORI}: finished (55)")
    qcode("documents", "remove", "Sakuragi_official", "--yes", "--coder", LIND).done()
    assert len(listed(qcode)) == 14


def test_what_is_asked_for_raw_is_not_defused(qcode: Qcode, study: Path) -> None:
    qcode("documents", "set", "Sakuragi_official", "issuer==1+1").done()
    assert listed(qcode)["Sakuragi_official"]["issuer"] == "'=1+1"
    assert ",=1+1" in qcode("documents", "list", "--format", "csv", "--raw").text
    assert "\t=1+1" in qcode("documents", "list", "--format", "tsv", "--raw").text
    assert "=1+1" in qcode("documents", "list", "--format", "json").text


def test_a_turn_of_which_only_the_end_is_known_says_until_when(qcode: Qcode, empty: Path, desk: Path) -> None:
    (desk / "f4.txt").write_text(
        "I: Wie kam es dazu? #00:00:05-4#\nB: Mit einem Brief. #00:00:09-1#\nI: Und dann? #00:00:12-0#\n",
        "utf-8",
    )
    assert "times from 00:00:05 to 00:00:12" in qcode("import", "f4.txt", "--dry-run").done().err
    qcode("import", "f4.txt").done()
    assert "until 00:00:09" in qcode("documents", "show", "f4").done().text
