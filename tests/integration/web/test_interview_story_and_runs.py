"""Own words, confirmed before they count; what the runs answer; and the ways in."""

import re
from pathlib import Path

import pytest
from walking import Walk

from backstride import sample
from backstride.store import checks
from backstride.store.imports import import_paths, walk
from backstride.store.models import Answer, Assessment

WORDS = "Dull ache in my left low back for three weeks, worse when I sit. It wakes me at night. I have no fever."


@pytest.fixture
def told(browser):
    """An interview at the page for the runner's own words."""
    return Walk(browser).begin().to("story")


def test_the_story_comes_first_in_where_and_can_be_skipped(told):
    assert "Tell it in your own words" in told.last.words
    told.send(story="", skip="1")
    assert told.question == "regions"
    assert not told.check.story
    assert told.get(f"/answer/{told.check.pk}/go-on/").question == "regions"


def test_what_was_understood_is_shown_with_its_words_and_counts_only_once_confirmed(told):
    told.send(story=WORDS)
    assert told.at.endswith("/story/")
    assert "Did we get this right?" in told.last.words
    assert told.check.story == WORDS
    quoted = [a["value"] for a in told.last.all("input", name="is")]
    assert "night_pain_wakes" in quoted
    assert "night_pain_wakes" not in checks.document_of(told.check)["answers"]
    told.send(**{"is": ["night_pain_wakes"]})
    said = checks.document_of(told.check)
    assert said["answers"]["night_pain_wakes"] is True
    assert Answer.objects.get(finding="night_pain_wakes").source == "story"
    wrong = set(quoted) - {"night_pain_wakes"}
    assert set(said["story_dropped"]) <= wrong
    assert not wrong & set(said["answers"])
    assert told.question == "regions"


def test_a_no_in_a_story_is_never_ticked_beforehand(told):
    told.send(story="My back aches. I can not feel any weakness, it does not hurt to cough, no numbness in my leg.")
    boxes = {a["value"]: "checked" in a for a in told.last.all("input", name="is")}
    heard = {f: found for f, found in _heard(told).items() if f in boxes}
    assert heard
    assert {f for f, found in heard.items() if found["value"] is False}
    for finding, ticked in boxes.items():
        assert ticked == (heard[finding]["value"] is not False)


def _heard(told):
    from backstride.web.interview.standing import take_up
    from backstride.web.interview.story import heard_in

    return heard_in(take_up(told.check))


def test_unconfirmed_words_only_raise(told):
    """They put their question first and say what it may mean; they are no answer, and end nothing."""
    told.send(story="My pee is dark brown like cola since the race.").send(later="1")
    assert told.question == "dark_urine"
    assert "This may need help today." in told.last.words
    assert told.check.state == "open"
    assert "dark_urine" not in checks.document_of(told.check)["answers"]
    told.send(answer="no")
    assert "This may need help today." not in told.last.words


def test_confirmed_words_of_an_emergency_end_the_questions(told):
    told.send(story="My pee is dark brown like cola since the race.").send(**{"is": ["dark_urine"]})
    assert told.check.state == "finished"
    assert Assessment.objects.get().urgency == "emergency"


def test_words_without_anything_we_know_are_kept(told):
    told.send(story="Bananas.")
    assert "We found nothing in your words that we know. They are kept." in told.last.words
    assert told.check.story == "Bananas."


@pytest.mark.parametrize("words", ["a\x00b", "a" * 20_001])
def test_words_that_cannot_be_kept_come_back_in_the_form(told, words):
    told.send(story=words)
    assert told.last.status == 422
    assert "There is a problem" in told.last.words
    assert not told.check.story


def test_words_changed_in_two_windows_are_both_shown(told):
    version = told.last.field("version")
    told.send(story="My left calf hurts.")
    told.follow(told.browser.post(told.at, {"version": version, "story": "My right calf hurts."}))
    assert told.last.status == 409
    assert "My left calf hurts." in told.last.words
    assert "My right calf hurts." in told.last.words
    assert told.check.story == "My left calf hurts."


@pytest.fixture
def with_runs(browser, runner):
    import_paths(runner, walk([Path(sample.__file__).parent / "runs"]))
    return Walk(browser).begin()


def test_what_the_runs_answer_is_listed_with_its_runs_and_can_be_corrected(with_runs):
    at = with_runs
    at.to("check_reason")
    assert "Your watch has already answered" in at.last.words
    found = int(re.search(r"already answered (\d+)", at.last.words)[1])
    at.get(f"/answer/{at.check.pk}/measured/")
    links = [a["href"] for a in at.last.all("a") if "?from=measured" in a.get("href", "")]
    assert len(links) == found > 0
    at.get(links[0].partition("?")[0])
    finding = at.question
    assert finding not in at.asked
    at.send(answer="no")
    assert checks.document_of(at.check)["answers"][finding] is False
    assert "you said: No" in at.get(f"/answer/{at.check.pk}/measured/").last.words


def test_without_runs_the_page_says_so(browser):
    at = Walk(browser).begin()
    assert "Your runs have answered none" in at.get(f"/answer/{at.check.pk}/measured/").last.words
    assert "Your watch has" not in at.get(f"/answer/{at.check.pk}/q/age/").last.words


