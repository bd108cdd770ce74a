"""A small study on the screen: two interviews and a strategy, two municipalities, two coders."""

import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
import textual._wait
from at_a_view import Reader, reading
from coding_study import MORI, make_study
from compared_study import make_compared

from qcode import Project
from qcode.tui.app import Options, QcodeApp


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what the screen remembers away from this person's settings."""
    monkeypatch.setenv("QCODE_CONFIG_DIR", str(tmp_path / "settings"))
    monkeypatch.setenv("TEXTUAL_ANIMATIONS", "none")
    for name in ("NO_COLOR", "TEXTUAL_THEME", "QCODE_CODER", "SSH_CONNECTION"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session", autouse=True)
def _short_waits() -> None:
    """Look five times as often as Textual does whether a key's work is done: most of it takes no 40 ms."""
    textual._wait.SLEEP_GRANULARITY /= 5
    textual._wait.SLEEP_IDLE /= 5


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the project files that the tests begin with copies of."""
    folder = tmp_path_factory.mktemp("made")
    for name in ("study", "towns"):
        (folder / name).mkdir()
    make_study(folder / "study" / "study.qcode")
    make_compared(folder / "towns" / "towns.qcode")
    return folder


@pytest.fixture
def study(tmp_path: Path, made: Path) -> Path:
    """The study's project file."""
    shutil.copytree(made / "study", tmp_path, dirs_exist_ok=True)
    return tmp_path / "study.qcode"


@pytest.fixture
def towns(tmp_path: Path, made: Path) -> Path:
    """The project file of a study with towns to be compared."""
    shutil.copytree(made / "towns", tmp_path, dirs_exist_ok=True)
    return tmp_path / "towns.qcode"


@pytest.fixture
def app_on() -> Callable[..., QcodeApp]:
    """Return the function that makes the screen on a project file, as A. Mori."""

    def make(path: Path | None, coder: str = MORI, **options: object) -> QcodeApp:
        def opener(one: Path) -> Project:
            return Project.open(one, coder=coder, keep_backups=0)

        return QcodeApp(opener, path, options=Options(**options))  # type: ignore[arg-type]

    return make


@pytest.fixture
def at(towns: Path, app_on: Callable[..., QcodeApp]) -> Callable[..., AbstractAsyncContextManager[Reader]]:
    """Return what opens a view of the towns, after `before` was done to them."""

    @asynccontextmanager
    async def opened(
        view: str,
        *,
        size: tuple[int, int] = (140, 40),
        before: Callable[[Project], object] | None = None,
        **options: object,
    ) -> AsyncIterator[Reader]:
        if before is not None:
            with Project.open(towns, coder=MORI, keep_backups=0) as project:
                before(project)
        async with reading(app_on(towns, **options), towns, view, size=size) as reader:
            yield reader

    return opened
