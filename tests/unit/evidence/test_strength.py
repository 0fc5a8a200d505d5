"""How far a number may lie from the truth follows from its kind of source and from what its record states."""

from math import log, sqrt

import pytest

from backstride.evidence.schema.conditions import Record
from backstride.evidence.strength import expert_sd, record_sd, sampling_sd

SETTINGS = {
    "transfer_logit_sd": 0.3,
    "wording_logit_sd": 0.5,
    "overconfidence": 2.0,
    "recall_logit_sd": 0.2,
    "proxy_logit_sd": 0.25,
    "adjusted_logit_sd": 0.15,
    "unstated_people": 25,
}


def record(basis, p=0.5, **entries):
    sources = [] if basis == "expert" else ["somebody2020"]
    return Record(finding="fever", p=p, basis=basis, sources=sources, **entries)


def test_a_judgement_is_off_by_another_population_and_by_the_judgement():
    assert expert_sd(SETTINGS) == pytest.approx(sqrt(0.3**2 + (0.5 * 2) ** 2))
    assert record_sd(record("expert"), SETTINGS) == expert_sd(SETTINGS)


def test_a_published_figure_adds_its_sampling_error():
    """100 people, p .5: 1 / sqrt(100 * .25) = .2. None named: 25 people, .4."""
    hundred = record("retrieved", published={"population": "100 athletes", "sens": 0.5})
    assert record_sd(hundred, SETTINGS) == pytest.approx(sqrt(0.3**2 + 0.2**2))
    assert record_sd(record("retrieved"), SETTINGS) == pytest.approx(sqrt(0.3**2 + 0.4**2))


def test_recalled_adjusted_and_proxy_figures_are_weaker_but_never_weaker_than_judgement():
    plain = record_sd(record("retrieved"), SETTINGS)
    assert record_sd(record("background"), SETTINGS) == pytest.approx(sqrt(plain**2 + 0.2**2))
    assert record_sd(record("retrieved", adjusted=True), SETTINGS) == pytest.approx(sqrt(plain**2 + 0.15**2))
    assert record_sd(record("retrieved", proxy=True), SETTINGS) == pytest.approx(sqrt(plain**2 + 0.25**2))
    one = record("background", published={"population": "1 case"})
    assert record_sd(one, SETTINGS) == expert_sd(SETTINGS)


def test_an_interval_counts_before_the_number_of_people():
    """.8 to .9 as 95 %: (log 9 - log 4) / (2 * 1.96)."""
    stated = {"ci_95": "sens 0.80-0.90; spec 0.18-0.40", "population": "7 people"}
    assert sampling_sd(stated, 0.85, SETTINGS) == pytest.approx((log(9) - log(4)) / 3.92)


@pytest.mark.parametrize(
    ("population", "people"),
    [
        ("1975 walk-in back pain patients, 13 cancers (deyo1988)", 13),
        ("1008 patients, 14 series", 1008),
        ("51 studies of suspected leg clot (goodacre2005)", 25),
        ("surgical populations, herniation prevalence 58-98 %", 25),
        ("", 25),
    ],
)
def test_people_are_the_fewest_that_the_population_names(population, people):
    """Studies, years of publication and percentages are no people; none named counts as the stated 25."""
    assert sampling_sd({"population": population}, 0.5, SETTINGS) == pytest.approx(2 / sqrt(people))


def test_the_base_is_no_surer_of_a_weaker_source(source):
    strength = source.ranking.strength_of_numbers.model_dump()
    by_basis = {basis: record_sd(record(basis), strength) for basis in ("retrieved", "background", "expert")}
    assert by_basis["retrieved"] < by_basis["background"] < by_basis["expert"]
