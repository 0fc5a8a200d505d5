"""A check that was left open while what it holds already says to be seen today: it is answered, not left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.utils.translation import gettext as _

from backstride.store.left_open import can_go_on, left_pressing, level_so_far
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


def warning_of(runner: Runner | None) -> dict[str, Any]:
    """What `stopped.html` needs above a page where an open check presses by its own answers; empty where none does."""
    left = None if runner is None else left_pressing(runner)
    return {} if left is None else {"opened": left, "stage": stage_of(left), "may_press": True}


def stage_of(check: Check | None) -> str:
    """The stage at which an open check stopped; empty where nothing was answered yet."""
    if not has_begun(check):
        return ""
    state = Course.of(cast("Check", check).course).state or {}
    pending: dict[str, Any] = state.get("pending") or {}
    return str(pending.get("stage") or _("Look through your answers"))


def has_begun(check: Check | None) -> bool:
    """Whether a page of its interview was replied to."""
    return check is not None and bool(Course.of(check.course).steps)


def answer_of_what_presses(opened: Check | None) -> str | None:
    """The address of the answer to an open check that presses, which is finished with that; None where none does.

    One that cannot be read keeps nobody from a new check: that settles it, and until then its warning stands.

    Raises
    ------
    RefusedError, ChangedMeanwhileError
        As `finish`.
    """
    if opened is None or not can_go_on(opened):
        return None
    standing = take_up(opened)
    return finish(standing) if presses(standing) else None
