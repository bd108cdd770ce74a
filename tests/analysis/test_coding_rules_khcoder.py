"""Rule files of KH Coder, written out by hand in its language."""

import pytest

from qcode.analysis.coding_rules_khcoder import ForeignRule, read_rule_file

FILE = """# コーディングルール
＊国際交流
国際交流 or 姉妹都市 | 'e-mail''s'

*連携
卒業+証書 and ! near(港-市長) &
not seq(先生-奥さん)[3]
＃ ここまで
＊まとめ
<＊連携> and ( <>地域-->北 or sister+city )
"""


def test_codes_and_their_conditions_are_taken_over() -> None:
    rules, faults = read_rule_file(FILE)
    assert faults == []
    assert rules == [
        ForeignRule("国際交流", '"国際交流" or "姉妹都市" or "*e-mail\'s*"', 2),
        ForeignRule(
            "連携",
            '"卒業証書" and not "港" near 9 words "市長" and not "先生" then "奥さん" within 2 words',
            5,
        ),
        ForeignRule("まとめ", 'code = "連携" and ( "地域" = "北" or "sister city" )', 9),
    ]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("死ぬ >= 2", "counts or measures"),
        ("lw > 10", "counts or measures"),
        ("ない-->形容詞B", "part of speech"),
        ("走る=>連用形", "part of speech"),
        ("<>見出し1-->上_先生と私", "heading"),
        ("near(a-b-c)", "not 3"),
        ("near(a-b)[b8]", "by the unit"),
        ("'open", "never closed"),
        ("a b", "quotation marks"),
        ("a and", "missing"),
    ],
)
def test_what_has_no_twin_here_is_refused_with_its_line(line: str, words: str) -> None:
    rules, faults = read_rule_file(f"＊一\n港\n＊二\n{line}\n")
    assert [rule.code for rule in rules] == ["一"]
    assert faults[0].line == 4 and words in faults[0].what


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "no code"),
        ("港\n", 1, "before the first code"),
        ("＊一\n", 1, "no condition"),
        ("＊\n港", 1, "no name"),
    ],
)
def test_a_file_that_is_no_rule_file_is_told_so(text: str, line: int, words: str) -> None:
    _, faults = read_rule_file(text)
    assert faults[0].line == line and words in faults[0].what
