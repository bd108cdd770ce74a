"""Municipality codes come in many broken forms; each is read rightly or refused with the reason."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcode.errors import DataError
from qcode.municipalities import CodeReading, check_digit, municipalities, normalise_code

PUBLISHED = {
    "011002": "札幌市",
    "012050": "室蘭市",
    "131016": "千代田区",
    "221309": "浜松市",
    "231002": "名古屋市",
    "232114": "豊田市",
    "401005": "北九州市",
    "401307": "福岡市",
}


def wide(digits: str) -> str:
    """Return ASCII digits in full width, as a Japanese keyboard types them."""
    return digits.translate({ord("0") + digit: 0xFF10 + digit for digit in range(10)})


@pytest.mark.parametrize("code6", [*PUBLISHED, "010006", "400009"])
def test_check_digit_of_published_codes(code6: str) -> None:
    assert check_digit(code6[:5]) == code6[5]


def test_check_digit_of_every_code_of_the_list() -> None:
    assert all(check_digit(code6[:5]) == code6[5] for code6 in municipalities())


@pytest.mark.parametrize("text", ["4010", "401005", "4010a", "", wide("40100")])
def test_check_digit_wants_five_plain_digits(text: str) -> None:
    with pytest.raises(DataError):
        check_digit(text)


@pytest.mark.parametrize("text", ["401005", "40100"])
def test_six_digits_and_five_are_both_right(text: str) -> None:
    assert normalise_code(text) == CodeReading("401005")


@pytest.mark.parametrize(
    "text",
    ["401005.0", wide("401005"), " 401 005 ", "401" + wide("00"), "'401005", "401,005", "40100.0"],
)
def test_a_damaged_code_is_repaired_and_the_repair_is_said(text: str) -> None:
    reading = normalise_code(text)
    assert reading.code6 == "401005"
    assert "was read as" in reading.notes[0]


@pytest.mark.parametrize("text", ["1100", "11002", "1100.0"])
def test_a_lost_leading_zero_is_put_back(text: str) -> None:
    reading = normalise_code(text)
    assert reading.code6 == "011002"
    assert any("lost its leading zero" in note for note in reading.notes)


def test_five_digits_that_fit_two_municipalities_are_not_guessed() -> None:
    with pytest.raises(DataError) as caught:
        normalise_code("23213")
    assert "232131 (愛知県西尾市)" in str(caught.value)
    assert "023213 (青森県鰺ヶ沢町)" in str(caught.value)


def test_the_name_beside_the_code_settles_which_of_two_it_is() -> None:
    assert normalise_code("23213", "西尾市").code6 == "232131"
    assert normalise_code("23213", "西津軽郡鰺ヶ沢町").code6 == "023213"


def test_a_wrong_check_digit_is_refused_and_the_right_one_named() -> None:
    with pytest.raises(DataError, match=r"401005 \(福岡県北九州市\)"):
        normalise_code("401004")


@pytest.mark.parametrize("text", ["", "abc", "12", "1234567", "48100", "990001", "40-100", "4.5"])
def test_what_is_no_code_is_refused(text: str) -> None:
    with pytest.raises(DataError):
        normalise_code(text)


def test_a_prefecture_and_a_ward_are_accepted_and_named_for_what_they_are() -> None:
    assert "福岡県" in normalise_code("400009").notes[0]
    assert "not one of the 1,741" in normalise_code("011011").notes[0]


@given(st.sampled_from(sorted(municipalities())))
def test_every_code_survives_losing_its_check_digit(code6: str) -> None:
    assert normalise_code(code6) == CodeReading(code6)
    if not code6.startswith("0"):
        return
    assert normalise_code(code6[:5]) == CodeReading(code6)
    assert normalise_code(code6[1:5]).code6 == code6


@given(st.text(alphabet="0123456789" + wide("01") + ".,' ab", max_size=8))
def test_any_text_is_read_or_refused_never_worse(text: str) -> None:
    try:
        code6 = normalise_code(text).code6
    except DataError:
        return
    assert check_digit(code6[:5]) == code6[5]
