"""What to ask next: open safety questions first, then what is expected to tell most or could raise the level."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backstride.evidence.model import URGENCIES

from .body_map import open_places
from .criteria import truth
from .information import expected_bits
from .likelihood import MAP, denied_above
from .must_rule_out import to_think_of
from .result import Question

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backstride.evidence.model import Evidence, Finding

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
) -> tuple[Question, ...]:
    """The questions to show with a result: open safety questions always before any other.

    `expected_information_bits` is the information about the explanation alone, without the weight of urgency.
    """
    shown = int(evidence.ranking.settings["questions"]["shown"])
    others = len(safety) < shown
    return tuple(
        Question(worth.finding, evidence.findings[worth.finding].question, worth.bits)
        for worth in worth_asking(weighed, outlook, safety, evidence, others=others)[:shown]
    )


def worth_asking(
    weighed: Weighed,
    outlook: Outlook,
    safety: Iterable[OpenSafetyQuestion],
    evidence: Evidence,
    *,
    but: frozenset[str] = frozenset(),
    others: bool = True,
) -> list[Worth]:
    """Every question worth asking: the open safety questions, then the others, the best first.

    The others are ordered by the information they are expected to give about the explanation, plus a weight where a
    yes would raise the level by itself and points to something to think of at the marked place and age. Where a band
    follows from an exact number, the number is asked for.

    Parameters
    ----------
    safety
        In the order of triage: splitting questions, then the first safety questions.
    but
        Questions not to be asked, such as those the runner could not answer.
    others
        False leaves it at the safety questions.
    """
    first = [question.finding for question in safety if question.finding not in but]
    asked_as = {band.finding: band.number for band in evidence.vocabulary.bands}
    rest = [
        f
        for f in (open_questions(weighed, outlook, evidence) if others else ())
        if f not in first and f not in but and asked_as.get(f) not in but
    ]
    bits = expected_bits([*first, *rest], weighed, evidence)
    raising = urgency_bits(rest, weighed, outlook, evidence)
    ranked = [Worth(asked_as.get(f, f), bits[f], raising.get(f, 0.0), safety=False) for f in rest]
    return [
        *(Worth(f, bits[f], 0.0, safety=True) for f in first),
        *sorted(ranked, key=lambda worth: -worth.total),
    ]


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


def urgency_bits(questions: Iterable[str], weighed: Weighed, outlook: Outlook, evidence: Evidence) -> dict[str, float]:
    """Weight of each question whose yes would raise the level by itself, for what the place and age make us think of.

    Nothing until a place hurts: then every condition would have to be thought of, and the first safety questions
    and the place come first anyway. [bits]
    """
    now = URGENCIES.index(outlook.urgency)
    if not weighed.places.marked or now == 0:
        return {}
    weights = evidence.ranking.settings["questions"]["urgency_weight_bits"]
    raised_by = evidence.must_rule_out.raised_by
    conditions = to_think_of(weighed.said, weighed.places.marked, evidence)
    raising = {finding for condition in conditions for finding in raised_by.get(condition, ())}
    levels = {finding: outlook.level_if_yes(finding) for finding in questions if finding in raising}
    return {f: float(weights[level]) for f, level in levels.items() if URGENCIES.index(level) < now}


def _can_be_asked(finding: Finding) -> bool:
    return finding.who in ASKABLE and finding.gated is None


def _tests_wait(weighed: Weighed, outlook: Outlook, evidence: Evidence) -> str | None:
    """The group of tests that the runner is not to be asked to do now; None where they may be asked."""
    rule = evidence.ranking.settings["questions"].get("self_tests")
    if rule is None:
        return None
    known = {**weighed.said, **outlook.told, **dict.fromkeys(outlook.facts.firm, True)}
    waits = outlook.urgency in rule["not_at"] or any(truth(node, known, {}) is True for node in rule["not_while"])
    return str(rule["group"]) if waits else None
