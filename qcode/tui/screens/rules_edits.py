"""Making, changing and removing coding rules in the view of what they propose."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from qcode.analysis.where import WhereError
from qcode.errors import QcodeError
from qcode.model.codes import Code
from qcode.model.rules import Rule, RuleUnit
from qcode.project import Project
from qcode.text.names import counted, quoted
from qcode.tui.code_choices import code_choices
from qcode.tui.screens.editing import Editing
from qcode.tui.screens.guarding import on_screen
from qcode.tui.screens.matrix_menus import marked
from qcode.tui.screens.segments_list import Excerpt
from qcode.tui.screens.segments_pane import QuotationPane
from qcode.tui.screens.view import dialogue
from qcode.tui.widgets.picker import Choice

_LANGUAGE = """\
port   exchang*   "port authority"   姉妹都市
port near 5 words city   port then city
(port or harbour) and not ship   role = respondent"""
_UNITS = (("s", RuleUnit.SENTENCE), ("p", RuleUnit.PARAGRAPH), ("t", RuleUnit.TURN))
_NO_RULES = "There are no rules yet: {key} makes one."


class RuleEdits(Editing):
    """The part of the view that makes and changes rules; what they propose is listed at once."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "Make a rule: a code, and what has to be said", id="rules.new"),
        Binding("e", "edit", "Change a rule: condition, code, unit, name, note", id="rules.edit"),
        Binding("d", "remove", "Remove a rule; codings that it proposed stay", id="rules.remove"),
    ]

    @property
    def pane(self) -> QuotationPane:
        """Where a passage is shown, and what is wrong with a condition."""
        raise NotImplementedError

    def show_here(self) -> None:
        """Show the passage under the cursor."""
        raise NotImplementedError

    def rule_here(self) -> Rule | None:
        """Return the rule under the cursor."""
        raise NotImplementedError

    def stand_on(self, rule: Rule) -> None:
        """Stand on the first passage that a rule proposes."""
        raise NotImplementedError

    @dialogue
    async def action_new(self) -> None:
        """Make a rule."""
        choices = code_choices(self.session.overview.tree)
        if not choices:
            self.say(f"There are no codes yet: {self.key_of('view.go')} b goes to the codebook.")
            return
        code: Any = (await self.pick("The code to propose:", choices)).value
        unit = await self._unit(None)
        await self._with_condition(
            None, lambda project, text: project.rules.add(code, text, unit=unit), "Made the rule"
        )

    @dialogue
    async def action_edit(self) -> None:
        """Change one thing of a rule."""
        rule = await self._rule("Which rule:")
        if rule is None:
            return
        tree = self.session.overview.tree
        what = [
            Choice("the condition", "condition", rule.condition, key="c"),
            Choice("the code", "code", tree.path(rule.code_id), key="o"),
            Choice("the unit", "unit", rule.unit.value, key="u"),
            Choice("the name", "name", rule.name, key="n"),
            Choice("the note", "note", rule.note, key="t"),
        ]
        part = str((await self.picker.choose(f"Change of {quoted(rule.name)}:", what, keys=True)).value)
        if part == "condition":
            await self._with_condition(
                rule, lambda project, text: project.rules.set(rule, condition=text), "Changed"
            )
            return
        change: dict[str, Any] = {}
        if part == "code":
            code: Code = (await self.pick("The code to propose:", code_choices(tree))).value  # type: ignore[assignment]
            change = {"code": code}
        elif part == "unit":
            change = {"unit": await self._unit(rule.unit)}
        else:
            text = await self.new_text(f"The {part} of {quoted(rule.name)}:", getattr(rule, part))
            if text is None:
                return
            change = {part: text}
        await self._settle(rule, lambda project: project.rules.set(rule, **change), "Changed")

    @dialogue
    async def action_remove(self) -> None:
        """Remove a rule, after a question."""
        rule = await self._rule("Remove which rule:")
        if rule is not None:
            await self.sure(
                f"Remove the rule {quoted(rule.name)}?", "What was refused of it is forgotten; codings stay."
            )
            await self.change(
                lambda project: project.rules.remove(rule),
                f"Removed the rule {quoted(rule.name)}; {self.key_of('view.undo')} brings it back",
            )

    async def _rule(self, question: str) -> Rule | None:
        """Return the rule that is meant: the only one, else one of all, that under the cursor first."""
        rules: Sequence[Rule] = await self.session.ask(lambda project: project.rules.list())
        if len(rules) < 2:
            if not rules:
                self.say(_NO_RULES.format(key=self.key_of("rules.new")))
            return next(iter(rules), None)
        here = self.rule_here()
        ordered = sorted(rules, key=lambda one: here is None or one.id != here.id)
        choices = [Choice(one.name, one, one.condition) for one in ordered]
        return (await self.pick(question, choices)).value  # type: ignore[return-value]

    async def _unit(self, now: RuleUnit | None) -> RuleUnit:
        choices = [Choice(unit.value, unit, key=key) for key, unit in _UNITS]
        question = "What it looks at, and proposes to code:"
        return (await self.picker.choose(question, marked(choices, now), keys=True)).value  # type: ignore[return-value]

    async def _with_condition(
        self, rule: Rule | None, act: Callable[[Project, str], Rule], words: str
    ) -> None:
        """Ask for a condition until it can be understood; what is wrong is pointed at above the line."""
        text, place = rule.condition if rule else "", None
        self.pane.show("A condition holds words and what joins them", Excerpt("", _LANGUAGE, ""))
        while True:
            try:
                text = await self.prompt.text("Condition:", text, at=place)
                await self._settle(rule, partial(_given, act, text), words)
            except WhereError as error:
                place = error.position
                self.pane.show("This is not understood", Excerpt("", str(on_screen(error)), ""))
            except QcodeError:
                self.show_here()
                raise
            else:
                self.show_here()
                return

    async def _settle(self, before: Rule | None, act: Callable[[Project], Rule], words: str) -> None:
        """Carry out an act on a rule, and stand on the first passage that it proposes by then."""

        def done(project: Project) -> tuple[Rule, int]:
            rule = act(project)
            return rule, len(project.rules.proposals(rules=[rule]).proposals)

        rule, number = await self.session.ask(done)
        if rule == before:
            self.say("Nothing was changed.")
            return
        await self.bring_up_to_date()
        self.stand_on(rule)
        self.say(f"{words} {quoted(rule.name)}: {counted(number, 'proposal')}", done=True)


def _given(act: Callable[[Project, str], Rule], text: str, project: Project) -> Rule:
    return act(project, text)
