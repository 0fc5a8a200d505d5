"""A kept result, read back from the JSON of `backstride assess --json` into the records it was written from."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Literal, cast

from .answers import AGE, DAYS_IN_A_WEEK, DURATION, FEMALE, MALE, Answers
from .beside_result import Beside, Told, WouldChange
from .compare import read_reason
from .course import Check
from .result import (
    SHOWN_ABOVE,
    Assessment,
    Candidate,
    DifferentialResult,
    Measured,
    NotToldApart,
    OpenSafetyQuestion,
    Question,
    Reason,
    ToRuleOut,
    TriageResult,
    UmbrellaSum,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from backstride.evidence.model import Evidence


def read_result(document: Mapping[str, Any], evidence: Evidence) -> Assessment:
    """The records behind a result that was kept, so that it is shown as it was and not worked out anew.

    Parameters
    ----------
    document : the JSON of `Assessment.as_json`, as the store keeps it
        Explanations too improbable for that document come back only as members of a group that is in it, with an equal
        share of what the group has left.
    evidence : for the strength of reasons, which the document gives in words only, and for names
    """
    return Assessment(
        triage=_triage(document),
        differential=_differential(document, evidence),
        ask_next=tuple(_question(q) for q in document["ask_next"]),
        measured=tuple(Measured(f, m["value"], m["from"]) for f, m in document["measured"].items()),
        recheck_on=date.fromisoformat(document["recheck_on"]),
        advice=tuple(document["advice"]),
        evidence_version=document["evidence_version"],
        story=document.get("story"),
        story_findings=document.get("story_findings") or {},
        changed=document.get("changed"),
        ranking_note=document.get("ranking_note"),
        check=_check(document.get("check")),
        notices=tuple(document.get("notices", ())),
        self_care_if_no=tuple(document.get("self_care_if_no", ())),
        beside=_beside(document.get("beside"), evidence),
    )


def answers_in(document: Mapping[str, Any], evidence: Evidence) -> Answers:
    """The answers that a kept result rests on, under the present names of the findings; what is gone is left out.

    How much each place hurts and where it is numb stands in the findings; the drawing itself is not in the document.
    """
    check = document.get("check") or {"findings": {}, "regions": ()}
    found = {current: v for name, v in check["findings"].items() if (current := evidence.finding_id(name)) is not None}
    weeks, age = found.get(DURATION), found.get(AGE)
    sex = "female" if found.get(FEMALE) is True else "male" if found.get(MALE) is True else None
    return Answers(
        id=None,
        age=None if age is None else float(age),
        sex=cast("Literal['female', 'male'] | None", sex),
        duration_days=None if weeks is None else float(weeks) * DAYS_IN_A_WEEK,
        story=document.get("story"),
        findings=found,
        regions=tuple(check["regions"]),
    )


def _triage(document: Mapping[str, Any]) -> TriageResult:
    return TriageResult(
        urgency=document["urgency"],
        reasons=tuple(read_reason(reason) for reason in document["reasons"]),
        activity=document["activity"],
        open_safety_questions=tuple(
            OpenSafetyQuestion(q["finding"], q["question"], q["could_become"], q["split"], bool(q.get("from_story")))
            for q in document["open_safety_detail"]
        ),
        provisional=tuple(document["provisional"]),
        safety_asked=document["safety_asked"],
        safety_total=document["safety_total"],
        safety_net=tuple(document["safety_net"]),
    )


def _differential(document: Mapping[str, Any], evidence: Evidence) -> DifferentialResult:
    shown = tuple(_candidate(c) for c in document["differential"])
    return DifferentialResult(
        candidates=(*shown, *_too_improbable(document["umbrellas"], shown, evidence)),
        umbrellas=tuple(
            UmbrellaSum(u["umbrella"], u["name"], u["probability"], u["low80"], u["high80"], tuple(u["members"]))
            for u in document["umbrellas"]
        ),
        modifiers=document["modifiers"],
        unlisted_probability=document["unlisted_probability"],
        must_rule_out=tuple(ToRuleOut(m["condition"], tuple(m["because"])) for m in document["must_rule_out"]),
        groups=tuple(
            NotToldApart(tuple(g["members"]), tuple(g["swaps"]), tuple(_question(q) for q in g["ask"]))
            for g in document["not_told_apart"]
        ),
    )


def _too_improbable(
    umbrellas: Sequence[Mapping[str, Any]], shown: Sequence[Candidate], evidence: Evidence
) -> Iterator[Candidate]:
    """The members of groups that the document leaves out: without them a group of two would look like one."""
    known = {candidate.condition: candidate.probability for candidate in shown}
    for umbrella in umbrellas:
        if umbrella["probability"] <= SHOWN_ABOVE:
            continue
        left = [c for c in umbrella["members"] if c not in known and c in evidence.conditions]
        rest = max(0.0, umbrella["probability"] - sum(known.get(c, 0.0) for c in umbrella["members"]))
        for condition in left:
            entry, share = evidence.conditions[condition], min(rest / len(left), SHOWN_ABOVE)
            yield Candidate(
                condition=condition,
                name=entry.name,
                plain_name=entry.plain_name,
                aliases=entry.aliases,
                probability=share,
                low80=0.0,
                high80=share,
                umbrella=umbrella["umbrella"],
                reasons_for=(),
                reasons_against=(),
                to_confirm=entry.to_confirm,
                expert_share=0.0,
            )


def _candidate(given: Mapping[str, Any]) -> Candidate:
    return Candidate(
        condition=given["condition"],
        name=given["name"],
        plain_name=given["plain_name"],
        aliases=tuple(given["aliases"]),
        probability=given["probability"],
        low80=given["low80"],
        high80=given["high80"],
        umbrella=given["umbrella"],
        reasons_for=tuple(Reason(r["finding"], r["lr"], r["text"]) for r in given["for"]),
        reasons_against=tuple(Reason(r["finding"], r["lr"], r["text"]) for r in given["against"]),
        to_confirm=given["to_confirm"],
        expert_share=given["expert_share"],
    )


def _question(given: Mapping[str, Any]) -> Question:
    return Question(given["finding"], given["question"], given["expected_information_bits"])


def _check(given: Mapping[str, Any] | None) -> Check | None:
    if given is None:
        return None
    return Check(date.fromisoformat(given["on"]), given["findings"], tuple(given["regions"]))


def _beside(given: Mapping[str, Any] | None, evidence: Evidence) -> Beside | None:
    if given is None:
        return None
    strength, course = evidence.sections["explain"]["strength"], given["course"]
    return Beside(
        moderate_from=float(strength["moderate_from"]),
        strong_from=float(strength["strong_from"]),
        would_change=tuple(WouldChange(**change) for change in given["would_change"]),
        scan=_told(given["scan"]),
        incidental=_told(given["scan_without_pain"]),
        nerve_test=_told(given["nerve_test"]),
        course=Told("course", course["text"], tuple(course["sources"])) if course["sources"] else None,
        course_words=course["text"],
        confirm=given["confirm"],
    )


def _told(given: Mapping[str, Any] | None) -> Told | None:
    if given is None:
        return None
    return Told("", given["text"], tuple(given["sources"]), given.get("useful"))
