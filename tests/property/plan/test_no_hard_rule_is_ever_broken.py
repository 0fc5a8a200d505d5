"""Whatever the check-in, the log and the wishes: no plan breaks a hard rule, and danger always wins."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backstride.plan import Logged, violations
from backstride.plan.build import plan_of
from backstride.plan.facts import Facts

if TYPE_CHECKING:
    from backstride.plan import Plan, Rulebook

WEEK = date(2026, 11, 23)
URGENCIES = ("emergency", "same_day", "within_days", "within_2_weeks_routine", "self_care_ok_with_safety_net")
ACTIVITIES = (
    "none",
    "usual_within_comfort",
    "modify_load",
    "no_running",
    "no_impact_nonweightbearing",
    "rest_until_seen",
    "stop_all",
)
CONDITIONS = (
    "nonspecific_lbp",
    "lumbar_radiculopathy_disc",
    "facet_osteoarthritis",
    "lumbar_spinal_stenosis",
    "sij_dysfunction",
    "deep_gluteal_syndrome",
    "sacral_stress_fracture",
    "tibial_stress_fracture",
    "pars_stress_reaction",
    "axial_spa",
    "calf_strain",
    "achilles_tendinopathy",
    "endometriosis",
    "spinal_metastasis",
)
BONES = {"sacral_stress_fracture", "tibial_stress_fracture"}
BONE_SIGNS = ("pinpoint_bone_spot", "hop_noticed_pain", "bone_pain_rest_or_night")
SUSPECTS = (
    "bone_stress_injury",
    "sacral_stress_fracture",
    "spondylolysis",
    "lumbar_radiculopathy_disc",
    "osteoporotic_vcf",
)
FINDINGS = (
    *BONE_SIGNS,
    "tingle_leg",
    "numb_patch_one_leg",
    "weak_leg",
    "foot_drop",
    "both_legs_neuro",
    "saddle_numb",
    "bladder_new_trouble",
    "bowel_new_trouble",
    "progressive_weakness",
    "pregnant_now",
    "recent_immobility_or_surgery",
    "agg_forward_bend",
    "agg_back_bend",
    "st_backbends_centralise",
    "periods_absent",
    "ease_bending_forward",
    "able_hop_pain_free",
    "loc_knee",
    "calf_swollen",
    "night_pain_wakes",
)
CHECKS = (
    "walk_30_min",
    "no_danger_sign",
    "rest_pain_3",
    "chair_and_squats",
    "leg_pain_3",
    "strength_steady",
    "no_spread_7_days",
    "clinician_clearance",
    "no_bone_tenderness",
    "walk_5_days",
    "hops_if_cleared",
    "contributors_reviewed",
    "clinician_approved_plan",
    "walk_test",
)
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@st.composite
def check_ins(draw: st.DrawFn, *, calm: bool = False) -> Facts:
    """A check-in; `calm` ones are mostly fit to run, so that runs are really placed."""
    shares = draw(
        st.lists(st.sampled_from(CONDITIONS[:6] if calm else CONDITIONS), min_size=1, max_size=4, unique=True)
    )
    weights = draw(st.lists(st.floats(0.02, 1), min_size=len(shares), max_size=len(shares)))
    total = sum(weights)
    probable = {name: weight / total for name, weight in sorted(zip(shares, weights, strict=True), key=lambda x: -x[1])}
    yes = (
        draw(st.sets(st.sampled_from(FINDINGS[11:]), max_size=1 if calm else 3))
        if calm
        else draw(st.sets(st.sampled_from(FINDINGS), max_size=3))
    )
    no = draw(st.sets(st.sampled_from(FINDINGS))) if not calm else set(FINDINGS)
    said: dict[str, Any] = {**dict.fromkeys(no, False), **dict.fromkeys(yes, True)}
    age = draw(st.sampled_from((34, 62) if calm else (None, 16, 34, 62, 70)))
    if age is not None:
        said["age_years"] = age
    days = draw(st.one_of(st.none(), st.integers(0, 400)))
    if days is not None:
        said["pain_duration_weeks"] = days / 7
    return Facts(
        urgency=draw(st.sampled_from(URGENCIES[3:] if calm else URGENCIES)),
        activity=draw(st.sampled_from(ACTIVITIES[:3] if calm else ACTIVITIES)),
        open_split=False if calm else draw(st.booleans()),
        safety_complete=True if calm else draw(st.booleans()),
        suspected=frozenset(() if calm else draw(st.sets(st.sampled_from(SUSPECTS), max_size=2))),
        probabilities=probable,
        said=said,
        duration_days=days,
    )


pains = st.one_of(st.none(), st.integers(0, 8))


@st.composite
def entries(draw: st.DrawFn) -> Logged:
    """One line of a log: a session, a day, or a check, in the weeks before or early in the planned week."""
    kind = draw(st.sampled_from(("run", "run", "strength", "walk", "day")))
    return Logged(
        day=WEEK + timedelta(days=draw(st.integers(-40, 2))),
        kind=kind,
        done=draw(st.booleans()) if kind in ("run", "strength") else True,
        stage=draw(st.one_of(st.none(), st.integers(1, 8))),
        pain_during=draw(pains),
        morning_change=draw(st.one_of(st.none(), st.integers(-1, 2))),
        effort=draw(pains),
        limp=draw(st.sampled_from((None, None, None, True))),
        pain_mean=draw(pains) if kind == "day" else None,
        sleep_h=draw(st.one_of(st.none(), st.integers(4, 9))) if kind == "day" else None,
    )


@st.composite
def logs(draw: st.DrawFn) -> list[Logged]:
    """Checks met or not, and some sessions."""
    passed = draw(st.one_of(st.just(set(CHECKS)), st.sets(st.sampled_from(CHECKS))))
    day = WEEK - timedelta(days=draw(st.integers(1, 20)))
    checks = [Logged(day, "check", check=name, met=True) for name in sorted(passed)]
    return checks + draw(st.lists(entries(), max_size=8))


@st.composite
def spans(draw: st.DrawFn) -> tuple[str, str]:
    """A stretch of free time within one day, starts and ends off the clock's grid too."""
    start = draw(st.integers(5 * 60, 22 * 60))
    end = draw(st.integers(start + 5, min(start + 300, 24 * 60)))
    return f"{start // 60:02d}:{start % 60:02d}", f"{end // 60:02d}:{end % 60:02d}"


