"""Random answers through the whole chain: what triage says bounds every week."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backstride.assess import assess, read_answers
from backstride.plan import Logged, build, violations

TODAY = date(2026, 11, 21)
PASSED = [
    Logged(TODAY, "check", check=name, met=True)
    for name in ("walk_30_min", "no_danger_sign", "rest_pain_3", "chair_and_squats", "leg_pain_3", "strength_steady")
]


@pytest.fixture(scope="module")
def base(evidence: Any, source: Any) -> Any:
    """The compiled evidence with the care sections as the folder has them today."""
    care = {name: part.model_dump(mode="json", exclude_none=True) for name, part in source.care.items()}
    return replace(evidence, sections={**{name: evidence.sections[name] for name in evidence.sections}, **care})


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_week_never_goes_beyond_its_check_in(base: Any, rules: Any, data: st.DataObject) -> None:
    yes_no = sorted(name for name, finding in base.findings.items() if finding.kind == "yes_no")
    answers = {name: False for name in base.triage.ask_first if data.draw(st.booleans())}
    answers |= dict.fromkeys(data.draw(st.lists(st.sampled_from(yes_no), max_size=12)), False)
    answers |= dict.fromkeys(data.draw(st.lists(st.sampled_from(yes_no), max_size=4)), True)
    asked = read_answers(
        {
            "age": data.draw(st.one_of(st.none(), st.integers(10, 90))),
            "duration_days": data.draw(st.one_of(st.none(), st.integers(0, 300))),
            "answers": answers,
        },
        base,
    )
    assessment = assess(asked, base, today=TODAY)
    plan = build(assessment, asked, base, week=TODAY, log=PASSED)
    order = base.triage.activity_order
    kinds = {session.kind for session in plan.sessions}
    assert violations(plan, rules) == []
    if assessment.urgency in ("emergency", "same_day") or assessment.triage.provisional:
        assert not kinds
    if assessment.urgency == "within_days" or order.index(assessment.triage.activity) >= order.index("no_running"):
        assert "run" not in kinds
    if any("stress" in name and "distress" not in name for r in assessment.triage.reasons for name in r.suspected):
        assert "run" not in kinds
