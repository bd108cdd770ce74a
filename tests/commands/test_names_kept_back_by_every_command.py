"""Where the project keeps names back, no command tells one, on standard output or beside it.

Only what is wrong is told as it is: a person has to find it.
"""

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

import click
import pytest
from running import MORI, NAME, SAID, Qcode, run
from test_command_table import EVERYTHING

from qcode import Project

Calls = tuple[tuple[str, ...], ...]
"""Commands one after the other, by their words; `{coding}` and the like stand for what `told` knows."""
TELLING = {
    "pseudonyms list": "it is the key to the names",
    "pseudonyms set": "it says what stands for whom",
    "import": "it shows what is read from files before it is part of the study",
    "demo": "it makes a study of its own",
    "init": "it makes a new study",
    "open": "it is the screen",
}
"""Commands that have to tell names, and why."""
TRIED: Mapping[str, Calls] = {
    "documents list": ((),),
    "documents show": (("Zutalk_1",), ("津",), ("Zutalk_1", "--turns"), ("bare Zucase",)),
    "documents set": (("Zutalk_1", "place=Zucase"), ("Zutalk_1", "--name", "Zutalk_2")),
    "documents attach": (("Zutalk_1", "津"),),
    "documents detach": (("Zutalk_1", "Zucase"),),
    "documents finish": (("Zutalk_1",),),
    "documents remove": (("Zutalk_1", "--yes"),),
    "documents replace": (("Zutalk_1", "corrected.txt", "--dry-run"), ("Zutalk_1", "corrected.txt")),
    "participants list": ((),),
    "participants set": (("Ms Zuperson", "position=mayor of Zucase"), ("--from", "people.csv")),
    "participants merge": (("Ms Zuperson", "早瀬太郎"),),
    "cases list": ((),),
    "cases data": ((),),
    "cases export": ((),),
    "cases import": (("cases.csv",),),
    "cases set": (("Zucase", "--name", "Zucases"),),
    "cases add": (("Zucase-by-the-Sea",),),
    "cases remove": (("Zucase", "--yes"),),
    "groups list": ((),),
    "groups add": (("Zucase twins", "Zucase"),),
    "groups put": (("津", "Zuempty"),),
    "groups take-out": (("津", "Zucase"),),
    "groups rename": (("津", "Zucase twins"),),
    "groups note": (("津", SAID),),
    "groups move": (("津",),),
    "groups remove": (("津",),),
    "groups import": (("groups.csv",),),
    "groups fill": (("population",),),
    "classes list": ((),),
    "classes show": (("sort",),),
    "classes export": (("sort",),),
    "classes add": (("of Zucase", "--classes", "Zucase,other"),),
    "classes set": (("sort", "--name", "Zucase"),),
    "classes assign": (("sort", "Zucase", "other", "--reason", SAID),),
    "classes unassign": (("sort", "Zucase"),),
    "classes import": (("sort", "classes.csv"),),
    "classes remove": (("sort",),),
    "events list": ((),),
    "events add": (("2020-01-01", SAID),),
    "events set": (("{event}", "--note", SAID),),
    "events remove": (("{event}",),),
    "events link": (("{event}", "--where", "case = Zucase"),),
    "events unlink": (("{event}", "--where", "case = Zucase"),),
    "events import": (("events.csv",),),
    "codebook show": ((), ("{code}",)),
    "codebook check": (("codes.csv",),),
    "codebook import": (("codes.csv",),),
    "codebook export": ((), ("-o", "book.yaml"), ("-o", "book.csv")),
    "codebook add": (("Port of Zucase",),),
    "codebook edit": (("{code}", "--note", SAID), ("{code}", "--name", "of Zucase")),
    "codebook move": (("{code}",),),
    "codebook merge": (("{code}", "{other}"),),
    "codebook retire": (("{code}",),),
    "codebook remove": (("{code}", "--with-codings"),),
    "codings import": (("codings.csv", "--skip-bad"),),
    "codings export": ((),),
    "codings add": (("bare Zucase", "{code}", "--quote", "Zucase and Ms Zuperson"),),
    "codings translate": (("{coding}", SAID),),
    "codings remove": (("{coding}",),),
    "codings unplaced": (("documents replace", "Zutalk_1", "corrected.txt"), ()),
    "codings place": (
        ("documents replace", "Zutalk_1", "corrected.txt"),
        ("{coding}", "--quote", "Zucase and Ms Zuperson"),
    ),
    "pseudonyms fix": ((),),
    "pseudonyms always": ((),),
    "freq": ((),),
    "matrix": ((),),
    "segments": (("--role", "any"),),
    "framework show": (("--with-quotations", "2"),),
    "framework todo": ((),),
    "framework set": (("Zucase", "{code}", SAID + " Again."),),
    "framework import": (("summaries.csv", "--replace"),),
    "picture heatmap": ((),),
    "picture bubbles": (("--columns", "class:sort"),),
    "picture network": ((),),
    "picture dendrogram": ((),),
    "picture map": ((),),
    "picture saturation": ((),),
    "picture timeline": ((),),
    "picture periods": ((),),
    "picture codeline": (("Zutalk_1",),),
    "report audit": ((),),
    "report codebook": ((),),
    "report comparison": (("--left", "Zucase", "--right", "津"),),
    "report frequencies": ((),),
    "report methods": ((),),
    "report portrait": (("Zutalk_1",),),
    "report quotations": ((),),
    "report saturation": ((),),
    "report study": ((),),
    "report transcript": (("Zutalk_1",),),
    "typology clusters": (("--classes", "2", "--accept", "Zucase"),),
    "typology map": ((),),
    "typology truth-table": (
        (
            "--condition",
            "Zu=case.population(100000,200000,300000)",
            "--condition",
            'other=code:"{other}">=1',
            "--outcome",
            "out=code:{code}>=3",
        ),
    ),
    "rules list": ((),),
    "rules export": ((),),
    "rules add": (("{code}", '"Ms Zuperson"'), ("{code}", "port", "--name", "of Zucase")),
    "rules set": (("Zucase", "--note", SAID + " Again."),),
    "rules remove": (("Zucase",),),
    "rules import": (("rules.csv", "--skip-bad"),),
    "rules propose": (("--role", "any"), ("--role", "any", "-f", "csv")),
    "rules accept": (("--all", "--of", "{list}", "--role", "any"),),
    "rules refuse": (("--all", "--of", "{list}", "--role", "any"),),
    "queries list": ((),),
    "queries save": (("abroad", "case = Zucase"),),
    "queries remove": (("Zucase",),),
    "search": (("Zucase",), ("Zuca",)),
    "log": ((),),
    "undo": ((),),
    "redo": (("undo",), ()),
    "export": (("folder",),),
    "deposit": (("archive",),),
    "backup": (("study.qcode", "copy.qcode"),),
    "check": ((),),
}
FILES = {
    "corrected.txt": f"Ms Zuperson: {SAID}\n\nAide: Nothing else was said by Zucase.\n",
    "people.csv": "document,participant,position\n{talk},Ms Zuperson,of Zucase\n",
    "cases.csv": "case,documents,port\nZucase,Zutalk_1,yes\nZunew,,no\n",
    "groups.csv": "group,cases,note\nZucase twins,Zucase,Zucase\n",
    "classes.csv": "case,class,reason\nZucase,other,Zucase says so\n",
    "events.csv": "date,title,case\n2021-01-01,Zucase speaks,Zucase\n2019-03-02,Zucase tells of Zutalk_1,Zucase\n",
    "codes.csv": f"code,definition\nFerry,{SAID}\n",
    "codings.csv": "document,code,quote\nZutalk_1,{code},no such words of Ms Zuperson\nZutalk_1,{code},not 早瀬太郎\n",
    "summaries.csv": f"case,code,summary\nZucase,{{code}},{SAID} In short.\n",
    "rules.csv": "code,condition,unit\n{code},Zucase,chapter\n{code},Zucase,turn\n",
}


