"""The never-events of the evidence as tests; `docs/safety/never_events.yaml` says which test stands for which."""

from __future__ import annotations

import functools
import re
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from rule_rows import read

from backstride.assess.answers import read_answers
from backstride.assess.triage import evaluate
from backstride.evidence import URGENCIES

ROOT = Path(__file__).resolve().parents[3]
SELF_CARE = URGENCIES[-1]
BONES = {
    "bone_stress_injury",
    "femoral_neck_stress_fracture",
    "femoral_shaft_stress_fracture",
    "navicular_stress_fracture",
    "pelvic_stress_fracture",
    "sacral_stress_fracture",
    "tibial_stress_fracture",
}
CLOT_OR_COMPARTMENT = {"dvt", "pulmonary_embolism", "acute_compartment_leg", "acute_paraspinal_compartment"}


def told(base):
    """(where, text) of everything in the base that a runner may read."""
    for rule in base.triage.rules:
        yield rule.id, rule.user_reason
    for net in base.safety_nets.values():
        yield from ((net.id, line) for line in (*net.watch_for, net.act))
    for level, words in base.triage.level_words.items():
        yield from ((level, str(text)) for text in words.values())
    for condition in base.conditions.values():
        yield from ((condition.id, text) for text in (condition.plain_name, condition.what_it_is))
    for section in ("advice", "plan_rules", "families"):
        yield from shown(section, base.sections[section], {"text"} if section == "advice" else {"plain", "sentence"})
    yield from shown("exercises", base.sections["exercises"], {"name", "cues", "purpose", "stop_if"})


def shown(where, part, keys, *, on=False):
    if isinstance(part, str):
        if on:
            yield where, part
    elif isinstance(part, dict):
        for key, value in part.items():
            yield from shown(f"{where}.{key}", value, keys, on=on or key in keys)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from shown(where, value, keys, on=on)


def said(base, pattern):
    return [(where, text) for where, text in told(base) if re.search(pattern, text, re.IGNORECASE)]


def level(answers, base):
    return evaluate(read_answers({"answers": answers}, base), base).urgency


def at_least(urgency, wanted):
    return URGENCIES.index(urgency) <= URGENCIES.index(wanted)


@functools.cache
def tables(ask_first):
    return read(ask_first)


def pictures(rule, base):
    """Check-ins that fire a rule, by its table."""
    return tables(base.triage.ask_first)[rule.id].fires


def test_what_a_runner_reads_is_found(base):
    assert len(list(told(base))) > 1000
    assert any(where.startswith("exercises") for where, _ in told(base))
    assert any(where.startswith("plan_rules") for where, _ in told(base))


def test_every_rule_that_suspects_bone_stress_forbids_running(base):
    order = base.triage.activity_order
    suspecting = [rule for rule in base.triage.rules if BONES & set(rule.conditions)]
    assert len(suspecting) >= 17
    assert {condition for rule in suspecting for condition in rule.conditions} >= BONES
    for rule in suspecting:
        assert order.index(rule.activity) >= order.index("no_running"), rule.id


def test_a_no_to_one_danger_sign_takes_no_serious_condition_off_the_list(assessed):
    alarm = {"loc_low_back": True, "fever": True}
    named = {entry.condition for entry in assessed(alarm).differential.must_rule_out}
    assert named
    for finding in ("saddle_numb", "hx_cancer", "weight_loss_unexplained", "night_pain_unrelieved", "injects_drugs"):
        denied = {entry.condition for entry in assessed({**alarm, finding: False}).differential.must_rule_out}
        assert named <= denied, finding


def test_anti_inflammatories_are_named_to_a_runner_only_to_warn(base):
    warning = r"\b(take no|no|stop the|stop|not be used|must not)\b"
    named = said(base, r"ibuprofen|naproxen|diclofenac|aspirin|anti-inflammator|\bNSAID")
    assert named
    for where, text in named:
        assert re.search(warning, text, re.IGNORECASE), (where, text)


def test_no_prescription_medicine_is_named_to_a_runner(base):
    opioids = r"opioid|codeine|tramadol|morphine|oxycodone"
    assert not said(base, rf"{opioids}|gabapentin|pregabalin|diazepam|prednis|cortisone tablet")