def test_the_first_page_starts_a_check_and_later_leads_back_to_it(browser):
    at = Walk(browser).get("/")
    assert {"method": "post", "action": "/answer/new/"} in at.last.all("form")
    at.begin().to("safety_now").get("/")
    assert "You stopped at ‘Safety’." in at.last.words
    assert f"/answer/{at.check.pk}/go-on/" in {a["href"] for a in at.last.all("a")}


# Places that the words name


def places(told):
    """What is marked on the page of the body map."""
    return {
        a["name"]: a["value"] for a in told.last.all("input", type="radio") if "checked" in a and a["value"] != "none"
    }


@pytest.fixture
def placed(told):
    """The body map after words that name places were confirmed as they were read."""
    told.send(story="Dull ache in my left low back and my tailbone is sore. It wakes me at night.")
    heard = [a["value"] for a in told.last.all("input", name="is") if "checked" in a]
    assert {"loc_low_back_one_side", "loc_tailbone"} <= set(heard)
    return told.send(**{"is": heard})


def test_places_of_the_words_are_marked_on_the_body_map_which_is_asked_all_the_same(placed):
    assert placed.question == "regions"
    assert places(placed) == {"low_back_left": "some", "tailbone": "some"}
    assert "We marked what your words told us." in placed.last.words
    assert "Part 2 of 5: now" in placed.last.words
    placed.send(low_back_left="strong", tailbone="some", calf_left="some")
    assert placed.question == "numb"
    placed.send(calf_left="some")
    assert "/q/" in placed.at
    said = checks.document_of(placed.check)["answers"]
    assert said["regions"] == ["low_back_left", "tailbone", "calf_left"]
    assert said["regions_strong"] == ["low_back_left"]
    assert said["regions_numb"] == ["calf_left"]
    assert said["loc_tailbone"] is True


def test_back_leads_from_the_next_question_to_the_body_map(placed):
    placed.send(low_back_left="some", tailbone="some").send()
    assert placed.last.back == f"/answer/{placed.check.pk}/where/"
    assert "We marked what" not in placed.get(placed.last.back).last.words


def test_the_body_map_can_be_skipped_and_the_words_stand(placed):
    marked = places(placed)
    placed.send(skip="1", **marked)
    assert placed.question == "check_reason"
    said = checks.document_of(placed.check)["answers"]
    assert said["regions"] is None
    assert said["loc_tailbone"] is True
    assert placed.get(f"/answer/{placed.check.pk}/go-on/").question == "check_reason"


@pytest.mark.parametrize("taps", [False, True])
def test_a_place_that_the_words_told_wrongly_is_taken_away_on_the_body_map(placed, taps):
    if taps:
        for strength in ("strong", "none"):
            form = {"version": placed.check.version, "autosave": "1", "low_back_left": "some", "tailbone": strength}
            assert placed.browser.post(placed.at, form).status_code == 200
        placed.get(placed.at)
    placed.send(low_back_left="some", tailbone="none")
    said = checks.document_of(placed.check)
    assert "loc_tailbone" not in said["answers"]
    assert said["story_dropped"] == ["loc_tailbone"]
    assert said["answers"]["loc_low_back_one_side"] is True
    assert said["answers"]["regions"] == ["low_back_left"]


def test_a_side_put_right_keeps_the_place(placed):
    placed.send(low_back_right="some", tailbone="some")
    said = checks.document_of(placed.check)
    assert said["answers"]["loc_low_back_one_side"] is True
    assert "story_dropped" not in said


@pytest.mark.parametrize(
    ("quote", "story", "sides"),
    [
        ("ache in my left low back", "Dull ache in my left low back.", {"left"}),
        ("calf hurts", "My right calf hurts and I have a fever.", {"right"}),
        ("lower back hurts", "My lower back hurts on the right and it runs down.", {"right"}),
        ("sit bone pain", "sit bone pain left side when sitting", {"left"}),
        ("Pain in both buttocks", "Pain in both buttocks.", {"left", "right"}),
        ("calves hurt", "Both calves hurt", {"left", "right"}),
        ("pain from left hip to right knee", "pain from left hip to right knee", set()),
        ("hamstring, sharp", "hamstring, sharp pain left outer shin", set()),
        ("pain right in my calf", "pain right in my calf", set()),
        ("calf hurts", "The left knee is fine. My calf hurts", set()),
    ],
)
def test_the_side_is_read_from_the_words_right_beside_the_place(quote, story, sides):
    from backstride.web.body_map.told import side_in

    assert side_in(quote, story) == sides


def test_a_place_without_a_side_is_left_to_be_marked(told):
    told.send(story="My calf hurts.").send(**{"is": ["loc_calf_belly"]})
    assert told.question == "regions"
    assert places(told) == {}
    assert "We marked what" not in told.last.words


def test_help_for_today_stands_above_the_body_map_too(browser):
    told = Walk(browser, safety_health={"is": ["fever"], "close": "none"}).begin().to("story")
    told.send(story="Dull ache in my left low back.")
    told.send(**{"is": [a["value"] for a in told.last.all("input", name="is")]})
    assert told.question == "regions"
    assert "See a clinician today" in told.last.words
    told.follow(told.browser.post(f"/answer/{told.check.pk}/finish/"))
    assert told.check.state == "finished"
