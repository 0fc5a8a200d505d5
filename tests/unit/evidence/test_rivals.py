"""Each ranked condition is told apart from what it is most easily taken for; worked out by hand on three conditions."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from backstride.evidence import rivals
from backstride.evidence.check import check
from backstride.evidence.rivals import problems, separations
from backstride.evidence.schema.conditions import Record


def only(source: Any, records: dict[str, dict[str, float]]) -> Any:
    """The base cut down to these conditions, one weight for all, and to these records."""
    weights = source.conditions["calf_strain"].priors_by_setting
    conditions = {}
    for cid, numbers in records.items():
        told = [Record(finding=finding, p=p, basis="expert") for finding, p in numbers.items()]
        conditions[cid] = source.conditions[cid].model_copy(update={"records": told, "priors_by_setting": weights})
    asked = {finding for numbers in records.values() for finding in numbers}
    findings = {
        fid: f.model_copy(update={"parent": None, "dependence_group": None, "scope": ["any"], "base": 0.5})
        for fid, f in source.findings.items()
        if fid in asked
    }
    return replace(source, conditions=conditions, findings=findings)


@pytest.fixture
def three(source: Any) -> Any:
    return only(
        source,
        {
            "calf_strain": {"pop_or_snap": 0.8, "bruising": 0.5, "fever": 0.02},
            "plantaris_rupture": {"pop_or_snap": 0.8, "bruising": 0.45, "fever": 0.04},
            "dvt": {"pop_or_snap": 0.1, "bruising": 0.05, "fever": 0.3},
        },
    )


def test_the_nearest_rival_is_the_one_with_the_largest_bound(three: Any) -> None:
    # Equal priors, so the products alone. Calf strain and plantaris: 1, .999 and .998. Calf strain and the clot:
    # sqrt(.08) + sqrt(.18) = .707, sqrt(.025) + sqrt(.475) = .847, sqrt(.006) + sqrt(.686) = .906, product .543.
    # Plantaris and the clot: .707, sqrt(.0225) + sqrt(.5225) = .873, sqrt(.012) + sqrt(.672) = .929, product .573.
    found = separations(three)
    assert [r.condition for r in found["calf_strain"].rivals] == ["plantaris_rupture", "dvt"]
    assert [r.condition for r in found["dvt"].rivals] == ["plantaris_rupture", "calf_strain"]


def test_a_record_separates_when_a_usual_answer_is_twice_as_usual_with_one_of_the_two(three: Any) -> None:
    found = separations(three)["calf_strain"].rivals
    assert found[0].separating == ()  # .8 = .8, .5 near .45; fever .02 and .04: a ratio of 2, but never usual
    assert set(found[1].separating) == {"pop_or_snap", "bruising", "fever"}  # .8/.1, .5/.05, .3/.02


def test_only_a_record_of_its_own_separates(three: Any) -> None:
    strain = three.conditions["calf_strain"]
    fewer = strain.model_copy(update={"records": [r for r in strain.records if r.finding != "fever"]})
    cut = replace(three, conditions={**three.conditions, "calf_strain": fewer})
    by_name = {r.condition: r.separating for r in separations(cut)["calf_strain"].rivals}
    assert set(by_name["dvt"]) == {"pop_or_snap", "bruising"}


def test_a_yes_speaks_against_where_it_is_half_as_usual_as_in_the_others_together(three: Any) -> None:
    # The clot: the others together give .8 for the pop and .475 for the bruise; .1 and .05 are under half of that.
    found = separations(three)
    assert set(found["dvt"].against) == {"pop_or_snap", "bruising"}
    assert set(found["calf_strain"].against) == {"fever"}  # others: (.04 + .3) / 2 = .17


def test_too_little_that_separates_or_speaks_against_is_a_problem(three: Any) -> None:
    told = "\n".join(problems(three, separations(three)))
    assert "calf_strain.yaml: only 0 records separate it from `plantaris_rupture` (none); it needs 6" in told
    assert "dvt.yaml: only 2 records speak against it; it needs 4" in told


def test_a_condition_that_loses_its_telling_records_is_caught(source: Any) -> None:
    cid = "itb_syndrome"
    rival = next(r for r in check(source).separation[cid].rivals if r.condition == "knee_overuse_pain")
    kept = [r for r in source.conditions[cid].records if r.finding not in rival.separating]
    cut = {**source.conditions, cid: source.conditions[cid].model_copy(update={"records": kept})}
    found = check(replace(source, conditions=cut)).problems
    assert any(p.startswith(f"conditions/{cid}.yaml: only") for p in found)


def test_every_ranked_condition_has_three_rivals_and_a_printed_share_of_judgement(source: Any) -> None:
    report = check(source)
    ranked = {c.id for c in source.conditions.values() if c.role == "diagnosis"}
    assert set(report.separation) == ranked
    assert all(len(s.rivals) == 3 for s in report.separation.values())
    assert ranked <= set(report.expert_share)


def test_what_a_clinician_finds_separates_nobody_from_a_rival(source: Any) -> None:
    exam = {f.id for f in source.findings.values() if f.who == "clinician"}
    for separation in rivals.separations(source).values():
        for rival in separation.rivals:
            assert not exam & set(rival.separating)
