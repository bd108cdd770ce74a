"""Types of cases from the command line: proposals to read, and to accept."""

import subprocess
import sys
from pathlib import Path

import pytest
from running import MORI, Qcode, process_environment

from qcode.project import Project

TOP = ("--codes", "code:*", "--aggregated")
LARGE = "LARGE=case.population>=100000"
GATE = "GATE=code:Gatekeeper>=5"
LED = "LED=code:Orchestration>=5"
BOTH = ("--condition", LARGE, "--condition", GATE, "--outcome", LED)


def test_the_tree_of_cases_is_a_table_that_scripts_can_read(qcode: Qcode, study: Path) -> None:
    told = qcode("typology", "clusters", "--codes", "code:*", "--aggregated", "--format", "csv").done()
    assert told.rows[0] == ["step", "left", "right", "height", "size"]
    leaves = {one for row in told.records for one in (row["left"], row["right"]) if not one.startswith("#")}
    assert leaves == {
        "Minamihama", "Kitaoka", "Tokiwada", "Sakuragi", "Hoshikawa", "Nagisawa", "Yukimori", "Uonoura",
    }  # fmt: skip
    assert told.records[-1]["size"] == "8"


def test_cases_come_in_classes_with_what_sets_these_apart(qcode: Qcode, study: Path) -> None:
    members = qcode("typology", "clusters", *TOP, "--classes", "3").done().text
    assert "class 3" in members
    assert "A proposal" in members
    assert "nothing is coded yet in them: Kazehara" in members
    codes = qcode(
        "typology", "clusters", *TOP, "--classes", "3", "--show", "codes", "--measure", "share", "-f", "csv"
    ).done()
    assert codes.rows[0] == ["code", "class 1", "v 1", "class 2", "v 2", "class 3", "v 3", "all"]
    shares = [float(row["all"]) for row in codes.records]
    assert sum(shares) == pytest.approx(1)
    cuts = qcode("typology", "clusters", "--show", "cuts", "--distance", "cosine", "--linkage", "complete")
    assert "silhouette" in cuts.done().text


def test_cases_are_compared_in_pairs(qcode: Qcode, study: Path) -> None:
    rows = qcode("typology", "clusters", *TOP, "--show", "distances", "--format", "csv").done().rows
    assert rows[0] == ["case", *(row[0] for row in rows[1:9])]
    assert [float(row[at]) for at, row in enumerate(rows[1:9], 1)] == [0] * 8
    kept = qcode("typology", "clusters", "--show", "distances", "--pseudonyms", "-f", "csv").done().text
    assert rows[1][0] not in kept


def test_accepting_once_more_says_what_it_took_the_place_of(qcode: Qcode, study: Path) -> None:
    first = qcode("typology", "clusters", *TOP, "--classes", "2", "--accept", "型").done()
    assert "in place of" not in first.err
    qcode("typology", "clusters", *TOP, "--classes", "3", "--accept", "型").refused("already", "--replace")
    again = qcode("typology", "clusters", *TOP, "--classes", "3", "--accept", "型", "--replace").done()
    assert "in place of what was said by hand of 8 cases" in again.err


def test_quotations_of_what_tells_a_class_come_with_a_document(qcode: Qcode, study: Path) -> None:
    qcode("typology", "clusters", *TOP, "--classes", "2", "--output", "types.html").done()
    page = Path("types.html").read_text("utf-8")
    assert "Kitaoka" in page
    assert "<blockquote" in page or "quote" in page


def test_selections_and_kept_back_names_hold_here_too(qcode: Qcode, study: Path) -> None:
    told = qcode(
        "typology", "clusters", "--role", "any", "--coder", MORI, "--where", "kind = interview", "--pseudonyms",
        "--raw", "--measure", "presence",
    )  # fmt: skip
    assert "Coders: A. Mori." in told.text
    assert "Filter: kind = interview" in told.text
    assert "Kitaoka" not in told.text
    named = qcode("typology", "clusters", "--role", "any", "--names", "--measure", "presence").done()
    assert "Kitaoka" in named.text


