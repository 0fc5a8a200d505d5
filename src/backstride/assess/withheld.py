"""Self-care is withheld while the ranking holds something probable that must not be missed. Nothing else is changed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from backstride.evidence.model import URGENCIES

from .result import FiredRule, ToRuleOut

if TYPE_CHECKING:
    from backstride.evidence.model import Evidence

    from .result import DifferentialResult, TriageResult

SELF_CARE = URGENCIES[-1]
URGENT = URGENCIES[:2]
"""Emergency and the same day."""
RULE = "not_self_care"
"""What stands in place of a rule's id in the reasons."""
TITLE = "Self-care withheld"
ALSO_FITS = "No rule asks for haste, but your answers also fit: {names}. That has to be looked at first."
NOT_RANKED = "No rule asks for haste, but the likely causes could not be worked out, so have it looked at."


def without_false_comfort(shown: TriageResult, ranking: DifferentialResult, evidence: Evidence) -> TriageResult:
    """The triage result, at the default level instead of self-care where something serious is too probable for that.

    The rules stay the only judge of urgency: this can take self-care away and nothing else. A page that says "you can
    look after this yourself" above a heart attack among its likely causes would be believed.

    Parameters
    ----------
    ranking
        Its must-rule-out list is held against `withholds_self_care_above`; without candidates nothing is known of
        what could be behind the pain, and that withholds self-care too.
    """
    serious = too_probable(ranking, evidence)
    if shown.urgency != SELF_CARE or (ranking.candidates and not serious):
        return shown
    names = "; ".join(evidence.conditions[m.condition].plain_name for m in serious)
    triage = evidence.triage
    reason = FiredRule(
        rule=RULE,
        level=triage.default_urgency,
        because=tuple(dict.fromkeys(f for m in serious for f in m.because)),
        suspected=tuple(m.condition for m in serious),
        text=ALSO_FITS.format(names=names) if serious else NOT_RANKED,
        sources=("design",),
        title=TITLE,
        activity=triage.default_activity,
        target_hours=None,
    )
    return replace(
        shown,
        urgency=triage.default_urgency,
        reasons=(reason,),
        activity=max(shown.activity, triage.default_activity, key=triage.activity_order.index),
    )


def too_probable(ranking: DifferentialResult, evidence: Evidence) -> list[ToRuleOut]:
    """What is too probable for self-care: the must-rule-out list, and whatever is seen today or sooner by itself."""
    above = float(evidence.ranking.settings["must_rule_out"]["withholds_self_care_above"])
    probable = [c.condition for c in ranking.candidates if c.probability > above]
    listed = {m.condition: m for m in ranking.must_rule_out}
    urgent = {c for c in probable if evidence.conditions[c].urgency in URGENT}
    return [listed.get(c) or ToRuleOut(c, ()) for c in probable if c in listed or c in urgent]
