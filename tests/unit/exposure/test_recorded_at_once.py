"""Nobody runs twice at the same time: parts beside a whole, recordings that overlap, clocks on another zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest

from backstride.exposure import of_runs
from backstride.exposure.duplicates import is_copy

DAY = date(2026, 10, 24)
START = datetime(2026, 10, 24, 7, 0, 11, tzinfo=UTC)


@pytest.fixture
def recording(make_run):
    """`recording("a.fit", 0, 60)`: a run from minute 0 to minute 60 after the start, 200 m a minute."""

    def build(source, first_min, last_min, **changes):
        length_min = last_min - first_min
        values = {
            "source": source,
            "format": source.rpartition(".")[2],
            "device": source,
            "started_at": START + timedelta(minutes=first_min),
            "timer_s": 60.0 * length_min,
            "elapsed_s": 60.0 * length_min,
        }
        distance_m = changes.pop("distance_m", 200.0 * length_min)
        return make_run(DAY, distance_m, **(values | changes))

    return build


def outcome(runs, rules):
    """Files counted and files left aside with whether they hide running, the same for every order of the files."""
    results = {
        (
            tuple(run.source for run in result.runs),
            tuple((aside.source, aside.hides_running) for aside in result.left_aside),
        )
        for order in permutations(runs)
        for result in [of_runs(order, on=DAY, pain_began=None, rules=rules)]
    }
    assert len(results) == 1
    return results.pop()


@pytest.mark.parametrize(
    ("recordings", "counted", "aside"),
    [
        # A watch that was started anew on the way, beside the phone's whole: equally long, the richer kind stays.
        (["1.fit 0 40", "2.fit 41 90", "phone.gpx 0 91"], ("1.fit", "2.fit"), (("phone.gpx", False),)),
        # The watch died after 40 minutes: the whole stays, so that no running is lost.
        (["1.fit 0 40", "phone.gpx 0 91"], ("phone.gpx",), (("1.fit", False),)),
        # The whole is the richer kind.
        (["1.gpx 0 40", "2.gpx 41 90", "watch.fit 0 91"], ("watch.fit",), (("1.gpx", False), ("2.gpx", False))),
        # Each has what the other lacks: the overlap counts once, and that something is missing is told.
        (["watch.fit 0 60", "phone.gpx 31 90"], ("watch.fit",), (("phone.gpx", True),)),
        (["watch.fit 0 40", "phone.gpx 20 90"], ("phone.gpx",), (("watch.fit", True),)),
        # Back to back, even with a minute of overlap: two runs.
        (["warm-up.fit 0 15", "race.fit 15 60"], ("warm-up.fit", "race.fit"), ()),
        (["warm-up.fit 0 15", "race.fit 14 60"], ("warm-up.fit", "race.fit"), ()),
    ],
)
def test_what_overlaps_counts_once(recording, rules, recordings, counted, aside):
    runs = [recording(name, int(first), int(last)) for name, first, last in map(str.split, recordings)]
    assert outcome(runs, rules) == (counted, aside)


@pytest.mark.parametrize(("lasts_s", "rest_s"), [(20, 20), (30, 30), (15, 40)])
def test_short_intervals_saved_one_by_one_are_all_counted(make_run, rules, lasts_s, rest_s):
    runs = [
        make_run(
            DAY, 6.0 * lasts_s, source=f"{i}.fit", format="fit", device="watch", timer_s=lasts_s, elapsed_s=lasts_s,
            started_at=START + timedelta(seconds=i * (lasts_s + rest_s)),
        )
        for i in range(4)
    ]  # fmt: skip
    assert outcome(runs, rules) == (("0.fit", "1.fit", "2.fit", "3.fit"), ())


def test_laps_of_half_an_hour_are_matched_with_their_own_copies(recording, rules):
    runs = [
        recording(name, first, first + 29, device="watch")
        for name, first in [("1.fit", 0), ("2.fit", 30), ("1.tcx", 0), ("2.tcx", 30)]
    ]
    result = of_runs(runs, on=DAY, pain_began=None, rules=rules)
    assert [run.source for run in result.runs] == ["1.fit", "2.fit"]
    assert [aside.reason for aside in result.left_aside] == ["the same run as 1.fit", "the same run as 2.fit"]


def test_a_watch_forgotten_for_hours_hides_no_other_run(recording, rules):
    forgotten = recording("forgotten.fit", 0, 600, timer_s=3600.0, distance_m=9_000.0)
    assert outcome([forgotten, recording("evening.gpx", 480, 540)], rules)[0] == ("forgotten.fit", "evening.gpx")


def test_a_recording_without_a_duration_overlaps_with_nothing(recording, rules):
    unknown = recording("unknown.gpx", 30, 60, timer_s=None, elapsed_s=None)
    assert outcome([recording("watch.fit", 0, 60), unknown], rules)[0] == ("watch.fit", "unknown.gpx")


def test_what_runs_into_the_next_day_never_takes_the_day_before_away(recording, rules):
    eve = recording("eve.gpx", 0, 60, started_at=datetime(2026, 10, 23, 23, 0, tzinfo=UTC), utc_offset=timedelta(0))
    night = recording("night.fit", 0, 180, started_at=datetime(2026, 10, 24, 0, 0, 1, tzinfo=UTC))
    beside = recording("beside.fit", 0, 180, started_at=datetime(2026, 10, 23, 23, 58, tzinfo=UTC))
    midnight = recording("midnight.fit", 0, 120, started_at=datetime(2026, 10, 23, 23, 30, tzinfo=UTC))
    assert outcome([eve, night], rules)[0] == ("eve.gpx", "night.fit")
    # The offset of an hour makes the start at 23:30 UTC one of the 24th.
    assert outcome([eve, midnight], rules) == (("eve.gpx",), (("midnight.fit", True),))
    assert outcome([eve, beside], rules)[0] == ("eve.gpx",)


@pytest.mark.parametrize("hours", [-14, -3.5, 0.25, 1, 5.75, 14])
def test_the_same_run_by_a_clock_on_another_zone_counts_once(recording, rules, hours):
    watch = recording("watch.fit", 0, 50, utc_offset=timedelta(0), avg_heart_rate_bpm=150.0)
    started = watch.started_at + timedelta(hours=hours, seconds=2)
    app = recording(
        "app.gpx", 0, 50, started_at=started, utc_offset=timedelta(0), timer_s=2998.0, elapsed_s=2998.0,
        distance_m=10_210.0, avg_heart_rate_bpm=151.0, avg_cadence_spm=None,
    )  # fmt: skip
    result = of_runs([app, watch], on=date(2026, 10, 26), pain_began=None, rules=rules)
    assert len(result.runs) == 1
    assert "by a clock on another time zone" in result.left_aside[0].reason
    # They may have been two runs after all, and then one is missing from the load.
    assert result.left_aside[0].hides_running


@pytest.mark.parametrize(
    ("because", "changes"),
    [
        ("seven minutes are no time zone", {"started_at": START + timedelta(hours=2, minutes=7)}),
        ("seconds count", {"started_at": START + timedelta(hours=2, seconds=9)}),
        ("it is the run of the next day", {"started_at": START + timedelta(hours=24)}),
        ("it lasted longer", {"timer_s": 3010.0, "elapsed_s": 3010.0}),
        ("it was longer", {"distance_m": 10_400.0}),
        ("the heart beat faster", {"avg_heart_rate_bpm": 160.0}),
        ("the steps were slower", {"avg_cadence_spm": 160.0}),
        ("how far it was is unknown", {"distance_m": None}),
        ("one device writes a run once", {"format": "fit", "device": "watch.fit"}),
    ],
)
def test_two_real_runs_on_the_same_route_are_two(recording, rules, because, changes):
    watch = recording("watch.fit", 0, 50)
    values = {"started_at": START + timedelta(hours=2), "distance_m": 10_000.0} | changes
    other = recording("other.gpx", 0, 50, **values)
    assert len(of_runs([watch, other], on=date(2026, 10, 26), pain_began=None, rules=rules).runs) == 2, because


def test_an_import_tells_what_is_here_already(recording, rules):
    exposures = {
        name: of_runs([recording(name, first, last)], on=DAY, pain_began=None, rules=rules).runs[0]
        for name, first, last in [
            ("whole.fit", 0, 90),
            ("first.gpx", 0, 40),
            ("second.gpx", 41, 90),
            ("more.gpx", 60, 120),
            ("inner.gpx", 10, 20),
            ("middle.gpx", 5, 80),
        ]
    }
    whole, first, second, more, inner, middle = exposures.values()
    assert is_copy(first, [whole], rules)
    assert is_copy(whole, [first, second], rules)
    assert is_copy(middle, [whole, inner], rules)
    assert not is_copy(whole, [first], rules)
    assert not is_copy(more, [whole], rules)
    assert not is_copy(whole, [], rules)
