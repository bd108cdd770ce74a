"""The list of municipalities holds what researchers quote, and finds names as people write them."""

from collections import Counter

import pytest

from qcode.municipalities import Category, find, lookup, municipalities


def names(text: str) -> list[str]:
    return [one.prefecture + one.name_ja for one in find(text)]


def test_the_list_has_the_numbers_of_each_class_that_law_and_statistics_give() -> None:
    classes = Counter(one.category for one in municipalities().values())
    assert len(municipalities()) == 1741
    assert classes[Category.DESIGNATED_CITY] == 20
    assert classes[Category.CORE_CITY] == 62
    assert classes[Category.SPECIAL_CITY] == 23
    assert classes[Category.SPECIAL_WARD] == 23
    assert classes[Category.TOWN] == 743
    assert classes[Category.VILLAGE] == 183


def test_every_municipality_has_a_name_in_every_script() -> None:
    assert all(
        one.name_ja and one.name_kana and one.name_romaji and one.prefecture
        for one in municipalities().values()
    )


def test_look_up_by_code() -> None:
    toyota = lookup("232114")
    assert toyota is not None
    assert (toyota.prefecture, toyota.name_ja) == ("愛知県", "豊田市")
    assert toyota.name_romaji == "Toyota-shi"
    assert (toyota.category, toyota.region8, toyota.meti_bureau) == ("core_city", "Chubu", "Chubu")
    assert toyota.code5 == "23211"


def test_look_up_of_a_ward_finds_nothing() -> None:
    assert lookup("011011") is None


def test_the_kanto_bureau_reaches_beyond_the_kanto_region() -> None:
    hamamatsu = lookup("221309")
    assert hamamatsu is not None
    assert (hamamatsu.region8, hamamatsu.meti_bureau) == ("Chubu", "Kanto")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("豊田市", "愛知県豊田市"),
        ("愛知県豊田市", "愛知県豊田市"),
        ("愛知県 豊田市", "愛知県豊田市"),
        ("海部郡蟹江町", "愛知県蟹江町"),
        ("愛知県海部郡蟹江町", "愛知県蟹江町"),
        ("赤穂郡上郡町", "兵庫県上郡町"),
        ("大和郡山市", "奈良県大和郡山市"),
        ("茅ケ崎市", "神奈川県茅ヶ崎市"),
        ("茅が崎市", "神奈川県茅ヶ崎市"),
        ("茅ヶ﨑市", "神奈川県茅ヶ崎市"),
        ("竜ヶ崎市", "茨城県龍ケ崎市"),
        ("葛󠄀飾区", "東京都葛飾区"),
        ("宝塚市", "兵庫県宝塚市"),
        ("桧原村", "東京都檜原村"),
        ("豊田", "愛知県豊田市"),
        ("津", "三重県津市"),
        ("Toyota-shi", "愛知県豊田市"),
        ("kitakyushu", "福岡県北九州市"),
        ("Kanie-cho", "愛知県蟹江町"),
    ],
)
def test_a_name_is_found_as_people_write_it(written: str, meant: str) -> None:
    assert names(written) == [meant]


def test_one_name_of_several_municipalities_gives_all_of_them() -> None:
    assert names("府中市") == ["東京都府中市", "広島県府中市"]
    assert names("池田町") == ["北海道池田町", "福井県池田町", "長野県池田町", "岐阜県池田町"]
    assert names("広島県府中市") == ["広島県府中市"]


def test_two_cities_that_differ_in_one_old_character_stay_apart() -> None:
    assert names("鹿島市") == ["佐賀県鹿島市"]
    assert names("鹿嶋市") == ["茨城県鹿嶋市"]


@pytest.mark.parametrize("text", ["札幌市中央区", "札幌市 北区", "鎌倉幕府", "", " ", "市"])
def test_what_is_no_municipality_is_not_found(text: str) -> None:
    assert find(text) == ()


def test_every_municipality_is_found_by_its_prefecture_and_name() -> None:
    assert all(find(one.prefecture + one.name_ja) == (one,) for one in municipalities().values())
