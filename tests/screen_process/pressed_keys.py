"""What a terminal sends for a key."""

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "space": " ",
    "backspace": "\x7f",
    "delete": "\x1b[3~",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "shift+up": "\x1b[1;2A",
    "shift+down": "\x1b[1;2B",
    "shift+right": "\x1b[1;2C",
    "shift+left": "\x1b[1;2D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "ctrl+home": "\x1b[1;5H",
    "ctrl+end": "\x1b[1;5F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "f1": "\x1bOP",
}
"""What an xterm sends; `ctrl+x` is reckoned, anything else stands for itself."""


def bytes_of(name: str) -> str:
    """Return what a terminal sends for a key: `j`, `tab`, `ctrl+r`, `あ`."""
    if name in KEYS:
        return KEYS[name]
    letter = name.removeprefix("ctrl+")
    if letter != name and len(letter) == 1:
        return chr(ord(letter.upper()) & 0x1F)
    if len(name) != 1:
        raise ValueError(f"No terminal has a key {name!r}.")
    return name
