"""What is told beside the probabilities: reasons, ranges, sums, modifiers, and how well anything fits at all."""

from math import exp, log, sqrt

import numpy as np
import pytest
from small_base import base, choice, condition, finding

from backstride.assess.differential import differential
from backstride.assess.modifiers import modifiers
from backstride.assess.ranges import spread
from backstride.assess.reasons import likelihood_ratios, split, words
from backstride.assess.weigh import fit, unlisted, weigh
from backstride.evidence import model as m

THREE = [
    condition("strain", umbrella="sore_back"),
    condition("sore_joint", umbrella="sore_back", aliases=("old_name",), to_confirm="a look"),
    condition("fracture", umbrella="alone"),
]
FINDINGS = [
    finding("night_pain"),
    finding("morning_pain", dependence_group="rest"),
    finding("rest_pain", dependence_group="rest"),
    choice("onset", ["sudden", "slow"]),
]
P = {
    "night_pain": [0.2, 0.1, 0.6],
    "morning_pain": [0.2, 0.5, 0.5],
    "rest_pain": [0.1, 0.1, 0.4],
    "onset": [[0.7, 0.5, 0.2], [0.3, 0.5, 0.8]],
}
PRIOR = [0.5, 0.3, 0.2]


@pytest.fixture
def evidence():
    return base(FINDINGS, THREE, P, priors={"anywhere": PRIOR}, umbrella_words={"sore_back": "A sore back"})


def tell(said, evidence):
    return differential(weigh(said, evidence), evidence, ())


def test_every_explanation_is_listed_most_probable_first_and_they_sum_to_one(evidence):
    candidates = tell({"night_pain": True}, evidence).candidates
    assert [c.condition for c in candidates] == ["fracture", "strain", "sore_joint"]
    assert sum(c.probability for c in candidates) == pytest.approx(1.0)
    joint = candidates[2]
    assert (joint.name, joint.plain_name) == ("sore_joint (clinical)", "sore_joint (plain)")
    assert (joint.aliases, joint.to_confirm, joint.umbrella) == (("old_name",), "a look", "sore_back")
    assert joint.expert_share == 0.5


def test_a_reason_is_the_ratio_to_the_mean_of_the_others_by_their_probability_now(evidence):
    """Night pain, then probabilities now p: for the fracture .6 / ((.2 p1 + .1 p2) / (p1 + p2))."""
    weighed = weigh({"night_pain": True}, evidence)
    p = weighed.posterior[0]
    (ratios,) = likelihood_ratios(weighed)
    assert ratios[2] == pytest.approx(0.6 * (p[0] + p[1]) / (0.2 * p[0] + 0.1 * p[1]))
    assert ratios[0] == pytest.approx(0.2 * (p[1] + p[2]) / (0.1 * p[1] + 0.6 * p[2]))


def test_an_answer_that_repeats_others_speaks_with_its_share_of_the_weight(evidence):
    weighed = weigh({"morning_pain": True, "rest_pain": False}, evidence)
    p = weighed.posterior[0]
    share = 1 / sqrt(2)
    mean = (0.5**share * p[1] + 0.5**share * p[2]) / (p[1] + p[2])
    assert likelihood_ratios(weighed)[0, 0] == pytest.approx(0.2**share / mean)


def test_the_ratio_holds_for_an_explanation_that_is_all_but_certain():
    evidence = base(FINDINGS, THREE, P, priors={"anywhere": [1.0, 1e-13, 1e-13]})
    (ratios,) = likelihood_ratios(weigh({"night_pain": True}, evidence))
    weights = [1 * 0.1**0.9, 1 * 0.6**0.9]
    assert ratios[0] == pytest.approx(0.2 * sum(weights) / (0.1 * weights[0] + 0.6 * weights[1]), rel=1e-6)


def test_reasons_are_worded_sorted_and_left_out_near_one(evidence):
    said = {"night_pain": True, "onset": "slow", "morning_pain": True}
    fracture = tell(said, evidence).candidates[0]
    assert fracture.condition == "fracture"
    assert [r.finding for r in fracture.reasons_for] == ["night_pain", "onset", "morning_pain"]
    assert [r.text for r in fracture.reasons_for] == ["night_pain: yes", "slow in words", "morning_pain: yes"]
    strain = next(c for c in tell(said, evidence).candidates if c.condition == "strain")
    assert {r.finding for r in strain.reasons_against} == {"night_pain", "onset", "morning_pain"}
    assert all(r.lr < 1 / 1.1 for r in strain.reasons_against)
    assert not strain.reasons_for
    (reason,) = tell({"night_pain": False}, evidence).candidates[-1].reasons_against
    assert reason.text == "night_pain: no"


