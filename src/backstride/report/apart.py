"""Which of the shown causes the answers do not put in order, and the one question that would tell most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backstride.report.page import Apart

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backstride.assess.result import Assessment

NOTHING_LEFT = "No question of ours would tell them apart. An examination may."


def apart(assessment: Assessment, shown: Mapping[str, str]) -> tuple[Apart, ...]:
    """The groups that are not told apart, as far as their members are shown.

    Parameters
    ----------
    assessment : Assessment
        With the groups of the ranking.
    shown : mapping
        Condition -> its name on the page, for all that are named there.

    Returns
    -------
    tuple of Apart
        Groups of which at least two members are shown, the most probable group first. While safety questions are open
        no other question was weighed, so none is named then.
    """
    result = []
    for group in assessment.differential.groups:
        names = list(dict.fromkeys(shown[member] for member in group.members if member in shown))
        if len(names) > 1:
            ask = ""
            if group.ask:
                ask = f"What would tell most: “{group.ask[0].question}”"
            elif not assessment.triage.open_safety_questions:
                ask = NOTHING_LEFT
            result.append(Apart(f"Your answers don’t tell these apart: {' · '.join(names)}.", ask))
    return tuple(result)


def leaders(assessment: Assessment) -> frozenset[str]:
    """The conditions that may stand first: the most probable one and those not told apart from it."""
    first = assessment.differential.candidates[0].condition
    for group in assessment.differential.groups:
        if group.members[0] == first:
            return frozenset(group.members)
    return frozenset((first,))
