"""Plain values: what a project holds, what an import brings, what an analysis returns.

Nothing here reads a file or knows a screen. Positions are half-open `[start, end)` offsets in
Unicode code points of a document's text.
"""
