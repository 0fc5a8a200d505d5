"""Who sees what a runner gave: people, programs, other machines; and what the access log says."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from backstride.store import access_log, tokens
from backstride.store.models import AccessLog, Share
from backstride.web.runner import runner_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from backstride.store.models import Account

LINES = 50
DID = {
    "read": _("read"),
    "export": _("took a copy of"),
    "change": _("changed"),
    "erase": _("erased"),
    "share": _("made"),
    "end share": _("ended"),
}
WHAT = {"everything": _("everything"), "share": _("a link to an answer"), "check": _("a check"), "run": _("a run")}
"""By the first word of what the log names; the rest of it is an id."""


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The page at `/settings/privacy/`."""
    runner = runner_of(request)
    account = cast("Account", request.user)
    log = AccessLog.objects.filter(runner=runner).order_by("-number")[:LINES] if runner else []
    lines = [
        {
            "at": line.at,
            "own": line.by == str(account.pk),
            "nameless": not line.by,
            "did": _("opened") if not line.by and line.action == "read" else DID.get(line.action, line.action),
            "what": WHAT.get(line.what.partition(" ")[0], line.what),
        }
        for line in log
    ]
    return render(
        request,
        "settings_privacy.html",
        {
            "lines": lines,
            "shares": Share.objects.of(account)
            .filter(revoked_at=None, expires_at__gt=timezone.now())
            .select_related("of_check"),
            "first_wrong": access_log.verify(runner) if runner else None,
            "keys": tokens.living(account).count(),
            "mail_server": urlsplit(settings.BACKSTRIDE["EMAIL_URL"]).hostname or "",
            "outside": urlsplit(settings.BACKSTRIDE["OIDC_ISSUER"]).hostname or "",
        },
    )
