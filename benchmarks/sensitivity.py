"""One-at-a-time sensitivity of the ranking to each of its numbers, in closed form.

One number P(finding | condition) enters the log-posterior of its own condition alone. With g the change of that
log-posterior and q the condition's probability, the new probability is q e^g / (1 - q + q e^g) and all others keep
their proportions, so the probability that changes hands (the total variation distance of the two rankings) is the
change of q itself. That is the sensitivity function of a Bayesian network, a quotient of two linear functions of the
number (Laskey 1995; Castillo, Gutierrez and Hadi 1997; van der Gaag and Renooij 2001), taken at the two ends of a move
of one standard deviation on the logit scale, because rates of change alone mislead near 0 and 1 (Chan and Darwiche
2002). Numbers that many conditions share (a finding's background rate, a weight of a setting) change many
log-posteriors at once; their distance is half the sum of the absolute changes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from backstride.assess.likelihood import MAP, tables
from backstride.assess.weigh import weigh

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from backstride.assess.likelihood import Pair
    from backstride.assess.weigh import Weighed
    from backstride.evidence import Evidence
    from backstride.evidence.source import Source

    Array = NDArray[np.float64]


@dataclass
class Sensitivity:
    """Mean over cases of the probability that changes hands when one number moves by its standard deviation.

    Parameters
    ----------
    records : (condition, finding) -> value
    backgrounds : finding or default -> value
        The number of all conditions without a record of their own.
    priors : condition -> value
        The condition's prior in all settings at once.
    setting_weights : (setting, condition) -> value
    reason_weights : (reason, setting) -> value
    """

    cases: int = 0
    records: dict[tuple[str, str], float] = field(default_factory=dict)
    backgrounds: dict[str, float] = field(default_factory=dict)
    priors: dict[str, float] = field(default_factory=dict)
    setting_weights: dict[tuple[str, str], float] = field(default_factory=dict)
    reason_weights: dict[tuple[str, str], float] = field(default_factory=dict)


def sensitivity(cases: Iterable[Mapping[str, Any]], evidence: Evidence, source: Source) -> Sensitivity:
    """Sensitivity to every number of the ranking over the cases; published rules over several findings are left out.

    Parameters
    ----------
    cases
        Answers as `backstride.assess.said.said` gives them, `check_reason` among them where it was given.
    source
        The files behind `evidence`: they tell which choices a condition has a record of.
    """
    moved = _Moved(evidence, source)
    total = Sensitivity()
    for said in cases:
        weighed = weigh(said, evidence, with_composites=False, draws=False)
        moved.add(total, weighed, str(said.get("check_reason", "unknown")))
        total.cases += 1
    for values in (total.records, total.backgrounds, total.priors, total.setting_weights, total.reason_weights):
        for name in values:
            values[name] /= total.cases  # type: ignore[index]
    return total


def move(p: Array, shift: Array) -> Array:
    """`p` moved by `shift` on the logit scale; exactly `p` where the shift is 0."""
    odds = np.exp(shift)
    return np.asarray(p * odds / (1.0 - p + p * odds))


def one_moved(q: Array, g: Array) -> Array:
    """Change of each probability `q` when its own log-posterior alone changes by `g`; mean over the first axis of g.

    Parameters
    ----------
    q : array, shape (C,)
    g : array, shape (2, ..., C)
    """
    odds = np.exp(g)
    return np.asarray(np.abs(q * odds / (1.0 - q + q * odds) - q).mean(axis=0))


def many_moved(q: Array, g: Array) -> Array:
    """Half the sum of absolute changes when all log-posteriors change by `g` together; mean over the first axis."""
    new = q * np.exp(g)
    new /= new.sum(axis=-1, keepdims=True)
    return np.asarray(np.abs(new - q).sum(axis=-1).mean(axis=0) / 2.0)


class _Moved:
    """What each row of the tables gains when the number behind it, or behind its broader finding, moves up or down."""

    def __init__(self, evidence: Evidence, source: Source) -> None:
        self.evidence, self.known = evidence, tables(evidence)
        self.own_choices = {(c.id, r.finding) for c in source.conditions.values() for r in c.records if r.dist}
        ranking = evidence.ranking
        self.table = ranking.tables
        self.weighing = ranking.settings["weighing"]
        self.prior_sd = float(ranking.settings["strength_of_numbers"]["prior_log_sd"])
        self.index = {finding: row for row, finding in enumerate(self.table.findings)}
        self.owners = [[self._owner(f, c) for c in self.known.conditions] for f in self.table.findings]
        self.rows: dict[int, list[tuple[str, Array]]] = {}
        for finding, row in self.index.items():
            self._rows_of(finding, row)
        self.choices = {finding: self._choice(finding) for finding in self.known.options}

    def add(self, total: Sensitivity, weighed: Weighed, reason: str) -> None:
        """Add the sensitivities of one case."""
        q = weighed.posterior[0]
        alpha = float(self.weighing["alpha"])
        gains: dict[str, Array] = {}
        shared: dict[str, Array] = {}
        for item in weighed.items:
            if item.finding in self.choices:
                self._add_choice(total, item.finding, str(item.answer), q, alpha * item.weight)
                continue
            for finding, gain in self.rows[item.row]:
                gains[finding] = gains.get(finding, 0.0) + alpha * item.weight * gain
        for finding, gain in gains.items():
            row = self.index[finding]
            recorded = self.table.recorded[row]
            change = one_moved(q, gain)
            for column in np.flatnonzero(recorded & (change > 0)):
                _plus(total.records, (self.known.conditions[column], finding), change[column])
            owners = self.owners[row]
            for name in {o for o in owners if o is not None}:
                mask = np.array([o == name for o in owners])
                shared[name] = shared.get(name, 0.0) + np.where(mask, gain, 0.0)
        for name, gain in shared.items():
            _plus(total.backgrounds, name, many_moved(q, gain))
        self._add_priors(total, q, reason)

    def _owner(self, finding: str, condition: str) -> str | None:
        """The shared number that stands behind a cell without a record; None where there is a record."""
        entry = self.evidence.findings[finding]
        if self.table.recorded[self.index[finding], self.known.conditions.index(condition)]:
            return None
        in_scope = "any" in entry.scope or bool(set(entry.scope) & set(self.evidence.conditions[condition].regions))
        if entry.dependence_group == MAP:
            if entry.parent in self.index:
                return "map_child_default"
            return "map_leak_in_scope" if in_scope else "off_scope_p_body_map"
        return finding if in_scope and entry.base is not None else "off_scope_p"

    def _rows_of(self, finding: str, row: int) -> None:
        p = self.table.p_yes[row]
        sd = self.table.logit_sd[row]
        both = np.stack([move(p, sd), move(p, -sd)])
        floor, ceiling = float(self.weighing["p_floor"]), float(self.weighing["p_ceiling"])
        self._gain(self.known.plain[finding], finding, p, both, floor, ceiling)
        parent = self.evidence.findings[finding].parent
        for pairs, low, high, floor_of_parent in (
            (self.known.given_parent, 0.0, float(self.weighing["child_ceiling"]), 0.0),
            (
                self.known.fine,
                float(self.weighing["map_child_floor"]),
                float(self.weighing["child_ceiling"]),
                float(self.weighing["map_parent_floor"]),
            ),
        ):
            if finding not in pairs or parent is None:
                continue
            above = np.maximum(self.table.p_yes[self.index[parent]], floor_of_parent)
            sd_above = self.table.logit_sd[self.index[parent]]
            # A fine place without a record is a fixed part of its larger place: it moves with it, or the part moves.
            part = np.array([o == "map_child_default" for o in self.owners[row]])
            share = p / above
            own = np.where(part, np.stack([move(share, sd), move(share, -sd)]), both / above)
            around = np.stack([move(above, sd_above), move(above, -sd_above)])
            as_is = np.clip(share, low, high)
            self._gain(pairs[finding], finding, as_is, np.clip(own, low, high), floor, ceiling)
            by_parent = np.where(part, share, p / around)
            self._gain(pairs[finding], parent, as_is, np.clip(by_parent, low, high), floor, ceiling)

    def _gain(self, pair: Pair, finding: str, p: Array, moved: Array, floor: float, ceiling: float) -> None:
        p, moved = np.clip(p, floor, ceiling), np.clip(moved, floor, ceiling)
        self.rows.setdefault(pair.yes, []).append((finding, np.log(moved) - np.log(p)))
        self.rows.setdefault(pair.no, []).append((finding, np.log1p(-moved) - np.log1p(-p)))

    def _choice(self, finding: str) -> dict[str, Array]:
        """For each option told: gains, shape (2, options moved, C); the others give way in proportion."""
        p = self.table.choice_p[finding]
        sd = self.table.choice_logit_sd[finding]
        floor, ceiling = float(self.weighing["p_floor"]), float(self.weighing["p_ceiling"])
        moved = np.stack([move(p, sd), move(p, -sd)])
        total = 1.0 - p + moved
        names = self.evidence.findings[finding].options
        result = {}
        for told, option in enumerate(names):
            new = p[told] / total
            new[:, told] = moved[:, told] / total[:, told]
            result[option] = np.log(np.clip(new, floor, ceiling)) - np.log(np.clip(p[told], floor, ceiling))
        return result

    def _add_choice(self, total: Sensitivity, finding: str, option: str, q: Array, weight: float) -> None:
        gain = weight * self.choices[finding][option]
        change = one_moved(q, gain).max(axis=0)
        own = np.array([(c, finding) in self.own_choices for c in self.known.conditions])
        for column in np.flatnonzero(own & (change > 0)):
            _plus(total.records, (self.known.conditions[column], finding), change[column])
        shared = np.where(own, 0.0, gain)
        _plus(total.backgrounds, finding, float(many_moved(q, shared).max()))

    def _add_priors(self, total: Sensitivity, q: Array, reason: str) -> None:
        weights, priors = self.table.reason_weights[reason], self.table.priors
        mixed = weights @ priors
        share = mixed / mixed.sum()
        both = (self.prior_sd, -self.prior_sd)
        change = one_moved(q, np.stack([np.log(move(share, np.array(s)) / share) for s in both]))
        for condition, value in zip(self.known.conditions, change, strict=True):
            _plus(total.priors, condition, value)
        for i, setting in enumerate(self.table.settings):
            own = np.stack([np.log1p(weights[i] * priors[i] * np.expm1(s) / mixed) for s in both])
            for condition, value in zip(self.known.conditions, one_moved(q, own), strict=True):
                _plus(total.setting_weights, (setting, condition), value)
            gain = np.stack([np.log1p((move(weights[i], np.array(s)) - weights[i]) * priors[i] / mixed) for s in both])
            _plus(total.reason_weights, (reason, setting), float(many_moved(q, gain)))


def _plus(values: dict[Any, float], name: Any, value: float) -> None:
    values[name] = values.get(name, 0.0) + float(value)
