"""What can go wrong, said so that the person at the keyboard can act on it.

Every error that qcode raises on purpose is a `QcodeError`: one sentence of what happened and where,
perhaps a hint of what to do, and the exit code of the command that met it. Anything else that
escapes is a defect of qcode.
"""

from __future__ import annotations

DATA_AT_FAULT = 1
COMMAND_LINE_AT_FAULT = 2


class QcodeError(Exception):
    """Something that a person can understand and mend.

    `message` says what happened, in which file and line; `hint` what to do about it (may be empty);
    `exit_code` is what a command ends with: 1 where the data is at fault, 2 where the command line is.
    """

    exit_code = DATA_AT_FAULT

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".rstrip()


class UsageError(QcodeError):
    """The call itself is wrong: an unknown option value, a name that means nothing here."""

    exit_code = COMMAND_LINE_AT_FAULT


class UnreadableFileError(QcodeError):
    """A file from outside cannot be read: missing, damaged, of a foreign kind, too large."""


class CodebookError(QcodeError):
    """A codebook file or an edit of the codebook breaks its rules."""


class DataError(QcodeError):
    """A value or a row from outside is wrong; the message names file, line and column."""


class QueryError(UsageError):
    """A `--where` expression cannot be understood; the message points at the place."""


class UnknownNameError(QcodeError):
    """A document, code, case, participant or coder of that name does not exist."""


class AmbiguousNameError(QcodeError):
    """A name fits more than one thing; the hint tells how to say which."""


class DuplicateNameError(QcodeError):
    """A person tried to make a second thing of a name that is taken."""


class SpanError(QcodeError):
    """Offsets that do not lie in their text, or do not agree with the quotation given for them."""


class ProjectFileError(QcodeError):
    """The project file is missing, foreign, newer, damaged, busy or read-only."""


class UndoError(QcodeError):
    """Nothing to undo or redo, or another's later work rests on what would be undone."""


class ExportError(QcodeError):
    """A table cannot be written where or how it was asked for."""


class MissingExtraError(QcodeError):
    """A part of qcode that is installed on demand is not installed.

    `extra` is its name: what is needed is said from it, and how it is installed.
    """

    exit_code = COMMAND_LINE_AT_FAULT

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(f"{what} needs the extra `{extra}`.", f"pip install 'qcode[{extra}]'")
