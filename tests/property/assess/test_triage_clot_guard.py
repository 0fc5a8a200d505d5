"""The one answer that makes a clot less likely, a pull in the calf, lowers what the base says it lowers and no more."""

from __future__ import annotations

from dataclasses import replace

from triage_cases import SELF_CARE, answers

from backstride.assess.triage import evaluate
from backstride.evidence import URGENCIES
from backstride.evidence.firing import firing_sets

PULL = "calf_sudden_pull_moment"
LISTED = {"DVT_02", "DVT_04", "DVT_05"}
"""The rules that vocabulary.yaml, guards, says a pull in the calf turns into DVT_03 or switches off."""


PICTURES = 8
"""Looked at for each rule that is not about clots; all of them for one that is."""


def pictures_of(rule):
    found = list(firing_sets(rule.when, self_care=False))
    return found if rule.family == "vte" else found[:: max(1, len(found) // PICTURES)][:PICTURES]


def lowered_by_a_pull(evidence, rules):
    """(rule that is gone, level before, level with the pull) for the smallest pictures that the pull lowers.

    A picture that fires one rule may fire others too: the rules that are gone are those that held the higher level.
    """
    level_of = {rule.id: rule.urgency for rule in evidence.triage.rules}
    for rule in rules:
        if rule.urgency != SELF_CARE:
            for picture in pictures_of(rule):
                before = evaluate(answers({**picture, PULL: picture.get(PULL, False)}), evidence)
                after = evaluate(answers({**picture, PULL: True}), evidence)
                if URGENCIES.index(after.urgency) > URGENCIES.index(before.urgency):
                    left = {reason.rule for reason in after.reasons}
                    for reason in before.reasons:
                        if level_of[reason.rule] == before.urgency and reason.rule not in left:
                            yield reason.rule, before.urgency, after.urgency


def test_a_pull_in_the_calf_lowers_three_rules_by_one_level_and_never_to_self_care(evidence):
    found = list(lowered_by_a_pull(evidence, evidence.triage.rules))
    assert {rule for rule, _, _ in found} == LISTED
    assert all(URGENCIES.index(after) - URGENCIES.index(before) == 1 for _, before, after in found)
    assert SELF_CARE not in {after for _, _, after in found}


def test_a_swollen_calf_is_seen_the_same_day_whatever_pulled(evidence):
    for history in ("recent_immobility_or_surgery", "hx_clot", "breathless_new"):
        told = {"calf_swollen": True, "loc_calf": True, history: True, PULL: True}
        assert URGENCIES.index(evaluate(answers(told), evidence).urgency) <= URGENCIES.index("same_day"), history


def test_the_search_catches_a_pull_that_switches_off_one_rule_more(evidence):
    rules = evidence.triage.rules
    wrong = tuple(
        replace(rule, when={"all": [rule.when, {"not": PULL}]}) if rule.id == "PE_03" else rule for rule in rules
    )
    weakened = replace(evidence, triage=replace(evidence.triage, rules=wrong))
    changed = [rule for rule in wrong if rule.id == "PE_03"]
    assert "PE_03" in {rule for rule, _, _ in lowered_by_a_pull(weakened, changed)}
