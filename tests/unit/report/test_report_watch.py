"""What to watch for: in an emergency without what was told already, elsewhere all of it."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
import report_cases as cases

from backstride.report.watch import watch

SIGNS = ("numb between the legs", "trouble peeing or pooing", "fever")
NET = SimpleNamespace(
    watch_for=SIGNS,
    act="get help",
    told_by={SIGNS[0]: ("saddle_numb",), SIGNS[1]: ("urinary_retention_new", "bowel_new_trouble")},
)
LINE = f"{'; '.join(SIGNS)}: get help"


def signs(urgency, **told):
    given = cases.ordinary()
    triage = replace(given.assessment.triage, urgency=urgency, safety_net=(LINE,))
    evidence = SimpleNamespace(safety_nets={"N": NET})
    answers = replace(given.answers, findings=told)
    groups = watch(replace(given.assessment, triage=triage), answers, evidence, given.country).groups
    return [sign.lower() for group in groups for sign in group.signs]


def test_the_sign_that_was_told_is_not_asked_for_again_in_an_emergency():
    assert signs("emergency", saddle_numb=True) == [SIGNS[1], SIGNS[2]]


def test_a_sign_of_two_parts_stays_until_both_were_told():
    assert SIGNS[1] in signs("emergency", urinary_retention_new=True)
    assert SIGNS[1] not in signs("emergency", urinary_retention_new=True, bowel_new_trouble=True)


def test_a_sign_that_no_finding_says_all_of_always_stays():
    assert SIGNS[2] in signs("emergency", fever=True, saddle_numb=True)


@pytest.mark.parametrize("answer", [False, None])
def test_only_a_yes_counts_as_told(answer):
    assert len(signs("emergency", saddle_numb=answer)) == 3


def test_other_levels_keep_every_sign():
    assert signs("same_day", saddle_numb=True) == list(SIGNS)
