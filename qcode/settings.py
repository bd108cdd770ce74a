"""What a person set for all projects: a small TOML file, and an identifier of this machine.

The folder is the system's usual one for settings, or $QCODE_CONFIG_DIR. Example of `settings.toml`:

    coder = "A. Mori"

    [backups]
    keep = 5
    hours_between = 24

    [screen]
    theme = "light"
    ascii = true
    mouse = false

    [files]
    warn = false
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from qcode.errors import DataError
from qcode.files.toml import read_toml
from qcode.store.backup import HOURS_BETWEEN, KEEP
from qcode.store.identity import new_uid

FILE = "settings.toml"
THEMES = ("dark", "light", "contrast")
_HINT = (
    'It may say coder = "NAME"; below [backups] keep = 5 and hours_between = 24; '
    'below [screen] theme = "light", ascii = true and mouse = false; below [files] warn = false.'
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings as they hold, defaults filled in."""

    coder: str = ""
    keep_backups: int = KEEP
    backup_hours: float = HOURS_BETWEEN
    theme: str = ""
    """Colours of the screen, one of THEMES; empty: as they were last."""
    ascii: bool = False
    """Whether the screen draws its stripes and marks in ASCII."""
    mouse: bool = True
    """Whether the screen takes the mouse."""
    warn: bool = True
    """Whether to say that a project lies where other computers write to as well."""


def config_folder() -> Path:
    """Return the folder of the settings; it need not exist."""
    given = os.environ.get("QCODE_CONFIG_DIR", "")
    if given:
        return Path(given)
    from platformdirs import user_config_path

    return user_config_path("qcode", appauthor=False)


def load_settings() -> Settings:
    """Return the settings; raises DataError where the file is not understood."""
    path = config_folder() / FILE
    content = read_toml(path, _HINT)
    if content is None:
        return Settings()
    from typing import Literal

    from pydantic import BaseModel, ConfigDict, Field, ValidationError

    class Backups(BaseModel):
        model_config = ConfigDict(extra="forbid", strict=True)
        keep: int = Field(default=KEEP, ge=0, le=1000)
        hours_between: float = Field(default=HOURS_BETWEEN, ge=0)

    class Screen(BaseModel):
        model_config = ConfigDict(extra="forbid", strict=True)
        theme: Literal["dark", "light", "contrast"] | None = None
        ascii: bool = False
        mouse: bool = True

    class Files(BaseModel):
        model_config = ConfigDict(extra="forbid", strict=True)
        warn: bool = True

    class SettingsFile(BaseModel):
        model_config = ConfigDict(extra="forbid", strict=True)
        coder: str = ""
        backups: Backups = Backups()
        screen: Screen = Screen()
        files: Files = Files()

    try:
        said = SettingsFile.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        what = "there is no such setting" if first["type"] == "extra_forbidden" else first["msg"]
        raise DataError(f"{path}: {where}: {what}.", _HINT) from None
    screen = said.screen
    return Settings(
        said.coder,
        said.backups.keep,
        said.backups.hours_between,
        screen.theme or "",
        screen.ascii,
        screen.mouse,
        said.files.warn,
    )


def device() -> str:
    """Return this machine's identifier, made when it is first needed; it says nothing of the machine."""
    path = config_folder() / "device"
    with suppress(OSError, UnicodeDecodeError):
        known = path.read_text("utf-8").strip()
        if known and len(known) == 36 and known.isascii():
            return known
    made = new_uid()
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made + "\n", "utf-8")
    return made
