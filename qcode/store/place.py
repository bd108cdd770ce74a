"""Where a project file lies: folders that other computers write to as well, and copies made there.

SQLite keeps a file whole as long as all who write it sit at one computer. A network drive may lose its
locks on the way, and a sync client copies a file in the middle of a write, or makes two of it.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

_MOUNTS = Path("/proc/mounts")
_NETWORK = re.compile(
    r"nfs\d?|cifs|smb\d?|smbfs|afpfs|ncpfs|9p|ceph|glusterfs|davfs2?|drvfs|vmhgfs|vboxsf|"
    r"fuse\.(?:sshfs|rclone|gvfsd-fuse|s3fs|davfs2?|curlftpfs|glusterfs|smbnetfs|ceph|vmhgfs-fuse|onedriver|"
    r"google-drive-ocamlfuse)"
)
_FOLDERS = (
    (re.compile(r"(?i:dropbox)(?: \(.+\)|-.+)?"), "Dropbox"),
    (re.compile(r"OneDrive(?: ?- ?.+)?"), "OneDrive"),
    (re.compile(r"(?:My )?Google ?Drive(?: \(.+\)|-.+)?|DriveFS"), "Google Drive"),
    (re.compile(r"Box(?: Sync|-.+)?"), "Box"),
    (re.compile(r"iCloud ?Drive|com~apple~CloudDocs"), "iCloud"),
    (re.compile(r"MEGA(?:sync)?"), "MEGA"),
    (re.compile(r"p[Cc]loud ?(?:Drive)?"), "pCloud"),
    (re.compile(r"(?i:nextcloud|owncloud)\d?"), "Nextcloud"),
    (re.compile(r"Syncthing"), "Syncthing"),
)
_MARKERS = {".stfolder": "Syncthing", ".dropbox": "Dropbox", ".owncloudsync.log": "Nextcloud"}
_TWIN = re.compile(
    r"[ _.-]?(?:\(.*(?:conflict|競合).*\)|sync-conflict-.+|conflict(?:ed)?[ _-].+|.*の競合コピー.*)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r" \(\d+\)")


@dataclass(frozen=True, slots=True)
class Place:
    """What is to be known of the folder of a project file."""

    shared: str = ""
    """Who carries it to other computers (`Dropbox`, `a network drive (nfs4)`); empty for a plain folder."""
    twins: tuple[str, ...] = ()
    """Names of the files beside it that look like a second copy made by a sync client."""

    def warning(self, name: str) -> str:
        """Return one line that says what to heed about a file of this name there, empty for nothing."""
        said = []
        if self.twins:
            files, are = ("files", "are") if len(self.twins) > 1 else ("file", "is")
            said.append(
                f"Beside {name} lies the {files} {', '.join(self.twins)}: "
                f"{'copies' if are == 'are' else 'a copy'} that a sync client made when two wrote at once. "
                "Look at which holds your work before you go on."
            )
        if self.shared:
            said.append(
                f"{name} lies on {self.shared}. Work on it at one computer at a time, and let the other's "
                "copy arrive before you open it there."
            )
        return " ".join(said)


def place_of(path: Path) -> Place:
    """Look where a project file lies, by the names of its folders and what they are mounted from.

    Reads no file but the system's list of mounts; what cannot be looked at counts as a plain folder.
    """
    try:
        real = path.resolve()
        shared = _synced(real) or _network(real)
        return Place(shared, _twins(path, numbered=bool(shared)))
    except (OSError, RuntimeError, ValueError):
        return Place()


def _synced(path: Path) -> str:
    for folder in path.parents:
        for pattern, name in _FOLDERS:
            if pattern.fullmatch(folder.name):
                return name
        for marker, name in _MARKERS.items():
            if os.path.lexists(folder / marker):
                return name
    return ""


def _network(path: Path) -> str:
    if sys.platform == "win32":
        return "a network drive" if path.drive.startswith("\\\\") else ""
    kind = mounted_as(path, _mounts())
    return f"a network drive ({kind})" if _NETWORK.fullmatch(kind) else ""


def _mounts() -> str:
    try:
        return _MOUNTS.read_text("utf-8", errors="surrogateescape")
    except OSError:
        return ""


def mounted_as(path: Path, mounts: str) -> str:
    """Return the type of the file system that a path lies on, by a list of mounts as Linux has it."""
    found, longest = "", -1
    whole = str(path)
    for line in mounts.split("\n"):
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        # The list writes a blank in a name as \040.
        point = re.sub(r"\\([0-7]{3})", lambda digits: chr(int(digits[1], 8)), fields[1])
        # Of two on one point the later hides the earlier.
        if len(point) >= longest and (whole == point or whole.startswith(point.rstrip("/") + "/")):
            found, longest = fields[2], len(point)
    return found


def _twins(path: Path, *, numbered: bool) -> tuple[str, ...]:
    stem, suffix = path.stem, path.suffix
    found = []
    for name in os.listdir(path.parent):  # noqa: PTH208 - names alone, in a folder that may be long
        if not name.startswith(stem) or not name.endswith(suffix) or name == path.name:
            continue
        rest = name[len(stem) : len(name) - len(suffix)]
        if _TWIN.fullmatch(rest) or (numbered and _NUMBERED.fullmatch(rest)):
            found.append(name)
    return tuple(sorted(found))
