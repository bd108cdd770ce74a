"""A table as a Word document, set as a journal prints it: for a paper, an appendix, an e-mail.

python-docx makes all of the package but the text; the rows are written into it as they come, which
takes a tenth of the time and no memory.
"""

from qcode.exporters.docx_pages.package import save

__all__ = ["save"]
