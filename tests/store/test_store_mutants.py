"""A project with one damaged byte opens and works, or is refused in words; nothing else ever happens."""

import random
import shutil
from pathlib import Path

import pytest

from qcode import Project
from qcode.errors import QcodeError
from qcode.model.cases import Entity
from qcode.model.documents import Transcript

MUTANTS = 300
PARTS = 10


def use(path: Path) -> list[str]:
    """Open a project and read all that it holds; return what its check says."""
    with Project.open(path, coder="A. Mori", keep_backups=0) as project:
        assert isinstance(project.title, str)
        for document in project.documents.list():
            text = project.documents.text(document)
            assert isinstance(text, str)
            project.documents.turns(document)
            project.documents.anchors(document)
            project.documents.cases(document)
            project.codings.list(document)
        project.documents.kinds()
        project.participants.list()
        project.participants.presences()
        project.cases.list()
        tree = project.codes.tree()
        assert all(tree.path(code.id) for code in tree)
        project.codes.codebook()
        project.codings.list()
        project.attributes.list()
        project.attributes.values()
        project.memos.list()
        project.coders.list()
        project.history.list()
        project.history.next_steps()
        project.store.rows("SELECT * FROM coded_segments")
        project.store.rows("SELECT * FROM code_frequencies")
        return project.check()


def write(path: Path) -> None:
    """Change a project in a few ways, and take one back."""
    with Project.open(path, coder="A. Mori", keep_backups=0) as project:
        project.codes.add("A new theme")
        project.history.undo()
        project.history.undo()


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mutants") / "original.qcode"
    with Project.create(path, coder="A. Mori", keep_backups=0) as project:
        transcript = Transcript(
            text="Q: Who?\nR: The port does.\n" * 40,
            format="vtt",
            anchors=((3, 1.5), (20, 9.0)),
            changes=("x",),
        )
        document = project.documents.import_transcript(transcript, "talk.vtt", cases=["Kitaoka"]).document
        gate = project.codes.add("Gate", aliases=("door",), examples=("The port does.",))
        harbour = project.codes.add("Harbour", gate)
        for place in range(12):
            project.codings.apply(document, place * 20, place * 20 + 15, harbour, memo=f"note {place}")
        project.cases.set(
            project.cases.find("Kitaoka"), attributes={"population": [(41_000, 2020, "census")]}
        )
        project.cases.set(project.cases.find("Kitaoka"), attributes={"share": [(0.25, None, "")]})
        project.documents.finish(document)
        assert [one.name for one in project.attributes.list(Entity.CASE)] == ["population", "share"]
    return path


def test_the_whole_file_is_read_and_written(original: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(original, tmp_path / "copy.qcode"))
    assert use(copy) == []
    write(copy)
    assert use(copy) == []


@pytest.mark.parametrize("part", range(PARTS))
def test_a_damaged_byte_never_brings_anything_but_a_sentence(
    part: int, original: Path, tmp_path: Path
) -> None:
    chance = random.Random(20_220_222 + part)
    content = original.read_bytes()
    used = [place for place, byte in enumerate(content) if byte]
    noticed = 0
    for number in range(MUTANTS // PARTS):
        # Each is a file of its own: what an error still holds of the last one may hold its lock, too.
        mutant = tmp_path / f"mutant{number}.qcode"
        # Half of the places lie where there is something: most of a small file is empty pages.
        place = chance.choice(used) if number % 2 else chance.randrange(len(content))
        changed = bytearray(content)
        changed[place] ^= 1 << chance.randrange(8)
        mutant.write_bytes(changed)
        try:
            noticed += bool(use(mutant))
            write(mutant)
        except QcodeError as error:
            noticed += len(error.message) > 20
        except Exception as error:
            raise AssertionError(f"byte {place} of {len(content)} changed to {changed[place]}") from error
        finally:
            for left in tmp_path.glob("mutant*"):
                left.unlink()
    assert noticed > 0
