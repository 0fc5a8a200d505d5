"""The pages of the body map: shown as a figure or as a list, saved by each tap, closed by Continue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backstride.assess.prompts import REGIONS, WHERE, question, regions
from backstride.store import checks as kept
from backstride.store.knowledge import the_evidence
from backstride.store.models import Check
from backstride.store.models.runner import ChangedMeanwhileError
from backstride.store.refusal import RefusedError

from ..evidence_words import spoken
from ..interview.addresses import before, shown_address
from ..interview.course import Course
from ..interview.found import check_of
from ..interview.go_on import PRESSING
from ..interview.help_today import urgent_card
from ..interview.shown import stages, time_left
from .figure import views
from .marks import NUMB, PAIN, BadMarksError, in_words, sent
from .next_step import after, opened_by
from .told import taken_back, told_in_words
from .words import GROUPS, STRENGTHS

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from .marks import Layer, Marks

AS = "places_as"
"""Kept in the session: whether this browser shows the figure or the list."""
OPEN_GROUPS = ("low-back", "buttock")


class Way(NamedTuple):
    """How a form was sent."""

    skips: bool
    """The question is left without an answer."""
    sure: bool
    """By a button, not by a tap."""
    continues: bool
    """By Continue."""


class Reason(NamedTuple):
    """Why something is asked, and the language of that, where it is not that of the page."""

    text: str
    foreign: str


@require_http_methods(["GET", "HEAD", "POST"])
def where(request: HttpRequest, check: UUID) -> HttpResponse:
    """Where does it hurt?"""
    return _page(request, check, PAIN)


@require_http_methods(["GET", "HEAD", "POST"])
def numb(request: HttpRequest, check: UUID) -> HttpResponse:
    """Any tingling or numbness?"""
    return _page(request, check, NUMB)


def _page(request: HttpRequest, pk: UUID, layer: Layer) -> HttpResponse:
    check = check_of(request, pk)
    if check.state != Check.State.OPEN:
        return _leave(request, shown_address(check))
    if request.method == "POST":
        return _take(request, check, layer)
    if request.GET.get("as") in ("list", "map"):
        request.session[AS] = request.GET["as"]
    return _show(request, check, layer, _marks_of(check, layer))


def _take(request: HttpRequest, check: Check, layer: Layer) -> HttpResponse:
    """Keep what a form says; a tap gets the new version as JSON, Continue goes on."""
    autosave = "autosave" in request.POST
    try:
        marks = sent(request.POST)
        seen = int(request.POST.get("version", ""))
    except BadMarksError as error:
        return _refused(request, check, layer, str(error), _marks_of(check, layer))
    except ValueError:
        words = _("This page is too old. Load it again, then mark the places once more.")
        return _refused(request, check, layer, words, marks)
    if "skip" in request.POST and layer is PAIN and marks == told_in_words(check, the_evidence()):
        marks = {}  # only what the words told was marked, by us
    skips = "skip" in request.POST and not marks
    if layer is PAIN and not (marks or skips or autosave):
        return _refused(request, check, layer, _("Mark where it hurts, or skip this question."), marks)
    try:
        way = Way(skips=skips, sure=not autosave, continues=not autosave and "skip" not in request.POST)
        _save(check, layer, marks, seen, way)
    except ChangedMeanwhileError as error:
        return _changed(request, error.current, layer, marks)
    except RefusedError as error:
        check.refresh_from_db()
        if check.state != Check.State.OPEN:
            return _leave(request, shown_address(check))
        return _refused(request, check, layer, str(error), marks)
    if autosave:
        return JsonResponse({"version": check.version})
    return redirect(after(layer, check, marks, the_evidence()))


def _save(check: Check, layer: Layer, marks: Marks, seen: int, way: Way) -> None:
    """Keep the marks where they differ from what is kept. Nothing marked is an answer only where somebody went on.

    Words are taken back only by Continue: a tap may be followed by another one, and who skips says nothing.
    """
    evidence, said = the_evidence(), _said(check)
    before = _marks_of(check, layer)
    values: dict[str, Any] = {layer.plain: None} if way.skips else dict(layer.values(marks))
    gone: set[str] = set()
    if not marks:
        gone = {layer.strong} if way.skips or way.sure else {layer.plain, layer.strong}
        values = {key: value for key, value in values.items() if key not in gone}
    # A place marked where one sits asks again what was denied before: the two do not go together.
    gone |= {finding for finding in opened_by(marks, before, evidence) if said.get(finding) is not True}
    drawn = course = Course.of(check.course)
    unsaid: set[str] = set()
    if layer is PAIN:
        drawn = course.touched(told_in_words(check, evidence))
        drawn = drawn.drawn(regions(evidence)) if way.sure else drawn
        if way.continues:
            unsaid = taken_back(check, drawn.by_words or (), before, marks, evidence)
    gone = (gone | unsaid) & set(said)
    if gone or drawn != course or any(key not in said or said[key] != value for key, value in values.items()):
        kept.put_answers(
            check,
            values,
            evidence,
            seen_version=seen,
            taken_back=gone,
            story_dropped=[*check.story_dropped, *sorted(unsaid)] if unsaid else None,
            course=drawn.as_json() if drawn != course else None,
        )


def _changed(request: HttpRequest, current: Any, layer: Layer, marks: Marks) -> HttpResponse:
    """Two windows: what the other one saved stands on the page, what was marked here stays marked."""
    if "autosave" in request.POST:
        return JsonResponse({"changed": True}, status=409)
    theirs = in_words(layer.read(_said(current)))
    return _show(request, current, layer, marks, 409, theirs=theirs or [_("No place is marked.")])


def _refused(request: HttpRequest, check: Check, layer: Layer, problem: str, marks: Marks) -> HttpResponse:
    if "autosave" in request.POST:
        return JsonResponse({"problem": problem}, status=422)
    field = "list" if request.session.get(AS) == "list" else "map"
    return _show(request, check, layer, marks, 422, problem={"text": problem, "field": field})


def _leave(request: HttpRequest, address: str) -> HttpResponse:
    """To the answer; a tap on a page that is still open is told where to go."""
    return JsonResponse({"go": address}, status=409) if "autosave" in request.POST else redirect(address)


def _show(
    request: HttpRequest, check: Check, layer: Layer, marks: Marks, status: int = 200, **more: Any
) -> HttpResponse:
    course, why, evidence = Course.of(check.course), _why(layer), the_evidence()
    level = (course.state or {}).get("urgency")
    as_list = request.session.get(AS) == "list"
    groups = [
        {
            "group": group,
            "open": as_list and (group.name in OPEN_GROUPS or not marks.keys().isdisjoint(group.places)),
            "places": [(region, name, marks.get(region, "none")) for region, name in group.places.items()],
        }
        for group in GROUPS
    ]
    return render(
        request,
        "body_map/page.html",
        {
            "check": check,
            "numbness": layer is NUMB,
            "from_words": layer is PAIN and bool(told_in_words(check, evidence)),
            "urgent": urgent_card(request, level, evidence) if level in PRESSING else None,
            "why": why.text,
            "foreign": why.foreign,
            "as_list": as_list,
            "views": [] if as_list else views(marks),
            "groups": groups,
            "strengths": STRENGTHS.items(),
            "stage": WHERE,
            "stages": stages(course),
            "time_left": time_left(course, waits=True),
            "back": _back(request, check, course, layer),
            **more,
        },
        status=status,
    )


def _why(layer: Layer) -> Reason:
    """Why we ask, in the words of the evidence."""
    evidence = the_evidence()
    numb = evidence.vocabulary.body_map["foot"].numb[0]
    said = spoken(regions(evidence) if layer is PAIN else question(numb, evidence), evidence)
    return Reason(said.prompt.why, said.language if said.language != get_language() else "")


def _back(request: HttpRequest, check: Check, course: Course, layer: Layer) -> str:
    if request.GET.get("from") == "review":
        return reverse("answer-review", args=(check.pk,))
    return reverse(PAIN.address, args=(check.pk,)) if layer is NUMB else before(check, course, REGIONS)


def _marks_of(check: Check, layer: Layer) -> Marks:
    """What is marked: kept, or told in words before anything was marked."""
    return layer.read(_said(check)) or (told_in_words(check, the_evidence()) if layer is PAIN else {})


def _said(check: Check) -> dict[str, Any]:
    return {answer.finding: answer.value for answer in check.answers.all()}
