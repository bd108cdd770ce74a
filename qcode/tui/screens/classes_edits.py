"""Putting cases into classes, and making, cutting, renaming and removing classifications."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Sequence

from textual import events

from qcode.analysis.attributes import NUMERIC
from qcode.analysis.classes import class_labels
from qcode.errors import DataError
from qcode.model.cases import Attribute, Case, ClassedBy, Classification, Entity
from qcode.project import Project
from qcode.text.names import counted
from qcode.tui.screens.classes_cuts import Cut, CutPanel, Cutting
from qcode.tui.screens.classes_rows import Classed
from qcode.tui.screens.editing import Editing
from qcode.tui.widgets.picker import Choice, New

_APART = re.compile(r"[,;、，；]")
Saves = Callable[[Cut], Awaitable[None]]


class ClassEdits(Editing):
    """A view in which cases are put into classes."""

    cut_panel: CutPanel | None = None
    """Where cut points are typed, once they were."""

    async def take_key(self, key: events.Key) -> bool:
        """Take the keys that belong to the cut points."""
        if self.cut_panel is not None and await self.cut_panel.take_key(key):
            return True
        return await super().take_key(key)

    async def put_in_class(self, classed: Classed, case: Case) -> None:
        """Ask which class a case is in and why. For dialogues."""
        one, now = classed.one, classed.of(case.id)
        choices = [
            Choice(name, name, _beside(classed, place, "in it" if name == now.class_name else ""))
            for place, name in enumerate(one.classes)
        ]
        if now.by is ClassedBy.HAND:
            what = "by the cut points again" if one.cuts else "in no class"
            choices.append(Choice("Take back what was said by hand", None, what))
        chosen = (await self.pick(f"{one.name} of {case.name}", choices, new="new class")).value
        if chosen is None:
            await self.change(
                lambda project: project.classifications.assign(one, case, None),
                f"Took back what was said of {case.name} in {one.name}.",
            )
            return
        name = chosen.name if isinstance(chosen, New) else str(chosen)
        await self.say_class(classed, case, name, new=isinstance(chosen, New))

    async def say_class(self, classed: Classed, case: Case, name: str, *, new: bool = False) -> None:
        """Ask why a case is in a class, and say by hand that it is. For dialogues."""
        one, now = classed.one, classed.of(case.id)
        before = now.reason if now.by is ClassedBy.HAND else ""
        reason = await self.prompt.text(f"Why is {case.name} in {name}? (may stay empty)", before)
        await self.change(
            lambda project: project.classifications.assign(one, case, name, reason, new=new),
            f"{case.name} is in {name} of {one.name}, by hand{f': {reason}' if reason else ''}.",
        )

    # -- classifications

    async def new_classification(self) -> None:
        """Ask what is to be cut, or for classes by hand, and make a classification. For dialogues."""
        attributes = await self.session.ask(numeric_attributes)
        choices = [
            Choice("By hand", None, "say of each case which class it is in"),
            *(Choice(f"Cut {one.name}", one.name, "a numeric attribute of cases") for one in attributes),
        ]
        if len(choices) > 1:
            chosen = (await self.pick("Sort the cases into classes", choices)).value
        else:
            chosen = None
        attribute = next((one for one in attributes if one.name == chosen), None)
        name = await self.prompt.text("Name of the classification:", attribute.name if attribute else "")
        if not name:
            raise DataError("A classification needs a name.")
        if attribute is not None:
            await self._cut_new(name, attribute)
            return
        typed = await self.prompt.text("Its classes, commas between (may stay empty):")
        classes = [part.strip() for part in _APART.split(typed) if part.strip()]
        await self.change(
            lambda project: project.classifications.add(name, classes=classes),
            f"Added the classification {name}, by hand: {counted(len(classes), 'class', 'classes')}.",
        )

    async def _cut_new(self, name: str, attribute: Attribute) -> None:
        cutting = await self.session.ask(lambda project: cutting_of(project, attribute, None))

        async def save(cut: Cut) -> None:
            await self.change(
                lambda project: project.classifications.add(
                    name, attribute=attribute.name, cuts=cut.cuts, classes=cut.names
                ),
                f"Added the classification {name}: {_numbers(cut)}.",
            )

        await self._open(f"{name} by {attribute.name}", cutting, (middle_of(cutting), ""), save)

    async def edit_classification(self, classed: Classed) -> None:
        """Let the cut points, or the classes of one by hand, be changed. For dialogues."""
        one, attribute = classed.one, classed.attribute
        if attribute is None:
            await self._edit_classes(one)
            return
        cutting = await self.session.ask(lambda project: cutting_of(project, attribute, one))
        names = list(one.classes[: len(one.cuts) + 1])
        shown = "" if one.cuts and names == class_labels(attribute, one.cuts) else ", ".join(names)

        async def save(cut: Cut) -> None:
            await self.change(
                lambda project: project.classifications.set(one, cuts=cut.cuts, classes=cut.names),
                f"{one.name}: {_numbers(cut)}.",
            )

        typed = (", ".join(map(str, one.cuts)), shown)
        await self._open(f"{one.name} by {attribute.name}", cutting, typed, save)

    async def _edit_classes(self, one: Classification) -> None:
        typed = await self.new_text(f"Classes of {one.name}, commas between:", ", ".join(one.classes))
        if typed is None:
            return
        classes = [part.strip() for part in _APART.split(typed) if part.strip()]
        await self.change(
            lambda project: project.classifications.set(one, classes=classes),
            f"{one.name} has {counted(len(classes), 'class', 'classes')}.",
        )

    async def _open(self, title: str, cutting: Cutting, typed: tuple[str, str], save: Saves) -> None:
        if self.cut_panel is None:
            self.cut_panel = CutPanel(ascii=self.qcode.options.ascii)
            await self.mount(self.cut_panel, before="#hint")
        self.cut_panel.open(title, cutting, typed, save)

    async def rename_classification(self, one: Classification) -> None:
        """Ask for another name of a classification. For dialogues."""
        name = await self.new_text(f"New name of {one.name}:", one.name)
        if name is not None:
            await self.change(
                lambda project: project.classifications.set(one, name=name),
                f"{one.name} is now called {name}.",
            )

    async def remove_classification(self, classed: Classed) -> None:
        """Remove a classification, after a question. For dialogues."""
        one = classed.one
        said = counted(len(one.by_hand), "assignment")
        await self.sure(
            f"Remove {one.name}?", f"{said} by hand would go with it; cases and codings stay as they are."
        )
        await self.change(
            lambda project: project.classifications.remove(one),
            f"Removed {one.name}; {self.key_of('view.undo')} brings it back.",
        )


def numeric_attributes(project: Project) -> Sequence[Attribute]:
    """Return the attributes of cases whose values can be cut."""
    return [one for one in project.attributes.list(Entity.CASE) if one.type in NUMERIC]


def cutting_of(project: Project, attribute: Attribute, one: Classification | None) -> Cutting:
    """Return what is needed to see what cut points do to cases; `one` is the classification so far."""
    from qcode.analysis.attributes import newest_values

    cases = {case.id: case for case in project.cases.list()}
    return Cutting(
        attribute,
        newest_values(attribute, cases, project.attributes.values()),
        {case.id: case.name for case in cases.values()},
        one.by_hand if one else {},
        one.classes[len(one.cuts) + 1 :] if one else (),
    )


def middle_of(cutting: Cutting) -> str:
    """Return a cut point to begin with: the middle value, which leaves about as many below as above."""
    values = sorted(one.value for one in cutting.values.values() if isinstance(one.value, int | float))
    return str(values[len(values) // 2]) if values else ""


def _beside(classed: Classed, place: int, now: str) -> str:
    cases = counted(len(classed.cases_in(classed.one.classes[place])), "case")
    return " · ".join(part for part in (classed.limits(place), cases, now) if part)


def _numbers(cut: Cut) -> str:
    return ", ".join(f"{name} {len(cases)}" for name, cases in cut.cases.items())
