"""What it probably is, in the terminal: counts out of ten with their ranges, what speaks for and against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .terminal import paint, width, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backstride.assess.result import Assessment, Candidate, UmbrellaSum
    from backstride.evidence import Evidence

MOST_CAUSES = 3
MOST_REASONS = 3
COUNT_COLUMNS = 32
"""Columns that ten signs and their words take."""
WORTH_NAMING = 0.095
"""About 1 in 10: below it a cause gets no line of its own."""
LOCKED = ("emergency", "same_day")
"""Levels at which no plan is shown and causes are folded away."""


def cause_lines(assessment: Assessment, evidence: Evidence) -> Iterator[str]:
    """The section of likely causes: held back until somebody urgent has been seen, left out without a place."""
    yield ""
    if assessment.urgency in LOCKED:
        yield from wrapped("What it could be comes after you have been seen. First: today.", 0)
        return
    candidates = assessment.differential.candidates
    if assessment.ranking_note or not candidates:
        yield from wrapped(assessment.ranking_note or "We could not work out what it probably is.", 0)
        return
    head = "What it probably is" if not _tied(candidates) else "We can't pick one yet"
    tail = "of 10 runners with answers like yours"
    room = width() - len(head)
    if len(tail) + 2 <= room:
        yield paint(f"{head}{tail:>{room}}", "1")
    else:
        yield from (paint(line, "1") for line in wrapped(f"{head} ({tail})", 0))
    umbrella = _leading_umbrella(assessment)
    if umbrella is not None:
        yield from _counted("  ", umbrella.name, umbrella.low80, umbrella.high80)
        yield from wrapped("Most likely of these, as far as one can tell them apart:", 4)
    for number, candidate in enumerate(candidates[:MOST_CAUSES], start=1):
        if number > 1 and candidate.high80 < WORTH_NAMING:
            break
        yield from _counted(f"  {number} ", candidate.plain_name, candidate.low80, candidate.high80)
        yield from _reasons(candidate)
    yield from _besides(assessment, evidence)


def _leading_umbrella(assessment: Assessment) -> UmbrellaSum | None:
    """The group of the first candidate where other shown candidates belong to it too."""
    first = assessment.differential.candidates[0]
    for umbrella in assessment.differential.umbrellas:
        if umbrella.umbrella == first.umbrella and len(umbrella.members) > 1:
            return umbrella
    return None


def _counted(lead: str, name: str, low: float, high: float) -> Iterator[str]:
    """Name and count on one line, or the count below where the name needs the line for itself."""
    from backstride.report.words import in_ten

    count = f"{dots(low, high)}  {in_ten(low, high)}"
    room = width() - COUNT_COLUMNS - len(lead)
    if len(name) <= room:
        yield f"{lead}{name:{room}} {count}"
        return
    yield from wrapped(name, len(lead), lead)
    yield f"{' ' * len(lead)}{count}"


def _reasons(candidate: Candidate) -> Iterator[str]:
    from backstride.report.words import lower_first

    if candidate.name.lower() != candidate.plain_name.lower():
        yield from wrapped(f"({lower_first(candidate.name)})", 4)
    for sign, reasons in (("+", candidate.reasons_for), ("-", candidate.reasons_against)):
        if reasons:
            yield from wrapped("; ".join(r.text for r in reasons[:MOST_REASONS]), 6, f"    {sign} ")


def _besides(assessment: Assessment, evidence: Evidence) -> Iterator[str]:
    if assessment.differential.unlisted_probability >= WORTH_NAMING:
        yield from wrapped("Your answers don't fit well with anything we know. A physio should look.")
    listed = [evidence.conditions[m.condition].plain_name for m in assessment.differential.must_rule_out[:4]]
    if listed:
        yield from wrapped("To keep in mind, because it must not be missed: " + "; ".join(listed) + ".")


def _tied(candidates: Sequence[Candidate]) -> bool:
    """The first two overlap by more than half of the narrower range, or the first range is wider than 5 in 10."""
    first = candidates[0]
    if first.high80 - first.low80 > 0.5:
        return True
    if len(candidates) < 2:
        return False
    second = candidates[1]
    overlap = min(first.high80, second.high80) - max(first.low80, second.low80)
    narrower = min(first.high80 - first.low80, second.high80 - second.low80)
    return narrower > 0 and overlap > narrower / 2


def dots(low: float, high: float) -> str:
    """Ten signs: full to the low end of a range, half to the high end, open for the rest."""
    from backstride.report.words import counts_of_ten

    full, half = counts_of_ten(low, high)
    return "●" * full + "◐" * (half - full) + "○" * (10 - half)
