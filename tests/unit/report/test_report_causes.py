from dataclasses import replace

import report_cases as cases

from backstride.assess.result import DifferentialResult, Reason, ToRuleOut, UmbrellaSum
from backstride.report.causes import causes, rule_out


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


def test_a_wide_range_or_two_that_overlap_is_said_to_be_undecided():
    assert told().heading == "What it probably is"
    wide = cases.candidate("nonspecific_lbp", 0.10, 0.40, 0.75)
    assert told(candidates=(wide,), umbrellas=()).heading == "We can’t pick one yet"
    # 0.20 to 0.40 and 0.25 to 0.45 share 0.15, more than half of 0.20.
    near = (
        cases.candidate("nonspecific_lbp", 0.20, 0.30, 0.40),
        cases.candidate("lumbar_muscle_strain", 0.25, 0.29, 0.45),
    )
    assert told(candidates=near, umbrellas=()).heading == "We can’t pick one yet"


def test_no_pattern_at_all_is_said_plainly():
    answer = told(candidates=(), umbrellas=())
    assert answer.causes == ()
    assert answer.lead == "Your answers don’t fit a pattern we know well. A physio should look."


def test_what_must_be_ruled_out_names_first_what_the_answers_point_to():
    given = cases.ordinary()
    wanted = (ToRuleOut("cauda_equina", ()), ToRuleOut("vertebral_infection", ("fever",)))
    changed = replace(given.assessment, differential=DifferentialResult((), (), {}, 0.1, wanted))
    assert rule_out(changed, given.evidence) == "Spinal infection · Cauda equina syndrome"
