"""The clinical tables of the weekly plan: each row is a runner and what their week may hold."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from backstride.plan import Logged, violations
from backstride.plan.build import plan_of
from backstride.plan.course import course
from backstride.plan.facts import Facts
from backstride.plan.log import signal

if TYPE_CHECKING:
    from backstride.plan.rulebook import Rulebook

HERE = Path(__file__).parent
WEEK = date(2026, 11, 23)
LEGS_FINE = (
    "tingle_leg",
    "numb_patch_one_leg",
    "weak_leg",
    "foot_drop",
    "both_legs_neuro",
    "saddle_numb",
    "bladder_new_trouble",
    "bowel_new_trouble",
    "progressive_weakness",
    "leg_weakness_mild",
    "calf_swollen",
    "calf_warm_red",
    "long_travel_recent",
    "recent_immobility_or_surgery",
)
EVERY_CHECK = (
    "walk_30_min",
    "rest_pain_3",
    "chair_and_squats",
    "leg_pain_3",
    "no_spread_7_days",
    "walk_30_pain_free",
    "heel_raises_20",
    "hops_10",
    "bending_eases",
    "settles_24_h",
    "rheumatology_plan",
    "quiet_now",
)
"""Every check of a runner, none of those that only a bone doctor's clearance can settle."""


def rows(table: str) -> list[Any]:
    content = yaml.safe_load((HERE / f"{table}.yaml").read_text(encoding="utf-8"))
    return [pytest.param(row, id=row["id"]) for row in content["rows"]]


def runner(given: dict[str, Any]) -> Facts:
    weeks, age = given.get("weeks", 3), given.get("age", 34)
    probable = given.get("probable") or {given.get("condition", "nonspecific_lbp"): 0.6}
    legs_fine = LEGS_FINE if given.get("legs_fine", "condition" not in given) else ()
    said = {**dict.fromkeys(legs_fine, False), **dict.fromkeys(given.get("said_no", ()), False)}
    said.update(dict.fromkeys(given.get("said_yes", ()), True))
    if age is not None:
        said["age_years"] = age
    if weeks is not None:
        said["pain_duration_weeks"] = weeks
    return Facts(
        urgency=given.get("urgency", "self_care_ok_with_safety_net"),
        activity=given.get("activity", "modify_load"),
        open_split=given.get("open_split", False),
        safety_complete=given.get("safety_complete", True),
        suspected=frozenset(given.get("suspected", ())),
        probabilities=dict(sorted(probable.items(), key=lambda item: -item[1])),
        said=said,
        duration_days=None if weeks is None else weeks * 7,
    )


def checks(names: Any, day: date, *, met: bool = True) -> list[Logged]:
    return [Logged(day, "check", check=name, met=met) for name in names]


def offered(plan: Any) -> set[str]:
    return {name for session in plan.sessions for name in session.exercises}


def kinds(plan: Any) -> set[str]:
    return {session.kind for session in plan.sessions}


@pytest.mark.parametrize("row", rows("gates"))
def test_the_gates_leave_of_a_plan_what_the_table_says(row: dict[str, Any], rules: Rulebook) -> None:
    given, expected = row["given"], row["expected"]
    log = checks((*EVERY_CHECK, *given.get("checks", ())), date(2026, 11, 20))
    log += [Logged.from_json({**entry, "day": str(entry["day"])}) for entry in given.get("log", ())]
    plan = plan_of(runner(given), rules, week=WEEK, log=log)
    assert (plan.stopped_because is not None) == expected["stopped"]
    assert expected.get("says", "") in (plan.stopped_because or "")
    assert set(expected.get("rules", ())) <= {note.id for note in plan.rules}
    if expected["stopped"]:
        assert plan.sessions == ()
    if "holds" in expected:
        assert kinds(plan) == set(expected["holds"])
    assert not kinds(plan) & set(expected.get("without", ()))
    assert plan.family == expected.get("family", plan.family)
    assert plan.limits.table == expected.get("table", plan.limits.table)
    assert plan.limits.stage == expected.get("stage", plan.limits.stage)
    assert expected.get("running_says", "") in plan.running
    assert violations(plan, rules) == []


@pytest.mark.parametrize("row", rows("phases"))
def test_a_family_gets_in_a_phase_what_the_table_says(row: dict[str, Any], rules: Rulebook) -> None:
    given, expected = row["given"], row["expected"]
    log = checks((*EVERY_CHECK, *given.get("checks", ())), date(2026, 11, 20))
    plan = plan_of(runner({"legs_fine": True, **given}), rules, week=WEEK, log=log)
    assert plan.phase == expected["phase"] if "phase" in expected else True
    assert plan.family == expected.get("family", plan.family)
    assert kinds(plan) == set(expected.get("holds", kinds(plan)))
    assert plan.limits.table == expected.get("table", plan.limits.table)
    assert set(expected.get("offers", ())) <= offered(plan)
    assert not offered(plan) & set(expected.get("not_offered", ()))


