"""The commands as a whole: each explains itself, and no option goes untried."""

import ast
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from running import Qcode

from qcode.cli import COMMANDS, cli
from qcode.version import __version__


def all_commands() -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command with its words, groups included."""
    context = click.Context(cli)
    for name in COMMANDS:
        found = cli.get_command(context, name)
        assert found is not None
        yield (name,), found
        if isinstance(found, click.Group):
            for verb, command in found.commands.items():
                yield (name, verb), command


EVERYTHING = list(all_commands())
TITLES = [" ".join(words) for words, _ in EVERYTHING]


@pytest.mark.parametrize(("words", "command"), EVERYTHING, ids=TITLES)
def test_every_command_explains_itself_and_each_of_its_options(
    qcode: Qcode, words: tuple[str, ...], command: click.Command
) -> None:
    for flag in ("--help", "-h"):
        told = qcode(*words, flag).done()
        assert told.text.startswith(f"Usage: qcode {' '.join(words)}")
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.opts[0] in told.text
                assert option.help, f"{option.opts[0]} is not explained"
        assert command.help
        assert told.err == ""


@pytest.mark.parametrize("words", [words for words, one in EVERYTHING if isinstance(one, click.Group)])
def test_the_lines_of_a_list_of_verbs_are_not_cut_off(qcode: Qcode, words: tuple[str, ...]) -> None:
    assert "..." not in qcode(*words, "--help").text.partition("Commands:")[2]


def test_the_program_lists_its_commands_and_tells_its_version(qcode: Qcode) -> None:
    listed = qcode("--help").done().text
    assert all(f"\n  {name} " in listed for name in COMMANDS)
    assert qcode("--version").text == f"qcode {__version__}\n"


def tried() -> dict[tuple[str, ...], set[str]]:
    """Return the options that stand in a call of `qcode(...)` in these tests, by the command's words."""
    words_of = {words for words, _ in EVERYTHING}
    found: dict[tuple[str, ...], set[str]] = {}
    for file in sorted(Path(__file__).parent.glob("test_*.py")):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in ("qcode", "process"):
                continue
            said = [
                one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)
            ]
            plain = [word for word in said if not word.startswith("-") and not word.endswith(".qcode")]
            command = next((tuple(plain[:n]) for n in (2, 1) if tuple(plain[:n]) in words_of), None)
            if command:
                found.setdefault(command, set()).update(word for word in said if word.startswith("-"))
    return found


def test_no_option_goes_untried() -> None:
    used = tried()
    untried = [
        f"{' '.join(words)} {spelling[0]}"
        for words, command in EVERYTHING
        for option in command.params
        if isinstance(option, click.Option)
        for spelling in (option.opts, option.secondary_opts)
        if spelling and not used.get(words, set()) & set(spelling)
    ]
    assert untried == []


def test_no_command_goes_untried() -> None:
    used = tried()
    untried = [words for words, one in EVERYTHING if not isinstance(one, click.Group) and words not in used]
    assert untried == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("documnts",), "“documnts”. Did you mean “documents”?"),
        (("frequency",), "no command “frequency”"),
        (("documents", "lst"), "'list'"),
        (("freq", "--aggregate"), "--aggregated"),
        (("freq", "too", "much"), "no use for “too”"),
        (("freq", "cases.csv"), "“cases.csv” is no project file: the name of one ends in .qcode."),
        (("freq", "study.qcode", "cases.csv"), "no use for “cases.csv”"),
        (("documents", "show"), "Missing argument “DOCUMENT”"),
        (("documents", "attach", "One"), "Missing argument “CASE”"),
        (("codings", "remove"), "Missing argument “UID”"),
        (("import",), "Missing argument “FILE”"),
        (("export",), "Missing argument “FOLDER”"),
        (("init",), "PROJECT"),
        (("log", "--last", "0"), "--last"),
        (("matrix", "--measure", "vibes"), "vibes"),
        (("freq", "--format", "pdf"), "pdf"),
        (("freq", "--role", "boss"), "boss"),
        (("codings", "add", "A", "B", "--start", "x"), "--start"),
        (("cases", "set", "Kitaoka", "population"), "NAME=VALUE"),
    ],
)
def test_a_slip_on_the_command_line_is_told_in_few_words_with_exit_code_2(
    qcode: Qcode, study: Path, typed: tuple[str, ...], words: str
) -> None:
    before = study.read_bytes()
    qcode(*typed).refused(words, code=2)
    assert study.read_bytes() == before


def test_a_group_without_a_verb_shows_its_verbs(qcode: Qcode) -> None:
    told = qcode("documents")
    assert told.code == 2
    assert "finish" in told.err
