"""Finding rows of the caller, and nobody else's: what is not theirs is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from django.db.models import Model

from backstride.store.models import Runner

from .errors import ApiError, not_found

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest

    from backstride.store.models import Account

M = TypeVar("M", bound=Model)


def caller(request: HttpRequest) -> Account:
    """The account behind the request."""
    account: Account = request.auth  # type: ignore[attr-defined]
    return account


def rows(model: type[M], request: HttpRequest, runner: UUID | None = None) -> Any:
    """Rows of the caller's runners, or of one of them.

    Raises
    ------
    ApiError
        404 if the runner is not the caller's.
    """
    found: Any = model._default_manager
    mine = found.of(caller(request))
    return mine if runner is None else mine.filter(runner=the_runner(request, runner))


def find(model: type[M], request: HttpRequest, **which: Any) -> M:
    """One row of the caller.

    Raises
    ------
    ApiError
        404 if it is not there, or somebody else's.
    """
    row: M | None = rows(model, request).filter(**which).first()
    if row is None:
        raise not_found()
    return row


def the_runner(request: HttpRequest, runner: UUID | None = None) -> Runner:
    """The caller's runner of this id; without one, the first of the household.

    Raises
    ------
    ApiError
        404 if there is none, or it is somebody else's.
    """
    mine = Runner.objects.filter(account=caller(request)).order_by("created_at", "id")
    found = mine.first() if runner is None else mine.filter(pk=runner).first()
    if found is None and runner is None:
        raise ApiError(404, "no_runner", "This account has no runner yet. Make one first.")
    if found is None:
        raise not_found()
    return found
