"""What is known about a day never depends on a later run, nor on the order of the files."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from backstride.exposure import of_runs
from backstride.recording.run import SAMPLE_SCHEMA, Run

RULES = yaml.safe_load(
    (Path(__file__).parents[3] / "src/backstride/evidence/data/exposure.yaml").read_text(encoding="utf-8")
)
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
ON = date(2026, 5, 1)
DAYS = [0, 1, 2, 3, 5, 8, 20, 30, 31, 32, 45, 60, 61, 80, 90, 100, 101, 109]
"""Few days, so that many recordings meet on one day or around one midnight."""
NO_SAMPLES = pl.DataFrame(schema=SAMPLE_SCHEMA)

unknown_or_metres = st.one_of(st.none(), st.floats(0, 500).map(round))


@st.composite
def recordings(draw):
    """A recording of any sport and quality; starts crowd on few instants so that copies of a run are common."""
    time_of_day = draw(st.sampled_from([timedelta(hours=7), timedelta(seconds=30), timedelta(hours=24, seconds=-10)]))
    start = FIRST + timedelta(days=draw(st.sampled_from(DAYS))) + time_of_day
    timer_s = draw(st.one_of(st.none(), st.sampled_from([1800.0, 1810.0, 3600.0])))
    return Run(
        source=f"{draw(st.integers(0, 999))}",
        format=draw(st.sampled_from(["fit", "tcx", "gpx"])),
        sport=draw(st.sampled_from(["running", "running", "running", "cycling", "unknown"])),
        started_at=draw(st.sampled_from([start, start, start, None])),
        utc_offset=draw(st.sampled_from([None, timedelta(0), timedelta(0), timedelta(hours=2)])),
        timer_s=timer_s,
        elapsed_s=timer_s,
        distance_m=draw(st.one_of(st.none(), st.floats(100, 9000).map(round))),
        ascent_m=draw(unknown_or_metres),
        descent_m=draw(unknown_or_metres),
        avg_cadence_spm=None,
        avg_heart_rate_bpm=None,
        device=None,
        indoor=False,
        samples=NO_SAMPLES,
        warnings=draw(st.sampled_from([(), (), ("Not counted: checksum failed",)])),
    )


def day_of(run):
    """The local day by the definition: start plus offset, UTC where the offset is unknown."""
    return None if run.started_at is None else (run.started_at + (run.utc_offset or timedelta(0))).date()


def days(runs):
    return of_runs(runs, on=ON, pain_began=None, rules=RULES).days


@settings(max_examples=150, deadline=None)
@given(st.lists(recordings(), max_size=25), st.sampled_from(DAYS), st.lists(recordings(), max_size=10))
def test_adding_or_changing_later_runs_never_changes_an_earlier_day(runs, day, others):
    until = (FIRST + timedelta(days=day)).date()
    kept = [run for run in runs if day_of(run) is None or day_of(run) <= until]
    changed = kept + [run for run in others if day_of(run) is None or day_of(run) > until]
    before, after = (days(those).filter(pl.col("date") <= until) for those in (runs, changed))
    assert before.equals(after)


@settings(max_examples=100, deadline=None)
@given(st.lists(recordings(), max_size=25), st.randoms(use_true_random=False))
def test_the_order_of_the_files_does_not_matter(runs, random):
    shuffled = list(runs)
    random.shuffle(shuffled)
    one, other = (of_runs(those, on=ON, pain_began=date(2026, 4, 20), rules=RULES) for those in (runs, shuffled))
    assert one.as_json() == other.as_json()


@settings(max_examples=100, deadline=None)
@given(st.lists(recordings(), max_size=25))
def test_each_real_run_is_counted_once_and_none_is_lost(runs):
    exposures = of_runs(runs, on=ON, pain_began=None, rules=RULES)
    assert len(exposures.runs) + len(exposures.left_aside) == len(runs)
    assert exposures.days["runs"].sum() == len(exposures.runs)
    assert exposures.weeks["runs"].sum() == len(exposures.runs)
    twice = of_runs([*runs, *runs], on=ON, pain_began=None, rules=RULES)
    assert twice.days.equals(exposures.days)


@settings(max_examples=100, deadline=None)
@given(st.lists(recordings(), max_size=25), st.sampled_from(DAYS))
def test_a_no_needs_a_record_of_eight_weeks(runs, pain_day):
    pain_began = (FIRST + timedelta(days=pain_day)).date()
    exposures = of_runs(runs, on=ON, pain_began=pain_began, rules=RULES)
    said_no = {finding.finding for finding in exposures.findings if not finding.value}
    needs_eight_weeks = {"mileage_spike", "downhill_spike", "return_after_break", "high_mileage_runner"}
    if said_no & needs_eight_weeks:
        assert min(run.day for run in exposures.runs) <= pain_began - timedelta(days=55)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(-60, 59), st.sampled_from(["fit", "tcx", "gpx"]), st.integers(1, 9)), max_size=6))
def test_copies_of_a_run_around_midnight_never_change_the_day_before(copies):
    midnight = FIRST + timedelta(days=50)
    runs = [
        Run(
            source=f"{seconds}.{form}",
            format=form,
            sport="running",
            started_at=midnight + timedelta(seconds=seconds),
            utc_offset=timedelta(0),
            timer_s=1800.0,
            elapsed_s=1800.0,
            distance_m=1000.0 * km,
            ascent_m=None,
            descent_m=None,
            avg_cadence_spm=None,
            avg_heart_rate_bpm=None,
            device=None,
            indoor=False,
            samples=NO_SAMPLES,
        )
        for seconds, form, km in copies
    ]
    eve = (midnight - timedelta(days=1)).date()
    before = days([run for run in runs if run.started_at < midnight]).filter(pl.col("date") <= eve)
    assert days(runs).filter(pl.col("date") <= eve).equals(before)
