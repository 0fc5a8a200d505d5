"""The end of an interview: the check is finished, and the answer is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backstride.store import checks
from backstride.store.measured import exposures_of_check
from backstride.store.models import Check
from backstride.store.refusal import RefusedError

from .addresses import shown_address
from .standing import stop

if TYPE_CHECKING:
    from .standing import Standing


def finish(standing: Standing) -> str:
    """Finish the check with the answers it has, keep how the interview ended, and give the address of the answer.

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
    return shown_address(check)
