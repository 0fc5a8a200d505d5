"""One check-in, assessed: triage first and by itself, then the ranking, what to ask next, and when to look again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from backstride.evidence.model import URGENCIES

from . import triage as rules
from .beside import beside
from .compare import PLACES, changed, held, read_previous
from .course import Check, course
from .differential import differential
from .groups import not_told_apart
from .if_all_no import self_care_if_no
from .must_rule_out import suspected
from .outlook import outlook
from .questions import ask_next
from .result import Assessment, DifferentialResult, Measured, Question, ToRuleOut
from .said import said
from .spoken import STORY_KEPT, Spoken, spoken_of, story_notices
from .weigh import weigh
from .withheld import too_probable, without_false_comfort

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from backstride.evidence.model import Evidence
    from backstride.exposure.result import Exposures

    from .answers import Answers
    from .beside_result import Beside
    from .compare import Previous
    from .result import TriageResult
    from .weigh import Weighed

NOT_RANKED = "We could not work out the likely causes this time. How soon to be seen does not depend on them."
NOT_ASSESSED = "We could not check the danger signs. Have a clinician look, and get help at once for any sign below."
NO_PLACE = "We don't know yet where it hurts, so there are no likely causes to show. Mark the place first."
PRESSING = ("emergency", "same_day")
"""Levels at which nothing stands beside the answer: getting help comes first."""


def assess(
    answers: Answers,
    evidence: Evidence,
    *,
    today: date,
    exposures: Exposures | None = None,
    previous: Mapping[str, Any] | None = None,
) -> Assessment:
    """Assess one check-in.

    Triage comes first and stands by itself: whatever goes wrong in the ranking, its result comes out. What the watch
    measured fills what was not answered and never lowers the level; where it disagrees with an answer, the answer
    counts in the ranking and the disagreement is said.

    Parameters
    ----------
    answers
        As `read_answers` gives them.
    today
        Day of the check, for the date of the next one.
    exposures
        What the runs show; their findings count as measured.
    previous
        The earlier result of this episode as JSON. The level shown never falls below its level unless all first
        safety questions were asked again in this check.

    Raises
    ------
    AnswersError
        If `previous` is not an earlier result.
    """
    earlier = None if previous is None else read_previous(previous, evidence)
    check = Check(today, answers.findings, answers.regions)
    since = course(None if earlier is None else earlier.check, check, answers, evidence)
    measured = measured_findings(answers, evidence, exposures)
    values = {**since.values, **{m.finding: m.value for m in measured}}
    spoken = spoken_of(triage_of(answers, evidence, values), answers, evidence, values)
    now = spoken.triage
    shown = now if earlier is None else held(now, earlier, evidence, answers.findings)
    ranking, questions, note, weighed = _ranked(answers, evidence, values, shown)
    shown = without_false_comfort(shown, ranking, evidence)
    days = int(evidence.triage.level_words[shown.urgency]["recheck_days"])
    result = Assessment(
        triage=shown,
        differential=ranking,
        ask_next=questions,
        measured=measured,
        recheck_on=today + timedelta(days=days),
        advice=_advice(evidence, shown, answers.story),
        notices=_notices(answers, evidence, shown, spoken),
        self_care_if_no=()
        if too_probable(ranking, evidence)
        else _self_care_if_no(answers, evidence, {**spoken.counted, **values}, shown, earlier),
        evidence_version=evidence.version,
        story=answers.story,
        story_findings=spoken.findings,
        changed=None if earlier is None else changed(earlier, now, shown, ranking.candidates, since, check, evidence),
        ranking_note=note,
        check=check,
    )
    return replace(result, beside=_beside(answers, weighed, result, evidence))


def _beside(answers: Answers, weighed: Weighed | None, result: Assessment, evidence: Evidence) -> Beside | None:
    """What stands beside the answer; the answer stands without it."""
    if result.urgency in PRESSING or result.ranking_note or weighed is None:
        return None
    try:
        return beside(answers, weighed, result, evidence)
    except Exception:  # words that cannot be found take nothing away from the answer
        return None


def _self_care_if_no(
    answers: Answers,
    evidence: Evidence,
    measured: Mapping[str, Any],
    shown: TriageResult,
    earlier: Previous | None,
) -> tuple[str, ...]:
    """What alone keeps self-care back; nothing where a fault or an earlier, more urgent result stands in the way."""
    if earlier is not None and URGENCIES.index(earlier.urgency) < URGENCIES.index(evidence.triage.default_urgency):
        return ()
    try:
        return self_care_if_no(answers, evidence, measured, shown)
    except Exception:  # a hope that cannot be worked out is not spoken of
        return ()


def measured_findings(answers: Answers, evidence: Evidence, exposures: Exposures | None) -> tuple[Measured, ...]:
    """What the runs answer, with a word where the runner answered otherwise."""
    found = []
    for measured in () if exposures is None else exposures.findings:
        finding = evidence.finding_id(measured.finding)
        if finding is None:
            continue
        asked = answers.findings.get(finding)
        words = measured.from_runs
        if asked is not None and asked != measured.value:
            words += f"; you answered {'yes' if asked else 'no'}, and your answer counts"
        found.append(Measured(finding, measured.value, words))
    return tuple(found)


def triage_of(answers: Answers, evidence: Evidence, measured: Mapping[str, Any]) -> TriageResult:
    """Triage with what was measured, unless without it the level is more urgent."""
    try:
        results = [rules.evaluate(answers, evidence, values) for values in ((measured, {}) if measured else ({},))]
    except Exception:  # a fault in the engine or the base must end in "not assessed", never in silence
        return rules.fallback(NOT_ASSESSED)
    return min(results, key=lambda result: URGENCIES.index(result.urgency))


def _ranked(
    answers: Answers, evidence: Evidence, measured: Mapping[str, Any], shown: TriageResult
) -> tuple[DifferentialResult, tuple[Question, ...], str | None, Weighed | None]:
    """The ranking and what to ask next; without them, what the rules suspect and the open safety questions.

    Last comes what they were worked out from, for what stands beside the answer.
    """
    try:
        weighed = weigh(said(answers, evidence, measured), evidence)
        ahead = outlook(answers, evidence, measured, shown.urgency)
        questions, told = ask_next(weighed, ahead, shown.open_safety_questions, evidence)
        ranking = differential(weighed, evidence, shown.reasons)
        note = None if _has_a_place(answers, evidence) else NO_PLACE
        return replace(ranking, groups=not_told_apart(weighed, told, evidence)), questions, note, weighed
    except Exception:  # the level stands without the ranking
        in_mind = tuple(ToRuleOut(condition, because) for condition, because in suspected(shown.reasons).items())
        questions = tuple(Question(q.finding, q.question, 0.0) for q in shown.open_safety_questions)
        return DifferentialResult((), (), {}, 1.0, in_mind), questions, NOT_RANKED, None


def _has_a_place(answers: Answers, evidence: Evidence) -> bool:
    said_yes = (evidence.findings[f].group for f, value in answers.findings.items() if value is True)
    return bool(answers.regions) or not PLACES.isdisjoint(said_yes)


def _notices(answers: Answers, evidence: Evidence, shown: TriageResult, spoken: Spoken) -> tuple[str, ...]:
    lines = story_notices(answers, evidence, shown, spoken)
    if answers.age is None:
        return tuple(lines)
    try:
        young = [n for n in evidence.sections["advice"]["notices"] if answers.age < (n["under_years"] or 0)]
        return (*lines, *(notice["text"] for notice in young))
    except (KeyError, TypeError, ValueError, OSError, AttributeError):
        return tuple(lines)  # a damaged file takes the words away, not the answer


def _advice(evidence: Evidence, shown: TriageResult, story: str | None) -> tuple[str, ...]:
    """Advice for the level; what would reassure only where every first safety question was answered."""
    kept = (STORY_KEPT,) if story else ()
    if shown.safety_total == 0:
        return (NOT_ASSESSED, *kept)
    asked = "all_asked" if shown.safety_asked == shown.safety_total else "not_all_asked"
    try:
        lines = evidence.sections["advice"][shown.urgency]
        return (*(line["text"] for line in lines if line.get("only_when") in (None, asked)), *kept)
    except (KeyError, TypeError, ValueError, OSError, AttributeError):
        return kept  # a damaged file takes the words away, not the level
