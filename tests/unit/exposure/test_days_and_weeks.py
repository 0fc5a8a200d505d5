"""Runs day by day and week by week."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from backstride.exposure import ExposureError, of_run, of_runs
from backstride.exposure.daily import DAY_SCHEMA, WEEK_SCHEMA

FIRST = date(2026, 9, 1)  # a Tuesday


def days_of(runs, on, rules):
    exposures = of_runs(runs, on=on, pain_began=None, rules=rules)
    return {row["date"]: row for row in exposures.days.to_dicts()}


def test_every_calendar_day_from_the_first_run_to_the_check_has_a_row(make_run, rules):
    exposures = of_runs([make_run(FIRST, 5000.0)], on=date(2026, 9, 10), pain_began=None, rules=rules)
    assert exposures.days["date"].to_list() == [FIRST + timedelta(days=i) for i in range(10)]
    assert exposures.days["runs"].to_list() == [1] + [0] * 9
    assert exposures.days["distance_m"].to_list() == [5000.0] + [0.0] * 9
    assert dict(exposures.days.schema) == DAY_SCHEMA


def test_without_runs_there_are_no_days_weeks_facts_or_findings(rules):
    exposures = of_runs([], on=FIRST, pain_began=None, rules=rules)
    assert exposures.as_json() == {
        "runs": [],
        "days": [],
        "weeks": [],
        "facts": [],
        "findings": [],
        "left_aside": [],
    }
    assert dict(exposures.days.schema) == DAY_SCHEMA
    assert dict(exposures.weeks.schema) == WEEK_SCHEMA


def test_the_spike_is_the_days_longest_run_over_the_longest_of_the_30_days_before(make_run, rules):
    # Day 30 has 30 whole days of record before it: 15 km against 10 km is +50 %. The 10 km run then leaves the window
    # on day 31, when 15 km is the longest before: 12 km is -20 %.
    day30, day31 = FIRST + timedelta(days=30), FIRST + timedelta(days=31)
    runs = [make_run(FIRST, 10_000.0), make_run(day30, 15_000.0), make_run(day31, 12_000.0)]
    days = days_of(runs, day31, rules)
    assert days[day30]["longest_before_m"] == 10_000.0
    assert days[day30]["single_run_spike"] == pytest.approx(0.5)
    assert days[day31]["longest_before_m"] == 15_000.0
    assert days[day31]["single_run_spike"] == pytest.approx(-0.2)


def test_the_run_of_31_days_ago_is_no_longer_compared_with(make_run, rules):
    day31 = FIRST + timedelta(days=31)
    runs = [make_run(FIRST, 20_000.0), make_run(FIRST + timedelta(days=10), 8000.0), make_run(day31, 12_000.0)]
    assert days_of(runs, day31, rules)[day31]["longest_before_m"] == 8000.0


def test_a_run_of_the_same_day_is_not_the_run_before(make_run, rules):
    day30 = FIRST + timedelta(days=30)
    evening = make_run(day30, 14_000.0, started_at=datetime(2026, 10, 1, 17, tzinfo=UTC), source="evening.fit")
    runs = [make_run(FIRST, 10_000.0), make_run(day30, 15_000.0), evening]
    row = days_of(runs, day30, rules)[day30]
    assert row["longest_before_m"] == 10_000.0
    assert row["longest_m"] == 15_000.0
    assert row["distance_m"] == 29_000.0


def test_with_29_days_of_record_the_longest_before_is_unknown(make_run, rules):
    day29 = FIRST + timedelta(days=29)
    row = days_of([make_run(FIRST, 10_000.0), make_run(day29, 15_000.0)], day29, rules)[day29]
    assert row["longest_before_m"] is None
    assert row["single_run_spike"] is None


def test_after_30_days_without_a_run_there_is_nothing_to_compare_with(make_run, rules):
    day31 = FIRST + timedelta(days=31)
    row = days_of([make_run(FIRST, 10_000.0), make_run(day31, 15_000.0)], day31, rules)[day31]
    assert row["longest_before_m"] is None
    assert row["single_run_spike"] is None


def test_a_day_without_a_run_has_no_spike(make_run, rules):
    day30 = FIRST + timedelta(days=30)
    assert days_of([make_run(FIRST, 10_000.0)], day30, rules)[day30]["single_run_spike"] is None


def test_seven_and_28_days_are_summed_once_the_record_covers_them(make_run, rules):
    runs = [make_run(FIRST + timedelta(days=i), 1000.0 * (i + 1)) for i in range(28)]
    days = days_of(runs, FIRST + timedelta(days=27), rules)
    assert days[FIRST + timedelta(days=5)]["distance_7d_m"] is None
    assert days[FIRST + timedelta(days=6)]["distance_7d_m"] == 28_000.0  # 1 + 2 + ... + 7
    assert days[FIRST + timedelta(days=7)]["distance_7d_m"] == 35_000.0  # 2 + 3 + ... + 8
    assert days[FIRST + timedelta(days=26)]["weekly_mean_28d_m"] is None
    assert days[FIRST + timedelta(days=27)]["weekly_mean_28d_m"] == pytest.approx(101_500.0)  # (1 + ... + 28) / 4


def test_a_run_of_unknown_length_leaves_its_day_and_the_sums_over_it_unknown(make_run, rules):
    unknown = FIRST + timedelta(days=3)
    runs = [make_run(FIRST + timedelta(days=i), 5000.0 if i != 3 else None, timer_s=1800.0) for i in range(40)]
    days = days_of(runs, FIRST + timedelta(days=39), rules)
    assert days[unknown]["distance_m"] is None
    assert days[unknown]["longest_m"] is None
    assert days[unknown]["time_s"] == 1800.0
    assert days[FIRST + timedelta(days=9)]["distance_7d_m"] is None
    assert days[FIRST + timedelta(days=10)]["distance_7d_m"] == 35_000.0
    assert days[FIRST + timedelta(days=33)]["longest_before_m"] is None
    assert days[FIRST + timedelta(days=34)]["longest_before_m"] == 5000.0


def test_weeks_run_from_monday_and_say_how_many_days_they_cover(make_run, rules):
    runs = [
        make_run(FIRST, 5000.0),
        make_run(date(2026, 9, 6), 12_000.0, ascent_m=100.0, descent_m=90.0),
        make_run(date(2026, 9, 7), 4000.0),
    ]
    weeks = of_runs(runs, on=date(2026, 9, 15), pain_began=None, rules=rules).weeks
    assert dict(weeks.schema) == WEEK_SCHEMA
    assert weeks.rows() == [
        (date(2026, 8, 31), 6, 2, 17_000.0, 6800.0, 120.0, 110.0, 12_000.0),
        (date(2026, 9, 7), 7, 1, 4000.0, 1600.0, 20.0, 20.0, 4000.0),
        (date(2026, 9, 14), 2, 0, 0.0, 0.0, 0.0, 0.0, 0.0),
    ]


def test_a_week_with_an_unknown_climb_does_not_know_its_climb(make_run, rules):
    runs = [make_run(FIRST, 5000.0), make_run(date(2026, 9, 3), 5000.0, ascent_m=None)]
    week = of_runs(runs, on=date(2026, 9, 6), pain_began=None, rules=rules).weeks.row(0, named=True)
    assert week["ascent_m"] is None
    assert week["descent_m"] == 40.0
    assert week["distance_m"] == 10_000.0


@pytest.mark.parametrize(
    ("changes", "reason", "hides"),
    [
        ({"sport": "walking"}, "walking, not running", False),
        ({"sport": "cycling"}, "cycling, not running", False),
        ({"sport": "unknown"}, "the file does not say which sport it was", True),
        ({"sport": "generic"}, "the file does not say which sport it was", True),
        ({"started_at": None}, "the watch's clock was not set, so the day is unknown", True),
        ({"warnings": ("a gap", "Not counted: checksum failed")}, "checksum failed", True),
        ({"timer_s": 500.0}, "faster from start to end than anyone runs", True),  # 5000 m / 500 s = 10 m/s
    ],
)
def test_what_does_not_count_is_left_aside_with_its_reason(make_run, rules, changes, reason, hides):
    runs = [make_run(FIRST, 3000.0), make_run(FIRST + timedelta(days=1), 5000.0, **changes)]
    exposures = of_runs(runs, on=FIRST + timedelta(days=1), pain_began=None, rules=rules)
    assert [(a.reason, a.hides_running) for a in exposures.left_aside] == [(reason, hides)]
    assert exposures.days["distance_m"].sum() == 3000.0


def test_a_warning_that_is_only_a_repair_does_not_leave_a_run_aside(make_run, rules):
    exposures = of_runs(
        [make_run(FIRST, 3000.0, warnings=("two samples out of order",))], on=FIRST, pain_began=None, rules=rules
    )
    assert len(exposures.runs) == 1


def test_a_run_after_the_check_does_not_count(make_run, rules):
    runs = [make_run(FIRST, 3000.0), make_run(FIRST + timedelta(days=2), 9000.0)]
    exposures = of_runs(runs, on=FIRST + timedelta(days=1), pain_began=None, rules=rules)
    assert exposures.days["distance_m"].to_list() == [3000.0, 0.0]
    assert [(a.reason, a.hides_running) for a in exposures.left_aside] == [("after the day of the check", False)]


def test_a_broken_copy_of_a_counted_run_hides_nothing(make_run, rules):
    broken = make_run(FIRST, 3000.0, source="broken.fit", warnings=("Not counted: checksum failed",))
    other = make_run(FIRST + timedelta(days=1), 3000.0)
    exposures = of_runs(
        [make_run(FIRST, 3000.0), other, broken], on=other.started_at.date(), pain_began=None, rules=rules
    )
    assert [(a.source, a.hides_running) for a in exposures.left_aside] == [("broken.fit", False)]


def test_pain_that_begins_after_the_check_is_refused(make_run, rules):
    with pytest.raises(ExposureError, match="2026-09-02, after the day of the check, 2026-09-01"):
        of_runs([make_run(FIRST, 3000.0)], on=FIRST, pain_began=FIRST + timedelta(days=1), rules=rules)


def test_pain_that_begins_on_the_day_of_the_check_is_accepted(make_run, rules):
    assert len(of_runs([make_run(FIRST, 3000.0)], on=FIRST, pain_began=FIRST, rules=rules).runs) == 1


def test_json_holds_iso_dates_and_nulls(make_run, rules):
    document = of_runs([make_run(FIRST, 3000.0, ascent_m=None)], on=FIRST, pain_began=None, rules=rules).as_json()
    assert document["runs"][0]["started_at"] == "2026-09-01T07:00:00+00:00"
    assert document["runs"][0]["day"] == "2026-09-01"
    assert document["runs"][0]["ascent_m"] is None
    assert document["runs"][0]["notes"] == []
    assert document["days"][0]["date"] == "2026-09-01"
    assert document["days"][0]["single_run_spike"] is None
    assert document["weeks"][0]["week_start"] == "2026-08-31"


def test_a_run_without_a_day_cannot_be_counted(make_run, rules):
    exposure = of_run(make_run(FIRST, 3000.0, started_at=None, source="no-clock.fit"), rules)
    with pytest.raises(ExposureError, match=r"no-clock\.fit"):
        _ = exposure.dated
