"""A desk to work at, and the sample study on it."""

import gc
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from running import MORI, ROOT, Qcode, Run, run


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Run]:
    """The sample study as `qcode demo` makes it, and what that said; not to be changed."""
    folder = tmp_path_factory.mktemp("sample")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QCODE_CONFIG_DIR", str(folder / "settings"))
        patch.setenv("QCODE_CODER", MORI)
        made = run(["demo", folder / "my study"]).done()
    return folder / "my study" / "sample_study.qcode", made


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder: empty; no settings but that no backups are made, no environment but the coder."""
    folder = tmp_path / "desk"
    folder.mkdir()
    (tmp_path / "settings").mkdir()
    (tmp_path / "settings" / "settings.toml").write_text("[backups]\nkeep = 0\n", "utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("QCODE_CONFIG_DIR", str(tmp_path / "settings"))
    for name in ("QCODE_PROJECT", "QCODE_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("QCODE_CODER", MORI)
    return folder


@pytest.fixture
def qcode(desk: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Qcode]:
    """Run a command: `qcode("freq", "--aggregated", env={...}, input="y\\n")`."""
    thresholds = gc.get_threshold()

    def call(
        *arguments: object, env: Mapping[str, str | None] | None = None, input: str | None = None
    ) -> Run:
        with monkeypatch.context() as patch:
            for name, value in (env or {}).items():
                if value is None:
                    patch.delenv(name, raising=False)
                else:
                    patch.setenv(name, value)
            return run(arguments, input)

    yield call
    gc.set_threshold(*thresholds)


@pytest.fixture
def study(sample: tuple[Path, Run], desk: Path) -> Path:
    """A copy of the sample study, the only project in the current folder."""
    return Path(shutil.copy(sample[0], desk / "study.qcode"))


@pytest.fixture
def empty(qcode: Qcode, desk: Path) -> Path:
    """A project with a codebook of two codes and nothing else."""
    (desk / "codes.csv").write_text("code\nGatekeeper\nGatekeeper > Port\n", "utf-8")
    qcode("init", "own.qcode", "--codebook", "codes.csv", "--title", "Harbours").done()
    return desk / "own.qcode"


@pytest.fixture(scope="session")
def sample_folder() -> Path:
    """The files that the sample study is made of."""
    return ROOT / "sample_transcripts"
