"""The adaptive interview as a pure state machine: a reply in, the next question or the result out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from backstride.evidence.model import URGENCIES

from .answers import AnswersError, read_answers
from .check import assess, measured_findings, triage_of
from .compare import held, read_previous
from .first_questions import first_prompts
from .outlook import outlook
from .prompts import OPENING, Prompt, question
from .questions import worth_asking
from .said import said
from .screens import further_screen, pages, told_by, unsure_of
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

Ended = Literal["emergency", "nothing_more", "enough_asked", "not_ranked", "stopped"]
ENDED: Mapping[Ended, str] = {
    "emergency": "We stopped asking: you need help now.",
    "nothing_more": "Nothing more we could ask would likely change what to do.",
    "enough_asked": "We stopped here so as not to ask too much. More answers could still change what to do.",
    "not_ranked": "We could not work out what else to ask.",
    "stopped": "You stopped the questions here. More answers could still change what to do.",
}
"""Why the questions ended, in words."""

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
    grouped : whether yes/no questions that belong together are put on one screen
    asked : ids of the questions replied to, "don't know" included, in order; those of a screen by themselves
    singly : questions of screens that were answered "not sure", to be asked one by one
    replies : how many questions were replied to, a screen counting once
    further : how many of the questions put so far were chosen for what they tell
    pending : the question that waits for a reply; None when the interview is over
    urgency : the level so far
    expected_remaining : questions still expected, the pending one included; never rises
    ended : why there is no further question
    chosen : whether the pending question is one of the further ones
    """

    evidence: Evidence
    today: date
    exposures: Exposures | None
    previous: Mapping[str, Any] | None
    document: Mapping[str, Any]
    grouped: bool
    asked: tuple[str, ...]
    singly: tuple[str, ...]
    replies: int
    further: int
    pending: Prompt | None
    urgency: Urgency
    expected_remaining: int
    ended: Ended | None = None
    chosen: bool = False

    def message(self) -> dict[str, Any]:
        """The next line of the protocol: a question, or the result of the whole interview."""
        if self.pending is None:
            answers = read_answers(self.document, self.evidence)
            result = assess(answers, self.evidence, today=self.today, exposures=self.exposures, previous=self.previous)
            ended = self.ended or "stopped"
            told = {"asked": self.replies, "ended": {"because": ended, "text": ENDED[ended]}}
            return {"result": {**result.as_json(), **told}}
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
    grouped: bool = False,
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
    grouped
        Put the first safety questions, and rare alarms, several on one screen; else every question comes alone.

    Raises
    ------
    AnswersError
        If the document or the earlier result cannot be used.
    """
    return ahead(
        Interview(
            evidence=evidence,
            today=today,
            exposures=exposures,
            previous=previous,
            document={} if document is None else document,
            grouped=grouped,
            asked=(),
            singly=(),
            replies=0,
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
        `{"id", "value"}`, where null means "don't know", or `{"stop": true}`; to a screen as `screens.told_by` says.

    Returns
    -------
    interview, message
        A reply that cannot be used leaves the interview as it was: the message then holds the question again and
        `error`, one sentence that says what is wrong.
    """
    try:
        after = take(interview, reply)
    except AnswersError as error:
        return interview, {"error": str(error), **({} if interview.pending is None else interview.message())}
    return after, after.message()


def take(interview: Interview, reply: Any) -> Interview:
    """The interview after one reply, as `respond` takes it.

    Raises
    ------
    AnswersError
        If the reply cannot be used.
    """
    pending = interview.pending
    if pending is None:
        raise AnswersError("The interview is over; there is no question to reply to.")
    if not isinstance(reply, Mapping):
        raise AnswersError('A reply is {"id": "...", "value": ...} or {"stop": true}.')
    if reply.get("stop") is True:
        return replace(interview, pending=None, ended="stopped")
    ids = (pending.id, *pending.choices) if pending.type == "screen" else (pending.id,)
    if "value" not in reply or reply.get("id") not in ids:
        raise AnswersError(f'The question is "{pending.id}"; reply with {{"id": "{pending.id}", "value": ...}}.')
    document = dict(interview.document)
    told = told_by(pending, reply) if pending.type == "screen" else {pending.id: reply["value"]}
    if pending.id in OPENING:
        document |= told
    else:
        document["answers"] = {**(document.get("answers") or {}), **told}
    one_by_one = unsure_of(pending, reply) if pending.type == "screen" else ()
    return ahead(
        replace(
            interview,
            document=document,
            asked=(*interview.asked, *told),
            singly=(*interview.singly, *one_by_one),
            replies=interview.replies + 1,
        )
    )


