"""`qcode rules`: made, imported, asked, answered by what was shown."""

import re
from pathlib import Path

import pytest
from running import LIND, Qcode, Run, process

SISTERS = '姉妹都市 or "sister cit*"'


@pytest.fixture
def ruled(qcode: Qcode, study: Path) -> Path:
    """The sample study with one rule."""
    qcode("rules", "add", "Gatekeeper", SISTERS, "--name", "sisters", "--note", "Old ties").done()
    return study


def list_of(run: Run) -> str:
    """Return the digest that a list of proposals was told to have."""
    found = re.search(r"--of ([0-9a-f]+)", run.err)
    assert found is not None
    return found[1]


def quotes(run: Run) -> list[str]:
    return [row[-1] for row in run.rows[1:]]


def test_rules_are_listed_changed_and_removed(qcode: Qcode, ruled: Path) -> None:
    listed = qcode("rules", "list", "--format", "csv").done().rows
    assert listed == [
        ["rule", "code", "condition", "unit", "note"],
        ["sisters", "Gatekeeper", SISTERS, "sentence", "Old ties"],
    ]
    changed = qcode(
        "rules", "set", "Sisters", "--name", "ties", "--code", "global pipeline",
        "--condition", "partner*", "--unit", "turn", "--note", "New",
    )  # fmt: skip
    assert "Changed the rule “ties”" in changed.done().err
    assert "Nothing to change" in qcode("rules", "set", "ties", "--unit", "turn", "--coder", LIND).done().err
    row = qcode("rules", "export").done().rows[1]
    assert row == ["ties", "Global pipeline", "partner*", "turn", "New"]
    qcode("rules", "set", "ties").refused("Nothing to change was given", code=2)
    assert "Removed the rule “ties”" in qcode("rules", "remove", "ties", "--coder", LIND).done().err
    qcode("rules", "remove", "ties").refused("no rule “ties”")
    assert "Took back: Removed the rule ties" in qcode("undo", "--coder", LIND).done().err


def test_a_bad_condition_is_pointed_at(qcode: Qcode, study: Path) -> None:
    told = qcode("rules", "add", "Gatekeeper", "port authority", "--unit", "paragraph", "--coder", LIND)
    told.refused("written in quotation marks", code=2)
    assert "    port authority\n         ^" in told.err


def test_proposals_are_shown_whole_with_what_was_found_in_brackets(qcode: Qcode, ruled: Path) -> None:
    before = ruled.read_bytes()
    shown = qcode("rules", "propose").done()
    assert "7 proposals of coding rules" in shown.text
    # Lines are as long as the terminal is wide.
    assert "[姉妹都市]は八〇年代に結んだ一つだけで" in "".join(shown.text.split())
    # Far from the beginning of its passage, and all the same in view.
    assert "in two years it is a [sister city] with" in " ".join(shown.text.split())
    assert "nothing is applied" in shown.text
    table = qcode("rules", "propose", "sisters", "--format", "csv", "--span", "match").done()
    assert quotes(table)[:3] == ["[姉妹都市]", "[姉妹都市]", "[sister city]"]
    assert table.rows[1][:4] == ["1", "sisters", "Gatekeeper", "Hoshikawa_official"]
    assert ruled.read_bytes() == before


def test_names_are_kept_back_in_proposals_too(qcode: Qcode, ruled: Path) -> None:
    told = qcode("rules", "propose", "--pseudonyms").done()
    assert "Hoshikawa" not in told.text and "Names of participants" in told.text
    assert "[姉妹都市]は八〇年代に結んだ一つだけで" in "".join(told.text.split())
    qcode("rules", "add", "Gatekeeper", "Minamihama", "--name", "named").done()
    quote = quotes(qcode("rules", "propose", "named", "--role", "any", "--pseudonyms", "-f", "csv"))
    assert any("[[Case " in one for one in quote) and not any("Minamihama" in one for one in quote)
    assert "Hoshikawa" in qcode("rules", "propose", "--names").done().text


