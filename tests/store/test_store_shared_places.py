"""Folders that other computers write to as well: what is said of them, and one computer writes at a time."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from other_process import begin, kill, qcode_does

from qcode import Project
from qcode.errors import ProjectFileError
from qcode.store.lock import HOURS_TRUSTED, holder_of, lock_file, take_over
from qcode.store.place import mounted_as, place_of


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """Where a project lies that a sync client carries about."""
    (tmp_path / "Dropbox").mkdir()
    return tmp_path / "Dropbox" / "study.qcode"


@pytest.fixture
def project(shared: Path) -> Iterator[Project]:
    with Project.create(shared, "Harbour study", coder="A. Mori", keep_backups=0) as made:
        yield made


def claim(path: Path, host: str = "elsewhere", pid: int = 1, hours_ago: float = 0.0) -> None:
    """Lay down the lock of another program."""
    said = {"host": host, "pid": pid, "at": time.time() - hours_ago * 3600}
    lock_file(path).write_text(json.dumps(said), "utf-8")


@pytest.mark.parametrize(
    ("folders", "name"),
    [
        ("Dropbox", "Dropbox"), ("Dropbox (Kitaoka University)/a/b", "Dropbox"), ("OneDrive", "OneDrive"),
        ("OneDrive - Kitaoka University/a", "OneDrive"), ("Google Drive/My Drive", "Google Drive"),
        ("Library/CloudStorage/GoogleDrive-a.mori@example.org", "Google Drive"), ("Box", "Box"),
        ("Library/CloudStorage/Box-Box", "Box"), ("iCloudDrive", "iCloud"), ("MEGA", "MEGA"),
        ("Library/Mobile Documents/com~apple~CloudDocs/study", "iCloud"), ("pCloudDrive", "pCloud"),
        ("Nextcloud2/research", "Nextcloud"),
    ],
)  # fmt: skip
def test_a_synced_folder_is_known_by_its_name(tmp_path: Path, folders: str, name: str) -> None:
    assert place_of(tmp_path / folders / "study.qcode").shared == ""  # a folder that is not there
    (tmp_path / folders).mkdir(parents=True)
    assert place_of(tmp_path / folders / "study.qcode").shared == name


@pytest.mark.parametrize(
    "folders", ["box", "mega/a", "my dropboxes", "One Drive", "a.stfolder", "drive", "syncing"]
)
def test_a_plain_folder_is_not_taken_for_one(tmp_path: Path, folders: str) -> None:
    (tmp_path / folders).mkdir(parents=True)
    assert place_of(tmp_path / folders / "study.qcode").shared == ""


def test_a_folder_of_syncthing_is_known_by_its_mark(tmp_path: Path) -> None:
    (tmp_path / "work" / "deep").mkdir(parents=True)
    (tmp_path / "work" / ".stfolder").mkdir()
    assert place_of(tmp_path / "work" / "deep" / "study.qcode").shared == "Syncthing"


def test_a_link_into_a_synced_folder_is_followed(shared: Path, tmp_path: Path) -> None:
    try:
        (tmp_path / "link").symlink_to(shared.parent)
    except (OSError, NotImplementedError):
        pytest.skip("no symbolic links here")
    assert place_of(tmp_path / "link" / "study.qcode").shared == "Dropbox"


MOUNTS = """/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
//nas/x /mnt/my\\040share cifs rw 0 0
a@b:/c /home/mori/remote fuse.sshfs rw 0 0
/dev/sdb1 /home/mori/disk ext4 rw 0 0
gvfsd /run/user/1/gvfs fuse.gvfsd-fuse rw 0 0
broken
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/etc/a.qcode", "ext4"), ("/home/lind/a.qcode", "nfs4"), ("/mnt/my share/a.qcode", "cifs"),
        ("/home/mori/remote/a.qcode", "fuse.sshfs"), ("/home/mori/disk/a.qcode", "ext4"),
        ("/home/mori/remote2/a.qcode", "nfs4"), ("/homework/a.qcode", "ext4"),
    ],
)  # fmt: skip
def test_the_file_system_of_a_path_is_that_of_the_nearest_mount(path: str, kind: str) -> None:
    assert mounted_as(Path(path), MOUNTS) == kind


