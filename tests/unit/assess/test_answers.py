"""Reading the answers document: what is understood, and the one sentence that says why something is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from backstride.assess.answers import AnswersError, read_answers


def read(evidence, answers=None, **top):
    return read_answers({"answers": answers or {}, **top}, evidence)


def refusal(document, evidence):
    with pytest.raises(AnswersError) as caught:
        read_answers(document, evidence)
    return str(caught.value)


def test_the_example_of_the_contract_is_read(evidence):
    document = {
        "age": 34,
        "sex": "female",
        "duration_days": 21,
        "story": "optional free text in the runner's own words",
        "answers": {
            "onset_mode": "gradual_over_days_to_weeks",
            "night_pain_wakes": True,
            "saddle_numbness": False,
            "regions": ["low_back_left", "buttock_left"],
        },
    }
    answers = read_answers(document, evidence)
    assert (answers.id, answers.age, answers.sex, answers.duration_days) == (None, 34, "female", 21)
    assert answers.story == document["story"]
    assert answers.regions == ("low_back_left", "buttock_left")
    assert answers.findings == {
        "age_years": 34,
        "age_band": "age_30_39",
        "sex_female": True,
        "sex_male": False,
        "pain_duration_weeks": 3,
        "duration_band": "from_2_to_6_weeks",
        "onset_mode": "gradual_over_days_to_weeks",
        "night_pain_wakes": True,
        "saddle_numb": False,
        "loc_low_back": True,
        "loc_low_back_one_side": True,
        "loc_buttock_deep": True,
    }


def test_an_empty_document_answers_nothing(evidence):
    answers = read_answers({}, evidence)
    assert not answers.findings
    assert (answers.age, answers.sex, answers.duration_days, answers.story) == (None, None, None, None)
    assert read_answers({"answers": None, "age": None, "sex": None, "id": None}, evidence) == answers


@pytest.mark.parametrize("unknown", [None, "unknown", " Unknown "])
@pytest.mark.parametrize("finding", ["night_pain_wakes", "onset_mode", "pain_intensity_nrs"])
def test_unknown_is_left_out(finding, unknown, evidence):
    assert finding not in read(evidence, {finding: unknown}).findings


@pytest.mark.parametrize(("word", "value"), [("yes", True), ("No", False)])
def test_yes_and_no_may_be_written_as_words(word, value, evidence):
    assert read(evidence, {"fever": word}).findings == {"fever": value}


def test_an_old_name_stands_for_its_finding(evidence):
    assert read(evidence, {"cancer_history": True}).findings == {"hx_cancer": True}


@pytest.mark.parametrize(
    "answers", [{"hx_cancer": False, "cancer_history": True}, {"cancer_history": True, "hx_cancer": False}]
)
def test_yes_outweighs_no_where_a_finding_and_its_old_name_disagree(answers, evidence):
    assert read(evidence, answers).findings == {"hx_cancer": True}


def test_two_options_for_one_choice_under_two_names_are_refused(evidence):
    vocabulary = replace(evidence.vocabulary, aliases={**evidence.vocabulary.aliases, "onset": "onset_mode"})
    base = replace(evidence, vocabulary=vocabulary)
    answers = {"onset_mode": "creeping_over_months", "onset": "after_fall_or_crash"}
    assert "answered twice" in refusal({"answers": answers}, base)
    same = {"onset_mode": "creeping_over_months", "onset": "creeping_over_months"}
    assert read(base, same).findings == {"onset_mode": "creeping_over_months"}


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        (
            {"night_pain_wake": True},
            "There is no finding 'night_pain_wake'; the nearest known one is \"night_pain_wakes\".",
        ),
        ({"region": []}, 'the nearest known one is "regions"'),
        ({"onset_mode": "creeping_over_month"}, 'the nearest known one is "creeping_over_months"'),
        ({"onset_mode": True}, '"onset_mode" takes one of sudden_during_movement'),
        ({"fever": 1}, '"fever" is a yes/no question: true, false or null, not 1.'),
        ({"fever": "maybe"}, "not 'maybe'"),
        ({"fever": []}, "not a list"),
        ({"fever": {"a": 1}}, "not an object"),
        ({"pain_intensity_nrs": "7"}, "\"pain_intensity_nrs\" must be a number, not '7'."),
        ({"pain_intensity_nrs": True}, "must be a number, not True"),
        ({"pain_intensity_nrs": 11}, '"pain_intensity_nrs" cannot be 11; it has to be a number from 0 to 10.'),
        ({"pain_intensity_nrs": -1}, "cannot be -1"),
        ({"pain_intensity_nrs": float("nan")}, "cannot be nan"),
        ({"pain_intensity_nrs": float("inf")}, "cannot be inf"),
        ({"pain_intensity_nrs": 10**400}, "cannot be 1000000000"),
        ({"pain_intensity_nrs": 10**5000}, "cannot be a number of thousands of digits"),
        ({"regions": "low_back_left"}, '"regions" must be a list of regions of the body drawing, not text.'),
        ({"regions": ["low_back_lef"]}, 'the nearest known one is "low_back_left"'),
        ({"regions": ["neck_left"]}, "There is no region 'neck_left' on the body drawing"),
        ({"regions": [3]}, "There is no region 3 on the body drawing"),
        ({"regions_numb": "foot"}, '"regions_numb" must be a list of regions of the body drawing, not text.'),
        ({"regions_strong": ["foot"]}, "There is no region 'foot' on the body drawing"),
        ([], '"answers" must be an object of findings and their answers, not a list.'),
    ],
)
def test_an_answer_that_cannot_be_is_refused_with_its_name(answers, says, evidence):
    assert says in refusal({"answers": answers}, evidence)


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ([], "The answers must be one JSON object"),
        (None, "not null"),
        ("text", "not text"),
        (True, "not true or false"),
        (3, "not a number"),
        ({"agee": 3}, "There is no key 'agee' in the answers document; the nearest known one is \"age\"."),
        ({"fever": True}, "'fever' belongs inside \"answers\""),
        ({"regions": []}, "'regions' belongs inside \"answers\""),
        ({"regions_numb": []}, "'regions_numb' belongs inside \"answers\""),
        ({"age": -3}, '"age" cannot be -3; it has to be a number from 8 to 100.'),
        ({"age": 101}, '"age" cannot be 101'),
        ({"age": "34"}, "\"age\" must be a number, not '34'."),
        ({"age": 34, "answers": {"age_years": 50}}, '"age" and "age_years" give two different numbers'),
        ({"duration_days": -1}, '"duration_days" cannot be -1; it has to be a number from 0 to 21000.'),
        ({"duration_days": 21, "answers": {"pain_duration_weeks": 5}}, "give two different numbers"),
        ({"sex": "f"}, '"sex" must be "female", "male" or null, not \'f\'.'),
        ({"sex": []}, "not a list"),
        ({"story": 5}, '"story" must be text, not 5.'),
        ({"id": True}, '"id" must be text, not True.'),
    ],
)
def test_a_document_that_cannot_be_is_refused_with_its_key(document, says, evidence):
    assert says in refusal(document, evidence)


def test_a_very_long_name_is_refused_at_once_and_not_repeated_whole(evidence):
    said = refusal({"answers": {"x" * 1_000_000: True}}, evidence)
    assert len(said) < 200


def test_a_number_is_only_held_to_a_lower_limit_where_the_base_gives_no_upper_one(evidence):
    findings = {
        **evidence.findings,
        "age_years": replace(evidence.findings["age_years"], minimum=None, maximum=None),
        "pregnancy_weeks": replace(evidence.findings["pregnancy_weeks"], minimum=None, maximum=None),
    }
    base = replace(evidence, findings=findings)
    assert "from 0 to 120" in refusal({"age": 121}, base)
    assert "at least 0" in refusal({"answers": {"pregnancy_weeks": -1}}, base)
    assert read(base, {"pregnancy_weeks": 500}).findings["pregnancy_weeks"] == 500


def test_an_age_and_a_duration_given_twice_and_alike_are_one_answer(evidence):
    answers = read(evidence, {"age_years": 34, "pain_duration_weeks": 2.9}, age=34, duration_days=20)
    assert answers.findings["age_years"] == 34
    # The days are exact: 20 / 7.
    assert answers.findings["pain_duration_weeks"] == pytest.approx(2.857142857)


def test_an_age_or_duration_among_the_answers_is_the_age_or_duration(evidence):
    answers = read(evidence, {"age_years": 34, "pain_duration_weeks": 2})
    assert (answers.age, answers.duration_days) == (34, 14)


@pytest.mark.parametrize(
    ("answers", "sex", "expected"),
    [
        ({"sex_female": True}, None, ("female", True, False)),
        ({"sex_male": True}, None, ("male", False, True)),
        ({"sex_female": False}, None, ("male", False, True)),
        ({}, "male", ("male", False, True)),
        ({"sex_female": True}, "male", (None, True, True)),
        ({"sex_male": True}, "female", (None, True, True)),
    ],
)
def test_each_sex_says_the_other_and_a_contradiction_keeps_the_rules_of_both(answers, sex, expected, evidence):
    said = read(evidence, answers, sex=sex)
    assert (said.sex, said.findings["sex_female"], said.findings["sex_male"]) == expected


def test_a_number_as_id_becomes_text(evidence):
    assert read_answers({"id": 7}, evidence).id == "7"
    assert read_answers({"id": "case 7"}, evidence).id == "case 7"


def test_what_was_misread_in_a_story_is_kept_once_under_its_present_name(evidence):
    vocabulary = replace(evidence.vocabulary, aliases={**evidence.vocabulary.aliases, "hot": "fever"})
    base = replace(evidence, vocabulary=vocabulary)
    dropped = read_answers({"story_dropped": ["hot", "saddle_numb", "fever"]}, base).story_dropped
    assert dropped == ("fever", "saddle_numb")
    assert read_answers({}, base).story_dropped == ()


@pytest.mark.parametrize(
    ("dropped", "says"),
    [
        ("fever", '"story_dropped" must be a list of findings, not text.'),
        (["fevr"], "There is no finding 'fevr'; the nearest known one is \"fever\"."),
        ([3], "There is no finding 3"),
    ],
)
def test_what_cannot_have_been_misread_is_refused(dropped, says, evidence):
    assert says in refusal({"story_dropped": dropped}, evidence)
