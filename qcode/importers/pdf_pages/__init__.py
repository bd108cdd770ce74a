"""Printed pages: their characters as PDFium finds them, put back into lines and paragraphs."""
