"""The newest answer and week of a runner, in the words that several places show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from backstride.report import country_words
from backstride.report.words import LEVEL_LOOK
from backstride.store.knowledge import the_evidence
from backstride.store.models import Assessment, Plan
from backstride.web.answers.emergency import emergency_of
from backstride.web.context import country_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from backstride.evidence import Urgency
    from backstride.report.words import LevelLook

FRESH_DAYS = 14
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
    head: str
    action: str
    reasons: list[str]
    signs: list[tuple[str, list[str]]]
    recheck_on: date | None
    locks: bool
    old: bool


def answered(request: HttpRequest) -> Answered | None:
    """The newest answer of whoever is signed in, or the open emergency; with numbers and names of the country."""
    found = emergency_of(request) or Assessment.objects.of(request.user).select_related("made_of").first()
    if found is None:
        return None
    evidence = the_evidence()
    country = country_words(country_of(request), evidence)
    level = cast("Urgency", found.urgency)
    words = evidence.triage.level_words[level]
    result: dict[str, Any] = found.result
    return Answered(
        day=found.made_of.day,
        look=LEVEL_LOOK[level],
        head=country.local(words["head"]),
        action=country.local(words["action"]),
        reasons=[country.local(reason["text"]) for reason in result.get("reasons", ())],
        signs=[_sign(country.local(line)) for line in result.get("safety_net", ())],
        recheck_on=date.fromisoformat(result["recheck_on"]) if result.get("recheck_on") else None,
        locks=found.urgency in LOCKING,
        old=(timezone.localdate() - found.made_of.day).days > FRESH_DAYS,
    )


def _sign(line: str) -> tuple[str, list[str]]:
    signs, _, act = line.partition(": ")
    return act[:1].upper() + act[1:], [sign[:1].upper() + sign[1:] for sign in signs.split("; ")]


def planned(request: HttpRequest) -> dict[str, Any] | None:
    """The document of the newest plan for this week or a later one."""
    today = timezone.localdate()
    newest = Plan.objects.of(request.user).first()
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
