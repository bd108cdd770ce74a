"""Cut points that are typed: how many cases come into each class is seen before anything is saved."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from qcode.analysis.classes import class_labels, class_of, read_limits
from qcode.analysis.grouping import NO_CLASS
from qcode.errors import QcodeError
from qcode.model.cases import Attribute, AttributeValue, Membership
from qcode.project.class_names import class_names
from qcode.text.display import safe
from qcode.text.widths import cell_width, fit
from qcode.tui.widgets.fields import Field
from qcode.tui.widgets.prompt import GivenUp
from qcode.tui.widgets.read_out import FAINT

_APART = re.compile(r"[\s,;、，；]+")
_NAMES_APART = re.compile(r"[,;、，；]")
_HOW = "tab the other field · Enter saves · Esc leaves"
_EXAMPLE = "for example 50000, 200000"
_MOST_BAR = 20


@dataclass(frozen=True, slots=True)
class Cutting:
    """What is cut, and what was said by hand of cases whatever the cuts are."""

    attribute: Attribute
    values: Mapping[int, AttributeValue]
    """By case id."""
    cases: Mapping[int, str]
    """Names by case id, in their order."""
    by_hand: Mapping[int, Membership]
    further: Sequence[str] = ()
    """Classes that are by hand alone."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Cut points as they were typed, with the classes that they make."""

    cuts: tuple[int | float, ...]
    ranges: tuple[str, ...]
    names: tuple[str, ...]
    """Of the classes by cut, then of those by hand alone."""
    cases: Mapping[str, Sequence[str]]
    """Name of a class -> its cases; NO_CLASS where there are any without."""


def typed_cuts(cutting: Cutting, cuts: str, names: str) -> Cut:
    """Return what comes of cut points and names of classes as they were typed.

    Names are set apart by commas; none at all stands for the ranges. Raises QcodeError.
    """
    limits = tuple(read_limits(_rising(cuts), _EXAMPLE))
    ranges = tuple(class_labels(cutting.attribute, limits))
    given = [name.strip() for name in _NAMES_APART.split(names) if name.strip()]
    own = given or [*ranges]
    further = [name for name in cutting.further if name not in own]
    called = tuple(class_names([*own, *further] if len(own) > len(limits) else own, limits))
    found: dict[str, list[str]] = {name: [] for name in called}
    for case, name in cutting.cases.items():
        said, value = cutting.by_hand.get(case), cutting.values.get(case)
        if said is not None and said.class_name is not None:
            found.setdefault(said.class_name, []).append(f"{name} (by hand)")
        elif value is not None:
            found[called[class_of(value.value, limits)]].append(name)
        else:
            found.setdefault(NO_CLASS, []).append(name)
    return Cut(limits, ranges, called, found)


def _rising(cuts: str) -> str:
    """Return cut points with commas between, the smallest first, however they were typed."""
    typed = [one for one in _APART.split(unicodedata.normalize("NFKC", cuts)) if one]
    try:
        return ",".join(sorted(typed, key=float))
    except ValueError:
        return ",".join(typed)


