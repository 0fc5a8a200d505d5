"""Two checks of one episode: pain that rose, spread or did not ease, and the weeks that go on counting."""

from datetime import date, timedelta

import pytest

from backstride.assess import AnswersError, assess, read_answers
from backstride.evidence import URGENCIES

FIRST = date(2026, 11, 2)


@pytest.fixture
def check(evidence):
    """A check of an ordinary strained back, with every first safety question answered no."""

    def run(days=0, previous=None, *, duration_days=7, **answers):
        said = {"loc_low_back_one_side": True, "agg_sitting": True, "ease_lying": True, **answers}
        first = dict.fromkeys(evidence.triage.ask_first, False)
        document = {"age": 34, "sex": "male", "duration_days": duration_days, "answers": {**first, **said}}
        on = FIRST + timedelta(days=days)
        return assess(read_answers(document, evidence), evidence, today=on, previous=previous)

    return run


@pytest.fixture
def first(check):
    result = check(pain_intensity_nrs=5)
    assert result.urgency == "self_care_ok_with_safety_net"
    return result.as_json()


@pytest.mark.parametrize(("now", "risen"), [(6.5, False), (7, True), (8.5, True), (5, False), (2, False)])
def test_pain_two_points_higher_has_risen_and_ends_self_care(now, risen, check, first):
    again = check(3, first, pain_intensity_nrs=now)
    assert ("TIME_06" in again.changed["new_rules"]) is risen
    assert any("went from 5 to" in line for line in again.changed["course"]) is risen
    assert (again.urgency == "within_2_weeks_routine") is risen


# Eased is 2 points or 30 % of the earlier pain, whichever is less (Ostelo 2008): from 5 down to 3.5, from 8 to 6.
@pytest.mark.parametrize(("before", "now", "eased"), [(5, 3.5, True), (5, 4, False), (8, 6, True), (8, 6.5, False)])
def test_two_weeks_without_easing_ask_for_a_review(before, now, eased, check):
    earlier = check(pain_intensity_nrs=before).as_json()
    again = check(14, earlier, pain_intensity_nrs=now, duration_days=21)
    assert ("TIME_01" in again.changed["new_rules"]) is not eased
    assert ("No better than 14 days ago." in again.changed["course"]) is not eased


def test_a_day_without_easing_is_told_and_a_day_less_than_two_weeks_asks_for_nothing(check, first):
    assert check(1, first, pain_intensity_nrs=5).changed["course"] == ["No better than 1 day ago."]
    assert check(0, first, pain_intensity_nrs=5).changed["course"] == []
    again = check(13, first, pain_intensity_nrs=5, duration_days=20)
    assert again.changed["course"] == ["No better than 13 days ago."]
    assert "TIME_01" not in again.changed["new_rules"]


def test_weeks_without_easing_add_up_over_checks(check):
    earlier = check(pain_intensity_nrs=5, weeks_without_improvement=4.5).as_json()
    again = check(11, earlier, pain_intensity_nrs=5, duration_days=40)
    assert "TIME_02" in {reason.rule for reason in again.triage.reasons}


def test_what_is_answered_now_counts_before_what_was_worked_out(check):
    earlier = check(pain_intensity_nrs=5, weeks_without_improvement=4.5).as_json()
    again = check(11, earlier, pain_intensity_nrs=5, duration_days=40, weeks_without_improvement=1)
    assert not {"TIME_01", "TIME_02"} & {reason.rule for reason in again.triage.reasons}


def test_the_episode_goes_on_counting_while_its_length_is_not_told_again(check):
    earlier = check(pain_intensity_nrs=5, duration_days=80).as_json()
    again = check(4, earlier, duration_days=None)
    assert "TIME_04" in {reason.rule for reason in again.triage.reasons}
    assert "TIME_04" not in {reason.rule for reason in check(3, earlier, duration_days=None).triage.reasons}


def test_a_new_part_of_the_body_or_the_other_side_is_a_spread(check, first, evidence):
    again = check(3, first, loc_back_thigh=True)
    assert again.urgency == "within_2_weeks_routine"
    assert any(evidence.findings["loc_thigh"].yes in line for line in again.changed["course"])
    left = check(regions=["low_back_left"]).as_json()
    both = check(3, left, regions=["low_back_left", "low_back_right"])
    assert both.changed["course"] == ["New since then: the other side (low back right)."]
    assert not check(3, left, regions=["low_back_left", "low_back_middle"]).changed["course"]


def test_new_and_gone_findings_are_told(check, first):
    again = check(3, first, agg_sitting=False, agg_cough_sneeze=True)
    assert again.changed["new_findings"] == ["agg_cough_sneeze"]
    assert again.changed["gone_findings"] == ["agg_sitting"]
    assert again.changed["course"] == []


def test_a_better_check_never_ends_lower_than_the_same_check_alone(check, first):
    alone = check(10, duration_days=17, pain_intensity_nrs=2)
    again = check(10, first, duration_days=17, pain_intensity_nrs=2)
    assert URGENCIES.index(again.urgency) <= URGENCIES.index(alone.urgency)


def test_an_older_result_without_its_answers_is_compared_by_level_alone(check, first):
    older = {key: value for key, value in first.items() if key != "check"}
    assert check(3, older, pain_intensity_nrs=8).changed["course"] == []


@pytest.mark.parametrize("kept", [[], {"on": "yesterday"}, {"on": "2026-11-02", "findings": [], "regions": []}])
def test_answers_that_cannot_be_read_are_refused(kept, check, first):
    with pytest.raises(AnswersError, match="cannot be read"):
        check(3, {**first, "check": kept})


def test_an_earlier_result_of_a_later_day_is_refused(check):
    with pytest.raises(AnswersError, match="after this check"):
        check(0, check(5).as_json())
