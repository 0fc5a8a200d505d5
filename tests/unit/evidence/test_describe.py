"""`evidence show` describes any entry with its sources, and names the nearest id for a typing error."""

import pytest

from backstride.evidence.describe import show
from backstride.evidence.source import EvidenceError


def test_a_rule_is_shown_with_its_level_grounds_and_sources(source):
    text = show(source, "CES_01")
    assert "Level: emergency, within 4 h" in text
    assert "new numbness between the legs" in text
    assert "[bmjbp_ces]" in text


def test_a_finding_is_found_by_its_older_name(source):
    assert show(source, "saddle_numbness").startswith("Finding saddle_numb\n")


def test_a_condition_says_how_much_of_it_is_judgement(source):
    assert "of them judgement alone" in show(source, "sacral_stress_fracture")


@pytest.mark.parametrize(
    "name", ["CL001", "SN_calf", "NE_01", "henschke2009", "SP_01", "sepsis", "niceng59", "osteoporosis"]
)
def test_every_kind_of_entry_can_be_shown(source, name):
    assert len(show(source, name).splitlines()) >= 2


def test_an_unknown_id_is_answered_with_the_nearest(source):
    with pytest.raises(EvidenceError, match="the nearest is `saddle_numb`"):
        show(source, "sadle_num")
