"""Serious conditions that stay in mind: by place and age, by what raises them, and by the rules that fired."""

import pytest
from small_base import base, choice, condition, finding

from backstride.assess.must_rule_out import age_range, ages, impossible, must_rule_out, to_think_of
from backstride.assess.result import FiredRule, ToRuleOut
from backstride.evidence import model as m

LISTED = m.MustRuleOut(
    places={"back": ("loc_back", "loc_spine"), "calf": ("loc_calf",)},
    presentations={
        ("back", "under_20"): ("tumour",),
        ("back", "age_20_39"): ("infection", "tumour"),
        ("back", "age_65_plus"): ("aneurysm",),
        ("calf", "age_20_39"): ("clot", "infection"),
    },
    raised_by={"infection": ("fever", "chills", "injects"), "clot": ("swollen", "travel")},
)
AGE = m.Band(
    "age_band", "age_years", {"under_20": (8.0, 19.0), "age_30_39": (30.0, 39.0), "age_65_plus": (65.0, 100.0)}
)
SIGNS = ("fever", "chills", "injects", "swollen", "travel", "sex_female", "loc_back", "loc_spine", "loc_calf")


@pytest.fixture
def evidence():
    urgency = {
        "infection": "same_day",
        "clot": "emergency",
        "aneurysm": "emergency",
        "tumour": "within_days",
        "torsion": "emergency",
        "pregnancy": "same_day",
        "strain": "self_care_ok_with_safety_net",
    }
    female = [0.5, 0.5, 0.5, 0.5, 0.001, 0.9999, 0.5]
    return base(
        [*(finding(f) for f in SIGNS), choice("age_band", tuple(AGE.edges)), finding("age_years", in_ranking=False)],
        [condition(c, urgency=level) for c, level in urgency.items()] + [condition("stroke", urgency="emergency")],
        {f: [0.1] * 8 for f in SIGNS} | {"sex_female": [*female, 0.5], "age_band": [[0.3] * 8] * 3},
        must_rule_out=LISTED,
        vocabulary=m.Vocabulary((), (), (), (), (AGE,), {}, {}, (), ()),
    )


def fired(rule, level, *conditions):
    return FiredRule(rule, level, ("answer",), conditions, "text", (), "title", "modify_load", None)


def names(said, evidence, probability=None, reasons=(), hurting=("loc_back",)):
    return [t.condition for t in must_rule_out(said, hurting, probability or {}, reasons, evidence)]


def test_a_listed_condition_is_shown_from_two_answers_that_raise_it(evidence):
    said = {"age_years": 30.0, "fever": True, "chills": True, "injects": False}
    assert must_rule_out(said, ("loc_back",), {}, (), evidence) == (ToRuleOut("infection", ("fever", "chills")),)
    assert names({**said, "chills": False}, evidence) == []


def test_a_listed_condition_is_shown_above_one_in_a_hundred(evidence):
    said = {"age_years": 30.0}
    assert must_rule_out(said, ("loc_back",), {"infection": 0.011}, (), evidence) == (
        ToRuleOut("infection", ("loc_back",)),
    )
    assert names(said, evidence, {"infection": 0.01}) == []


def test_one_answer_that_raises_it_is_named_beside_the_probability(evidence):
    shown = must_rule_out({"age_years": 30.0, "fever": True}, ("loc_back",), {"infection": 0.5}, (), evidence)
    assert shown == (ToRuleOut("infection", ("fever",)),)


def test_only_the_places_that_hurt_and_the_age_count(evidence):
    probability = dict.fromkeys(("infection", "tumour", "aneurysm", "clot"), 0.5)
    assert set(names({"age_years": 30.0}, evidence, probability)) == {"infection", "tumour"}
    assert set(names({"age_years": 30.0}, evidence, probability, hurting=("loc_calf",))) == {"clot", "infection"}
    assert names({"age_years": 70.0}, evidence, probability) == ["aneurysm"]
    assert names({"age_years": 19.9}, evidence, probability) == ["tumour"]
    assert set(names({"age_years": 20.0}, evidence, probability)) == {"infection", "tumour"}
    assert names({"age_years": 40.0}, evidence, probability) == []
    assert names({"age_years": 65.0}, evidence, probability) == ["aneurysm"]


