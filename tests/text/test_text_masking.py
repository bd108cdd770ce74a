"""Names in running text give way to what stands for them."""

from time import process_time
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qcode.text.masking import Masker, ShortNames, long_enough


def test_a_name_gives_way_to_what_stands_for_it_in_brackets() -> None:
    mask = Masker({"Minamihama": "Case A", "Tanaka": "R1"})
    assert mask("Tanaka came to Minamihama.") == "[R1] came to [Case A]."
    assert mask.replaced == 2


def test_the_longest_name_goes_first() -> None:
    mask = Masker({"山田": "R1", "山田花子": "R2"})
    assert mask("山田花子と山田") == "[R2]と[R1]"
    latin = Masker({"Sato": "R1", "Sato Kenji": "R2", "Satomi": "R3"})
    assert latin("Sato, Sato Kenji, Satomi, Sato Ken, Satomina") == "[R1], [R2], [R3], [R1] Ken, Satomina"


def test_a_latin_name_is_a_word_of_its_own_also_beside_japanese() -> None:
    mask = Masker({"Ken": "R1"})
    assert mask("Kent and Ken's, Kenさん") == "Kent and [R1]'s, [R1]さん"


@pytest.mark.parametrize(
    "written",
    ["Kitaoka", "KITAOKA", "kitaoka", "Ｋｉｔａｏｋａ"],
)
def test_case_and_width_do_not_hide_a_name(written: str) -> None:
    assert Masker({"Kitaoka": "Case A"})(f"in {written}.") == "in [Case A]."


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_composed_or_not_a_name_is_found(form: str) -> None:
    for name in ("がまごおり", "Łódź-Ždár"):
        assert Masker({name: "Case A"})(normalize(form, f"x {name} y")) == "x [Case A] y"


@pytest.mark.parametrize("blank", [" ", "\u3000", "\u00a0", "\n", "  "])
def test_the_kind_of_blank_in_a_name_does_not_matter(blank: str) -> None:
    assert Masker({"Sato Kenji": "R1"})(f"Mr Sato{blank}Kenji said") == "Mr [R1] said"
    assert Masker({"佐藤 健二": "R1"})(f"佐藤{blank}健二は") == "[R1]は"


def test_a_japanese_name_is_found_written_together_too() -> None:
    assert Masker({"佐藤 健二": "R1"})("佐藤健二は") == "[R1]は"


def test_names_are_no_patterns() -> None:
    assert Masker({"A.B (x)": "R1"})("A.B (x) and AxB (x)") == "[R1] and AxB (x)"


def test_without_names_a_text_stays_as_it_is() -> None:
    mask = Masker({})
    assert mask("anything") == "anything"
    assert mask.replaced == 0


def test_initials_and_single_characters_are_not_looked_for() -> None:
    assert [name for name in ("R", "DB", "Ken", "田", "田中", "12", "１２３") if long_enough(name)] == [
        "Ken",
        "田中",
    ]


@given(st.lists(st.sampled_from("ab 山田港X市"), max_size=40).map("".join))
def test_no_known_name_is_left_over(text: str) -> None:
    masked = Masker({"山田": "R1", "山田市": "Case A", "港": "Case B"})(text)
    assert "山田" not in masked
    assert "港" not in masked


@given(st.text(max_size=80))
def test_a_text_without_the_names_is_not_touched(text: str) -> None:
    if "qqzz" not in normalize("NFKC", text).casefold():
        assert Masker({"Qqzz": "R1"})(text) == text


NAMES = st.lists(
    st.text("absキ山A ", min_size=1, max_size=4).filter(lambda name: name.strip() == name), max_size=5
)


@given(NAMES, st.text("absキ山A \n", max_size=20))
def test_names_are_found_as_by_trying_each_at_every_place(names: list[str], text: str) -> None:
    assert Masker(dict.fromkeys(names, "x"))(text) == one_by_one(names, text)


def one_by_one(names: list[str], text: str) -> str:
    """Replace names as a person would: at each place the longest that stands there as a word."""
    masked, at = "", 0
    while at < len(text):
        ends = [end for name in names for end in ends_at(name, text, at)]
        if ends:
            masked += "[x]"
            at = max(ends)
        else:
            masked += text[at]
            at += 1
    return masked