availabilities = st.one_of(
    st.none(),
    st.dictionaries(
        st.sampled_from(WEEKDAYS),
        st.one_of(st.integers(0, 120), spans().map(lambda span: [span])),
        min_size=1,
    ),
)
wishes = st.one_of(
    st.none(), st.dictionaries(st.sampled_from(("run", "strength", "walk")), st.integers(1, 6), min_size=1, max_size=2)
)
often = settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
seldom = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def made(facts: Facts, rules: Rulebook, log: list[Logged], free: Any, wish: Any = None) -> Plan:
    asked = free if wish is None else {**(free or {}), "wish": wish}
    return plan_of(facts, rules, week=WEEK, log=log, availability=asked)


@often
@given(facts=check_ins(), log=logs(), free=availabilities)
def test_no_plan_breaks_a_hard_rule(rules: Rulebook, facts: Facts, log: list[Logged], free: Any) -> None:
    assert violations(made(facts, rules, log, free), rules) == []


@often
@given(facts=check_ins(calm=True), log=logs(), free=availabilities, wish=wishes)
def test_no_plan_of_a_runner_who_may_run_breaks_a_hard_rule(
    rules: Rulebook, facts: Facts, log: list[Logged], free: Any, wish: Any
) -> None:
    assert violations(made(facts, rules, log, free, wish), rules) == []


@often
@given(facts=check_ins(), log=logs(), free=availabilities)
def test_nothing_but_an_instruction_while_something_has_to_be_looked_at_today(
    rules: Rulebook, facts: Facts, log: list[Logged], free: Any
) -> None:
    if facts.urgency in ("emergency", "same_day") or facts.open_split:
        plan = made(facts, rules, log, free)
        assert plan.sessions == ()
        assert plan.stopped_because
        assert plan.running == ""


