"""A runner with simple back pain who passed every check, and the small changes tests make to them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from backstride.plan import Logged
from backstride.plan.build import plan_of
from backstride.plan.facts import Facts

if TYPE_CHECKING:
    from backstride.plan import Plan, Rulebook

WEEK = date(2026, 11, 23)
LEGS = (
    "tingle_leg",
    "numb_patch_one_leg",
    "weak_leg",
    "foot_drop",
    "both_legs_neuro",
    "saddle_numb",
    "bladder_new_trouble",
    "bowel_new_trouble",
)
PASSED = [
    Logged(date(2026, 11, 20), "check", check=name, met=True)
    for name in ("walk_30_min", "rest_pain_3", "chair_and_squats")
]


def runner(**changes: Any) -> Facts:
    said = {**dict.fromkeys(LEGS, False), "age_years": 34, **changes.pop("said", {})}
    weeks = changes.pop("weeks", 4)
    said.setdefault("pain_duration_weeks", weeks)
    given = {
        "urgency": "self_care_ok_with_safety_net",
        "activity": "modify_load",
        "probabilities": {"nonspecific_lbp": 0.7},
        "duration_days": weeks * 7,
        **changes,
    }
    return Facts(said=said, **given)


def week_of(rules: Rulebook, *log: Logged, facts: Facts | None = None, **wishes: Any) -> Plan:
    return plan_of(facts or runner(), rules, week=WEEK, log=[*PASSED, *log], **wishes)


def run_on(days_before: int, *, pain: float | None = 1, **more: Any) -> Logged:
    morning = None if pain is None else 0
    return Logged(WEEK - timedelta(days=days_before), "run", pain_during=pain, morning_change=morning, **more)


def of_kind(plan: Plan, kind: str) -> list[Any]:
    return [session for session in plan.sessions if session.kind == kind]
