"""Groups of cases, their classes and their events from the command line, in the sample study."""

import json
from pathlib import Path

import pytest
from running import LIND, MORI, Qcode

from qcode import Project


@pytest.fixture
def study(study: Path) -> Path:
    """The sample study, its cases in no groups and classes, without events."""
    with Project.open(study, coder=MORI, keep_backups=0) as project:
        for group in project.groups.tree().children(None):
            project.groups.remove(group)
        for classification in project.classifications.list():
            project.classifications.remove(classification)
        for event in project.events.list():
            project.events.remove(event)
    return study


def passages(qcode: Qcode, where: str) -> int:
    return len(qcode("segments", "--where", where, "--format", "csv").done().records)


def columns(qcode: Qcode, *arguments: str) -> list[str]:
    return qcode("matrix", "--format", "csv", *arguments).done().rows[0][1:]


def test_groups_are_made_of_attributes_and_counted_with_all_below_them(qcode: Qcode, study: Path) -> None:
    told = qcode("groups", "fill", "prefecture", "city_type", "--coder", LIND).done().err
    assert told == "10 groups added, 9 cases put into groups.\n"
    listed = qcode("groups", "list", "--format", "csv").done().records
    assert listed[:2] == [
        {"group": "Shiomi", "cases": "", "cases_in_all": "5", "note": ""},
        {
            "group": "Shiomi > designated city",
            "cases": "Minamihama; Tokiwada",
            "cases_in_all": "2",
            "note": "",
        },
    ]
    by_group = qcode("matrix", "--columns", "group:*", "--format", "csv").done().records
    by_value = qcode("matrix", "--columns", "case.prefecture", "--format", "csv").done().records
    assert [(one["Shiomi"], one["Kurogane"]) for one in by_group] == [
        (one["Shiomi"], one["Kurogane"]) for one in by_value
    ]
    assert passages(qcode, "group = Shiomi") == passages(qcode, "case.prefecture = Shiomi") > 0
    assert passages(qcode, "group == Shiomi") == 0


def test_groups_are_made_changed_and_removed_by_hand(qcode: Qcode, study: Path) -> None:
    made = qcode("groups", "add", "Coast", "Minamihama", "uonoura", "--note", "on the sea", "--coder", LIND)
    assert made.done().err == "Added the group Coast.\nPut 2 cases into it.\n"
    qcode("groups", "add", "East", "--below", "coast").done()
    assert qcode("groups", "put", "East", "Nagisawa", "--coder", LIND).done().err == (
        "Put 1 case into Coast > East.\n"
    )
    assert "All of them are in Coast > East already." in qcode("groups", "put", "East", "Nagisawa").done().err
    qcode("groups", "take-out", "Coast", "Nagisawa").refused("It lies in “Coast > East”.")
    assert qcode("groups", "take-out", "Coast", "Uonoura", "--coder", LIND).done().err == (
        "Took 1 case out of Coast.\n"
    )
    assert "Coast > Far east" in qcode("groups", "rename", "East", "Far east", "--coder", LIND).done().err
    qcode("groups", "note", "Coast", "by the sea", "--coder", LIND).done()
    qcode("groups", "add", "Japan").done()
    assert "place of Japan > Coast" in qcode("groups", "move", "Coast", "--below", "Japan").done().err
    qcode("groups", "move", "Japan", "--position", "1", "--coder", LIND).done()
    qcode("groups", "fill", "prefecture", "--below", "Japan").done()
    paths = [one["group"] for one in qcode("groups", "list", "--format", "csv").done().records]
    assert paths == [
        "Japan",
        "Japan > Coast",
        "Japan > Coast > Far east",
        "Japan > Shiomi",
        "Japan > Kurogane",
    ]
    qcode("groups", "remove", "Japan").refused("The group was not removed.", lines=4)
    assert "Removed 5 groups" in qcode("groups", "remove", "Japan", "--yes", "--coder", LIND).done().err
    assert len(qcode("cases", "list", "--format", "csv").done().records) == 9
    qcode("undo", "--coder", LIND).done()
    assert "Far east" in qcode("groups", "list").done().text


