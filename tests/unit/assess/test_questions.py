"""Which questions may be asked, and in what order."""

from datetime import date
from math import exp

import pytest

from backstride.assess import assess, read_answers
from backstride.assess.information import expected_bits
from backstride.assess.open_answers import off_scope
from backstride.assess.outlook import outlook
from backstride.assess.prompts import regions
from backstride.assess.questions import open_questions, worth_asking
from backstride.assess.said import said
from backstride.assess.triage import evaluate
from backstride.assess.weigh import weigh
from backstride.evidence import URGENCIES

TODAY = date(2026, 11, 20)


@pytest.fixture
def screened(evidence):
    """A man of 34 with one-sided low-back pain who answered every first safety question no."""

    def read(**answers):
        document = {"age": 34, "sex": "male", "duration_days": 21}
        first = dict.fromkeys(evidence.triage.ask_first, False)
        return read_answers({**document, "answers": {**first, "regions": ["low_back_left"], **answers}}, evidence)

    return read


def looked_ahead(answers, evidence):
    triage = evaluate(answers, evidence)
    return (
        weigh(said(answers, evidence, {}), evidence),
        outlook(answers, evidence, {}, triage.urgency),
        triage.open_safety_questions,
    )


def open_for(answers, evidence):
    weighed, ahead, _ = looked_ahead(answers, evidence)
    return set(open_questions(weighed, ahead, evidence))


def test_open_safety_questions_come_before_any_other(evidence):
    answers = read_answers({"age": 34, "answers": {"weak_leg": True}}, evidence)
    worth = worth_asking(*looked_ahead(answers, evidence), evidence)
    triage = evaluate(answers, evidence)
    first = [q.finding for q in triage.open_safety_questions]
    assert [w.finding for w in worth[: len(first)]] == first
    assert {"foot_drop", "leg_weakness_severe"} >= set(first[:2])
    assert {(w.safety, w.decides) for w in worth[: len(first)]} == {(True, 0.0)}
    assert {w.safety for w in worth[len(first) :]} == {False}
    assert [q.finding for q in assess(answers, evidence, today=TODAY).ask_next] == first[:5]


def test_a_broad_alarm_whose_narrow_item_was_denied_does_not_stand_for_it(evidence):
    """Chest pain or short of breath is a yes, short of breath a no: pressure would still be an emergency."""
    denied = {f: False for f in evidence.triage.ask_first if f != "breathless_or_chest_pain"}
    told = {"regions": ["chest"], "breathless_or_chest_pain": True, "pleuritic_pain": True, "agg_deep_breath": True}
    answers = read_answers({"age": 30, "sex": "male", "answers": {**denied, **told}}, evidence)
    assert evaluate(answers, evidence).urgency == "same_day"
    worth = {w.finding: w for w in worth_asking(*looked_ahead(answers, evidence), evidence)}
    assert worth["chest_pressure"].changes["emergency"] > 0.001
    with_it = read_answers({"age": 30, "sex": "male", "answers": {**denied, **told, "chest_pressure": True}}, evidence)
    assert evaluate(with_it, evidence).urgency == "emergency"


def test_as_many_are_shown_as_the_settings_say(evidence, screened):
    questions = assess(screened(), evidence, today=TODAY).ask_next
    assert len(questions) == evidence.ranking.settings["questions"]["shown"] == 5
    assert all(evidence.findings[q.finding].question == q.question for q in questions)


def test_one_place_left_beside_the_safety_questions_goes_to_the_question_that_tells_most(evidence, screened):
    open_first = dict.fromkeys(("fever", "major_trauma", "hx_cancer", "saddle_numb"))
    result = assess(screened(**open_first), evidence, today=TODAY)
    assert {q.finding for q in result.triage.open_safety_questions} == open_first.keys()
    assert {q.finding for q in result.ask_next[:4]} == open_first.keys()
    assert len(result.ask_next) == 5
    assert result.ask_next[4].expected_information_bits > 0.0


def is_test(worth, evidence):
    return evidence.findings[worth.finding].who == "self_test"


