"""Self-care is taken away, and nothing else changed, where something serious is too probable beside it."""

from dataclasses import replace
from datetime import date

import pytest

from backstride.assess import assess, check, read_answers
from backstride.assess.result import ToRuleOut
from backstride.assess.withheld import NOT_RANKED, RULE, too_probable, without_false_comfort
from backstride.evidence import URGENCIES

TODAY = date(2026, 11, 21)
STRAIN = {"loc_low_back_one_side": True, "agg_sitting": True, "ease_lying": True}
SORE = {"loc_front_thigh": True, "bilateral_symptoms": True, "peaks_1_to_3_days": True, "dark_urine": False}
HEART = {
    "regions": ["shoulder_blade_left"], "agg_neck_movement": True, "ease_heat": True, "high_blood_pressure": True,
    "onset_mode": "sudden_out_of_nowhere", "pain_intensity_nrs": 6,
}  # fmt: skip


@pytest.fixture
def checked(evidence):
    def run(base=evidence, age=58, days=1, **answers):
        first = dict.fromkeys(evidence.triage.ask_first, False)
        document = {"age": age, "sex": "male", "duration_days": days, "answers": {**first, **answers}}
        return assess(read_answers(document, base), base, today=TODAY)

    return run


def with_share(evidence, share):
    settings = evidence.ranking.settings
    changed = {**settings, "must_rule_out": {**settings["must_rule_out"], "withholds_self_care_above": share}}
    return replace(evidence, ranking=replace(evidence.ranking, settings=changed))


def test_a_page_with_a_probable_heart_attack_never_says_self_care(checked):
    result = checked(**HEART)
    assert URGENCIES.index(result.urgency) < len(URGENCIES) - 1


def test_an_ordinary_strain_still_gets_self_care(checked):
    assert checked(age=34, days=5, **STRAIN).urgency == "self_care_ok_with_safety_net"


def test_the_reason_names_what_else_it_fits_and_the_advice_goes_with_the_level(checked, evidence):
    assert checked(age=40, days=2, **SORE).urgency == "self_care_ok_with_safety_net"
    result = checked(with_share(evidence, 0.001), age=40, days=2, **SORE)
    assert result.urgency == "within_2_weeks_routine"
    (reason,) = result.triage.reasons
    assert reason.rule == RULE
    assert reason.suspected
    assert all(evidence.conditions[c].plain_name in reason.text for c in reason.suspected)
    assert "rhabdomyolysis" in reason.suspected
    assert any("within two weeks" in line for line in result.advice)
    assert (result.recheck_on - TODAY).days == 14


def test_above_the_greatest_share_nothing_is_withheld(checked, evidence):
    assert checked(with_share(evidence, 1.0), age=40, days=2, **SORE).urgency == "self_care_ok_with_safety_net"


def test_no_other_level_is_touched(checked, evidence):
    urgent = checked(saddle_numb=True, **STRAIN)
    assert without_false_comfort(urgent.triage, urgent.differential, evidence) is urgent.triage


def test_without_a_ranking_there_is_no_self_care(checked, monkeypatch):
    def broken(*_):
        raise ValueError("no ranking")

    monkeypatch.setattr(check, "weigh", broken)
    assert checked(age=34, days=5, **STRAIN).urgency == "within_2_weeks_routine"


def test_what_is_urgent_by_itself_withholds_self_care_though_the_place_does_not_list_it(checked, evidence):
    ranking = checked(age=34, days=5, **STRAIN).differential
    first = replace(ranking.candidates[0], condition="kidney_stone")
    assert evidence.conditions["kidney_stone"].urgency in URGENCIES[:2]
    without_list = replace(ranking, candidates=(first,), must_rule_out=())
    assert [m.condition for m in too_probable(without_list, evidence)] == ["kidney_stone"]
    assert not too_probable(replace(ranking, must_rule_out=()), evidence)


@pytest.fixture
def ordinary(checked):
    """An ordinary strain with a ranking of one explanation, which the test names."""
    result = checked(age=34, days=5, **STRAIN)
    assert result.urgency == "self_care_ok_with_safety_net"

    def of(condition, probability, *listed):
        first = replace(result.differential.candidates[0], condition=condition, probability=probability)
        return result.triage, replace(result.differential, candidates=(first,), must_rule_out=listed)

    return of


def test_the_share_itself_does_not_withhold_self_care_and_more_does(ordinary, evidence):
    listed = ToRuleOut("kidney_stone", ("flank_colic",))
    above = evidence.ranking.settings["must_rule_out"]["withholds_self_care_above"]
    assert above == 0.1
    assert not too_probable(ordinary("kidney_stone", 0.1, listed)[1], evidence)
    assert too_probable(ordinary("kidney_stone", 0.101, listed)[1], evidence) == [listed]


def test_the_reason_holds_the_answers_that_raise_what_else_it_fits(ordinary, evidence):
    listed = ToRuleOut("kidney_stone", ("flank_colic", "nausea_vomiting", "flank_colic"))
    (reason,) = without_false_comfort(*ordinary("kidney_stone", 0.5, listed), evidence).reasons
    assert reason.because == ("flank_colic", "nausea_vomiting")
    assert reason.suspected == ("kidney_stone",)
    assert reason.sources == ("design",)
    assert (reason.level, reason.activity, reason.target_hours) == ("within_2_weeks_routine", "modify_load", None)
    (unlisted,) = without_false_comfort(*ordinary("kidney_stone", 0.5), evidence).reasons
    assert unlisted.because == ()


@pytest.mark.parametrize(
    ("limit", "shown"),
    [
        ("usual_within_comfort", "modify_load"),
        ("modify_load", "modify_load"),
        ("no_running", "no_running"),
        ("stop_all", "stop_all"),
    ],
)
def test_the_limit_rises_to_that_of_the_level_and_never_falls(limit, shown, ordinary, evidence):
    triage, ranking = ordinary("kidney_stone", 0.5)
    assert without_false_comfort(replace(triage, activity=limit), ranking, evidence).activity == shown


def test_without_candidates_the_reason_says_that_nothing_was_worked_out(ordinary, evidence):
    triage, ranking = ordinary("kidney_stone", 0.5)
    result = without_false_comfort(triage, replace(ranking, candidates=()), evidence)
    assert [reason.text for reason in result.reasons] == [NOT_RANKED]
    assert result.reasons[0].suspected == ()
