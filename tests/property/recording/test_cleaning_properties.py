"""What cleaning keeps for every run: sound runs stay, clocks and places do not matter, a glitch moves no total."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backstride.recording.assemble import run_of
from backstride.recording.cleaning.distance import mended
from backstride.recording.cleaning.elevation import ascent_descent
from backstride.recording.cleaning.repairs import Repaired
from backstride.recording.leg import Leg
from unit.recording.made_legs import METRES_PER_DEGREE, NOON_S

SECONDS = np.arange(901.0)
NOISE_M = 15.0
"""A quarter of a per cent of the longest of these runs."""


@st.composite
def runs(draw):
    """A quarter of an hour on foot: slow changes of speed, bends, hills, a heart, samples a second to seven apart."""
    rng = np.random.default_rng(draw(st.integers(0, 10_000)))
    speed_mps = np.clip(3 + np.interp(SECONDS, np.linspace(0, 900, 10), rng.normal(0, 0.8, 10)), 1.0, 6.0)
    heading = np.interp(SECONDS, np.linspace(0, 900, 12), np.cumsum(rng.normal(0, 0.7, 12)))
    north_m, east_m = np.cumsum(speed_mps * np.cos(heading)), np.cumsum(speed_mps * np.sin(heading))
    kept = np.arange(0, 901, draw(st.sampled_from([1, 1, 2, 7])))
    columns = {
        "latitude_deg": 47 + north_m / METRES_PER_DEGREE,
        "longitude_deg": 8 + east_m / METRES_PER_DEGREE / np.cos(np.radians(47)),
        "altitude_m": np.round(400 + 30 * np.sin(SECONDS / 150 + rng.uniform(0, 6)), 1),
        "distance_m": np.round(np.cumsum(speed_mps), 2),
        "speed_mps": np.round(speed_mps, 3),
        "heart_rate_bpm": np.round(145 + 12 * np.sin(SECONDS / 60) + rng.normal(0, 1, 901)),
        "cadence_spm": 2 * np.round(84 + rng.normal(0, 1, 901)),
    }
    without = draw(
        st.sampled_from([(), ("distance_m", "speed_mps"), ("altitude_m",), ("heart_rate_bpm", "cadence_spm")])
    )
    return SECONDS[kept], {name: values[kept] for name, values in columns.items() if name not in without}


def cleaned(times_s, columns, *, shift_s=0.0):
    leg = Leg("running", NOON_S + shift_s + times_s, {name: values.copy() for name, values in columns.items()})
    return run_of(leg, source="a.fit", file_format="fit")


@settings(max_examples=40, deadline=None)
@given(runs())
def test_a_sound_run_stays_as_it_is(made):
    times_s, columns = made
    run = cleaned(times_s, columns)
    assert run.warnings == ()
    for name, values in columns.items():
        assert run.samples[name].to_list() == values.tolist()
    again = {name: run.samples[name].to_numpy() for name in columns}
    assert cleaned(times_s, again).samples.equals(run.samples)


@settings(max_examples=30, deadline=None)
@given(runs(), st.integers(-6000, 0), st.floats(-150, 150))
def test_neither_the_date_nor_the_meridian_matters(made, days, east_deg):
    times_s, columns = made
    moved = columns | {"longitude_deg": (columns["longitude_deg"] + east_deg + 180) % 360 - 180}
    here, there = cleaned(times_s, columns), cleaned(times_s, moved, shift_s=86_400.0 * days)
    assert there.distance_m == pytest.approx(here.distance_m, abs=1e-3)
    for name in ("ascent_m", "descent_m", "timer_s", "avg_heart_rate_bpm", "avg_cadence_spm"):
        expected = getattr(here, name)
        assert getattr(there, name) == (expected if expected is None else pytest.approx(expected, abs=1e-3)), name
    assert there.warnings == here.warnings


@settings(max_examples=60, deadline=None)
@given(runs(), st.integers(60, 840), st.integers(1, 20), st.floats(300, 5e6), st.sampled_from(["place", "distance"]))
def test_a_glitch_moves_no_total_by_more_than_noise(made, at_s, lasts_s, off_m, where):
    times_s, columns = made
    hit = (times_s >= at_s) & (times_s < at_s + lasts_s)
    glitch = dict(columns)
    if where == "place":
        glitch["latitude_deg"] = np.where(
            hit, columns["latitude_deg"] - min(off_m, 4e6) / METRES_PER_DEGREE, columns["latitude_deg"]
        )
    elif "distance_m" in columns:
        glitch["distance_m"] = np.where(hit, columns["distance_m"] + min(off_m, 4.9e6), columns["distance_m"])
    sound, run = cleaned(times_s, columns), cleaned(times_s, glitch)
    assert run.distance_m == pytest.approx(sound.distance_m, abs=NOISE_M)
    assert run.timer_s == sound.timer_s
    if sound.ascent_m is not None:
        assert run.ascent_m == pytest.approx(sound.ascent_m, abs=3)
        assert run.descent_m == pytest.approx(sound.descent_m, abs=3)


def test_the_glitch_is_one_that_would_show(monkeypatch):
    # Without the repair, the same glitches move the totals: by 2 * 500 m, and by the whole way back.
    monkeypatch.setattr(
        "backstride.recording.cleaning.clean.repair", lambda leg: Repaired(np.zeros(leg.times_s.size, dtype=bool), 0.0)
    )
    way_m = 3 * SECONDS
    columns = {"latitude_deg": 47 + way_m / METRES_PER_DEGREE, "longitude_deg": np.full(901, 8.0)}
    columns["latitude_deg"][400:410] -= 500 / METRES_PER_DEGREE
    assert cleaned(SECONDS, columns).distance_m > 2700 + 900
    distance_m = np.where((SECONDS >= 895), way_m + 5000, way_m)
    assert cleaned(SECONDS, columns | {"distance_m": distance_m}).distance_m > 2700 + 4000


@settings(max_examples=40, deadline=None)
@given(st.lists(st.floats(-50, 2000), min_size=2, max_size=60), st.integers(0, 10_000))
def test_mending_is_done_once_and_never_makes_a_way_back(steps_m, seed):
    times_s = np.cumsum(np.random.default_rng(seed).integers(1, 8, len(steps_m))).astype(float)
    once = mended(times_s, np.cumsum(steps_m))
    again = mended(times_s, once.distance_m)
    known = once.distance_m[np.isfinite(once.distance_m)]
    assert (np.diff(known) >= -100 - 1e-6).all()
    assert not again.changed


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.floats(-3000, 3000), st.booleans())
def test_climbing_does_not_depend_on_the_height_above_the_sea_and_turns_round_with_the_run(seed, above_m, barometer):
    rng = np.random.default_rng(seed)
    heights_m = np.interp(SECONDS, np.linspace(0, 900, 15), np.cumsum(rng.normal(0, 20, 15)))
    way_m = 3 * SECONDS
    up, down = ascent_descent(heights_m, way_m, SECONDS, barometer=barometer)
    higher = ascent_descent(heights_m + above_m, way_m, SECONDS, barometer=barometer)
    back = ascent_descent(heights_m[::-1], way_m, SECONDS, barometer=barometer)
    assert higher == pytest.approx((up, down), abs=0.01)
    assert back == pytest.approx((down, up), abs=0.01)
