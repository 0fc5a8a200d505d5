"""Where the clauses of a sentence end, what a "no" in them reaches, and which words open a part; worked out by hand."""

from types import SimpleNamespace

import pytest

from backstride.assess.story.clauses import clauses
from backstride.assess.story.text import sentences

INDEX = SimpleNamespace(
    words={
        "turns": frozenset({"but"}),
        "verbs": frozenset({"is", "hurts"}),
        "pronouns": frozenset({"it"}),
        "conditions": frozenset({"if"}),
        "ends": frozenset({"unless"}),
        "contrasts": frozenset({"worse", "better"}),
    },
    paired=frozenset({("pins", "needles")}),
    fillers=frozenset({"the"}),
)


def parted(text):
    (sentence,) = sentences(text)
    return clauses(sentence.words, [word.text for word in sentence.words], INDEX)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("foot is numb and leg hurts", ["foot is numb", "and leg hurts"]),
        ("foot is numb or leg hurts", ["foot is numb", "or leg hurts"]),
        ("foot is numb, leg hurts", ["foot is numb", "leg hurts"]),
        ("foot is numb & leg hurts", ["foot is numb", "leg hurts"]),
        ("foot is numb / leg hurts", ["foot is numb", "leg hurts"]),
        # No subject of its own, none but "it", no verb, a verb of what "that" opens, or no words at all.
        ("foot is numb and hurts", ["foot is numb and hurts"]),
        ("foot is numb and it hurts", ["foot is numb and it hurts"]),
        ("foot is numb and leg", ["foot is numb and leg"]),
        ("foot is numb and leg that hurts", ["foot is numb and leg that hurts"]),
        ("foot is numb, that leg hurts", ["foot is numb", "that leg hurts"]),
        ("foot hurts and", ["foot hurts and"]),
        # Before it no verb yet; or a condition, which the first part after it belongs to.
        ("foot, leg hurts", ["foot leg hurts"]),
        ("foot, leg hurts, calf hurts", ["foot leg hurts", "calf hurts"]),
        ("if foot is numb, leg hurts", ["if foot is numb leg hurts"]),
        ("if foot is numb, leg hurts, calf hurts", ["if foot is numb leg hurts", "calf hurts"]),
        ("and if foot is numb, leg hurts", ["and if foot is numb leg hurts"]),
        # A turn or a hard sign always begins a clause.
        ("no pain but foot", ["no pain", "foot"]),
        ("no pain; foot", ["no pain", "foot"]),
        ("no pain (foot)", ["no pain", "foot"]),
        ("no pain - foot", ["no pain", "foot"]),
        ("no pain -foot", ["no pain", "foot"]),
        ("no pain- foot", ["no pain", "foot"]),
        ("foot-drop", ["foot drop"]),
        ("foot numb-", ["foot numb"]),
        ("- foot numb", ["foot numb"]),
        ("foot % numb", ["foot numb"]),
        ("the foot is the numb one", ["foot is numb one"]),
        # A turn stays one whatever joins it to what follows.
        ("no pain; and foot", ["no pain", "and foot"]),
        ("no pain but, foot", ["no pain", "foot"]),
        ("no, foot is numb", ["no", "foot is numb"]),
        # A full stop without a space, not that of a short form.
        ("no pain.foot numb", ["no pain", "foot numb"]),
        ("no pain...foot", ["no pain", "foot"]),
        ("e.g. foot", ["e g foot"]),
        ("no pain + foot", ["no pain foot"]),
        # Two words that say how it is, each of its own.
        ("worse sitting, better walking", ["worse sitting", "better walking"]),
        ("foot, better walking", ["foot better walking"]),
        # Words that join nothing.
        ("no pins and needles", ["no pins and needles"]),
        ("foot is so numb", ["foot is so numb"]),
        # What is named as another choice in brackets goes on with the list.
        ("no swelling (or numbness)", ["no swelling or numbness"]),
    ],
)
def test_where_clauses_begin(text, parts):
    assert [" ".join(clause.texts) for clause in parted(text)] == parts


@pytest.mark.parametrize(
    ("text", "reach"),
    [
        ("foot is numb and it hurts", (3, 3, 3, 6, 6, 6)),
        ("foot is numb and hurts", (3, 3, 3, 5, 5)),
        ("foot is numb, hurts", (3, 3, 3, 4)),
        ("foot is numb or it hurts", (3, 3, 3, 6, 6, 6)),
        ("foot is numb or hurts", (5, 5, 5, 5, 5)),
        ("foot is numb, or hurts", (5, 5, 5, 5, 5)),
        ("foot is numb nor hurts", (5, 5, 5, 5, 5)),
        ("no pain, swelling", (3, 3, 3)),
        ("no pain when foot hurts", (2, 2, 5, 5, 5)),
        ("no pain unless foot hurts", (2, 2, 5, 5, 5)),
        ("no pain with foot", (4, 4, 4, 4)),
        ("no swelling (or numbness)", (4, 4, 4, 4)),
    ],
)
def test_how_far_a_no_at_each_word_reaches(text, reach):
    (clause,) = parted(text)
    assert clause.reach == reach


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("no pain or swelling", (4, 4, 4, 4)),
        ("no fever, chills or cough", (5, 5, 5, 5, 5)),
        ("no fever/chills", (3, 3, 3)),
        ("no pain and foot", (2, 2, 4, 4)),
        ("no pain & foot", (2, 2, 3)),
        ("no pain, foot", (2, 2, 3)),
        ("no pain, foot and leg", (2, 2, 3, 5, 5)),
        ("no fever or chills, foot", (4, 4, 4, 4, 5)),
        ("no pins and needles", (4, 4, 4, 4)),
        # What "when" opens belongs to what is denied; what "unless" opens does not.
        ("not when foot hurts", (4, 4, 4, 4)),
        ("no pain unless foot hurts", (2, 2, 5, 5, 5)),
    ],
)
def test_how_far_a_no_at_each_word_surely_reaches(text, sure):
    (clause,) = parted(text)
    assert clause.sure == sure


@pytest.mark.parametrize(
    ("text", "opens", "spots"),
    [
        ("foot numb", {0}, (0, 1)),
        ("foot, leg", {0, 1}, (0, 2)),
        ("foot and leg", {0, 1, 2}, (0, 1, 2)),
        ("foot, and leg", {0, 1, 2}, (0, 2, 3)),
        ("and foot", {0, 1}, (0, 1)),
        ("the foot and the leg", {0, 1, 2}, (1, 2, 4)),
        ("foot % leg", {0}, (0, 2)),
    ],
)
def test_what_opens_a_part_and_where_each_word_stands(text, opens, spots):
    (clause,) = parted(text)
    assert (clause.opens, clause.spots) == (opens, spots)


def test_the_words_after_a_turn_keep_their_place_in_the_sentence():
    first, second = parted("no pain but the foot")
    assert (first.spots, first.reach) == ((0, 1), (2, 2))
    assert (second.spots, second.reach, second.opens) == ((4,), (1,), {0})
