"""Rules opened into the answers that they follow from: whole trees written out, on a vocabulary of a few words."""

from types import SimpleNamespace

import pytest

from backstride.assess.rule_trees import AtLeast, Leaf, Same, Unsplit, rule_trees
from backstride.evidence.model import Implication, NumberImplication, Split


class Base(SimpleNamespace):
    """What `rule_trees` reads of a base; it is remembered for each, so it can be told apart."""

    __hash__ = object.__hash__


def trees(*rules, **words):
    usual = {"implications": (), "neuro_deficit_items": (), "number_implications": (), "splits": ()}
    made = [SimpleNamespace(id=f"R{n}", when=when) for n, when in enumerate(rules, start=1)]
    base = Base(vocabulary=SimpleNamespace(**{**usual, **words}), triage=SimpleNamespace(rules=made))
    return rule_trees(base)


def written(tree):
    """A tree as plain values: what, `not what`, (n, parts), or ("same", parts)."""
    if isinstance(tree, Leaf):
        return ("not", tree.what) if tree.negated else tree.what
    parts = [written(part) for part in tree.parts]
    return ("same", parts) if isinstance(tree, Same) else (tree.n, parts)


def tree(when, **words):
    return written(trees(when, **words)["R1"])


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ("a", "a"),
        ({"all": ["a", "b", "c"]}, (3, ["a", "b", "c"])),
        ({"any": ["a", "b", "c"]}, (1, ["a", "b", "c"])),
        ({"at_least": {"n": 2, "of": ["a", "b", "c"]}}, (2, ["a", "b", "c"])),
        ({"not": "a"}, ("not", "a")),
        ({"not": {"not": "a"}}, "a"),
        # Not both: one is missing. Not any: each is missing. Fewer than two of three: two are missing.
        ({"not": {"all": ["a", "b"]}}, (1, [("not", "a"), ("not", "b")])),
        ({"not": {"any": ["a", "b"]}}, (2, [("not", "a"), ("not", "b")])),
        ({"not": {"at_least": {"n": 2, "of": ["a", "b", "c"]}}}, (2, [("not", "a"), ("not", "b"), ("not", "c")])),
        ({"cmp": ["age", ">=", 50]}, ("age", ">=", 50)),
        ({"not": {"cmp": ["age", ">=", 50]}}, ("not", ("age", ">=", 50))),
    ],
)
def test_a_rule_without_anything_that_follows(when, expected):
    assert tree(when) == expected


@pytest.mark.parametrize(
    ("when", "question"), [("a", "a"), ("onset=fall", "onset"), ({"cmp": ["age", ">", 50]}, "age")]
)
def test_what_answers_a_leaf(when, question):
    assert trees(when)["R1"].question == question


def test_a_finding_follows_from_others_and_its_no_from_none():
    follows = (Implication("a", ("x",)), Implication({"all": ["b", "c"]}, ("y", "x")))
    assert tree("x", implications=follows) == ("same", ["x", "a", (2, ["b", "c"])])
    assert tree("y", implications=follows) == ("same", ["y", (2, ["b", "c"])])
    assert tree({"not": "x"}, implications=follows) == ("not", "x")


def test_findings_that_follow_from_each_other_are_opened_once():
    circle = (Implication("y", ("x",)), Implication("x", ("y",)), Implication("z", ("y",)))
    assert tree("x", implications=circle) == ("same", ["x", ("same", ["y", "z"])])
    itself = (Implication({"all": ["x", "a"]}, ("x",)),)
    assert tree("x", implications=itself) == "x"


def test_a_new_deficit_follows_from_any_of_its_items():
    assert tree("neuro_deficit_new", neuro_deficit_items=("numb", "weak")) == (
        "same",
        ["neuro_deficit_new", (1, ["numb", "weak"])],
    )


@pytest.mark.parametrize(
    ("compare", "ways"),
    [
        # "long" is from 6 to 52: some of it is above 10, some below, none above 52 or below 6.
        ([">", 10], ["long"]),
        (["<", 10], ["long"]),
        ([">", 5], ["long"]),
        (["<", 60], ["long"]),
        ([">", 52], []),
        ([">=", 52], ["long"]),
        (["<", 6], []),
        (["<=", 6], ["long"]),
    ],
)
def test_words_stand_for_a_number_of_which_some_value_would_do(compare, ways):
    words = (NumberImplication("long", "weeks", 6, 52), NumberImplication("old", "age", 6, 52))
    rule = {"cmp": ["weeks", *compare]}
    leaf = ("weeks", *compare)
    assert tree(rule, number_implications=words) == (("same", [leaf, *ways]) if ways else leaf)
    assert tree({"not": rule}, number_implications=words) == ("not", leaf)


def test_words_for_a_number_are_opened_in_their_turn():
    words = (NumberImplication("long", "weeks", 6, 52),)
    follows = (Implication("ages", ("long",)),)
    rule = {"cmp": ["weeks", ">", 10]}
    assert tree(rule, number_implications=words, implications=follows) == (
        "same",
        [("weeks", ">", 10), ("same", ["long", "ages"])],
    )


def test_a_broad_alarm_stands_for_its_narrow_items_until_they_are_denied():
    split = Split("S", "cold", ("sudden", "white"), ("sudden",), (("sudden",), ("warm", "white")), (), "?", "emergency")
    unsplit = Unsplit("sudden", (frozenset({"sudden"}), frozenset({"warm", "white"})))
    assert tree("sudden", splits=(split,)) == ("same", ["sudden", (2, ["cold", unsplit])])
    assert trees("sudden", splits=(split,))["R1"].parts[1].parts[1].question == "sudden"
    other = (Split("S", "sudden", ("sudden",), ("sudden",), (), (), "?", "emergency"),)
    assert tree("sudden", splits=other) == "sudden"
    follows = (Implication("icy", ("cold",)), Implication("sudden", ("cold",)))
    assert tree("sudden", splits=(split,), implications=follows) == (
        "same",
        ["sudden", (2, [("same", ["cold", "icy"]), unsplit])],
    )


def test_trees_that_are_alike_are_one_object():
    found = trees({"all": ["a", "b"]}, {"any": [{"all": ["a", "b"]}, "a"]}, {"all": ["b", "a"]}, {"not": "a"})
    both, either = found["R1"], found["R2"]
    assert either.parts[0] is both
    assert either.parts[1] is both.parts[0]
    assert found["R3"] is not both
    assert found["R4"] is not both.parts[0]


def test_each_is_higher_than_its_parts():
    low = Leaf("a", "a", negated=False)
    above = AtLeast((low, low), 1)
    assert (low.height, above.height, Same((low, above)).height) == (0, 1, 2)
    assert (AtLeast((), 1).height, Same(()).height) == (1, 1)