def ahead(interview: Interview) -> Interview:
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
    interview = replace(interview, urgency=shown.urgency, ended=None, chosen=False)
    if firm.urgency == EMERGENCY and _stands(answers, firm, measured, interview):
        return replace(interview, pending=None, ended="emergency")
    settings = evidence.ranking.settings["questions"]
    at_most = int(settings["screens"]["further_at_most"] if interview.grouped else settings["at_most"])
    prompts = first_prompts(answers, triage, interview)
    if prompts:
        return _put(interview, prompts[0], _expected(len(prompts) + at_most, len(prompts), interview))
    left = at_most - interview.further
    worth = _worth(answers, triage, measured, interview)
    if worth is None:
        return replace(interview, pending=None, ended="not_ranked")
    deciding = [w for w in worth if w.safety or w.decides >= 1.0]
    if not deciding:
        return replace(interview, pending=None, ended="nothing_more")
    if left <= 0:  # then only what could still be an emergency
        least = float(settings["asks_above"][EMERGENCY])
        deciding = [w for w in deciding if w.changes.get(EMERGENCY, 0.0) >= least]
        if not deciding:
            return replace(interview, pending=None, ended="enough_asked")
    interview = replace(interview, further=interview.further + 1, chosen=True)
    return _put(interview, *_next(deciding, worth, interview, max(left, 1)))


def _next(deciding: list[Worth], worth: list[Worth], interview: Interview, left: int) -> tuple[Prompt, int]:
    """The best question, on a screen with others where they go together; and how many pages are still expected."""
    best, evidence = deciding[0], interview.evidence
    on_screens = pages(deciding, evidence) if interview.grouped else 0
    expected = min(left, _expected(len(deciding), on_screens, interview))
    if interview.grouped and best.finding not in interview.singly:
        beside = [w for w in worth if w is not best and w.finding not in interview.singly]
        screen = further_screen([best, *beside], evidence)
        if screen is not None:
            return screen, expected
    return question(best.finding, evidence), expected


def _expected(one_by_one: int, on_screens: int, interview: Interview) -> int:
    """Pages still to come; with screens those open now, and as many as such an interview usually takes.

    Answers open further questions; those open now alone would promise the end long before it comes.
    """
    if not interview.grouped:
        return one_by_one
    usual = int(interview.evidence.ranking.settings["questions"]["screens"]["usual"])
    return max(on_screens, usual - interview.replies)


def _put(interview: Interview, prompt: Prompt, expected: int) -> Interview:
    """Put a question; what is still expected is at least this one, and never more than was said before."""
    before = interview.expected_remaining or expected
    return replace(interview, pending=prompt, expected_remaining=min(before, expected))


def _stands(answers: Answers, triage: TriageResult, measured: Mapping[str, Any], interview: Interview) -> bool:
    """Whether an emergency stays one however the splitting questions that can still be asked are answered."""
    splitting = [q.finding for q in triage.open_safety_questions if q.split and q.finding not in interview.asked]
    if not splitting:
        return True
    denied = replace(answers, findings={**answers.findings, **dict.fromkeys(splitting, False)})
    return triage_of(denied, interview.evidence, measured).urgency == EMERGENCY


def _worth(
    answers: Answers, triage: TriageResult, measured: Mapping[str, Any], interview: Interview
) -> list[Worth] | None:
    """Questions of a probable serious cause, then the others by what they could change; None if ranking fails."""
    evidence = interview.evidence
    asked = {*interview.asked, *(f for key in interview.asked for f in SAME_QUESTION.get(key, ()))}
    try:
        weighed = weigh(said(answers, evidence, measured), evidence, draws=False)
        ahead = outlook(answers, evidence, measured, triage.urgency)
        return worth_asking(weighed, ahead, (), evidence, but=frozenset(asked))
    except Exception:  # what is known by now still gets its level and its safety net
        return None
