"""How each kind of question is put: its words, why we ask, its choices, its limits and its stage."""

import pytest
from small_base import SETTINGS, base, choice, condition, finding

from backstride.assess.prompts import Prompt, opening, question, regions

WHO = {
    "age_years": finding("age_years", kind="number", in_ranking=False, minimum=0.0, maximum=110.0),
    "pain_duration_weeks": finding("pain_duration_weeks", kind="number", in_ranking=False, minimum=None, maximum=520.0),
    "sex_female": finding("sex_female", in_ranking=False),
}


@pytest.fixture(scope="module")
def small():
    findings = [
        *WHO.values(),
        finding("tingle"),
        finding("loc_calf"),
        choice("onset", ["sudden", "slow"]),
        finding("hours", kind="number", in_ranking=False, unit="hours", minimum=0.0, maximum=24.0),
    ]
    p = {"tingle": [0.5], "loc_calf": [0.5], "onset": [[0.5], [0.5]]}
    return base(findings, [condition("strain")], p)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("tingle", Prompt("tingle", "tingle?", "why tingle", "yes_no", "How it feels", (True, False))),
        ("loc_calf", Prompt("loc_calf", "loc_calf?", "why loc_calf", "yes_no", "Where", (True, False))),
        (
            "onset",
            Prompt(
                "onset",
                "onset?",
                "why onset",
                "choice",
                "How it feels",
                ("sudden", "slow"),
                ("sudden in words", "slow in words"),
            ),
        ),
        (
            "hours",
            Prompt("hours", "hours?", "why hours", "number", "How it feels", (), (), "hours", 0.0, 24.0),
        ),
    ],
)
def test_a_finding_is_put_by_its_kind(asked, expected, small):
    assert question(asked, small) == expected


def test_a_safety_question_belongs_to_the_first_stage_whatever_it_is_about(small):
    assert [question(f, small, safety=True).stage for f in ("tingle", "loc_calf", "onset", "hours")] == ["Safety"] * 4


def test_a_group_that_no_stage_names_is_about_how_it_feels():
    settings = {**SETTINGS, "questions": {**SETTINGS["questions"], "stages": {"Where": ["body_map"]}}}
    unnamed = base([finding("tingle")], [condition("strain")], {"tingle": [0.5]}, settings=settings)
    assert question("tingle", unnamed).stage == "How it feels"


def test_who_and_how_long_are_asked_in_years_and_days(small):
    assert opening("age", small) == Prompt(
        "age", "age_years?", "why age_years", "number", "Safety", (), (), "years", 0.0, 110.0
    )
    assert opening("sex", small) == Prompt(
        "sex",
        "Which sex were you registered with at birth?",
        "why sex_female",
        "choice",
        "Safety",
        ("female", "male"),
        ("female", "male"),
    )
    # 520 weeks are 3640 days; no least is known.
    assert opening("duration_days", small) == Prompt(
        "duration_days",
        "How many days have you had this pain?",
        "why pain_duration_weeks",
        "number",
        "Safety",
        (),
        (),
        "days",
        None,
        3640.0,
    )


def test_the_line_of_a_question_names_only_the_limits_there_are(small):
    assert opening("duration_days", small).as_json() == {
        "id": "duration_days",
        "text": "How many days have you had this pain?",
        "why": "why pain_duration_weeks",
        "type": "number",
        "choices": [],
        "unit": "days",
        "maximum": 3640.0,
    }
    assert question("onset", small).as_json()["choice_words"] == ["sudden in words", "slow in words"]
    assert "choice_words" not in question("tingle", small).as_json()


def test_the_drawing_lists_its_places_as_the_settings_do_and_each_left_before_right(evidence):
    put = regions(evidence)
    assert (put.id, put.type, put.stage) == ("regions", "regions", "Where")
    assert put.text == "Where does it hurt? Mark every place."
    assert put.why == "Where it hurts decides which causes we think of first."
    wanted = evidence.ranking.settings["questions"]["places"]
    stems = [choice_.removesuffix("_left").removesuffix("_right") for choice_ in put.choices]
    assert list(dict.fromkeys(stems))[: len(wanted)] == list(wanted)
    assert all(
        put.choices.index(f"{s}_left") + 1 == put.choices.index(f"{s}_right")
        for s in set(stems)
        if f"{s}_left" in put.choices
    )
