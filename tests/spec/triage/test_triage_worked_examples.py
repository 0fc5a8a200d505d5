"""The clinical tables of triage: each row is a check-in and the level a clinician expects for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from backstride.assess.answers import read_answers
from backstride.assess.derive import compile_derivations, derive
from backstride.assess.triage import evaluate
from backstride.evidence import URGENCIES

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "data/triage"


def rows(path: Path, key: str) -> list[Any]:
    content = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    return [pytest.param(row, id=row.get("id") or row["split"]) for row in content[key]]


def assess(answers, evidence):
    return evaluate(read_answers({"answers": answers}, evidence), evidence)


@pytest.mark.parametrize("row", rows(HERE / "worked_examples.yaml", "rows"))
def test_a_worked_example_gets_its_level_by_the_rule_and_the_answers_it_names(row, evidence):
    result = assess(row["given"], evidence)
    fired = {reason.rule: reason for reason in result.reasons}
    assert result.urgency == row["expected"]
    assert set(row["must_fire"]) <= fired.keys()
    for rule in row["must_fire"]:
        assert set(fired[rule].because) == set(row["because"])
    if not row["must_fire"]:
        assert not fired


@pytest.mark.parametrize("row", rows(HERE / "splitting_questions.yaml", "rows"))
def test_a_broad_alarm_is_read_at_its_worst_until_its_question_is_answered_no(row, evidence):
    broad = dict.fromkeys(row["given"], True)
    split = next(split for split in evidence.vocabulary.splits if split.id == row["split"])

    still_open = assess(broad, evidence)
    assert still_open.urgency == row["while_open"]
    assert set(row["read_as"]) <= set(still_open.provisional)
    assert still_open.open_safety_questions[0].split is not None
    asked = {question.finding for question in still_open.open_safety_questions if question.split == row["split"]}
    assert asked == set(split.ask) - set(row["given"])

    denied = {**broad, **dict.fromkeys(row["answered_no"], False)}
    assert set(row["then_means"]) <= derive(denied, compile_derivations(evidence)).firm
    answered = assess(denied, evidence)
    assert answered.urgency == row["then"]
    assert not set(row["read_as"]) & set(answered.provisional)
    assert row["split"] not in {question.split for question in answered.open_safety_questions}


@pytest.mark.parametrize("row", rows(DATA / "regression.yaml", "cases"))
def test_each_rule_fires_on_its_smallest_and_its_indirect_picture_and_not_on_its_near_miss(row, evidence):
    result = assess(row["given"], evidence)
    fired = {reason.rule for reason in result.reasons}
    assert result.urgency == row["expected"]
    assert set(row.get("must_fire", [])) <= fired
    assert not set(row.get("must_not_fire", [])) & fired


@pytest.mark.parametrize("row", rows(DATA / "presentations.yaml", "cases"))
def test_a_presentation_gets_a_level_within_its_range(row, evidence):
    first, last = sorted(URGENCIES.index(level) for level in row["expected_range"])
    assert first <= URGENCIES.index(assess(row["given"], evidence).urgency) <= last


def test_every_rule_has_a_picture_of_its_own_in_the_tables(evidence):
    cases = [case.values[0] for case in rows(DATA / "regression.yaml", "cases")]
    fired = {rule for case in cases for rule in case.get("must_fire", [])}
    spared = {rule for case in cases for rule in case.get("must_not_fire", [])}
    assert fired == spared == {rule.id for rule in evidence.triage.rules}


def test_every_splitting_question_has_a_row(evidence):
    listed = {row.id for row in rows(HERE / "splitting_questions.yaml", "rows")}
    assert listed == {split.id for split in evidence.vocabulary.splits}
