"""The adaptive interview as a pure state machine: a reply in, the next question or the result out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from backstride.evidence.model import URGENCIES

from .answers import AnswersError, read_answers
from .check import assess, measured_findings, triage_of
from .compare import held, read_previous
from .facts import PLACE
from .outlook import outlook
from .prompts import OPENING, REASON, REGIONS, Prompt, opening, question, regions
from .questions import worth_asking
from .said import said
from .spoken import spoken_of
from .weigh import weigh

if TYPE_CHECKING:
    from datetime import date

    from backstride.evidence.model import Evidence, Urgency
    from backstride.exposure.result import Exposures

    from .answers import Answers
    from .questions import Worth
    from .result import TriageResult

EMERGENCY = URGENCIES[0]

SAME_QUESTION = {
    "age": ("age_years",),
    "sex": ("sex_female", "sex_male"),
    "duration_days": ("pain_duration_weeks",),
}
"""Findings that would ask again what an opening question asked."""


@dataclass(frozen=True, slots=True)
class Interview:
    """Where an interview stands. Every reply makes a new one, so that going back is keeping an old one.

    Parameters
    ----------
    document : the answers document so far
    asked : ids of the questions replied to, "don't know" included, in order
    further : how many of the questions put so far were chosen for what they tell
    pending : the question that waits for a reply; None when the interview is over
    urgency : the level so far
    expected_remaining : questions still expected, the pending one included; never rises
    """

    evidence: Evidence
    today: date
    exposures: Exposures | None
    previous: Mapping[str, Any] | None
    document: Mapping[str, Any]
    asked: tuple[str, ...]
    further: int
    pending: Prompt | None
    urgency: Urgency
    expected_remaining: int

    def message(self) -> dict[str, Any]:
        """The next line of the protocol: a question, or the result of the whole interview."""
        if self.pending is None:
            answers = read_answers(self.document, self.evidence)
            result = assess(answers, self.evidence, today=self.today, exposures=self.exposures, previous=self.previous)
            return {"result": {**result.as_json(), "asked": len(self.asked)}}
        return {
            "question": self.pending.as_json(),
            "urgency_so_far": self.urgency,
            "stage": self.pending.stage,
            "expected_remaining": self.expected_remaining,
        }


def begin(
    evidence: Evidence,
    *,
    today: date,
    document: Mapping[str, Any] | None = None,
    exposures: Exposures | None = None,
    previous: Mapping[str, Any] | None = None,
) -> Interview:
    """Start an interview.

    Parameters
    ----------
    today
        Day of the check.
    document
        Answers known already; what they and the runs tell is not asked.
    exposures, previous
        As for `assess`.

    Raises
    ------
    AnswersError
        If the document or the earlier result cannot be used.
    """
    return _ahead(
        Interview(
            evidence=evidence,
            today=today,
            exposures=exposures,
            previous=previous,
            document={} if document is None else document,
            asked=(),
            further=0,
            pending=None,
            urgency=evidence.triage.default_urgency,
            expected_remaining=0,
        )
    )


def respond(interview: Interview, reply: Any) -> tuple[Interview, dict[str, Any]]:
    """Take one reply of the line protocol and say what comes next.

    Parameters
    ----------
    reply
        `{"id", "value"}`, where null means "don't know", or `{"stop": true}`.

    Returns
    -------
    interview, message
        A reply that cannot be used leaves the interview as it was: the message then holds the question again and
        `error`, one sentence that says what is wrong.
    """
    try:
        after = _take(interview, reply)
    except AnswersError as error:
        return interview, {"error": str(error), **({} if interview.pending is None else interview.message())}
    return after, after.message()


def _take(interview: Interview, reply: Any) -> Interview:
    pending = interview.pending
    if pending is None:
        raise AnswersError("The interview is over; there is no question to reply to.")
    if not isinstance(reply, Mapping):
        raise AnswersError('A reply is {"id": "...", "value": ...} or {"stop": true}.')
    if reply.get("stop") is True:
        return replace(interview, pending=None)
    if "value" not in reply or reply.get("id") != pending.id:
        raise AnswersError(f'The question is "{pending.id}"; reply with {{"id": "{pending.id}", "value": ...}}.')
    document = dict(interview.document)
    if pending.id in OPENING:
        document[pending.id] = reply["value"]
    else:
        document["answers"] = {**(document.get("answers") or {}), pending.id: reply["value"]}
    return _ahead(replace(interview, document=document, asked=(*interview.asked, pending.id)))


def _ahead(interview: Interview) -> Interview:
    """Read the answers, run triage, and find the next question.

    Order: splitting questions; what a story said that nobody confirmed; age, sex and how long; the first safety
    questions; where; why today; then what tells most. An emergency that no splitting question can undo ends the
    questions; one that only the story tells of is asked about.
    """
    evidence = interview.evidence
    answers = read_answers(interview.document, evidence)
    measured = {m.finding: m.value for m in measured_findings(answers, evidence, interview.exposures)}
    firm = triage_of(answers, evidence, measured)
    triage = spoken_of(firm, answers, evidence, measured).triage
    shown = (
        triage
        if interview.previous is None
        else held(triage, read_previous(interview.previous, evidence), evidence, answers.findings)
    )
    interview = replace(interview, urgency=shown.urgency)
    if firm.urgency == EMERGENCY and _stands(answers, firm, measured, interview):
        return replace(interview, pending=None)
    at_most = int(evidence.ranking.settings["questions"]["at_most"])
    first = _first(answers, triage, interview)
    if first:
        return _put(interview, _prompt(first[0], evidence), len(first) + at_most)
    left = at_most - interview.further
    worth = _worth(answers, triage, measured, interview) if left > 0 else []
    if not worth:
        return replace(interview, pending=None)
    interview = replace(interview, further=interview.further + 1)
    return _put(interview, question(worth[0].finding, evidence), min(left, len(worth)))


def _put(interview: Interview, prompt: Prompt, expected: int) -> Interview:
    """Put a question; what is still expected is at least this one, and never more than was said before."""
    before = interview.expected_remaining or expected
    return replace(interview, pending=prompt, expected_remaining=min(before, expected))


def _first(answers: Answers, triage: TriageResult, interview: Interview) -> list[str]:
    """Ids of the questions that come before any that is chosen for what it tells, in order."""
    safety = [q for q in triage.open_safety_questions if q.finding not in interview.asked]
    beside = [key for key in OPENING if interview.document.get(key) is None]
    places = [f for f in answers.findings if f.startswith(PLACE) and answers.findings[f] is True]
    ids = [
        *(q.finding for q in safety if q.split is not None),
        *(q.finding for q in safety if q.from_story),
        *beside,
        *(q.finding for q in safety if q.split is None and not q.from_story),
        *([] if places else [REGIONS]),
        *([] if REASON in answers.findings else [REASON]),
    ]
    return [name for name in ids if name not in interview.asked]


def _prompt(name: str, evidence: Evidence) -> Prompt:
    if name in OPENING:
        return opening(name, evidence)
    if name == REGIONS:
        return regions(evidence)
    return question(name, evidence, safety=name != REASON)


def _stands(answers: Answers, triage: TriageResult, measured: Mapping[str, Any], interview: Interview) -> bool:
    """Whether an emergency stays one however the splitting questions that can still be asked are answered."""
    splitting = [q.finding for q in triage.open_safety_questions if q.split and q.finding not in interview.asked]
    if not splitting:
        return True
    denied = replace(answers, findings={**answers.findings, **dict.fromkeys(splitting, False)})
    return triage_of(denied, interview.evidence, measured).urgency == EMERGENCY


def _worth(answers: Answers, triage: TriageResult, measured: Mapping[str, Any], interview: Interview) -> list[Worth]:
    """Questions of a probable serious cause, then those that tell more than the bound; none where the ranking fails."""
    evidence = interview.evidence
    bound = float(evidence.ranking.settings["questions"]["stop_below_bits"])
    asked = {*interview.asked, *(f for key in interview.asked for f in SAME_QUESTION.get(key, ()))}
    try:
        weighed = weigh(said(answers, evidence, measured), evidence, draws=False)
        ahead = outlook(answers, evidence, measured, triage.urgency)
        worth = worth_asking(weighed, ahead, (), evidence, but=frozenset(asked))
    except Exception:  # what is known by now still gets its level and its safety net
        return []
    return [w for w in worth if w.safety or w.total >= bound]
