"""Whom to see, and a few sentences in the runner's voice to read out there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backstride.report.body import place_words, region_names
from backstride.report.history import answer_words, first_person
from backstride.report.words import CountryWords, duration_words, listing, sentence

if TYPE_CHECKING:
    from backstride.assess.answers import Answers
    from backstride.assess.result import Assessment
    from backstride.evidence.model import Evidence

SAID = 3
"""Most things to say beside place and time; people in pain read out little."""
ASKED_FOR = 3
"""Most clinical names to ask for in an emergency."""


def what_to_say(answers: Answers, assessment: Assessment, evidence: Evidence) -> str:
    """A short account in the first person: who, how long, where, what stands out, and what to be checked for.

    Parameters
    ----------
    answers : Answers
        What the runner said.
    assessment : Assessment
        For what stands out: in an emergency the findings that fired the rules, else the reasons of the first cause.
    evidence : Evidence
        For words.

    Returns
    -------
    str
        Two to five sentences.
    """
    parts = [_opening(answers)]
    notable = [first_person(line).rstrip(".") for line in _standing_out(answers, assessment, evidence)]
    if notable:
        parts.append(f"What I notice: {'; '.join(notable)}.")
    if assessment.urgency in ("emergency", "same_day"):
        names = _to_ask_for(assessment, evidence)
        if names:
            parts.append(f"Please check me for {listing(names)}.")
    return " ".join(parts)


def whom_to_see(assessment: Assessment, evidence: Evidence, country: CountryWords) -> str:
    """The role to see: that of the first cause where it asks for the same haste as the level, else the level's own."""
    if assessment.urgency == "same_day":
        return "A clinician who can examine you today."
    if assessment.urgency == "self_care_ok_with_safety_net":
        return f"No one for now. If it has not eased by your next check, see a physio or your {country.doctor}."
    for first in assessment.differential.candidates[:1]:
        known = evidence.conditions.get(first.condition)
        if known is not None and known.see and known.urgency == assessment.urgency:
            return sentence(country.local(known.see))
    return f"{country.local(evidence.triage.level_words[assessment.urgency]['head'])}."


def _opening(answers: Answers) -> str:
    runner = f"I am a {answers.age:.0f}-year-old runner. " if answers.age is not None else "I am a runner. "
    names = region_names()
    places = [names[region] for region in answers.regions if region in names]
    where = f"pain in my {place_words(places)}" if places else "pain"
    if answers.duration_days is None:
        return f"{runner}I have {where}."
    return f"{runner}For {duration_words(answers.duration_days)} I have had {where}."


def _standing_out(answers: Answers, assessment: Assessment, evidence: Evidence) -> list[str]:
    if assessment.triage.reasons and assessment.urgency != "self_care_ok_with_safety_net":
        because = dict.fromkeys(
            finding
            for rule in assessment.triage.reasons
            if rule.level == assessment.urgency
            for finding in rule.because
        )
        lines = [
            answer_words(evidence.findings[finding], answers.findings[finding])
            for finding in because
            if finding in evidence.findings and answers.findings.get(finding) is True
        ]
        if lines:
            return lines[:SAID]
    first = assessment.differential.candidates[:1]
    return [reason.text for reason in first[0].reasons_for[:SAID]] if first else []


def _to_ask_for(assessment: Assessment, evidence: Evidence) -> list[str]:
    ids = dict.fromkeys(
        condition
        for rule in assessment.triage.reasons
        if rule.level == assessment.urgency
        for condition in rule.suspected
    )
    names = [evidence.conditions[condition].name for condition in ids if condition in evidence.conditions]
    return [name[0].lower() + name[1:] if name[1:2].islower() else name for name in names[:ASKED_FOR]]
