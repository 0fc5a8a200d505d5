"""One run: its figures, what stands out, what the runner says about it, its file, and how to be rid of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from backstride.store import shoes
from backstride.store.models import Run, Shoe
from backstride.store.models.runner import ChangedMeanwhileError
from backstride.store.refusal import RefusedError
from backstride.store.removed_run import bring_back, can_come_back, remove_for_now
from backstride.store.run_changes import change_run
from backstride.web.form_words import CHOOSE, SEEN, WRITE
from backstride.web.units import climb, decimals, distance, duration, units_of

from .runs import REMOVED
from .shown_run import ON_FOOT, shown

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest
    from django.http.response import HttpResponse, HttpResponseBase

    from backstride.store.about_run import AboutRun
    from backstride.web.units import Units


class Pair(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A pair of shoes, by its name."""

    def label_from_instance(self, obj: Shoe) -> str:
        """What it is called."""
        return obj.name


class AboutTheRun(forms.Form):
    """Which shoes were worn, and whether a doubtful run counts."""

    version = forms.IntegerField(widget=forms.HiddenInput, error_messages=SEEN)
    shoe = Pair(
        queryset=Shoe.objects.none(),
        required=False,
        label=gettext_lazy("Shoes"),
        empty_label=gettext_lazy("Not said"),
        error_messages=CHOOSE,
    )
    new_shoe = forms.CharField(
        max_length=shoes.NAME_LENGTH,
        required=False,
        label=gettext_lazy("Or a new pair"),
        help_text=gettext_lazy("Its name, such as: blue trail shoes."),
        error_messages=WRITE,
    )
    accepted = forms.BooleanField(required=False, label=gettext_lazy("Count this run all the same"))

    def __init__(self, run: Run, data: Any = None) -> None:
        self.run = run
        super().__init__(data, initial=self.kept(run), label_suffix="")
        chooser = cast("Pair", self.fields["shoe"])
        chooser.queryset = Shoe.objects.filter(runner=run.runner)
        if run.trusted:
            del self.fields["accepted"]

    def kept(self, run: Run) -> dict[str, Any]:
        """What stands in the store, as the fields show it."""
        return {"version": run.version, "shoe": run.shoe_id, "accepted": run.accepted}

    def save(self) -> None:
        """Keep it, a new pair too, or nothing of it.

        Raises
        ------
        RefusedError
            If the name of the pair cannot be.
        ChangedMeanwhileError
            If another window has changed the run since.
        """
        said = self.cleaned_data
        with transaction.atomic():
            shoe = said["shoe"]
            if said["new_shoe"].strip():
                shoe = shoes.add_shoe(self.run.runner, name=said["new_shoe"])
            change_run(self.run, said["version"], shoe=shoe, accepted=said.get("accepted", self.run.accepted))


@require_http_methods(["GET", "HEAD", "POST"])
def run(request: HttpRequest, run: UUID) -> HttpResponse:
    """The page of one run."""
    row = _own(request, run)
    form = AboutTheRun(row, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, row, form)
    if not form.is_valid():
        return _page(request, row, form, 422)
    try:
        form.save()
    except RefusedError as error:
        form.add_error("new_shoe", str(error))
        return _page(request, row, form, 422)
    except ChangedMeanwhileError as error:
        current = cast("Run", error.current)
        form.data = {**request.POST.dict(), "version": current.version}
        stands = [(_("Shoes"), current.shoe.name if current.shoe else _("Not said"))]
        if not current.trusted:
            stands.append((_("Counts"), _("Yes") if current.accepted else _("No")))
        return _page(request, current, form, 409, stands=stands)
    messages.success(request, _("Saved."))
    return redirect("runs-shown", run=row.pk)


@require_safe
def run_file(request: HttpRequest, run: UUID) -> HttpResponseBase:
    """The file as it came from the watch."""
    from backstride.store.runs import SamplesLostError, open_original

    row = _own(request, run)
    try:
        file = open_original(row)
    except SamplesLostError as error:
        return _page(request, row, AboutTheRun(row), 410, lost=str(error))
    # Its kind is whatever it says it is; a browser must not run it.
    return FileResponse(file, as_attachment=True, filename=row.original.name, content_type="application/octet-stream")


