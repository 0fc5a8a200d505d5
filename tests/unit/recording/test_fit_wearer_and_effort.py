"""What a FIT file says of the runner, of how hard it was, and of laps."""

import pytest
from fit_bytes import NOON, RECORD, SESSION, STEADY, FitBytes, steady
from test_fit_apps import app_id, described

from backstride.recording.wearer import Wearer

USER_PROFILE, ZONES_TARGET, HR_ZONE, LAP, TIME_IN_ZONE = 3, 7, 8, 19, 216


def effort(rpe, feel):
    fit = FitBytes().file_id().records(*STEADY, rows=steady(60))
    fit.define(
        2,
        SESSION,
        [(253, "uint32"), (2, "uint32"), (5, "enum"), (7, "uint32"), (192, "uint8"), (193, "uint8")],
    )
    return fit.data(2, NOON + 59, NOON, 1, 59_000, feel, rpe).finish()


@pytest.mark.parametrize(
    ("stored", "expected"), [((50, 25), (5.0, 25.0)), ((100, 100), (10.0, 100.0)), ((None, None), (None, None))]
)
def test_effort_and_feeling_are_read(read_one, stored, expected):
    run = read_one(effort(*stored))
    assert (run.rpe, run.feel_pct) == expected


@pytest.mark.parametrize("stored", [(101, 101), (250, 200)])
def test_what_is_off_the_scale_is_no_effort(read_one, stored):
    run = read_one(effort(*stored))
    assert (run.rpe, run.feel_pct) == (None, None)


def with_profile(*, mass=705, height=178, sex=1, age=41, resting=48, highest=188):
    fit = FitBytes().file_id()
    fit.define(
        5,
        USER_PROFILE,
        [(1, "enum"), (2, "uint8"), (3, "uint8"), (4, "uint16"), (8, "uint8"), (11, "uint8")],
    )
    return fit.data(5, sex, age, height, mass, resting, highest)


def finished(fit):
    return fit.records(*STEADY, rows=steady(60)).session(elapsed=59).finish()


def test_the_profile_is_read(read_one):
    # 705 tenths of a kilogram, 178 cm, 1 is male.
    run = read_one(finished(with_profile()))
    assert run.wearer == Wearer(70.5, 1.78, "male", 41, 48, 188)


def test_a_profile_of_zeros_is_none(read_one):
    run = read_one(finished(with_profile(mass=0, height=0, sex=None, age=0, resting=0, highest=0)))
    assert run.wearer is None


def test_a_file_without_a_profile_has_no_wearer(read_one):
    assert read_one(finished(FitBytes().file_id())).wearer is None


def test_the_highest_heart_rate_of_the_zones_comes_before_that_of_the_profile(read_one):
    fit = with_profile().define(6, ZONES_TARGET, [(1, "uint8"), (2, "uint8")]).data(6, 191, 168)
    run = read_one(finished(fit))
    assert (run.wearer.max_heart_rate_bpm, run.wearer.threshold_heart_rate_bpm) == (191, 168)


def zones(*limits):
    fit = FitBytes().file_id().define(6, HR_ZONE, [(254, "uint16"), (1, "uint8")])
    for number, limit in limits:
        fit.data(6, number, limit)
    return fit


def test_zones_are_put_in_order(read_one):
    run = read_one(finished(zones((1, 140), (0, 120), (2, 155))))
    assert run.wearer.heart_rate_zones_bpm == (120, 140, 155)


@pytest.mark.parametrize("limits", [[(0, 120), (1, None), (2, 155)], [(0, 140), (1, 120)], [(0, 120), (1, 120)]])
def test_zones_that_do_not_rise_or_have_a_hole_are_none(read_one, limits):
    assert read_one(finished(zones(*limits))).wearer is None


def test_the_zones_of_the_session_come_first(read_one):
    fit = zones((0, 100), (1, 150))
    fit.define(7, TIME_IN_ZONE, [(0, "uint16"), (6, ("uint8", 3)), (12, "uint8")])
    fit.data(7, LAP, (1, 2, 3), 99).data(7, SESSION, (110, 130, 160), 51)
    run = read_one(finished(fit))
    assert run.wearer.heart_rate_zones_bpm == (110, 130, 160)
    assert run.wearer.resting_heart_rate_bpm == 51


def with_laps(*spans, samples=60):
    """Spans: (start, elapsed) in seconds."""
    fit = FitBytes().file_id().records(*STEADY, rows=steady(samples))
    fit.define(5, LAP, [(253, "uint32"), (2, "uint32"), (7, "uint32")])
    for start, elapsed in spans:
        fit.data(5, NOON + start + elapsed, NOON + start, 1000 * elapsed)
    return fit.session(elapsed=samples - 1).finish()


def laps_of(run):
    return [tuple(row) for row in run.samples["lap"].value_counts().sort("lap").rows()]


def test_samples_know_their_lap(read_one):
    assert laps_of(read_one(with_laps((0, 20), (20, 30), (50, 9)))) == [(1, 20), (2, 30), (3, 10)]


def test_laps_written_out_of_order_are_counted_by_time(read_one):
    assert laps_of(read_one(with_laps((20, 39), (0, 20)))) == [(1, 20), (2, 40)]


def test_a_lap_that_was_never_finished_is_one_all_the_same(read_one):
    # Samples at 0..20 s belong to the first lap: its end is one of them, and clocks count whole seconds.
    assert laps_of(read_one(with_laps((0, 20)))) == [(1, 21), (2, 39)]


def test_a_file_without_laps_has_none(read_one):
    assert laps_of(read_one(with_laps())) == [(None, 60)]


@pytest.mark.parametrize(
    ("name", "unit", "stored", "column", "expected"),
    [
        (b"Form Power", b"Watts", 78.0, "form_power_w", 78.0),
        (b"Leg Spring Stiffness", b"KN/m", 9.5, "leg_spring_stiffness_kn_per_m", 9.5),
        (b"RS_ContactTime_L", b"ms", 251.0, "contact_time_left_ms", 251.0),
        (b"RS_Impact_GS_R", b"G", 8.25, "impact_right_g", 8.25),
        (b"RS_Braking_GS_L", b"G", 6.5, "braking_left_g", 6.5),
        (b"RS_Pronation_R", b"deg", -12.5, "pronation_right_deg", -12.5),
    ],
)
def test_what_only_apps_measure_has_columns_of_its_own(read_one, name, unit, stored, column, expected):
    fit = described(app_id(FitBytes().file_id()), 7, name, unit)
    fit.define(4, RECORD, [(253, "uint32")], developer=[(7, "float32", 0)])
    run = read_one(fit.data(4, NOON, stored).session(elapsed=1).finish())
    assert run.samples[column].to_list() == [expected]
    assert run.warnings == ()


def test_breathing_is_read(read_one):
    # Field 108 in hundredths.
    fit = FitBytes().file_id().records((108, "uint16"), rows=[(3650,), (0,)])
    run = read_one(fit.session(elapsed=2).finish())
    assert run.samples["respiration_per_min"].to_list() == [36.5, None]
