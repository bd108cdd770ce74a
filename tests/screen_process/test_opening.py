"""Beginning at a terminal: a bare `qcode`, and the sample study that opens by itself."""

from pathlib import Path

from qcode_program import qcode_command, qcode_environment
from terminal import Terminal


def test_a_bare_qcode_shows_the_start_page_with_the_study_that_lies_here(
    sample: Path, tmp_path: Path
) -> None:
    with Terminal(qcode_command(), environment=qcode_environment(tmp_path), folder=sample.parent) as screen:
        screen.read_until("New study")
        assert "study" in screen.text.split("New study")[0]
        screen.keys("enter")
        screen.read_until("Gates of the Inland Sea")
        screen.write("Q")
        assert screen.wait() == 0


def test_demo_opens_the_study_it_has_made(tmp_path: Path) -> None:
    command = qcode_command("demo", "here")
    with Terminal(command, environment=qcode_environment(tmp_path), folder=tmp_path) as screen:
        screen.read_until("INTERVIEWER")
        screen.write("Q")
        assert screen.wait() == 0
    assert (tmp_path / "here" / "sample_study.qcode").is_file()
