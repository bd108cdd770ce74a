"""What is looked for in running text for a person or a place."""

import pytest

from qcode.text.name_forms import addressed_forms, has_no_blank, person_forms, place_forms


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Oda Kei", {"Oda Kei", "Oda", "Kei"}),
        ("Naganobe Ryo (Mayor)", {"Naganobe Ryo (Mayor)", "Naganobe", "Ryo"}),
        ("Mr. Aoki", {"Mr. Aoki", "Aoki"}),
        ("Aoki-san", {"Aoki-san", "Aoki"}),
        ("O'Brien Kate", {"O'Brien Kate", "O'Brien", "Kate"}),
        ("Interviewer Aoki", {"Aoki"}),
        ("聞き手 青木", {"青木"}),
        ("青木市長", {"青木市長", "青木"}),
        ("青木課長補佐", {"青木課長補佐", "青木"}),
        ("青木さん", {"青木さん", "青木"}),
        ("総務課 青木", {"総務課 青木", "青木"}),
        ("服部課長", {"服部課長", "服部"}),
        ("山本部長", {"山本部長", "山本"}),
        ("青木・マリア", {"青木・マリア", "青木", "マリア"}),
        ("林さん", {"林さん"}),
    ],
)
def test_a_person_is_looked_for_without_title_and_by_each_name(name: str, forms: set[str]) -> None:
    assert set(person_forms(name)) == forms


@pytest.mark.parametrize(
    "name", ["Mayor", "Interviewer", "Speaker 2", "R1", "P07", "A", "聞き手", "聞き手Ａ", "話者1", "林", "K"]
)
def test_roles_offices_and_initials_are_nobodys_name(name: str) -> None:
    assert list(person_forms(name)) == []


@pytest.mark.parametrize("name", ["国際課長", "企画部長", "国際交流部次長", "港湾局長"])
def test_an_office_is_looked_for_as_a_whole_only(name: str) -> None:
    assert set(person_forms(name)) == {name}


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Minamihama", {"Minamihama"}),
        ("Minamihama City", {"Minamihama City", "Minamihama"}),
        ("City of Minamihama", {"City of Minamihama", "Minamihama"}),
        ("Minamihama-shi", {"Minamihama-shi", "Minamihama"}),
        ("Minamihama (large)", {"Minamihama (large)", "Minamihama"}),
        ("南浜市", {"南浜市", "南浜"}),
        ("北岡県南浜市", {"北岡県南浜市", "北岡県南浜", "南浜市", "南浜"}),
        ("北岡県", {"北岡県", "北岡"}),
        ("津市", {"津市"}),
    ],
)
def test_a_place_is_looked_for_without_what_kind_it_is_and_where_it_lies(name: str, forms: set[str]) -> None:
    assert set(place_forms(name)) == forms


def test_a_name_without_a_blank_is_looked_for_by_its_beginnings_where_somebody_is_addressed() -> None:
    assert list(addressed_forms("佐久間恵子")) == ["佐", "佐久", "佐久間"]
    assert list(addressed_forms("森")) == ["森"]
    for name in ("佐藤 健二", "青木", "Sato", "国際課長", "聞き手"):
        assert not list(addressed_forms(name))
    assert [has_no_blank(name) for name in ("佐久間恵子", "佐久間 恵子", "青木", "国際交流部次長")] == [
        True,
        False,
        False,
        False,
    ]
