"""Acts on what is made of cases and codings: groups, classes, events, summaries, rules, a corrected text."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any, TypeVar

from qcode import Project
from qcode.errors import QcodeError
from qcode.model.cases import Entity, Value
from qcode.model.documents import Transcript
from qcode.model.rules import RuleRecord, RuleUnit
from qcode.model.summaries import SummaryRecord
from qcode.sheets.records import ClassRow, EventRow, GroupRow

Thing = TypeVar("Thing")
DATES = ("2008", "2008-07", "2008-07-15", "next year", "")
CLASSES = ("small", "large", "Large", "中", "(no class)", "")


class FindingActs:
    """Things to do at random with what cases and codings were made into."""

    project: Project
    chance: random.Random
    name: str
    value: Value | None

    def one(self, things: Sequence[Thing]) -> Thing:
        if not things:
            raise QcodeError("There is nothing of that kind yet.")
        return self.chance.choice(list(things))

    def maybe(self, things: Sequence[Thing]) -> Thing | None:
        return self.chance.choice([None, *things])

    def some(self, things: Sequence[Thing]) -> Sequence[Thing]:
        return self.chance.sample(list(things), min(self.chance.randint(1, 3), len(things)))

    def groups_add(self) -> None:
        groups, cases = self.project.groups.list(), self.project.cases.list()
        self.project.groups.add(self.name, self.maybe(groups), cases=self.some(cases))

    def groups_put(self) -> None:
        group = self.one(self.project.groups.list())
        self.project.groups.put(group, self.some(self.project.cases.list()))

    def groups_take_out(self) -> None:
        group, cases = self.one(self.project.groups.list()), self.project.cases.list()
        self.project.groups.take_out(group, [one for one in cases if one.id in group.cases][:2])

    def groups_change(self) -> None:
        groups = self.project.groups.list()
        group = self.one(groups)
        if self.chance.random() < 0.3:
            self.project.groups.rename(group, self.name)
        elif self.chance.random() < 0.3:
            self.project.groups.describe(group, self.name)
        else:
            self.project.groups.move(group, self.maybe(groups), self.chance.choice([None, 1, 2]))

    def groups_remove(self) -> None:
        self.project.groups.remove(self.one(self.project.groups.list()))

    def groups_import(self) -> None:
        names = [case.name for case in self.some(self.project.cases.list())]
        path = (self.chance.choice(["Chubu", "chubu", self.name]), self.chance.choice(["Aichi", "愛知"]))
        self.project.groups.import_rows([GroupRow(path, tuple(names), self.name, 2)])

    def groups_fill(self) -> None:
        attributes = self.project.attributes.list(Entity.CASE)
        self.project.groups.fill([self.one(attributes).name], self.maybe(self.project.groups.list()))

    def classes_add(self) -> None:
        cuts = self.chance.choice([(), (5,), (2, 100)])
        classes = self.chance.choice([(), ("small", "large"), ("small", "中", "large")])
        attribute = self.chance.choice(["population", None]) if cuts else None
        self.project.classifications.add(self.name, attribute=attribute, cuts=cuts, classes=classes)

    def classes_set(self) -> None:
        changes: dict[str, Any] = self.chance.choice(
            [
                {"name": self.name},
                {"cuts": (3,)},
                {"cuts": (1, 2, 3)},
                {"classes": self.chance.sample(CLASSES, 2)},
                {"classes": ("tiny", "vast")},
                {"note": self.name},
            ]
        )
        self.project.classifications.set(self.one(self.project.classifications.list()), **changes)

    def classes_assign(self) -> None:
        self.project.classifications.assign(
            self.one(self.project.classifications.list()),
            self.one(self.project.cases.list()),
            self.chance.choice([None, *CLASSES, self.name]),
            self.chance.choice(["", "known of old"]),
            new=self.chance.random() < 0.7,
        )

    def classes_accept(self) -> None:
        known = [one.name for one in self.project.classifications.list()]
        said = {
            case: (self.chance.choice(CLASSES), self.name) for case in self.some(self.project.cases.list())
        }
        self.project.classifications.accept(self.chance.choice([self.name, *known]), said, note=self.name)

    def classes_import(self) -> None:
        known = [one.name for one in self.project.classifications.list()]
        rows = [
            ClassRow(case.name, self.chance.choice([None, *CLASSES]), self.name, 2 + place)
            for place, case in enumerate(self.some(self.project.cases.list()))
        ]
        name = self.chance.choice([self.name, *known])
        self.project.classifications.import_rows(name, rows, new=self.chance.random() < 0.5)

    def classes_remove(self) -> None:
        self.project.classifications.remove(self.one(self.project.classifications.list()))

    def events_add(self) -> None:
        self.project.events.add(
            self.chance.choice(DATES),
            self.name,
            case=self.maybe(self.project.cases.list()),
            until=self.chance.choice([*DATES, "open", "2012-01"]),
        )

    def events_set(self) -> None:
        event = self.one(self.project.events.list())
        case = self.chance.choice([None, "", *self.project.cases.list()])
        change = self.chance.choice([{"date": "2011"}, {"until": "open"}, {"title": self.name}, {}])
        self.project.events.set(event, case=case, **change)

    def events_remove(self) -> None:
        self.project.events.remove(self.one(self.project.events.list()))

    def events_link(self) -> None:
        codings = [one.id for one in self.project.codings.list()]
        self.project.events.link(self.one(self.project.events.list()), self.some(codings))

    def events_unlink(self) -> None:
        event = self.one(self.project.events.list())
        self.project.events.unlink(event, event.codings[:2])

    def events_import(self) -> None:
        case = self.maybe([one.name for one in self.project.cases.list()])
        known = self.project.store.tuples("SELECT uid FROM events")
        uid = self.maybe([uid for (uid,) in known])
        row = EventRow(self.chance.choice(DATES), self.name, case, "", "a note", "", uid, 2)
        self.project.events.import_rows([row])

    def summaries_write(self) -> None:
        case = self.one(self.project.cases.list())
        code = self.one(list(self.project.codes.tree()))
        visit = str(self.chance.random())
        for text in (self.name, self.chance.choice(["", "more"]), f"{self.name} {visit}"):
            self.project.summaries.write(case, code, text, visit=visit)

    def summaries_remove(self) -> None:
        case = self.one(self.project.cases.list())
        self.project.summaries.remove(case, self.one(list(self.project.codes.tree())))

    def summaries_import(self) -> None:
        case = self.one(self.project.cases.list())
        code = self.one(list(self.project.codes.tree()))
        path = self.project.codes.tree().path(code.id)
        coder = self.chance.choice(["", *(one.name for one in self.project.coders.list())])
        record = SummaryRecord(case.name, path, self.name, coder, 2, "summary")
        self.project.summaries.import_records([record], replace=self.chance.random() < 0.5)

    def rules_add(self) -> None:
        condition = self.chance.choice(["port", "the or word", "市長", "not ("])
        code = self.one(list(self.project.codes.tree()))
        self.project.rules.add(code, condition, name=self.name, unit=self.one(list(RuleUnit)))

    def rules_set(self) -> None:
        rule = self.one(self.project.rules.list())
        change: dict[str, Any] = self.chance.choice(
            [{"name": self.name}, {"condition": "the"}, {"code": self.one(list(self.project.codes.tree()))}]
        )
        self.project.rules.set(rule, **change)

    def rules_remove(self) -> None:
        self.project.rules.remove(self.one(self.project.rules.list()))

    def rules_bring(self) -> None:
        code = self.chance.choice(["New code", *(one.name for one in self.project.codes.tree())])
        record = RuleRecord(code, "word", None, self.chance.choice(["", self.name]), "", 2)
        self.project.rules.bring([record], add_codes=True)

    def rules_accept(self) -> None:
        self.project.rules.accept(self.some(self.project.rules.proposals().proposals))

    def rules_refuse(self) -> None:
        self.project.rules.refuse(self.some(self.project.rules.proposals().proposals))

    def documents_replace(self) -> None:
        document = self.one(self.project.documents.list())
        text = self.project.documents.text(document)
        new = self.chance.choice([f"Corrected. {text}", text.replace("word", "port", 1), "Another text."])
        self.project.documents.replace(document, Transcript(text=new, format="txt"))
