"""No page, typed or left in an old tab, leads past the first safety questions to an answer."""

import pytest
from test_web_safety import clock as clock
from test_web_safety import walk as walk

from backstride.store.models import Assessment


def refused(at):
    """Neither an answer nor the review is given while a safety question waits."""
    for way in ("finish", "review"):
        at.follow(at.browser.post(f"/answer/{at.check.pk}/{way}/"))
        assert at.check.state == "open"
        assert not Assessment.objects.exists()
    return at


@pytest.mark.parametrize("marked", [{"low_back_left": "some"}, {"skip": "1"}])
def test_marking_the_body_map_before_the_safety_questions_gives_no_answer(walk, marked):
    at = walk().begin()
    assert at.question == "age"
    at.get(f"/answer/{at.check.pk}/where/").send(**marked)
    assert refused(at).question == "age"
    at.to("check_reason").follow(at.browser.post(f"/answer/{at.check.pk}/finish/"))
    assert Assessment.objects.get().result["safety_asked"] == 15


def test_marking_the_body_map_in_a_tab_of_yesterday_gives_no_answer(walk, clock):
    at = walk().begin().to("story")
    at.send(story="Dull ache in my left low back.")
    at.send(**{"is": [a["value"] for a in at.last.all("input", name="is") if "checked" in a]})
    assert at.question == "regions"
    clock.shift(25 * 3600)
    refused(at)
    assert at.question.startswith("safety_now")
    at.get(f"/answer/{at.check.pk}/where/").send(low_back_left="some")
    refused(at)
    at.get(f"/answer/{at.check.pk}/go-on/").to("check_reason")
    at.follow(at.browser.post(f"/answer/{at.check.pk}/finish/"))
    assert Assessment.objects.get().result["safety_asked"] == 15
