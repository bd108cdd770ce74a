"""What was done, taking it back, and keeping it safe."""

import shutil
from pathlib import Path

from running import LIND, MORI, Qcode

TABLES = (("freq", "-f", "csv"), ("matrix", "-f", "csv"), ("codings", "export"), ("cases", "export"))
LISTS = ("documents", "participants", "cases")


def test_everything_is_taken_back_to_the_empty_beginning_and_done_again(qcode: Qcode, study: Path) -> None:
    before = [qcode(*table).done().out for table in TABLES]
    steps = 0
    for coder in (LIND, MORI):
        while qcode("undo", "--coder", coder).code == 0:
            steps += 1
    assert steps > 15
    for noun in LISTS:
        assert qcode(noun, "list", "--format", "csv").done().records == []
    assert qcode("codebook", "show", "--format", "csv").records == []
    assert qcode("codings", "export").records == []
    qcode("freq").done()
    qcode("matrix").done()
    qcode("check").done()
    for coder in (MORI, LIND):
        while qcode("redo", "--coder", coder).code == 0:
            steps -= 1
    assert steps == 0
    assert [qcode(*table).done().out for table in TABLES] == before
    qcode("check").done()


def test_nothing_left_to_undo_or_redo_is_told_with_whose_steps_were_looked_at(
    qcode: Qcode, study: Path
) -> None:
    before = study.read_bytes()
    for command in ("undo", "redo"):
        qcode(command, env={"QCODE_CODER": "Ito"}).refused("nothing to", "You act as Ito", MORI)
    assert study.read_bytes() == before


def test_undo_and_redo_say_what_they_did(qcode: Qcode, study: Path) -> None:
    qcode("cases", "add", "Harbour").done()
    assert qcode("undo").done().err == "Took back: Added the case Harbour.\n"
    assert qcode("redo").done().err == "Did again: Added the case Harbour.\n"
    qcode("undo").done()
    qcode("cases", "add", "Haven").done()
    qcode("redo").refused("nothing to redo")


def test_a_step_on_which_anothers_work_rests_is_not_taken_back(qcode: Qcode, study: Path) -> None:
    qcode("codebook", "add", "Ferry", "--coder", "Ito").done()
    qcode("codings", "add", "Sakuragi_official", "Ferry", "--start", "155", "--end", "160").done()
    before = study.read_bytes()
    qcode("undo", "--coder", "Ito").refused("Added the code Ferry", MORI)
    assert study.read_bytes() == before


def test_the_log_says_who_did_what_and_what_was_taken_back(qcode: Qcode, study: Path, desk: Path) -> None:
    qcode("cases", "add", "Harbour", "--coder", "Ito").done()
    qcode("undo", "--coder", "Ito").done()
    rows = qcode("log", "--format", "csv").done().records
    assert list(rows[0]) == ["time", "coder", "what", "state"]
    assert [(one["coder"], one["what"], one["state"]) for one in rows[-2:]] == [
        ("Ito", "Added the case Harbour", "undone"),
        ("Ito", "Undid: Added the case Harbour", ""),
    ]
    assert len(qcode("log", "--last", "3", "-f", "csv").records) == 3
    assert len(qcode("log", "--last", "99999", "-f", "csv").records) == len(rows)
    assert {one["coder"] for one in qcode("log", "--coder", "Ito", "-f", "csv").records} == {"Ito"}
    qcode("log", "--coder", "Nobody").refused("no coder “Nobody”")
    qcode("log", "--output", "log.json", "--raw").done()
    assert (desk / "log.json").is_file()


def test_a_backup_is_a_whole_copy(qcode: Qcode, study: Path, desk: Path) -> None:
    assert "Wrote copy.qcode." in qcode("backup", "study.qcode", "copy.qcode").done().err
    assert qcode("freq", "copy.qcode").out == qcode("freq", "study.qcode").out
    assert "15 documents, 810 codings" in qcode("check", "copy.qcode").done().err
    assert (desk / "copy.qcode").stat().st_mode & 0o077 == 0
    before = (desk / "copy.qcode").read_bytes()
    qcode("backup", "study.qcode", "copy.qcode").refused("copy.qcode")
    assert (desk / "copy.qcode").read_bytes() == before
    qcode("backup", "study.qcode", "nowhere/copy.qcode").refused("nowhere")
    qcode("backup", "study.qcode", ".").refused()


def test_a_backup_without_a_name_is_dated(qcode: Qcode, study: Path) -> None:
    said = qcode("backup").done().err
    made = Path(said.removeprefix("Wrote ").strip().removesuffix("."))
    assert made.is_file()
    assert made.parent.name == "study.qcode-backups"
    assert "810 codings" in qcode("check", made).done().err


def test_a_backup_named_without_the_project_says_how_to_name_both(qcode: Qcode, study: Path) -> None:
    qcode("backup", "copy.qcode").refused("qcode backup STUDY.qcode copy.qcode")


def test_check_finds_what_was_changed_behind_the_log(qcode: Qcode, study: Path) -> None:
    import sqlite3

    with sqlite3.connect(study) as connection:
        connection.execute('UPDATE codings SET "start" = "start" + 1 WHERE id = 1')
    connection.close()
    said = qcode("check").refused("study.qcode", "backup", lines=8)
    assert "problem" in said.err


def test_check_repairs_what_was_changed_behind_the_log(qcode: Qcode, study: Path) -> None:
    import sqlite3

    assert "810 codings" in qcode("check", "--repair").done().err
    before = qcode("codings", "export").out
    with sqlite3.connect(study) as connection:
        connection.execute('UPDATE codings SET "start" = "start" + 1 WHERE id < 9')
        connection.execute("DROP VIEW coded_segments")
    connection.close()
    qcode("freq").refused("check --repair")
    said = qcode("check", "--repair").done().err
    assert "Rebuilt 8 rows of codings from the log." in said
    assert "Made the view “coded_segments” anew." in said
    assert "before repair" in said
    assert qcode("codings", "export").out == before


def test_check_puts_what_can_be_read_of_damaged_pages_into_a_new_file(
    qcode: Qcode, study: Path, desk: Path
) -> None:
    import sqlite3

    with sqlite3.connect(study) as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'cases'").fetchone()[0]
    connection.close()
    data = bytearray(study.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = b"Z" * 4096
    study.write_bytes(data)
    qcode("freq").refused("is damaged", "check --repair")
    qcode("check", "--repair").refused("left as it is", "how many is not known", "recovered.qcode", lines=12)
    assert study.read_bytes() == data
    assert "810 codings" in qcode("check", desk / f"{study.stem} recovered.qcode").done().err


def test_check_takes_a_project_over_from_another_computer(qcode: Qcode, study: Path) -> None:
    import json
    import time

    lock = study.with_name(f"{study.name}.lock")
    lock.write_text(json.dumps({"host": "elsewhere", "pid": 1, "at": time.time()}), "utf-8")
    qcode("cases", "add", "X").refused("elsewhere", "--take-over")
    qcode("freq").done()
    assert "“elsewhere” is ended" in qcode("check", "--take-over").done().err
    qcode("cases", "add", "X").done()


def test_the_project_may_be_moved_and_worked_on_elsewhere(qcode: Qcode, study: Path, desk: Path) -> None:
    (desk / "away").mkdir()
    shutil.move(study, desk / "away" / "moved.qcode")
    assert "810 codings" in qcode("check", "away/moved.qcode").done().err
