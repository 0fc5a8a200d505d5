"""What counts as said: answers before measurements, blank places once the drawing was used, broader names."""

from dataclasses import replace

import pytest
from small_base import SETTINGS, WEIGHING, base, condition, finding

from backstride.assess.answers import Answers
from backstride.assess.said import carried_over, said
from backstride.evidence import model as m

BODY_MAP = {
    "low_back": m.Region(("left", "right"), ("loc_low_back",), "loc_one_side", "loc_across", None),
    "neck": m.Region(("middle",), ("loc_neck",), None, None, None),
}


@pytest.fixture
def evidence():
    outside = ("leaking", "retention", "kick_told", "weeks_off", "mood")
    inside = ("loc_low_back", "loc_one_side", "loc_across", "loc_neck", "bladder", "kick", "spike", "loc_many")
    return base(
        [*(finding(f) for f in inside), *(finding(f, in_ranking=False) for f in outside)],
        [condition("strain")],
        dict.fromkeys(inside, (0.1,)),
        vocabulary=m.Vocabulary(
            implications=(
                m.Implication({"any": ["leaking", "retention"]}, ("bladder",)),
                m.Implication({"all": ["leaking", "spike"]}, ("kick",)),
                m.Implication("leaking", ("mood",)),
            ),
            no_implications=(
                m.NoImplication(("leaking", "retention"), ("bladder",), ()),
                m.NoImplication(("spike",), ("kick",), ()),
            ),
            number_implications=(),
            splits=(),
            bands=(),
            aliases={},
            body_map=BODY_MAP,
            guards=(),
            neuro_deficit_items=(),
        ),
    )


def answers(findings, regions=()):
    return Answers(None, None, None, None, None, findings, regions)


def test_an_answer_stands_before_what_the_watch_says(evidence):
    assert said(answers({"spike": False}), evidence, {"spike": True, "kick": True}) == {"spike": False, "kick": True}


def test_places_left_blank_do_not_hurt_once_the_drawing_was_used(evidence):
    drawn = answers({"loc_low_back": True, "loc_one_side": True}, ("low_back_left",))
    assert said(drawn, evidence, {}) == {
        "loc_low_back": True,
        "loc_one_side": True,
        "loc_across": False,
        "loc_neck": False,
    }


def test_without_the_drawing_no_place_is_denied(evidence):
    assert said(answers({"loc_low_back": True}), evidence, {}) == {"loc_low_back": True}


def test_a_finding_the_ranking_does_not_know_is_carried_over_to_the_one_it_follows_to(evidence):
    assert carried_over({"leaking": True}, evidence) == {"bladder": True}
    assert carried_over({"leaking": False}, evidence) == {}
    assert carried_over({"leaking": False, "retention": False}, evidence) == {"bladder": False}


def test_yes_outweighs_no_for_what_is_carried_over(evidence):
    assert said(answers({"leaking": True, "bladder": False}), evidence, {})["bladder"] is True
    assert said(answers({"leaking": False, "retention": False, "bladder": True}), evidence, {})["bladder"] is True


def test_a_no_is_carried_over_where_nothing_was_said(evidence):
    assert said(answers({"leaking": False, "retention": False}), evidence, {})["bladder"] is False


def test_what_the_ranking_knows_itself_is_not_carried_over_too(evidence):
    """Spike counts in the ranking: what follows from it would be the same fact twice."""
    assert carried_over({"leaking": True, "spike": True}, evidence) == {"bladder": True}
    assert carried_over({"spike": False}, evidence) == {}


def test_a_yes_counts_where_two_findings_are_read_as_one_and_the_other_is_denied(evidence):
    both = {**SETTINGS, "weighing": {**WEIGHING, "read_as": {"kick_told": "kick", "weeks_off": "kick"}}}
    known = replace(evidence, ranking=replace(evidence.ranking, settings=both))
    assert carried_over({"kick_told": True, "weeks_off": False}, known) == {"kick": True}
    assert carried_over({"kick_told": False, "weeks_off": True}, known) == {"kick": True}
    assert carried_over({"kick_told": False, "weeks_off": False}, known) == {"kick": False}


def test_a_finding_read_as_another_counts_as_it_yes_or_no(evidence):
    assert carried_over({"kick_told": True}, evidence) == {"kick": True}
    assert carried_over({"kick_told": False}, evidence) == {"kick": False}
    assert said(answers({"kick_told": False, "kick": True}), evidence, {})["kick"] is True
