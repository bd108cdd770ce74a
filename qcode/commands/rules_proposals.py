"""`qcode rules propose`, `accept` and `refuse`: what rules find is shown, then answered."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from qcode.commands.arguments import ROLE_CHOICES, acting_coder, counted_roles, open_project, words
from qcode.commands.output import Output, output_options, say, show, simple_table
from qcode.errors import DataError, UsageError
from qcode.model.rules import Rule
from qcode.model.tables import Table
from qcode.project import Project
from qcode.text.display import safe
from qcode.text.names import counted
from qcode.text.prose import wrapped

if TYPE_CHECKING:
    from qcode.analysis.coding_rules import Proposal, Proposed, Question
    from qcode.analysis.corpus import Corpus
    from qcode.text.masking import Masker

Function = TypeVar("Function", bound=Callable[..., Any])
_WIDEST = 100
_COLUMNS = ("number", "rule", "code", "document", "start", "end", "case", "participant", "quote")


class _Asked:
    """Which passages a command is about, as its options say it."""

    def __init__(
        self, roles: Sequence[str], where: str | None, documents: Sequence[str], span: str, again: bool
    ) -> None:
        self._roles, self._where, self._documents, self._span, self._again = (
            roles, where, documents, span, again,
        )  # fmt: skip

    def question(self, study: Project) -> Question:
        from qcode.analysis.coding_rules import Question, Reaching

        return Question(
            roles=counted_roles(self._roles),
            where=self._where or "",
            documents={study.documents.find(name).id for name in self._documents} or None,
            reaching=Reaching(self._span),
            again=self._again,
        )

    def written(self) -> str:
        """Return the options as they have to be given again."""
        said = [f"--role {role}" for role in self._roles]
        said += [f"--where {shlex.quote(self._where)}"] if self._where else []
        said += [f"--document {shlex.quote(name)}" for name in self._documents]
        said += [f"--span {self._span}"] if self._span != "unit" else []
        return " ".join([*said, *(["--again"] if self._again else [])])


def _asking(function: Function) -> Function:
    """Give a command the options that say which passages it is about, as one `asked`."""

    @wraps(function)
    def command(
        *args: Any,
        roles: tuple[str, ...],
        where: str | None,
        documents: tuple[str, ...],
        span: str,
        again: bool,
        **options: Any,
    ) -> Any:
        return function(*args, asked=_Asked(roles, where, documents, span, again), **options)

    chosen: Any = command
    for option in (
        click.option("--again", is_flag=True, help="Propose what was refused once more."),
        click.option(
            "--span",
            type=click.Choice(("unit", "match")),
            default="unit",
            help="Code the whole unit (default), or only the words that were found.",
        ),
        click.option(
            "--document", "documents", multiple=True, metavar="NAME", help="Only here; may be repeated."
        ),
        click.option(
            "--where",
            metavar="CONDITION",
            help="Only passages for which this holds: kind = interview and case.population > 200000.",
        ),
        click.option(
            "--role",
            "roles",
            multiple=True,
            type=click.Choice(ROLE_CHOICES),
            help="Whose speech is looked at (default: respondent); may be repeated; any: everybody's.",
        ),
    ):
        chosen = option(chosen)
    return cast(Function, chosen)


@click.command("propose", short_help="Show what rules would code, with numbers.")
@words("RULE...?")
@_asking
@acting_coder
@output_options
def propose(project: Path, rule: tuple[str, ...], asked: _Asked, coder: str | None, output: Output) -> None:
    """Show what all rules, or some, would code: the words that they found in [brackets].

    What stands for a name that is kept back has brackets of its own. Nothing is changed. What you have
    coded so, or overlapping, is left out, and what you refused.
    """
    from qcode.analysis.coding_rules import digest_of

    with open_project(project, coder) as study:
        rules = [study.rules.find(name) for name in rule] or None
        corpus = study.corpus()
        question = asked.question(study)
        found = study.rules.proposals_in(corpus, question, rules)
        kept_back = study.pseudonyms.always if output.pseudonyms is None else output.pseudonyms
        table = _table(study, corpus, found, question, study.pseudonyms.names().mask if kept_back else None)
        if output.path is None and output.format is None:
            _print(study.pseudonyms.keep_back(table) if kept_back else table)
        else:
            show(study, table, output)
        if not study.rules.list():
            say("There are no rules yet: `qcode rules add CODE CONDITION` makes one.")
        if found.proposals:
            said = " ".join(
                part
                for part in (
                    f"--of {digest_of(found.proposals, corpus)}",
                    asked.written(),
                    f"--coder {shlex.quote(coder)}" if coder else "",
                    " ".join(f"--rule {shlex.quote(one.name)}" for one in rules or ()),
                )
                if part
            )
            say(f"To apply: qcode rules accept NUMBER... {said}")
            say("--all instead of numbers takes all of these; `refuse` in place of `accept` drops them.")


def _print(table: Table) -> None:
    """Print proposals one below the other, for whoever reads before they accept: no quotation is cut."""
    width = min(_WIDEST, shutil.get_terminal_size((_WIDEST, 0)).columns)
    texts = [(table.title, "")]
    for number, rule, code, document, start, end, case, participant, quote in table.values:
        whose = " · ".join(str(one) for one in (case, participant) if one)
        place = f"{document}, {start} to {end}" if start is not None else f"{document}"
        texts.append((f"{number}  {rule} → {code} · {place}{whose and f' · {whose}'}", f"{quote}"))
    for head, quote in texts:
        for line in (*wrapped(_one_line(head), width, "    "), *_indented(quote, width)):
            click.echo(line)
        click.echo()
    for note in table.notes:
        for line in wrapped(_one_line(note), width, "  "):
            click.echo(line)


def _indented(quote: str, width: int) -> Sequence[str]:
    lines = [line for line in quote.split("\n") if line.strip()]
    return [f"    {row}" for line in lines for row in wrapped(_one_line(line), width - 4)]


def _one_line(text: str) -> str:
    return safe(" ".join(text.split()))


def _table(
    study: Project, corpus: Corpus, found: Proposed, question: Question, names: Masker | None
) -> Table:
    from qcode.analysis.whose import Whose

    whose = Whose(corpus)
    rows = []
    for number, one in enumerate(found.proposals, 1):
        case, participant, _role = whose.words(one.readings)
        rows.append(
            (
                number,
                one.rule.name,
                corpus.codes.path(one.rule.code_id),
                corpus.documents[one.document].name,
                one.start,
                one.end,
                case,
                participant,
                one.marked_without(names) if names else one.marked,
            )
        )
    title = f"{study.title}: {counted(len(rows), 'proposal')} of coding rules"
    return simple_table("proposals", title, _COLUMNS, rows, list(_notes(found, question, study.rules.list())))


def _notes(found: Proposed, question: Question, rules: Sequence[Rule]) -> Iterator[str]:
    from qcode.analysis.coding_rules import LeftOut
    from qcode.analysis.notes import roles_in_words

    documents = len({one.document for one in found.proposals})
    number = counted(len(found.proposals), "proposal")
    yield f"{number} in {counted(documents, 'document')}; nothing is applied."
    yield "Roles: any." if question.roles is None else roles_in_words(question.roles)
    if question.where:
        yield f"Filter: {question.where}"
    for why, how in (
        (LeftOut.CODED, "with the code already, by you"),
        (LeftOut.TOUCHING, "overlapping a coding of the code, by you"),
        (LeftOut.REFUSED, "refused by you (--again shows them)"),
    ):
        if found.number(why):
            yield f"Left out: {counted(found.number(why), 'passage')} {how}."
    names = {one.id: one.name for one in rules}
    for rule_id, fault in found.faults.items():
        yield f"The rule “{names.get(rule_id, '?')}” proposes nothing: {fault}"


def _answering(function: Function) -> Function:
    """Give a command the options that say which of the proposals that were shown are meant."""
    chosen: Any = function
    for option in (
        click.option(
            "--of",
            "digest",
            required=True,
            metavar="LIST",
            help="Which list they stand in: propose tells it.",
        ),
        click.option(
            "--rule", "names", multiple=True, metavar="RULE", help="Those of this rule; may be repeated."
        ),
        click.option("--all", "everything", is_flag=True, help="All that were shown."),
    ):
        chosen = option(chosen)
    return cast(Function, chosen)


@click.command("accept", short_help="Apply proposals that were shown.")
@words("NUMBER...?")
@_answering
@_asking
@acting_coder
def accept(
    project: Path,
    number: tuple[str, ...],
    everything: bool,
    names: tuple[str, ...],
    digest: str,
    asked: _Asked,
    coder: str | None,
) -> None:
    """Apply proposals that `propose` showed: by number, all, or those of a rule.

    The options are those that `propose` was given. Where a rule, a text or your codings have changed
    since, nothing is applied.
    """
    with open_project(project, coder) as study:
        chosen = _shown(study, number, names, digest, asked, everything=everything)
        made = study.rules.accept(chosen)
        left = len(chosen) - made
        more = f"; {left} overlapped another of the same code" if left else ""
        say(f"{counted(made, 'coding')} made{more}. `qcode undo` takes them back.")


@click.command("refuse", short_help="Drop proposals that were shown.")
@words("NUMBER...?")
@_answering
@_asking
@acting_coder
def refuse(
    project: Path,
    number: tuple[str, ...],
    everything: bool,
    names: tuple[str, ...],
    digest: str,
    asked: _Asked,
    coder: str | None,
) -> None:
    """Drop proposals that `propose` showed: they are not made again unless the rule changes."""
    with open_project(project, coder) as study:
        chosen = _shown(study, number, names, digest, asked, everything=everything)
        say(f"{counted(study.rules.refuse(chosen), 'proposal')} refused.")


def _shown(
    study: Project,
    numbers: Sequence[str],
    names: Sequence[str],
    digest: str,
    asked: _Asked,
    *,
    everything: bool,
) -> Sequence[Proposal]:
    """Return those of the proposals shown under a digest that are meant. Raises UsageError, DataError."""
    from qcode.analysis.coding_rules import digest_of

    if everything + bool(numbers) > 1 or not (everything or numbers or names):
        raise UsageError("Say which proposals: their numbers, --rule RULE or --all.")
    rules = {study.rules.find(name).id for name in names}
    corpus = study.corpus()
    found = study.rules.proposals_in(corpus, asked.question(study))
    single = dict.fromkeys(one.rule.id for one in found.proposals)
    lists = [found.of_rules(one).proposals for one in (rules, *({one} for one in single)) if one]
    for shown in (found.proposals, *lists):
        if digest_of(shown, corpus) == digest.strip():
            break
    else:
        raise DataError(
            f"These are not the proposals of the list {digest}: something has changed since, or the options "
            "are others.",
            "`qcode rules propose` shows what there is now; give `accept` the options that it was given.",
        )
    if numbers:
        return [shown[_number(one, len(shown)) - 1] for one in dict.fromkeys(numbers)]
    return [one for one in shown if not rules or one.rule.id in rules]


def _number(said: str, most: int) -> int:
    if said.isdecimal() and len(said) < 10 and 1 <= int(said) <= most:
        return int(said)
    raise UsageError(f"“{said}” is no proposal of this list: its numbers are 1 to {most}.")
