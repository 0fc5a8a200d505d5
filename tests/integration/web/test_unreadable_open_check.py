"""An open check that holds an answer which cannot be read any more loses no danger that was told in it."""

import logging

import pytest
from answer_cases import finished
from test_web_safety import FEVER, told_over_the_api
from walking import Walk

from backstride.store.left_open import left_pressing, level_so_far
from backstride.store.models import Answer, Check

UNREADABLE = [{"gone_from_the_base": True}, {"pain_intensity_nrs": "much"}, {"hx_cancer": 12}]


@pytest.fixture(params=UNREADABLE, ids=lambda one: next(iter(one)))
def left(browser, runner, request):
    check = Check.objects.get(pk=told_over_the_api(browser, **FEVER))
    for finding, value in request.param.items():
        Answer.objects.create(runner=runner, answered_in=check, finding=finding, value=value)
    return check


def test_its_level_is_that_of_what_can_be_read_and_the_log_says_so(browser, runner, evidence, left, caplog):
    finished(runner, evidence, without=("fever",))
    with caplog.at_level(logging.WARNING, "backstride.store.left_open"):
        assert level_so_far(left) == "same_day"
    assert "cannot be read" in caplog.text
    assert left_pressing(runner) == left
    assert "may need help today" in Walk(browser).get("/").last.words


def test_nobody_is_kept_from_a_new_check_by_it_and_that_settles_it(browser, runner, left):
    at = Walk(browser).begin("other").to("review")
    assert at.check != left
    assert left_pressing(runner) == left
    browser.post(f"/answer/{at.check.pk}/review/")
    assert left_pressing(runner) is None


def test_going_on_with_it_ends_in_a_sentence(browser, left):
    assert Walk(browser).get(f"/answer/{left.pk}/go-on/").last.status < 500


def test_where_two_answers_do_not_go_together_the_danger_is_kept(browser, runner):
    left = Check.objects.get(pk=told_over_the_api(browser, saddle_numb=True, urinary_retention_new=True))
    for finding, value in {"pain_duration_weeks": 30, "duration_days": 4}.items():
        Answer.objects.create(runner=runner, answered_in=left, finding=finding, value=value)
    assert level_so_far(left) == "emergency"
