"""A check that was left open while what it holds already says to be seen today: it is answered, not left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backstride.store.left_open import left_pressing, level_so_far
from backstride.store.models import Check

from .course import Course
from .ending import finish
from .go_on import PRESSING, presses
from .standing import take_up

if TYPE_CHECKING:
    from backstride.store.models import Runner


def open_check_of(runner: Runner | None) -> Check | None:
    """The check to go on with: one whose own answers press, whenever and however it was left, else the newest if open.

    Any other older one was left when a newer one began.
    """
    if runner is None:
        return None
    pressing = left_pressing(runner)
    if pressing is not None:
        return pressing
    newest = runner.checks.order_by("-created_at").first()
    return newest if newest is not None and newest.state == Check.State.OPEN else None


def may_press(opened: Check | None) -> bool:
    """Whether an open check may mean help today: by its own answers, or by what its questions held over."""
    if opened is None:
        return False
    state = Course.of(opened.course).state
    return level_so_far(opened) in PRESSING or (state is not None and state["urgency"] in PRESSING)


def answer_of_what_presses(opened: Check | None) -> str | None:
    """The address of the answer to an open check that presses, which is finished with that; None where none does.

    Raises
    ------
    RefusedError, ChangedMeanwhileError
        As `finish`.
    """
    if opened is None:
        return None
    standing = take_up(opened)
    return finish(standing) if presses(standing) else None