class CutPanel(Vertical):
    """Two fields, the cut points and the names of the classes, above the classes they make.

    Enter saves where that can be, Escape or ctrl+g leaves.
    """

    DEFAULT_CSS = """
    CutPanel { layer: above; dock: bottom; display: none; height: auto; max-height: 60%; background: $panel; }
    CutPanel.-open { display: block; }
    CutPanel > #cutting { height: 1; padding: 0 1; }
    CutPanel > Horizontal { height: 1; }
    CutPanel > Horizontal > Static { width: 14; padding: 0 1; color: $foreground-muted; }
    CutPanel > Horizontal > Input, CutPanel > Horizontal > Input:focus {
        width: 1fr; height: 1; border: none; padding: 0 1; background: $surface;
    }
    CutPanel > #cut-classes { height: auto; padding: 1 1; }
    """

    def __init__(self, *, ascii: bool = False) -> None:
        """Make a closed one; `ascii` draws its bars in ASCII."""
        super().__init__(id="cut-panel")
        self._bar = "#" if ascii else "▇"
        self._cutting: Cutting | None = None
        self._save: Callable[[Cut], Awaitable[None]] | None = None
        self._title = ""
        self._focus_before: Widget | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="cutting", markup=False)
        with Horizontal():
            yield Static("cut points", markup=False)
            yield Field(id="cuts", select_on_focus=False)
        with Horizontal():
            yield Static("class names", markup=False)
            yield Field(id="cut-names", placeholder="from low to high, commas between; empty: the ranges")
        yield Static(id="cut-classes", markup=False)

    @property
    def is_open(self) -> bool:
        """Whether cut points are being typed."""
        return self._save is not None

    @property
    def shown(self) -> str:
        """The classes below the fields, in words."""
        return str(self.query_one("#cut-classes", Static).content)

    def _field(self, name: str) -> Field:
        return self.query_one(f"#{name}", Field)

    def open(
        self,
        title: str,
        cutting: Cutting,
        typed: tuple[str, str],
        save: Callable[[Cut], Awaitable[None]],
    ) -> None:
        """Let cut points and names be typed, beginning with those in `typed`.

        `save` is given what they come to; where it raises QcodeError, all stays as it was typed.
        """
        self._title, self._cutting, self._save = title, cutting, save
        cuts, names = typed
        self._field("cuts").put(cuts)
        self._field("cut-names").put(names)
        self._focus_before = self.screen.focused
        self.add_class("-open")
        self.screen.set_focus(self._field("cuts"), scroll_visible=False)
        self._tell()
        self._preview()

    def _tell(self, fault: str = "") -> None:
        said = (f"   ! {safe(fault)}", "$error bold") if fault else (f"   {_HOW}", FAINT)
        self.query_one("#cutting", Static).update(Content.assemble((safe(self._title), "bold"), said))

    def _cut(self) -> Cut:
        assert self._cutting is not None
        return typed_cuts(self._cutting, self._field("cuts").value, self._field("cut-names").value)

    @on(Input.Changed)
    def _preview(self) -> None:
        """Show which case would be in which class."""
        if self._cutting is None:
            return
        shown = self.query_one("#cut-classes", Static)
        try:
            cut = self._cut()
        except QcodeError as error:
            shown.update(Content.styled(safe(str(error)), FAINT))
            return
        self._tell()
        shown.update(drawn(cut, self.app.size.width - 4, self._bar))

    async def take_key(self, key: events.Key) -> bool:
        """Take the keys that save, leave, and go to the other field. True where taken."""
        if not self.is_open:
            return False
        if key.key in ("escape", "ctrl+g"):
            self._close()
        elif key.key in ("tab", "shift+tab", "up", "down"):
            other = "cuts" if self.screen.focused is self._field("cut-names") else "cut-names"
            self.screen.set_focus(self._field(other), scroll_visible=False)
        elif key.key == "enter":
            await self._settle()
        else:
            return False
        return True

    async def _settle(self) -> None:
        await self._field("cuts").all_typed()
        save = self._save
        if save is None:
            return
        try:
            await save(self._cut())
        except GivenUp:
            return
        except QcodeError as error:
            self._tell(str(error))
            return
        self._close()

    def _close(self) -> None:
        self._save = self._cutting = None
        self.remove_class("-open")
        if self._focus_before is not None and self._focus_before.is_attached:
            self.screen.set_focus(self._focus_before, scroll_visible=False)


def drawn(cut: Cut, width: int, sign: str = "#") -> Content:
    """Return the classes of a cut as lines of at most so many cells: name, range, number, cases."""
    most = max(map(len, cut.cases.values()), default=1) or 1
    ranges = dict(zip(cut.names, cut.ranges, strict=False))
    wide = min(24, max(map(cell_width, cut.cases)))
    span = min(24, max((cell_width(ranges.get(name, "")) for name in cut.cases), default=0))
    lines: list[Content] = []
    for name, cases in cut.cases.items():
        limits = ranges.get(name, "")
        bar = sign * round(len(cases) * min(_MOST_BAR, max(4, width // 6)) / most)
        head = f"{fit(safe(name), wide)}  {fit('' if limits == name else limits, span)}  {len(cases):>4,}  "
        listed = fit(
            f"{bar:<{min(_MOST_BAR, max(4, width // 6))}}  {safe(', '.join(cases))}",
            max(0, width - cell_width(head)),
        )
        lines.append(Content.assemble((head, FAINT if name == NO_CLASS else ""), (listed, FAINT)))
    return Content("\n").join(lines)
