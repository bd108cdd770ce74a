"""A faulty file is refused with everything that is wrong: file, line, what was expected."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from qcode.codebook import read_codebook, yaml_outline
from qcode.codebook.reading import LARGEST
from qcode.errors import DATA_AT_FAULT, CodebookError
from qcode.model.codes import CodebookEntry


@pytest.fixture(params=["with libyaml", "without libyaml"])
def parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "without libyaml":
        monkeypatch.setattr(yaml_outline, "_LOADER", yaml.SafeLoader)


def refused(path: Path) -> list[str]:
    with pytest.raises(CodebookError) as caught:
        read_codebook(path)
    assert caught.value.exit_code == DATA_AT_FAULT
    told = str(caught.value).split("\n")
    assert all(line.startswith((str(path), "and ")) for line in told)
    return [line.removeprefix(str(path)) for line in told]


def faults(tmp_path: Path, text: str, name: str = "book.yaml") -> list[str]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    return refused(path)


def entries(tmp_path: Path, text: str, name: str = "book.yaml") -> tuple[CodebookEntry, ...]:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8", newline="")
    return read_codebook(path).entries


VALUES = [
    ("- colr: red\n  name: A", 2, "unknown key “colr”", "did you mean “colour”?"),
    ("- name: A\n  wholly: other", 3, "unknown key “wholly”", "expected one of name, name_ja"),
    ("- name: A\n  Name: B", 3, "unknown key “Name”", "did you mean “name”?"),
    ("- name: A\n  name: B", 3, "“name” stands twice here, first in line 2", ""),
    ("- key: a", 2, "a code without a name", "expected `name:`"),
    ("- name:\n  key: a", 2, "the name is empty", "expected a text"),
    ("- ''", 2, "the name is empty", "expected a text"),
    ("- A > B", 2, "“A > B” holds “>”", "leave it out"),
    ("- A>B", 2, "“A>B” holds “>”", "leave it out"),
    ('- "A\\nB"', 2, "line break or a control character (U+000A)", "expected one line"),
    ('- "A\\x1b[31m"', 2, "control character (U+001B)", "expected one line"),
    ('- name: A\n  name_ja: "い\\u2028う"', 3, "control character (U+2028)", "expected one line"),
    ("- name: [A]", 2, "“name”: a list stands here", "expected a text"),
    ("- name: A\n  brief: {b: c}", 3, "“brief”: a mapping stands here", "expected a text"),
    ("- [A]", 2, "a list stands here", "expected a code"),
    ("- name: A\n  key: g s", 3, "the key is “g s”", "letters a-z A-Z or digits"),
    ("- name: A\n  colour: red", 3, "the colour is “red”", "“#” and six digits"),
    ("- name: A\n  colour: '#12345'", 3, "the colour is “#12345”", "“#” and six digits"),
    ("- name: A\n  colour: #123456", 3, "read as a comment", 'quotation marks: "#123456"'),
    ("- name: A\n  facet: maybe", 3, "“facet”: “maybe” stands here", "expected true or false"),
    ("- name: A\n  examples: [a, '']", 3, "an example is empty", "expected a text"),
    ("- name: A\n  examples: {a: b}", 3, "a mapping stands", "expected a text or a list of texts"),
    ("- name: A\n  aliases: ['a;b']", 3, "“a;b” holds “;”", "expected one item for each"),
    ("- name: A\n  aliases: [[a]]", 3, "a list stands here", "expected a text"),
    ("- name: A\n  codes: B", 3, "“codes”: “B” stands here", "expected a list of codes"),
    ('- name: A\n  brief: "a\\0b"', 3, "holds U+0000", "leave it out"),
    ("- name: A\n  brief：何か", 3, "“brief：” is read as text", "a colon (:) and a blank"),
    ("- name: A\n  brief:何か", 3, "“brief:” is read as text", "a colon (:) and a blank"),
    ("- name: A\n  brief:何か\n  key: a", 3, "“brief:” is read as text", "a colon (:) and a blank"),
    ("- name：A", 2, "“name：” is read as text", "a colon (:) and a blank"),
    ("- *anchor", 2, "aliases (*anchor) are not read", "expected the text itself"),
    ("- &a A", 2, "anchors (&a) are not read", "in quotation marks"),
    ("- !!python/object:os.system A", 2, "tags", "are not read"),
    ("- name: A\n  <<: {key: a}", 3, "unknown key “<<”", "expected one of"),
]


@pytest.mark.parametrize(("codes", "line", "wrong", "expected"), VALUES)
@pytest.mark.usefixtures("parser")
def test_a_wrong_value_is_told_with_its_line(
    tmp_path: Path, codes: str, line: int, wrong: str, expected: str
) -> None:
    told = faults(tmp_path, f"codes:\n{codes}\n")
    assert len(told) == 1
    assert told[0].startswith(f", line {line}: ")
    assert wrong in told[0]
    assert expected in told[0]


SYNTAX = [
    ("codes:\n- name: A: B", 2, "a colon with a blank after it"),
    ("codes:\n\t- A", 2, "a tab; expected blanks"),
    ("codes:\n- A\n- 'B\n- C", 3, "a quotation mark is opened here and closed nowhere"),
    ('codes:\n- "A" B', 2, "does not fit"),
    ("codes:\n- name: A\n  brief: - B", 3, "does not fit"),
    ("codes:\n- @A", 2, "begins with “@”; expected quotation marks"),
    ("codes:\n- `A`", 2, "begins with “`”; expected quotation marks"),
    ("codes:\n- **A**", 2, "begins with * or &; expected quotation marks"),
    ('codes:\n- "A\\q"', 2, "a backslash"),
    ("codes: [A", 1, "every quotation mark and bracket closed"),
    ("codes:\n- A\nB", 3, "`key: text`"),
    ("codes:\n- A\n---\ncodes: [B]", 3, "a second document begins"),
    ("[A]: B", 1, "where a key was expected"),
    ("codes:\n- A\x07", 2, "U+0007 is not allowed"),
    ("codes:\n- A\x00", 2, "U+0000 is not allowed"),
    ("- A\n- B", 1, "begins with a list; expected keys such as `title:`"),
    ("Gatekeeper", 1, "begins with “Gatekeeper”; expected keys"),
    ("title：A\ncodes:\n- A", 1, "“title：” is read as text"),
]


@pytest.mark.parametrize(("text", "line", "told"), SYNTAX)
@pytest.mark.usefixtures("parser")
def test_what_is_no_yaml_is_told_in_one_readable_line(
    tmp_path: Path, text: str, line: int, told: str
) -> None:
    (only,) = faults(tmp_path, text)
    assert only.startswith(f", line {line}: ")
    assert told in only
    assert "\t" not in only


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "\ufeff"])
@pytest.mark.usefixtures("parser")
def test_an_empty_file_says_what_a_codebook_holds(tmp_path: Path, text: str) -> None:
    assert faults(tmp_path, text) == [": the file is empty; expected `title:` and `codes:`"]


def test_a_book_without_codes_is_told(tmp_path: Path) -> None:
    assert faults(tmp_path, "title: A\n") == [", line 1: the key “codes” is missing; expected `codes:`"]


def test_unknown_keys_of_the_book_are_told_with_the_nearest(tmp_path: Path) -> None:
    assert faults(tmp_path, "titel: A\ncodes: [B]\n") == [
        ", line 1: unknown key “titel”; did you mean “title”?"
    ]


def test_all_faults_of_a_file_are_told_together_in_its_order(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        "title: A\n"
        "codes:\n"
        "  - name: Gatekeeper\n"
        "    key: g\n"
        "    colr: red\n"
        "  - name: ＧＡＴＥＫＥＥＰＥＲ\n"
        "    key: gs\n"
        "    facet: maybe\n"
        "  - name: Pipeline\n"
        "    aliases: [gatekeeper]\n"
        "    codes:\n"
        "      - name: Actor\n"
        "        facet: true\n",
    )
    assert [int(line.split(":")[0].removeprefix(", line ")) for line in told] == [
        5,
        6,
        7,
        8,
        10,
        13,
    ]


def test_twenty_faults_are_told_and_the_rest_counted(tmp_path: Path) -> None:
    told = faults(tmp_path, "codes:\n" + "".join(f"- {{name: A{n}, kye: x}}\n" for n in range(25)))
    assert len(told) == 21
    assert told[-1] == "and 5 more"


@pytest.mark.parametrize(
    ("first", "second", "how"),
    [("g", "gs", "begins with"), ("gs", "g", "begins"), ("gs", "gs", "is also")],
)
def test_keys_that_cannot_be_told_apart_name_the_other_code_and_its_line(
    tmp_path: Path, first: str, second: str, how: str
) -> None:
    text = f"codes:\n- name: Gatekeeper\n  key: {first}\n- name: State\n  key: {second}\n"
    (told,) = faults(tmp_path, text)
    assert told.startswith(
        f", line 5: the key “{second}” {how} “{first}”, the key of “Gatekeeper” in line 3; expected"
    )


def test_keys_differ_in_case(tmp_path: Path) -> None:
    text = "codes:\n- name: A\n  key: gs\n- name: B\n  key: Gs\n"
    assert [entry.fields.key for entry in entries(tmp_path, text)] == ["gs", "Gs"]


@pytest.mark.parametrize(
    ("codes", "line", "told"),
    [
        ("- name: A\n  aliases: [b]\n- B", 3, "“b” is also the name of the code in line 4"),
        (
            "- name: A\n  aliases: [い]\n- name: B\n  name_ja: い",
            3,
            "the name of the code in line 5",
        ),
        (
            "- name: A\n  aliases: x\n- name: B\n  aliases: [Ｘ]",
            5,
            "an alias of the code in line 3",
        ),
        ("- name: A\n  aliases: [x, X]", 3, "“X” is also an alias of the code in line 3"),
    ],
)
def test_an_alias_that_means_two_codes_is_told_with_both_lines(
    tmp_path: Path, codes: str, line: int, told: str
) -> None:
    (only,) = faults(tmp_path, f"codes:\n{codes}\n")
    assert only.startswith(f", line {line}: ")
    assert told in only


def test_an_alias_may_be_the_codes_own_name(tmp_path: Path) -> None:
    (entry,) = entries(tmp_path, "codes:\n- name: MLG\n  aliases: mlg; 多層\n")
    assert entry.fields.aliases == ("mlg", "多層")


def test_cousins_may_share_a_name(tmp_path: Path) -> None:
    text = "codes:\n- {name: Actor, codes: [Prefecture]}\n- {name: Level, codes: [Prefecture]}\n"
    assert len(entries(tmp_path, text)) == 2


def test_siblings_on_one_line_may_not_share_a_name(tmp_path: Path) -> None:
    (told,) = faults(tmp_path, "codes: [A, a]\n")
    assert told.startswith(", line 1: the name “a” is taken by its sibling in line 1")


def nested(levels: int) -> str:
    lines = ["codes:"]
    for level in range(levels):
        lines += [f"{'  ' * level}- name: A{level}"]
        lines += [f"{'  ' * level}  codes:"] if level < levels - 1 else []
    return "\n".join(lines)


def test_twenty_levels_are_enough(tmp_path: Path) -> None:
    assert entries(tmp_path, nested(20))
    (told,) = faults(tmp_path, nested(21))
    assert told.startswith(", line 42: ")
    assert "at most 20 levels" in told


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("bomb", ["codes: " + "[" * 100_000, "codes: " + "{a: " * 50_000])
def test_a_file_that_only_nests_is_refused_at_once(tmp_path: Path, bomb: str) -> None:
    (told,) = faults(tmp_path, bomb)
    assert "at most 20 levels" in told


@pytest.mark.usefixtures("parser")
def test_a_bomb_of_aliases_is_refused_and_never_grown(tmp_path: Path) -> None:
    lines = ["title: &a0 [x, x]"]
    lines += [f"k{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    told = faults(tmp_path, "\n".join(lines))
    assert told[-1].startswith("and ")
    assert any("aliases (*a0) are not read" in line for line in told)


def test_a_file_of_too_many_codes_or_bytes_is_refused(tmp_path: Path) -> None:
    (told,) = faults(tmp_path, "codes:\n" + "- A\n" * 310_000)
    assert "at most 20,000 codes" in told
    (told,) = faults(tmp_path, "code\n" + "A\n" * 21_000, "book.csv")
    assert "at most 20,000 codes" in told
    (told,) = faults(tmp_path, "#" * (LARGEST + 1))
    assert "larger than 5,000,000 bytes" in told


@pytest.mark.parametrize("name", ["book.yaml", "book.csv"])
def test_another_encoding_is_told_with_its_line(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes("title: A\n# 地域\n".encode("cp932"))
    (told,) = refused(path)
    assert told.startswith(", line 2: the byte 0x92 is not UTF-8; expected UTF-8")
    path.write_bytes("code\n".encode("utf-16"))
    (told,) = refused(path)
    assert told == ": encoded as UTF-16; expected UTF-8 (save it again as UTF-8)"


def test_a_file_that_is_missing_a_folder_or_of_another_kind_is_told(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match=r"There is no file .*none\.yaml"):
        read_codebook(tmp_path / "none.yaml")
    (tmp_path / "folder.yaml").mkdir()
    with pytest.raises(CodebookError, match=r"folder\.yaml is a folder"):
        read_codebook(tmp_path / "folder.yaml")
    (told,) = refused(tmp_path / "book.docx")
    assert told == ": a codebook file of an unknown kind; expected .yaml, .yml, .csv"


def test_words_of_the_file_are_quoted_short_and_harmless(tmp_path: Path) -> None:
    (told,) = faults(tmp_path, 'codes:\n- name: "A\\x1b[31m\\n\\u202e' + "x" * 500 + '"\n')
    assert not re.search("[\x00-\x1f\u202e]", told)
    assert len(told) < 200


@pytest.mark.usefixtures("parser")
def test_lines_are_counted_as_editors_do(tmp_path: Path) -> None:
    separated = 'description: "a\u2028b\u2029c\x85d"\ncodes:\n- A\n- a\n'
    for ends in ("\n", "\r\n", "\r"):
        (told,) = faults(tmp_path, separated.replace("\n", ends))
        assert told.startswith(", line 4: the name “a” is taken by its sibling in line 3")


def test_a_surrogate_is_refused_whichever_parser_meets_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = 'codes:\n- name: A\n  brief: "\\ud800"\n'
    (with_libyaml,) = faults(tmp_path, text)
    monkeypatch.setattr(yaml_outline, "_LOADER", yaml.SafeLoader)
    (without,) = faults(tmp_path, text)
    assert with_libyaml.startswith(", line 3: ")
    assert without == ", line 3: the text holds U+D800, which is no character; leave it out"
