"""A file is replaced as a whole or not touched; what goes wrong is said in one line."""

import contextlib
import io
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from study_tables import matrix, segments

from qcode.errors import ExportError
from qcode.exporters import FORMATS, format_for, write
from qcode.exporters.files import replacing
from qcode.model.tables import Table

posix_only = pytest.mark.skipif(os.name != "posix", reason="modes and devices of POSIX")


def test_the_formats_in_the_order_they_are_offered() -> None:
    assert list(FORMATS)[:5] == ["table", "csv", "tsv", "json", "xlsx"]


@pytest.mark.parametrize(
    ("name", "format"),
    [("a.csv", "csv"), ("a.TSV", "tsv"), ("a.b.json", "json"), ("a.xlsx", "xlsx"), ("a.txt", "table")],
)
def test_a_file_name_says_its_format(name: str, format: str) -> None:
    assert format_for(Path(name)) == format


@pytest.mark.parametrize("name", ["matrix", "matrix.doc", ".csv"])
def test_a_name_that_says_nothing_is_refused_with_the_known_endings(name: str) -> None:
    with pytest.raises(ExportError, match=r"\.csv, \.tsv"):
        format_for(Path(name))


def test_an_unknown_format_is_refused_with_the_list_of_known(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="table, csv, tsv, json, xlsx"):
        write(matrix(), tmp_path / "a.ods", "ods")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("format", list(FORMATS))
def test_the_same_table_gives_the_same_bytes(format: str, tmp_path: Path) -> None:
    for name in ("first", "second"):
        write(matrix(), tmp_path / name, format, detail=segments())
    assert (tmp_path / "first").read_bytes() == (tmp_path / "second").read_bytes()
    stream = io.BytesIO()
    write(matrix(), stream, format, detail=segments())
    assert stream.getvalue() == (tmp_path / "first").read_bytes()


class FailingTable:
    """Values that cannot be read to their end."""

    def __len__(self) -> int:
        return 5000

    def __getitem__(self, place: int | slice) -> list[str]:
        if isinstance(place, slice):
            return [self[one] for one in range(*place.indices(len(self)))]  # type: ignore[return-value]
        if place == 4000:
            raise OSError(28, "No space left on device")
        return ["x"] * 12


@pytest.mark.parametrize("format", list(FORMATS))
def test_a_failed_write_leaves_the_old_file_and_no_litter(format: str, tmp_path: Path) -> None:
    path = tmp_path / "old.out"
    path.write_text("old", encoding="utf-8")
    whole = segments(5000)
    failing = Table("t", "", whole.rows, whole.columns, FailingTable())  # type: ignore[arg-type]
    with pytest.raises(ExportError, match="disk is full"):
        write(failing, path, format)
    assert path.read_text(encoding="utf-8") == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_interrupted_by_the_keyboard_it_cleans_up_as_well(tmp_path: Path) -> None:
    with contextlib.suppress(KeyboardInterrupt), replacing(tmp_path / "a.csv") as stream:
        stream.write(b"half")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_not_written_over(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="it is a folder"):
        write(matrix(), tmp_path, "csv")


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="folder does not exist"):
        write(matrix(), tmp_path / "none" / "a.csv", "csv")


def test_a_name_no_system_takes_is_an_error_in_one_line(tmp_path: Path) -> None:
    for name in ("a\0b.csv", "x" * 5000 + ".csv"):
        with pytest.raises(ExportError) as caught:
            write(matrix(), tmp_path / name, "csv")
        assert "\n" not in str(caught.value)


@posix_only
def test_a_read_only_folder_is_said_to_be_one(tmp_path: Path) -> None:
    """In a process of its own without root's rights, which know no read-only folder."""
    folder = tmp_path / "closed"
    folder.mkdir()
    folder.chmod(0o555)
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from qcode.errors import ExportError\n"
        "from qcode.exporters.files import replacing\n"
        "if os.geteuid() == 0: os.seteuid(65534)\n"
        "try:\n"
        "    with replacing(Path(sys.argv[1]) / 'a.csv') as stream: stream.write(b'x')\n"
        "except ExportError as error: print(error)\n"
    )
    if os.geteuid() == 0:
        for parent in (tmp_path, *tmp_path.parents):
            if parent.is_relative_to(tempfile.gettempdir()):
                parent.chmod(parent.stat().st_mode | 0o011)
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)], capture_output=True, text=True, check=False
    )
    assert "could not be written: it may not be written to" in done.stdout
    assert list(folder.iterdir()) == []


@posix_only
def test_an_old_file_keeps_its_mode(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("", encoding="utf-8")
    path.chmod(0o640)
    write(matrix(), path, "csv")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


@posix_only
def test_what_a_link_points_to_is_replaced_not_the_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target.csv", tmp_path / "link.csv"
    target.write_text("old", encoding="utf-8")
    link.symlink_to(target)
    write(matrix(), link, "csv")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8-sig").startswith("code,")


@posix_only
def test_a_device_is_written_to_and_stays_a_device() -> None:
    write(matrix(), Path(os.devnull), "csv")
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)


def test_standard_output_gets_utf_8_whatever_its_encoding() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="cp932", newline="\r\n")
    stream.write("before ")
    write(matrix(), stream, "csv")
    written = io.BytesIO()
    write(matrix(), written, "csv")
    assert raw.getvalue() == b"before " + written.getvalue()


def test_a_workbook_needs_more_than_a_stream_of_text() -> None:
    with pytest.raises(ExportError, match="Name a file"):
        write(matrix(), io.StringIO(), "xlsx")


class Pipe(io.RawIOBase):
    """A stream that can only be written to, forwards."""

    def __init__(self) -> None:
        self.written = b""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload]
        self.written += piece
        return len(piece)


def test_a_workbook_goes_down_a_pipe_too(tmp_path: Path) -> None:
    pipe = Pipe()
    write(matrix(), pipe, "xlsx")  # type: ignore[arg-type]
    write(matrix(), tmp_path / "a.xlsx", "xlsx")
    assert pipe.written == (tmp_path / "a.xlsx").read_bytes()


def test_writing_csv_loads_no_workbook_library() -> None:
    script = (
        "import io, sys\n"
        "from qcode.exporters import write\n"
        "from qcode.model.tables import Column, Table\n"
        "write(Table('t', '', [], [Column('a')], []), io.BytesIO(), 'csv')\n"
        "print([name for name in ('xlsxwriter', 'click', 'textual') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
