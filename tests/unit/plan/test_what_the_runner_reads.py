"""Words: plain, without the ones that hurt, with ranges, reasons and a short version; and the JSON of the contract."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from plan_cases import PASSED, WEEK, of_kind, run_on, runner, week_of

from backstride.plan import explain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backstride.plan import Plan, Rulebook

NEVER = re.compile(
    r"\b(injur\w*|damag\w*|degenerat\w*|wear and tear|worn out|slipped|bulging|trapped|pinched|arthritis|chronic\w*"
    r"|acute\w*|weak\w*|unstable|fragile|flare\w*|relapse\w*|failure|setback|red flag\w*|triage|differential"
    r"|adherence|compliance|patient\w*|push through|no pain no gain|invalid|oops)\b",
    re.IGNORECASE,
)
CONDITIONS = (
    "nonspecific_lbp",
    "lumbar_radiculopathy_disc",
    "facet_osteoarthritis",
    "lumbar_spinal_stenosis",
    "sij_dysfunction",
    "sacral_stress_fracture",
    "pars_stress_reaction",
    "axial_spa",
    "calf_strain",
    "achilles_tendinopathy",
    "endometriosis",
)


def texts(plan: Plan) -> Iterator[str]:
    yield from (plan.running, plan.certainty, plan.clinician or "", plan.stopped_because or "", plan.phase_words)
    yield from plan.left_out
    for session in plan.sessions:
        yield from (session.detail, session.why, session.short)
    yield from (note.text for note in plan.rules)


def strings(value: Any) -> Iterator[str]:
    """Every runner-facing sentence of the rules and tables."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key in ("plain", "sentence", "no_table", "clinician", "talk", "words", "unfinished") and isinstance(
                item, str
            ):
                yield item
            yield from strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strings(item)


@pytest.mark.parametrize("condition", CONDITIONS)
@pytest.mark.parametrize("weeks", [1, 4, 9, 30])
def test_no_plan_uses_a_word_that_hurts(condition: str, weeks: int, rules: Rulebook) -> None:
    plan = week_of(rules, facts=runner(probabilities={condition: 0.7}, weeks=weeks))
    found = [(text, NEVER.findall(text)) for text in texts(plan) if NEVER.search(text)]
    assert found == []


def test_no_sentence_of_the_rules_uses_a_word_that_hurts(source: Any) -> None:
    sentences = [
        s for name in ("plan_rules", "return_to_run", "families") for s in strings(source.care[name].model_dump())
    ]
    assert len(sentences) > 100
    assert [s for s in sentences if NEVER.search(s)] == []


def test_sentences_of_the_rules_are_short(source: Any) -> None:
    sentences = [s for name in ("plan_rules", "return_to_run") for s in strings(source.care[name].model_dump())]
    long = [part for s in sentences for part in re.split(r"(?<=[.!?;]) ", s) if len(part.split()) > 24]
    assert long == []


def test_every_session_but_rest_has_a_reason_and_a_short_version(rules: Rulebook) -> None:
    for session in week_of(rules).sessions:
        assert session.why
        assert bool(session.short) == (session.kind != "rest")


def test_a_walk_run_says_its_minutes_in_order(rules: Rulebook) -> None:
    run = of_kind(week_of(rules), "run")[0]
    assert run.detail == (
        "Walk briskly for 5 to 10 min first. Then 8 times: run 1 min, walk 2 min. Flat and slow enough to talk."
    )
    assert run.minutes == 34
    assert run.short == "3 times: walk 2 min, then run 1 min."


def test_the_leg_pain_table_rounds_running_down(rules: Rulebook) -> None:
    # Step 2 of table C runs 1.125 min = 67.5 s, shown as 1 min 5 s.
    from backstride.plan.running import stage_words

    assert "8 times: run 1 min 5 s, walk 1 min 30 s" in stage_words(rules.tables["C"].stages[1], rules)


def test_the_short_version_of_thirty_minutes_is_a_walk_and_a_run_of_ten(rules: Rulebook) -> None:
    from backstride.plan.running import short_stage_words

    assert short_stage_words(rules.tables["A"].stages[6], 10) == "Walk 3 min, then run easily for 7 min."
    assert short_stage_words(rules.tables["A"].stages[5], 10) == "Once: walk 1 min, then run 9 min."


def test_the_json_keeps_the_contract(rules: Rulebook) -> None:
    document = json.loads(json.dumps(week_of(rules).as_json()))
    assert {"phase", "sessions", "rules"} <= document.keys()
    assert document["week"] == WEEK.isoformat()
    assert {"day", "start", "kind", "minutes", "detail", "why"} <= document["sessions"][0].keys()
    assert {"id", "hard", "text", "sources"} == document["rules"][0].keys()


def test_hard_rules_come_first_in_the_explanation(rules: Rulebook) -> None:
    hard = [note.hard for note in explain(week_of(rules))]
    assert hard == sorted(hard, reverse=True)
    assert any(hard)


def test_every_rule_shown_has_a_source(rules: Rulebook) -> None:
    assert all(note.sources for note in week_of(rules, run_on(2, pain=7)).rules)


def test_how_sure_the_steps_are_is_said(rules: Rulebook) -> None:
    assert week_of(rules).certainty == "Very unsure: mostly judgement, few studies."
    assert len(PASSED) == 3


def test_moves_left_out_because_of_an_answer_are_named(rules: Rulebook) -> None:
    plan = week_of(rules, facts=runner(weeks=1, said={"agg_forward_bend": True}))
    assert "Moves that bend the back forward are left out, because bending hurts." in {note.text for note in plan.rules}
