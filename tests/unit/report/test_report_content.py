"""What each section says, and what it must never say."""

from dataclasses import replace
from datetime import date

import pytest
import report_cases as cases

from backstride.assess.result import OpenSafetyQuestion, TriageResult
from backstride.report.compose import compose
from backstride.report.page import StillOpen


def composed(given=None, *, triage=None, **assessment):
    given = given or cases.ordinary()
    changed = replace(given.assessment, **assessment)
    if triage:
        changed = replace(changed, triage=replace(changed.triage, **triage))
    return compose(replace(given, assessment=changed))


def not_assessed():
    """What triage gives back when it could not run at all."""
    rule = replace(cases.ROUTINE, rule="not_assessed", text="Danger signs not checked.", activity="no_running")
    return TriageResult("within_2_weeks_routine", (rule,), "no_running", (), (), 0, 0, cases.SAFETY_NET)


def test_where_the_danger_signs_could_not_be_checked_the_page_says_so_and_never_reassures():
    given = cases.ordinary()
    page = compose(replace(given, assessment=replace(given.assessment, triage=not_assessed())))
    assert page.urgency.asked == "The safety questions could not be checked, so nothing here rules out an emergency."
    assert page.urgency.until_then == ("No running until you have been seen. Walk only where it does not hurt.",)


def test_an_open_question_takes_the_reassurance_away_even_when_all_fifteen_are_answered():
    question = OpenSafetyQuestion("weak_leg", "Does a foot drag?", "same_day", "weak_leg")
    page = composed(triage={"open_safety_questions": (question,)})
    assert page.urgency.asked == "All 15 safety questions answered."
    assert page.urgency.still_open == (StillOpen("If yes, seen today", ("Real weakness in a leg or foot",)),)


def test_a_same_day_level_is_never_followed_by_reassurance():
    page = composed(cases.same_day_bone_stress(), triage={"safety_asked": 15, "open_safety_questions": ()})
    assert page.urgency.asked == "All 15 safety questions answered."


def test_the_most_urgent_rule_is_told_first():
    soon = replace(cases.ROUTINE, level="within_days", text="Sooner.")
    page = composed(triage={"urgency": "within_days", "reasons": (cases.ROUTINE, soon)})
    assert [why.text for why in page.urgency.why] == ["Sooner.", cases.ROUTINE.text]


def test_sources_are_numbered_in_the_order_in_which_the_page_names_them():
    page = compose(cases.ordinary())
    assert [source.ref for source in page.sources] == ["nice_cks_sciatica", "nhs_backpain", "frandsen2025"]
    assert page.urgency.why[0].sources == (1, 2)


def test_without_a_ranking_the_page_says_why_and_keeps_its_level():
    page = composed(ranking_note="We could not work out the likely causes this time.")
    assert page.causes is None
    assert page.causes_held_back == "We could not work out the likely causes this time."
    assert page.urgency.level == "within_2_weeks_routine"


def test_equal_sessions_share_a_line_and_past_days_are_left_out():
    page = compose(replace(cases.ordinary(), on=date(2026, 11, 25)))
    assert page.week.heading == "This week"
    rows = [(row.day, row.what.split(",")[0]) for row in page.week.rows]
    assert rows == [("Wed, Sat", "Run"), ("Fri 27 Nov", "Strength")]


def test_a_week_still_to_come_is_named_by_its_monday():
    assert compose(cases.ordinary()).week.heading == "The week from 23 November"


def test_a_plan_that_stopped_says_why_in_one_sentence():
    page = compose(cases.bone_stress_this_week())
    assert page.week.rows == ()
    assert page.week.lead == "Your plan is paused until you have been seen."


def test_what_the_box_has_said_is_not_said_again_as_advice():
    page = composed(advice=("Book an appointment within two weeks.", "Short walks help."))
    assert page.week.advice == ("Short walks help.",)


def test_what_to_read_out_names_who_how_long_where_and_what_stands_out():
    assert compose(cases.ordinary()).seen.say == (
        "I am a 38-year-old runner. For 3 weeks I have had pain in my left low back, left buttock, left back of thigh "
        "and left calf. What I notice: pain goes below the knee; pins and needles or numbness in the leg."
    )


def test_places_told_without_a_drawing_are_read_out_and_listed():
    given = cases.ordinary()
    place = cases.finding("loc_low_back", "body_map", "Low back?", "pain in the low back")
    evidence = type(given.evidence)(
        **{**vars(given.evidence), "findings": {**given.evidence.findings, "loc_low_back": place}}
    )
    answers = replace(given.answers, regions=(), findings={**given.answers.findings, "loc_low_back": True})
    page = compose(replace(given, answers=answers, evidence=evidence))
    assert page.drawing is None
    assert [line.statements for line in page.history if line.label == "Where"] == [("pain in the low back",)]
    assert "For 3 weeks I have had pain in the low back." in page.seen.say


def test_whom_to_see_follows_the_first_cause_only_where_it_asks_for_the_same_haste():
    given = cases.ordinary()
    assert compose(given).seen.whom == "A physio or your GP, who can test strength, feeling and reflexes."
    assert composed(triage={"urgency": "within_days"}).seen.whom == "See your GP or a sports doctor this week."


def test_an_emergency_holds_only_its_own_rules_and_no_other_section():
    page = compose(cases.emergency())
    assert [why.text for why in page.urgency.why] == [cases.emergency().assessment.triage.reasons[1].text]
    assert (page.drawing, page.history, page.causes, page.runs, page.week) == (None, (), None, None, None)
    assert (page.rule_out, page.causes_held_back, page.recheck, page.notes_box) == ((), "", "", False)


@pytest.mark.parametrize("name", sorted(cases.ALL))
def test_signs_to_watch_for_come_with_what_to_do(name):
    first = compose(cases.ALL[name]()).watch.groups[0]
    assert first.act == "Get help at once: emergency department or ambulance."
    assert first.signs[0] == "New numbness between the legs"


def test_runs_without_any_distance_in_twelve_weeks_are_not_drawn():
    given = cases.ordinary()
    page = compose(replace(given, exposures=cases.exposures((0,) * 12, spike_km=None)))
    assert page.runs is None
    assert page.no_runs.startswith("No runs were read.")


def test_only_a_run_that_stood_out_is_pointed_at():
    assert compose(cases.ordinary()).runs.stand_out.label == "18 km on 24 October"
    assert compose(cases.self_care()).runs.stand_out is None


def test_notices_stand_on_their_own_at_the_top_and_not_in_the_week():
    page = compose(cases.few_answers())
    assert page.notices == ("You are under 16. Do this check with a parent or guardian.",)
    assert page.notices[0] not in page.urgency.until_then
    urgent = composed(cases.emergency(), notices=page.notices)
    assert urgent.notices == page.notices


def test_where_nothing_was_answered_nothing_is_said_to_have_been():
    given = cases.few_answers()
    bare = replace(given, answers=replace(given.answers, findings={}))
    assert (compose(bare).history, compose(bare).no_history) == ((), "Nothing yet.")
    assert compose(cases.ordinary()).no_history == "Nothing beyond the safety questions."


def test_a_rule_for_self_care_is_no_reason_on_a_more_urgent_page():
    page = composed(triage={"reasons": (cases.ROUTINE, cases.SELF_CARE)})
    assert [why.text for why in page.urgency.why] == [cases.ROUTINE.text]
    assert [why.text for why in compose(cases.self_care()).urgency.why] == [cases.SELF_CARE.text]
