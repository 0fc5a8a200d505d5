"""What no answer has touched is taken from somebody who said nothing: every chance is as if worked out afresh."""

import numpy as np
import pytest

from backstride.assess import read_answers
from backstride.assess.ahead import Ahead
from backstride.assess.chances import KNOWN, OUT, Chances
from backstride.assess.open_answers import OpenAnswers
from backstride.assess.outlook import outlook
from backstride.assess.questions import open_questions
from backstride.assess.rule_trees import AtLeast, Leaf, leaves, rule_trees
from backstride.assess.said import said
from backstride.assess.triage import evaluate
from backstride.assess.weigh import weigh
from backstride.evidence.firing import COMPARISONS

DOCUMENTS = {
    "nothing said": {},
    "places, age and a band": {
        "age": 61,
        "sex": "female",
        "answers": {"regions": ["low_back_left", "calf_left"], "onset_mode": "sudden", "fever": False},
    },
    "a broad alarm, a broader finding and a denied place": {
        "duration_days": 30,
        "answers": {
            "weak_leg": True,
            "saddle_numb": True,
            "rad_below_knee": True,
            "loc_calf": False,
            "hx_cancer": True,
        },
    },
}


@pytest.fixture(params=DOCUMENTS, ids=str)
def case(request, evidence):
    document = DOCUMENTS[request.param]
    given = dict(document.get("answers", {}))
    if "onset_mode" in given:
        given["onset_mode"] = evidence.findings["onset_mode"].options[0]
    answers = read_answers({**document, "answers": given}, evidence)
    ahead = outlook(answers, evidence, {}, evaluate(answers, evidence).urgency)
    weighed = weigh(said(answers, evidence, {}), evidence, draws=False)
    return weighed, ahead, {*open_questions(weighed, ahead, evidence)}


def test_every_rule_is_as_probable_as_worked_out_afresh(case, evidence):
    weighed, ahead, open_now = case
    answers = OpenAnswers(weighed.said, ahead.facts, open_now, evidence)
    ours, afresh = Ahead(weighed, ahead, open_now, evidence), Chances(answers.when_escalating)
    trees = rule_trees(evidence)
    for rule in evidence.triage.rules:
        one, other = ours.escalating.of(trees[rule.id]), afresh.of(trees[rule.id])
        assert one is other if isinstance(other, bool) else one.tolist() == other.tolist(), rule.id
    one, other = (chances.needed_for(trees.values()) for chances in (ours.escalating, afresh))
    assert {q: p.tolist() for q, p in one.items()} == {q: p.tolist() for q, p in other.items()}


def test_the_rules_that_no_answer_touches_are_not_worked_out_again(case, evidence):
    """The saving: a run that worked everything out afresh would be right and slow."""
    weighed, ahead, open_now = case
    chances = Ahead(weighed, ahead, open_now, evidence).escalating
    touched = [chances.is_touched(tree) for tree in rule_trees(evidence).values()]
    assert 0 < sum(touched) < len(touched)


def test_a_leaf_is_held_by_itself_and_by_all_that_it_stands_in(evidence):
    above = leaves(evidence)
    tree = rule_trees(evidence)["AO_01"]
    inside = {leaf for leaf, holders in above.items() if tree in holders}
    assert {leaf.what for leaf in inside} == in_tree(tree)
    assert all(leaf in holders for leaf, holders in above.items())


def in_tree(tree):
    return {tree.what} if isinstance(tree, Leaf) else set().union(*map(in_tree, tree.parts))


def test_only_a_touched_tree_is_worked_out_again():
    a, b = Leaf("a", "a", negated=False), Leaf("b", "b", negated=False)
    both, of_a = AtLeast((a, b), 2), AtLeast((a,), 1)
    before = Chances(lambda _what, _negated: np.array([0.5, 0.5]))
    asked = []

    def of(what, _negated):
        asked.append(what)
        return np.array([0.2, 0.4])

    chances = Chances(of, before, frozenset({b, both}))
    assert chances.of(both).tolist() == [0.1, 0.2]
    assert chances.of(of_a).tolist() == [0.5, 0.5]
    assert asked == ["b"]
    assert [chances.is_touched(tree) for tree in (a, b, both, of_a)] == [False, True, True, False]
    needed = chances.needed_for([both, of_a])
    assert {q: p.tolist() for q, p in needed.items()} == {"a": [0.5, 0.5], "b": [0.1, 0.2]}


def test_a_comparison_holds_for_a_known_number_and_is_out_where_nobody_can_ask(evidence):
    compared = {leaf.what for leaf in leaves(evidence) if isinstance(leaf.what, tuple) and leaf.what[0] == "age_years"}
    assert len(compared) > 10
    silent = OpenAnswers({}, facts_of({}, evidence), [], evidence)
    asked = OpenAnswers({}, facts_of({}, evidence), ["age_band"], evidence)
    known = OpenAnswers({}, facts_of({"age": 61}, evidence), ["age_band"], evidence)
    for what in compared:
        holds = COMPARISONS[what[1]](61, what[2])
        assert silent.when_escalating(what, False) is OUT
        assert asked.when_escalating(what, False).shape == (len(evidence.ranking.tables.conditions),)
        assert known.when_escalating(what, False) is (KNOWN if holds else OUT)
        assert known.when_escalating(what, True) is (OUT if holds else KNOWN)


def facts_of(document, evidence):
    return outlook(read_answers(document, evidence), evidence, {}, "self_care_ok_with_safety_net").facts
