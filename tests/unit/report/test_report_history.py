from dataclasses import replace

import report_cases as cases

from backstride.assess.result import Measured
from backstride.report.history import first_person, history_lines


def lines(answers, measured=()):
    return {line.label: line.statements for line in history_lines(answers, cases.EVIDENCE, measured)}


def test_answers_are_gathered_into_lines_in_the_order_of_a_clinical_history():
    assert list(lines(cases.ORDINARY_ANSWERS)) == [
        "How long", "Began", "Spreads", "Worse", "Better", "Numbness or strength", "Running", "Self-tests", "Also",
        "Own words",
    ]  # fmt: skip


def test_a_no_is_told_only_for_a_self_test():
    told = lines(cases.ORDINARY_ANSWERS)
    assert "can rise on tiptoe on that leg" in told["Self-tests"]
    assert told["Numbness or strength"] == ("pins and needles or numbness in the leg",)
    assert "When" not in told


def test_a_choice_is_told_in_its_own_words_and_its_band_is_not_repeated():
    told = lines(cases.ORDINARY_ANSWERS)
    assert told["Began"] == ("slowly, over days to weeks",)
    assert "2 to 6 weeks" not in str(told)


def test_the_label_is_not_said_twice():
    assert lines(cases.ORDINARY_ANSWERS)["Worse"][0] == "when sitting"


def test_what_the_watch_measured_is_told_as_measured_and_once():
    told = lines(cases.ORDINARY_ANSWERS, (Measured("mileage_spike", True, "12 runs"),))
    assert told["Your watch"] == ("one run much longer than the weeks before",)
    assert "Running" not in told


def test_a_number_is_told_with_its_unit():
    evidence = cases.EVIDENCE
    asked = cases.finding("pain_intensity_nrs", "person", "From 0 to 10, how strong?", "", kind="number", unit="of 10")
    known = type(evidence)(**{**vars(evidence), "findings": {**evidence.findings, "pain_intensity_nrs": asked}})
    answers = replace(cases.ORDINARY_ANSWERS, findings={"pain_intensity_nrs": 6.0})
    told = {line.label: line.statements for line in history_lines(answers, known)}
    assert told["Feels"] == ("worst pain in 24 hours 6 of 10",)


def test_a_long_story_is_cut_and_an_empty_one_left_out():
    long = lines(replace(cases.ORDINARY_ANSWERS, story="word " * 500))["Own words"][0]
    assert len(long) <= 222
    assert long.endswith("…”")
    assert "Own words" not in lines(replace(cases.ORDINARY_ANSWERS, story="  \n "))


def test_words_to_the_runner_turn_into_the_runners_own():
    assert first_person("You have lost weight and it wakes you, on the bone you sit on") == (
        "I have lost weight and it wakes me, on the bone I sit on"
    )
    assert first_person("you are tired of your pain") == "I am tired of my pain"
