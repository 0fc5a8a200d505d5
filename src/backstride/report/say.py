"""Whom to see, and a few sentences in the runner's voice to read out there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backstride.report.body import place_words, region_names
from backstride.report.history import answer_words, first_person, is_place, signs_of_nets
from backstride.report.words import CountryWords, duration_words, listing, lower_first, sentence

if TYPE_CHECKING:
    from backstride.assess.answers import Answers
    from backstride.assess.result import Assessment
    from backstride.evidence.model import Evidence

SAID, SAID_IN_EMERGENCY = 3, 5
"""Most things to say beside place and time; people in pain read out little."""
SAID_ALREADY = frozenset({"age_band", "sex_female", "duration_band"})
PLACES_SAID = 5
BACKGROUND = frozenset({"body_map", "location", "history", "lifestyle", "illness", "family", "medicines", "person"})
"""Groups of findings that are said last: what is new comes before where it is and what was known."""
ASKED_FOR = 2
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
    parts = [_opening(answers, evidence)]
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


def _opening(answers: Answers, evidence: Evidence) -> str:
    runner = f"I am a {answers.age:.0f}-year-old runner. " if answers.age is not None else "I am a runner. "
    names = region_names()
    places = [names[region] for region in answers.regions if region in names]
    if len(places) > PLACES_SAID:
        places = [*places[: PLACES_SAID - 1], "other places"]
    where = f"pain in my {place_words(places)}" if places else listing(_marked(answers, evidence)[:SAID]) or "pain"
    if answers.duration_days is None:
        return f"{runner}I have {where}."
    return f"{runner}For {duration_words(answers.duration_days)} I have had {where}."


def _marked(answers: Answers, evidence: Evidence) -> list[str]:
    """Places told without a drawing, as far as they read on after "I have had"."""
    told = (evidence.findings[i].yes for i, value in answers.findings.items() if value is True and is_place(i))
    return [words for words in told if words.startswith("pain ")]


def _standing_out(answers: Answers, assessment: Assessment, evidence: Evidence) -> list[str]:
    """What a net warns of, then what set the level or speaks for the first cause; urgent pages swap them."""
    urgent = assessment.urgency in ("emergency", "same_day")
    most = SAID_IN_EMERGENCY if assessment.urgency == "emergency" else SAID
    signs = signs_of_nets(evidence)
    warning = [f for f, value in answers.findings.items() if value is True and f in signs and not is_place(f)]
    words = [answer_words(evidence.findings[f], True) for f in warning]
    behind = _behind_the_level(answers, assessment, evidence)
    return list(dict.fromkeys([*behind, *words] if urgent else [*words, *behind]))[:most]


def _behind_the_level(answers: Answers, assessment: Assessment, evidence: Evidence) -> list[str]:
    if assessment.triage.reasons and assessment.urgency != "self_care_ok_with_safety_net":
        because = dict.fromkeys(
            finding
            for rule in assessment.triage.reasons
            if rule.level == assessment.urgency
            for finding in rule.because
        )
        known = [
            evidence.findings[finding]
            for finding in because
            if finding in evidence.findings and answers.findings.get(finding) is True and not is_place(finding)
        ]
        if known:
            known.sort(key=lambda finding: finding.group in BACKGROUND)
            return [answer_words(finding, True) for finding in known]
    first = assessment.differential.candidates[:1]
    reasons = first[0].reasons_for if first else ()
    new = [reason for reason in reasons if reason.finding not in SAID_ALREADY and not is_place(reason.finding)]
    return [reason.text for reason in new[:SAID]]


def _to_ask_for(assessment: Assessment, evidence: Evidence) -> list[str]:
    ids = dict.fromkeys(
        condition
        for rule in assessment.triage.reasons
        if rule.level == assessment.urgency
        for condition in rule.suspected
    )
    names = [evidence.conditions[condition].name for condition in ids if condition in evidence.conditions]
    return [lower_first(name) for name in names[:ASKED_FOR]]
