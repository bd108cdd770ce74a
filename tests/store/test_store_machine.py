"""Random acts of two coders, undone and redone: the file stays whole at every step."""

import random
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from acts_on_findings import FindingActs
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from live_rows import Rows, live_rows, replayed

from qcode import Project
from qcode.errors import QcodeError, UndoError
from qcode.model.cases import Value
from qcode.model.documents import ImportedTurn, Role, Speaker, Transcript
from qcode.project.faults import faults
from qcode.store.schema import TABLES

NAMES = st.sampled_from(
    ["Gate", "Harbour", "姉妹都市", "gate", "a > b", " Mayor ", "", "👩‍👩‍👧 family", "x" * 501]
)
NUMBERS = st.integers(0, 1_000_000)
VALUES = st.sampled_from([1, 2.5, "2021-04-01", "text", None, "", True, 0])


def random_transcript(chance: random.Random) -> Transcript:
    """A small transcript with some speakers, or none."""
    lines = [chance.choice(["The port.", "市長です。", "e\u0301", "👩‍👩‍👧", "word " * 5]) for _ in range(4)]
    if chance.random() < 0.3:
        return Transcript(text="\n".join(lines), format="txt")
    text, turns = "", []
    for place, line in enumerate(lines):
        turns.append(
            ImportedTurn((len(text) + 3, len(text) + 3 + len(line)), place % 2, (len(text), len(text) + 3))
        )
        text += f"{'QR'[place % 2]}: {line}\n"
    speakers = (Speaker("Q", Role.INTERVIEWER), Speaker("R", chance.choice([Role.RESPONDENT, None])))
    return Transcript(text=text, format="txt", turns=tuple(turns), speakers=speakers)


