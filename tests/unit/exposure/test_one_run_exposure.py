"""What one recording asked of the body."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from backstride.exposure import ExposureError, of_run

DAY = date(2026, 10, 24)


def test_the_day_is_the_one_where_the_runner_was(make_run, rules):
    late = make_run(DAY, 5000.0, started_at=datetime(2026, 10, 24, 23, 30, tzinfo=UTC), utc_offset=timedelta(hours=1))
    exposure = of_run(late, rules)
    assert exposure.day == date(2026, 10, 25)
    assert not exposure.day_is_utc


def test_without_a_local_time_the_day_is_the_one_in_utc_and_says_so(make_run, rules):
    late = make_run(DAY, 5000.0, started_at=datetime(2026, 10, 24, 23, 30, tzinfo=UTC), utc_offset=None)
    exposure = of_run(late, rules)
    assert exposure.day == DAY
    assert exposure.day_is_utc
    assert "UTC" in exposure.notes[0]


def test_without_a_clock_the_day_is_unknown_and_says_so(make_run, rules):
    exposure = of_run(make_run(DAY, 5000.0, started_at=None), rules)
    assert exposure.day is None
    assert not exposure.day_is_utc
    assert "clock" in exposure.notes[0]


def test_speed_is_distance_over_timer_time(make_run, rules):
    exposure = of_run(make_run(DAY, 6000.0, timer_s=2400.0, elapsed_s=3000.0), rules)
    assert exposure.avg_speed_mps == pytest.approx(2.5)
    assert exposure.time_s == 2400.0


def test_a_file_without_a_timer_gives_its_elapsed_time(make_run, rules):
    exposure = of_run(make_run(DAY, 6000.0, timer_s=None, elapsed_s=3000.0), rules)
    assert exposure.time_s == 3000.0
    assert exposure.avg_speed_mps == pytest.approx(2.0)


def test_what_nobody_recorded_stays_unknown(make_run, rules):
    bare = make_run(DAY, None, ascent_m=None, descent_m=None, avg_cadence_spm=None, avg_heart_rate_bpm=None)
    exposure = of_run(bare, rules)
    unknown = (
        exposure.distance_m,
        exposure.time_s,
        exposure.avg_speed_mps,
        exposure.ascent_m,
        exposure.avg_cadence_spm,
        exposure.avg_heart_rate_bpm,
        exposure.contact_time_ms,
        exposure.downhill_distance_m,
    )
    assert unknown == (None,) * 8


def test_dynamics_are_weighted_by_time_not_by_sample(make_run, samples, rules):
    # 240 ms stands for 1 s, 300 ms for 3 s and, being last, for another 3 s: (240 + 900 + 900) / 7 = 291.43
    table = samples(elapsed_s=[0.0, 1.0, 4.0], contact_time_ms=[240.0, 300.0, 300.0], moving=[True] * 3)
    exposure = of_run(make_run(DAY, 100.0, samples=table), rules)
    assert exposure.contact_time_ms == pytest.approx(2040 / 7)


def test_zeros_standing_and_long_silences_do_not_weigh(make_run, samples, rules):
    # Counted: 80 mm for 2 s and 90 mm for 2 s. Zero = not measured; 200 while standing; 300 before a 60 s silence.
    table = samples(
        elapsed_s=[0.0, 2.0, 4.0, 6.0, 8.0, 68.0],
        vertical_oscillation_mm=[80.0, 0.0, 200.0, 90.0, 300.0, None],
        moving=[True, True, False, None, True, True],
    )
    exposure = of_run(make_run(DAY, 100.0, samples=table), rules)
    assert exposure.vertical_oscillation_mm == pytest.approx(85.0)


def test_form_is_averaged_over_running_steps_only(make_run, samples, rules):
    # Walking at 121 steps a minute and standing at 0 shows contact times that have nothing to do with running.
    table = samples(
        elapsed_s=[0.0, 1.0, 2.0, 3.0, 4.0],
        contact_time_ms=[280.0, 984.0, 728.0, 300.0, 290.0],
        cadence_spm=[170.0, 121.0, 0.0, 130.0, None],
    )
    exposure = of_run(make_run(DAY, 10.0, samples=table, avg_cadence_spm=None), rules)
    assert exposure.contact_time_ms == pytest.approx(290.0)
    assert exposure.avg_cadence_spm == pytest.approx((170 + 121 + 130) / 3)


def test_every_dynamic_is_its_own_column(make_run, samples, rules):
    table = samples(
        elapsed_s=[0.0, 1.0],
        vertical_oscillation_mm=[81.0, 81.0],
        contact_time_ms=[241.0, 241.0],
        contact_time_balance_left_pct=[49.5, 49.5],
        vertical_ratio_pct=[7.5, 7.5],
        step_length_mm=[1050.0, 1050.0],
        cadence_spm=[170.0, 170.0],
        heart_rate_bpm=[150.0, 150.0],
    )
    exposure = of_run(make_run(DAY, 3.0, samples=table, avg_cadence_spm=None, avg_heart_rate_bpm=None), rules)
    assert exposure.vertical_oscillation_mm == 81.0
    assert exposure.contact_time_ms == 241.0
    assert exposure.contact_time_balance_left_pct == 49.5
    assert exposure.vertical_ratio_pct == 7.5
    assert exposure.step_length_mm == 1050.0
    assert exposure.avg_cadence_spm == 170.0
    assert exposure.avg_heart_rate_bpm == 150.0


def test_the_device_mean_comes_before_one_from_samples(make_run, samples, rules):
    table = samples(elapsed_s=[0.0, 1.0], cadence_spm=[170.0, 170.0])
    assert of_run(make_run(DAY, 3.0, samples=table, avg_cadence_spm=165.0), rules).avg_cadence_spm == 165.0


def test_a_single_sample_still_counts(make_run, samples, rules):
    table = samples(elapsed_s=[0.0], contact_time_ms=[250.0], moving=[True])
    assert of_run(make_run(DAY, 3.0, samples=table), rules).contact_time_ms == 250.0


def test_a_treadmill_has_no_downhill(make_run, samples, rules):
    distance = [float(d) for d in range(0, 1000, 5)]
    table = samples(elapsed_s=distance, distance_m=distance, altitude_m=[500 - 0.1 * d for d in distance])
    indoors = of_run(make_run(DAY, 1000.0, samples=table, indoor=True), rules)
    outdoors = of_run(make_run(DAY, 1000.0, samples=table), rules)
    assert indoors.downhill_distance_m is None
    assert outdoors.downhill_distance_m is not None


def test_with_a_fifth_of_the_heights_missing_the_slope_stays_unknown(make_run, samples, rules):
    distance = [float(d) for d in range(0, 1000, 5)]
    altitude = [None if i % 5 == 0 else 500 - 0.1 * d for i, d in enumerate(distance)]
    table = samples(elapsed_s=distance, distance_m=distance, altitude_m=altitude)
    assert of_run(make_run(DAY, 1000.0, samples=table), rules).downhill_distance_m is None


def test_a_rule_that_is_missing_is_named(make_run, rules):
    lacking = {**rules, "cleaning": {}}
    with pytest.raises(ExposureError, match=r"cleaning\.sample_gap_max_s"):
        of_run(make_run(DAY, 5000.0), lacking)


def test_a_rule_that_is_no_number_is_named(make_run, rules):
    wrong = {**rules, "cleaning": {**rules["cleaning"], "sample_gap_max_s": {"value": "ten"}}}
    with pytest.raises(ExposureError, match="'ten', not a number"):
        of_run(make_run(DAY, 5000.0), wrong)
