"""The quick look at what a yes could lead to never says no where the rules would say yes."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from backstride.assess import triage
from backstride.assess.answers import read_answers
from backstride.assess.outlook import outlook
from backstride.assess.reach import reach
from backstride.evidence import load, packaged

EVIDENCE = load(packaged())
YES_NO = sorted(f.id for f in EVIDENCE.findings.values() if f.kind == "yes_no")
answers = st.dictionaries(st.sampled_from(YES_NO), st.booleans(), max_size=25)


@settings(max_examples=60, deadline=None)
@given(answers, st.lists(st.sampled_from(YES_NO), min_size=20, max_size=20))
def test_what_is_out_of_reach_does_not_raise_the_level(answers, more):
    read = read_answers({"answers": answers}, EVIDENCE)
    urgency = triage.evaluate(read, EVIDENCE).urgency
    ahead = outlook(read, EVIDENCE, {}, urgency)
    for finding in more:
        if finding not in ahead.told and not reach(EVIDENCE).may_raise(finding, ahead.facts.yes, urgency):
            compiled = triage.compiled_triage(EVIDENCE)
            assert triage.level_if_yes(finding, ahead.told, ahead.facts, urgency, compiled) == urgency


def test_most_questions_of_a_runner_without_alarms_are_settled_quickly():
    read = read_answers({"answers": dict.fromkeys(EVIDENCE.triage.ask_first, False)}, EVIDENCE)
    ahead = outlook(read, EVIDENCE, {}, triage.evaluate(read, EVIDENCE).urgency)
    within = [f for f in YES_NO if reach(EVIDENCE).may_raise(f, ahead.facts.yes, ahead.urgency)]
    assert 0 < len(within) < len(YES_NO) / 2