def test_the_list_of_groups_is_read_back_as_it_was_written(qcode: Qcode, study: Path) -> None:
    qcode("groups", "fill", "prefecture", "city_type").done()
    written = qcode("groups", "list", "--raw", "--names", "-f", "csv", "-o", "groups.csv").done()
    assert "Wrote groups.csv" in written.err
    again = qcode("groups", "import", "groups.csv", "--coder", LIND).done().err
    assert again == "0 groups added, 0 cases put into groups.\n"
    qcode("groups", "list", "--output", "groups.xlsx").done()
    Path("new.csv").write_text("group,cases\nSea > North,Nagisawa;Kitaok\n", "utf-8")
    qcode("groups", "import", "new.csv").refused("new.csv, line 2, column cases: There is no case “Kitaok”")
    assert "Sea > North" not in qcode("groups", "list").done().text
    assert "0 groups added" in qcode("groups", "import", "groups.xlsx").done().err


def test_cases_are_classed_by_cut_points_and_by_hand_and_the_classes_counted(
    qcode: Qcode, study: Path
) -> None:
    made = qcode(
        "classes", "add", "size", "--attribute", "population", "--cuts", "50000, 400000",
        "--classes", "small,middle,large", "--note", "by scale", "--coder", LIND,
    )  # fmt: skip
    assert made.done().err == (
        "Added the classification size.\nsmall: 3 cases, middle: 3 cases and large: 3 cases; 0 without.\n"
    )
    qcode("classes", "assign", "size", "Nagisawa", "larg").refused("Did you mean “large”?")
    qcode("classes", "assign", "size", "Nagisawa", "large", "--reason", "a port", "--coder", LIND).done()
    shown = {one["case"]: one for one in qcode("classes", "show", "size", "-f", "csv").done().records}
    assert shown["Nagisawa"] == {
        "case": "Nagisawa", "value": "127000", "year": "2020", "class": "large", "by": "hand",
        "reason": "a port", "coder": LIND,
    }  # fmt: skip
    assert (shown["Yukimori"]["class"], shown["Yukimori"]["by"]) == ("small", "cut")
    assert columns(qcode, "--columns", "class:size") == ["small", "middle", "large", "total"]
    (listed,) = qcode("classes", "list", "--format", "csv").done().records
    assert listed["classes"] == "small (3); middle (2); large (4)"
    before = list(qcode("codings", "export", "-f", "csv").done().records)
    told = qcode("classes", "set", "size", "--cuts", "10000,600000", "--coder", LIND).done().err
    assert "small: 2 cases, middle: 4 cases and large: 3 cases" in told
    assert list(qcode("codings", "export", "-f", "csv").done().records) == before
    qcode("classes", "unassign", "size", "Nagisawa", "--coder", LIND).done()
    qcode("classes", "set", "size", "--classes", 'S,M,"L, or more"', "--name", "scale", "--note", "").done()
    assert "L, or more" in qcode("classes", "show", "scale").done().text
    assert "with" not in qcode("classes", "remove", "scale", "--coder", LIND).done().err
    assert qcode("undo", "--coder", LIND).done()
    qcode("classes", "set", "scale").refused("There is nothing to set", code=2)
    qcode("classes", "add", "x", "--cuts", "b").refused("--cuts 50000,400000", code=2)


def test_classes_go_out_into_a_table_and_come_back(qcode: Qcode, study: Path) -> None:
    Path("types.csv").write_text(
        "case,class,reason\nKitaoka,hub,more pipelines\nNagisawa,gate,\nYukimori,gate,one resident\n", "utf-8"
    )
    told = qcode("classes", "import", "type", "types.csv", "--coder", LIND).done().err
    assert told == "3 cases in “type” by hand.\n"
    assert columns(qcode, "--columns", "class:type") == ["hub", "gate", "(no class)", "total"]
    qcode("classes", "export", "type", "--output", "out.csv", "--raw", "--names").done()
    assert qcode("classes", "import", "type", "out.csv").done().err == "3 cases in “type” by hand.\n"
    assert "Imported classes of type from types.csv" in qcode("log").done().text
    Path("more.csv").write_text("case,class\nTokiwada,university town\n", "utf-8")
    qcode("classes", "import", "type", "more.csv").refused("more.csv, line 2, column class", "--new makes it")
    qcode("classes", "import", "type", "more.csv", "--new").done()
    assert columns(qcode, "--columns", "class:type")[2] == "university town"
    qcode("classes", "assign", "type", "Hoshikawa", "port", "--new").done()
    qcode("classes", "list", "--output", "classes.csv", "--raw", "--names").done()
    assert "port (1)" in Path("classes.csv").read_text("utf-8-sig")