def test_a_choice_is_worded_in_its_sentence_where_it_has_one():
    onset = choice("onset", ["sudden", "slow"], yes="it began: {}")
    evidence = base([onset], THREE, {"onset": P["onset"]})
    assert words(weigh({"onset": "slow"}, evidence), evidence) == [("onset", "it began: slow in words")]


def test_an_answer_as_likely_either_way_speaks_neither_for_nor_against():
    speaks_for, speaks_against = split(np.array([1.0, 0.5, 4.0]), [("a", "A"), ("b", "B"), ("c", "C")], 1.0)
    assert [(r.finding, r.lr) for r in speaks_for] == [("c", 4.0)]
    assert [(r.finding, r.lr) for r in speaks_against] == [("b", 0.5)]


def test_an_answer_that_hardly_speaks_for_or_against_is_no_reason():
    """.21 against .2 is a ratio of 1.05, within a tenth of 1 on either side."""
    evidence = base([finding("sign")], [condition("a"), condition("b")], {"sign": [0.21, 0.2]})
    assert all(not c.reasons_for and not c.reasons_against for c in tell({"sign": True}, evidence).candidates)


def test_what_is_not_shown_gets_no_reasons():
    evidence = base(FINDINGS, THREE, P, priors={"anywhere": [1.0, 0.5, 0.001]})
    last = tell({"night_pain": True}, evidence).candidates[-1]
    assert last.probability < 0.005
    assert last.reasons_for == last.reasons_against == ()


def test_without_answers_there_are_no_reasons(evidence):
    assert all(not c.reasons_for and not c.reasons_against for c in tell({}, evidence).candidates)


def test_a_completed_rule_is_worded_as_signs_that_go_with_its_condition():
    rule = m.Composite("pair", "fracture", ("night_pain", "rest_pain"), 1, ("night_pain", "rest_pain"), 0.9, 0.8, ())
    evidence = base(FINDINGS, THREE, P, composites=[rule])
    first = tell({"night_pain": True, "rest_pain": False}, evidence).candidates[0]
    assert [(r.finding, r.text) for r in first.reasons_for] == [
        ("pair", "1 of the 2 signs that go with: fracture (plain)")
    ]


def test_the_ratio_of_a_completed_rule_is_that_of_its_result():
    """Sensitivity .9 against 1 - specificity .6 for the look-alikes, whose own count (.3 * .2) is less."""
    rule = m.Composite("pair", "fracture", ("night_pain", "rest_pain"), 2, ("night_pain", "rest_pain"), 0.9, 0.4, ())
    p = {**P, "night_pain": [0.3, 0.3, 0.6], "rest_pain": [0.2, 0.2, 0.4]}
    evidence = base(FINDINGS, THREE, p, composites=[rule])
    (ratios,) = likelihood_ratios(weigh({"night_pain": True, "rest_pain": True}, evidence))
    assert ratios[2] == pytest.approx(0.9 / 0.6)


def test_the_range_is_from_a_tenth_to_nine_tenths_of_the_draws_and_holds_the_estimate():
    """Draws 0 to 20: a tenth is 2, nine tenths 18. An estimate outside widens the range to itself."""
    draws = np.arange(21.0)
    inside = np.concatenate([[10.0], draws])[:, None]
    assert [edge.item() for edge in spread(inside)] == [2.0, 18.0]
    below = np.concatenate([[1.0], draws])[:, None]
    assert [edge.item() for edge in spread(below)] == [1.0, 18.0]
    above = np.concatenate([[19.0], draws])[:, None]
    assert [edge.item() for edge in spread(above)] == [2.0, 19.0]


def test_members_of_an_umbrella_are_added_up_and_one_alone_is_no_umbrella(evidence):
    result = tell({"night_pain": True}, evidence)
    p = {c.condition: c.probability for c in result.candidates}
    (umbrella,) = result.umbrellas
    assert (umbrella.umbrella, umbrella.name) == ("sore_back", "A sore back")
    assert umbrella.members == ("strain", "sore_joint")
    assert umbrella.probability == pytest.approx(p["strain"] + p["sore_joint"])
    assert umbrella.low80 <= umbrella.probability <= umbrella.high80


