"""Pure functions on text: nothing here reads a file, knows a screen or keeps anything.

Positions are offsets in Unicode code points, spans half-open.
"""
