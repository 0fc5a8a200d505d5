"""The pages behind a one-time link: who was invited chooses a passkey or a password."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import EmailAddress, Login
from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from backstride.store.accounts import accept_invite, find_invite, usable_address
from backstride.store.refusal import RefusedError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from backstride.store.models import Account, Invite

KEPT = "invitation"


class AddressForm(forms.Form):
    """Whose account it shall be; asked only behind the link to the first one."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        help_text=_("You sign in with it. It is sent nowhere."),
        error_messages={"invalid": _("Write it as name@example.org.")},
    )

    def clean_email(self) -> str:
        """As accounts keep it."""
        try:
            return usable_address(self.cleaned_data["email"])
        except RefusedError as error:
            raise ValidationError(str(error)) from None


class PasswordForm(forms.Form):
    """A new password, typed twice."""

    password1 = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters. Three or four words are easy to remember."),
    )
    password2 = forms.CharField(
        label=_("The same password again"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, str]:
        """Both are the same, and hard to guess."""
        given = super().clean() or {}
        first, second = given.get("password1"), given.get("password2")
        if first and second and first != second:
            raise ValidationError({"password2": _("The two passwords differ. Type them again.")})
        if first:
            try:
                password_validation.validate_password(first)
            except ValidationError as error:
                raise ValidationError({"password1": error.messages}) from None
        return given


@login_not_required
@never_cache
@require_safe
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address, where logs and histories would keep it."""
    request.session.flush()
    request.session[KEPT] = token
    return redirect("account_invited")


@login_not_required
@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: HttpRequest) -> HttpResponse:
    """Choose a passkey or a password; the link is used up by the choice."""
    invitation = find_invite(request.session.get(KEPT, ""))
    if invitation is None:
        return render(request, "account/invitation_over.html", status=410)
    wants_password = request.method == "POST" and "password1" in request.POST
    sent = request.POST if request.method == "POST" else None
    form = PasswordForm(sent if wants_password else None)
    address = None if invitation.email else AddressForm(sent)
    said = [part for part in (address, form if wants_password else None) if part is not None]
    # Both are asked, so that all mistakes are told at once.
    usable = [part.is_valid() for part in said]
    if sent is None or not all(usable):
        shown = {"form": form, "address": address, "email": invitation.email}
        return render(request, "account/invited.html", shown, status=200 if sent is None else 422)
    email = "" if address is None else address.cleaned_data["email"]
    return _let_in(request, invitation, form.cleaned_data["password1"] if wants_password else None, email)


def _let_in(request: HttpRequest, invitation: Invite, password: str | None, email: str) -> HttpResponse:
    account = _accepted(invitation, password, email)
    if account is None:
        return render(request, "account/invitation_over.html", status=410)
    request.session.pop(KEPT, None)
    login = Login(user=account, signup=True)
    if password is None:
        login.state["passkey_signup"] = True
    else:
        record_authentication(request, account, method="password", email=account.email, reauthenticated=True)
    answer: HttpResponse = perform_login(request, login)
    return answer


def _accepted(invitation: Invite, password: str | None, email: str) -> Account | None:
    from allauth.mfa.models import Authenticator

    with transaction.atomic():
        account = accept_invite(invitation, password=password, email=email)
        if account is not None:
            # Whoever needs a new link has lost the old keys, or somebody else has them.
            Authenticator.objects.filter(user=account).delete()
            EmailAddress.objects.update_or_create(
                user=account, email=account.email, defaults={"verified": True, "primary": True}
            )
    return account
