"""One finding, one id: what was asked twice is one question, what is narrower stays apart."""

import re

import pytest


@pytest.mark.parametrize(
    ("old", "now"),
    [
        ("saddle_numbness", "saddle_numb"),
        ("fever_or_rigors", "fever"),
        ("cannot_weight_bear", "unable_bear_weight"),
        ("hop_pain_noticed", "hop_noticed_pain"),
        ("limp_child_adolescent", "limping"),
    ],
)
def test_an_older_name_leads_to_the_one_finding(evidence, old, now):
    assert evidence.finding_id(old) == now
    assert old not in evidence.findings


@pytest.mark.parametrize(
    "kept",
    ["urinary_retention_new", "foot_drop", "leg_weakness_severe", "achilles_gap", "major_trauma", "cancer_active"],
)
def test_a_narrower_alarm_keeps_its_own_id(evidence, kept):
    assert kept in evidence.findings


def test_ages_and_durations_are_exact_numbers_and_bands_are_derived(evidence):
    numbers = {fid for fid, finding in evidence.findings.items() if finding.kind == "number"}
    assert {"age_years", "pain_duration_weeks", "pain_intensity_nrs"} <= numbers
    assert {band.number for band in evidence.vocabulary.bands} == {
        "age_years",
        "pain_duration_weeks",
        "pain_intensity_nrs",
    }


def test_the_hop_self_test_is_gated(evidence):
    assert evidence.findings["st_hop_pain"].gated


def test_nobody_is_asked_to_hop_jump_or_run_as_a_test(evidence):
    command = re.compile(
        r"(^|[.?!] )(hop|jump|run|try)\b|\b(try|now) (hopping|jumping|running|to hop|to jump)\b", re.IGNORECASE
    )
    for finding in evidence.findings.values():
        if finding.who != "clinician":
            assert not command.search(finding.question.replace("Do not try it", "")), finding.question


def test_the_drawing_has_fifty_one_regions(evidence):
    # ux.md section 5: 11 midline and 40 sided ids. The table names nine midline and twenty-one sided stems;
    # each sided stem counts twice.
    sides = [side for region in evidence.vocabulary.body_map.values() for side in region.sides]
    assert sides.count("left") == sides.count("right")
    assert len(sides) == 51


def test_every_first_safety_question_can_be_asked(evidence):
    assert len(evidence.triage.ask_first) == 15
    for fid in evidence.triage.ask_first:
        assert "?" in evidence.findings[fid].question


def test_no_alias_hides_a_finding(evidence):
    assert not set(evidence.vocabulary.aliases) & set(evidence.findings)
