"""Bands follow from exact numbers: every edge, and the gaps between edges."""

from __future__ import annotations

import pytest

from backstride.assess.answers import read_answers


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (8, "under_20"),
        (19, "under_20"),
        (19.5, "under_20"),
        (19.99, "under_20"),
        (20, "age_20_29"),
        (29.99, "age_20_29"),
        (30, "age_30_39"),
        (39.99, "age_30_39"),
        (40, "age_40_49"),
        (49.99, "age_40_49"),
        (50, "age_50_64"),
        (64.99, "age_50_64"),
        (65, "age_65_plus"),
        (100, "age_65_plus"),
    ],
)
def test_an_age_falls_in_its_band_of_whole_years(age, band, evidence):
    assert read_answers({"age": age}, evidence).findings["age_band"] == band


@pytest.mark.parametrize(
    ("days", "band"),
    [
        (0, "under_3_days"),
        (2, "under_3_days"),
        (3, "from_3_days_to_2_weeks"),
        (13, "from_3_days_to_2_weeks"),
        (14, "from_2_to_6_weeks"),
        (41, "from_2_to_6_weeks"),
        (42, "from_6_to_12_weeks"),
        (84, "from_6_to_12_weeks"),
        (85, "over_12_weeks"),
        (4000, "over_12_weeks"),
    ],
)
def test_a_duration_falls_in_its_band(days, band, evidence):
    assert read_answers({"duration_days": days}, evidence).findings["duration_band"] == band


@pytest.mark.parametrize(
    ("intensity", "band"),
    [
        (0, "nrs_0_3"),
        (3, "nrs_0_3"),
        (4, "nrs_4_6"),
        (6, "nrs_4_6"),
        (7, "nrs_7_8"),
        (8, "nrs_7_8"),
        (9, "nrs_9_10"),
        (10, "nrs_9_10"),
    ],
)
def test_an_intensity_falls_in_its_band(intensity, band, evidence):
    said = read_answers({"answers": {"pain_intensity_nrs": intensity}}, evidence).findings
    assert said["pain_intensity_band"] == band


def test_an_exact_number_outweighs_a_band_that_contradicts_it(evidence):
    said = read_answers({"age": 34, "answers": {"age_band": "under_20"}}, evidence).findings
    assert said["age_band"] == "age_30_39"


def test_a_band_alone_stays_as_it_was_given(evidence):
    said = read_answers({"answers": {"age_band": "under_20"}}, evidence)
    assert said.findings == {"age_band": "under_20"}
    assert said.age is None


def test_a_number_below_every_edge_falls_in_the_first_band(evidence):
    from backstride.assess.answers import band_of

    age = next(band for band in evidence.vocabulary.bands if band.finding == "age_band")
    assert band_of(age, 3) == "under_20"
