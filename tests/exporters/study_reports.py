"""A small report of an invented study, with every kind of block."""

from study_tables import matrix

from qcode.model.reports import (
    Block,
    Figure,
    Heading,
    Listing,
    Mark,
    Paragraph,
    Passage,
    Quotation,
    Report,
    Run,
    Style,
)

QUOTATION = Quotation(
    "The port keeps them.\nNobody else would.",
    "port manager, Minamihama, turn 31",
    translation="港が支えています。",
    memo="Compare the chamber.",
    coding=7,
)
PASSAGE = Passage(
    "The port does. Without it nobody would write.",
    (Mark(0, 14, "Gatekeeper > Port", "B. Lind"), Mark(0, 45, "Upkeep", memo="Strong.")),
    label="R",
    place="turn 2",
)


def report(*blocks: Block) -> Report:
    """A report of these blocks, or of one of each kind."""
    return Report("study", "Harbours · 港の研究", blocks or everything(), ["All is invented.", "N = 3."])


def everything() -> tuple[Block, ...]:
    return (
        Paragraph("Two lines\nof one paragraph."),
        Heading("Findings"),
        Paragraph(
            (Run("Ports", Style.STRONG), Run(" matter "), Run("「とても」", Style.EMPHASIS), Run("と言う。"))
        ),
        Listing(["One.", (Run("Two", Style.STRONG), Run(": more"))]),
        Heading("Quotations", 2),
        QUOTATION,
        matrix(),
        PASSAGE,
        Figure("heatmap", matrix(), "Codes of municipalities"),
    )
