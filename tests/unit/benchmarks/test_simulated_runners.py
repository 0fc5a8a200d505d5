"""Simulated runners are drawn as the base states them, and answer as they say they do."""

from math import sqrt

import numpy as np
import pytest

from simulated_runners import MAP, WOMEN_ONLY, Runners, answer_further, document
from simulated_triage import ORDINARY, check_in

DRAWS = 1500


@pytest.fixture(scope="module")
def runners(evidence):
    return Runners(evidence)


@pytest.fixture(scope="module")
def strained(runners):
    random = np.random.default_rng(1)
    return [runners.draw("calf_strain", random) for _ in range(DRAWS)]


def recorded(evidence, condition, finding):
    tables = evidence.ranking.tables
    return float(tables.p_yes[tables.findings.index(finding), tables.conditions.index(condition)])


def test_the_same_seed_draws_the_same_runners(runners):
    first, second = (
        [runners.draw("doms", random) for _ in range(5)]
        for random in (np.random.default_rng(7), np.random.default_rng(7))
    )
    assert first == second


@pytest.mark.parametrize("finding", ["agg_tiptoe", "bruising", "hx_calf_strain", "after_sprint_or_pushoff"])
def test_a_finding_is_as_frequent_as_its_record_says(evidence, strained, finding):
    p = recorded(evidence, "calf_strain", finding)
    standard_error = sqrt(p * (1 - p) / DRAWS)
    share = sum(finding in runner.yes for runner in strained) / DRAWS
    # Runners that hurt nowhere are drawn again, which may move a share a little: four standard errors and a hundredth.
    assert abs(share - p) < 4 * standard_error + 0.01


def test_answers_that_repeat_one_fact_come_together_more_often_than_by_chance(evidence, strained):
    group = [f for f in evidence.ranking.tables.findings if evidence.findings[f].dependence_group == "calf_power"]
    first, second = sorted(group, key=lambda f: -recorded(evidence, "calf_strain", f))[:2]
    p_first = sum(first in r.yes for r in strained) / DRAWS
    p_second = sum(second in r.yes for r in strained) / DRAWS
    both = sum({first, second} <= r.yes for r in strained) / DRAWS
    by_chance = p_first * p_second
    assert both > by_chance + 2 * sqrt(by_chance * (1 - by_chance) / DRAWS)


def test_a_narrower_finding_comes_only_under_its_broader_one_and_somewhere_it_hurts(evidence, strained):
    ranked = set(evidence.ranking.tables.findings)
    for runner in strained:
        for finding in runner.yes:
            parent = evidence.findings[finding].parent
            assert parent not in ranked or parent in runner.yes
        assert any(evidence.findings[f].dependence_group == MAP for f in runner.yes)
        assert runner.sex == "female" or not WOMEN_ONLY & runner.yes


def test_without_leaks_nothing_is_true_at_the_leak_and_records_alone_draw_only_records(evidence):
    random = np.random.default_rng(2)
    for _ in range(50):
        assert "saddle_numb" not in Runners(evidence).draw("nonspecific_lbp", random).yes
        alone = Runners(evidence, records_alone=True).draw("nonspecific_lbp", random)
        assert alone.yes <= alone.recorded


def test_priors_are_those_of_the_setting(evidence, runners):
    conditions = runners.of_levels(ORDINARY)
    tables = evidence.ranking.tables
    priors = dict(zip(conditions, runners.priors("primary_care", conditions), strict=True))
    row = tables.priors[tables.settings.index("primary_care")]
    first, second = "nonspecific_lbp", "calf_strain"
    stated = row[tables.conditions.index(first)] / row[tables.conditions.index(second)]
    assert priors[first] / priors[second] == pytest.approx(stated)
    assert sum(priors.values()) == pytest.approx(1.0)


def test_every_first_safety_question_is_answered_and_a_share_of_the_rest_dropped(evidence, runners):
    random = np.random.default_rng(3)
    runner = runners.draw("mtss", random)
    everything = document(runner, evidence, random, dropped=0.0)["answers"]
    some = document(runner, evidence, random, dropped=0.4)["answers"]
    assert set(evidence.triage.ask_first) <= some.keys()
    assert some.items() <= everything.items()
    assert {f for f, value in everything.items() if value is True} <= runner.yes
    others = [f for f, value in everything.items() if isinstance(value, bool) and f not in evidence.triage.ask_first]
    left = [f for f in others if f in some and not f.startswith("loc_")]
    asked = [f for f in others if not f.startswith("loc_")]
    assert abs(len(left) / len(asked) - 0.6) < 4 * sqrt(0.6 * 0.4 / len(asked))


def test_a_serious_case_makes_up_no_answer_that_the_base_does_not_know(evidence, runners):
    random = np.random.default_rng(4)
    runner = runners.draw("achilles_rupture", random)
    said = document(runner, evidence, random, dropped=0.0, tells_only_recorded=True)["answers"]
    told = {f for f, value in said.items() if isinstance(value, bool) and not f.startswith("loc_")}
    assert told - set(evidence.triage.ask_first) <= runner.recorded
    unknown = next(f for f in evidence.findings if f not in runner.recorded and f not in said)
    assert not answer_further(runner, [unknown], said, tells_only_recorded=True)
    assert unknown not in said


def test_a_check_in_leaves_no_splitting_question_open(evidence, runners):
    random = np.random.default_rng(5)
    for condition in ("calf_strain", "lumbar_radiculopathy_disc", "achilles_tendinopathy"):
        runner = runners.draw(condition, random)
        result = check_in(runner, evidence, random, dropped=0.4)
        assert not [q for q in result.open_safety_questions if q.split is not None]
