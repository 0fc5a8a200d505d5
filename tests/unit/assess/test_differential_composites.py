"""Published clinical rules: worked out where all their criteria can be, and then counting instead of their items."""

from dataclasses import replace
from math import log

import numpy as np
import pytest
from small_base import base, choice, condition, finding

from backstride.assess.composites import at_least, near_items, results
from backstride.assess.criteria import truth
from backstride.assess.likelihood import tables
from backstride.assess.weigh import fit, weigh
from backstride.evidence import model as m

AGE = m.Band(
    finding="age_band", number="age", edges={"young": (8.0, 39.0), "middle": (40.0, 64.0), "old": (65.0, 99.0)}
)
THREE = [
    condition("stenosis"),
    condition("strain"),
    condition("shin_pain", regions=("shin",)),
]
RULE = m.Composite(
    id="two_of_three",
    condition="stenosis",
    criteria=("both_legs", {"any": ["worse_walking", "worse_standing"]}, {"cmp": ["age", ">", 39]}),
    at_least=2,
    items=("both_legs", "worse_walking", "worse_standing", "age_band"),
    sens=0.8,
    spec=0.7,
    sources=("somebody2020",),
)
P = {
    "both_legs": [0.6, 0.1, 0.2],
    "worse_walking": [0.7, 0.2, 0.5],
    "worse_standing": [0.7, 0.25, 0.1],
    "tingle": [0.5, 0.1, 0.1],
    "age_band": [[0.1, 0.4, 0.5], [0.4, 0.4, 0.4], [0.5, 0.2, 0.1]],
}


def small(rule=RULE, parent=None):
    return base(
        [
            finding("both_legs", parent=parent),
            finding("worse_walking", dependence_group="posture"),
            finding("worse_standing", dependence_group="posture"),
            finding("tingle"),
            choice("age_band", ["young", "middle", "old"]),
            finding("age", kind="number", in_ranking=False),
        ],
        THREE,
        P,
        composites=[rule],
        vocabulary=m.Vocabulary((), (), (), (), (AGE,), {}, {}, (), ()),
    )


def log_odds(said, evidence, **how):
    """Log odds of the stenosis against each of the others, without the .9 of all answers."""
    posterior = weigh(said, evidence, **how).log_posterior[0]
    return ((posterior[0] - posterior[1:]) / 0.9).tolist()


COMPLETE = {"both_legs": True, "worse_walking": True, "worse_standing": False, "age": 30.0, "age_band": "young"}


def test_the_number_of_criteria_met_by_chance_follows_the_poisson_binomial():
    """Events of .5, .4 and .1: none .27; all .02; exactly one .48, so at least two 1 - .27 - .48 = .25."""
    events = [np.array([[0.5]]), np.array([[0.4]]), np.array([[0.1]])]
    assert at_least(events, 2)[0, 0] == pytest.approx(0.25)
    assert at_least(events, 3)[0, 0] == pytest.approx(0.02)
    assert at_least(events, 1)[0, 0] == pytest.approx(0.73)
    assert at_least(events, 0)[0, 0] == pytest.approx(1.0)


def test_a_completed_rule_counts_with_its_sensitivity_against_what_its_items_make_likely():
    """Aged 30 the third criterion is known to fail, so both others must hold, by chance in

    strain: .1 * (1 - .8 * .75) = .04, but as a look-alike at least 1 - .7 = .3;
    shin pain, in another part of the body: .2 * (1 - .5 * .9) = .11, as it comes.
    The age band goes on counting: .1 against .4 and .5.
    """
    age = [log(0.1 / 0.4), log(0.1 / 0.5)]
    expected = [log(0.8 / 0.3) + age[0], log(0.8 / 0.11) + age[1]]
    assert log_odds(COMPLETE, small()) == pytest.approx(expected)


def test_a_rule_that_its_study_never_saw_fail_counts_as_one_that_may():
    """A sensitivity of 1 is held at .99, so a negative result leaves 1 - .99 and not nothing."""
    (negative,) = weigh({**COMPLETE, "both_legs": False}, small(replace(RULE, sens=1.0))).results
    assert negative.log[0] == pytest.approx(log(0.01))
    (positive,) = weigh(COMPLETE, small(replace(RULE, sens=0.0))).results
    assert positive.log[0] == pytest.approx(log(0.0005))


def test_a_negative_result_counts_the_other_way():
    said = {**COMPLETE, "both_legs": False}
    age = [log(0.1 / 0.4), log(0.1 / 0.5)]
    expected = [log(0.2 / 0.7) + age[0], log(0.2 / 0.89) + age[1]]
    assert log_odds(said, small()) == pytest.approx(expected)


