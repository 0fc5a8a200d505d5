"""One question, or one screen of questions, a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import DatabaseError
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backstride.assess.answers import AnswersError
from backstride.assess.interview import EMERGENCY
from backstride.assess.screens import told_by
from backstride.store.models import Check
from backstride.store.models.runner import ChangedMeanwhileError
from backstride.store.refusal import RefusedError

from ..evidence_words import spoken
from .addresses import back_address, next_address, onward, question_address, shown_address
from .answer_words import words_of
from .found import standing_of
from .go_on import after, presses
from .help_today import crisis_help, urgent_card
from .read_reply import UnreadError, reply_of, typed
from .shown import shown, stages, time_left
from .standing import measured_by_runs, prompt_at, replied, reply, told

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from backstride.assess.prompts import Prompt

    from .standing import Standing

SWAPS = format_html('hx-boost="{}"', 'select:#main target:#main swap:"outerHTML show:window:top"')
"""Where there is HTMX, the pages of questions change places inside the frame."""
CHANGED_FROM = ("review", "measured")
"""Pages with a way to change an answer."""
OUT_OF_DATE = 409
UNREAD = 422
UNSAVED = 503


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, check: UUID, question: str) -> HttpResponse:
    """The page at `/answer/<check>/q/<question>/`."""
    standing = standing_of(request, check)
    if isinstance(standing, Check):
        return onward(request, shown_address(standing))
    prompt = prompt_at(standing, question)
    if prompt is None:
        return onward(request, reverse("answer-go-on", args=[check]))
    if prompt.type == "regions":
        return onward(request, question_address(standing.check, prompt.id))
    if request.method == "POST":
        return _answered(request, standing, prompt, question)
    return _page(request, standing, prompt, question)


def _answered(request: HttpRequest, standing: Standing, prompt: Prompt, slug: str) -> HttpResponse:
    try:
        value = reply_of(prompt, request.POST)
    except UnreadError as error:
        return _page(request, standing, prompt, slug, UNREAD, problem={"text": str(error), "field": error.field})
    if request.POST.get("version") != str(standing.check.version):
        stands = told(prompt, standing.interview.document)
        if stands and _says(prompt, value) == stands:
            return onward(request, next_address(standing))
        if stands:
            return _both(request, standing, prompt, slug, value)
    try:
        return onward(request, after(reply(standing, prompt, value)))
    except AnswersError:
        problem = {"text": _("Choose one answer, or skip this question."), "field": "main"}
        return _page(request, standing, prompt, slug, UNREAD, problem=problem)
    except (ChangedMeanwhileError, RefusedError) as error:
        fresh = standing_of(request, standing.check.pk)
        if isinstance(fresh, Check):
            return onward(request, shown_address(fresh))
        if isinstance(error, RefusedError):
            raise
        return _both(request, fresh, prompt, slug, value)
    except DatabaseError:
        return _unsaved(request, standing, prompt, slug, value)


def _unsaved(request: HttpRequest, standing: Standing, prompt: Prompt, slug: str, value: Any) -> HttpResponse:
    """The form as it was sent, which could not be kept; what the reply would mean for today is said all the same."""
    would = replied(standing, prompt, value)
    words = _("We can’t save right now. Your answer is still on this page. Try again.")
    urgent = urgent_card(request, would.interview.urgency, would.evidence) if presses(would) else None
    problem = {"text": words, "field": "main"}
    return _page(request, standing, prompt, slug, UNSAVED, problem=problem, urgent=urgent, splits=False, unsaved=True)


def _says(prompt: Prompt, value: Any) -> dict[str, Any]:
    return dict(told_by(prompt, {"id": prompt.id, "value": value})) if prompt.type == "screen" else {prompt.id: value}


def _both(request: HttpRequest, standing: Standing, prompt: Prompt, slug: str, value: Any) -> HttpResponse:
    """What another window saved, beside what was chosen here; sending the form again means that both were seen."""
    stands, said, evidence = told(prompt, standing.interview.document), _says(prompt, value), standing.evidence
    versions = [
        (words_of(f, None, evidence).question, [words_of(f, each.get(f), evidence).answer for each in (stands, said)])
        for f in (stands | said)
        if stands.get(f) != said.get(f)
    ]
    return _page(request, standing, prompt, slug, OUT_OF_DATE, versions=versions)


def _page(
    request: HttpRequest, standing: Standing, prompt: Prompt, slug: str, status: int = 200, **more: Any
) -> HttpResponse:
    waits = standing.pending is not None and slug == standing.slug
    form = typed(prompt, request.POST) if request.method == "POST" else None
    known = told(prompt, standing.interview.document)
    said = spoken(prompt, standing.evidence)
    with override(said.language):
        page = shown(said.prompt, {} if waits else known, form)
    back = _back(request, standing, slug)
    context = {
        "check": standing.check,
        "shown": page,
        "foreign": said.language if said.language != get_language() else "",
        "stage": prompt.stage,
        "stages": stages(standing.course),
        "time_left": time_left(standing.course, waits=waits),
        "back": back,
        "back_swaps": SWAPS if "/q/" in back else "",
        "by_watch": len(measured_by_runs(standing)),
        "saved": bool(standing.course.steps),
        "early": standing.course.past_safety(standing.pending),
        "urgent": urgent_card(request, standing.interview.urgency, standing.evidence) if presses(standing) else None,
        "splits": waits and standing.interview.urgency == EMERGENCY,
        "focus": bool(request.htmx),  # type: ignore[attr-defined]
        "swaps": SWAPS,
        "crisis": crisis_help(request, prompt, standing.evidence),
        **more,
    }
    return render(request, "interview/question.html", context, status=status)


def _back(request: HttpRequest, standing: Standing, slug: str) -> str:
    came_from = request.GET.get("from", "")
    if came_from not in CHANGED_FROM and standing.course.step(slug) is None and slug != standing.slug:
        came_from = "review"
    if came_from in CHANGED_FROM:
        return reverse(f"answer-{came_from}", args=[standing.check.pk])
    return back_address(standing, slug)
