"""Where a table is exported to from the screen: any format, a name with or without an ending."""

from pathlib import Path

import pytest

from qcode.exporters import FORMATS
from qcode.tui.screens.table_export import with_ending


@pytest.mark.parametrize("format", list(FORMATS))
def test_a_name_typed_without_an_ending_gets_that_of_the_chosen_format(format: str) -> None:
    ending = FORMATS[format].suffixes[0]
    assert with_ending(Path("out/matrix v1.2"), ending) == Path(f"out/matrix v1.2{ending}")


@pytest.mark.parametrize("name", ["a.HTML", "a.markdown", "a.tab", "a.xlsx"])
def test_a_name_with_the_ending_of_any_format_stays_as_it_was_typed(name: str) -> None:
    assert with_ending(Path(name), ".csv") == Path(name)
