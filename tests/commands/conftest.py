"""A desk to work at, and the sample study on it."""

import gc
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from running import MORI, ROOT, SAID, Qcode, Run, run

from qcode import Project


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


@pytest.fixture(scope="session")
def named(sample: tuple[Path, Run], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample study with names in every place where a person can write one; not to be changed."""
    study = Path(shutil.copy(sample[0], tmp_path_factory.mktemp("named") / "study.qcode"))
    with Project.open(study, coder=MORI, keep_backups=0) as project:
        cases, documents = project.cases, project.documents
        cases.set(cases.find("Minamihama"), name="Zucase")
        cases.set(cases.find("Kitaoka"), name="津")
        documents.set(documents.find("Minamihama_official"), name="Zutalk_1")
        documents.set(documents.find("Kitaoka_consortium"), name="津")
        project.participants.set([project.participants.find("Ms Hayase")], name="Ms Zuperson")
        project.participants.set([project.participants.find("国際課長")], name="早瀬太郎")
        project.memos.write("meta", project.uid, SAID)
        for code in [*project.codes.tree()][:3]:
            project.codes.edit(
                code, definition=SAID, note=SAID, source=SAID, examples=(SAID,), aliases=(SAID,)
            )
            project.memos.write("codes", code.uid, SAID)
            project.summaries.write(cases.find("Zucase"), code, SAID)
        for case in cases.list():
            project.memos.write("cases", case.uid, SAID)
            project.attributes.set(case, "port of Zucase", SAID)
        for document in documents.list():
            project.attributes.set(document, "place", SAID)
            project.attributes.set(document, "way to Zucase", "by ship")
        for participant in project.participants.list():
            project.attributes.set(participant, "position", "aide to Ms Zuperson, Zucase")
        codings = project.codings.list(documents.find("Zutalk_1"))[:9]
        for coding in codings:
            project.memos.write("codings", coding.uid, SAID)
            project.translations.write(coding, SAID)
        event = project.events.add("2019-03-02", "Zucase tells of Zutalk_1", case="Zucase", note=SAID)
        project.events.link(event, [coding.id for coding in codings])
        sorted_cases = project.classifications.add("sort", classes=("Zucase", "other"), note=SAID)
        for case in cases.list():
            project.classifications.assign(sorted_cases, case, "Zucase", reason=SAID)
        project.groups.add("津", cases=["Zucase"])
        first = next(iter(project.codes.tree()))
        project.rules.add(first, '"Ms Zuperson" or sister*', name="Zucase", note=SAID)
        project.queries.save("Zucase", "case = Zucase and text contains 早瀬太郎")
        project.methods.set({"coreq.6": SAID, "srqr.2": SAID, "srqr.9": SAID, "srqr.21": SAID})
        cases.add("Zuempty")
    return study


@pytest.fixture
def told(named: Path, desk: Path) -> Path:
    """A copy of it, the only project in the current folder."""
    return Path(shutil.copy(named, desk / "study.qcode"))
