"""Rules that a guideline made stricter, as a table a clinician can read: what is enough, and what is not."""

from pathlib import Path

import pytest
import yaml

from backstride.assess.answers import read_answers
from backstride.assess.triage import evaluate

TABLE = Path(__file__).with_name("stricter_rules.yaml")
ROWS = yaml.safe_load(TABLE.read_text(encoding="utf-8"))["rows"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["id"])
def test_one_finding_that_a_guideline_calls_enough_reaches_its_level(row, evidence):
    result = evaluate(read_answers({"answers": row["given"]}, evidence), evidence)
    fired = {reason.rule: reason for reason in result.reasons}
    assert (row["rule"] in fired) == row["fires"]
    assert result.urgency == row["expected"]
    if row["fires"]:
        assert fired[row["rule"]].level == row["expected"]


@pytest.mark.parametrize("rule_id", sorted({row["rule"] for row in ROWS}))
def test_each_has_a_picture_that_fires_it_a_near_miss_and_a_source_of_the_rule(rule_id, evidence):
    rows = [row for row in ROWS if row["rule"] == rule_id]
    (rule,) = (rule for rule in evidence.triage.rules if rule.id == rule_id)
    assert {row["fires"] for row in rows} == {True, False}
    assert {row["from"] for row in rows} <= set(rule.sources)
