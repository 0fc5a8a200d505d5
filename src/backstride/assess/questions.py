"""What to ask next: open safety questions first, then what is expected to tell most or could raise the level."""

from __future__ import annotations

from dataclasses import dataclass
from heapq import heappush, heappushpop
from typing import TYPE_CHECKING

from backstride.evidence.model import URGENCIES

from .body_map import open_places
from .criteria import truth
from .information import outcomes
from .likelihood import MAP, denied_above
from .must_rule_out import to_think_of
from .result import Question
from .serious import questions_of_serious

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from backstride.evidence.model import Evidence, Finding

    from .information import Outcomes
    from .outlook import Outlook
    from .result import OpenSafetyQuestion
    from .weigh import Weighed

ASKABLE = frozenset({"ask", "diary_or_ask", "derived_or_ask", "self_test"})
"""Who can answer: the runner. What only a clinician can examine, or what follows from other answers, is never asked."""


@dataclass(frozen=True, slots=True)
class Worth:
    """A question, the information expected of it, and the weight it has because a yes would raise the level. [bits]"""

    finding: str
    bits: float
    urgency_bits: float
    safety: bool

    @property
    def total(self) -> float:
        """What the order goes by. [bits]"""
        return self.bits + self.urgency_bits


def ask_next(
    weighed: Weighed, outlook: Outlook, safety: Sequence[OpenSafetyQuestion], evidence: Evidence
) -> tuple[tuple[Question, ...], Outcomes]:
    """The questions to show with a result, and what all could tell.

    Open safety questions come before any other, then those of a serious explanation that the ranking makes probable.

    `expected_information_bits` is the information about the explanation alone, without the weight of urgency. Where
    the safety questions fill what is shown, no other question is looked at.
    """
    shown = int(evidence.ranking.settings["questions"]["shown"])
    first = [question.finding for question in safety]
    rest = [f for f in open_questions(weighed, outlook, evidence) if f not in first] if len(first) < shown else []
    serious = questions_of_serious(weighed, outlook, rest, evidence)
    rest = [f for f in rest if f not in serious]
    told = outcomes([*first, *serious, *rest], weighed, evidence)
    bits = told.bits()
    ahead = _safety([*first, *serious], bits)
    worth = [*ahead, *_others(rest, bits, weighed, outlook, evidence, shown - len(ahead))]
    return tuple(Question(w.finding, evidence.findings[w.finding].question, w.bits) for w in worth[:shown]), told


def worth_asking(
    weighed: Weighed,
    outlook: Outlook,
    safety: Iterable[OpenSafetyQuestion],
    evidence: Evidence,
    *,
    but: frozenset[str] = frozenset(),
) -> list[Worth]:
    """Every question worth asking: open safety questions, those of a probable serious explanation, the others.

    The others are ordered by the information they are expected to give about the explanation, plus a weight where a
    yes would raise the level by itself and points to something to think of at the marked place and age. Where a band
    follows from an exact number, the number is asked for.

    Parameters
    ----------
    safety
        In the order of triage: splitting questions, then the first safety questions.
    but
        Questions not to be asked, such as those the runner could not answer.
    """
    first = [question.finding for question in safety if question.finding not in but]
    asked_as = _asked_as(evidence)
    rest = [
        f
        for f in open_questions(weighed, outlook, evidence)
        if f not in first and f not in but and asked_as.get(f) not in but
    ]
    serious = questions_of_serious(weighed, outlook, rest, evidence)
    rest = [f for f in rest if f not in serious]
    bits = outcomes([*first, *serious, *rest], weighed, evidence).bits()
    return [*_safety([*first, *serious], bits), *_others(rest, bits, weighed, outlook, evidence, len(rest))]


def _asked_as(evidence: Evidence) -> dict[str, str]:
    """Bands that follow from an exact number, with that number."""
    return {band.finding: band.number for band in evidence.vocabulary.bands}


def _safety(first: Iterable[str], bits: Mapping[str, float]) -> list[Worth]:
    return [Worth(f, bits[f], 0.0, safety=True) for f in first]


