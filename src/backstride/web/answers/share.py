"""A copy for somebody else: make a link with an end, see who opened it, stop it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from backstride.store import shares as kept
from backstride.store.models import Share
from backstride.store.refusal import RefusedError

from .found import own

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

LIVES = [(days, ngettext_lazy("{days} day", "{days} days", days)) for days in kept.LIVES_DAYS]
SAID = {
    kept.MADE: gettext_lazy("You made the link"),
    kept.OPENED: gettext_lazy("Somebody opened it"),
    kept.ENDED: gettext_lazy("You stopped it"),
}
"""Lines of the access log in words."""


class ShareForm(forms.Form):
    """How long the link works."""

    days = forms.TypedChoiceField(
        label=gettext_lazy("How long does it work?"),
        coerce=int,
        initial=kept.USUAL_DAYS,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), gettext_lazy("Choose how long the link works: 1, 7 or 30 days.")
        ),
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        days = self.fields["days"]
        if isinstance(days, forms.ChoiceField):
            days.choices = [(number, str(words).format(days=number)) for number, words in LIVES]


@require_http_methods(["GET", "HEAD", "POST"])
def share(request: HttpRequest, check: UUID) -> HttpResponse:
    """The links to one answer, with what happened to each; a new one is shown once."""
    found = own(request, check)
    account: Any = request.user
    form, made, status = ShareForm(), "", 200
    if request.method == "POST":
        form, status = ShareForm(request.POST), 422
        if form.is_valid():
            try:
                _share, token = kept.make_share(found.made_of, account, form.cleaned_data["days"])
                made, form, status = request.build_absolute_uri(reverse("shared", args=[token])), ShareForm(), 200
            except RefusedError as error:
                form.add_error(error.field or None, str(error))
    return render(
        request,
        "answers/share.html",
        {
            "check": found.made_of,
            "form": form,
            "made": made,
            "this_computer_only": settings.LOCAL,
            "links": [{"share": one, "log": _log(one)} for one in kept.living(found.made_of)],
        },
        status=status,
    )


def _log(share: Share) -> list[tuple[Any, str]]:
    return [(line.at, str(SAID.get(line.action, line.action))) for line in kept.log_of(share)]


@require_POST
def end(request: HttpRequest, check: UUID, share: UUID) -> HttpResponse:
    """Stop one link."""
    found = Share.objects.of(request.user).filter(pk=share, of_check=check).select_related("runner").first()
    if found is None:
        raise Http404
    account: Any = request.user
    kept.end_share(found, account)
    messages.success(request, _("Stopped. The link opens nothing any more."))
    return redirect("answer-share", check)
