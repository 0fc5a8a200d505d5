"""What a file says against itself or against the possible: told, and where it matters not counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backstride.recording.cleaning import clock
from backstride.recording.cleaning.clean import DAY_S
from backstride.recording.cleaning.totals import covered, positive
from backstride.recording.leg import ON_FOOT
from backstride.recording.limits import limits
from backstride.recording.run import UNTRUSTED_PREFIX

if TYPE_CHECKING:
    from datetime import datetime

    import numpy as np
    from numpy.typing import NDArray

    from backstride.recording.leg import Leg


def drop_endless_totals(leg: Leg) -> None:
    """Leave out total times longer than the longest activity; the samples tell them then."""
    longest_s = limits().activity_days_max * DAY_S
    if max(leg.timer_s or 0.0, leg.elapsed_s or 0.0) > longest_s:
        leg.timer_s, leg.elapsed_s = (
            None if said_s is not None and said_s > longest_s else said_s for said_s in (leg.timer_s, leg.elapsed_s)
        )
        leg.warnings.append("A total time longer than any run was left out; the samples tell how long it was.")


def tell_old_date(leg: Leg, started_at: datetime | None, file_format: str) -> None:
    """Keep a run out that is dated before its kind of file, and propose the day a round of weeks later."""
    if started_at is None or not clock.too_old(started_at, file_format):
        return
    leg.warnings.append(
        f"{UNTRUSTED_PREFIX}the file is dated {started_at:%Y-%m-%d}, before watches wrote such files. A known fault of "
        f"receivers is 1024 weeks; then it was {clock.a_round_later(started_at):%Y-%m-%d}. Check it in the watch's app."
    )


def tell_contradictions(
    leg: Leg, distance_m: NDArray[np.float64], elapsed_s: float | None, off_s: NDArray[np.float64]
) -> None:
    """Tell where totals and samples of the device disagree; the totals count.

    Parameters
    ----------
    leg
        Its totals are those of the device.
    distance_m, off_s
        Distance along the samples, and time the timer stood before each, shape (n,). [m, s]
    elapsed_s
        From start to end. [s]
    """
    timer_s, total_m, end_m = positive(leg.timer_s), positive(leg.distance_m), covered(distance_m)
    if elapsed_s is None or leg.times_s.size < 2:
        return
    # Of a file that was cut off the samples tell nothing about the whole.
    if float(leg.times_s[-1] - leg.times_s[0]) < (1 - limits().timer_differs_share) * elapsed_s:
        return
    active_s = elapsed_s - float(off_s.sum())
    if timer_s and abs(active_s - timer_s) > max(limits().timer_differs_s, limits().timer_differs_share * timer_s):
        leg.warnings.append(
            f"The watch's timer says {timer_s / 60:.1f} minutes; without its pauses the run lasted "
            f"{active_s / 60:.1f}. We count the timer."
        )
    if total_m and end_m and abs(total_m - end_m) > limits().totals_differ_share * max(total_m, end_m):
        leg.warnings.append(
            f"The watch's total is {total_m / 1000:.2f} km, its samples end at {end_m / 1000:.2f} km. "
            "We count the total."
        )


def tell_impossible_pace(leg: Leg, distance_m: float | None, timer_s: float | None) -> None:
    """Keep a run out whose distance [m] nobody runs in its time [s]; judged with every leap still in the distance."""
    if leg.sport not in ON_FOOT or not distance_m or not timer_s:
        return
    if distance_m > limits().on_foot_speed_max_mps * timer_s:
        leg.warnings.append(
            f"{UNTRUSTED_PREFIX}{distance_m / 1000:.2f} km in {timer_s / 60:.1f} minutes is not possible on foot."
        )
