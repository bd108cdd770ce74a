"""Control words of rich text that say what is text, and what is not."""

from __future__ import annotations

TEXT = {
    b"tab": "\t",
    b"line": "\n",
    b"lbr": "\n",
    b"page": "\n",
    b"column": "\n",
    b"emdash": "—",
    b"endash": "–",
    b"emspace": "\u2003",
    b"enspace": "\u2002",
    b"qmspace": "\u2005",
    b"bullet": "•",
    b"lquote": "‘",
    b"rquote": "’",
    b"ldblquote": "“",
    b"rdblquote": "”",
    b"zwj": "\u200d",
    b"zwnj": "\u200c",
    b"ltrmark": "\u200e",
    b"rtlmark": "\u200f",
}
SYMBOLS = {b"~": "\u00a0", b"_": "-"}
"""Control symbols; the hyphen that breaks words only where it must is no text."""

COUNTED = {
    b"pict": "picture",
    b"footnote": "footnote",
    b"annotation": "comment",
    b"moMath": "equation",
    b"moMathPara": "equation",
    **dict.fromkeys((b"listtext", b"pntext"), "automatic list number"),
    **dict.fromkeys((b"header", b"headerl", b"headerr", b"headerf"), "page header"),
    **dict.fromkeys((b"footer", b"footerl", b"footerr", b"footerf"), "page footer"),
}
"""Groups left out with all they hold, and what is said about them."""

WITH_TEXT = frozenset(("automatic list number", "page header", "page footer"))
"""What is counted only where it says something."""

SKIPPED = frozenset(
    b"colortbl info fldtype datafield formfield objdata objclass objname objalias objsect xe tc"
    b" txe rxe bkmkstart bkmkend atnid atnauthor atrfstart atrfend atndate atnref atnicn atntime atnparent"
    b" ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn shprslt nonshppict nonesttables pn pnseclvl sp sn sv"
    b" filetbl listtable listoverridetable revtbl rsidtbl generator template themedata colorschememapping"
    b" latentstyles datastore userprops xmlnstbl pgptbl mmathPict private comment passwordhash".split()
)
"""Groups that are no text of the document."""

ENTERED = frozenset(
    b"shpinst shppict nesttableprops ud do shptxt dptxbxtext fldinst fldrslt result shp shpgrp".split()
)
"""Groups that readers may pass over, and that hold text all the same."""

BOXES = frozenset((b"shptxt", b"dptxbxtext"))
