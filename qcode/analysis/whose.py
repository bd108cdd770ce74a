"""Cases, participants and roles as the texts that lists of passages show."""

from __future__ import annotations

from qcode.analysis.corpus import Corpus
from qcode.analysis.speech import Readings

SEPARATOR = "; "


class Whose:
    """Whom passages are of, in words, each made once."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        self._order = {case: place for place, case in enumerate(corpus.cases)}
        self._known: dict[Readings, tuple[str, str, str]] = {}

    def words(self, readings: Readings) -> tuple[str, str, str]:
        """Return cases, participants and roles, several of them joined by `; `."""
        found = self._known.get(readings)
        if found is None:
            cases = sorted({case for case, _ in readings if case is not None}, key=self._order.__getitem__)
            spoken = dict.fromkeys(who for _, who in readings if who is not None)
            people = [self._corpus.participants[who] for who in spoken]
            found = self._known[readings] = (
                SEPARATOR.join(self._corpus.cases[case].name for case in cases),
                SEPARATOR.join(one.name for one in people),
                SEPARATOR.join(dict.fromkeys(one.role for one in people if one.role)),
            )
        return found
