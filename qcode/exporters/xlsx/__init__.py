"""Workbooks for Excel and LibreOffice, in which every number leads to its quotations.

XlsxWriter makes all of a workbook but its cells: styles, layout, links, shading, printing. The
cells are streamed into the finished package (`parts`), which is several times faster for lists of
a hundred thousand rows and needs no memory for them.
"""

from qcode.exporters.xlsx.book import save

__all__ = ["save"]
