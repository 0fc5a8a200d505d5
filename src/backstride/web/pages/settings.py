"""Settings: you, units and time, look, the machine; each part saves by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.conf import settings as django_settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from backstride.store.health import health as health_of
from backstride.store.knowledge import the_evidence
from backstride.store.models import Runner
from backstride.store.models.runner import ChangedMeanwhileError
from backstride.web.context import THEME_COOKIE, THEMES
from backstride.web.countries import choices
from backstride.web.runner import runner_of

from .forms import Look, UnitsAndTime, You

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest, HttpResponse

    from backstride.store.models import Account

A_YEAR_S = 365 * 24 * 3600


@require_safe
def settings(request: HttpRequest) -> HttpResponse:
    """The list of parts."""
    return render(request, "settings.html")


@require_http_methods(["GET", "HEAD", "POST"])
def you(request: HttpRequest) -> HttpResponse:
    """Name, birth year, sex, height, weight."""
    runner = _own_runner(request)
    form = You(runner, request.POST if request.method == "POST" else None)
    return _saved_or_shown(request, form, runner, _("You"))


@require_http_methods(["GET", "HEAD", "POST"])
def units(request: HttpRequest) -> HttpResponse:
    """Units, time zone, country."""
    runner = _own_runner(request)
    packs = the_evidence().sections["country_packs"]
    countries = choices(name for name in packs if len(name) == 2 and name != "eu")
    form = UnitsAndTime(runner, countries, request.POST if request.method == "POST" else None)
    return _saved_or_shown(request, form, runner, _("Units and time"))


@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest) -> HttpResponse:
    """Light or dark: kept in this browser, because a phone and a computer may differ."""
    form = Look(
        request.POST if request.method == "POST" else None, initial={"look": request.COOKIES.get(THEME_COOKIE, "")}
    )
    if request.method != "POST" or not form.is_valid():
        return _form(request, form, _("Look"), 422 if request.method == "POST" else 200)
    messages.success(request, _("Saved."))
    response = redirect("settings")
    chosen = form.cleaned_data["look"]
    if chosen in THEMES:
        response.set_cookie(
            THEME_COOKIE, chosen, max_age=A_YEAR_S, httponly=True, samesite="Lax", secure=not django_settings.LOCAL
        )
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response


@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """How the machine under the data is doing."""
    return render(request, "settings_health.html", {"health": health_of(django_settings.DATA_FOLDER, request.user)})


def _own_runner(request: HttpRequest) -> Runner:
    return runner_of(request) or Runner(account=cast("Account", request.user))


def _saved_or_shown(request: HttpRequest, form: You | UnitsAndTime, runner: Runner, head: str) -> HttpResponse:
    if request.method != "POST":
        return _form(request, form, head, 200)
    if not form.is_valid():
        return _form(request, form, head, 422)
    if runner._state.adding:
        runner.save()
    try:
        runner.change(form.cleaned_data["version"], **form.values())
    except ChangedMeanwhileError as error:
        current = cast("Runner", error.current)
        # What was typed stays in the form; saving again means that both were looked at.
        form.data = {**request.POST.dict(), "version": current.version}
        kept = form.kept(current)
        stands = [(field.label, kept[field.name]) for field in form if field.name != "version"]
        return _form(request, form, head, 409, stands=stands)
    messages.success(request, _("Saved."))
    return redirect("settings")


def _form(request: HttpRequest, form: forms.Form, head: str, status: int, **more: Any) -> HttpResponse:
    return render(request, "settings_form.html", {"form": form, "head": head, **more}, status=status)
