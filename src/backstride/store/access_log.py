"""Who read, exported or changed a runner's data: lines that are only added, each sealed over the one before."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone as clock

from .models import AccessLog, Runner

if TYPE_CHECKING:
    from datetime import datetime

    from .models import Account


def append(
    runner: Runner, who: Account | None, action: str, what: str, *, where_from: str = "", why: str = ""
) -> AccessLog:
    """Add one line, in the transaction of what it tells of: either both stand or neither.

    Parameters
    ----------
    action
        `read`, `export`, `change`, `erase`, or what `shares` writes of a link; `token` for the first use of a token on
        a day, with its scopes as `why`.
    what
        Kind and id of the row, such as `check 1f0c…`; no health data.
    """
    with transaction.atomic():
        # The lock on the runner's row keeps two writers from taking the same number.
        Runner.objects.select_for_update().filter(pk=runner.pk).first()
        last = AccessLog.objects.filter(runner=runner).order_by("-number").first()
        line = AccessLog(
            runner=runner,
            number=1 if last is None else last.number + 1,
            who=who,
            by="" if who is None else str(who.pk),
            at=clock.now(),
            action=action,
            what=what[:120],
            where_from=where_from[:60],
            why=why[:200],
        )
        line.seal = _seal(line, "" if last is None else last.seal)
        line.save(force_insert=True)
    return line


def verify(runner: Runner) -> int | None:
    """The number of the first line that was changed, cut out or put in; None where the log is whole.

    A cut at the very end is found by whoever kept an earlier seal: pass it to `holds`.
    """
    before = ""
    for expected, line in enumerate(AccessLog.objects.filter(runner=runner).order_by("number"), start=1):
        forged = line.who_id is not None and str(line.who_id) != line.by
        if forged or line.number != expected or line.seal != _seal(line, before):
            return expected
        before = line.seal
    return None


def holds(runner: Runner, number: int, seal: str) -> bool:
    """True where the log still has the line that somebody noted earlier, and is whole."""
    return verify(runner) is None and AccessLog.objects.filter(runner=runner, number=number, seal=seal).exists()


def _seal(line: AccessLog, before: str) -> str:
    # `who` is emptied when an account is erased, so the seal covers `by`.
    said = [
        before,
        str(line.runner_id),
        line.number,
        line.by,
        _utc(line.at),
        line.action,
        line.what,
        line.where_from,
        line.why,
    ]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
