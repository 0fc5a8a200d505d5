"""Checks that were left open although what was told in them already means help today, and that nothing settled since.

A check is left by beginning another one, in the web or over the API, and may hold answers that no page ever showed.
"""

from __future__ import annotations

import logging
from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any

from .checks import TOP_LEVEL, answers_of, document_from, document_of
from .emergencies import open_emergencies_of, settled_since
from .knowledge import the_evidence
from .models import Check
from .refusal import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    from backstride.assess.answers import Answers
    from backstride.evidence import Evidence
    from backstride.evidence.model import Urgency

    from .models import Runner

log = logging.getLogger(__name__)
PRESSING: tuple[Urgency, ...] = ("emergency", "same_day")
"""Levels that are not left behind, the more urgent first."""
KEPT = 1024
"""Levels kept in memory: a version of a check never changes, and an account may have left many checks open."""


def left_pressing(runner: Runner) -> Check | None:
    """The open check of a runner that presses by its own answers: an emergency first, else the newest of them.

    A level that is only held over from an earlier answer is not its own; that answer says it already.
    """
    found: dict[Urgency, Check] = {}
    for check, level in _all_pressing(runner):
        # The newest of each level is enough: whether an older one is settled need not be looked up.
        if level not in found and not _is_settled(check):
            found[level] = check
    return next((found[level] for level in PRESSING if level in found), None)


def urgent_results(runner: Runner) -> Iterator[Mapping[str, Any]]:
    """The results, as JSON, of every open emergency and of every open check that presses."""
    for alarm in open_emergencies_of(runner):
        yield alarm.result
    for check, _level in _all_pressing(runner):
        if not _is_settled(check):
            yield _result(check)


def _all_pressing(runner: Runner) -> Iterator[tuple[Check, Urgency]]:
    """Open checks that press, the newest first, settled or not."""
    for check in runner.checks.filter(state=Check.State.OPEN).order_by("-created_at"):
        level = level_so_far(check)
        if level in PRESSING:
            yield check, level


def level_so_far(check: Check) -> Urgency | None:
    """How soon to be seen by what an open check holds, its story too; by what can be read where not all of it can.

    None where the check was changed while it was looked at.
    """
    return _level((check.pk, check.version, the_evidence().version))


@lru_cache(maxsize=KEPT)
def _level(seal: tuple[UUID, int, str]) -> Urgency | None:
    """The level of one version of a check by one version of the evidence."""
    from backstride.assess.check import triage_of
    from backstride.assess.spoken import spoken_of

    pk, version, _evidence = seal
    evidence = the_evidence()
    check = Check.objects.filter(pk=pk, version=version).first()
    if check is None:  # changed while it was looked at; the next look finds the newer one
        return None
    answers = _readable(check, evidence)
    return spoken_of(triage_of(answers, evidence, {}), answers, evidence, {}).triage.urgency


def can_go_on(check: Check) -> bool:
    """Whether all that an open check holds can be read, so that it can be gone on with and finished."""
    try:
        answers_of(check, the_evidence())
    except RefusedError:
        return False
    return True


def _readable(check: Check, evidence: Evidence) -> Answers:
    """The answers of a check; of one that holds something unreadable, all that can be read, so that no danger is lost.

    An answer cannot be read where the evidence no longer knows it, or where it does not go with another one.
    """
    from backstride.assess.answers import AnswersError, read_answers

    try:
        return answers_of(check, evidence)
    except RefusedError:
        log.warning("an answer of an open check cannot be read", extra={"check": str(check.pk)})
    document = document_of(check)
    beside = {key: document[key] for key in ("story", "story_dropped") if key in document}
    said = {**{key: document[key] for key in TOP_LEVEL if key in document}, **document["answers"]}
    kept: dict[str, Any] = {}
    # A yes before a no or a number: where two do not go together, the yes is kept.
    for finding in sorted(said, key=lambda finding: said[finding] is not True):
        try:
            read_answers(document_from({**kept, finding: said[finding]}), evidence)
        except AnswersError:
            continue
        kept[finding] = said[finding]
    try:
        return read_answers(document_from(kept, **beside), evidence)
    except AnswersError:
        return read_answers(document_from(kept), evidence)


def _is_settled(check: Check) -> bool:
    """Whether a later answer asked again all that presses here, or a clinician spoke about it."""
    return settled_since(check, check.changed_at, check.changed_at, cache(partial(_result, check)))


def _result(check: Check) -> dict[str, Any]:
    """What would come out if the check were finished as it is."""
    from backstride.assess import assess

    evidence = the_evidence()
    result: dict[str, Any] = assess(_readable(check, evidence), evidence, today=check.day).as_json()
    return result
