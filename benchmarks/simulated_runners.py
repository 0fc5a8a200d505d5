"""Simulated runners: a condition by its prior, its findings by the numbers of the base, part of the answers dropped.

They show what the rules make of the pictures that the base itself believes in. They are no patients: nothing here
measures accuracy, and no number of the base may be fitted to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from statistics import NormalDist
from typing import TYPE_CHECKING, Any

import numpy as np

from backstride.assess.node import literals
from backstride.assess.open_answers import off_scope

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.random import Generator
    from numpy.typing import NDArray

    from backstride.evidence import Evidence, Urgency
    from backstride.evidence.model import Finding

MAP, FEMALE, AGE, INTENSITY = "map", "sex_female", "age_years", "pain_intensity_nrs"
NEVER_ASKED = (FEMALE, "sex_male", "screen_complete")
"""Told by the profile, or worked out."""
WOMEN_ONLY = frozenset(
    (
        *("cyclical_with_period", "vaginal_discharge", "painful_periods", "pelvic_pain_between_periods"),
        *("oestrogen_use", "periods_absent", "pregnant_now", "postpartum_year", "postmenopausal"),
        *("period_late_or_pregnant", "vaginal_bleeding_unusual", "one_sided_pelvic_sudden", "starts_with_period_days"),
        *("heavy_periods", "known_ovarian_cyst_or_fertility_tx", "contraceptive_coil"),
    )
)
"""Findings in the ranking that a man cannot have; the tables hold them for both sexes together."""
MOST_TRIES = 200


@dataclass(frozen=True)
class Simulated:
    """One simulated runner, before any answer is dropped.

    Parameters
    ----------
    condition : what is behind the pain
    numbers : age [years], duration [weeks], intensity [0 to 10]
    choices : choice finding -> option
    yes : every yes/no finding that is true
    recorded : findings that the base has a record of in this condition
    """

    condition: str
    sex: str
    numbers: Mapping[str, float]
    choices: Mapping[str, str]
    yes: frozenset[str]
    recorded: frozenset[str]


class Runners:
    """Draws simulated runners from one base.

    Parameters
    ----------
    evidence : the base with its tables of P(finding | condition)
    leak : float
        The tables hold no zero: what a condition does not show stands at a leak, which is no prevalence. Cells at or
        below the leak, and places without a record, are multiplied by this: 0 leaves them out, 1 takes them as they
        stand. Base rates above the leak are taken as they stand.
    records_alone : bool
        Leave out base rates too: nothing is true that the base has no record of in the condition.
    all_base_rates : bool
        Only findings that are not about the region of the condition count as leaks: rare signs keep their base rates.

    Notes
    -----
    A narrower finding is drawn only under its broader one. Findings of one dependence group repeat one fact. The base
    weighs n of them like sqrt(n) independent ones; n equally correlated answers are worth n / (1 + (n - 1) r), so
    r = 1 / (1 + sqrt(n)), here the correlation of the normal variables whose lowest values are the yes.
    """

    def __init__(
        self, evidence: Evidence, *, leak: float = 0.0, records_alone: bool = False, all_base_rates: bool = False
    ) -> None:
        self.evidence = evidence
        tables = self._tables = evidence.ranking.tables
        self._findings = [evidence.findings[f] for f in tables.findings]
        self._row_of = {f: row for row, f in enumerate(tables.findings)}
        # The leak is what the base writes where it knows nothing, so it is the commonest number without a record.
        values, counts = np.unique(tables.p_yes[~tables.recorded], return_counts=True)
        on_map = np.array([f.dependence_group == MAP for f in self._findings])
        leaks = (tables.p_yes <= values[counts.argmax()]) | (on_map[:, None] & ~tables.recorded)
        if all_base_rates:
            off = off_scope(evidence)
            leaks = np.array([off[f] for f in tables.findings]) | (on_map[:, None] & ~tables.recorded)
        p = np.where(leaks, tables.p_yes * leak, tables.p_yes)
        self._p = np.where(tables.recorded, p, 0.0) if records_alone else p

    def of_levels(self, levels: Sequence[Urgency]) -> tuple[str, ...]:
        """Ranked conditions whose own urgency is one of these."""
        return tuple(c for c in self._tables.conditions if self.evidence.conditions[c].urgency in levels)

    def priors(self, setting: str, conditions: Sequence[str]) -> NDArray[np.float64]:
        """How often each stands behind the pain of somebody in a setting, among these; shape (n,), sum 1."""
        row = self._tables.priors[self._tables.settings.index(setting)]
        weights = row[[self._tables.conditions.index(c) for c in conditions]]
        return np.asarray(weights / weights.sum(), dtype=np.float64)

    def draw(self, condition: str, random: Generator, *, youngest_years: float = 0.0) -> Simulated:
        """One runner with a condition; drawn again until some place hurts and the age fits.

        Raises
        ------
        RuntimeError
            If that never happens: the base then has no place for the condition.
        """
        column = self._tables.conditions.index(condition)
        for _ in range(MOST_TRIES):
            choices = {f: self._option(f, column, random) for f in self._tables.choice_p}
            numbers = self._numbers(choices, random)
            yes = self._yes(column, random)
            sex = "female" if FEMALE in yes else "male"
            if sex == "male":
                yes -= WOMEN_ONLY
            else:
                yes -= set(self.evidence.ranking.settings["weighing"]["map_male_only"])
            hurts = any(self.evidence.findings[f].dependence_group == MAP for f in yes)
            if hurts and numbers[AGE] >= youngest_years:
                recorded = frozenset(np.array(self._tables.findings)[self._tables.recorded[:, column]].tolist())
                return Simulated(condition, sex, numbers, choices, frozenset(yes), recorded)
        raise RuntimeError(f"No runner with {condition} fits in {MOST_TRIES} draws; check its places and ages.")

    def _option(self, finding: str, column: int, random: Generator) -> str:
        p = self._tables.choice_p[finding][:, column]
        return self.evidence.findings[finding].options[int(random.choice(len(p), p=p / p.sum()))]

    def _numbers(self, choices: Mapping[str, str], random: Generator) -> dict[str, float]:
        """An exact number within each drawn band; where the last band is open, its lower edge stands for it."""
        numbers = {}
        for band in self.evidence.vocabulary.bands:
            low, high = band.edges[choices[band.finding]]
            last = low == max(edge for edge, _ in band.edges.values()) and band.number != INTENSITY
            value = low if last else random.uniform(low, high)
            numbers[band.number] = float(round(value)) if band.number in (AGE, INTENSITY) else round(float(value), 2)
        return numbers

    def _yes(self, column: int, random: Generator) -> set[str]:
        own = random.standard_normal(len(self._findings))
        common = random.standard_normal(len(self._group_sizes))
        yes: set[str] = set()
        for row in self._broader_first:
            p = self._chance(row, column, yes)
            if p <= 0.0:
                continue
            z = float(own[row])
            group = self._findings[row].dependence_group
            if group in self._group_sizes:
                index, size = self._group_sizes[group]
                r = 1.0 / (1.0 + sqrt(size))
                z = sqrt(r) * float(common[index]) + sqrt(1.0 - r) * z
            if p >= 1.0 or z < NormalDist().inv_cdf(p):
                yes.add(self._findings[row].id)
        return yes

    def _chance(self, row: int, column: int, yes: set[str]) -> float:
        """P(yes) given what is true of the broader finding."""
        finding, p = self._findings[row], float(self._p[row, column])
        if finding.parent not in self._row_of:
            return p
        if finding.parent not in yes:
            return 0.0
        return p if finding.conditional else p / float(self._p[self._row_of[finding.parent], column])

    @cached_property
    def _group_sizes(self) -> dict[str | None, tuple[int, int]]:
        """Dependence group, but for the map, which is a tree -> its index and how many findings it holds."""
        groups = [f.dependence_group for f in self._findings if f.dependence_group not in (None, MAP)]
        return {group: (index, groups.count(group)) for index, group in enumerate(sorted({g for g in groups if g}))}

    @cached_property
    def _broader_first(self) -> list[int]:
        def depth(finding: Finding) -> int:
            return 1 + depth(self.evidence.findings[finding.parent]) if finding.parent in self._row_of else 0

        return sorted(range(len(self._findings)), key=lambda row: depth(self._findings[row]))


def document(
    runner: Simulated, evidence: Evidence, random: Generator, *, dropped: float, tells_only_recorded: bool = False
) -> dict[str, Any]:
    """What a simulated runner answers, as the JSON document of a check-in.

    Parameters
    ----------
    dropped : float
        Share of the answers left out at random. Sex, age, duration, intensity, the places that hurt and the first
        safety questions are always answered, these no unless drawn; places that do not hurt are never answered.
    tells_only_recorded : bool
        Leave out what the base has no record of in this condition instead of answering no.
    """
    answers: dict[str, Any] = {**runner.numbers}
    banded = {band.finding for band in evidence.vocabulary.bands}
    for finding in evidence.findings.values():
        name = finding.id
        if name in runner.choices:
            if name not in banded and random.random() >= dropped:
                answers[name] = runner.choices[name]
        elif finding.kind != "yes_no" or name in NEVER_ASKED:
            continue
        elif finding.dependence_group == MAP or name.startswith("loc_"):
            if name in runner.yes:
                answers[name] = True
        elif name in evidence.triage.ask_first:
            if not (tells_only_recorded and _part_of_a_broad_yes(name, runner, evidence)):
                answers[name] = name in runner.yes
        elif random.random() >= dropped and (name in runner.recorded or not tells_only_recorded):
            answers[name] = name in runner.yes
    return {"sex": runner.sex, "answers": answers}


def answer_further(
    runner: Simulated, asked: Sequence[str], answers: dict[str, Any], *, tells_only_recorded: bool
) -> bool:
    """Answer further yes/no questions in place; False if there is nothing new to say."""
    new = [f for f in asked if f not in answers and (f in runner.recorded or not tells_only_recorded)]
    answers.update({f: f in runner.yes for f in new})
    return bool(new)


def _part_of_a_broad_yes(finding: str, runner: Simulated, evidence: Evidence) -> bool:
    """Whether a broad alarm is true and the base has no record of this narrow item: a no would be made up."""
    return finding not in runner.recorded and any(
        finding in split.until_answered
        and any(name in runner.yes for name, negated in literals(split.when) if not negated)
        for split in evidence.vocabulary.splits
    )
