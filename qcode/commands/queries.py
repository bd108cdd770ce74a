"""`qcode queries`: conditions saved under a name."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.analysis.binding import written
from qcode.commands.arguments import ProjectGroup, acting_coder, open_project, words
from qcode.commands.output import Output, output_options, say, show, simple_table


@click.group("queries", cls=ProjectGroup, short_help="List, save and remove conditions under a name.")
def command() -> None:
    """Conditions saved in the project under a name, for --where @NAME.

    A saved query stands wherever a condition does, alone or with others:
    --where '@abroad and kind = interview'. A name with blanks is quoted: '@"from abroad"'.

    \b
    Conditions compare
      code case document kind participant role coder text facet:NAME
      case.ATTRIBUTE document.ATTRIBUTE participant.ATTRIBUTE
      group (with those below it) class:NAME
    with = (code: with sub-codes) == != < <= > >= in (a, b) contains,
    are joined by and, or, not and parentheses, and relate codings:
      code = A overlaps code = B           they share a character
      code = A within code = B             A inside B (encloses: B inside A)
      code = A near 2 turns code = B       or near 200 characters
      code = A followed by code = B        later; ... within 3 turns says how soon
      code = A preceded by code = B        earlier, likewise
      code = A same turn as code = B       same document as, same case as
      code = A not overlaps code = B       no such B

    What comes out are the codings of A. B is of the same coder, but for same case as;
    by any coder or by same coder at the end says otherwise.
    """


@command.command("list", short_help="List the saved queries.")
@words()
@output_options
def list_(project: Path, output: Output) -> None:
    """List the saved queries with their conditions."""
    with open_project(project) as study:
        title = f"{study.title}: saved queries"
        rows = study.queries.list().items()
        show(study, simple_table("queries", title, ("query", "condition"), rows), output)


@command.command("save", short_help="Save a condition under a name.")
@words("NAME", "CONDITION")
@acting_coder
def save(project: Path, name: str, condition: str, coder: str | None) -> None:
    """Save a condition under a name, in place of what was saved under it."""
    with open_project(project, coder) as study:
        name = study.queries.save(name, condition)
        saved = f"Saved. Use it as --where '@{written(name)}'."
        say(saved if study.rows_changed else "Nothing to change: it is saved so already.")


@command.command("remove", short_help="Remove a saved query.")
@words("NAME")
@acting_coder
def remove(project: Path, name: str, coder: str | None) -> None:
    """Remove a saved query; tables made with it are not touched."""
    with open_project(project, coder) as study:
        say(f"Removed the saved query “{study.queries.remove(name)}”.", study)