class Actor(FindingActs):
    """Somebody who does things at random; a number chooses the details."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def act(self, kind: str, name: str, number: int, value: Value | None) -> None:
        """Do one thing of a kind; what the library refuses is no matter."""
        self.chance = random.Random(number)
        self.name, self.value = name, value
        with suppress(QcodeError):
            getattr(self, kind)()

    def documents_import(self) -> None:
        cases = [case.name for case in self.project.cases.list()]
        self.project.documents.import_transcript(
            random_transcript(self.chance),
            self.chance.choice(["one.txt", "two.txt", "三.txt"]),
            cases=self.chance.sample(cases, min(len(cases), 1))
            + (["Kitaoka"] if self.chance.random() < 0.3 else []),
            attributes={"year": self.value} if self.value is not None else {},
        )

    def documents_attach(self) -> None:
        case = self.one(self.project.cases.list())
        self.project.documents.attach(self.one(self.project.documents.list()), case.name)

    def documents_detach(self) -> None:
        case = self.one(self.project.cases.list())
        self.project.documents.detach(self.one(self.project.documents.list()), case.name)

    def documents_set(self) -> None:
        self.project.documents.set(
            self.one(self.project.documents.list()),
            name=self.chance.choice([None, self.name]),
            kind=self.chance.choice([None, "news"]),
            attributes={"issuer": [(self.value, self.chance.choice([None, 2020]), "")]},
        )

    def documents_finish(self) -> None:
        document = self.one(self.project.documents.list())
        self.project.documents.finish(document, finished=self.chance.random() < 0.7)

    def documents_remove(self) -> None:
        self.project.documents.remove(self.one(self.project.documents.list()))

    def participants_set(self) -> None:
        self.project.participants.set(
            [self.one(self.project.participants.list())],
            role=self.chance.choice([None, *Role]),
            unknown_role=self.chance.random() < 0.2,
            pseudonym=self.chance.choice([None, "P1"]),
            case=self.chance.choice([None, "", *(case.name for case in self.project.cases.list())]),
            attributes={"age": [(self.value, None, "")]},
        )

    def participants_merge(self) -> None:
        people = self.project.participants.list()
        self.project.participants.merge(
            self.one(people), self.chance.sample(list(people), min(2, len(people)))
        )

    def cases_add(self) -> None:
        self.project.cases.add(self.name)

    def cases_set(self) -> None:
        self.project.cases.set(
            self.one(self.project.cases.list()),
            name=self.chance.choice([None, self.name]),
            position=self.chance.choice([None, 1, 2, 9]),
            attributes={"population": [(self.value, self.chance.choice([None, 2020]), "census")]},
        )

    def cases_remove(self) -> None:
        self.project.cases.remove(self.one(self.project.cases.list()))

    def codes_add(self) -> None:
        self.project.codes.add(self.name, self.maybe(list(self.project.codes.tree())))

    def codes_edit(self) -> None:
        key = self.chance.choice(["g", "gg", "gh", "", "é"])
        details: dict[str, Any] = self.chance.choice(
            [{"name": self.name}, {"key": key}, {"facet": True}, {"aliases": ("a",)}]
        )
        self.project.codes.edit(self.one(list(self.project.codes.tree())), **details)

    def codes_move(self) -> None:
        codes = list(self.project.codes.tree())
        self.project.codes.move(self.one(codes), self.maybe(codes), self.chance.choice([None, 1, 2]))

    def codes_merge(self) -> None:
        codes = list(self.project.codes.tree())
        self.project.codes.merge(self.one(codes), self.one(codes))

    def codes_retire(self) -> None:
        code = self.one(list(self.project.codes.tree()))
        self.project.codes.retire(code, retired=self.chance.random() < 0.6)

    def codes_remove(self) -> None:
        code = self.one(list(self.project.codes.tree()))
        self.project.codes.remove(code, with_codings=self.chance.random() < 0.5)

    def codings_apply(self) -> None:
        document = self.one(self.project.documents.list())
        start = self.chance.randrange(document.characters + 1)
        self.project.codings.apply(
            document,
            start,
            start + self.chance.choice([1, 3, 5, 40]),
            self.one(list(self.project.codes.tree())),
            case=self.maybe(self.project.cases.list()),
            memo=self.chance.choice(["", self.name]),
        )

    def codings_remove(self) -> None:
        codings = list(self.project.codings.list())
        self.project.codings.remove(self.chance.sample(codings, min(2, len(codings))))

    def codings_move(self) -> None:
        coding = self.one(self.project.codings.list())
        self.project.codings.move_edges(coding, coding.start + self.chance.choice([-1, 0, 1]), coding.end)

    def codings_recode(self) -> None:
        codings = list(self.project.codings.list())
        code = self.one(list(self.project.codes.tree()))
        self.project.codings.recode(self.chance.sample(codings, min(2, len(codings))), code)

    def codings_set_case(self) -> None:
        case = self.maybe(self.project.cases.list())
        self.project.codings.set_case([self.one(self.project.codings.list())], case)

    def memos_write(self) -> None:
        owner = self.chance.choice(["documents", "cases", "codes", "codings"])
        rows = self.project.store.rows(f"SELECT uid FROM {owner} WHERE deleted = 0")
        self.project.memos.write(owner, self.one(rows)["uid"], self.name)

    def memos_visit(self) -> None:
        owner = self.one(list(self.project.codes.tree()))
        sitting = str(self.chance.random())
        for written in ("first", self.name, f"{self.name} {sitting}"):
            self.project.memos.write("codes", owner.uid, written, visit=sitting)

    def codes_split(self) -> None:
        code = self.one(list(self.project.codes.tree()))
        codings = [one for one in self.project.codings.list() if one.code_id == code.id]
        chosen = self.chance.sample(codings, min(2, len(codings)))
        self.project.codes.split(code, chosen, self.name, self.maybe(list(self.project.codes.tree())))

    def codings_new_code(self) -> None:
        document = self.one(self.project.documents.list())
        parent = self.maybe(list(self.project.codes.tree()))
        if self.chance.random() < 0.5:
            self.project.codings.apply_new_code(document, 0, 3, self.name, parent)
        else:
            self.project.codings.apply_in_vivo(document, 0, document.characters, parent)

    def pins_set(self) -> None:
        code = self.maybe(list(self.project.codes.tree()))
        self.project.pins.set(self.chance.randint(1, 9), code)

    def attributes_set(self) -> None:
        things = [
            *self.project.cases.list(),
            *self.project.documents.list(),
            *self.project.participants.list(),
        ]
        thing = self.one(things)
        values = list(self.project.attributes.values(thing.uid))
        self.project.attributes.set(
            thing,
            "population",
            self.value,
            year=self.chance.choice([None, 2020]),
            replaces=self.maybe(values),
        )


KINDS = sorted(name for name in dir(Actor) if "_" in name and not name.startswith("_"))
BUSY = ["codings_apply", "codes_add", "documents_import", "cases_add"]
"""What the other acts need is done more often."""
FIRST = ["documents_import", "codes_add", "codes_add", "cases_add", "documents_import", "codings_apply"]
KIND = st.sampled_from(KINDS + 2 * BUSY)
ACT = st.tuples(KIND, NAMES, NUMBERS, VALUES)
Act = tuple[str, str, int, Value | None]
WHO = st.sampled_from([0, 1])


def hurried(project: Project) -> Project:
    """Let a project not wait for the disk: nobody pulls the plug here."""
    project.store.db.conn.execute("PRAGMA synchronous = OFF")
    return project


class TwoCoders(RuleBasedStateMachine):
    """Two people at one file, each in a program of their own."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "study.qcode"
        mori = Project.create(self.path, coder="A. Mori", keep_backups=0)
        lind = Project.open(self.path, coder="B. Lind", keep_backups=0)
        self.projects = [mori, lind]
        for project in self.projects:
            hurried(project).coders.acting()
        self.empty = live_rows(self.path)
        for place, kind in enumerate(FIRST):
            Actor(self.projects[place % 2]).act(kind, f"Name {place}", place, place)

    def teardown(self) -> None:
        if hasattr(self, "projects"):
            self.undo_everything()
            for project in self.projects:
                project.close()
            shutil.rmtree(self.folder)

    def undo_everything(self) -> None:
        """Take back the newest step of all, again and again, until nothing is left."""
        while True:
            tops: list[tuple[str, Project]] = []
            for project in self.projects:
                steps = project.store.steps(project.coders.acting().uid)[0]
                if steps:
                    tops.append((steps[-1].reverse, project))
            if not tops:
                break
            for _, project in sorted(tops, key=lambda top: self.place_in_log(top[0]), reverse=True):
                before = live_rows(self.path)
                try:
                    project.history.undo()
                    break
                except UndoError:
                    assert live_rows(self.path) == before
            else:
                return  # each stands in the other's way (a name that both had given): rare, and said
        assert live_rows(self.path) == self.empty
        assert self.projects[0].check() == []

    def can(self, what: int) -> bool:
        """Tell whether anybody has something to undo (0) or redo (1)."""
        return any(
            project.store.steps(project.coders.acting().uid)[what]
            for project in getattr(self, "projects", ())
        )

    def place_in_log(self, action: str) -> int:
        found = self.projects[0].store.tuples("SELECT max(id) FROM changes WHERE action = ?", [action])
        return int(found[0][0])

    @rule(who=WHO, acts=st.lists(ACT, min_size=1, max_size=4))
    def act(self, who: int, acts: list[Act]) -> None:
        for details in acts:
            before, stamp = live_rows(self.path), self.projects[who].store.newest_change()
            Actor(self.projects[who]).act(*details)
            happened = self.projects[who].store.newest_change() != stamp
            assert (live_rows(self.path) != before) == happened

    @precondition(lambda self: self.can(0))
    @rule(who=WHO, times=st.integers(1, 3))
    def undo(self, who: int, times: int) -> None:
        states: list[Rows] = []
        for _ in range(times):
            before = live_rows(self.path)
            try:
                self.projects[who].history.undo()
                states.append(before)
            except UndoError:
                assert live_rows(self.path) == before
                break
            assert self.projects[0].check() == []
        if times == 2:
            for state in reversed(states):
                self.projects[who].history.redo()
                assert live_rows(self.path) == state

    @precondition(lambda self: self.can(1))
    @rule(who=WHO)
    def redo(self, who: int) -> None:
        before = live_rows(self.path)
        try:
            self.projects[who].history.redo()
        except UndoError:
            assert live_rows(self.path) == before
            return
        self.projects[who].history.undo()
        assert live_rows(self.path) == before
        self.projects[who].history.redo()

    @invariant()
    def the_file_is_clean(self) -> None:
        if hasattr(self, "projects"):
            assert self.projects[0].check() == []

    @invariant()
    def the_log_alone_gives_the_rows(self) -> None:
        if hasattr(self, "projects"):
            assert replayed(self.path) == live_rows(self.path)

    @invariant()
    def nothing_is_at_odds(self) -> None:
        if hasattr(self, "projects"):
            assert faults(self.projects[0], frozenset(TABLES)) == set()

    @invariant()
    def every_code_has_its_place_in_the_tree(self) -> None:
        if hasattr(self, "projects"):
            live = self.projects[0].store.tuples("SELECT id FROM codes WHERE deleted = 0")
            assert {code.id for code in self.projects[0].codes.tree()} == {row_id for (row_id,) in live}


TestTwoCoders = TwoCoders.TestCase
TestTwoCoders.settings = settings(
    max_examples=10,
    stateful_step_count=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ACT, min_size=8, max_size=25))
def test_one_coder_s_steps_are_undone_one_by_one_and_done_again(
    steps: list[Act],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "study.qcode"
        with Project.create(path, coder="A. Mori", keep_backups=0) as project:
            hurried(project).coders.acting()
            states = [live_rows(path)]
            for step in [*((kind, "Name", place, place) for place, kind in enumerate(FIRST)), *steps]:
                Actor(project).act(*step)
                rows = live_rows(path)
                if rows != states[-1]:
                    states.append(rows)
            for state in reversed(states[:-1]):
                project.history.undo()
                assert live_rows(path) == state
            with pytest.raises(UndoError, match="nothing to undo"):
                project.history.undo()
            for state in states[1:]:
                project.history.redo()
                assert live_rows(path) == state
            with pytest.raises(UndoError, match="nothing to redo"):
                project.history.redo()
            assert project.check() == []
