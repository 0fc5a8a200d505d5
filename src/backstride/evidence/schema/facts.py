"""Shape of the remaining files: settings of the ranking, facts, claims, references and words."""

from __future__ import annotations

import re
from typing import Any, Literal

from pydantic import ConfigDict, Field, model_validator

from .common import Basis, Entry, Sourced, Urgency

Verdict = Literal["supported", "partly", "outdated", "unsupported", "harmful-if-literal"]
"""How a consumer claim stands beside the evidence."""


class ReferenceEntry(Entry):
    """A source. `status`: read while compiling, recalled, or a judgement of the project."""

    citation: str = Field(min_length=10)
    status: Basis
    doi: str | None = None
    pmid: str | None = None
    url: str | None = None
    note: str | None = None
    aliases: list[str] = []


class ReferencesFile(Entry):
    """`references.yaml`."""

    references: dict[str, ReferenceEntry]


class Settings(Sourced):
    """A block of numbers with one reason; its numbers are the extra fields."""

    model_config = ConfigDict(extra="allow", frozen=True)

    why: str | None = None


class SettingFigure(Sourced):
    """A published figure behind the setting weights."""

    setting: str
    figure: str


class RankingFile(Entry):
    """`ranking.yaml`."""

    reason_weights: Settings
    settings_rule: Settings
    settings_figures: list[SettingFigure]
    defaults: Settings
    weighing: Settings
    strength_of_numbers: Settings
    unlisted: Settings
    groups: Settings
    must_rule_out: Settings
    questions: Settings
    showing: Settings
    separation: Settings


class Fact(Sourced):
    """A published statement with its figures."""

    id: str
    population: str | None = None
    quantity: str | None = None
    fact: str | None = None
    definition: str | None = None
    statement: str | None = None
    figures: dict[str, Any] | None = None
    read: str | None = None
    note: str | None = None


class BaseRatesFile(Entry):
    """`facts/base_rates.yaml`."""

    base_rates: list[Fact]


class TimingFile(Entry):
    """`facts/timing.yaml`."""

    timing: list[Fact]


class IncidentalRow(Entry):
    """Share of people without pain who show a finding on a scan, by age. [%]"""

    finding: str
    percent: list[float]
    basis: Basis
    read: str


class Incidental(Entry):
    """What scans show in people without pain."""

    note: str
    ages: list[int]
    rows: list[IncidentalRow]
    sources: list[str] = Field(min_length=1)


class ImagingFile(Entry):
    """`facts/imaging.yaml`."""

    principles: list[Fact]
    still_matters: list[Fact]
    incidental_findings_without_pain: Incidental


class ElectrodiagnosisFile(Entry):
    """`facts/electrodiagnosis.yaml`."""

    electrodiagnosis: list[Fact]


class Benchmark(Sourced):
    """What a checker or a clinician reached."""

    id: str
    system: str
    task: str
    result: dict[str, Any] = {}
    note: str | None = None


class Target(Sourced):
    """What we aim at."""

    id: str
    metric: str
    proposed: str
    anchor: str


class BenchmarksFile(Entry):
    """`facts/benchmarks.yaml`."""

    benchmarks: list[Benchmark]
    targets: list[Target]


class Claim(Entry):
    """A consumer claim, its verdict, and what we say instead: to a runner (`plain`), and as a note for writers."""

    id: str
    claim: str
    texts: list[str]
    topic: str
    verdict: Verdict
    evidence: str
    say_instead: str
    plain: str = Field(min_length=1)
    garbling: str | None = None
    sources: list[str] = Field(min_length=1)


class ClaimsFile(Entry):
    """`claims.yaml`."""

    verdicts: dict[Verdict, str]
    verdict_words: dict[Verdict, str]
    texts: dict[str, str]
    coverage_notes: list[str]
    figures: str
    claims: list[Claim]


class AvoidedWord(Sourced):
    """Words that no runner reads: a regular expression, what to write instead, and phrases in which they may stay."""

    id: str = Field(pattern=r"^AV_[a-z_]+$")
    pattern: str = Field(min_length=1)
    say: str = Field(min_length=1)
    allow: list[str] = []

    @model_validator(mode="after")
    def _patterns_compile(self) -> AvoidedWord:
        for pattern in (self.pattern, *self.allow):
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{self.id}: {pattern} is no regular expression ({error})") from None
        return self


class AvoidFile(Entry):
    """`words/avoid.yaml`."""

    avoid: list[AvoidedWord]


class UmbrellaWords(Entry):
    """Name of a group that history cannot tell apart."""

    plain_name: str
    what_it_is: str


class AdviceLine(Entry):
    """One plain sentence of advice that holds for every case of a level, or a notice for the young.

    With `to_do` false it says how things stand, and no list of things to do has it.
    """

    text: str
    under_years: float | None = Field(default=None, gt=0)
    only_when: Literal["all_asked", "not_all_asked"] | None = None
    to_do: bool = True
    sources: list[str] = Field(min_length=1)


class LevelWords(Sourced):
    """Head, action and re-check of one level.

    `instructions` say what to do on the way to help; `told` is what a clinician may have said instead of the level.
    """

    short: str
    head: str
    action: str
    told: str
    instructions: list[str] = []
    recheck_days: int = Field(ge=0)
    why: str | None = None


class CountryPack(Sourced):
    """Names and numbers of services in one country, or in those that `also` names.

    `dial`, `same_day_dial` (of the number that `same_day` names) and `crisis` stand only where they are known.
    """

    also: list[str] = []
    number: str
    department: str
    dial: str | None = None
    same_day: str
    same_day_dial: str | None = None
    doctor: str
    crisis: str | None = None


class LevelsFile(Entry):
    """`words/levels.yaml`."""

    levels: dict[Urgency, LevelWords]
    country_packs: dict[str, CountryPack]
