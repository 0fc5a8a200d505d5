"""What an unconfirmed story may do: raise how soon to be seen, and nothing else (hazard H11)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from backstride.evidence.model import URGENCIES

from .. import triage as rules
from ..derive import derive
from ..node import literals
from ..per_base import once_per_base
from ..result import OpenSafetyQuestion
from .read import Heard, listen

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from backstride.evidence.model import Evidence, Urgency

    from ..answers import Answer, Answers
    from ..result import TriageResult

MOST_TRIED = 6
"""Findings of a story that may lower a level, of which every selection is tried: 64 quick looks at the rules."""


@dataclass(frozen=True, slots=True)
class Told:
    """A story beside the answers of its runner.

    Parameters
    ----------
    heard : finding -> what the story says of it, without what an answer contradicts
    contradicted : what the story says and an answer denies; the answer counts
    open : yes, options and numbers that no answer settles; only these may raise a level
    doubts : what the story leaves in doubt and no answer settles; where it could be a danger sign it is asked first
    unread : sentences of the story that could not be read
    cut : whether the end of the story was not read because it is too long
    """

    heard: Mapping[str, Heard]
    contradicted: tuple[Heard, ...]
    open: Mapping[str, Answer]
    doubts: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    cut: bool = False


NOTHING_TOLD = Told({}, (), {})


def told_by(answers: Answers, evidence: Evidence) -> Told:
    """Read the story of a check-in and hold it against the answers, which always win."""
    if not answers.story:
        return NOTHING_TOLD
    listened = listen(answers.story, evidence)
    heard = {f: h for f, h in listened.heard.items() if f not in answers.story_dropped}
    known = rules.compiled_triage(evidence)
    facts = derive(answers.findings, known.derivations)
    denied = {
        f: found
        for f, found in heard.items()
        if found.value is True and (answers.findings.get(f) is False or f in facts.no)
    }
    asked = [f for f in heard if f in answers.findings and isinstance(heard[f].value, bool)]
    against = {f: heard[f] for f in asked if answers.findings[f] is not heard[f].value} | denied
    unsettled = [f for f in heard if f not in answers.findings and f not in facts.no and f not in facts.numbers]
    return Told(
        heard={f: found for f, found in heard.items() if f not in against},
        contradicted=tuple(against.values()),
        open={f: value for f in unsettled if (value := heard[f].value) is not None and value is not False},
        doubts=tuple(f for f in unsettled if heard[f].value is None),
        unread=listened.unread,
        cut=listened.cut,
    )


def raised(
    shown: TriageResult, told: Told, answers: Answers, evidence: Evidence, measured: Mapping[str, Answer]
) -> tuple[TriageResult, tuple[str, ...]]:
    """The triage result with the story, never less urgent than without it.

    Returns
    -------
    result, findings
        What the story says counts at its most urgent: where leaving out some of it (how long, how old, one clear pull)
        gives a more urgent level, that part is left out. Nothing in it counts as asked. The findings are those of the
        story that a higher level rests on; each is asked first. After them comes what it leaves in doubt and what
        would lead to a higher level still: it raises nothing until it is answered.
    """
    if not (told.open or told.doubts) or shown.safety_total == 0:
        return shown, ()
    counted = most_urgent(answers.findings, told.open, evidence, measured)
    with_story = rules.evaluate(replace(answers, findings={**counted, **answers.findings}), evidence, measured)
    order = URGENCIES.index
    higher = order(with_story.urgency) < order(shown.urgency)
    behind = {f for r in with_story.reasons if r.level == with_story.urgency for f in r.because if f in told.open}
    ask = tuple(f for f in told.open if f in behind and evidence.findings[f].kind == "yes_no") if higher else ()
    story = [_asked(f, with_story.urgency, evidence) for f in ask]
    doubtful = _doubtful(min(shown.urgency, with_story.urgency, key=order), told, answers, evidence, measured)
    fired = {reason.rule for reason in shown.reasons}
    serious = [r for r in with_story.reasons if r.rule not in fired and r.level != URGENCIES[-1]]
    merged = sorted((*shown.reasons, *serious), key=lambda reason: order(reason.level))
    limits = evidence.triage.activity_order
    return (
        replace(
            shown,
            urgency=with_story.urgency if higher else shown.urgency,
            reasons=tuple(merged),
            activity=max(shown.activity, with_story.activity, key=limits.index),
            provisional=tuple(dict.fromkeys((*shown.provisional, *with_story.provisional))),
            safety_net=tuple(
                dict.fromkeys((*with_story.safety_net, *shown.safety_net) if higher else shown.safety_net)
            ),
            open_safety_questions=tuple(_questions(shown, with_story, [*story, *doubtful])),
        ),
        ask,
    )


def _doubtful(
    level: Urgency, told: Told, answers: Answers, evidence: Evidence, measured: Mapping[str, Answer]
) -> Iterator[OpenSafetyQuestion]:
    """What is in doubt and would, as a yes, lead to a more urgent level than this one."""
    if not told.doubts:
        return
    trial = {**told.open, **dict.fromkeys(told.doubts, True)}
    counted = most_urgent(answers.findings, trial, evidence, measured)
    result = rules.evaluate(replace(answers, findings={**counted, **answers.findings}), evidence, measured)
    if URGENCIES.index(result.urgency) < URGENCIES.index(level):
        behind = {f for r in result.reasons if r.level == result.urgency for f in r.because}
        yield from (_asked(f, result.urgency, evidence) for f in told.doubts if f in behind)


def _asked(finding: str, level: Urgency, evidence: Evidence) -> OpenSafetyQuestion:
    return OpenSafetyQuestion(finding, evidence.findings[finding].question, level, split=None, from_story=True)


def most_urgent(
    answers: Mapping[str, Answer], told: Mapping[str, Answer], evidence: Evidence, measured: Mapping[str, Answer]
) -> dict[str, Answer]:
    """The selection of what a story says that leads to the most urgent level; the fullest of equals.

    Only findings that could lower a level are ever left out, so that more words never lead to a milder level.
    """
    lowering = may_lower(evidence)
    firm = {f: value for f, value in told.items() if f not in lowering}
    doubtful = {f: value for f, value in told.items() if f in lowering}
    best: dict[str, Answer] = {}
    level = len(URGENCIES)
    for kept in _selections(tuple(doubtful)):
        trial = {**firm, **{f: doubtful[f] for f in kept}}
        now = URGENCIES.index(_level({**trial, **answers}, evidence, measured))
        if now < level:
            best, level = trial, now
        if level == 0:
            break
    return best


def _selections(names: tuple[str, ...]) -> Iterator[Iterable[str]]:
    """Every selection, the fullest first; of very many names only all, all but one, one, and none."""
    if len(names) <= MOST_TRIED:
        for size in range(len(names), -1, -1):
            yield from combinations(names, size)
        return
    yield names
    yield from (tuple(name for name in names if name != left) for left in names)
    yield from ((name,) for name in names)
    yield ()


def _level(findings: Mapping[str, Answer], evidence: Evidence, measured: Mapping[str, Answer]) -> Urgency:
    known = rules.compiled_triage(evidence)
    facts = derive(rules.with_measurements(findings, measured), known.derivations)
    return next((rule.urgency for rule, when in known.rules if when.holds(facts)), evidence.triage.default_urgency)


@once_per_base
def may_lower(evidence: Evidence) -> frozenset[str]:
    """The listed guards and everything they can follow from."""
    vocabulary = evidence.vocabulary
    links: list[tuple[set[str], set[str]]] = [
        *(({name.split("=")[0] for name, _ in literals(i.when)}, set(i.yes)) for i in vocabulary.implications),
        *(({name.split("=")[0] for name, _ in literals(n.when)}, {n.finding}) for n in vocabulary.number_implications),
        *(({band.finding}, {band.number}) for band in vocabulary.bands),
    ]
    found = set(vocabulary.guards)
    while more := {source for sources, targets in links if targets & found for source in sources} - found:
        found |= more
    return frozenset(found)


def _questions(
    shown: TriageResult, with_story: TriageResult, story: Iterable[OpenSafetyQuestion]
) -> Iterator[OpenSafetyQuestion]:
    """Splitting questions, then what the story said, then the others; each finding once."""
    splits = [q for q in (*shown.open_safety_questions, *with_story.open_safety_questions) if q.split is not None]
    others = [q for q in shown.open_safety_questions if q.split is None]
    seen: set[str] = set()
    for question in (*splits, *story, *others):
        if question.finding not in seen:
            seen.add(question.finding)
            yield question