def test_massage_and_the_like_are_named_to_a_runner_only_to_warn(base):
    named = said(base, r"massag|foam.?roll|compression s")
    assert named
    for where, text in named:
        assert re.search(r"do not massage|massage should wait|no massage|not massage", text, re.IGNORECASE), where


def test_a_week_with_a_possible_clot_or_compartment_syndrome_works_no_calf(base, week):
    suspecting = [rule for rule in base.triage.rules if CLOT_OR_COMPARTMENT & set(rule.conditions)]
    assert len(suspecting) >= 17
    for rule in suspecting:
        picture = pictures(rule, base)[0]
        kinds = {session.kind for session in week(picture, age=None, sex=None, duration_days=None).sessions}
        assert kinds <= {"rest", "walk"}, (rule.id, kinds)


def test_no_score_is_subtracted_from_and_nobody_is_told_a_risk_is_low(base):
    assert not {"dvt", "pulmonary_embolism"} & {composite.condition for composite in base.ranking.composites}
    assert not said(base, r"risk is low|low risk|low enough|no need (for|to have) (a |an )?(test|scan|check)")
    for rule in base.triage.rules:
        if {"dvt", "pulmonary_embolism"} & set(rule.conditions) and rule.urgency != SELF_CARE:
            assert "muscle_strain" not in str(rule.when)


def test_signs_of_head_neck_artery_cord_or_trauma_get_no_exercise(base, week):
    families = {"cervical_vascular", "cord"}
    rules = [rule for rule in base.triage.rules if rule.family in families]
    rules += [rule for rule in base.triage.rules if rule.id in {"FX_01", "FX_07"}]
    assert len(rules) >= 14
    for rule in rules:
        picture = pictures(rule, base)[0]
        plan = week(picture, age=None, sex=None, duration_days=None)
        if at_least(level(picture, base), "same_day"):
            assert not plan.sessions, rule.id
    assert not said(base, r"neck (exercise|stretch|traction|manipulation)|stretch (your|the) neck|crack your neck")


@pytest.mark.parametrize("place", ["loc_low_back", "loc_thoracic", "loc_buttock_sacrum"])
def test_nobody_waits_with_weakness_numb_saddle_fever_or_cancer(place, base):
    soon = {
        "progressive_weakness": "emergency",
        "saddle_numb": "emergency",
        "urinary_retention_new": "emergency",
        "fever": "same_day",
        "cancer_active": "same_day",
        "hx_cancer": "within_days",
    }
    for finding, wanted in soon.items():
        assert at_least(level({finding: True, place: True}, base), wanted), finding
    assert not said(base, r"\b(EMG|wait (for )?(six|6) weeks|wait and see)\b")


@pytest.mark.parametrize("years", [12, 18, 25, 34, 45])
def test_youth_does_not_lower_heart_clot_or_cancer_signs(years, base):
    signs = {"chest_pressure": "same_day", "calf_or_leg_whole_swollen": "same_day", "breathless_new": "same_day"}
    for finding, wanted in signs.items():
        assert at_least(level({finding: True, "age_years": years}, base), wanted), finding
    lumps = {"hx_cancer": True, "loc_low_back": True, "age_years": years}
    assert at_least(level(lumps, base), "within_days")
    assert not said(base, r"too young|at your age (it|this) is (not|un)|too fit|because you are fit|runners do not get")


def test_a_runner_is_not_told_to_order_a_scan(base):
    assert not said(base, r"\b(ask for|book|order|pay for|insist on|demand) (an? |your )?(MRI|scan|X-?ray|CT)\b")
    assert not said(base, r"\b(your|the) (MRI|scan|X-?ray) (shows|showed|explains)")
    for condition in base.conditions.values():
        assert not re.search(r"(MRI|scan|X-?ray) (shows|explains) why", condition.what_it_is)


def test_thoughts_of_suicide_lead_to_people_today_and_to_no_score(base):
    for finding in ("suicidal_thoughts", "suicidal_plan_or_intent", "self_harm_recent"):
        result = evaluate(read_answers({"answers": {finding: True}}, base), base)
        assert at_least(result.urgency, "same_day"), finding
        assert any("crisis line" in line for line in result.safety_net), finding
    about = [text for rule in base.triage.rules if rule.family == "psychological" for text in (rule.user_reason,)]
    assert about
    assert not [text for text in about if re.search(r"\b(low|medium|moderate|high) risk\b|\bscore\b", text)]


