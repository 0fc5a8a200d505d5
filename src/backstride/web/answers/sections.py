"""The sections of the answer page, in their order; the same for the runner and for whoever has a link to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backstride.report import country_words
from backstride.store.knowledge import the_evidence
from backstride.store.models import Run

from .composed import page_of

if TYPE_CHECKING:
    from datetime import date

    from backstride.report.page import Fact, Page
    from backstride.store.models import Assessment

PRESSING = ("emergency", "same_day")
"""Levels at which getting help comes before causes, runs and plans."""
HASTE = (*PRESSING, "within_days")
FRESH_DAYS = 14
"""Days after which an answer says to check again."""
MOST = 3
"""Most explanations that are named as needing a check."""
THINGS = 3
"""Most things to do this week."""
HEADS = {
    "single_run_spike": gettext_lazy("A long run"),
    "weekly_distance_jump": gettext_lazy("A big week"),
    "downhill_spike": gettext_lazy("More downhill"),
    "return_after_break": gettext_lazy("Back after a break"),
    "weekly_distance": gettext_lazy("Your weeks"),
    "short_record": gettext_lazy("Too little to compare"),
}
"""What a fact about the runs is headed by its kind; what stayed level is headed "No change"."""


@dataclass(frozen=True)
class RunFact:
    """One fact about the runs, with its head and the run it came from."""

    head: str
    fact: Fact
    run: Run | None


def sections_of(assessment: Assessment, country: str) -> dict[str, Any]:
    """What the template `answers/sections.html` needs beside the reader's rights."""
    page = page_of(assessment, country)
    first = page.causes.causes[:1] if page.causes else ()
    unsure = page.causes is not None and page.causes.heading != FIRST_LEADS
    result = assessment.result
    return {
        "page": page,
        "check": assessment.made_of,
        "pressing": assessment.urgency in PRESSING,
        "country": country_words(country, the_evidence()),
        "answers_count": assessment.made_of.answers.exclude(value=None).count(),
        "held": (result.get("changed") or {}).get("held"),
        "probable": page.causes.causes if unsure and page.causes else first,
        "possible": () if unsure or page.causes is None else page.causes.causes[1:],
        "to_check": _to_check(page, result),
        "weighed": [c["plain_name"] for c in result["differential"]],
        "facts": _facts(page, assessment),
        "things": _things(page),
        "watch_first": page.watch.groups[:1],
        "watch_more": page.watch.groups[1:],
        "recheck_on": assessment.result["recheck_on"],
        "scan": next((aside.lines for aside in page.beside if aside.heading == SCAN), ()),
        "would_change": next((aside.lines for aside in page.beside if aside.heading == CHANGE), ()),
        "usually": next((aside.lines for aside in page.beside if aside.heading == COURSE), ()),
        "judged": _judged(result),
    }


FIRST_LEADS = "What it probably is"
SCAN, CHANGE, COURSE = "Scan or nerve test?", "What would change this answer", "How it usually goes"
"""Headings of the report's short sections, by which the page finds them."""


def _to_check(page: Page, result: dict[str, Any]) -> list[str]:
    """Serious explanations that a rule of haste suspects and no line of the ranking shows; they have no odds."""
    conditions = the_evidence().conditions
    in_mind = {item["condition"] for item in result["must_rule_out"]}
    suspected = dict.fromkeys(c for r in result["reasons"] if r["level"] in HASTE for c in r["suspected"])
    shown = {cause.condition for cause in page.causes.causes} if page.causes else set()
    return [conditions[c].plain_name for c in suspected if c in in_mind and c not in shown and c in conditions][:MOST]


def _things(page: Page) -> list[str]:
    """What to do, without what only says how things stand."""
    levels = (lines for level, lines in the_evidence().sections["advice"].items() if level != "notices")
    standing = {line["text"] for lines in levels for line in lines if not line.get("to_do", True)}
    advice = page.week.advice if page.week is not None else ()
    return [*page.urgency.until_then, *(line for line in advice if line not in standing)][:THINGS]


def _facts(page: Page, assessment: Assessment) -> list[RunFact]:
    """The facts with the longest run of their day, found with one query."""
    if page.runs is None:
        return []
    days = {fact.on for fact in page.runs.told if fact.on is not None}
    longest: dict[date, Run] = {}
    for run in Run.objects.filter(runner_id=assessment.runner_id, day__in=days).only("day", "distance_m"):
        kept = longest.get(run.day) if run.day else None
        if run.day and (kept is None or (run.distance_m or 0) > (kept.distance_m or 0)):
            longest[run.day] = run
    return [
        RunFact(
            head=str(HEADS.get(fact.kind, _("No change"))),
            fact=fact,
            run=longest.get(fact.on) if fact.on is not None else None,
        )
        for fact in page.runs.told
    ]


def _judged(result: dict[str, Any]) -> int | None:
    """How many of ten numbers behind the first explanation are judgement; None where there is none."""
    return round(10 * result["differential"][0]["expert_share"]) if result["differential"] else None
