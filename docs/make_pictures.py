"""Make the README's pictures of the screen from the sample study: `python docs/make_pictures.py`.

The study is fictional. The pictures are SVG, without fonts of their own.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from qcode import Project
from qcode.model.tables import themes_only
from qcode.pictures import svg
from qcode.project.sample import SampleStudy
from qcode.tui.app import Options, QcodeApp

HERE = Path(__file__).parent
PICTURES: dict[str, tuple[str, Sequence[str]]] = {
    "coding.svg": ("dark", ["tab"] * 9 + ["1", "tab", "tab", "2"]),
    "matrix.svg": ("dark", ["g", "m"]),
}
"""File -> theme and the keys that lead there."""
SIZE = (132, 36)
HEAT_MAP = "heatmap.svg"


def without_fonts(svg: str) -> str:
    """Return a picture that asks nobody for a font and keeps its blanks."""
    svg = re.sub(r"@font-face\s*{[^}]*}", "", svg)
    svg = svg.replace("Fira Code", "ui-monospace, Menlo, Consolas, 'Noto Sans Mono CJK JP'")
    return svg.replace("<text ", '<text xml:space="preserve" ')


async def picture(study: Path, theme: str, keys: Sequence[str], size: tuple[int, int] = SIZE) -> str:
    """Return the screen on a study after some keys, as SVG."""
    app = QcodeApp(
        lambda path: Project.open(path, coder="A. Mori", keep_backups=0), study, options=Options(theme)
    )
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        await app.workers.wait_for_complete()
        for key in keys:
            await pilot.press(key)
        await app.workers.wait_for_complete()
        await pilot.pause()
        return without_fonts(app.export_screenshot(title="qcode"))


def heat_map(study: Path) -> str:
    """Return the heat map of themes by case, with the notes that say what was counted left out."""
    with Project.open(study, keep_backups=0) as project:
        table = themes_only(project.crosstab("code:*", "case", aggregated=True))
    return svg("heatmap", replace(table, title="Themes by municipality", notes=()))


async def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["QCODE_CONFIG_DIR"] = str(Path(folder) / "settings")
        os.environ["TEXTUAL_ANIMATIONS"] = "none"
        study = Path(folder) / "sample_study.qcode"
        for step in SampleStudy(study, "A. Mori").steps():
            step.run()
        for name, (theme, keys) in PICTURES.items():
            (HERE / name).write_text(await picture(study, theme, keys), "utf-8")
            sys.stdout.write(f"{HERE / name}\n")
        (HERE / HEAT_MAP).write_text(heat_map(study), "utf-8")
        sys.stdout.write(f"{HERE / HEAT_MAP}\n")


if __name__ == "__main__":
    asyncio.run(main())
