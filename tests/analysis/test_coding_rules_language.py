"""What a coding rule's condition means, and what is said where it cannot be read."""

import time
from collections.abc import Callable

import pytest

from qcode import Project
from qcode.analysis.coding_rules import Question, Reaching
from qcode.errors import QueryError
from qcode.model.documents import Role, Transcript
from qcode.model.rules import RuleUnit


@pytest.fixture
def harbour(project: Project, talk: Callable[..., Transcript]) -> Project:
    """A project with a talk of two turns in each language, and a strategy."""
    said = talk(
        ("Q", "Is the port your gate?"),
        ("R", "The Port Authority reports to us. Exchanges began with a sister\ncity. The city pays."),
        ("R", "姉妹都市はＡＳＥＡＮ諸国にあります。港の都市です。"),
    )
    project.documents.import_transcript(said, "talk.txt", kind="interview", cases=["Kitaoka"])
    paper = Transcript(text="The city seeks partners.\nThe port is its gate.\n", format="txt")
    project.documents.import_transcript(paper, "paper.txt", kind="strategy document")
    project.codes.add("Gate")
    project.codes.add("City")
    return project


def found(project: Project, condition: str, unit: RuleUnit = RuleUnit.SENTENCE, **asked: object) -> list[str]:
    """Return what a rule proposes, with the words that it found in brackets."""
    rule = project.rules.add(project.codes.find("Gate"), condition, unit=unit)
    proposed = project.rules.proposals(Question(**asked), [rule])  # type: ignore[arg-type]
    assert not proposed.faults
    project.rules.remove(rule)
    return [one.marked for one in proposed.proposals]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("PORT", ["The [Port] Authority reports to us.", "The [port] is its gate."]),
        ("report", []),
        ("report*", ["The Port Authority [reports] to us."]),
        ("*port*", ["The [Port] Authority [reports] to us.", "The [port] is its gate."]),
        ("exchang*", ["[Exchanges] began with a sister"]),
        ('"port authority"', ["The [Port Authority] reports to us."]),
        ("「port auth*」", ["The [Port Authority] reports to us."]),
        ("都市", ["姉妹[都市]はＡＳＥＡＮ諸国にあります。", "港の[都市]です。"]),
        ("asean", ["姉妹都市は[ＡＳＥＡＮ]諸国にあります。"]),
        ("ase", []),
        ("port and not authority", ["The [port] is its gate."]),
        ("pays or partners", ["The city [pays].", "The city seeks [partners]."]),
        ("port and gate", ["The [port] is its [gate]."]),
        ("gate then port", []),
        ("port then gate", ["The [port] is its [gate]."]),
        ("port then gate within 1 word", []),
        ("gate near 2 words port", ["The [port] is its [gate]."]),
        ("gate near 1 word port", []),
        ("gate near 8 characters port", ["The [port] is its [gate]."]),
        ("gate near 7 characters port", []),
        ("city and kind = interview", ["[city].", "The [city] pays."]),
        ("（port or 港） and not gate", ["The [Port] Authority reports to us.", "[港]の都市です。"]),
        ("city and case = Kitaoka", ["[city].", "The [city] pays."]),
        ('text contains "tner"', ["The city seeks partners."]),
    ],
)
def test_words_are_found_whole_or_as_they_are_asked_for(
    harbour: Project, condition: str, expected: list[str]
) -> None:
    assert found(harbour, condition) == expected


def test_a_phrase_may_go_over_a_line_where_the_unit_does(harbour: Project) -> None:
    assert found(harbour, '"sister city"') == []
    (turn,) = found(harbour, '"sister city"', RuleUnit.TURN)
    assert "a [sister\ncity]. The city" in turn
    assert len(found(harbour, "city", RuleUnit.PARAGRAPH)) == 2


def test_only_counted_speech_is_looked_at_unless_more_is_asked_for(harbour: Project) -> None:
    assert "Is the [port] your gate?" not in found(harbour, "port")
    assert "Is the [port] your gate?" in found(harbour, "port", roles=None)
    assert found(harbour, "port", roles=(Role.INTERVIEWER,))[0] == "Is the [port] your gate?"
    assert found(harbour, "port and role = respondent") == ["The [Port] Authority reports to us."]
    assert found(harbour, "port", where="kind = interview") == ["The [Port] Authority reports to us."]
    paper = harbour.documents.find("paper").id
    assert found(harbour, "port", documents={paper}) == ["The [port] is its gate."]


def test_the_words_alone_can_be_proposed(harbour: Project) -> None:
    match = Reaching.MATCH
    assert found(harbour, "port or authority", reaching=match) == ["[Port]", "[Authority]", "[port]"]
    assert found(harbour, "port near 3 words gate", reaching=match) == ["[port] is its [gate]"]
    assert found(harbour, "kind = interview", reaching=match) == []
    assert found(harbour, "(port and gate) or authority", reaching=match) == [
        "[Authority]",
        "[port]",
        "[gate]",
    ]


