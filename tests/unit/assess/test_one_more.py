"""One more answer, weighed on what is kept of a case, gives what weighing all of it anew gives, to the last bit."""

import pytest
from small_base import base, condition, finding

from backstride.assess import composites
from backstride.assess.body_map import marks
from backstride.assess.information import AT_ONCE, blocks, outcomes
from backstride.assess.likelihood import tables
from backstride.assess.one_more import OneMore
from backstride.assess.weigh import weigh

LEG = {
    "check_reason": "new_ordinary_ache",
    "sex_female": False,
    "loc_low_back": True,
    "loc_calf": True,
    "loc_thigh": False,
    "loc_hip": False,
    "tingle_leg": True,
    "agg_sitting": True,
    "fever": False,
}
CASES = {
    "nothing said": {},
    "places and a leg": LEG,
    "a rule one answer short": {
        **LEG,
        "age_years": 62.0,
        "age_band": "age_60_plus",
        "rad_below_knee": True,
        "bilateral_symptoms": True,
        "leg_worse_than_back": True,
        "agg_walking": True,
        "numb_outer_foot_calf": False,
    },
    "a rule worked out": {
        "morning_stiff_over_30": True,
        "better_exercise_not_rest": True,
        "night_pain_wakes": True,
        "night_second_half_up_helps": True,
        "pain_switches_sides": False,
        "loc_foot_ankle": True,
    },
}


@pytest.fixture(params=CASES, ids=str)
def said(request, evidence):
    given = dict(CASES[request.param])
    if "age_band" in given:
        given["age_band"] = evidence.findings["age_band"].options[-1]
    return given


def test_any_answer_to_any_question_weighs_as_if_all_were_weighed_anew(said, evidence):
    known, again = tables(evidence), OneMore(weigh(said, evidence, draws=False), evidence)
    for question in (*known.plain, *known.options):
        if question not in said:
            for answer in known.options.get(question, (True, False)):
                anew = weigh({**said, question: answer}, evidence, draws=False).log_posterior[0]
                assert again.log_posterior(question, answer).tolist() == anew.tolist(), (question, answer)


def test_a_rule_is_worked_out_anew_for_what_it_reads_and_for_nothing_else(evidence):
    """Its items, the band and the number of an age, and the broader finding that an item hangs under."""
    read = composites.read(evidence)
    assert {"bilateral_symptoms", "agg_standing", "ex_gaenslen", "age_band", "age_years", "rad_below_knee"} <= read
    assert read.isdisjoint({"fever", "loc_calf", "onset_mode", "duration_band", "pain_duration_weeks"})


def test_what_one_answer_leaves_is_the_same_whether_its_question_comes_alone_or_with_all_others(said, evidence):
    weighed, known = weigh(said, evidence, draws=False), tables(evidence)
    questions = [f for f in (*known.plain, *known.options) if f not in said]
    together = outcomes(questions, weighed, evidence)
    bits = together.bits()
    assert len(together.share) > 5 * AT_ONCE
    for index, question in [*enumerate(questions)][::7]:
        alone = outcomes([question], weighed, evidence)
        assert together.after[together.which == index].tolist() == alone.after.tolist(), question
        assert together.share[together.which == index].tolist() == alone.share.tolist(), question
        assert bits[question] == alone.bits()[question]


def test_a_place_is_denied_with_all_the_finer_places_under_it_however_deep(evidence):
    """Groin and pubic bone are all of the front of the hip; that and the side are all of the hip."""
    known = tables(evidence)
    denied = {"loc_groin": False, "loc_pubic_bone": False}
    assert marks(denied, evidence.findings, known).denied == {*denied, "loc_groin_front_hip"}
    denied["loc_lateral_hip"] = False
    assert marks(denied, evidence.findings, known).denied == {*denied, "loc_groin_front_hip", "loc_hip"}
    with_yes = marks({**denied, "loc_hip": True}, evidence.findings, known)
    assert (with_yes.marked, with_yes.denied) == ({"loc_hip"}, {*denied, "loc_groin_front_hip"})


def test_a_yes_to_a_finer_place_outweighs_a_no_to_the_larger(evidence):
    found = marks({"loc_hip": False, "loc_groin": True, "loc_lateral_hip": False}, evidence.findings, tables(evidence))
    assert found.marked == {"loc_groin", "loc_groin_front_hip", "loc_hip"}
    assert found.denied == {"loc_lateral_hip"}


def test_what_hangs_under_a_place_is_weighed_anew_with_it():
    """A no to the place takes the answer under it out, a yes puts it under the larger."""
    small = base(
        [finding("loc_back"), finding("tender", parent="loc_back"), finding("loc_leg"), finding("cough")],
        [condition("one"), condition("two")],
        {"loc_back": [0.6, 0.3], "tender": [0.5, 0.1], "loc_leg": [0.2, 0.7], "cough": [0.4, 0.6]},
    )
    said = {"tender": True, "cough": True}
    again = OneMore(weigh(said, small, draws=False), small)
    for place in ("loc_back", "loc_leg"):
        for answer in (True, False):
            anew = weigh({**said, place: answer}, small, draws=False).log_posterior[0]
            assert again.log_posterior(place, answer).tolist() == anew.tolist(), (place, answer)
    assert again.log_posterior("loc_back", False).tolist() != again.log_posterior("loc_leg", False).tolist()


def test_the_parts_that_are_worked_out_at_once_hold_every_row_and_never_one_alone():
    for rows in (0, 1, 2, 63, 64, 127, 128, 129, 1000):
        parts = [range(rows)[part] for part in blocks(rows)]
        assert [row for part in parts for row in part] == [*range(rows)]
        assert all(min(rows, AT_ONCE) <= len(part) < 2 * AT_ONCE for part in parts), rows
