"""The start of a check: a new one, the open one, or the same pain again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from backstride.assess.same_age import are_one_age
from backstride.store import checks
from backstride.store.knowledge import the_evidence
from backstride.store.models import Check
from backstride.store.runners import add_runner
from backstride.web.clock import day_of, zone_of
from backstride.web.runner import runner_of

from .course import Course
from .left_open import answer_of_what_presses, has_begun, may_press, open_check_of, stage_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from backstride.store.models import Account, Runner

SAME, OTHER = "same", "other"


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """The page at `/answer/new/`: an open check can be gone on with; a new one may be about the same pain as before."""
    runner = runner_of(request)
    opened = open_check_of(runner)
    before = (
        None if runner is None else runner.checks.filter(state=Check.State.FINISHED).order_by("-created_at").first()
    )
    pain = request.POST.get("pain")
    if request.method != "POST":
        stage = stage_of(opened)
        pressing = may_press(opened)
        shown = opened if stage or pressing else None
        context = {"opened": shown, "stage": stage, "may_press": pressing, "before": before}
        return render(request, "interview/start.html", context)
    if pain is None and (has_begun(opened) or before is not None):
        return redirect("answer-new")
    if pain is None and opened is not None:
        return redirect("answer-go-on", opened.pk)
    urgent = answer_of_what_presses(opened)
    if urgent is not None:
        messages.warning(request, _("What you told us so far comes first. Read this before you start again."))
        return redirect(urgent)
    runner = runner or add_runner(cast("Account", request.user))
    begun = begin_check(runner, before if pain == SAME else None)
    return redirect("answer-go-on", begun.pk)


def begin_check(runner: Runner, follows: Check | None) -> Check:
    """A new check, with what the settings know of the runner as its first answers."""
    newest = runner.checks.order_by("-created_at").first()
    check = checks.open_check(runner, day=day_of(runner), time_zone=zone_of(runner), follows=follows)
    seconds = Course.of(newest.course).seconds if newest is not None else ()
    course = Course(seconds=seconds).as_json()
    return checks.put_answers(check, _settings_of(check), the_evidence(), seen_version=check.version, course=course)


def _settings_of(check: Check) -> dict[str, Any]:
    """Age and sex as the settings have them, so that nothing is asked twice.

    The year of birth gives two ages; where a rule tells them apart, the age is asked.
    """
    runner, evidence = check.runner, the_evidence()
    known: dict[str, Any] = {}
    if runner.birth_year is not None:
        age, limits = check.day.year - runner.birth_year, evidence.findings["age_years"]
        possible = (limits.minimum or 0) < age <= (limits.maximum or age)
        if possible and are_one_age(age - 1, age, evidence):
            known["age"] = age
    if runner.sex in ("female", "male"):
        known["sex"] = runner.sex
    return known
