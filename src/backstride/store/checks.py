"""A check from its first answer to its assessment, and the new one that an edited answer opens."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from backstride import __version__

from .models import Answer, Assessment, Check
from .refusal import RefusedError
from .text import plain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from datetime import date

    from backstride.assess.answers import Answers
    from backstride.evidence import Evidence
    from backstride.exposure import Exposures

    from .models import Runner

TOP_LEVEL = ("age", "sex", "duration_days")
"""Keys that stand beside `answers` in the document of a check-in; kept as answers under the same names."""


def open_check(runner: Runner, *, day: date, time_zone: str, follows: Check | None = None) -> Check:
    """Begin a check on the runner's day; `follows` is the earlier check of the same episode.

    Who flew over the date line is a day back; the check then counts as of the day of the one it follows.
    """
    if follows is not None:
        if follows.runner_id != runner.pk:
            raise RefusedError(_("The earlier check belongs to somebody else. Begin a new one."), "follows")
        day = max(day, follows.day)
    return Check.objects.create(runner=runner, day=day, time_zone=time_zone, follows=follows)


def put_answers(
    check: Check,
    values: Mapping[str, Any],
    evidence: Evidence,
    *,
    seen_version: int,
    source: str = Answer.Source.ASKED,
    story: str | None = None,
    story_dropped: Sequence[str] | None = None,
    taken_back: Collection[str] = (),
    course: Mapping[str, Any] | None = None,
) -> Check:
    """Keep answers by finding id (`age`, `sex`, `duration_days` too); None means don't know.

    All of them are kept, or none. When this returns they would survive a power cut.

    Parameters
    ----------
    story_dropped
        Findings that were misread in the story; they do not count.
    taken_back
        Answers that no longer hold, as if never given.
    course
        Where the interview stands after these answers.

    Raises
    ------
    RefusedError
        If the check is finished, or an answer cannot be understood.
    ChangedMeanwhileError
        If another window has saved answers since `seen_version`.
    """
    with transaction.atomic():
        _must_be_open(check)
        beside = {"story_dropped": story_dropped, "course": course}
        changed = {name: value for name, value in beside.items() if value is not None}
        if story is not None:
            changed["story"] = plain(story, "story")
            # What was crossed out in one story is not crossed out in another: a danger told again is heard again.
            if story_dropped is None and changed["story"] != check.story:
                changed["story_dropped"] = []
        check.change(seen_version, **changed, **_safety_put(check, values, taken_back, evidence))
        if taken_back:
            check.answers.filter(finding__in=taken_back).delete()
        Answer.objects.bulk_create(
            [
                Answer(answered_in=check, runner_id=check.runner_id, finding=finding, value=value, source=source)
                for finding, value in values.items()
            ],
            update_conflicts=True,
            unique_fields=["answered_in", "finding"],
            update_fields=["value", "source", "changed_at"],
        )
        answers_of(check, evidence)
    return check


def finish(
    check: Check,
    evidence: Evidence,
    *,
    seen_version: int,
    exposures: Exposures | None = None,
) -> Assessment:
    """Assess what was answered, keep the result with the version of the evidence, and close the check.

    Raises
    ------
    RefusedError
        If the check is finished already, or its answers cannot be understood.
    ChangedMeanwhileError
        If another window has saved answers since `seen_version`.
    """
    from backstride.assess import assess
    from backstride.assess.answers import AnswersError

    with transaction.atomic():
        _must_be_open(check)
        given = answers_of(check, evidence)
        try:
            assessed = assess(given, evidence, today=check.day, exposures=exposures, previous=earlier_result(check))
        except AnswersError as error:
            raise RefusedError(str(error), "answers") from None
        result = assessed.as_json()
        check.change(seen_version, state=Check.State.FINISHED, finished_at=timezone.now())
        return keep_result(check, result, runs=_runs_shown(check, given, exposures))


def keep_result(check: Check, result: dict[str, Any], *, runs: dict[str, Any] | None = None) -> Assessment:
    """Keep what came out of a check, once and for all."""
    return Assessment.objects.create(
        runner_id=check.runner_id,
        made_of=check,
        evidence_version=result["evidence_version"],
        product_version=__version__,
        urgency=result["urgency"],
        result=result,
        runs=runs,
    )


def edit(check: Check, evidence: Evidence, *, day: date, time_zone: str) -> Check:
    """Open a new check with the answers of a finished one, but for those that are asked again.

    These are the first safety questions, what made the answer an emergency or one for today, and what did so in any
    other check of the runner that nothing settled yet: a no of before is no reply to it.

    Raises
    ------
    RefusedError
        If a newer answer follows it: changing the older one would leave out what the newer one found.
    """
    if check.state != Check.State.FINISHED:
        return check
    if Check.objects.filter(follows=check, state=Check.State.FINISHED).exists():
        raise RefusedError(_("There is a newer answer than this one. Look at that first."))
    from .given import copy_answers

    with transaction.atomic():
        again = {*evidence.triage.ask_first, *_made_urgent_by(check, evidence)}
        opened = open_check(check.runner, day=day, time_zone=time_zone, follows=check)
        Check.objects.filter(pk=opened.pk).update(story=check.story, story_dropped=check.story_dropped)
        copy_answers(check, opened, evidence, without=again)
    opened.refresh_from_db()
    return opened


def _made_urgent_by(check: Check, evidence: Evidence) -> Iterator[str]:
    """What set the level of a check, and that of all that is urgent and not settled."""
    from backstride.assess.answers import AnswersError
    from backstride.assess.compare import set_by

    from .left_open import urgent_results

    found = check.assessments.first()
    for result in (*([] if found is None else [found.result]), *urgent_results(check.runner)):
        try:
            yield from set_by(result, evidence)
        except AnswersError:  # finishing the new check refuses it in one sentence
            continue


def document_of(check: Check) -> dict[str, Any]:
    """The answers document of a check, as the command line reads it."""
    said = dict(check.answers.order_by("created_at", "finding").values_list("finding", "value"))
    story = {"story": check.story} if check.story else {}
    dropped = {"story_dropped": check.story_dropped} if check.story_dropped else {}
    return document_from(said, **story, **dropped)


def document_from(said: Mapping[str, Any], **beside: Any) -> dict[str, Any]:
    """The answers document of some answers by finding."""
    top = {key: said[key] for key in TOP_LEVEL if key in said}
    return {**top, **beside, "answers": {key: value for key, value in said.items() if key not in TOP_LEVEL}}


def answers_of(check: Check, evidence: Evidence) -> Answers:
    """The answers of a check, read and closed under the vocabulary.

    Raises
    ------
    RefusedError
        If one of them cannot be understood; names it.
    """
    from backstride.assess.answers import AnswersError, read_answers

    try:
        return read_answers(document_of(check), evidence)
    except AnswersError as error:
        raise RefusedError(str(error), "answers") from None


def _runs_shown(check: Check, given: Answers, exposures: Exposures | None) -> dict[str, Any] | None:
    """What the runs showed on that day; reading all of them again for each look at the answer would take seconds."""
    if exposures is None:
        return None
    from backstride.report.runs_shown import as_document, runs_shown

    days = given.duration_days
    shown = runs_shown(exposures, check.day, None if days is None else check.day - timedelta(days=round(days)))
    return None if shown is None else as_document(shown)


def earlier_result(check: Check) -> dict[str, Any] | None:
    """The result of the check that this one follows, as JSON; over one that was never finished, the one before it."""
    before = check.follows
    while before is not None:
        earlier = before.assessments.first()
        if earlier is not None:
            result: dict[str, Any] = earlier.result
            return result
        before = before.follows
    return None


def _must_be_open(check: Check) -> None:
    state = Check.objects.select_for_update().values_list("state", flat=True).filter(pk=check.pk).first()
    if state is None:
        raise RefusedError(_("This check was erased. Begin a new one."))
    if state != Check.State.OPEN:
        raise RefusedError(_("This check is finished. To change an answer, open a new one from it."))


def _safety_put(
    check: Check, values: Mapping[str, Any], taken_back: Collection[str], evidence: Evidence
) -> dict[str, Any]:
    """When the first safety questions were put: at the oldest reply to one of them that is no yes.

    A yes does not grow old: it stands until the runner changes it.
    """
    first = set(evidence.triage.ask_first)
    kept = check.answers.filter(finding__in=first - set(taken_back) - set(values)).values_list("value", flat=True)
    stands = check.safety_asked_at if any(value is not True for value in kept) else None
    if first & set(values):
        stands = stands or timezone.now()
    return {"safety_asked_at": stands}
