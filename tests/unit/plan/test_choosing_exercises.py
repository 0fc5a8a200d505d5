"""Which exercises the answers, the gates and the equipment leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from plan_cases import runner

from backstride.evidence.schema.exercises import Dose
from backstride.plan.exercises import Allowed, dose_words, suitable

if TYPE_CHECKING:
    from backstride.plan import Rulebook

FREE = Allowed(family="nslbp", phase="weeks_2_6", impact=True, gentle_only=False)


@pytest.mark.parametrize(
    ("exercise", "said"),
    [
        ("knee_chest_2", {"agg_forward_bend": True}),
        ("prone_ext", {"agg_back_bend": True}),
        ("cobra_yoga", {"agg_back_bend_twist_one_side": True}),
        ("single_squat", {"loc_knee": True}),
        ("hamstring_strap", {"st_slr_leg_pain": True}),
        ("calf_stretch", {"calf_swollen": True}),
        ("figure_four", {"loc_groin": True}),
        ("slider_supine", {"progressive_weakness": True}),
        ("rdl", {"agg_forward_bend": True, "rad_below_knee": True}),
    ],
)
def test_an_answer_that_speaks_against_an_exercise_leaves_it_out(
    exercise: str, said: dict[str, bool], rules: Rulebook
) -> None:
    assert suitable(rules.exercises[exercise], FREE, runner(), rules)
    assert not suitable(rules.exercises[exercise], FREE, runner(said=said), rules)


def test_back_bends_lying_face_down_need_the_sign_that_they_help(rules: Rulebook) -> None:
    assert not suitable(rules.exercises["press_prone"], FREE, runner(), rules)
    sign = {"st_backbends_centralise": True}
    assert suitable(rules.exercises["press_prone"], FREE, runner(said=sign), rules)
    assert not suitable(rules.exercises["press_prone"], FREE, runner(said=sign, told=frozenset(sign)), rules)


@pytest.mark.parametrize("exercise", ["prone_elbows", "standing_ext", "prone_ext", "cobra_yoga"])
def test_a_narrow_canal_gets_no_back_bends_even_if_they_would_help(exercise: str, rules: Rulebook) -> None:
    narrow = Allowed(family="stenosis", phase="weeks_2_6", impact=True, gentle_only=False)
    assert not suitable(rules.exercises[exercise], narrow, runner(said={"st_backbends_centralise": True}), rules)


def test_impact_waits_until_running_is_back(rules: Rulebook) -> None:
    grounded = Allowed(family="nslbp", phase="weeks_2_6", impact=False, gentle_only=False)
    assert suitable(rules.exercises["pogo"], FREE, runner(), rules)
    assert not suitable(rules.exercises["pogo"], grounded, runner(), rules)


def test_a_gentle_week_holds_only_what_suits_a_sore_spell(rules: Rulebook) -> None:
    gentle = Allowed(family="nslbp", phase="weeks_2_6", impact=False, gentle_only=True)
    left = {name for name, exercise in rules.exercises.items() if suitable(exercise, gentle, runner(), rules)}
    tagged = {name for name, exercise in rules.exercises.items() if "flare_ok" in exercise.tags}
    assert left == tagged - {"prone_elbows"}


def test_equipment_beyond_a_household_has_to_be_there(rules: Rulebook) -> None:
    owner = Allowed(
        family="nslbp", phase="weeks_2_6", impact=True, gentle_only=False, equipment=frozenset({"kettlebell"})
    )
    assert not suitable(rules.exercises["goblet"], FREE, runner(), rules)
    assert suitable(rules.exercises["goblet"], owner, runner(), rules)


@pytest.mark.parametrize(
    ("dose", "per_side", "words"),
    [
        (Dose(sets=2, reps=6, effort=(5, 5)), False, "2 sets of 6, effort 5 of 10"),
        (
            Dose(sets=3, reps=10, load="light", effort=(6, 7)),
            True,
            "3 sets of 10, each side, light load, effort 6 to 7 of 10",
        ),
        (Dose(sets=1, reps=6, note="slow"), False, "6 times, slow"),
        (Dose(sets=2, hold_s=15), True, "2 holds of 15 s, each side"),
        (Dose(sets=2, reps=5, hold_s=8), False, "2 sets of 5 holds of 8 s"),
        (Dose(reps_by_set=[6, 4, 2], hold_s=10), False, "6, 4, then 2 holds of 10 s"),
        (Dose(sets=1, reps=10, every_h=(2, 3)), False, "10 times, every 2 to 3 hours"),
        (Dose(sets=1, reps=6, times_per_day=2), False, "6 times, 2 times a day"),
        (Dose(minutes=10), False, "10 min"),
        (Dose(sets=2, contacts=5), False, "2 times 5 hops"),
        (Dose(sets=2, distance_m=10, load="very_light"), True, "2 times 10 m, each side, very light"),
    ],
)
def test_a_dose_reads_plainly(dose: Dose, per_side: bool, words: str) -> None:
    assert dose_words(dose, per_side=per_side) == words
