"""What is written reads back as what it was."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from codebook_strategies import HOSTILE, HOSTILE_TEXTS, codebooks
from hypothesis import given, settings

from qcode.codebook import (
    CSV_HEADER,
    bundled_codebooks,
    read_codebook,
    write_csv,
    write_yaml,
)
from qcode.codebook.rules import breaches
from qcode.codebook.shape import shaped
from qcode.codebook.yaml_outline import outline_of_yaml
from qcode.model.codes import Codebook, CodebookEntry, CodeFields
from qcode.text.formulas import defuse


def read_text(text: str) -> Codebook:
    outline, faults = outline_of_yaml(text)
    codebook, wrong = shaped(outline)
    assert [*faults, *wrong, *breaches(outline)] == []
    assert codebook is not None
    return codebook


def as_data(codebook: Codebook) -> dict[str, Any]:
    """Say a codebook in plain values, as any YAML reader should find them."""

    def code(entry: CodebookEntry) -> dict[str, Any]:
        told = entry.fields
        data: dict[str, Any] = {name: getattr(told, name) for name in CodeFields.__dataclass_fields__}
        data["examples"] = told.examples[0] if len(told.examples) == 1 else list(told.examples)
        data["aliases"] = list(told.aliases)
        data["codes"] = [code(child) for child in entry.children]
        return {key: value for key, value in data.items() if value or key == "name"}

    head = ("title_ja", "version", "language", "description")
    return {
        "title": codebook.title,
        **{key: getattr(codebook, key) for key in head if getattr(codebook, key)},
        "codes": [code(entry) for entry in codebook.entries],
    }


def one_code(**fields: Any) -> Codebook:
    return Codebook("Book", (CodebookEntry(CodeFields(**{"name": "Code", **fields})),))


def written_csv(codebook: Codebook) -> str:
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, CSV_HEADER)
    writer.writeheader()
    for row in write_csv(codebook):
        writer.writerow({column: defuse(cell) for column, cell in row.items()})
    return out.getvalue()


@settings(max_examples=150, deadline=None)
@given(codebooks())
def test_any_codebook_reads_back_as_it_was(codebook: Codebook) -> None:
    assert read_text(write_yaml(codebook)) == codebook


@settings(max_examples=60, deadline=None)
@given(codebooks())
def test_another_reader_of_yaml_finds_the_same_texts(codebook: Codebook) -> None:
    assert yaml.safe_load(write_yaml(codebook)) == as_data(codebook)


@settings(max_examples=60, deadline=None)
@given(codebooks())
def test_writing_what_was_read_gives_the_same_file(codebook: Codebook) -> None:
    text = write_yaml(codebook)
    assert write_yaml(read_text(text)) == text


@pytest.mark.parametrize("text", HOSTILE_TEXTS, ids=repr)
def test_a_hostile_text_survives_at_every_place_that_takes_texts(text: str) -> None:
    book = one_code(brief=text, definition=text, source=text)
    book = replace(book, description=text)
    if text.strip():
        book = replace(book, entries=one_code(examples=(text, text), note=text).entries)
    assert read_text(write_yaml(book)) == book


@pytest.mark.parametrize("name", [name for name in HOSTILE if ">" not in name], ids=repr)
def test_a_hostile_name_survives_as_name_title_and_alias(name: str) -> None:
    book = replace(one_code(name=name, name_ja=name, aliases=(name, "b")), title=name)
    assert read_text(write_yaml(book)) == book


def test_the_file_is_written_for_people() -> None:
    child = CodebookEntry(CodeFields("Local diffusion", key="gd", aliases=("spillover", "伝播")))
    told = CodeFields(
        "Gatekeeper",
        name_ja="ゲートキーパー",
        key="gg",
        colour="#1f77b4",
        definition="A person or organisation that reaches knowledge outside the region, makes "
        "sense of it and passes it on.",
        examples=("They phone us first.", "who: we"),
        note="First line.\nSecond line.",
    )
    book = Codebook("Book", (CodebookEntry(told, (child,)), CodebookEntry(CodeFields("Plain"))))
    assert write_yaml(book) == (
        "title: Book\n"
        "codes:\n"
        "\n"
        "  - name: Gatekeeper\n"
        "    name_ja: ゲートキーパー\n"
        "    key: gg\n"
        "    colour: '#1f77b4'\n"
        "    definition: >-\n"
        "      A person or organisation that reaches knowledge outside the region, makes sense of"
        " it\n"
        "      and passes it on.\n"
        "    examples:\n"
        "      - They phone us first.\n"
        "      - 'who: we'\n"
        "    note: |-\n"
        "      First line.\n"
        "      Second line.\n"
        "    codes:\n"
        "      - name: Local diffusion\n"
        "        key: gd\n"
        "        aliases: [spillover, 伝播]\n"
        "\n"
        "  - name: Plain\n"
    )


def test_an_empty_book_can_be_written_and_read() -> None:
    assert read_text(write_yaml(Codebook("", ()))) == Codebook("", ())


@pytest.mark.parametrize("name", ["municipal_internationalisation", "three_themes"])
def test_a_bundled_book_goes_through_yaml_and_csv_unchanged(name: str, tmp_path: Path) -> None:
    book = read_codebook(bundled_codebooks()[name])
    assert read_text(write_yaml(book)) == book
    table = tmp_path / "book.csv"
    table.write_text(written_csv(book), encoding="utf-8-sig", newline="")
    assert read_codebook(table).entries == book.entries


def levelled(codebook: Codebook) -> Codebook:
    """Apply what a table cannot carry: line breaks inside an example, `\\r` anywhere."""

    def text(value: str) -> str:
        return value.replace("\r\n", "\n").replace("\r", "\n")

    def entry(one: CodebookEntry) -> CodebookEntry:
        told = one.fields
        examples = (text(" ".join(example.split("\n"))) for example in told.examples)
        lines = [line for example in examples for line in example.split("\n")]
        fields = replace(
            told,
            brief=text(told.brief),
            definition=text(told.definition),
            include=text(told.include),
            exclude=text(told.exclude),
            examples=tuple(line for line in lines if line.strip()),
            source=text(told.source),
            note=text(told.note),
        )
        return CodebookEntry(fields, tuple(entry(child) for child in one.children))

    return Codebook("book", tuple(entry(one) for one in codebook.entries))


@settings(max_examples=100, deadline=None)
@given(codebooks())
def test_any_codebook_survives_a_table_that_was_defused_for_spreadsheets(
    tmp_path_factory: pytest.TempPathFactory, codebook: Codebook
) -> None:
    table = tmp_path_factory.mktemp("csv") / "book.csv"
    table.write_text(written_csv(codebook), encoding="utf-8", newline="")
    assert read_codebook(table) == levelled(codebook)


def test_equality_of_codebooks_does_not_hang_on_the_lines_of_the_file() -> None:
    assert CodebookEntry(CodeFields("A"), line=3) == CodebookEntry(CodeFields("A"), line=9)
    assert CodebookEntry(CodeFields("A"), line=3) != CodebookEntry(CodeFields("B"), line=3)
