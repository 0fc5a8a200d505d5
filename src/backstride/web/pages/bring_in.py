"""Bringing watch files in: choosing them, following their import, reading what became of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.core.paginator import Paginator
from django.db import DatabaseError
from django.db.models import Case, Exists, IntegerField, OuterRef, Value, When
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from backstride.store import imports, jobs
from backstride.store.imports.progress import progress
from backstride.store.models import Import, ImportedFile, Job
from backstride.store.runners import add_runner
from backstride.store.trouble import in_words
from backstride.web.runner import runner_of

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from backstride.store.imports.progress import Progress
    from backstride.store.models import Account

A_PAGE = 100
FIRST = ("set_aside", "duplicate", "added", "ignored")
"""Files that need a look come first."""


@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """The page at `/runs/import/`: choose files; those sent are kept at once, and the worker reads them."""
    if request.method != "POST":
        return _choose(request)
    files = request.FILES.getlist("files")
    if not files:
        return _choose(request, _("Choose at least one file."), 422)
    runner = runner_of(request) or add_runner(cast("Account", request.user))
    staging = imports.stage()
    try:
        for file in files:
            staging.add(file.name or "file", file.chunks())
        import_ = imports.enqueue(runner, staging)
    except (OSError, DatabaseError) as error:
        staging.remove()
        trouble = in_words(error)
        if trouble is None:
            raise
        return _choose(request, trouble, 503)
    except BaseException:
        staging.remove()
        raise
    return redirect("runs-import-job", job=import_.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def import_job(request: HttpRequest, job: UUID) -> HttpResponse:
    """One import: how far it is, and what became of its files; POST stops it, or starts a failed one again."""
    import_ = Import.objects.of(request.user).select_related("job").filter(pk=job).first()
    if import_ is None:
        raise Http404
    if request.method == "POST":
        if request.POST.get("do") == "stop":
            imports.cancel(import_)
        elif request.POST.get("do") == "again":
            jobs.again(import_.job)
        return redirect("runs-import-job", job=import_.pk)
    context = _shown(request, import_)
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "runs_import_block.html", {**context, "told_before": request.GET.get("told")})
    return render(request, "runs_import_job.html", context)


def _choose(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
    # Loaded when needed: what reads files is large.
    from backstride.recording.finding import ENDINGS

    newest = Import.objects.of(request.user).select_related("job").first()
    open_states = (Job.State.WAITING, Job.State.RUNNING, Job.State.FAILED)
    return render(
        request,
        "runs_import.html",
        {
            "problem": problem,
            "newest": newest,
            "under_way": newest is not None and newest.job.state in open_states,
            "most": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
            "endings": " ".join(ENDINGS),
        },
        status=status,
    )


def _shown(request: HttpRequest, import_: Import) -> dict[str, Any]:
    stands = progress(import_)
    lines = ImportedFile.objects.filter(came_with=import_)
    # The very same file once more, and not another file with the same run.
    before = lines.filter(original=OuterRef("original"), number__lt=OuterRef("number"))
    order = Case(*(When(kind=kind, then=Value(at)) for at, kind in enumerate(FIRST)), output_field=IntegerField())
    asked = request.GET.get("show", "")
    show = asked if asked in FIRST else ""
    if show:
        lines = lines.filter(kind=show)
    elif not stands.over:
        lines = lines.filter(kind="set_aside")
    told = lines.annotate(again=Exists(before)).select_related("original").prefetch_related("original__runs")
    page = Paginator(told.alias(rank=order).order_by("rank", "number"), A_PAGE).get_page(request.GET.get("page"))
    return {
        "job": import_,
        "reason": import_.job.reason,
        "stands": stands,
        "title": stands.name or ngettext("{count} file", "{count} files", stands.total).format(count=stands.total),
        "tenth": 10 * (10 * stands.done // stands.total) if stands.total else 0,
        "left": _left(stands),
        "page": page,
        "show": show,
        "kinds": [(kind, ImportedFile.Kind(kind).label, stands.by_kind.get(kind, 0)) for kind in FIRST],
        "check": _address_of_the_check(),
    }


def _left(stands: Progress) -> str:
    if stands.left_s is None:
        return ""
    if stands.left_s < 60:
        seconds = max(10, round(stands.left_s / 10) * 10)
        return _("about {count} s left").format(count=seconds)
    return _("about {count} min left").format(count=round(stands.left_s / 60))


def _address_of_the_check() -> str:
    try:
        return reverse("answer-new")
    except NoReverseMatch:
        return reverse("answer")
