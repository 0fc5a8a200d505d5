"""Ages, sexes, durations and strengths."""

import pytest

from backstride.assess.story.numbers import numbers


def heard(text):
    return {n.finding: n.value for n in numbers(text, {"pain_intensity_nrs": (0, 10), "age_years": (8, 100)})}


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        ("Back pain for 3 weeks.", 3),
        ("It started 10 days ago.", 10 / 7),
        ("pain since Tuesday two weeks ago", 2),
        ("3 wks of calf pain", 3),
        ("sore for half a year", 26.1),
        ("It hurts since last month.", 30.4 / 7),
        ("I have trained for 3 weeks.", None),
        ("I took ibuprofen for two weeks.", None),
        ("I ran for 2 hours.", None),
        ("The pain lasts for weeks.", None),
        ("My hip started hurting on Wednesday.", 0.5),
        ("Sore since the weekend.", 0.5),
        ("My back began to hurt yesterday.", 1 / 7),
        ("The ache came on today.", 0),
        ("A few hours ago I felt a sharp pain in my back.", 3 / 168),
        ("It hurts for hours after a run.", None),
        ("The pain has been going on two months.", 2 * 30.4 / 7),
        ("Calf pain for two weeks and a half.", 2.5),
        ("Calf pain for two and a half weeks.", 2.5),
        ("Calf pain for umpteen and a half weeks.", None),
        ("In 2011 my back hurt for a month.", None),
        ("When I was a student I had back pain for two years.", None),
        ("My hip has hurt since last year, for months.", 52.2),
        ("My brother had back pain for six weeks.", None),
        ("My friend says I have limped with pain for two weeks.", 2),
        ("It hurt in the last two months of pregnancy.", None),
    ],
)
def test_how_long_the_pain_has_lasted(text, weeks):
    assert heard(text).get("pain_duration_weeks") == (None if weeks is None else pytest.approx(weeks, abs=0.001))


def test_the_beginning_outweighs_how_long_something_went_on():
    assert heard("For three days the pain is bad. It started six weeks ago.")["pain_duration_weeks"] == 6


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("I'm 34.", 34),
        ("41 year old runner", 41),
        ("a 41-year-old", 41),
        ("52yo", 52),
        ("I am 300.", None),
        ("Male, aged 47, calf", 47),
        ("I'm in my late fifties.", 58),
        ("I am in my thirties", 35),
        ("My dad is in his sixties", None),
        ("I am 5 km in.", None),
    ],
)
def test_age(text, age):
    assert heard(text).get("age_years") == age


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        ("I am a woman.", "sex_female"),
        ("34M, knee", "sex_male"),
        ("34 year old female", "sex_female"),
        ("my wife is a woman", None),
        ("I am 63, male, with hip pain", "sex_male"),
        ("I'm twelve weeks pregnant.", "sex_female"),
        ("My periods have stopped.", "sex_female"),
        ("My left testicle aches.", "sex_male"),
        ("My wife and my pregnancy book", None),
    ],
)
def test_sex(text, sex):
    assert {f for f in heard(text) if f.startswith("sex")} == ({sex} if sex else set())


@pytest.mark.parametrize(
    ("text", "score"), [("8/10", 8), ("6-7 out of 10", 7), ("seven out of ten", 7), ("12/10", None)]
)
def test_strength(text, score):
    assert heard(text).get("pain_intensity_nrs") == score


def test_the_age_and_sex_of_somebody_else_are_not_the_runners():
    assert heard("My mother is 70 years old.") == {}
    assert heard("My partner is a 44 year old man.") == {}
    # "as a woman" after another person is named close by: whose it is cannot be told.
    assert heard("My coach said as a woman it is usual.") == {}
