"""What one more yes could lead to at most, on rules of one or two findings."""

from types import SimpleNamespace

import pytest

from backstride.assess.reach import Reach
from backstride.evidence.model import Implication, NumberImplication, Split


def rule(urgency, when):
    return SimpleNamespace(urgency=urgency, when=when)


@pytest.fixture
def reach():
    vocabulary = SimpleNamespace(
        implications=(Implication("narrow", ("broad",)),),
        neuro_deficit_items=("numb",),
        number_implications=(NumberImplication("severe", "intensity", 8.0, 10.0),),
        splits=(Split("S", "cold_foot", ("sudden",), ("sudden",), (("sudden",),), ("effort",), "?", "emergency"),),
    )
    rules = (
        rule("emergency", {"any": ["broad", "sudden", {"all": ["neuro_deficit_new", "fever"]}]}),
        rule("same_day", {"all": [{"cmp": ["intensity", ">=", 7]}, {"not": "guard"}]}),
        rule("same_day", {"at_least": {"n": 2, "of": ["a", "b", "c"]}}),
        rule("self_care_ok_with_safety_net", "calm"),
    )
    triage = SimpleNamespace(rules=rules, counts_as_no={"pregnant": "older"})
    return Reach(SimpleNamespace(vocabulary=vocabulary, triage=triage))


@pytest.mark.parametrize(
    ("finding", "yes", "urgency", "expected"),
    [
        ("broad", set(), "same_day", True),
        ("narrow", set(), "same_day", True),
        ("cold_foot", set(), "same_day", True),
        ("broad", set(), "emergency", False),
        ("numb", set(), "same_day", False),
        ("numb", {"fever"}, "same_day", True),
        ("severe", set(), "within_days", True),
        ("severe", set(), "same_day", False),
        ("a", set(), "within_days", False),
        ("a", {"b"}, "within_days", True),
        ("a", {"b"}, "same_day", False),
        ("guard", {"intensity"}, "within_days", False),
        ("calm", set(), "within_2_weeks_routine", False),
        ("unheard_of", {"broad"}, "same_day", False),
    ],
)
def test_a_yes_may_raise_what_a_rule_that_it_helps_lies_above(finding, yes, urgency, expected, reach):
    assert reach.may_raise(finding, yes, urgency) is expected


def test_a_yes_brings_what_follows_to_the_end(reach):
    assert reach.brought("narrow") == {"narrow", "broad"}
    assert reach.brought("cold_foot") == {"cold_foot", "sudden", "effort"}
    assert reach.brought("numb") == {"numb", "neuro_deficit_new"}
    assert reach.brought("older") == {"older", "screen_complete"}
