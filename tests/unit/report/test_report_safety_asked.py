"""What a yes or a no to the open safety questions would make of the answer."""

from dataclasses import replace

import report_cases as cases

from backstride.assess.result import OpenSafetyQuestion
from backstride.report.page import StillOpen
from backstride.report.safety_asked import if_all_no, still_open

OPEN = (
    OpenSafetyQuestion("hx_cancer", "Have you ever had cancer?", "within_days", None),
    OpenSafetyQuestion("saddle_numb", "Numb where you sit?", "emergency", None),
    OpenSafetyQuestion("fever", "Do you have a fever?", "same_day", None),
    OpenSafetyQuestion("urinary_retention_new", "Trouble peeing?", "emergency", None),
    OpenSafetyQuestion("agg_sitting", "Sitting?", "within_2_weeks_routine", None),
)


def shown(urgency):
    triage = replace(cases.ordinary().assessment.triage, urgency=urgency, open_safety_questions=OPEN)
    return still_open(triage, cases.EVIDENCE)


def test_questions_are_gathered_by_what_a_yes_means_the_most_urgent_first():
    assert shown("within_2_weeks_routine") == (
        StillOpen("If yes, help now", ("New numbness between the legs", "New trouble with peeing")),
        StillOpen("If yes, seen today", ("A fever",)),
        StillOpen("If yes, seen this week", ("Has had cancer",)),
        StillOpen("Also open", ("Worse when sitting",)),
    )


def test_what_would_not_raise_the_level_is_not_said_to():
    assert [group.if_yes for group in shown("same_day")] == ["If yes, help now", "Also open"]
    assert [group.if_yes for group in shown("emergency")] == [""]


def test_self_care_is_spoken_of_only_where_open_questions_alone_keep_it_back_and_never_promised():
    assessment = cases.ordinary().assessment
    assert if_all_no(assessment) == ""
    held = replace(assessment, self_care_if_no=("fever", "saddle_numb"))
    assert if_all_no(held) == "Answer these 2: if all are no, this may be one for self-care."
