"""The care files: nothing of the dossiers lost, every family and phase filled, numbers that add up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from pathlib import Path

    from backstride.plan import Rulebook


def dossier(shared: Path, name: str) -> Any:
    text = (shared / "evidence" / f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506


def test_every_intervention_kept_its_words(shared: Path, source: Any) -> None:
    kept = {i.id: i for i in source.care["interventions"].interventions}
    found = dossier(shared, "care")["interventions"]
    assert [i["id"] for i in found] == list(kept)
    for i in found:
        ours = kept[i["id"]]
        assert (ours.dose, ours.expected_effect, ours.certainty) == (i["dose"], i["expected_effect"], i["certainty"])
        assert (ours.families, ours.phases, ours.sources) == (*i["targets"].values(), i["sources"])
        assert (ours.progression or "-", ours.regression or "-") == (i["progression"], i["regression"])
        assert ours.contraindications == [c for c in i["contraindications"] if c not in ("none", "-")]


REWORDED = {
    "Push through front heel": "Press through front heel",
    "Count to failure for the test": "Count until you cannot do one more",
}
"""Cues that held words we avoid."""


def test_every_exercise_kept_its_pose_and_cues(shared: Path, source: Any) -> None:
    kept = {e.id: e for e in source.care["exercises"].exercises}
    found = dossier(shared, "exercises")["exercises"]
    assert [e["id"] for e in found] == list(kept)
    for e in found:
        ours = kept[e["id"]]
        e["cues"] = [REWORDED.get(cue, cue) for cue in e["cues"]]
        assert (ours.name, ours.cues, ours.muscles, ours.tags) == (e["name"], e["cues"], e["muscles"], e["tags"])
        assert [c.text for c in ours.cautions] == e["contraindications"]
        for moment in ("start", "end"):
            pose, theirs = getattr(ours.poses, moment), e["poses"][moment]
            assert (pose.trunk, pose.neck) == (theirs["trunk"], theirs["neck"])
            for joint in ("shoulder", "elbow", "hip", "knee", "ankle"):
                sides = getattr(pose, joint)
                assert (sides.left, sides.right) == (theirs[joint]["L"], theirs[joint]["R"])


def test_every_ranked_condition_falls_in_one_group(source: Any) -> None:
    families = source.care["families"]
    groups = [*families.families.values(), families.gaps, families.refer]
    assert {c for g in groups for c in (*g.conditions, *g.added)} == set(source.conditions)


def test_emergencies_of_the_ranking_are_never_planned_for(source: Any) -> None:
    refer = source.care["families"].refer
    urgent = {c.id for c in source.conditions.values() if c.urgency == "emergency"}
    assert urgent <= {*refer.conditions, *refer.added}


def test_every_family_has_something_in_every_phase(rules: Rulebook) -> None:
    phases = {band.id for band in rules.plan.phases}
    for family in (*rules.families.families, "gap"):
        wanted = {"recovered"} if family == "recovered" else phases
        assert {phase for name, phase in rules.cells if name == family} == wanted


def test_phases_follow_each_other_without_a_gap(rules: Rulebook) -> None:
    bands = rules.plan.phases
    assert [b.from_days for b in bands] == [0, *(b.to_days for b in bands[:-1])]
    assert bands[-1].to_days is None


def test_gentle_offers_hold_only_what_suits_a_sore_spell(rules: Rulebook) -> None:
    gentle = {cell.gentle.offer for cell in rules.plan.phase_table if cell.gentle is not None}
    named = {name for offer in gentle for name in rules.plan.offers[offer].exercises}
    assert all("flare_ok" in rules.exercises[name].tags for name in named)


def test_every_offered_exercise_exists(rules: Rulebook) -> None:
    assert {name for offer in rules.plan.offers.values() for name in offer.exercises} <= rules.exercises.keys()


def test_every_finding_named_by_a_rule_exists(source: Any, rules: Rulebook) -> None:
    from backstride.evidence.schema.common import findings_of

    gates = rules.plan.gates
    nodes = [*gates.bone_signs, *gates.no_increase_while, *(p.when for p in gates.people)]
    nodes += [node for stop in gates.stops for node in (stop.when, stop.unless) if node is not None]
    nodes += [s.when for s in rules.plan.sensitivities.values()] + [n.when for n in rules.plan.needs_sign]
    nodes += [s.when for s in rules.library.screens.values() if s.when is not None]
    nodes += [
        node
        for table in rules.tables.values()
        for check in table.entry
        for node in (check.met_when, check.failed_when)
        if node is not None
    ]
    assert {name for node in nodes for name in findings_of(node)} <= source.findings.keys()


def test_every_suspected_condition_named_by_a_gate_exists(source: Any, rules: Rulebook) -> None:
    gates = rules.plan.gates
    named = {*gates.bone_suspects, *gates.fracture_suspects, *gates.pars_suspects}
    assert named <= {*source.conditions, *source.screened}


def test_every_rule_that_suspects_a_stress_fracture_closes_the_gate(source: Any, rules: Rulebook) -> None:
    gates = rules.plan.gates
    caught = {*gates.bone_suspects, *gates.fracture_suspects, *gates.pars_suspects}
    suspected = {c for file in source.rules.values() for rule in file for c in rule.conditions}
    bones = {c for c in suspected if ("stress" in c and "distress" not in c) or "fracture" in c or "spondylol" in c}
    assert bones
    assert bones <= caught


def multiplier(source: Any, lift: Any) -> float:
    """The lifting equation worked out from the file's numbers, for an example without twist. [kg]"""
    file = source.care["lifting"]
    horizontal, vertical, distance = file.horizontal.numbers, file.vertical.numbers, file.distance.numbers
    hm = min(1.0, horizontal["reference_cm"] / lift.horizontal_cm)
    vm = 1 - vertical["slope_per_cm"] * abs(lift.vertical_cm - vertical["reference_cm"])
    dm = min(1.0, distance["constant"] + distance["numerator_cm"] / lift.travel_cm)
    am = 1 - file.asymmetry.numbers["slope_per_degree"] * lift.twist_deg
    row = next(r for r in file.frequency.rows if r.lifts_per_min == lift.lifts_per_min)
    low = lift.vertical_cm < file.frequency.height_cm
    cm = file.coupling[lift.coupling].numbers["below_75_cm" if low else "from_75_cm"]
    return file.load_constant.numbers["kg"] * hm * vm * dm * am * row.up_to_1_h[0 if low else 1] * cm


def test_the_best_possible_lift_has_the_published_limit_of_23_kg(source: Any) -> None:
    assert multiplier(source, source.care["lifting"].example) == pytest.approx(23.0)


def test_a_lift_worked_by_hand_agrees(source: Any) -> None:
    # H 40, V 25, D 60, A 45, 1 lift/min for up to 1 h, poor grip:
    # 23 x 25/40 x (1 - .003 x 50) x (.82 + 4.5/60) x (1 - .0032 x 45) x .94 x .90 = 7.9197 kg
    lift = source.care["lifting"].example.model_copy(
        update={
            "horizontal_cm": 40,
            "vertical_cm": 25,
            "travel_cm": 60,
            "twist_deg": 45,
            "lifts_per_min": 1,
            "coupling": "poor",
        }
    )
    by_hand = 23 * 0.625 * 0.85 * 0.895 * 0.856 * 0.94 * 0.90
    assert multiplier(source, lift) == pytest.approx(by_hand)
