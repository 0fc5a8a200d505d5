"""One check-in gets one level, whether asked of the function, the command, a batch or the page."""

import json
import re
from pathlib import Path

import pytest
import yaml

from backstride.assess import read_answers
from backstride.assess.triage import evaluate

ROWS = yaml.safe_load((Path(__file__).parents[2] / "spec/triage/worked_examples.yaml").read_text(encoding="utf-8"))[
    "rows"
]
ONE_EACH = list({row["expected"]: row for row in ROWS}.values())
"""One worked example of each level."""

HEADED = {
    "emergency": "Immediate action required",
    "same_day": "Urgent: today",
    "within_days": "Soon: 2 to 5 days",
    "within_2_weeks_routine": "Routine: within two weeks",
    "self_care_ok_with_safety_net": "Self-care",
}
"""What stands first on the page at each level."""


def document(row):
    return {"id": row["id"], "answers": row["given"]}


def test_a_batch_gives_each_runner_the_level_of_the_function_under_their_own_id(run, tmp_path, evidence):
    path = tmp_path / "all.jsonl"
    path.write_text("\n".join(json.dumps(document(row)) for row in ROWS), encoding="utf-8")
    told = [json.loads(line) for line in run("assess", "--json", "--answers", path).out.splitlines()]
    assert [answer["id"] for answer in told] == [row["id"] for row in ROWS]
    for row, answer in zip(ROWS, told, strict=True):
        expected = evaluate(read_answers(document(row), evidence), evidence)
        assert answer["urgency"] == expected.urgency == row["expected"]
        assert [r["rule"] for r in answer["reasons"]] == [r.rule for r in expected.reasons]
        assert answer["evidence_version"] == evidence.version


@pytest.mark.parametrize("row", ONE_EACH, ids=lambda row: row["expected"])
def test_the_command_and_the_page_say_the_same_level(run, tmp_path, row):
    path, page = tmp_path / "me.json", tmp_path / "page.html"
    path.write_text(json.dumps(document(row)), encoding="utf-8")
    assert run("assess", "--json", "--answers", path).json["urgency"] == row["expected"]
    assert run("report", "--answers", path, "--html", page).code == 0
    prefix = re.search(r'id="how-soon"><span class="prefix">([^<]*)<', page.read_text(encoding="utf-8"))
    assert prefix
    assert prefix[1] == HEADED[row["expected"]]
