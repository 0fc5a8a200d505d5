"""Numbers of a story at the edges: how near their words stand, what outweighs what, where they were said."""

import pytest

from backstride.assess.story.numbers import numbers

LIMITS = {"pain_intensity_nrs": (0, 10), "age_years": (8, 100)}


def found(text, limits=LIMITS):
    return {n.finding: n for n in numbers(text, limits)}


def value(text, finding="pain_duration_weeks"):
    return {name: n.value for name, n in found(text).items()}.get(finding)


@pytest.mark.parametrize(
    ("story", "finding", "said"),
    [
        ("Hello there. My back has hurt for 3 weeks.", "pain_duration_weeks", "for 3 weeks"),
        ("Hello there. My pain began 3 weeks ago, I think.", "pain_duration_weeks", "3 weeks ago"),
        ("Hello there. It began on monday, I think.", "pain_duration_weeks", "began on monday"),
        ("Hello there. Sore since yesterday, I think.", "pain_duration_weeks", "since yesterday"),
        ("Hello there. I have 3 weeks of calf pain.", "pain_duration_weeks", "3 weeks of calf pain"),
        ("Hello there. I am 34.", "age_years", "I am 34"),
        ("Hello. I'm in my thirties.", "age_years", "I'm in my thirties"),
        ("Hello. I am a woman.", "sex_female", "I am a woman"),
        ("Hello. My periods stopped.", "sex_female", "My periods"),
        ("Hello. It is 7/10 today.", "pain_intensity_nrs", "7/10"),
        # A letter that has no single small form must not shift what follows it.
        ("İİ my age is 34", "age_years", "age is 34"),
        ("İİ 3 weeks of calf pain", "pain_duration_weeks", "3 weeks of calf pain"),
    ],
)
def test_where_a_number_was_said(story, finding, said):
    number = found(story)[finding]
    assert story[number.start : number.end] == said


@pytest.mark.parametrize(("age", "told"), [(7, None), (8, 8.0), (100, 100.0), (101, None)])
def test_the_limits_themselves_are_possible(age, told):
    assert value(f"I am {age} years old", "age_years") == told


def test_without_a_limit_everything_from_nought_up_is_possible():
    assert {name: n.value for name, n in found("0/10, and I am 300 years old", {}).items()} == {
        "pain_intensity_nrs": 0.0,
        "age_years": 300.0,
    }


def test_what_is_outside_its_limits_does_not_stand_before_what_is_inside():
    assert value("It is 300 years old. I'm 34.", "age_years") == 34.0


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        # When it began, then how much of a pain there is, then how long something went on.
        ("It hurts for 2 days: 3 weeks of calf pain.", 3),
        ("I have 3 weeks of calf pain and it began 5 weeks ago.", 5),
        ("Sore for 2 weeks, since yesterday.", 1 / 7),
        ("Sore for 2 weeks. It came on last week.", 1),
        ("Sore for 2 weeks. It hurts 3 weeks now.", 3),
        # Of equals the first that was said.
        ("It began 2 weeks ago. It began 5 weeks ago.", 2),
        ("Sore for 2 weeks. Sore for 5 weeks.", 2),
        # A sentence about somebody else, or of the past, ends nothing.
        ("My brother limped for six weeks. My hip hurts for 2 weeks.", 2),
        ("As a child my leg hurt for six weeks. My hip hurts for 2 weeks.", 2),
        ("Sore since last year.", 52.2),
        ("Sore since last night.", 1 / 7),
        ("Sore since this morning.", 0),
        ("Sore since sunday.", 0.5),
        ("Sore since monday, 3 weeks ago.", 3),
        ("It began last week.", 1),
        ("It began last friday.", 0.5),
        ("It began half an hour ago.", round(0.5 / 168, 4)),
        ("It began a couple of weeks ago.", 2),
        ("It began couple of weeks ago.", 2),
        ("It began an few weeks ago.", 3),
        ("It began 2,5 weeks ago.", 2.5),
        ("It began 2 weeks and a half ago.", 2.5),
        ("It began one and a half weeks ago.", 1.5),
        ("It began a fortnight ago.", 2),
        ("Sore for a year.", 52.2),
        ("Sore for 10 yrs.", 522),
        ("Swollen 3 weeks now.", None),
        ("It is sore 3 weeks now.", 3),
        ("It hurts 3 weeks back.", None),
        ("I noticed a bump 3 weeks ago.", None),
        ("I noticed an ache 3 weeks ago.", 3),
        ("I was off running, it began 3 weeks ago.", None),
        ("Sore for 3 hours.", None),
        ("Away for 3 weeks.", None),
    ],
)
def test_which_time_counts(text, weeks):
    assert value(text) == (None if weeks is None else pytest.approx(weeks, abs=0.0001))


