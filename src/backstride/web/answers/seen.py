""" "I've been seen": who, when, and what they said; the level is then by their word."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from backstride.assess.clinician import Seen
from backstride.evidence.model import URGENCIES
from backstride.report import country_words
from backstride.store.knowledge import the_evidence
from backstride.store.refusal import RefusedError
from backstride.store.seen import SAID_LENGTH, WHO_LENGTH, keep_seen
from backstride.web.clock import day_of, zone_of
from backstride.web.context import country_of
from backstride.web.form_words import WRITE

from .emergency import has_ways_out
from .found import own

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from backstride.store.models import Assessment

MOST_DAYS = 60
"""Days that can be chosen, counted back from today."""


class SeenForm(forms.Form):
    """Nothing is chosen beforehand: each answer can lower how soon the page asks to be seen again."""

    who = forms.CharField(
        label=gettext_lazy("Who looked at you?"),
        max_length=WHO_LENGTH,
        help_text=gettext_lazy("Such as: a doctor at the hospital."),
        error_messages=WRITE | {"required": gettext_lazy("Say who looked at you, such as: a doctor at the hospital.")},
    )
    on = forms.ChoiceField(
        label=gettext_lazy("When?"),
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose the day you were seen.")),
    )
    level = forms.ChoiceField(
        label=gettext_lazy("What did they tell you to do?"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), gettext_lazy("Choose what they told you to do.")),
    )
    said = forms.CharField(
        label=gettext_lazy("What else did they say?"),
        required=False,
        max_length=SAID_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("In their words, if you like. You can leave it empty."),
        error_messages=WRITE,
    )

    def __init__(self, country: str, first: date, today: date, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        evidence = the_evidence()
        local = country_words(country, evidence).local
        level, on = self.fields["level"], self.fields["on"]
        if isinstance(level, forms.ChoiceField):
            level.choices = [(u, local(evidence.triage.level_words[u]["told"])) for u in URGENCIES]
        if isinstance(on, forms.ChoiceField):
            days = [today - timedelta(days=back) for back in range(min((today - first).days, MOST_DAYS) + 1)]
            on.choices = [("", _("Choose a day")), *((day.isoformat(), _named(day, today)) for day in days)]


def _named(day: date, today: date) -> str:
    from django.utils.formats import date_format

    if day == today:
        return _("Today")
    return _("Yesterday") if (today - day).days == 1 else date_format(day, "l j F")


@require_http_methods(["GET", "HEAD", "POST"])
def seen(request: HttpRequest, check: UUID) -> HttpResponse:
    """Ask who, when and what; keep it as a new dated check."""
    found = own(request, check)
    if not has_ways_out(request, found):
        return redirect("answer-shown", found.made_of_id)
    form = SeenForm(country_of(request), found.made_of.day, _today(found), request.POST or None)
    if request.method == "POST" and form.is_valid():
        kept = _kept(found, form)
        if kept is not None:
            messages.success(request, _("Saved. Your earlier answer stays on record."))
            return redirect("answer-shown", kept.made_of_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "answers/seen.html", {"form": form, "check": found.made_of}, status=status)


def _today(found: Assessment) -> date:
    # Who flew over the date line is a day back; the day of the check can still be chosen.
    return max(day_of(found.made_of.runner), found.made_of.day)


def _kept(found: Assessment, form: SeenForm) -> Assessment | None:
    from datetime import date

    said = form.cleaned_data
    runner = found.made_of.runner
    reported = Seen(said["who"], date.fromisoformat(said["on"]), said["level"], said["said"])
    try:
        return keep_seen(found.made_of, reported, the_evidence(), day=_today(found), time_zone=zone_of(runner))
    except RefusedError as error:
        form.add_error(error.field or None, str(error))
        return None
