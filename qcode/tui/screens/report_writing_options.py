"""Asking for what can be chosen for a report, and saying it in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from textual.content import Content

from qcode.errors import DataError
from qcode.project import Project
from qcode.project.guidelines import ITEMS
from qcode.text.names import quoted
from qcode.tui.screens import matrix_menus as menus
from qcode.tui.screens.editing import Editing
from qcode.tui.screens.matrix_asked import Asked
from qcode.tui.screens.report_writing_kinds import Ask, Kind, Option
from qcode.tui.session import Overview
from qcode.tui.widgets.grid import Cell, CellKind, GridColumn
from qcode.tui.widgets.picker import Choice, New
from qcode.tui.widgets.read_out import Part, told

_TYPED = "case.population > 100000"


@dataclass(frozen=True, slots=True)
class OptionFacts:
    """What the view knows besides the overview."""

    said: Mapping[str, str] = field(default_factory=dict)
    """Key of an item of a guideline -> what the researcher says of it."""
    known: Mapping[str, str] = field(default_factory=dict)
    """Key of an item -> what the project knows of it."""
    sides: Sequence[tuple[str, str, str]] = ()
    """(name, condition or name, what it is) of what can be compared."""
    queries: Mapping[str, str] = field(default_factory=dict)
    kept_back: bool = False
    """Whether names are kept back in all that is exported."""


def read_option_facts(project: Project, *, items: bool) -> OptionFacts:
    """Return what there is to choose from; what the project knows of `items` costs the most."""
    from qcode.project.reports.methods_facts import Facts

    known: dict[str, str] = {}
    with project.reading():
        if items:
            facts = Facts(project)
            known = {
                key: " ".join(one for name in item.known for one in facts.say(name))
                for key, item in ITEMS.items()
            }
        tree = project.groups.tree()
        sides = [(one.name, one.name, "case") for one in project.cases.list()]
        sides += [(tree.path(one.id), tree.path(one.id), "group") for one in tree]
        for one in project.classifications.list():
            sides += [
                (f"{one.name}: {name}", f'class:{one.name} = "{name}"', "class")
                for name in one.classes
                if '"' not in name
            ]
        return OptionFacts(
            project.methods.list(),
            known,
            sides,
            project.queries.list(),
            project.pseudonyms.always,
        )


def in_words(option: Option, value: Any, overview: Overview, facts: OptionFacts) -> str:
    """Return what was chosen, as people read it."""
    if option.ask is Ask.SPEECH:
        spoken = menus.spoken(value)
        return spoken.removesuffix(" speech") if spoken else "respondents'"
    if option.ask in (Ask.DOCUMENT, Ask.DOCUMENTS):
        document = overview.document(value)
        return document.name if document else option.empty
    if option.ask is Ask.ITEM:
        return facts.said.get(option.name, "")
    if option.name == "names" and value is None:
        return f"as the project says: {'kept back' if facts.kept_back else 'shown'}"
    words = next((words for known, words in option.choices if known == value), None)
    return words or (str(value) if value not in (None, "") else option.empty)


def options_of(kind: Kind, given: Mapping[str, Any]) -> Sequence[Option]:
    """Return the options of a report; those of the methods are followed by the items of the guidelines."""
    if kind.name != "methods":
        return kind.options
    items = [item for item in ITEMS.values() if given["guideline"] in ("", item.guideline)]
    return [
        *kind.options,
        *(
            Option(item.key, f"{item.guideline.upper()} {item.number}  {item.topic}", Ask.ITEM)
            for item in items
        ),
    ]


class OptionRows:
    """The options of a report as rows of a grid."""

    columns = (GridColumn("", least=20, most=44), GridColumn("", grow=True, least=16, most=300))

    def __init__(
        self, options: Sequence[Option], given: Mapping[str, Any], overview: Overview, facts: OptionFacts
    ) -> None:
        self.options, self._given, self._overview, self._facts = options, given, overview, facts

    def __len__(self) -> int:
        return len(self.options)

    def key(self, row: int) -> str:
        """Return the name of the option."""
        return self.options[row].name

    def cell(self, row: int, column: int) -> Cell:
        """Return the words of an option, or what was chosen."""
        option = self.options[row]
        if column == 0:
            return Cell(option.words, CellKind.PLAIN)
        if option.ask is Ask.ITEM:
            said, known = self._facts.said.get(option.name, ""), self._facts.known.get(option.name, "")
            if said or not known:
                return Cell(
                    " ".join(said.split()) or "[to be said by you]",
                    CellKind.STRONG if said else CellKind.FAINT,
                )
            return Cell(f"known: {' '.join(known.split())}", CellKind.FAINT)
        value = self._given[option.name]
        kind = CellKind.FAINT if value == option.default else CellKind.STRONG
        return Cell(in_words(option, value, self._overview, self._facts), kind)

    def behind(self, row: int) -> Content:
        """Return all that is said of an option; of an item, what is known and what was said."""
        option = self.options[row]
        if option.ask is not Ask.ITEM:
            value = in_words(option, self._given[option.name], self._overview, self._facts)
            return told(option.words, [Part("", value)])
        known = self._facts.known.get(option.name, "")
        said = self._facts.said.get(option.name, "")
        parts = [
            Part("", f"The project knows: {known}" if known else "Only you can say this."),
            Part("", f"You say: {said}" if said else ""),
        ]
        return told(option.words, parts)


async def ask_option(view: Editing, option: Option, value: Any, facts: OptionFacts) -> Any:
    """Return what the person chooses for an option. For dialogues; raises GivenUp, DataError."""
    overview = view.session.overview
    words = option.words
    if option.ask is Ask.NUMBER:
        return _number(await view.prompt.text(f"{words}:", "" if value is None else str(value)), option)
    if option.ask in (Ask.TEXT, Ask.DAY):
        text = await view.prompt.text(f"{words}{' (2025-04-01)' if option.ask is Ask.DAY else ''}:", value)
        return _day(text) if option.ask is Ask.DAY and text else text
    if option.ask is Ask.CONDITION:
        return await _condition(view, words, value, facts)
    if option.ask is Ask.SIDE:
        choices = [Choice(name, side, what) for name, side, what in facts.sides]
        chosen = (await view.pick(words, choices, new="by condition")).value
        return chosen.name if isinstance(chosen, New) else chosen
    if option.ask in (Ask.DOCUMENT, Ask.DOCUMENTS):
        choices = [Choice("all of them", "")] if option.ask is Ask.DOCUMENTS else []
        choices += [Choice(one.name, one.uid, one.kind) for one in overview.documents.values()]
        return (await view.pick(words, choices)).value
    if option.ask is Ask.SPEECH:
        return (await view.picker.choose(words, menus.speeches(value), keys=True)).value
    if option.ask is Ask.CODER:
        names = [one.name for one in overview.coders.values()]
        return (await view.picker.choose(words, menus.coders(names, value), keys=True)).value
    if option.ask is Ask.UNIT:
        return (
            await view.picker.choose(words, menus.units(Asked("code", "code", unit=value)), keys=True)
        ).value
    keys = [str(number) for number in range(1, len(option.choices) + 1)]
    choices = [Choice(said, one, key=key) for key, (one, said) in zip(keys, option.choices, strict=True)]
    return (await view.picker.choose(words, menus.marked(choices, value), keys=True)).value


async def _condition(view: Editing, words: str, value: str, facts: OptionFacts) -> str:
    """Return a condition: none, one that is saved, a class, or one that is typed."""
    offered = [Choice(f"@{name}", f'@"{name}"', condition) for name, condition in facts.queries.items()]
    offered += [Choice(name, side, what) for name, side, what in facts.sides if what == "class"]
    choices = [Choice("a condition to be typed", None, value), Choice("nothing is left out", "")]
    chosen = (await view.pick(words, [*choices, *offered])).value
    typed = await view.prompt.text(f"{words}: (as in {_TYPED})", value) if chosen is None else str(chosen)
    if typed:
        await view.session.ask(lambda project: project.select(roles=None, where=typed))
    return typed


def _number(text: str, option: Option) -> int | None:
    if not text and option.default is None:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 6 or (option.default is None and int(text) < 1):
        raise DataError(f"{quoted(text)} is no number of quotations.", "Nothing was changed.")
    return int(text)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise DataError(f"{quoted(text)} is no day.", "Write it as 2025-04-01.") from None
