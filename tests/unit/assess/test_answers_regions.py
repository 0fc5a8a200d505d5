"""Marks on the body drawing set the places they stand for."""

from __future__ import annotations

import pytest

from backstride.assess.answers import read_answers, region_ids


def marked(evidence, *regions):
    return set(read_answers({"answers": {"regions": list(regions)}}, evidence).findings)


def test_the_body_drawing_has_51_regions_9_of_them_in_the_middle(evidence):
    ids = region_ids(evidence)
    assert len(ids) == 51
    assert sum(not region.endswith(("_left", "_right")) for region in ids) == 9


def test_every_region_but_the_saddle_marks_a_place(evidence):
    assert {region for region in region_ids(evidence) if not marked(evidence, region)} == {"saddle"}


@pytest.mark.parametrize(
    ("regions", "places"),
    [
        (["low_back_left"], {"loc_low_back", "loc_low_back_one_side"}),
        (["low_back_right", "low_back_right"], {"loc_low_back", "loc_low_back_one_side"}),
        (["low_back_left", "low_back_right"], {"loc_low_back", "loc_low_back_across"}),
        (["low_back_middle"], {"loc_low_back_midline"}),
        (["calf_left"], {"loc_calf_belly"}),
        (["calf_left", "calf_right"], {"loc_calf_belly", "bilateral_symptoms"}),
        (["calf_left", "foot_right"], {"loc_calf_belly", "loc_foot"}),
        (["dimple_left", "dimple_right"], {"loc_si_dimple"}),
        (["neck"], {"loc_neck"}),
    ],
)
def test_marks_set_places_and_sides(regions, places, evidence):
    assert marked(evidence, *regions) == places


def test_marking_where_one_sits_says_nothing_about_numbness(evidence):
    said = read_answers({"answers": {"regions": ["saddle"]}}, evidence)
    assert not said.findings
    assert said.regions == ("saddle",)


def test_a_mark_outweighs_a_no_to_the_place(evidence):
    said = read_answers({"answers": {"regions": ["neck"], "loc_neck": False}}, evidence)
    assert said.findings == {"loc_neck": True}


def test_a_region_marked_in_two_views_is_one_region(evidence):
    assert read_answers({"answers": {"regions": ["neck", "neck"]}}, evidence).regions == ("neck",)
