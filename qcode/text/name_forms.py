"""The forms under which a person or a place is spoken of, made of the name that a project has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qcode.text.label_words import words
from qcode.text.masking import long_enough
from qcode.text.names import levelled
from qcode.text.roles import is_sure_label, role_of

_APART = re.compile(r"[\s()（）\[\]［］【】「」“”\".．,，、;；:：/／・·=＝&＆|_]+")
_ASIDE = re.compile(r"\s*[(（\[［【,，、;；/／].*$", re.DOTALL)
_POLITE = re.compile(
    r"(?:さん|さま|様|氏|君|くん|ちゃん|殿|先生|[-\u2010\u2011 ](?:san|sama|sensei|shi|kun))$", re.IGNORECASE
)
_OFFICE_AT_END = re.compile(
    r"(?:副?(?:[市区町村]長|知事|部長|課長|係長|局長|次長|室長|館長|所長|会長|社長|議長)|補佐|"
    r"主任|主事|主査|主幹|参事|理事|議員|教授|秘書|担当者?|職員)+$"
)
_IDEOGRAPHS = re.compile(r"[\u3400-\u9fff々〆ヶ\U00020000-\U0003ffff]+")
_LONGEST_SURNAME, _SHORTEST_OF_BOTH = 3, 3
_JAPANESE_KIND = re.compile(r"(?<=..)[市町村区都道府県]$")
_PREFECTURE = re.compile(r"^(?:東京都|北海道|(?:京都|大阪)府|[^\s県]{2,3}県)(?=..)")
_LATIN_KIND = re.compile(
    r"(?:\s+(?:city|town|village|ward|municipality|county|prefecture|region)|-(?:shi|machi|cho|mura|son|ku|ken|fu))$",
    re.IGNORECASE,
)
_LATIN_KIND_BEFORE = re.compile(
    r"^(?:the\s+)?(?:city|town|village|municipality|county|region)\s+of\s+", re.IGNORECASE
)
_OFFICES = words(
    """
    mayor deputy vice director manager chief head officer official staff secretary president professor
    governor counsellor councillor adviser advisor coordinator mr mrs ms dr prof section division office
    department bureau city town village port international exchange planning policy strategy tourism
    trade industry economic economy affairs general public relations culture education the of for and
    speaker spk unknown unidentified
    市長 町長 村長 副市長 知事 部長 課長 係長 局長 次長 室長 主任 主事 担当 担当者 職員
    議員 会長 社長 教授 さん 氏 話者 発言者 参加者 人物 不明
    """
)
_DEPARTMENTS = re.compile(
    r"(?:国際|企画|総務|政策|産業|観光|経済|商工|財政|交流|港湾|文化|教育|都市|地域|建設|環境|福祉|広報|"
    r"人事|戦略|連携|推進|振興|開発|計画|調整|事業|行政)[部課局室係]?$|(?<=..)[課局係]$"
)


def person_forms(name: str) -> Iterator[str]:
    """Yield what to look for in running text for a person: the name, and its parts without title or office.

    Titles, offices, roles and initials are nobody's name.
    """
    parts = [part for part in _APART.split(name) if part]
    telling = [part for part in parts if not _is_title(part)]
    if telling and long_enough(name) and not is_sure_label(name):
        yield name
    for part in telling:
        bare = _bare(part)
        if long_enough(bare) and not _is_title(bare):
            yield bare


def has_no_blank(name: str) -> bool:
    """Tell whether a Japanese name may be a surname and a given name in one: 佐久間恵子."""
    return len(_ideographs_of(name)) >= _SHORTEST_OF_BOTH


def addressed_forms(name: str) -> Iterator[str]:
    """Yield what to look for where somebody is addressed whose Japanese name has no blank in it.

    Nobody can tell where the surname ends: so all beginnings of the name that may be one.
    """
    bare = _ideographs_of(name)
    if len(bare) >= _SHORTEST_OF_BOTH:
        yield from (bare[:length] for length in range(1, min(len(bare), _LONGEST_SURNAME + 1)))
    elif len(bare) == 1:
        yield bare


def _ideographs_of(name: str) -> str:
    """Return the one part of a name that tells who it is, where it is all ideographs; else nothing."""
    telling = [part for part in _APART.split(name) if part and not _is_title(part)]
    bare = _bare(telling[0]) if len(telling) == 1 else ""
    office = _OFFICE_AT_END.search(bare) or _DEPARTMENTS.search(bare) or _is_title(bare)
    return bare if _IDEOGRAPHS.fullmatch(bare) and not office else ""


def place_forms(name: str) -> Iterator[str]:
    """Yield what to look for in running text for a case: its name, and it without `City`, 市, prefecture."""
    for form in dict.fromkeys((name, _ASIDE.sub("", name))):
        inner = _PREFECTURE.sub("", form)
        for one in (form, inner):
            yield from filter(long_enough, (one, _stem(one)))


def _stem(name: str) -> str:
    return _JAPANESE_KIND.sub("", _LATIN_KIND_BEFORE.sub("", _LATIN_KIND.sub("", name)))


def _bare(part: str) -> str:
    """Return a part of a name without what politeness or an office adds at its end."""
    polite = _POLITE.sub("", part)
    bare = _OFFICE_AT_END.sub("", polite)
    # 国際課長 is no Mr 国際: that word is in every other sentence.
    return polite if _DEPARTMENTS.search(bare) else bare


def _is_title(part: str) -> bool:
    return (
        levelled(part) in _OFFICES
        or is_sure_label(part)
        or role_of(part) is not None
        or _DEPARTMENTS.search(part) is not None
    )
