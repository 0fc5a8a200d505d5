"""A run cut into parts: times and means worked out by hand."""

from datetime import date

import pytest

from backstride.exposure import splits

DAY = date(2026, 11, 20)


def test_a_run_of_two_and_a_half_kilometres(make_run, samples, rules):
    # One sample each 10 s. 100 m each 25 s would be too coarse, so 40 m each 10 s (250 s a kilometre) for 1 km,
    # then 25 m each 10 s (400 s a kilometre) for 1.5 km.
    fast, slow = [40.0 * n for n in range(26)], [1000 + 25.0 * n for n in range(1, 61)]
    along = fast + slow
    frame = samples(
        elapsed_s=[10.0 * n for n in range(len(along))],
        distance_m=along,
        heart_rate_bpm=[150.0] * 25 + [160.0] * 61,
        cadence_spm=[170.0] * 65 + [0.0] * 21,
    )
    first, second, rest = splits(make_run(DAY, 2500.0, samples=frame), rules, each_m=1000.0)
    assert (first.distance_m, second.distance_m, rest.distance_m) == (1000, 1000, 500)
    assert (first.time_s, second.time_s, rest.time_s) == (250, 400, 200)
    assert (first.heart_rate_bpm, second.heart_rate_bpm) == (150, 160)
    assert (first.cadence_spm, second.cadence_spm, rest.cadence_spm) == (170, 170, None)


def test_a_pause_costs_no_time(make_run, samples, rules):
    # Ten minutes at a traffic light between the 50th and the 51st sample.
    frame = samples(
        elapsed_s=[4.0 * n + (600 if n > 50 else 0) for n in range(101)], distance_m=[20.0 * n for n in range(101)]
    )
    parts = splits(make_run(DAY, 2000.0, samples=frame), rules, each_m=1000.0)
    # 50 steps of 4 s; the step with the pause in it has no time of its own.
    assert [part.time_s for part in parts] == [200, 196]


@pytest.mark.parametrize("along", [[], [5.0], [None, None, None], [7.0, 7.0, 7.0], [0.0, float("nan"), float("nan")]])
def test_without_a_distance_there_are_no_parts(make_run, samples, rules, along):
    frame = samples(elapsed_s=[float(n) for n in range(len(along))], distance_m=along)
    assert splits(make_run(DAY, 1000.0, samples=frame), rules, each_m=1000.0) == ()


def test_a_watch_that_corrects_itself_backwards(make_run, samples, rules):
    frame = samples(elapsed_s=[0.0, 5, 10, 15], distance_m=[0.0, 900, 890, 1200])
    parts = splits(make_run(DAY, 1200.0, samples=frame), rules, each_m=1000.0)
    assert sum(part.distance_m for part in parts) == 1200
    assert sum(part.time_s for part in parts) == 15
    assert all(part.time_s >= 0 for part in parts)