def test_what_is_unknown_clears_nothing(evidence):
    probability = dict.fromkeys(("infection", "tumour", "aneurysm", "clot"), 0.5)
    assert set(names({}, evidence, probability)) == {"infection", "tumour", "aneurysm"}
    assert set(names({"age_years": 30.0}, evidence, probability, hurting=())) == {"infection", "tumour", "clot"}


def test_the_place_may_be_a_finding_beside_the_drawing(evidence):
    said = {"loc_spine": True, "age_years": 30.0}
    assert to_think_of(said, ["loc_spine"], evidence)["tumour"] == ("loc_spine",)
    assert names(said, evidence, {"tumour": 0.5, "clot": 0.5}, hurting=()) == ["tumour"]


def test_what_a_fired_rule_suspects_is_always_shown_by_its_rules(evidence):
    reasons = [
        fired("R1", "emergency", "stroke"),
        fired("R2", "within_days", "stroke", "strain"),
        fired("R3", "within_2_weeks_routine", "tumour"),
    ]
    assert must_rule_out({"age_years": 30.0}, ("loc_back",), {}, reasons, evidence) == (
        ToRuleOut("stroke", ("R1", "R2")),
        ToRuleOut("strain", ("R2",)),
    )


def test_the_most_urgent_stand_first_and_the_more_probable_before_the_less(evidence):
    probability = {"infection": 0.5, "tumour": 0.3, "clot": 0.1, "stroke": 0.2}
    reasons = [fired("R1", "same_day", "clot", "stroke")]
    assert names({"age_years": 30.0}, evidence, probability, reasons) == ["stroke", "clot", "infection", "tumour"]


def test_a_condition_of_the_other_sex_is_left_out(evidence):
    reasons = [fired("R1", "emergency", "torsion", "pregnancy", "unlisted")]
    evidence.conditions["unlisted"] = condition("unlisted", urgency="emergency", role="screened", ranked=False)
    assert set(names({"sex_female": True}, evidence, None, reasons)) == {"pregnancy", "unlisted"}
    assert set(names({"sex_female": False}, evidence, None, reasons)) == {"torsion", "unlisted"}
    assert set(names({}, evidence, None, reasons)) == {"torsion", "pregnancy", "unlisted"}
    assert not impossible("infection", {"sex_female": True}, evidence)


@pytest.mark.parametrize(
    ("band", "expected"),
    [("under_20", (0.0, 20.0)), ("age_20_39", (20.0, 40.0)), ("age_65_plus", (65.0, float("inf")))],
)
def test_a_band_of_the_list_is_read_from_its_name(band, expected):
    assert ages(band) == expected


def test_the_age_is_known_exactly_by_its_band_or_not_at_all(evidence):
    assert age_range({"age_years": 39.5, "age_band": "under_20"}, evidence) == (39.5, 39.5)
    assert age_range({"age_band": "age_30_39"}, evidence) == (30.0, 39.0)
    assert age_range({}, evidence) == (0.0, float("inf"))


def test_ninety_nine_in_a_hundred_of_one_sex_are_enough_to_rule_the_other_out():
    shares = {"hers": 0.99, "mostly_hers": 0.98, "mostly_his": 0.02, "his": 0.01}
    evidence = base([finding("sex_female")], [condition(c) for c in shares], {"sex_female": [*shares.values()]})
    assert [c for c in shares if impossible(c, {"sex_female": False}, evidence)] == ["hers"]
    assert [c for c in shares if impossible(c, {"sex_female": True}, evidence)] == ["his"]
    assert not [c for c in shares if impossible(c, {}, evidence)]
