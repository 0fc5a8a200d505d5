"""`ReportInput` -> `Page`: which sections belong to this level of urgency, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import inf
from typing import TYPE_CHECKING, Literal

from backstride.evidence.model import URGENCIES
from backstride.report.beside import asides
from backstride.report.beside import sources as sources_beside
from backstride.report.body import pain_drawing
from backstride.report.causes import causes
from backstride.report.history import answer_words, history_lines, is_place
from backstride.report.keep_in_mind import keep_in_mind
from backstride.report.page import Page, Seen, Source, ThisWeek, UrgencyBox, WeekRow, Why
from backstride.report.runs_shown import runs_shown
from backstride.report.safety_asked import asked, if_all_no, still_open
from backstride.report.say import SAID_ALREADY, what_to_say, whom_to_see
from backstride.report.watch import watch
from backstride.report.words import (
    ACTIVITY_WORDS,
    LEVEL_LOOK,
    CountryWords,
    clipped,
    date_words,
    day_words,
    lower_first,
    sentence,
    short_day,
    weekday,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backstride.assess.answers import Answers
    from backstride.assess.result import Assessment, FiredRule
    from backstride.evidence.model import Evidence
    from backstride.exposure.result import Exposures
    from backstride.plan.result import Plan, Session
    from backstride.report.page import Runs

SAMPLE_NOTE = "Composite sample runner: made from several real recordings, not a person."
NO_RUNS = "No runs were read. Add them and this page shows what came before the pain."
NOTHING_TOLD, NOTHING_MORE = "Nothing yet.", "Nothing beyond the safety questions."
HELD_BACK = "We leave likely causes until you have been seen. Getting seen today comes first."
PERSON_LENGTH = 90
SELF_CARE = URGENCIES[-1]
TOLD = 5
"""Most answers named beside the level."""
LEFT_TO_THE_PLAN = ("none", "usual_within_comfort", "modify_load")


@dataclass(frozen=True)
class ReportInput:
    """Everything a report is made from.

    Parameters
    ----------
    person
        How to name the runner, for example "Composite sample runner, 38, female".
    on
        Day of the check.
    answers, assessment, evidence
        What was said, what follows from it, and the knowledge behind it.
    exposures, plan
        What the runs amount to, and the week; None where there are none.
    runs
        What the runs showed, where it was kept with the answer; it stands before `exposures`.
    is_sample
        True for the sample runner, who is no person.
    sheet
        Size of the paper for the PDF, see `paper.sheet_of`.
    country
        Numbers and names of the health services; see `country_words`.
    """

    person: str
    on: date
    answers: Answers
    assessment: Assessment
    evidence: Evidence
    country: CountryWords
    exposures: Exposures | None = None
    plan: Plan | None = None
    is_sample: bool = False
    runs: Runs | None = None
    sheet: Literal["a4", "us-letter"] = "a4"


def compose(given: ReportInput) -> Page:
    """Put the report into words, section by section.

    In an emergency nothing but the emergency is said; on a same-day page the causes are held back.

    Parameters
    ----------
    given : ReportInput

    Returns
    -------
    Page
    """
    assessment, evidence = given.assessment, given.evidence
    emergency = assessment.urgency == "emergency"
    urgent = emergency or assessment.urgency == "same_day"
    book = _SourceBook(evidence)
    urgency = _urgency(given, book)
    week = None if emergency else _week(given, book, urgent=urgent)
    runs = None if emergency else given.runs or runs_shown(given.exposures, given.on, _pain_began(given))
    book.numbers(sources_beside(assessment))
    return Page(
        title=f"Emergency: {lower_first(urgency.head)}" if emergency else "Back pain and running: your answer",
        who=clipped(given.person, PERSON_LENGTH),
        summary=f"{date_words(given.on)} · from a self-check; not a diagnosis",
        notices=assessment.notices,
        urgency=urgency,
        drawing=pain_drawing(given.answers.regions) if given.answers.regions and not emergency else None,
        history=() if emergency else history_lines(given.answers, evidence, assessment.measured),
        no_history=NOTHING_MORE if assessment.triage.safety_asked else NOTHING_TOLD,
        causes=None if urgent or assessment.ranking_note else causes(assessment, evidence),
        causes_held_back="" if emergency else HELD_BACK if urgent else assessment.ranking_note or "",
        rule_out=() if emergency else keep_in_mind(assessment, given.answers, evidence),
        runs=runs,
        no_runs=NO_RUNS if runs is None and not emergency else "",
        week=week,
        watch=watch(assessment, given.answers, evidence, given.country),
        recheck="" if emergency else _recheck(given, urgent=urgent),
        seen=Seen(
            heading="Say this, or show this page" if emergency else "Who to see, and what to say",
            whom="" if emergency else whom_to_see(assessment, evidence, given.country),
            say=what_to_say(given.answers, assessment, evidence),
        ),
        instructions=tuple(evidence.triage.level_words[assessment.urgency].get("instructions", ())),
        sources=book.entries(),
        sample_note=SAMPLE_NOTE if given.is_sample else "",
        evidence_version=assessment.evidence_version,
        beside=asides(assessment),
        notes_box=not emergency,
    )


class _SourceBook:
    """Numbers sources in the order in which the page first names them."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence
        self._numbers: dict[str, int] = {}

    def numbers(self, ids: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(sorted(self._numbers.setdefault(ref, len(self._numbers) + 1) for ref in ids))

    def entries(self) -> tuple[Source, ...]:
        return tuple(Source(ref, self._citation(ref)) for ref in self._numbers)

    def _citation(self, ref: str) -> str:
        known = self._evidence.references.get(ref)
        return " ".join(known.citation.split()) if known else ""


def _urgency(given: ReportInput, book: _SourceBook) -> UrgencyBox:
    triage = given.assessment.triage
    words = given.evidence.triage.level_words[triage.urgency]
    fired = triage.reasons
    emergency = triage.urgency == "emergency"
    if emergency:
        fired = tuple(rule for rule in fired if rule.level == "emergency")
    elif triage.urgency != SELF_CARE:
        # "This mostly settles by itself" beside a reason to be seen would take that reason back.
        fired = tuple(rule for rule in fired if rule.level != SELF_CARE)
    # A plan says itself how much running there is; beside it "do less" would read as leave to run.
    planned = given.plan is not None and triage.activity in LEFT_TO_THE_PLAN
    until = "" if planned else ACTIVITY_WORDS.get(triage.activity, "")
    return UrgencyBox(
        level=triage.urgency,
        look=LEVEL_LOOK[triage.urgency],
        head=given.country.local(words["head"]),
        how=_how(given),
        told=_told(given, fired),
        why=tuple(_why(rule, book, given.country) for rule in _most_urgent_first(fired)) or (Why(NOTHING_FIRED, ()),),
        asked=asked(triage),
        still_open=() if emergency else still_open(triage, given.evidence),
        if_all_no=if_all_no(given.assessment),
        until_then=(until,) if until and not emergency else (),
        dial=given.country.dial,
    )


NOTHING_FIRED = (
    "None of our rules asks for more haste, and none says self-care is enough. Two weeks is then the careful choice."
)


def _most_urgent_first(fired: tuple[FiredRule, ...]) -> list[FiredRule]:
    def haste(rule: FiredRule) -> tuple[int, float]:
        return URGENCIES.index(rule.level), inf if rule.target_hours is None else rule.target_hours

    return sorted(fired, key=haste)


def _told(given: ReportInput, fired: tuple[FiredRule, ...]) -> tuple[str, ...]:
    """The answers that set the level, in the words of their statements; places stand in what to say."""
    level = given.assessment.urgency
    because = dict.fromkeys(fact.partition("=")[0] for rule in fired if rule.level == level for fact in rule.because)
    findings, said = given.evidence.findings, given.answers.findings
    known = [f for f in because if f in findings and f in said and said[f] is not False and not is_place(f)]
    words = [answer_words(findings[f], said[f]) for f in known if f not in SAID_ALREADY]
    return tuple(dict.fromkeys(line for line in words if line))[:TOLD]


def _why(rule: FiredRule, book: _SourceBook, country: CountryWords) -> Why:
    return Why(sentence(country.local(rule.text)), book.numbers(rule.sources))


def _how(given: ReportInput) -> str:
    words = given.evidence.triage.level_words[given.assessment.urgency]
    action = given.country.local(words["action"])
    if given.assessment.urgency == "same_day":
        # The heading has said the first part; the number to ring comes first.
        rest = action.removeprefix(f"{given.country.local(words['head'])}.").strip()
        return f"{given.country.same_day}. {sentence(rest)}".strip()
    return sentence(action)


def _pain_began(given: ReportInput) -> date | None:
    days = given.answers.duration_days
    return None if days is None else given.on - timedelta(days=round(days))


def _week(given: ReportInput, book: _SourceBook, *, urgent: bool) -> ThisWeek:
    plan = given.plan
    later = plan is not None and plan.week > given.on
    week = f"The week from {day_words(plan.week)}" if plan is not None and later else "This week"
    heading = "Until you are seen" if urgent else week
    advice = _advice(given)
    stopped = plan.stopped_because if plan is not None else None
    if stopped or urgent or plan is None:
        lead = stopped or ("Your plan is paused until you have been seen." if urgent else "")
        return ThisWeek(heading, sentence(lead), (), advice)
    for note in plan.rules:
        book.numbers(note.sources)
    return ThisWeek(heading, sentence(plan.running), _rows(plan.sessions, given.on), advice)


def _rows(sessions: Sequence[Session], today: date) -> tuple[WeekRow, ...]:
    """What is still to come; equal sessions share a line with all their days."""
    equal: dict[str, list[Session]] = {}
    for session in sessions:
        if session.day >= today:
            equal.setdefault(_session_words(session), []).append(session)
    return tuple(
        WeekRow(
            day=short_day(same[0].day) if len(same) == 1 else ", ".join(weekday(session.day) for session in same),
            what=what,
            why=next((session.why for session in same if session.why), ""),
        )
        for what, same in equal.items()
    )


def _advice(given: ReportInput) -> tuple[str, ...]:
    """The level's advice without what the box at the top has said already."""
    words = given.evidence.triage.level_words[given.assessment.urgency]
    said = tuple(given.country.local(words[key]) for key in ("head", "action"))
    lines = (sentence(given.country.local(line)) for line in given.assessment.advice)
    return tuple(line for line in lines if not line.startswith(said))


SESSION_WORDS = {"gentle": "Gentle moves", "cross": "Other sport", "check": "Try-out", "talk": "Talk to someone"}


def _session_words(session: Session) -> str:
    kind = SESSION_WORDS.get(session.kind, sentence(session.kind.replace("_", " ")).rstrip("."))
    time = f", {session.minutes} min" if session.minutes else ""
    return f"{kind}{time}: {session.detail}" if session.detail else f"{kind}{time}"


def _recheck(given: ReportInput, *, urgent: bool) -> str:
    day = date_words(given.assessment.recheck_on)
    if urgent:
        return f"Check again on {day}, or as soon as you have been seen."
    return f"Check again on {day}, or sooner if anything changes."
