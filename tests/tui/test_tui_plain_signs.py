"""In ASCII mode all that comes from the program is ASCII; what the study says stays as it is."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest
from at_a_view import Reader, until
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from qcode import Project
from qcode.importers import read_transcript
from qcode.text.widths import cell_width
from qcode.tui.app import VIEWS
from qcode.tui.plain_signs import SIGNS, THEIRS, PlainSigns
from qcode.tui.screens.truth_table import AskedTruth

At = Callable[..., AbstractAsyncContextManager[Reader]]
SAID = "“Well…” · she said – ‘no × no’ → ✓"


def something_of_everything(project: Project) -> None:
    case, code = project.cases.find("Aoyama"), project.codes.find("Gatekeeper")
    project.groups.add("North", cases=[case])
    project.events.add("2008", "Port", case=case, until="2010")
    project.summaries.write(case, code, "It looks abroad.")
    project.memos.write("cases", case.uid, "A note.")


def of_the_study(project: Project) -> set[str]:
    """Return the signs in its codebook and interviews."""
    said = "".join(repr(one.fields) for one in project.codes.tree())
    return {*said, *"".join(project.documents.text(one) for one in project.documents.list())}


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_no_view_shows_a_sign_that_is_neither_ascii_nor_of_the_study(
    at: At, size: tuple[int, int]
) -> None:
    found: dict[str, str] = {}
    async with at("coding", size=size, before=something_of_everything, ascii=True) as reader:
        with Project.open(reader.path, keep_backups=0) as project:
            known = of_the_study(project)
        assert not known & {chr(code) for code in SIGNS}

        def look(where: str) -> None:
            odd = {sign for sign in reader.screen if not sign.isascii() and sign not in known}
            if odd:
                found[where] = "".join(sorted(odd))

        for name in VIEWS:
            await reader.go(name)
            look(name)
        await reader.go("truth-table")
        await reader.view.find(
            AskedTruth("LED=code:Orchestration>=2", ("A=case.population>=1", "B=code:Gatekeeper(1,2,3)"))
        )
        await reader.settle()
        look("a truth table")
        await reader.go("coding")
        for keys in (["g"], ["escape", "slash"], ["escape", "question_mark"]):
            await reader.press(*keys)
            look(f"{keys} in the text")
    assert found == {}


async def test_what_the_study_says_stays_as_it_is(at: At, tmp_path: Path) -> None:
    source = tmp_path / "plaza.txt"
    source.write_text(f"R1: {SAID}\n", "utf-8")

    def said(project: Project) -> None:
        code = project.codes.find("Gatekeeper")
        project.codes.edit(code, definition=SAID)
        project.memos.write("codes", code.uid, SAID)
        document = project.documents.import_transcript(read_transcript(source), source.name).document
        start = project.documents.text(document).index(SAID)
        project.codings.apply(document, start, start + len(SAID), code)

    async with at("memos", before=said, ascii=True) as reader:
        assert SAID in reader.screen
        await reader.go("codebook")
        assert SAID in reader.screen
        await reader.go("segments")
        reader.view.grid.action_last_row()
        await reader.settle()
        assert reader.screen.count(SAID) == 2
        await reader.press("enter")
        await until(reader, lambda: reader.view.NAME == "coding" and SAID in reader.screen)


def test_only_what_is_not_of_the_study_is_put_in_plain_signs() -> None:
    shown = PlainSigns().apply([Segment(SAID, Style()), Segment(SAID, THEIRS)], Color(0, 0, 0))
    assert [one.text for one in shown] == ["\"Well~\" - she said - 'no x no' > *", SAID]


@pytest.mark.parametrize("sign", [chr(code) for code in SIGNS])
def test_each_of_the_signs_has_one_in_ascii_of_the_same_width(sign: str) -> None:
    assert SIGNS[ord(sign)].isascii()
    assert cell_width(SIGNS[ord(sign)]) == cell_width(sign)
