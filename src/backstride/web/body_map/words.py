"""The names of the places, in the groups of the list; the side is part of every name, so that none is mistaken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True)
class Group:
    """Places that stand together in the list: region of the body drawing -> its name."""

    name: str
    label: _StrPromise
    places: dict[str, _StrPromise]


GROUPS = (
    Group(
        "low-back",
        _("Low back"),
        {
            "low_back_left": _("Left low back"),
            "low_back_right": _("Right low back"),
            "flank_left": _("Left soft part above the hip bone"),
            "flank_right": _("Right soft part above the hip bone"),
            "hip_rim_left": _("Left rim of the hip bone"),
            "hip_rim_right": _("Right rim of the hip bone"),
            "dimple_left": _("Left dimple above the buttock"),
            "dimple_right": _("Right dimple above the buttock"),
            "low_back_middle": _("Middle of the low back"),
            "tailbone": _("Tail of the spine"),
        },
    ),
    Group(
        "buttock",
        _("Buttock and hip"),
        {
            "buttock_left": _("Left buttock"),
            "buttock_right": _("Right buttock"),
            "sit_bone_left": _("Left sit bone"),
            "sit_bone_right": _("Right sit bone"),
            "hip_outer_left": _("Left outer hip"),
            "hip_outer_right": _("Right outer hip"),
            "saddle": _("Saddle (between the legs)"),
        },
    ),
    Group(
        "leg",
        _("Leg"),
        {
            "front_thigh_left": _("Left front of thigh"),
            "front_thigh_right": _("Right front of thigh"),
            "outer_thigh_left": _("Left outer thigh"),
            "outer_thigh_right": _("Right outer thigh"),
            "back_thigh_left": _("Left back of thigh"),
            "back_thigh_right": _("Right back of thigh"),
            "knee_front_left": _("Left front of the knee"),
            "knee_front_right": _("Right front of the knee"),
            "behind_knee_left": _("Left behind the knee"),
            "behind_knee_right": _("Right behind the knee"),
            "inner_shin_left": _("Left inner shin"),
            "inner_shin_right": _("Right inner shin"),
            "outer_shin_left": _("Left outer shin"),
            "outer_shin_right": _("Right outer shin"),
            "calf_left": _("Left calf"),
            "calf_right": _("Right calf"),
        },
    ),
    Group(
        "foot",
        _("Foot"),
        {
            "achilles_left": _("Left cord above the heel"),
            "achilles_right": _("Right cord above the heel"),
            "foot_left": _("Left foot"),
            "foot_right": _("Right foot"),
        },
    ),
    Group(
        "front",
        _("Front"),
        {
            "groin_left": _("Left groin"),
            "groin_right": _("Right groin"),
            "pubic_bone": _("Pubic bone"),
            "lower_belly": _("Lower belly"),
            "upper_belly": _("Upper belly"),
            "chest": _("Chest"),
        },
    ),
    Group(
        "upper",
        _("Neck and upper back"),
        {
            "shoulder_arm_left": _("Left shoulder and arm"),
            "shoulder_arm_right": _("Right shoulder and arm"),
            "shoulder_blade_left": _("Left shoulder blade"),
            "shoulder_blade_right": _("Right shoulder blade"),
            "ribs_left": _("Left ribs"),
            "ribs_right": _("Right ribs"),
            "neck": _("Neck"),
            "mid_spine": _("Middle of the upper spine"),
        },
    ),
)
"""What most runners come for stands first; both sides beside each other, what has no side last."""

NAMES = {region: name for group in GROUPS for region, name in group.places.items()}
"""Every place, in the order of the list; marks are kept in this order too."""

STRENGTHS = {"none": _("none"), "some": _("some"), "strong": _("strong")}
"""In the order of the taps."""