def test_only_some_passages_are_looked_at_where_the_person_says_so(qcode: Qcode, ruled: Path) -> None:
    assert len(quotes(qcode("rules", "propose", "-f", "csv", "--document", "Hoshikawa_official"))) == 2
    assert len(quotes(qcode("rules", "propose", "-f", "csv", "--where", "case = Kazehara"))) == 2
    interviewers = qcode("rules", "propose", "-f", "csv", "--role", "any").done()
    assert len(quotes(interviewers)) >= 7
    qcode("rules", "propose", "--where", "code = Gatekeeper").refused("cannot be said by codes", code=2)


def test_what_was_shown_is_accepted_by_number_and_undone_at_once(qcode: Qcode, ruled: Path) -> None:
    shown = qcode("rules", "propose", "--format", "csv").done()
    digest = list_of(shown)
    accepted = qcode("rules", "accept", "3", "1", "--of", digest).done()
    assert "2 codings made" in accepted.err
    segments = qcode("codings", "export").done().rows
    made = [row for row in segments if row[-1] == "rule"]
    assert segments[0][-1] == "origin" and len(made) == 2
    again = qcode("rules", "propose", "--format", "csv").done()
    assert len(quotes(again)) == 5
    qcode("rules", "accept", "1", "--of", digest).refused("not the proposals of the list")
    assert "Took back: 2 codings proposed by the rule “sisters”" in qcode("undo").done().err
    assert list_of(qcode("rules", "propose").done()) == digest


def test_a_list_of_codings_with_their_origin_is_read_again(qcode: Qcode, ruled: Path) -> None:
    digest = list_of(qcode("rules", "propose").done())
    qcode("rules", "accept", "--all", "--of", digest).done()
    qcode("codings", "export", "-o", "all.csv").done()
    told = qcode("codings", "import", "all.csv").done()
    assert told.err.startswith("0 codings imported")


def test_what_is_refused_comes_back_only_when_asked_for(qcode: Qcode, ruled: Path) -> None:
    qcode("rules", "add", "Global pipeline", "fair*", "--name", "fairs").done()
    shown = qcode("rules", "propose").done()
    told = qcode("rules", "refuse", "--rule", "sisters", "--of", list_of(shown)).done()
    assert told.err == "7 proposals refused.\n"
    assert "refused by you (--again shows them)" in qcode("rules", "propose", "sisters").done().text
    again = qcode("rules", "propose", "sisters", "--again", "--span", "match").done()
    assert "--again" in again.err and "--span match" in again.err and "--rule sisters" in again.err
    digest = list_of(again)
    qcode("rules", "accept", "2", "--of", digest, "--span", "match").refused("options are others")
    accepted = qcode("rules", "accept", "2", "--of", digest, "--span", "match", "--again").done()
    assert accepted.err.startswith("1 coding made")


def test_both_answers_take_the_options_of_the_question(qcode: Qcode, ruled: Path) -> None:
    shown = qcode(
        "rules", "propose", "--role", "any", "--where", "kind = interview", "--document",
        "Hoshikawa_official", "--document", "Nagisawa_officials", "--coder", LIND,
    ).done()  # fmt: skip
    assert "--coder 'B. Lind'" in shown.err and "--where 'kind = interview'" in shown.err
    digest = list_of(shown)
    told = qcode(
        "rules", "accept", "--all", "--rule", "sisters", "--of", digest, "--role", "any",
        "--where", "kind = interview", "--document", "Hoshikawa_official",
        "--document", "Nagisawa_officials", "--coder", LIND,
    )  # fmt: skip
    assert "codings made" in told.done().err
    digest = list_of(
        qcode("rules", "propose", "--role", "any", "--where", "kind <> interview", "--document",
              "Kazehara_strategy_2020", "--span", "match", "--again", "--coder", LIND).done()
    )  # fmt: skip
    told = qcode(
        "rules", "refuse", "--all", "--of", digest, "--role", "any", "--where", "kind <> interview",
        "--document", "Kazehara_strategy_2020", "--span", "match", "--again", "--coder", LIND,
    )  # fmt: skip
    assert told.done().err == "2 proposals refused.\n"


