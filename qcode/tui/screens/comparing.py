"""What views that compare cases share: whose codings count, and types of cases that can be accepted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual import events
from textual.binding import Binding, BindingType

from qcode.analysis.where import WhereError
from qcode.errors import QcodeError
from qcode.model.cases import Case
from qcode.text.names import quoted
from qcode.tui.screens import matrix_menus as menus
from qcode.tui.screens.guarding import on_screen
from qcode.tui.screens.matrix_asked import Asked
from qcode.tui.screens.typology_proposal import Proposal, propose
from qcode.tui.screens.view import View, dialogue, guarded
from qcode.tui.widgets.grid import Grid
from qcode.tui.widgets.picker import Choice
from qcode.tui.widgets.prompt import GivenUp
from qcode.tui.widgets.read_out import Part, ReadOut, told

_SCROLLS = frozenset({"up", "down", "j", "k", "pageup", "pagedown", "home", "end"})


class Comparing(View):
    """Cases compared by what is coded in them, beside what is told of the type under the cursor."""

    PROPOSED: ClassVar[str] = ""
    """What a classification of the types is called unless the person says otherwise."""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "speech", "Whose speech counts", id="typology.speech"),
        Binding("o", "coder", "Whose codings count", id="typology.coder"),
        Binding("w", "where", "Count only what meets a condition", id="typology.where"),
        Binding("A", "accept", "Make these types a classification", id="typology.accept"),
        Binding("J", "scroll(1)", "Scroll what is told down", id="typology.scroll_down"),
        Binding("K", "scroll(-1)", "Scroll what is told up", id="typology.scroll_up"),
    ]
    asked: Any
    """What is asked for; its `of` says whose codings count."""
    _proposal: Proposal | None = None
    _told_of: object = None
    """What was told of last; None: something else stands there."""

    @property
    def grid(self) -> Grid:
        """The table of what was found."""
        raise NotImplementedError

    @property
    def told(self) -> ReadOut:
        """What is said of what is under the cursor; what is to be written, before it is."""
        return self.query_one("#told", ReadOut)

    async def find(self, asked: Any) -> None:
        """Show what is asked for; where it cannot be, all stays as it was."""
        raise NotImplementedError

    def tell(self) -> None:
        """Say what there is to say of what is under the cursor."""
        raise NotImplementedError

    def classed(self) -> Mapping[Case, tuple[str, str]]:
        """Return the cases with their types and the reasons, to be accepted; empty: there are none."""
        raise NotImplementedError

    @guarded
    async def change(self, /, **what: Any) -> None:
        """Show what is found with something changed."""
        await self.find(replace(self.asked, **what))

    async def menu(self, question: str, choices: Sequence[Choice]) -> Any:
        """Return what the person chooses by a key. For dialogues."""
        return (await self.picker.choose(question, choices, keys=True)).value

    def say_fault(self, error: QcodeError) -> None:
        """Say in the hint line what went wrong and what to do here."""
        super().say_fault(on_screen(error))

    def show_fault(self, title: str, error: QcodeError) -> None:
        """Show what is wrong in the place of what is told; the next move tells of the types again."""
        self._told_of = None
        self.told.show(error, told(title, [Part("", str(error))]))

    def action_scroll(self, pages: int) -> None:
        """Scroll what is told by half a page."""
        self.told.action_scroll_by(pages * max(1, self.told.size.height // 2))

    # -- whose codings count

    async def _change_whose(self, **what: Any) -> None:
        await self.change(of=replace(self.asked.of, **what))

    @dialogue
    async def action_speech(self) -> None:
        """Choose whose speech counts."""
        roles = await self.menu("Count codings in:", menus.speeches(self.asked.of.roles))
        await self._change_whose(roles=roles)

    @dialogue
    async def action_coder(self) -> None:
        """Choose whose codings count."""
        names = [one.name for one in self.session.overview.coders.values()]
        coder = await self.menu("Count the codings of:", menus.coders(names, self.asked.of.coder))
        await self._change_whose(coder=coder)

    @dialogue
    async def action_where(self) -> None:
        """Type a condition."""
        condition, place = self.asked.of.condition, None
        while True:
            try:
                condition = await self.prompt.text("Where (empty: no condition):", condition, at=place)
                await self.find(replace(self.asked, of=replace(self.asked.of, condition=condition)))
            except WhereError as error:
                place = error.position
                self.show_fault("This is not understood", on_screen(error))
            except GivenUp:
                self.tell()
                raise
            else:
                return

    # -- accepting

    @dialogue
    async def action_accept(self) -> None:
        """Ask for a name and a memo, and show what would be written."""
        cases = await self.session.ask(lambda _: self.classed())
        if not cases:
            self.say("There are no classes to accept.")
            return
        name = await self.prompt.text(f"Name of the classification (empty: {self.PROPOSED}):")
        memo = await self.prompt.text("Memo (may be empty):")
        proposal = await self.session.ask(
            lambda project: propose(project, cases, name or self.PROPOSED, memo)
        )
        self._proposal = proposal
        self.add_class("-proposing")
        self.told.show(proposal, told(f"Classification {quoted(proposal.name)}", proposal.parts()))
        self.set_focus(self.told)
        self.say("Write this?  y yes · n no · j k scroll")

    async def take_key(self, key: events.Key) -> bool:
        """Answer whether a proposal is to be written; the other keys go where they belong."""
        if await super().take_key(key):
            return True
        proposal = self._proposal
        if proposal is None or key.key in (*_SCROLLS, "ctrl+q", "Q"):
            return False
        if key.key in ("y", "n", "q", "escape", "ctrl+g"):
            self._put_aside()
            self.set_focus(self.grid)
            self.tell()
            if key.key == "y":
                await self._write(proposal)
            else:
                self.say("Nothing was changed.")
        return True

    @guarded
    async def _write(self, proposal: Proposal) -> None:
        words = await self.session.ask(proposal.write)
        self.say(words, done=True)

    def _put_aside(self) -> None:
        self._proposal = None
        self.remove_class("-proposing")

    def hints(self) -> Sequence[str]:
        """Return the keys that do something next; none beside a question."""
        return [] if self._proposal is not None else super().hints()

    async def leave(self) -> bool:
        """Put a proposal aside that was not answered."""
        self._put_aside()
        return await super().leave()


def whose(asked: Asked) -> Asked:
    """Return whose codings count in a table, without what is counted in it."""
    return Asked(roles=asked.roles, coder=asked.coder, condition=asked.condition)
