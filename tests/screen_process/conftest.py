"""The sample study on a desk, and somebody at a terminal. Without pseudo-terminals nothing here is looked at."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hostile_study import CODER, make_hostile

from qcode.project.sample import SampleStudy

if TYPE_CHECKING:
    from coder_at_work import CoderAtWork

collect_ignore_glob = [] if os.name == "posix" else ["test_*"]

Sit = Callable[..., "CoderAtWork"]
"""`sit(project, columns, rows, "--ascii", environment={...})`: the fixture that opens the screen."""


@pytest.fixture(scope="session")
def made_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample study; not to be changed."""
    study = SampleStudy(tmp_path_factory.mktemp("sample") / "sample.qcode", "A. Mori")
    for step in study.steps():
        step.run()
    return study.path


@pytest.fixture
def sample(made_sample: Path, tmp_path: Path) -> Path:
    """A copy of the sample study, in which C. Vale has coded nothing yet."""
    return Path(shutil.copy(made_sample, tmp_path / "study.qcode"))


@pytest.fixture(scope="session")
def made_hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which everything that has words would steer a terminal; not to be changed."""
    path = tmp_path_factory.mktemp("hostile") / "hostile.qcode"
    make_hostile(path)
    return path


@pytest.fixture
def hostile(made_hostile: Path, tmp_path: Path) -> Path:
    """A copy of that project."""
    return Path(shutil.copy(made_hostile, tmp_path / "hostile.qcode"))


@pytest.fixture
def sit(tmp_path: Path) -> Iterator[Sit]:
    """Return the function that opens the screen on a project, for C. Vale."""
    from coder_at_work import CoderAtWork

    with ExitStack() as screens:

        def opened(
            project: Path, columns: int = 80, rows: int = 24, *options: str, **how: object
        ) -> CoderAtWork:
            return screens.enter_context(
                CoderAtWork(project, tmp_path, columns, rows, options, coder=CODER, **how)  # type: ignore[arg-type]
            )

        yield opened
