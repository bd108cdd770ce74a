"""Reports on the screen: chosen with their options, read there, or written to a file."""

from pathlib import Path

import pytest
from answering import Open, answer, choose, in_file, said
from at_a_view import Reader, until

from qcode import Project
from qcode.model.documents import Role
from qcode.model.reports import Heading, Listing, Paragraph, Passage, Quotation, Report
from qcode.text.widths import cell_width
from qcode.tui.errands import ReportOn
from qcode.tui.screens.report_writing import with_ending
from qcode.tui.screens.report_writing_kinds import KINDS, defaults
from qcode.tui.screens.report_writing_page import page_lines

NEEDS = {
    "comparison": {"left": "Aoyama", "right": 'class:size = "large"'},
    "audit": {"since": "2020-01-01"},
}


async def stand_on(reader: Reader, name: str, option: str = "") -> None:
    """Put the cursor on a report, or on one of its choices."""
    view = reader.view
    view.grid.go_to([*KINDS].index(name))
    await reader.settle()
    if option:
        await reader.press("tab")
        await until(reader, lambda: any(one.name == option for one in view.options.source.options))
        view.options.go_to([one.name for one in view.options.source.options].index(option))
        await reader.settle()


async def write(reader: Reader, target: Path) -> None:
    """Write the report in hand to a file."""
    await reader.press("w")
    await until(reader, lambda: reader.view.path_field and reader.view.path_field.is_open)
    reader.view.path_field.settle(str(target))


@pytest.mark.parametrize("name", [name for name, kind in KINDS.items() if kind.make])
def test_every_report_is_made_with_what_is_chosen_at_first(towns: Path, name: str) -> None:
    with Project.open(towns, keep_backups=0) as project:
        document = project.documents.list()[0].uid
        given = defaults(KINDS[name]) | NEEDS.get(name, {})
        report = KINDS[name].make(project, given | ({"document": document} if "document" in given else {}))
        lines = page_lines(report, 78, ascii=True)
        assert report.title.split(":")[0] in lines[0][0]
        assert KINDS[name].warnings(project) is not None
        prose = [line for line, _ in lines if "  " not in line.strip() and "--" not in line]
        assert all(cell_width(line) <= 78 for line in prose)


def test_the_reports_are_those_of_the_command_line() -> None:
    from qcode.commands.report import command

    assert {*KINDS} == {*command.commands, "deposit"}


def test_a_page_says_all_that_the_report_says_in_its_order() -> None:
    report = Report(
        "note",
        "What was found",
        [
            Heading("First"),
            Paragraph("Some words."),
            Listing(["one point", "another"]),
            Quotation("We asked them.", "official, Aoyama, turn 2", "聞いた。", "heed this"),
            Passage("And then?", label="Q", place="turn 3", counted=False),
        ],
        ["Counted: nothing."],
    )
    assert [line for line, _ in page_lines(report, 80, ascii=False) if line] == [
        "What was found",
        "FIRST",
        "Some words.",
        "- one point",
        "- another",
        "  We asked them. (official, Aoyama, turn 2)",
        "  聞いた。",
        "  Memo: heed this",
        "Q, turn 3",
        "And then?",
        "Notes",
        "- Counted: nothing.",
    ]


@pytest.mark.parametrize(
    ("typed", "whole"), [("a", "a.docx"), ("a.v2", "a.v2.docx"), ("a.html", "a.html"), ("a.MD", "a.MD")]
)
def test_a_name_without_an_ending_is_a_word_document(typed: str, whole: str) -> None:
    assert with_ending(Path(typed)) == Path(whole)


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_what_each_report_is_stands_whole_beside_its_name(at: Open, size: tuple[int, int]) -> None:
    async with at("reports", size=size) as reader:
        assert [kind.what for kind in KINDS.values() if kind.what not in reader.screen] == []


async def test_a_report_is_read_on_the_screen_and_closed_again(at: Open) -> None:
    async with at("reports", size=(80, 24)) as reader:
        await stand_on(reader, "frequencies")
        await reader.press("v")
        await until(reader, lambda: "Nine towns: code frequencies" in reader.screen)
        assert "Reports > Code frequencies" in reader.head
        assert reader.view.focused is reader.view.page
        await reader.press("q")
        assert reader.view.NAME == "reports"
        assert reader.view.focused is reader.view.grid


@pytest.mark.parametrize("ending", [".md", ".html", ".docx"])
async def test_the_ending_says_how_a_report_is_written(at: Open, tmp_path: Path, ending: str) -> None:
    async with at("reports") as reader:
        target = tmp_path / f"book{ending}"
        await write(reader, target)
        await said(reader, f"✓ Wrote the codebook to {target}")
        assert target.read_bytes()[:2] == {".md": b"# ", ".html": b"<!", ".docx": b"PK"}[ending]