def test_the_items_count_singly_while_a_criterion_is_open():
    said = {"both_legs": True, "worse_walking": False, "age_band": "young"}
    assert not weigh(said, small()).results
    assert weigh(said, small()).posterior == pytest.approx(weigh(said, small(), with_composites=False).posterior)


def test_a_criterion_with_alternatives_is_known_by_one_yes():
    said = {"both_legs": True, "worse_walking": True, "age": 50.0, "age_band": "middle"}
    (result,) = weigh(said, small()).results
    assert (result.met, result.positive, result.replaces) == (3, True, {"both_legs", "worse_walking"})


def test_an_age_known_by_its_band_decides_where_the_whole_band_agrees():
    bands = {"age": AGE}
    criterion = {"cmp": ["age", ">", 39]}
    assert truth(criterion, {"age_band": "young"}, bands) is False
    assert truth(criterion, {"age_band": "old"}, bands) is True
    assert truth({"cmp": ["age", ">=", 50]}, {"age_band": "middle"}, bands) is None
    assert truth({"cmp": ["age", "<", 50]}, {"age_band": "middle", "age": 41.0}, bands) is True
    assert truth({"cmp": ["age", "<=", 40]}, {}, bands) is None
    assert truth({"cmp": ["weight", "<=", 40]}, {}, bands) is None


@pytest.mark.parametrize(
    ("node", "expected"),
    [
        ({"all": ["yes", "yes"]}, True),
        ({"all": ["yes", "open"]}, None),
        ({"all": ["no", "open"]}, False),
        ({"any": ["no", "open"]}, None),
        ({"any": ["no", "yes", "open"]}, True),
        ({"any": ["no", "no"]}, False),
        ({"at_least": {"n": 2, "of": ["yes", "open", "yes"]}}, True),
        ({"at_least": {"n": 2, "of": ["yes", "open", "no"]}}, None),
        ({"at_least": {"n": 2, "of": ["yes", "no", "no"]}}, False),
        ({"not": "yes"}, False),
        ({"not": "no"}, True),
        ({"not": "open"}, None),
        ("onset=sudden", True),
        ("onset=slow", False),
        ("open=slow", None),
    ],
)
def test_a_criterion_is_met_not_met_or_open(node, expected):
    assert truth(node, {"yes": True, "no": False, "onset": "sudden"}, {}) is expected


def test_an_item_under_a_broader_finding_counts_by_its_share():
    """Tingling said yes: both legs .1 / .1 = 1 for the strain, held at .97; worse walking or standing .4.

    .97 * .4 = .388 is above the look-alikes' .3.
    """
    evidence = small(parent="tingle")
    known = tables(evidence)
    (result,) = results({**COMPLETE, "tingle": True}, evidence, known)
    assert np.exp(result.log[1]) == pytest.approx(0.97 * 0.4)


def test_criteria_may_be_the_absence_of_a_finding_or_an_option():
    """P(not both legs) = .9 and P(young) = .4 for the strain: both by chance in .36."""
    rule = replace(RULE, criteria=({"not": "both_legs"}, "age_band=young"), items=("both_legs", "age_band"))
    evidence = small(rule)
    (result,) = results({"both_legs": False, "age_band": "young"}, evidence, tables(evidence))
    assert result.positive
    assert np.exp(result.log[1]) == pytest.approx(0.36)


def test_questions_that_could_complete_a_rule_are_known():
    evidence = small()
    assert near_items({"both_legs": True}, evidence) == frozenset()
    assert near_items({"both_legs": True, "age": 30.0}, evidence) == set(RULE.items)


def test_a_rule_counts_towards_how_usual_the_picture_is():
    """For the stenosis a positive result (.8) is the usual one; for the shin pain (.11) it is a surprise."""
    weighed = weigh({"both_legs": True, "worse_walking": True, "age": 30.0}, small())
    usual = fit(weighed)
    expected = log(0.8) - (0.8 * log(0.8) + 0.2 * log(0.2))
    sd = np.sqrt(0.8 * 0.2) * (log(0.8) - log(0.2))
    assert usual[0] == pytest.approx(expected / sd)
    assert usual[0] > 0 > usual[2]


def test_a_rule_moves_as_far_as_its_study_and_elsewhere_as_a_judgement():
    """A positive result: d log P / d logit P = 1 - P; the small base gives .7 to rules and .8 to judgement."""
    evidence = small()
    (result,) = results(COMPLETE, evidence, tables(evidence))
    assert result.positive
    assert result.own[0] == pytest.approx(0.7 * (1 - 0.8))
    assert result.own[1:] == pytest.approx(0.8 * (1 - np.exp(result.log[1:])))
