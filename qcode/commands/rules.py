"""`qcode rules`: list, add, set, remove, import, export, propose, accept, refuse."""

from __future__ import annotations

from pathlib import Path

import click

from qcode.commands.arguments import ProjectGroup, acting_coder, open_project, words
from qcode.commands.output import Output, output_options, say, say_changed, say_notes, show, simple_table
from qcode.commands.rules_proposals import accept, propose, refuse
from qcode.errors import UsageError
from qcode.model.rules import RuleUnit
from qcode.project import Project
from qcode.project.rules_files import COLUMNS, read_rules, refuse_faults
from qcode.text.display import safe
from qcode.text.names import counted

_UNITS = click.Choice(tuple(unit.value for unit in RuleUnit))


@click.group("rules", cls=ProjectGroup, short_help="Let rules propose codings; accept or refuse them.")
def command() -> None:
    """Rules that propose a code for the passages in which a condition holds.

    Nothing is coded unseen: `propose` lists passages with a number, `accept` and `refuse` act on what
    was listed. Accepted codings are marked as a rule's, and one undo takes them all back.

    \b
    A condition holds words and what joins them
      port                      the word, whatever its case (not: report)
      姉妹都市                  these characters, wherever they stand
      "port authority"          words behind each other
      exchang*  *ship           letters may follow, or go before
      port near 5 words city    with at most 5 words between; or near 20 characters
      port then city            city later in the unit; ... within 5 words
      (port or harbour) and not ship
    and conditions of --where: role = respondent, kind = interview,
    case.population > 200000. code = X holds where you have coded X in the
    unit, or where a rule for X finds something there.
    """


def _table(study: Project, name: str, title: str, output: Output) -> None:
    tree = study.codes.tree()
    rows = [
        (one.name, tree.path(one.code_id), one.condition, one.unit.value, one.note)
        for one in study.rules.list()
    ]
    show(study, simple_table(name, title, COLUMNS, rows), output)


@command.command("list", short_help="List the rules.")
@words()
@output_options
def list_(project: Path, output: Output) -> None:
    """List the rules with their codes, conditions and units."""
    with open_project(project) as study:
        _table(study, "rules", f"{study.title}: coding rules", output)


@command.command("export", short_help="Write the rules as a table.")
@words()
@output_options
def export(project: Path, output: Output) -> None:
    """Write the rules as a table, which `rules import` reads again."""
    with open_project(project) as study:
        _table(study, "rules", f"{study.title}: coding rules", output.or_csv())


@command.command("add", short_help="Make a rule that proposes a code.")
@words("CODE", "CONDITION")
@click.option("--name", default="", metavar="TEXT", help="Name of the rule (default: the code's).")
@click.option(
    "--unit", type=_UNITS, default="sentence", help="What it looks at, and proposes (default: sentence)."
)
@click.option("--note", default="", metavar="TEXT", help="What it is for.")
@acting_coder
def add(project: Path, code: str, condition: str, name: str, unit: str, note: str, coder: str | None) -> None:
    """Make a rule that proposes a code where a condition holds (qcode rules --help has its language)."""
    with open_project(project, coder) as study:
        found = study.codes.find(code)
        rule = study.rules.add(found, condition, name=name, unit=RuleUnit(unit), note=note)
        say(f"Made the rule “{rule.name}”. `qcode rules propose` shows what it finds.", study)


@command.command("set", short_help="Change a rule.")
@words("RULE")
@click.option("--name", metavar="TEXT", help="Another name.")
@click.option("--code", metavar="CODE", help="Another code to propose.")
@click.option("--condition", metavar="CONDITION", help="Another condition.")
@click.option("--unit", type=_UNITS, help="Another unit to look at.")
@click.option("--note", metavar="TEXT", help="Another note.")
@acting_coder
def set_(
    project: Path,
    rule: str,
    name: str | None,
    code: str | None,
    condition: str | None,
    unit: str | None,
    note: str | None,
    coder: str | None,
) -> None:
    """Change a rule; with another code, condition or unit it proposes anew what was refused."""
    if all(one is None for one in (name, code, condition, unit, note)):
        raise UsageError("Nothing to change was given.", "--name, --code, --condition, --unit or --note.")
    with open_project(project, coder) as study:
        changed = study.rules.set(
            study.rules.find(rule),
            name=name,
            code=study.codes.find(code) if code else None,
            condition=condition,
            unit=RuleUnit(unit) if unit else None,
            note=note,
        )
        say_changed(study, f"the rule “{changed.name}”")


@command.command("remove", short_help="Remove a rule.")
@words("RULE")
@acting_coder
def remove(project: Path, rule: str, coder: str | None) -> None:
    """Remove a rule; codings that were accepted stay."""
    with open_project(project, coder) as study:
        found = study.rules.find(rule)
        study.rules.remove(found)
        say(f"Removed the rule “{found.name}”.", study)


@command.command("import", short_help="Import rules from a table or a KH Coder file.")
@words("FILE")
@click.option("--unit", type=_UNITS, default="sentence", help="For rules that name none (default: sentence).")
@click.option("--add-codes", is_flag=True, help="Make codes that are not there, at the top.")
@click.option("--encoding", metavar="NAME", help="Of a text file, where it is not told right.")
@click.option("--skip-bad", is_flag=True, help="Leave out what cannot be used; each is reported.")
@acting_coder
def import_(
    project: Path,
    file: str,
    unit: str,
    add_codes: bool,
    encoding: str | None,
    skip_bad: bool,
    coder: str | None,
) -> None:
    """Import rules: CSV or XLSX with code and condition, or a coding rule file of KH Coder.

    Columns that may be there are rule (its name), unit, note. A rule of the same name is changed. Of
    KH Coder's rules words, +, near, seq, <*code>, <>variable, and, or, not are read; what asks for parts
    of speech, lengths, headings or frequencies is reported with its line. Words are looked for as they
    are written: 死ぬ does not find 死んだ, as it does in KH Coder, which looks for the base form.
    """
    path = Path(file)
    records, faults = read_rules(path, encoding=encoding)
    if not skip_bad:
        refuse_faults(faults)
    with open_project(project, coder) as study:
        made, changed = study.rules.bring(
            records, unit=RuleUnit(unit), add_codes=add_codes, source=safe(path.name)
        )
        say_notes(faults, study)
    say(f"{counted(made, 'rule')} made, {changed} changed, {counted(len(faults), 'line')} left out.")


for _verb in (propose, accept, refuse):
    command.add_command(_verb)