def test_nobody_under_sixteen_ends_in_self_care(base):
    reassured = {
        rule.id
        for rule in base.triage.rules
        if rule.urgency == SELF_CARE
        for picture in pictures(rule, base)
        if level({**picture, "age_years": 15}, base) == SELF_CARE
    }
    assert not reassured


def test_unexplained_weight_loss_gets_no_run(base, week):
    ordinary = dict.fromkeys(base.triage.ask_first, False) | {
        "loc_low_back": True,
        "agg_sitting": True,
        "ease_lying": True,
        "mechanical_pattern": True,
        "tingle_leg": False,
        "numb_patch_one_leg": False,
        "weak_leg": False,
        "foot_drop": False,
        "weight_loss_unexplained": False,
        "constant_rest_pain": False,
        "pain_intensity_band": "nrs_0_3",
    }
    assert any(session.kind == "run" for session in week(ordinary).sessions)
    losing = week({**ordinary, "weight_loss_unexplained": True})
    assert not any(session.kind == "run" for session in losing.sessions)


def test_an_emergency_says_not_to_drive(base, assessed):
    for finding in ("progressive_weakness", "vision_loss_or_double", "faint_or_collapse"):
        assessment = assessed({finding: True})
        if assessment.urgency == "emergency":
            assert any("Do not drive yourself" in line for line in assessment.advice), finding
    assert "do not drive yourself" in base.triage.level_words["emergency"]["action"]
    assert assessed({"faint_or_collapse": True}).urgency == "emergency"


def test_a_collapsed_or_confused_runner_is_told_nothing_but_to_get_help(assessed, week):
    collapsed = {"collapse_or_confusion_exercise": True}
    assessment = assessed(collapsed)
    assert assessment.urgency == "emergency"
    assert assessment.triage.activity == "stop_all"
    assert not week(collapsed).sessions
    lines = [reason.text for reason in assessment.triage.reasons] + list(assessment.advice)
    assert not [line for line in lines if re.search(r"\b(drink|rest|walk it off|lie down)\b", line, re.IGNORECASE)]


def test_blood_in_urine_or_dark_urine_never_ends_in_self_care(base):
    for rule in base.triage.rules:
        if rule.urgency == SELF_CARE:
            picture = pictures(rule, base)[0]
            assert level({**picture, "blood_in_urine": True}, base) != SELF_CARE, rule.id
            assert at_least(level({**picture, "dark_urine": True}, base), "same_day"), rule.id


def test_triage_never_reads_the_ranking(base):
    without = replace(base, ranking=None, must_rule_out=None)
    for rule in base.triage.rules:
        picture = pictures(rule, base)[0]
        answers = read_answers({"answers": picture}, base)
        assert evaluate(answers, without) == evaluate(answers, base), rule.id


def test_no_language_model_is_part_of_the_product():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[<>=; \[]", requirement)[0] for requirement in project["dependencies"]}
    assert names
    models = r"openai|anthropic|transformers|torch|llama|langchain|mistral|gpt4all|ollama|vllm|gemini|cohere|litellm"
    pinned = (ROOT / "requirements/runtime.txt").read_text(encoding="utf-8")
    assert not [line for line in pinned.splitlines() if re.match(rf"({models})\b", line)]
    assert not [name for name in names if re.match(models, name)]


@pytest.mark.parametrize("story", ["It is nothing, I feel fine.", "No numbness. Not urgent at all.", "x" * 2000])
def test_the_story_does_not_change_the_level(story, assessed):
    for answers in ({"saddle_numb": True}, {"loc_low_back": True, "fever": True}, {"loc_calf": True}):
        assert assessed(answers, story=story).urgency == assessed(answers).urgency


def test_one_weak_sign_alone_sends_nobody_to_hospital(base):
    weak = next(rule for rule in base.triage.rules if rule.id == "WEAK_01")
    night = level({"loc_low_back": True, "night_pain_unrelieved": True, "age_years": 35}, base)
    assert not at_least(night, "same_day")
    listed = [flag["when"] for flag in base.sections["weak_flags"] if isinstance(flag.get("when"), str)]
    assert len(listed) >= 4
    for finding in listed:
        urgency = level({"loc_low_back": True, finding: True, "age_years": 35}, base)
        assert not at_least(urgency, "same_day"), finding
    assert weak.urgency == "within_2_weeks_routine"
