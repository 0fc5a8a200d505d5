import re

import pytest

from backstride.report.body import pain_drawing, region_names


def marks(view):
    return len(re.findall(r'class="region marked"', view.shapes))


def test_the_body_map_has_51_regions_of_which_9_are_in_the_middle():
    names = region_names()
    assert len(names) == 51
    assert sum(not region.endswith(("_left", "_right")) for region in names) == 9


def test_the_side_is_in_the_name_of_every_region_that_has_one():
    for region, name in region_names().items():
        side = region.rsplit("_", 1)[-1]
        assert name.split()[0].lower() == side if side in ("left", "right") else name


def test_places_seen_from_behind_take_one_figure():
    drawing = pain_drawing(["low_back_left", "buttock_left"])
    assert [view.name for view in drawing.views] == ["back"]
    assert marks(drawing.views[0]) == 2
    assert drawing.words == "left low back and left buttock"


def test_a_place_at_the_front_adds_a_second_figure():
    drawing = pain_drawing(["low_back_left", "buttock_left", "groin_left"])
    assert [view.name for view in drawing.views] == ["back", "front"]


def test_a_place_only_at_the_front_is_drawn_from_the_front():
    assert [view.name for view in pain_drawing(["groin_right"]).views] == ["front"]


@pytest.mark.parametrize("region", sorted(region_names()))
def test_every_region_is_drawn_where_it_is_marked(region):
    drawing = pain_drawing([region])
    assert [marks(view) for view in drawing.views] == [1]


def test_left_is_on_the_left_from_behind_and_on_the_right_from_the_front():
    behind = pain_drawing(["low_back_left"]).views[0]
    front = pain_drawing(["groin_left"]).views[0]
    assert behind.edges == ("Left", "Right")
    assert front.edges == ("Right", "Left")
    assert middle_x(behind) < 180 < middle_x(front)


def middle_x(view):
    path = re.search(r'class="region marked"[^>]* d="([^"]+)"|d="([^"]+)"[^>]*class="region marked"', view.shapes)
    numbers = [float(n) for n in re.findall(r"-?\d+\.?\d*", path[1] or path[2])]
    across = numbers[::2]
    return (min(across) + max(across)) / 2


def test_without_a_mark_the_back_is_shown_and_said_to_be_unmarked():
    drawing = pain_drawing([])
    assert [view.name for view in drawing.views] == ["back"]
    assert marks(drawing.views[0]) == 0
    assert drawing.words == "No place was marked"


def test_a_region_we_do_not_know_is_left_out():
    assert pain_drawing(["moon", "neck"]).places == ("Neck",)
