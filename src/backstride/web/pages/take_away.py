"""Everything a runner gave, as one zip: made in the background, fetched here, gone after about an hour."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from backstride.store import take_away as kept
from backstride.store.models import Job
from backstride.web.accounts.recent import ask_again, signed_in_recently
from backstride.web.runner import runner_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponse, HttpResponseBase

    from backstride.store.models import Account

UNDER_WAY = (Job.State.WAITING, Job.State.RUNNING)


@require_http_methods(["GET", "HEAD", "POST"])
def take_away(request: HttpRequest) -> HttpResponse:
    """The page at `/settings/data/`: ask for the zip, follow it, fetch it."""
    runner = runner_of(request)
    if request.method == "POST":
        if not signed_in_recently(request):
            return ask_again("settings-data")
        if runner is not None:
            kept.ask_for_export(runner, cast("Account", request.user))
        return redirect("settings-data")
    job = kept.newest_export(runner) if runner else None
    context = {
        "job": job,
        "under_way": job is not None and job.state in UNDER_WAY,
        "made": job is not None and job.state == Job.State.DONE,
        "something": runner is not None,
        "folder": settings.DATA_FOLDER.root,
    }
    block = request.htmx  # type: ignore[attr-defined]
    return render(request, "settings_data_block.html" if block else "settings_data.html", context)


@require_safe
def take_away_file(request: HttpRequest) -> HttpResponseBase:
    """The zip, to whoever has just proved who they are."""
    if not signed_in_recently(request):
        return ask_again("settings-data")
    runner = runner_of(request)
    job = kept.newest_export(runner) if runner else None
    opened = kept.open_export(job) if job and job.state == Job.State.DONE else None
    if opened is None:
        raise Http404
    file, size = opened
    name = f"backstride-{timezone.localdate().isoformat()}.zip"
    # What is in it is packed already; without its length a browser could not say how far it is.
    headers = {"Content-Length": str(size), "Content-Encoding": "identity"}
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip", headers=headers)
