"""The result of triage: level, reasons, limits, open questions and the signs to watch for."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backstride.assess.answers import read_answers
from backstride.assess.derive import derive
from backstride.assess.safety_net import EMERGENCY_LIST, MOST_LINES, lines
from backstride.assess.triage import compiled_triage, evaluate, fallback, level_if_yes

SCREENED = (
    "sepsis_signs",
    "collapse_or_confusion_exercise",
    "faint_or_collapse",
    "breathless_new",
    "saddle_numb",
    "urinary_retention_new",
    "urinary_incontinence_new",
    "bowel_new_trouble",
    "both_legs_neuro",
    "progressive_weakness",
    "fever",
    "major_trauma",
    "hx_cancer",
    "period_late_or_pregnant",
    "suicidal_thoughts",
)
ALL_NO = dict.fromkeys(SCREENED, False)
ORDINARY = {"mechanical_picture": True, "pain_duration_weeks": 1, "age_years": 34, "loc_low_back": True}


@pytest.fixture
def triage(evidence):
    def run(answers=None, measured=None, **top):
        given = read_answers({"answers": answers or {}, **top}, evidence)
        return evaluate(given, evidence) if measured is None else evaluate(given, evidence, measured)

    return run


def open_questions(result):
    return [question.finding for question in result.open_safety_questions]


def test_nothing_fired_is_routine_with_the_load_turned_down(triage):
    result = triage(ALL_NO)
    assert (result.urgency, result.activity, result.reasons) == ("within_2_weeks_routine", "modify_load", ())


def test_an_ordinary_picture_with_the_screen_answered_no_is_self_care(triage):
    result = triage({**ORDINARY, **ALL_NO})
    assert result.urgency == "self_care_ok_with_safety_net"
    assert (result.safety_asked, result.safety_total) == (15, 15)
    assert result.safety_net


def test_reasons_come_most_urgent_first_and_the_strictest_limit_wins(triage):
    # Thoughts of ending life (today, running as usual) and cancer once with back pain (within days, no running).
    result = triage({"loc_low_back": True, "hx_cancer": True, "suicidal_thoughts": True})
    assert [(r.rule, r.level) for r in result.reasons[:2]] == [("PSY_02", "same_day"), ("CA_03", "within_days")]
    assert (result.urgency, result.activity) == ("same_day", "no_running")


def test_a_reason_carries_what_the_rule_says(triage):
    reason = triage({"saddle_numb": True}).reasons[0]
    assert (reason.rule, reason.level, reason.because) == ("CES_01", "emergency", ("saddle_numb",))
    assert (reason.suspected, reason.activity, reason.target_hours) == (("cauda_equina",), "stop_all", 4)
    assert reason.title == "New bladder, bowel, saddle or sexual change with back or leg pain"
    assert reason.text.startswith(
        "These changes can mean the nerves to bladder, bowel and genitals are being squeezed."
    )
    assert {"bmjbp_ces", "girft2023", "york_ces"} <= set(reason.sources)


def test_a_reason_names_the_answers_and_not_what_follows_from_them(triage):
    # A shoulder-blade mark makes the upper back a place of pain; that is what PE_01 reads.
    result = triage({"breathless_new": True, "regions": ["shoulder_blade_left"], "loc_chest": False})
    because = {reason.rule: reason.because for reason in result.reasons}
    assert because["PE_01"] == ("breathless_new", "loc_upper_back")


def test_an_age_band_is_named_where_it_stands_for_the_age(triage):
    # AO_03: from 50 with a vascular risk; only the band is known.
    result = triage({"hx_cancer": True, "weight_loss_unexplained": True, "loc_neck": True, "age_band": "age_65_plus"})
    assert "age_band" in {finding for reason in result.reasons for finding in reason.because}


def test_a_provisional_reading_is_blamed_on_the_broad_answer(triage):
    result = triage({"cold_pale_foot": True})
    assert result.urgency == "emergency"
    assert result.reasons[0].because == ("cold_pale_foot",)
    assert result.provisional == ("leg_cold_pale_sudden",)


def test_after_an_emergency_only_splitting_questions_are_left(triage):
    assert open_questions(triage({"cold_pale_foot": True})) == ["leg_cold_pale_sudden"]
    assert open_questions(triage({"saddle_numb": True})) == []


def test_splitting_questions_come_first_each_once_and_then_the_first_questions(triage):
    result = triage({"weak_leg": True, "thigh_weak_stairs_buckle": True})
    asked = open_questions(result)
    assert asked[:2] == ["foot_drop", "leg_weakness_severe"]
    assert asked[2:] == list(SCREENED)
    assert [q.split for q in result.open_safety_questions[:3]] == ["SP_01", "SP_01", None]
    assert result.safety_asked == 0


def test_a_first_question_that_splits_an_alarm_is_listed_once(triage):
    # SP_14: chills or sweats are read as fever, itself one of the fifteen.
    result = triage({"chills_sweats": True})
    assert open_questions(result)[0] == "fever"
    assert open_questions(result).count("fever") == 1
    assert result.safety_asked == 0


def test_what_is_left_of_a_split_is_asked_where_its_own_questions_are_all_answered(evidence):
    splits = tuple(replace(s, ask=("diabetes",)) if s.id == "SP_10" else s for s in evidence.vocabulary.splits)
    base = replace(evidence, vocabulary=replace(evidence.vocabulary, splits=splits))
    answers = read_answers({"answers": {"immune_weak_or_injecting": True, "diabetes": True, **ALL_NO}}, base)
    assert open_questions(evaluate(answers, base)) == ["injects_drugs", "immune_weak"]


def test_each_open_question_tells_the_level_it_could_lead_to(triage):
    levels = {q.finding: q.could_become for q in triage({"loc_low_back": True}).open_safety_questions}
    # By the rules for each alone with low-back pain: CES_01, GEN_01, PSY_02, CA_03, FX_01, INF_02.
    assert levels["saddle_numb"] == "emergency"
    assert levels["sepsis_signs"] == "emergency"
    assert levels["suicidal_thoughts"] == "same_day"
    assert levels["hx_cancer"] == "within_days"
    assert levels["major_trauma"] == "emergency"
    assert levels["fever"] == "same_day"
    # A late period or pregnancy with low-back pain alone: WEAK_01, which is routine already.
    assert levels["period_late_or_pregnant"] in {"within_2_weeks_routine", "same_day"}


def test_a_question_that_cannot_raise_the_level_shows_the_level_already_reached(triage):
    levels = {q.finding: q.could_become for q in triage({"foot_drop": True}).open_safety_questions}
    assert levels["suicidal_thoughts"] == "same_day"
    assert levels["saddle_numb"] == "emergency"


def test_a_mark_where_one_sits_asks_about_numbness_first(triage):
    asked = open_questions(triage({"regions": ["calf_left", "saddle"]}))
    assert asked[0] == "saddle_numb"
    assert asked.count("saddle_numb") == 1
    assert "saddle_numb" not in open_questions(triage({"regions": ["saddle"], "saddle_numb": False}))
    assert open_questions(triage({"regions": ["saddle"], "saddle_numb": True})) == []


@pytest.mark.parametrize("who", [{"sex": "male"}, {"age": 60}, {"answers": {"postmenopausal": True}}])
def test_the_pregnancy_question_counts_as_no_where_it_need_not_be_asked(who, evidence):
    without = {f: False for f in SCREENED if f != "period_late_or_pregnant"}
    picture = {"mechanical_picture": True, "pain_duration_weeks": 1, "loc_low_back": True}
    answers = {**picture, **without, **who.get("answers", {})}
    top = {"age": 34, **{k: v for k, v in who.items() if k != "answers"}}
    result = evaluate(read_answers({"answers": answers, **top}, evidence), evidence)
    assert result.urgency == "self_care_ok_with_safety_net"
    assert result.safety_asked == 15


def test_the_pregnancy_question_is_asked_of_a_woman_under_60(triage):
    without = {f: False for f in SCREENED if f != "period_late_or_pregnant"}
    result = triage({**ORDINARY, **without}, sex="female")
    assert result.urgency == "within_2_weeks_routine"
    assert open_questions(result) == ["period_late_or_pregnant"]


def test_what_the_watch_measured_fills_what_was_not_answered(triage):
    # BSI_04: pain at the sacrum that comes earlier each run, after a jump in load.
    answers = {"loc_buttock_sacrum": True, "earlier_each_run": True}
    assert "BSI_04" not in {reason.rule for reason in triage(answers).reasons}
    measured = triage(answers, {"mileage_spike": True})
    because = {reason.rule: reason.because for reason in measured.reasons}
    assert because["BSI_04"] == ("loc_buttock_sacrum", "earlier_each_run", "mileage_spike")


def test_where_the_watch_and_the_runner_differ_a_yes_outweighs_a_no(triage):
    answers = {"loc_buttock_sacrum": True, "earlier_each_run": True}
    measured = triage(answers, {"mileage_spike": True})
    assert triage({**answers, "mileage_spike": False}, {"mileage_spike": True}) == measured
    assert triage({**answers, "mileage_spike": True}, {"mileage_spike": False}) == measured


def test_the_result_does_not_depend_on_the_order_of_the_answers(triage):
    answers = {
        "weak_leg": True,
        "loc_calf": True,
        "st_heel_raise_fail": True,
        "pain_word_severe": True,
        "age_years": 61,
    }
    assert triage(answers) == triage(dict(reversed(answers.items())))


def test_the_net_of_every_result_comes_first_and_the_list_stays_short(triage, evidence):
    always = next(net for net in evidence.safety_nets.values() if net.always)
    result = triage({"loc_low_back": True, "loc_calf": True, "loc_neck": True, "loc_flank": True, "hx_cancer": True})
    assert result.safety_net[0] == f"{'; '.join(always.watch_for)}: {always.act}"
    assert len(result.safety_net) == MOST_LINES
    assert len(set(result.safety_net)) == MOST_LINES


def test_the_net_that_fits_the_place_is_shown(triage, evidence):
    heel = evidence.safety_nets["SN_achilles"]
    assert f"{'; '.join(heel.watch_for)}: {heel.act}" in triage({"loc_achilles": True}).safety_net


def test_a_self_care_rule_reads_what_was_not_asked_as_not_denied(triage):
    asked = ("dark_urine", "muscle_pain_extreme", "neuro_deficit_new", "calf_swollen", "fever")
    asked += ("collapse_or_confusion_exercise", "breathless_new")
    sore = {"bilateral_muscle_soreness": True, "age_years": 30}
    assert triage({**sore, **dict.fromkeys(asked, False)}).urgency == "self_care_ok_with_safety_net"
    assert triage(sore).urgency == "within_2_weeks_routine"


def test_without_any_net_the_emergency_list_is_shown():
    assert lines({}, {}, [], None) == EMERGENCY_LIST


def test_the_fallback_is_routine_with_the_emergency_list_and_no_running():
    result = fallback("We could not work out how urgent this is.")
    assert (result.urgency, result.activity) == ("within_2_weeks_routine", "no_running")
    assert result.safety_net == EMERGENCY_LIST
    assert result.reasons[0].text == "We could not work out how urgent this is."
    assert result.safety_asked == result.safety_total == 0
    assert result.open_safety_questions == result.provisional == ()
    (reason,) = result.reasons
    assert (reason.rule, reason.title, reason.sources) == ("not_assessed", "Not assessed", ("design",))
    assert (reason.level, reason.activity, reason.target_hours) == ("within_2_weeks_routine", "no_running", None)
    assert reason.because == reason.suspected == ()


def test_an_open_question_carries_its_words(triage, evidence):
    questions = triage({"suicidal_thoughts": True}).open_safety_questions
    assert questions
    assert [q.question for q in questions] == [evidence.findings[q.finding].question for q in questions]


def test_an_answer_that_opens_a_further_question_has_it_asked_until_it_is_answered(triage):
    thoughts = {"suicidal_thoughts": True}
    assert {"suicidal_plan_or_intent", "self_harm_recent"} <= set(open_questions(triage(thoughts)))
    assert "suicidal_plan_or_intent" not in open_questions(triage({**thoughts, "suicidal_plan_or_intent": False}))
    assert "suicidal_plan_or_intent" not in open_questions(triage({}))


def test_a_number_is_asked_for_once_and_shows_the_level_already_reached(triage):
    # PSY_02 makes it same day; how far a pregnancy is has no yes that could make it more.
    said = {"suicidal_thoughts": True, "period_late_or_pregnant": True}
    asked = {q.finding: q.could_become for q in triage(said).open_safety_questions}
    assert asked["pregnancy_weeks"] == "same_day"
    assert "pregnancy_weeks" not in open_questions(triage({**said, "pregnancy_weeks": 10}))


def test_a_yes_that_brings_a_number_leads_to_the_level_of_the_rules_that_read_it(evidence):
    # Worst-ever pain stands for 9 of 10. GEN_05: feeling very unwell with pain of 7 or more.
    known = compiled_triage(evidence)
    told = {"feeling_very_unwell": True}
    facts = derive(told, known.derivations)
    assert level_if_yes("pain_word_worst_ever", told, facts, "within_2_weeks_routine", known) == "same_day"


def test_of_an_age_band_a_rule_takes_the_age_that_makes_it_fire(triage):
    # CA_07: under 25; a band from 20 to 29 may be 20.
    fired = {r.rule for r in triage({"age_band": "age_20_29", "bone_or_soft_lump": True}).reasons}
    assert "CA_07" in fired


def test_a_splitting_question_carries_its_words_and_never_promises_less_than_the_level_reached(evidence):
    tingling = read_answers({"answers": {"tingle_leg": True}}, evidence)
    result = evaluate(tingling, evidence)
    (question,) = [q for q in result.open_safety_questions if q.split == "SP_13"]
    assert question.question == evidence.findings[question.finding].question
    assert (result.urgency, question.could_become) == ("within_days", "within_days")
    milder = tuple(replace(s, most_urgent_reading="within_2_weeks_routine") for s in evidence.vocabulary.splits)
    base = replace(evidence, vocabulary=replace(evidence.vocabulary, splits=milder))
    (question,) = [q for q in evaluate(tingling, base).open_safety_questions if q.split == "SP_13"]
    assert question.could_become == "within_days"