def test_the_order_is_what_could_change_against_its_bound_and_a_share_for_the_name(evidence, screened):
    settings = evidence.ranking.settings["questions"]
    worth = [w for w in worth_asking(*looked_ahead(screened(), evidence), evidence) if not w.safety]
    for w in worth:
        assert w.decides == pytest.approx(sum(p / settings["asks_above"][what] for what, p in w.changes.items()))
        assert w.order == pytest.approx(w.decides + settings["per_bit"] * w.bits)
    orders = [w.order for w in worth if not is_test(w, evidence)]
    assert orders == sorted(orders, reverse=True)


def test_tests_by_oneself_come_after_everything_whose_answer_may_forbid_them(evidence, screened):
    worth = worth_asking(*looked_ahead(screened(), evidence), evidence)
    tests = [is_test(w, evidence) for w in worth]
    assert any(tests)
    assert tests == sorted(tests)


def test_the_information_told_is_that_about_the_explanation_alone(evidence, screened):
    answers = screened()
    weighed, _, _ = looked_ahead(answers, evidence)
    shown = assess(answers, evidence, today=TODAY).ask_next
    for question in shown:
        alone = expected_bits([question.finding], weighed, evidence)[question.finding]
        assert question.expected_information_bits == alone


def test_a_sign_that_raises_by_itself_counts_with_its_level_and_how_often_it_is_there(evidence, screened):
    """Dark urine alone is an emergency; in back pain it is there as often as the base says."""
    weighed, ahead, _ = looked_ahead(screened(), evidence)
    worth = {w.finding: w for w in worth_asking(weighed, ahead, (), evidence)}
    assert evaluate(screened(dark_urine=True), evidence).urgency == "emergency"
    rows = weighed.known.log[weighed.known.plain["dark_urine"].yes]
    off = off_scope(evidence)["dark_urine"]
    by_hand = sum(p * exp(row) for p, row, out in zip(weighed.now, rows, off, strict=True) if not out)
    assert worth["dark_urine"].changes["emergency"] == pytest.approx(by_hand)


def test_a_level_reached_already_changes_nothing(evidence, screened):
    weighed, ahead, _ = looked_ahead(screened(weak_leg=True), evidence)
    assert ahead.urgency == "same_day"
    worth = {w.finding: w for w in worth_asking(weighed, ahead, (), evidence)}
    assert "emergency" in worth["dark_urine"].changes
    assert set().union(*(w.changes for w in worth.values())) <= {"emergency", "lower"}
    weighed, ahead, _ = looked_ahead(screened(dark_urine=True), evidence)
    assert ahead.urgency == "emergency"
    assert set().union(*(w.changes for w in worth_asking(weighed, ahead, (), evidence))) <= {"lower"}


def test_only_the_runner_is_asked(evidence, screened):
    may = {"ask", "diary_or_ask", "derived_or_ask", "self_test"}
    asked = open_for(screened(), evidence)
    assert asked
    assert {evidence.findings[f].who for f in asked} <= may
    assert any(evidence.findings[f].who == "self_test" for f in asked)


def test_nobody_is_asked_to_hop(evidence, screened):
    assert evidence.findings["st_hop_pain"].gated
    assert "st_hop_pain" not in open_for(screened(), evidence)
    assert "hop_noticed_pain" in open_for(screened(), evidence)


def test_what_was_answered_or_follows_is_not_asked(evidence, screened):
    asked = open_for(screened(rad_below_knee=True), evidence)
    assert "rad_below_knee" not in asked
    assert "back_pain_began_before_40" not in asked
    assert evidence.vocabulary.aliases.keys().isdisjoint(asked)


def test_what_hangs_under_a_denied_finding_is_not_asked(evidence, screened):
    assert "leg_worse_than_back" in open_for(screened(), evidence)
    assert "leg_worse_than_back" not in open_for(screened(rad_below_knee=False), evidence)


def test_what_the_sex_rules_out_is_not_asked(evidence, screened):
    female = {f for f, entry in evidence.findings.items() if entry.parent == "sex_female" and entry.in_ranking}
    assert female.isdisjoint(open_for(screened(), evidence))
    unknown = read_answers({"age": 34}, evidence)
    assert female.isdisjoint(open_for(unknown, evidence))
    assert "loc_testis" in open_for(unknown, evidence)
    woman = read_answers({"age": 34, "sex": "female"}, evidence)
    assert "painful_periods" in open_for(woman, evidence)
    assert "loc_testis" not in open_for(woman, evidence)


