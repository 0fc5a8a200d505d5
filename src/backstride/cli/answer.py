"""The answer in the terminal: 80 columns, every colour also a word or a sign, an emergency alone on the page."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from .answer_beside import beside_lines
from .answer_causes import LOCKED, cause_lines
from .terminal import paint, width, wrapped
from .today import today

if TYPE_CHECKING:
    from collections.abc import Iterator

    from backstride.assess.answers import Answers
    from backstride.assess.result import Assessment
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
MOST_REASONS = 3
MOST_NETS = 4
MOST_MOVED = 3
MOST_NEW = 6
MOST_OPEN = 4
MOST_HEARD = 8


def print_answer(
    assessment: Assessment,
    given: Answers,
    evidence: Evidence,
    *,
    exposures: Exposures | None = None,
    plan: Plan | None = None,
    country: str | None = None,
) -> None:
    """Print the answer in the order a runner needs it."""
    from backstride.report import country_words

    services = country_words(country, evidence)
    if assessment.urgency == "emergency":
        _print_emergency(assessment, given, evidence, services)
        return
    lines = [
        *_notices(assessment),
        *_urgency(assessment, evidence, services, planned=plan is not None),
        *_since(assessment, evidence),
        *_from_words(assessment, evidence),
        *cause_lines(assessment, given, evidence),
        *_runs(exposures),
        *_week(assessment, plan, services),
        *_open_questions(assessment),
        *_watch_for(assessment, services),
        *_whom_to_see(assessment, evidence, services),
        *_what_to_say(assessment, given, evidence),
        *beside_lines(assessment),
        "",
        *wrapped("A self-check, not a diagnosis.", 0),
    ]
    print("\n".join(lines))


def _what_to_say(assessment: Assessment, given: Answers, evidence: Evidence) -> Iterator[str]:
    """A few sentences to read out to whoever sees the runner; none where nobody has to."""
    from backstride.report.say import what_to_say

    if assessment.urgency != "self_care_ok_with_safety_net":
        yield from wrapped(f'Say: "{what_to_say(given, assessment, evidence)}"')


def _notices(assessment: Assessment) -> Iterator[str]:
    for notice in assessment.notices:
        for line in wrapped(notice, 2, "▲ "):
            yield paint(line, "1;33")
    if assessment.notices:
        yield ""


def _since(assessment: Assessment, evidence: Evidence) -> Iterator[str]:
    """What changed since the earlier result, where there is one."""
    changed = assessment.changed
    if changed is None:
        return
    yield ""
    yield paint("Since the earlier check", "1")
    words = evidence.triage.level_words
    before, after = (words[changed["urgency"][when]]["short"] for when in ("before", "after"))
    yield from wrapped(f"How soon to be seen: {f'was {before}, now {after}' if before != after else 'as before'}.")
    if changed["held"]:
        yield from wrapped(changed["held"])
    for line in changed["course"]:
        yield from wrapped(line)
    for key, heading in (("new_findings", "New"), ("gone_findings", "Gone")):
        named = [evidence.findings[f].yes for f in changed[key] if f in evidence.findings and evidence.findings[f].yes]
        if named:
            yield from wrapped(f"{heading}: {'; '.join(named[:MOST_NEW])}.")
    for moved in changed["moved"][:MOST_MOVED]:
        way = "more" if moved["after"] > moved["before"] else "less"
        yield from wrapped(f"{moved['plain_name']}: {way} likely than before.")


def _from_words(assessment: Assessment, evidence: Evidence) -> Iterator[str]:
    """What was understood of the story, with its words; nothing of it is an answer yet."""
    from .story import understood

    lines = understood(assessment.story_findings, evidence)
    if lines:
        yield ""
        yield paint("From your words, not confirmed", "1")
    for line in lines[:MOST_HEARD]:
        yield from wrapped(line, 4, "  - ")
    if len(lines) > MOST_HEARD:
        yield f"  and {len(lines) - MOST_HEARD} more"


def _head(assessment: Assessment, evidence: Evidence, services: CountryWords) -> str:
    return services.local(evidence.triage.level_words[assessment.urgency]["head"])


def _print_emergency(assessment: Assessment, given: Answers, evidence: Evidence, services: CountryWords) -> None:
    from backstride.report.say import what_to_say
    from backstride.report.watch import watch
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
    for group in watch(assessment, given, evidence, services).groups[:3]:
        signs = " · ".join(sign[:1].lower() + sign[1:] for sign in group.signs)
        lines += textwrap.wrap(signs, width() - 4, initial_indent="!   - ", subsequent_indent="!     ")
    for notice in assessment.notices:
        lines += ["!", *textwrap.wrap(notice, width() - 2, initial_indent="! ", subsequent_indent="! ")]
    words = f'Say: "{what_to_say(given, assessment, evidence)}"'
    lines += ["!", *textwrap.wrap(words, width() - 2, initial_indent="! ", subsequent_indent="! "), "!"]
    lines += [*textwrap.wrap(head, width() - 2, initial_indent="! ", subsequent_indent="! "), frame]
    print(paint("\n".join(lines), COLOURS["emergency"]))


def _urgency(assessment: Assessment, evidence: Evidence, services: CountryWords, *, planned: bool) -> Iterator[str]:
    from backstride.report.compose import LEFT_TO_THE_PLAN
    from backstride.report.words import ACTIVITY_WORDS

    short = evidence.triage.level_words[assessment.urgency]["short"]
    head = f"{SIGNS[assessment.urgency]} {short}  {_head(assessment, evidence, services)}"
    for line in wrapped(head, 2, ""):
        yield paint(line, COLOURS[assessment.urgency])
    asked, total = assessment.triage.safety_asked, assessment.triage.safety_total
    if asked < total:
        left = f"{asked} of {total} safety questions answered. We can't rule out an emergency until all are."
        yield from (paint(line, "1") for line in wrapped(left))
    reasons = [r for r in assessment.triage.reasons if r.level == assessment.urgency]
    if reasons:
        yield from wrapped(f"Why: {services.local(reasons[0].text)}")
        for reason in reasons[1:MOST_REASONS]:
            yield from wrapped(f"Also: {services.local(reason.text)}")
    else:
        yield from wrapped("Why: no rule asks for more, and no rule says you can look after this alone.")
    if total == 0:
        yield from wrapped("The danger signs could not be checked. Nothing here rules out an emergency.")
    elif asked == total and assessment.urgency not in LOCKED:
        yield from wrapped(f"All {total} safety questions answered; none points to an emergency.")
    activity = ACTIVITY_WORDS.get(assessment.triage.activity)
    if activity and not (planned and assessment.triage.activity in LEFT_TO_THE_PLAN):
        yield from wrapped(activity)


def _runs(exposures: Exposures | None) -> Iterator[str]:
    if exposures is None:
        return
    yield ""
    yield paint("What your runs show", "1")
    for fact in exposures.facts:
        yield from wrapped(fact.sentence)
    if exposures.facts:
        yield from wrapped("Coming before the pain does not prove it was the cause.")
    else:
        yield from wrapped("Nothing stands out, or there are too few runs to tell.")


def _week(assessment: Assessment, plan: Plan | None, services: CountryWords) -> Iterator[str]:
    from backstride.plan import grouped
    from backstride.report.words import WEEKDAYS, day_words

    later = plan is not None and plan.stopped_because is None and plan.week > today()
    yield ""
    yield paint(f"The week from {day_words(plan.week)}" if plan is not None and later else "This week", "1")
    if plan is None:
        for number, line in enumerate(assessment.advice, start=1):
            yield from wrapped(services.local(line), 4, f"  {number} ")
        return
    if plan.stopped_because:
        yield from wrapped(plan.stopped_because)
    for said in dict.fromkeys((plan.running, plan.clinician)):
        if said:
            yield from wrapped(said)
    for days, session in grouped(plan):
        names = " ".join(WEEKDAYS[day.weekday()] for day in days)
        minutes = f" ({session.minutes} min)" if session.minutes else ""
        yield from wrapped(f"{names}: {session.detail}{minutes}", 4, "  - ")


def _open_questions(assessment: Assessment) -> Iterator[str]:
    from backstride.report.safety_asked import by_haste, if_all_no, would_mean

    questions = by_haste(assessment.triage)
    if not questions:
        return
    yield ""
    yield paint("Still to answer, because it could change how soon you should be seen", "1")
    for question in questions[:MOST_OPEN]:
        would = would_mean(question, assessment.urgency)
        yield from wrapped(f"{question.question} (yes: {would})" if would else question.question, 4, "  ? ")
    if len(questions) > MOST_OPEN:
        yield f"  and {len(questions) - MOST_OPEN} more: backstride interview"
    if assessment.self_care_if_no:
        yield from wrapped(if_all_no(assessment))


def _watch_for(assessment: Assessment, services: CountryWords) -> Iterator[str]:
    yield ""
    yield paint("▲ Watch for these signs", "1;31")
    for line in assessment.triage.safety_net[:MOST_NETS]:
        signs, _, act = services.local(line).partition(": ")
        yield from wrapped(signs.replace("; ", " · "), 4, "  - ")
        yield from wrapped(f"-> {act}", 7, "    ")
    yield from wrapped(f"Check again on {assessment.recheck_on.isoformat()}, or sooner if anything changes.")


def _whom_to_see(assessment: Assessment, evidence: Evidence, services: CountryWords) -> Iterator[str]:
    from backstride.report.say import whom_to_see

    yield ""
    yield paint("Whom to see", "1")
    if assessment.urgency == "same_day":
        yield from wrapped(f"{services.same_day}.")
    yield from wrapped(whom_to_see(assessment, evidence, services))
    if assessment.urgency not in (*LOCKED, "self_care_ok_with_safety_net") and not assessment.ranking_note:
        for first in assessment.differential.candidates[:1]:
            if assessment.beside is None:
                yield from wrapped(f"What they can check: {first.to_confirm}.")
