"""Sentences, contractions and typing errors."""

import pytest

from backstride.assess.story.spelling import Speller, distance
from backstride.assess.story.text import sentences


def words(text):
    return [[word.text for word in sentence.words] for sentence in sentences(text)]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("I can't feel it", ["i", "cannot", "feel", "it"]),
        ("I can not feel it", ["i", "cannot", "feel", "it"]),
        ("It doesn’t hurt", ["it", "does", "not", "hurt"]),
        ("it dont hurt", ["it", "do", "not", "hurt"]),
        ("It won't go", ["it", "will", "not", "go"]),
        ("I'm 34", ["i", "am", "34"]),
        ("It's my calf's top", ["it", "is", "my", "calf", "top"]),
        ("could", ["could"]),
        ("im 34", ["i", "am", "34"]),
    ],
)
def test_contractions_are_written_out(written, read):
    assert words(written) == [read]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It hurts. It is numb!", 2),
        ("It is 3.5 km.", 1),
        ("Approx. two weeks.", 1),
        ("One\nTwo", 2),
        ("", 0),
        ("...", 0),
    ],
)
def test_sentences_end_where_they_end(text, count):
    assert len([s for s in words(text) if any(w[0].isalnum() for w in s)]) == count


def test_a_question_is_known_as_one():
    assert [s.asks for s in sentences("Is it a clot? It is sore.")] == [True, False]


def test_places_are_those_of_the_text_as_written():
    text = "ŸES, my İ foot is NUMB."
    for sentence in sentences(text):
        for word in sentence.words:
            assert text[word.start : word.end].lower()[:1] == word.text[:1] or len(word.text) == 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nubm", "numb"),
        ("swolen", "swollen"),
        ("numbnes", "numbness"),
        ("incontinnet", "incontinent"),
        ("umb", None),
        ("hot", None),
        ("dumb", None),
        ("3cm", None),
    ],
)
def test_one_slip_is_read_two_in_long_words_and_the_first_letter_stays(typed, meant):
    assert Speller(["numb", "numbness", "swollen", "incontinent", "not"]).meant(typed) == meant


def test_a_word_between_two_known_words_is_left_alone():
    assert Speller(["calf", "half", "calm"]).meant("calk") is None


@pytest.mark.parametrize(
    ("one", "other", "slips"), [("calf", "calf", 0), ("claf", "calf", 1), ("cal", "calf", 1), ("ab", "cd", 2)]
)
def test_distance_by_hand(one, other, slips):
    assert distance(one, other) == slips


def test_no_spelling_is_a_negation_and_no_real_word_becomes_a_danger_sign(evidence):
    cues = evidence.sections["lexicon"]["cues"]
    speller = Speller(cues["spellings"])
    assert not set(cues["spellings"]) & set(cues["negation"])
    for real in ("fewer", "never", "ever", "paint", "walker", "pair"):
        assert speller.meant(real) is None or real in cues["real_words"] or real in cues["negation"], real
