"""Projects to measure the screen on: seeded, made by the library's own calls."""

from __future__ import annotations

import math
import random
from pathlib import Path

from qcode import Project
from qcode.codebook import read_codebook
from qcode.model.codings import CodingRecord
from qcode.model.documents import ImportedTurn, Role, Speaker, Transcript

CODER, OTHER_CODER = "A. Mori", "B. Lind"
CODEBOOK = Path(__file__).parents[1] / "codebooks" / "municipal_internationalisation.yaml"
_SEED = 20261122
_ENGLISH = (
    "the city office port partner council budget firm university network channel visit ministry we they"
    " prefecture supplier engineer export bridge after before because nobody asked rang wrote and then"
)
_JAPANESE = (
    "国際交流 戦略 自治体 地域 企業 連携 課題 人材 会議 港町 大学 予算 担当者 について という話でした"
    " をしています ところが と思います から始まって それで 海外の 展示会 カ゛イト゛ 申し上げたように"
)
_ODD = ("[laughs]", "[I-07]", "👩🏽‍🔬", "cafe\u0301", "①", "（笑）")
_MEDIAN_LENGTH = 180
"""Of a coding, in code points; lengths are lognormal, as those of real codings are."""


def sentence(chance: random.Random, japanese: bool, length: int) -> str:
    """Return a sentence of about so many code points."""
    words: list[str] = []
    size = 0
    source = (_JAPANESE if japanese else _ENGLISH).split()
    while size < length:
        words.append(chance.choice(_ODD) if chance.random() < 0.01 else chance.choice(source))
        size += len(words[-1]) + (not japanese)
    return "".join(words) + "。" if japanese else " ".join(words).capitalize() + "."


def long_talk(characters: int, chance: random.Random) -> Transcript:
    """Return a talk of about so many code points, 100 a line, half its lines Japanese."""
    parts: list[str] = []
    turns: list[ImportedTurn] = []
    reached = 0
    while reached < characters:
        asks = len(turns) % 2 == 0
        label = "I: " if asks else f"R{1 + len(turns) // 2 % 3}: "
        lines = []
        for _ in range(1 if asks else chance.randint(1, 5)):
            japanese = chance.random() < 0.55
            lengths = [chance.randint(15, 70) for _ in range(1 if asks else chance.randint(1, 4))]
            lines.append(("" if japanese else " ").join(sentence(chance, japanese, one) for one in lengths))
        speech = "\n".join(lines)
        start = reached + len(label)
        speaker = 0 if asks else 1 + len(turns) // 2 % 3
        turns.append(
            ImportedTurn((start, start + len(speech)), speaker, (reached, start), float(len(turns) * 20))
        )
        parts.append(f"{label}{speech}\n")
        reached += len(parts[-1])
    speakers = (
        Speaker("I", Role.INTERVIEWER),
        *(Speaker(f"R{number}", Role.RESPONDENT) for number in (1, 2, 3)),
    )
    return Transcript("".join(parts), "txt", tuple(turns), speakers, encoding="utf-8")


def codings_of(
    document: str, length: int, codes: list[str], number: int, chance: random.Random
) -> list[CodingRecord]:
    """Return so many different codings of a document, a third of them another coder's."""
    places: dict[tuple[int, int, str], str] = {}
    while len(places) < number:
        size = min(length // 2, 5 + round(chance.lognormvariate(math.log(_MEDIAN_LENGTH), 0.9)))
        start = chance.randrange(length - size)
        places[start, start + size, chance.choice(codes)] = chance.choice((CODER, CODER, OTHER_CODER))
    return [
        CodingRecord(document, code, start, end, coder=coder) for (start, end, code), coder in places.items()
    ]


def long_study(path: Path, characters: int, codings: int) -> None:
    """Make a study of one long interview, the large codebook, so many codings and one over all of it."""
    chance = random.Random(_SEED)
    with Project.create(path, "One long interview", coder=CODER, keep_backups=0) as project:
        project.codes.import_codebook(read_codebook(CODEBOOK))
        tree = project.codes.tree()
        codes = [tree.path(code.id) for code in tree]
        talk = long_talk(characters, chance)
        project.documents.import_transcript(talk, "interview.txt", cases=["Minamihama"])
        records = codings_of("interview", len(talk.text), codes, codings, chance)
        records.append(CodingRecord("interview", codes[0], 0, len(talk.text)))
        project.import_codings(records)


def wide_study(path: Path, codes: int, cases: int, codings: int) -> None:
    """Make a study of one interview a case, with so many codes in themes of five, and so many codings."""
    chance = random.Random(_SEED)
    with Project.create(path, "Many cases", coder=CODER, keep_backups=0) as project:
        names: list[str] = []
        for number in range(codes // 5):
            theme = project.codes.add(f"Theme {number}")
            names.append(theme.name)
            names += [
                f"{theme.name} > {project.codes.add(f'Code {number}.{one}', theme).name}" for one in range(4)
            ]
        records: list[CodingRecord] = []
        for number in range(cases):
            talk = long_talk(20_000, chance)
            name = f"Interview {number:02d}"
            project.documents.import_transcript(talk, f"{name}.txt", cases=[f"Case {number:02d}"])
            records += codings_of(name, len(talk.text), names, codings // cases, chance)
        project.import_codings(records)