def test_larger_places_are_asked_until_one_hurts_and_then_the_finer_ones_in_it(evidence):
    def places(**answers):
        document = {"age": 34, "sex": "male", "answers": answers}
        return {f for f in open_for(read_answers(document, evidence), evidence) if f.startswith("loc_")}

    assert "loc_low_back" in places()
    assert "loc_low_back_midline" not in places()
    inside = {"loc_low_back_midline", "loc_low_back_one_side", "loc_low_back_across", "loc_iliac_crest"}
    assert places(loc_low_back=True) == {*inside, "loc_many_areas"}
    assert places(loc_low_back_midline=True) == {*inside - {"loc_low_back_midline"}, "loc_many_areas"}
    assert "loc_neck" not in places(loc_neck=False)


def test_a_drawing_leaves_no_place_to_ask_for(evidence, screened):
    assert {f for f in open_for(screened(), evidence) if f.startswith("loc_")} <= {"loc_many_areas"}


def test_a_band_is_asked_for_as_the_exact_number(evidence):
    answers = read_answers({"answers": dict.fromkeys(evidence.triage.ask_first, False)}, evidence)
    worth = {w.finding: w for w in worth_asking(*looked_ahead(answers, evidence), evidence)}
    weighed, _, _ = looked_ahead(answers, evidence)
    assert {"age_years", "pain_duration_weeks", "pain_intensity_nrs"} <= set(worth)
    assert {"age_band", "duration_band", "pain_intensity_band"}.isdisjoint(worth)
    assert worth["age_years"].bits == expected_bits(["age_band"], weighed, evidence)["age_band"]


def test_what_is_not_to_be_asked_again_is_left_out(evidence, screened):
    answers = screened()
    but = frozenset({"onset_mode", "pain_intensity_nrs"})
    asked = {w.finding for w in worth_asking(*looked_ahead(answers, evidence), evidence, but=but)}
    assert asked
    assert asked.isdisjoint(but)
    open_first = read_answers({}, evidence)
    worth = worth_asking(*looked_ahead(open_first, evidence), evidence, but=frozenset({"fever"}))
    assert "fever" not in {w.finding for w in worth}


def self_tests(evidence):
    return {f.id for f in evidence.findings.values() if f.group == "self_test"}


def test_tests_by_oneself_are_offered_where_nothing_speaks_against_them(evidence, screened):
    assert open_for(screened(), evidence) & self_tests(evidence)


@pytest.mark.parametrize(
    "answer",
    [
        "pinpoint_bone_spot",
        "hop_noticed_pain",
        "q_deep_bone_ache",
        "impact_pain_progressive",
        "pain_any_weight_bearing",
        "limping",
        "hx_stress_fracture",
        "periods_absent",
        "after_significant_trauma",
        "after_minor_trauma",
        "pop_or_snap",
    ],
)
def test_no_test_by_oneself_while_an_answer_points_to_bone_or_a_fresh_knock(evidence, screened, answer):
    assert not open_for(screened(**{answer: True}), evidence) & self_tests(evidence)


def test_no_test_by_oneself_after_a_fall_or_at_an_urgent_level(evidence, screened):
    assert not open_for(screened(onset_mode="after_fall_or_crash"), evidence) & self_tests(evidence)
    feverish = screened(fever=True)
    assert evaluate(feverish, evidence).urgency == "same_day"
    assert not open_for(feverish, evidence) & self_tests(evidence)


def test_what_tests_wait_for_is_known_to_the_base(evidence):
    rule = evidence.ranking.settings["questions"]["self_tests"]
    for node in rule["not_while"]:
        finding, _, option = node.partition("=")
        assert finding in evidence.findings
        assert not option or option in evidence.findings[finding].options
    assert set(rule["not_at"]) < set(URGENCIES)


def test_the_places_are_listed_from_the_low_back_outwards(evidence):
    stems = evidence.ranking.settings["questions"]["places"]
    assert sorted(stems) == sorted(evidence.vocabulary.body_map)
    choices = regions(evidence).choices
    assert choices[:3] == ("low_back_middle", "low_back_left", "low_back_right")
    assert choices[-1] == "neck"
    assert len(choices) == len(set(choices)) == 51
