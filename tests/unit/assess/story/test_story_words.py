"""The words of a story, each with where it stands; counted out letter by letter."""

import pytest

from backstride.assess.story.text import Sentence, Word, sentences


def words(text):
    return [(word.text, word.start, word.end) for sentence in sentences(text) for word in sentence.words]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I'm 34", [("i", 0, 3), ("am", 0, 3), ("34", 4, 6)]),
        ("I can not go", [("i", 0, 1), ("cannot", 2, 9), ("go", 10, 12)]),
        ("could not", [("cannot", 0, 9)]),
        ("can can not", [("can", 0, 3), ("cannot", 4, 11)]),
        ("can go not", [("can", 0, 3), ("go", 4, 6), ("not", 7, 10)]),
        ("I could", [("i", 0, 1), ("could", 2, 7)]),
        ("can. not", [("can", 0, 3), (".", 3, 4), ("not", 5, 8)]),
        ("3.5 km, 2,5", [("3.5", 0, 3), ("km", 4, 6), (",", 6, 7), ("2,5", 8, 11)]),
        ("a – b — c", [("a", 0, 1), ("-", 2, 3), ("b", 4, 5), (";", 6, 7), ("c", 8, 9)]),
        ("“a”", [('"', 0, 1), ("a", 1, 2), ('"', 2, 3)]),
        ("İ A. B", [("a", 2, 3), (".", 3, 4), ("b", 5, 6)]),
    ],
)
def test_words_and_their_places(text, found):
    assert [word for word in words(text) if word[0] != "İ"] == found


@pytest.mark.parametrize(
    ("typed", "forms"),
    [
        ("cannae", ["cannot"]),
        ("couldnt", ["cannot"]),
        ("dosnt", ["does", "not"]),
        ("doesent", ["does", "not"]),
        ("ive", ["i", "have"]),
        ("won't", ["will", "not"]),
        ("wont", ["will", "not"]),
        ("ain't", ["is", "not"]),
        ("aint", ["is", "not"]),
        ("haven't", ["have", "not"]),
        ("wouldnt", ["would", "not"]),
        ("they're", ["they", "are"]),
        ("I've", ["i", "have"]),
        ("she'll", ["she", "will"]),
        ("he's", ["he", "is"]),
        ("there's", ["there", "is"]),
        ("calf's", ["calf"]),
        ("it'd", ["it"]),
        ("rock", ["rock"]),
        ("it`s", ["it", "is"]),
    ],
)
def test_contractions(typed, forms):
    assert [word for word, _, _ in words(typed)] == forms


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Sore. Numb", ["sore .", "numb"]),
        ("Sore.Numb", ["sore . numb"]),
        ("Sore?! Numb", ["sore ? !", "numb"]),
        ("Sore\n\nNumb", ["sore", "numb"]),
        ("Sore… numb", ["sore …", "numb"]),
        ("Sore for 3 wks. Numb", ["sore for 3 wks . numb"]),
        ("Sore for 3 wks. Numb. Weak", ["sore for 3 wks . numb .", "weak"]),
        ("Sore for 3 wks! Numb", ["sore for 3 wks !", "numb"]),
        ("Sore e.g. Here", ["sore e . g . here"]),
        ("Approx. two", ["approx . two"]),
        ("See DR. Who", ["see dr . who"]),
        # "no." stands for number before a digit only.
        ("Runner no. 5 fell", ["runner no . 5 fell"]),
        ("Is it sore? No. It is numb", ["is it sore ?", "no .", "it is numb"]),
        ("Sore? No.", ["sore ?", "no ."]),
        # A longer word that ends like a short one ends its sentence.
        ("We had an oast. Numb", ["we had an oast .", "numb"]),
        ("", []),
        ("  ", []),
    ],
)
def test_where_sentences_end(text, parts):
    assert [" ".join(word.text for word in sentence.words) for sentence in sentences(text)] == parts


def test_only_a_sentence_that_ends_in_a_question_mark_asks():
    asked = [sentence.asks for sentence in sentences("Is it sore? Sore. Sore ? Yes")]
    assert asked == [True, False, True, False]


def test_a_sentence_as_it_is_handed_on():
    assert [*sentences("Sore?")] == [Sentence((Word("sore", 0, 4), Word("?", 4, 5)), asks=True)]
    assert [word.is_sign for word in next(sentences("a 1 ?")).words] == [False, False, True]