@pytest.fixture(scope="module")
def prepared(named: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, str]]:
    """A study that keeps names back, with files full of names beside it, and what words in braces mean."""
    folder = tmp_path_factory.mktemp("prepared")
    study = Path(shutil.copy(named, folder / "study.qcode"))
    (folder / "bare Zucase.txt").write_text(f"{SAID}\nAnd Zu\u00adcase, and Zuper-\nson.\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QCODE_CONFIG_DIR", str(folder / "settings"))
        patch.setenv("QCODE_CODER", MORI)
        run(["import", study, folder / "bare Zucase.txt"]).done()
        run(["pseudonyms", "always", study]).done()
    with Project.open(study, coder=MORI, keep_backups=0) as project:
        tree = project.codes.tree()
        codes = [tree.path(code.id) for code in tree]
        documents = {one.id: one.name for one in project.documents.list()}
        words = {
            "code": codes[0],
            "other": codes[-1],
            "coding": project.codings.list(project.documents.find("Zutalk_1"))[0].uid,
            "event": "Zucase tells of Zutalk_1 (2019-03-02)",
            "talk": next(
                documents[one.document_id]
                for one in project.participants.presences()
                if one.participant.name == "Ms Zuperson"
            ),
        }
    for name, text in FILES.items():
        (folder / name).write_text(put_in(text, words), "utf-8")
    return folder, words


def put_in(text: str, words: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda one: words.get(one[1], one[0]), text)


@pytest.mark.parametrize("verb", TRIED)
def test_no_command_tells_a_name_where_the_project_keeps_them_back(
    qcode: Qcode, desk: Path, prepared: tuple[Path, Mapping[str, str]], verb: str
) -> None:
    folder, known = prepared
    for file in ("study.qcode", *FILES):
        shutil.copy(folder / file, desk)
    for call in TRIED[verb]:
        words = [put_in(word, known) for word in call]
        if "{list}" in words:
            shown = qcode("rules", "propose", "--role", "any").done().err
            words[words.index("{list}")] = shown.partition("--of ")[2].split()[0]
        before = words[0].split() if words and words[0] in TRIED else []
        done = (qcode(*before, *words[1:]) if before else qcode(*verb.split(), *words)).done()
        written = Path(words[-1]).read_text("utf-8") if "-o" in words else ""
        assert not NAME.findall(done.text + done.err + written), done.text + done.err


def test_no_command_is_left_out() -> None:
    verbs = {" ".join(words) for words, one in EVERYTHING if not isinstance(one, click.Group)}
    assert verbs == {*TRIED, *TELLING}
