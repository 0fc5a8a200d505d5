"""The evidence with its care sections as the folder has them, and one way from answers to a week."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from backstride.assess import assess, read_answers
from backstride.plan import Logged, build

sys.path.insert(0, str(Path(__file__).parents[1] / "triage"))

TODAY = date(2026, 11, 21)
PASSED = [
    Logged(TODAY, "check", check=name, met=True)
    for name in ("walk_30_min", "no_danger_sign", "rest_pain_3", "chair_and_squats", "leg_pain_3", "strength_steady")
]


@pytest.fixture(scope="session")
def base(evidence, source):
    care = {name: part.model_dump(mode="json", exclude_none=True) for name, part in source.care.items()}
    return replace(evidence, sections={**{name: evidence.sections[name] for name in evidence.sections}, **care})


@pytest.fixture(scope="session")
def assessed(base):
    """Answers -> the assessment of a man of 34 (or as `about` says) four weeks into his pain."""

    def from_answers(answers, **about):
        document = {"age": 34, "sex": "male", "duration_days": 28, **about, "answers": answers}
        return assess(read_answers({k: v for k, v in document.items() if v is not None}, base), base, today=TODAY)

    return from_answers


@pytest.fixture(scope="session")
def week(base):
    """The same -> the week planned for him, every check before running passed."""

    def from_answers(answers, **about):
        document = {"age": 34, "sex": "male", "duration_days": 28, **about, "answers": answers}
        read = read_answers({k: v for k, v in document.items() if v is not None}, base)
        return build(assess(read, base, today=TODAY), read, base, week=TODAY, log=PASSED)

    return from_answers
