"""What a person may write, and what is read from it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from qcode.codebook import read_codebook, yaml_outline
from qcode.model.codes import Codebook

Read = Callable[[str], Codebook]


@pytest.fixture(params=["with libyaml", "without libyaml"], autouse=True)
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "without libyaml":
        monkeypatch.setattr(yaml_outline, "_LOADER", yaml.SafeLoader)


@pytest.fixture
def book(tmp_path: Path) -> Read:
    def read(text: str) -> Codebook:
        path = tmp_path / "port_cities.yml"
        path.write_text(text, encoding="utf-8", newline="")
        return read_codebook(path)

    return read


def test_bare_names_are_codes(book: Read) -> None:
    codes = book("codes:\n- Local buzz\n- name: Pipeline\n  codes: [Inward flow, Outward flow]\n")
    assert [path for path, _ in codes.walk()] == [
        "Local buzz",
        "Pipeline",
        "Pipeline > Inward flow",
        "Pipeline > Outward flow",
    ]


def test_a_book_without_a_title_is_called_after_its_file(book: Read) -> None:
    assert book("codes: [A]").title == "port_cities"
    assert book("title:\ncodes: [A]").title == ""


@pytest.mark.parametrize(
    "name",
    ["1980s", "2000-2013", "1990", "3.10", "No", "yes", "None", "null", "~", "true", "2024-05-01"],
)
def test_a_name_stays_the_text_that_was_written(book: Read, name: str) -> None:
    assert book(f"codes:\n- {name}\n").entries[0].fields.name == name
    assert book(f"codes:\n- name: {name}\n").entries[0].fields.name == name


def test_blanks_around_names_are_taken_away_and_those_of_quoted_texts_kept(book: Read) -> None:
    (entry,) = book('codes:\n- name: "\u3000 A "\n  brief: "  b "\n').entries
    assert (entry.fields.name, entry.fields.brief) == ("A", "  b ")


@pytest.mark.parametrize("mark", ["|", ">", "|-", ">-", "|+"])
def test_a_block_ends_with_its_last_word(book: Read, mark: str) -> None:
    (entry,) = book(f"codes:\n- name: A\n  brief: {mark}\n    word\n\n\n").entries
    assert entry.fields.brief == "word"


@pytest.mark.parametrize(
    ("written", "aliases"),
    [
        ("[a, b]", ("a", "b")),
        ("a; b", ("a", "b")),
        ("a；b；", ("a", "b")),
        ("a", ("a",)),
        ("", ()),
        ("[]", ()),
    ],
)
def test_aliases_are_a_list_or_one_text(book: Read, written: str, aliases: tuple[str, ...]) -> None:
    assert book(f"codes:\n- name: A\n  aliases: {written}\n").entries[0].fields.aliases == aliases


def test_examples_are_a_text_or_a_list(book: Read) -> None:
    codes = book("codes:\n- {name: A, examples: one; two}\n- {name: B, examples: [one, two]}\n")
    assert codes.entries[0].fields.examples == ("one; two",)
    assert codes.entries[1].fields.examples == ("one", "two")


@pytest.mark.parametrize(
    ("written", "facet"),
    [("true", True), ("Yes", True), ("on", True), ("false", False), ("no", False), ("", False)],
)
def test_only_a_facet_is_true_or_false(book: Read, written: str, facet: bool) -> None:
    assert book(f"codes:\n- name: A\n  facet: {written}\n").entries[0].fields.facet is facet


def test_every_entry_knows_its_line(book: Read) -> None:
    codes = book("# a comment\ncodes:\n\n- A\n- key: b\n  name: B\n  codes:\n\n  - C\n")
    assert {path: entry.line for path, entry in codes.walk()} == {"A": 4, "B": 5, "B > C": 9}


def test_a_byte_order_mark_and_windows_line_ends_are_no_hindrance(book: Read) -> None:
    codes = book("\ufefftitle: T\r\ncodes:\r\n- name: A\r\n  note: |\r\n    one\r\n    two\r\n")
    assert codes.title == "T"
    assert codes.entries[0].fields.note == "one\ntwo"


def test_a_text_with_a_known_key_in_quotation_marks_or_inside_a_line_is_a_text(book: Read) -> None:
    codes = book("codes:\n- 'name:x'\n- see note:x\n- name: A\n  brief: source:x\n")
    assert [entry.fields.name for entry in codes.entries] == ["name:x", "see note:x", "A"]


def test_an_empty_list_of_codes_is_an_empty_book(book: Read) -> None:
    assert book("codes:\n").entries == ()
    assert book("codes: []\n").entries == ()
