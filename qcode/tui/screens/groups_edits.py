"""Putting cases into groups and taking them out, one after the other."""

from __future__ import annotations

from qcode.model.cases import Case, Group, GroupTree
from qcode.text.names import counted
from qcode.tui.screens.editing import Editing
from qcode.tui.screens.groups_rows import paths_of
from qcode.tui.widgets.picker import Choice, New
from qcode.tui.widgets.prompt import GivenUp


class GroupEdits(Editing):
    """A view in which cases are put into groups."""

    async def put_in_groups(self, case: Case) -> None:
        """Let groups be chosen for a case until Escape; one it is in already loses it. For dialogues."""
        done = 0
        while True:
            tree = await self.session.ask(lambda project: project.groups.tree())
            choices = [
                Choice(path, group, "in it: Enter takes it out" if case.id in group.cases else group.note)
                for path, group in paths_of(tree)
            ]
            try:
                chosen = (await self.pick(f"Group of {case.name}", choices, new="new group")).value
            except GivenUp:
                if not done:
                    raise
                return
            await self._toggle(tree, chosen, case)
            done += 1

    async def _toggle(self, tree: GroupTree, chosen: object, case: Case) -> None:
        if isinstance(chosen, New):
            name = chosen.name
            await self.change(
                lambda project: project.groups.add(name, cases=[case]),
                f"Put {case.name} into the new group {name}.",
            )
        elif isinstance(chosen, Group):
            await self.put_or_take(tree, chosen, case)

    async def put_or_take(self, tree: GroupTree, group: Group, case: Case) -> None:
        """Put a case into a group; take it out where it is in it."""
        path = tree.path(group.id)
        if case.id in group.cases:
            await self.change(
                lambda project: project.groups.take_out(group, [case]), f"Took {case.name} out of {path}."
            )
        else:
            await self.change(
                lambda project: project.groups.put(group, [case]), f"Put {case.name} into {path}."
            )

    async def fill_group(self, uid: str) -> None:
        """Let cases be chosen for a group until Escape; those in it are taken out. For dialogues."""
        put = 0
        while True:
            tree = await self.session.ask(lambda project: project.groups.tree())
            group = next((one for one in tree if one.uid == uid), None)
            if group is None:
                return
            cases = sorted(self.session.overview.cases.values(), key=lambda one: one.id in group.cases)
            choices = [
                Choice(one.name, one, "in it: Enter takes it out" if one.id in group.cases else "")
                for one in cases
            ]
            many = counted(len(group.cases), "case")
            try:
                chosen = (await self.pick(f"Case into {tree.path(group.id)} ({many})", choices)).value
            except GivenUp:
                if not put:
                    raise
                return
            if isinstance(chosen, Case):
                await self.put_or_take(tree, group, chosen)
                put += 1