@pytest.mark.parametrize(
    ("text", "weeks"),
    [
        # "began" within 40 letters after the time, or 90 before it.
        ("3 weeks ago " + "x" * 34 + "began", 3),
        ("3 weeks ago " + "x" * 35 + "began", None),
        ("began" + "x" * 84 + " 3 weeks ago", 3),
        ("began" + "x" * 85 + " 3 weeks ago", None),
        ("began 3 weeks ago", 3),
        # What is no pain within 60 letters before how long, or 40 after it; within 90 before the time.
        ("took " + "x" * 54 + " for 3 weeks, pain", None),
        ("took " + "x" * 55 + " for 3 weeks, pain", 3),
        ("took for 3 weeks, pain", None),
        ("pain for 3 weeks " + "x" * 32 + " physio", None),
        ("pain for 3 weeks " + "x" * 33 + " physio", 3),
        ("took " + "x" * 84 + " 3 weeks ago began", None),
        ("took " + "x" * 85 + " 3 weeks ago began", 3),
        ("took 3 weeks ago began", None),
    ],
)
def test_how_near_the_words_about_a_time_have_to_stand(text, weeks):
    assert value(text) == weeks


@pytest.mark.parametrize(
    ("text", "finding", "mine"),
    [
        ("my mother " + "x" * 14 + " 70 years old", "age_years", False),
        ("my mother " + "x" * 16 + " 70 years old", "age_years", True),
        ("my mother 70 years old", "age_years", False),
        ("my mother " + "x" * 14 + " 70 year old lady", "sex_female", False),
        ("my mother " + "x" * 16 + " 70 year old lady", "sex_female", True),
        ("my mother 70 year old lady", "sex_female", False),
        ("my mother " + "x" * 14 + " my womb", "sex_female", False),
        ("my mother " + "x" * 16 + " my womb", "sex_female", True),
        ("my mother my womb", "sex_female", False),
    ],
)
def test_somebody_else_named_within_twenty_five_letters_is_meant(text, finding, mine):
    assert (finding in found(text)) is mine


@pytest.mark.parametrize(
    ("text", "sex"),
    [
        # One sex is told, and what was said of it outright counts before what follows.
        ("I am a man. My periods stopped.", {"sex_male"}),
        ("My wife is a 40 year old lady. Oh, well then, so I am a 44 year old man.", {"sex_male"}),
        ("My mother and my pregnancy. Long ago it was, and my prostate.", {"sex_male"}),
        ("m 34", {"sex_male"}),
        ("f 34", {"sex_female"}),
        ("female, 34", {"sex_female"}),
        ("I am 34.", set()),
    ],
)
def test_one_sex_is_told(text, sex):
    assert {name for name in found(text) if name.startswith("sex")} == sex


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("I'm in my early thirties", 32),
        ("I'm in my mid thirties", 35),
        ("I'm in my late thirties", 38),
        ("I'm in my twenties", 25),
        ("34f", 34),
        ("m34", 34),
        ("My father is 70 years old. And so I, for my part, turned out 41 years old.", 41),
    ],
)
def test_the_age_in_other_words(text, age):
    assert value(text, "age_years") == age


@pytest.mark.parametrize(
    ("text", "score"),
    [("pain is 7", 7), ("4-6/10", 6), ("nine out of 10", 9), ("a pain level of 3 weeks", None), ("10 of ten", 10)],
)
def test_how_strong_in_other_words(text, score):
    assert value(text, "pain_intensity_nrs") == score
