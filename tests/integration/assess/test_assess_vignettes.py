"""The development vignettes through the whole assessment, as a clinic would send them."""

import json
import math
from datetime import date
from pathlib import Path

import pytest
import yaml

from backstride.assess import assess, read_answers
from backstride.assess.interview import begin, respond
from backstride.assess.triage import evaluate
from backstride.evidence import URGENCIES

VIGNETTES = yaml.safe_load((Path(__file__).parents[2] / "data/vignettes/dev.yaml").read_text(encoding="utf-8"))[
    "vignettes"
]
TODAY = date(2026, 11, 20)
CONTRACT = {
    "urgency",
    "reasons",
    "differential",
    "ask_next",
    "measured",
    "safety_net",
    "story_findings",
    "must_rule_out",
    "activity",
    "modifiers",
    "unlisted_probability",
    "open_safety_questions",
    "recheck_on",
    "changed",
    "advice",
    "evidence_version",
}


def document(vignette):
    return {key: vignette["coded"].get(key) for key in ("age", "sex", "duration_days", "answers")}


@pytest.fixture(params=VIGNETTES, ids=lambda v: v["id"])
def vignette(request):
    return request.param


def test_the_result_fulfils_the_contract(evidence, vignette):
    result = assess(read_answers(document(vignette), evidence), evidence, today=TODAY)
    told = json.loads(json.dumps(result.as_json()))
    assert set(told) >= CONTRACT
    assert result.ranking_note is None
    assert told["urgency"] in URGENCIES
    assert math.fsum(c.probability for c in result.differential.candidates) == pytest.approx(1.0)
    shown = [c["probability"] for c in told["differential"]]
    assert shown == sorted(shown, reverse=True)
    assert min(shown) > 0.005
    assert {m["condition"] for m in told["must_rule_out"]} <= set(evidence.conditions)
    assert date.fromisoformat(told["recheck_on"]) >= TODAY


def test_the_ranking_never_changes_the_level(evidence, vignette):
    answers = read_answers(document(vignette), evidence)
    assert assess(answers, evidence, today=TODAY).triage == evaluate(answers, evidence)


def test_the_order_of_the_answers_changes_not_one_bit(evidence, vignette):
    told = document(vignette)
    turned = {**told, "answers": dict(reversed(told["answers"].items()))}
    results = [assess(read_answers(said, evidence), evidence, today=TODAY).as_json() for said in (told, turned)]
    assert results[0]["differential"] == results[1]["differential"]
    assert results[0]["ask_next"] == results[1]["ask_next"]


def test_the_interview_reaches_the_level_of_the_answers_it_heard(evidence, vignette):
    """Answered from the case; what the case does not tell is not known."""
    told = document(vignette)
    known = {"age": told["age"], "sex": told["sex"], "duration_days": told["duration_days"], **told["answers"]}
    state = begin(evidence, today=TODAY)
    line = state.message()
    while "result" not in line:
        question = line["question"]["id"]
        state, line = respond(state, {"id": question, "value": known.get(question)})
        assert "error" not in line
    heard = read_answers(state.document, evidence)
    assert line["result"]["urgency"] == evaluate(heard, evidence).urgency