def ends_at(name: str, text: str, at: int) -> list[int]:
    """Return where a name ends that begins at a place of a text, if it does."""
    place = at
    for number, letter in enumerate(name):
        before = name[number - 1 : number]
        blanks = len(text[place:]) - len(text[place:].lstrip(" \n"))
        if letter == before == " ":
            continue  # several blanks are one
        if letter == " ":
            if not blanks and name.isascii():
                return []
            place += blanks
            continue
        if before and not before.isascii() and not letter.isascii():
            place += blanks
        if text[place : place + 1].casefold() != letter.casefold():
            return []
        place += 1
    glued = (name[0].isascii() and is_letter(text[at - 1 : at])) or (
        name[-1].isascii()
        and is_letter(text[place : place + 1])
        and (text[place : place + 1] != "s" or is_letter(text[place + 1 : place + 2]))
    )
    return [] if glued else [place]


def is_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()


@pytest.mark.parametrize(
    ("name", "text", "masked"),
    [
        ("タナカ", "ﾀﾅｶさん", "[R1]さん"),
        ("ガルシア", "ｶﾞﾙｼｱ", "[R1]"),
        ("田中", "田 中さんと田\n中", "[R1]さんと[R1]"),
        ("Oda", "the Odas, ODA’S, Odas' house, Odason", "the [R1]s, [R1]’S, [R1]s' house, Odason"),
        ("O'Brien", "O’Brien, O'BRIEN", "[R1], [R1]"),
        ("Smith-Jones", "Smith\u2011Jones, Smith–Jones", "[R1], [R1]"),
        ("Yıldız", "YILDIZ, yıldız", "[R1], [R1]"),
        ("Nguyễn", "NGUYỄN’s", "[R1]’s"),
    ],
)
def test_a_name_is_known_however_it_is_set(name: str, text: str, masked: str) -> None:
    assert Masker({name: "R1"})(text) == masked


def test_every_letter_of_a_name_is_found_in_either_case() -> None:
    letters = [one for code in range(0x41, 0x590) if (one := chr(code)).lower() != one.upper()]
    mask = Masker({f"qq{one}qq": "R1" for one in letters})
    for one in letters:
        for written in {one, one.lower(), one.upper()}:
            if len(written) == 1:
                assert mask(f"qq{written}qq") == "[R1]", one


def test_a_name_that_is_a_word_as_well_is_one_only_with_a_capital() -> None:
    assert Masker({"May": "R1"})("May I? It may rain, MAY.") == "[R1] I? It may rain, [R1]."


def test_a_surname_is_one_only_where_somebody_is_addressed_and_the_longest_goes_first() -> None:
    mask = Masker({"佐久間恵子": "R1"}, {"佐": "R1", "佐久": "R1", "佐久間": "R1"})
    assert mask("佐久間さんと佐久間恵子、佐久の佐久間が") == "[R1]さんと[R1]、佐久の佐久間が"
    assert mask("副市長の佐久間副市長") == "副市長の[R1]副市長"


@pytest.mark.parametrize(
    ("text", "kept_back"),
    [
        ("N: 15 documents, 1 case; 2026-01-11.", "N: 15 documents, 1 case; 2026-01-11."),
        ("Filter: document = 1", "Filter: document = [D1]"),
        ("Filter: document ≠ 1 and case=津", "Filter: document ≠ [D1] and case=[C2]"),
        ('Filter: document = "1" or document = 11', 'Filter: document = "[D1]" or document = 11'),
        ("Left out: 津, 空 and Kitaoka.", "Left out: [C2], [C3] and Kitaoka."),
        ("津: 3 cases", "[C2]: 3 cases"),
        ("津波の空気", "津波の空気"),
        ("Removed the document “Ii”", "Removed the document “[P4]”"),
        ("II of Ii", "II of Ii"),
        ("津", "[C2]"),
        ("", ""),
    ],
)
def test_the_shortest_names_are_names_only_where_they_stand_as_such(text: str, kept_back: str) -> None:
    short = ShortNames({"1": "D1", "津": "C2", "空": "C3", "Ii": "P4"})
    assert short(text) == kept_back
    assert short.replaced == kept_back.count("[")


