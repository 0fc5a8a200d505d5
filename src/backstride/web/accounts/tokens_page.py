"""The settings page of personal tokens: make one (shown once), end one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from backstride.store import tokens as kept
from backstride.store.models import ApiToken
from backstride.store.refusal import RefusedError

from .recent import ask_again, signed_in_recently

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

MAY = {
    "read:me": _("see who you are"),
    "write:me": _("change who you are"),
    "read:checks": _("see your checks"),
    "write:checks": _("answer checks"),
    "read:runs": _("see your runs and shoes"),
    "write:runs": _("change your runs and shoes"),
    "read:diary": _("see your diary"),
    "write:diary": _("write in your diary"),
    "read:plans": _("see your weeks"),
    "write:plans": _("plan weeks and log sessions"),
    "export": _("take everything along in one file"),
}
LIVES = ((30, _("30 days")), (90, _("90 days")), (365, _("a year")))


class TokenForm(forms.Form):
    """What a new token is called, may do, and how long it lives."""

    name = forms.CharField(label=_("Name"), max_length=kept.NAME_LENGTH, help_text=_("Such as: my spreadsheet"))
    scopes = forms.MultipleChoiceField(
        label=_("It may"), choices=list(MAY.items()), widget=forms.CheckboxSelectMultiple
    )
    days = forms.TypedChoiceField(label=_("It lives for"), choices=LIVES, coerce=int, initial=90)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """List the account's tokens, and make one."""
    if not signed_in_recently(request):
        return ask_again("settings_tokens")
    account: Any = request.user
    form = TokenForm(request.POST if request.method == "POST" else None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        try:
            _token, secret = kept.make_token(account, **form.cleaned_data)
            form = TokenForm()
        except RefusedError as error:
            form.add_error(error.field or None, str(error))
    return render(request, "settings/tokens.html", {"form": form, "secret": secret, "tokens": kept.living(account)})


@never_cache
@require_POST
def end_token(request: HttpRequest, token: UUID) -> HttpResponse:
    """End one token."""
    if not signed_in_recently(request):
        return ask_again("settings_tokens")
    account: Any = request.user
    found = ApiToken.objects.filter(account=account, pk=token).first()
    if found is None:
        raise Http404
    kept.revoke(found)
    return redirect("settings_tokens")
