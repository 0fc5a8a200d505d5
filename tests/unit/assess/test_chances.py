"""How probable it is that a rule will hold, worked out by hand: two explanations, chances as pairs."""

from dataclasses import replace

import numpy as np
import pytest

from backstride.assess.chances import KNOWN, OUT, Chances
from backstride.assess.derive import derive
from backstride.assess.rule_trees import AtLeast, Leaf, Same, rule_trees
from backstride.assess.triage import compiled_triage

P = {
    "a": np.array([0.5, 0.1]),
    "b": np.array([0.2, 0.4]),
    "c": np.array([0.5, 0.5]),
    "yes": KNOWN,
    "no": OUT,
}


def leaf(name):
    return Leaf(name, name, negated=False)


def every(*names):
    return AtLeast(tuple(map(leaf, names)), len(names))


def any_of(*names):
    return AtLeast(tuple(map(leaf, names)), 1)


@pytest.fixture
def chances():
    return Chances(lambda what, _negated: P[what])


def needed(chances, tree):
    return {question: np.array(found).tolist() for question, found in chances.needed_for([tree]).items()}


def test_all_is_the_product_and_any_one_less_none(chances):
    assert chances.of(every("a", "b")) == pytest.approx([0.1, 0.04])
    assert chances.of(any_of("a", "b")) == pytest.approx([1 - 0.5 * 0.8, 1 - 0.9 * 0.6])


def test_two_of_three(chances):
    """.5 .2 .5: ab .05 (c no), ac .2 (b no), bc .05 (a no), abc .05."""
    assert chances.of(AtLeast(tuple(map(leaf, "abc")), 2))[0] == pytest.approx(0.05 + 0.2 + 0.05 + 0.05)


def test_what_is_known_is_no_longer_asked_for_and_what_is_out_ends_a_rule(chances):
    assert chances.of(any_of("yes", "a")) is KNOWN
    assert chances.of(every("no", "a")) is OUT
    assert chances.of(every("yes", "a")) == pytest.approx([0.5, 0.1])
    assert needed(chances, every("no", "a")) == {}
    assert needed(chances, any_of("yes", "a")) == {}


def test_a_question_is_needed_with_what_has_to_hold_beside_it(chances):
    assert needed(chances, every("a", "b")) == {
        "a": pytest.approx([0.1, 0.04]),
        "b": pytest.approx([0.1, 0.04]),
    }


def test_one_of_several_is_enough_by_itself(chances):
    assert needed(chances, any_of("a", "b")) == {"a": pytest.approx([0.5, 0.1]), "b": pytest.approx([0.2, 0.4])}
    inside = AtLeast((leaf("c"), any_of("a", "b")), 2)
    assert needed(chances, inside)["a"] == pytest.approx([0.25, 0.05])


def test_of_several_places_the_largest_chance_counts(chances):
    """`a` needs `c` in one rule (.5 x .5, .1 x .5) and `b` in the other (.5 x .2, .1 x .4), whichever comes first."""
    a = leaf("a")
    with_b, with_c = AtLeast((a, leaf("b")), 2), AtLeast((a, leaf("c")), 2)
    for rules in ([with_b, with_c], [with_c, with_b]):
        assert chances.needed_for(rules)["a"] == pytest.approx([0.25, 0.05])
    by_itself = any_of("a", "no")
    assert chances.needed_for([with_b, by_itself, leaf("a")])["a"] == pytest.approx([0.5, 0.1])
    assert chances.needed_for([Same((a, with_b))])["a"] == pytest.approx([0.5, 0.1])


def test_of_two_leaves_that_one_question_answers_the_larger_chance_counts(chances):
    """A number may stand in several comparisons: .5 and .1 of one, .2 and .4 of the other, whichever comes first."""
    one, other = Leaf("a", "how old", negated=False), Leaf("b", "how old", negated=False)
    for parts in ((one, other), (other, one)):
        assert needed(chances, AtLeast(parts, 1)) == {"how old": pytest.approx([0.5, 0.4])}


def test_many_parts_are_as_probable_as_one_by_one():
    """Five and six parts of .5: all .5^5, any 1 - .5^6; two of six 1 - (1 + 6) / 64."""
    chances = Chances(lambda _what, _negated: np.array([0.5]))
    parts = tuple(leaf(name) for name in "abcdef")
    assert chances.of(AtLeast(parts[:5], 5)) == pytest.approx([0.5**5])
    assert chances.of(AtLeast(parts, 1)) == pytest.approx([1 - 0.5**6])
    assert chances.of(AtLeast(parts, 2)) == pytest.approx([1 - 7 / 64])


def test_one_fact_in_several_words_is_as_probable_as_the_likeliest(chances):
    assert chances.of(Same((leaf("a"), leaf("b")))) == pytest.approx([0.5, 0.4])
    assert chances.of(Same((leaf("no"), leaf("b")))) == pytest.approx([0.2, 0.4])
    assert chances.of(Same((leaf("yes"), leaf("b")))) is KNOWN


def leaves(tree):
    return {tree.what} if isinstance(tree, Leaf) else set().union(*map(leaves, tree.parts))


def test_every_rule_has_a_tree_and_a_worked_out_finding_is_opened(evidence):
    trees = rule_trees(evidence)
    assert trees.keys() == {rule.id for rule in evidence.triage.rules}
    reading = [t for rule, t in trees.items() if "calf_sudden_pull_moment" in leaves(t) and rule == "SELF_07"]
    assert {"loc_calf", "pop_or_snap", "after_sprint_or_pushoff"} <= leaves(reading[0])


def test_a_new_deficit_is_opened_into_its_items(evidence):
    """AO_01: an abrupt severe onset with a new deficit; a weak leg is one."""
    assert {"weak_leg", "numb_patch_one_leg"} <= leaves(rule_trees(evidence)["AO_01"])


def test_what_fires_a_rule_by_itself_stands_in_its_tree(evidence):
    """One yes that the engine lets fire a rule is a leaf of that rule, however it leads there."""
    known, trees = compiled_triage(evidence), rule_trees(evidence)
    ranked = [f.id for f in evidence.findings.values() if f.kind == "yes_no" and f.in_ranking]
    fired = 0
    for finding in ranked:
        facts = derive({finding: True}, known.derivations)
        for rule, when in known.rules:
            if when.holds(facts):
                fired += 1
                assert finding in leaves(trees[rule.id]), (finding, rule.id)
    assert fired > 100


def test_not_of_all_is_any_not(evidence):
    """`not` of {all: [a, b]} holds as soon as one of them does not."""
    rule = replace(evidence.triage.rules[0], id="R_01", when={"not": {"all": ["fever", "hx_cancer"]}})
    base = replace(evidence, triage=replace(evidence.triage, rules=(rule,)))
    tree = rule_trees(base)["R_01"]
    assert (tree.n, [part.negated for part in tree.parts]) == (1, [True, True])
