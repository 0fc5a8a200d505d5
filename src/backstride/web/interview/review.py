"""All answers on one page, by stage, each with a way to change it; then the answer."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backstride.assess.prompts import REGIONS, STAGES, WHERE
from backstride.store.models import Check
from backstride.store.refusal import RefusedError

from .addresses import back_address, next_address, onward, question_address, shown_address
from .answer_words import words_of
from .ending import finish
from .found import standing_of
from .go_on import after, presses
from .help_today import urgent_card
from .question import UNREAD
from .shown import stages
from .standing import answered, stage_of_answer

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from .standing import Standing


@dataclass(frozen=True)
class Line:
    """One question, its answer, and where to change it."""

    question: str
    answer: str
    address: str
    source: str = ""
    foreign: str = ""
    """The language of question and answer, where it is not that of the page."""


@dataclass
class Part:
    """One stage: what stands out, and below it what was answered with no."""

    name: str
    lines: list[Line] = field(default_factory=list)
    denied: list[Line] = field(default_factory=list)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, check: UUID) -> HttpResponse:
    """The page at `/answer/<check>/review/`; not before the first safety questions were put."""
    standing = standing_of(request, check)
    if isinstance(standing, Check):
        return onward(request, shown_address(standing))
    if not standing.course.past_safety(standing.pending):
        return onward(request, next_address(standing))
    if standing.interview.ended == "emergency":
        return onward(request, after(standing))
    if request.method != "POST":
        return _page(request, standing)
    try:
        return onward(request, finish(standing))
    except RefusedError as error:
        return _page(request, standing, UNREAD, problem=str(error))


def _page(request: HttpRequest, standing: Standing, status: int = 200, problem: str = "") -> HttpResponse:
    context = {
        "check": standing.check,
        "parts": [part for part in parts(standing) if part.lines or part.denied],
        "stages": stages(standing.course),
        "back": back_address(standing, ""),
        "waits": standing.pending is not None,
        "go_on": next_address(standing),
        "urgent": urgent_card(request, standing.interview.urgency, standing.evidence) if presses(standing) else None,
        "problem": problem,
    }
    return render(request, "interview/review.html", context, status=status)


def parts(standing: Standing) -> Iterator[Part]:
    """The answers by stage, in the order in which they were given."""
    found = {name: Part(name) for name in STAGES}
    sources = {a.finding: a for a in standing.check.answers.all()}
    settings = _from_settings(standing)
    for key, value in answered(standing.interview.document).items():
        stage = stage_of_answer(key, standing.evidence)
        if not stage:
            continue
        words = words_of(key, value, standing.evidence)
        source = sources[key].get_source_display() if key in sources and sources[key].source != "asked" else ""
        source = _("from your settings") if key in settings and settings[key] == value else source
        address = f"{question_address(standing.check, key)}?from=review"
        line = Line(words.question, words.answer, address, str(source), words.foreign)
        part = found[stage]
        (part.denied if value is False else part.lines).append(line)
    if REGIONS not in answered(standing.interview.document):
        words, address = words_of(REGIONS, [], standing.evidence), question_address(standing.check, REGIONS)
        found[WHERE].lines.append(Line(words.question, _("Not marked"), f"{address}?from=review"))
    yield from found.values()


def _from_settings(standing: Standing) -> Mapping[str, object]:
    runner = standing.check.runner
    age = None if runner.birth_year is None else standing.check.day.year - runner.birth_year
    return {key: value for key, value in {"age": age, "sex": runner.sex}.items() if value}
