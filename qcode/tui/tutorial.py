"""The tutorial: steps that notice when they are done, told with the keys as they are bound."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

KeyOf = Callable[[str], str]
"""Binding id -> its first key as people write it."""
CODED, UNDONE, WROTE, WENT, MOVED = "coded", "undone", "wrote", "went", "moved"


@dataclass(frozen=True, slots=True)
class Doing:
    """Something the person did: what came of it, and by which binding (or in which view)."""

    what: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One step of the tutorial."""

    title: str
    words: str
    """What to do; `{id}` stands for the key of the binding with that id."""
    what: str
    by: tuple[str, ...] = ()
    """Beginnings of the binding ids, or names of views, by which it is to be done; empty: any."""
    times: int = 1

    def told(self, key_of: KeyOf) -> str:
        """Return the words with the keys as they are bound."""
        words = self.words
        for name in self.keys:
            words = words.replace(f"{{{name}}}", key_of(name))
        return words

    @property
    def keys(self) -> Sequence[str]:
        """The ids of the bindings it speaks of."""
        return [part.partition("}")[0] for part in self.words.split("{")[1:]]

    def is_met_by(self, doing: Doing) -> bool:
        """Tell whether something that was done is what it asks for."""
        return doing.what == self.what and (not self.by or doing.by.startswith(self.by))


TASKS = (
    Task(
        "Read on",
        "The cursor stands in a unit, faintly shown. {text.next_unit} goes to the next one, "
        "{text.previous_unit} back; {text.unit} changes what a unit is. Go on a few units.",
        MOVED, ("text.next_unit", "text.previous_unit"), 3,
    ),
    Task(
        "One key codes",
        "The digits carry the codes pinned to them, shown in the codebook ({coding.codebook}). Press "
        "{coding.pin1}: the unit under the cursor gets that code. It is saved at once.",
        CODED, ("coding.pin",),
    ),
    Task(
        "Take it back",
        "{view.undo} takes back your newest step, however many you like, even tomorrow; {view.redo} does it "
        "again. Press {view.undo}.",
        UNDONE,
    ),
    Task(
        "Any code by its key",
        "Every code has a key of its own in the codebook. Press {coding.by_key}, then the letters you see in "
        "the line below.",
        CODED, ("coding.by_key",),
    ),
    Task(
        "A code by its name",
        "{coding.pick} finds a code by any part of its name, in either language; Enter applies it. A name "
        "that does not exist makes a new code.",
        CODED, ("coding.pick",),
    ),
    Task(
        "Their own words",
        "Select less than a unit: {text.free} and the arrows, or {text.select} for units and {text.grow} to "
        "grow. Then {coding.in_vivo} makes a code named by the words selected.",
        CODED, ("coding.in_vivo",),
    ),
    Task(
        "Write down why",
        "{coding.memo} opens a memo on the coding here. It is saved while you write; Esc closes it.",
        WROTE,
    ),
    Task(
        "See it all together",
        "{view.go} s lists the quotations of every code; Enter there leads into the text. Have a look; "
        "{view.back} comes back here.",
        WENT, ("segments",),
    ),
    Task(
        "Codes by municipality",
        "{view.go} m shows the coded matrix; every number leads to its quotations. {view.back} comes back.",
        WENT, ("matrix",),
    ),
)  # fmt: skip
LAST_WORDS = (
    "That is all one needs to begin. {view.help} lists the keys of a view, {app.palette} finds any action by "
    "its name. Everything in this study is invented; change what you like."
)


class Tutorial:
    """Where a person is in the tutorial."""

    def __init__(self, tasks: Sequence[Task] = TASKS) -> None:
        self._tasks = tasks
        self._place = self._times = 0

    @property
    def place(self) -> int:
        """How many steps are behind."""
        return self._place

    @property
    def length(self) -> int:
        """How many steps there are."""
        return len(self._tasks)

    @property
    def task(self) -> Task | None:
        """The step in hand; None after the last."""
        return self._tasks[self._place] if self._place < len(self._tasks) else None

    def did(self, doing: Doing) -> bool:
        """Take note of what was done; return whether that ended the step in hand."""
        task = self.task
        if task is None or not task.is_met_by(doing):
            return False
        self._times += 1
        if self._times < task.times:
            return False
        self.skip()
        return True

    def skip(self) -> None:
        """Go on to the next step."""
        self._place = min(self._place + 1, len(self._tasks))
        self._times = 0
