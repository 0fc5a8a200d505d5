"""What a story said of places is taken back by Continue alone, one side of two as well, and does not come back."""

import pytest
from test_interview_story_and_runs import places
from test_web_safety import clock as clock
from test_web_safety import walk as walk

from backstride.store import checks
from backstride.store.left_open import level_so_far

SWOLLEN = "My right calf hurts and the whole right calf is swollen."
BOTH = "Dull ache in my low back on both sides."


@pytest.fixture
def told(walk):
    def tell(story, **says):
        at = walk(**says).begin().to("story")
        at.send(story=story)
        at.send(**{"is": [a["value"] for a in at.last.all("input", name="is") if "checked" in a]})
        return at.to("regions")

    return tell


def tap(at, **marks):
    """What the script sends when a place was tapped."""
    form = {"version": at.check.version, "autosave": "1", **marks}
    response = at.browser.post(f"/answer/{at.check.pk}/where/", form)
    assert response.status_code == 200
    return at


def said(at):
    document = checks.document_of(at.check)
    return {f for f, value in document["answers"].items() if f.startswith("loc_") and value}, document


@pytest.mark.parametrize("taps", [[], [{}], [{"low_back_left": "some"}, {}]], ids=["none", "cleared", "other"])
def test_who_skips_takes_back_no_word_whether_taps_came_before_or_not(told, taps):
    at = told(SWOLLEN)
    before, level = said(at)[0], level_so_far(at.check)
    assert places(at) == {"calf_right": "some"}
    for marks in taps:
        tap(at, **marks)
    at.get(f"/answer/{at.check.pk}/where/").send(skip="1")
    after, document = said(at)
    assert after == before
    assert "story_dropped" not in document
    assert level_so_far(at.check) == level


def test_one_of_both_sides_unmarked_is_taken_back(told):
    at = told(BOTH)
    assert places(at) == {"low_back_left": "some", "low_back_right": "some"}
    at.send(low_back_left="some")
    now, document = said(at)
    assert "loc_low_back_across" not in now
    assert "loc_low_back_across" in document["story_dropped"]
    assert document["answers"]["regions"] == ["low_back_left"]
    at.get(f"/answer/{at.check.pk}/where/")
    assert places(at) == {"low_back_left": "some"}


def test_what_was_unmarked_by_taps_does_not_come_back(told):
    at = told(BOTH)
    tap(tap(at, low_back_left="some"))
    at.get(f"/answer/{at.check.pk}/where/")
    assert places(at) == {}
    assert "story_dropped" not in said(at)[1]
    at.send(calf_left="some")
    now, document = said(at)
    assert not {place for place in now if "low_back" in place}
    assert "loc_low_back_across" in document["story_dropped"]


def test_words_told_anew_are_marked_anew_and_not_taken_back_unseen(told):
    at = told("Dull ache in my left low back.")
    tap(at)
    at.get(f"/answer/{at.check.pk}/story/?again=1")
    at.at = f"/answer/{at.check.pk}/story/"
    at.send(story="My tailbone is sore.")
    at.send(**{"is": [a["value"] for a in at.last.all("input", name="is") if "checked" in a]})
    assert places(at.get(f"/answer/{at.check.pk}/where/"))["tailbone"] == "some"
