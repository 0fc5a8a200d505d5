"""Who a runner is: name, body, zone and units, checked before they are kept."""

from __future__ import annotations

import zoneinfo
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from .models import Runner
from .refusal import RefusedError
from .text import plain

if TYPE_CHECKING:
    from .models import Account

NAME_LENGTH = 80
MOST = 20
"""Runners of one household."""


def add_runner(account: Account, **values: Any) -> Runner:
    """Keep one more runner of a household; fields as in `Runner`.

    Raises
    ------
    RefusedError
        If a value cannot be, or there are too many.
    """
    if account.runners.count() >= MOST:
        raise RefusedError(_("An account keeps up to {most} runners. Use another account.").format(most=MOST))
    return Runner.objects.create(account=account, **_checked(values))


def change_runner(runner: Runner, seen_version: int, **values: Any) -> Runner:
    """Change some fields of a runner.

    Raises
    ------
    RefusedError
        If a value cannot be.
    ChangedMeanwhileError
        If another window has changed the runner since.
    """
    runner.change(seen_version, **_checked(values))
    return runner


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    checked = dict(values)
    if "name" in checked:
        checked["name"] = plain(checked["name"].strip(), "name", NAME_LENGTH)
    zone = checked.get("time_zone")
    if zone and zone not in zoneinfo.available_timezones():
        raise RefusedError(_("There is no such time zone. Write it as Europe/Berlin."), "time_zone")
    return checked
