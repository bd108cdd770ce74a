"""Nine municipalities with an interview each, so that there is something to compare; all invented."""

from pathlib import Path

from coding_study import CODEBOOKS, MORI

from qcode import Project
from qcode.codebook import read_codebook
from qcode.importers import read_transcript

# Which codes the sentences of each interview get: two kinds of municipality, and one between them.
CODED = {
    "Aoyama": "ggggo",
    "Benten": "ggggp",
    "Chidori": "gggo",
    "Fukami": "oooog",
    "Hamada": "ooooop",
    "Ishiki": "ggoopp",
    "Jinnai": "gggg",
    "Kobuse": "oooo",
    "Mikuma": "oooop",
}
NAMES = {"g": "Gatekeeper", "o": "Orchestration", "p": "Global pipeline"}
POPULATION = {
    "Aoyama": 20_000,
    "Benten": 30_000,
    "Chidori": 40_000,
    "Jinnai": 50_000,
    "Fukami": 300_000,
    "Hamada": 500_000,
    "Kobuse": 600_000,
    "Mikuma": 700_000,
}


def make_compared(path: Path) -> Path:
    """Make the study at a path, with classes by population and one saved query."""
    with Project.create(path, "Nine towns", coder=MORI, keep_backups=0) as project:
        project.codes.import_codebook(read_codebook(CODEBOOKS / "three_themes.yaml"))
        for name, letters in CODED.items():
            source = path.parent / f"{name}_interview.txt"
            said = " ".join(f"Sentence number {at} is said." for at in range(len(letters)))
            source.write_text(f"Q: What then?\n\nR1: {said}\n", "utf-8")
            project.documents.import_transcript(
                read_transcript(source), source.name, cases=[name], kind="interview"
            )
            document = project.documents.find(f"{name}_interview")
            text = project.documents.text(document)
            for at, letter in enumerate(letters):
                start = text.index(f"Sentence number {at}")
                project.codings.apply(document, start, start + 26, project.codes.find(NAMES[letter]))
            project.documents.finish(document)
        for name, number in POPULATION.items():
            project.attributes.set(project.cases.find(name), "population", number)
        project.classifications.add(
            "size", attribute="population", cuts=[100_000], classes=["small", "large"]
        )
        project.queries.save("gates", "code = Gatekeeper")
    return path
