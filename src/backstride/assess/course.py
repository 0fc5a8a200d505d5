"""What an earlier check and this one tell together: pain that rose, spread or did not ease, and the time gone by."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from .answers import AGE, DAYS_IN_A_WEEK, DURATION, FEMALE, MALE, AnswersError, band_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backstride.evidence.model import Evidence

    from .answers import Answer, Answers

INTENSITY, STALLED = "pain_intensity_nrs", "weeks_without_improvement"
RISEN, SPREAD, IMPROVING = "pain_risen_since_check", "pain_spread_since_check", "improving"
PLACES = "body_map"
"""Group of the findings that say where it hurts."""
OTHER = {"left": "right", "right": "left"}
PERSON = frozenset({AGE, FEMALE, MALE, "age_band"})


@dataclass(frozen=True, slots=True)
class Check:
    """The answers of one check-in with their day, as a result keeps them for the next check."""

    on: date
    findings: Mapping[str, Answer]
    regions: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The check as it stands in the JSON of a result."""
        return {"on": self.on.isoformat(), "findings": dict(self.findings), "regions": list(self.regions)}


@dataclass(frozen=True, slots=True)
class Course:
    """What follows from two checks.

    Parameters
    ----------
    values : finding -> value
        Only what was not answered now; it can raise a level, for triage takes the stricter of with and without.
    words : one sentence for each thing that changed
    """

    values: Mapping[str, Answer] = field(default_factory=dict)
    words: tuple[str, ...] = ()


def read_check(document: Any, evidence: Evidence) -> Check | None:
    """The check behind an earlier result; None where an older version did not keep it.

    Raises
    ------
    AnswersError
        If it is there and cannot be read: a course that is lost in silence could hide a worsening.
    """
    kept = document.get("check")
    if kept is None:
        return None
    try:
        findings = {evidence.finding_id(str(f)): value for f, value in kept["findings"].items()}
        regions = tuple(str(region) for region in kept["regions"])
        return Check(date.fromisoformat(kept["on"]), {f: v for f, v in findings.items() if f is not None}, regions)
    except (TypeError, KeyError, AttributeError, ValueError):
        raise AnswersError(
            "The answers kept in the earlier result cannot be read; give it as it was written."
        ) from None


def course(earlier: Check | None, now: Check, answers: Answers, evidence: Evidence) -> Course:
    """Compare the answers of two checks of one episode.

    Pain has risen, or eased, when it changed by the least amount that matters (`since_earlier` of the triage data).
    It has spread when a part of the body is marked that was not, or the other side of one. Weeks without improvement
    and the length of the episode go on counting while the runner does not answer them again.

    Raises
    ------
    AnswersError
        If the earlier check lies after this one.
    """
    if earlier is None:
        return Course()
    days = (now.on - earlier.on).days
    if days < 0:
        raise AnswersError(f"The earlier result is of {earlier.on:%d %b %Y}, after this check; give the older one.")
    values: dict[str, Answer] = {}
    words: list[str] = []
    before, after = (_number(check.findings, INTENSITY) for check in (earlier, now))
    if before is not None and after is not None:
        least = evidence.triage.since_earlier
        if after - before >= least["risen_points"]:
            values[RISEN] = True
            words.append(f"The worst pain went from {before:g} to {after:g} of 10.")
        eased = before - after >= min(least["eased_points"], least["eased_share"] * before) and after < before
        if not eased and now.findings.get(IMPROVING) is not True and days > 0:
            values[STALLED] = (_number(earlier.findings, STALLED) or 0.0) + days / DAYS_IN_A_WEEK
            words.append(f"No better than {days} {'day' if days == 1 else 'days'} ago.")
    wider = _wider(earlier, now, evidence)
    if wider:
        values[SPREAD] = True
        words.append(f"New since then: {'; '.join(wider)}.")
    lasted = _number(earlier.findings, DURATION)
    if lasted is not None:
        values[DURATION] = lasted + days / DAYS_IN_A_WEEK
    values = {f: value for f, value in values.items() if f not in answers.findings}
    bands = {b.finding: band_of(b, float(values[b.number])) for b in evidence.vocabulary.bands if b.number in values}
    return Course({**values, **bands}, tuple(words))


def new_and_gone(earlier: Check | None, now: Check) -> tuple[list[str], list[str]]:
    """Findings that are a yes now and were not, and those answered no now that were a yes."""
    if earlier is None:
        return [], []
    yes_then, yes_now = ({f for f, v in c.findings.items() if v is True and f not in PERSON} for c in (earlier, now))
    gone = (f for f in yes_then if now.findings.get(f) is False)
    return sorted(yes_now - yes_then), sorted(gone)


def _wider(earlier: Check, now: Check, evidence: Evidence) -> list[str]:
    """Parts of the body, and sides of a region, that hurt now and did not; none where either check names no place."""
    then_parts, parts = (_parts(check.findings, evidence) for check in (earlier, now))
    if not then_parts or not parts:
        return []
    found = [evidence.findings[part].yes for part in sorted(parts - then_parts)]
    other_side = (r for r in now.regions if r not in earlier.regions and _opposite(r) in earlier.regions)
    return [*found, *(f"the other side ({region.replace('_', ' ')})" for region in other_side)]


def _opposite(region: str) -> str | None:
    """The same region on the other side; None in the middle."""
    name, _, side = region.rpartition("_")
    return f"{name}_{OTHER[side]}" if side in OTHER else None


def _parts(findings: Mapping[str, Answer], evidence: Evidence) -> set[str]:
    """The large parts of the body that hurt."""
    return {_top(f, evidence) for f, value in findings.items() if value is True and _is_place(f, evidence)}


def _is_place(finding: str, evidence: Evidence) -> bool:
    return finding in evidence.findings and evidence.findings[finding].group == PLACES


def _top(place: str, evidence: Evidence) -> str:
    parent = evidence.findings[place].parent
    return place if parent is None or not _is_place(parent, evidence) else _top(parent, evidence)


def _number(findings: Mapping[str, Any], name: str) -> float | None:
    value = findings.get(name)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