def test_a_map_has_cases_codes_and_classes(qcode: Qcode, study: Path) -> None:
    by_size = "case.population:50000,400000"
    told = qcode("typology", "map", *TOP, "--with", by_size, "--axes", "3", "--format", "csv").done()
    assert told.rows[0][:6] == ["point", "kind", "axis 1", "axis 2", "axis 3", "mass"]
    assert [row["kind"] for row in told.records].count("class") == 3
    axes = qcode("typology", "map", "--multiple", "--show", "axes", "--measure", "presence", "-f", "json")
    assert "greenacre_share" in axes.done().text
    plain = (
        qcode("typology", "map", "--codes", "code:*", "--aggregated", "--names", "--role", "any").done().text
    )
    assert "axis 1 (" in plain
    qcode(
        "typology", "map", "--where", "kind = interview", "--coder", MORI, "--pseudonyms", "--raw", "-o", "map.csv"
    ).done()  # fmt: skip
    assert Path("map.csv").read_text("utf-8-sig").startswith("point,kind,axis 1,axis 2,")


def test_a_truth_table_sums_up_what_leads_where(qcode: Qcode, study: Path) -> None:
    rows = qcode(
        "typology", "truth-table", "--condition", LARGE, "--condition", GATE, "--outcome", LED, "--remainders",
        "--format", "csv",
    ).done()  # fmt: skip
    assert rows.rows[0] == [
        "configuration", "LARGE", "GATE", "n", "out", "incl", "pri", "cases", "contradiction",
    ]  # fmt: skip
    assert len(rows.records) == 4
    assert {row["cases"] for row in rows.records if row["out"] == "1"} == {"Kitaoka; Tokiwada; Hoshikawa"}
    solutions = (
        qcode("typology", "truth-table", *BOTH, "--show", "solutions", "--expect", "~GATE").done().text
    )
    assert "LARGE*~GATE" in solutions
    assert "intermediate" in solutions
    needed = qcode("typology", "truth-table", *BOTH, "--show", "necessity", "--negated", "--names").done()
    assert "What is necessary for ~LED" in needed.text


def test_what_counts_as_leading_there_can_be_said(qcode: Qcode, study: Path) -> None:
    sets = qcode(
        "typology", "truth-table", *BOTH, "--show", "sets", "--inclusion", "0.9", "--pri", "0.7", "--least", "2",
        "--measure", "rate", "--role", "any",
    ).done()  # fmt: skip
    assert "consistency 0.9, PRI 0.7, 2 cases at least" in sets.text
    qcode(
        "typology", "truth-table", *BOTH, "--where", "kind = interview", "--coder", MORI, "--pseudonyms",
        "--raw", "--output", "sets.csv",
    ).done()  # fmt: skip
    assert "Kitaoka" not in Path("sets.csv").read_text("utf-8")


def test_nothing_is_changed_until_a_proposal_is_accepted(qcode: Qcode, study: Path) -> None:
    before = study.read_bytes()
    qcode("typology", "clusters", *TOP, "--classes", "3").done()
    assert study.read_bytes() == before
    told = qcode(
        "typology",
        "clusters",
        *TOP,
        "--classes",
        "3",
        "--show",
        "members",
        "--accept",
        "三つの型",
        "--memo",
        "規模との関係を見る",
    ).done()
    assert "Accepted: 8 cases in 3 classes, as “三つの型”: class " in told.err
    with Project.open(study) as project:
        (made,) = [one for one in project.classifications.list() if one.name == "三つの型"]
        assert made.note == "規模との関係を見る"
        assert list(made.classes) == ["class 1", "class 2", "class 3"]
        reasons = {one.reason for one in made.by_hand.values()}
        assert len(reasons) == 3
        assert all(" of 3: more " in reason for reason in reasons)
    assert "Accepted 三つの型" in qcode("log").done().text
    qcode("undo").done()
    with Project.open(study) as project:
        assert "三つの型" not in [one.name for one in project.classifications.list()]


