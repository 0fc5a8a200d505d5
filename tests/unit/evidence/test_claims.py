"""Somebody who read an article finds its claim, even with a slip of the keyboard, and reads whether it holds."""

import pytest

from backstride.evidence import claims as room


@pytest.fixture(scope="module")
def known(evidence):
    return room.claims(evidence)


def test_all_156_claims_are_there_each_with_words_and_sources(known):
    assert [claim.id for claim in known] == [f"CL{n:03d}" for n in range(1, 157)]
    for claim in known:
        assert claim.plain
        assert claim.verdict_words
        assert claim.sources


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("slipped disc jelly", "CL050"),
        ("hamstrng streching", "CL121"),
        ("pillow between knees", "CL132"),
        ("worn out running shose", "CL083"),
        ("text neck slouching", "CL099"),
        ("medial branch", "CL057"),
        ("exercise ball", "CL119"),
        ("colas and bone phosphorus", "CL141"),
    ],
)
def test_a_claim_is_found_by_its_words_even_mistyped(known, words, expected):
    assert expected in [claim.id for claim in room.search(known, words)][:3]


def test_words_that_no_claim_holds_find_nothing(known):
    assert room.search(known, "zzzz qqqq") == ()
    assert room.search(known, "the and of") == ()


@pytest.mark.parametrize("name", ["CL033", "cl033", "33", "033"])
def test_one_claim_goes_by_its_number_in_any_form(known, name):
    assert room.one(known, name).id == "CL033"


def test_a_number_beyond_the_last_says_how_far_they_go(known):
    with pytest.raises(room.NoSuchClaimError, match="CL001 to CL156"):
        room.one(known, "157")


def test_a_topic_is_known_by_its_beginning_or_with_a_slip(known):
    topics = room.topics(known)
    assert room.named("ergo", topics, "topic") == "ergonomics"
    assert room.named("sleap", topics, "topic") == "sleep"
    with pytest.raises(room.NoSuchClaimError, match="choose one of: anatomy, cause"):
        room.named("zzz", topics, "topic")
    assert sum(topics.values()) == 156
