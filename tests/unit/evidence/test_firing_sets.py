"""The smallest sets of answers that make a condition hold, worked out by hand for each kind of condition."""

from __future__ import annotations

import pytest

from backstride.evidence.firing import firing_sets


def sets(node, *, self_care=False):
    return list(firing_sets(node, self_care=self_care))


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ("a", [{"a": True}]),
        ("onset=slow", [{"onset": "slow"}]),
        ({"all": ["a", "b"]}, [{"a": True, "b": True}]),
        ({"any": ["a", "b"]}, [{"a": True}, {"b": True}]),
        (
            {"at_least": {"n": 2, "of": ["a", "b", "c"]}},
            [{"a": True, "b": True}, {"a": True, "c": True}, {"b": True, "c": True}],
        ),
        ({"any": ["a", {"all": ["a", "b"]}]}, [{"a": True}]),
        ({"any": ["a", "a"]}, [{"a": True}]),
        ({"all": ["a", {"not": "b"}]}, [{"a": True}]),
        ({"all": ["a", {"not": "a"}]}, []),
        ({"all": ["onset=slow", "onset=sudden"]}, []),
        ({"all": [{"any": ["a", "b"]}, {"not": "a"}]}, [{"b": True}]),
        ({"not": {"not": "a"}}, [{"a": True}]),
        ({"all": ["a", {"not": {"cmp": ["n", ">=", 6]}}]}, [{"a": True}]),
    ],
)
def test_an_escalating_condition_needs_what_stands_positively_in_it(node, expected):
    assert sets(node) == expected


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ({"all": ["a", {"not": "b"}]}, [{"a": True, "b": False}]),
        ({"not": {"any": ["a", "b"]}}, [{"a": False, "b": False}]),
        ({"not": {"all": ["a", "b"]}}, [{"a": False}, {"b": False}]),
        (
            {"not": {"at_least": {"n": 2, "of": ["a", "b", "c"]}}},
            [{"a": False, "b": False}, {"a": False, "c": False}, {"b": False, "c": False}],
        ),
        ({"not": {"cmp": ["n", "<", 6]}}, [{"n": 6}]),
        ({"not": {"cmp": ["n", "<=", 6]}}, [{"n": 7}]),
        ({"not": {"cmp": ["n", ">", 6]}}, [{"n": 0}]),
        ({"not": {"cmp": ["n", ">=", 6]}}, [{"n": 0}]),
        ({"not": {"cmp": ["n", "==", 6]}}, [{"n": 0}, {"n": 7}]),
    ],
)
def test_a_self_care_condition_needs_what_stands_under_not_answered_no(node, expected):
    assert sets(node, self_care=True) == expected


@pytest.mark.parametrize(
    ("comparisons", "number"),
    [
        ([(">=", 50)], 50),
        ([(">", 12)], 13),
        ([("<", 25)], 0),
        ([("<=", 18)], 0),
        ([("==", 4)], 4),
        ([(">=", 50), ("<", 60)], 50),
        ([("<", 60), (">", 50)], 55),
        ([(">", 50), ("<=", 60)], 60),
        ([(">=", 50), (">=", 60)], 60),
        ([(">=", 60), (">", 60)], 61),
        ([("<=", 5), (">=", 5)], 5),
        ([("<", 5), (">=", 5)], None),
        ([("<=", 5), (">", 5)], None),
        ([("<", 5), (">", 8)], None),
    ],
)
def test_a_number_is_the_first_in_the_range_that_all_comparisons_leave(comparisons, number):
    node = {"all": [{"cmp": ["n", op, limit]} for op, limit in comparisons]}
    assert sets(node) == ([] if number is None else [{"n": number}])
