"""Hazard H11: a story raises how soon to be seen or changes nothing, and what it denies never reassures."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backstride.assess import assess, read_answers
from backstride.assess.interview import begin
from backstride.assess.story import read_story
from backstride.assess.story.counts import NOTHING_TOLD, Told, raised, told_by
from backstride.assess.triage import evaluate
from backstride.evidence import URGENCIES

TODAY = date(2026, 11, 21)
SENTENCES = [
    row
    for path in sorted((Path(__file__).parents[2] / "spec" / "story").rglob("*.yaml"))
    for row in yaml.safe_load(path.read_text(encoding="utf-8"))["rows"]
]
TEXTS = st.lists(st.sampled_from([row["says"] for row in SENTENCES]), min_size=1, max_size=5).map(" ".join)
ANSWERED = st.sampled_from(
    [
        {},
        {"answers": {"loc_low_back": True}},
        {"age": 70, "sex": "male", "answers": {"regions": ["calf_left"], "calf_swollen": True}},
        {"age": 30, "duration_days": 60, "answers": {"loc_groin": True, "pain_intensity_nrs": 4}},
        {"answers": {"saddle_numb": False, "fever": False, "weak_leg": False, "bladder_new_trouble": False}},
    ]
)
DENIALS = (
    "no",
    "I have no",
    "I don't have any",
    "never any",
    "without",
    "there is no",
    "not a trace of",
    "I have never had",
)
ALARMS = {
    "numbness between my legs": "saddle_numb",
    "numbness down there": "saddle_numb",
    "numbness in my foot": "tingle_leg",
    "weakness in my leg": "weak_leg",
    "swelling in my calf": "calf_swollen",
    "fever": "fever",
    "chest pain": "breathless_or_chest_pain",
    "blood in my urine": "blood_in_urine",
    "cancer": "hx_cancer",
    "night sweats": "chills_sweats",
    "shortness of breath": "breathless_new",
    "incontinence": "urinary_incontinence_new",
    "suicidal thoughts": "suicidal_thoughts",
}
EMERGENCIES = (
    "I can't pee.",
    "I'm numb between my legs.",
    "I lost control of my bowels.",
    "I've got crushing chest pain.",
    "My leg suddenly went cold and white.",
    "I wet myself and my legs are numb.",
    "I have the worst headache of my life.",
    "I was hit by a car and my back hurts.",
    "I have a plan to end my life, I have suicidal thoughts.",
)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def rank(urgency):
    return URGENCIES.index(urgency)


def urgency(document, evidence, story=None):
    return assess(read_answers({**document, "story": story}, evidence), evidence, today=TODAY).urgency


def level(document, story, evidence):
    """The level of triage with the story, without the ranking."""
    answers = read_answers({**document, "story": story}, evidence)
    told = told_by(answers, evidence)
    return rank(raised(evaluate(answers, evidence), told, answers, evidence, {})[0].urgency)


def plain(document, evidence):
    return rank(evaluate(read_answers(document, evidence), evidence).urgency)


def never_milder(with_story, without):
    assert with_story <= without


@quick
@given(story=TEXTS, document=ANSWERED)
def test_a_story_never_lowers_the_level(story, document, evidence):
    never_milder(level(document, story, evidence), plain(document, evidence))


@quick
@given(story=TEXTS, more=st.sampled_from([row["says"] for row in SENTENCES]), document=ANSWERED)
def test_what_more_is_told_of_what_is_so_never_lowers_it_either(story, more, document, evidence):
    before = read_story(story, evidence)
    after = read_story(f"{story} {more}", evidence)
    if all(f in after and after[f].value == found.value for f, found in before.items()):
        never_milder(level(document, f"{story} {more}", evidence), level(document, story, evidence))


@quick
@given(story=TEXTS)
def test_a_story_is_no_reason_for_self_care(story, evidence):
    screened = {"age": 30, "sex": "male", "answers": dict.fromkeys(evidence.triage.ask_first, False)}
    for document in ({}, screened):
        never_milder(level(document, story, evidence), plain(document, evidence))


def test_every_sentence_of_the_tables_keeps_or_raises_the_level(evidence):
    for row in SENTENCES:
        never_milder(level({}, row["says"], evidence), plain({}, evidence))


@quick
@given(
    cue=st.sampled_from(DENIALS),
    alarm=st.sampled_from(sorted(ALARMS)),
    end=st.sampled_from((".", ", but my back hurts.", " at all.")),
)
def test_a_denied_danger_sign_is_never_a_yes_and_clears_nothing(cue, alarm, end, evidence):
    story = f"{cue} {alarm}{end}"
    heard = read_story(story, evidence)
    assert ALARMS[alarm] not in heard or heard[ALARMS[alarm]].value is not True, story
    result = assess(read_answers({"story": story}, evidence), evidence, today=TODAY)
    assert result.urgency != URGENCIES[-1]
    assert result.triage.safety_asked == 0


def test_no_numbness_is_never_a_yes(evidence):
    numb = [f for f in evidence.findings if "numb" in f or f in ("tingle_leg", "both_legs_neuro", "bowel_new_trouble")]
    for story in (
        "no numbness",
        "No numbness.",
        "no numbness anywhere",
        "without numbness",
        "no numbness or tingling in the legs",
    ):
        heard = read_story(story, evidence)
        assert not [f for f in numb if f in heard and heard[f].value is True], story


@pytest.mark.parametrize("story", EMERGENCIES)
def test_the_words_of_an_emergency_raise_the_level(story, evidence):
    assert urgency({}, evidence, story) == URGENCIES[0]


@pytest.mark.parametrize(
    "story", ["I can't breathe.", "I have a fever and my back hurts.", "My foot drags.", "My calf is swollen and warm."]
)
def test_the_words_of_other_danger_signs_mean_today(story, evidence):
    never_milder(rank(urgency({}, evidence, story)), rank("same_day"))


def test_the_answer_wins_over_the_story(evidence):
    document = {"answers": {"urinary_retention_new": False, "bladder_new_trouble": False}}
    answers = read_answers({**document, "story": "I can't pee."}, evidence)
    result = assess(answers, evidence, today=TODAY)
    assert result.urgency == urgency(document, evidence)
    assert any("you answered otherwise" in notice for notice in result.notices)
    assert "urinary_retention_new" not in result.story_findings


def test_what_the_story_raises_is_asked_first_and_counts_as_not_asked(evidence):
    result = assess(read_answers({"story": "I lost control of my bowels."}, evidence), evidence, today=TODAY)
    first = next(q for q in result.triage.open_safety_questions if q.split is None)
    assert (first.finding, first.from_story) == ("bowel_new_trouble", True)
    assert result.triage.safety_asked == 0
    assert result.story_findings["bowel_new_trouble"]["raises"] is True


def test_a_danger_sign_in_doubt_is_asked_first_and_raises_nothing(evidence):
    result = assess(read_answers({"story": "No treatment has helped my numb crotch."}, evidence), evidence, today=TODAY)
    first = next(q for q in result.triage.open_safety_questions if q.split is None)
    assert (first.finding, first.could_become, first.from_story) == ("saddle_numb", URGENCIES[0], True)
    assert result.urgency == evidence.triage.default_urgency
    assert result.story_findings["saddle_numb"]["value"] is None
    assert result.notices[0].startswith('You wrote "numb crotch". We are not sure')


def test_a_dropped_finding_does_not_count(evidence):
    document = {"story": "I lost control of my bowels.", "story_dropped": ["bowel_new_trouble"]}
    result = assess(read_answers(document, evidence), evidence, today=TODAY)
    assert result.urgency == evidence.triage.default_urgency


def test_the_ranking_does_not_count_what_nobody_confirmed(evidence):
    document = {"age": 40, "sex": "female", "answers": {"loc_low_back": True}}
    told = {**document, "story": "It burns and wakes me at night, I have lost weight without trying."}
    results = [
        assess(read_answers(d, evidence), evidence, today=TODAY).differential.candidates for d in (document, told)
    ]
    assert [(c.condition, c.probability) for c in results[0]] == [(c.condition, c.probability) for c in results[1]]


def test_a_story_that_cannot_be_read_is_named_and_changes_nothing(evidence, monkeypatch):
    def broken(*_):
        raise RuntimeError

    monkeypatch.setattr("backstride.assess.story.counts.listen", broken)
    result = assess(read_answers({"story": "I can't pee."}, evidence), evidence, today=TODAY)
    assert result.urgency == evidence.triage.default_urgency
    assert any("NOT read" in notice for notice in result.notices)


def test_the_harness_sees_a_story_that_counts_as_an_answer(evidence):
    """Had a story's guards simply been added to the answers, a calf would be read as a strain: the property sees it."""
    document = {"age": 40, "answers": {"loc_calf_belly": True, "calf_swollen": True}}
    answers = read_answers(document, evidence)
    story = {"calf_sudden_pull_moment": True, "sudden_moment": True, "pop_or_snap": True}
    added = {**document, "answers": {**document["answers"], **story}}
    assert plain(added, evidence) > plain(document, evidence)
    with pytest.raises(AssertionError):
        never_milder(plain(added, evidence), plain(document, evidence))
    kept, _ = raised(evaluate(answers, evidence), Told({}, (), story), answers, evidence, {})
    never_milder(rank(kept.urgency), plain(document, evidence))
    assert raised(evaluate(answers, evidence), NOTHING_TOLD, answers, evidence, {})[1] == ()


def test_the_interview_begins_with_what_a_story_leaves_in_doubt(evidence):
    document = {"story": "No treatment has helped my numb crotch."}
    pending = begin(evidence, today=TODAY, document=document).pending
    assert pending.id == "saddle_numb"