async def test_choices_are_kept_and_what_is_written_has_them(at: Open, tmp_path: Path) -> None:
    async with at("reports") as reader:
        await stand_on(reader, "quotations", "limit")
        await reader.press("e")
        await answer(reader, "1")
        await until(reader, lambda: reader.view.given["limit"] == 1)
        await stand_on(reader, "audit")
        await stand_on(reader, "quotations")
        assert "1 choice changed" in reader.head
        target = tmp_path / "quotations.md"
        await write(reader, target)
        await said(reader, "✓ Wrote the quotations")
        # One below each code that was used.
        assert target.read_text("utf-8").count("\n> ") == 3


async def test_what_is_no_number_or_no_condition_changes_nothing(at: Open) -> None:
    async with at("reports") as reader:
        await stand_on(reader, "codebook", "examples")
        await reader.press("e")
        await answer(reader, "many")
        await said(reader, "“many” is no number")
        reader.view.options.go_to(2)
        await reader.press("enter")
        await choose(reader, "to be typed")
        await answer(reader, "code =")
        await until(reader, lambda: reader.hint.startswith("! "))
        assert reader.view.given == defaults(KINDS["codebook"])


async def test_two_sides_are_chosen_and_compared(at: Open) -> None:
    async with at("reports") as reader:
        await stand_on(reader, "comparison")
        await reader.press("v")
        await said(reader, "A comparison has two sides.")
        await stand_on(reader, "comparison", "left")
        await reader.press("e")
        await choose(reader, "Aoyama")
        await reader.press("down", "e")
        await choose(reader, "size: large")
        await reader.press("v")
        await until(reader, lambda: reader.view.is_reading)
        assert "Aoyama" in reader.screen


async def test_names_are_kept_back_where_the_project_says_so(at: Open, tmp_path: Path) -> None:
    def kept_back(project: Project) -> None:
        project.pseudonyms.set_always(True)

    async with at("reports", before=kept_back) as reader:
        await stand_on(reader, "quotations")
        assert "as the project says: kept back" in reader.screen
        target = tmp_path / "quotations.md"
        await write(reader, target)
        await said(reader, "✓ Wrote the quotations, names kept back,")
        assert "Aoyama" not in target.read_text("utf-8")


async def test_what_only_the_researcher_can_say_is_said_there_and_stands_in_the_sheet(at: Open) -> None:
    async with at("reports") as reader:
        await stand_on(reader, "methods", "coreq.6")
        assert "Only you can say this." in reader.screen
        await reader.press("e")
        await reader.type("We had met before.")
        await reader.press("ctrl+s")
        await said(reader, "✓ Saved what you say of coreq.6.")
        assert in_file(reader, lambda project: project.methods.list()) == {"coreq.6": "We had met before."}
        assert "You say: We had met before." in reader.screen
        await reader.press("v")
        await until(reader, lambda: reader.view.is_reading)
        report = reader.view.report
        assert any("We had met before." in line for line, _ in page_lines(report, 200, ascii=False))


async def test_a_deposit_is_a_folder(at: Open, tmp_path: Path) -> None:
    async with at("reports") as reader:
        await stand_on(reader, "deposit")
        await reader.press("v")
        await said(reader, "A deposit is a folder.")
        await write(reader, tmp_path / "deposit")
        await said(reader, "✓ Wrote")
        assert (tmp_path / "deposit" / "README.md").exists()


@pytest.mark.parametrize(
    ("view", "name"), [("matrix", "frequencies"), ("segments", "quotations"), ("codebook", "codebook")]
)
async def test_a_key_leads_from_other_views_to_their_report(at: Open, view: str, name: str) -> None:
    async with at(view) as reader:
        await reader.press("X")
        await until(reader, lambda: reader.view.NAME == "reports")
        assert reader.view.kind.name == name
        await reader.press("q")
        await until(reader, lambda: view == reader.view.NAME)


async def test_every_report_is_in_the_palette_and_leaves_the_choices_alone(at: Open) -> None:
    async with at("reports") as reader:
        await reader.go("reports", ReportOn("audit", "case = Aoyama"))
        titles = {one.title: one for one in reader.app.get_system_commands(reader.view)}
        assert {f"Report: {kind.words}" for kind in KINDS.values()} <= {*titles}
        await titles["Report: Comparison"].callback()
        await reader.settle()
        assert (reader.view.kind.name, reader.view.given["condition"]) == ("comparison", "case = Aoyama")


async def test_a_report_is_on_what_counts_in_the_view_before(at: Open) -> None:
    async with at("reports") as reader:
        everybody = (Role.RESPONDENT, Role.OTHER)
        await reader.go("reports", ReportOn("frequencies", "case = Aoyama", everybody, "A. Mori"))
        given = reader.view.given
        assert (given["condition"], given["speech"], given["coder"]) == (
            "case = Aoyama",
            everybody,
            "A. Mori",
        )
        await reader.press("A")
        assert reader.view.given == defaults(KINDS["frequencies"])
