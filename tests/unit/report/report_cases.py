"""Reports to test with: an ordinary answer, an emergency, a same-day one, few answers, far too much of everything."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from io import BytesIO
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import polars as pl
import pypdf

from backstride.assess.result import (
    Assessment,
    Candidate,
    DifferentialResult,
    FiredRule,
    NotToldApart,
    OpenSafetyQuestion,
    Question,
    Reason,
    ToRuleOut,
    TriageResult,
    UmbrellaSum,
)
from backstride.evidence.model import Band, Condition, Finding, Reference
from backstride.exposure.result import Exposures, RunExposure, RunFact
from backstride.plan.result import Plan, RuleNote, Session
from backstride.report import CountryWords, ReportInput

if TYPE_CHECKING:
    from collections.abc import Mapping

TODAY = date(2026, 11, 21)


@dataclass(frozen=True)
class GivenAnswers:
    """The answers of one check-in, as the assess room has them."""

    id: str | None = None
    age: float | None = 38
    sex: str | None = "female"
    duration_days: float | None = 24
    story: str | None = None
    findings: Mapping[str, Any] = field(default_factory=dict)
    regions: tuple[str, ...] = ()


def finding(finding_id: str, group: str, question: str, yes: str, no: str = "", **more: Any) -> Finding:
    defaults: dict[str, Any] = {
        "kind": "yes_no", "why": "", "who": "ask", "stage": 2, "options": (), "option_words": (), "unit": None,
        "minimum": None, "maximum": None, "base": 0.1, "scope": ("any",), "parent": None, "conditional": False,
        "dependence_group": None, "gated": None, "in_ranking": True, "aliases": (),
    }  # fmt: skip
    return Finding(id=finding_id, group=group, question=question, yes=yes, no=no or f"Not: {yes}", **(defaults | more))


def condition(condition_id: str, name: str, plain_name: str, urgency: Any, see: str = "", **more: Any) -> Condition:
    defaults: dict[str, Any] = {
        "what_it_is": "", "ranked": True, "role": "diagnosis", "aliases": (), "synonyms": (), "icd10": None,
        "regions": (), "family": None, "umbrella": None, "time_course": None, "to_confirm": "", "needs_place": (),
        "care_family": None, "rules": (),
    }  # fmt: skip
    return Condition(id=condition_id, name=name, plain_name=plain_name, urgency=urgency, see=see, **(defaults | more))


ONSET = finding(
    "onset_mode", "onset", "How did this pain begin?", "",
    kind="choice", options=("sudden", "gradual_over_days_to_weeks"),
    option_words=("suddenly, during a movement", "slowly, over days to weeks"),
)  # fmt: skip
FINGERTIP = "one fingertip covers the worst spot on a bone"
FINDINGS = {
    item.id: item
    for item in (
        ONSET,
        finding("duration_band", "timing", "How long?", "", kind="choice", options=("from_2_to_6_weeks",),
                option_words=("2 to 6 weeks",)),
        finding("sex_female", "demographics", "Sex?", "Female"),
        finding("rad_below_knee", "radiation", "Below the knee?", "pain goes below the knee"),
        finding("tingle_leg", "neuro", "Tingling?", "pins and needles or numbness in the leg"),
        finding("weak_leg", "neuro", "Does a foot drag?", "real weakness in a leg or foot", "no weakness in a leg"),
        finding("agg_sitting", "aggravating", "Sitting?", "worse when sitting"),
        finding("agg_cough_sneeze", "aggravating", "Cough?", "coughing or sneezing brings the pain"),
        finding("agg_running_impact", "aggravating", "Landing?", "worse with the shock of landing"),
        finding("ease_moving_about", "easing", "Moving?", "moving around eases it"),
        finding("ease_lying", "easing", "Lying?", "lying down eases it"),
        finding("night_pain_wakes", "timing", "Night?", "pain wakes at night"),
        finding("q_deep_bone_ache", "quality", "Deep?", "feels deep, as if in the bone"),
        finding("pinpoint_bone_spot", "body_map_spot", "One spot?", FINGERTIP),
        finding("st_slr_leg_pain", "self_test", "Leg raise?", "lifting the straight leg shoots below knee",
                "straight-leg lift brings no shooting pain"),
        finding("st_heel_raise_fail", "self_test", "Tiptoe?", "cannot rise on tiptoe on that leg",
                "can rise on tiptoe on that leg"),
        finding("mileage_spike", "training", "Jump?", "one run much longer than the weeks before"),
        finding("periods_absent", "history", "Periods?", "periods stopped for 3 months or more"),
        finding("sits_over_6h", "lifestyle", "Sitting hours?", "sits more than 6 hours a day"),
        finding("saddle_numb", "neuro", "Numb where you sit?", "new numbness between the legs"),
        finding("urinary_retention_new", "neuro", "Peeing?", "new trouble with peeing"),
        finding("fever", "systemic", "Fever?", "a fever"),
        finding("hx_cancer", "history", "Have you ever had cancer?", "has had cancer"),
    )
}  # fmt: skip
CONDITIONS = {
    item.id: item
    for item in (
        condition("lumbar_radiculopathy_disc", "Lumbar radiculopathy", "A sensitive nerve in the low back",
                  "within_2_weeks_routine", "a physio or your GP, who can test strength, feeling and reflexes"),
        condition("lumbar_muscle_strain", "Low-back muscle strain", "A sore low-back muscle",
                  "self_care_ok_with_safety_net"),
        condition("nonspecific_lbp", "Non-specific low back pain", "An episode of low back pain",
                  "self_care_ok_with_safety_net"),
        condition("deep_gluteal_syndrome", "Deep gluteal syndrome", "A buttock muscle pressing on a nerve",
                  "within_2_weeks_routine"),
        condition("sacral_stress_fracture", "Sacral stress fracture", "A stress reaction in the tail bone",
                  "within_days", "a sports doctor who can order an MRI"),
        condition("cauda_equina", "Cauda equina syndrome", "Squeezed nerves at the base of the spine", "emergency"),
        condition("vertebral_infection", "Spinal infection", "An infection in the spine", "same_day"),
        condition("femoral_neck_stress_fracture", "Femoral neck stress fracture",
                  "A stress reaction in the hip bone", "same_day", "urgent care today"),
    )
}  # fmt: skip
REFERENCES = {
    ref: Reference(ref, citation, None, "retrieved", None, ())
    for ref, citation in (
        ("nhs_backpain", "NHS. Back pain. nhs.uk, reviewed 2026"),
        ("bmjbp_ces", "BMJ Best Practice. Cauda equina syndrome"),
        ("nice_cks_sciatica", "NICE CKS. Sciatica (lumbar radiculopathy), 2025"),
        ("robertson2017", "Robertson GA, Wood AM. Femoral neck stress fractures in sport: a current concepts review. "
         "Sports Med Int Open 2017;1:E58-68"),
        ("frandsen2025", "Schuster Brandt Frandsen J et al. How much running is too much? Br J Sports Med "
         "2025;59:1203-10"),
    )
}  # fmt: skip
LEVEL_WORDS = {
    "emergency": {"head": "Call {emergency_number} or go to {emergency_department} now",
                  "action": "Get help now. Do not wait for it to ease, and do not drive yourself.",
                  "instructions": ["Ask someone to take you. Don’t drive yourself.",
                                   "Take a list of your medicines."]},
    "same_day": {"head": "See a clinician today",
                 "action": "See a clinician today. If nobody can see you in time, go to {emergency_department}."},
    "within_days": {"head": "See your GP or a sports doctor this week",
                    "action": "Book now, so that you are seen within 2 to 5 days."},
    "within_2_weeks_routine": {"head": "Book a physio or your GP", "action": "Book an appointment within two weeks."},
    "self_care_ok_with_safety_net": {"head": "You can look after this yourself",
                                     "action": "Keep moving within comfort, know the danger signs, and check again on "
                                     "the date shown."},
}  # fmt: skip
BRITISH = CountryWords(
    "999", "A&E", "999", "Call NHS 111 or ask your GP for an urgent appointment", "GP", "Samaritans 116 123"
)
ABROAD = CountryWords(
    "your local emergency number",
    "the emergency department",
    None,
    "Call a doctor or a same-day clinic",
    "doctor",
    None,
)
EVIDENCE: Any = SimpleNamespace(
    version="2026.11.0+42b63370",
    findings=FINDINGS,
    conditions=CONDITIONS,
    references=REFERENCES,
    triage=SimpleNamespace(level_words=LEVEL_WORDS),
    vocabulary=SimpleNamespace(bands=(Band("duration_band", "duration_days", {}),)),
    safety_nets={},
    ranking=SimpleNamespace(settings={"unlisted": {"prior": 0.02}, "showing": {"unlisted_times_prior": 3.0}}),
)
SIGNS = (
    "new numbness between the legs",
    "new trouble peeing or pooing",
    "a leg getting weaker, or both legs affected",
    "chest pain, trouble breathing or fainting",
    "fever or shivers with back pain",
)
SAFETY_NET = (
    f"{'; '.join(SIGNS)}: get help at once: emergency department or ambulance",
    "weakness getting worse over hours or days; second leg joining in; no improvement at 2 and 6 weeks: "
    "emergency for progression or second leg; routine review otherwise",
)
ROUTINE = FiredRule(
    "RAD_01", "within_2_weeks_routine", ("rad_below_knee", "tingle_leg"), ("lumbar_radiculopathy_disc",),
    "Pain and tingling below the knee for more than two weeks should be looked at. Most of it settles by itself.",
    ("nice_cks_sciatica", "nhs_backpain"), "Leg pain below the knee", "modify_load", 336,
)  # fmt: skip


SELF_CARE = FiredRule(
    "SELF_04", "self_care_ok_with_safety_net", ("agg_sitting",), (),
    "New back pain that changes with movement, with no danger sign, mostly settles with movement and time.",
    ("nhs_backpain",), "Ordinary back pain", "usual_within_comfort", None,
)  # fmt: skip


def candidate(condition_id: str, low: float, p: float, high: float, **more: Any) -> Candidate:
    known = CONDITIONS[condition_id]
    defaults: dict[str, Any] = {
        "aliases": (), "umbrella": None, "reasons_for": (), "reasons_against": (), "to_confirm": "",
        "expert_share": 0.5,
    }  # fmt: skip
    return Candidate(
        condition_id, known.name, known.plain_name, probability=p, low80=low, high80=high, **(defaults | more)
    )


NERVE = candidate(
    "lumbar_radiculopathy_disc", 0.50, 0.61, 0.71,
    reasons_for=(Reason("rad_below_knee", 4.1, "pain goes below the knee"),
                 Reason("tingle_leg", 3.0, "pins and needles or numbness in the leg"),
                 Reason("agg_cough_sneeze", 2.2, "coughing or sneezing brings the pain")),
    reasons_against=(Reason("st_heel_raise_fail", 0.7, "can rise on tiptoe on that leg"),),
    to_confirm="Nerve tension tests, strength, reflexes and feeling; MRI with new weakness or no easing by 6 weeks",
)  # fmt: skip
STRAIN = candidate(
    "lumbar_muscle_strain", 0.08, 0.13, 0.19,
    reasons_for=(Reason("mileage_spike", 1.8, "one run much longer than the weeks before"),),
    reasons_against=(Reason("rad_below_knee", 0.3, "pain goes below the knee"),),
    to_confirm="History and local soreness; no scan",
)  # fmt: skip
ACHE = candidate("nonspecific_lbp", 0.04, 0.07, 0.12, to_confirm="Nothing else found; no scan needed early")
GLUTEAL = candidate(
    "deep_gluteal_syndrome", 0.09, 0.15, 0.23,
    reasons_for=(Reason("agg_sitting", 1.9, "worse when sitting"),),
    reasons_against=(Reason("agg_cough_sneeze", 0.5, "coughing or sneezing brings the pain"),),
    to_confirm="Seated piriformis test and a look at the hip",
)  # fmt: skip
BACK_GROUP = UmbrellaSum(
    "mechanical_low_back_pain", "ordinary low back pain", 0.20, 0.13, 0.29, ("lumbar_muscle_strain", "nonspecific_lbp")
)


def triage(urgency: Any, reasons: tuple[FiredRule, ...], activity: str, **more: Any) -> TriageResult:
    defaults: dict[str, Any] = {
        "open_safety_questions": (), "provisional": (), "safety_asked": 15, "safety_total": 15,
        "safety_net": SAFETY_NET,
    }  # fmt: skip
    return TriageResult(urgency=urgency, reasons=reasons, activity=activity, **(defaults | more))


def assessment(triage_result: TriageResult, differential: DifferentialResult, **more: Any) -> Assessment:
    defaults: dict[str, Any] = {
        "ask_next": (Question("weak_leg", "Is a leg weak?", 0.2),), "measured": (), "advice": (),
        "recheck_on": date(2026, 12, 5), "evidence_version": "2026.11.0+42b63370",
    }  # fmt: skip
    return Assessment(triage=triage_result, differential=differential, **(defaults | more))


ORDINARY_DIFFERENTIAL = DifferentialResult(
    (NERVE, GLUTEAL, STRAIN, ACHE), (BACK_GROUP,), {}, 0.04, (ToRuleOut("cauda_equina", ()),)
)


LONGER_RUN = "You ran 18.2 km on 24 Oct. Your longest run of the 30 days before was 12.1 km."
MORE_DOWNHILL = "Your runs went down 410 m in the 7 days to 24 Oct. Your usual week had 155 m."


def exposures(weekly_km: tuple[float, ...], *, spike_km: float | None, today: date = TODAY) -> Exposures:
    """Twelve weeks of three runs each, and if asked one long run on 24 October 2026."""
    last = today - timedelta(days=today.weekday())
    starts = [last - timedelta(weeks=len(weekly_km) - 1 - i) for i in range(len(weekly_km))]
    weeks = pl.DataFrame(
        {
            "week_start": starts,
            "days": [7] * len(starts),
            "runs": [3] * len(starts),
            "distance_m": [km * 1000 for km in weekly_km],
            "time_s": [km * 360 for km in weekly_km],
            "ascent_m": [km * 8 for km in weekly_km],
            "descent_m": [km * 8 for km in weekly_km],
            "longest_m": [km * 440 for km in weekly_km],
        }
    )
    spike_day = date(2026, 10, 24)
    runs = (run(spike_day, (spike_km or 8) * 1000),)
    facts = (
        (
            RunFact("single_run_spike", LONGER_RUN, spike_day, 4),
            RunFact("downhill_spike", MORE_DOWNHILL, spike_day, 4),
            RunFact("runs_a_week_level", "You ran 3 times a week, about as often as before.", None, None),
        )
        if spike_km
        else (RunFact("weekly_distance_level", "Your weekly distance stayed level: 24 to 28 km.", None, None),)
    )
    return Exposures(runs=runs, days=pl.DataFrame(), weeks=weeks, facts=facts, findings=())


def run(day: date, distance_m: float) -> RunExposure:
    nothing = dict.fromkeys(
        (
            "started_at", "time_s", "elapsed_s", "ascent_m", "descent_m", "avg_cadence_spm", "avg_heart_rate_bpm",
            "avg_speed_mps", "vertical_oscillation_mm", "contact_time_ms", "contact_time_balance_left_pct",
            "vertical_ratio_pct", "step_length_mm", "downhill_distance_m", "downhill_descent_m",
            "steep_downhill_distance_m", "steep_downhill_descent_m", "device",
        )
    )  # fmt: skip
    return RunExposure(
        source="run.fit", format="fit", sport="running", indoor=False, trusted=True, day=day, day_is_utc=False,
        distance_m=distance_m, **nothing,
    )  # fmt: skip


WEEKLY_KM = (24, 25, 26, 27, 28, 26, 29, 41, 24, 11, 9, 14)


def session(day: int, kind: str, minutes: int, detail: str, why: str) -> Session:
    return Session(date(2026, 11, day), None, kind, minutes, detail, why)


PLAN = Plan(
    week=date(2026, 11, 23),
    phase="settle",
    family="radicular",
    stopped_because=None,
    running="Walk-run, stage 2: only if yesterday’s walk had settled by the morning.",
    sessions=(
        session(23, "walk", 20, "flat, easy pace", "Keeping moving helps most people."),
        session(24, "strength", 15, "bridge, bird dog, side plank", "Two short sessions a week."),
        session(25, "run", 24, "8 times 1 min run, 2 min walk", "A day between runs."),
        session(27, "strength", 15, "bridge, bird dog, side plank", ""),
        session(28, "run", 24, "8 times 1 min run, 2 min walk", ""),
    ),
    rules=(RuleNote("R1", True, "A rest day between runs", ("frandsen2025",)),),
)
ORDINARY_ANSWERS = GivenAnswers(
    story="It started after the long hilly run. First my back was stiff, then it went down the leg. When can I run "
    "hills again?",
    findings={
        "onset_mode": "gradual_over_days_to_weeks",
        "duration_band": "from_2_to_6_weeks",
        "sex_female": True,
        "rad_below_knee": True,
        "tingle_leg": True,
        "weak_leg": False,
        "agg_sitting": True,
        "agg_cough_sneeze": True,
        "ease_moving_about": True,
        "night_pain_wakes": False,
        "st_slr_leg_pain": True,
        "st_heel_raise_fail": False,
        "mileage_spike": True,
        "sits_over_6h": True,
        "saddle_numb": False,
    },
    regions=("low_back_left", "buttock_left", "back_thigh_left", "calf_left"),
)


def ordinary() -> ReportInput:
    return ReportInput(
        person="Composite sample runner, 38, female",
        on=TODAY,
        answers=ORDINARY_ANSWERS,
        assessment=assessment(
            triage("within_2_weeks_routine", (ROUTINE,), "modify_load"),
            ORDINARY_DIFFERENTIAL,
            advice=("Short walks, several times a day, help more than bed rest.",),
        ),
        evidence=EVIDENCE,
        country=BRITISH,
        exposures=exposures(WEEKLY_KM, spike_km=18.2),
        plan=PLAN,
        is_sample=True,
    )


def emergency() -> ReportInput:
    rule = FiredRule(
        "CES_01", "emergency", ("saddle_numb", "urinary_retention_new"), ("cauda_equina",),
        "Numbness between the legs and new trouble peeing can mean that the nerves at the base of your spine need help "
        "within hours.",
        ("bmjbp_ces", "nhs_backpain"), "New bladder or saddle change", "stop_all", 4,
    )  # fmt: skip
    answers = replace(
        ORDINARY_ANSWERS,
        findings={**ORDINARY_ANSWERS.findings, "saddle_numb": True, "urinary_retention_new": True},
    )
    return replace(
        ordinary(),
        person="Runner, 38, female",
        answers=answers,
        assessment=assessment(
            triage("emergency", (ROUTINE, rule), "stop_all", safety_asked=9),
            ORDINARY_DIFFERENTIAL,
            recheck_on=TODAY,
        ),
        is_sample=False,
    )


def same_day_bone_stress() -> ReportInput:
    rule = FiredRule(
        "BSI_02", "same_day", ("pinpoint_bone_spot", "night_pain_wakes", "periods_absent"),
        ("femoral_neck_stress_fracture", "sacral_stress_fracture"),
        "Groin pain on weight-bearing with night pain can be a stress reaction in the hip bone. It must not be run on.",
        ("robertson2017",), "Groin bone stress", "no_impact_nonweightbearing", 24,
    )  # fmt: skip
    answers = GivenAnswers(
        age=24,
        duration_days=11,
        findings={
            "onset_mode": "gradual_over_days_to_weeks",
            "pinpoint_bone_spot": True,
            "night_pain_wakes": True,
            "periods_absent": True,
            "agg_running_impact": True,
            "q_deep_bone_ache": True,
            "ease_lying": True,
        },
        regions=("groin_right", "hip_outer_right", "dimple_right"),
    )
    bone = candidate("femoral_neck_stress_fracture", 0.30, 0.45, 0.62)
    return replace(
        ordinary(),
        person="Runner, 24, female",
        answers=answers,
        assessment=assessment(
            triage(
                "same_day",
                (rule,),
                "no_impact_nonweightbearing",
                safety_asked=13,
                open_safety_questions=(
                    OpenSafetyQuestion("fever", "Do you have a fever or shivers?", "same_day", None),
                    OpenSafetyQuestion("hx_cancer", "Have you ever had cancer?", "within_days", None),
                ),
            ),
            DifferentialResult(
                (bone, candidate("sacral_stress_fracture", 0.10, 0.2, 0.3)),
                (),
                {},
                0.05,
                (ToRuleOut("femoral_neck_stress_fracture", ("BSI_02",)), ToRuleOut("vertebral_infection", ())),
            ),
            recheck_on=date(2026, 11, 22),
        ),
        plan=replace(PLAN, sessions=(), stopped_because="Your plan is paused until you have been seen."),
        is_sample=False,
    )


def bone_stress_this_week() -> ReportInput:
    """A serious cause leads and time is short, but not today: causes are shown, this one without odds."""
    base = same_day_bone_stress()
    rule = FiredRule(
        "BSI_05", "within_days", ("pinpoint_bone_spot",), ("sacral_stress_fracture",),
        "One-finger bone pain that running makes worse should be seen this week.", ("robertson2017",),
        "Bone stress of the sacrum", "no_running", 120,
    )  # fmt: skip
    return replace(
        base,
        answers=replace(base.answers, regions=("dimple_right", "tailbone")),
        assessment=assessment(
            triage("within_days", (rule,), "no_running"),
            DifferentialResult(
                (
                    candidate("sacral_stress_fracture", 0.25, 0.42, 0.60, to_confirm="MRI; an X-ray is often normal",
                              reasons_for=(Reason("pinpoint_bone_spot", 3.1, FINGERTIP),)),
                    candidate("lumbar_muscle_strain", 0.10, 0.21, 0.33),
                ),
                (),
                {},
                0.03,
                (ToRuleOut("sacral_stress_fracture", ("BSI_05",)),),
            ),
        ),
    )  # fmt: skip


def few_answers() -> ReportInput:
    return replace(
        ordinary(),
        person="Runner",
        answers=GivenAnswers(age=None, sex=None, duration_days=None, findings={"agg_sitting": True}),
        assessment=assessment(
            triage(
                "within_2_weeks_routine",
                (),
                "modify_load",
                safety_asked=0,
                open_safety_questions=tuple(
                    OpenSafetyQuestion(item.id, item.question, "emergency", None)
                    for item in FINDINGS.values()
                    if item.group in ("neuro", "systemic", "history")
                ),
            ),
            DifferentialResult(
                (candidate("nonspecific_lbp", 0.10, 0.40, 0.75), candidate("lumbar_muscle_strain", 0.05, 0.2, 0.45)),
                (),
                {},
                0.15,
                (),
                (NotToldApart(("nonspecific_lbp", "lumbar_muscle_strain"), (0.0, 0.3), ()),),
            ),
            notices=("You are under 16. Do this check with a parent or guardian.",),
            self_care_if_no=("saddle_numb", "fever"),
        ),
        exposures=None,
        plan=None,
        is_sample=False,
    )


def self_care() -> ReportInput:
    """All safety questions answered no, an ordinary picture, level runs."""
    return replace(
        ordinary(),
        person="Runner, 45, male",
        answers=GivenAnswers(age=45, sex="male", duration_days=5, findings={"agg_sitting": True, "ease_lying": True},
                             regions=("low_back_left", "low_back_middle", "low_back_right")),
        assessment=assessment(
            triage(
                "self_care_ok_with_safety_net",
                (SELF_CARE,),
                "usual_within_comfort",
            ),
            DifferentialResult((candidate("nonspecific_lbp", 0.55, 0.66, 0.78,
                                          reasons_for=(Reason("agg_sitting", 1.4, "worse when sitting"),)),
                                candidate("lumbar_muscle_strain", 0.15, 0.22, 0.30)), (), {}, 0.02, ()),
        ),
        exposures=exposures((24, 25, 26, 27, 28, 26, 26, 25, 24, 26, 27, 20), spike_km=None),
        is_sample=False,
    )  # fmt: skip


def overflowing() -> ReportInput:
    """More of everything than a page can hold."""
    many = {
        f"extra_{i}": finding(f"extra_{i}", ("history", "timing", "easing", "training", "radiation")[i % 5],
                              f"Question {i}?", f"Statement {i} about something that takes a while to say in words")
        for i in range(60)
    }  # fmt: skip
    evidence = SimpleNamespace(**{**vars(EVIDENCE), "findings": FINDINGS | many, "references": {}})
    rules = tuple(
        replace(ROUTINE, rule=f"R_{i}", text=f"Rule {i}: {ROUTINE.text}", sources=(f"ref{i}a", f"ref{i}b"))
        for i in range(4)
    )
    long_reason = tuple(
        Reason(f"extra_{i}", 2.0, f"Reason {i}, told at such a length that it needs more than one line")
        for i in range(9)
    )
    base = ordinary()
    return replace(
        base,
        person="Somebody with a very long name " * 12,
        answers=replace(
            ORDINARY_ANSWERS, story="word " * 3000, findings={**ORDINARY_ANSWERS.findings, **dict.fromkeys(many, True)}
        ),
        evidence=evidence,
        assessment=assessment(
            triage("within_2_weeks_routine", rules, "modify_load", safety_net=SAFETY_NET * 3),
            replace(
                ORDINARY_DIFFERENTIAL,
                candidates=tuple(
                    replace(c, reasons_for=long_reason, reasons_against=long_reason)
                    for c in ORDINARY_DIFFERENTIAL.candidates
                ),
            ),
            advice=("Advice that goes on for a while and then a little longer.",) * 6,
        ),
        plan=replace(PLAN, sessions=PLAN.sessions * 3),
    )


ALL = {
    case.__name__: case
    for case in (
        ordinary, emergency, same_day_bone_stress, bone_stress_this_week, few_answers, self_care, overflowing,
    )
}  # fmt: skip


def words_of(document: bytes) -> str:
    """The words of a PDF in reading order, on one line."""
    pages = pypdf.PdfReader(BytesIO(document)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).replace("\u200b", "").split())
