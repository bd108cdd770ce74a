"""Answering what the screen asks, and looking into the project's file past it."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import TypeVar

from at_a_view import Reader, until
from coding_study import MORI

from qcode import Project

Answer = TypeVar("Answer")
Open = Callable[..., AbstractAsyncContextManager[Reader]]


def in_file(reader: Reader, question: Callable[[Project], Answer]) -> Answer:
    """Ask the project's file."""
    with Project.open(reader.path, coder=MORI, keep_backups=0) as project:
        return question(project)


async def answer(reader: Reader, *answers: str) -> None:
    """Answer the questions in the line, faster than by typing."""
    for words in answers:
        await until(reader, lambda: reader.view.prompt.asking)
        reader.view.prompt.settle(words)
        await reader.settle()


async def choose(reader: Reader, words: str) -> None:
    """Choose from the list by typing part of a name."""
    await until(reader, lambda: reader.view.picker.is_open)
    await reader.type(words)
    await reader.press("enter")


async def said(reader: Reader, words: str) -> None:
    """Wait until the hint line says something."""
    await until(reader, lambda: words in reader.hint)
