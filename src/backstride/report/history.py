"""What the runner told, as a few lines a clinician can skim: onset, spread, worse, better, timing, tests, the rest."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from backstride.report.page import HistoryLine
from backstride.report.words import clipped, duration_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backstride.assess.answers import Answers
    from backstride.assess.result import Measured
    from backstride.evidence.model import Evidence, Finding

STANDS_OUT, WHERE, WATCH, REST = "Stands out", "Where", "Your watch", "Also"
HOW_LONG = "How long"
LINES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (WHERE, ("body_map", "location")),
    ("Began", ("onset",)),
    ("Spreads", ("radiation",)),
    ("Worse", ("aggravating",)),
    ("Better", ("easing",)),
    ("Numbness or strength", ("neuro", "neuro_detail", "cauda_equina_and_cord")),
    ("When", ("timing",)),
    ("Feels", ("quality", "intensity")),
    ("Running", ("training", "bone_stress_and_energy")),
    ("Self-tests", ("self_test", "function", "walking")),
)
"""Label of a line and the groups of findings it gathers, in the order of a clinical history."""

NOT_HISTORY = frozenset({"demographics", "context", "derived"})
"""Groups told elsewhere on the page: the person beside the title."""

TOLD_ELSEWHERE = frozenset({"age_years", "sex_female", "sex_male", "pain_duration_weeks"})
LABEL_OF = {"pain_intensity_nrs": "Feels", "weeks_without_improvement": "When"}
NUMBERS = {
    "pain_intensity_nrs": "worst pain in 24 hours {} of 10",
    "weeks_without_improvement": "no better for {} weeks",
    "pregnancy_weeks": "{} weeks pregnant",
    "ces_symptom_age_weeks": "bladder, bowel or saddle change began {} weeks ago",
}
"""Numbers as statements; their questions are too long to repeat."""

TOLD_BY_NO = frozenset({"self_test"})
"""Groups where a no is news too: a self-test that did not hurt."""

STORY_LENGTH = 220


def history_lines(answers: Answers, evidence: Evidence, measured: Sequence[Measured] = ()) -> tuple[HistoryLine, ...]:
    """Positive answers in words, gathered into labelled lines; what a safety net warns of stands first.

    Parameters
    ----------
    answers : Answers
        What the runner said.
    evidence : Evidence
        For the statement behind each answer.
    measured : sequence of Measured
        What the watch answered; told on a line of its own.

    Returns
    -------
    tuple of HistoryLine
        Empty lines left out. Last comes the beginning of the runner's own story, in quotation marks.
    """
    told: dict[str, list[str]] = {}
    if not answers.regions:
        marked = (i for i, value in answers.findings.items() if value is True and is_place(i))
        told[WHERE] = [_words_of(place, True, evidence) for place in marked]
    bands = {band.finding for band in evidence.vocabulary.bands}
    label_of = {group: label for label, groups in LINES for group in groups}
    for item in measured:
        told.setdefault(WATCH, []).append(_words_of(item.finding, item.value, evidence))
    by_watch = {item.finding for item in measured}
    warned_of = signs_of_nets(evidence)
    elsewhere = bands | by_watch | TOLD_ELSEWHERE
    for finding_id, value in answers.findings.items():
        finding = evidence.findings.get(finding_id)
        if finding is None or finding.group in NOT_HISTORY or finding_id in elsewhere or is_place(finding_id):
            continue
        label = LABEL_OF.get(finding_id) or label_of.get(finding.group, REST)
        if finding_id in warned_of and value is True:
            label = STANDS_OUT
        told.setdefault(label, []).append(answer_words(finding, value))
    if answers.duration_days is not None:
        told[HOW_LONG] = [duration_words(answers.duration_days)]
    lines = []
    for label in [STANDS_OUT, HOW_LONG, *(label for label, _ in LINES), WATCH, REST]:
        statements = tuple(_without_label(label, words) for words in dict.fromkeys(told.get(label, ())) if words)
        if statements:
            lines.append(HistoryLine(label, statements))
    if answers.story and answers.story.strip():
        lines.append(HistoryLine("Own words", (f"“{clipped(answers.story, STORY_LENGTH)}”",)))
    return tuple(lines)


def signs_of_nets(evidence: Evidence) -> frozenset[str]:
    """The findings that the safety nets tell to act on: nothing that is trimmed or said later than the rest."""
    return frozenset(sign for net in evidence.safety_nets.values() for sign in net.means)


def answer_words(finding: Finding, value: Any) -> str:
    """One answer as a statement; "" for a no that is not news.

    Parameters
    ----------
    finding : Finding
        What was asked.
    value : bool, str or number
        The answer.

    Returns
    -------
    str
    """
    if isinstance(value, bool):
        if value:
            return finding.yes
        return finding.no if finding.group in TOLD_BY_NO else ""
    if isinstance(value, str):
        words = dict(zip(finding.options, finding.option_words, strict=False))
        return words.get(value, value.replace("_", " "))
    if finding.id in NUMBERS:
        return NUMBERS[finding.id].format(f"{value:g}")
    return f"{finding.question.rstrip('?')}: {value:g}" + (f" {finding.unit}" if finding.unit else "")


def _words_of(finding_id: str, value: Any, evidence: Evidence) -> str:
    finding = evidence.findings.get(finding_id)
    return answer_words(finding, value) if finding is not None else ""


def is_place(finding_id: str) -> bool:
    """True for a mark on the body map."""
    return finding_id.startswith("loc_")


def _without_label(label: str, words: str) -> str:
    """ "Worse: when sitting", not "Worse: worse when sitting"."""
    return words.removeprefix(f"{label.lower()} ")


def first_person(text: str) -> str:
    """A statement to the runner ("You have lost weight") as the runner would say it ("I have lost weight")."""
    for pattern, words in TURNS:
        text = re.sub(pattern, partial(_turned, words), text, flags=re.IGNORECASE)
    return text


def _turned(words: str, match: re.Match[str]) -> str:
    return words[0].upper() + words[1:] if match.group()[0].isupper() else words


TURNS = (
    (r"\byou are\b", "I am"),
    (r"\byou're\b", "I'm"),
    (r"\byou were\b", "I was"),
    (r"\byourself\b", "myself"),
    (r"\byours\b", "mine"),
    (r"\byour\b", "my"),
    (r"\byou(?=\s*(?:[.,;:!?)]|$|at night|up\b|from\b|when\b|in\b|out\b|more\b|awake\b))", "me"),
    (r"\byou\b", "I"),
)
"""How "you" turns into "I", in this order."""


def _is_band(finding_id: str, evidence: Evidence) -> bool:
    return any(band.finding == finding_id for band in evidence.vocabulary.bands)
