"""What may be the name of a speaker, and which words before a colon are something else."""

from __future__ import annotations

import re
from functools import lru_cache

from qcode.text.names import levelled

LONGEST_LABEL = 40
_MOST_WORDS = 4


def words(text: str) -> frozenset[str]:
    """Return the words of a list written with blanks between them."""
    return frozenset(text.split())


_NON_SPEECH = words(
    """
    break outro intro music jingle ad ads advert advertisement sponsor applause interlude bgm
    休憩 音楽 拍手 中断 録音停止 録音中断 場面転換
    """
)

METADATA_KEYS = words(
    """
    date time place location venue participants attendees present duration length language recording
    recorded audio file filename transcriber transcription transcript translator project study title
    subject topic version id interview city municipality organisation organization affiliation
    position gender age occupation keywords case mode method consent kind author authors issuer
    publisher published year adopted period status contact
    data local participantes duração fecha lugar datum ort lieu durée
    日時 日付 日 年月日 実施日 実施日時 調査日 調査日時 開催日時 場所 実施場所 会場 参加者 出席者 同席者
    時間 所要時間 録音時間 録音 文字起こし 書き起こし 作成者 記録者 記録 件名 題名 タイトル 表題 対象
    自治体 市町村 所属 役職 氏名 年齢 性別 職業 方法 言語 ファイル ファイル名 調査名 案件
    発行 発行者 発行年 策定 策定年 策定年月 計画期間
    """
) | {
    "interview id",
    "interview no",
    "interview number",
    "interview date",
    "date of interview",
    "recorded on",
    "transcribed by",
    "インタビュー日",
    "インタビュー日時",
}
"""Keys that head a line of front matter, levelled; no speaker is called so."""

_NO_SPEAKERS = words(
    """
    note notes nb n.b source sources example e.g i.e figure fig table box step chapter section part
    appendix annex http https www url ps p.s warning tip summary conclusion conclusions result
    results goal goals objective objectives target targets indicator indicators kpi action actions
    measure measures background vision mission issue issues problem definition include exclude memo
    comment comments point points option reason reference references see also todo update
    budget lead progress outcome output
    注 注記 注意 例 図 表 資料 出典 参考 備考 目標 指標 施策 課題 現状 背景 目的 内容 担当 担当課 取組
    取り組み 効果 方針 概要 基本方針 基本目標 重点施策 数値目標 ポイント 補足 まとめ 結論 コメント メモ
    事業 予算 凡例 主な取組 理由
    """
)

_NONVERBAL = re.compile(
    r"(?:一同|全員|少し|両者|二人)?(?:笑い?|爆笑|苦笑|沈黙|間|無言|うなずき|うなずく|頷く|頷き|咳|ため息|拍手)"
    r"(?:\s*\d+秒)?$|聞き取れ|聴取不能|不明|中略$|略$|同意$|相づち|"
    r"\W*(?:laugh\w*|pauses?|silence|inaudible|unintelligible|unclear|crosstalk|sighs?|coughs?|"
    r"redacted|nods?|chuckles?|applause|overlap\w*|foreign|music|noise|sic|break)\b",
    re.IGNORECASE,
)

_FORBIDDEN = re.compile(
    r"[。．.！？!?「」『』、,，;；:：|<>{}\"“”=…‥*\\/\t\n\[\]【】〔〕［］]|^[#―—─–○◎●△▲□■◇◆◯〇※・]|--|https?$"
)
_ASIDE = re.compile(r"\s*[（(][^（(）)]{1,30}[）)]")
_SHORT_STOP = re.compile(r"(?:^|\s)[^\W\d_]{1,4}\.(?=\s|$)|(?:^|[\s.])[^\W\d_]\.")
_SHORT_WORD = 2
_LETTER = re.compile(r"[^\W\d_]")
_HIRAGANA = re.compile("[ぁ-ゖ]")
_NO_LAST_WORD = words(
    "said says say is was are were be thing following asked like that this and or but so because "
    "then means mean of the a to in on for with"
)
_NO_FIRST_WORD = words(
    "and but so because if when then or well the a an this that these those there it he she they "
    "we you my your his her their our what how why where who which in on at to for with as"
)
_SMALL_WORDS = words("of the and de da do dos van von der den la le el bin al")


@lru_cache(maxsize=1 << 12)
def is_non_speech(label: str) -> bool:
    """Tell whether a label marks a break in the conversation (`Break`, `音楽`), not a speaker."""
    return levelled(label).strip(".・ ") in _NON_SPEECH


def is_metadata_key(label: str) -> bool:
    """Tell whether a label is known to head a line of front matter (`Date`, `場所`)."""
    return levelled(label) in METADATA_KEYS


@lru_cache(maxsize=1 << 13)
def speaker_name(raw: str) -> str | None:
    """Return the name of a speaker that a label gives, None where it cannot be one.

    White space is squeezed; nothing else is changed. A name has a letter, at most 40 characters
    and four words (what stands in parentheses aside), and no punctuation of a sentence. Whether it
    *is* a speaker is for the file to show, by using it again.
    """
    name = " ".join(raw.split())
    if not name or len(name) > LONGEST_LABEL or _LETTER.search(name) is None:
        return None
    bare = _ASIDE.sub("", name).strip()
    if not bare or not bare[0].isalnum() or _FORBIDDEN.search(_SHORT_STOP.sub("", bare)):
        return None
    key = levelled(bare)
    if key in _NO_SPEAKERS or key in METADATA_KEYS or _NONVERBAL.match(key):
        return name if is_non_speech(bare) else None
    parts = key.split()
    if len(parts) > _MOST_WORDS or len(_HIRAGANA.findall(bare)) > 8:
        return None
    if len(parts) > 1 and (parts[-1] in _NO_LAST_WORD or parts[0] in _NO_FIRST_WORD):
        return None
    small = [word for word in bare.split() if word.islower() and word not in _SMALL_WORDS]
    if len(small) >= 3 and len(small) == len(parts):
        return None
    return name


def is_odd_name(name: str) -> bool:
    """Tell whether it is for its signs alone that a label is no name: `Saeki/Mori`, `#3`, `"Bo"`."""
    parts = "".join(c if c.isalnum() else " " for c in name).split()
    if not 0 < len(parts) <= _MOST_WORDS + 1 or " ".join(parts) == name or speaker_name(name) is not None:
        return False
    return all(not word[0].islower() or len(word) <= _SHORT_WORD for word in parts)


def looks_like_a_name(name: str) -> bool:
    """Tell whether a label is written as names are: capitalised words, initials, short CJK."""
    parts = [word for word in _ASIDE.sub("", name).split() if word not in _SMALL_WORDS]
    return len(parts) <= 3 and all(
        word[0].isupper() or word[0].isdigit() or (not word[0].islower() and len(word) <= 8) for word in parts
    )