def test_accepted_types_are_columns_of_the_matrix(qcode: Qcode, study: Path) -> None:
    qcode("typology", "clusters", *TOP, "--classes", "3", "--accept", "型").done()
    told = qcode("matrix", "--columns", "class:型", "--format", "csv").done()
    assert told.rows[0][:4] == ["code", "class 1", "class 2", "class 3"]


def test_configurations_can_be_accepted_as_classes(qcode: Qcode, study: Path) -> None:
    qcode("typology", "truth-table", *BOTH, "--accept", "configurations", "--memo", "QCA").done()
    qcode(
        "typology", "truth-table", *BOTH, "--accept", "configurations", "--replace", "--show", "rows"
    ).done()
    with Project.open(study) as project:
        made = project.classifications.find("configurations")
        assert "LARGE*~GATE" in made.classes


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        (("clusters", "--show", "members"), 2, "into how many classes"),
        (("clusters", "--accept", "A"), 2, "into how many classes"),
        (("clusters", "--classes", "3", "--memo", "A"), 2, "Give --accept NAME"),
        (("clusters", "--classes", "3", "--accept", "A", "--show", "cuts"), 2, "has to be seen"),
        (("clusters", "--classes", "3", "--accept", "A", "--show", "distances"), 2, "--show members"),
        (("truth-table", *BOTH, "--accept", "A", "--show", "solutions"), 2, "--show rows"),
        (("clusters", "--classes", "40"), 2, "cannot be 40 classes"),
        (("clusters", "--classes", "1"), 2, "1"),
        (("clusters", "--linkage", "ward", "--measure", "presence"), 2, "Ward's method"),
        (("clusters", "--where", "case = Kitaoka"), 1, "too few cases"),
        (("map", "--codes", "code:Nothing"), 1, "Nothing"),
        (("truth-table", "--condition", LARGE, "--outcome", LED), 2, "One condition"),
        (("truth-table", "--condition", "X", *BOTH), 2, "“X” is not a condition"),
        (("truth-table", "--outcome", LED), 2, "--condition"),
        (("truth-table", *BOTH, "--memo", "A"), 2, "--accept"),
        (("truth-table", *BOTH, "--replace"), 2, "--accept"),
    ],
)
def test_slips_are_told_in_few_words_and_change_nothing(
    qcode: Qcode, study: Path, typed: tuple[str, ...], code: int, said: str
) -> None:
    before = study.read_bytes()
    qcode("typology", *typed).refused(said, code=code)
    assert study.read_bytes() == before


WITHOUT_NUMPY = """
import sys
for name in ("numpy", "scipy"):
    sys.modules[name] = None
from qcode.cli import main
main(sys.argv[1:])
"""


@pytest.mark.parametrize(("verb", "code"), [("clusters", 2), ("map", 2), ("truth-table", 0)])
def test_what_needs_an_extra_says_which_where_it_is_missing(
    qcode: Qcode, study: Path, verb: str, code: int
) -> None:
    conditions = BOTH if verb == "truth-table" else ()
    told = subprocess.run(
        [sys.executable, "-c", WITHOUT_NUMPY, "typology", verb, str(study), *conditions],
        cwd=study.parent,
        env=process_environment(study.parent),
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert told.returncode == code, told.stderr
    if code:
        assert "needs the extra `stats`." in told.stderr
        assert "pip install 'qcode[stats]'" in told.stderr
        assert "Traceback" not in told.stderr


def test_a_project_without_codes_has_no_types_and_this_is_said(qcode: Qcode, desk: Path) -> None:
    qcode("init", "bare.qcode").done()
    for verb in ("clusters", "map"):
        qcode("typology", verb).refused("The project has no codes yet.")
    qcode("typology", "clusters", "--codes", "code:Harbour").refused("Harbour")
