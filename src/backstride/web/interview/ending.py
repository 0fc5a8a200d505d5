"""The end of an interview: the check is finished, and the answer is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from backstride.store import checks
from backstride.store.left_open import PRESSING, can_go_on, left_pressing
from backstride.store.measured import exposures_of_check
from backstride.store.models import Check
from backstride.store.refusal import RefusedError

from .addresses import shown_address
from .standing import stop

if TYPE_CHECKING:
    from .standing import Standing


def finish(standing: Standing) -> str:
    """Finish the check with the answers it has, keep how the interview ended, and give the address of the answer.

    Where another check was told of danger meanwhile, a milder answer stands back: it is gone on with that one.

    Raises
    ------
    RefusedError
        If the answers cannot be assessed; they stay.
    ChangedMeanwhileError
        If another window saved something in between.
    """
    ended = stop(standing)
    check = ended.check
    if check.state == Check.State.OPEN:
        runs = exposures_of_check(check, ended.evidence)
        try:
            checks.finish(check, ended.evidence, seen_version=check.version, exposures=runs)
        except RefusedError:
            check.refresh_from_db()
            if check.state == Check.State.OPEN:
                raise
    return _urgent_elsewhere(check) or shown_address(check)


def _urgent_elsewhere(check: Check) -> str | None:
    """The address of another check of the runner that presses, where this one's answer does not."""
    if check.assessments.filter(urgency__in=PRESSING).exists():
        return None
    left = left_pressing(check.runner)
    return None if left is None or not can_go_on(left) else reverse("answer-go-on", args=[left.pk])