def test_cases_are_laid_out_by_class_with_a_total_of_each_in_every_format(qcode: Qcode, study: Path) -> None:
    qcode("classes", "add", "size", "--attribute", "population", "--cuts", "50000,400000").done()
    by_size = ("--columns", "case", "--group-by", "class:size")
    assert columns(qcode, *by_size)[:4] == ["Yukimori", "Uonoura", "Kazehara", "< 50,000: total"]
    header, *rows = qcode("matrix", *by_size, "--format", "csv").done().rows
    classes = qcode("matrix", "--columns", "class:size", "--format", "csv").done().rows[1:]
    totals = [place for place, name in enumerate(header) if name.endswith("total")]
    assert [[row[place] for place in totals] for row in rows] == [row[1:] for row in classes]
    head = qcode("matrix", *by_size, "--themes").done().text.split("\n")[2]
    assert head.split("  ")[0] == ""
    assert all(name in head for name in ("< 50,000", "50,000-399,999", ">= 400,000"))
    told = qcode("matrix", *by_size, "--format", "json").done().json
    assert {one["group"] for one in told["columns"]} == {"< 50,000", "50,000-399,999", ">= 400,000", None}
    for file in ("m.html", "m.xlsx", "m.docx", "m.md"):
        qcode("matrix", *by_size, "--output", file).done()
    lying = qcode("matrix", "--rows", "case", "--columns", "document.kind", "--group-by", "class:size").done()
    assert (lying.text.count("\nSubtotal "), lying.text.count("\nTotal ")) == (3, 1)
    qcode("matrix", "--columns", "document.kind", "--group-by", "class:size").refused(
        "no cases to group", code=2
    )


def test_events_are_added_linked_listed_in_the_order_of_time_and_removed(qcode: Qcode, study: Path) -> None:
    added = qcode(
        "events", "add", "2008-07", "Eco-model city", "--case", "Kitaoka", "--source", "web site",
        "--note", "one of six", "--until", "2013", "--coder", LIND,
    )  # fmt: skip
    assert added.done().err == "Added the event Eco-model city (2008-07).\n"
    qcode("events", "add", "2001", "Cluster policy").done()
    uid = qcode("segments", "--where", "case = Minamihama", "-f", "csv").done().records[0]["uid"]
    where = "case = Kitaoka and code = Orchestration"
    told = (
        qcode("events", "link", "eco-model city", "--where", where, "--coding", uid, "--coder", LIND)
        .done()
        .err
    )
    number = len(qcode("segments", "--role", "any", "--where", where, "-f", "csv").done().records) + 1
    assert told == f"Linked {number} codings to Eco-model city (2008-07).\n"
    assert "Unlinked 1 coding" in (
        qcode("events", "unlink", "Eco-model city", "--coding", uid, "--coder", LIND).done().err
    )
    listed = qcode("events", "list", "--format", "csv").done().records
    assert [(one["date"], one["case"], one["quotations"]) for one in listed] == [
        ("2001", "", "0"),
        ("2008-07", "Kitaoka", str(number - 1)),
    ]
    assert len(qcode("events", "list", "--case", "kitaoka", "-f", "csv").done().records) == 1
    qcode("events", "list", "--output", "events.html").done()
    quoted = qcode("segments", "--where", where, "-f", "csv").done().records[0]["quote"]
    assert quoted.split()[0] in Path("events.html").read_text("utf-8")
    qcode(
        "events", "set", "Cluster policy", "--until", "2019", "--date", "2001-04", "--title", "Clusters",
        "--case", "Minamihama", "--note", "METI", "--source", "White paper", "--coder", LIND,
    ).done()  # fmt: skip
    assert "Clusters" in qcode("events", "list").done().text
    assert "none alone" in qcode("events", "set", "--help").text
    qcode("events", "unlink", "Eco-model city", "--where", where).done()
    qcode("events", "link", "Clusters").refused("No coding was named", code=2)
    qcode("events", "link", "Clusters", "--coding", "x").refused("There is no coding “x”")
    qcode("events", "set", "Clusters").refused("There is nothing to set", code=2)
    qcode("events", "add", "2008-13", "X").refused("is no date of an event")
    assert "Removed the event Clusters" in qcode("events", "remove", "Clusters", "--coder", LIND).done().err
    qcode("undo", "--coder", LIND).done()
    assert "Clusters" in qcode("events", "list").done().text


