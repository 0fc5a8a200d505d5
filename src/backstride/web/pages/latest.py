"""The newest answer and week of a runner, in the words that several places show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backstride.report import country_words
from backstride.report.words import LEVEL_LOOK
from backstride.store.knowledge import the_evidence
from backstride.store.models import Plan
from backstride.web.answers.composed import page_of
from backstride.web.answers.emergency import emergency_of
from backstride.web.answers.found import newest
from backstride.web.answers.sections import FRESH_DAYS, HASTE
from backstride.web.context import country_of
from backstride.web.runner import runner_of

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

    from backstride.evidence.model import Urgency
    from backstride.report.words import LevelLook
    from backstride.store.models import Assessment

LOCKING = ("emergency", "same_day")
"""Levels that stand before any plan."""


KINDS = {
    "run": _("Run"),
    "strength": _("Strength"),
    "walk": _("Walk"),
    "gentle": _("Gentle session"),
    "cross": _("Ride or swim"),
    "check": _("Check"),
    "talk": _("Talk"),
    "rest": _("Rest"),
}
"""What a session of a week is called."""
ICONS = {"run": "runs", "walk": "walk", "strength": "strength", "gentle": "gentle", "cross": "cross"}


@dataclass(frozen=True)
class Answered:
    """The newest answer, ready to be shown."""

    day: date
    look: LevelLook
    head: str | _StrPromise
    action: str | _StrPromise
    reasons: list[str]
    locks: bool
    old: bool


def answered(request: HttpRequest) -> Answered | None:
    """The newest answer of whoever is signed in, or the open emergency; with numbers and names of the country."""
    found = emergency_of(request) or newest(request)
    if found is None:
        return None
    try:
        urgency = page_of(found, country_of(request)).urgency
    except DatabaseError:
        raise
    except Exception:  # the page of the answer says more, and writes it into the log
        return _unworded(request, found)
    return Answered(
        day=found.made_of.day,
        look=urgency.look,
        head=urgency.head,
        action=urgency.how,
        reasons=[why.text for why in urgency.why],
        locks=found.urgency in LOCKING,
        old=(timezone.localdate() - found.made_of.day).days > FRESH_DAYS,
    )


def _unworded(request: HttpRequest, found: Assessment) -> Answered:
    """An answer without its words: its level where help is needed soon, and no plan until it can be read again."""
    evidence = the_evidence()
    level: Urgency = found.urgency if found.urgency in HASTE else "within_days"  # type: ignore[assignment]
    head = country_words(country_of(request), evidence).local(evidence.triage.level_words[level]["head"])
    return Answered(
        day=found.made_of.day,
        look=LEVEL_LOOK[level],
        head=head if found.urgency in HASTE else _("We couldn’t work this out"),
        action=_("Your answers are saved. If you have a danger sign, get help now."),
        reasons=[],
        locks=True,
        old=False,
    )


def planned(request: HttpRequest) -> dict[str, Any] | None:
    """The document of the newest plan for this week or a later one."""
    today = timezone.localdate()
    newest = Plan.objects.of(request.user).filter(runner=runner_of(request)).first()
    if newest is None or (today - newest.week_starts_on).days > 6:
        return None
    document: dict[str, Any] = newest.document
    return document


@dataclass(frozen=True)
class Session:
    """One line of a week."""

    day: date
    head: str
    icon: str
    minutes: int | None
    detail: str
    why: str


def sessions(document: dict[str, Any]) -> list[Session]:
    """The sessions of a week's document, by day."""
    return [
        Session(
            day=date.fromisoformat(given["day"]),
            head=str(KINDS.get(given["kind"], given["kind"])),
            icon=ICONS.get(given["kind"], "check"),
            minutes=given.get("minutes"),
            detail=given.get("detail") or "",
            why=given.get("why") or "",
        )
        for given in document.get("sessions", ())
    ]