@often
@given(
    facts=check_ins(calm=True),
    log=logs(),
    free=availabilities,
    how=st.sampled_from((*BONE_SIGNS, "rule", "ranking")),
)
def test_no_running_and_no_impact_while_a_bone_is_suspected_and_not_cleared(
    rules: Rulebook, facts: Facts, log: list[Logged], free: Any, how: str
) -> None:
    said, suspected, probable = dict(facts.said), facts.suspected, dict(facts.probabilities)
    if how == "rule":
        suspected = frozenset({"bone_stress_injury"})
    elif how == "ranking":
        probable = {**{name: 0.85 * p for name, p in probable.items()}, "sacral_stress_fracture": 0.16}
    else:
        said[how] = True
    in_question = Facts(
        facts.urgency,
        facts.activity,
        suspected=suspected,
        probabilities=probable,
        said=said,
        duration_days=facts.duration_days,
    )
    plan = made(in_question, rules, [e for e in log if e.check != "clinician_clearance"], free)
    assert not [session for session in plan.sessions if session.kind == "run"]
    exercises = {name for session in plan.sessions for name in session.exercises}
    assert not exercises & {"pogo", "hop_single", "skip_a", "cadence_drill"}


@often
@given(facts=check_ins(), log=logs(), free=availabilities)
def test_the_activity_limit_of_triage_is_kept(rules: Rulebook, facts: Facts, log: list[Logged], free: Any) -> None:
    plan = made(facts, rules, log, free)
    limit = ACTIVITIES.index(facts.activity)
    if limit >= ACTIVITIES.index("no_running"):
        assert not [session for session in plan.sessions if session.kind == "run"]
    if limit >= ACTIVITIES.index("no_impact_nonweightbearing"):
        assert plan.sessions == ()


@often
@given(facts=check_ins(calm=True), log=logs(), free=availabilities, age=st.sampled_from((None, 12, 17)))
def test_a_child_gets_easy_walks_only(
    rules: Rulebook, facts: Facts, log: list[Logged], free: Any, age: int | None
) -> None:
    said = {name: value for name, value in facts.said.items() if name != "age_years"}
    if age is not None:
        said["age_years"] = age
    child = Facts(
        facts.urgency, facts.activity, probabilities=facts.probabilities, said=said, duration_days=facts.duration_days
    )
    plan = made(child, rules, [e for e in log if e.check != "clinician_approved_plan"], free)
    assert {session.kind for session in plan.sessions} <= {"walk", "rest"}


@seldom
@given(facts=check_ins(calm=True), log=logs(), free=availabilities)
def test_the_same_week_comes_out_twice(rules: Rulebook, facts: Facts, log: list[Logged], free: Any) -> None:
    assert made(facts, rules, log, free) == made(facts, rules, log, free)


@seldom
@given(facts=check_ins(calm=True), log=logs(), finding=st.sampled_from(FINDINGS))
def test_one_more_worrying_answer_never_adds_running(
    rules: Rulebook, facts: Facts, log: list[Logged], finding: str
) -> None:
    if finding in ("able_hop_pain_free", "ease_bending_forward", "st_backbends_centralise"):
        return
    before = made(facts, rules, log, None)
    worse = Facts(
        facts.urgency,
        facts.activity,
        probabilities=facts.probabilities,
        said={**facts.said, finding: True},
        duration_days=facts.duration_days,
    )
    after = made(worse, rules, log, None)
    runs = [sum(session.kind == "run" for session in plan.sessions) for plan in (before, after)]
    assert runs[1] <= runs[0]


def test_the_calm_check_ins_do_run(rules: Rulebook) -> None:
    """Guards the properties above against holding for want of runs."""
    log = [Logged(WEEK - timedelta(days=3), "check", check=name, met=True) for name in CHECKS]
    facts = Facts(
        "self_care_ok_with_safety_net",
        "modify_load",
        probabilities={"nonspecific_lbp": 1.0},
        said={**dict.fromkeys(FINDINGS, False), "age_years": 34, "pain_duration_weeks": 4.0},
        duration_days=28,
    )
    plan = made(facts, rules, log, None)
    assert sum(session.kind == "run" for session in plan.sessions) == pytest.approx(3)
