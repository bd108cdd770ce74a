"""Summaries: a coder's own text for one case and one code, the cells of a framework matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qcode.model.cases import Case
from qcode.model.codes import Code
from qcode.model.summaries import Summary, SummaryRecord
from qcode.project.part import Part
from qcode.project.sittings import Sitting
from qcode.project.summary_import import SummaryImport, import_summaries
from qcode.store.changes import Recorder
from qcode.text.clean import clean

if TYPE_CHECKING:
    from qcode.project.project import Project

_TABLE = "summaries"


class Summaries(Part):
    """All summaries of a project; a coder has at most one for each case and code."""

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self._sitting = Sitting(project.store)

    def list(self) -> Sequence[Summary]:
        """Return all summaries of all coders, in the order in which they were begun."""
        rows = self._store.rows(
            "SELECT id, uid, case_id, code_id, coder_id, text, created_at FROM summaries "
            "WHERE deleted = 0 ORDER BY id"
        )
        return [Summary(**row) for row in rows]

    def find(self, case: Case, code: Code) -> Summary | None:
        """Return the acting coder's summary of a case and a code, None where there is none."""
        coder = self._project.coders.known()
        mine = self._of(case.id, code.id, coder.id) if coder else []
        return mine[-1] if mine else None

    def of(self, case: Case, code: Code) -> Sequence[Summary]:
        """Return all coders' summaries of a case and a code."""
        return [one for one in self.list() if (one.case_id, one.code_id) == (case.id, code.id)]

    def write(self, case: Case, code: Code, text: str, *, visit: str = "") -> Summary | None:
        """Give a case and a code the acting coder's summary, in place of an earlier one of theirs.

        An empty text removes it and returns None. `visit` is any word that stands for one sitting, as
        of `Memos.write`: all that is written under it is one act. Raises UnknownNameError where the case
        or the code is gone.
        """
        text, coder = clean(text).text, self._project.coders.acting()
        thing = f"{case.uid} {code.uid}"
        path = (
            self._project.codes.tree().path(code.id) if code.id in self._project.codes.tree() else code.name
        )
        with self._act("summaries.write") as recorder:
            recorder.require("cases", case.uid)
            recorder.require("codes", code.uid)
            goes_on = self._sitting.goes_on(recorder, visit, thing)
            mine = self._of(case.id, code.id, coder.id)
            if goes_on and not mine and text.strip() and self._sitting.emptied(recorder, _TABLE):
                recorder.revive(_TABLE, self._sitting.emptied(recorder, _TABLE), text=text)
            else:
                self.record(recorder, case.id, code.id, coder.id, text)
            verb = "Wrote" if text.strip() else "Removed"
            recorder.summary = f"{verb} the summary of {case.name} × {path}"
        self._sitting.keep(recorder, visit, thing)
        return self.find(case, code)

    def remove(self, case: Case, code: Code) -> None:
        """Remove the acting coder's summary of a case and a code, if there is one."""
        self.write(case, code, "")

    def record(self, recorder: Recorder, case_id: int, code_id: int, coder_id: int, text: str) -> None:
        """Write one coder's summary inside an act that is under way."""
        mine = self._of(case_id, code_id, coder_id)
        if not text.strip():
            recorder.delete(_TABLE, *(one.uid for one in mine))
        elif mine:
            recorder.update(_TABLE, mine[-1].uid, text=text)
        else:
            recorder.insert(
                _TABLE,
                {
                    "case_id": case_id,
                    "code_id": code_id,
                    "coder_id": coder_id,
                    "text": text,
                    "created_at": recorder.now,
                },
            )

    def hand_over(self, recorder: Recorder, code_id: int, into_id: int) -> None:
        """Give the summaries of a code that goes to the code that stays, inside an act that is under way.

        Where a coder has one of both for a case, the text of the code that stays comes first.
        """
        there = {(one.case_id, one.coder_id): one for one in self.list() if one.code_id == into_id}
        for one in self.list():
            if one.code_id != code_id:
                continue
            cell = one.case_id, one.coder_id
            kept = there.get(cell)
            if kept is None:
                recorder.update(_TABLE, one.uid, code_id=into_id)
                there[cell] = one
                continue
            if one.text.strip() != kept.text.strip():
                there[cell] = replace(kept, text=f"{kept.text.rstrip()}\n\n{one.text.lstrip()}")
                recorder.update(_TABLE, kept.uid, text=there[cell].text)
            recorder.delete(_TABLE, one.uid)

    def import_records(
        self, records: Sequence[SummaryRecord], *, source: str = "", replace: bool = False
    ) -> SummaryImport:
        """Bring in summaries from outside in one act, all or none of them.

        A cell without a text leaves what is there; marks, names of coders and quotations that a framework
        matrix has in its cells are not read as summaries. Another text of the same coder is a problem
        unless `replace`. Raises DataError naming every problem by its line in `source`.
        """
        return import_summaries(self._project, records, source=source, replace=replace)

    def _of(self, case_id: int, code_id: int, coder_id: int) -> Sequence[Summary]:
        rows = self._store.rows(
            "SELECT id, uid, case_id, code_id, coder_id, text, created_at FROM summaries "
            "WHERE deleted = 0 AND case_id = ? AND code_id = ? AND coder_id = ? ORDER BY id",
            [case_id, code_id, coder_id],
        )
        return [Summary(**row) for row in rows]
