"""The same run from two files counts once."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest

from backstride.exposure import of_runs

DAY = date(2026, 10, 24)
START = datetime(2026, 10, 24, 7, 0, tzinfo=UTC)


def counted(runs, rules):
    return [(run.day, run.source) for run in of_runs(runs, on=date(2026, 11, 16), pain_began=None, rules=rules).runs]


def copy_of(make_run, fmt, later_s=0.0, timer_s=4000.0, **changes):
    start = START + timedelta(seconds=later_s)
    values = {"timer_s": timer_s, "elapsed_s": timer_s, "started_at": start, "format": fmt, "source": f"a.{fmt}"}
    return make_run(DAY, 10_000.0, **(values | changes))


def test_fit_stays_before_tcx_before_gpx_in_any_order(make_run, rules):
    copies = [copy_of(make_run, "gpx", 5), copy_of(make_run, "fit"), copy_of(make_run, "tcx", 60)]
    for order in permutations(copies):
        assert counted(order, rules) == [(DAY, "a.fit")]
    for order in permutations([copies[0], copies[2]]):
        assert counted(order, rules) == [(DAY, "a.tcx")]


def test_of_one_format_the_copy_that_tells_more_stays(make_run, rules):
    bare = copy_of(make_run, "apple", source="bare", avg_heart_rate_bpm=None, ascent_m=None)
    whole = copy_of(make_run, "apple", 3, source="whole")
    for order in permutations([bare, whole]):
        assert counted(order, rules) == [(DAY, "whole")]


def why_aside(runs, rules):
    (aside,) = of_runs(runs, on=date(2026, 11, 16), pain_began=None, rules=rules).left_aside
    return aside.reason


@pytest.mark.parametrize(("later_s", "reason"), [(60, "the same run as a.fit"), (61, "recorded at the same time")])
def test_starts_within_a_minute_are_one_run(make_run, rules, later_s, reason):
    runs = [copy_of(make_run, "fit"), copy_of(make_run, "gpx", later_s)]
    assert why_aside(runs, rules).startswith(reason)


@pytest.mark.parametrize(
    ("timer_s", "reason"), [(3920.0, "the same run as a.fit"), (3919.0, "recorded at the same time")]
)
def test_durations_within_two_per_cent_are_one_run(make_run, rules, timer_s, reason):
    # 2 % of the longer, 4000 s, is 80 s.
    runs = [copy_of(make_run, "fit"), copy_of(make_run, "gpx", timer_s=timer_s)]
    assert why_aside(runs, rules).startswith(reason)


def test_a_track_without_pauses_matches_the_elapsed_time(make_run, rules):
    fit = copy_of(make_run, "fit", timer_s=3600.0, elapsed_s=4000.0)
    gpx = copy_of(make_run, "gpx", timer_s=None, elapsed_s=4005.0)
    assert counted([gpx, fit], rules) == [(DAY, "a.fit")]


def test_a_copy_that_does_not_tell_its_duration_matches_by_its_start(make_run, rules):
    gpx = copy_of(make_run, "gpx", 10, timer_s=None, elapsed_s=None)
    assert counted([gpx, copy_of(make_run, "fit")], rules) == [(DAY, "a.fit")]


def test_the_same_file_given_twice_counts_once(make_run, rules):
    assert counted([copy_of(make_run, "fit"), copy_of(make_run, "fit")], rules) == [(DAY, "a.fit")]


def test_a_copy_from_the_next_day_does_not_change_the_day_before(make_run, rules):
    # 23:59:50 and 00:00:20: the same run. What is known about the 24th must not depend on a file of the 25th.
    before = copy_of(
        make_run, "gpx", started_at=datetime(2026, 10, 24, 23, 59, 50, tzinfo=UTC), utc_offset=timedelta(0)
    )
    after = copy_of(make_run, "fit", started_at=datetime(2026, 10, 25, 0, 0, 20, tzinfo=UTC), utc_offset=timedelta(0))
    assert counted([after, before], rules) == [(DAY, "a.gpx")]


def test_two_runs_on_one_day_are_two_runs(make_run, rules):
    runs = [copy_of(make_run, "fit"), copy_of(make_run, "fit", 6 * 3600, source="b.fit")]
    exposures = of_runs(runs, on=DAY, pain_began=None, rules=rules)
    assert exposures.days.row(-1, named=True)["runs"] == 2
    assert exposures.days.row(-1, named=True)["distance_m"] == 20_000.0
    assert exposures.days.row(-1, named=True)["longest_m"] == 10_000.0


def test_what_only_the_copy_has_is_said_and_not_merged(make_run, rules):
    strap = copy_of(make_run, "gpx", avg_heart_rate_bpm=150.0)
    watch = copy_of(make_run, "fit", avg_heart_rate_bpm=None, ascent_m=None)
    assert why_aside([strap, watch], rules) == "the same run as a.fit; only this file has a heart rate and climbs"
    (run,) = of_runs([strap, watch], on=DAY, pain_began=None, rules=rules).runs
    assert (run.avg_heart_rate_bpm, run.ascent_m) == (None, None)


def test_what_was_left_out_says_of_which_file_it_is_a_copy(make_run, rules):
    runs = [copy_of(make_run, "gpx"), copy_of(make_run, "fit")]
    aside = of_runs(runs, on=DAY, pain_began=None, rules=rules).left_aside
    assert [(a.source, a.reason, a.hides_running) for a in aside] == [("a.gpx", "the same run as a.fit", False)]
