"""Names that are kept back: what stands for a case or a document, and whether tables show names."""

from __future__ import annotations

from qcode.model.cases import Case, Entity
from qcode.model.documents import Document
from qcode.tui.screens.editing import Editing

_SHOWN = "Names are shown in what is exported, unless it is told otherwise."
_KEPT_BACK = "Names are kept back in what is exported; pseudonyms are fixed as they are."


async def give_pseudonym(view: Editing, entity: Entity, thing: Case | Document) -> None:
    """Ask what is to stand for a case or a document where names are kept back. For dialogues."""
    called = await view.session.ask(lambda project: project.pseudonyms.list())
    made = [one.pseudonym for one in called if one.uid == thing.uid and not one.given]
    empty = made[0] if made else "one by the order"
    pseudonym = await view.new_text(f"Pseudonym of {thing.name} (empty: {empty}):", thing.pseudonym)
    if pseudonym is None:
        return
    words = (
        f"{pseudonym} stands for {thing.name} where names are kept back."
        if pseudonym
        else f"{thing.name} has no pseudonym of its own."
    )
    await view.change(lambda project: project.pseudonyms.give(entity, thing.name, pseudonym), words)


async def switch_keeping_back(view: Editing) -> None:
    """Let names be kept back in all that is exported, or let them be shown again, and say so."""
    always = await view.session.ask(lambda project: not project.pseudonyms.always)
    await view.change(lambda project: project.pseudonyms.set_always(always), _KEPT_BACK if always else _SHOWN)
