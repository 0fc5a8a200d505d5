"""The story of a check beside its answers: what it does to the level, and what the runner is told about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backstride.evidence.model import Evidence

    from .answers import Answer, Answers
    from .result import TriageResult

STORY_UNREAD = (
    "Your own words were kept but NOT read: nothing below comes from them. "
    "Answer the safety questions, and get help now for any sign listed below."
)
STORY_OPEN = (
    "A simple program read your words, and it can misread. What they do not say was not asked. "
    "Answer the safety questions, and get help now for any sign listed below."
)
SENTENCE_UNREAD = 'You wrote "{quote}". We could not read that sentence. Answer the safety questions about it.'
STORY_CUT = (
    "Your own words are very long. We read the first {read:,} characters of them and kept the rest. "
    "Answer the safety questions about what stands at the end."
)
RAISED = 'You wrote "{quote}". We count it as a yes until you answer: {question}'
DOUBTED = 'You wrote "{quote}". We are not sure what you mean by it, so please answer: {question}'
CONTRADICTED = 'You wrote "{quote}", but you answered otherwise. Your answer counts: {answer}.'
STORY_KEPT = "Your own words are kept with this answer. Only what you confirm counts as an answer."
LONGEST_QUOTE = 80
"""Characters of a quote that are shown."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a story adds.

    Parameters
    ----------
    triage : the result with the story, never less urgent than without it
    findings : finding -> value (None where the runner was not sure), quote, whether an answer confirms it, and whether
        a higher level rests on it, as in the result's JSON
    counted : what may count as a yes without being confirmed
    raised_by : findings of the story that a higher level rests on
    doubted : danger signs that the story leaves in doubt; they raise nothing and are asked first
    contradicted : finding -> quote, where an answer says otherwise
    read : whether there was a story and it could be read
    unread : sentences of it that could not be read
    cut : whether its end was not read because it is too long
    """

    triage: TriageResult
    findings: Mapping[str, Any] = field(default_factory=dict)
    counted: Mapping[str, Answer] = field(default_factory=dict)
    raised_by: tuple[str, ...] = ()
    doubted: tuple[str, ...] = ()
    contradicted: Mapping[str, str] = field(default_factory=dict)
    read: bool = False
    unread: tuple[str, ...] = ()
    cut: bool = False


def spoken_of(triage: TriageResult, answers: Answers, evidence: Evidence, measured: Mapping[str, Any]) -> Spoken:
    """Read the story, where there is one; a story that cannot be read changes nothing and is said not to be read."""
    if not answers.story:
        return Spoken(triage)
    try:
        from .story.counts import raised, told_by

        told = told_by(answers, evidence)
        with_story, behind = raised(triage, told, answers, evidence, measured)
    except Exception:  # a fault in the reading must not take the answer away
        return Spoken(triage)
    return Spoken(
        triage=with_story,
        findings={
            f: {
                "value": heard.value,
                "quote": heard.quote,
                "confirmed": f in answers.findings,
                "raises": f in behind,
            }
            for f, heard in told.heard.items()
        },
        counted=told.open,
        raised_by=behind,
        doubted=tuple(q.finding for q in with_story.open_safety_questions if q.from_story and q.finding not in behind),
        contradicted={heard.finding: heard.quote for heard in told.contradicted},
        read=True,
        unread=told.unread,
        cut=told.cut,
    )


def story_notices(answers: Answers, evidence: Evidence, shown: TriageResult, spoken: Spoken) -> list[str]:
    """What the reader has to know about the story before anything else."""
    if not answers.story:
        return []
    screened = 0 < shown.safety_total == shown.safety_asked
    if not spoken.read:
        return [STORY_UNREAD]
    lines = [*_asking(RAISED, spoken.raised_by, spoken, evidence), *_asking(DOUBTED, spoken.doubted, spoken, evidence)]
    for finding, quote in spoken.contradicted.items():
        entry = evidence.findings[finding]
        answer = entry.yes if answers.findings.get(finding) is True else entry.no
        lines.append(CONTRADICTED.format(quote=_short(quote), answer=answer))
    lines += [SENTENCE_UNREAD.format(quote=_short(sentence)) for sentence in spoken.unread]
    if spoken.cut:
        from .story.read import LONGEST

        lines.append(STORY_CUT.format(read=LONGEST))
    return lines if screened else [*lines, STORY_OPEN]


def _asking(words: str, findings: tuple[str, ...], spoken: Spoken, evidence: Evidence) -> list[str]:
    """A sentence for each quote, with the first question that it answers."""
    first_with = {spoken.findings[f]["quote"]: f for f in reversed(findings)}
    return [
        words.format(quote=_short(quote), question=evidence.findings[f].question)
        for quote, f in reversed(first_with.items())
    ]


def _short(quote: str) -> str:
    return quote if len(quote) <= LONGEST_QUOTE else f"{quote[:LONGEST_QUOTE].rstrip()} ..."
