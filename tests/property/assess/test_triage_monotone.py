"""Row C1 of the safety list: no added answer lowers a level that a rule reached, the listed guards aside."""

from __future__ import annotations

import os
from dataclasses import replace
from random import Random

import pytest
from triage_cases import SELF_CARE, Draw, Guards, level, level_by_rules, lowered

from backstride.assess.node import literals
from backstride.evidence import URGENCIES
from backstride.evidence.firing import firing_sets

PAIRS = int(os.environ.get("BACKSTRIDE_SOAK_PAIRS", "20000"))
FIRST = int(os.environ.get("BACKSTRIDE_SOAK_FIRST", "0"))  # pairs that earlier runs have tried
PER_CHECK_IN = 10
HELD_AGAINST_THE_WHOLE = 10  # every so many check-ins
DEFAULT = URGENCIES.index("within_2_weeks_routine")


@pytest.fixture(scope="module")
def draw(evidence):
    return Draw(evidence)


@pytest.fixture(scope="module")
def guards(evidence):
    return Guards(evidence)


def a_break(level_of, draw, guards, seed, pairs=PER_CHECK_IN):
    """One check-in and several with more answers: the first that is lower, cut down to what it needs."""
    random = Random(seed)  # noqa: S311 - test data
    before = draw.check_in(random)
    reached = level_of(before)
    for _ in range(pairs):
        more = draw.more(random, before, leave_out=guards)
        if lowered(reached, level_of({**before, **more})):
            return smallest(level_of, before, more)
    return None


def smallest(level_of, before, more):
    for answers in (before, more):
        for finding in list(answers):
            value = answers.pop(finding)
            if not lowered(level_of(before), level_of({**before, **more})):
                answers[finding] = value
    return before, more


def seeds():
    return range(FIRST // PER_CHECK_IN, (FIRST + PAIRS) // PER_CHECK_IN)


def test_no_added_answer_but_a_guard_lowers_a_level_that_a_rule_reached(draw, guards, evidence):
    def by_rules(findings):
        return level_by_rules(findings, evidence)

    for seed in seeds():
        assert a_break(by_rules, draw, guards, seed) is None, f"seed {seed}"
    print(f"\nC1 pairs, all: {len(seeds()) * PER_CHECK_IN} from {FIRST} on, 0 breaks")


def another_level(quickly, draw, guards, evidence, among):
    """The first check-in, bare or with more answers, to which `quickly` gives another level than `level`."""
    for seed in among:
        random = Random(seed)  # noqa: S311 - test data
        before = draw.check_in(random)
        for findings in (before, {**before, **draw.more(random, before, leave_out=guards)}):
            if quickly(findings) != level(findings, evidence):
                return findings
    return None


def test_the_level_by_the_rules_alone_is_that_of_the_whole_evaluation(draw, guards, evidence):
    def by_rules(findings):
        return level_by_rules(findings, evidence)

    assert another_level(by_rules, draw, guards, evidence, seeds()[::HELD_AGAINST_THE_WHOLE]) is None


def test_that_check_catches_a_way_that_knows_no_self_care(draw, guards, evidence):
    def never_self_care(findings):
        rank, fired = level_by_rules(findings, evidence)
        return min(rank, DEFAULT), fired

    assert another_level(never_self_care, draw, guards, evidence, range(200)) is not None


def test_the_search_catches_an_evaluator_that_lets_the_last_no_lower_the_level(draw, guards, evidence):
    def forgetful(findings):
        rank, fired = level(findings, evidence)
        last = list(findings)[-1] if findings else None
        return (min(rank + 1, DEFAULT), fired) if last is not None and findings[last] is False else (rank, fired)

    assert any(a_break(forgetful, draw, guards, seed) for seed in range(20))


def test_a_yes_to_one_reading_of_a_broad_alarm_leaves_the_others_assumed(guards, evidence):
    broad = {"breathless_or_chest_pain": True, "age_years": 50}
    assert not guards("breathless_new", True)
    assert not lowered(level(broad, evidence), level({**broad, "breathless_new": True}, evidence))


def unguarded_negations(evidence, guards):
    """(rule, finding) where a yes stands under `not` in an escalating rule and is no guard."""
    for rule in evidence.triage.rules:
        if rule.urgency != SELF_CARE:
            for finding in sorted({name.split("=")[0] for name, negated in literals(rule.when) if negated}):
                if finding not in guards.any_answer:
                    yield rule, finding


def lowering_negations(evidence, guards):
    """Those of them where the yes leads to a lower level than the rule had reached."""
    for rule, finding in unguarded_negations(evidence, guards):
        for answers in firing_sets(rule.when, self_care=False):
            if lowered(level(answers, evidence), level({**answers, finding: True}, evidence)):
                yield rule.id, finding


def test_a_finding_under_not_is_a_guard_or_its_yes_raises_at_least_as_much(evidence, guards):
    assert list(unguarded_negations(evidence, guards)), "the check below would be empty"
    assert not list(lowering_negations(evidence, guards))


def test_that_check_catches_numbness_where_one_sits_read_as_long_standing(evidence, guards):
    any_of_five = [
        "saddle_numb",
        "urinary_retention_new",
        "urinary_sensation_loss",
        "urinary_incontinence_new",
        "bowel_new_trouble",
        "sexual_function_loss",
    ]
    long_standing = {"all": ["ces_symptom_stable_longstanding", {"cmp": ["ces_symptom_age_weeks", ">", 12]}]}
    when = {"all": [{"any": any_of_five}, {"not": long_standing}]}
    rules = tuple(replace(rule, when=when) if rule.id == "CES_01" else rule for rule in evidence.triage.rules)
    with_the_hole = replace(evidence, triage=replace(evidence.triage, rules=rules))
    assert ("CES_03", "saddle_numb") in list(lowering_negations(with_the_hole, guards))


def test_a_question_that_keeps_an_alarm_from_being_broad_is_a_guard(evidence, guards):
    under_not = {name for split in evidence.vocabulary.splits for name, negated in literals(split.when) if negated}
    assert under_not <= guards.any_answer
