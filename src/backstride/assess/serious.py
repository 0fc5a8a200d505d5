"""A serious explanation that the ranking makes probable asks for the questions that belong to it. It lowers nothing."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from backstride.evidence.model import URGENCIES

from .must_rule_out import SUSPECTED_FROM, impossible

if TYPE_CHECKING:
    from collections.abc import Collection

    from backstride.evidence.model import Evidence

    from .outlook import Outlook
    from .weigh import Weighed


def questions_of_serious(
    weighed: Weighed, outlook: Outlook, open_questions: Collection[str], evidence: Evidence
) -> list[str]:
    """Open questions that belong to a serious explanation, the most probable explanation's first.

    Serious is what should be seen within days or sooner, and sooner than the level already says. Above the share
    `asks_above` it asks for the findings that raise it (`must_rule_out.yaml`, strongest first), at most `asks_each`:
    those whose yes would raise the level before the others.

    Parameters
    ----------
    open_questions : questions the runner can be asked and that nothing said so far has settled
    """
    settings = evidence.ranking.settings["must_rule_out"]
    above, each = float(settings["asks_above"]), int(settings["asks_each"])
    now = URGENCIES.index(outlook.urgency)
    least = min(now, URGENCIES.index(SUSPECTED_FROM) + 1)
    shares = zip(weighed.now.tolist(), weighed.known.conditions, strict=True)
    found: dict[str, None] = {}
    open_ones = frozenset(open_questions)
    for _, condition in sorted((pair for pair in shares if pair[0] >= above), reverse=True):
        if URGENCIES.index(evidence.conditions[condition].urgency) >= least or impossible(
            condition, weighed.said, evidence
        ):
            continue
        belonging = [f for f in evidence.must_rule_out.raised_by.get(condition, ()) if f in open_ones]
        raising = [*islice((f for f in belonging if URGENCIES.index(outlook.level_if_yes(f)) < now), each)]
        found |= dict.fromkeys([*raising, *(f for f in belonging if f not in raising)][:each])
    return list(found)
