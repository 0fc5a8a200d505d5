"""What says the whole of a danger sign is among the findings that the sign means."""

import pytest
from pydantic import ValidationError

from backstride.evidence.schema.triage import SafetyNetEntry

NET = {
    "id": "N",
    "title": "any",
    "watch_for": ["numb", "fever"],
    "means": ["saddle_numb", "fever"],
    "act": "get help",
    "sources": ["s"],
}


def test_a_sign_told_by_its_own_findings_is_taken():
    assert SafetyNetEntry(**NET, told_by={"numb": ["saddle_numb"]}).told_by == {"numb": ["saddle_numb"]}


@pytest.mark.parametrize("told_by", [{"cold": ["saddle_numb"]}, {"numb": ["weak_leg"]}, {"numb": []}])
def test_another_sign_or_another_finding_is_refused(told_by):
    with pytest.raises(ValidationError, match="told_by"):
        SafetyNetEntry(**NET, told_by=told_by)


def test_numbness_between_the_legs_says_all_of_its_signs(evidence):
    always, spine = (evidence.safety_nets[net].told_by for net in ("SN_always", "SN_spine"))
    assert always["new numbness between the legs"] == ("saddle_numb",)
    assert spine["numbness between the legs or around the back passage"] == ("saddle_numb",)
