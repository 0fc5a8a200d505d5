"""Slips counted by hand, and how many of them a word of each length may have."""

import pytest

from backstride.assess.story.spelling import Speller, distance


@pytest.mark.parametrize(
    ("one", "other", "slips"),
    [
        ("", "", 0),
        ("", "abc", 3),
        ("abc", "", 3),
        ("abc", "acb", 1),
        ("ab", "ba", 1),
        ("abcd", "badc", 2),
        ("ca", "abc", 3),
        ("kitten", "sitting", 3),
        ("abcdef", "abdcef", 1),
        ("abcdef", "abcfde", 2),
        ("aab", "aba", 1),
        ("xabc", "abcx", 2),
        ("ababb", "ab", 3),
    ],
)
def test_slips_between_two_words(one, other, slips):
    assert distance(one, other) == slips
    assert distance(other, one) == slips


@pytest.mark.parametrize(
    ("words", "typed", "meant"),
    [
        # From four letters on.
        (["num"], "num", None),
        (["numb"], "nub", None),
        (["numb"], "nmub", "numb"),
        (["num"], "numb", "num"),
        # Two slips where both words have eight letters or more.
        (["swelling"], "sweliing", "swelling"),
        (["swelling"], "sweiiimg", None),
        (["swelling"], "swellibf", "swelling"),
        (["swelling"], "swellbf", None),
        (["swelled"], "swellbfd", None),
        (["swelled"], "swellef", "swelled"),
        (["swelled"], "swellfg", None),
        (["incontinence"], "incntinece", "incontinence"),
        (["incontinence"], "incntinec", None),
        # The nearest counts; of two as near neither; and it begins alike.
        (["swelling", "smelling"], "swellling", "swelling"),
        (["smelling", "swelling"], "smelliing", "smelling"),
        (["calf", "calm"], "calx", None),
        (["numb", "dumb"], "dumbb", "dumb"),
        (["numb"], "wumb", None),
        (["numb", "lumb"], "nmb", None),
        # Words of letters only.
        (["numb"], "num8", None),
        (["calf"], "ca-lf", None),
        ([], "numb", None),
        # Longer than any word: not looked at.
        (["electroencephalographical"], "electroencephalographicak", None),
        (["electroencephalographica"], "electroencephalographick", "electroencephalographica"),
    ],
)
def test_which_word_is_meant(words, typed, meant):
    assert Speller(words).meant(typed) == meant
