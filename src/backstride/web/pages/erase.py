"""Erasing everything of an account: what goes, the zip offered first, one word typed, and a receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from backstride.store import jobs
from backstride.store.erase import erase_account
from backstride.store.models import Account, Check, DiaryEntry, Original, Plan, Run
from backstride.store.trouble import in_words
from backstride.web.accounts.recent import ask_again, signed_in_recently
from backstride.web.pages.errors import bare_context

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

RECEIPT = "erased"
"""Under this name the receipt waits in the session of a browser that is nobody's any more."""


class Erase(forms.Form):
    """The word that says it is meant; on one's own machine, whether its backups go too."""

    word = forms.CharField(
        max_length=40,
        label=gettext_lazy("Type the word erase"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages=dict.fromkeys(
            ("required", "max_length"), gettext_lazy("Type the word erase, or leave this page.")
        ),
    )
    backups_too = forms.BooleanField(required=False, label=gettext_lazy("Also delete the backups in the data folder"))

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        if not settings.LOCAL:
            # They are everybody's.
            del self.fields["backups_too"]

    def clean_word(self) -> str:
        """The word itself, in whatever capitals."""
        word: str = self.cleaned_data["word"].strip()
        if word.casefold() not in {"erase", _("erase").casefold()}:
            raise ValidationError(_("Type the word erase, or leave this page."))
        return word


@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """The page at `/settings/erase/`."""
    if not signed_in_recently(request):
        return ask_again("settings-erase")
    form = Erase(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _asked(request, form)
    if not form.is_valid():
        return _asked(request, form, 422)
    account = cast("Account", request.user)
    if not jobs.stop_all_of(account.runners.values_list("pk", flat=True)):
        form.add_error(None, _("An import is still being stopped. Wait a few seconds, then try again."))
        return _asked(request, form, 409)
    receipt: dict[str, Any]
    try:
        done = erase_account(settings.DATA_FOLDER, account, backups_too=form.cleaned_data.get("backups_too", False))
    except (OSError, DatabaseError) as error:
        if Account.objects.filter(pk=account.pk).exists():
            form.add_error(None, in_words(error) or _("Nothing was erased. Try again in a minute."))
            return _asked(request, form, 503)
        receipt = {"unfinished": True}
    else:
        receipt = {
            "reference": done.reference,
            "rows": done.rows,
            "files": done.files,
            "backups": len(done.backups_left),
            "unfinished": done.traces_left,
        }
    # The session went with the account; this begins another one, which is nobody's and holds the receipt.
    logout(request)
    request.session[RECEIPT] = receipt
    return redirect("erased")


@login_not_required
@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """The receipt, in the browser that erased."""
    context = {**bare_context(request), "has_session": False, "local": settings.LOCAL}
    return render(request, "erased.html", {**context, "receipt": request.session.get(RECEIPT)})


def _asked(request: HttpRequest, form: Erase, status: int = 200) -> HttpResponse:
    what = [
        (model._meta.label, model._default_manager.of(request.user).count())
        for model in (Check, Run, Original, DiaryEntry, Plan)
    ]
    checks, runs, files, days, weeks = (count for _label, count in what)
    return render(
        request,
        "settings_erase.html",
        {"form": form, "checks": checks, "runs": runs, "files": files, "days": days, "weeks": weeks},
        status=status,
    )
