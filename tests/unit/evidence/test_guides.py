"""The five general questions: danger signs first, counts from the base, every statement rests on something."""

from dataclasses import replace

import pytest

from backstride.evidence import guides as room
from backstride.evidence.check import check
from backstride.evidence.guide_build import ranges, shares

QUESTIONS = (
    "Why does my lower back hurt after running?",
    "Why do the backs of my calves hurt after running?",
    "Why do my upper buttocks and low back hurt after running?",
    "How is back pain after running treated and prevented?",
    "Why do back muscles hurt?",
)


@pytest.fixture(scope="module")
def pages(evidence):
    return room.guides(evidence)


def test_the_five_questions_are_answered_in_order(pages):
    assert tuple(page.question for page in pages) == QUESTIONS


def test_danger_signs_stand_on_every_page_with_what_to_do(pages):
    for page in pages:
        assert any("new numbness between the legs" in signs for signs, _ in page.danger)
        assert all(act for _, act in page.danger)


def test_every_statement_rests_on_something_that_exists(pages):
    for page in pages:
        for said in (page.short, *(said for part in page.parts for said in part.says)):
            assert said.by
            assert all(kind for _, kind in said.by), said.text


def test_every_page_says_what_brings_it_on_what_helps_and_when_to_be_seen(pages):
    for page in pages:
        assert {"else", "sets_off", "helps", "seen"} <= {part.part for part in page.parts}
        assert page.start


@pytest.mark.parametrize(
    "topic",
    [
        "strain",
        "joints",
        "disc",
        "room for the nerves",
        "joint at the back of the pelvis",
        "kidney",
        "scan",
        "emg",
        "lasting",
        "new pain",
        "strength",
        "your middle",
        "stretching",
        "shoes",
        "steps",
        "longest",
        "desk",
        "lift",
        "sleep",
        "eat enough",
        "stress",
    ],
)
def test_the_topics_of_the_articles_are_covered(pages, topic):
    whole = " ".join(
        [said.text for page in pages for part in page.parts for said in part.says]
        + [line.name for page in pages for line in page.often]
    )
    assert topic in whole.lower()


def test_counts_are_the_shares_of_the_base_in_ten_with_their_range(source, pages):
    page = source.pages["low_back_after_running"]
    share = shares(source, page)
    assert sum(share.values()) == pytest.approx(1.0)
    # conditions/nonspecific_lbp.yaml gives 48.6 of 100 for the low back, muscle_spasm_back.yaml 4.2.
    assert share["nonspecific_lbp"] + share["muscle_spasm_back"] == pytest.approx(0.528, abs=0.006)
    first = pages[0].often[0]
    assert first.conditions == ("nonspecific_lbp", "muscle_spasm_back")
    assert first.low < share["nonspecific_lbp"] + share["muscle_spasm_back"] < first.high
    assert first.words == f"{first.counts[0]} to {first.counts[1]} of 10"


def test_without_any_doubt_about_priors_the_range_closes_on_the_share(source):
    page = source.pages["low_back_after_running"]
    sure = source.ranking.strength_of_numbers.model_copy(update={"prior_log_sd": 0.0})
    certain = replace(source, ranking=source.ranking.model_copy(update={"strength_of_numbers": sure}))
    low, high = ranges(certain, page)[0]
    expected = sum(shares(source, page)[c] for c in page.often[0].conditions)
    assert (low, high) == (pytest.approx(expected), pytest.approx(expected))


def test_what_hurts_in_another_part_of_the_region_is_not_counted(source):
    page = source.pages["calves_after_running"]
    assert "mtss" not in shares(source, page)
    assert "mtss" in shares(source, page.model_copy(update={"elsewhere": []}))


def test_an_unknown_page_is_answered_with_the_nearest(evidence):
    with pytest.raises(room.NoSuchGuideError, match="the nearest is `low_back_after_running`"):
        room.guide(evidence, "low_back_after_runing")
    with pytest.raises(room.NoSuchGuideError, match="there are: low_back_after_running, calves"):
        room.guide(evidence, "xyz")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"danger_signs": ["SN_none"]}, "no safety net `SN_none`"),
        ({"region": "moon"}, "no condition has a share in the region `moon`"),
    ],
)
def test_the_evidence_check_finds_what_a_page_names_wrongly(source, change, problem):
    page = source.pages["low_back_after_running"].model_copy(update=change)
    spoiled = replace(source, pages={**source.pages, page.id: page})
    assert any(problem in found for found in check(spoiled).problems)


def test_the_evidence_check_finds_a_statement_that_rests_on_nothing(source):
    page = source.pages["why_back_muscles_hurt"]
    section = page.sections[0]
    said = section.says[0].model_copy(update={"by": ["CL999"]})
    wrong = page.model_copy(update={"sections": [section.model_copy(update={"says": [said]})]})
    spoiled = replace(source, pages={**source.pages, page.id: wrong})
    assert any("nothing is called `CL999`" in found for found in check(spoiled).problems)
