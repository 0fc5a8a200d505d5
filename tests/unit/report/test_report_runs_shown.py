"""What the runs showed, kept and read back; and the sheet of paper by country."""

import json
from datetime import date, timedelta
from types import SimpleNamespace

import polars as pl
import pytest

from backstride.exposure.result import RunFact
from backstride.report import sheet_of
from backstride.report.runs_shown import as_document, from_document, runs_shown

ON = date(2026, 11, 20)
MONDAY = date(2026, 11, 16)


def exposures(*facts, longest=(8000.0,) * 9 + (18200.0,), runs=None):
    """Ten weeks, the last one that of the check; amounts by hand."""
    starts = [MONDAY - timedelta(weeks=back) for back in range(9, -1, -1)]
    weeks = pl.DataFrame(
        {
            "week_start": starts,
            "distance_m": [30000.0] * 10,
            "longest_m": list(longest),
            "descent_m": [100.0] * 9 + [None],
        }
    )
    run = SimpleNamespace(day=date(2026, 11, 17), distance_m=18200.0)
    return SimpleNamespace(runs=(run,) if runs is None else runs, weeks=weeks, facts=facts)


SPIKE = RunFact("single_run_spike", "you ran 18.2 km on 17 Nov", date(2026, 11, 17), 2)
DOWNHILL = RunFact("downhill_level", "you did no more downhill than usual", None, None)


def test_a_fact_has_the_weeks_it_is_about_and_the_week_it_happened_in():
    shown = runs_shown(exposures(SPIKE, DOWNHILL), ON, date(2026, 11, 19))
    spike, downhill = shown.told
    assert spike.sentence == "You ran 18.2 km on 17 Nov."
    assert spike.bars == (8000.0,) * 9 + (18200.0,)
    assert spike.marked == 9
    assert downhill.bars == (100.0,) * 9 + (0.0,)
    assert downhill.marked is None
    assert shown.stand_out.label == "18 km on 17 November"
    assert shown.count == 1


def test_what_was_kept_reads_back_the_same():
    shown = runs_shown(exposures(SPIKE, DOWNHILL), ON, date(2026, 11, 19))
    assert from_document(json.loads(json.dumps(as_document(shown)))) == shown
    without = runs_shown(exposures(DOWNHILL), ON, None)
    assert without.stand_out is None
    assert from_document(json.loads(json.dumps(as_document(without)))) == without


@pytest.mark.parametrize("nothing", [None, exposures(runs=())])
def test_without_runs_there_is_nothing_to_show_or_keep(nothing):
    assert runs_shown(nothing, ON, None) is None
    assert from_document(None) is None


@pytest.mark.parametrize(
    ("country", "sheet"), [("US", "us-letter"), ("us", "us-letter"), ("GB", "a4"), ("", "a4"), (None, "a4")]
)
def test_paper_is_that_of_the_country(country, sheet):
    assert sheet_of(country) == sheet
