"""Vertical Japanese: what stands beside its lines and what stands in them."""

from __future__ import annotations

from dataclasses import replace

from qcode.importers.pdf_pages.pages import Page, Run

_BODY = 4
_UPRIGHT = 3
"""Characters, at most, that stand side by side within a vertical line, as the digits of a number do."""


def settled(page: Page) -> Page:
    """Return a vertical page whose runs are `across` where they are heads, feet or captions.

    A number set upright within a line is a part of it, however it was drawn; what stands above or
    below all the lines is not.
    """
    if not page.vertical:
        return page
    body = [run for run in page.runs if not run.across and len(run.text) >= _BODY]
    if not body:
        return page
    top, bottom = min(run.left for run in body), max(run.right for run in body)
    return replace(page, runs=tuple(replace(run, across=_is_aside(run, top, bottom)) for run in page.runs))


def _is_aside(run: Run, top: float, bottom: float) -> bool:
    beyond = run.right <= top + 0.1 * run.size or run.left >= bottom - 0.1 * run.size
    return (run.across and len(run.text) > _UPRIGHT) or (beyond and len(run.text) < _BODY)
