"""Reports written out: as a text, a Word document, a page for the browser.

>>> from pathlib import Path
>>> from qcode.exporters.reports import report_format_for
>>> report_format_for(Path("codebook.docx"))
'docx'
"""

from qcode.exporters.reports.registry import REPORT_FORMATS, report_format_for, write_report

__all__ = ["REPORT_FORMATS", "report_format_for", "write_report"]
