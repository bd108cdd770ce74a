"""Cases and participants: two tables, whose cells are edited in place."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.content import Content
from textual.widgets import Static

from qcode.model.cases import Case
from qcode.model.documents import Participant
from qcode.text.names import counted
from qcode.tui.errands import OfCase
from qcode.tui.screens.case_edits import CaseEdits
from qcode.tui.screens.case_rows import COUNTED, CaseRows, PeopleRows, read_case_facts
from qcode.tui.screens.view import dialogue, guarded
from qcode.tui.session import News
from qcode.tui.widgets.grid import Grid
from qcode.tui.widgets.picker import Choice
from qcode.tui.widgets.read_out import FAINT, ReadOut

_NO_CASES = "No cases yet: a adds one, i imports a table of them."
_NO_PEOPLE = "Nobody speaks yet: participants come with the transcripts."


class Cases(CaseEdits):
    """The units of analysis, and who speaks."""

    NAME = "cases"
    TITLE_WORDS = "Participants and cases"
    CSS_PATH = "cases.tcss"
    HINTS = (
        ("cases.edit", "edit"),
        ("cases.rename", "rename"),
        ("cases.add", "add"),
        ("cases.attribute", "attribute"),
        ("cases.class", "class"),
        ("cases.groups", "groups"),
        ("cases.import", "import"),
        ("view.undo", "undo"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,shift+tab", "switch", "Between participants and cases", id="cases.switch"),
        Binding("slash", "find", "Find a case or a participant by part of the name", id="cases.find"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._people_in_front = False
        self._count_anew = True

    def compose_body(self) -> ComposeResult:
        plain = self.qcode.options.ascii
        yield Static(id="which", markup=False)
        with Container(id="tables"):
            yield Grid(id="cases", ascii=plain, empty=_NO_CASES)
            yield Grid(id="people", ascii=plain, empty=_NO_PEOPLE)
        behind = ReadOut(id="behind", ascii=self.qcode.options.ascii)
        behind.can_focus = False
        yield behind

    @property
    def case_grid(self) -> Grid:
        """The table of cases."""
        return self.query_one("#cases", Grid)

    @property
    def people_grid(self) -> Grid:
        """The table of participants."""
        return self.query_one("#people", Grid)

    @property
    def grid(self) -> Grid:
        """The table in front."""
        return self.people_grid if self._people_in_front else self.case_grid

    @property
    def case(self) -> Case | None:
        """The case in hand, None where the participants are in front."""
        rows, row = self.case_grid.source, self.case_grid.cursor_row
        found = isinstance(rows, CaseRows) and 0 <= row < len(rows) and not self._people_in_front
        return rows.cases[row] if found and isinstance(rows, CaseRows) else None

    @property
    def participant(self) -> Participant | None:
        """The participant in hand, None where the cases are in front."""
        rows, row = self.people_grid.source, self.people_grid.cursor_row
        found = isinstance(rows, PeopleRows) and 0 <= row < len(rows) and self._people_in_front
        return rows.people[row] if found and isinstance(rows, PeopleRows) else None

    async def begin(self) -> None:
        """Show the cases in front."""
        for grid, rows in ((self.case_grid, CaseRows), (self.people_grid, PeopleRows)):
            grid.show(rows(self.session.overview, self.facts), frozen=1, cursor="cell")
        self._bring_to_front(people=False)

    # -- what is shown

    async def take_news(self, news: News) -> None:
        """Count the segments anew only where something changed on which they rest."""
        self._count_anew |= news.everything or bool(news.tables & COUNTED)
        await super().take_news(news)

    async def refresh_facts(self) -> None:
        """Read anew what there is, and show it."""
        known, self._count_anew = None if self._count_anew else self.facts.segments, False
        self.facts = await self.session.ask(lambda project: read_case_facts(project, known))
        overview = self.session.overview
        self.case_grid.refresh_source(CaseRows(overview, self.facts))
        self.people_grid.refresh_source(PeopleRows(overview, self.facts))
        self._show_which()
        self._show_behind()

    def _show_which(self) -> None:
        overview = self.session.overview
        people, cases = len(overview.participants), len(overview.cases)
        styles = (FAINT, "bold underline") if self._people_in_front else ("bold underline", FAINT)
        key = self.key_of("cases.switch")
        self.query_one("#which", Static).update(
            Content.assemble(
                (f"Cases {cases}", styles[0]),
                "   ",
                (f"Participants {people}", styles[1]),
                (f"   {key} switches", FAINT),
            )
        )
        right = [counted(cases, "case"), counted(people, "participant")]
        if self.facts.kept_back:
            right.insert(0, "names kept back")
        self.head("Participants" if self._people_in_front else "Cases", right=right)

    def _show_behind(self) -> None:
        grid = self.grid
        rows, row, column = grid.source, grid.cursor_row, grid.cursor_column
        shown = Content("")
        if isinstance(rows, CaseRows | PeopleRows) and 0 <= row < len(rows):
            shown = rows.behind(row, column)
        self.query_one("#behind", ReadOut).show((grid.id, grid.cursor_key, column), shown)

    @on(Grid.Moved)
    def _moved(self, event: Grid.Moved) -> None:
        if event.grid in (self.case_grid, self.people_grid):
            event.stop()
            self._show_behind()

    @on(Grid.Chosen, "#cases")
    @guarded
    async def _case_chosen(self, event: Grid.Chosen) -> None:
        event.stop()
        if self.case is not None:
            await self.qcode.go("segments", OfCase(self.case.uid))

    @on(Grid.Chosen, "#people")
    def _person_chosen(self, event: Grid.Chosen) -> None:
        event.stop()
        self.action_edit()

    # -- switching and finding

    def action_switch(self) -> None:
        """Show the other table."""
        self._bring_to_front(people=not self._people_in_front)
        self._show_behind()
        self.say("")

    def _bring_to_front(self, *, people: bool) -> None:
        self._people_in_front = people
        self.people_grid.display, self.case_grid.display = people, not people
        self.set_focus(self.grid)
        self._show_which()

    @dialogue
    async def action_find(self) -> None:
        """Go to a case or a participant by part of the name."""
        overview = self.session.overview
        choices = [
            *(Choice(one.name, ("cases", one.uid), "case") for one in overview.cases.values()),
            *(
                Choice(one.name, ("people", one.uid), f"participant {one.pseudonym}".strip())
                for one in overview.participants.values()
            ),
        ]
        chosen = (await self.pick("Go to", choices)).value
        if isinstance(chosen, tuple):
            self.select(*chosen)
            self.say("")

    def select(self, table: str, uid: str) -> None:
        """Put the cursor on a row of one of the tables: `cases` or `people`."""
        self._bring_to_front(people=table == "people")
        source = self.grid.source
        row = next((row for row in range(len(source)) if source.key(row) == uid), None)
        if row is not None:
            self.grid.go_to(row)
