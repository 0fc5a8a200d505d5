"""Small vignettes and answers made by hand."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from backstride.assess.result import Assessment, Candidate, DifferentialResult, FiredRule, TriageResult
from development_cases import Vignette

if TYPE_CHECKING:
    from backstride.evidence import Urgency


def vignette(**changes: Any) -> Vignette:
    """A disc case that the raters call routine or within days; self-care would be unsafe."""
    fields: dict[str, Any] = {
        "id": "v-1",
        "documents": {},
        "raters": ("within_2_weeks_routine", "within_days"),
        "acceptable": ("within_2_weeks_routine", "within_days"),
        "unsafe_if_below": "within_2_weeks_routine",
        "diagnoses": ("disc",),
        "ordinary": False,
    }
    return Vignette(**(fields | changes))


def answer(
    urgency: Urgency, *, ranked: dict[str, float] | None = None, rules: tuple[FiredRule, ...] = ()
) -> Assessment:
    """An answer with a level, the rules behind it and a ranking."""
    return Assessment(
        triage=TriageResult(
            urgency=urgency,
            reasons=rules,
            activity="free",
            open_safety_questions=(),
            provisional=(),
            safety_asked=0,
            safety_total=15,
            safety_net=(),
        ),
        differential=DifferentialResult(
            candidates=tuple(_candidate(condition, p) for condition, p in (ranked or {}).items()),
            umbrellas=(),
            modifiers={},
            unlisted_probability=0.0,
            must_rule_out=(),
        ),
        ask_next=(),
        measured=(),
        recheck_on=date(2026, 11, 28),
        advice=(),
        evidence_version="test",
    )


def fired(rule: str, level: Urgency, *because: str) -> FiredRule:
    """A rule that fired because of these findings."""
    return FiredRule(
        rule=rule,
        level=level,
        because=because,
        suspected=(),
        text="",
        sources=(),
        title="",
        activity="free",
        target_hours=None,
    )


def _candidate(condition: str, probability: float) -> Candidate:
    return Candidate(
        condition=condition,
        name=condition,
        plain_name=condition,
        aliases=(),
        probability=probability,
        low80=probability,
        high80=probability,
        umbrella=None,
        reasons_for=(),
        reasons_against=(),
        to_confirm="",
        expert_share=0.0,
    )
