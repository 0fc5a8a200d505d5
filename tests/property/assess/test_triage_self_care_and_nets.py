"""Nobody is sent into self-care while having, already, a sign that the same page tells them to act on."""

from __future__ import annotations

from test_triage_unknown_never_reassures import OWN_LISTS, level_of, pictures
from triage_cases import SELF_CARE, answers

from backstride.assess.triage import evaluate
from backstride.evidence.firing import firing_sets

SORE_MUSCLES = {"bilateral_muscle_soreness", "peaks_1_to_3_days"}
"""Muscles sore on both sides the days after a hard run make one limp and hurt on walking: the only exception."""


def self_care_cases(evidence):
    """Check-ins that end in self-care, each the smallest of its kind."""
    screened = dict.fromkeys(evidence.triage.ask_first, False)
    cases = [{**picture, **screened} for _, picture in pictures(evidence)]
    for rule in evidence.triage.rules:
        if rule.id in OWN_LISTS:
            cases += list(firing_sets(rule.when, self_care=True))
    return [case for case in cases if level_of(case, evidence) == SELF_CARE]


def contradictions(evidence, result_of):
    """(case, sign) where the page says self-care and shows a net for a sign the runner said yes to."""
    worded = {f"{'; '.join(net.watch_for)}: {net.act}": net for net in evidence.safety_nets.values()}
    signs = sorted({sign for net in evidence.safety_nets.values() for sign in net.means})
    for case in self_care_cases(evidence):
        sore = bool(SORE_MUSCLES & case.keys())
        for sign in signs:
            result = result_of({**case, sign: True}, evidence)
            if result.urgency != SELF_CARE:
                continue
            for line in result.safety_net:
                net = worded[line]
                if sign in net.means and not (sore and net.id == "SN_bone_stress"):
                    yield case, sign


def outcome(findings, evidence):
    return evaluate(answers(findings), evidence)


def test_a_sign_of_a_net_on_the_page_is_never_answered_yes_under_self_care(evidence):
    assert self_care_cases(evidence)
    assert not list(contradictions(evidence, outcome))


def test_the_check_sees_a_limp_that_is_sent_into_self_care(evidence):
    def without_the_sign(findings, evidence):
        return evaluate(answers({f: v for f, v in findings.items() if f != "limping"}), evidence)

    assert {sign for _, sign in contradictions(evidence, without_the_sign)} == {"limping"}
