"""What a clinician said after looking: the level by their word, with the danger signs still beside it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from .result import FiredRule

if TYPE_CHECKING:
    from datetime import date

    from backstride.evidence.model import Evidence, Urgency

    from .result import Assessment

RULE = "clinician"
"""What stands in place of a rule's id in the reasons."""
PRESSING = ("emergency", "same_day")
SAW_YOU = "You told us that you were seen on {day} ({who}). What they said counts more than our questions."
SAID = "You wrote down: “{words}”"
KEEP_TO = "Keep to what they told you about running and exercises."
HELD_BACK = "We show no likely causes here. Whoever examined you knows more than our questions. A new check shows them."


@dataclass(frozen=True, slots=True)
class Seen:
    """What a runner reports of being seen: by whom, on which day, which level it came to, and words written down."""

    who: str
    on: date
    level: Urgency
    said: str = ""


def by_their_word(assessment: Assessment, seen: Seen, evidence: Evidence) -> Assessment:
    """The assessment with the level that a clinician gave, higher or lower.

    The rules stay what they are: a new check asks every first safety question again, and they fire again where the
    answers are the same. Until then the ranking is held back, as it knows nothing of the examination.

    Parameters
    ----------
    assessment
        Of the same answers, by the rules alone.
    """
    from backstride.exposure.words import day  # brings in the libraries of watch files, for which a page need not wait

    words = SAW_YOU.format(day=day(seen.on), who=seen.who)
    # A limit "until you are seen" is over; what takes its place is theirs to say, and any plan still asks the rules.
    activity = assessment.triage.activity if seen.level in PRESSING else evidence.triage.default_activity
    reason = FiredRule(
        rule=RULE,
        level=seen.level,
        because=(),
        suspected=(),
        text=f"{words} {SAID.format(words=seen.said)}" if seen.said else words,
        sources=("design",),
        title="Seen by a clinician",
        activity=activity,
        target_hours=None,
    )
    triage = replace(
        assessment.triage,
        urgency=seen.level,
        reasons=(reason,),
        activity=activity,
        open_safety_questions=(),
        provisional=(),
        safety_asked=0,
    )
    days = int(evidence.triage.level_words[seen.level]["recheck_days"])
    on = assessment.check.on if assessment.check is not None else seen.on
    return replace(
        assessment,
        triage=triage,
        recheck_on=on + timedelta(days=days),
        advice=(KEEP_TO,),
        ask_next=(),
        self_care_if_no=(),
        ranking_note=HELD_BACK,
        beside=None,
    )
