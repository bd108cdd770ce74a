"""`qcode classes`: cases sorted into classes, by cut points or by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import click

from qcode.analysis.classes import read_limits
from qcode.commands.arguments import ProjectGroup, acting_coder, open_project, words
from qcode.commands.output import Output, output_options, say, say_changed, say_notes, show, simple_table
from qcode.errors import UsageError
from qcode.model.cases import Classification
from qcode.project import Project
from qcode.text.names import counted, listed

_CUTS = "Cut points, from small to large: 50000,400000; each is the least value of the class above it."
_CLASSES = "Names of the classes in their order, separated by commas."


@click.group("classes", cls=ProjectGroup, short_help="Sort cases into classes: by size, by hand ...")
def command() -> None:
    """Classifications of cases, several side by side: by cut points of an attribute, or by hand.

    What is said by hand of a case goes before the cut points. No coding is ever touched. Tables take
    them as a dimension (--columns class:NAME; --columns case --group-by class:NAME), conditions as
    --where 'class:NAME = large'.
    """


@command.command("list", short_help="List the classifications.")
@words()
@output_options
def list_(project: Path, output: Output) -> None:
    """List the classifications: what is cut where, and how many cases are in each class."""
    from qcode.analysis.pseudonyms import few_alike

    columns = ("classification", "attribute", "cuts", "classes", "by_hand", "without", "note")
    with open_project(project) as study:
        rows, warnings = [], []
        for one in study.classifications.list():
            found = [member.class_name for member in study.classifications.members(one).values()]
            attribute = study.classifications.attribute(one)
            warnings += few_alike("case", [f"class:{one.name}"], [(name,) for name in found if name])
            rows.append(
                (
                    one.name,
                    attribute.name if attribute else "",
                    "; ".join(map(str, one.cuts)),
                    "; ".join(f"{name} ({found.count(name)})" for name in one.classes),
                    len(one.by_hand),
                    found.count(None),
                    one.note,
                )
            )
        table = simple_table("classes", f"{study.title}: classifications", columns, rows)
        show(study, table, output, warnings=lambda: warnings)


@command.command("show", short_help="Show which case is in which class, and why.")
@words("CLASSIFICATION")
@output_options
def show_(project: Path, classification: str, output: Output) -> None:
    """Show the class of every case: by which value of which year, or by hand with the reason."""
    _show(project, classification, output)


@command.command("export", short_help="Write the classes as `classes import` reads them.")
@words("CLASSIFICATION")
@output_options
def export(project: Path, classification: str, output: Output) -> None:
    """Write the class of every case as `classes import` reads them; what is by a cut point is not read."""
    _show(project, classification, output.or_csv())


def _show(project: Path, classification: str, output: Output) -> None:
    from qcode.project.grouping_tables import classes_table, told_by_classes

    with open_project(project) as study:
        one = study.classifications.find(classification)
        show(study, classes_table(study, one), output, warnings=lambda: told_by_classes(study, one))


@command.command("add", short_help="Make a classification.")
@words("NAME")
@click.option("--attribute", metavar="ATTRIBUTE", help="A numeric attribute of cases that is cut.")
@click.option("--cuts", metavar="NUMBERS", help=_CUTS)
@click.option("--classes", metavar="NAMES", help=f"{_CLASSES} Left out: the ranges.")
@click.option("--note", default="", metavar="TEXT", help="What the classification is for.")
@acting_coder
def add(
    project: Path,
    name: str,
    attribute: str | None,
    cuts: str | None,
    classes: str | None,
    note: str,
    coder: str | None,
) -> None:
    """Make a classification: by --attribute and --cuts, or by hand (--classes names the classes)."""
    with open_project(project, coder) as study:
        one = study.classifications.add(
            name, attribute=attribute, cuts=_cuts(cuts) or (), classes=_names(classes) or (), note=note
        )
        say(f"Added the classification {one.name}.", study)
        _say_classes(study, one)


@command.command("set", short_help="Change cut points, classes, name or note.")
@words("CLASSIFICATION")
@click.option("--name", metavar="NAME", help="Another name.")
@click.option("--cuts", metavar="NUMBERS", help=_CUTS)
@click.option("--classes", metavar="NAMES", help=f"{_CLASSES} A new name takes the cases of its place along.")
@click.option("--note", metavar="TEXT", help="What the classification is for.")
@acting_coder
def set_(
    project: Path,
    classification: str,
    name: str | None,
    cuts: str | None,
    classes: str | None,
    note: str | None,
    coder: str | None,
) -> None:
    """Change a classification; codings, and what was said by hand, stay as they are."""
    if (name, cuts, classes, note) == (None,) * 4:
        raise UsageError("There is nothing to set.", "Give --cuts, --classes, --name or --note.")
    with open_project(project, coder) as study:
        one = study.classifications.set(
            study.classifications.find(classification),
            name=name,
            cuts=_cuts(cuts),
            classes=_names(classes),
            note=note,
        )
        say_changed(study, f"the classification {one.name}")
        _say_classes(study, one)


@command.command("assign", short_help="Put a case into a class by hand.")
@words("CLASSIFICATION", "CASE", "CLASS")
@click.option("--reason", default="", metavar="TEXT", help="Why.")
@click.option("--new", is_flag=True, help="Make the class, last in the order, where it is not there.")
@acting_coder
def assign(
    project: Path,
    classification: str,
    case: str,
    new: bool,
    reason: str,
    coder: str | None,
    **named: str,
) -> None:
    """Put a case into a class by hand, in place of what was said before and of the cut points."""
    with open_project(project, coder) as study:
        one = study.classifications.find(classification)
        study.classifications.assign(one, case, named["class"], reason, new=new)
        say_changed(study, f"the class of {study.cases.find(case).name} in {one.name}")


@command.command("unassign", short_help="Take back what was said of a case by hand.")
@words("CLASSIFICATION", "CASE")
@acting_coder
def unassign(project: Path, classification: str, case: str, coder: str | None) -> None:
    """Take back what was said of a case by hand; its class is then by the cut points, if there are any."""
    with open_project(project, coder) as study:
        one = study.classifications.find(classification)
        study.classifications.assign(one, case, None)
        say_changed(study, f"the class of {study.cases.find(case).name} in {one.name}")


@command.command("import", short_help="Put many cases into classes, from CSV or XLSX.")
@words("CLASSIFICATION", "FILE")
@click.option("--new", is_flag=True, help="Make classes that are not there, in the order in which they come.")
@acting_coder
def import_(project: Path, classification: str, file: str, new: bool, coder: str | None) -> None:
    """Put cases into classes by hand: columns `case`, `class` and, if you like, `reason`.

    A classification of a name that is not there is made, with the classes of the file in their order.
    An empty class takes back what was said of the case; rows with `by` other than hand say nothing by hand.
    """
    from qcode.sheets import read_classes

    rows = read_classes(Path(file))
    with open_project(project, coder) as study:
        notes = study.classifications.import_rows(classification, rows, new=new, source=Path(file).name)
        say_notes((*rows.notes, *notes), study)


@command.command("remove", short_help="Remove a classification.")
@words("CLASSIFICATION")
@acting_coder
def remove(project: Path, classification: str, coder: str | None) -> None:
    """Remove a classification with what was said by hand; cases and codings stay."""
    with open_project(project, coder) as study:
        one = study.classifications.find(classification)
        study.classifications.remove(one)
        said = f" with {counted(len(one.by_hand), 'case')} by hand" if one.by_hand else ""
        say(f"Removed the classification {one.name}{said}.", study)


def _say_classes(study: Project, one: Classification) -> None:
    found = [member.class_name for member in study.classifications.members(one).values()]
    parts = [f"{name}: {counted(found.count(name), 'case')}" for name in one.classes]
    if parts:
        say(f"{listed(parts)}; {found.count(None)} without.", study)


def _cuts(text: str | None) -> list[int | float] | None:
    return None if text is None else read_limits(text, "for example --cuts 50000,400000")


def _names(text: str | None) -> list[str] | None:
    """Return names separated by commas; one that has commas itself stands in quotation marks."""
    if text is None:
        return None
    return [name for name in next(csv.reader([text], skipinitialspace=True), []) if name.strip()]
