"""A page for a browser: one file that needs no network, in which every number leads to its quotations."""

from qcode.exporters.html_page.page import pieces

__all__ = ["pieces"]
