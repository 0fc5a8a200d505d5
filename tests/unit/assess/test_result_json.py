"""The JSON of a result, every field of it written out."""

from datetime import date
from types import SimpleNamespace

import pytest

from backstride.assess.course import Check
from backstride.assess.result import (
    Assessment,
    Candidate,
    DifferentialResult,
    FiredRule,
    Measured,
    NotToldApart,
    OpenSafetyQuestion,
    Question,
    Reason,
    ToRuleOut,
    TriageResult,
    UmbrellaSum,
)

RULE = FiredRule("CES_01", "emergency", ("saddle_numb",), ("cauda_equina",), "Go now.", ("york",), "Bladder", "stop", 4)
OPEN = OpenSafetyQuestion("fever", "A fever?", "same_day", "SP_14", from_story=True)
ASK = Question("tingle", "Tingling?", 0.25)


def candidate(name, probability, **changes):
    entry = {
        "condition": name,
        "name": f"{name} (clinical)",
        "plain_name": f"{name} (plain)",
        "aliases": ("old",),
        "probability": probability,
        "low80": 0.1,
        "high80": 0.8,
        "umbrella": "sore_back",
        "reasons_for": (Reason("tingle", 3.0, "it tingles"),),
        "reasons_against": (Reason("fever", 0.5, "no fever"),),
        "to_confirm": "a look",
        "expert_share": 0.4,
    }
    return Candidate(**{**entry, **changes})


def result(**changes):
    entry = {
        "triage": TriageResult("emergency", (RULE,), "stop", (OPEN,), ("sudden",), 3, 15, ("numb: go",)),
        "differential": DifferentialResult(
            candidates=(candidate("strain", 0.6), candidate("tear", 0.3), candidate("rare", 0.005)),
            umbrellas=(UmbrellaSum("sore_back", "A sore back", 0.9, 0.7, 0.95, ("strain", "tear")),),
            modifiers={"low_mood": 0.2},
            unlisted_probability=0.02,
            must_rule_out=(ToRuleOut("cauda_equina", ("CES_01",)),),
            groups=(NotToldApart(("strain", "tear"), (0.0, 0.3), (ASK,)),),
        ),
        "ask_next": (ASK,),
        "measured": (Measured("mileage_spike", True, "12 runs"),),
        "recheck_on": date(2026, 11, 28),
        "advice": ("Keep moving.",),
        "evidence_version": "2026.11",
    }
    return Assessment(**{**entry, **changes})


TOLD_QUESTION = {"finding": "tingle", "question": "Tingling?", "expected_information_bits": 0.25}


def told(name, probability, other):
    return {
        "condition": name,
        "name": f"{name} (clinical)",
        "plain_name": f"{name} (plain)",
        "aliases": ["old"],
        "probability": probability,
        "low80": 0.1,
        "high80": 0.8,
        "umbrella": "sore_back",
        "for": [{"finding": "tingle", "lr": 3.0, "text": "it tingles"}],
        "against": [{"finding": "fever", "lr": 0.5, "text": "no fever"}],
        "to_confirm": "a look",
        "expert_share": 0.4,
        "not_told_from": [other],
    }


BARE = {
    "urgency": "emergency",
    "reasons": [
        {
            "rule": "CES_01",
            "level": "emergency",
            "because": ["saddle_numb"],
            "suspected": ["cauda_equina"],
            "text": "Go now.",
            "sources": ["york"],
            "title": "Bladder",
            "activity": "stop",
            "target_hours": 4,
        }
    ],
    "differential": [told("strain", 0.6, "tear"), told("tear", 0.3, "strain")],
    "not_told_apart": [{"members": ["strain", "tear"], "swaps": [0.0, 0.3], "ask": [TOLD_QUESTION]}],
    "umbrellas": [
        {
            "umbrella": "sore_back",
            "name": "A sore back",
            "probability": 0.9,
            "low80": 0.7,
            "high80": 0.95,
            "members": ["strain", "tear"],
        }
    ],
    "ask_next": [TOLD_QUESTION],
    "measured": {"mileage_spike": {"value": True, "from": "12 runs"}},
    "safety_net": ["numb: go"],
    "story": None,
    "story_findings": {},
    "must_rule_out": [{"condition": "cauda_equina", "because": ["CES_01"]}],
    "activity": "stop",
    "modifiers": {"low_mood": 0.2},
    "unlisted_probability": 0.02,
    "open_safety_questions": ["fever"],
    "open_safety_detail": [
        {
            "finding": "fever",
            "question": "A fever?",
            "could_become": "same_day",
            "split": "SP_14",
            "from_story": True,
        }
    ],
    "provisional": ["sudden"],
    "safety_asked": 3,
    "safety_total": 15,
    "recheck_on": "2026-11-28",
    "changed": None,
    "advice": ["Keep moving."],
    "ranking_note": None,
    "notices": [],
    "check": None,
    "self_care_if_no": [],
    "beside": None,
    "evidence_version": "2026.11",
}


def test_every_field_of_a_bare_result():
    assert result().as_json() == BARE


@pytest.mark.parametrize(
    ("field", "given", "expected"),
    [
        ("story", "My leg.", "My leg."),
        ("story_findings", {"tingle": {"value": True}}, {"tingle": {"value": True}}),
        ("changed", {"held": None}, {"held": None}),
        ("ranking_note", "No place.", "No place."),
        ("notices", ("Not read.",), ["Not read."]),
        ("self_care_if_no", ("fever",), ["fever"]),
        (
            "check",
            Check(date(2026, 11, 21), {"tingle": True}, ("calf_left",)),
            {"on": "2026-11-21", "findings": {"tingle": True}, "regions": ["calf_left"]},
        ),
    ],
)
def test_what_a_fuller_result_adds_stands_in_its_own_field(field, given, expected):
    assert result(**{field: given}).as_json() == {**BARE, field: expected}


def test_what_stands_beside_the_answer_also_gives_reasons_their_strength():
    beside = SimpleNamespace(strength=lambda ratio: f"strength of {ratio}", as_json=lambda: {"confirm": "a look"})
    document = result(beside=beside).as_json()
    assert document["beside"] == {"confirm": "a look"}
    assert [r["strength"] for r in document["differential"][0]["for"]] == ["strength of 3.0"]


def test_an_explanation_in_no_group_is_told_from_all_others():
    alone = DifferentialResult((candidate("strain", 1.0),), (), {}, 0.0, ())
    assert result(differential=alone).as_json()["differential"][0]["not_told_from"] == []
