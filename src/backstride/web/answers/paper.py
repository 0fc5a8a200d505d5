"""The answer on paper: the same page as `backstride report --pdf` makes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from backstride.report import pdf
from backstride.web.context import country_of

from .composed import input_of
from .found import own

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest


@require_safe
def paper(request: HttpRequest, check: UUID) -> HttpResponse:
    """One page as PDF, A4 or Letter by the runner's country."""
    found = own(request, check)
    made = pdf(input_of(found, country_of(request)))
    name = f"backstride-{found.made_of.day:%Y-%m-%d}.pdf"
    return HttpResponse(
        made, content_type="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
