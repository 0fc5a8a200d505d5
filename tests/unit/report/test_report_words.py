from datetime import date

import pytest

from backstride.report import country_words
from backstride.report.words import (
    clipped,
    date_words,
    duration_words,
    in_ten,
    listing,
    lower_first,
    sentence,
    short_day,
    spelled,
)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (0.50, 0.71, "5 to 7 in 10"),
        (0.10, 0.26, "1 to 3 in 10"),
        (0.09, 0.23, "1 to 2 in 10"),
        (0.04, 0.12, "up to 1 in 10"),
        (0.00, 0.04, "less than 1 in 10"),
        (0.28, 0.31, "about 3 in 10"),
        (0.25, 0.25, "about 3 in 10"),
        (0.82, 0.97, "8 in 10 or more"),
        (0.97, 1.00, "9 in 10 or more"),
    ],
)
def test_a_range_is_told_as_whole_counts_out_of_ten_and_never_as_certainty(low, high, words):
    assert in_ten(low, high) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [(0.2, "1 day"), (1, "1 day"), (13, "13 days"), (14, "2 weeks"), (24, "3 weeks"), (83, "12 weeks"),
     (90, "3 months"),
     (365, "12 months"), (800, "2 years")],
)  # fmt: skip
def test_a_length_of_time_is_told_as_a_runner_would(days, words):
    assert duration_words(days) == words


def test_dates_are_written_out_in_english_whatever_the_computer_speaks():
    assert date_words(date(2026, 11, 21)) == "21 November 2026"
    assert short_day(date(2026, 11, 21)) == "Sat 21 Nov"


def test_lists_end_with_and():
    assert [listing(words) for words in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize("code", [None, "", "XX"])
def test_without_a_country_or_a_pack_no_number_is_invented(evidence, code):
    words = country_words(code, evidence)
    assert words.dial is None
    assert words.emergency == "your local emergency number"


def test_services_are_named_as_in_the_country(evidence):
    american = country_words("US", evidence)
    assert (
        american.local("See your GP, or go to {emergency_department}") == "See your doctor, or go to the emergency room"
    )
    assert country_words("UK", evidence) == country_words("GB", evidence)
    assert country_words("FR", evidence).number == "112"
    british = country_words("gb", evidence)
    assert british.emergency == "999 or A&E"
    assert british.local("Call a crisis line now") == "Call a crisis line (Samaritans 116 123) now"


def test_free_text_is_put_on_one_line_cut_at_a_word_and_freed_of_control_signs():
    assert clipped("one\ntwo\t three\x00\u202e", 40) == "one two three"
    assert clipped("one two three four", 12) == "one two…"
    assert clipped("\ud800lone", 12) == "lone"


def test_signs_our_letters_lack_are_spelled_out_and_long_stretches_may_break():
    assert spelled({"a": ["≥ 38", ("12 → 18",)], "n": 3}) == {"a": ["at least 38", ["12 to 18"]], "n": 3}
    assert spelled("x" * 40) == "x" * 36 + "\u200b" + "x" * 4


@pytest.mark.parametrize("kept", ["MRI", "X-ray", "I run", "Guillain-Barre syndrome", "Achilles tendon", ""])
def test_abbreviations_and_names_keep_their_capital(kept):
    assert lower_first(kept) == kept


def test_other_words_lose_their_capital_inside_a_sentence():
    assert lower_first("Left low back") == "left low back"


def test_a_sentence_has_a_capital_and_one_full_stop():
    assert [sentence(text) for text in ("a walk", "Done.", "why?", " ")] == [
        "A walk.",
        "Done.",
        "why?".capitalize(),
        "",
    ]
