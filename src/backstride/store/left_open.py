"""Checks that were left open although what was told in them already means help today, and that nothing settled since.

A check is left by beginning another one, in the web or over the API, and may hold answers that no page ever showed.
"""

from __future__ import annotations

from functools import cache, lru_cache, partial
from typing import TYPE_CHECKING, Any

from .checks import answers_of
from .emergencies import open_emergencies_of, settled_since
from .knowledge import the_evidence
from .models import Check
from .refusal import RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    from backstride.evidence.model import Urgency

    from .models import Runner

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
        found.setdefault(level, check)
    return next((found[level] for level in PRESSING if level in found), None)


def urgent_results(runner: Runner) -> Iterator[Mapping[str, Any]]:
    """The results, as JSON, of every open emergency and of every open check that presses."""
    for alarm in open_emergencies_of(runner):
        yield alarm.result
    for check, _level in _all_pressing(runner):
        yield _result(check)


def _all_pressing(runner: Runner) -> Iterator[tuple[Check, Urgency]]:
    for check in runner.checks.filter(state=Check.State.OPEN).order_by("-created_at"):
        level = level_so_far(check)
        if level in PRESSING and not _is_settled(check):
            yield check, level


def level_so_far(check: Check) -> Urgency | None:
    """How soon to be seen by what an open check holds, its story too; None where its answers cannot be read."""
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
    try:
        answers = answers_of(check, evidence)
    except RefusedError:
        return None
    return spoken_of(triage_of(answers, evidence, {}), answers, evidence, {}).triage.urgency


def _is_settled(check: Check) -> bool:
    """Whether a later answer asked again all that presses here, or a clinician spoke about it."""
    return settled_since(check, check.changed_at, check.changed_at, cache(partial(_result, check)))


def _result(check: Check) -> dict[str, Any]:
    """What would come out if the check were finished as it is."""
    from backstride.assess import assess

    evidence = the_evidence()
    result: dict[str, Any] = assess(answers_of(check, evidence), evidence, today=check.day).as_json()
    return result
