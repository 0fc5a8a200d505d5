"""From the sample runner's watch files to what the answer page says about them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
import yaml

from backstride import exposure, recording

ROOT = Path(__file__).parents[3]
SAMPLE = ROOT / "src/backstride/sample"
RULES = yaml.safe_load((ROOT / "src/backstride/evidence/data/exposure.yaml").read_text(encoding="utf-8"))
ABOUT = yaml.safe_load((SAMPLE / "sample.yaml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def exposures():
    runs = [run for path in sorted((SAMPLE / "runs").glob("*.fit")) for run in recording.read(path)]
    return exposure.of_runs(runs, on=ABOUT["today"], pain_began=ABOUT["pain_began"], rules=RULES)


def test_every_run_counts(exposures):
    assert len(exposures.runs) == 48
    assert exposures.left_aside == ()


def test_the_answer_page_tells_the_long_hilly_run_and_what_stayed_level(exposures):
    # 24 October: 18.2 km after at most 12.0 km; the four weeks to 28 October hold 32.2, 33.7, 32.3 and 31.2 km.
    facts = {fact.kind: fact for fact in exposures.facts}
    spike = facts["single_run_spike"]
    assert spike.sentence == "You ran 18.2 km on 24 Oct. Your longest run of the 30 days before was 12.0 km."
    assert spike.days_before_pain == 4
    assert facts["downhill_spike"].on == date(2026, 10, 24)
    assert facts["weekly_distance_level"].sentence == "Your weekly distance stayed level: 31 to 34 km."


def test_the_runs_answer_what_they_can(exposures):
    answered = {finding.finding: finding.value for finding in exposures.findings}
    assert answered == {
        "mileage_spike": True,
        "intensity_spike": True,
        "downhill_spike": True,
        "return_after_break": False,
        "long_race_recent": False,
        "high_mileage_runner": False,
    }


def test_the_hilly_run_is_steep_and_the_flat_ones_are_not(exposures):
    by_day = {run.day: run for run in exposures.runs}
    hilly, flat = by_day[date(2026, 10, 24)], by_day[date(2026, 10, 10)]
    assert 200 < hilly.downhill_descent_m < hilly.descent_m
    assert 100 < hilly.steep_downhill_descent_m < hilly.downhill_descent_m
    assert flat.downhill_distance_m < 0.02 * flat.distance_m


def test_form_is_that_of_running(exposures):
    # The recordings' own medians: 280 to 300 ms at 170 steps a minute, 345 ms in the slow one; 62 and 72 mm.
    for run in exposures.runs:
        assert 270 < run.contact_time_ms < 370
        assert 55 < run.vertical_oscillation_mm < 80


def test_the_document_is_plain_json(exposures):
    document = json.loads(json.dumps(exposures.as_json(), allow_nan=False))
    assert len(document["runs"]) == 48
    assert document["days"][0]["date"] == "2026-08-04"
    assert document["days"][-1]["date"] == "2026-11-16"
