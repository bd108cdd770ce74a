"""The same study gives the same bytes: in other processes, with other hash seeds, on another day.

The formats' own clocks (dates in packages) are what would differ; another day is had by a clock
that a process is given, not by waiting.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from qcode import Project
from qcode.exporters import FORMATS
from qcode.model.documents import Transcript

SCRIPT = """
import sys, time
later = float(sys.argv[3])
clock, local = time.time, time.localtime
time.time = lambda: clock() + later
time.localtime = lambda seconds=None: local(time.time() if seconds is None else seconds)
from pathlib import Path
from qcode import Project
from qcode.exporters import FORMATS, write
folder = Path(sys.argv[2])
with Project.open(Path(sys.argv[1]), keep_backups=0) as project:
    for format in FORMATS:
        table = project.crosstab("code", "case")
        write(table, folder / f"matrix.{format}", format, detail=project.segments())
        write(project.frequencies(), folder / f"freq.{format}", format, detail=project.segments())
        write(project.segments(), folder / f"segments.{format}", format)
"""


def written(path: Path, folder: Path, seed: str, zone: str, later: float) -> dict[str, bytes]:
    """Write three tables in all formats in a process of its own; return the files' bytes by name."""
    folder.mkdir()
    environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
    command = [sys.executable, "-c", SCRIPT, str(path), str(folder), str(later)]
    subprocess.run(command, check=True, env=environment, timeout=60)
    return {file.name: file.read_bytes() for file in folder.iterdir()}


@pytest.fixture
def study(project: Project, interview: Transcript, plain: Transcript) -> Path:
    """Two documents of two cases, some codes, some codings, one with a memo."""
    project.documents.import_transcript(interview, "talk.txt", cases=["Minamihama"])
    project.documents.import_transcript(plain, "plan.txt", cases=["北浜"])
    port, gate = project.codes.add("Port"), project.codes.add("Gate & port")
    text = interview.text
    talk, plan = project.documents.find("talk"), project.documents.find("plan")
    project.codings.apply(talk, text.index("The port"), text.index("Without"), port)
    project.codings.apply(talk, text.index("市長"), len(text) - 1, gate, memo="Whose gate?")
    project.codings.apply(plan, 0, 10, gate)
    return project.path


def test_all_formats_give_the_same_bytes_again(study: Path, tmp_path: Path) -> None:
    first = written(study, tmp_path / "first", "1", "UTC0", 0)
    again = written(study, tmp_path / "again", "2", "JST-9", 40 * 86_400)
    assert len(first) == 3 * len(FORMATS) == 24
    assert [name for name in first if first[name] != again[name]] == []
