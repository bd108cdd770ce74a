"""How much a PDF may hold and cost; far more than any document that is read by people."""

from __future__ import annotations

MOST_PAGES = 5_000
MOST_CHARACTERS = 5_000_000
"""Of a whole file; about 2,000 close-printed pages."""
MOST_ON_A_PAGE = 60_000

MOST_MEMORY = 320 * 1024 * 1024
"""Bytes that the process which extracts may hold."""
SECONDS = 6.0
"""Its computing time for opening a file and for its slowest page."""
SECONDS_A_PAGE = 0.03
"""Its computing time that each page done adds."""
PATIENCE = 600
"""Seconds by the clock after which it is taken to hang."""

OUT_OF_TIME = 91
OUT_OF_MEMORY = 92
"""What the process ends with when it stops itself."""
