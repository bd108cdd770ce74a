"""From bytes to text: by byte order mark, by strict decoding, and last by evidence.

Nothing is ever decoded with errors ignored. Where bytes leave a choice, the result says that it was
guessed.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from qcode.errors import DataError, UsageError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SHIFT_JIS = frozenset({"shift_jis", "shift_jisx0213", "shift_jis_2004"})
_ISO_2022 = ("iso2022_jp", "iso2022_jp_3", "iso2022_jp_2004", "iso2022_jp_ext")
_ESCAPES = re.compile(rb"\x1b(?:\$[@B]|\(J|\(I|\$\([DOPQ])")
_HIGH_RUN = re.compile(rb"[\x80-\xff]+")
_UTF8_CHARACTER = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")

_HIRAGANA = re.compile("[ぁ-ゖ]")
_LIKELY = re.compile("[ァ-ヺー一-鿿々〇、。，．・「」『』（）！？：；　〜～…‥―－①-⑳０-９Ａ-Ｚａ-ｚ]")
_UNLIKELY = re.compile("[｡-ﾟ\ue000-\uf8ff\x80-\x9f\ufffd\u0370-\u03ff\u2500-\u257f]")
_TEXT = re.compile("[\t\n\r -~\u00a0-\u024f\u2010-\u203b\u3000-\u30ff\u4e00-\u9fff\uff01-\uff60]")
_SAMPLE = 1 << 18
_PLAUSIBLE = 0.5
_MOSTLY = 0.9
_ZEROS = 0.1


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with the encoding it was in."""

    text: str
    encoding: str
    """Canonical name: utf-8, cp932, euc_jp, iso2022_jp, utf-16-le ..."""
    guessed: bool = False
    """True where the bytes fit several encodings and the likeliest was taken."""
    warnings: tuple[str, ...] = ()


def decode(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """Return the text of a file's bytes; a byte order mark stays in it for `clean` to drop.

    `encoding` is what a person says it is: then it is that or an error. Else: byte order mark;
    ISO-2022-JP by its escape sequences; UTF-16 without a mark by its zero bytes; strict UTF-8; and
    then the likeliest of CP932, EUC-JP and CP1252. Raises DataError with the offset and line of the
    first byte that does not fit, UsageError for an encoding that does not exist.
    """
    if encoding is not None:
        return _decode_as(data, name, encoding)
    for mark, marked in _BOMS:
        if data.startswith(mark):
            return Decoded(_strictly(data, name, marked), marked)
    if _ESCAPES.search(data) and data.isascii():
        for candidate in _ISO_2022:
            text = _attempt(data, candidate)
            if text is not None:
                return Decoded(text, candidate)
    text = _attempt(data, "utf-8")
    if b"\0" in data and (text is None or data.count(0) > _ZEROS * len(data)):
        wide = _without_mark(data)
        if wide is not None:
            return wide
    if text is not None:
        return Decoded(text, "utf-8")
    return _by_evidence(data, name)


def _decode_as(data: bytes, name: str, encoding: str) -> Decoded:
    try:
        canonical = codecs.lookup(encoding).name
        # Some codecs make bytes of bytes, one refuses everything; an empty text would not show it.
        b"a".decode(canonical)
    except UnicodeDecodeError:
        pass
    except (LookupError, ValueError):
        raise UsageError(
            f"There is no text encoding “{encoding}”.",
            "Japanese files are mostly utf-8, cp932 (Shift_JIS), euc_jp, iso2022_jp or utf-16.",
        ) from None
    warnings: tuple[str, ...] = ()
    if canonical in _SHIFT_JIS:
        warnings = (f"{encoding} read as cp932, which also has ①, ㈱ and 髙",)
        canonical = "cp932"
    elif canonical == "utf-8-sig":
        canonical = "utf-8"
    elif canonical in ("utf-16", "utf-32"):
        marked = next((own for mark, own in _BOMS if data.startswith(mark) and canonical in own), None)
        canonical = marked or f"{canonical}-le"
    return Decoded(_strictly(data, name, canonical), canonical, False, warnings)


def _strictly(data: bytes, name: str, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _bad_byte(data, name, encoding, error.start) from None
    except ValueError:
        raise DataError(f"{name} is not {encoding}.", "Name its encoding with --encoding.") from None


def _bad_byte(data: bytes, name: str, encoding: str, at: int) -> DataError:
    at = min(at, len(data) - 1)  # some codecs point behind the end
    newline = "\n".encode(encoding) if encoding.startswith("utf") else b"\n"
    line = data.count(newline, 0, at) + 1
    return DataError(
        f"{name} is not {encoding}: byte 0x{data[at]:02x} at offset {at:,}, line {line:,}.",
        "Save the file again as UTF-8, or name its encoding with --encoding.",
    )


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except ValueError:
        return None


def _without_mark(data: bytes) -> Decoded | None:
    """Return UTF-16 text without a byte order mark, None where the bytes are none.

    Blanks, line ends and Latin letters have a zero byte there, on one side only.
    """
    best: Decoded | None = None
    best_share = _MOSTLY
    for encoding in ("utf-16-le", "utf-16-be"):
        text = _attempt(data, encoding)
        if text:
            sample = text[:_SAMPLE]
            share = len(_TEXT.findall(sample)) / len(sample)
            if share > best_share:
                best, best_share = Decoded(text, encoding, guessed=True), share
    return best


def _by_evidence(data: bytes, name: str) -> Decoded:
    fitting = len(b"".join(_UTF8_CHARACTER.findall(data)))
    high = sum(map(len, _HIGH_RUN.findall(data)))
    if fitting >= _MOSTLY * high:
        _strictly(data, name, "utf-8")
    scores = {
        encoding: (_japanese_share(text), text)
        for encoding in ("cp932", "euc_jp")
        if (text := _attempt(data, encoding)) is not None
    }
    if scores:
        encoding = max(scores, key=lambda one: scores[one][0])
        share, text = scores[encoding]
        if share >= _PLAUSIBLE:
            return Decoded(text, encoding, guessed=True)
    western = _attempt(data, "cp1252")
    if western is not None and _is_western(data):
        return Decoded(western, "cp1252", guessed=True)
    raise DataError(
        f"{name}: the encoding cannot be told from its bytes; it is not UTF-8.",
        "Name it with --encoding (cp932, euc_jp, utf-16, cp1252 ...).",
    )


def _japanese_share(text: str) -> float:
    """Return how much of what is not ASCII looks like Japanese prose: 1 all of it, 0 or less none.

    Hiragana weigh double, as prose is full of them and wrong decodings are not; half-width katakana,
    private and box-drawing characters are what wrong decodings are made of.
    """
    sample = text[:_SAMPLE]
    foreign = len(sample) - len(sample.encode("ascii", "ignore"))
    if not foreign:
        return 0.0
    hiragana = len(_HIRAGANA.findall(sample))
    likely = len(_LIKELY.findall(sample))
    unlikely = len(_UNLIKELY.findall(sample))
    return min(1.0, (2 * hiragana + likely - 2 * unlikely) / foreign)


def _is_western(data: bytes) -> bool:
    """Tell whether bytes beyond ASCII stand alone between ASCII ones, as accented letters do."""
    runs = [len(run) for run in _HIGH_RUN.findall(data[:_SAMPLE])]
    return not runs or sum(length <= 2 for length in runs) >= _MOSTLY * len(runs)
