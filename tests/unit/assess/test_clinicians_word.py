"""After a clinician has looked, the level is by their word, the danger signs stay, and no odds are shown."""

from dataclasses import replace
from datetime import date

import pytest

from backstride.assess import assess
from backstride.assess.answers import read_answers
from backstride.assess.clinician import Seen, by_their_word
from backstride.assess.result import FiredRule
from backstride.report.safety_asked import asked

DAY = date(2026, 11, 20)
DOCUMENT = {"age": 40, "sex": "female", "duration_days": 3, "answers": {"regions": ["low_back_left"]}}


@pytest.fixture(scope="module")
def emergency(evidence):
    """Numb between the legs; every other first safety question a no."""
    no = dict.fromkeys(evidence.triage.ask_first, False)
    document = {**DOCUMENT, "answers": {**DOCUMENT["answers"], **no, "saddle_numb": True}}
    made = assess(read_answers(document, evidence), evidence, today=DAY)
    assert made.urgency == "emergency"
    return made


@pytest.mark.parametrize(
    ("level", "again"),
    [
        ("emergency", date(2026, 11, 20)),
        ("same_day", date(2026, 11, 21)),
        ("within_days", date(2026, 11, 23)),
        ("within_2_weeks_routine", date(2026, 12, 4)),
        ("self_care_ok_with_safety_net", date(2026, 11, 27)),
    ],
)
def test_the_level_and_the_day_to_check_again_follow_their_word(emergency, evidence, level, again):
    seen = by_their_word(emergency, Seen("a doctor", DAY, level), evidence)
    assert seen.urgency == level
    assert seen.recheck_on == again
    assert seen.triage.safety_net == emergency.triage.safety_net
    assert seen.ranking_note
    assert seen.beside is None


def test_what_was_written_down_is_told_and_the_questions_are_not_said_to_be_asked(emergency, evidence):
    seen = by_their_word(emergency, Seen("a doctor", DAY, "within_days", "No cauda equina."), evidence)
    (reason,) = seen.triage.reasons
    assert "20 Nov (a doctor)" in reason.text
    assert "“No cauda equina.”" in reason.text
    assert (
        "wrote down"
        not in by_their_word(emergency, Seen("a doctor", DAY, "within_days"), evidence).triage.reasons[0].text
    )
    assert asked(seen.triage) == "We did not ask the safety questions again. A new check asks them."


def test_the_limit_until_one_is_seen_ends_with_being_seen(emergency, evidence):
    assert by_their_word(emergency, Seen("x", DAY, "emergency"), evidence).triage.activity == emergency.triage.activity
    eased = by_their_word(emergency, Seen("x", DAY, "within_days"), evidence)
    assert eased.triage.activity == evidence.triage.default_activity


def test_a_later_check_is_held_at_their_level_until_the_safety_questions_are_asked(emergency, evidence):
    seen = by_their_word(emergency, Seen("a doctor", DAY, "within_days"), evidence).as_json()
    later = read_answers(DOCUMENT, evidence)
    assert assess(later, evidence, today=DAY, previous=seen).urgency == "within_days"
    no = dict.fromkeys(evidence.triage.ask_first, False)
    whole = read_answers({**DOCUMENT, "answers": {**DOCUMENT["answers"], **no}}, evidence)
    assert assess(whole, evidence, today=DAY, previous=seen).urgency not in ("emergency", "same_day", "within_days")


def test_the_day_is_that_of_the_check_and_of_the_visit_where_there_is_none(emergency, evidence):
    from dataclasses import replace

    visit = Seen("a doctor", date(2026, 11, 25), "within_days")
    assert by_their_word(emergency, visit, evidence).recheck_on == date(2026, 11, 23)
    assert by_their_word(replace(emergency, check=None), visit, evidence).recheck_on == date(2026, 11, 28)


def test_the_one_reason_is_their_word_and_nothing_of_the_rules_stands_beside_it(emergency, evidence):
    result = by_their_word(emergency, Seen("a doctor", DAY, "within_days"), evidence)
    assert result.triage.reasons == (
        FiredRule(
            rule="clinician",
            level="within_days",
            because=(),
            suspected=(),
            text="You told us that you were seen on 20 Nov (a doctor). What they said counts more than our questions.",
            sources=("design",),
            title="Seen by a clinician",
            activity=evidence.triage.default_activity,
            target_hours=None,
        ),
    )
    told = (result.triage.open_safety_questions, result.triage.provisional, result.triage.safety_asked)
    assert told == ((), (), 0)
    assert (result.ask_next, result.self_care_if_no) == ((), ())
    assert result.advice == ("Keep to what they told you about running and exercises.",)


def test_a_provisional_alarm_ends_with_being_seen(emergency, evidence):
    provisional = replace(emergency, triage=replace(emergency.triage, provisional=("fever",)))
    assert by_their_word(provisional, Seen("a doctor", DAY, "within_days"), evidence).triage.provisional == ()
