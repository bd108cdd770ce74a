"""A small study on the screen: two interviews and a strategy, two municipalities, two coders."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest
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


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """The study's project file."""
    return make_study(tmp_path / "study.qcode")


@pytest.fixture
def towns(tmp_path: Path) -> Path:
    """The project file of a study with towns to be compared."""
    return make_compared(tmp_path / "towns.qcode")


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