def test_without_short_names_nothing_is_replaced() -> None:
    assert ShortNames({})("document = 1") == "document = 1"


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("Asanoura", "Asano-\nura"),
        ("Asanoura", "asano-\n  ura"),
        ("Asanoura", "ASANO\u2010 \nURA"),
        ("Asanoura", "Asa\nnoura"),
        ("Asanoura", "Asa \n noura"),
        ("Asanoura", "asa\u00adno\u00adura"),
        ("Asanoura", "Asa\u00ad\nnoura"),
        ("Asanoura", "A\u200bs\u200ca\u200dn\u2060o\ufeffura"),
        ("Sato Kenji", "Sato \u00a0\u3000 Kenji"),
        ("Sato Kenji", "Sato\u202f\u2009Kenji"),
        ("Sato Kenji", "Sato\u200b \nKen\u00adji"),
        ("Smith-Jones", "Smith-\nJones"),
        ("Smith-Jones", "Smith\u00ad-Jo\u00adnes"),
        ("Smith-Jones", "Smi-\nth-Jon-\nes"),
        ("O'Brien", "O\u2060’Bri-\nen"),
        ("佐藤 健二", "佐\u200b藤\u3000\n健\u2060二"),
        ("ガルシア", "ｶ\u200bﾞﾙ\nｼｱ"),
        ("Żółć", "Żó-\nłć"),
        ("Żółć", normalize("NFD", "Żó\u00adłć")),
        ("Лазарева", "Лаза\nрева"),
        ("김민준", "김민\n준"),
    ],
)
def test_what_breaks_a_name_does_not_hide_it(name: str, broken: str) -> None:
    mask = Masker({name: "R1"})
    text = f"- one of\n{broken} and pre-\nwar"
    start = text.index(broken)
    assert mask(text) == text.replace(broken, "[R1]")
    assert mask.places(text) == [(start, start + len(broken), "[R1]")]
    assert mask.parts([text[: start + 2], text[start + 2 :]]) == [
        f"{text[:start]}[R1]",
        text[start + len(broken) :],
    ]


def test_a_broken_surname_is_one_where_somebody_is_addressed() -> None:
    mask = Masker({}, {"佐久間": "R1"})
    assert mask("佐久\n間\u200bさんと佐久間\n部長、佐久間が") == "[R1]\u200bさんと[R1]\n部長、佐久間が"


def test_what_may_be_the_end_or_the_beginning_of_a_broken_name_gives_way_too() -> None:
    mask = Masker({"Asanoura": "R1"})
    assert mask.parts(["noura and Asano-\n"]) == ["…and…"]
    assert mask.parts(["no\u00adura and Asa\u00adno"]) == ["…and…"]


@pytest.mark.parametrize(
    "text", ["All in\na row", "the se-\ncond", "is\nit Asa - no\nura?", "Ken-tucky", "Asano\n- ura", "Ke n"]
)
def test_words_on_two_lines_are_no_name(text: str) -> None:
    assert Masker(dict.fromkeys(("Ina", "Sec", "Isit", "Asanoura", "Kentucky", "Ken"), "R1"))(text) in (
        text,
        text.replace("Ken-", "[R1]-"),
    )


def test_people_whose_names_differ_in_a_hyphen_are_told_apart() -> None:
    mask = Masker({"Ken-Ichi": "R1", "Kenichi": "R2"})
    assert mask("Ken-Ichi, Kenichi, Ken\u00adichi, Keni-\nchi") == "[R1], [R2], [R2], [R2]"


@given(st.data())
def test_a_name_is_found_wherever_it_is_broken_once(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(["Asanoura", "Sato Kenji", "Smith-Jones", "佐藤健二", "D'Iver"]))
    at = data.draw(st.integers(1, len(name) - 1))
    between = data.draw(st.sampled_from(["\n", "\u00ad", "\u200b", "\u2060\ufeff", "\u00ad\n"]))
    assert Masker({name: "R1"})(f"({name[:at]}{between}{name[at:]})") == "([R1])"


@pytest.mark.parametrize(
    "unit", ["\u00ad", "\u200b ", "-\n", "\n", " ", "- ", "\u00ad-", "K\u00ad", "K\n", "佐\n"]
)
def test_texts_full_of_breaks_take_time_in_proportion(unit: str) -> None:
    mask = Masker({"Kitaoka": "R1", "佐藤": "R2"}, {"佐": "R2"})

    def seconds(size: int) -> float:
        began = process_time()
        mask("K" + unit * (size // len(unit)) + "x")
        return process_time() - began

    assert seconds(400_000) < 40 * max(seconds(20_000), 0.005)
