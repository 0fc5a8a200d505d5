"""What it could be, as counts out of ten: groups that history cannot tell apart first, serious ones without odds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backstride.assess.result import SHOWN_ABOVE
from backstride.report.apart import apart, leaders
from backstride.report.page import Cause, Causes
from backstride.report.words import clipped, counts_of_ten, in_ten, round_count, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backstride.assess.beside_result import Beside
    from backstride.assess.result import Assessment, Candidate, Reason, UmbrellaSum
    from backstride.evidence.model import Evidence

SHOWN = 3
"""Most causes on the page."""
REASONS = 3
"""Most reasons for and against one cause."""
OTHERS = 3
"""Most further causes named in words."""
MAJORITY = 0.5
"""Above this no other line can be more probable."""
SERIOUS = ("emergency", "same_day", "within_days")
"""A cause that itself asks for this much haste is checked, not given odds, while the rules still suspect it."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the list: one explanation, or a group with its members, most probable first."""

    name: str
    probability: float
    low80: float
    high80: float
    members: tuple[Candidate, ...]
    is_group: bool


def causes(assessment: Assessment, evidence: Evidence) -> Causes:
    """The most probable explanations in words and counts.

    Parameters
    ----------
    assessment : Assessment
        With every candidate, most probable first.
    evidence : Evidence
        For the urgency of each condition.

    Returns
    -------
    Causes
        At most three; the rest in one sentence.
    """
    differential = assessment.differential
    entries = _entries(differential.candidates, differential.umbrellas)
    checked = _to_be_checked(assessment, evidence)
    likely = [entry for entry in entries if round_count(entry.probability) > 0]
    shown = (likely or entries[:1])[:SHOWN]
    misfit = not shown or differential.unlisted_probability >= _unusual(evidence)
    return Causes(
        heading="We can’t pick one yet" if _unsure(assessment, shown) else "What it probably is",
        lead="Of 10 runners with answers like yours." if shown else "",
        misfit=NO_MATCH if misfit else "",
        causes=tuple(_cause(entry, checked, assessment.beside) for entry in shown),
        apart=apart(assessment, {c.condition: c.plain_name for entry in shown for c in _named(entry)}),
        others=_others([entry for entry in entries if entry not in shown], differential.unlisted_probability),
    )


NO_MATCH = "Your answers don’t fit well with anything we know. A physio or a doctor should look."


def _entries(candidates: Sequence[Candidate], umbrellas: Sequence[UmbrellaSum]) -> list[_Entry]:
    by_id = {candidate.condition: candidate for candidate in candidates}
    entries, grouped = [], set()
    for umbrella in umbrellas:
        members = sorted((by_id[c] for c in umbrella.members if c in by_id), key=lambda c: -c.probability)
        if len(members) > 1:
            name = umbrella.name[:1].upper() + umbrella.name[1:]
            entries.append(
                _Entry(name, umbrella.probability, umbrella.low80, umbrella.high80, tuple(members), is_group=True)
            )
            grouped |= {member.condition for member in members}
    entries += [
        _Entry(c.plain_name, c.probability, c.low80, c.high80, (c,), is_group=False)
        for c in candidates
        if c.condition not in grouped
    ]
    return sorted(entries, key=lambda entry: -entry.probability)


def _to_be_checked(assessment: Assessment, evidence: Evidence) -> frozenset[str]:
    suspected = {c for rule in assessment.triage.reasons if rule.level in SERIOUS for c in rule.suspected}
    suspected |= {item.condition for item in assessment.differential.must_rule_out if item.because}
    return frozenset(c for c in suspected if c in evidence.conditions and evidence.conditions[c].urgency in SERIOUS)


def _cause(entry: _Entry, checked: frozenset[str], beside: Beside | None) -> Cause:
    first = entry.members[0]
    serious = first.condition in checked
    clinical = "" if first.name.lower() == entry.name.lower() else first.name
    return Cause(
        condition=first.condition,
        plain_name=sentence(entry.name).rstrip("."),
        clinical_name=f"such as {clinical}" if entry.is_group else clinical,
        count_words="Needs checking" if serious else in_ten(entry.low80, entry.high80),
        counts=None if serious else counts_of_ten(entry.low80, entry.high80),
        range_words=f"{_two(entry.probability)}, 80 % range {_two(entry.low80)} to {_two(entry.high80)}",
        parts=_parts(entry, odds=not serious),
        speaks_for=tuple(weighed_words(reason, beside) for reason in first.reasons_for[:REASONS]),
        speaks_against=tuple(weighed_words(reason, beside) for reason in first.reasons_against[:REASONS]),
        to_confirm=sentence(first.to_confirm),
    )


def reason_words(reason: Reason) -> str:
    """A reason as a statement of its own."""
    return sentence(reason.text).rstrip(".")


def weighed_words(reason: Reason, beside: Beside | None) -> str:
    """A reason with how much it counts: "Sitting brings the pain (strong)"."""
    words = reason_words(reason)
    return words if beside is None else f"{words} ({beside.strength(reason.lr)})"


def _two(probability: float) -> str:
    """Two decimals, and never certainty."""
    if probability < LEAST:
        return f"under {LEAST}"
    return f"over {1 - LEAST}" if probability > 1 - LEAST else f"{probability:.2f}"


LEAST = 0.01


def _parts(entry: _Entry, *, odds: bool) -> str:
    if not entry.is_group:
        return ""
    named = [
        f"{member.plain_name} ({in_ten(member.low80, member.high80)})" if odds else member.plain_name
        for member in _named(entry)
    ]
    return f"Most likely of these: {' · '.join(named)}"


def _named(entry: _Entry) -> Sequence[Candidate]:
    """The members that the line names: the likely ones, at least the first."""
    return ([member for member in entry.members if round_count(member.probability) > 0] or entry.members[:1])[:OTHERS]


def _unusual(evidence: Evidence) -> float:
    """The probability of an unlisted cause from which it is said that nothing fits."""
    settings = evidence.ranking.settings
    return float(settings["showing"]["unlisted_times_prior"]) * float(settings["unlisted"]["prior"])


def _unsure(assessment: Assessment, shown: Sequence[_Entry]) -> bool:
    """Whether more than one line may stand first: the ranking does not tell their members apart."""
    # A line that has half of the probability at the low end of its range leads, in whatever order its members stand.
    if not shown or shown[0].low80 >= MAJORITY:
        return False
    first = leaders(assessment)
    return sum(any(member.condition in first for member in entry.members) for entry in shown) > 1


def _others(entries: Sequence[_Entry], unlisted: float) -> str:
    # What the kept result leaves out is not named either, so that paper and every later look say the same.
    named = [clipped(entry.name, 60) for entry in entries[:OTHERS] if entry.probability > SHOWN_ABOVE]
    text = f"Less likely: {' · '.join(named)}. " if named else ""
    return text + f"Something not on our list: {in_ten(unlisted, unlisted)}."
