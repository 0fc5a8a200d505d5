"""The JSON of what stands beside an answer, every field of it written out, and how strong a reason is called."""

import pytest

from backstride.assess.beside_result import Beside, Told, WouldChange

CHANGE = WouldChange("level", "you", "fever", "A fever?", True, "same_day", False, "Then go today.")


def beside(**changes):
    entry = {
        "moderate_from": 2.0,
        "strong_from": 5.0,
        "would_change": (CHANGE,),
        "scan": Told("scan", "A scan helps.", ("guide",), "soon"),
        "incidental": Told("age_30", "Many have it.", ("study",)),
        "nerve_test": Told("emg", "It can wait.", ("other",), "not_now"),
        "course": Told("course", "unused", ("cohort",)),
        "course_words": "Most are better in weeks.",
        "confirm": "a look",
    }
    return Beside(**{**entry, **changes})


def test_every_field():
    assert beside().as_json() == {
        "would_change": [
            {
                "changes": "level",
                "asked": "you",
                "finding": "fever",
                "question": "A fever?",
                "answer": True,
                "then": "same_day",
                "plan": False,
                "text": "Then go today.",
            }
        ],
        "scan": {"useful": "soon", "text": "A scan helps.", "sources": ["guide"]},
        "scan_without_pain": {"text": "Many have it.", "sources": ["study"]},
        "nerve_test": {"useful": "not_now", "text": "It can wait.", "sources": ["other"]},
        "course": {"text": "Most are better in weeks.", "sources": ["cohort"]},
        "confirm": "a look",
    }


def test_what_is_not_told_is_null_and_a_course_without_a_source_has_none():
    document = beside(scan=None, incidental=None, nerve_test=None, course=None).as_json()
    assert document["scan"] is document["scan_without_pain"] is document["nerve_test"] is None
    assert document["course"] == {"text": "Most are better in weeks.", "sources": []}


@pytest.mark.parametrize(
    ("ratio", "strength"),
    [
        (1.0, "weak"),
        (1.9, "weak"),
        (2.0, "moderate"),
        (0.5, "moderate"),
        (4.9, "moderate"),
        (5.0, "strong"),
        (0.2, "strong"),
    ],
)
def test_a_reason_is_as_strong_as_its_ratio_or_the_inverse_of_one_against(ratio, strength):
    assert beside().strength(ratio) == strength
