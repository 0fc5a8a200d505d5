"""The runner's own words: told, read back as statements with their quotes, and counted only once confirmed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backstride.assess.prompts import WHERE
from backstride.report.heard import open_findings, statement, with_answers
from backstride.report.words import sentence
from backstride.store import checks
from backstride.store.models import Answer, Check
from backstride.store.models.runner import ChangedMeanwhileError
from backstride.store.refusal import RefusedError
from backstride.store.text import LONGEST

from .addresses import back_address, onward, shown_address
from .found import standing_of
from .go_on import after, presses
from .help_today import urgent_card
from .question import OUT_OF_DATE, UNREAD
from .shown import stages
from .standing import remember, with_document

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from .standing import Standing


@dataclass(frozen=True)
class Heard:
    """One thing we understood, and the words it came from."""

    finding: str
    words: str
    quote: str
    ticked: bool
    """A no is never ticked beforehand: nobody is reassured by a program that misread."""


@require_http_methods(["GET", "HEAD", "POST"])
def story(request: HttpRequest, check: UUID) -> HttpResponse:
    """The page at `/answer/<check>/story/`: the words first, then what was understood of them."""
    standing = standing_of(request, check)
    if isinstance(standing, Check):
        return onward(request, shown_address(standing))
    if request.method != "POST":
        return _page(request, standing)
    if request.POST.get("version") != str(standing.check.version) and "story" in request.POST and standing.check.story:
        return _page(request, standing, OUT_OF_DATE, words=request.POST["story"], stands=standing.check.story)
    try:
        return _told(request, standing) if "story" in request.POST else _confirmed(request, standing)
    except RefusedError as error:
        return _page(request, standing, UNREAD, words=request.POST.get("story", ""), problem=str(error))
    except ChangedMeanwhileError as error:
        stands = error.current.story  # type: ignore[attr-defined]
        return _page(request, standing, OUT_OF_DATE, words=request.POST.get("story", ""), stands=stands)


def _told(request: HttpRequest, standing: Standing) -> HttpResponse:
    words = "" if "skip" in request.POST else request.POST["story"].strip()
    standing = remember(standing, replace(standing.course, story_put=True, by_words=None))
    if not words:
        return onward(request, after(standing))
    document = {**standing.interview.document, "story": words}
    standing = with_document(standing, document, Answer.Source.STORY, story=words, story_dropped=[])
    if not heard_in(standing):
        return _page(request, standing, nothing=True)
    return onward(request, request.path)


def _confirmed(request: HttpRequest, standing: Standing) -> HttpResponse:
    """Ticked statements become answers; those crossed out count no more; later leaves all as it is."""
    heard = heard_in(standing)
    if heard and request.POST.get("version") != str(standing.check.version):
        # What was not on the page is not crossed out by leaving its tick away.
        problem = _("Your words or answers changed in another window. Look at this again.")
        return _page(request, standing, OUT_OF_DATE, heard=heard, problem=problem)
    if "later" not in request.POST and heard:
        ticked = set(request.POST.getlist("is"))
        right = {f: found["value"] for f, found in heard.items() if f in ticked}
        wrong = [f for f, found in heard.items() if f not in ticked and found["value"] is not False]
        document = with_answers(dict(standing.interview.document), right, wrong)
        dropped = document.get("story_dropped")
        standing = with_document(standing, document, Answer.Source.STORY, story_dropped=dropped)
    return onward(request, after(standing))


def heard_in(standing: Standing) -> dict[str, dict[str, Any]]:
    """What the story of a check says that nobody confirmed or crossed out."""
    document = standing.interview.document
    return open_findings(checks.answers_of(standing.check, standing.evidence), document, standing.evidence)


def _page(request: HttpRequest, standing: Standing, status: int = 200, **more: Any) -> HttpResponse:
    check = standing.check
    again = "again" in request.GET or status != 200
    heard = more.pop("heard", {} if again or not check.story else heard_in(standing))
    context = {
        "check": check,
        "stages": stages(standing.course),
        "stage": WHERE,
        "urgent": urgent_card(request, standing.interview.urgency, standing.evidence) if presses(standing) else None,
        "back": back_address(standing, standing.slug),
        "heard": [
            Heard(
                f,
                sentence(statement(f, found["value"], standing.evidence)),
                found["quote"],
                found["value"] is not False,
            )
            for f, found in heard.items()
        ],
        "words": check.story,
        "longest": LONGEST,
        **more,
    }
    return render(request, "interview/story.html", context, status=status)