def test_umbrellas_stand_most_probable_first():
    conditions = [condition(c, umbrella=u) for c, u in (("a", "one"), ("b", "one"), ("c", "two"), ("d", "two"))]
    evidence = base([finding("sign")], conditions, {"sign": [0.1, 0.1, 0.6, 0.5]})
    assert [u.umbrella for u in tell({"sign": True}, evidence).umbrellas] == ["two", "one"]
    assert [u.umbrella for u in tell({"sign": False}, evidence).umbrellas] == ["one", "two"]


def test_members_of_an_umbrella_stand_most_probable_first():
    conditions = [condition("a", umbrella="one"), condition("b", umbrella="one")]
    evidence = base([finding("sign")], conditions, {"sign": [0.1, 0.6]})
    (said_yes,), (said_no,) = (tell({"sign": said}, evidence).umbrellas for said in (True, False))
    assert said_yes.members == ("b", "a")
    assert said_no.members == ("a", "b")


def test_an_umbrella_without_words_is_named_by_its_id_and_none_is_none():
    evidence = base(FINDINGS, THREE, P)
    assert tell({}, evidence).umbrellas[0].name == "sore back"
    assert tell({}, base(FINDINGS, [condition("a"), condition("b"), condition("c")], P)).umbrellas == ()


class TestUnlisted:
    """Prior .02; half of the unlisted causes lie, on average, two standard deviations below the usual picture."""

    def test_without_answers_the_prior_stands(self, evidence):
        assert tell({}, evidence).unlisted_probability == pytest.approx(0.02)

    def test_the_fit_is_the_surprise_in_standard_deviations(self, evidence):
        """Night pain with the strain: log .2 against .2 log .2 + .8 log .8; sd sqrt(.16) * (log .8 - log .2)."""
        usual = 0.2 * log(0.2) + 0.8 * log(0.8)
        z = (log(0.2) - usual) / (0.4 * (log(0.8) - log(0.2)))
        assert fit(weigh({"night_pain": True}, evidence))[0] == pytest.approx(z)
        assert z == pytest.approx(-2.0)

    def test_answers_that_repeat_one_fact_surprise_with_their_share_of_the_weight(self, evidence):
        """Pain in the morning (.2) and at rest (.1) in the strain, each with weight w = 1 / sqrt(2)."""
        w = 1 / sqrt(2)
        terms = [(p, log(p), log(1 - p)) for p in (0.2, 0.1)]
        surprise = sum(w * (yes - (p * yes + (1 - p) * no)) for p, yes, no in terms)
        variance = sum(w**2 * p * (1 - p) * (yes - no) ** 2 for p, yes, no in terms)
        z = fit(weigh({"morning_pain": True, "rest_pain": True}, evidence))[0]
        assert z == pytest.approx(surprise / sqrt(variance))

    def test_an_unmarked_place_surprises_with_its_own_weight(self):
        """Back .6 marked, weight 1; thigh .3 unmarked, weight .4; had it been marked, weight 1."""
        evidence = base(
            [finding("loc_back"), finding("loc_thigh")],
            [condition("strain"), condition("twin")],
            {"loc_back": [0.6, 0.6], "loc_thigh": [0.3, 0.3]},
        )
        back = (0.6, 1 * log(0.6), 0.4 * log(0.4))
        thigh = (0.3, 1 * log(0.3), 0.4 * log(0.7))
        mean = [p * yes + (1 - p) * no for p, yes, no in (back, thigh)]
        variance = [p * (1 - p) * (yes - no) ** 2 for p, yes, no in (back, thigh)]
        z = fit(weigh({"loc_back": True}, evidence))[0]
        assert z == pytest.approx((back[1] - mean[0] + thigh[2] - mean[1]) / sqrt(sum(variance)))

    def test_the_probability_follows_the_fit_of_the_explanations_by_their_probability(self):
        """With z -2 for the one explanation there is and its twin: .5 + .5 * exp(2 * 2 - 2) times the prior's odds."""
        evidence = base([finding("night_pain")], [condition("strain"), condition("twin")], {"night_pain": [0.2, 0.2]})
        odds = 0.02 / 0.98 * (0.5 + 0.5 * exp(2))
        assert tell({"night_pain": True}, evidence).unlisted_probability == pytest.approx(odds / (1 + odds))

    def test_a_usual_picture_makes_it_less_likely(self):
        """Not at night: log .8 against the same mean is z = (1 - .8) / .4 = .5."""
        evidence = base([finding("night_pain")], [condition("strain"), condition("twin")], {"night_pain": [0.2, 0.2]})
        odds = 0.02 / 0.98 * (0.5 + 0.5 * exp(-2 * 0.5 - 2))
        assert tell({"night_pain": False}, evidence).unlisted_probability == pytest.approx(odds / (1 + odds))
        assert odds < 0.02 / 0.98

    def test_the_settings_set_the_scale(self, evidence):
        settings = {"prior": 0.1, "usual_mean": -1.0, "usual_sd": 2.0, "strange_share": 0.25, "misfit_sd": 1.0}
        assert unlisted(weigh({}, evidence), settings) == pytest.approx(0.1)
        twins = base([finding("night_pain")], [condition("strain"), condition("twin")], {"night_pain": [0.2, 0.2]})
        z = (-2.0 + 1.0) / 2.0
        odds = 0.1 / 0.9 * (0.75 + 0.25 * exp(-z - 0.5))
        assert unlisted(weigh({"night_pain": True}, twins), settings) == pytest.approx(odds / (1 + odds))

    def test_it_never_falls_when_the_fit_gets_worse(self):
        """Ten yes/no findings of .2 in two twins: each further yes is a picture one sees less often."""
        signs = [f"sign_{i}" for i in range(10)]
        twins = base(
            [finding(s) for s in signs], [condition("strain"), condition("twin")], dict.fromkeys(signs, (0.2, 0.2))
        )
        told = [tell({s: i < yes for i, s in enumerate(signs)}, twins).unlisted_probability for yes in range(11)]
        assert told == sorted(told)
        assert told[0] < 0.02 < 0.5 < told[-1]

    def test_over_everybody_with_a_listed_cause_the_odds_stay_those_of_the_prior(self, evidence, monkeypatch):
        """The fit of listed causes being standard normal, the odds average the prior's (Gauss-Hermite sum)."""
        points, weights = np.polynomial.hermite_e.hermegauss(60)
        weighed, odds = weigh({"night_pain": True}, evidence), []
        for z in points:
            monkeypatch.setattr("backstride.assess.weigh.fit", lambda _, z=z: np.full(3, z))
            u = unlisted(weighed, evidence.ranking.settings["unlisted"])
            odds.append(u / (1 - u))
        assert weights @ odds / weights.sum() == pytest.approx(0.02 / 0.98)


