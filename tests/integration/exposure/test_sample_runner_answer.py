"""The sample runner's check-in and runs together: an ordinary picture with every danger question answered."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from backstride import exposure, recording
from backstride.assess import assess, read_answers

SAMPLE = Path(__file__).parents[3] / "src/backstride/sample"
ABOUT = yaml.safe_load((SAMPLE / "sample.yaml").read_text(encoding="utf-8"))


@pytest.fixture
def check_in():
    return json.loads((SAMPLE / "checkin.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def exposures(evidence):
    runs = [run for path in sorted((SAMPLE / "runs").glob("*.fit")) for run in recording.read(path)]
    return exposure.of_runs(
        runs, on=ABOUT["today"], pain_began=ABOUT["pain_began"], rules=evidence.sections["exposure"]
    )


def test_the_sample_runner_can_look_after_herself(evidence, check_in, exposures):
    # The fifteen first questions are answered no, the pain is mechanical, under six weeks old, in the low back and
    # buttock: rule SELF_04. The measured jump in load would raise this to "within days" only with a bone sign, and
    # she answered no to each of those.
    assessment = assess(read_answers(check_in, evidence), evidence, today=ABOUT["today"], exposures=exposures)
    assert assessment.urgency == "self_care_ok_with_safety_net"
    assert [reason.rule for reason in assessment.triage.reasons] == ["SELF_04"]
    assert assessment.triage.open_safety_questions == ()
    assert {m.finding for m in assessment.measured if m.value} == {"mileage_spike", "intensity_spike", "downhill_spike"}
    assert assessment.differential.candidates[0].condition == "nonspecific_lbp"


def test_a_bone_sign_on_top_of_the_measured_jump_is_seen_within_days(evidence, check_in, exposures):
    # Rule BSI_04: buttock pain, a jump in load and pain that comes earlier on each run. Without the runs nobody knows
    # of the jump, and rule WEAK_01 alone asks for a look within two weeks.
    check_in["answers"]["earlier_each_run"] = True
    answers = read_answers(check_in, evidence)
    assert assess(answers, evidence, today=ABOUT["today"], exposures=exposures).urgency == "within_days"
    # Her words tell of her longest run in months, so they are left out here.
    told = read_answers({key: value for key, value in check_in.items() if key != "story"}, evidence)
    assert assess(told, evidence, today=ABOUT["today"]).urgency == "within_2_weeks_routine"
