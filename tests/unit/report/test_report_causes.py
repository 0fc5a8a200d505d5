from dataclasses import replace

import pytest
import report_cases as cases

from backstride.assess.result import NotToldApart, OpenSafetyQuestion, Question, Reason, UmbrellaSum
from backstride.report.causes import causes


def told(given=None, **differential):
    given = given or cases.ordinary()
    assessment = given.assessment
    changed = replace(assessment, differential=replace(assessment.differential, **differential))
    return causes(changed, given.evidence)


def test_causes_stand_in_order_of_probability_with_counts_and_the_range_for_clinicians():
    first = told().causes[0]
    assert first.plain_name == "A sensitive nerve in the low back"
    assert first.clinical_name == "Lumbar radiculopathy"
    assert (first.count_words, first.counts) == ("5 to 7 in 10", (5, 7))
    assert first.range_words == "0.61, 80 % range 0.50 to 0.71"


def test_what_history_cannot_tell_apart_is_one_line_that_names_its_members():
    second = told().causes[1]
    assert second.plain_name == "Ordinary low back pain"
    assert second.clinical_name == "such as Low-back muscle strain"
    assert second.counts == (1, 3)
    assert second.parts.startswith("Most likely of these: A sore low-back muscle (1 to 2 in 10)")
    assert [cause.plain_name for cause in told().causes].count("A sore low-back muscle") == 0


def test_a_group_with_one_member_left_is_that_member():
    lone = UmbrellaSum(
        "mechanical_low_back_pain", "ordinary low back pain", 0.13, 0.08, 0.19, ("lumbar_muscle_strain",)
    )
    names = [cause.plain_name for cause in told(umbrellas=(lone,)).causes]
    assert "A sore low-back muscle" in names
    assert "Ordinary low back pain" not in names


def test_at_most_three_reasons_for_and_against_are_given():
    many = tuple(Reason(f"r{i}", 2.0, f"reason {i}") for i in range(7))
    busy = replace(cases.NERVE, reasons_for=many, reasons_against=many)
    cause = told(candidates=(busy,), umbrellas=()).causes[0]
    assert cause.speaks_for == cause.speaks_against == ("Reason 0", "Reason 1", "Reason 2")


def test_a_serious_cause_that_the_rules_suspect_is_checked_and_given_no_odds():
    first, second = told(cases.bone_stress_this_week()).causes
    assert (first.count_words, first.counts) == ("Needs checking", None)
    assert second.counts == (1, 3)


def test_below_one_in_ten_a_cause_is_named_in_words_only():
    rare = cases.candidate("deep_gluteal_syndrome", 0.01, 0.02, 0.04)
    answer = told(candidates=(cases.NERVE, rare), umbrellas=())
    assert [cause.plain_name for cause in answer.causes] == ["A sensitive nerve in the low back"]
    assert answer.others.startswith("Less likely: A buttock muscle pressing on a nerve.")


NEAR = (
    cases.candidate("nonspecific_lbp", 0.20, 0.30, 0.40),
    cases.candidate("lumbar_muscle_strain", 0.15, 0.29, 0.45),
    cases.candidate("deep_gluteal_syndrome", 0.10, 0.20, 0.30),
)
WHERE = Question("agg_sitting", "Does it hurt to sit?", 0.4)


def group(*members, ask=(WHERE,)):
    return NotToldApart(members, (0.0, *(0.3 for _ in members[1:])), ask)


def test_overlapping_ranges_alone_leave_nothing_undecided():
    assert told(candidates=NEAR, umbrellas=()).heading == "What it probably is"
    assert told(candidates=NEAR, umbrellas=()).apart == ()


def test_two_that_may_both_stand_first_are_undecided_and_named_with_the_question_that_tells_most():
    answer = told(candidates=NEAR, umbrellas=(), groups=(group("nonspecific_lbp", "lumbar_muscle_strain"),))
    assert answer.heading == "We can’t pick one yet"
    (apart,) = answer.apart
    assert apart.text == "Your answers don’t tell these apart: An episode of low back pain · A sore low-back muscle."
    assert apart.ask == "What would tell most: “Does it hurt to sit?”"


def test_two_that_cannot_be_told_apart_below_a_clear_first_leave_it_first():
    answer = told(candidates=NEAR, umbrellas=(), groups=(group("lumbar_muscle_strain", "deep_gluteal_syndrome"),))
    assert answer.heading == "What it probably is"
    assert "A buttock muscle pressing on a nerve" in answer.apart[0].text


def test_members_of_one_line_that_cannot_be_told_apart_do_not_make_the_line_undecided():
    both = UmbrellaSum(
        "mechanical", "ordinary low back pain", 0.59, 0.40, 0.75, ("nonspecific_lbp", "lumbar_muscle_strain")
    )
    answer = told(candidates=NEAR, umbrellas=(both,), groups=(group("nonspecific_lbp", "lumbar_muscle_strain"),))
    assert answer.heading == "What it probably is"
    assert len(answer.apart) == 1


@pytest.mark.parametrize(("low", "heading"), [(0.49, "We can’t pick one yet"), (0.50, "What it probably is")])
def test_a_line_with_half_of_the_probability_leads_whatever_the_order_of_its_members(low, heading):
    both = UmbrellaSum(
        "mechanical", "ordinary low back pain", 0.6, low, 0.8, ("nonspecific_lbp", "lumbar_muscle_strain")
    )
    groups = (group("nonspecific_lbp", "deep_gluteal_syndrome"),)
    assert told(candidates=NEAR, umbrellas=(both,), groups=groups).heading == heading


def test_a_group_of_which_one_member_is_shown_is_not_spoken_of():
    assert told(candidates=NEAR[:1], umbrellas=(), groups=(group("nonspecific_lbp", "doms"),)).apart == ()


def test_without_a_question_left_an_examination_is_named_but_not_while_safety_questions_are_open():
    given = cases.ordinary()
    groups = (group("nonspecific_lbp", "lumbar_muscle_strain", ask=()),)
    changed = {"candidates": NEAR, "umbrellas": (), "groups": groups}
    assert told(given, **changed).apart[0].ask == "No question of ours would tell them apart. An examination may."
    triage = replace(
        given.assessment.triage, open_safety_questions=(OpenSafetyQuestion("fever", "A fever?", "same_day", None),)
    )
    opened = replace(given, assessment=replace(given.assessment, triage=triage))
    assert told(opened, **changed).apart[0].ask == ""


@pytest.mark.parametrize(("probability", "said"), [(0.059, False), (0.06, True)])
def test_that_nothing_fits_is_said_from_three_times_the_prior(probability, said):
    assert bool(told(unlisted_probability=probability).misfit) is said


def test_no_pattern_at_all_is_said_plainly():
    answer = told(candidates=(), umbrellas=())
    assert answer.causes == ()
    assert answer.misfit == "Your answers don’t fit well with anything we know. A physio or a doctor should look."
