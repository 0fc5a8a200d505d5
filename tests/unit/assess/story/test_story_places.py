"""Which places a clause says hurt, and on which side; counted out word by word."""

from types import SimpleNamespace

import pytest

from backstride.assess.story.clauses import Clause
from backstride.assess.story.cues import Cue
from backstride.assess.story.index import Atoms, Place
from backstride.assess.story.match import Match
from backstride.assess.story.places import HURT, hurting_places

BODY = {
    "calf": SimpleNamespace(one_side="one_calf", both_sides="both_calves"),
    "hip": SimpleNamespace(one_side=None, both_sides=None),
}


def atoms(*entries):
    made = Atoms()
    for words, name in entries:
        made.add(words, name)
    return made


INDEX = SimpleNamespace(
    elements=atoms(
        ("hurts", HURT),
        ("sore", HURT),
        ("shooting pain", HURT),
        ("spreads", HURT),
        ("pain", HURT),
        ("numb", "<other_sign>"),
        ("tingling", "<other_sign>"),
        ("goes", "<ends_at>"),
        ("lift", "<moves_it>"),
        *((word, "<pain>") for word in ("hurts", "sore", "pain")),
    ),
    sides=atoms(("left", "left"), ("right", "right"), ("both", "both")),
    places=atoms(
        ("calf", Place(("loc_calf",), "calf")),
        ("outside of calf", Place(("loc_calf", "loc_shin"), "calf")),
        ("hip", Place(("loc_hip",), "hip")),
        ("chest", Place(("loc_chest",), None)),
        ("feet", Place(("loc_foot",), None)),
        ("sore spot", Place(("loc_spot",), None)),
        ("calf raises", Place((), None)),
    ),
)


def places(text, *cues):
    words = tuple(text.split())
    clause = Clause(
        words, tuple(range(len(words))), (len(words),) * len(words), frozenset({0}), (len(words),) * len(words)
    )
    return [*hurting_places(clause, INDEX, BODY, cues)]


def told(text, *cues):
    return {match.finding: match.words for match in places(text, *cues)}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # Where pain only ends, which it passes, or which is moved, does not hurt for that.
        ("pain goes to calf", {}),
        ("pain goes to left calf", {}),
        ("pain to calf", {"loc_calf": (0, 2)}),
        ("pain below calf", {}),
        ("hurts when i lift calf", {}),
        ("calf hurts when i lift hip", {"loc_calf": (0, 1)}),
        # A measure is no place.
        ("hurts after 6 feet", {}),
        ("hurts in my feet", {"loc_foot": (0, 3)}),
        # A sign of its own, and the pain told of elsewhere.
        ("hip pain with numb calf", {"loc_hip": (0, 1)}),
        ("sore numb calf", {"loc_calf": (0, 2)}),
        ("numb calf hurts", {"loc_calf": (1, 2)}),
    ],
)
def test_what_is_named_beside_a_pain_and_does_not_hurt(text, found):
    assert told(text) == found


def test_only_the_denial_of_a_pain_denies_it():
    assert [match.whole for match in places("my calf hurts")] == [True]
    assert [match.whole for match in places("calf spreads")] == [False]


def test_a_place_and_the_word_that_says_it_hurts():
    assert places("my calf hurts") == [Match("loc_calf", True, (1, 2))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("my calf", {}),
        ("it hurts", {}),
        ("calf numb", {}),
        ("outside of calf hurts", {"loc_calf": (0, 1, 2, 3), "loc_shin": (0, 1, 2, 3)}),
        # The nearest of several, counted from either end of the place.
        ("pain a a calf hurts", {"loc_calf": (3, 4)}),
        ("pain calf a a hurts", {"loc_calf": (0, 1)}),
        ("shooting pain calf", {"loc_calf": (1, 2)}),
        ("pain a outside of calf a hurts", {"loc_calf": (2, 3, 4, 6), "loc_shin": (2, 3, 4, 6)}),
        # Words of the place itself say nothing, and words that are no place neither.
        ("sore spot", {}),
        ("sore spot hurts", {"loc_spot": (0, 1, 2)}),
        ("calf raises then hip hurts", {"loc_hip": (3, 4)}),
        ("calf and hip hurts", {"loc_calf": (0, 3), "loc_hip": (2, 3)}),
    ],
)
def test_what_a_clause_says_hurts(text, found):
    assert told(text) == found


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("calf " + "a " * 14 + "hurts", True),
        ("calf " + "a " * 15 + "hurts", False),
        ("pain " + "a " * 13 + "calf", True),
        ("pain " + "a " * 14 + "calf", False),
        ("a pain " + "a " * 13 + "calf", True),
    ],
)
def test_a_list_of_places_shares_a_word_fourteen_words_away_and_no_farther(text, near):
    assert ("loc_calf" in told(text)) is near


def test_a_place_too_far_away_does_not_end_the_list():
    assert told("calf " + "a " * 15 + "hip hurts") == {"loc_hip": (16, 17)}


@pytest.mark.parametrize(
    ("text", "side", "words"),
    [
        ("left calf hurts", "one_calf", (0, 1, 2)),
        ("both calf hurts", "both_calves", (0, 1, 2)),
        ("calf hurts left", "one_calf", (0, 1, 2)),
        ("left a a a calf hurts", "one_calf", (0, 4, 5)),
        ("calf a a a left hurts", "one_calf", (0, 4, 5)),
        ("outside of left calf hurts", "one_calf", (0, 1, 2, 3, 4)),
        # The nearest counts; of two as near the one whose name comes first, so that it is always the same.
        ("left a a calf both hurts", "both_calves", (3, 4, 5)),
        ("left calf a a both hurts", "one_calf", (0, 1, 5)),
        ("left calf right hurts", "one_calf", (0, 1, 3)),
    ],
)
def test_the_side_said_nearest_to_a_place(text, side, words):
    found = told(text)
    assert found[side] == words
    assert len([name for name in found if not name.startswith("loc_")]) == 1
    assert {match.value for match in places(text)} == {True}


@pytest.mark.parametrize(
    "text",
    ["calf hurts", "left a a a a calf hurts", "calf a a a a left hurts", "left hip hurts", "both hip hurts"],
)
def test_no_side_beside_it_or_none_that_means_anything(text):
    assert all(name.startswith("loc_") for name in told(text))


def test_a_place_without_a_region_has_no_side():
    assert told("left chest hurts") == {"loc_chest": (1, 2)}


@pytest.mark.parametrize(
    ("text", "cue", "found"),
    [
        # calf 0, chest 3, pain 4; the "no" at 2 stands between the calf and what is said of the chest.
        ("calf swollen no chest pain", ("negation", 2), {"loc_chest": (3, 4)}),
        ("calf no chest pain", ("negation", 1), {"loc_chest": (2, 3)}),
        ("calf swollen no chest pain", ("hedge", 2), {"loc_calf": (0, 4), "loc_chest": (3, 4)}),
        ("no calf chest pain", ("negation", 0), {"loc_calf": (1, 3), "loc_chest": (2, 3)}),
        ("calf chest pain no", ("negation", 3), {"loc_calf": (0, 2), "loc_chest": (1, 2)}),
        ("calf no chest a pain", ("negation", 1), {"loc_calf": (0, 4), "loc_chest": (2, 4)}),
        ("calf no pain", ("negation", 1), {"loc_calf": (0, 2)}),
    ],
)
def test_no_pain_at_another_place_denies_nothing_of_this_one(text, cue, found):
    kind, start = cue
    assert told(text, Cue(kind, start, start + 1, 5, 5)) == found