def _others(
    rest: Sequence[str],
    bits: Mapping[str, float],
    weighed: Weighed,
    outlook: Outlook,
    evidence: Evidence,
    needed: int,
) -> list[Worth]:
    """The best `needed` of the other questions, and maybe more.

    What a yes would lead to is the dear part: it is worked out only for questions that could still be among them, even
    with the greatest weight that there is.
    """
    asked_as = _asked_as(evidence)
    most = max(map(float, evidence.ranking.settings["questions"]["urgency_weight_bits"].values()))
    ranked: list[Worth] = []
    best: list[float] = []
    raise_level = raising(weighed, outlook, evidence)
    for f in sorted(rest, key=lambda f: -bits[f]):
        if needed <= 0 or (len(best) == needed and bits[f] + most < best[0]):
            break
        weight = urgency_bits((f,), raise_level, outlook, evidence).get(f, 0.0) if f in raise_level else 0.0
        ranked.append(Worth(asked_as.get(f, f), bits[f], weight, safety=False))
        (heappush if len(best) < needed else heappushpop)(best, ranked[-1].total)
    place = {asked_as.get(f, f): index for index, f in enumerate(rest)}
    return sorted(ranked, key=lambda worth: (-worth.total, place[worth.finding]))


def open_questions(weighed: Weighed, outlook: Outlook, evidence: Evidence) -> Iterator[str]:
    """Findings of the ranking that the runner can be asked and that nothing said so far has settled.

    Never what only a clinician can examine, a gated test (hopping on a bone that may be under stress), any test done
    by oneself while the level or an answer speaks against it, what hangs under a finding that was denied, or what the
    runner's sex rules out.
    """
    known = weighed.known
    no_tests = _tests_wait(weighed, outlook, evidence)
    places = open_places(weighed.said, weighed.places, known, evidence.ranking.settings["weighing"])
    for finding in (*known.options, *known.plain):
        entry = evidence.findings[finding]
        if finding in weighed.said or not _can_be_asked(entry) or denied_above(entry, weighed.said):
            continue
        if no_tests is not None and entry.group == no_tests:
            continue
        if entry.dependence_group == MAP:
            if finding in places:
                yield finding
        elif not outlook.settled(finding) and (not entry.conditional or weighed.said.get(str(entry.parent)) is True):
            yield finding


def raising(weighed: Weighed, outlook: Outlook, evidence: Evidence) -> frozenset[str]:
    """Findings that raise what the place and age make us think of.

    None until a place hurts: then every condition would have to be thought of, and the first safety questions and the
    place come first anyway.
    """
    if not weighed.places.marked or outlook.urgency == URGENCIES[0]:
        return frozenset()
    conditions = to_think_of(weighed.said, weighed.places.marked, evidence)
    return frozenset(f for condition in conditions for f in evidence.must_rule_out.raised_by.get(condition, ()))


def urgency_bits(
    questions: Iterable[str], raising: Container[str], outlook: Outlook, evidence: Evidence
) -> dict[str, float]:
    """Weight of each of the `raising` questions whose yes would raise the level by itself. [bits]"""
    now = URGENCIES.index(outlook.urgency)
    weights = evidence.ranking.settings["questions"]["urgency_weight_bits"]
    levels = {finding: outlook.level_if_yes(finding) for finding in questions if finding in raising}
    return {f: float(weights[level]) for f, level in levels.items() if URGENCIES.index(level) < now}


def _can_be_asked(finding: Finding) -> bool:
    return finding.who in ASKABLE and finding.gated is None


def _tests_wait(weighed: Weighed, outlook: Outlook, evidence: Evidence) -> str | None:
    """The group of tests that the runner is not to be asked to do now; None where they may be asked."""
    rule = evidence.ranking.settings["questions"]["self_tests"]
    known = {**weighed.said, **outlook.told, **dict.fromkeys(outlook.facts.firm, True)}
    waits = outlook.urgency in rule["not_at"] or any(truth(node, known, {}) is True for node in rule["not_while"])
    return str(rule["group"]) if waits else None
