"""The answer in the terminal: 80 columns, every colour also a word or a sign, an emergency alone on the page."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from .terminal import colour_wanted, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backstride.assess.result import Assessment, Candidate
    from backstride.evidence import Evidence
    from backstride.exposure import Exposures
    from backstride.plan import Plan

SIGNS = {
    "emergency": "!",
    "same_day": "▲",
    "within_days": "◆",
    "within_2_weeks_routine": "■",
    "self_care_ok_with_safety_net": "●",
}
COLOURS = {
    "emergency": "1;31",
    "same_day": "1;31",
    "within_days": "1;33",
    "within_2_weeks_routine": "1;34",
    "self_care_ok_with_safety_net": "1;32",
}
MOST_CAUSES = 3
MOST_REASONS = 3
LOCKED = ("emergency", "same_day")
"""Levels at which no plan is shown and causes are folded away."""


def print_answer(
    assessment: Assessment,
    evidence: Evidence,
    *,
    exposures: Exposures | None = None,
    plan: Plan | None = None,
    country: str | None = None,
    label: str | None = None,
) -> None:
    """Print the answer in the order a runner needs it."""
    if label:
        print(f"{label}\n")
    if assessment.urgency == "emergency":
        _print_emergency(assessment, country)
        return
    lines = [
        *_urgency(assessment, country),
        *_causes(assessment, evidence),
        *_runs(exposures),
        *_week(assessment, plan),
        *_open_questions(assessment),
        *_watch_for(assessment),
        *_whom_to_see(assessment, evidence),
    ]
    print("\n".join(lines))


def _paint(text: str, code: str) -> str:
    return f"\033[{code}m{text}\033[0m" if colour_wanted() else text


def _wrapped(text: str, indent: int = 2, first: str | None = None) -> list[str]:
    pad = " " * indent
    return textwrap.wrap(text, width(), initial_indent=pad if first is None else first, subsequent_indent=pad)


def _print_emergency(assessment: Assessment, country: str | None) -> None:
    from backstride.report.words import country_words, level_words

    words = level_words("emergency", country_words(country))
    frame = "!" * width()
    lines = [frame, f"! {words.prefix.upper()}", f"! {words.head.upper()}", "!"]
    for reason in assessment.triage.reasons:
        if reason.level == "emergency":
            lines += textwrap.wrap(reason.text, width() - 2, initial_indent="! ", subsequent_indent="! ")
    lines += ["!", "! Do not run, do not drive yourself, do not wait for it to pass."]
    lines += ["! Also get help at once for:"]
    for line in assessment.triage.safety_net:
        lines += textwrap.wrap(line, width() - 4, initial_indent="!   ", subsequent_indent="!   ")
    lines += [f"! {words.head.upper()}", frame]
    print(_paint("\n".join(lines), COLOURS["emergency"]))


def _urgency(assessment: Assessment, country: str | None) -> Iterator[str]:
    from backstride.report.words import ACTIVITY_WORDS, country_words, level_words

    words = level_words(assessment.urgency, country_words(country))
    sign = SIGNS[assessment.urgency]
    yield _paint(f"{sign} {words.prefix.upper()}  {words.head}", COLOURS[assessment.urgency])
    reasons = [r for r in assessment.triage.reasons if r.level == assessment.urgency]
    if reasons:
        yield from _wrapped(f"Why: {reasons[0].text}")
        for reason in reasons[1:MOST_REASONS]:
            yield from _wrapped(f"Also: {reason.text}")
    else:
        yield from _wrapped("Why: no rule asks for more, and no rule says you can look after this alone.")
    asked, total = assessment.triage.safety_asked, assessment.triage.safety_total
    if asked == total and assessment.urgency not in LOCKED:
        yield from _wrapped(f"All {total} safety questions answered; none points to an emergency.")
    else:
        yield from _wrapped(f"{asked} of {total} safety questions answered.")
    activity = ACTIVITY_WORDS.get(assessment.triage.activity)
    if activity:
        yield from _wrapped(activity)


def _causes(assessment: Assessment, evidence: Evidence) -> Iterator[str]:
    from backstride.report.words import in_ten, lower_first

    yield ""
    if assessment.urgency in LOCKED:
        yield from _wrapped("What it could be comes after you have been seen. First: today.", 0)
        return
    candidates = assessment.differential.candidates
    if not candidates:
        yield from _wrapped("We could not work out what it probably is. The safety rules above still hold.", 0)
        return
    head = "What it probably is" if not _tied(candidates) else "We can't pick one yet"
    tail = "of 10 runners with answers like yours"
    yield _paint(f"{head}{tail:>{max(len(tail) + 2, width() - len(head))}}", "1")
    name_width = width() - 34
    for number, candidate in enumerate(candidates[:MOST_CAUSES], start=1):
        if number > 1 and candidate.high80 < 0.05:
            break
        name = textwrap.shorten(candidate.plain_name, name_width, placeholder=" ...")
        yield f"  {number} {name:{name_width}}  {dots(candidate)}  {in_ten(candidate.low80, candidate.high80)}"
        if candidate.name.lower() != candidate.plain_name.lower():
            yield from _wrapped(f"({lower_first(candidate.name)})", 4)
        if candidate.reasons_for:
            yield from _wrapped("+ " + "  + ".join(r.text for r in candidate.reasons_for[:MOST_REASONS]), 4)
        if candidate.reasons_against:
            yield from _wrapped("- " + "  - ".join(r.text for r in candidate.reasons_against[:MOST_REASONS]), 4)
    unlisted = assessment.differential.unlisted_probability
    if unlisted >= 0.095:
        yield from _wrapped("Your answers don't fit well with anything we know. A physio should look.")
    listed = [evidence.conditions[m.condition].plain_name for m in assessment.differential.must_rule_out[:4]]
    if listed:
        yield from _wrapped("To keep in mind, because it must not be missed: " + "; ".join(listed) + ".")


def _tied(candidates: Sequence[Candidate]) -> bool:
    """The first two overlap by more than half of the narrower range, or the first range is wider than 5 in 10."""
    first = candidates[0]
    if first.high80 - first.low80 > 0.5:
        return True
    if len(candidates) < 2:
        return False
    second = candidates[1]
    overlap = min(first.high80, second.high80) - max(first.low80, second.low80)
    narrower = min(first.high80 - first.low80, second.high80 - second.low80)
    return narrower > 0 and overlap > narrower / 2


def dots(candidate: Candidate) -> str:
    """Ten signs: full to the low end of the range, half to the high end, open for the rest."""
    from backstride.report.words import counts_of_ten

    low, high = counts_of_ten(candidate.low80, candidate.high80)
    return "●" * low + "◐" * (high - low) + "○" * (10 - high)


def _runs(exposures: Exposures | None) -> Iterator[str]:
    if exposures is None:
        return
    yield ""
    yield _paint("What your runs show", "1")
    for fact in exposures.facts:
        yield from _wrapped(fact.sentence)
    if exposures.facts:
        yield from _wrapped("Coming before the pain does not prove it was the cause.")
    else:
        yield from _wrapped("Nothing stands out, or there are too few runs to tell.")


def _week(assessment: Assessment, plan: Plan | None) -> Iterator[str]:
    from backstride.report.words import short_day

    yield ""
    yield _paint("This week", "1")
    if plan is None:
        for number, line in enumerate(assessment.advice, start=1):
            yield from _wrapped(line, 4, f"  {number} ")
        return
    if plan.stopped_because:
        yield from _wrapped(plan.stopped_because)
    if plan.running:
        yield from _wrapped(plan.running)
    for session in plan.sessions:
        yield from _wrapped(f"{session.detail} ({session.minutes} min)", 14, f"  {short_day(session.day):11} ")


def _open_questions(assessment: Assessment) -> Iterator[str]:
    questions = assessment.triage.open_safety_questions
    if not questions:
        return
    yield ""
    yield _paint("Still to answer, because it could change how soon you should be seen", "1")
    for question in questions[:4]:
        yield from _wrapped(question.question, 4, "  ? ")
    if len(questions) > 4:
        yield f"  and {len(questions) - 4} more: backstride interview"


def _watch_for(assessment: Assessment) -> Iterator[str]:
    yield ""
    yield _paint("▲ Get help at once", "1;31")
    for line in assessment.triage.safety_net:
        yield from _wrapped(line, 4, "  - ")
    yield from _wrapped(f"Check again on {assessment.recheck_on.isoformat()}, or sooner if anything changes.")


def _whom_to_see(assessment: Assessment, evidence: Evidence) -> Iterator[str]:
    if assessment.urgency in LOCKED or not assessment.differential.candidates:
        return
    first = evidence.conditions[assessment.differential.candidates[0].condition]
    yield ""
    yield _paint("Whom to see", "1")
    yield from _wrapped(f"{first.see[:1].upper()}{first.see[1:]}.")
    yield from _wrapped(f'Say: "{evidence.sections["say"][first.id]}"')
    yield from _wrapped(f"They can check it like this: {first.to_confirm}.")