def test_a_code_holds_where_the_coder_has_it_or_a_rule_finds_it(harbour: Project, other: Project) -> None:
    paper = harbour.documents.find("paper")
    assert found(harbour, "partners and code = City") == []
    other.codings.apply(paper, 4, 8, other.codes.find("City"))
    assert found(harbour, "partners and code = City") == []
    coding = harbour.codings.apply(paper, 4, 8, harbour.codes.find("City"))
    assert found(harbour, "partners and code = City") == ["The city seeks [partners]."]
    harbour.codings.remove([coding])
    harbour.rules.add(harbour.codes.find("City"), "seeks")
    assert found(harbour, "partners and code = City") == ["The city seeks [partners]."]
    assert found(harbour, "partners and code != City") == []


def test_rules_that_rest_on_each_other_are_refused(harbour: Project) -> None:
    gate, city = harbour.codes.find("Gate"), harbour.codes.find("City")
    first = harbour.rules.add(gate, "port or code = City")
    with pytest.raises(QueryError, match="rests on itself"):
        harbour.rules.add(city, "gate and code = Gate")
    assert harbour.rules.list() == [first]
    # Of its own code a rule asks what is coded, not what it finds itself.
    harbour.rules.add(gate, "port and not code = Gate")


@pytest.mark.parametrize(
    ("condition", "words", "place"),
    [
        ("", "is empty", 0),
        ("port authority", "in quotation marks", 5),
        ("port and", "Words are missing", 8),
        ("port near city", "How far?", 10),
        ("port near 5 turns city", "number of words or characters", 12),
        ("(port and gate) near 2 words city", "join words", 16),
        ('"port', "never closed", 0),
        ("co*de", "in quotation marks", 3),
        ('"co*de"', "beginning or at the end", 0),
        ('"* port"', "before or after", 0),
        ('"*"', "nothing to look for", 0),
        ("code = Nowhere", "no code “Nowhere”", 7),
        ("coder = Mori", "whoever asks", 0),
        ("kind = nothing", "no kind of document", 7),
        ("@saved", "Words are expected", 0),
        ("colour = red", "no field “colour”", 0),
        ("(" * 70 + "a" + " and b)" * 70, "lie inside each other", 0),
        ("a or " * 3000 + "b", "at most 10,000", 0),
    ],
)
def test_an_error_points_at_its_place(harbour: Project, condition: str, words: str, place: int) -> None:
    with pytest.raises(QueryError, match=words) as error:
        harbour.rules.add(harbour.codes.find("Gate"), condition)
    assert error.value.position == place  # type: ignore[attr-defined]
    assert harbour.rules.list() == []


@pytest.mark.parametrize("where", ["code = City", "coder = Mori", "code = City overlaps code = Gate"])
def test_where_speaks_of_passages_not_of_codings(harbour: Project, where: str) -> None:
    harbour.rules.add(harbour.codes.find("Gate"), "port")
    harbour.codings.apply(harbour.documents.find("paper"), 0, 3, harbour.codes.find("City"))
    with pytest.raises(QueryError):
        harbour.rules.proposals(Question(where=where))


@pytest.mark.parametrize("condition", ["a", "a*", "*a", "*a*", '"a* b"', '"*a* b"', "a near 5 words a"])
def test_an_endless_word_is_no_trap(project: Project, condition: str) -> None:
    project.documents.import_transcript(Transcript(text="a" * 200_000, format="txt"), "odd.txt")
    began = time.process_time()
    project.codes.add("Gate")
    found(project, condition, RuleUnit.PARAGRAPH)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("condition", "reaching"),
    [
        ("a near 99999 words b", Reaching.UNIT),
        ("b near 99999 words a", Reaching.MATCH),
        ("a then (b or c) within 99999 words", Reaching.UNIT),
        ("a", Reaching.MATCH),
    ],
)
def test_thousands_of_places_in_one_unit_are_no_trap(
    project: Project, condition: str, reaching: Reaching
) -> None:
    text = "a, " * 20_000 + "b"
    project.documents.import_transcript(Transcript(text=text, format="txt"), "odd.txt")
    began = time.process_time()
    project.codes.add("Gate")
    assert found(project, condition, RuleUnit.PARAGRAPH, reaching=reaching)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("text", "condition", "proposed"),
    [
        ("a b c " * 4_000, " and ".join(["a near 5 words b"] * 300), 1),
        ("a b c " * 4_000, " or ".join(["a near 5 words b"] * 300), 1),
        ("a b c d.\n" * 3_000, " or ".join(f"w{number}" for number in range(1_200)) + " or b", 3_000),
    ],
    ids=["and", "or", "alternatives"],
)
def test_what_is_asked_again_and_again_is_looked_for_once(
    project: Project, text: str, condition: str, proposed: int
) -> None:
    project.documents.import_transcript(Transcript(text=text, format="txt"), "paper.txt", kind="news")
    project.codes.add("Gate")
    began = time.process_time()
    assert len(found(project, condition)) == proposed
    assert time.process_time() - began < 8


def test_what_would_take_minutes_is_refused_before_it_is_begun(project: Project) -> None:
    paper = Transcript(text="a b.\n" * 3_000, format="txt")
    project.documents.import_transcript(paper, "paper.txt", kind="news")
    condition = " and ".join(f"not w{number}" for number in range(700))
    rule = project.rules.add(project.codes.add("Gate"), condition)
    proposed = project.rules.proposals(Question(), [rule])
    assert not proposed.proposals
    assert "asks for too much" in proposed.faults[rule.id]