@pytest.mark.skipif(sys.platform != "linux", reason="mounts are listed on Linux")
def test_a_network_drive_is_known_by_its_mount(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    monkeypatch.setattr("qcode.store.place._MOUNTS", mounts)
    for kind, shared in [
        ("nfs4", True),
        ("9p", True),
        ("cifs", True),
        ("ext4", False),
        ("fuse.gocryptfs", False),
    ]:
        mounts.write_text(f"x {tmp_path} {kind} rw 0 0\n", "utf-8")
        assert bool(place_of(tmp_path / "study.qcode").shared) is shared, kind


@pytest.mark.parametrize(
    "name",
    [
        "study (A. Mori's conflicted copy 2026-01-05).qcode", "study (conflicted copy 2026-01-05 101010).qcode",
        "study.sync-conflict-20260105-101010-ABCDEFG.qcode", "study (mori-PC の競合コピー 2026-01-05).qcode",
        "study_conflict-20260105-101010.qcode",
    ],
)  # fmt: skip
def test_a_copy_made_by_a_sync_client_is_told_wherever_it_lies(tmp_path: Path, name: str) -> None:
    for other in (name, "study old.qcode", "study (1).qcode", "other (conflicted copy).qcode", "study.txt"):
        (tmp_path / other).touch()
    place = place_of(tmp_path / "study.qcode")
    assert place.twins == (name,)
    assert name in place.warning("study.qcode")


def test_a_numbered_copy_counts_as_one_where_files_are_synced(shared: Path) -> None:
    (shared.parent / "study (1).qcode").touch()
    assert place_of(shared).twins == ("study (1).qcode",)


def test_a_project_says_where_it_lies(project: Project, tmp_path: Path) -> None:
    assert project.place_warning.startswith("study.qcode lies on Dropbox. Work on it at one computer")
    with Project.create(tmp_path / "plain.qcode", coder="A. Mori") as plain:
        assert plain.place_warning == ""


def test_in_a_plain_folder_no_lock_is_made(tmp_path: Path) -> None:
    with Project.create(tmp_path / "study.qcode", coder="A. Mori", keep_backups=0) as plain:
        plain.cases.add("Kitaoka")
        assert [one.name for one in tmp_path.iterdir()] == ["study.qcode"]


def test_who_writes_in_a_synced_folder_says_so_until_the_project_is_closed(
    project: Project, shared: Path
) -> None:
    project.cases.add("Kitaoka")
    holder = holder_of(shared)
    assert holder is not None
    assert (holder.host, holder.pid) == (socket.gethostname(), os.getpid())
    assert set(json.loads(lock_file(shared).read_text("utf-8"))) == {"host", "pid", "at"}
    project.close()
    assert [one.name for one in shared.parent.iterdir()] == ["study.qcode"]


def test_reading_claims_nothing(project: Project, shared: Path) -> None:
    project.close()
    with Project.open(shared, coder="B. Lind") as reader:
        reader.cases.list()
        reader.check()
        assert not lock_file(shared).exists()


def test_another_computer_s_claim_lets_one_read_and_not_write(project: Project, shared: Path) -> None:
    project.cases.add("Kitaoka")
    project.close()
    claim(shared)
    content = shared.read_bytes()
    with Project.open(shared, coder="B. Lind", keep_backups=0) as other:
        assert [one.name for one in other.cases.list()] == ["Kitaoka"]
        with pytest.raises(
            ProjectFileError, match=r"on the computer “elsewhere” since 2\d.*nothing was changed"
        ) as said:
            other.cases.add("Sakuragi")
        assert "qcode check study.qcode --take-over" in str(said.value)
        assert "worked on at the computer “elsewhere”" in other.place_warning
        assert other.check() == []
    assert shared.read_bytes() == content
    assert holder_of(shared).host == "elsewhere"  # type: ignore[union-attr]


def test_a_claim_that_comes_in_while_one_works_is_heeded(project: Project, shared: Path) -> None:
    project.cases.add("Kitaoka")
    claim(shared)
    with pytest.raises(ProjectFileError, match="elsewhere"):
        project.cases.add("Sakuragi")
    lock_file(shared).unlink()
    project.cases.add("Sakuragi")
    assert lock_file(shared).exists()


def test_it_is_heeded_in_a_folder_that_looks_plain_from_here(tmp_path: Path) -> None:
    with Project.create(tmp_path / "study.qcode", coder="A. Mori") as plain:
        claim(plain.path)
        with pytest.raises(ProjectFileError, match="elsewhere"):
            plain.cases.add("Kitaoka")


def test_a_claim_can_be_taken_over(project: Project, shared: Path) -> None:
    claim(shared)
    assert take_over(shared).host == "elsewhere"  # type: ignore[union-attr]
    assert take_over(shared) is None
    project.cases.add("Kitaoka")
    assert holder_of(shared).is_here  # type: ignore[union-attr]


@pytest.mark.parametrize("hours", [HOURS_TRUSTED + 1, -HOURS_TRUSTED - 1])
def test_a_claim_left_behind_long_ago_is_passed_over_and_told(
    project: Project, shared: Path, hours: float
) -> None:
    claim(shared, hours_ago=hours)
    project.cases.add("Kitaoka")
    assert "“elsewhere” was left behind" in project.store.lock.note
    assert holder_of(shared).is_here  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "said",
    [
        "",
        "{",
        "[]",
        '{"host": "x"}',
        '{"host": 1, "pid": "x", "at": 1}',
        '{"host": "x", "pid": 1, "at": 1e999}',
        "[" * 9000,
    ],
)
def test_a_lock_that_says_nothing_holds_nobody_up(project: Project, shared: Path, said: str) -> None:
    lock_file(shared).write_text(said, "utf-8")
    project.cases.add("Kitaoka")
    assert project.check() == []