@require_POST
def delete_run(request: HttpRequest, run: UUID) -> HttpResponse:
    """Delete at once; for a while it can be taken back."""
    account: Any = request.user
    gone = not Run.objects.of(account).filter(pk=run).exists()
    if gone and any(can_come_back(runner.pk, run) for runner in account.runners.all()):
        return redirect("runs")  # pressed twice: there it can be taken back
    row = _own(request, run)
    name, others = row.original.name, row.original.runs.exclude(pk=row.pk).count()
    title = shown(row, row.runner).title
    if remove_for_now(row):
        request.session[REMOVED] = {"run": str(run), "runner": str(row.runner_id), "title": title, "others": others}
    else:
        messages.success(request, _("Deleted. To get it back, import {name} again.").format(name=name))
    return redirect("runs")


@require_POST
def undo_delete(request: HttpRequest, run: UUID) -> HttpResponse:
    """Put a run back that was just deleted, or is back already; 404 for one that is nobody's or somebody else's."""
    removed = request.session.pop(REMOVED, None)
    account: Any = request.user
    back = next((row for runner in account.runners.all() if (row := bring_back(runner, run))), None)
    if back is not None:
        messages.success(request, _("The run is back."))
        return redirect("runs-shown", run=back.pk)
    if Run.objects.of(request.user).filter(pk=run).exists():
        return redirect("runs-shown", run=run)
    if removed is None or removed["run"] != str(run):
        raise Http404
    messages.warning(request, _("It is too late to undo this. Import the file again to get the run back."))
    return redirect("runs")


def _own(request: HttpRequest, run: UUID) -> Run:
    row = Run.objects.of(request.user).select_related("runner", "original", "shoe").filter(pk=run).first()
    if row is None:
        raise Http404
    return row


def _page(request: HttpRequest, row: Run, form: AboutTheRun, status: int = 200, **more: Any) -> HttpResponse:
    # Loaded when needed: what reads samples is large.
    from backstride.store.about_run import about_run

    units = units_of(row.runner.units)
    about = about_run(row, each_m=units.distance_m)
    figures = _figures(about, row)
    beside = Run.objects.filter(runner=row.runner, sport=row.sport, started_at__isnull=False).exclude(pk=row.pk)
    at = row.started_at
    return render(
        request,
        "run.html",
        {
            "run": shown(row, row.runner),
            "row": row,
            "form": form,
            "figures": [(name, value) for name, value in figures if value],
            "missing": [name for name, value in figures[:AS_A_RULE] if not value],
            "stands_out": about.stands_out,
            "parts": _parts(about, units) if row.sport in ON_FOOT else [],
            "unit": units.distance,
            "lost": about.lost,
            "earlier": at and beside.filter(started_at__lt=at).order_by("-started_at").first(),
            "later": at and beside.filter(started_at__gt=at).order_by("started_at").first(),
            **more,
        },
        status=status,
    )


AS_A_RULE = 7
"""The first figures, which most watches tell; where one is missing, the page says so."""


def _figures(about: AboutRun, row: Run) -> list[tuple[str, str]]:
    told, units = about.exposure, units_of(row.runner.units)
    run = shown(row, row.runner)
    return [
        (_("Distance"), run.distance),
        (_("Time"), run.time),
        (_("Pace"), run.pace),
        (_("Up"), climb(told.ascent_m, units)),
        (_("Down"), climb(told.descent_m, units)),
        (_("Step rate"), _whole(told.avg_cadence_spm, _("a minute"))),
        (_("Heart rate"), _whole(told.avg_heart_rate_bpm, _("a minute"))),
        (_("How hard it was"), _("{effort} of 10").format(effort=f"{row.rpe:g}") if row.rpe is not None else ""),
        (_("From start to end"), duration(row.elapsed_s) if row.elapsed_s != row.timer_s else ""),
        (_("On steep ways down"), distance(told.downhill_distance_m, units) if told.downhill_distance_m else ""),
        (_("Foot on the ground"), _whole(told.contact_time_ms, _("ms a step"))),
        (_("Up and down each step"), _whole(told.vertical_oscillation_mm, "mm")),
        (_("Step length"), _whole(told.step_length_mm and told.step_length_mm / 10, "cm")),
    ]


def _parts(about: AboutRun, units: Units) -> list[tuple[str, str, str, str]]:
    """Number (or length, where it is shorter), pace, heart rate and step rate of each part."""
    rows = []
    for number, part in enumerate(about.splits, start=1):
        whole = part.distance_m > units.distance_m - 0.5
        name = str(number) if whole else decimals(part.distance_m / units.distance_m, 2)
        speed = duration(part.time_s / part.distance_m * units.distance_m) if part.distance_m else ""
        rows.append((name, speed, _whole(part.heart_rate_bpm, ""), _whole(part.cadence_spm, "")))
    return rows


def _whole(value: float | None, unit: str) -> str:
    return "" if not value else f"{value:.0f} {unit}".rstrip()
