"""Row C3 of the safety list: each rule reaches its level on its smallest pictures, whatever else is answered."""

from __future__ import annotations

import os
from dataclasses import replace
from random import Random

import pytest
from triage_cases import SELF_CARE, Draw, Guards, answers

from backstride.assess.node import literals
from backstride.assess.triage import evaluate
from backstride.evidence import URGENCIES
from backstride.evidence.firing import firing_sets

PICTURES = 12
OTHERS = int(os.environ.get("BACKSTRIDE_SOAK_OTHERS", "60"))


def smallest_pictures(rule, evidence):
    """Up to `PICTURES` of the smallest answer sets of a rule, spread over all of them; the screen spelled out."""
    found = list(firing_sets(rule.when, self_care=rule.urgency == SELF_CARE))
    for picture in found[:: max(1, len(found) // PICTURES)][:PICTURES]:
        screened = picture.pop("screen_complete", None)
        yield picture | (dict.fromkeys(evidence.triage.ask_first, False) if screened else {})


def missed(rules, evidence, others):
    """(rule, answers) where the level stays below the rule's with other answers, none of them a guard."""
    draw, guards = Draw(evidence), Guards(evidence)
    for rule in rules:
        random = Random(rule.id)  # noqa: S311 - test data
        negated = {name.split("=")[0] for name, under_not in literals(rule.when) if under_not}
        pictures = list(smallest_pictures(rule, evidence))
        for n in range(others):
            picture = pictures[n % len(pictures)]
            more = draw.more(random, {*picture, *negated}, leave_out=guards) if n >= len(pictures) else {}
            findings = {**picture, **more}
            if URGENCIES.index(evaluate(answers(findings), evidence).urgency) > URGENCIES.index(rule.urgency):
                yield rule.id, findings


@pytest.mark.parametrize("urgency", URGENCIES[:-1])
def test_a_rule_reaches_its_level_whatever_else_but_a_guard_is_answered(urgency, evidence):
    rules = [rule for rule in evidence.triage.rules if rule.urgency == urgency]
    assert not list(missed(rules, evidence, OTHERS))


def test_every_rule_can_fire_and_says_why(evidence):
    for rule in evidence.triage.rules:
        for picture in smallest_pictures(rule, evidence):
            fired = {reason.rule: reason for reason in evaluate(answers(picture), evidence).reasons}
            assert rule.id in fired, picture
            assert fired[rule.id].because, rule.id
            assert set(fired[rule.id].because) <= picture.keys()


def test_the_search_catches_a_rule_that_is_left_out(evidence):
    rules = evidence.triage.rules
    left_out = next(rule for rule in rules if rule.id == "CES_02")
    weakened = replace(evidence, triage=replace(evidence.triage, rules=tuple(r for r in rules if r is not left_out)))
    assert list(missed([left_out], weakened, 20))


def test_the_search_catches_a_rule_whose_level_was_lowered(evidence):
    rules = evidence.triage.rules
    rule = next(rule for rule in rules if rule.id == "INF_01")
    lower = tuple(replace(r, urgency="within_days") if r.id == "INF_01" else r for r in rules)
    weakened = replace(evidence, triage=replace(evidence.triage, rules=lower))
    assert list(missed([rule], weakened, 20))