def test_the_list_of_events_is_read_back_as_it_was_written(qcode: Qcode, study: Path) -> None:
    Path("new.csv").write_text(
        "date,until,title,case,source\n2011-12-22,open,Special zone,Kitaoka,gazette\n2014,,地方創生,,\n",
        "utf-8",
    )
    assert qcode("events", "import", "new.csv", "--coder", LIND).done().err == "2 events added.\n"
    qcode("events", "list", "--output", "events.csv", "--raw", "--names").done()
    assert qcode("events", "import", "events.csv").done().err == "0 events added, 2 there already.\n"
    bad = "date,title,case\n2011,A,Kitaok\nsoon,B,\n"
    Path("bad.csv").write_text(bad, "utf-8")
    told = qcode("events", "import", "bad.csv").refused("bad.csv, line 2, column case", "bad.csv, line 3")
    assert "“soon” is no date" in told.err
    assert len(qcode("events", "list", "-f", "csv").done().records) == 2


@pytest.mark.parametrize("always", [True, False])
def test_names_of_cases_are_kept_back_in_groups_classes_and_events(
    qcode: Qcode, study: Path, always: bool
) -> None:
    qcode("groups", "add", "Minamihama and Nagisawa", "Minamihama", "Nagisawa").done()
    Path("t.csv").write_text("case,class,reason\nKitaoka,like Minamihama,as Minamihama is\n", "utf-8")
    qcode("classes", "import", "type", "t.csv").done()
    qcode(
        "events",
        "add",
        "2008",
        "Minamihama becomes a city",
        "--case",
        "Minamihama",
        "--note",
        "南浜市",
        "--source",
        "Yukimori_resident",
    ).done()
    if always:
        qcode("pseudonyms", "always").done()
    keep = () if always else ("--pseudonyms",)
    for words in (
        ("groups", "list"),
        ("classes", "list"),
        ("classes", "show", "type"),
        ("classes", "export", "type"),
        ("events", "list"),
        ("matrix", "--columns", "group"),
        ("matrix", "--rows", "group", "--columns", "class:type"),
        ("matrix", "--columns", "case", "--group-by", "group"),
        ("matrix", "--columns", "case", "--group-by", "class:type", "--format", "json"),
        ("matrix", "--where", "group = 'Minamihama and Nagisawa'"),
    ):
        told = qcode(*words, *keep).done().text
        assert not [name for name in ("Minamihama", "Nagisawa", "Kitaoka", "南浜") if name in told], words
        assert (
            "Names of participants, cases and documents are kept back" in told
            or "csv" in words
            or (words[1] == "export")
        )
    assert "fewer than 3 cases are alike" in qcode("matrix", "--columns", "class:type", *keep).done().text
    assert "fewer than 3 cases are alike in group" in qcode("groups", "list", *keep).done().text
    assert "fewer than 3 cases are alike" in qcode("classes", "list", *keep).done().text
    assert "fewer than 3 cases are alike" in qcode("classes", "show", "type", *keep).done().text
    assert "Yukimori_resident" not in json.dumps(qcode("events", "list", "--format", "json", *keep).json)


def test_every_list_is_written_with_names_and_without(qcode: Qcode, study: Path) -> None:
    qcode("groups", "add", "Coast", "Minamihama").done()
    qcode("classes", "add", "type", "--classes", "a").done()
    qcode("classes", "assign", "type", "Minamihama", "a").done()
    qcode("events", "add", "2008", "Port opened", "--case", "Minamihama").done()
    for told in (
        qcode("groups", "list", "--pseudonyms", "--format", "csv"),
        qcode("classes", "list", "--pseudonyms", "--format", "csv"),
        qcode("classes", "show", "type", "--pseudonyms", "--format", "csv"),
        qcode("classes", "export", "type", "--pseudonyms", "--format", "csv"),
        qcode("events", "list", "--pseudonyms", "--format", "csv"),
    ):
        assert "Minamihama" not in told.done().text
        assert told.records
    qcode("classes", "show", "type", "--names", "--output", "type.csv", "--raw").done()
    assert "Minamihama,,,a,hand,," in Path("type.csv").read_text("utf-8-sig")
