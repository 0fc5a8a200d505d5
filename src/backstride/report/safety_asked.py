"""How many safety questions were answered, and what a yes or a no to the others would make of the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backstride.assess.clinician import RULE as BY_A_CLINICIAN
from backstride.evidence.model import URGENCIES
from backstride.report.page import StillOpen
from backstride.report.words import sentence

if TYPE_CHECKING:
    from backstride.assess.result import Assessment, OpenSafetyQuestion, TriageResult
    from backstride.evidence.model import Evidence, Urgency

NOT_CHECKED = "The safety questions could not be checked, so nothing here rules out an emergency."
NOT_ASKED_AGAIN = "We did not ask the safety questions again. A new check asks them."
YES_MEANS: dict[Urgency, str] = {
    "emergency": "help now",
    "same_day": "seen today",
    "within_days": "seen this week",
    "within_2_weeks_routine": "seen within two weeks",
}
"""What a yes would make of it, in two or three words."""


def asked(triage: TriageResult) -> str:
    """One sentence or two on how many first safety questions were answered; it reassures only where all were."""
    if triage.safety_total == 0:
        return NOT_CHECKED
    if any(reason.rule == BY_A_CLINICIAN for reason in triage.reasons):
        return NOT_ASKED_AGAIN
    if triage.safety_asked >= triage.safety_total:
        text = f"All {triage.safety_total} safety questions answered"
        if triage.urgency in ("emergency", "same_day") or triage.open_safety_questions:
            return f"{text}."
        return f"{text}; nothing you told us points to an emergency."
    text = f"{triage.safety_asked} of {triage.safety_total} safety questions answered"
    if triage.urgency == "emergency":
        return f"{text}; what you told us was enough to act on."
    return f"{text}. We can’t rule out an emergency until all are."


def would_mean(question: OpenSafetyQuestion, urgency: Urgency) -> str:
    """What a yes would make of it: "help now"; "" where it would not change how soon to be seen."""
    higher = URGENCIES.index(question.could_become) < URGENCIES.index(urgency)
    return YES_MEANS[question.could_become] if higher else ""


def by_haste(triage: TriageResult) -> list[OpenSafetyQuestion]:
    """The open questions, those first that could lead furthest; else in the order of triage."""
    return sorted(triage.open_safety_questions, key=lambda question: URGENCIES.index(question.could_become))


def still_open(triage: TriageResult, evidence: Evidence) -> tuple[StillOpen, ...]:
    """The open questions in the few words of their statements, gathered by what a yes would mean, most urgent first."""
    gathered: dict[str, list[str]] = {}
    for question in by_haste(triage):
        gathered.setdefault(would_mean(question, triage.urgency), []).append(_open_words(question, evidence))
    also = "Also open" if len(gathered) > 1 else ""
    return tuple(
        StillOpen(f"If yes, {would}" if would else also, tuple(questions)) for would, questions in gathered.items()
    )


def if_all_no(assessment: Assessment) -> str:
    """A sentence where open questions alone keep self-care back; "" elsewhere. No promise: a yes can change it."""
    count = len(assessment.self_care_if_no)
    if not count:
        return ""
    if count == 1:
        return "Answer this one: if it is no, this may be one for self-care."
    return f"Answer these {count}: if all are no, this may be one for self-care."


def _open_words(question: OpenSafetyQuestion, evidence: Evidence) -> str:
    """An open question in the few words of its statement; the question itself is too long for a list."""
    finding = evidence.findings.get(question.finding)
    return sentence(finding.yes).rstrip(".") if finding is not None and finding.yes else question.question
