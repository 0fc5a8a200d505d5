"""A check-in, its answers and the log -> the plan of one week."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from backstride.evidence.model import URGENCIES

from .choice import cell_of, family_of, phase_of, table_of
from .course import check_met, course, pain_free
from .exercises import Allowed
from .facts import Facts
from .from_log import danger_noted, leg_sign_noted, log_words
from .gates import gate
from .items import items_of
from .result import Limits, Plan, PlanError, RuleNote
from .rulebook import Rulebook
from .running import running_of
from .shown import Case, clash_sentence, clinician_words, left_out, notes, sessions
from .week import Clash, place
from .wishes import wishes_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from backstride.assess.answers import Answers
    from backstride.assess.result import Assessment
    from backstride.evidence.model import Evidence
    from backstride.exposure.result import Exposures

    from .course import Course
    from .log import Logged
    from .wishes import Wishes

FIRST_YEAR, LAST_YEAR = 1900, 2999
"""Years in which a day some weeks off still has a date."""


def build(
    assessment: Assessment,
    answers: Answers,
    evidence: Evidence,
    *,
    week: date,
    exposures: Exposures | None = None,
    log: Sequence[Logged] = (),
    availability: Mapping[str, Any] | None = None,
) -> Plan:
    """The plan of one week.

    Parameters
    ----------
    week
        Any day of the week to plan.
    exposures
        What the runs amount to; they give the longest run of the last 30 days.
    log
        What was done and how it was borne; without it everything starts at the first step.
    availability
        Free times and other wishes, see `wishes.wishes_of`.

    Raises
    ------
    PlanError
        If the wishes or the care evidence cannot be used.
    """
    facts = Facts.of(assessment, answers, evidence)
    rules = Rulebook.of(evidence.sections)
    return plan_of(facts, rules, week=week, exposures=exposures, log=log, availability=availability)


def plan_of(
    facts: Facts,
    rules: Rulebook,
    *,
    week: date,
    exposures: Exposures | None = None,
    log: Sequence[Logged] = (),
    availability: Mapping[str, Any] | None = None,
) -> Plan:
    """The plan of one week from the facts of a check-in; see `build`.

    Raises
    ------
    PlanError
        As `build`.
    """
    monday = monday_of(week)
    wishes = wishes_of(availability, monday, rules)
    plan, state = _planned(facts, rules, monday, wishes, exposures=exposures, log=log)
    if not log:
        return plan
    if state is None:
        # Stopped: the reason stands in `stopped_because`; only a leg sign of the log has still to be told.
        return replace(plan, from_log=rules.plan.gates.log_leg_sign if leg_sign_noted(log) else "")
    without, _ = _planned(facts, rules, monday, wishes, exposures=exposures, log=())
    return replace(plan, from_log=log_words(log, plan, without, state, rules))


def monday_of(day: date) -> date:
    """The Monday of the week of a day.

    Raises
    ------
    PlanError
        If the calendar of the computer does not hold the weeks around it.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise PlanError(f"A week of the year {day.year} cannot be planned; give a day of this week or the next.")
    return day - timedelta(days=day.weekday())


def _planned(
    facts: Facts,
    rules: Rulebook,
    monday: date,
    wishes: Wishes,
    *,
    exposures: Exposures | None,
    log: Sequence[Logged],
) -> tuple[Plan, Course | None]:
    """The week, and where the log has led; no course where the week is stopped."""
    if leg_sign_noted(log):
        facts = replace(facts, safety_complete=False)
    decided = gate(
        facts,
        rules,
        cleared=check_met(log, "clinician_clearance", rules, monday) is True,
        approved=check_met(log, "clinician_approved_plan", rules, monday) is True,
    )
    if danger_noted(log) and facts.urgency != URGENCIES[0]:
        both = [rules.plan.gates.log_stops.danger_sign, decided.stopped or ""]
        return _stopped(monday, " ".join(both).strip(), ("D4", *decided.fired), rules), None
    if decided.stopped is not None:
        return _stopped(monday, decided.stopped, decided.fired, rules), None
    family = family_of(facts, decided, rules)
    painless = pain_free(log, rules, monday)
    phase = phase_of(facts, rules, family=family, gate=decided, pain_free=painless)
    cell = cell_of(family, phase, rules)
    name = table_of(family, cell, facts, rules)
    table = rules.tables[name] if name is not None else None
    hold = any(facts.holds(sign) is True for sign in rules.plan.gates.no_increase_while)
    state = course(log, rules, table, week=monday, hold=hold)
    if state.stop is not None:
        return _stopped(monday, state.stop, ("D4",), rules), None
    running = running_of(cell, table, facts, decided, state, rules, log=log, week=monday, exposures=exposures)
    case = Case(monday, facts, rules, decided, state, family, phase, cell, running, wishes)
    limits = _limits(case, log)
    items = items_of(case, _allowed(case, limits), limits)
    answer = place(items, limits, rules, week=monday)
    if isinstance(answer, Clash):
        return _stopped(monday, clash_sentence(answer, items), ("W8",), rules), None
    plan = Plan(
        week=monday,
        phase=phase,
        family=family,
        stopped_because=None,
        running=running.sentence,
        sessions=sessions(case, answer, limits),
        rules=notes(case, answer),
        phase_words=next((band.words for band in rules.plan.phases if band.id == phase), BETWEEN),
        certainty=running.certainty,
        clinician=clinician_words(case),
        left_out=left_out(case, items, answer),
        limits=limits,
    )
    return plan, state


BETWEEN = "between sore spells"
"""Words for the phase without a band of days."""


def explain(plan: Plan) -> list[RuleNote]:
    """Why the week looks as it does: the rules that shaped it, hard ones first."""
    return sorted(plan.rules, key=lambda note: not note.hard)


def _stopped(monday: date, sentence: str, fired: Sequence[str], rules: Rulebook) -> Plan:
    return Plan(
        week=monday,
        phase="none",
        family=None,
        stopped_because=sentence,
        running="",
        sessions=(),
        rules=tuple(rules.note(name) for name in fired),
        limits=Limits(sessions=False, walks=False),
    )


def _limits(case: Case, log: Sequence[Logged]) -> Limits:
    days = {case.monday + timedelta(days=n) for n in range(7)}
    done = {e.day for e in log if e.day in days and e.done and e.kind not in ("day", "check")}
    running, gate_ = case.running, case.gate
    return Limits(
        running=gate_.running and running.table is not None,
        impact=gate_.impact and running.past_table,
        walks=gate_.cleared or not gate_.bone,
        gentle_only=gate_.gentle_only or case.course.sore_since is not None,
        walks_only=gate_.walks_only,
        table=running.table.id if running.table is not None else None,
        stage=running.stage,
        past_table=running.past_table,
        max_distance_m=running.max_distance_m,
        easy_before=case.course.easy_before,
        ran=tuple(day for day in case.course.ran if case.monday - timedelta(days=7) <= day),
        last_strength=case.course.last_strength,
        busy=tuple(sorted(done)),
        windows=case.wishes.windows,
        bed_time_min=case.wishes.bed_time_min,
        without=case.wishes.without,
    )


def _allowed(case: Case, limits: Limits) -> Allowed:
    return Allowed(
        family=case.family,
        phase=case.phase,
        impact=limits.impact,
        gentle_only=limits.gentle_only,
        equipment=case.wishes.equipment,
        without=case.wishes.without,
        lighter=case.course.lighter,
    )
