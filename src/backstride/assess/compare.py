"""An earlier result and this one: what changed, and the level that must not fall within an episode."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from backstride.evidence.model import URGENCIES

from .answers import AnswersError
from .course import new_and_gone, read_check
from .result import SHOWN_ABOVE, FiredRule

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from backstride.evidence.model import Evidence, Urgency

    from .course import Check, Course
    from .result import Candidate, TriageResult

PLACES = frozenset({"body_map", "location"})
"""Groups of findings that say where it hurts."""
NOT_ASKED_ANEW = PLACES | {"demographics"}
HELD = (
    "The level stays as it was: not every safety question that matters was answered again in this check. "
    "Answer them all, or let a clinician look, to change it."
)


@dataclass(frozen=True, slots=True)
class Previous:
    """What an earlier result says, read from its JSON."""

    urgency: Urgency
    activity: str | None
    reasons: tuple[FiredRule, ...]
    probability: Mapping[str, float]
    evidence_version: str | None
    check: Check | None = None


def read_previous(document: Any, evidence: Evidence) -> Previous:
    """Read an earlier result, as `backstride assess --json` printed it.

    Raises
    ------
    AnswersError
        If it is not such a result. It is never passed over in silence, for its level must not be lost.
    """
    try:
        urgency = document["urgency"]
        reasons = tuple(read_reason(reason) for reason in document.get("reasons", ()))
        probability = {str(c["condition"]): float(c["probability"]) for c in document.get("differential", ())}
        known = urgency in URGENCIES and all(reason.level in URGENCIES for reason in reasons)
    except (TypeError, KeyError, AttributeError, ValueError):
        known = False
    if not known:
        raise AnswersError("The earlier result is not one that `backstride assess --json` wrote; give such a result.")
    check = read_check(document, evidence)
    return Previous(urgency, document.get("activity"), reasons, probability, document.get("evidence_version"), check)


def held(triage: TriageResult, previous: Previous, evidence: Evidence, answered: Collection[str]) -> TriageResult:
    """The triage result to show: within one episode the level never falls below the earlier one.

    It may fall only where all first safety questions, and all that set the earlier level, were answered again in this
    check. Until then the stricter limit on activity holds too, and a held level keeps the rules that set it.

    Parameters
    ----------
    answered
        Findings that this check answered, yes or no.
    """
    asked_again = triage.safety_total > 0 and triage.safety_asked == triage.safety_total
    if asked_again and _told_again(previous, answered, evidence):
        return triage
    order = evidence.triage.activity_order
    if URGENCIES.index(triage.urgency) <= URGENCIES.index(previous.urgency):
        limits = [a for a in (triage.activity, previous.activity) if a in order]
        return replace(triage, activity=max(limits, key=order.index))
    fired = {reason.rule for reason in triage.reasons}
    kept = tuple(r for r in previous.reasons if r.level == previous.urgency and r.rule not in fired)
    limits = [a for a in (triage.activity, previous.activity, *(r.activity for r in kept)) if a in order]
    return replace(
        triage,
        urgency=previous.urgency,
        reasons=(*kept, *triage.reasons),
        activity=max(limits, key=order.index),
    )


def set_by(document: Mapping[str, Any], evidence: Evidence) -> tuple[str, ...]:
    """The yes/no questions that made an earlier result an emergency or one for today; empty for a milder one.

    They are asked anew in the next check of the episode: without an answer to them the level is held. Places are not
    among them, for the drawing is marked anew as a whole.
    """
    previous = read_previous(document, evidence)
    if previous.urgency not in URGENCIES[:2]:
        return ()
    behind = dict.fromkeys(f for r in previous.reasons if r.level == previous.urgency for f in r.because)
    entries = evidence.findings
    return tuple(
        f for f in behind if f in entries and entries[f].kind == "yes_no" and entries[f].group not in NOT_ASKED_ANEW
    )


def settles(later: Mapping[str, Any], earlier: Mapping[str, Any], evidence: Evidence) -> bool:
    """Whether a later result may stand in place of an earlier one, whatever pain either is about.

    It may where all first safety questions, and all that set the earlier level, were answered in it: as in one episode.

    Parameters
    ----------
    later, earlier
        Results as JSON; one that cannot be read settles nothing.
    """
    try:
        check = read_check(later, evidence)
        asked, total = later["safety_asked"], later["safety_total"]
        previous = read_previous(earlier, evidence)
    except (AnswersError, KeyError, TypeError):
        return False
    return check is not None and 0 < total == asked and _told_again(previous, check.findings, evidence)


def _told_again(previous: Previous, answered: Collection[str], evidence: Evidence) -> bool:
    """Whether all that set a level was answered again; a place is, once any place was marked anew."""
    missing = {f for r in previous.reasons if r.level == previous.urgency for f in r.because} - set(answered)
    return not missing or (
        all(_is_place(f, evidence) for f in missing) and any(_is_place(f, evidence) for f in answered)
    )


def _is_place(finding: str, evidence: Evidence) -> bool:
    return finding in evidence.findings and evidence.findings[finding].group in PLACES


def changed(
    previous: Previous,
    now: TriageResult,
    shown: TriageResult,
    candidates: tuple[Candidate, ...],
    since: Course,
    check: Check,
    evidence: Evidence,
) -> dict[str, Any]:
    """What changed since the earlier result, as plain JSON.

    Parameters
    ----------
    now
        Triage of this check alone.
    shown
        The same with a held level.
    since, check
        What the two checks tell together, and this check.

    Returns
    -------
    dict
        `urgency` before and after, `held` with one sentence where the level was kept, `moved` candidates (by at
        least `moved_by`, biggest move first), `new_rules` and `gone_rules`, `new_findings` and `gone_findings` (a yes
        that was none before; a no that was a yes), and `course`: sentences on pain that rose, spread or stalled.
    """
    before_rules, now_rules = ({r.rule for r in reasons} for reasons in (previous.reasons, now.reasons))
    moved_by = float(evidence.ranking.settings["showing"]["moved_by"])
    moved = []
    for candidate in candidates:
        before = previous.probability.get(candidate.condition, 0.0)
        after = candidate.probability if candidate.probability > SHOWN_ABOVE else 0.0
        if abs(after - before) >= moved_by:
            moved.append(
                {
                    "condition": candidate.condition,
                    "plain_name": candidate.plain_name,
                    "before": before,
                    "after": candidate.probability,
                }
            )
    new, gone = new_and_gone(previous.check, check)
    return {
        "course": list(since.words),
        "new_findings": new,
        "gone_findings": gone,
        "urgency": {"before": previous.urgency, "after": shown.urgency},
        "held": HELD if shown.urgency != now.urgency else None,
        "moved": sorted(moved, key=lambda m: -abs(m["after"] - m["before"])),
        "new_rules": [r.rule for r in now.reasons if r.rule not in before_rules],
        "gone_rules": [r.rule for r in previous.reasons if r.rule not in now_rules],
        "evidence_version": {"before": previous.evidence_version, "after": evidence.version},
    }


def read_reason(reason: Mapping[str, Any]) -> FiredRule:
    """A rule that fired, from the JSON of an earlier result."""
    hours = reason.get("target_hours")
    return FiredRule(
        rule=str(reason["rule"]),
        level=reason["level"],
        because=tuple(reason.get("because", ())),
        suspected=tuple(reason.get("suspected", ())),
        text=str(reason.get("text", "")),
        sources=tuple(reason.get("sources", ())),
        title=str(reason.get("title", "")),
        activity=str(reason.get("activity", "")),
        target_hours=None if hours is None else float(hours),
    )
