"""The list of municipalities, and how to find one by code or by name."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from types import MappingProxyType


class Category(StrEnum):
    """The class of a municipality in law; where a city is of two, the higher."""

    DESIGNATED_CITY = "designated_city"
    CORE_CITY = "core_city"
    SPECIAL_CITY = "special_city_at_enforcement"
    CITY = "city"
    TOWN = "town"
    VILLAGE = "village"
    SPECIAL_WARD = "special_ward"


@dataclass(frozen=True, slots=True)
class Municipality:
    """One municipality of the list."""

    code6: str
    """Six digits, the last of them the check digit."""
    name_ja: str
    name_kana: str
    name_romaji: str
    """In Latin letters with its county where it has one: `Ama-gun Kanie-cho`."""
    pref_code: str
    """Two digits, `01` to `47` from north to south."""
    prefecture: str
    """Japanese name with 都, 道, 府 or 県."""
    category: Category
    region8: str
    """One of the eight regions; a convention, not law."""
    meti_bureau: str
    """The regional bureau of the Ministry of Economy, Trade and Industry."""

    @property
    def code5(self) -> str:
        """The code without its check digit."""
        return self.code6[:5]


@cache
def municipalities() -> Mapping[str, Municipality]:
    """Return the whole list by six-digit code, in the order of the codes."""
    text = files(__package__).joinpath("municipalities.csv").read_text(encoding="utf-8")
    return MappingProxyType(
        {
            row["code6"]: Municipality(
                code6=row["code6"],
                name_ja=row["name_ja"],
                name_kana=row["name_kana"],
                name_romaji=row["name_romaji"],
                pref_code=row["pref_code"],
                prefecture=row["pref_ja"],
                category=Category(row["category"]),
                region8=row["region8"],
                meti_bureau=row["meti_bureau"],
            )
            for row in csv.DictReader(text.split("\n"))
        }
    )


def lookup(code6: str) -> Municipality | None:
    """Return the municipality of a six-digit code; None where the list has none."""
    return municipalities().get(code6)


@cache
def prefectures() -> Mapping[str, str]:
    """Return the Japanese names of the 47 prefectures by their two digits."""
    return MappingProxyType({one.pref_code: one.prefecture for one in municipalities().values()})


def find(name: str) -> tuple[Municipality, ...]:
    """Return every municipality that a name may mean, in the order of the codes.

    The name is Japanese, with or without its prefecture and its county (海部郡蟹江町), in any
    of the usual spellings (茅ヶ崎 茅ケ崎 茅が崎, 龍 竜, old forms of characters); without its
    last character (市 区 町 村) only where nothing is called just so; or in Latin letters
    (Toyota-shi, Toyota). Empty where nothing fits. A ward of a designated city is no
    municipality and is not found.
    """
    wanted = levelled(name)
    index = _by_name()
    for key in _readings(wanted):
        if key in index:
            # 鹿島市 and 鹿嶋市 are two cities: where one is spelt just so, the other is not meant.
            just_so = tuple(one for one in index[key] if one.name_ja in name)
            return just_so or index[key]
    return ()


def levelled(name: str) -> str:
    """Return a name with the differences of spelling taken out that mean nothing."""
    compatible = unicodedata.normalize("NFKC", name)
    letters = (letter for letter in compatible if not _is_ornament(letter))
    return "".join(letters).translate(_VARIANTS).casefold()


_VARIANTS = str.maketrans(
    "ヶヵガがかノ之龍澤濱邊瀧﨑髙塚國廣嶋鹽條舘富曾鯵桧梼籠靱竃葛圓應櫻榮德齊斎",
    "ケケケケケのの竜沢浜辺滝崎高塚国広島塩条館富曽鰺檜檮篭靭竈葛円応桜栄徳斉斉",
)
_GLYPH_CHOICES = frozenset(map(chr, [*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)]))
_COUNTY = re.compile(r"^.{1,6}?郡(?=..)")
_COUNTY_ROMAJI = re.compile(r"^[a-z]+-gun")
_KIND_ROMAJI = re.compile(r"-(?:shi|ku|machi|cho|mura|son)$")


def _is_ornament(letter: str) -> bool:
    """Tell blanks and the marks that choose a glyph among variants."""
    return letter.isspace() or letter in _GLYPH_CHOICES


def _readings(wanted: str) -> list[str]:
    """Return what a name may be in the index: as it is, else without a county."""
    prefecture = next(
        (levelled(one) for one in prefectures().values() if wanted.startswith(levelled(one))), ""
    )
    rest = wanted[len(prefecture) :]
    return [wanted, prefecture + _COUNTY.sub("", rest)]


@cache
def _by_name() -> Mapping[str, tuple[Municipality, ...]]:
    full: dict[str, list[Municipality]] = {}
    short: dict[str, list[Municipality]] = {}
    for one in municipalities().values():
        name, prefecture = levelled(one.name_ja), levelled(one.prefecture)
        romaji = levelled(one.name_romaji)
        plain_romaji = _COUNTY_ROMAJI.sub("", romaji)
        for key in {name, prefecture + name, romaji, plain_romaji}:
            full.setdefault(key, []).append(one)
        for key in {name[:-1], prefecture + name[:-1], _KIND_ROMAJI.sub("", plain_romaji)}:
            short.setdefault(key, []).append(one)
    return {key: tuple(found) for key, found in (short | full).items()}
