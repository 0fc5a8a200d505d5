"""Row C2 of the safety list: what was not asked never leads to self-care."""

from __future__ import annotations

from itertools import combinations

import pytest
from triage_cases import SELF_CARE, answers

from backstride.assess.node import literals
from backstride.assess.triage import evaluate
from backstride.evidence import URGENCIES
from backstride.evidence.firing import firing_sets

ADULT_YEARS = 35
ORDINARY = {
    "SELF_04": {
        "loc_low_back": True,
        "agg_sitting": True,
        "ease_lying": True,
        "age_years": 34,
        "pain_duration_weeks": 1,
    }
}
OWN_LISTS = ("SELF_01", "SELF_02", "SELF_03")
"""Self-care rules with a list of their own instead of the fifteen first questions."""


def level_of(findings, evidence):
    return evaluate(answers(findings), evidence).urgency


def assuming_no(findings, evidence):
    """A wrong evaluator: what was not asked counts as no."""
    return level_of({**dict.fromkeys(evidence.triage.ask_first, False), **findings}, evidence)


def pictures(evidence):
    """The smallest ordinary pictures that end in self-care once the fifteen first questions are answered no."""
    for rule in evidence.triage.rules:
        if rule.urgency == SELF_CARE and rule.id not in OWN_LISTS:
            for found in firing_sets(rule.when, self_care=True):
                picture = {f: v for f, v in found.items() if f != "screen_complete"}
                yield rule.id, picture | ({"age_years": ADULT_YEARS} if "age_years" in picture else {})


def reassured_with_a_gap(level, picture, evidence, gaps):
    """The sets of first questions left open, out of `gaps`, on which an evaluator still says self-care."""
    first = evidence.triage.ask_first
    for gap in gaps:
        asked = {finding: False for finding in first if finding not in gap}
        rest = {finding: value for finding, value in picture.items() if finding not in gap}
        if level({**rest, **asked}, evidence) == SELF_CARE:
            yield gap


def any_gap(evidence, sizes):
    first = evidence.triage.ask_first
    return [gap for size in sizes for gap in combinations(first, size)]


def test_an_ordinary_picture_with_every_first_question_answered_no_ends_in_self_care(evidence):
    screened = dict.fromkeys(evidence.triage.ask_first, False)
    ends = {rule for rule, picture in pictures(evidence) if level_of({**picture, **screened}, evidence) == SELF_CARE}
    # SELF_11 never decides: the pain it describes also fires GYN_07, which is routine.
    assert ends == {"SKN_03", *(f"SELF_{n:02}" for n in range(4, 11))}


def test_no_ordinary_picture_ends_in_self_care_with_one_or_two_first_questions_open(evidence):
    gaps = any_gap(evidence, (1, 2))
    seen = set()
    for rule, picture in pictures(evidence):
        if rule not in seen:
            seen.add(rule)
            assert not list(reassured_with_a_gap(level_of, picture, evidence, gaps)), rule


@pytest.mark.slow
def test_no_set_of_open_first_questions_at_all_leaves_self_care(evidence):
    gaps = any_gap(evidence, range(1, len(evidence.triage.ask_first) + 1))
    assert len(gaps) == 2**15 - 1
    assert not list(reassured_with_a_gap(level_of, ORDINARY["SELF_04"], evidence, gaps))


def test_the_check_catches_an_evaluator_that_takes_unknown_for_no(evidence):
    gaps = any_gap(evidence, (1,))
    assert list(reassured_with_a_gap(assuming_no, ORDINARY["SELF_04"], evidence, gaps)) == gaps


def test_saying_that_the_screen_was_complete_does_not_replace_it(evidence):
    assert level_of({**ORDINARY["SELF_04"], "screen_complete": True}, evidence) == "within_2_weeks_routine"


def test_a_self_care_rule_with_a_list_of_its_own_needs_every_item_of_it_answered(evidence):
    for rule in evidence.triage.rules:
        if rule.id in OWN_LISTS:
            found = next(firing_sets(rule.when, self_care=True))
            denied = {name for name, negated in literals(rule.when) if negated and not name.startswith("loc_")}
            assert level_of(found, evidence) == SELF_CARE
            for finding in denied:
                without = {f: v for f, v in found.items() if f != finding}
                assert level_of(without, evidence) != SELF_CARE, (rule.id, finding)


def test_every_self_care_rule_needs_the_screen_or_is_one_of_three_with_a_list_of_their_own(evidence):
    without_screen = {
        rule.id
        for rule in evidence.triage.rules
        if rule.urgency == SELF_CARE and "screen_complete" not in {name for name, _ in literals(rule.when)}
    }
    assert without_screen == set(OWN_LISTS)


def test_nothing_answered_is_routine_with_every_first_question_open(evidence):
    result = evaluate(answers({}), evidence)
    assert result.urgency == "within_2_weeks_routine"
    assert {q.finding for q in result.open_safety_questions} == set(evidence.triage.ask_first)
    assert result.safety_asked == 0


def test_a_first_question_answered_yes_is_at_least_as_urgent_as_left_open_and_that_as_a_no(evidence):
    screened = dict.fromkeys(evidence.triage.ask_first, False)
    for finding in evidence.triage.ask_first:
        for rule, picture in pictures(evidence):
            known = {**picture, **screened}
            del known[finding]
            ranks = [
                URGENCIES.index(level_of({**known, **answer}, evidence))
                for answer in ({finding: True}, {}, {finding: False})
            ]
            assert ranks == sorted(ranks), (finding, rule)


def test_nobody_under_sixteen_is_sent_into_self_care_and_hardly_anybody_of_unknown_age(evidence):
    screened = dict.fromkeys(evidence.triage.ask_first, False)
    cases = [{**picture, **screened} for _, picture in pictures(evidence)]
    for rule in evidence.triage.rules:
        if rule.id in OWN_LISTS:
            cases += list(firing_sets(rule.when, self_care=True))
    grown = [case for case in cases if level_of({**case, "age_years": ADULT_YEARS}, evidence) == SELF_CARE]
    assert len(grown) > len(OWN_LISTS)
    for case in grown:
        unknown = {finding: value for finding, value in case.items() if finding != "age_years"}
        # A calf strain (SELF_03) asks no age: it also stops running, which must hold for a runner of unknown age.
        # Soreness on both sides (SELF_05) asks none once all fifteen first questions are answered no.
        sore = "bilateral_muscle_soreness" in case and screened.items() <= case.items()
        if "calf_sudden_pull_moment" not in case and not sore:
            assert level_of(unknown, evidence) != SELF_CARE, case
        for age_years in (9, 12, 15.9):
            assert level_of({**case, "age_years": age_years}, evidence) != SELF_CARE, case
