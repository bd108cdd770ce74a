"""The reports there are, what can be chosen for each, and how each is made; plain values."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from qcode.errors import UsageError
from qcode.model.documents import Document, Role
from qcode.model.reports import Report
from qcode.project import Project

if TYPE_CHECKING:
    from qcode.analysis.selection import Selection

Given = Mapping[str, Any]
"""Name of an option -> what was chosen; every option of the report has an entry."""


class Ask(Enum):
    """How an option is asked for."""

    NUMBER = "number"
    TEXT = "text"
    DAY = "day"
    ONE_OF = "one of"
    """Of its `choices`."""
    SPEECH = "speech"
    CODER = "coder"
    CONDITION = "condition"
    DOCUMENTS = "documents"
    """One document, or all."""
    DOCUMENT = "document"
    SIDE = "side"
    """A case, a group, a class, or a condition."""
    UNIT = "unit"
    ITEM = "item"
    """What a researcher says of an item of a guideline."""


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen for a report."""

    name: str
    words: str
    ask: Ask
    default: Any = None
    choices: tuple[tuple[Any, str], ...] = ()
    empty: str = ""
    """What is said where nothing is chosen."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One report."""

    name: str
    words: str
    what: str
    options: tuple[Option, ...]
    make: Callable[[Project, Given], Report] | None
    """Makes it, on the project's thread; None: it is a folder, not a report."""
    warnings: Callable[[Project], Sequence[str]] = lambda _: ()
    """Who could be told all the same where names are kept back."""

    def option(self, name: str) -> Option | None:
        """Return an option by its name."""
        return next((one for one in self.options if one.name == name), None)


_YES_NO = ((True, "yes"), (False, "no"))
NAMES = Option(
    "names", "Names of people, cases and documents", Ask.ONE_OF, None,
    ((None, "as the project says"), (True, "kept back"), (False, "shown")),
)  # fmt: skip
WHERE = Option("condition", "Only what meets", Ask.CONDITION, "", empty="nothing is left out")
SPEECH = Option("speech", "Whose speech counts", Ask.SPEECH, (Role.RESPONDENT,))
_EVERY_SPEECH = Option("speech", "Codings on whose speech", Ask.SPEECH, None)
CODER = Option("coder", "Whose codings count", Ask.CODER, None, empty="all coders")
CHOSEN = (WHERE, SPEECH, CODER)
_THEMES = Option("themes", "Leave out the codes of facets", Ask.ONE_OF, False, _YES_NO)
_MEMOS = Option("memos", "With memos", Ask.ONE_OF, True, _YES_NO)


def _most(name: str, words: str, default: int | None, empty: str = "") -> Option:
    return Option(name, words, Ask.NUMBER, default, empty=empty)


def selection_of(project: Project, given: Given) -> Selection:
    """Return the codings that were chosen. Raises QueryError, UnknownNameError."""
    coders = None if given["coder"] is None else [given["coder"]]
    return project.select(roles=given["speech"], coders=coders, where=given["condition"] or None)


def _codebook(project: Project, given: Given) -> Report:
    from qcode.project.reports.codebook import codebook_report

    chosen = selection_of(project, given)
    return codebook_report(project, selection=chosen, most_examples=given["examples"], memos=given["memos"])


def _quotations(project: Project, given: Given) -> Report:
    from qcode.project.reports.quotations import By, quotations_report

    chosen, by = selection_of(project, given), By(given["by"])
    how = {name: given[name] for name in ("limit", "memos", "themes")}
    return quotations_report(project, selection=chosen, by=by, **how)


def _frequencies(project: Project, given: Given) -> Report:
    from qcode.project.reports.frequencies import frequencies_report

    how = {name: given[name] for name in ("percent", "quotations", "themes")}
    return frequencies_report(project, selection=selection_of(project, given), **how)


def _comparison(project: Project, given: Given) -> Report:
    from qcode.project.reports.comparison import comparison_report

    if not (given["left"] and given["right"]):
        raise UsageError("A comparison has two sides.", "Choose both: e on a line at the right.")
    return comparison_report(
        project,
        given["left"],
        given["right"],
        roles=given["speech"],
        coders=None if given["coder"] is None else [given["coder"]],
        where=given["condition"] or None,
        quotations=given["quotations"],
        themes=given["themes"],
    )


def _transcript(project: Project, given: Given) -> Report:
    from qcode.project.reports.transcript import transcript_report

    selection = selection_of(project, given)
    if given["document"]:
        documents = [_document(project, given)]
    else:
        documents = [selection.corpus.documents[one] for one in selection.scope.shown]
    return transcript_report(project, documents, selection)


def _portrait(project: Project, given: Given) -> Report:
    from qcode.project.reports.portrait import portrait_report

    return portrait_report(project, _document(project, given), selection_of(project, given))


def _document(project: Project, given: Given) -> Document:
    found = next((one for one in project.documents.list() if one.uid == given["document"]), None)
    if found is None:
        raise UsageError("This report is of one document.", "Choose it: e on a line at the right.")
    return found


def _saturation(project: Project, given: Given) -> Report:
    from qcode.project.reports.saturation import saturation_report

    return saturation_report(
        project, selection_of(project, given), order=given["order"], every_document=given["every_document"]
    )


