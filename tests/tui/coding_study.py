"""The study that the tests of the screen begin with; everybody in it is invented."""

from pathlib import Path

from qcode import Project
from qcode.codebook import read_codebook
from qcode.importers import read_transcript

MORI, LIND = "A. Mori", "B. Lind"
CODEBOOKS = Path(__file__).parents[2] / "codebooks"

PORT = (
    ("Q", "How did your office first come to know the partner city?"),
    ("R1", "We put one person in the port city for two years. She read what their firms asked for."),
    ("Q", "And who pays for that desk today?"),
    ("R1", "The city pays. After that the chamber of commerce rang us first, and not the other way round."),
    ("R2", "市長は国際交流に熱心です。港の仕事は県と一緒に進めました。"),
    ("Q", "What would you do differently?"),
    ("R2", "I would begin with the harbour office. They know everybody."),
)
VALLEY = (
    ("Q", "Do you work with the neighbouring towns?"),
    ("R1", "Yes, the valley office holds the strings. It calls the meetings and keeps the minutes."),
)
STRATEGY = "The city seeks partners.\n\nThe port is its gate.\n"


FILES = {
    "Minamihama_interview.txt": "\n\n".join(f"{label}: {speech}" for label, speech in PORT) + "\n",
    "Kitaoka_interview.txt": "\n\n".join(f"{label}: {speech}" for label, speech in VALLEY) + "\n",
    "Minamihama_strategy.txt": STRATEGY,
}


def make_study(path: Path) -> Path:
    """Make the study at a path: three codings by A. Mori, one by B. Lind."""
    with Project.create(path, "Harbour study", coder=MORI, keep_backups=0) as project:
        project.codes.import_codebook(read_codebook(CODEBOOKS / "three_themes.yaml"))
        for name, text in FILES.items():
            source = path.parent / name
            source.write_text(text, "utf-8")
            kind = "strategy document" if "strategy" in name else "interview"
            transcript = read_transcript(source)
            project.documents.import_transcript(transcript, name, cases=[name.partition("_")[0]], kind=kind)
        port = project.documents.find("Minamihama_interview")
        text = project.documents.text(port)
        codes = [code for code in project.codes.tree() if not code.retired]
        for words, code in (
            ("We put one person in the port city for two years.", codes[0]),
            ("She read what their firms asked for.", codes[1]),
            ("The city pays.", codes[0]),
        ):
            start = text.index(words)
            project.codings.apply(port, start, start + len(words), code)
    with Project.open(path, coder=LIND, keep_backups=0) as project:
        port = project.documents.find("Minamihama_interview")
        start = project.documents.text(port).index("I would begin")
        project.codings.apply(port, start, start + 41, project.codes.find(codes[0].name))
    return path
