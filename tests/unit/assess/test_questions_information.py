"""How much a question is expected to tell, against counting all its answers by hand."""

from dataclasses import replace
from math import log2

import numpy as np
import pytest
from small_base import base, choice, condition, finding

from backstride.assess.information import expected_bits
from backstride.assess.weigh import weigh
from backstride.evidence import model as m

TWO = [condition("strain"), condition("fracture")]


def by_enumeration(question, answers, said, evidence):
    """The definition: over the answers, the probability now times the distance of the probabilities after it."""
    now = weigh(said, evidence).posterior[0]
    bits = 0.0
    for answer, p in answers.items():
        after = weigh({**said, question: answer}, evidence).posterior[0]
        possible = now > 0
        after = after[possible] / after[possible].sum()
        bits += float(now @ np.asarray(p)) * sum(
            a * log2(a / b) for a, b in zip(after, now[possible], strict=True) if a
        )
    return bits


def test_a_question_that_settles_everything_between_two_even_explanations_tells_one_bit():
    """P .99 and .01, alpha 1: the mutual information 1 - H(.01) = 1 - .080793 = .919207 bits."""
    evidence = base([finding("sign")], TWO, {"sign": [0.99, 0.01]})
    settings = dict(evidence.ranking.settings)
    settings["weighing"] = {**settings["weighing"], "alpha": 1.0}
    evidence = replace(evidence, ranking=replace(evidence.ranking, settings=settings))
    assert expected_bits(["sign"], weigh({}, evidence), evidence)["sign"] == pytest.approx(0.919207, abs=1e-6)


def test_a_question_that_all_explanations_answer_alike_tells_nothing():
    evidence = base([finding("sign")], TWO, {"sign": [0.3, 0.3]})
    assert expected_bits(["sign"], weigh({}, evidence), evidence)["sign"] == pytest.approx(0.0, abs=1e-12)


def test_what_the_ranking_does_not_know_tells_nothing():
    evidence = base([finding("sign"), finding("odd", in_ranking=False)], TWO, {"sign": [0.3, 0.6]})
    assert expected_bits(["odd"], weigh({}, evidence), evidence) == {"odd": 0.0}
    assert expected_bits([], weigh({}, evidence), evidence) == {}
    beside = expected_bits(["odd", "sign"], weigh({}, evidence), evidence)
    assert beside["odd"] == 0.0
    assert beside["sign"] > 0.0


NUMBERS = {
    "plain": [0.2, 0.6, 0.5],
    "fever": [0.1, 0.4, 0.3],
    "chills": [0.1, 0.5, 0.2],
    "tingle": [0.5, 0.3, 0.2],
    "numb": [0.3, 0.1, 0.1],
    "loc_back": [0.8, 0.3, 0.2],
    "loc_back_side": [0.4, 0.1, 0.1],
    "loc_thigh": [0.2, 0.5, 0.6],
    "rad_below_knee": [0.4, 0.1, 0.3],
    "sex_female": [0.5, 0.3, 0.4],
    "loc_testis": [0.1, 0.2, 0.05],
    "onset": [[0.5, 0.2, 0.1], [0.3, 0.3, 0.3], [0.2, 0.5, 0.6]],
}


class TestAgainstEnumeration:
    """A base with every way an answer can change how others count."""

    @pytest.fixture
    def evidence(self):
        rule = m.Composite("pair", "strain", ("plain", "tingle"), 2, ("plain", "tingle"), 0.8, 0.6, ())
        return base(
            [
                finding("plain"),
                finding("fever", dependence_group="hot"),
                finding("chills", dependence_group="hot"),
                finding("tingle"),
                finding("numb", parent="tingle"),
                finding("loc_back"),
                finding("loc_back_side", parent="loc_back"),
                finding("loc_thigh"),
                finding("loc_testis"),
                finding("rad_below_knee"),
                finding("sex_female"),
                choice("onset", ["a", "b", "c"], dependence_group="hot"),
            ],
            [condition("strain"), condition("fracture"), condition("thigh_pain", needs_place=("loc_thigh",))],
            NUMBERS,
            composites=[rule],
        )

    @pytest.mark.parametrize(
        "said",
        [
            {},
            {"fever": True},
            {"fever": False, "onset": "b"},
            {"numb": True},
            {"tingle": True},
            {"tingle": True, "fever": True, "loc_back": True},
            {"loc_thigh": True, "plain": True},
            {"loc_thigh": True, "loc_back": True, "numb": False},
        ],
        ids=str,
    )
    def test_every_open_question(self, evidence, said):
        open_questions = [f for f in NUMBERS if f not in said]
        bits = expected_bits(open_questions, weigh(said, evidence), evidence)
        for question in open_questions:
            if question == "onset":
                answers = dict(zip("abc", NUMBERS["onset"], strict=True))
            else:
                p = np.array(NUMBERS[question])
                if question == "numb" and said.get("tingle"):
                    p = p / np.array(NUMBERS["tingle"])
                answers = {True: p, False: 1 - p}
            expected = by_enumeration(question, answers, said, evidence)
            assert bits[question] == pytest.approx(expected, abs=1e-9), question
