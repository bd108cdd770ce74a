"""`qcode demo`: the sample study."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import acting_name
from qcode.commands.open import on_terminal, show_screen
from qcode.commands.output import Output, progress, say, show
from qcode.errors import ProjectFileError
from qcode.model.tables import themes_only


@click.command("demo")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), required=False, metavar="[DIR]")
@click.option("--no-open", is_flag=True, help="Do not open the coding screen, also on a terminal.")
def command(folder: Path | None, no_open: bool) -> None:
    """Make the sample study in DIR (default: the current folder), print its tables, and open it.

    The study is fictional: nine invented municipalities, eleven interviews, four strategy documents.
    """
    from qcode.project.sample import FILE_NAME, SampleStudy

    target = (folder or Path()) / FILE_NAME
    if target.exists():
        raise ProjectFileError(
            f"{target} exists already.", "Go on with it, remove it, or name another folder: qcode demo DIR"
        )
    target.parent.mkdir(parents=True, exist_ok=True)
    study = SampleStudy(target, acting_name())
    try:
        for step in progress(study.steps(), "Making the sample study", lambda one: one.name):
            step.run()
    except BaseException:
        study.discard()
        raise
    with study.open() as project:
        show(project, themes_only(project.frequencies()), Output("table"))
        click.echo()
        show(project, themes_only(project.crosstab()), Output("table"))
    named = f'"{target}"' if " " in str(target) else str(target)
    say(
        f"\nThe sample study is in {target} (everybody and everything in it is invented).\n"
        "Try next:\n"
        f"  qcode open {named}\n"
        f"  qcode segments {named} --where 'code = Gatekeeper and case = Sakuragi'\n"
        f"  qcode matrix {named} --aggregated --output matrix.xlsx\n"
        f"  qcode matrix {named} --rows 'facet:Actor' --columns code --where 'code = \"Global pipeline\"'\n"
        f"  qcode matrix {named} --columns class:size --measure cases --percent cases\n"
        f"  qcode search {named} 国際\n"
        f"  qcode report study {named} --output findings.html\n"
        "and with your own: qcode init STUDY --codebook municipal_internationalisation"
    )
    if on_terminal() and not no_open:
        show_screen(target)
