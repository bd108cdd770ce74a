"""Sentences end where a reader of Japanese or of English says they end; nothing falls between them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qcode.text.units import paragraphs, sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("はい。そうです（笑）。それで？ええ。", ["はい。", "そうです（笑）。", "それで？", "ええ。"]),
        ("減りまして。（笑）その後は！！次。", ["減りまして。（笑）", "その後は！！", "次。"]),
        ("どうしますか？と聞いた。", ["どうしますか？と聞いた。"]),
        ("「はい。」と言った。「ええ。」次です。", ["「はい。」と言った。", "「ええ。」", "次です。"]),
        ("「一に港。二に人。」という話。", ["「一に港。二に人。」という話。"]),
        ("３．５％増．次．", ["３．５％増．", "次．"]),
        ("みたいな?みたいなの", ["みたいな?", "みたいなの"]),
        ("We asked Dr. Lind. She agreed.", ["We asked Dr. Lind.", "She agreed."]),
        ("It grew by 3.5 points. No. 5 was next.", ["It grew by 3.5 points.", "No. 5 was next."]),
        ("He said no. No. Never.", ["He said no.", "No.", "Never."]),
        ("“Really?” she said. “Yes.” Then he left.", ["“Really?” she said.", "“Yes.”", "Then he left."]),
        ("e.g. ports, i.e. gates. So do I. Fine", ["e.g. ports, i.e. gates.", "So do I.", "Fine"]),
        ("J. Mori of the U.S. Office came (he stayed. Long.) home.", None),
        ("See a.example/b?c=1 for it. Done!", ["See a.example/b?c=1 for it.", "Done!"]),
        ("Well... so it went", ["Well... so it went"]),
        ("No full stop\nnext line", ["No full stop", "next line"]),
        ("  \n\u3000\n", []),
    ],
)
def test_sentences(text: str, expected: list[str] | None) -> None:
    assert cut(text) == (expected if expected is not None else [text])


def test_a_bracket_that_never_closes_does_not_swallow_the_rest() -> None:
    assert cut("「はい。そうです。") == ["「はい。", "そうです。"]


def test_a_long_quotation_has_sentences_of_its_own() -> None:
    quoted = "「" + "長い話が続きます。" * 12 + "」"
    assert len(cut(quoted)) == 12


def test_paragraphs_are_the_lines_with_text_in_them() -> None:
    text = "one \n\n\u3000two\nthree"
    assert [text[start:end] for start, end in paragraphs(text)] == ["one", "two", "three"]
    assert paragraphs(text, (1, 8)) == [(1, 3), (7, 8)]


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("aA1. ?!…。？」「（）()笑と\n\u3000\"'Drno.国"), max_size=60))
def test_sentences_hold_everything_but_white_space_and_never_overlap(text: str) -> None:
    spans = sentences(text)
    covered = [at for start, end in spans for at in range(start, end)]
    assert covered == sorted(set(covered))
    assert all(text[start:end] == text[start:end].strip() != "" for start, end in spans)
    assert {at for at, sign in enumerate(text) if not sign.isspace()} <= set(covered)
    assert not any("\n" in text[start:end] for start, end in spans)
