"""The codebooks that come with the program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import qcode.bundled
from qcode.bundled import bundled
from qcode.codebook import bundled_codebooks, read_codebook
from qcode.errors import QcodeError
from qcode.model.codes import Code, Codebook, CodebookEntry, CodeTree

THEMES = {
    "Gatekeeper": [
        "External search and access",
        "Translation and absorption",
        "Local diffusion",
        "Selective gatekeeping",
        "Municipality in the missing firm's place",
    ],
    "Global pipeline": [
        "Local buzz (contrast)",
        "Building the channel",
        "Inward flow",
        "Outward flow",
        "Temporary clusters",
        "Upkeep and breakdown",
    ],
    "Orchestration": [
        "Knowledge mobility",
        "Innovation appropriability",
        "Network stability",
        "Delegation of power and responsibility",
        "Between levels and missions",
        "Orchestration capacity",
    ],
    "State model": ["Developmental", "Entrepreneurial", "Local state's own model"],
    "Mission-oriented policy": ["Direction and framing", "Instruments", "Mission-driven market"],
    "Multi-level governance": [
        "Top-down",
        "Bottom-up and horizontal",
        "Devolution and unequal capacity",
    ],
    "International strategy": [
        "Trade and investment",
        "City cooperation",
        "Branding and tourism",
        "People and multicultural coexistence",
        "Organisation and results",
    ],
    "Narrative and its driver": [],
}
FACETS = {
    "Actor": [
        "National ministry",
        "Ministry bureau",
        "Cabinet office",
        "Prefecture",
        "Mayor or governor",
        "City department",
        "Other municipality",
        "Incumbent firm",
        "Small or medium firm",
        "Start-up",
        "University",
        "Public intermediary",
        "Private intermediary",
        "Citizen group",
        "Foreign partner",
        "International organisation",
    ],
    "Governance level": [
        "Supranational",
        "National",
        "National regional bureau",
        "Prefecture",
        "City-region",
        "Municipality",
        "Ward or district",
        "Non-state",
    ],
    "Period": [
        "Before 1980",
        "1980s",
        "1990s",
        "2000-2013",
        "2014-2018",
        "2019 and later",
        "Future",
        "Unspecified",
    ],
    "Stance": [
        "Claims",
        "Plans",
        "Reports done",
        "Evaluates positively",
        "Evaluates negatively",
        "Denies",
    ],
    "Mission field": [
        "Decarbonisation and energy",
        "Circular economy and pollution",
        "Ageing and health",
        "Mobility",
        "Digital",
        "Agriculture and food",
        "Tourism",
        "Human resources",
        "None",
    ],
}


def names(entries: tuple[CodebookEntry, ...]) -> dict[str, list[str]]:
    return {entry.fields.name: [child.fields.name for child in entry.children] for entry in entries}


def tree(codebook: Codebook) -> CodeTree:
    ids: dict[str, int] = {}
    codes = []
    for path, entry in codebook.walk():
        ids[path] = len(ids) + 1
        parent = ids.get(path.removesuffix(entry.fields.name).removesuffix(" > "))
        codes.append(Code(ids[path], path, parent, ids[path], entry.fields))
    return CodeTree(codes)


@pytest.fixture(scope="module", params=["municipal_internationalisation", "three_themes"])
def book(request: pytest.FixtureRequest) -> Codebook:
    return read_codebook(bundled_codebooks()[request.param])


@pytest.fixture(scope="module")
def full() -> Codebook:
    return read_codebook(bundled_codebooks()["municipal_internationalisation"])


def test_the_full_book_holds_the_themes_and_facets_of_the_studies(full: Codebook) -> None:
    themes = tuple(entry for entry in full.entries if not entry.fields.facet)
    facets = tuple(entry for entry in full.entries if entry.fields.facet)
    assert names(themes) == THEMES
    assert names(facets) == FACETS
    assert len(THEMES) + sum(map(len, THEMES.values())) == 39


def test_every_theme_of_the_full_book_says_what_it_means_and_when_to_use_it(
    full: Codebook,
) -> None:
    for path, entry in full.walk():
        if path.split(" > ")[0] in THEMES:
            told = entry.fields
            assert all((told.name_ja, told.brief, told.definition, told.include, told.exclude)), path
            assert told.brief != told.definition
            assert told.examples, path
            assert told.source, path


def test_every_code_of_the_full_book_has_a_japanese_name_and_a_key(full: Codebook) -> None:
    assert all(entry.fields.name_ja and entry.fields.key for _, entry in full.walk())


def test_the_key_of_a_head_is_its_letter_twice_and_its_children_begin_with_it(
    full: Codebook,
) -> None:
    for head in full.entries:
        letter = head.fields.key[0]
        assert head.fields.key == letter * 2
        for child in head.children:
            assert len(child.fields.key) == 2
            assert child.fields.key.startswith(letter)
    heads = {entry.fields.name: entry.fields.key[0] for entry in full.entries}
    assert "".join(heads.values()) == "gposmlinavtcf"


def test_where_a_definition_points_to_another_code_that_code_exists(full: Codebook) -> None:
    paths = sorted((path for path, _ in full.walk()), key=len, reverse=True)
    pointed = 0
    for _, entry in full.walk():
        told = " ".join((entry.fields.definition, entry.fields.include, entry.fields.exclude))
        pointed += told.count(" > ")
        for path in paths:
            told = told.replace(path, "")
        assert ">" not in told
        assert "_" not in told
    assert pointed > 20


def test_the_short_book_holds_three_themes_of_a_few_sub_codes_and_one_facet() -> None:
    short = read_codebook(bundled_codebooks()["three_themes"])
    assert [entry.fields.name for entry in short.entries] == [
        "Gatekeeper",
        "Orchestration",
        "Global pipeline",
        "Actor",
    ]
    assert [entry.fields.facet for entry in short.entries] == [False, False, False, True]
    assert all(3 <= len(entry.children) <= 4 for entry in short.entries)


def test_the_codes_of_the_short_book_are_codes_of_the_full_book_with_the_same_keys(
    full: Codebook,
) -> None:
    short = read_codebook(bundled_codebooks()["three_themes"])
    keys = {path: entry.fields.key for path, entry in full.walk()}
    for path, entry in short.walk():
        assert path in keys
        assert entry.fields.key in ("", keys[path])


def test_every_path_key_alias_and_japanese_name_finds_its_code(book: Codebook) -> None:
    codes = tree(book)
    for code in codes:
        told = code.fields
        for word in (codes.path(code.id), told.key, told.name_ja, *told.aliases):
            if word:
                assert codes.find(word).id == code.id, word


def test_names_that_look_like_numbers_or_nothing_stay_texts(full: Codebook) -> None:
    found = {entry.fields.name for _, entry in full.walk()}
    assert {"1980s", "2000-2013", "None"} <= found


def test_an_installed_copy_reads_what_lies_beside_the_package(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "qcode"
    (package / "_bundled" / "codebooks").mkdir(parents=True)
    (tmp_path / "codebooks").mkdir()
    (package / "_bundled" / "codebooks" / "mine.yaml").touch()
    monkeypatch.setattr(qcode.bundled, "_PACKAGE", package)
    assert bundled_codebooks() == {"mine": package / "_bundled" / "codebooks" / "mine.yaml"}


def test_a_folder_that_did_not_come_with_the_program_is_an_error_of_ours() -> None:
    with pytest.raises(QcodeError, match="no_such_folder"):
        bundled("no_such_folder")


@pytest.mark.parametrize(
    "statement",
    ["import qcode.codebook", "from qcode.codebook import key_for, name_fault; key_for('A', [])"],
)
def test_what_needs_no_file_loads_neither_yaml_nor_pydantic(statement: str) -> None:
    heavy = "{'yaml', 'pydantic', 'rich', 'textual', 'click'}"
    code = f"{statement}\nimport sys\nprint(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == "[]"
