"""Links to one answer for somebody else: shown once, kept as a hash, ended by time, by the runner or with the sign-in.

Every opening is a line of the access log, as is making and ending a link.
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from . import access_log
from .models import AccessLog, Check, Runner, Share
from .refusal import RefusedError

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from .models import Account

LIVES_DAYS = (1, 7, 30)
USUAL_DAYS = 7
MOST = 20
"""Links of one answer that can be open at once."""
MADE, OPENED, ENDED = "share", "read", "end share"


def make_share(check: Check, account: Account, days: int) -> tuple[Share, str]:
    """Make a link to a finished check's answer; the second value is its token, which cannot be read again.

    Raises
    ------
    RefusedError
        If the days are none of `LIVES_DAYS`, there is no answer yet, or there are too many links.
    """
    if days not in LIVES_DAYS:
        raise RefusedError(_("Choose how long the link works: 1, 7 or 30 days."), "days")
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        # The lock makes two requests at once count each other's link.
        Runner.objects.select_for_update().filter(pk=check.runner_id).first()
        if not check.assessments.exists():
            raise RefusedError(_("This check has no answer yet. Finish it first."))
        if living(check).count() >= MOST:
            raise RefusedError(_("This answer has {most} open links. Stop one first.").format(most=MOST))
        share = Share.objects.create(
            runner_id=check.runner_id,
            of_check=check,
            sha256=_sha256(token),
            expires_at=timezone.now() + timedelta(days=days),
        )
        access_log.append(check.runner, account, MADE, _named(share), why=f"link for {days} days")
    return share, token


def living(check: Check) -> QuerySet[Share]:
    """Links of a check that still open it."""
    return Share.objects.filter(of_check=check, revoked_at=None, expires_at__gt=timezone.now())


def open_share(token: str) -> Share | None:
    """The link of a token, where it still opens something; the opening is written to the access log."""
    with transaction.atomic():
        share = (
            Share.objects.select_related("of_check", "runner")
            .filter(
                sha256=_sha256(token),
                revoked_at=None,
                expires_at__gt=timezone.now(),
                runner__account__is_active=True,
            )
            .first()
        )
        if share is not None:
            access_log.append(share.runner, None, OPENED, _named(share), where_from="shared link")
    return share


def end_share(share: Share, account: Account) -> None:
    """End a link; it opens nothing from now on."""
    with transaction.atomic():
        if Share.objects.filter(pk=share.pk, revoked_at=None).update(revoked_at=timezone.now()):
            access_log.append(share.runner, account, ENDED, _named(share))


def end_all_of(account: Account) -> None:
    """End every link of an account, as its sessions and tokens end."""
    for share in Share.objects.filter(runner__account=account, revoked_at=None).select_related("runner"):
        end_share(share, account)


def log_of(share: Share) -> QuerySet[AccessLog]:
    """What happened with a link, oldest first."""
    return AccessLog.objects.filter(runner_id=share.runner_id, what=_named(share)).order_by("number")


def _named(share: Share) -> str:
    return f"share {share.pk}"


def _sha256(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