def _methods(project: Project, given: Given) -> Report:
    from qcode.project.guidelines import TITLES
    from qcode.project.reports.methods import methods_report

    return methods_report(project, [given["guideline"]] if given["guideline"] else tuple(TITLES))


def _audit(project: Project, given: Given) -> Report:
    from qcode.project.reports.audit import audit_report

    since, until = (date.fromisoformat(given[name]) if given[name] else None for name in ("since", "until"))
    if since and until and since > until:
        raise UsageError(f"{since} comes after {until}.", "Give the earlier day first.")
    return audit_report(project, since, until)


def _study(project: Project, given: Given) -> Report:
    from qcode.project.reports.study import study_report

    chosen = selection_of(project, given)
    return study_report(project, selection=chosen, unit=given["unit"], pictures=given["pictures"])


def _positions(project: Project) -> Sequence[str]:
    from qcode.project.reports.references import telling_positions

    return telling_positions(project.corpus())


def _sides_and_positions(project: Project) -> Sequence[str]:
    from qcode.project.reports.comparison import TELLING

    return [TELLING, *_positions(project)]


_ALL = (
    Kind(
        "codebook", "Codebook", "all codes with counts, memos and examples",
        (_most("examples", "Quotations for each code, at most", 2), _MEMOS, *CHOSEN, NAMES),
        _codebook, _positions,
    ),
    Kind(
        "quotations", "Quotations", "by code and case, with references",
        (
            Option(
                "by", "They stand below", Ask.ONE_OF, "code",
                (("code", "codes"), ("case", "cases, then codes"), ("both", "codes, then cases")),
            ),
            _most("limit", "Below each heading, at most", None, "all of them"),
            _MEMOS, _THEMES, *CHOSEN, NAMES,
        ),
        _quotations, _positions,
    ),
    Kind(
        "frequencies", "Code frequencies", "n (%) and quotations, as in journals",
        (
            Option(
                "percent", "With percentages", Ask.ONE_OF, None,
                ((None, "where N is 10 or more"), (True, "yes"), (False, "no")),
            ),
            _most("quotations", "Quotations for each code, at most", 1), _THEMES, *CHOSEN, NAMES,
        ),
        _frequencies, _positions,
    ),
    Kind(
        "comparison", "Comparison", "two cases, groups or classes side by side",
        (
            Option("left", "One side", Ask.SIDE, "", empty="choose a case, a group, a class"),
            Option("right", "Other side", Ask.SIDE, "", empty="choose a case, a group, a class"),
            _most("quotations", "Quotations for each code and side, at most", 3),
            _THEMES, *CHOSEN, NAMES,
        ),
        _comparison, _sides_and_positions,
    ),
    Kind(
        "transcript", "Coded transcript", "documents with the codes in their margin",
        (
            Option("document", "Of which document", Ask.DOCUMENTS, "", empty="all of them"),
            WHERE, _EVERY_SPEECH, CODER, NAMES,
        ),
        _transcript,
    ),
    Kind(
        "saturation", "Saturation", "which codes were new in which interview",
        (
            Option(
                "order", "Interviews in the order of", Ask.ONE_OF, "date",
                (("date", "their dates"), ("import", "their import")),
            ),
            Option("every_document", "Also documents in which nobody speaks", Ask.ONE_OF, False, _YES_NO),
            *CHOSEN, NAMES,
        ),
        _saturation,
    ),
    Kind(
        "portrait", "Portrait of a document", "where its codes lie, and how much of it",
        (Option("document", "Of which document", Ask.DOCUMENT, "", empty="choose one"), *CHOSEN, NAMES),
        _portrait,
    ),
    Kind(
        "methods", "Methods", "COREQ and SRQR; you say what is not known",
        (
            Option(
                "guideline", "Guideline", Ask.ONE_OF, "", (("", "both"), ("coreq", "COREQ"), ("srqr", "SRQR"))
            ),
            NAMES,
        ),
        _methods,
    ),
    Kind(
        "audit", "Audit trail", "what was done, by day and coder",
        (
            Option("since", "From this day on", Ask.DAY, "", empty="the first"),
            Option("until", "Up to this day", Ask.DAY, "", empty="the last"),
            NAMES,
        ),
        _audit,
    ),
    Kind(
        "study", "The whole study", "all data, tables, pictures and summaries",
        (
            Option("unit", "Codes meet in a", Ask.UNIT, "turn"),
            Option("pictures", "With pictures", Ask.ONE_OF, True, _YES_NO),
            *CHOSEN, NAMES,
        ),
        _study,
    ),
    Kind(
        "deposit", "Deposit", "a folder for a data archive",
        (
            Option("names", "Names", Ask.ONE_OF, False, ((False, "kept back"), (True, "left as they are"))),
            Option("access", "Access and licence", Ask.TEXT, "", empty="nothing said"),
            Option("citation", "To be cited as", Ask.TEXT, "", empty="nothing said"),
        ),
        None,
    ),
)  # fmt: skip
KINDS: Mapping[str, Kind] = MappingProxyType({one.name: one for one in _ALL})
"""The reports by their names, which are those of `qcode report`, in the order in which they are offered."""


def defaults(kind: Kind) -> dict[str, Any]:
    """Return what holds where nothing was chosen."""
    return {one.name: one.default for one in kind.options}