def test_programs_of_one_computer_do_not_shut_each_other_out(project: Project, shared: Path) -> None:
    project.cases.add("Kitaoka")
    qcode_does(shared, "B. Lind", "project.cases.add('Sakuragi')")
    assert holder_of(shared).pid == os.getpid()  # type: ignore[union-attr]
    project.cases.add("Tokiwada")
    assert [one.name for one in project.cases.list()] == ["Kitaoka", "Sakuragi", "Tokiwada"]


def test_the_claim_of_a_program_that_was_killed_is_taken_over(project: Project, shared: Path) -> None:
    project.close()
    process = begin(shared, "project.cases.add('Sakuragi')", qcode=True)
    kill(process)
    assert holder_of(shared).pid == process.pid  # type: ignore[union-attr]
    with Project.open(shared, coder="A. Mori", keep_backups=0) as again:
        again.cases.add("Kitaoka")
        assert holder_of(shared).pid == os.getpid()  # type: ignore[union-attr]
    assert not lock_file(shared).exists()


def test_a_write_that_another_computer_has_not_finished_is_not_rolled_back_here(
    project: Project, shared: Path
) -> None:
    """A journal that was carried here would be played back into a file that it does not fit."""
    project.close()
    claim(shared)
    journal = shared.with_name("study.qcode-journal")
    journal.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + b"\0" * 600)
    with pytest.raises(ProjectFileError, match="just being written on the computer “elsewhere”"):
        Project.open(shared)
    assert journal.exists()


def test_looking_at_the_lock_costs_next_to_nothing(project: Project) -> None:
    project.cases.add("Kitaoka")
    began = time.process_time()
    for _ in range(200):
        project.store.lock.hold()
    assert (time.process_time() - began) / 200 < 0.001


def command(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "qcode", *words],
        cwd=folder,
        env={**os.environ, "QCODE_CONFIG_DIR": str(folder / "settings"), "QCODE_CODER": "A. Mori"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_commands_say_where_a_project_lies_unless_told_not_to(project: Project, shared: Path) -> None:
    project.close()
    folder = shared.parent
    said = command(folder, "cases", "add", "Kitaoka")
    assert said.returncode == 0
    assert said.stderr.startswith("Note: study.qcode lies on Dropbox.")
    (folder / "settings" / "settings.toml").write_text("[files]\nwarn = false\n", "utf-8")
    assert "Dropbox" not in command(folder, "cases", "list").stderr
    claim(shared)
    refused = command(folder, "cases", "add", "Sakuragi")
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 2
    assert command(folder, "cases", "list").returncode == 0
    assert "“elsewhere” is ended" in command(folder, "check", "--take-over").stderr
    assert command(folder, "cases", "add", "Sakuragi").returncode == 0