class TestModifiers:
    """Thin bones: prior .04; height lost .3 against .01; female .75 against .48; periods missed, only in women."""

    @pytest.fixture
    def evidence(self):
        table = m.ModifierTable(
            "thin_bones",
            0.04,
            ("female", "height_loss", "periods_absent", "stoop"),
            (0.75, 0.3, 0.3, 0.3),
            (0.48, 0.01, 0.05, 0.02),
        )
        return base(
            [
                finding("female"),
                finding("height_loss", dependence_group="shape"),
                finding("stoop", dependence_group="shape"),
                finding("periods_absent", parent="female", conditional=True),
            ],
            THREE,
            dict.fromkeys(("female", "height_loss", "stoop", "periods_absent"), (0.1, 0.1, 0.1)),
            modifiers=[table],
        )

    def odds(self, said, evidence):
        p = modifiers(said, evidence)["thin_bones"]
        return p / (1 - p)

    def test_without_answers_the_prior_stands(self, evidence):
        assert modifiers({}, evidence) == {"thin_bones": pytest.approx(0.04)}

    def test_answers_move_it_as_in_the_ranking(self, evidence):
        said = {"female": True, "height_loss": False}
        expected = 0.04 / 0.96 * (0.75 / 0.48 * 0.7 / 0.99) ** 0.9
        assert self.odds(said, evidence) == pytest.approx(expected)

    def test_repeated_facts_share_their_weight(self, evidence):
        expected = 0.04 / 0.96 * (0.3 / 0.01 * 0.3 / 0.02) ** (0.9 / sqrt(2))
        assert self.odds({"height_loss": True, "stoop": True}, evidence) == pytest.approx(expected)

    def test_a_finding_under_a_denied_one_says_nothing(self, evidence):
        denied = {"female": False}
        assert self.odds({**denied, "periods_absent": True}, evidence) == self.odds(denied, evidence)
