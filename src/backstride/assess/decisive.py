"""What an open question could change about what to do: how soon to be seen, and which plan; as probabilities."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

import numpy as np

from backstride.evidence.model import URGENCIES

from . import triage
from .chances import KNOWN, OUT, Chances
from .derive import derive
from .facts import PLACE
from .likelihood import rows_for, tables
from .node import compile_node
from .per_base import once_per_base
from .rule_trees import Unsplit, rule_trees
from .weigh import softmax

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from numpy.typing import NDArray

    from backstride.evidence.model import Condition, Evidence, Rule, Urgency

    from .chances import Chance
    from .information import Outcomes
    from .outlook import Outlook
    from .weigh import Weighed

PLAN, LOWER = "plan", "lower"
"""Beside the levels: the family of the plan is another, and a guard that takes a reached level down."""
SELF_CARE = URGENCIES[-1]
NO_PLAN_AT = URGENCIES[:2]
NEGLIGIBLE = 0.1
"""A rule less probable than this share of its bound is not looked at closer: that saves time and no question."""


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
    ahead = _Ahead(weighed, outlook, open_now, evidence)
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
    mass = np.add.reduceat(softmax(told.after)[:, columns], starts, axis=1)
    now = np.add.reduceat(told.now[columns], starts)
    best = np.bincount(told.which, told.share * mass.max(axis=1)) / np.bincount(told.which, told.share)
    moves = np.bincount(told.which, mass.argmax(axis=1) != now.argmax()) > 0
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


class _Ahead:
    """One runner's open answers as chances: P(yes | explanation) from the tables of the ranking."""

    def __init__(self, weighed: Weighed, outlook: Outlook, open_now: Collection[str], evidence: Evidence) -> None:
        self.weighed, self.facts, self.evidence = weighed, outlook.facts, evidence
        self.said, self.open = weighed.said, frozenset(open_now)
        self._p_yes = p_yes_in_scope(evidence)
        self._bands = {band.number: band for band in evidence.vocabulary.bands}
        self._yes: dict[str, NDArray[np.float64]] = {}
        self._escalating, self._self_care = Chances(self._when_escalating), Chances(self._in_self_care)

    def shares(self, rules: list[Rule], above: float, *, self_care: bool) -> dict[str, float]:
        """P(the answer, with what else may come, makes one of the rules hold), for each open question.

        No single question is more probable to make a rule hold than the rule is to hold, so a rule less probable than
        a fraction of `above`, from which one would be asked, is passed over.
        """
        chances = self._self_care if self_care else self._escalating
        trees, now = rule_trees(self.evidence), self.weighed.now
        found = [(tree, chance) for rule in rules for tree in [trees[rule.id]] for chance in [chances.of(tree)]]
        open_ones = [(tree, chance) for tree, chance in found if not isinstance(chance, bool)]
        if not open_ones:
            return {}
        probable = (np.array([chance for _, chance in open_ones]) * now).sum(axis=1) >= NEGLIGIBLE * above
        largest = chances.needed_for(
            tree for (tree, _), counts in zip(open_ones, probable.tolist(), strict=True) if counts
        )
        if not largest:
            return {}
        asked_as = {number: band.finding for number, band in self._bands.items()}
        shares = (np.array([*largest.values()]) * now).sum(axis=1)
        return {asked_as.get(q, q): share for q, share in zip(largest, shares.tolist(), strict=True)}

    def yes(self, finding: str) -> NDArray[np.float64]:
        """P(yes | explanation); under a broader finding that is still open, times P of that one."""
        if finding not in self._yes:
            known, findings = self.weighed.known, self.evidence.findings
            rows = rows_for(finding, self.said, findings, known)
            p = self._p_yes[finding]
            if rows is not known.plain[finding]:
                p = np.where(off_scope(self.evidence)[finding], 0.0, known.p[rows.yes])
            parent = findings[finding].parent
            if parent is not None and findings[finding].conditional and parent in known.plain:
                p = p if self.said.get(parent) is True else p * self.yes(parent)
            self._yes[finding] = p
        return self._yes[finding]

    def _when_escalating(self, what: Any, negated: bool) -> Chance:
        """Silence never blocks an alarm: `not` of what is unknown holds."""
        if negated:
            return OUT if self._settled_yes(what) else KNOWN
        return self._may_come(what)

    def _in_self_care(self, what: Any, negated: bool) -> Chance:
        """Silence never clears: `not` needs a no."""
        if not negated:
            return self._may_come(what)
        if self._settled_yes(what):
            return OUT
        if what in self.facts.no or (self.facts.place_marked and str(what).startswith(PLACE)):
            return KNOWN
        may = self._may_come(what)
        return OUT if isinstance(may, bool) else np.asarray(1.0 - may)

    def _settled_yes(self, what: Any) -> bool:
        if isinstance(what, tuple):
            return what[0] in self.facts.numbers and self._compares(what)
        return what in self.facts.firm

    def _compares(self, what: tuple[str, str, float]) -> bool:
        return compile_node({"cmp": list(what)}, "escalating").holds(self.facts)

    def _may_come(self, what: Any) -> Chance:
        if isinstance(what, tuple):
            return self._number(what)
        if isinstance(what, Unsplit):
            no = self.facts.no
            return OUT if what.finding in no or any(no >= cleared for cleared in what.cleared_by) else KNOWN
        if what in self.facts.firm:
            return KNOWN
        finding, _, option = what.partition("=")
        if option:
            rows = self.weighed.known.options.get(finding, {})
            return self.weighed.known.p[rows[option]] if finding in self.open and option in rows else OUT
        return self.yes(finding) if finding in self.open and finding in self.weighed.known.plain else OUT

    def _number(self, what: tuple[str, str, float]) -> Chance:
        """A number that is not known: the share of its bands that would do."""
        number = what[0]
        if number in self.facts.numbers:
            return KNOWN if self._compares(what) else OUT
        band = self._bands.get(number)
        if band is None or band.finding not in self.open:
            return OUT
        rows = self.weighed.known.options[band.finding]
        fits = [option for option, edges in band.edges.items() if _fits(edges, what)]
        return self.weighed.known.p[[rows[o] for o in fits]].sum(axis=0) if fits else OUT


def _fits(edges: tuple[float, float], what: tuple[str, str, float]) -> bool:
    _, comparison, limit = what
    low, high = edges
    return high > limit if comparison.startswith(">") else low < limit if comparison.startswith("<") else low <= limit


@once_per_base
def off_scope(evidence: Evidence) -> Mapping[str, NDArray[np.bool_]]:
    """Yes/no finding -> the explanations it has no record in and is not about.

    The tables hold a leak there so that no answer excludes anything. It is no prevalence, and nothing is asked for it.
    """
    numbers = evidence.ranking.tables
    regions = [frozenset(evidence.conditions[c].regions) for c in numbers.conditions]
    return {
        finding: ~numbers.recorded[row]
        & np.array([not _in_scope(evidence.findings[finding].scope, r) for r in regions])
        for row, finding in enumerate(numbers.findings)
    }


@once_per_base
def p_yes_in_scope(evidence: Evidence) -> Mapping[str, NDArray[np.float64]]:
    """Yes/no finding -> P(yes | explanation) as an answer of its own, 0 where it is out of scope."""
    known, off = tables(evidence), off_scope(evidence)
    return {finding: np.where(off[finding], 0.0, known.p[pair.yes]) for finding, pair in known.plain.items()}


def _in_scope(scope: Collection[str], regions: frozenset[str]) -> bool:
    return "any" in scope or not regions.isdisjoint(scope)
