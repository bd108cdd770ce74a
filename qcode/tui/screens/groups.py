"""Groups of cases: a tree with the cases in it, filled by hand or from attributes."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content

from qcode.errors import DataError
from qcode.model.cases import Entity, Group, GroupTree
from qcode.project.grouping_tables import groups_table, told_by_groups
from qcode.text.names import counted
from qcode.tui.errands import InGroups, OfCase, Quotations
from qcode.tui.screens.groups_edits import GroupEdits
from qcode.tui.screens.groups_rows import GroupLine, GroupRows, paths_of
from qcode.tui.screens.table_export import export
from qcode.tui.screens.table_import import ask_table, preview
from qcode.tui.screens.view import dialogue, guarded
from qcode.tui.widgets.grid import Grid
from qcode.tui.widgets.picker import Choice
from qcode.tui.widgets.read_out import ReadOut

_EMPTY = "No groups yet: a makes one, f makes them of the values of an attribute, such as the prefecture."


class Groups(GroupEdits):
    """The tree of groups; a case may lie in several."""

    NAME = "groups"
    TITLE_WORDS = "Groups of cases"
    CSS_PATH = "groups.tcss"
    HINTS = (
        ("list.choose", "quotations"),
        ("groups.put", "put cases"),
        ("groups.add", "new"),
        ("groups.below", "new below"),
        ("groups.fill", "from attributes"),
        ("groups.move", "move"),
        ("groups.import", "import"),
        ("view.undo", "undo"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("p", "put", "Put cases into this group, or take them out", id="groups.put"),
        Binding("a", "add", "New group beside this one", id="groups.add"),
        Binding("A", "below", "New group below this one", id="groups.below"),
        Binding("f", "fill", "Make groups of the values of attributes", id="groups.fill"),
        Binding("r", "rename", "Rename the group", id="groups.rename"),
        Binding("v", "move", "Move the group below another", id="groups.move"),
        Binding("K", "shift(-1)", "Move the group up among its neighbours", id="groups.up"),
        Binding("J", "shift(1)", "Move the group down among its neighbours", id="groups.down"),
        Binding("m", "note", "Note on the group", id="groups.note"),
        Binding("z,space", "fold", "Fold or unfold the group", id="groups.fold"),
        Binding("slash", "find", "Find a group or a case by part of its name", id="groups.find"),
        Binding(
            "minus,delete", "remove", "Take the case out, or remove the group; cases stay", id="groups.remove"
        ),
        Binding("i", "import", "Import a table of groups (csv, xlsx)", id="groups.import"),
        Binding("x", "export", "Write the groups to a file", id="groups.export"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.tree_of = GroupTree()
        """All groups."""
        self._folded: set[str] = set()

    def compose_body(self) -> ComposeResult:
        yield Grid(id="groups", ascii=self.qcode.options.ascii, empty=_EMPTY)
        behind = ReadOut(id="group-cases", ascii=self.qcode.options.ascii)
        behind.can_focus = False
        yield behind

    @property
    def grid(self) -> Grid:
        """The tree."""
        return self.query_one("#groups", Grid)

    @property
    def line(self) -> GroupLine | None:
        """The row in hand."""
        rows, row = self.grid.source, self.grid.cursor_row
        return rows.lines[row] if isinstance(rows, GroupRows) and 0 <= row < len(rows) else None

    def _group(self) -> Group:
        """Return the group in hand, that of the case in hand too."""
        if self.line is None or self.line.group is None:
            raise DataError("There is no group in hand.", f"{self.key_of('groups.add')} makes one.")
        return self.line.group

    async def begin(self) -> None:
        """Give the keys to the tree."""
        self.set_focus(self.grid)

    async def arrive(self, errand: object) -> None:
        """Show the tree; stand on the case that another view sends the person with."""
        await super().arrive(errand)
        self.set_focus(self.grid)
        if isinstance(errand, InGroups):
            self._stand_on(errand.case)

    def _stand_on(self, uid: str) -> None:
        rows = self.grid.source
        row = rows.row_of(uid) if isinstance(rows, GroupRows) else -1
        if row >= 0:
            self.grid.go_to(row)

    async def refresh_facts(self) -> None:
        """Read anew what there is, and show it."""
        self.tree_of = await self.session.ask(lambda project: project.groups.tree())
        self._show()

    def _show(self) -> None:
        rows = GroupRows(self.tree_of, self.session.overview.cases, frozenset(self._folded))
        self.grid.refresh_source(rows)
        loose = f"{counted(len(rows.loose), 'case')} in none" if len(self.tree_of) and rows.loose else ""
        self.head("Groups", right=[part for part in (counted(len(self.tree_of), "group"), loose) if part])
        self._show_behind()

    def _show_behind(self) -> None:
        rows, row = self.grid.source, self.grid.cursor_row
        inside = isinstance(rows, GroupRows) and 0 <= row < len(rows)
        shown = rows.behind(row) if inside and isinstance(rows, GroupRows) else Content("")
        self.query_one("#group-cases", ReadOut).show(self.grid.cursor_key, shown)

    @on(Grid.Moved, "#groups")
    def _moved(self, event: Grid.Moved) -> None:
        event.stop()
        self._show_behind()

    @on(Grid.Chosen, "#groups")
    @guarded
    async def _chosen(self, event: Grid.Chosen) -> None:
        event.stop()
        line = self.line
        if line is not None and line.case is not None:
            await self.qcode.go("segments", OfCase(line.case.uid))
            return
        group = self._group()
        table = await self.session.ask(lambda project: project.crosstab("group", None))
        places = [row for row, header in enumerate(table.rows) if header.uid == group.uid]
        codings = frozenset(table.behind(places[0], 0)) if places else frozenset()
        if codings:
            await self.qcode.go("segments", Quotations(self.tree_of.path(group.id), codings))
        else:
            self.say("No coding that counts is of these cases.")

    def action_fold(self) -> None:
        """Fold or unfold the group in hand."""
        line = self.line
        if line is not None:
            uid = line.group.uid if line.group else ""
            self._folded ^= {uid}
            self._show()
            self._stand_on(uid)

    @dialogue
    async def action_find(self) -> None:
        """Go to a group or a case."""
        choices = [Choice(path, group.uid, "group") for path, group in paths_of(self.tree_of)]
        choices += [Choice(one.name, one.uid, "case") for one in self.session.overview.cases.values()]
        self._folded.clear()
        chosen = (await self.pick("Go to", choices)).value
        self._show()
        self._stand_on(str(chosen))
        self.say("")

    # -- changing

    @dialogue
    async def action_put(self) -> None:
        """Put cases into the group in hand, or the case in hand into a group."""
        line = self.line
        if line is not None and line.group is None and line.case is not None:
            await self.put_in_groups(line.case)
        else:
            await self.fill_group(self._group().uid)

    @dialogue
    async def action_add(self) -> None:
        """Make a group beside the one in hand."""
        group = self.line.group if self.line else None
        above = group.parent_id if group else None
        await self._add(self.tree_of[above] if above is not None else None)

    @dialogue
    async def action_below(self) -> None:
        """Make a group below the one in hand."""
        await self._add(self._group())

    async def _add(self, parent: Group | None) -> None:
        where = f" below {self.tree_of.path(parent.id)}" if parent else ""
        name = await self.prompt.text(f"Name of the new group{where}:")
        made = await self.session.ask(lambda project: project.groups.add(name, parent))
        self._stand_on(made.uid)
        self.say(
            f"Added the group {made.name}{where}; {self.key_of('groups.put')} puts cases into it.", done=True
        )

    @dialogue
    async def action_fill(self) -> None:
        """Make groups of the values of attributes, one level for each."""
        known = await self.session.ask(lambda project: project.attributes.list(Entity.CASE))
        if not known:
            raise DataError("Cases have no attributes that groups could be made of.")
        chosen = await self._pick_attribute("Groups by the values of", [one.name for one in known])
        names = [chosen]
        rest = [one.name for one in known if one.name != chosen]
        if rest:
            second = await self._pick_attribute("And below each, by", ["nothing more", *rest])
            names += [second] if second != "nothing more" else []
        notes = await self.session.ask(lambda project: project.groups.fill(names))
        self.say(" ".join(notes), done=True)

    async def _pick_attribute(self, question: str, names: list[str]) -> str:
        return str((await self.pick(question, [Choice(one, one) for one in names])).value)

    @dialogue
    async def action_rename(self) -> None:
        """Rename the group in hand."""
        group = self._group()
        name = await self.new_text(f"New name of {group.name}:", group.name)
        if name is not None:
            await self.change(
                lambda project: project.groups.rename(group, name), f"{group.name} is now called {name}."
            )

    @dialogue
    async def action_move(self) -> None:
        """Move the group in hand below another, or to the top."""
        group = self._group()
        below = self.tree_of.descendants(group.id)
        choices = [
            Choice("the top", None),
            *(Choice(path, one) for path, one in paths_of(self.tree_of) if one.id not in below),
        ]
        chosen = (await self.pick(f"Move {group.name} below", choices)).value
        parent = chosen if isinstance(chosen, Group) else None
        where = f"below {self.tree_of.path(parent.id)}" if parent else "at the top"
        await self.change(lambda project: project.groups.move(group, parent), f"{group.name} is {where} now.")
        self._stand_on(group.uid)

    @guarded
    async def action_shift(self, by: int) -> None:
        """Move the group in hand among its neighbours."""
        group = self._group()
        parent = self.tree_of[group.parent_id] if group.parent_id is not None else None
        siblings = [one.id for one in self.tree_of.children(group.parent_id)]
        place = siblings.index(group.id) + by
        if not 0 <= place < len(siblings):
            self.say(f"{group.name} is the {'first' if by < 0 else 'last'} already.")
            return
        await self.change(
            lambda project: project.groups.move(group, parent, place + 1),
            f"{group.name} is number {place + 1} of {len(siblings)} now.",
        )

    @dialogue
    async def action_note(self) -> None:
        """Write what the group in hand is for."""
        group = self._group()

        async def save(text: str) -> None:
            await self.change(
                lambda project: project.groups.describe(group, text), f"Saved the note on {group.name}."
            )

        self.write_long(f"Note on {group.name}", group.note, save)

    @dialogue
    async def action_remove(self) -> None:
        """Take the case in hand out of its group, or remove the group in hand."""
        line, group = self.line, self._group()
        if line is not None and line.case is not None:
            await self.put_or_take(self.tree_of, group, line.case)
            return
        below = len(self.tree_of.descendants(group.id)) - 1
        goes = f"{counted(below, 'group')} below it would go with it; " if below else ""
        await self.sure(f"Remove the group {group.name}?", f"{goes}cases and codings stay as they are.")
        await self.change(
            lambda project: project.groups.remove(group),
            f"Removed the group {group.name}; {self.key_of('view.undo')} brings it back.",
        )

    # -- files

    @dialogue
    async def action_import(self) -> None:
        """Show which groups a table would make and fill, and import it."""
        from qcode.sheets import read_groups
        from qcode.tui.screens.table_plans import groups_of

        await preview(self, groups_of(*await ask_table(self, "groups", read_groups)))

    @dialogue
    async def action_export(self) -> None:
        """Write the groups to a file, as they can be imported."""
        await export(self, "groups", groups_table, warnings=told_by_groups)
