"""Whose page it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest

    from backstride.store.models import Runner


def runner_of(request: HttpRequest) -> Runner | None:
    """The runner of whoever is signed in, looked up once a request; none for an account that has no runner yet."""
    held: Any = request
    if not hasattr(held, "_runner"):
        account = request.user
        held._runner = account.runners.order_by("created_at").first() if account.is_authenticated else None
    runner: Runner | None = held._runner
    return runner
