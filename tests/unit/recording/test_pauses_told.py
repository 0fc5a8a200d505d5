"""Which reading of the pauses counts: events, gaps without movement, gaps at all; the device's timer decides."""

import numpy as np
import pytest
from made_legs import NOON_S, leg

from backstride.recording.assemble import run_of

FIRST, SECOND = np.arange(601.0), 900 + np.arange(601.0)
"""Ten minutes, five minutes of nothing, ten minutes."""


def run_with(*, walked_m, timer_s=None, pauses=None):
    way_m = np.concatenate([3 * FIRST, 1800 + walked_m + 3 * (SECOND - 900)])
    made = leg(1201, at_s=np.concatenate([FIRST, SECOND]), north_m=way_m, distance_m=way_m)
    made.timer_s, made.pauses = timer_s, pauses
    return run_of(made, source="a.tcx", file_format="tcx")


def moved_in_the_gap(run):
    return run.samples["moving"][601]


@pytest.mark.parametrize(
    ("because", "walked_m", "timer_s", "pauses", "moving", "active_s"),
    [
        ("a gap without movement is a pause", 5, None, None, False, 1200),
        ("a gap with a way is a watch that thinned out its samples", 400, None, None, True, 1500),
        ("between two laps the runner walked, and the timer says so", 400, 1200.0, None, False, 1200),
        ("the timer ran on although nobody moved", 5, 1500.0, None, False, 1500),
        ("recorded pauses come first", 400, None, [(600, 900)], False, 1200),
        ("recorded pauses that the timer contradicts give way to the gaps", 5, 1200.0, [(100, 900)], False, 1200),
    ],
)
def test_which_pauses_count(because, walked_m, timer_s, pauses, moving, active_s):
    on_the_clock = [(NOON_S + start, NOON_S + stop) for start, stop in pauses] if pauses else None
    run = run_with(walked_m=walked_m, timer_s=timer_s, pauses=on_the_clock)
    assert moved_in_the_gap(run) is moving, because
    assert run.timer_s == active_s, because


def test_samples_recorded_during_a_pause_are_not_moving():
    # The watch keeps recording for two minutes after the timer was stopped, while the runner walks about.
    made = leg(600, north_m=3 * np.arange(601.0), distance_m=3 * np.arange(601.0), speed_mps=3.0, cadence_spm=170.0)
    made.pauses = [(NOON_S + 200, NOON_S + 320)]
    run = run_of(made, source="a.fit", file_format="fit")
    assert run.timer_s == 480
    assert not run.samples["moving"][201:321].any()
    assert run.samples["moving"][1:201].all()
    assert run.samples["moving"][321:].all()
