"""What must not be missed, and why it is thought of."""

from dataclasses import replace

import report_cases as cases

from backstride.assess.result import ToRuleOut
from backstride.report.keep_in_mind import keep_in_mind


def in_mind(*wanted, given=None):
    given = given or cases.ordinary()
    differential = replace(given.assessment.differential, must_rule_out=wanted)
    return keep_in_mind(replace(given.assessment, differential=differential), given.answers, given.evidence)


def test_what_the_answers_point_to_comes_first_with_those_answers():
    first, second = in_mind(ToRuleOut("cauda_equina", ()), ToRuleOut("vertebral_infection", ("fever", "hx_cancer")))
    assert (first.name, first.why) == ("Spinal infection", "a fever; has had cancer")
    assert (second.name, second.why) == ("Cauda equina syndrome", "possible as long as we don’t know where it hurts")


def test_a_rule_that_suspects_it_is_told_by_the_answers_that_fired_it():
    (item,) = in_mind(ToRuleOut("sacral_stress_fracture", ("BSI_05",)), given=cases.bone_stress_this_week())
    assert item.plain_name == "A stress reaction in the tail bone"
    assert item.why == "one fingertip covers the worst spot on a bone"


def test_a_rule_without_answers_in_words_is_told_by_its_title():
    given = cases.bone_stress_this_week()
    triage = given.assessment.triage
    bare = replace(triage, reasons=(replace(triage.reasons[0], because=()),))
    given = replace(given, assessment=replace(given.assessment, triage=bare))
    (item,) = in_mind(ToRuleOut("sacral_stress_fracture", ("BSI_05",)), given=given)
    assert item.why == "Bone stress of the sacrum"


def test_places_are_named_only_where_nothing_else_was_told():
    (place,) = in_mind(ToRuleOut("cauda_equina", ("low_back_left",)))
    assert place.why == "pain in the left low back"
    (sign,) = in_mind(ToRuleOut("cauda_equina", ("low_back_left", "fever")))
    assert sign.why == "a fever"


def test_a_choice_and_numbers_are_told_as_answered():
    (item,) = in_mind(ToRuleOut("cauda_equina", ("onset_mode=sudden", "age_years", "pain_duration_weeks")))
    assert item.why == "slowly, over days to weeks; age 38; for 3 weeks"


def test_no_more_than_three_answers_are_named():
    many = ("fever", "hx_cancer", "rad_below_knee", "tingle_leg")
    assert in_mind(ToRuleOut("cauda_equina", many))[0].why.count(";") == 2
