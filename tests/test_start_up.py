"""What is loaded when, asked of fresh interpreters: start-up is a feature."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from qcode import Project

HEAVY = {
    "textual",
    "pydantic",
    "sqlite_utils",
    "rich",
    "lark",
    "xlsxwriter",
    "openpyxl",
    "docx",
    "lxml",
    "pypdfium2",
    "yaml",
}


def loaded_by(code: str, *arguments: str) -> set[str]:
    """Run code in a fresh interpreter and return the top-level modules it has loaded at the end."""
    program = (
        "import sys, atexit\n"
        "sys.argv = ['qcode', *sys.argv[1:]]\n"
        "names = lambda: ' '.join({name.partition('.')[0] for name in sys.modules})\n"
        f"atexit.register(lambda: print('\\n::' + names()))\n{code}"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments], capture_output=True, check=True, encoding="utf-8"
    )
    return set(done.stdout.rpartition("::")[2].split())


def test_help_of_the_program_loads_click_and_nothing_heavy() -> None:
    loaded = loaded_by("from qcode.cli import main; main(['--help'])")
    assert "click" in loaded
    assert not loaded & HEAVY


@pytest.mark.parametrize(
    "module",
    [
        "qcode",
        "qcode.errors",
        "qcode.model.tables",
        "qcode.codebook",
        "qcode.importers",
        "qcode.exporters",
        "qcode.sheets",
    ],
)
def test_library_modules_are_cheap_to_import(module: str) -> None:
    assert not loaded_by(f"import {module}") & (HEAVY - {"rich"})


def test_help_of_importing_loads_no_file_format() -> None:
    loaded = loaded_by("from qcode.cli import main; main(['import', '--help'])")
    assert not loaded & (HEAVY - {"sqlite_utils", "rich"})


def test_the_library_does_not_load_the_screen() -> None:
    assert "textual" not in loaded_by("from qcode import Project")


def test_counting_loads_neither_pydantic_nor_any_file_format(tmp_path: Path) -> None:
    path = tmp_path / "study.qcode"
    Project.create(path, coder="A").close()
    loaded = loaded_by("from qcode.cli import main; main()", "matrix", str(path))
    assert "sqlite_utils" in loaded
    assert not loaded & (HEAVY - {"sqlite_utils", "rich"})


def test_pandas_and_numpy_are_kept_out_while_sqlite_utils_loads(tmp_path: Path) -> None:
    for name in ("pandas", "numpy"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('loaded')", "utf-8")
    code = f"sys.path.insert(0, {str(tmp_path)!r}); import qcode.store.sqlite; import numpy"
    program = f"import sys; {code}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "loaded", "the stand-in is only met after sqlite-utils was loaded"


def test_what_looks_for_names_in_texts_is_loaded_where_names_are_kept_back() -> None:
    code = (
        "import sys, qcode.project.project\n"
        "assert not {'qcode.text.masking', 'qcode.text.name_forms', 'qcode.model.reports'} & set(sys.modules)"
    )
    assert "qcode" in loaded_by(code)
