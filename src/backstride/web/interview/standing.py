"""A check and its interview, taken up where they stand and kept again after every reply."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from backstride.assess.drawing import REGIONS_NUMB
from backstride.assess.interview import begin, take
from backstride.assess.prompts import OPENING, REGIONS, SAFETY, WHERE, question
from backstride.assess.resume import as_kept, ask_again, prompt_again, put_again, questions_on, resume
from backstride.store import checks
from backstride.store.knowledge import the_evidence
from backstride.store.measured import exposures_of_check

from .course import Course

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backstride.assess.interview import Interview
    from backstride.assess.prompts import Prompt
    from backstride.evidence import Evidence
    from backstride.store.models import Check

SAFETY_HOLDS = timedelta(hours=24)
"""After this the first safety questions are asked again in a check that is still open."""


@dataclass(frozen=True)
class Standing:
    """An open check, its interview as the engine holds it, and what the browser needs beside."""

    check: Check
    evidence: Evidence
    interview: Interview
    course: Course
    saved: Mapping[str, Any]
    """The answers document as the store has it."""

    @property
    def pending(self) -> Prompt | None:
        """The question that waits."""
        return self.interview.pending

    @property
    def slug(self) -> str:
        """The address of the question that waits."""
        return "" if self.pending is None else self.course.slug_of(self.pending)


def take_up(check: Check) -> Standing:
    """The interview of an open check: begun, taken up, or looked at anew where answers came from elsewhere.

    Raises
    ------
    ChangedMeanwhileError
        If another window saved something in between.
    """
    evidence = the_evidence()
    course = Course.of(check.course)
    document = checks.document_of(check)
    known: dict[str, Any] = {
        "document": document,
        "previous": checks.earlier_result(check),
        "exposures": exposures_of_check(check, evidence),
    }
    if course.state is None:
        interview = begin(evidence, today=check.day, grouped=True, **known)
        return _keep(Standing(check, evidence, interview, course, document))
    interview = resume(course.state, evidence, today=check.day, **known)
    put_at = check.safety_asked_at
    if put_at is not None and timezone.now() - put_at > SAFETY_HOLDS and (again := _grown_old(document, evidence)):
        return _safety_again(Standing(check, evidence, interview, course, document), again)
    if as_kept(interview)["known"] != course.state["known"]:
        waited = course.state["pending"] and prompt_again(course.state["pending"], evidence)
        if waited and interview.replies > course.state["replies"]:
            course = course.replied(waited, _now())
        return _keep(Standing(check, evidence, interview, course, document))
    return Standing(check, evidence, interview, course, document)


def reply(standing: Standing, prompt: Prompt, value: Any) -> Standing:
    """Keep a reply to the pending question, or another one to a question replied to before.

    Raises
    ------
    AnswersError
        If the reply cannot be used; nothing is kept.
    ChangedMeanwhileError
        If another window saved something in between.
    """
    return _keep(replied(standing, prompt, value))


def replied(standing: Standing, prompt: Prompt, value: Any) -> Standing:
    """Where the interview stands after a reply, before it is kept.

    Raises
    ------
    AnswersError
        If the reply cannot be used.
    """
    waiting = prompt == standing.pending
    interview = standing.interview if waiting else put_again(standing.interview, prompt)
    after = take(interview, {"id": prompt.id, "value": value})
    course = standing.course.replied(prompt, _now()) if waiting else standing.course
    return replace(standing, interview=after, course=course)


def stop(standing: Standing) -> Standing:
    """End the questions here, by the runner's wish; an interview that is over stays as it ended."""
    if standing.pending is None:
        return standing
    after = take(standing.interview, {"stop": True})
    return _keep(replace(standing, interview=after))


def with_document(standing: Standing, document: Mapping[str, Any], source: str, **beside: Any) -> Standing:
    """Keep answers that came otherwise than by a question, such as what was confirmed of a story."""
    checks.put_answers(
        standing.check,
        _difference(standing.saved, document)[0],
        standing.evidence,
        seen_version=standing.check.version,
        source=source,
        **beside,
    )
    return take_up(standing.check)


def remember(standing: Standing, course: Course) -> Standing:
    """Keep something of the course alone."""
    return _keep(replace(standing, course=course), put=False)


def prompt_at(standing: Standing, slug: str) -> Prompt | None:
    """The question at an address: the pending one, one replied to before, one whose answer is known; else None."""
    if standing.pending is not None and slug == standing.slug:
        return standing.pending
    step = standing.course.step(slug)
    if step is not None:
        return prompt_again(standing.course.steps[step].prompt, standing.evidence)
    known = {REGIONS, *answered(standing.interview.document), *measured_by_runs(standing)}
    if slug not in known:
        return None
    return prompt_again({"id": slug, "stage": stage_of_answer(slug, standing.evidence), "items": []}, standing.evidence)


def measured_by_runs(standing: Standing) -> tuple[str, ...]:
    """The findings that the runs answer."""
    exposures = standing.interview.exposures
    found = () if exposures is None else (standing.evidence.finding_id(m.finding) for m in exposures.findings)
    return tuple(finding for finding in found if finding is not None)


def stage_of_answer(key: str, evidence: Evidence) -> str:
    """The stage that an answer belongs to; "" for what the base does not know by this name."""
    if key in OPENING or key in evidence.triage.ask_first:
        return SAFETY
    if key in (REGIONS, REGIONS_NUMB):
        return WHERE
    return question(key, evidence).stage if key in evidence.findings else ""


def answered(document: Mapping[str, Any]) -> dict[str, Any]:
    """Every answer of a document by its id, `age`, `sex` and `duration_days` too; None is "don't know"."""
    top = {key: document[key] for key in checks.TOP_LEVEL if key in document}
    return {**top, **(document.get("answers") or {})}


def told(prompt: Prompt, document: Mapping[str, Any]) -> dict[str, Any]:
    """What a document says of the questions of a page; what it does not hold is left out."""
    known = answered(document)
    return {f: known[f] for f in questions_on(prompt) if f in known}


def _grown_old(document: Mapping[str, Any], evidence: Evidence) -> list[str]:
    """The first safety questions that are asked again after a day; a yes of yesterday stands until it is changed."""
    known = answered(document)
    return [f for f in evidence.triage.ask_first if f in known and known[f] is not True]


def _safety_again(standing: Standing, findings: list[str]) -> Standing:
    course = replace(standing.course, safety_from=len(standing.course.steps), left_s=None, longer=False)
    return _keep(replace(standing, interview=ask_again(standing.interview, findings), course=course))


def _keep(standing: Standing, *, put: bool = True) -> Standing:
    """Keep all that differs from what the store has; `put` where the engine has put a question anew."""
    check, interview = standing.check, standing.interview
    course = standing.course.put(as_kept(interview), _now()) if put else standing.course
    values, taken_back = _difference(standing.saved, interview.document)
    checks.put_answers(
        check, values, standing.evidence, seen_version=check.version, taken_back=taken_back, course=course.as_json()
    )
    return replace(standing, course=course, saved=interview.document)


def _difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Answers that came or changed, and those that went."""
    old, new = answered(before), answered(after)
    values = {f: value for f, value in new.items() if f not in old or _differ(old[f], value)}
    return values, [f for f in old if f not in new]


def _differ(one: Any, other: Any) -> bool:
    """1 and true are equal in Python and two answers here."""
    return type(one) is not type(other) or one != other


def _now() -> float:
    return timezone.now().timestamp()
