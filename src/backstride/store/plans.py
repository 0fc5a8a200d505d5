"""Weeks that were planned for an assessment, and what became of their sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from .checks import answers_of
from .emergencies import open_emergency_of
from .left_open import left_pressing
from .models import Assessment, DiaryEntry, Plan, PlanLogEntry
from .models.runner import ChangedMeanwhileError
from .refusal import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from backstride.evidence import Evidence
    from backstride.exposure import Exposures
    from backstride.plan import Logged

    from .models import Runner

PRESSING = ("emergency", "same_day")
"""Levels at which no week is planned."""


def make_plan(
    assessment: Assessment,
    week: date,
    evidence: Evidence,
    *,
    exposures: Exposures | None = None,
    run_since: Exposures | None = None,
) -> Plan:
    """Plan the week of a day for an assessment, with everything that was logged, and keep it.

    Parameters
    ----------
    exposures
        What the runs say on the day of the check.
    run_since
        What they amount to on the day of planning, for how far to go; without it, `exposures`.

    Raises
    ------
    RefusedError
        If no week can be planned; says why.
    """
    from backstride.assess import assess
    from backstride.plan import PlanError, build

    if left_pressing(assessment.runner) is not None:
        words = _("A check that is not finished may need help today. There is no week until it is finished.")
        raise RefusedError(words, "check")
    if _help_comes_first(assessment):
        raise RefusedError(_("A later answer says to be seen first. There is no week until then."), "check")
    check = assessment.made_of
    given = answers_of(check, evidence)
    earlier = None if check.follows is None else check.follows.assessments.first()
    result = assess(
        given, evidence, today=check.day, exposures=exposures, previous=None if earlier is None else earlier.result
    )
    try:
        ran = run_since or exposures
        plan = build(result, given, evidence, week=week, exposures=ran, log=logged(assessment.runner))
    except PlanError as error:
        raise RefusedError(str(error), "week") from None
    return Plan.objects.create(
        runner_id=assessment.runner_id,
        made_for=assessment,
        week_starts_on=plan.week,
        evidence_version=evidence.version,
        document=plan.as_json(),
    )


def _help_comes_first(assessment: Assessment) -> bool:
    """Whether an emergency of the runner is open, or a newer answer presses; an older one plans no week over it."""
    opened = open_emergency_of(assessment.runner)
    newest = Assessment.objects.filter(runner_id=assessment.runner_id).only("urgency").first()
    return any(
        other is not None and other.pk != assessment.pk and other.urgency in PRESSING for other in (opened, newest)
    )


def log_session(plan: Plan, session: int, entry: Mapping[str, Any], *, seen_version: int | None = None) -> PlanLogEntry:
    """Keep what became of one session of a plan.

    Parameters
    ----------
    session
        Its place in the plan's list of sessions, from 0.
    entry
        As `backstride plan log` writes it, without `day` and `kind` (they are the session's).
    seen_version
        Version of the entry that is being changed; None where there is none yet.

    Raises
    ------
    RefusedError
        If there is no such session, or the entry cannot be used.
    ChangedMeanwhileError
        If the session has an entry the writer did not see.
    """
    from backstride.plan import Logged, PlanError

    sessions = plan.document.get("sessions", [])
    if not 0 <= session < len(sessions):
        raise RefusedError(_("This week has no such session. Look at the week again."), "session")
    whole = {"kind": sessions[session]["kind"], **entry, "day": entry.get("day", sessions[session]["day"])}
    try:
        read = Logged.from_json(whole)
    except PlanError as error:
        raise RefusedError(str(error), "entry") from None
    if seen_version is not None:
        kept = PlanLogEntry.objects.get(plan=plan, session=str(session))
        kept.change(seen_version, entry=whole, day=read.day)
        return kept
    try:
        with transaction.atomic():
            return PlanLogEntry.objects.create(
                runner_id=plan.runner_id, plan=plan, session=str(session), day=read.day, entry=whole
            )
    except IntegrityError:
        raise ChangedMeanwhileError(PlanLogEntry.objects.get(plan=plan, session=str(session))) from None


def logged(runner: Runner) -> tuple[Logged, ...]:
    """Everything a runner logged, sessions and diary days, as the planner reads it."""
    from backstride.plan import Logged

    sessions = [entry.entry for entry in PlanLogEntry.objects.filter(runner=runner).order_by("day", "created_at")]
    days = [
        {**e.values, "day": e.day.isoformat(), "kind": "day"}
        for e in DiaryEntry.objects.filter(runner=runner).order_by("day")
    ]
    return tuple(Logged.from_json(entry) for entry in [*sessions, *days])