@pytest.mark.parametrize(
    ("said", "words", "code"),
    [
        ((), "Say which proposals", 2),
        (("1", "--all"), "Say which proposals", 2),
        (("0",), "its numbers are 1 to 7", 2),
        (("8",), "its numbers are 1 to 7", 2),
        (("one",), "“one” is no proposal", 2),
    ],
)
def test_an_answer_has_to_say_what_it_means(
    qcode: Qcode, ruled: Path, said: tuple[str, ...], words: str, code: int
) -> None:
    digest = list_of(qcode("rules", "propose").done())
    before = ruled.read_bytes()
    qcode("rules", "accept", *said, "--of", digest).refused(words, code=code)
    qcode("rules", "accept", "1").refused("--of", code=2)
    assert ruled.read_bytes() == before


def test_rules_come_from_a_table_and_go_to_one(qcode: Qcode, ruled: Path) -> None:
    qcode("rules", "export", "--output", "rules.csv").done()
    assert qcode("rules", "import", "rules.csv").done().err == "0 rules made, 0 changed, 0 lines left out.\n"
    Path("bad.csv").write_text(
        "code,condition,unit\nGatekeeper,港,chapter\n,x,\nHarbour,gate,turn\n", "utf-8"
    )
    told = qcode("rules", "import", "bad.csv")
    told.refused("bad.csv, line 2: “chapter” is no unit")
    assert "line 3: a rule needs a code" in told.err
    qcode("rules", "import", "bad.csv", "--skip-bad").refused("line 4: There is no code “Harbour”")
    done = qcode("rules", "import", "bad.csv", "--skip-bad", "--add-codes", "--coder", LIND).done()
    assert done.err.endswith("1 rule made, 0 changed, 2 lines left out.\n")


def test_rules_come_from_a_file_of_kh_coder(qcode: Qcode, study: Path) -> None:
    file = "＊国際交流\n姉妹都市 or near(港-市)[5]\n\n＊人\n市長 >= 2\n"
    Path("coding.txt").write_bytes(file.encode("cp932"))
    qcode("rules", "import", "coding.txt").refused("coding.txt, line 5: “>=” counts or measures")
    done = qcode(
        "rules", "import", "coding.txt", "--skip-bad", "--add-codes", "--unit", "paragraph",
        "--encoding", "cp932",
    )  # fmt: skip
    assert done.done().err.endswith("1 rule made, 0 changed, 2 lines left out.\n")
    row = qcode("rules", "list", "--format", "csv").rows[1]
    assert row[:4] == ["国際交流", "国際交流", '"姉妹都市" or "港" near 4 words "市"', "paragraph"]


def test_a_rule_that_cannot_be_asked_does_not_stop_the_others(qcode: Qcode, ruled: Path) -> None:
    qcode("rules", "add", "Gatekeeper", 'port and code = "Global pipeline"', "--name", "stale").done()
    qcode("codebook", "edit", "Global pipeline", "--name", "Channels").done()
    told = qcode("rules", "propose").done().text
    assert "7 proposals" in told and "The rule “stale” proposes nothing: There is no code" in told


def test_the_whole_way_works_in_processes_of_their_own(ruled: Path, desk: Path) -> None:
    shown = process("rules", "propose", "--format", "json", folder=desk)
    digest = re.search(rb"--of ([0-9a-f]+)", shown.stderr)
    assert shown.returncode == 0 and digest is not None
    done = process("rules", "accept", "--all", "--of", digest[1].decode(), folder=desk)
    assert (done.returncode, done.stdout) == (0, b"") and b"7 codings made" in done.stderr
    assert process("check", folder=desk).returncode == 0


def test_lists_of_rules_and_proposals_are_written_as_every_table_is(qcode: Qcode, ruled: Path) -> None:
    qcode("rules", "add", "Gatekeeper", '"a phrase of Kitaoka"', "--name", "=kept").done()
    folder = ruled.parent
    qcode("rules", "list", "--raw", "--names", "--output", "rules.csv").done()
    assert "\n=kept," in (folder / "rules.csv").read_text("utf-8-sig").replace("\r\n", "\n")
    masked = qcode("rules", "list", "--pseudonyms", "--format", "csv").done().text
    assert "'=kept" in masked
    assert "Kitaoka" not in masked
    assert "=kept\t" in qcode("rules", "export", "--raw", "--names", "--format", "tsv").done().text
    assert "Kitaoka" not in qcode("rules", "export", "--pseudonyms").done().text
    qcode("rules", "propose", "--raw", "--output", "proposals.csv").done()
    assert "姉妹都市" in (folder / "proposals.csv").read_text("utf-8-sig")