BORNE: dict[str, dict[str, Any]] = {
    "green": {"pain_during": 2, "morning_change": 0},
    "green0": {"pain_during": 0, "morning_change": 0},
    "amber": {"pain_during": 4, "morning_change": 0},
    "red": {"pain_during": 6, "morning_change": 0},
    "sore": {"pain_during": 1, "morning_change": 0},
    "hard": {"pain_during": 1, "morning_change": 0, "effort": 9},
    "untold": {},
}


def runs(borne: list[str], last: date) -> list[Logged]:
    days = [last - timedelta(days=2 * n) for n in reversed(range(len(borne)))]
    return [Logged(day, "run", **BORNE[how]) for day, how in zip(days, borne, strict=True)]


@pytest.mark.parametrize("row", rows("steps"))
def test_the_next_step_follows_from_how_the_runs_were_borne(row: dict[str, Any], rules: Rulebook) -> None:
    given = row["given"]
    log = runs(given["runs"], given.get("last", date(2026, 11, 21)))
    state = course(log, rules, rules.tables[given["table"]], week=WEEK, hold=False)
    assert state.stage == row["expected"]


@pytest.mark.parametrize("row", rows("pain_signals"))
def test_a_session_is_called_by_its_colour(row: dict[str, Any], rules: Rulebook) -> None:
    given = dict(row["given"])
    zero_pain = given.pop("zero_pain", False)
    assert signal(Logged(WEEK, "run", **given), rules.pain, zero_pain=zero_pain) == row["expected"]


@pytest.mark.parametrize("row", rows("return_tables"))
def test_a_step_has_the_minutes_of_its_table(row: dict[str, Any], rules: Rulebook) -> None:
    stage = rules.tables[row["given"]["table"]].stages[row["given"]["step"] - 1]
    assert (stage.run_total_min, stage.total_min) == (row["expected"]["run"], row["expected"]["total"])
    assert stage.repeats * stage.run_min == row["expected"]["run"]
    assert stage.repeats * (stage.run_min + stage.walk_min) == row["expected"]["total"]


@pytest.mark.parametrize("row", rows("entry_checks"))
def test_running_starts_only_when_every_check_is_known_to_be_met(row: dict[str, Any], rules: Rulebook) -> None:
    given, expected = row["given"], row["expected"]
    day = given.get("checked_on", date(2026, 11, 20))
    log = checks(given.get("met", ()), day) + checks(given.get("unmet", ()), day, met=False)
    plan = plan_of(runner(given), rules, week=WEEK, log=log)
    assert ("run" in kinds(plan)) == expected["runs"]
    assert ("check" in kinds(plan)) == expected["check_session"]
    assert expected["says"] in plan.running


@pytest.mark.parametrize("row", rows("wishes"))
def test_wishes_are_kept_or_their_clash_is_named(row: dict[str, Any], rules: Rulebook) -> None:
    given, expected = row["given"], row["expected"]
    plan = plan_of(
        runner({}), rules, week=WEEK, log=checks(EVERY_CHECK, date(2026, 11, 20)), availability=given["availability"]
    )
    if "clash" in expected:
        assert plan.stopped_because is not None
        assert plan.stopped_because.startswith("These two wishes clash: ")
        assert all(words in plan.stopped_because for words in expected["clash"])
        assert plan.sessions == ()
        return
    counts = {kind: sum(session.kind == kind for session in plan.sessions) for kind in kinds(plan)}
    for name, kind in (("runs", "run"), ("strength", "strength")):
        assert counts.get(kind, 0) == expected.get(name, counts.get(kind, 0))
    assert counts.get("walk", 0) >= expected.get("walks_at_least", 1)
    assert counts.get("rest", 0) >= expected.get("rest_days_at_least", 1)
    assert max(session.minutes for session in plan.sessions) <= expected.get("longest", 60)
    assert not offered(plan) & set(expected.get("not_offered", ()))
    assert violations(plan, rules) == []


@pytest.mark.parametrize("row", rows("load_limits"))
def test_a_run_past_the_table_stays_under_its_limit(row: dict[str, Any], rules: Rulebook) -> None:
    given, expected = row["given"], row["expected"]
    last = WEEK - timedelta(days=given["off_days"])
    log = checks(EVERY_CHECK, last - timedelta(days=31)) + runs(["green0"] * 16, last)
    if given["off_days"] >= 21:
        log += checks(EVERY_CHECK, date(2026, 11, 20))
    if given.get("pain_free"):
        log += [Logged(WEEK - timedelta(days=n), "day", pain_mean=0) for n in range(1, 30)]
    known = (
        []
        if given["longest_km"] is None
        else [SimpleNamespace(day=last, distance_m=given["longest_km"] * 1000, trusted=True)]
    )
    exposures: Any = SimpleNamespace(runs=known)
    plan = plan_of(runner({}), rules, week=WEEK, log=log, exposures=exposures)
    held = [session for session in plan.sessions if session.kind == "run"]
    assert held
    if "step" in expected:
        assert {session.stage for session in held} == {expected["step"]}
        return
    planned, cap = (
        None if km is None else pytest.approx(km * 1000) for km in (expected["planned_km"], expected["cap_km"])
    )
    assert plan.limits.past_table
    assert {session.distance_m for session in held} == {held[0].distance_m}
    assert held[0].distance_m == planned
    assert plan.limits.max_distance_m == cap
    assert violations(plan, rules) == []
