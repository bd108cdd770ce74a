"""Which project, whose coder, which settings."""

import getpass
from pathlib import Path

import pytest
from running import LIND, MORI, Qcode


def whose(qcode: Qcode) -> str:
    """Return who did the newest thing."""
    return qcode("log", "--last", "1", "--format", "csv").done().records[0]["coder"]


def test_the_only_project_of_the_folder_is_meant(qcode: Qcode, study: Path, desk: Path) -> None:
    (desk / "folder.qcode").mkdir()
    qcode("freq").done()
    for words in (("documents", "list", "study.qcode"), ("documents", "study.qcode", "list")):
        assert "Sakuragi_official" in qcode(*words).done().text


def test_of_several_projects_one_is_to_be_named(qcode: Qcode, study: Path, empty: Path) -> None:
    qcode("freq").refused("own.qcode, study.qcode", "first argument", code=2)
    assert "Gatekeeper" in qcode("freq", "own.qcode").done().text


def test_no_project_here_is_told_with_what_to_do(qcode: Qcode) -> None:
    for words in (("freq",), ("documents", "list"), ("undo",), ("import", "x.txt")):
        qcode(*words).refused("There is no project here", "qcode init", code=2)


def test_the_environment_names_a_project_but_the_argument_wins(
    qcode: Qcode, study: Path, empty: Path
) -> None:
    named = {"QCODE_PROJECT": str(empty)}
    assert "Harbours: documents" in qcode("documents", "list", env=named).done().text
    assert "Sakuragi_official" in qcode("documents", "list", "study.qcode", env=named).done().text
    qcode("freq", env={"QCODE_PROJECT": "gone.qcode"}).refused("gone.qcode does not exist")
    qcode("freq", "gone.qcode").refused("gone.qcode does not exist", "qcode init")


def test_the_coder_is_the_option_else_the_environment_else_the_settings_else_the_login(
    qcode: Qcode, study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(getpass, "getuser", lambda: "login")
    settings = tmp_path / "settings"
    (settings / "settings.toml").write_text('coder = "Settled"\n', "utf-8")
    for number, (options, coder, expected) in enumerate(
        [
            (["--coder", "Asked"], "Environment", "Asked"),
            ([], "Environment", "Environment"),
            ([], "", "Settled"),
            ([], None, "Settled"),
        ]
    ):
        qcode("cases", "add", f"Case {number}", *options, env={"QCODE_CODER": coder}).done()
        assert whose(qcode) == expected
    (settings / "settings.toml").unlink()
    qcode("cases", "add", "Case 9", env={"QCODE_CODER": None}).done()
    assert whose(qcode) == "login"


def test_one_coder_in_two_spellings_is_one(qcode: Qcode, study: Path) -> None:
    qcode("cases", "add", "One", "--coder", "b.  LIND").done()
    assert whose(qcode) == LIND
    qcode("cases", "add", "Two", "--coder", "  ").refused("coder needs a name")
    qcode("cases", "add", "Two", "--coder", "a\x1b[31mb").refused("control character")
    assert "\x1b" not in qcode("cases", "add", "Two", "--coder", "a\x1b[31mb").err


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("coder = \n", "line 1"),
        ("coder = 3\n", "coder"),
        ('codr = "A"\n', "codr: there is no such setting"),
        ("[backups]\nkeep = -1\n", "backups.keep"),
        ('[backups]\nkeep = "many"\n', "backups.keep"),
        (b"\xff\xfe\x00", "not understood"),
    ],
)
def test_settings_that_are_wrong_are_told_with_their_place(
    qcode: Qcode, study: Path, tmp_path: Path, settings: str | bytes, said: str
) -> None:
    folder = tmp_path / "settings"
    (folder / "settings.toml").write_bytes(settings if isinstance(settings, bytes) else settings.encode())
    before = study.read_bytes()
    qcode("cases", "add", "One").refused("settings.toml", said, "[backups]")
    assert study.read_bytes() == before


def test_the_settings_say_how_many_backups_are_kept(qcode: Qcode, study: Path, tmp_path: Path) -> None:
    folder = tmp_path / "settings"
    (folder / "settings.toml").write_text("[backups]\nkeep = 0\n", "utf-8")
    qcode("freq").done()
    assert not list(study.parent.glob("*backups/*"))
    (folder / "settings.toml").write_text("[backups]\nkeep = 2\nhours_between = 0\n", "utf-8")
    for name in ("One", "Two", "Three"):
        qcode("cases", "add", name).done()
    assert 1 <= len(list(study.parent.glob("*backups/*"))) <= 2


def test_settings_that_are_a_folder_are_told(qcode: Qcode, study: Path, tmp_path: Path) -> None:
    (tmp_path / "settings" / "settings.toml").unlink()
    (tmp_path / "settings" / "settings.toml").mkdir()
    qcode("cases", "add", "One").refused("settings.toml")
    assert MORI in qcode("log", env={"QCODE_CONFIG_DIR": str(tmp_path / "none")}).done().text
