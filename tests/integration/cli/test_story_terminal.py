"""Telling it in one's own words: what was understood is shown with its quotes, confirmed or dropped, and kept."""

import json

import pytest

STORY = "I'm 41. My left calf is swollen and hot since 2 weeks, no fever."


@pytest.fixture
def typed(run, monkeypatch, tmp_path):
    """Type these lines, then leave; returns what ran and the answers that were saved."""

    def go(*lines, options=()):
        waiting = iter(lines)
        monkeypatch.setattr("builtins.input", lambda _="": next(waiting, "q"))
        saved = tmp_path / "me.json"
        ran = run("interview", "--save", saved, *options)
        return ran, json.loads(saved.read_text(encoding="utf-8"))

    return go


def test_what_is_confirmed_becomes_an_answer_and_is_not_asked_again(typed):
    ran, document = typed(STORY, "y")
    assert '"calf is swollen"' in ran.out
    assert '"no fever"' in ran.out
    assert document["age"] == 41
    assert document["answers"]["calf_swollen"] is True
    assert document["answers"]["fever"] is False
    assert document["story"] == STORY
    assert "How old are you?" not in ran.out
    assert "TODAY" in ran.out


def test_what_is_dropped_does_not_count(typed):
    ran, document = typed("I lost control of my bowels, and my back hurts.", "1")
    assert "bowel_new_trouble" in document["story_dropped"]
    assert document["answers"] == {"loc_low_back": True}
    assert "EMERGENCY" not in ran.out


def test_none_is_right(typed):
    _, document = typed(STORY, "n")
    assert document["answers"] == {}
    assert set(document["story_dropped"]) >= {"calf_swollen", "fever", "age_years"}


def test_what_nobody_confirmed_is_asked_about_first(typed):
    ran, document = typed("I lost control of my bowels.", "", "n")
    assert document["answers"]["bowel_new_trouble"] is False
    assert "story_dropped" not in document
    assert "Have you lost control of your bowels?" in " ".join(ran.out.split())


@pytest.mark.parametrize("skip", ["", "n", "s"])
def test_the_story_may_be_skipped(typed, skip):
    _, document = typed(skip)
    assert "story" not in document


def test_a_reply_that_cannot_be_understood_is_explained(typed):
    ran, document = typed(STORY, "99", "perhaps", "y")
    assert ran.out.count("Type y, n, numbers of the list") == 2
    assert document["answers"]["calf_swollen"] is True


def test_a_story_without_known_words_is_kept(typed):
    ran, document = typed("Es tut weh.")
    assert "nothing in your words that we know" in ran.out
    assert document["story"] == "Es tut weh."


def test_a_story_given_beside_answers_is_not_asked_for(typed, checkin):
    ran, document = typed("y", options=("--answers", checkin(answers={"loc_calf_belly": True}), "--story", STORY))
    assert "Tell it in your own words" not in ran.out
    assert document["answers"] == {"loc_calf_belly": True, "calf_swollen": True, "calf_warm_red": True, "fever": False}


def test_assess_shows_what_it_understood_and_that_nobody_confirmed_it(run):
    ran = run("assess", "--story", STORY)
    assert "From your words, not confirmed" in ran.out
    assert 'one calf or leg more swollen: "calf is swollen"' in " ".join(ran.out.split())
    assert "backstride interview --story" in ran.out
    told = run("assess", "--json", "--story", STORY).json["story_findings"]
    assert told["calf_swollen"] == {"value": True, "quote": "calf is swollen", "confirmed": False, "raises": True}


def test_the_line_protocol_asks_about_the_story_with_ordinary_questions(run, monkeypatch):
    lines = iter(['{"id": "bowel_new_trouble", "value": false}\n', ""])
    monkeypatch.setattr("sys.stdin.readline", lambda: next(lines))
    ran = run("interview", "--json", "--story", "I lost control of my bowels.")
    first, second, end = map(json.loads, ran.out.splitlines())
    assert first["question"]["id"] == "bowel_new_trouble"
    assert first["question"]["type"] == "yes_no"
    assert first["urgency_so_far"] == "emergency"
    assert second["urgency_so_far"] == "within_2_weeks_routine"
    assert end["result"]["urgency"] == "within_2_weeks_routine"


@pytest.mark.parametrize("dropped", ["fever", {"fever": True}, ["feverr"], [3]])
def test_what_was_dropped_has_to_be_findings(run, tmp_path, dropped):
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"story_dropped": dropped}), encoding="utf-8")
    ran = run("assess", "--answers", path)
    assert ran.code == 2
    assert "story_dropped" in ran.err or "no finding" in ran.err
