"""What it probably is, in the terminal: the page's lines as counts out of ten, with what speaks for and against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .terminal import paint, width, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backstride.assess.answers import Answers
    from backstride.assess.result import Assessment
    from backstride.evidence import Evidence
    from backstride.report.page import Cause

COUNT_COLUMNS = 32
"""Columns that ten signs and their words take."""
MOST_IN_MIND = 4
LOCKED = ("emergency", "same_day")
"""Levels at which no plan is shown and causes are folded away."""


def cause_lines(assessment: Assessment, given: Answers, evidence: Evidence) -> Iterator[str]:
    """The section of likely causes: held back until somebody urgent has been seen, left out without a place."""
    yield ""
    if assessment.urgency in LOCKED:
        yield from wrapped("What it could be comes after you have been seen. First: today.", 0)
    elif assessment.ranking_note or not assessment.differential.candidates:
        yield from wrapped(assessment.ranking_note or "We could not work out what it probably is.", 0)
    else:
        yield from _likely(assessment, evidence)
    yield from _in_mind(assessment, given, evidence)


def _likely(assessment: Assessment, evidence: Evidence) -> Iterator[str]:
    from backstride.report.causes import causes

    told = causes(assessment, evidence)
    head = plain(told.heading)
    tail = "of 10 runners with answers like yours"
    room = width() - len(head)
    if len(tail) + 2 <= room:
        yield paint(f"{head}{tail:>{room}}", "1")
    else:
        yield from (paint(line, "1") for line in wrapped(f"{head} ({tail})", 0))
    if told.misfit:
        yield from (paint(line, "1") for line in wrapped(plain(told.misfit)))
    for number, cause in enumerate(told.causes, start=1):
        yield from _counted(f"  {number} ", cause)
        yield from _reasons(cause)
    if assessment.beside is not None:
        from backstride.report.beside import STRENGTHS

        yield from wrapped(STRENGTHS, 4)
    for group in told.apart:
        yield from wrapped(plain(group.text), 4, "  = ")
        if group.ask:
            yield from wrapped(plain(group.ask), 4)
    yield from wrapped(plain(told.others))


def _counted(lead: str, cause: Cause) -> Iterator[str]:
    """Name and count on one line, or the count below where the name needs the line for itself."""
    count = cause.count_words if cause.counts is None else f"{dots(*cause.counts)}  {cause.count_words}"
    room = width() - COUNT_COLUMNS - len(lead)
    if len(cause.plain_name) <= room:
        yield f"{lead}{cause.plain_name:{room}} {count}"
        return
    yield from wrapped(cause.plain_name, len(lead), lead)
    yield f"{' ' * len(lead)}{count}"


def _reasons(cause: Cause) -> Iterator[str]:
    from backstride.report.words import lower_first

    if cause.clinical_name:
        yield from wrapped(f"({lower_first(cause.clinical_name)})", 4)
    if cause.parts:
        yield from wrapped(cause.parts, 4)
    for sign, reasons in (("+", cause.speaks_for), ("-", cause.speaks_against)):
        if reasons:
            yield from wrapped(lower_first("; ".join(lower_first(reason) for reason in reasons)), 6, f"    {sign} ")


def _in_mind(assessment: Assessment, given: Answers, evidence: Evidence) -> Iterator[str]:
    """What must not be missed, each with the answers that make us think of it."""
    from backstride.report.keep_in_mind import keep_in_mind

    items = keep_in_mind(assessment, given, evidence)
    if not items:
        return
    yield from wrapped("To keep in mind, because it must not be missed:")
    for item in items[:MOST_IN_MIND]:
        yield from wrapped(plain(f"{item.plain_name}: {item.why}" if item.why else item.plain_name), 6, "    - ")
    if len(items) > MOST_IN_MIND:
        yield f"    and {len(items) - MOST_IN_MIND} more: --json"


def plain(text: str) -> str:
    """The text with the signs every terminal has."""
    return text.translate(PLAIN)


PLAIN = str.maketrans({"’": "'", "“": '"', "”": '"'})


def dots(full: int, half: int) -> str:
    """Ten signs: full to the low end of a range, half to the high end, open for the rest."""
    return "●" * full + "◐" * (half - full) + "○" * (10 - half)
