"""Files of transcripts and documents, one module a format, each read into a `Transcript`.

A new format is a module here with `read(source, options)` and a line in `registry.FORMATS`; `kinds` knows
files by their first bytes where the ending is silent or wrong. What it gives back is made, never by hand,
by what its kind of file shares with others:

* text that is all of the file, labels included: `text_file.read_text` (plain, markdown);
* paragraphs and tables, put together by `flow.building.Builder`: `flow.transcripts.transcript_of`
  (docx, odt, rtf, html);
* pieces of speech with times: `cues.transcript_of_cues` where the text may name who speaks (vtt, srt,
  json, eaf), `pieces.transcript_of_pieces` where the file does (tables).

A PDF is printed lines, which only `pdf` puts back into paragraphs. The folder beside a module, as `docx_body`
beside `docx`, holds what that format alone needs. What is left out is counted and told by `left_out`.
"""

from qcode.importers.reading import holds_transcript, layout_of_table, read_transcript, read_transcripts
from qcode.importers.registry import FORMATS, SUFFIXES

__all__ = [
    "FORMATS",
    "SUFFIXES",
    "holds_transcript",
    "layout_of_table",
    "read_transcript",
    "read_transcripts",
]
