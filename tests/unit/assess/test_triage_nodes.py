"""How a condition reads yes, no and unknown: in escalating rules, in self-care rules, where only the known counts."""

from __future__ import annotations

import pytest

from backstride.assess.facts import Facts
from backstride.assess.node import compile_node, literals


def facts(yes=(), no=(), *, provisional=(), place_marked=False, **numbers):
    known = {name: value if isinstance(value, tuple) else (value, value) for name, value in numbers.items()}
    return Facts({*yes, *provisional}, set(yes), set(no), known, place_marked=place_marked)


def holds(node, mode, given):
    return compile_node(node, mode).holds(given)


@pytest.mark.parametrize(
    ("mode", "when_yes", "when_unknown", "when_no"),
    [("escalating", True, False, False), ("self_care", True, False, False), ("known", True, False, False)],
)
def test_a_finding_holds_only_where_it_is_a_yes(mode, when_yes, when_unknown, when_no):
    assert holds("fever", mode, facts(yes=["fever"])) is when_yes
    assert holds("fever", mode, facts()) is when_unknown
    assert holds("fever", mode, facts(no=["fever"])) is when_no


@pytest.mark.parametrize(
    ("mode", "when_yes", "when_unknown", "when_no"),
    [("escalating", False, True, True), ("self_care", False, False, True), ("known", False, True, True)],
)
def test_not_of_unknown_never_blocks_an_alarm_and_never_clears(mode, when_yes, when_unknown, when_no):
    node = {"not": "fever"}
    assert holds(node, mode, facts(yes=["fever"])) is when_yes
    assert holds(node, mode, facts()) is when_unknown
    assert holds(node, mode, facts(no=["fever"])) is when_no


def test_a_provisional_reading_raises_an_alarm_but_neither_blocks_one_nor_makes_a_picture_ordinary():
    assumed = facts(provisional=["loc_calf"])
    assert holds("loc_calf", "escalating", assumed)
    assert holds({"not": "loc_calf"}, "escalating", assumed)
    assert not holds("loc_calf", "self_care", assumed)
    assert not holds({"not": "loc_calf"}, "self_care", assumed)


def test_places_not_marked_count_as_no_in_self_care_rules_once_a_place_is_marked():
    node = {"not": "loc_chest"}
    assert not holds(node, "self_care", facts())
    assert holds(node, "self_care", facts(yes=["loc_low_back"], place_marked=True))
    assert not holds(node, "self_care", facts(yes=["loc_chest"], place_marked=True))
    assert not holds({"not": "fever"}, "self_care", facts(yes=["loc_low_back"], place_marked=True))


@pytest.mark.parametrize(
    ("node", "yes", "expected"),
    [
        ({"all": ["a", "b"]}, "ab", True),
        ({"all": ["a", "b"]}, "a", False),
        ({"any": ["a", "b"]}, "b", True),
        ({"any": ["a", "b"]}, "", False),
        ({"at_least": {"n": 2, "of": ["a", "b", "c"]}}, "ac", True),
        ({"at_least": {"n": 2, "of": ["a", "b", "c"]}}, "c", False),
        ({"not": {"any": ["a", {"not": "b"}]}}, "b", True),
        ({"not": {"any": ["a", {"not": "b"}]}}, "", False),
        ("onset_mode=creeping", ["onset_mode=creeping"], True),
    ],
)
def test_conditions_combine(node, yes, expected):
    assert holds(node, "escalating", facts(yes=yes)) is expected


@pytest.mark.parametrize(
    ("op", "below", "at", "above"),
    [
        ("<", True, False, False),
        ("<=", True, True, False),
        (">", False, False, True),
        (">=", False, True, True),
        ("==", False, True, False),
    ],
)
@pytest.mark.parametrize("mode", ["escalating", "self_care", "known"])
def test_an_exact_number_is_compared_exactly(op, below, at, above, mode):
    node = {"cmp": ["age_years", op, 50]}
    assert [holds(node, mode, facts(age_years=age)) for age in (49.9, 50, 50.1)] == [below, at, above]


@pytest.mark.parametrize(("mode", "expected"), [("escalating", True), ("self_care", False), ("known", False)])
@pytest.mark.parametrize("node", [{"cmp": ["age_years", ">=", 60]}, {"cmp": ["age_years", "==", 60]}])
def test_of_a_band_an_alarm_takes_the_worst_value_and_self_care_needs_all_of_it(mode, expected, node):
    assert holds(node, mode, facts(age_years=(50, 64))) is expected


@pytest.mark.parametrize(("mode", "expected"), [("escalating", True), ("self_care", False), ("known", True)])
def test_a_number_under_not_blocks_an_alarm_only_if_the_whole_band_does(mode, expected):
    node = {"not": {"cmp": ["pain_duration_weeks", ">=", 6]}}
    assert holds(node, mode, facts(pain_duration_weeks=(5, 7))) is expected
    assert not holds(node, mode, facts(pain_duration_weeks=(6, 7)))
    assert holds(node, mode, facts(pain_duration_weeks=(4, 5)))


@pytest.mark.parametrize(("mode", "expected"), [("escalating", True), ("self_care", False), ("known", True)])
def test_an_unknown_number_fires_nothing_blocks_nothing_and_clears_nothing(mode, expected):
    node = {"cmp": ["age_years", ">=", 60]}
    assert not holds(node, mode, facts())
    assert holds({"not": node}, mode, facts()) is expected


def test_witnesses_are_the_findings_and_numbers_that_made_it_hold():
    node = {
        "all": [
            {"any": ["a", "b", "absent"]},
            {"at_least": {"n": 1, "of": ["c", {"cmp": ["age_years", ">=", 50]}, {"cmp": ["age_years", ">=", 90]}]}},
            {"not": "d"},
        ]
    }
    given = facts(yes="abc", age_years=60)
    compiled = compile_node(node, "escalating")
    assert compiled.holds(given)
    assert list(compiled.witnesses(given)) == ["a", "b", "c", "age_years"]


def test_literals_say_what_a_condition_reads_and_what_stands_under_not():
    node = {"all": ["a", {"not": {"any": ["b", {"not": "c"}]}}, {"at_least": {"n": 1, "of": [{"cmp": ["n", "<", 1]}]}}]}
    assert list(literals(node)) == [("a", False), ("b", True), ("c", False), ("n", False)]


@pytest.mark.parametrize("group", [{"any": ["a", "b"]}, {"at_least": {"n": 1, "of": ["a", "b"]}}, {"all": ["a"]}])
def test_what_stands_in_a_group_is_read_as_the_group_is(group):
    assumed = facts(provisional=["a"])
    assert holds(group, "escalating", assumed)
    assert not holds(group, "self_care", assumed)
    assert holds({"not": group}, "escalating", assumed)
    assert not holds({"not": group}, "self_care", facts())
    assert holds({"not": group}, "self_care", facts(no="ab"))
    band = {"all": [{"cmp": ["age_years", ">=", 50]}]}
    assert holds(band, "escalating", facts(age_years=(40, 60)))
    assert not holds(band, "self_care", facts(age_years=(40, 60)))
    assert not holds(band, "known", facts(age_years=(40, 60)))
    assert not holds({"not": band}, "self_care", facts())
    assert holds({"not": band}, "escalating", facts())
