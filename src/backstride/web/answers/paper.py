"""The answer on paper: the same page as `backstride report --pdf` makes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from backstride.report import pdf
from backstride.store.left_open import left_pressing
from backstride.web.context import country_of

from .composed import input_of
from .found import newer, own
from .sections import FRESH_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from django.http import HttpRequest

    from backstride.store.models import Assessment


@require_safe
def paper(request: HttpRequest, check: UUID) -> HttpResponse:
    """One page as PDF, A4 or Letter by the runner's country."""
    found = own(request, check)
    given = input_of(found, country_of(request))
    notices = (*_out_of_date(found), *given.assessment.notices)
    made = pdf(replace(given, assessment=replace(given.assessment, notices=notices)))
    name = f"backstride-{found.made_of.day:%Y-%m-%d}.pdf"
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _out_of_date(assessment: Assessment) -> Iterator[str]:
    """What has to stand above everything else on paper that may be read long after."""
    later = newer(assessment)
    if later is not None:
        day = date_format(later.made_of.day, "j F Y")
        yield _("There is a newer answer, of {day}. It counts, not this page.").format(day=day)
    elif (timezone.localdate() - assessment.made_of.day).days > FRESH_DAYS:
        yield _("This answer is older than two weeks. Check again.")
    if left_pressing(assessment.runner) is not None:
        yield _("Another check is not finished. Finish it before you go by this page.")
