"""How probable a yes is and what an answer tells, against sums written out: two explanations, .6 and .4."""

from math import log2

import pytest
from small_base import SETTINGS, WEIGHING, base, choice, condition, finding

from backstride.assess.information import outcomes
from backstride.assess.weigh import weigh

ASKED = ("how", "cough", "sit", "unheard_of")


@pytest.fixture
def told():
    evidence = base(
        [finding("cough"), finding("sit"), choice("how", ["early", "late"])],
        [condition("one"), condition("two")],
        {"cough": [0.2, 0.9], "sit": [0.5, 0.5], "how": [[0.3, 0.8], [0.7, 0.2]]},
        priors={"anywhere": [0.6, 0.4]},
        settings={**SETTINGS, "weighing": {**WEIGHING, "alpha": 1.0}},
    )
    return outcomes(ASKED, weigh({}, evidence, draws=False), evidence)


def test_how_probable_the_first_answer_of_each_question_is(told):
    """.6 * .2 + .4 * .9; .5; early .6 * .3 + .4 * .8."""
    assert told.p_yes() == {
        "how": pytest.approx(0.5),
        "cough": pytest.approx(0.48),
        "sit": pytest.approx(0.5),
    }


def test_what_each_question_tells_in_bits(told):
    """Cough: of .48 yes to .25 and .75, of .52 no to .923 and .077; sitting tells nothing, nor what nobody knows."""
    yes = 0.12 / 0.48 * log2(0.12 / 0.48 / 0.6) + 0.36 / 0.48 * log2(0.36 / 0.48 / 0.4)
    no = 0.48 / 0.52 * log2(0.48 / 0.52 / 0.6) + 0.04 / 0.52 * log2(0.04 / 0.52 / 0.4)
    bits = told.bits()
    assert bits["cough"] == pytest.approx(0.48 * yes + 0.52 * no)
    assert bits["sit"] == pytest.approx(0.0, abs=1e-9)
    assert bits["unheard_of"] == 0.0
    assert bits.keys() == set(ASKED)


def test_among_one_explanation_nothing_can_be_told_apart(told):
    assert told.bits([1])["cough"] == pytest.approx(0.0, abs=1e-9)
