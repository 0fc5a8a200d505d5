"""Cadence of GPX and TCX files -> steps: both formats mean one leg, but not every app keeps to that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from backstride.recording.leg import ON_FOOT
from backstride.recording.limits import limits

if TYPE_CHECKING:
    from backstride.recording.leg import Leg


def count_both_feet(leg: Leg) -> None:
    """Turn the cadence column of `leg` from strides of one leg into steps, unless it holds steps already."""
    cadence = leg.columns.get("cadence_spm")
    if cadence is None or leg.sport not in ON_FOOT:
        return
    stepping = cadence[cadence > 0]
    if stepping.size and np.mean(stepping > limits().one_leg_cadence_max_per_min) > limits().both_feet_share_min:
        leg.warnings.append("The step rate was taken as counting both feet, as it is too high for one.")
        return
    with np.errstate(over="ignore"):  # a senseless number; cleaning takes it out
        leg.columns["cadence_spm"] = 2 * cadence
