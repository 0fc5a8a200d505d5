"""Marks on the body drawing set the places they stand for."""

from __future__ import annotations

import datetime as dt

import pytest

from backstride.assess.answers import read_answers
from backstride.assess.drawing import region_ids

LEG = ("front_thigh", "outer_thigh", "back_thigh", "knee_front", "behind_knee", "inner_shin", "outer_shin", "calf")


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


def test_what_hurts_much_hurts(evidence):
    said = read_answers({"answers": {"regions": ["neck"], "regions_strong": ["buttock_left"]}}, evidence)
    assert said.regions == said.drawing.hurts == ("neck", "buttock_left")
    assert said.drawing.hurts_much == ("buttock_left",)
    assert said.findings == {"loc_neck": True, "loc_buttock_deep": True}


def test_what_is_numb_need_not_hurt(evidence):
    said = read_answers({"answers": {"regions_numb": ["calf_left"], "regions_numb_strong": ["foot_left"]}}, evidence)
    assert said.regions == ()
    assert said.drawing.numb == ("calf_left", "foot_left")
    assert said.drawing.very_numb == ("foot_left",)
    assert said.findings == {"tingle_leg": True}


@pytest.mark.parametrize(
    ("regions", "findings"),
    [
        *((f"{region}_left", {"tingle_leg"}) for region in (*LEG, "achilles", "foot")),
        ("shoulder_arm_right", {"tingle_arm"}),
        ("low_back_right", {"numb_low_back_skin"}),
        ("low_back_middle", {"numb_low_back_skin"}),
        # The question about a leg does not mean the buttock, and none asks about numbness of the trunk's front.
        ("buttock_left", set()),
        ("chest", set()),
    ],
)
def test_numbness_sets_what_a_yes_to_its_question_sets(regions, findings, evidence):
    assert set(read_answers({"answers": {"regions_numb": [regions]}}, evidence).findings) == findings


def test_both_sides_numb_says_nothing_about_pain_on_both_sides(evidence):
    said = read_answers({"answers": {"regions_numb": ["calf_left", "calf_right"]}}, evidence)
    assert said.findings == {"tingle_leg": True}


@pytest.mark.parametrize("layer", ["regions", "regions_numb"])
def test_a_mark_where_one_sits_opens_the_question_about_numbness_there(layer, evidence):
    from backstride.assess import assess

    def open_questions(**answers):
        result = assess(read_answers({"answers": answers}, evidence), evidence, today=dt.date(2026, 11, 18))
        return {question.finding for question in result.triage.open_safety_questions}

    asked_first = dict.fromkeys(evidence.triage.ask_first, False)
    del asked_first["saddle_numb"]
    assert "saddle_numb" in open_questions(**asked_first, **{layer: ["saddle"]})
    assert "saddle_numb" not in open_questions(**asked_first, saddle_numb=False, **{layer: ["saddle"]})
