"""Guessing from its label, or from how they speak, what a speaker is in the conversation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from unicodedata import normalize

from qcode.model.documents import Role
from qcode.text.label_words import words
from qcode.text.names import levelled

_INTERVIEWERS = words(
    """
    interviewer interviewers int intv iv i q question questioner moderator facilitator host
    researcher investigator
    聞き手 聴き手 ききて 質問者 質問 問 調査者 調査員 研究者 取材者 記者 司会 司会者 進行
    インタビュアー インタビューアー インタビューア インタビュワー インタヴュアー ――
    entrevistador entrevistadora pergunta pesquisador pesquisadora pregunta frage intervistatore
    domanda enquêteur enquêtrice intervieweur intervieweuse
    """
)
_RESPONDENTS = words(
    """
    interviewee interviewees respondent respondents participant informant resp r a answer subject
    話し手 語り手 話者 回答者 回答 答 答え 対象者 調査対象者 調査協力者 研究協力者 協力者 参加者
    被調査者 インタビュイー
    entrevistado entrevistada resposta respuesta antwort befragter befragte risposta réponse
    """
)
_PLAIN_SIGHT = words(
    """
    interviewer interviewers interviewee interviewees moderator facilitator researcher
    respondent respondents participant informant
    聞き手 聴き手 質問者 調査者 取材者 司会 司会者
    インタビュアー インタビューアー インタビューア インタビュワー インタヴュアー
    話し手 語り手 回答者 対象者 調査対象者 調査協力者 研究協力者 被調査者 インタビュイー
    entrevistador entrevistadora entrevistado entrevistada intervistatore intervieweur
    """
)
"""Words that hardly begin a line unless as a label, alone or before a name or a number."""

_NUMBERED = words("speaker spk 話者 発言者 参加者 人物")
"""Words that stand for a speaker where a number follows."""

_UNSURE = words("a answer 話者")
"""Words that say something only beside an interviewer of a label of their own."""

_CLEAR_QUESTIONS = 0.3
_CLEAR_LEAD = 2.0
_FEWEST_TURNS = 3

_LONGEST_LABEL = 200
"""Characters; longer ones name nobody, and looking for a number at their end would take for ever."""
# Numbers, and the letter that tells people of one role apart: `Speaker A`, `聞き手Ｂ`.
_TAIL = re.compile(r"(?:(?:(?<=[^\x00-\x7f])|(?<= ))[a-z]|[\s#._\-‐:：\d])*[)）]?\s*$")
_ASIDE = re.compile(r"[（(\[［].*$")
_QUESTION_END = re.compile(r"(?:[?？]|か[。｡]?)[\s」』）)\"”’*_]*$")
_SEPARATORS = re.compile(r"\s*(?:[,，、;；/／・&＆]|\band\b|と)\s*")


@dataclass(frozen=True, slots=True)
class Speech:
    """How one speaker speaks in a document, for guessing."""

    turns: int
    questions: int
    """Turns that end with a question."""
    characters: int


def ends_with_question(speech: str) -> bool:
    """Tell whether a turn ends with a question mark or, in Japanese, with か."""
    return _QUESTION_END.search(speech[-24:]) is not None


def role_of(label: str) -> Role | None:
    """Return the role that a label names (`Interviewer 1`, `聞き手`, `P07`), None where it names none.

    `A` and `話者` are no roles by themselves: they stand for respondents only beside interviewers.
    """
    word, number = _word_and_number(label)
    if word in _INTERVIEWERS and not (word == "i" and number):
        return Role.INTERVIEWER
    if word in _UNSURE:
        return None
    if word == "p":
        return Role.RESPONDENT if number else None
    return Role.RESPONDENT if word in _RESPONDENTS else None


def is_sure_label(label: str) -> bool:
    """Tell whether a label is a speaker on first sight, without being used again.

    `Interviewer` is, and `Speaker 2` as services write it; single letters are not, nor is what may
    begin any list: `A`, `Host`, `Question`.
    """
    word, number = _word_and_number(label)
    return word in _PLAIN_SIGHT or (bool(number) and word in _NUMBERED)


def _word_and_number(label: str) -> tuple[str, str]:
    """Return the word of a label, without what follows it, and the number or letter that does."""
    plain = normalize("NFKC", label).casefold().strip()
    plain = _ASIDE.sub("", plain).strip() or plain.strip("()[] ")
    if len(plain) > _LONGEST_LABEL:
        return plain, ""
    tail = _TAIL.search(plain)
    word = plain[: tail.start()].strip() if tail else plain
    number = "".join(filter(str.isalnum, plain[len(word) :]))
    first = word.split(" ", 1)[0]
    return (first if first in _PLAIN_SIGHT else word), number


def guess_roles(
    labels: Sequence[str],
    speech: Sequence[Speech],
    metadata: Mapping[str, str] | None = None,
    given: Mapping[str, Role] | None = None,
) -> tuple[list[Role | None], list[str]]:
    """Return a role or None for each speaker, and what has to be said about the guess.

    Roles that are `given` for a label stand. Labels speak first, then the front matter
    (`Interviewer: K. Sato`, `I = interviewer`), then an all-zero number among numbers. Once an
    interviewer is known, everyone else whose label says nothing answers. Only where no interviewer
    is known does it go by the way they speak: one speaker alone asks questions and speaks less than
    their share. Without clear evidence, None.
    """
    told = {levelled(label): role for label, role in (given or {}).items()}
    roles = [told.get(levelled(label)) or role_of(label) for label in labels]
    _from_cast(labels, roles, metadata or {})
    _from_numbers(labels, roles)
    warnings: list[str] = []
    if Role.INTERVIEWER not in roles and len(labels) > 1:
        asking = _who_asks(roles, speech)
        if asking is not None:
            roles[asking] = Role.INTERVIEWER
            share = speech[asking].questions / speech[asking].turns
            warnings.append(
                f"roles guessed: “{labels[asking]}” is taken for the interviewer"
                f" ({share:.0%} of their turns end with a question), everyone else for respondents"
            )
    if Role.INTERVIEWER in roles:
        roles = [role or Role.RESPONDENT for role in roles]
    return roles, warnings


def _from_cast(labels: Sequence[str], roles: list[Role | None], metadata: Mapping[str, str]) -> None:
    cast = [
        (name, role)
        for key, value in metadata.items()
        if (role := role_of(key)) is not None
        for name in _SEPARATORS.split(normalize("NFKC", value).casefold())
    ]
    for index, label in enumerate(labels):
        plain = normalize("NFKC", label).casefold()
        told = role_of(metadata.get(label, ""))
        if told is not None:
            roles[index] = told
        named = {
            role
            for name, role in cast
            if name == plain or (len(plain) > 1 and (name.startswith(plain) or plain in name.split()))
        }
        if roles[index] is None and len(named) == 1:
            roles[index] = named.pop()


def _from_numbers(labels: Sequence[str], roles: list[Role | None]) -> None:
    """Mark `000` among `101`, `102` ... and numbered `I1` beside respondents as interviewers."""
    if len(labels) > 1 and all(label.isdecimal() for label in labels):
        for index, label in enumerate(labels):
            if int(label) == 0:
                roles[index] = Role.INTERVIEWER
    if Role.INTERVIEWER not in roles and Role.RESPONDENT in roles:
        for index, label in enumerate(labels):
            word, number = _word_and_number(label)
            if word == "i" and number:
                roles[index] = Role.INTERVIEWER


def _who_asks(roles: Sequence[Role | None], speech: Sequence[Speech]) -> int | None:
    """Return the one speaker of unknown role who clearly asks the questions, None where unclear."""
    shares = [one.questions / one.turns if one.turns else 0.0 for one in speech]
    total = sum(one.characters for one in speech)
    order = sorted(range(len(shares)), key=lambda index: -shares[index])
    first, second = order[0], order[1]
    clear = (
        roles[first] is None
        and speech[first].turns >= _FEWEST_TURNS
        and shares[first] >= _CLEAR_QUESTIONS
        and shares[first] >= _CLEAR_LEAD * shares[second]
        and speech[first].characters * len(speech) < total
    )
    return first if clear else None
