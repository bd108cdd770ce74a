"""What coding rules propose: one passage after the other is accepted or refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from qcode.analysis.coding_rules import Proposal, Question, Reaching
from qcode.model.rules import Rule
from qcode.project import Project
from qcode.text.names import counted, quoted
from qcode.tui.errands import Place
from qcode.tui.screens.rules_edits import RuleEdits
from qcode.tui.screens.rules_list import Asked, ProposalRows, ask_rules, key_of, without
from qcode.tui.screens.segments_pane import QuotationPane
from qcode.tui.screens.view import dialogue, guarded
from qcode.tui.widgets.grid import Grid

_EMPTY = "Nothing is proposed. {new} makes a rule, {edit} changes one."


class RuleProposals(RuleEdits):
    """A list of passages that rules would code; nothing is coded before it is accepted here."""

    NAME = "rules"
    TITLE_WORDS = "Proposals of coding rules"
    CSS_PATH = "rules.tcss"
    HINTS = (
        ("rules.accept", "accept"),
        ("rules.refuse", "refuse"),
        ("rules.accept_all", "all of the rule"),
        ("list.choose", "in the text"),
        ("rules.new", "new rule"),
        ("rules.edit", "change a rule"),
        ("view.undo", "undo"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "accept", "Accept: code the passage", id="rules.accept"),
        Binding("r,minus,delete", "refuse", "Refuse: propose it no more", id="rules.refuse"),
        Binding("A", "accept_all", "Accept all that this rule proposes", id="rules.accept_all"),
        Binding("R", "refuse_all", "Refuse all that this rule proposes", id="rules.refuse_all"),
        Binding("t", "reaching", "Code whole units, or only the words found", id="rules.reaching"),
        Binding("J", "scroll(1)", "Scroll the passage down", id="rules.scroll_down"),
        Binding("K", "scroll(-1)", "Scroll the passage up", id="rules.scroll_up"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.asked: Asked | None = None
        self.proposals: Sequence[Proposal] = ()
        """Those without an answer yet."""
        self.answered = 0
        """How many have gone from the list since it was begun."""
        self._question = Question()
        self._settled: tuple[Sequence[Proposal], bool, int] | None = None
        """What was answered last, whether it was applied, and the moment after it."""

    def compose_body(self) -> ComposeResult:
        yield Grid(id="proposals", ascii=self.qcode.options.ascii)
        yield QuotationPane(id="proposal")

    @property
    def grid(self) -> Grid:
        """The list."""
        return self.query_one("#proposals", Grid)

    @property
    def pane(self) -> QuotationPane:
        """The passage under the cursor, with the words found in brackets."""
        return self.query_one("#proposal", QuotationPane)

    def rule_here(self) -> Rule | None:
        """Return the rule under the cursor."""
        return self.here.rule if self.here is not None else None

    def stand_on(self, rule: Rule) -> None:
        """Stand on the first passage that a rule proposes, if it proposes one."""
        row = next((at for at, one in enumerate(self.proposals) if one.rule.id == rule.id), None)
        if row is not None:
            self.grid.go_to(row)

    @property
    def here(self) -> Proposal | None:
        """The proposal under the cursor; None in an empty list."""
        row = self.grid.cursor_row
        return self.proposals[row] if 0 <= row < len(self.proposals) else None

    async def begin(self) -> None:
        """Give the keys to the list."""
        self.pane.key_for_more = self.key_of("rules.scroll_down")
        keys = {"new": self.key_of("rules.new"), "edit": self.key_of("rules.edit")}
        self.grid.refresh_source(empty=_EMPTY.format(**keys))
        self.set_focus(self.grid)

    async def arrive(self, errand: object) -> None:
        """Show what there is; say which rules cannot be asked."""
        await super().arrive(errand)
        self._say_faults()

    def _say_faults(self) -> None:
        if self.asked is not None and self.asked.found.faults:
            names = {one.id: one.name for one in self.asked.rules}
            rule, fault = next(iter(self.asked.found.faults.items()))
            self.say(f"! {quoted(names.get(rule, '?'))} proposes nothing: {' '.join(fault.split())}")

    async def refresh_facts(self) -> None:
        """Ask the rules anew, unless all that happened is what was answered here."""
        settled, self._settled = self._settled, None
        mark = await self.session.ask(lambda project: project.newest_change())
        total = self.answered + len(self.proposals)
        rules = self.asked.rules if self.asked is not None else None
        if self.asked is not None and settled is not None and settled[2] == mark:
            self.proposals = without(self.proposals, settled[0], applied=settled[1])
            self.asked = replace(self.asked, mark=mark)
        elif self.asked is None or self.asked.mark != mark:
            await self._ask()
        if self.asked is not None and self.asked.rules == rules:
            self.answered = max(0, total - len(self.proposals))
        self._show()

    async def _ask(self) -> None:
        question = self._question
        self.asked = await self.session.ask(lambda project: ask_rules(project, question))
        self.proposals = self.asked.found.proposals

    def _show(self) -> None:
        if self.asked is None:
            return
        narrow = self.app.size.width < 110
        self.grid.refresh_source(ProposalRows(self.proposals, self.asked.corpus, narrow=narrow))
        self.show_here()

    def show_here(self) -> None:
        """Show the passage under the cursor, and how many there are."""
        one = self.here
        right = ["only the words" if self._question.reaching is Reaching.MATCH else ""]
        if self.answered:
            right.append(f"{self.answered:,} of {self.answered + len(self.proposals):,} answered")
        if one is None or self.asked is None:
            self.pane.clear()
            right.append(counted(len(self.proposals), "proposal"))
        else:
            right.append(f"{self.grid.cursor_row + 1:,} of {len(self.proposals):,}")
            document = self.asked.corpus.documents[one.document]
            whose = self.asked.whose(one)
            source = f"{document.name}{whose and f' · {whose}'} · {one.rule.condition}"
            self.pane.show(source, self.asked.around(one))
        self.head("Rules", right=[part for part in right if part])

    @on(events.Resize)
    def _resized(self) -> None:
        """Give the columns the room that there is."""
        if self.ready.is_set():
            self._show()

    @on(Grid.Moved, "#proposals")
    def _moved(self, event: Grid.Moved) -> None:
        event.stop()
        self.show_here()

    @on(Grid.Chosen, "#proposals")
    @guarded
    async def _chosen(self, event: Grid.Chosen) -> None:
        event.stop()
        if self.here is not None and self.asked is not None:
            document = self.asked.corpus.documents[self.here.document]
            await self.qcode.go("coding", Place(document.uid, self.here.start, self.here.end))

    @guarded
    async def action_accept(self) -> None:
        """Code the passage under the cursor."""
        if self.here is None:
            self.say("There is nothing to accept.")
        else:
            await self._answer([self.here], apply=True)

    @guarded
    async def action_refuse(self) -> None:
        """Propose the passage under the cursor no more."""
        if self.here is None:
            self.say("There is nothing to refuse.")
        else:
            await self._answer([self.here], apply=False)

    @dialogue
    async def action_accept_all(self) -> None:
        """Code all that the rule under the cursor proposes, after a question."""
        await self._answer_all(apply=True)

    @dialogue
    async def action_refuse_all(self) -> None:
        """Refuse all that the rule under the cursor proposes, after a question."""
        await self._answer_all(apply=False)

    async def _answer_all(self, *, apply: bool) -> None:
        if self.here is None:
            self.say("There is nothing to answer.")
            return
        rule = self.here.rule
        shown = [one for one in self.proposals if one.rule.id == rule.id]
        verb = "Accept" if apply else "Refuse"
        await self.prompt.sure(f"{verb} all {counted(len(shown), 'proposal')} of {quoted(rule.name)}?")
        now = {key_of(one) for one in self.proposals}
        if not all(key_of(one) in now for one in shown):
            self.say("The proposals have changed meanwhile: look at them again.")
            return
        await self._answer(shown, apply=apply)

    async def _answer(self, proposals: Sequence[Proposal], *, apply: bool) -> None:
        """Accept or refuse proposals, in one act."""
        asked = self.asked
        if asked is None:
            return

        def answer(project: Project) -> int:
            clean = project.newest_change() == asked.mark and not (apply and asked.found.moving)
            number = project.rules.accept(proposals) if apply else project.rules.refuse(proposals)
            self._settled = (proposals, apply, project.newest_change()) if clean else None
            return number

        number = await self.session.ask(answer)
        back = f"{self.key_of('view.undo')} takes it back"
        if not apply:
            self.say(f"Refused {counted(number, 'proposal')}; {back}", done=True)
        elif len(proposals) == 1 and number:
            path = self.session.overview.tree.path(proposals[0].rule.code_id)
            self.say(
                f"{path}: {counted(proposals[0].end - proposals[0].start, 'character')}; {back}", done=True
            )
        else:
            left = len(proposals) - number
            more = f", {left} overlapped another" if left else ""
            self.say(f"{counted(number, 'coding')}{more}; {back}", done=True)

    @guarded
    async def action_reaching(self) -> None:
        """Propose whole units, or only the words that were found."""
        match = self._question.reaching is Reaching.MATCH
        self._question = replace(self._question, reaching=Reaching.UNIT if match else Reaching.MATCH)
        self.answered = 0
        await self._ask()
        self._show()
        self.say("Whole units are proposed." if match else "Only the words found are proposed.")

    def action_scroll(self, pages: int) -> None:
        """Scroll the passage by some lines."""
        self.pane.scroll_lines(pages * max(1, self.pane.size.height // 2))
