"""The answer in the terminal: 80 columns, every colour also a word or a sign, an emergency alone on the page."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from .terminal import colour_wanted, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from backstride.assess.result import Assessment, Candidate, UmbrellaSum
    from backstride.evidence import Evidence
    from backstride.exposure import Exposures
    from backstride.plan import Plan
    from backstride.report import CountryWords

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
MOST_NETS = 4
WORTH_NAMING = 0.095
"""About 1 in 10: below it a cause gets no line of its own."""
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
    from backstride.report import country_words

    services = country_words(country, evidence)
    if assessment.urgency == "emergency":
        _print_emergency(assessment, evidence, services)
        return
    lines = [
        *_urgency(assessment, evidence, services, planned=plan is not None),
        *_causes(assessment, evidence),
        *_runs(exposures),
        *_week(assessment, plan),
        *_open_questions(assessment),
        *_watch_for(assessment, services),
        *_whom_to_see(assessment, evidence, services),
    ]
    print("\n".join(lines))


def _paint(text: str, code: str) -> str:
    return f"\033[{code}m{text}\033[0m" if colour_wanted() else text


def _wrapped(text: str, indent: int = 2, first: str | None = None) -> list[str]:
    pad = " " * indent
    return textwrap.wrap(text, width(), initial_indent=pad if first is None else first, subsequent_indent=pad)


def _head(assessment: Assessment, evidence: Evidence, services: CountryWords) -> str:
    return services.local(evidence.triage.level_words[assessment.urgency]["head"])


def _print_emergency(assessment: Assessment, evidence: Evidence, services: CountryWords) -> None:
    from backstride.report.words import LEVEL_LOOK

    head = _head(assessment, evidence, services).upper()
    frame = "!" * width()
    lines = [frame, f"! {LEVEL_LOOK['emergency'].prefix.upper()}"]
    lines += textwrap.wrap(head, width() - 2, initial_indent="! ", subsequent_indent="! ")
    lines += ["!"]
    for reason in assessment.triage.reasons:
        if reason.level == "emergency":
            lines += textwrap.wrap(
                services.local(reason.text), width() - 2, initial_indent="! ", subsequent_indent="! "
            )
    action = services.local(evidence.triage.level_words["emergency"]["action"])
    lines += ["!", *textwrap.wrap(action, width() - 2, initial_indent="! ", subsequent_indent="! ")]
    lines += ["! Also get help at once for:"]
    for line in assessment.triage.safety_net[:3]:
        lines += textwrap.wrap(services.local(line), width() - 4, initial_indent="!   ", subsequent_indent="!   ")
    lines += [f"! {head}", frame]
    print(_paint("\n".join(lines), COLOURS["emergency"]))


def _urgency(assessment: Assessment, evidence: Evidence, services: CountryWords, *, planned: bool) -> Iterator[str]:
    from backstride.report.compose import LEFT_TO_THE_PLAN
    from backstride.report.words import ACTIVITY_WORDS

    short = evidence.triage.level_words[assessment.urgency]["short"]
    head = f"{SIGNS[assessment.urgency]} {short}  {_head(assessment, evidence, services)}"
    yield _paint(head, COLOURS[assessment.urgency])
    reasons = [r for r in assessment.triage.reasons if r.level == assessment.urgency]
    if reasons:
        yield from _wrapped(f"Why: {services.local(reasons[0].text)}")
        for reason in reasons[1:MOST_REASONS]:
            yield from _wrapped(f"Also: {services.local(reason.text)}")
    else:
        yield from _wrapped("Why: no rule asks for more, and no rule says you can look after this alone.")
    asked, total = assessment.triage.safety_asked, assessment.triage.safety_total
    if total == 0:
        yield from _wrapped("The danger signs could not be checked. Nothing here rules out an emergency.")
    elif asked == total and assessment.urgency not in LOCKED:
        yield from _wrapped(f"All {total} safety questions answered; none points to an emergency.")
    else:
        yield from _wrapped(f"{asked} of {total} safety questions answered.")
    activity = ACTIVITY_WORDS.get(assessment.triage.activity)
    if activity and not (planned and assessment.triage.activity in LEFT_TO_THE_PLAN):
        yield from _wrapped(activity)


def _causes(assessment: Assessment, evidence: Evidence) -> Iterator[str]:
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
    umbrella = _leading_umbrella(assessment)
    if umbrella is not None:
        yield _counted("  ", umbrella.name, umbrella.low80, umbrella.high80)
        yield from _wrapped("Most likely of these, as far as one can tell them apart:", 4)
    for number, candidate in enumerate(candidates[:MOST_CAUSES], start=1):
        if number > 1 and candidate.high80 < WORTH_NAMING:
            break
        yield _counted(f"  {number} ", candidate.plain_name, candidate.low80, candidate.high80)
        yield from _reasons(candidate)
    yield from _besides(assessment, evidence)


def _leading_umbrella(assessment: Assessment) -> UmbrellaSum | None:
    """The group of the first candidate where other shown candidates belong to it too."""
    first = assessment.differential.candidates[0]
    for umbrella in assessment.differential.umbrellas:
        if umbrella.umbrella == first.umbrella and len(umbrella.members) > 1:
            return umbrella
    return None


def _counted(lead: str, name: str, low: float, high: float) -> str:
    from backstride.report.words import in_ten

    room = width() - 32 - len(lead)
    return f"{lead}{textwrap.shorten(name, room, placeholder=' ...'):{room}} {dots(low, high)}  {in_ten(low, high)}"


def _reasons(candidate: Candidate) -> Iterator[str]:
    from backstride.report.words import lower_first

    if candidate.name.lower() != candidate.plain_name.lower():
        yield from _wrapped(f"({lower_first(candidate.name)})", 4)
    for sign, reasons in (("+", candidate.reasons_for), ("-", candidate.reasons_against)):
        if reasons:
            yield from _wrapped("; ".join(r.text for r in reasons[:MOST_REASONS]), 6, f"    {sign} ")


def _besides(assessment: Assessment, evidence: Evidence) -> Iterator[str]:
    if assessment.differential.unlisted_probability >= WORTH_NAMING:
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


def dots(low: float, high: float) -> str:
    """Ten signs: full to the low end of a range, half to the high end, open for the rest."""
    from backstride.report.words import counts_of_ten

    full, half = counts_of_ten(low, high)
    return "●" * full + "◐" * (half - full) + "○" * (10 - half)


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
    from backstride.plan import grouped
    from backstride.report.words import WEEKDAYS

    yield ""
    yield _paint("This week", "1")
    if plan is None:
        for number, line in enumerate(assessment.advice, start=1):
            yield from _wrapped(line, 4, f"  {number} ")
        return
    if plan.stopped_because:
        yield from _wrapped(plan.stopped_because)
    for said in (plan.running, plan.clinician):
        if said:
            yield from _wrapped(said)
    for days, session in grouped(plan):
        names = " ".join(WEEKDAYS[day.weekday()] for day in days)
        minutes = f" ({session.minutes} min)" if session.minutes else ""
        yield from _wrapped(f"{names}: {session.detail}{minutes}", 4, "  - ")


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


def _watch_for(assessment: Assessment, services: CountryWords) -> Iterator[str]:
    yield ""
    yield _paint("▲ Get help at once", "1;31")
    for line in assessment.triage.safety_net[:MOST_NETS]:
        signs, _, act = services.local(line).partition(": ")
        yield from _wrapped(signs.replace("; ", " · "), 4, "  - ")
        yield from _wrapped(f"-> {act}", 7, "    ")
    yield from _wrapped(f"Check again on {assessment.recheck_on.isoformat()}, or sooner if anything changes.")


def _whom_to_see(assessment: Assessment, evidence: Evidence, services: CountryWords) -> Iterator[str]:
    from backstride.report.say import whom_to_see

    if assessment.urgency in LOCKED:
        return
    yield ""
    yield _paint("Whom to see", "1")
    yield from _wrapped(whom_to_see(assessment, evidence, services))
    if assessment.urgency != "self_care_ok_with_safety_net":
        for first in assessment.differential.candidates[:1]:
            yield from _wrapped(f'Say: "{evidence.sections["say"][first.condition]}"')
            yield from _wrapped(f"What they can check: {first.to_confirm}.")
