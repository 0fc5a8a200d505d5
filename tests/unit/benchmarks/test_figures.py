"""Figures beside budgets, and the list of what an install brings."""

from __future__ import annotations

import pytest

from figures import COLUMNS, Figure, median_and_p95, row, rows_of
from footprint import pinned_names


def test_a_figure_is_shown_with_its_ratio_to_budget_and_floor() -> None:
    words = dict(zip(COLUMNS, row(Figure("load", 15.0, "ms", 10.0, 3.0, "reading", "median")), strict=True))
    assert words["times the budget"] == "1.50"
    assert words["times the floor"] == "5.00"
    assert words["floor"] == "3 ms: reading"


def test_what_cannot_be_measured_says_why_and_the_rest_goes_on() -> None:
    def broken() -> list[Figure]:
        raise RuntimeError("no watch files")

    rows = rows_of([("demo", broken), ("load", lambda: [Figure("load", 1.0, "ms")])])
    assert rows[0][:2] == ("demo", "not measured")
    assert "no watch files" in rows[0][-1]
    assert rows[1][:2] == ("load", "1 ms")


def test_the_95th_percentile_is_the_smallest_value_that_19_in_20_do_not_exceed() -> None:
    assert median_and_p95([float(i) for i in range(1, 101)]) == (50.5, 95.0)
    assert median_and_p95([3.0, 1.0, 2.0]) == (2.0, 3.0)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("numpy==2.4.6 \\\n    --hash=sha256:00", ["numpy"]),
        ("colorama==0.4.6 ; sys_platform == 'no such system' \\\n    --hash=sha256:00", []),
        ("# via a==1", []),
    ],
)
def test_pinned_names_are_those_that_this_system_installs(line: str, names: list[str]) -> None:
    assert pinned_names(line) == names
