"""What an open question could change about what to do: how soon to be seen, and which plan; as probabilities."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from backstride.evidence.model import URGENCIES

from . import triage
from .ahead import Ahead
from .derive import derive
from .information import blocks
from .per_base import once_per_base
from .weigh import softmax

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from numpy.typing import NDArray

    from backstride.evidence.model import Condition, Evidence, Rule, Urgency

    from .information import Outcomes
    from .outlook import Outlook
    from .weigh import Weighed

PLAN, LOWER = "plan", "lower"
"""Beside the levels: the family of the plan is another, and a guard that takes a reached level down."""
SELF_CARE = URGENCIES[-1]
NO_PLAN_AT = URGENCIES[:2]


def changes(
    weighed: Weighed, outlook: Outlook, told: Outcomes, open_now: Collection[str], evidence: Evidence
) -> dict[str, dict[str, float]]:
    """Open question -> what its answer could change -> how probable that is.

    Keys of the inner mapping: a level (P(the answer is such that, with what else may be answered, a rule of this level
    fires)), `lower` (P(yes) of a guard that takes the level reached down) and `plan` (how much more probable the
    family of the plan is to be right, on average over the answers).

    Parameters
    ----------
    told
        Every possible answer to the questions, weighed.
    open_now
        Findings that can still be asked; what is neither answered nor among these stays unknown for good.
    """
    known = triage.compiled_triage(evidence)
    fired = [rule for rule, when in known.rules if when.holds(outlook.facts)]
    ahead = Ahead(weighed, outlook, open_now, evidence)
    above = evidence.ranking.settings["questions"]["asks_above"]
    found: dict[str, dict[str, float]] = defaultdict(dict)
    for level, rules in _rules_ahead(outlook.urgency, fired, evidence).items():
        for finding, share in ahead.shares(rules, float(above[level]), self_care=level == SELF_CARE).items():
            found[finding][level] = share
    for finding in _guards(fired, outlook, open_now, evidence):
        found[finding][LOWER] = float((weighed.now * ahead.yes(finding)).sum())
    if outlook.urgency not in NO_PLAN_AT:
        for finding, gained in plan_gain(told, evidence).items():
            if gained > 0.0:
                found[finding][PLAN] = gained
    return found


def _rules_ahead(urgency: Urgency, fired: list[Rule], evidence: Evidence) -> dict[Urgency, list[Rule]]:
    """Rules that could still change the level: those above it, and self-care while nothing at all has fired."""
    now = URGENCIES.index(urgency)
    by_level: dict[Urgency, list[Rule]] = defaultdict(list)
    for rule in evidence.triage.rules:
        above = URGENCIES.index(rule.urgency) < now
        if above or (rule.urgency == SELF_CARE and not fired):
            by_level[rule.urgency].append(rule)
    return by_level


def _guards(fired: list[Rule], outlook: Outlook, open_now: Collection[str], evidence: Evidence) -> Iterator[str]:
    """Open yes/no guards whose yes would leave no rule of the level reached."""
    if not fired or fired[0].urgency != outlook.urgency or outlook.urgency == SELF_CARE:
        return
    known = triage.compiled_triage(evidence)
    standing = [known.when[rule.id] for rule in fired if rule.urgency == outlook.urgency]
    for finding in evidence.vocabulary.guards:
        if finding in open_now and evidence.findings[finding].kind == "yes_no":
            with_yes = derive({**outlook.told, finding: True}, known.derivations)
            if not any(when.holds(with_yes) for when in standing):
                yield finding


def plan_gain(told: Outcomes, evidence: Evidence) -> dict[str, float]:
    """By how much each question is expected to raise the probability that the plan is of the right family.

    The mean over its possible answers of the largest family's probability, less what that is now: 0 for a question
    whose every answer leaves the same family first.
    """
    if not told.questions:
        return {}
    columns, starts = _by_family(evidence)
    now = np.add.reduceat(told.now[columns], starts)
    largest, other = np.empty(len(told.which)), np.empty(len(told.which))
    for block in blocks(len(told.which)):
        mass = np.add.reduceat(softmax(told.after[block])[:, columns], starts, axis=1)
        largest[block] = mass.max(axis=1)
        other[block] = mass.argmax(axis=1) != now.argmax()
    best = np.bincount(told.which, told.share * largest) / np.bincount(told.which, told.share)
    moves = np.bincount(told.which, other) > 0
    gained = np.where(moves, best - now.max(), 0.0)
    return dict(zip(told.questions, gained.tolist(), strict=True))


@once_per_base
def _by_family(evidence: Evidence) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The explanations in the order of their families, and where each family begins."""
    of = np.array([plan_family(evidence.conditions[c]) for c in evidence.ranking.tables.conditions])
    columns = np.argsort(of, kind="stable")
    return columns, np.unique(of[columns], return_index=True)[1]


def plan_family(condition: Condition) -> str:
    """The care family of an explanation; those to be referred first are one more, those without a plan another."""
    return condition.care_family or ("refer" if condition.refer_first else "gap")
