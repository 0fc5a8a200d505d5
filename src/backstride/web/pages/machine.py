"""What other machines ask: is it alive, is it ready, how busy is it; no detail, nothing about anybody."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import Http404, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_safe

from backstride.evidence import EvidenceNotBuiltError
from backstride.store.knowledge import the_evidence
from backstride.store.running import running
from backstride.store.upgrade import pending

if TYPE_CHECKING:
    from django.http import HttpRequest


@login_not_required
@require_safe
def alive(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's interface
    """200 as long as the process answers."""
    return HttpResponse("alive\n", content_type="text/plain")


@login_not_required
@require_safe
def ready(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's interface
    """200 where database, schema, evidence and worker are as they should be; else 503."""
    if _database_answers() and _up_to_date() and _evidence_is_there() and _worker_lives():
        return HttpResponse("ready\n", content_type="text/plain")
    return HttpResponse("not ready\n", content_type="text/plain", status=503)


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures for Prometheus, to whoever sends the token; there is no such page where they are off."""
    if settings.BACKSTRIDE["METRICS"] != "on":
        raise Http404
    sent = request.headers.get("Authorization", "")
    if not constant_time_compare(sent, f"Bearer {settings.BACKSTRIDE['METRICS_TOKEN']}"):
        return HttpResponse(
            "token needed\n", content_type="text/plain", status=401, headers={"WWW-Authenticate": "Bearer"}
        )
    from django_prometheus.exports import ExportToDjangoView

    response: HttpResponse = ExportToDjangoView(request)
    return response


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone())
    except Error:
        return False


def _worker_lives() -> bool:
    """Whether the worker lives that every server of a folder starts beside itself."""
    folder = settings.DATA_FOLDER
    return running(folder, "server") is None or running(folder, "worker") is not None


_seen_up_to_date: set[str] = set()


def _up_to_date() -> bool:
    """Whether every migration is applied; once they are, they stay so for this database."""
    name = str(connection.settings_dict["NAME"])
    if name not in _seen_up_to_date:
        try:
            if pending():
                return False
        except Error:
            return False
        _seen_up_to_date.add(name)
    return True


@cache
def _evidence_is_there() -> bool:
    try:
        the_evidence()
    except EvidenceNotBuiltError:
        return False
    return True
