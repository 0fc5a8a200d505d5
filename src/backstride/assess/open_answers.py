"""How probable the answers still open are, for one runner: P(yes | explanation) from the tables of the ranking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from .chances import KNOWN, OUT
from .facts import PLACE
from .likelihood import rows_for, tables
from .node import Compiled, compile_node
from .per_base import once_per_base
from .rule_trees import Unsplit, leaves

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from backstride.evidence.model import Evidence

    from .chances import Chance
    from .facts import Facts


class OpenAnswers:
    """One runner's open answers as chances. What no answer has changed is the same object for everybody.

    Parameters
    ----------
    said : the answers as the ranking counts them
    facts : what follows from all answers
    open_now : findings that can still be asked; what is neither answered nor among these stays unknown for good
    """

    def __init__(self, said: Mapping[str, Any], facts: Facts, open_now: Collection[str], evidence: Evidence) -> None:
        self._said, self._facts, self._open, self._evidence = said, facts, frozenset(open_now), evidence
        self._known, self._p_yes = tables(evidence), p_yes_in_scope(evidence)
        self._yes: dict[str, NDArray[np.float64]] = {}

    def yes(self, finding: str) -> NDArray[np.float64]:
        """P(yes | explanation); under a broader finding that is still open, times P of that one."""
        if finding not in self._yes:
            known, findings = self._known, self._evidence.findings
            rows = rows_for(finding, self._said, findings, known)
            p = self._p_yes[finding]
            if rows is not known.plain[finding]:
                p = np.where(off_scope(self._evidence)[finding], 0.0, known.p[rows.yes])
            parent = findings[finding].parent
            if parent is not None and findings[finding].conditional and parent in known.plain:
                p = p if self._said.get(parent) is True else p * self.yes(parent)
            self._yes[finding] = p
        return self._yes[finding]

    def when_escalating(self, what: Any, negated: bool) -> Chance:
        """Silence never blocks an alarm: `not` of what is unknown holds."""
        if negated:
            return OUT if self._settled_yes(what) else KNOWN
        return self._may_come(what)

    def in_self_care(self, what: Any, negated: bool) -> Chance:
        """Silence never clears: `not` needs a no."""
        if not negated:
            return self._may_come(what)
        if self._settled_yes(what):
            return OUT
        if what in self._facts.no or (self._facts.place_marked and str(what).startswith(PLACE)):
            return KNOWN
        may = self._may_come(what)
        return OUT if isinstance(may, bool) else np.asarray(1.0 - may)

    def _settled_yes(self, what: Any) -> bool:
        if isinstance(what, tuple):
            return what[0] in self._facts.numbers and self._compares(what)
        return what in self._facts.firm

    def _compares(self, what: tuple[str, str, float]) -> bool:
        return _comparisons(self._evidence)[what].holds(self._facts)

    def _may_come(self, what: Any) -> Chance:
        if isinstance(what, tuple):
            return self._number(what)
        if isinstance(what, Unsplit):
            no = self._facts.no
            return OUT if what.finding in no or any(no >= cleared for cleared in what.cleared_by) else KNOWN
        if what in self._facts.firm:
            return KNOWN
        finding, _, option = what.partition("=")
        if option:
            return _options(self._evidence).get(what, OUT) if finding in self._open else OUT
        return self.yes(finding) if finding in self._open and finding in self._known.plain else OUT

    def _number(self, what: tuple[str, str, float]) -> Chance:
        """A number that is not known: the share of its bands that would do."""
        number = what[0]
        if number in self._facts.numbers:
            return KNOWN if self._compares(what) else OUT
        band, share = _shares_of_bands(self._evidence).get(what, ("", OUT))
        return share if band in self._open else OUT


@once_per_base
def _comparisons(evidence: Evidence) -> Mapping[tuple[str, str, float], Compiled]:
    """Every comparison of the rules, compiled."""
    compared = {leaf.what for leaf in leaves(evidence) if isinstance(leaf.what, tuple)}
    return {what: compile_node({"cmp": list(what)}, "escalating") for what in compared}


@once_per_base
def _options(evidence: Evidence) -> Mapping[str, NDArray[np.float64]]:
    """Option (`finding=option`) -> P(it | explanation)."""
    known = tables(evidence)
    return {f"{f}={option}": known.p[row] for f, rows in known.options.items() for option, row in rows.items()}


@once_per_base
def _shares_of_bands(evidence: Evidence) -> Mapping[tuple[str, str, float], tuple[str, NDArray[np.float64]]]:
    """Comparison -> the choice that stands for its number, and the share of the options that would do."""
    known, bands = tables(evidence), {band.number: band for band in evidence.vocabulary.bands}
    found = {}
    for what in _comparisons(evidence):
        band = bands.get(what[0])
        fits = [] if band is None else [option for option, edges in band.edges.items() if _fits(edges, what)]
        if band is not None and fits:
            rows = known.options[band.finding]
            found[what] = band.finding, np.asarray(known.p[[rows[option] for option in fits]].sum(axis=0))
    return found


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
